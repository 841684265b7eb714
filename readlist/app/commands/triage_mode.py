"""Triage: papers one at a time, each decided about by one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class Triage(Command):
    """Triage, one paper at a time: the selected ones, else the unread ones here."""

    id = "triage"
    keys = ("T",)
    label = "triage"
    group = "Triage"
    panes: ClassVar[frozenset[str]] = frozenset({"papers", "abstract"})

    async def run(self, screen: MainScreen) -> None:
        """Begin with the paper under the cursor, and show in the list what has come of it."""
        from readlist.app.screens.triage import TriageScreen  # noqa: PLC0415 -- not needed for the first screen
        from readlist.app.triage_session import TriageSession  # noqa: PLC0415 -- as above
        from readlist.app.triage_telling import last_words  # noqa: PLC0415 -- as above

        chosen = bool(screen.papers.selected) or screen.count is not None
        keys = screen.targets if chosen else _undecided(screen)
        if not keys:
            screen.say("No unread paper here", aside="select some to triage them")
            return
        here = screen.papers.cursor_key
        session = TriageSession(screen.desk, keys, start=0 if chosen else _start(screen, keys))

        def done(_: None) -> None:
            if session.done and chosen:
                screen.papers.clear_selection()
            if session.done:
                screen.jumps.leave()
            screen.redraw(cursor=next(iter(session.left), here))
            undo = screen.undo_hint if session.done else ""
            screen.say(last_words(session), aside=undo and (undo if session.was_taken_back else f"{undo} the last"))

        screen.app.push_screen(TriageScreen(screen, session, "Selected" if chosen else screen.desk.view.name), done)


def _undecided(screen: MainScreen) -> Sequence[str]:
    """Return the unread papers that are shown, without those that are settled in this view: their rows are dimmed."""
    desk = screen.desk
    statuses = zip(desk.library.values("key"), desk.library.values("status"), strict=True)
    unread = {key for key, status in statuses if status.unread}
    return [key for key in desk.rows if key in unread and key not in desk.stale]


def _start(screen: MainScreen, keys: Sequence[str]) -> int:
    """Return the index of the first of `keys` that is under the cursor or below it, 0 for none."""
    below = set(screen.papers.rows[screen.papers.cursor :])
    return next((index for index, key in enumerate(keys) if key in below), 0)
