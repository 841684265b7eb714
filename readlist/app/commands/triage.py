"""Triage: what is decided about papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands.base import Command, PaperCommand
from readlist.app.key_input import KeyMenu, MenuEntry, Other
from readlist.model.paper import Status

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen
    from readlist.model.actions import Action

READING_PANES = frozenset({"papers", "abstract"})


class _Triage(PaperCommand):
    group = "Triage"
    panes = READING_PANES


class _Decision(_Triage):
    """A command that gives papers a status; again, it takes them back to the one before."""

    status: ClassVar[Status]

    def action(self, keys: Sequence[str]) -> Action:
        """Give the status, or take it back."""
        from readlist.model.actions import SetStatus  # noqa: PLC0415 -- not needed for the first screen

        return SetStatus(keys, self.status, toggle=True)


class ToggleRead(_Decision):
    """Read; again: back to what it was before."""

    id = "read"
    keys = ("m",)
    label = "read"
    status = Status.READ
    advances = True


class Queue(_Decision):
    """Queue, want to read; again: back to what it was."""

    id = "queue"
    keys = ("w",)
    label = "queue"
    status = Status.QUEUED
    advances = True


class Archive(_Decision):
    """Archive, will not read; again: back to what it was."""

    id = "archive"
    keys = ("a",)
    label = "archive"
    status = Status.ARCHIVED
    advances = True


class Reading(_Decision):
    """Reading it now; again: back to what it was."""

    id = "reading"
    keys = ("r",)
    label = "reading"
    status = Status.READING


class Star(_Triage):
    """Star, or star off."""

    id = "star"
    keys = ("s",)
    label = "star"

    def action(self, keys: Sequence[str]) -> Action:
        """Star unless all are starred."""
        from readlist.model.actions import SetStarred  # noqa: PLC0415 -- not needed for the first screen

        return SetStarred(keys)


class Remove(_Triage):
    """Remove from the library; asks, and can be undone."""

    id = "remove"
    keys = ("D",)
    group = "Triage"

    async def run(self, screen: MainScreen) -> None:
        """Ask, with the number of papers, then remove them."""
        from readlist.model import actions  # noqa: PLC0415 -- not needed for the first screen

        targets = screen.targets

        def remove() -> None:
            there = [key for key in targets if key in screen.desk.library]
            screen.acting.act(actions.Remove(there), papers=len(there))

        many = f"{len(targets):,} papers" if len(targets) > 1 else "this paper"
        screen.keys.ask(
            KeyMenu(
                f"Remove {many}?",
                [
                    MenuEntry("y", f"remove {many}, with the note{'s' if len(targets) > 1 else ''}", remove),
                    MenuEntry("n", "keep", lambda: screen.say("Nothing removed")),
                ],
                Other.STAYS,
            )
        )


class Repeat(_Triage):
    """Repeat the last action, on this paper or the selected ones."""

    id = "repeat"
    keys = (".",)

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is an action, and a paper to do it to."""
        return super().possible(screen) and screen.acting.can_repeat

    async def run(self, screen: MainScreen) -> None:
        """Do it."""
        screen.acting.repeat(screen.targets)


class _Selecting(Command):
    group = "Select"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to select."""
        return bool(screen.papers.rows)


class Select(_Selecting):
    """Select the paper, or no longer; keys then act on all that are selected."""

    id = "select"
    keys = ("space",)
    label = "select"

    async def run(self, screen: MainScreen) -> None:
        """Toggle, and step to the next paper; after a number, so many times."""
        for _ in range(min(screen.count or 1, len(screen.papers.rows) - screen.papers.cursor)):
            screen.papers.toggle_selected()
            screen.papers.step(1)
        screen.move(lambda _: None)
        screen.say_selection()


class SelectRange(_Selecting):
    """Select from here to where you go; again: done."""

    id = "select_range"
    keys = ("V",)

    async def run(self, screen: MainScreen) -> None:
        """Begin a range, or end it."""
        screen.papers.toggle_range()
        screen.say_selection()


class SelectAll(_Selecting):
    """Select all papers that are shown; where all are selected, none."""

    id = "select_all"
    keys = ("*",)

    async def run(self, screen: MainScreen) -> None:
        """Select what is shown."""
        screen.papers.select_all()
        screen.say_selection()
