"""Finding papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command
from readlist.app.widgets.prompt_line import Prompt

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class Filter(Command):
    """Filter while typing: papers with all the words."""

    id = "filter"
    keys = "slash"
    label = "filter"
    group = "Find"

    async def run(self, screen: MainScreen) -> None:
        """Ask for words and show the papers that have them; leaving brings back what was shown before."""
        if screen.zoomed:
            # What is filtered is the list: let it be seen.
            screen.zoom(None)
            screen.go_to("papers")
        before, paper = screen.desk.filter_text, screen.papers.cursor_key

        def typed(text: str) -> None:
            screen.filter(text, keep=paper)
            screen.prompt_aside(f"{len(screen.desk.rows)} of {screen.desk.total}")

        def left() -> None:
            screen.filter(before, keep=paper)

        await screen.ask(Prompt(label="/", text=before, typed=typed, answered=typed, left=left, live=True))
