"""Moving about in the panes."""

from __future__ import annotations

from collections import deque
from itertools import islice
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
    keys = ("j", "down")
    label = "next"
    panes = frozenset({"views", "abstract", "note"})

    async def run(self, screen: MainScreen) -> None:
        """Step down in the pane that has the keys."""
        screen.move(lambda pane: pane.step(screen.count or 1))


class Previous(_Moving):
    """Previous paper, or line."""

    id = "previous"
    keys = ("k", "up")
    label = "previous"
    panes = frozenset({"views", "abstract", "note"})

    async def run(self, screen: MainScreen) -> None:
        """Step up in the pane that has the keys."""
        screen.move(lambda pane: pane.step(-(screen.count or 1)))


class First(_Moving):
    """First paper, or line; after a number, that one."""

    id = "first"
    keys = ("g g", "home")
    direction: ClassVar[int] = -1

    async def run(self, screen: MainScreen) -> None:
        """Go to the end, or to the line that was named."""
        screen.jumps.leave()
        count = screen.count
        if count is None:
            screen.move(lambda pane: pane.to_end(self.direction))
        else:
            screen.move(lambda pane: pane.to_line(count - 1))


class Last(First):
    """Last paper, or line; after a number, that one."""

    id = "last"
    keys = ("G", "end")
    direction = 1


class HalfPageDown(_Moving):
    """Half a page down."""

    id = "half_page_down"
    keys = ("ctrl+d", "pagedown")

    async def run(self, screen: MainScreen) -> None:
        """Move by half of what is in view."""
        screen.move(lambda pane: pane.half_page(screen.count or 1))


class HalfPageUp(_Moving):
    """Half a page up."""

    id = "half_page_up"
    keys = ("ctrl+u", "pageup")

    async def run(self, screen: MainScreen) -> None:
        """Move by half of what is in view."""
        screen.move(lambda pane: pane.half_page(-(screen.count or 1)))


class ScrollAbstractDown(_Moving):
    """Scroll the abstract down, from the list."""

    id = "scroll_abstract_down"
    keys = ("J",)

    async def run(self, screen: MainScreen) -> None:
        """Scroll by three lines, or as many as were named."""
        screen.abstract.scroll_lines(screen.count or 3)


class ScrollAbstractUp(_Moving):
    """Scroll the abstract up, from the list."""

    id = "scroll_abstract_up"
    keys = ("K",)

    async def run(self, screen: MainScreen) -> None:
        """Scroll by three lines, or as many as were named."""
        screen.abstract.scroll_lines(-(screen.count or 3))


class _Unread(_Moving):
    direction: ClassVar[int]

    async def run(self, screen: MainScreen) -> None:
        """Go to the nearest unread paper that way, after a number to one behind it; past the end once round."""
        rows, library, here = screen.papers.rows, screen.desk.library, screen.papers.cursor
        stale = screen.desk.stale
        others = ((here + self.direction * distance) % len(rows) for distance in range(1, len(rows)))
        # What was put off just now has its row, but is none that waits to be read now.
        waits = (
            index
            for index in others
            if library[rows[index]].unread and not (rows[index] in stale and library[rows[index]].defer_until)
        )
        unread = islice(waits, screen.count or 1)
        found = next(iter(deque(unread, maxlen=1)), None)
        if found is None:
            screen.say("No other unread paper here")
            return
        screen.jumps.leave()
        screen.move(lambda _: screen.papers.move_to(found))
        wrapped = (found - here) * self.direction < 0
        screen.say("Past the end of the list, round to its other end" if wrapped else "")


class NextUnread(_Unread):
    """Next unread paper."""

    id = "next_unread"
    keys = ("n",)
    direction = 1


class PreviousUnread(_Unread):
    """Previous unread paper."""

    id = "previous_unread"
    keys = ("N",)
    direction = -1


class JumpBack(_Moving):
    """Jump back to where you were, with view and filter."""

    id = "jump_back"
    keys = ("ctrl+o",)

    async def run(self, screen: MainScreen) -> None:
        """Go back over the last jump."""
        screen.jump_back()
