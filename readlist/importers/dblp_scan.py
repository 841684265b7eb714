"""A page of DBLP cut into citations, each with what its menus and the headings above say of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readlist.importers.dblp_citation import parse_citation, parse_names
from readlist.importers.dblp_furniture import (
    begins_above,
    begins_below,
    is_button,
    is_furniture,
    is_key,
    is_widget,
    without_buttons,
)
from readlist.model.identifiers import parse_arxiv, parse_doi

_MOST_LINES = 200  # of a citation that was wrapped
_LINES_OF_ENDING = 8  # of them, in which its end is looked for
_WORDS_OF_VENUE = 8  # on a line that a browser or an editor broke
_HEADING_WORDS = 12
_SHORT_HEADING = 6

_NUMBER = re.compile(r"\s*\[([a-z]{1,2}[0-9]{1,5})\](?!\s?\[)\s*")
_YEAR = re.compile(r"(?:\[\S{0,3}\]\s?){0,3}((?:19|20)[0-9]{2})")
_ADDRESS = re.compile(r"https?://\S+")
_OWN = re.compile(r"https?://(?:[\w.-]+\.)?dblp\.(?:org|dagstuhl\.de|uni-trier\.de)/", re.IGNORECASE)
_CORR_KEY = re.compile(r"journals/corr/abs-([0-9]{4})-([0-9]{4,5})\Z")
_ENDING = re.compile(r"(?:[0-9]|\)|\[contents\]|-[ivxlc]+)\s*\Z")
_LONGEST_ENDING = 12
# The heading of a conference's page: its acronym, the year, and the town behind a colon.
_CONFERENCE = re.compile(r"(?P<name>[\w*][\w/@&*' .()-]{1,80}?) (?P<year>(?:19|20)[0-9]{2})(?:(?::| -) .{1,100})?")
_ACRONYM = re.compile(r"[A-Z]\w*[A-Z]")
# The heading of a journal's page: its name and the volume, or the volume alone further down.
_JOURNAL = re.compile(
    r"""(?:(?P<name>[\w*][\w/@&*'\ .,()-]{1,120}?),?\ )?Volume\ \S{1,12}?(?:,?\ Numbers?\ [^,]{1,20})?
        (?:,?\ (?:[A-Z][a-z]+(?:[-/\ –]{1,3}[A-Z][a-z]+)?\ )?(?P<year>(?:19|20)[0-9]{2}))?""",
    re.VERBOSE,
)
_LONGEST_HEADING = 200


@dataclass(frozen=True, slots=True)
class Volume:
    """The volume that a page is about.

    Attributes:
        name: as its heading prints it; None where that names none.
        year: the heading's.
    """

    name: str | None
    year: int | None


@dataclass(slots=True)
class Entry:
    """The lines of one citation.

    Attributes:
        line: where it begins.
        number: what DBLP numbers it by; None where it does not.
        year: what the last heading said.
        volume: that the page is about.
        authors: None until they came.
        pending: what came before the colon behind the authors.
        rest: what came behind it.
        arxiv: identifier in a key or an address.
        doi: in an address.
        url: another address.
        complete: whether the citation is at its end.
    """

    line: int
    number: str | None
    year: int | None
    volume: Volume | None
    authors: tuple[str, ...] | None = None
    pending: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    complete: bool = False

    @property
    def awaits_title(self) -> bool:
        """Whether the authors came, but nothing behind them."""
        return self.authors is not None and not self.rest

    def is_over_before(self, text: str) -> bool:
        """Whether the citation ended with its title, and `text` is a sentence rather than the venue behind it."""
        if not self.rest or not self.rest[-1].endswith((".", "?", "!")) or _ENDING.search(text[-_LONGEST_ENDING:]):
            return False
        return len(text.split(None, _WORDS_OF_VENUE)) > _WORDS_OF_VENUE

    def take(self, text: str) -> None:
        """Take in a line."""
        if self.authors is not None:
            self.rest.append(text)
        else:
            self.pending.append(text)
            self._part_authors(text)
        lines = self.rest if self.authors is not None else self.pending
        if len(lines) > _MOST_LINES:
            self.complete = True
        elif lines and _ENDING.search(text, max(0, len(text) - _LONGEST_ENDING)):
            self.complete = parse_citation(" ".join(lines[-_LINES_OF_ENDING:])).complete

    def hear(self, said: str) -> None:
        """Take in a key of DBLP, or an address."""
        key = _CORR_KEY.search(said)
        doi = parse_doi(said)
        if key:
            self.arxiv = self.arxiv or parse_arxiv(f"{key[1]}.{key[2]}")
        elif doi:
            own = parse_arxiv(doi)
            self.arxiv = self.arxiv or own
            self.doi = self.doi or (None if own else doi)
        elif _ADDRESS.match(said) and not _OWN.match(said):
            self.arxiv = self.arxiv or parse_arxiv(said)
            self.url = self.url or said

    def _part_authors(self, text: str) -> None:
        """Part the authors from the title where the colon between them came."""
        if ": " in text:
            head, _, rest = " ".join(self.pending).partition(": ")
            self.authors = parse_names(head)
            self.rest = [rest] if self.authors is not None else []
        elif text.endswith(":"):
            # Behind a number nothing but authors stands on lines of their own, whatever they are called.
            self.authors = parse_names(" ".join(self.pending)[:-1], any_name=self.number is not None)


@dataclass(slots=True)
class Scan:
    """A document cut into citations.

    Attributes:
        lines: of the document.
        entries: the citations.
        strays: lines that belong to none and are not known, with their numbers.
    """

    lines: Sequence[str]
    entries: list[Entry] = field(default_factory=list)
    strays: list[tuple[int, str]] = field(default_factory=list)
    _year: int | None = None
    _volume: Volume | None = None
    _here: Entry | None = None
    _below: bool = False
    _said: list[str] = field(default_factory=list)
    _heading: bool = False

    def __post_init__(self) -> None:
        for number, line in enumerate(self.lines, 1):
            text = line.strip()
            if text:
                self._take(number, text)

    def _take(self, number: int, text: str) -> None:
        start = _NUMBER.match(text) if not self._below else None
        if start:
            self._open(number, start[1])
            text = text[start.end() :]
        if self._here is None or self._here.complete or self._here.authors is None:
            text, said = without_buttons(text)
            for word in said:
                self._hear(word)
        if text and not self._is_around(text):
            self._place(number, text)

    def _place(self, number: int, text: str) -> None:
        """Take in a line of a citation, or one that is not known."""
        here = self._here if self._here is not None and not self._here.complete else None
        if here is not None and here.number and not here.is_over_before(text):
            here.take(text)
        elif is_authors_line(text) and not (here and here.awaits_title):
            self._open(number, None).take(text)
        elif here is not None and not here.is_over_before(text):
            here.take(text)
        elif is_citation(text):
            self._open(number, None).take(text)
        elif not (self._below and is_widget(text)):
            if here is not None:
                here.complete = True
            self.strays.append((number, text))
            self._heading = len(text.split(None, _HEADING_WORDS)) <= _SHORT_HEADING

    def _hear(self, said: str) -> None:
        # Without numbers, menus stand before the citation that they belong to.
        if self._here is None or (self._here.complete and not self._here.number):
            self._said.append(said)
        else:
            self._here.hear(said)

    def _open(self, number: int, label: str | None) -> Entry:
        if self._heading and (self.entries or self._volume):
            self.strays.pop()  # what stands right above a citation, and is short, heads it: "Long Papers"
        self._heading = False
        self._here = Entry(number, label, self._year, self._volume)
        self.entries.append(self._here)
        for said in self._said:
            self._here.hear(said)
        self._said.clear()
        return self._here

    def _is_around(self, text: str) -> bool:
        """Whether `text` stands around citations, or says of one where it is found; it is taken in then."""
        here = self._here
        if is_key(text) or _ADDRESS.fullmatch(text):
            self._hear(text)
            return True
        if here is not None and here.awaits_title:
            return False  # a title may be called as a button is
        year = _YEAR.fullmatch(text)
        if year:
            self._year, self._here, self._below = int(year[1]), None, False
        elif begins_below(text):
            self._here, self._below = None, True
        elif begins_above(text):
            self._here, self._below, self._volume, self._year = None, False, None, None
        else:
            between = here is None or here.complete
            return is_button(text) or is_furniture(text) or (between and self._is_volume(text))
        self._said.clear()
        return True

    def _is_volume(self, text: str) -> bool:
        """Whether `text` is the heading of a volume; it is taken in then."""
        if len(text) > _LONGEST_HEADING:
            return False
        found = _JOURNAL.fullmatch(text) or _CONFERENCE.fullmatch(text)
        if found is None or (found.re is _CONFERENCE and not _ACRONYM.search(found["name"])):
            return False
        known = self._volume.name if self._volume else None
        self._volume = Volume(found["name"] or known, int(found["year"]) if found["year"] else None)
        return True


def has_number(line: str) -> bool:
    """Whether `line` begins with what DBLP numbers a citation by."""
    return _NUMBER.match(line) is not None


def is_authors_line(text: str) -> bool:
    """Whether `text` is a line of authors, one with a name of two words at least, with the colon behind them."""
    text = text.strip()
    return text.endswith(":") and " " in text and parse_names(text[:-1]) is not None


def is_citation(text: str) -> bool:
    """Whether `text` is a citation on one line."""
    head, _, rest = text.strip().partition(": ")
    if not rest or " " not in head or not _ENDING.search(text, max(0, len(text) - _LONGEST_ENDING)):
        return False
    return parse_names(head) is not None and parse_citation(rest).complete
