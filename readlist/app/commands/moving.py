"""Moving about in the panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

ALL_PANES = frozenset({"views", "papers", "abstract", "note"})


class _Moving(Command):
    group = "Move"


class Next(_Moving):
    """Next paper, or line."""

    id = "next"
    keys = "j,down"
    label = "next"
    panes = frozenset({"views", "abstract", "note"})

    async def run(self, screen: MainScreen) -> None:
        """Step down in the pane that has the keys."""
        screen.move(lambda pane: pane.step(1))


class Previous(_Moving):
    """Previous paper, or line."""

    id = "previous"
    keys = "k,up"
    label = "previous"
    panes = frozenset({"views", "abstract", "note"})

    async def run(self, screen: MainScreen) -> None:
        """Step up in the pane that has the keys."""
        screen.move(lambda pane: pane.step(-1))


class First(_Moving):
    """First paper, or line: g twice."""

    id = "first"
    keys = "g,home"

    @property
    def shown_key(self) -> str:
        """Its keys as people write them."""
        return "g g"

    async def run(self, screen: MainScreen) -> None:
        """Wait for the second g, then go."""
        if screen.second_of("g"):
            screen.move(lambda pane: pane.to_end(-1))


class Last(_Moving):
    """Last paper, or line."""

    id = "last"
    keys = "G,shift+g,end"

    async def run(self, screen: MainScreen) -> None:
        """Go to the end."""
        screen.move(lambda pane: pane.to_end(1))


class HalfPageDown(_Moving):
    """Half a page down."""

    id = "half_page_down"
    keys = "ctrl+d,pagedown"

    async def run(self, screen: MainScreen) -> None:
        """Move by half of what is in view."""
        screen.move(lambda pane: pane.half_page(1))


class HalfPageUp(_Moving):
    """Half a page up."""

    id = "half_page_up"
    keys = "ctrl+u,pageup"

    async def run(self, screen: MainScreen) -> None:
        """Move by half of what is in view."""
        screen.move(lambda pane: pane.half_page(-1))


class ScrollAbstractDown(_Moving):
    """Scroll the abstract down, from the list."""

    id = "scroll_abstract_down"
    keys = "J,shift+j"

    async def run(self, screen: MainScreen) -> None:
        """Scroll by three lines."""
        screen.abstract.scroll_lines(3)


class ScrollAbstractUp(_Moving):
    """Scroll the abstract up, from the list."""

    id = "scroll_abstract_up"
    keys = "K,shift+k"

    async def run(self, screen: MainScreen) -> None:
        """Scroll by three lines."""
        screen.abstract.scroll_lines(-3)


class _Unread(_Moving):
    direction: ClassVar[int]

    async def run(self, screen: MainScreen) -> None:
        """Go to the nearest unread paper that way; past the end once round."""
        rows, library, here = screen.papers.rows, screen.desk.library, screen.papers.cursor
        others = ((here + self.direction * distance) % len(rows) for distance in range(1, len(rows)))
        found = next((index for index in others if library[rows[index]].unread), None)
        if found is None:
            screen.say("No other unread paper here")
            return
        screen.move(lambda _: screen.papers.move_to(found))
        wrapped = (found - here) * self.direction < 0
        screen.say("Past the end of the list, round to its other end" if wrapped else "")


class NextUnread(_Unread):
    """Next unread paper."""

    id = "next_unread"
    keys = "n"
    direction = 1


class PreviousUnread(_Unread):
    """Previous unread paper."""

    id = "previous_unread"
    keys = "N,shift+n"
    direction = -1
