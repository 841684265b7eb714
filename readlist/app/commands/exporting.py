"""What lets papers out: the dialog, and the same export once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class Export(Command):
    """Export what is selected or shown, as notes, a bibliography or data."""

    id = "export"
    keys = ("x",)
    label = "export"
    group = "Out"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to export."""
        return bool(len(screen.desk.library))

    async def run(self, screen: MainScreen) -> None:
        """Ask what, as what and where to."""
        screen.exporting.open()


class ExportAgain(Command):
    """Export what is selected or shown to where the last export went."""

    id = "export_again"
    keys = ("ctrl+x",)
    group = "Out"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to export."""
        return bool(len(screen.desk.library))

    async def run(self, screen: MainScreen) -> None:
        """Write without asking; where nothing was exported yet, ask."""
        screen.exporting.again()
