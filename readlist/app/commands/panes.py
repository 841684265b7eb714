"""Panes and views: which has the keys, which is open, how large."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands import views
from readlist.app.commands.base import Command
from readlist.app.commands.moving import ALL_PANES

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

ORDER = ("views", "papers", "abstract", "note")


class _Panes(Command):
    group = "Panes and views"


class _ToPane(_Panes):
    pane: ClassVar[str]

    async def run(self, screen: MainScreen) -> None:
        """Give the pane the keys."""
        screen.go_to(self.pane)


class ToViews(_ToPane):
    """Go to the views, and what the papers have in common."""

    id = "views"
    keys = ("1",)
    pane = "views"


class ToPapers(_ToPane):
    """Go to the papers."""

    id = "papers"
    keys = ("2",)
    pane = "papers"
    label = "papers"
    panes = frozenset({"views"})


class ToAbstract(_ToPane):
    """Go to the abstract."""

    id = "abstract"
    keys = ("3",)
    pane = "abstract"


class ToNote(_ToPane):
    """Go to the note."""

    id = "note"
    keys = ("4",)
    pane = "note"


class NextPane(_Panes):
    """Next pane."""

    id = "next_pane"
    keys = ("tab",)
    label = "pane"
    panes = ALL_PANES
    step: ClassVar[int] = 1

    async def run(self, screen: MainScreen) -> None:
        """Give the keys to the next pane, round and round."""
        here = ORDER.index(screen.pane_name)
        screen.go_to(ORDER[(here + self.step) % len(ORDER)])


class PreviousPane(NextPane):
    """Previous pane."""

    id = "previous_pane"
    keys = ("shift+tab",)
    label = ""
    step = -1


class _StepView(_Panes):
    step: ClassVar[int]

    async def run(self, screen: MainScreen) -> None:
        """Open the neighbouring view, round and round."""
        views = screen.desk.views
        here = views.index(screen.desk.view)
        screen.open_view(views[(here + self.step * (screen.count or 1)) % len(views)])


class NextView(_StepView):
    """Next view."""

    id = "next_view"
    keys = ("]",)
    step = 1


class PreviousView(_StepView):
    """Previous view."""

    id = "previous_view"
    keys = ("[",)
    step = -1


class Enter(_Panes):
    """Open what is under the cursor, or zoom the pane."""

    id = "open"
    keys = ("enter",)
    label = "open"
    panes = ALL_PANES

    async def run(self, screen: MainScreen) -> None:
        """From the list the paper's abstract takes the whole screen; the views know what to do with each line."""
        pane = screen.pane_name
        if pane == "views":
            views.choose(screen)
        elif pane == "papers":
            if screen.papers.rows:
                screen.zoom("abstract")
        else:
            screen.zoom(None if screen.zoomed else pane)


class Back(_Panes):
    """One step back: zoom, selection, pane, filter."""

    id = "back"
    keys = ("escape",)
    label = "back"
    panes = frozenset({"views", "abstract", "note"})

    async def run(self, screen: MainScreen) -> None:
        """Undo the innermost of what was opened."""
        if screen.pane_name == "abstract" and screen.abstract.selects:
            screen.abstract.select_nothing()
            screen.say("")
        elif screen.zoomed:
            screen.zoom(None)
            screen.go_to("papers")
        elif screen.papers.selected:
            screen.papers.clear_selection()
            screen.say("Nothing selected")
        elif screen.pane_name != "papers":
            screen.go_to("papers")
        elif screen.desk.filter_text:
            screen.filter("")
            screen.say("Filter off")


class Sweep(_Panes):
    """Sweep away the dimmed rows, which no longer belong here."""

    id = "sweep"
    keys = ("$",)
    label = "sweep"

    def possible(self, screen: MainScreen) -> bool:
        """Whether a row is dimmed."""
        return bool(screen.desk.stale)

    async def run(self, screen: MainScreen) -> None:
        """List the view anew."""
        swept = len(screen.desk.stale)
        screen.desk.sweep()
        screen.redraw()
        screen.say(f"Swept {swept} row{'' if swept == 1 else 's'}")


class _ToView(_Panes):
    view: ClassVar[str]

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is such a view."""
        return any(view.name == self.view for view in screen.desk.views)

    async def run(self, screen: MainScreen) -> None:
        """Open it."""
        screen.open_view(next(view for view in screen.desk.views if view.name == self.view))


class ToInbox(_ToView):
    """Go to the inbox."""

    id = "to_inbox"
    keys = ("g i",)
    view = "Inbox"


class ToQueue(_ToView):
    """Go to the queue."""

    id = "to_queue"
    keys = ("g q",)
    view = "Queue"


class ToReading(_ToView):
    """Go to the papers that you are reading."""

    id = "to_reading"
    keys = ("g r",)
    view = "Reading"


class ToStarred(_ToView):
    """Go to the papers with a star."""

    id = "to_starred"
    keys = ("g s",)
    view = "Starred"


class ToRead(_ToView):
    """Go to the papers that are read."""

    id = "to_read"
    keys = ("g m",)
    view = "Read"


class ToArchive(_ToView):
    """Go to the archive."""

    id = "to_archive"
    keys = ("g e",)
    view = "Archived"


class ToAll(_ToView):
    """Go to all papers."""

    id = "to_all"
    keys = ("g a",)
    view = "All"
