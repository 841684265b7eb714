"""Documents of different shapes in one file: what cannot be parted is told."""

import itertools
from pathlib import Path

import pytest

from readlist import importers
from readlist.importers.arxiv_listing import ArxivListing
from readlist.importers.base import Document, read_file
from readlist.importers.plausibility import implausible

SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("00[0-4]_*.txt"))


@pytest.mark.parametrize(("first", "second"), itertools.permutations(SEEDS, 2), ids=lambda path: path.name[:3])
def test_a_second_document_in_a_file_is_read_or_told(first, second):
    documents = [read_file(first), read_file(second)]
    reading = importers.read(Document("both.txt", "\n".join(document.text for document in documents)))
    expected = sum(len(importers.read(document).found) for document in documents)
    assert len(reading.found) == expected or reading.problems


def test_a_line_that_begins_a_paper_of_another_shape_is_told_with_its_line():
    abstract = "Abstract:We weigh frogs, ponds and the sound of water with a scale that is made of light alone.\n"
    listing = "We study toads, which are not frogs, in ponds that are deep, and say how they sing.\n13 pages\n"
    document = Document("x.txt", 5 * abstract + "\n" + listing + "arXiv:2310.16271\n")
    doubts = list(implausible(ArxivListing().read(document).found, document.lines))
    assert any("Abstract:" in problem.message and problem.line in range(1, 7) for problem in doubts)
