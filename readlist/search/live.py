"""What changes every day of a paper: status, star, tags, deferral. Kept beside an index, which knows none of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from readlist.model.paper import Paper
from readlist.query.filters import Filter
from readlist.query.filters_record import Has, Tagged
from readlist.query.filters_state import Deferred, InState, Returned
from readlist.query.slips import words_of
from readlist.search import bits

NAMES = ("status", "starred", "tags", "defer_until")
"""The fields that are kept; those of the head of a paper that say nothing of its place."""

_DEFAULTS: Mapping[str, object] = {"starred": False, "tags": (), "defer_until": None}


class Live:
    """For each value of a field the rows that have it, as a set."""

    def __init__(self, column: Callable[[str], Sequence[Any]], size: int) -> None:
        """Group the rows.

        Args:
            column: returns for one of `NAMES` the value of each row, as it is when this is made.
            size: how many rows there are.
        """
        self._size = size
        self._column = column
        self._groups: dict[str, dict[Any, int]] = {}
        self._memo: dict[object, int] = {}

    def groups(self, name: str) -> Mapping[Any, int]:
        """Return the rows of each value of a field."""
        groups = self._groups.get(name)
        if groups is None:
            groups = self._groups[name] = self._grouped(name)
        return groups

    def warm(self) -> Iterator[None]:
        """Group the rows, a field in a step."""
        for name in NAMES:
            self.groups(name)
            yield

    def where(self, name: str, test: Callable[[Any], bool], memo: object = None) -> int:
        """Return the rows whose value passes a test; `memo` names the test where it may come again."""
        if memo is not None and memo in self._memo:
            return self._memo[memo]
        found = 0
        for value, rows in self.groups(name).items():
            if test(value):
                found |= rows
        if memo is not None:
            self._memo[memo] = found
        return found

    def rows(self, part: Filter) -> int | None:
        """Return the rows that a filter means which looks at one of the fields alone; None for another filter."""
        name = _field_of(part)
        return None if name is None else self.where(name, lambda value: part.matches(_blank_with(name, value)), part)

    @staticmethod
    def knows(part: Filter) -> bool:
        """Whether a filter looks at one of the fields alone."""
        return _field_of(part) is not None

    def tag_words(self) -> dict[str, int]:
        """Return for each word of a tag (see `slips.words_of`) the rows that have it."""
        found: dict[str, int] = {}
        for tags, rows in self.groups("tags").items():
            for word in words_of(" ".join(tags)):
                found[word] = found.get(word, 0) | rows
        return found

    def change(self, row: int, before: Paper, after: Paper) -> None:
        """Take in that the paper of a row has other values."""
        bit = 1 << row
        for name in NAMES:
            old, new = getattr(before, name), getattr(after, name)
            if old == new:
                continue
            groups = self.groups(name)
            self._groups[name] = changed = dict(groups)
            changed[old] = changed.get(old, 0) & ~bit
            changed[new] = changed.get(new, 0) | bit
            if not changed[old]:
                del changed[old]
            self._memo.clear()

    def _grouped(self, name: str) -> dict[Any, int]:
        column, size = self._column(name), self._size
        if name == "status":
            # By their identity: to hash a member of an enumeration takes a call of Python's.
            distinct = {id(value): value for value in column}
            codes = {identity: code for code, identity in enumerate(distinct)}
            coded = bytes(map(codes.__getitem__, map(id, column)))
            return {
                value: bits.of_flags(coded.translate(_only(wanted))) for wanted, value in enumerate(distinct.values())
            }
        default = _DEFAULTS[name]
        rows: dict[Any, list[int]] = {}
        for row, value in enumerate(column):
            if value != default:
                rows.setdefault(value, []).append(row)
        groups = {value: bits.of_any(some, size) for value, some in rows.items()}
        others = bits.full(size)
        for some in groups.values():
            others &= ~some
        if others:
            groups[default] = others
        return groups


def _field_of(part: Filter) -> str | None:
    """Return which of `NAMES` is all that a filter looks at; None where it looks at something else."""
    match part:
        case Tagged() | Has(part="tag"):
            return "tags"
        case Deferred() | Returned():
            return "defer_until"
        case InState(state="starred"):
            return "starred"
        case InState(state=state) if state != "untitled":
            return "status"
    return None


def _only(wanted: int) -> bytes:
    """Return the table that translates one byte to 1 and all others to 0."""
    table = bytearray(256)
    table[wanted] = 1
    return bytes(table)


def _blank_with(name: str, value: object) -> Paper:
    fields: dict[str, Any] = {name: value}
    return Paper(key="-", number=0, **fields)
