"""What a query on the command line means: with the user's views, today's date, and the papers of the library."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from readlist.cli.session import Session
from readlist.model.paper import Paper
from readlist.model.user_views import UserView, user_views
from readlist.text import cut

if TYPE_CHECKING:
    from readlist.query.filters import Filter
    from readlist.query.query import Query
    from readlist.search.finder import Finder
    from readlist.store.repository import Repository

_ROOM = 100
"""Cells of a query that a message quotes."""
_SHARE = 10
"""Reading fields of all papers takes about as long as reading this part of them (1/10) one by one."""


class OwnViews(Mapping[str, str]):
    """Query texts of the user's own views by their names, read when a query first asks for one.

    Most queries do, and then neither the configuration nor the table of views is looked at.
    """

    def __init__(self, session: Session, repository: Repository) -> None:
        self._session = session
        self._repository = repository

    @cached_property
    def all(self) -> tuple[UserView, ...]:
        """Those of configuration and library, also those behind which another one of the same name stands.

        Raises:
            ConfigError: the configuration cannot be used.
        """
        from readlist.query.views import VIEWS  # noqa: PLC0415 -- only needed here

        built_in = [view.name for view in VIEWS]
        return user_views(self._session.config().views, self._repository.views, built_in=built_in)

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        return {view.name: view.query for view in self.all if not view.hidden}

    def __getitem__(self, name: str) -> str:
        return self._texts[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def local_now(session: Session) -> datetime:
    """Return the present moment in the user's time zone, whose days are meant by "today"."""
    from readlist.store.repository import system_clock  # noqa: PLC0415 -- loads TinyDB

    return (session.clock or system_clock)().astimezone()


def parsed(session: Session, text: str, views: Mapping[str, str]) -> Query:
    """Return the query that `text` is.

    Args:
        session: tells the time.
        text: what was typed.
        views: the user's own ones, see `OwnViews`.

    Raises:
        QueryError: it is none.
        ConfigError: it asks for a view, and the configuration cannot be used.
    """
    from readlist.query.parser import parse  # noqa: PLC0415 -- a single key does without

    return parse(text, now=local_now(session), views=views)


def nothing_matches(text: str) -> str:
    """Return what is said where no paper matches the query `text`, of which a long one is cut."""
    return f"no paper matches {cut(text, _ROOM)!r}"


def with_all(query: Query, today: str) -> Query:
    """Return a query that also means archived and deferred papers, those of its views too; `today` is "2026-11-21"."""
    from readlist.query.query import with_views_opened  # noqa: PLC0415 -- a single key does without

    where = with_views_opened(query.where, today, {"archived", "deferred"})
    return dataclasses.replace(query, where=where, hidden=None)


class Search:
    """Looks for papers in a library as it is."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def find(self, query: Query) -> list[Paper]:
        """Return the papers that match exactly, sorted and as many as the query says.

        Raises:
            UnknownSortError: it asks for an order that there is not.
        """
        from readlist.query.filters import Everything  # noqa: PLC0415 -- a single key does without

        if query.sort is None and isinstance(query.where, Everything):
            # A plain list needs no more than what every library has at hand.
            return [*islice(filter(query.matches, self._repository.library), query.limit)]
        found = self._finder.find(query)
        return [] if found.close else self._papers(found.keys)

    def find_close(self, query: Query) -> list[Paper]:
        """Return the papers that are closest to the words of a query that no paper matches, best first."""
        found = self._finder.find(query)
        return self._papers(found.keys) if found.close else []

    def count(self, query: Query) -> int:
        """Return how many papers match exactly, however many of them the query would show."""
        return self._finder.count(query)

    def out_of_sight(self, query: Query, today: str) -> dict[str, int]:
        """Return how many papers a query would mean if it asked for them: archived ones, deferred ones; none left out.

        Args:
            query: what was asked for.
            today: the day, "2026-11-21", on which papers are deferred.
        """
        if query.hidden is None:
            return {}
        from readlist.query.filters import all_of, negated  # noqa: PLC0415 -- a single key does without, and the next
        from readlist.query.filters_state import Deferred  # noqa: PLC0415
        from readlist.query.query import ARCHIVED, Query, with_views_opened  # noqa: PLC0415

        hidden: dict[str, list[Filter]] = {"archived": [ARCHIVED], "deferred": [Deferred(today), negated(ARCHIVED)]}
        counts = {
            name: self.count(Query(all_of([with_views_opened(query.where, today, {name}), *parts])))
            for name, parts in hidden.items()
        }
        return {name: count for name, count in counts.items() if count}

    def read_ahead(self, papers: Sequence[Paper], names: Sequence[str]) -> None:
        """Read some fields of papers at once where they are so many that this is quicker than one by one."""
        library = self._repository.library
        if len(papers) * _SHARE > len(library):
            library.prefetch(names)

    @cached_property
    def _finder(self) -> Finder:
        from readlist.search.finder import FOLDER, Finder  # noqa: PLC0415 -- a single key does without

        repository = self._repository
        return Finder(repository.library, folder=repository.directory / FOLDER, versions=repository.versions)

    def _papers(self, keys: Iterable[str]) -> list[Paper]:
        library = self._repository.library
        return [library[key] for key in keys]
