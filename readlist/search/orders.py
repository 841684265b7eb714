"""Putting papers that were found in another order; of very many, from an order of all that is made once."""

from __future__ import annotations

from readlist.model.library import Library, ranking
from readlist.search.reading import Copies

_FEW = 2000
"""So many papers are put in order themselves; of more, all papers of the library."""
_COLUMNS = {
    "added": ("added",),
    "year": ("year",),
    "title": ("title",),
    "author": ("authors",),
    "venue": ("venue",),
    "read": ("read_on",),
}
"""The fields that an order looks at, where the library has them at hand for all papers."""


class Orders:
    """The library's papers in the orders that were asked for."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, ...]] = {}

    def forget(self) -> None:
        """Forget all orders: the library has changed."""
        self._known.clear()

    def sort(self, library: Library, keys: tuple[str, ...], order: str) -> tuple[str, ...]:
        """Return papers in an order; see `Library.sorted_by`.

        Raises:
            UnknownSortError: there is no such order.
        """
        if len(keys) > _FEW:
            if order not in self._known:
                self._known[order] = self._sorted(library, library.keys, order)
            among = frozenset(keys)
            return tuple(key for key in self._known[order] if key in among)
        return self._sorted(library, keys, order)

    @staticmethod
    def _sorted(library: Library, keys: tuple[str, ...], order: str) -> tuple[str, ...]:
        rank, backwards = ranking(order)
        copied = Copies([library[key] for key in keys])
        papers = copied.having(_COLUMNS.get(order.partition("-")[0], ())) if len(keys) > _FEW else copied.having(())
        ranks = dict(zip(keys, map(rank, papers), strict=True))
        return tuple(sorted(keys, key=ranks.__getitem__, reverse=backwards))
