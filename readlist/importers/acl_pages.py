"""Text of ACL Anthology pages cut into papers: badges, headings with a year or a volume, and what is around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from readlist.importers.acl_frame import is_edge

NumberedLine: TypeAlias = tuple[int, str]
"""A line's number, from 1, and its text."""

YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")

_BADGES = ("pdf", "bib", "abs")
_BADGE_LINE = re.compile(
    r"[\s|·\[]*(?:(?P<pdf>pdf)(?:\s*\(v[0-9]+\))?[\s|·\[\]]*)*(?:(?P<bib>bib)[\s|·\[\]]*)?(?:(?P<abs>abs)[\s|·\]]*)?",
    re.IGNORECASE,
)
_BADGES_AND_TITLE = re.compile(r"\[?pdf\]?\s+\[?bib\]?(?:\s+\[?(?P<abs>abs)\]?)?\s+(?P<title>\S.*)")
_LONGEST_BADGES = 40
_VOLUME = re.compile(r"(?:pdf\s*\(full\)\s*)?bib\s*\(full\)\s*(?P<title>.*)|pdf\s*\(full\)")
_YEAR_HEADING = re.compile(r"(?:19|20)[0-9]{2}")
_YEAR_OF_EVENT = re.compile(r"\(((?:19|20)[0-9]{2})\)\Z")
# "2024.acl-long", and before 2020 "P18-1", where the letter is the venue.
_ANTHOLOGY_ID = re.compile(r"\b(?:((?:19|20)[0-9]{2})\.[a-z]|[A-Z]([0-9]{2})-[0-9])")
_FIRST_TWO_DIGIT_YEAR = 60
# Before these stands what the page is of: a person's name, a volume's title and editors.
_HEADER_LINE = re.compile(
    r"Also published as|Papers on this page may|Unverified author pages|Other people with similar|Anthology(?: ID)?:"
)


@dataclass(slots=True)
class Section:
    """Papers under one heading.

    Attributes:
        year: what the heading says; on pages of volumes what the page says.
        volume: the volume's title; None on a person's page, where each paper prints it, and where it is not known.
        by_year: whether the heading is a year, as on a person's page.
        header: what stands before the section's papers, on the page of a volume.
    """

    year: int | None = None
    volume: str | None = None
    by_year: bool = False
    header: list[NumberedLine] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """The lines of one paper behind its badges.

    Attributes:
        line: where its badges begin.
        section: the heading that it stands under.
        has_abstract: whether there is a badge for the abstract.
        lines: its lines, blank ones too, as they are.
        last_badge: the line of the last of its badges.
        before_header: whether the header of another page, or the next heading, follows it.
    """

    line: int
    section: Section
    has_abstract: bool
    lines: list[NumberedLine]
    last_badge: NumberedLine
    before_header: bool = False

    @property
    def printed(self) -> list[NumberedLine]:
        """The lines that are not blank, without blanks around them."""
        return [(number, stripped) for number, text in self.lines if (stripped := text.strip())]


@dataclass(frozen=True, slots=True)
class Badges:
    """The links that stand before a paper.

    Attributes:
        names: "pdf", "bib" and "abs", in this order, as far as they are there.
        end: index of the line behind them.
        on_one_line: whether there are several, and all on one line.
        title: what stands behind them on their line.
    """

    names: tuple[str, ...]
    end: int
    on_one_line: bool
    title: str = ""


