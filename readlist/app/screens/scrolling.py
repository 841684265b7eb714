"""Actions for keys that move in a list."""

from __future__ import annotations

from readlist.app.widgets.pane import Pane


class ScrollingActions:
    """Has the actions `step`, `half_page` and `to_end`, which keys are bound to by who inherits it."""

    @property
    def moved_in(self) -> Pane:
        """What the keys move in."""
        raise NotImplementedError

    def moved(self) -> None:
        """Show what comes of a move."""
        raise NotImplementedError

    def action_step(self, lines: int) -> None:
        """Move by so many lines or entries: down, or up where negative."""
        self.moved_in.step(lines)
        self.moved()

    def action_half_page(self, direction: int) -> None:
        """Move by half a page: down (1) or up (-1)."""
        self.moved_in.half_page(direction)
        self.moved()

    def action_to_end(self, direction: int) -> None:
        """Move to the first (-1) or the last (1)."""
        self.moved_in.to_end(direction)
        self.moved()
