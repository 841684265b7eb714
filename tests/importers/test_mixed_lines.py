"""Documents of mixed lines: whatever they are read as, no line of them vanishes without a word."""

from __future__ import annotations

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers import Document, ImportFailedError
from readlist.importers.abstracts import Abstracts
from readlist.importers.arxiv_listing import ArxivListing
from readlist.importers.identifiers import Identifiers
from readlist.importers.markdown_list import MarkdownList

# Each line has its number in it, by which it is found again: in a word, or in an identifier.
SHAPES = st.sampled_from([
    "2310.1{n:04}",
    "arXiv:2310.1{n:04}",
    "https://arxiv.org/abs/2310.1{n:04}",
    "see https://arxiv.org/abs/2310.1{n:04} and then tell us",
    "10.1145/frog{n:04}",
    "https://doi.org/10.1145/frog{n:04}",
    "- [ ] 2310.1{n:04}",
    "- https://arxiv.org/abs/2310.1{n:04}",
    "- [Weighing Frog{n:04} with Light](https://arxiv.org/abs/2310.2{n:04})",
    "- Frog{n:04}, which links to nothing",
    "Hi all, frog{n:04} is what we read on Thursday, and everybody is invited to say what they think of it then",
    "10:24 Ben Frog{n:04}",
    "Weighing Frog{n:04} with Light",
    "Abstract:We weigh frog{n:04} with light, and find that it is heavier than it looks in most of the ponds.",
    "13 pages, frog{n:04}",
    "",
])  # fmt: skip
documents = st.lists(SHAPES, min_size=1, max_size=14).map(
    lambda shapes: "\n".join(shape.format(n=n) for n, shape in enumerate(shapes, 1))
)


def assert_nothing_vanishes(reading, document):
    kept = "\n".join(
        " ".join(filter(None, [r.title, *r.authors, r.venue, r.abstract, r.arxiv, r.doi, r.url, r.comment, *r.links]))
        for r in (found.record for found in reading.found)
    )
    kept += "\n".join(found.state.get("note", "") for found in reading.found)
    missing = {
        number
        for number, line in enumerate(document.lines, 1)
        if line.strip() and not re.search(rf"(?i)(?:frog|\.[12]){number:04}", kept)
    }
    told = set()
    for problem in reading.problems:
        more = re.search(r"\(and ([0-9]+) lines?", problem.message)
        count = 1 + (int(more[1]) if more else 0)
        # A stretch goes over blank lines, and over those between its lines that are in a record.
        told |= set(sorted(missing & set(range(problem.line, problem.line + 2 * count)))[:count])
    assert not {number: document.lines[number - 1] for number in missing - told}, f"read as {reading.format}"


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_every_line_is_in_a_record_or_told(text):
    document = Document("x.md", text)
    for importer in (Identifiers(), Abstracts(), ArxivListing(), MarkdownList()):
        assert_nothing_vanishes(importer.read(document), document)
    try:
        reading = importers.read(document)
    except ImportFailedError:
        return  # told as a whole
    assert_nothing_vanishes(reading, document)
