"""What leads out of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command
from readlist.app.commands.moving import ALL_PANES

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class Quit(Command):
    """Quit, everything is saved; ctrl+q quits from anywhere."""

    id = "quit"
    keys = ("q",)
    label = "quit"
    group = "Out"
    panes = ALL_PANES

    async def run(self, screen: MainScreen) -> None:
        """Save what is being typed, then leave."""
        await screen.app.action_quit()


class Suspend(Command):
    """Suspend; the shell's fg comes back."""

    id = "suspend"
    keys = ("ctrl+z",)
    group = "Out"

    async def run(self, screen: MainScreen) -> None:
        """Stop the process where the system can."""
        screen.app.action_suspend_process()
