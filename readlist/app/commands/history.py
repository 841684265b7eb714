"""Undo and redo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class _History(Command):
    group = "Undo"


class Undo(_History):
    """Undo the last action, whoever did it."""

    id = "undo"
    keys = ("u",)
    label = "undo"

    async def run(self, screen: MainScreen) -> None:
        """Take back the last action."""
        screen.acting.travel(
            screen.desk.undo, done="Undone", none="Nothing to undo", aside=f"{screen.commands.key_of('redo')} to redo"
        )


class Redo(_History):
    """Redo what was undone."""

    id = "redo"
    keys = ("ctrl+r",)

    async def run(self, screen: MainScreen) -> None:
        """Do the last undone action again."""
        screen.acting.travel(
            screen.desk.redo,
            done="Done again",
            none="Nothing to redo",
            aside=f"{screen.commands.key_of('undo')} to undo",
        )
