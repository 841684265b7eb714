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
    keys = "slash"
    label = "filter"
    group = "Find"

    async def run(self, screen: MainScreen) -> None:
        """Let a filter be typed, and show what it means; leaving brings back what was shown before."""
        if screen.zoomed:
            # What is filtered is the list: let it be seen.
            screen.zoom(None)
            screen.go_to("papers")
        await screen.filtering.begin()


class GoToPaper(Command):
    """Go to a paper of the library, by a few letters of its title."""

    id = "go_to_paper"
    keys = "colon,ctrl+p"
    label = "go to"
    group = "Find"
    panes = ALL_PANES

    @property
    def shown_key(self) -> str:
        """Its key as people write it."""
        return ":"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there are papers."""
        return bool(len(screen.desk.library))

    async def run(self, screen: MainScreen) -> None:
        """Let the paper be named, and go there."""
        await screen.going.begin()
