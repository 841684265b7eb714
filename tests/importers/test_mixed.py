"""Files in which documents of several shapes follow each other give the papers of each, once, with their lines."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers import Document
from readlist.importers.base import read_file

SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("00[0-4]_*.txt"))
ENTRY = "@article{{toads{0},\n  title = {{On Toads, Part {0}}},\n  author = {{Ax, Cy}},\n  year = {{2020}},\n}}"
RIS = "TY  - JOUR\nTI  - Towers\nAU  - Ax, Cy\nPY  - 2020\nER  - "
IDENTIFIERS = "2310.00001\narXiv:2310.00002\nhttps://doi.org/10.1145/123456\nhttps://aclanthology.org/P19-1001"
TEXTS = {
    "acl-anthology": read_file(SEEDS[0]).text,
    "surname-given": read_file(SEEDS[1]).text,
    "abstracts": read_file(SEEDS[3]).text,
    "arxiv-listing": read_file(SEEDS[4]).text,
    "bibtex": "\n\n".join(map(ENTRY.format, range(3))),
    "ris": RIS,
    "identifiers": IDENTIFIERS,
}
ALONE = {name: importers.read(Document("x.txt", text.strip())) for name, text in TEXTS.items()}


def glued(names):
    """Returns the texts of several formats in one, and at which line each of them begins."""
    text, begins = "", []
    for name in names:
        begins.append(text.count("\n"))
        text += TEXTS[name].strip() + "\n\n"
    return Document("x.txt", text), begins


def told_apart(reading, lines_before=0):
    return [(found.record, found.line + lines_before) for found in reading.found]


def assert_each_is_read(names):
    document, begins = glued(names)
    reading = importers.read(document)
    expected = [paper for name, begin in zip(names, begins, strict=True) for paper in told_apart(ALONE[name], begin)]
    assert told_apart(reading) == expected
    assert [found.position for found in reading.found] == list(range(1, len(expected) + 1))
    assert [found.format for found in reading.found] == [name for name in names for _ in ALONE[name].found]
    assert reading.format == ", ".join(names)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.permutations(sorted(TEXTS)).map(lambda names: names[:2]))
def test_two_shapes_in_any_order(names):
    assert_each_is_read(names)


@pytest.mark.parametrize(
    "names",
    [
        ("acl-anthology", "arxiv-listing", "bibtex"),
        ("acl-anthology", "arxiv-listing", "identifiers"),
        ("bibtex", "surname-given", "identifiers"),
        ("arxiv-listing", "ris", "acl-anthology"),
        ("identifiers", "abstracts", "bibtex"),
        ("identifiers", "bibtex", "abstracts"),
        ("identifiers", "bibtex"),
        ("acl-anthology", "abstracts", "arxiv-listing"),
        ("surname-given", "acl-anthology", "ris", "abstracts", "identifiers"),
    ],
    ids=" ".join,
)
def test_more_shapes_in_one_file(names):
    assert_each_is_read(names)


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_a_document_of_one_shape_names_one_format(name):
    reading = ALONE[name]
    assert reading.format == name
    assert {found.format for found in reading.found} == {None}


def test_what_frames_a_page_is_no_paper_of_another_shape():
    page = TEXTS["acl-anthology"].rstrip() + "\nSearch\nCo-authors\nBo Li 4\nCy Ax 1\nVenues\nEMNLP 2\nFix author\n"
    footer = (
        "ACL materials are Copyright © 1963–2024 ACL; other materials are copyrighted by their respective holders.\n"
    )
    reading = importers.read(Document("x.txt", page + footer))
    assert reading.format == "acl-anthology"
    assert len(reading.found) == len(ALONE["acl-anthology"].found)


@pytest.mark.parametrize("name", ["acl-anthology", "surname-given", "abstracts", "arxiv-listing"])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_two_identifiers_on_the_last_line_are_papers_of_their_own(name, gap):
    text = TEXTS[name].strip()
    reading = importers.read(Document("x.txt", f"{text}{gap}2310.16271 10.1145/3132847.3132886\n"))
    *before, preprint, published = reading.found
    assert [found.record for found in before] == [found.record for found in ALONE[name].found]
    assert (preprint.record.arxiv, published.record.doi) == ("2310.16271", "10.1145/3132847.3132886")
    assert preprint.line == published.line == (text + gap).count("\n") + 1
    assert reading.format == f"{name}, identifiers"


def test_a_paper_s_own_identifiers_below_its_link_stay_its_own():
    item = "- [Weighing snow](https://example.org/snow)\n  arXiv:2310.16271 https://doi.org/10.1145/3132847.3132886\n"
    assert len(importers.read(Document("x.md", f"# Papers\n\n{item}")).found) == 1


def test_a_format_that_is_asked_for_reads_all():
    document, _ = glued(["acl-anthology", "bibtex"])
    assert importers.read(document, "bibtex").format == "bibtex"
    assert len(importers.read(document, "bibtex").found) == len(ALONE["bibtex"].found)
