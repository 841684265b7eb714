"""The views on a desk, built in and the user's own, and how a filter goes together with one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import chain

from readlist.model.change import Change
from readlist.model.library import Library
from readlist.model.user_views import UserView, no_longer_working, user_views
from readlist.query.errors import QueryError
from readlist.query.filters import AllOf, AnyOf, Everything, Filter, all_of, any_of
from readlist.query.query import InView, Query, hidden_from, with_views_opened
from readlist.query.views import View, ViewCounts, built_in_views
from readlist.text import clean_line

EVERYTHING, ARCHIVE = "All", "Archived"
"""The built-in views that together have all papers but those that are deferred."""


class DeskViews:
    """The views of one library, with what the configuration adds.

    Attributes:
        all: the views that can be opened: the built-in ones, then the user's own.
        own: the user's own, also those that cannot be opened.
    """

    def __init__(
        self, saved: Callable[[], Mapping[str, str]], configured: Mapping[str, str], now: Callable[[], datetime]
    ) -> None:
        """Begin with the built-in views: those of the user's own may need the parser, which takes its time to load.

        Args:
            saved: returns the views of the library, query texts by names; the same object until one changes.
            configured: those of the configuration.
            now: tells the time, with its zone.
        """
        self._saved = saved
        self._configured = configured
        self._now = now
        self._seen: tuple[str, Mapping[str, str]] | None = None
        self._problems: list[str] = []
        self._told: dict[str, str] = {}
        self._broken: list[str] = []
        self._ways_back: dict[str, tuple[str, str]] = {}
        self._lost = ""
        self.own: tuple[UserView, ...] = ()
        self.all: tuple[View, ...] = built_in_views(self.today)

    @property
    def today(self) -> str:
        """The date, "2026-11-21"."""
        return self._now().date().isoformat()

    @property
    def texts(self) -> Mapping[str, str]:
        """The queries of the user's own views by their names."""
        return {view.name: view.query for view in self.own if not view.hidden}

    def refresh(self) -> bool:
        """Take in what has changed since: views of the library, the day; return whether anything has."""
        self._lost = ""
        seen = (self.today, self._saved())
        if self._seen is not None and self._seen[0] == seen[0] and self._seen[1] is seen[1]:
            return False
        before, self._seen = (self.own, self.all), seen
        built_in = built_in_views(seen[0])
        self.own = user_views(self._configured, seen[1], built_in=[view.name for view in built_in])
        self.all = (*built_in, *filter(None, map(self._view, self.own)))
        opened, could = ({view.name for view in views} for views in (self.all, before[1]))
        self._broken = [name for name in self.texts if name in could and name not in opened]
        return (self.own, self.all) != before

    def keep_way_back(self, name: str, view: str, filter_text: str) -> None:
        """Keep which view was open, and with which filter, when the view `name` was made of them."""
        self._ways_back[name] = view, filter_text

    def still_there(self, view: View, filter_text: str) -> tuple[View, str]:
        """Return the view to show, and the filter, where `view` was open with `filter_text`.

        In the place of one that is gone comes what it was made of, else everything.
        """
        by_name = {known.name: known for known in self.all}
        if view.name in by_name:
            return by_name[view.name], filter_text
        before, text_before = self._ways_back.get(view.name, (EVERYTHING, ""))
        shown = by_name.get(before, by_name[EVERYTHING])
        self._lost = f"; view {clean_line(view.name)!r} can no longer be shown: this is {clean_line(shown.name)}"
        return shown, filter_text or (text_before if shown.name == before else "")

    def give_up_filter(self) -> None:
        """Take note that the filter is off: it names a view that is gone."""
        self._lost += "; the filter names a view that can no longer be shown, and is off"

    def take_lost(self) -> str:
        """Return what is said behind the news of what was taken in last: what is no longer shown; "" for nothing."""
        lost, self._lost = self._lost, ""
        return lost

    def take_problems(self) -> list[str]:
        """Return what is wrong with views that cannot be opened, a line each; every line is returned once."""
        problems, self._problems = self._problems, []
        return problems

    def removed(self, change: Change) -> Change:
        """Return a change that took a view away, saying as well what cannot be opened or shown any more because of it.

        What is wrong with each view comes with the problems: a line that says what was done is short. `change` is the
        last that `refresh` has taken in.
        """
        return replace(change, summary=f"{change.summary}{no_longer_working(self._broken)}{self.take_lost()}")

    def _view(self, own: UserView) -> View | None:
        if own.hidden:
            return None
        from readlist.query.parser import parse_view  # noqa: PLC0415 -- who has no views of their own starts without it

        try:
            query = parse_view(own.name, own.query, now=self._now(), views=self.texts)
        except QueryError as error:
            # The hint may name the views that there are: with each that comes or goes it is another one.
            if self._told.get(own.name) != error.reason:
                self._told[own.name] = error.reason
                self._problems.append(f"view {own.name!r}: {error}")
            return None
        # It may come to be wrong again.
        self._told.pop(own.name, None)
        return View(own.name, query, query.describe(), own.query)


