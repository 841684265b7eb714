"""Views: queries that have a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from readlist.model.library import Library, Query
from readlist.model.paper import Paper, Status
from readlist.query.filters import HasStatus, NotArchived, Starred


@dataclass(frozen=True, slots=True)
class View:
    """A named query.

    Attributes:
        name: what people call it.
        query: the papers in it.
        help: one line that says which they are.
    """

    name: str
    query: Query
    help: str


VIEWS: tuple[View, ...] = (
    View("Inbox", HasStatus(Status.INBOX), "new papers, not triaged yet"),
    View("Queue", HasStatus(Status.QUEUED), "papers to read"),
    View("Reading", HasStatus(Status.READING), "papers being read"),
    View("Starred", Starred(), "papers with a star"),
    View("Read", HasStatus(Status.READ), "papers that are read"),
    View("Archived", HasStatus(Status.ARCHIVED), "papers that will not be read"),
    View("All", NotArchived(), "everything but the archive"),
)
"""The built-in views, in the order in which they are shown."""


class ViewCounts:
    """How many papers each view has: counted once, then kept by looking only at what changed."""

    def __init__(self, views: Sequence[View], library: Library) -> None:
        self._views = views
        self.by_name: dict[str, int] = {view.name: 0 for view in views}
        for paper in library:
            self._count(paper, 1)

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
                self.by_name[view.name] += by
