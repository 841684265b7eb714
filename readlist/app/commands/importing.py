"""What brings papers in: the dialog, what is pasted, what has come into the watched folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen
    from readlist.importers.gathering import Source
    from readlist.model.change import Change


def open_import(screen: MainScreen, *, given: Sequence[Source] = (), path: str = "") -> None:
    """Open the import's dialog, and show on the main screen what came of it.

    Args:
        screen: the main screen.
        given: what to read at once.
        path: the path that the dialog proposes.
    """
    from readlist.app.screens.import_screen import ImportScreen  # noqa: PLC0415 -- loads the importers

    def done(change: Change | None) -> None:
        if change is None:
            return
        new = (edit.key for edit in change.edits if edit.before is None)
        screen.redraw(cursor=next(new, None))
        screen.say(change.summary, aside=screen.undo_hint if change.edits else "")

    settle = screen.watched.settle if screen.watched is not None else None
    screen.app.push_screen(ImportScreen(screen.desk, given=given, path=path, settle=settle), done)


def import_pasted(screen: MainScreen, text: str) -> None:
    """Offer the import of a text that was pasted where no text is expected."""
    from readlist.importers.gathering import Text  # noqa: PLC0415 -- loads the importers

    open_import(screen, given=[Text.typed(text)])


class Import(Command):
    """Import papers from a file, a folder or pasted text."""

    id = "import"
    keys = ("I",)
    label = "import"
    group = "Out"

    async def run(self, screen: MainScreen) -> None:
        """Open the dialog, with the new files of the watched folder where there are any."""
        watched = screen.watched
        given = watched.take() if watched else ()
        open_import(screen, given=given, path=watched.shown if watched else "")
