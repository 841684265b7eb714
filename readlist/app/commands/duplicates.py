"""Papers that are likely the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.duplicates import Told
    from readlist.app.screens.main import MainScreen


class Duplicates(Command):
    """Likely duplicates side by side: merge or keep; two selected: these."""

    id = "duplicates"
    keys = ("=",)
    group = "Find"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there are papers."""
        return bool(len(screen.desk.library))

    async def run(self, screen: MainScreen) -> None:
        """Open the screen of pairs, and show on the main screen what came of it."""
        from readlist.app.screens.duplicates import DuplicatesScreen  # noqa: PLC0415 -- not for the first screen

        selected = screen.papers.targets if screen.papers.selected else ()
        chosen = (selected[0], selected[1]) if len(selected) == 2 else None  # noqa: PLR2004 -- what a pair is

        pairs = DuplicatesScreen(screen.desk, screen.commands, chosen)

        def done(told: Told | None) -> None:
            if told is not None:
                screen.papers.clear_selection()
            screen.redraw(cursor=pairs.paper)
            if told is not None:
                screen.say(told.text, aside=told.aside)

        screen.app.push_screen(pairs, done)
