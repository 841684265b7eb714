"""How large the panes are: zoomed, folded away, with their borders moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

COLUMNS, LINES = 4, 2
"""How far a key moves a border."""


class _Sizing(Command):
    group = "Panes and views"


class Zoom(_Sizing):
    """The pane alone on the screen, or all of them again."""

    id = "zoom"
    keys = ("z z",)

    async def run(self, screen: MainScreen) -> None:
        """Zoom the pane that has the keys."""
        screen.zoom(None if screen.zoomed else screen.pane_name)


class _Fold(_Sizing):
    pane: ClassVar[str]

    async def run(self, screen: MainScreen) -> None:
        """Fold the pane away, or show it again."""
        key = self.shown_key
        if screen.panes.fold(self.pane):
            screen.say(f"Folded away: {self.pane}", aside=f"{key} shows it again" if key else "")
        else:
            screen.say("")
        screen.show_hints()


class FoldViews(_Fold):
    """Fold the views away, or show them again."""

    id = "fold_views"
    keys = ("z 1",)
    pane = "views"


class FoldAbstract(_Fold):
    """Fold the abstract away, or show it again."""

    id = "fold_abstract"
    keys = ("z 3",)
    pane = "abstract"


class FoldNote(_Fold):
    """Fold the note away, or show it again."""

    id = "fold_note"
    keys = ("z 4",)
    pane = "note"


class Larger(_Sizing):
    """Make the pane larger; after a number, by so many cells."""

    id = "larger"
    keys = ("}",)
    direction: ClassVar[int] = 1

    async def run(self, screen: MainScreen) -> None:
        """Move the border of the pane that has the keys."""
        columns, lines = (screen.count, screen.count) if screen.count else (COLUMNS, LINES)
        panes = screen.panes
        if not panes.borders.enlarge(screen.pane_name, columns=self.direction * columns, lines=self.direction * lines):
            screen.say("It has no border that can be moved further")
        panes.make_room()


class Smaller(Larger):
    """Make the pane smaller; after a number, by so many cells."""

    id = "smaller"
    keys = ("{",)
    direction = -1


class AllPanes(_Sizing):
    """Show all panes as large as they are at first."""

    id = "all_panes"
    keys = ("z 0",)

    async def run(self, screen: MainScreen) -> None:
        """Unfold, unzoom, and put the borders back."""
        screen.panes.folded.clear()
        screen.panes.shares.clear()
        screen.zoom(None)
        screen.say("All panes, as large as at first")
