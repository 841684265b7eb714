"""The user's own views: the filter saved under a name, one of them opened or removed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from readlist.app.commands.base import Command
from readlist.app.desk_views import view_named_in, written
from readlist.app.facets import toggled
from readlist.app.widgets.prompt_line import Prompt
from readlist.app.widgets.views_pane import ViewLine
from readlist.model.user_views import InvalidViewError, Origin, UserView, view_name
from readlist.query.errors import QueryError
from readlist.query.filters import all_of, leaves
from readlist.query.query import InView, Query
from readlist.store.errors import StoreError
from readlist.store.views import UnknownViewError

if TYPE_CHECKING:
    from readlist.app.desk import Desk
    from readlist.app.screens.main import MainScreen
    from readlist.app.widgets.view_menu import SavedView
    from readlist.query.views import View

_GROUP = "Panes and views"


class SaveView(Command):
    """Save the filter as a view, under a name."""

    id = "save_view"
    keys = ("F",)
    label = "save view"
    group = _GROUP
    panes = frozenset({"papers", "views"})

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a filter."""
        return bool(screen.desk.filter_text)

    async def run(self, screen: MainScreen) -> None:
        """Ask for a name; where a view has it already, ask whether to replace that."""
        await screen.ask(
            Prompt(
                label="Save as view:",
                answered=partial(self._named, screen),
                typed=lambda _: screen.prompt_aside(query_of(screen.desk)),
                problem=lambda text: problem_with(screen.desk, text),
            )
        )

    def _named(self, screen: MainScreen, text: str) -> None:
        name = view_name(text)
        taken = _own_view(screen.desk, name)
        if taken is None:
            save(screen, name)
        else:
            screen.run_worker(screen.ask(self._replacing(screen, taken)), group="views")

    @staticmethod
    def _replacing(screen: MainScreen, taken: UserView) -> Prompt:
        def answered(text: str) -> None:
            if text.strip().casefold().startswith("y"):
                save(screen, taken.name)
            else:
                screen.say(f"{taken.name} stays as it was")

        return Prompt(
            label=f"Replace the view {taken.name}? y/n",
            answered=answered,
            typed=lambda _: screen.prompt_aside(f"it is: {taken.query}"),
            problem=lambda text: None if text.strip().casefold() in {"y", "yes", "n", "no"} else "y or n",
        )


class SavedViews(Command):
    """Your views: open one, or remove one."""

    id = "saved_views"
    keys = ("f",)
    label = "views"
    group = _GROUP

    async def run(self, screen: MainScreen) -> None:
        """Show the menu."""
        from readlist.app.screens.view_menu import ViewMenuScreen  # noqa: PLC0415 -- not needed for the first screen

        def opened(name: str | None) -> None:
            view = _view(screen.desk, name) if name is not None else None
            if view is not None:
                screen.open_view(view)

        menu = ViewMenuScreen(lambda: saved_views(screen.desk), partial(remove, screen))
        screen.app.push_screen(menu, opened)


def choose(screen: MainScreen) -> None:
    """Do what the line under the cursor of the views is for."""
    line = screen.views.current
    if isinstance(line, ViewLine):
        view = _view(screen.desk, line.name)
        if view is not None:
            screen.open_view(view)
            screen.go_to("papers")
    elif line is not None and line.value is not None:
        desk = screen.desk
        text = toggled(
            desk.filter_text,
            desk.query,
            line.field,
            line.value,
            parse=desk.parsed,
            count=lambda where: desk.finder.count(Query(where)),
        )
        screen.filtering.apply(text)
    else:
        screen.views.toggle()


def query_of(desk: Desk, name: str = "") -> str:
    """Return the query of what is shown, as the view `name` gets it: the filter, in the view that is open.

    Where the open view is the one that gets the query, its own query stays in it.
    """
    view, shown = desk.view, desk.query
    if not _same_name(view.name, name) or view_named_in(shown):
        return written(view, desk.filter_text, shown)
    opened = view.query
    both = all_of([opened.where, shown.where])
    return str(Query(both, shown.sort or opened.sort, shown.limit or opened.limit))


def problem_with(desk: Desk, text: str) -> str | None:
    """Return what is wrong with `text` as the name of a view that gets the query of what is shown; None for nothing."""
    try:
        name = view_name(text, built_in=[view.name for view in desk.views if view.built_in])
    except InvalidViewError as error:
        return str(error)
    taken = _own_view(desk, name)
    if taken is not None and taken.origin is Origin.CONFIG:
        return f"{taken.name} stands in the configuration: it is changed there"
    if any(_same_name(name, view) for view in _views_in(desk.query)):
        return "a view cannot be made of itself"
    return None


def save(screen: MainScreen, name: str) -> None:
    """Save what is shown as a view, and open that in the place of the filter."""
    desk = screen.desk
    try:
        change = desk.save_view(name, query_of(desk, name))
    except (StoreError, InvalidViewError, QueryError) as error:
        screen.say(desk.in_short(error), error=True)
        return
    view = _view(desk, name)
    if view is not None:
        desk.own_views.keep_way_back(view.name, desk.view.name, desk.filter_text)
        screen.filter("", keep=screen.papers.cursor_key)
        screen.open_view(view)
    screen.redraw()
    screen.say(change.summary, aside=screen.undo_hint)


def remove(screen: MainScreen, name: str) -> tuple[str, bool]:
    """Remove a view; return what came of it, and whether that is a problem."""
    try:
        change = screen.desk.remove_view(name)
    except (StoreError, UnknownViewError) as error:
        return screen.desk.in_short(error), True
    screen.redraw()
    return change.summary, False


def saved_views(desk: Desk) -> list[SavedView]:
    """Return the user's own views as the menu lists them."""
    from readlist.app.widgets.view_menu import SavedView  # noqa: PLC0415 -- not needed for the first screen

    counts = desk.counts
    return [
        SavedView(view.name, view.query, counts.get(view.name), fixed=view.origin is Origin.CONFIG)
        for view in desk.own_views.own
        if not view.hidden
    ]


def _view(desk: Desk, name: str) -> View | None:
    return next((view for view in desk.views if _same_name(view.name, name)), None)


def _own_view(desk: Desk, name: str) -> UserView | None:
    """Return the user's view of that name, also one that cannot be opened."""
    return next((view for view in desk.own_views.own if _same_name(view.name, name) and not view.hidden), None)


def _same_name(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _views_in(query: Query) -> Iterator[str]:
    """Return the names of the views that a query is made of, and those that they are made of."""
    for part in leaves(query.where):
        if isinstance(part, InView):
            yield part.name
            yield from _views_in(part.query)
