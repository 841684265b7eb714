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

from readlist.importers.acl_pages import YEAR, NumberedLine, is_edge
from readlist.importers.base import Found, Problem
from readlist.importers.furniture import is_furniture
from readlist.importers.links import find_links
from readlist.model.identifiers import parse_doi
from readlist.model.record import Record

_LABEL = re.compile(
    r"""\s*(?P<name>Anthology\ ID|Volume|Month|Year|Address|Editors?|Venues?|SIGs?|Publisher|Note|Pages|Language|URL|DOI
      |Bibkey|Cite\ \((?:ACL|Informal)\)|Copy\ Citation|PDF|Video|Software|Dataset|Data|Code|Award|Revision|Erratum
      |Attachment|Checklist|Optional\ supplementary\ (?:material|data)|Presentation|Poster)\s*:\s*(?P<value>.*)""",
    re.VERBOSE,
)
_OF_PAPER = re.compile(r"(?:(?:19|20)[0-9]{2}\.[\w-]+\.[0-9]+|[A-Z][0-9]{2}-[0-9]{4,5})")
_ABSTRACT = re.compile(r"\s*Abstract\s*(?:[:.]\s*|\Z|(?=[A-Z]))")
_ID = "Anthology ID"
_FIRST = re.compile(r"\s*Anthology ID:")
# As in "Its Title (Ax et al., EMNLP 2024)": the title, and who wrote it where and when.
_INFORMAL = re.compile(r"(?P<title>\S.*)\s\([^()]*\)\Z")
_AND = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")
_MOST_LINES = 60  # of one page's fields
_SITE = "https://aclanthology.org/"


def has_paper(lines: Sequence[str]) -> bool:
    """Whether there is the page of a paper in `lines`."""
    return next(_papers(lines), None) is not None


def papers_of_pages(lines: Sequence[str]) -> tuple[list[Found], list[Problem]]:
    """Return the papers of such pages, and the lines that belong to none."""
    found: list[Found] = []
    strays: list[NumberedLine] = []
    begin = 0
    for place in _papers(lines):
        fields, end = _fields(lines, place)
        record, first, above = _record(lines, begin, place, fields)
        strays += above
        found.append(Found(record, len(found) + 1, first))
        begin = end
    strays += [(number, text) for number, text in enumerate(lines[begin:], begin + 1) if text.strip()]
    told = [line for line in strays if not is_furniture(line[1]) and not is_edge(line[1].strip())]
    return found, Problem.of_lines(told)


def _papers(lines: Sequence[str]) -> Iterator[int]:
    """Yield where the fields of papers begin, by index; volumes have the same label."""
    for i, line in enumerate(lines):
        if "Anthology ID:" in line and _FIRST.match(line):
            text = line.partition(":")[2].strip() or (lines[i + 1].strip() if i + 1 < len(lines) else "")
            if _OF_PAPER.fullmatch(text):
                yield i


def _fields(lines: Sequence[str], begin: int) -> tuple[dict[str, str], int]:
    """Return the values by their labels, and where the lines end that hold them."""
    fields: dict[str, str] = {}
    name, end = "", begin
    for i in range(begin, min(len(lines), begin + _MOST_LINES)):
        label = _LABEL.match(lines[i])
        if label and i > begin and label["name"] == _ID:
            break
        if label:
            name, value = label["name"], label["value"].strip()
            fields.setdefault(name, value)
            end = i + 1
        elif name and not fields[name] and lines[i].strip():
            fields[name] = lines[i].strip()
            end = i + 1
    return fields, end


def _record(
    lines: Sequence[str], begin: int, place: int, fields: Mapping[str, str]
) -> tuple[Record, int, list[NumberedLine]]:
    """Return the paper with these fields, whose heading is between two lines; where it begins; what is above it."""
    printed = [(i + 1, text) for i in range(begin, place) if (text := lines[i].strip())]
    mark = next((i for i, (_, text) in enumerate(printed) if _ABSTRACT.match(text)), len(printed))
    heading = printed[:mark]
    informal = _INFORMAL.fullmatch(fields.get("Cite (Informal)", ""))
    title = informal["title"] if informal else None
    at = next((i for i, (_, text) in enumerate(heading) if text == title), max(0, len(heading) - 2))
    if not title and heading:
        title = heading[at][1]
    names = [text for _, text in heading[at + 1 :] if not is_furniture(text)]
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
    return record, (heading[at][0] if heading else place + 1), heading[:at]
