"""The objects in a JSON document, one after another, each with the line that it begins at.

The document is not decoded as a whole: a list of a hundred megabytes takes the memory of its largest item, and what is
broken in the middle leaves the items before it.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from readlist.importers.base import Problem

Ways: TypeAlias = Collection[tuple[str, ...]]
"""Where an object holds items: for each place the names of the members that lead there, "*" for all of a list."""

_BLANKS = re.compile(r"[ \t\n\r]*")
_EXCERPT = 200  # characters


class _BrokenError(Exception):
    """The text is not JSON at a place."""

    def __init__(self, at: int, reason: str) -> None:
        super().__init__(reason)
        self.at = at


@dataclass(frozen=True, slots=True)
class Item:
    """What stands where an item should, and the line that it begins at, from 1."""

    line: int
    value: Any


def excerpt(value: object) -> str:
    """Return the beginning of a value, to show which it is; of an object the names of its first members."""
    if isinstance(value, dict | list):
        return ", ".join(str(part)[:_EXCERPT] for part in itertools.islice(value, 5))
    return str(value)[:_EXCERPT]


class JsonItems:
    """Iterates over the items of a document: of the list that it is, of lists within it, or the one that it is itself.

    Several values one after another (JSON lines) are taken for as many documents.

    Attributes:
        problems: why the iteration ended before the document did; empty where it did not.
    """

    def __init__(self, text: str, ways: Ways = ()) -> None:
        """Make it.

        Args:
            text: the document.
            ways: where an object at the top holds items; one that holds none is an item.
        """
        self.problems: list[Problem] = []
        self._text = text
        self._ways = frozenset({(), *ways})
        self._decoder = json.JSONDecoder(strict=False)
        self._line, self._counted = 1, 0

    def __iter__(self) -> Iterator[Item]:
        """Yield the items in their order."""
        try:
            at = self._skip(0)
            while at < len(self._text):
                at = self._skip((yield from self._items(at, self._ways)))
        except _BrokenError as error:
            excerpt = self._text[error.at : error.at + _EXCERPT].strip() or self._text[-_EXCERPT:].split("\n")[-1]
            self.problems.append(Problem.at(self._line_at(error.at), f"not JSON from here on ({error})", excerpt))

    def _items(self, at: int, ways: Ways) -> Generator[Item, None, int]:
        """Yield the items of the value at `at`; return where it ends."""
        first = self._text[at : at + 1]
        if first == "[":
            return (yield from self._of_list(at, ways))
        if first == "{" and any(ways):
            line, held = self._line_at(at), False
            walk = self._of_object(at, ways)
            while True:
                try:
                    item = next(walk)
                except StopIteration as end:
                    if held or () not in ways:
                        return int(end.value)
                    break
                held = True
                yield item
            value, end_of_value = self._value(at)
            yield Item(line, value)
            return end_of_value
        line = self._line_at(at)
        value, end_of_value = self._value(at)
        if () in ways:
            yield Item(line, value)
        return end_of_value

    def _of_list(self, at: int, ways: Ways) -> Generator[Item, None, int]:
        below = {way[1:] for way in ways if way[:1] == ("*",)}
        at = self._skip(at + 1)
        while not self._text.startswith("]", at):
            if () in ways:
                line = self._line_at(at)
                value, at = self._value(at)
                yield Item(line, value)
            else:
                at = yield from self._items(at, below)
            at = self._behind_comma(at, "]")
        return at + 1

    def _of_object(self, at: int, ways: Ways) -> Generator[Item, None, int]:
        at = self._skip(at + 1)
        while not self._text.startswith("}", at):
            name, at = self._value(at)
            at = self._skip(at)
            if not self._text.startswith(":", at):
                raise _BrokenError(at, "a colon is missing")
            at = yield from self._items(self._skip(at + 1), {way[1:] for way in ways if way[:1] == (name,)})
            at = self._behind_comma(at, "}")
        return at + 1

    def _value(self, at: int) -> tuple[Any, int]:
        try:
            return self._decoder.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            raise _BrokenError(error.pos, error.msg[:1].lower() + error.msg[1:]) from error
        except RecursionError as error:
            raise _BrokenError(at, "nested too deeply") from error
        except ValueError as error:  # a number of thousands of digits
            raise _BrokenError(at, "a number that is too long") from error

    def _skip(self, at: int) -> int:
        found = _BLANKS.match(self._text, at)
        return found.end() if found else at

    def _behind_comma(self, at: int, end: str) -> int:
        """Return the place of the next value of a list or an object, or of its end."""
        at = self._skip(at)
        if self._text.startswith(",", at):
            return self._skip(at + 1)
        if not self._text.startswith(end, at):
            raise _BrokenError(at, "the document ends here" if at >= len(self._text) else "a comma is missing")
        return at

    def _line_at(self, at: int) -> int:
        if at < self._counted:
            return self._line - self._text.count("\n", at, self._counted)
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line
