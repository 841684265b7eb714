"""How the rows that a filter means come of those that its parts mean: AND, OR, NOT and views, the cheap parts first."""

from __future__ import annotations

from abc import ABC, abstractmethod

from readlist.query.filters import AllOf, AnyOf, Everything, Filter, Not
from readlist.query.query import InView, Query


class Combining(ABC):
    """Finds rows by filters of any kind, by way of what finds them by filters that are made of no others."""

    @abstractmethod
    def of_one(self, part: Filter, within: int) -> int:
        """Return the rows (a set) of `within`, which is not empty, that a filter means which is made of no others."""

    @abstractmethod
    def cost_of_one(self, part: Filter) -> int:
        """Return how long `of_one` takes for a filter, as a number to compare."""

    def of_query(self, query: Query, within: int) -> int:
        """Return the rows (a set) of `within` that a query means, whatever its limit."""
        if query.hidden is not None:
            within &= ~self.rows(query.hidden, within)
        return self.rows(query.where, within)

    def rows(self, part: Filter, within: int) -> int:
        """Return the rows (a set) of `within` that a filter means."""
        if isinstance(part, AllOf):
            for below in sorted(part.filters, key=self.cost):
                within = self.rows(below, within)
        elif isinstance(part, AnyOf):
            rest = within
            for below in sorted(part.filters, key=self.cost):
                rest &= ~self.rows(below, rest)
            within &= ~rest
        elif isinstance(part, Not):
            within &= ~self.rows(part.filter, within)
        elif isinstance(part, InView):
            within = self.of_query(part.query, within)
        elif within and not isinstance(part, Everything):
            within = self.of_one(part, within)
        return within

    def cost(self, part: Filter) -> int:
        """Return how long it takes to find the rows of a filter, as a number to compare."""
        if isinstance(part, AllOf | AnyOf):
            return max(map(self.cost, part.filters), default=0)
        if isinstance(part, Not):
            return self.cost(part.filter)
        if isinstance(part, InView):
            return self.cost(part.query.where)
        return self.cost_of_one(part)
