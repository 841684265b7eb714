"""Lines of a page with authors as "Surname, Given": which are titles, which authors, which name the page's owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from readlist.importers.author_lines import (
    Person,
    is_name,
    is_person,
    parts_of,
    person_at,
    place_of,
    share_of_names,
    share_of_single_words,
    share_without_marks,
)
from readlist.importers.furniture import is_furniture

_FEWEST_WORDS_OF_PROSE = 20
_MOST_WORDS_OF_HEADING = 6
FEWEST_PARTS = 4
"""Parts of a line of authors without the owner: two persons."""
_FEWEST_NAMES = 0.75  # of the parts of a line of authors with the owner
SINGLE_WORDS = 0.4
"""Share of one-word parts in a line of authors without the owner."""
_FEWEST_PAPERS = 2  # that show who the owner is of a page that does not say
_MOST_LINES_ABOVE = 12  # printed, above the line that names the owner
_QUOTES = "\"”’')]}"


class Kind(Enum):
    """What a line is taken for."""

    TEXT = auto()
    OWNER = auto()
    AUTHORS = auto()


@dataclass(slots=True)
class Line:
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
    kind: Kind = Kind.TEXT
    owner: int | None = None


def classified(lines: Sequence[str]) -> list[Line]:
    """Return the lines that are not blank, each with what it is taken for."""
    printed = _printed(lines)
    owner: Person | None = None
    for i, line in enumerate(printed):
        if _is_owner(printed, i, owner):
            line.kind = Kind.OWNER
            owner = person_at(line.parts or (line.text,), 0)
        elif owner and i and printed[i - 1].kind is Kind.TEXT:
            _take_for_authors(line, owner)
    if owner is None:
        _find_owner(printed)
    for i in range(1, len(printed)):
        if _could_be_authors(printed, i):
            printed[i].kind = Kind.AUTHORS
    return printed


def _printed(lines: Sequence[str]) -> list[Line]:
    """Return the lines that are not blank; authors that are printed on several lines are one."""
    single = [Line(number, text, parts_of(text)) for number, line in enumerate(lines, 1) if (text := line.strip())]
    printed: list[Line] = []
    i = 0
    while i < len(single):
        end = i + 1
        if single[i].text.endswith((",", ";")) and share_of_names(single[i].parts) == 1:
            while end < len(single) and single[end - 1].text.endswith((",", ";")) and _is_of_names(single[end]):
                end += 1
        printed += _joined(single[i:end])
        i = end
    return printed


def _is_of_names(line: Line) -> bool:
    return share_of_names(line.parts or (line.text.rstrip(",;"),)) == 1


def _joined(lines: list[Line]) -> list[Line]:
    """Return `lines` of authors as one, should they be authors then too."""
    if len(lines) == 1:
        return lines
    text = " ".join(line.text for line in lines)
    parts = parts_of(text)
    return [Line(lines[0].number, text, parts)] if share_of_names(parts) == 1 else lines


def _take_for_authors(line: Line, owner: Person) -> None:
    """Take `line` for authors if `owner` is one of them."""
    place = place_of(owner, line.parts)
    if place is not None and share_without_marks(line.parts) >= _FEWEST_NAMES:
        line.kind, line.owner = Kind.AUTHORS, place


def _find_owner(lines: Sequence[Line]) -> None:
    """Take for authors the lines of a page's owner whom the page does not name."""
    candidates = [line for line in lines[1:] if _is_list_of_persons(line.parts)]
    persons: Counter[Person] = Counter()
    for line in candidates:
        persons.update({person_at(line.parts, i) for i in range(0, len(line.parts), 2)})
    owner, count = next(iter(persons.most_common(1)), (None, 0))
    if owner is None or count < _FEWEST_PAPERS or 2 * count < len(candidates):
        return
    for i, line in enumerate(lines):
        if i and lines[i - 1].kind is Kind.TEXT:
            _take_for_authors(line, owner)


def is_title(lines: Sequence[Line], i: int) -> bool:
    """Whether line `i` is a paper's title: authors stand below it."""
    return i + 1 < len(lines) and lines[i + 1].kind is Kind.AUTHORS


def _is_owner(lines: Sequence[Line], i: int, owner: Person | None) -> bool:
    """Whether line `i` names the person whose page begins there; `owner` is the person of the page before."""
    line = lines[i]
    first = owner is None and i <= _MOST_LINES_ABOVE and all(is_furniture(above.text) for above in lines[:i])
    if not is_person(line.parts):
        return first and _is_owner_of_one_name(lines, i)
    person = person_at(line.parts, 0)
    if first:
        return any(place_of(person, below.parts) is not None for below in lines[i + 2 :])
    if i + 2 >= len(lines) or is_person(lines[i + 1].parts) or not all(map(is_name, line.parts)):
        return False
    title = i + 1
    while title + 2 < len(lines) and is_furniture(lines[title].text) and not lines[title + 1].parts:
        title += 1
    if place_of(person, lines[title + 1].parts) is None:
        return False
    if person != owner:
        return True
    # A paper of the person alone looks the same, but for the title before it; which may look like furniture.
    before = i - 1
    while before > i - _MOST_LINES_ABOVE and before > 0 and is_furniture(lines[before].text):
        before -= 1
    is_title = before == i - 2
    return not is_title and (lines[before].kind is Kind.AUTHORS or _is_prose(lines[before].text))


def _is_owner_of_one_name(lines: Sequence[Line], i: int) -> bool:
    """Whether the first line of a page names somebody with one name only, who stands alone among the first authors."""
    line = lines[i]
    if line.parts or not is_name(line.text) or i + 2 >= len(lines) or lines[i + 1].parts:
        return False
    parts = lines[i + 2].parts
    return line.text in parts and (len(parts) % 2 == 1 or "" in parts)


def _could_be_authors(lines: Sequence[Line], i: int) -> bool:
    """Whether line `i`, which does not name the page's owner, is a paper's authors all the same."""
    line, title = lines[i], lines[i - 1]
    if line.kind is not Kind.TEXT or title.kind is not Kind.TEXT or _is_prose(title.text):
        return False
    if not (_is_list_of_persons(line.parts) or (is_person(line.parts) and all(map(is_name, line.parts)))):
        return False
    if i + 1 == len(lines) or lines[i + 1].kind is not Kind.TEXT or is_title(lines, i + 1):
        return False
    return _is_prose(lines[i + 1].text) and (len(line.parts) >= FEWEST_PARTS or _is_below_paper(lines, i - 1))


def _is_below_paper(lines: Sequence[Line], i: int) -> bool:
    """Whether a paper ends before line `i`."""
    return i > 1 and lines[i - 1].kind is Kind.TEXT and _is_prose(lines[i - 1].text)


def _is_list_of_persons(parts: Sequence[str]) -> bool:
    return (
        len(parts) >= FEWEST_PARTS
        and len(parts) % 2 == 0
        and share_of_single_words(parts) >= SINGLE_WORDS
        and all(map(is_name, parts))
    )


def _is_prose(text: str) -> bool:
    """Whether `text` is a paragraph, or an address that ends one, rather than a title."""
    if text.startswith(("http://", "https://")):
        return True
    words = len(text.split(None, _FEWEST_WORDS_OF_PROSE))
    return words > _FEWEST_WORDS_OF_PROSE or (words > _MOST_WORDS_OF_HEADING and text.rstrip(_QUOTES).endswith("."))
