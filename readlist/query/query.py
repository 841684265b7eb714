"""A query: which papers are meant, in which order, how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from readlist.model.paper import Paper
from readlist.query.filters import (
    AllOf,
    AnyOf,
    Everything,
    FieldFilter,
    Filter,
    Not,
    TextFilter,
    all_of,
    any_of,
    leaves,
    negated,
    positive,
)
from readlist.query.filters_state import Deferred, InState

if TYPE_CHECKING:
    from readlist.query.filters_text import Close, Pattern, Text

ARCHIVED = InState("archived")


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asked for; `library & query` are the papers that match.

    Attributes:
        where: says which papers are meant.
        sort: the order to show them in, as `Library.sorted_by` takes it; None for the usual one.
        limit: how many to show at most; None for all.
        hidden: papers that stay out of sight all the same, because they were not asked for: those in the archive,
            those that are deferred; None for no such papers.
    """

    where: Filter = Everything()  # noqa: RUF009 -- frozen, so that all can share it
    sort: str | None = None
    limit: int | None = None
    hidden: Filter | None = None

    def matches(self, paper: Paper) -> bool:
        """Whether the query means `paper`."""
        return self.where.matches(paper) and not (self.hidden is not None and self.hidden.matches(paper))

    def most(self, papers: int) -> int:
        """Return how many of so many papers that match are shown."""
        return papers if self.limit is None else min(papers, self.limit)

    @property
    def words(self) -> tuple[str, ...]:
        """The words and phrases that are looked for anywhere, in order: those of fuzzy search."""
        return tuple(part.phrase for part in self.marks if part.phrase is not None)

    @property
    def marks(self) -> tuple[Text | Close | Pattern, ...]:
        """What is looked for in texts, in order: what to highlight where it stands."""
        # These three are all text filters that there are; views, which come first, do without them.
        found = tuple(part for part in positive(self.where) if isinstance(part, TextFilter))
        return cast("tuple[Text | Close | Pattern, ...]", found)

    def describe(self) -> str:
        """Return the query in words: "papers tagged ml, unread; sorted by year, backwards; the first 20"."""
        if isinstance(self.where, InView):
            # By itself a view is shown as it is when it is open; its order and number stand behind.
            papers = f"papers {InView(self.where.name, Query(self.where.query.where)).describe()}"
        else:
            papers = "all papers" if isinstance(self.where, Everything) else f"papers {self.where.describe()}"
        return "; ".join([papers, *self._settings_in_words()])

    def _settings_in_words(self) -> Iterator[str]:
        if self.sort is not None:
            name, _, direction = self.sort.partition("-")
            yield f"sorted by {name}, backwards" if direction == "desc" else f"sorted by {name}"
        if self.limit is not None:
            yield f"the first {self.limit}" if self.limit > 1 else "the first one"

    def __str__(self) -> str:
        parts = [] if isinstance(self.where, Everything) else [str(self.where)]
        if self.sort is not None:
            parts.append(f"sort:{self.sort}")
        if self.limit is not None:
            parts.append(f"limit:{self.limit}")
        if len(parts) > 1 and isinstance(self.where, AnyOf) and self.where.compound:
            parts[0] = f"({parts[0]})"
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class InView(FieldFilter):
    """Papers that a view means, in whatever order and however many of them it shows where it is open.

    Attributes:
        name: of the view, as it is spelt there.
        query: which papers it has.
    """

    name: str
    query: Query

    def matches(self, paper: Paper) -> bool:
        """Whether the view has `paper`."""
        return self.query.matches(paper)

    def describe(self) -> str:
        """Return the filter in words."""
        beyond = "" if self.query.limit is None else f", also beyond its first {self.query.limit}"
        return f"in the view {self.name}{beyond}"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        from readlist.query.writing import quoted  # noqa: PLC0415 -- built-in views stand in no other query

        return "view", quoted(self.name)


def conditions(where: Filter) -> Iterator[Filter]:
    """Return all filters of which `where` is made, those of its views instead of the views."""
    for part in leaves(where):
        if isinstance(part, InView):
            yield from conditions(part.query.where)
        else:
            yield part


def depth(where: Filter) -> int:
    """Return how many AllOf, AnyOf and views stand in one another; 0 for a single condition."""
    if isinstance(where, AllOf | AnyOf):
        return 1 + max(map(depth, where.filters), default=0)
    if isinstance(where, Not):
        return depth(where.filter)
    return 1 + depth(where.query.where) if isinstance(where, InView) else 0


def unasked(today: str) -> Query:
    """Return what is meant where nothing is asked for: every paper that is not out of sight on the day `today`."""
    return Query(hidden=hidden_from(Everything(), today))


def hidden_from(where: Filter, today: str | None, also: Collection[str] = ()) -> Filter | None:
    """Return which papers stay out of sight of a query, because `where` does not ask for them: None for none.

    Archived papers are asked for by is:archived, and deferred ones by is:deferred, each for itself: anywhere but below
    a Not, also in a view. Who asks for archived papers gets those too that came in deferred: they wait for no day.

    Args:
        where: what the query asks for.
        today: the day, "2026-11-21"; None where it is not known, so that nothing counts as deferred.
        also: "archived" and "deferred" where something else asks for these.
    """
    asked = {*_asked(where), *also}
    hidden: list[Filter] = [] if "archived" in asked else [ARCHIVED]
    if today is not None and "deferred" not in asked:
        deferred = Deferred(today)
        hidden.append(all_of([deferred, negated(ARCHIVED)]) if "archived" in asked else deferred)
    return any_of(hidden) if hidden else None


def with_views_opened(where: Filter, today: str, asked: Collection[str] = ()) -> Filter:
    """Return `where` with views that also have what is out of sight, as far as a condition beside them asks for it.

    "view:starred is:archived" means the papers with a star that are in the archive: nobody asks for what there cannot
    be. In "view:starred OR is:archived" the view has what it shows by itself.

    Args:
        where: what a query asks for.
        today: the day, "2026-11-21".
        asked: which of "archived" and "deferred" are asked for beside it.
    """
    if isinstance(where, InView):
        if not asked:
            return where
        query = where.query
        within = with_views_opened(query.where, today, asked)
        return replace(where, query=replace(query, where=within, hidden=hidden_from(within, today, asked)))
    if isinstance(where, AllOf):
        each = [frozenset(_asked(part)) for part in where.filters]
        times = Counter(name for names in each for name in names)
        return AllOf(
            tuple(
                with_views_opened(part, today, {*asked, *(name for name in times if times[name] > (name in names))})
                for part, names in zip(where.filters, each, strict=True)
            )
        )
    if isinstance(where, AnyOf):
        return AnyOf(tuple(with_views_opened(part, today, asked) for part in where.filters))
    return where


def _asked(where: Filter) -> Iterator[str]:
    for part in positive(where):
        if part == ARCHIVED:
            yield "archived"
        elif isinstance(part, Deferred):
            yield "deferred"
        elif isinstance(part, InView):
            yield from _asked(part.query.where)
