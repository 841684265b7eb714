"""Where in a document another shape may begin, and how well what was read there fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median_low

from readlist.importers.acl_frame import is_edge
from readlist.importers.base import Found, Reading
from readlist.importers.entry_runs import end_of_entry
from readlist.importers.furniture import is_furniture
from readlist.importers.plausibility import DELIMITED, begins_other

WHOLE = frozenset({"csl-json", "csv", "feed", "html", "readlist-json", "readlist-markdown"})
"""Formats that a whole file has or none of it."""
ENDING = frozenset({"arxiv-listing"})
"""Formats of which nothing says where a paper begins: its identifier ends it."""
ENTRIES = frozenset({"bibtex", "ris"})
"""Formats of which a line says that an entry begins, whatever stands before it."""
LISTS = frozenset({"identifiers"})
"""The importers that know no shape: theirs is what is left when all others have been asked."""

UNIDENTIFIED = frozenset({"abstracts", "acl-anthology", "surname-given"})
"""Formats of which no paper has lines with nothing but identifiers."""

ABSTRACTS = frozenset({"abstracts"})
"""Formats of which a record may have nothing but an abstract."""

_MOST_PLACES = 40
"""Stretches of a document that are looked at more closely."""
_MOST_BEGINNINGS = 40
_ALL_TRIED = 30
"""Lines of a stretch of which each may begin another shape; further on, only one where a text ends."""
_MOST_HEADING = 12
"""Lines that head the next paper of the page around a stretch: a year, a person's name."""
_LONG, _LONGER = 10, 3
_FEWEST_LINES = 2
_FEWEST_WORDS_OF_PROSE = 12
_SENTENCE_ENDS = (".", "?", "!", ".”", '."', ".)")
_LONGEST_HEADING = 8  # words
_ENDS_WITH_INITIAL = re.compile(r"(?:^|[\s.-])[^\W\d_]\.$")  # as in "Ax, B. C."


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines that may be of another shape, by index; `end` is behind the last.

    Attributes:
        begin: where the record before it begins, or the document.
        end: where the next record begins, or the document's end.
        record: the record before it; None where there is none, and where it is none by itself.
        context: where the record before that one begins, whose identifier may stand on a line of this one.
    """

    begin: int
    end: int
    record: Found | None
    context: int


def stretches(lines: Sequence[str], reading: Reading) -> Iterator[Stretch]:
    """Yield the stretches of a document that may hold another shape, in their order."""
    starts = [one.line - 1 for one in reading.found]
    if starts != sorted(starts):
        return
    ends = [*starts[1:], len(lines)]
    lengths = [end - start for start, end in zip(starts, ends, strict=True)]
    long = _LONGER * median_low(lengths) + _LONG
    delimited = reading.format in DELIMITED
    told = {problem.line - 1 for problem in reading.problems}
    count = 0
    if _is_worth_it(lines[: starts[0]]):
        yield Stretch(0, starts[0], None, 0)
    troubled = _holders(sorted(told), starts) if delimited else set()
    for i, (one, start, end) in enumerate(zip(reading.found, starts, ends, strict=True)):
        closed = end_of_entry(lines, start, reading.format) if reading.format in ENTRIES else None
        if closed is not None:
            # What stands in it is of the entry, whatever it looks like.
            if closed < end and count < _MOST_PLACES and _is_worth_it(lines[closed:end]):
                count += 1
                yield Stretch(closed, end, None, start)
            continue
        weak = not delimited and reading.format not in ABSTRACTS and is_weak(one)
        doubtful = (
            i == len(starts) - 1
            or (i == 0 and reading.format in ENDING)
            or i in troubled
            or weak
            or (not delimited and (end - start > long or begins_other(one.record)))
        )
        if (
            doubtful
            and count < _MOST_PLACES
            and (weak or delimited or begins_other(one.record) or _is_left(one, lines[start:end]))
        ):
            count += 1
            # Above the text of a paper that is none by itself there may be a heading that its importer has taken off.
            begin = before_heading(lines, starts[i - 1] if i else 0, start) if weak else start
            yield Stretch(begin, end, None if weak else one, starts[max(0, i - 1)])


def _holders(told: Sequence[int], starts: Sequence[int]) -> set[int]:
    """Return the numbers of the records in whose lines there is a problem, from 0."""
    holders: set[int] = set()
    i = -1
    for line in told:
        while i + 1 < len(starts) and starts[i + 1] <= line:
            i += 1
        holders.add(i)
    return holders


GLUED = re.compile(r"[ \t]*arXiv:", re.IGNORECASE)
_BEGINS = re.compile(r"[ \t]*(?:@[A-Za-z]{4,15}\{|TY  - |pdf[ \t]*bib|pdf\Z|Abstract:|%0 [A-Z])")


def is_weak(one: Found) -> bool:
    """Whether nothing is known of a paper by which it could be told from others, but for its abstract."""
    record = one.record
    return not (record.title or record.arxiv or record.doi or record.url)


def _is_worth_it(lines: Sequence[str]) -> bool:
    printed = [line for line in lines if not is_furniture(line)]
    return len(printed) >= _FEWEST_LINES and any(map(_says_something, printed))


def _says_something(line: str) -> bool:
    """Whether a line may be of a paper: more than a name or a number."""
    return len(line.split(None, 3)) > 2 or bool(_BEGINS.match(line))  # noqa: PLR2004 -- words


def _is_left(one: Found, lines: Sequence[str]) -> bool:
    """Whether there are lines behind a record, or too many in its abstract."""
    record = one.record
    heading = {record.title, record.venue, *record.authors}
    rest = [
        text
        for line in lines
        if (text := line.strip()) and text not in heading and any(map(str.isalnum, text)) and not is_furniture(text)
    ]
    prose = next((i for i, text in enumerate(rest) if is_prose(text)), -1)
    return _is_worth_it(rest[prose + 1 :])


def is_prose(text: str) -> bool:
    """Whether a line is a paragraph, or the end of one."""
    return text.rstrip().endswith(_SENTENCE_ENDS) and len(text.split(None, 12)) >= _FEWEST_WORDS_OF_PROSE


def before_heading(lines: Sequence[str], begin: int, end: int) -> int:
    """Return where the lines begin that head what stands at `end`."""
    place = end
    while place > begin + 1 and end - place < _MOST_HEADING and is_heading(lines[place - 1]):
        place -= 1
    return place


def is_heading(text: str) -> bool:
    """Whether a line may head papers: short, and no sentence."""
    text = text.rstrip()
    return (
        len(text.split(None, _LONGEST_HEADING)) <= _LONGEST_HEADING
        and ":" not in text
        and (not text.endswith((*_SENTENCE_ENDS, "}")) or _ENDS_WITH_INITIAL.search(text) is not None)
    )


def junk(reading: Reading, lines: Sequence[str]) -> int:
    """Return how many lines of what stands around papers were taken for text of the first one."""
    first = reading.found[0].record.abstract.split("\n")
    return sum(bool(text.strip()) and (is_furniture(text) or is_edge(text.strip())) for text in first if text in lines)


def filled(one: Found) -> int:
    """Return how many fields of a paper are known that are not only text."""
    record = one.record
    return sum(map(bool, (record.title, record.authors, record.year, record.venue, record.arxiv, record.doi)))


def prose(one: Found) -> int:
    """Return how much text of a paper there is, without lines that may be headings."""
    lines = one.record.abstract.split("\n")
    return sum(len(line) for line in lines if len(line.split(None, _LONGEST_HEADING)) > _LONGEST_HEADING)


def has_prose(one: Found) -> bool:
    """Whether a paper's abstract begins as one does."""
    return is_prose(one.record.abstract.partition("\n")[0])


def known_by(one: Found) -> object:
    """Return what a paper is told from others by: its heading, or its identifiers."""
    record = one.record
    # The identifier of a text below it may have been taken for that of a paper with a title.
    return (record.title, record.authors, record.venue) if record.title else (record.arxiv, record.doi)


def beginnings(lines: Sequence[str], stretch: Stretch, end: int) -> Iterator[int]:
    """Yield the lines, by index, at which another shape may begin."""
    count = 0
    begin = stretch.begin if stretch.record is None else stretch.begin + 1
    before = ""
    for i in range(begin, end):
        text = lines[i]
        if not text.strip():
            before = ""
            continue
        if i - begin < _ALL_TRIED or not before or is_prose(before) or _BEGINS.match(text):
            count += 1
            yield i
            if count >= _MOST_BEGINNINGS:
                return
        before = text
