"""What a command is: one thing that the user can do, in one class.

Bindings, footer and help are all made from these classes, so that none of them can say something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from readlist.model.actions import Action

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

_KEY_NAMES = {
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "question_mark": "?",
    "asterisk": "*",
    "dollar_sign": "$",
    "escape": "esc",
}


class Command:
    """One thing that the user can do. The docstring of a command is its help: one line.

    Attributes:
        id: name that never changes.
        keys: Textual key names, comma-separated; the first is the one that is shown.
        label: one or two words, for the footer; "" for a command that the footer never shows.
        group: heading in the help.
        panes: panes in whose footer it is shown.
    """

    id: ClassVar[str]
    keys: ClassVar[str]
    label: ClassVar[str] = ""
    group: ClassVar[str]
    panes: ClassVar[frozenset[str]] = frozenset({"papers"})

    @property
    def help(self) -> str:
        """One line that says what it does."""
        return (self.__doc__ or "").partition("\n")[0].rstrip(".")

    @property
    def shown_key(self) -> str:
        """Its key as people write it."""
        first = self.keys.split(",")[0]
        return _KEY_NAMES.get(first, first)

    def possible(self, screen: MainScreen) -> bool:  # noqa: ARG002 -- for commands that need something
        """Whether it can be done now."""
        return True

    async def run(self, screen: MainScreen) -> None:
        """Do it."""
        raise NotImplementedError


class PaperCommand(Command):
    """A command that makes a change to the selected papers, or the one under the cursor."""

    advances: ClassVar[bool] = False

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to do it to."""
        return bool(screen.papers.rows)

    def action(self, keys: Sequence[str]) -> Action:
        """Return the action on the papers `keys`."""
        raise NotImplementedError

    async def run(self, screen: MainScreen) -> None:
        """Do it, and step to the next paper where the command does that."""
        screen.act(self.action(screen.papers.targets), advance=self.advances)
