"""A page of OpenReview cut into papers: titles and authors above dates and decisions, fields below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from readlist.importers.openreview_lines import Kind, Line
from readlist.importers.person_names import is_name

_MOST_VENUE_WORDS = 20
_MOST_TITLE_WORDS = 60
_NEAR = 4  # lines behind a bare date, of which one must be OpenReview's
_NO_NAMES_AMONG = 5  # authors, of whom one may be called as nobody is

_MARKS = re.compile(r"(?:(?<![0-9])[0-9]{1,2}|[*†‡§¶⁰¹²³⁴-⁹\s]){1,12}\Z")
_NOBODY = re.compile(r"anonymous(?: authors?)?|.{0,80}\b(?:submission|paper)\s?[0-9]{0,7} authors", re.IGNORECASE)
_ROLE = re.compile(
    r"(?:by\s)?(?:program|area|senior|action|reviewer|authors?\b|decision|official|public|editor)", re.IGNORECASE
)
_BETWEEN_NAMES = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+")
_FORUM = re.compile(r"https?://(?:www\.)?openreview\.net/(?:forum|pdf)\?(?:\S*&)?id=[\w-]+", re.IGNORECASE)
_ENDS_FIELD = re.compile(r"(?:show|hide)\b.*|[0-9].*", re.IGNORECASE)
_BEGINNING = frozenset({"abstract", "keywords", "summary"})
_COULD_BE_TITLES = frozenset(
    {
        "area",
        "code",
        "data",
        "dataset",
        "poster",
        "preprint",
        "slides",
        "software",
        "topic",
        "track",
        "video",
        "website",
    }
)
_ASIDE = frozenset({Kind.BUTTON, Kind.ADDRESS})
_PRINTED = frozenset({Kind.TEXT, Kind.STATUS, Kind.AROUND})


@dataclass(slots=True)
class Entry:
    """The lines of one paper.

    Attributes:
        title: its line.
        authors: their names; none where nobody is named.
        begin: index of the title's line among the lines of the page.
        anchor: index of the line behind the authors.
        fields: what stands behind each label (see `Line.label`), a text for each line.
        year: of its date.
        status: its venue or decision.
        url: address of its forum.
    """

    title: Line
    authors: tuple[str, ...]
    begin: int
    anchor: int
    fields: dict[str, list[str]] = field(default_factory=dict)
    year: int | None = None
    status: str | None = None
    url: str | None = None
    _here: str | None = None
    _dated: bool = False
    _closed: bool = False

    def take(self, line: Line) -> bool:
        """Take in a line behind the authors; return whether it is the paper's, or known to stand there."""
        dated = self._dated
        self._dated = dated and line.kind in _ASIDE
        if self._closed:
            return True  # the discussion goes on to the end
        if line.kind is Kind.TEXT or line.kind is Kind.STATUS:
            return self._take_text(line, dated=dated)
        if line.kind is Kind.DATE:
            self._here = None
            self.year = self.year or line.year
            self.status = self.status or line.text or None
            self._dated = not self.status
        elif line.kind is Kind.FIELD:
            self._here = line.label
            self.fields.setdefault(line.label, []).append(line.text)
        elif line.kind is Kind.ADDRESS:
            self.hear(line.text)
        elif line.kind is Kind.REPLY:
            self._closed = True
        elif line.kind is Kind.BUTTON and _ENDS_FIELD.match(line.text):
            self._here = None
        return True

    def hear(self, address: str) -> None:
        """Take in an address that stands on a line of its own."""
        if is_forum(address):
            self.url = self.url or address
        elif self._here is not None:
            self.fields[self._here].append(address)

    def _take_text(self, line: Line, *, dated: bool) -> bool:
        venue = line.kind is Kind.STATUS or (dated and len(line.text.split()) <= _MOST_VENUE_WORDS)
        if venue and self._here is None and self.status is None:
            self.status = line.text
        elif self._here is not None:
            self.fields[self._here].append(line.text)
        else:
            return False
        return True


def is_forum(address: str) -> bool:
    """Whether `address` is that of a paper's forum or PDF on OpenReview."""
    return _FORUM.match(address) is not None


def cut(lines: Sequence[Line]) -> tuple[list[Entry], list[Line]]:
    """Return the papers of a page, and the lines that belong to none and are not known."""
    entries = _entries(lines)
    before = lines[: entries[0].begin] if entries else lines
    strays = [line for line in before if line.kind not in {Kind.AROUND, Kind.REPLY, *_ASIDE}]
    # Where an address stands before the first title, addresses stand before titles throughout.
    forums = [line.text for line in before if line.kind is Kind.ADDRESS and is_forum(line.text)]
    for entry, following in zip_longest(entries, entries[1:]):
        for line in lines[entry.begin + 1 : entry.anchor]:
            if line.kind is Kind.ADDRESS:
                entry.hear(line.text)
        body = lines[entry.anchor : following.begin if following else len(lines)]
        strays += [line for line in body if not entry.take(line)]
    if forums:
        urls = [forums[-1], *(entry.url for entry in entries)]
        for entry, url in zip(entries, urls, strict=False):
            entry.url = url
    return entries, strays