def badges_at(lines: Sequence[str], i: int) -> Badges | None:
    """Return the badges that begin at line `i` (an index), or None."""
    text = lines[i].strip()
    if text[:1] not in "pbPB[" or not text:
        return None
    with_title = _BADGES_AND_TITLE.match(text) if text.startswith(("pdf", "[pdf")) else None
    if with_title and not _BADGE_LINE.fullmatch(text):
        count = len(_BADGES) if with_title["abs"] else len(_BADGES) - 1
        return Badges(_BADGES[:count], i + 1, on_one_line=True, title=with_title["title"])
    names: tuple[str, ...] = ()
    end, count = i, 0
    for j in range(i, len(lines)):
        text = lines[j].strip()
        if not text and names:
            continue
        more = _names(text)
        # Each badge once and in their order: "abs" behind "abs" is the title of a paper.
        if names == more == ("pdf",) and "(v" in text:
            more = ()  # an earlier version of the paper
        elif not more or (names and _BADGES.index(more[0]) <= _BADGES.index(names[-1])):
            break
        names += more
        end, count = j + 1, count + 1
    if "bib" in names or names == ("pdf", "abs"):
        return Badges(names, end, on_one_line=count == 1 and len(names) > 1)
    return None


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands before the first paper of a page, or between a page's last one and the first of the next.

    Attributes:
        papers: how many of the document stand before it.
        lines: its lines.
    """

    papers: int
    lines: list[NumberedLine]


def cut(lines: Sequence[str]) -> tuple[list[Entry], list[Gap]]:
    """Return the papers of a document, and what is around them; each printed line is in one or a heading."""
    cutter = _Cutter(lines)
    cutter.run()
    return cutter.entries, cutter.gaps


def _names(text: str) -> tuple[str, ...]:
    found = _BADGE_LINE.fullmatch(text) if 0 < len(text) <= _LONGEST_BADGES else None
    return tuple(name for name in _BADGES if found[name]) if found else ()


class _Cutter:
    """Goes through the lines of a document once, and knows where the next one belongs."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.entries: list[Entry] = []
        self.strays: list[NumberedLine] = []
        self._lines = lines
        self._section = Section(header=self.strays)
        self.gaps = [Gap(0, self.strays)]
        # Where lines go: to a paper; before the first one to the strays; behind a page's last one to the header.
        self._here = self.strays
        self._awaits_title = False
        self._on_one_line = False

    def run(self) -> None:
        i = 0
        while i < len(self._lines):
            i = self._step(i)

    def _step(self, i: int) -> int:
        """Take line `i`, and return the index of the next to look at."""
        text = self._lines[i].strip()
        if not text:
            if self._here is not self.strays:
                self._here.append((i + 1, ""))
            return i + 1
        badges = badges_at(self._lines, i)
        if self._awaits_title and not (badges and self._is_another(badges)):
            # Whatever it is: titles are "2001", "bib" and "Venues" too.
            self._here.append((i + 1, self._lines[i]))
            self._awaits_title = False
            return i + 1
        if badges:
            return self._begin(i, badges)
        return self._heading(i, text) or self._plain(i, text)

    def _is_another(self, badges: Badges) -> bool:
        """Whether `badges`, where a title is awaited, are those of the next paper."""
        return len(badges.names) > 1 and badges.on_one_line == self._on_one_line

    def _begin(self, i: int, badges: Badges) -> int:
        self._on_one_line = badges.on_one_line
        last = (badges.end, self._lines[badges.end - 1].strip())
        entry = Entry(i + 1, self._section, "abs" in badges.names, [], last)
        if badges.title:
            entry.lines.append((i + 1, badges.title))
        self.entries.append(entry)
        self._here = entry.lines
        self._awaits_title = not badges.title
        return badges.end

    def _heading(self, i: int, text: str) -> int | None:
        """Take a heading at line `i`, should one be there."""
        if _YEAR_HEADING.fullmatch(text) and self._badges_follow(i + 1):
            self._open(Section(int(text), by_year=True))
            return i + 1
        volume = _VOLUME.fullmatch(text)
        if volume is None:
            return None
        title, end = volume["title"] or "", i + 1
        while not title and end < len(self._lines):
            title = self._lines[end].strip()
            other = _VOLUME.fullmatch(title)
            title = (other["title"] or "") if other else title
            end += 1
        self._open(Section(_year_in(title) or _year_of_event(self.strays), title))
        self._here = self._section.header
        return end

    def _open(self, section: Section, *, ends_page: bool = False) -> None:
        self._section = section
        self.gaps.append(Gap(len(self.entries), section.header))
        if self.entries and self._here is self.entries[-1].lines:
            self.entries[-1].before_header = not ends_page

    def _plain(self, i: int, text: str) -> int:
        if self.entries and self._here is self.entries[-1].lines and self._is_end(i, text):
            self._open(Section(), ends_page=not _HEADER_LINE.match(text))
            self._here = self._section.header
        self._here.append((i + 1, self._lines[i]))
        return i + 1

    def _is_end(self, i: int, text: str) -> bool:
        if text in {"Search", "search"}:
            following = self._next_printed(i + 1)
            return following is None or is_edge(self._lines[following].strip())
        return is_edge(text)

    def _badges_follow(self, i: int) -> bool:
        following = self._next_printed(i)
        return following is not None and badges_at(self._lines, following) is not None

    def _next_printed(self, i: int) -> int | None:
        return next((j for j in range(i, len(self._lines)) if self._lines[j].strip()), None)


def volume_of_page(first: Entry) -> tuple[str | None, int | None]:
    """Return the volume's title and year where `first` is the first paper on the page of a volume, else None each."""
    texts = [stripped for _, text in first.section.header if (stripped := text.strip())]
    begin = next((i for i, text in enumerate(texts) if text.startswith(("Anthology ID:", "Anthology:"))), None)
    if begin is None:
        return None, None
    above = [text for text in texts[:begin] if not text.endswith(("(Editors)", "(Editor)"))]
    printed = first.printed
    # The volume itself comes first among its papers.
    title = printed[0][1] if printed and not first.has_abstract else next(reversed(above), None)
    return title, _printed_year(texts[begin:])


def _printed_year(texts: Sequence[str]) -> int | None:
    for i, text in enumerate(texts):
        year = _year_in(" ".join(texts[i : i + 2])) if text.startswith("Year:") else None
        if year:
            return year
    identifier = _ANTHOLOGY_ID.search(" ".join(texts[:2]))
    if identifier is None:
        return None
    short = int(identifier[2] or 0)
    return int(identifier[1] or (1900 if short >= _FIRST_TWO_DIGIT_YEAR else 2000) + short)


def _year_in(text: str) -> int | None:
    found = YEAR.search(text)
    return int(found[0]) if found else None


def _year_of_event(header: Sequence[NumberedLine]) -> int | None:
    years = (_YEAR_OF_EVENT.search(text.strip()) for _, text in header)
    return next((int(year[1]) for year in years if year), None)
