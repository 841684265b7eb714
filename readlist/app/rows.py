"""The rows of a list while its papers change: nothing jumps under the cursor."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from readlist.model.library import Library, ranking


class Order(NamedTuple):
    """How rows follow one another.

    Attributes:
        rank: what is compared, by a paper's key.
        backwards: whether the greatest comes first.
    """

    rank: Callable[[str], Any]
    backwards: bool = False

    @classmethod
    def of(cls, library: Library, sort: str | None) -> Order:
        """Return the order that `Library.sorted_by` gives the papers of `library`; for None, that of their numbers."""
        rank, backwards = ranking(sort or "number")
        return cls(lambda key: rank(library[key]), backwards)


class Rows:
    """Keys of papers in an order, each of which keeps its row until the list is made anew.

    Attributes:
        keys: the rows; a sequence that is replaced and never changed.
        stale: those that no longer belong.
    """

    def __init__(self) -> None:
        self.keys: Sequence[str] = ()
        self.stale: frozenset[str] = frozenset()
        self._set_of_keys: tuple[Sequence[str], frozenset[str]] = ((), frozenset())

    def begin(self, keys: Sequence[str]) -> None:
        """Show these papers and no others."""
        self.keys, self.stale = keys, frozenset()

    def drop(self, gone: AbstractSet[str]) -> None:
        """Take away the rows of papers that are no longer there."""
        if gone & self._shown:
            self.keys = tuple(key for key in self.keys if key not in gone)
            self.stale -= gone

    def settle(self, touched: AbstractSet[str], belonging: AbstractSet[str], order: Order) -> None:
        """Take in what some papers have become: it takes as long as they are many, however many others there are.

        Args:
            touched: papers that have changed and are still there.
            belonging: those of them that belong in the list.
            order: of the list.
        """
        new = belonging - self._shown
        self.stale = (self.stale - touched) | ((touched - belonging) & self._shown)
        if new:
            self.keys = merged(self.keys, new, order)

    def settle_all(self, belonging: Sequence[str], order: Order | None) -> None:
        """Take in what all papers have become.

        Args:
            belonging: the papers that belong in the list.
            order: of the list; None where they have one that only they know: then newcomers stand at the end.
        """
        wanted = frozenset(belonging)
        self.stale = self._shown - wanted
        new = [key for key in belonging if key not in self._shown]
        if new:
            self.keys = (*self.keys, *new) if order is None else merged(self.keys, new, order)

    @property
    def _shown(self) -> frozenset[str]:
        """The rows as a set, made once for each list of them."""
        if self._set_of_keys[0] is not self.keys:
            self._set_of_keys = (self.keys, frozenset(self.keys))
        return self._set_of_keys[1]


def merged(rows: Sequence[str], new: Iterable[str], order: Order) -> tuple[str, ...]:
    """Return rows, which are in order as far as they have not changed since, with others, each in its place."""
    if order.backwards:
        return merged(rows[::-1], new, Order(order.rank))[::-1]
    result: list[str] = []
    begin = 0
    for key in sorted(new, key=order.rank):
        end = bisect_left(rows, order.rank(key), lo=begin, key=order.rank)
        result += rows[begin:end]
        result.append(key)
        begin = end
    return (*result, *rows[begin:])