def _entries(lines: Sequence[Line]) -> list[Entry]:
    """Return the papers of a page, with nothing but their titles and authors."""
    entries: list[Entry] = []
    seen: set[str] = set()
    end, in_replies = 0, False
    for i, line in enumerate(lines):
        in_replies = in_replies or line.kind is Kind.REPLY
        again = line.kind is Kind.FIELD and line.label in _BEGINNING and (not entries or line.label in seen)
        if again or line.kind is Kind.STATUS or (line.kind is Kind.DATE and (line.sure or _is_of_paper(lines, i))):
            entry = _headed(lines, i, end)
            if entry is not None and _is_paper(entry, line, in_replies=in_replies):
                entries.append(entry)
                seen, in_replies = set(), False
                end = i + 1 + _venue_follows(lines, i)
        if line.kind is Kind.FIELD:
            seen.add(line.label)
    return entries


def _is_paper(entry: Entry, anchor: Line, *, in_replies: bool) -> bool:
    """Whether `entry` is a paper: a date alone says enough, but in a discussion it may stand below a reply."""
    if not entry.authors:
        return anchor.kind is Kind.DATE and not in_replies
    return not (in_replies and _ROLE.match(entry.authors[0]))


def _is_of_paper(lines: Sequence[Line], i: int) -> bool:
    """Whether what follows the bare date at `i` says that it is a paper's."""
    return any(line.kind in {Kind.STATUS, Kind.FIELD, Kind.BUTTON} for line in lines[i + 1 : i + 1 + _NEAR])


def _venue_follows(lines: Sequence[Line], i: int) -> bool:
    """Whether the line behind a date is the paper's venue, rather than the title of the next paper."""
    if lines[i].kind is not Kind.DATE or lines[i].text or i + 1 >= len(lines):
        return False
    following = lines[i + 1]
    if following.kind is not Kind.TEXT:
        return following.kind is Kind.STATUS
    if len(following.text.split(None, _MOST_VENUE_WORDS)) > _MOST_VENUE_WORDS:
        return False
    others = [line for line in lines[i + 2 : i + 6] if line.kind not in _ASIDE]
    names_then_date = len(others) > 1 and others[1].kind is Kind.DATE and _names(others[0].text) is not None
    return not names_then_date


def _headed(lines: Sequence[Line], i: int, end: int) -> Entry | None:
    """Return the paper whose title and authors stand before line `i`, from `end` on; None without them."""
    j = _back(lines, i - 1, end)
    if j is None or lines[j].kind not in _PRINTED:
        return None
    first = j
    while first > end and (lines[first].printed.startswith(",") or lines[first - 1].printed.endswith(",")):
        first -= 1
    names = _names(" ".join(line.printed for line in lines[first : j + 1]))
    above = _back(lines, first - 1, end)
    if names is not None and above is not None and _is_title(lines[above], names):
        return Entry(lines[above], names, above, i)
    if len(lines[j].text.split(None, _MOST_TITLE_WORDS)) > _MOST_TITLE_WORDS:
        return None
    return Entry(lines[j], (), j, i)


def _back(lines: Sequence[Line], i: int, end: int) -> int | None:
    """Return the index of the last line from `end` to `i` that is neither a button nor an address."""
    while i >= end and lines[i].kind in _ASIDE:
        i -= 1
    return i if i >= end else None


def _is_title(line: Line, names: Sequence[str]) -> bool:
    """Whether `line` can be the title above a line of `names`."""
    if len(line.printed.split(None, _MOST_TITLE_WORDS)) > _MOST_TITLE_WORDS:
        return False
    if line.kind is Kind.FIELD:
        return len(names) > 1 and line.label in _COULD_BE_TITLES
    return line.kind in {Kind.TEXT, Kind.STATUS} or (line.kind is Kind.AROUND and len(names) > 1)


def _names(text: str) -> tuple[str, ...] | None:
    """Return the names in a line of authors, without marks of affiliations; None where it holds others."""
    if _NOBODY.fullmatch(text[:200]):
        return ()
    names: list[str] = []
    others = 0
    for part in _BETWEEN_NAMES.split(text):
        name = part.strip()
        if not name[-1:].isalpha():
            name = _MARKS.sub("", name).strip()
        if not name or name.isdecimal():
            continue
        names.append(name)
        others += not is_name(name)
    return tuple(names) if names and others * _NO_NAMES_AMONG <= len(names) - others else None
