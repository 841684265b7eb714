"""Pages of the ACL Anthology (a person's, a volume's) as text copied from a browser.

A paper there is

    pdf                         the badges: links to the PDF, the BibTeX entry and,
    bib                         for a paper that has one, the abstract
    abs
    Its Title
    First Author
    |
    Second Author
    Proceedings of a Conference
    Its abstract.

and on a person's page a line with a year heads the papers of that year. Some browsers put all badges, or all
authors with the bars between them, on one line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.links import find_links
from readlist.model.record import Record

_BADGES = ("pdf", "bib", "abs")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_YEAR_IN_VENUE = re.compile(r"\b(?:19|20)[0-9]{2}\b")
_FURNITURE = frozenset({"co-authors", "venues", "fix author", "fix data"})
"""What a person's page ends with: headings of the blocks behind the last paper, and its buttons."""
_VENUE = re.compile(
    r"\b(?i:proceedings|findings|transactions|actes|journal|workshop|conference|volume|tutorials?|linguistics)\b"
    r"|\b(?:19|20)[0-9]{2}\b"
)
_LONGEST_VENUE = 400
_QUOTES = "\"”’')]"
_FEWEST_WORDS_OF_PROSE = 12
_LOOKED_AT = 16  # lines behind the badges that tell whether a paper follows


@dataclass(slots=True)
class _Entry:
    """The lines of one paper behind its badges, as (line number, text), blank ones too.

    Attributes:
        line: where its badges begin.
        year: what the last heading said.
        has_abstract: whether there is a badge for the abstract.
        lines: its lines.
        before_heading: whether a heading with a year follows it.
    """

    line: int
    year: int | None
    has_abstract: bool
    lines: list[tuple[int, str]] = field(default_factory=list)
    before_heading: bool = False

    @property
    def printed(self) -> list[tuple[int, str]]:
        """The lines that are not blank, without blanks around them."""
        return [(number, text.strip()) for number, text in self.lines if text.strip()]


