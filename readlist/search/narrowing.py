"""Whether a query can only mean papers that another one means: what was typed further leaves out more."""

from __future__ import annotations

from readlist.query.filters import AllOf, Everything, Filter
from readlist.query.filters_text import Text


def narrows(before: Filter, now: Filter) -> bool:
    """Whether every paper that `now` means is surely one that `before` means.

    True where `now` has all conditions of `before`, or some that ask for more: a longer text in the same place.
    """
    conditions = _conditions(now)
    return all(any(_implies(condition, asked) for condition in conditions) for asked in _conditions(before))


def _conditions(part: Filter) -> tuple[Filter, ...]:
    if isinstance(part, AllOf):
        return tuple(below for one in part.filters for below in _conditions(one))
    return () if isinstance(part, Everything) else (part,)


def _implies(now: Filter, before: Filter) -> bool:
    return now == before or (isinstance(now, Text) and isinstance(before, Text) and before.is_in(now))
