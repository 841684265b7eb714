"""Lines of authors as "Surname, Given, Surname, Given" or "Surname, Given; Surname, Given", taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from readlist.text import fold

Person: TypeAlias = tuple[str, str]
"""Surname and first letter of the given name, folded; somebody with one name only has no letter."""

_LONGEST_LINE = 1_000_000  # characters; five thousand authors of an experiment take a tenth of it
_LONGEST_NAME = 60
_MOST_WORDS = 6
_NOT_IN_NAMES = re.compile(r'[0-9:;?!"“”()\[\]{}<>=+*/\\@#$%^&|~_]')
_AND = re.compile(r"\A(?:and|&)\s+")
_AND_BETWEEN = re.compile(r"\s+(?:and|&)\s+(?=\S)")
_OTHERS_AT_END = re.compile(r"[\s,;]+(?:and\s+)?et\s+al\.?\Z", re.IGNORECASE)
_OTHERS = re.compile(r"(?:and\s+)?(?:et\s+al\.?|others)", re.IGNORECASE)
_SUFFIXES = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})  # not "Ii", a Japanese surname
_PARTICLE = re.compile(
    "af|al|av|bin|bint|d'|da|dal|de|degli|dei|del|della|den|der|des|di|do|dos|du|e|el|ibn|la|le|les|lo|t|ten|ter"
    "|van|vom|von|y|zu|zum|zur"
)
# Such a word alone is the surname that arXiv makes of a group's name: "Team, Gemini".
_GROUP = re.compile(
    r"(?=.*[\s-])(?:.*\b)?(?:Team|Group|Collaboration|Consortium|Project|Initiative|Network|Committee|Community|Alliance"
    r"|Labs?|Inc|Research|University|Institute|Foundation|Society|Cent(?:er|re)|Partnership|DeepMind|AI)\b|\b(?:Open|x)AI\b"
)
_INITIALS = re.compile(r"(?:\w\.[\s-]*)+")
_MOST_PARTS_WEIGHED = 4_000


def parts_of(text: str) -> tuple[str, ...]:
    """Return what stands between the commas of a line of authors: surname, given, surname, given.

    Between semicolons stands one person each; one who has one name only is followed by an empty part there. Returns
    () where most of that cannot be names.
    """
    if ("," not in text and ";" not in text) or len(text) > _LONGEST_LINE:
        return ()
    if text.endswith((" al.", " al")):
        text = _OTHERS_AT_END.sub("", text)
    if ";" in text:
        return _parts_between_semicolons(text)
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
        _add(parts, part)
    if parts and _OTHERS.fullmatch(parts[-1]):
        parts.pop()
    if len(parts) % 2 and parts and not parts[-1]:
        parts.pop()
    return tuple(parts) if len(parts) > 1 and parts[0] else ()


def _add(parts: list[str], part: str) -> None:
    if part == ":":
        return  # as arXiv prints it between a group and its members
    if parts and part in _SUFFIXES:
        # Behind the given name or behind the surname, it is the surname's: "Martin King Jr.".
        surname = (len(parts) - 1) // 2 * 2
        parts[surname] = f"{parts[surname]} {part}".strip()
        return
    part = _AND.sub("", part, count=1) if parts else part
    if parts and len(parts) % 2 and (" and " in part or " & " in part):
        # "Ax, Cy and Li, Bo": the given name of one, the surname of the next.
        parts += _AND_BETWEEN.split(part, maxsplit=1)
    else:
        parts.append(part)


def _parts_between_semicolons(text: str) -> tuple[str, ...]:
    parts: list[str] = []
    for piece in text.split(";"):
        person = [part.strip() for part in _AND.sub("", piece.strip(), count=1).split(",")]
        if not any(person) or (len(person) == 1 and _OTHERS.fullmatch(person[0])):
            continue
        if len(person) > len(("surname", "given", "suffix")) or not all(map(_is_short, person)):
            return ()
        suffix = next((part for part in person[1:] if part in _SUFFIXES), "")
        names = [part for part in person if part != suffix or not suffix]
        parts += (f"{names[0]} {suffix}".strip(), " ".join(names[1:]))
    return tuple(parts) if any(parts[1::2]) else ()


def person_at(parts: Sequence[str], i: int) -> Person:
    """Return the person whose surname is `parts[i]`."""
    return fold(parts[i]), fold(parts[i + 1])[:1] if i + 1 < len(parts) else ""


def place_of(person: Person, parts: Sequence[str]) -> int | None:
    """Return where `person` stands in `parts`, or None.

    A person stands at an even place, unless somebody with one name only comes before, which makes `parts` odd.
    """
    if not person[1]:
        return next((i for i, part in enumerate(parts) if fold(part) == person[0]), None)
    places = [i for i in range(len(parts) - 1) if person_at(parts, i) == person]
    even = [i for i in places if i % 2 == 0]
    return next(iter(even or places), None)


def is_person(parts: Sequence[str]) -> bool:
    """Whether `parts` are those of one person."""
    surname_given = 2
    return len(parts) == surname_given and all(part and not _NOT_IN_NAMES.search(part) for part in parts)


def is_name(part: str) -> bool:
    """Whether `part` looks like a surname or given names."""
    words = part.split() if len(part) <= _LONGEST_NAME else []
    return 0 < len(words) <= _MOST_WORDS and not _NOT_IN_NAMES.search(part) and all(map(_is_name_word, words))


def share_of_names(parts: Sequence[str]) -> float:
    """Return which share of `parts` look like names."""
    return sum(not part or is_name(part) for part in parts) / len(parts) if parts else 0.0


def share_without_marks(parts: Sequence[str]) -> float:
    """Return which share of `parts` has no characters in it that names do not have."""
    return sum(not _NOT_IN_NAMES.search(part) for part in parts) / len(parts) if parts else 0.0


def share_of_single_words(parts: Sequence[str]) -> float:
    """Return which share of `parts` are one word, as most surnames are, and hardly any "Given Surname"."""
    return sum(" " not in part for part in parts) / len(parts) if parts else 0.0


def is_collaboration(part: str) -> bool:
    """Whether `part` looks like the name of a group rather than a person's."""
    return bool(_GROUP.match(part))


