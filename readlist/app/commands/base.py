"""What a command is: one thing that the user can do, in one class.

Keys, footer, palette and help are all made from these classes, so that none of them can say something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from readlist.app.key_names import shown

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen
    from readlist.model.actions import Action


class Command:
    """One thing that the user can do. The docstring of a command is its help: one line.

    Attributes:
        id: name that never changes; the configuration binds other keys by it.
        keys: keys that it has by itself, as `parse_keys` gives them; "g g" is two, one after the other.
        label: one or two words, for the footer; "" for a command that the footer never shows.
        group: heading in the help.
        panes: panes in whose footer it is shown.
        bound: the keys that it has for this user; the first is the one that is shown.
    """

    id: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    label: ClassVar[str] = ""
    group: ClassVar[str]
    panes: ClassVar[frozenset[str]] = frozenset({"papers"})

    def __init__(self, bound: Sequence[str] | None = None) -> None:
        """Make it with the keys `bound`, by default with its own."""
        self.bound = tuple(self.keys if bound is None else bound)

    @property
    def help(self) -> str:
        """One line that says what it does."""
        return (self.__doc__ or "").partition("\n")[0].rstrip(".")

    @property
    def shown_key(self) -> str:
        """Its key as people write it, "" where it has none."""
        return shown(self.bound[0]) if self.bound else ""

    def possible(self, screen: MainScreen) -> bool:  # noqa: ARG002 -- for commands that need something
        """Whether it can be done now."""
        return True

    async def run(self, screen: MainScreen) -> None:
        """Do it; `screen.count` is the number that was typed before its key."""
        raise NotImplementedError


class PaperCommand(Command):
    """A command that makes a change to the selected papers, or the one under the cursor.

    After a number it is about so many papers, from the one under the cursor on.
    """

    advances: ClassVar[bool] = False

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to do it to."""
        return bool(screen.papers.rows)

    def action(self, keys: Sequence[str]) -> Action:
        """Return the action on the papers `keys`."""
        raise NotImplementedError

    async def run(self, screen: MainScreen) -> None:
        """Do it, and step to the next paper where the command does that."""
        screen.acting.do(self.action, screen.targets, advance=self.advances)
