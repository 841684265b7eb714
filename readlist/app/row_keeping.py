"""Which rows are kept while the list changes: those of a filter that is come back to, none of another paper."""

from __future__ import annotations

from collections.abc import Iterable

from readlist.app.rows import Order, Rows
from readlist.model.library import Library
from readlist.query.query import Query


class Resting:
    """Rows that no longer belonged when somebody began to type another filter.

    Who comes back to the filter that there was, because nothing else was meant, has lost none of them.
    """

    def __init__(self) -> None:
        self._left: tuple[Query, frozenset[str]] | None = None

    def forget(self) -> None:
        """Let go of them: the filter that they belong to is given up."""
        self._left = None

    def turn(self, before: Query, stale: frozenset[str], query: Query, *, typing: bool) -> frozenset[str]:
        """Take in that a filter goes in the place of another; return the rows that come back with it.

        Args:
            before: what was asked for until now.
            stale: those of its rows that no longer belonged.
            query: what is asked for from now on.
            typing: whether it is still being typed, so that what was left may be wanted again.
        """
        left = self._left or (before, stale)
        comes_back = query == left[0]
        self._left = left if typing and not comes_back else None
        return left[1] if comes_back else frozenset()


def put_back(rows: Rows, keys: frozenset[str], library: Library, sort: str | None) -> None:
    """Give papers that no longer belong, as far as they are still there, their place among rows in the order `sort`."""
    there = frozenset(key for key in keys if key in library) - frozenset(rows.keys) if keys else keys
    if there:
        order = Order.of(library, sort)
        rows.settle(there, there, order)
        rows.settle(there, frozenset(), order)


def renumbered(before: Library, after: Library, keys: Iterable[str]) -> frozenset[str]:
    """Return what is gone, or came again under another number: that has no longer the place of its row."""
    found = ((key, before.get(key), after.get(key)) for key in keys)
    return frozenset(key for key, old, new in found if (old and old.number) != (new and new.number))