def _is_short(part: str) -> bool:
    return len(part) <= _LONGEST_NAME and len(part.split()) <= _MOST_WORDS


def _is_name_word(word: str) -> bool:
    letters = word.replace("’", "'").lstrip("-'")
    # A capital inside ("al-Khwarizmi", "d'Arcy") is as good as one in front.
    return not letters[:1].islower() or not letters.islower() or bool(_PARTICLE.fullmatch(letters))


@dataclass(slots=True)
class Pairing:
    """Makes persons of parts; knows who else is named in the document.

    Attributes:
        surnames: parts that are surnames in lines which can be read in one way only.
        given: parts that are given names there.
        alone: parts that are the whole name of somebody.
    """

    surnames: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    alone: set[str] = field(default_factory=set)

    def learn(self, parts: Sequence[str]) -> None:
        """Remember the names in `parts`, should these be pairs throughout."""
        if len(parts) % 2 == 0 and not self._holds_single(parts):
            self.surnames.update(parts[::2])
            self.given.update(parts[1::2])

    def names(self, parts: Sequence[str], owner: int | None) -> tuple[str, ...]:
        """Return the names "Given Surname" in `parts`; `owner` is the place of somebody whose surname stands there."""
        if owner is not None and parts[owner] in self.alone:
            owner = None
        if len(parts) % 2 == 0 and (owner or 0) % 2 == 0 and not self._holds_single(parts):
            return tuple(filter(None, (f"{parts[i + 1]} {parts[i]}".strip() for i in range(0, len(parts), 2))))
        if len(parts) > _MOST_PARTS_WEIGHED:
            middle = owner or 0
            return tuple(name for side in (parts[:middle], parts[middle:]) for name in _paired(side))
        return tuple(filter(None, self._weighed(parts, owner)))

    def _holds_single(self, parts: Sequence[str]) -> bool:
        """Whether somebody in `parts` plainly has one name only."""
        return any(map(is_collaboration, parts)) or not self.alone.isdisjoint(parts)

    def _weighed(self, parts: Sequence[str], owner: int | None) -> list[str]:
        """Return the names in the reading of `parts` with the least against it."""
        least = [0.0] * (len(parts) + 1)
        pairs = [False] * len(parts)
        for i in range(len(parts) - 1, -1, -1):
            single = least[i + 1] + self._against_single(parts[i])
            pair = least[i + 2] + self._against_pair(parts, i) if i + 1 < len(parts) else float("inf")
            if owner is not None:
                pair += 100 if i + 1 == owner else 0
                single += 100 if i == owner else 0
            least[i], pairs[i] = (pair, True) if pair <= single else (single, False)
        names: list[str] = []
        i = 0
        while i < len(parts):
            names.append(f"{parts[i + 1]} {parts[i]}".strip() if pairs[i] else parts[i])
            i += 2 if pairs[i] else 1
        return names

    def _against_single(self, part: str) -> float:
        if part in self.alone:
            return 0.0
        if is_collaboration(part):
            return 0.5
        return 3 + (part in self.surnames) + (part in self.given)

    def _against_pair(self, parts: Sequence[str], i: int) -> float:
        surname, given = parts[i], parts[i + 1]
        if not given:
            return 0.0
        against = 2.0 * (is_collaboration(surname) + is_collaboration(given))
        against += (surname not in self.surnames) * (0.5 + (surname in self.given))
        against += (given not in self.given) * (0.5 + (given in self.surnames))
        against += bool(_INITIALS.fullmatch(surname)) - 0.25 * bool(_INITIALS.fullmatch(given))
        return against + (given[:1].islower() and " " in given)


def _paired(parts: Sequence[str]) -> Iterator[str]:
    for i in range(0, len(parts), 2):
        name = " ".join((*parts[i + 1 : i + 2], parts[i])).strip()
        if name:
            yield name
