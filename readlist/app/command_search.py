"""Finding commands, and whatever else has a name, keys and a line of help, by what somebody types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, auto

from readlist.app.commands.base import Command
from readlist.app.key_names import InvalidKeyError, parse_keys, shown
from readlist.text import fold

_WORD = re.compile(r"[^\W_]+")
_LEAST_LETTERS = 3
"""So much of a word must be typed before it may mean a command where most texts mean something else."""
_TELLING = 3
"""A word that the help of more commands has says nothing about which is meant."""


class Match(IntEnum):
    """How a text means something, the surest first."""

    KEY = auto()
    """It is one of its keys."""
    NAME = auto()
    """Its words begin words of its name."""
    KEY_START = auto()
    """One of its keys begins with it: "ctrl"."""
    TEXT = auto()
    """Its words begin words of its name and help."""
    INSIDE = auto()
    """Its words stand somewhere in its name and help."""


@dataclass(frozen=True, slots=True)
class Findable:
    """What is looked for.

    Attributes:
        name: what it is called.
        text: one line that says what it is.
        keys: its keys, as `parse_keys` gives them.
    """

    name: str
    text: str
    keys: Sequence[str] = ()

    def match(self, typed: str) -> Match | None:
        """Return how `typed`, which is not empty, means it; None where it does not."""
        typed = typed.strip()
        if _as_key(typed) in self.keys:
            return Match.KEY
        wanted = fold(typed.replace("_", " ")).split() or [typed]
        name = fold(self.name)
        if _begin_words(wanted, name):
            return Match.NAME
        if len(typed) > 1 and any(shown(keys).startswith(typed) for keys in self.keys):
            return Match.KEY_START
        whole = f"{name} {fold(self.text)}"
        if _begin_words(wanted, whole):
            return Match.TEXT
        return Match.INSIDE if all(word in whole for word in wanted) else None


def findable(command: Command) -> Findable:
    """Return a command as what can be looked for: its name is its id, in which people remap it, and its label."""
    return Findable(name_of(command), command.help, command.bound)


def name_of(command: Command) -> str:
    """Return the words by which a command is called."""
    name = command.id.replace("_", " ")
    return name if fold(command.label) in fold(name) else f"{name} {command.label}"


def says_name(command: Command) -> bool:
    """Return whether all the words by which a command is called stand in its help."""
    return set(_WORD.findall(fold(name_of(command)))) <= set(_WORD.findall(fold(command.help)))


def found(typed: str, among: Sequence[Findable]) -> list[int]:
    """Return the indexes of those that a text means, the best first; where it means none, of those called alike."""
    if not typed.strip():
        return list(range(len(among)))
    best = [index for _, index in _ranked(typed, among)]
    if best:
        return best
    from readlist.search import closest  # noqa: PLC0415 -- needed where something is misspelt, not at start

    by_name = {each.name: index for index, each in reversed(list(enumerate(among)))}
    return [by_name[name] for name in closest(typed, list(by_name), _TELLING)]


def meant(typed: str, among: Sequence[Findable], limit: int) -> list[int]:
    """Return the indexes of those that a text means where it most likely means something else, at most `limit`.

    Only whole names and beginnings of three letters count, and words of the help that few others have.
    """
    words = _WORD.findall(fold(typed))
    ranked = [(match, index) for match, index in _ranked(typed, among) if match in {Match.NAME, Match.TEXT}]
    if not words:
        return []
    long_enough = all(len(word) >= _LEAST_LETTERS for word in words)
    named = [i for match, i in ranked if match is Match.NAME and (long_enough or _is_called(words, among[i].name))]
    told = [i for match, i in ranked if match is Match.TEXT] if long_enough else []
    return [*named, *(told if len(told) <= _TELLING else [])][:limit]


def _ranked(typed: str, among: Sequence[Findable]) -> list[tuple[Match, int]]:
    wanted = fold(typed.replace("_", " ").strip())
    matches = ((each.match(typed), index) for index, each in enumerate(among))
    some = [(match, index) for match, index in matches if match is not None]
    return sorted(some, key=lambda pair: (pair[0], _distance(wanted, fold(among[pair[1]].name)), pair[1]))


def _distance(wanted: str, name: str) -> int:
    """Return how far a name is from being what was typed."""
    return 0 if name == wanted else 1 if wanted in name.split() else 2 if name.startswith(wanted) else 3


def _begin_words(wanted: Sequence[str], text: str) -> bool:
    words = _WORD.findall(text)
    return all(any(word.startswith(each) for word in words) for each in wanted)


def _is_called(words: Sequence[str], name: str) -> bool:
    return words == fold(name).split()


def _as_key(typed: str) -> str:
    """Return the keys that a text names as commands have them, the text where it names none."""
    try:
        return parse_keys(typed)
    except InvalidKeyError:
        return typed
