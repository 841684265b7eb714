"""Pages of a person's papers with authors as "Surname, Given, Surname, Given", as text copied from a browser.

    Owner, Given                          the person whose page it is
    Title of the First Paper
    Surname, Given, Owner, Given
    Its abstract.
    Title of the Second Paper
    …

Nothing but their content tells the lines apart. The person is an author of each paper, so the lines that name the
person are the authors' lines; the line before one is a title, what is between is an abstract. Lines without the
person count as authors only where everything around them speaks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.links import find_links
from readlist.model.record import Record
from readlist.text import fold

_LONGEST_LINE = 1_000_000  # characters: five thousand authors of an experiment take a tenth of it
_LONGEST_NAME = 60
_MOST_WORDS = 6
_FEWEST_WORDS_OF_PROSE = 20
_FEWEST_PARTS = 4  # of a line of authors without the owner: two persons
_NOT_IN_NAMES = re.compile(r'[0-9:;?!"“”()\[\]{}<>=+*/\\@#$%^&|~_]')
_AND = re.compile(r"\A(?:and|&)\s+")
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})  # not "Ii", a Japanese surname
_PARTICLE = re.compile(
    "af|al|av|bin|bint|d'|da|dal|de|degli|dei|del|della|den|der|des|di|do|dos|du|e|el|ibn|la|le|les|lo|t|ten|ter"
    "|van|vom|von|y|zu|zum|zur"
)
_QUOTES = "\"”’')]}"

_Owner: TypeAlias = tuple[str, str]
"""Surname and first letter of the given name, folded."""


class _Kind(Enum):
    TEXT = auto()
    OWNER = auto()
    AUTHORS = auto()


@dataclass(slots=True)
class _Line:
    """A line that is not blank.

    Attributes:
        number: from 1.
        text: without blanks around it.
        parts: what stands between its commas, where most of that is short; else ().
        kind: what it is taken for.
        owner: for a line of authors: where the page's owner stands in `parts`; None where the owner is not there.
    """

    number: int
    text: str
    parts: tuple[str, ...]
    kind: _Kind = _Kind.TEXT
    owner: int | None = None


class SurnameGiven:
    """Importer of such pages; the module says what they look like."""

    name = "surname-given"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a page."""
        lines = _classified(document.lines)
        authors = [line for line in lines if line.kind is _Kind.AUTHORS]
        if any(line.owner is not None for line in authors):
            return 0.95
        # Without an owner it takes several papers, and hardly anything but papers: title, authors, abstract.
        if len(authors) > 1 and 5 * len(authors) >= len(lines):
            return 0.5
        return 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        lines = _classified(document.lines)
        found: list[Found] = []
        problems: list[Problem] = []
        strays: list[tuple[int, str]] = []
        owned = any(line.kind is _Kind.OWNER for line in lines)
        i = 0
        while i < len(lines):
            title = lines[i]
            if not _is_title(lines, i):
                if title.kind is _Kind.TEXT:
                    strays.append((title.number, title.text))
                i += 1
                continue
            end = i + 2
            while end < len(lines) and lines[end].kind is not _Kind.OWNER and not _is_title(lines, end):
                end += 1
            authors, rest = lines[i + 1], lines[i + 2 : end]
            abstract = "\n".join(document.lines[rest[0].number - 1 : rest[-1].number]).strip() if rest else ""
            record = Record(
                title=title.text,
                authors=_names(authors),
                abstract=abstract,
                links=find_links(title.text, abstract),
            )
            found.append(Found(record, len(found) + 1, title.number))
            problems += _doubts(authors, rest, owned=owned)
            i = end
        problems += Problem.of_lines(strays)
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _classified(lines: Sequence[str]) -> list[_Line]:
    """Return the lines that are not blank, each with what it is taken for."""
    printed = [_Line(i, text, _parts(text)) for i, line in enumerate(lines, 1) if (text := line.strip())]
    owner: _Owner | None = None
    for i, line in enumerate(printed):
        if _is_owner(printed, i, owner):
            line.kind = _Kind.OWNER
            owner = _person(line.parts, 0)
        elif owner and i and printed[i - 1].kind is _Kind.TEXT:
            line.owner = _place_of(owner, line.parts)
            if line.owner is not None:
                line.kind = _Kind.AUTHORS
    for i in range(1, len(printed) - 1):
        if _could_be_authors(printed, i):
            printed[i].kind = _Kind.AUTHORS
    return printed


def _is_title(lines: Sequence[_Line], i: int) -> bool:
    return i + 1 < len(lines) and lines[i + 1].kind is _Kind.AUTHORS


