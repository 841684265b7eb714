"""Pages behind a lot of something else: found where they begin, and what stands before them is told in one line."""

from itertools import islice, product

import pytest

from readlist.importers import ImportFailedError, read
from readlist.importers.base import Document
from tests.importers.test_mixed import ALONE, TEXTS

WORDS = "\n".join(
    " ".join(words) for words in islice(product(["snow", "rain", "hail", "fog", "ice"], repeat=7), 20_000)
)
LOG = "\n".join(f"2024-01-01 10:00:{i % 60:02} GET https://example.org/item/{i} 200" for i in range(5_000))
SIGNS = "an Abstract: Title: arXiv: ](http @misc{ doi.org/10. [1] \n" * 5_000
FORMATS = sorted(TEXTS.keys() - {"abstracts"})


@pytest.mark.parametrize("name", FORMATS)
def test_a_page_behind_words_without_an_end_is_found(name):
    before = f"{WORDS}\n\n"
    reading = read(Document("x", before + TEXTS[name]))
    alone = ALONE[name]
    assert reading.format == name
    assert [found.record for found in reading.found] == [found.record for found in alone.found]
    shift = before.count("\n")
    assert [found.line for found in reading.found] == [found.line + shift for found in alone.found]
    assert reading.problems[0].line == 1
    assert reading.problems[0].message.startswith('not part of a paper: "snow snow')


@pytest.mark.parametrize(
    "before", [f"{LOG}\n", "\n" * 200_000, f"{'x' * 300_000}\n"], ids=["log", "blank", "long line"]
)
def test_whatever_stands_before_it(before):
    (one, *_) = ALONE["bibtex"].found
    reading = read(Document("x", before + TEXTS["bibtex"]))
    assert len(reading.found) == len(ALONE["bibtex"].found)
    assert reading.found[0].record == one.record
    assert reading.found[0].line == one.line + before.count("\n")
    assert len(reading.problems) == (1 if before.strip() else 0)


def test_identifiers_behind_it_are_found_where_they_stand_alone():
    reading = read(Document("x", f"{WORDS}\n2310.16271\n2310.16272\n"))
    assert [found.record.arxiv for found in reading.found] == ["2310.16271", "2310.16272"]
    assert reading.problems[0].message.endswith("(and 19999 more lines)")
    with pytest.raises(ImportFailedError, match="not a list of papers"):
        read(Document("x", f"{WORDS}\nWe all read 2310.16271 yesterday.\nNothing else.\n"))


@pytest.mark.parametrize("text", [WORDS, LOG, SIGNS], ids=["words", "log", "signs"])
def test_what_holds_none_is_still_refused(text):
    with pytest.raises(ImportFailedError, match=r"\Ax: not a list of papers"):
        read(Document("x", text))
