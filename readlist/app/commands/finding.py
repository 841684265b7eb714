"""Finding papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command
from readlist.app.commands.moving import ALL_PANES

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class Filter(Command):
    """Filter while typing: words, "phrases", tag:ml, year:2020.., is:unread."""

    id = "filter"
    keys = ("/",)
    label = "filter"
    group = "Find"

    async def run(self, screen: MainScreen) -> None:
        """Let a filter be typed, and show what it means; leaving brings back what was shown before."""
        if screen.zoomed:
            # What is filtered is the list: let it be seen.
            screen.zoom(None)
            screen.go_to("papers")
        screen.jumps.leave()
        await screen.filtering.begin()


class GoToPaper(Command):
    """Go to a paper by a few letters, or to a view or command by its name."""

    id = "go_to_paper"
    keys = (":", "ctrl+p")
    label = "go to"
    group = "Find"
    panes = ALL_PANES

    async def run(self, screen: MainScreen) -> None:
        """Let it be named, and go there."""
        await screen.going.begin()
