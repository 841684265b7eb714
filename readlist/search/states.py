"""The rows of filters that look at one small field of a paper: its few distinct values are asked, not the papers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from readlist.model.paper import Paper
from readlist.query.filters import Filter
from readlist.query.filters_record import During, Has, Identified, InYears
from readlist.query.filters_state import InState
from readlist.search import bits
from readlist.search.base import Base
from readlist.search.live import Live
from readlist.search.needles import Needle


class States:
    """Finds the rows of an index that such filters mean.

    Args:
        base: the index.
        live: what changes daily, of the same rows.
    """

    def __init__(self, base: Base, live: Live) -> None:
        self.base = base
        self.live = live
        self._finders: dict[type[Filter], Callable[[Any], int]] = {
            InState: self._untitled,
            Has: self._has,
            InYears: self._in_years,
            During: self._during,
            Identified: self._identified,
        }

    def rows(self, part: Filter) -> int | None:
        """Return the rows (a set) that a filter means; None for a filter of another kind.

        Raises:
            DamagedError: the index is not what was written.
        """
        known = self.live.rows(part)
        find = self._finders.get(type(part))
        return known if known is not None or find is None else find(part)

    def _untitled(self, _: InState) -> int:
        return bits.full(self.base.size) & ~self._having("title")

    def _has(self, part: Has) -> int:
        return self._having(part.part)

    def _having(self, part: str) -> int:
        units = self.base.units("has")
        return units.union(units.having(f"\n{part}\n".encode()))

    def _in_years(self, part: InYears) -> int:
        return self._valued("year", lambda year: part.matches(Paper(key="-", number=0, year=int(year))))

    def _during(self, part: During) -> int:
        if part.event == "added":
            return self._valued("added", lambda at: part.matches(Paper(key="-", number=0, added=at)))
        return self._valued("read", lambda at: part.matches(Paper(key="-", number=0, read_on=at)))

    def _valued(self, name: str, test: Callable[[str], bool]) -> int:
        units = self.base.units(name)
        return units.union(unit for unit in range(units.count) if test(units.given[unit]))

    def _identified(self, part: Identified) -> int:
        units = self.base.units(part.kind)
        # Without marks, it may be found in more identifiers than those that are meant.
        normal = part.normal(part.identifier)
        wanted = Needle(normal, exact=False).raw
        return units.union(unit for unit in units.having(wanted) if part.normal(units.given[unit]) == normal)
