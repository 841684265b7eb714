"""Pages that print one "Abstract:" a paper, as text copied from a browser.

    Abstract:What the first paper says.
    Abstract:What the second paper says.

Where the page was copied whole, title, date and authors stand before each abstract, pictures among them:

    Its Title
    Add code
    Oct 02, 2024
    First Author, Second Author
    Figure 1 for Its Title
    Abstract:What it says.
    Via
    Access Paper or Ask Questions
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.furniture import is_furniture, without_furniture
from readlist.importers.links import find_links
from readlist.model.record import Record

_MARK = re.compile(r"\s*(?:Abstract|ABSTRACT)\s*(?:[:：]|[—–]\s*(?=\w)|\.\s+(?=[A-Z]))")
_OTHER_SHAPES = re.compile(r"\s*(?:Title|Authors?|Subjects?|Categories|Keywords|TL;DR|Published|Comments)\s*:")
_SMALLEST_SHARE = 0.1
"""Of all lines, those that begin an abstract: a whole paper has one "Abstract:" among its many lines."""
_SNIFFED = 2_000  # lines
_MOST_LINES_ABOVE = 12  # printed, before the first abstract
_END = re.compile(r"access\s+paper\s+or\s+ask\s+questions", re.IGNORECASE)
_DATE = re.compile(
    r"(?:(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+[0-9]{1,2},?\s+|[0-9]{1,2}\s+[A-Z][a-z]{2,8}\s+)"
    r"((?:19|20)[0-9]{2})"
)
_PICTURE = re.compile(r"(?:Figure|Table|Picture)\s+[0-9]+\s+for\s+(?P<title>\S.*)", re.IGNORECASE)
_FEWEST_WORDS_OF_PROSE = 25


@dataclass(slots=True)
class _Block:
    """The lines of one paper, as (line number, text).

    Attributes:
        above: what stands before its abstract.
        mark: the line of its abstract's mark; None behind the last abstract.
        abstract: from the text behind the mark on.
    """

    above: list[tuple[int, str]] = field(default_factory=list)
    mark: int | None = None
    abstract: list[tuple[int, str]] = field(default_factory=list)


class Abstracts:
    """Importer of such pages: line breaks inside an abstract are kept."""

    name = "abstracts"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page."""
        printed = [line for line in document.lines[:_SNIFFED] if line.strip()]
        marks = [i for i, line in enumerate(printed) if _MARK.match(line)]
        if not marks or any(map(_OTHER_SHAPES.match, printed)):
            return 0.0
        # One alone must begin the text: a whole paper has one too, below its title.
        if marks[0] >= (_MOST_LINES_ABOVE if len(marks) > 1 else 1):
            return 0.0
        if any(_END.fullmatch(line.strip()) for line in printed):
            return 0.9
        share = len(marks) / sum(not is_furniture(line) for line in printed)
        return 0.4 + 0.5 * min(share, 1.0) if share >= _SMALLEST_SHARE else 0.0

    def read(self, document: Document) -> Reading:
        """Return the abstracts of `document`, each as a record, with title and authors where they are printed."""
        found: list[Found] = []
        problems: list[Problem] = []
        strays: list[tuple[int, str]] = []
        # Where a paper's end is marked, what stands before its abstract is its own and no other text.
        whole = any(_END.fullmatch(line.strip()) for line in document.lines)
        for block in _blocks(document.lines):
            heading = _Heading(block.above) if whole and block.mark else None
            strays += heading.strays if heading else block.above
            if block.mark is None:
                continue
            abstract = "\n".join(text for _, text in without_furniture(block.abstract)).strip()
            if not abstract:
                problems.append(Problem.at(block.mark, "an abstract without text", document.lines[block.mark - 1]))
                continue
            record = Record(
                title=heading.title if heading else None,
                authors=heading.authors if heading else (),
                year=heading.year if heading else None,
                abstract=abstract,
                links=find_links(abstract),
            )
            line = heading.line if heading and heading.line else block.mark
            found.append(Found(record, len(found) + 1, line))
        problems += Problem.of_lines(
            (line for line in strays if line[1].strip() and not is_furniture(line[1])), "not part of an abstract"
        )
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


class _Heading:
    """What stands before an abstract on a page that was copied whole.

    Attributes:
        title: None where there is none.
        authors: in their order.
        year: of the date.
        line: where the title stands.
        strays: the lines that are none of these.
    """

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        self.year: int | None = None
        pictured: str | None = None
        kept: list[tuple[int, str]] = []
        for number, line in lines:
            text = line.strip()
            picture, date = _PICTURE.fullmatch(text), _DATE.fullmatch(text)
            if picture:
                pictured = picture["title"].rstrip(" .…")
            elif date:
                self.year = int(date[1])
            elif text and (not is_furniture(text) or text == pictured):
                kept.append((number, text))
        titles = [i for i, (_, text) in enumerate(kept) if pictured and text.startswith(pictured)]
        # Buttons and a person's details may stand above the first title; below it are its authors.
        place = titles[0] if titles else max(0, len(kept) - len(("title", "authors")))
        self.title = kept[place][1] if kept else pictured
        self.line = kept[place][0] if kept else None
        self.authors = tuple(_names(kept[place + 1][1])) if place + 1 < len(kept) else ()
        self.strays = kept[:place] + kept[place + 2 :]


def _names(text: str) -> Iterator[str]:
    for part in re.split(r"\s*,\s*(?:and\s+)?", text):
        if part.strip():
            yield part.strip()


def _blocks(lines: Sequence[str]) -> Iterator[_Block]:
    """Yield the papers' lines; at the end those behind the last abstract's end, should there be some."""
    block = _Block()
    here = block.above
    for number, line in enumerate(lines, 1):
        mark = _MARK.match(line)
        if mark:
            if block.mark is not None:
                yield block
                block = _Block()
            block.mark = number
            here = block.abstract
            here.append((number, line[mark.end() :]))
        elif block.mark is not None and _END.fullmatch(line.strip()):
            yield block
            block = _Block()
            here = block.above
        else:
            here.append((number, line))
    yield block
