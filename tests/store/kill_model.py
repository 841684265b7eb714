"""What a library must hold after some operations: plain dicts, which know nothing of the program's own model.

An operation is a list that JSON can carry: `["star", keys, on]`, `["note", [key], text]`, `["tag", keys, tag]`,
`["remove", keys]`, `["add", key]`, `["undo"]`, `["redo"]`, `["compact"]` or `["maintain"]`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

Operation: TypeAlias = list[Any]
State: TypeAlias = dict[str, "Facts"]
"""Papers by key. A state is never changed: what an operation makes of it is another one."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one paper."""

    number: int
    text: str
    starred: bool = False
    tags: frozenset[str] = frozenset()
    note: str = ""


def text_of(key: str) -> str:
    """Return the abstract of the paper with that key: of usual length, and not the same for two papers."""
    return f"{key}: " + "we propose a method that is as good as it is simple. " * 28


@dataclass(frozen=True, slots=True)
class _Action:
    """An action in the line of those that can be undone, with the states around it."""

    number: int
    before: State
    after: State


class Model:
    """The state of a library with its history."""

    def __init__(self, state: State, number: int) -> None:
        self.state = state
        self.number = number
        self._line: list[_Action] = []
        self._done = 0
        self._told: list[tuple[int, bool]] = []

    def copy(self) -> Model:
        """Return another one that can go another way."""
        other = Model(self.state, self.number)
        other._line, other._done, other._told = list(self._line), self._done, list(self._told)
        return other

    def actions(self, newest: int) -> list[tuple[int, bool]]:
        """Return the newest actions, oldest first: number of the change, and whether it is undone."""
        return self._told[-newest:]

    def do(self, operation: Operation) -> bool:
        """Do what an operation does; return whether it is a change (else there was nothing to do, or no such paper)."""
        name = operation[0]
        if name == "undo":
            return self._move(self._done - 1, undone=True)
        if name == "redo":
            return self._move(self._done, undone=False)
        after = _after(self.state, operation)
        if after is None:
            return False
        self.number += 1
        del self._line[self._done :]
        self._line.append(_Action(self.number, self.state, after))
        self._done += 1
        self._told.append((self.number, False))
        self.state = after
        return True

    def _move(self, place: int, *, undone: bool) -> bool:
        if not 0 <= place < len(self._line):
            return False
        action = self._line[place]
        self._done = place if undone else place + 1
        self.state = action.before if undone else action.after
        # The actions are told in the order of their numbers, and most of those that are undone are new.
        at = next(i for i in reversed(range(len(self._told))) if self._told[i][0] == action.number)
        self._told[at] = action.number, undone
        self.number += 1
        return True


def _after(state: State, operation: Operation) -> State | None:
    """Return the state after an operation, None where it changes nothing or a paper that it names is not there."""
    if operation[0] == "add":
        number = max((facts.number for facts in state.values()), default=0) + 1
        return {**state, operation[1]: Facts(number, text_of(operation[1]))}
    if operation[0] in {"compact", "maintain"} or any(key not in state for key in operation[1]):
        return None
    match operation:
        case ["star", keys, on]:
            after = state | {key: replace(state[key], starred=on) for key in keys}
        case ["note", keys, text]:
            after = state | {key: replace(state[key], note=text) for key in keys}
        case ["tag", keys, tag]:
            after = state | {key: replace(state[key], tags=state[key].tags | {tag}) for key in keys}
        case ["remove", keys]:
            after = {key: facts for key, facts in state.items() if key not in keys}
        case _:
            raise ValueError(operation)
    return None if after == state else after


_BULK = 20
_WEIGHTS = {"star": 20, "note": 20, "tag": 25, "remove": 5, "add": 5, "undo": 12, "redo": 8, "compact": 5}


def invent(dice: random.Random, keys: list[str], name: str) -> Operation:
    """Return some operation on papers with these keys; `name` is one that no other operation was given."""
    (kind,) = dice.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
    if kind in {"undo", "redo", "compact"}:
        return [kind]
    if kind == "add" or len(keys) < 2 * _BULK:
        return ["add", f"new{name}"]
    many = dice.sample(keys, dice.randint(_BULK, 2 * _BULK))
    some = dice.choice([many, many[:1], many[:3]])
    match kind:
        case "star":
            return ["star", some, dice.random() < 0.5]
        case "note":
            return ["note", many[:1], f"Note {name}\n\n— “ünï” 漢字 " + "and more of it " * dice.randrange(200)]
        case "tag":
            return ["tag", many if dice.random() < 0.7 else some, f"t{name}"]
    return ["remove", dice.choice([many[:1], many[:2], many[:_BULK]])]
