"""The page of one paper in the ACL Anthology, as text copied from a browser.

    Its Title
    First Author, Second Author
    Abstract
    What it says.
    Anthology ID:
    2024.emnlp-main.35
    Volume:
    Proceedings of a Conference
    …

A value stands behind its label or on the line below it. Several such pages may follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readlist.importers.acl_frame import LABEL
from readlist.importers.acl_pages import YEAR, NumberedLine
from readlist.importers.furniture import is_furniture
from readlist.importers.links import find_links
from readlist.model.identifiers import parse_doi
from readlist.model.record import Record

_OF_PAPER = re.compile(r"(?:(?:19|20)[0-9]{2}\.[\w-]+\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4,5})")
_ABSTRACT = re.compile(r"\s*Abstract\s*(?:[:.]\s*|\Z|(?=[A-Z]))")
_ID = "Anthology ID"
_FIRST = re.compile(r"\s*Anthology ID:")
# As in "Its Title (Ax et al., EMNLP 2024)": the title, and who wrote it where and when.
_INFORMAL = re.compile(r"(?P<title>\S.*)\s\([^()]*\)\Z")
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_MOST_LINES = 60  # of one page's fields
_MOST_LINES_ABOVE = 400  # of its title, its authors and its abstract, which may have been broken into lines
_SITE = "https://aclanthology.org/"


def has_paper(lines: Sequence[str]) -> bool:
    """Whether there is the page of a paper in `lines`."""
    return next(_papers(lines), None) is not None


@dataclass(frozen=True, slots=True)
class PaperPage:
    """The page of one paper in a document.

    Attributes:
        begin: index of the line with its title.
        end: index behind the last line that is surely its own.
        record: the paper.
        line: where it begins, from 1.
        strays: lines between its own that say nothing known.
    """

    begin: int
    end: int
    record: Record
    line: int
    strays: list[NumberedLine]


def pages_of_papers(lines: Sequence[str]) -> list[PaperPage]:
    """Return such pages, in their order."""
    pages: list[PaperPage] = []
    begin = 0
    for place in _papers(lines):
        fields, end, strays = _fields(lines, place)
        record, first = _record(lines, max(begin, place - _MOST_LINES_ABOVE), place, fields)
        pages.append(PaperPage(first, end, record, first + 1, strays))
        begin = end
    return pages


def _papers(lines: Sequence[str]) -> Iterator[int]:
    """Yield where the fields of papers begin, by index; volumes have the same label."""
    for i, line in enumerate(lines):
        if "Anthology ID:" in line and _FIRST.match(line):
            text = line.partition(":")[2].strip() or (lines[i + 1].strip() if i + 1 < len(lines) else "")
            if _OF_PAPER.fullmatch(text):
                yield i


def _fields(lines: Sequence[str], begin: int) -> tuple[dict[str, str], int, list[NumberedLine]]:
    """Return the values by their labels, where the lines end that hold them, and those between that hold none."""
    fields: dict[str, str] = {}
    between: list[NumberedLine] = []
    name, end = "", begin
    for i in range(begin, min(len(lines), begin + _MOST_LINES)):
        label = LABEL.match(lines[i])
        if label and i > begin and label["name"] == _ID:
            break
        if label:
            name, value = label["name"], label["value"].strip()
            fields.setdefault(name, value)
            end = i + 1
        elif name and not fields[name] and lines[i].strip():
            fields[name] = lines[i].strip()
            end = i + 1
        elif lines[i].strip():
            between.append((i + 1, lines[i]))
    return fields, end, [line for line in between if line[0] <= end]


def _record(lines: Sequence[str], begin: int, place: int, fields: Mapping[str, str]) -> tuple[Record, int]:
    """Return the paper with these fields, whose heading is between two lines, and the index where it begins."""
    printed = [(i + 1, text) for i in range(begin, place) if (text := lines[i].strip())]
    informal = _INFORMAL.fullmatch(fields.get("Cite (Informal)", ""))
    title = informal["title"] if informal else None
    # The last one: another page may stand above, with titles and abstracts of its own.
    at = next((i for i in reversed(range(len(printed))) if printed[i][1] == title), None)
    marks = [i for i, (_, text) in enumerate(printed) if i > (at or 0) and _ABSTRACT.match(text)]
    mark = (marks[0] if at is not None else marks[-1]) if marks else len(printed)
    if at is None:
        at = max(0, mark - len(("title", "authors")))
        title = title or (printed[at][1] if printed else None)
    names = [text for _, text in printed[at + 1 : mark] if not is_furniture(text)]
    abstract = ""
    if mark < len(printed):
        first = printed[mark][0]
        abstract = "\n".join([_ABSTRACT.sub("", printed[mark][1], count=1), *lines[first:place]]).strip()
    year = YEAR.search(fields.get("Year", "")) or YEAR.search(fields[_ID])
    record = Record(
        title=title,
        authors=tuple(filter(None, _AND.split(" , ".join(names)))) if names else (),
        year=int(year[0]) if year else None,
        venue=fields.get("Volume") or None,
        abstract=abstract,
        doi=parse_doi(fields.get("DOI", "")),
        url=fields["URL"] if fields.get("URL", "").startswith("http") else f"{_SITE}{fields[_ID]}/",
        links=find_links(title or "", abstract),
    )
    return record, (printed[at][0] - 1 if printed else place)
