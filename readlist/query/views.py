"""Views: queries that have a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import NamedTuple, TypeAlias

from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.query.filters import Everything, Filter
from readlist.query.filters_state import Deferred, InState, Returned
from readlist.query.query import Query, conditions, hidden_from


class View(NamedTuple):
    """A named query.

    Attributes:
        name: what people call it.
        query: the papers in it.
        help: one line that says which they are.
        text: the query as it is written.
        built_in: whether it came with the program.
    """

    name: str
    query: Query
    help: str
    text: str = ""
    built_in: bool = False


_BUILT_IN: tuple[tuple[str, Filter, str], ...] = (
    ("Inbox", InState(Status.INBOX.value), "new papers, not triaged yet"),
    ("Queue", InState(Status.QUEUED.value), "papers to read"),
    ("Reading", InState(Status.READING.value), "papers being read"),
    ("Starred", InState("starred"), "papers with a star"),
    ("Read", InState(Status.READ.value), "papers that are read"),
    ("Archived", InState(Status.ARCHIVED.value), "papers that will not be read"),
    ("All", Everything(), "everything but the archive and what is deferred"),
)


def built_in_views(today: str | None) -> tuple[View, ...]:
    """Return the built-in views, in the order in which they are shown.

    They are made without the parser, which the first screen would have to wait for.

    Args:
        today: the day, "2026-11-21"; None where it is not known, so that no paper counts as deferred.
    """
    return tuple(
        View(name, Query(where, hidden=hidden_from(where, today)), words, str(where), built_in=True)
        for name, where, words in _BUILT_IN
    )


VIEWS: tuple[View, ...] = built_in_views(None)
"""The built-in views, for who does not know the day."""

Count: TypeAlias = Callable[[Query], int]
_State: TypeAlias = tuple[Status, bool, str | None]


class ViewCounts:
    """How many papers each view has: counted once, then kept by looking only at what changed.

    Attributes:
        by_name: how many each view shows when it is open: no more than its limit.
        matching: how many its query means, whatever its limit.
    """

    def __init__(self, views: Sequence[View], library: Library, count: Count | None = None) -> None:
        """Count.

        Args:
            views: which.
            library: of which papers.
            count: returns how many papers of `library` a query means, whatever its limit; asks each paper where it is
                not given. Views that ask for nothing but status, star and deferral, as most of the built-in ones do,
                are counted without it.
        """
        self._views = views
        by_state = [view for view in views if _asks_state_alone(view.query)]
        self.matching: dict[str, int] = {view.name: 0 for view in views}
        if by_state:
            for paper, number in _kinds(library):
                for view in by_state:
                    if view.query.matches(paper):
                        self.matching[view.name] += number
        for view in views:
            if view not in by_state:
                self.matching[view.name] = count(view.query) if count else len(library & view.query)
        self.by_name: dict[str, int] = {view.name: view.query.most(self.matching[view.name]) for view in views}

    def follow(self, before: Library, after: Library, keys: Iterable[str]) -> None:
        """Bring the counts from the library `before` to the one `after`, which differ in the papers `keys`."""
        for key in keys:
            old, new = before.get(key), after.get(key)
            if old is not None:
                self._count(old, -1)
            if new is not None:
                self._count(new, 1)

    def _count(self, paper: Paper, by: int) -> None:
        for view in self._views:
            if view.query.matches(paper):
                self.matching[view.name] += by
                self.by_name[view.name] = view.query.most(self.matching[view.name])


def keys_by_state(query: Query, library: Library) -> tuple[str, ...] | None:
    """Return the keys of the papers that a query means, in their order, where status, star and deferral tell.

    None where it asks for more, or for an order or a number. No paper is made or read for it.
    """
    if query.sort is not None or query.limit is not None or not _asks_state_alone(query):
        return None
    kinds = list(_states(library))
    meant = {kind for kind in set(kinds) if query.matches(_paper_of(kind))}
    return tuple(compress(library.values("key"), map(meant.__contains__, kinds)))


def _asks_state_alone(query: Query) -> bool:
    """Whether all that a query asks for is status, star and deferral, so that papers alike in these are alike to it."""
    return all(
        isinstance(part, Everything | Deferred | Returned) or (isinstance(part, InState) and part.state != "untitled")
        for part in conditions(query.where)
    )


def _kinds(library: Library) -> Iterable[tuple[Paper, int]]:
    """Return a paper for each status, star and deferral that there are in the library, and how many papers are so."""
    for kind, number in Counter(_states(library)).items():
        yield _paper_of(kind), number


def _states(library: Library) -> Iterator[_State]:
    return zip(*(library.values(name) for name in ("status", "starred", "defer_until")), strict=True)


def _paper_of(state: _State) -> Paper:
    status, starred, defer_until = state
    return Paper(key="", number=0, status=status, starred=starred, defer_until=defer_until)
