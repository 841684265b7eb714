"""The borders between the panes: where they are, how large that makes the panes, and the mouse that moves them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from readlist.app.screens.room import Border, Room, share_for

if TYPE_CHECKING:
    from readlist.app.four_panes import FourPanes


class PaneBorders:
    """Gives the panes their sizes, and lets the borders between them be moved by cells."""

    def __init__(self, panes: FourPanes, *parts: tuple[Widget, Widget]) -> None:
        """Make it.

        Args:
            panes: knows the room, and keeps what was moved.
            parts: what is before and behind each border, by the name of the first: views, papers, abstract.
        """
        self._panes = panes
        self._parts = {before.id or "": (before, behind) for before, behind in parts}
        self._held: tuple[str, int] | None = None

    def place(self, room: Room) -> None:
        """Give the panes the sizes that `room` has for them."""
        for name, (before, behind) in self._parts.items():
            border = room.borders.get(name)
            cells, total = room.cells[border] if border else (1, 1)
            # In shares: what is asked at the bottom of the screen takes lines from both.
            first, rest = f"{cells}fr", f"{max(1, total - cells)}fr"
            upright = border is not None and border.upright
            level = border is not None and not upright
            before.styles.width, behind.styles.width = (first, rest) if upright else ("1fr", "1fr")
            before.styles.height, behind.styles.height = (first, rest) if level else ("1fr", "1fr")

    # By keys

    def enlarge(self, pane: str, *, columns: int, lines: int) -> bool:
        """Make a pane larger (smaller where negative) by moving its border; return False where none can be moved."""
        room = self._panes.room
        found = room.border_of(pane) if room else None
        if room is None or found is None:
            return False
        border, direction = found
        cells, total = room.cells[border]
        return self._move(border, cells + direction * (columns if border.upright else lines), total)

    # By the mouse

    def grab(self, x: int, y: int) -> bool:
        """Take hold of the border at a cell of the screen; return False where there is none."""
        name = self._at(x, y)
        if name is None:
            return False
        behind = self._parts[name][1].region
        self._held = name, (behind.x - x if self._upright(name) else behind.y - y)
        return True

    def drag(self, x: int, y: int) -> bool:
        """Move the border that is held to a cell of the screen; return whether that moves it."""
        room = self._panes.room
        if self._held is None or room is None:
            return False
        name, offset = self._held
        border = room.borders.get(name)
        if border is None:
            return False
        start = self._parts[name][0].region
        return self._move(border, offset + (x - start.x if border.upright else y - start.y), self._total(name))

    def release(self) -> bool:
        """Let go; return False where no border was held."""
        held, self._held = self._held, None
        return held is not None

    def reset(self, x: int, y: int) -> bool:
        """Put the border at a cell of the screen back to where it is by itself; return False where there is none."""
        name = self._at(x, y)
        room = self._panes.room
        if name is None or room is None:
            return False
        self._panes.shares.pop(room.borders[name], None)
        return True

    def _move(self, border: Border, cells: int, total: int) -> bool:
        share = share_for(border, cells, total)
        if share == self._panes.shares.get(border):
            return False
        self._panes.shares[border] = share
        return True

    def _upright(self, name: str) -> bool:
        room = self._panes.room
        return room is not None and room.borders[name].upright

    def _total(self, name: str) -> int:
        """Return how many cells there are on both sides of a border, as it is drawn."""
        before, behind = (part.region for part in self._parts[name])
        return before.width + behind.width if self._upright(name) else before.height + behind.height

    def _at(self, x: int, y: int) -> str | None:
        """Return the name of what is before the border at a cell of the screen, None for no border.

        Of a border there are two lines: that of what is before it and that of what is behind it.
        """
        room = self._panes.room
        for name in room.borders if room else ():
            behind = self._parts[name][1].region
            along, across = (y - behind.y, behind.x - x) if self._upright(name) else (x - behind.x, behind.y - y)
            if across in {0, 1} and 0 <= along < (behind.height if self._upright(name) else behind.width):
                return name
        return None
