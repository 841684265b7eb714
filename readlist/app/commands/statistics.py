"""How reading goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class Statistics(Command):
    """How reading goes: weeks, queue, tags, venues, and when the queue is empty."""

    id = "statistics"
    keys = ("S",)
    label = "stats"
    group = "Out"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there are papers."""
        return bool(len(screen.desk.library))

    async def run(self, screen: MainScreen) -> None:
        """Open the screen of statistics."""
        from readlist.app.screens.statistics import StatisticsScreen  # noqa: PLC0415 -- not for the first screen

        screen.app.push_screen(StatisticsScreen(screen.desk, screen.commands, clock=screen.desk.now))