class AclAnthology:
    """Importer of ACL Anthology pages; the module says what they look like."""

    name = "acl-anthology"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page."""
        lines = document.lines
        for i, line in enumerate(lines):
            badges, end = _badges_at(lines, i) if line.lstrip()[:3] in _BADGES else ((), i)
            if len(badges) > 1:
                following = [text for text in lines[end : end + _LOOKED_AT] if text.strip()]
                if len(following) > 1 and any(" " in text.strip() for text in following):
                    return 0.95
        return 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        entries, strays = _entries(document.lines)
        if entries:
            # A page of a person begins with the person's name.
            authors = _authors(entries[0].printed[1:])[0]
            strays = [(number, text) for number, text in strays if text.strip() not in authors]
        problems = Problem.of_lines(strays)
        found: list[Found] = []
        for i, entry in enumerate(entries):
            if entry.before_heading:
                _drop_page_header(entry, entries[i + 1])
            record = _record(entry, problems)
            if record is not None:
                found.append(Found(record, len(found) + 1, entry.line))
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _badges_at(lines: Sequence[str], i: int) -> tuple[tuple[str, ...], int]:
    """Return the badges that begin at line `i`, and the index of the line behind them; none: () and `i`."""
    badges: list[str] = []
    end = i
    for j in range(i, len(lines)):
        words = lines[j].split() if len(lines[j]) < _LONGEST_VENUE else ["-"]
        if not words and badges:
            continue
        after = _BADGES.index(badges[-1]) + 1 if badges else 0
        # Each badge once and in their order: "abs" behind "abs" is the title of a paper.
        if not words or words != [badge for badge in _BADGES[after:] if badge in words]:
            break
        badges += words
        end = j + 1
    if "bib" not in badges:
        return (), i
    return tuple(badges), end


def _entries(lines: Sequence[str]) -> tuple[list[_Entry], list[tuple[int, str]]]:
    """Return the papers of a page, and the lines before the first of them."""
    entries: list[_Entry] = []
    strays: list[tuple[int, str]] = []
    year: int | None = None
    # Where lines go: to a paper; before the first one to the strays; behind a page's last one nowhere.
    here: list[tuple[int, str]] = strays
    i = 0
    while i < len(lines):
        text = lines[i].strip()
        badges, end = _badges_at(lines, i) if text[:3] in _BADGES else ((), i)
        if badges:
            entries.append(_Entry(i + 1, year, "abs" in badges))
            here = entries[-1].lines
            i = end
            continue
        begun = not entries or any(line.strip() for _, line in entries[-1].lines)
        if begun and _YEAR.fullmatch(text) and _badges_follow(lines, i + 1):
            year = int(text)
            if entries:
                entries[-1].before_heading = True
        elif begun and entries and text.casefold() in _FURNITURE:
            here = []
        elif text or entries:
            here.append((i + 1, lines[i]))
        i += 1
    return entries, strays


def _badges_follow(lines: Sequence[str], i: int) -> bool:
    following = next((j for j in range(i, len(lines)) if lines[j].strip()), None)
    return following is not None and bool(_badges_at(lines, following)[0])


def _drop_page_header(entry: _Entry, following: _Entry) -> None:
    """Take the name that heads another person's page off the paper before it.

    Each paper of that page is the person's, so the name is among the authors of the first.
    """
    printed = entry.printed
    if len(printed) > len(("title", "author", "venue")):
        number, text = printed[-1]
        if text in _authors(following.printed[1:])[0]:
            entry.lines = [line for line in entry.lines if line[0] < number]


def _authors(printed: Sequence[tuple[int, str]]) -> tuple[list[str], int]:
    """Return the authors that the lines behind a title begin with, and how many lines they take."""
    texts = [text for _, text in printed]
    if not texts or _is_prose(texts[0]):
        return [], 0
    end = 1
    while end < len(texts) and (texts[end - 1].endswith("|") or texts[end].startswith("|")):
        end += 1
    joined = "\n".join(texts[:end])
    if "|" not in joined and _VENUE.search(joined) and not (end < len(texts) and _is_venue(texts[end])):
        return [], 0
    return [name.strip() for name in joined.split("|") if name.strip()], end


def _record(entry: _Entry, problems: list[Problem]) -> Record | None:
    printed = entry.printed
    if not printed:
        problems.append(Problem.at(entry.line, "no title behind these badges", "pdf bib"))
        return None
    title = printed[0][1]
    authors, count = _authors(printed[1:])
    rest = printed[1 + count :]
    venue: str | None = None
    if rest and not _is_prose(rest[0][1]):
        venue = rest.pop(0)[1]
    abstract = ""
    if rest and (entry.has_abstract or _is_prose(rest[0][1])):
        first, last = rest[0][0], rest[-1][0]
        abstract = "\n".join(text for number, text in entry.lines if first <= number <= last).strip()
    else:
        problems += Problem.of_lines(rest)
    if entry.has_abstract:
        missing = [name for name, value in (("authors", authors), ("abstract", abstract)) if not value]
        problems += [Problem.at(printed[0][0], f"no {name} found for this paper", title) for name in missing]
    return Record(
        title=title,
        authors=tuple(authors),
        year=entry.year or _year_of(venue),
        venue=venue,
        abstract=abstract,
        links=find_links(title, abstract),
    )


def _year_of(venue: str | None) -> int | None:
    found = _YEAR_IN_VENUE.search(venue or "")
    return int(found[0]) if found else None


def _is_venue(text: str) -> bool:
    return bool(_VENUE.search(text)) and not _is_prose(text)


def _is_prose(text: str) -> bool:
    """Whether `text` is a paragraph, and so neither a name nor a venue."""
    if len(text) > _LONGEST_VENUE:
        return True
    return text.rstrip(_QUOTES).endswith((".", "?", "!")) and len(text.split()) >= _FEWEST_WORDS_OF_PROSE