def composed(view: View, query: Query, today: str) -> Query:
    """Return the query for the papers of a view that another query means.

    Order and number are those of the query, else those of the view. Papers in the archive, and deferred ones, show
    where either asks for them. A query that names views is about those, whichever is open.
    """
    if isinstance(view.query.where, Everything) or view_named_in(query):
        parts = [query.where]
    else:
        # As one condition: its words are none that the user has typed.
        open_view = InView(view.name, Query(view.query.where))
        parts = [open_view, query.where]
    if view_named_in(query) is None:
        query = replace(query, sort=query.sort or view.query.sort, limit=query.limit or view.query.limit)
    where = with_views_opened(all_of(parts), today)
    return replace(query, where=where, hidden=hidden_from(where, today))


def views_named_in(query: Query) -> tuple[InView, ...]:
    """Return the views in any of which all papers of a query are because it says so; none for none."""
    return tuple({part.name: part for part in _named(query.where)}.values())


def _named(where: Filter) -> tuple[InView, ...]:
    if isinstance(where, InView):
        return (where,)
    parts = [_named(part) for part in where.filters] if isinstance(where, AllOf | AnyOf) else []
    if isinstance(where, AnyOf):
        # One of them is about the open view.
        return tuple(chain.from_iterable(parts)) if all(parts) else ()
    return next(filter(None, parts), ())


def view_named_in(query: Query) -> str | None:
    """Return what the views of `views_named_in` are called, "Queue or Reading"; None for none."""
    return " or ".join(view.name for view in views_named_in(query)) or None


class Totals:
    """How many papers there are in the views that a filter names, each paper counted once."""

    def __init__(self, count: Callable[[Query], int]) -> None:
        """Count nothing yet; `count` returns how many papers a query means."""
        self._count = count
        self._counted: tuple[Query, Library, int] | None = None

    def of(self, query: Query, library: Library, open_view: str, counts: ViewCounts) -> int:
        """Return how many papers are in the views that a filter names; in the open one where it names none.

        Args:
            query: what the filter asks for.
            library: all papers.
            open_view: the name of the view that is open.
            counts: how many papers each view has. A view shows no more than its limit; among other conditions, it
                stands for all that it means.
        """
        named = views_named_in(query)
        if isinstance(query.where, InView | Everything):
            return counts.by_name.get(named[0].name if named else open_view, 0)
        if len(named) <= 1:
            return counts.matching.get(named[0].name if named else open_view, 0)
        # It is asked for whenever the list is drawn.
        if self._counted is None or self._counted[0] is not query or self._counted[1] is not library:
            # Each view hides by itself what it does not ask for.
            self._counted = (query, library, self._count(Query(any_of(named))))
        return self._counted[2]


def written(view: View, text: str, query: Query) -> str:
    """Return the query that stands for a view with a filter, as it is written.

    Args:
        view: the view that is open.
        text: the filter as it was typed.
        query: what that means.
    """
    if view_named_in(query):
        return text.strip()
    # Among other conditions the view would stand for its papers alone.
    shown = replace(query, sort=query.sort or view.query.sort, limit=query.limit or view.query.limit)
    if isinstance(view.query.where, Everything):
        return text.strip() if shown == query else str(shown)
    return str(replace(shown, where=all_of([InView(view.name, view.query), query.where])))