def _parts(text: str) -> tuple[str, ...]:
    """Return what stands between the commas of `text`; () where most of that cannot be names."""
    if "," not in text or len(text) > _LONGEST_LINE:
        return ()
    parts: list[str] = []
    pieces = text.split(",")
    # A collaboration among the authors may have a long name.
    long_allowed = len(pieces) // 5
    for piece in pieces:
        part = piece.strip()
        if not _is_short(part):
            long_allowed -= 1
            if long_allowed < 0:
                return ()
        if parts and part in _SUFFIXES:
            # Behind the given name or behind the surname, it is the surname's: "Martin King Jr.".
            surname = (len(parts) - 1) // 2 * 2
            parts[surname] = f"{parts[surname]} {part}".strip()
        else:
            parts.append(_AND.sub("", part, count=1) if parts else part)
    if len(parts) % 2 and not parts[-1]:
        parts.pop()
    return tuple(parts) if parts[0] and len(parts) > 1 else ()


def _is_short(part: str) -> bool:
    return len(part) <= _LONGEST_NAME and len(part.split()) <= _MOST_WORDS


def _person(parts: Sequence[str], i: int) -> _Owner:
    return fold(parts[i]), fold(parts[i + 1])[:1]


def _place_of(owner: _Owner, parts: Sequence[str]) -> int | None:
    """Return where `owner` stands in `parts`, or None.

    A person stands at an even place, unless somebody with one name only comes before, which makes `parts` odd.
    """
    places = [i for i in range(len(parts) - 1) if _person(parts, i) == owner]
    even = [i for i in places if i % 2 == 0]
    return next(iter(even if even or len(parts) % 2 == 0 else places), None)


def _is_owner(lines: Sequence[_Line], i: int, owner: _Owner | None) -> bool:
    """Whether line `i` names the person whose page begins there; `owner` is the person of the page before."""
    if not _is_person(lines[i]):
        return False
    person = _person(lines[i].parts, 0)
    if i == 0:
        return any(_place_of(person, line.parts) is not None for line in lines[2:])
    if i + 2 >= len(lines) or _place_of(person, lines[i + 2].parts) is None or _is_person(lines[i + 1]):
        return False
    # The person's only paper looks the same, but for the title before it.
    return person != owner or lines[i - 1].kind is _Kind.AUTHORS or _is_prose(lines[i - 1].text)


def _is_person(line: _Line) -> bool:
    surname_given = 2
    return len(line.parts) == surname_given and all(part and not _NOT_IN_NAMES.search(part) for part in line.parts)


def _could_be_authors(lines: Sequence[_Line], i: int) -> bool:
    """Whether line `i`, which does not name the page's owner, is a paper's authors all the same."""
    parts = lines[i].parts
    return (
        lines[i].kind is _Kind.TEXT
        and len(parts) >= _FEWEST_PARTS
        and len(parts) % 2 == 0
        and all(map(_is_name, parts))
        and lines[i - 1].kind is _Kind.TEXT
        and not _is_prose(lines[i - 1].text)
        and lines[i + 1].kind is _Kind.TEXT
        and _is_prose(lines[i + 1].text)
        and not _is_title(lines, i + 1)
    )


def _is_name(part: str) -> bool:
    words = part.split()
    return bool(words) and _is_short(part) and not _NOT_IN_NAMES.search(part) and all(map(_is_name_word, words))


def _is_name_word(word: str) -> bool:
    letters = word.replace("’", "'").lstrip("-'")
    return not letters[:1].islower() or bool(_PARTICLE.fullmatch(letters)) or letters[1:2] == "'"


def _is_prose(text: str) -> bool:
    """Whether `text` is a paragraph rather than a title."""
    words = len(text.split(None, _FEWEST_WORDS_OF_PROSE))
    return words > _FEWEST_WORDS_OF_PROSE or (words > _MOST_WORDS and text.rstrip(_QUOTES).endswith("."))


def _names(authors: _Line) -> tuple[str, ...]:
    """Return the names "Given Surname" in a line of authors."""
    parts = authors.parts
    # The owner's place tells where pairs begin, should somebody with one name only stand before.
    middle = authors.owner or 0
    return tuple(name for side in (parts[:middle], parts[middle:]) for name in _paired(side))


def _paired(parts: Sequence[str]) -> Iterator[str]:
    for i in range(0, len(parts), 2):
        name = " ".join((*parts[i + 1 : i + 2], parts[i])).strip()
        if name:
            yield name


def _doubts(authors: _Line, abstract: Sequence[_Line], *, owned: bool) -> Iterator[Problem]:
    """Yield what may have been misread in a paper."""
    if len(authors.parts) % 2:
        yield Problem.at(authors.number, "a surname without a given name, or the other way round", authors.text)
    elif owned and authors.owner is None:
        yield Problem.at(authors.number, "authors without the person whose page this is", authors.text)
    for line in abstract:
        if len(line.parts) >= _FEWEST_PARTS and all(map(_is_short, line.parts)):
            yield Problem.at(line.number, "looks like authors, but was taken for part of an abstract", line.text)
