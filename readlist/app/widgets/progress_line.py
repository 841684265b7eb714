"""One line that says how far something is."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from readlist.text import cell_width, clean_line, cut

_BAR_CELLS = 24
_PIECE_CELLS = 6


class ProgressLine(Widget):
    """A bar, and what is being done behind it.

    | Component class | What it styles |
    |---|---|
    | `progress--bar` | what is done |
    | `progress--room` | what is not yet |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--bar", "progress--room"}

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._text = ""
        self._share: float | None = None
        self._beat = 0

    def show(self, text: str, share: float | None) -> None:
        """Show what is being done, and how much of it (0 to 1); None where that is not known: the bar wanders then."""
        self._text, self._share = clean_line(text), share
        self._beat += 1
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line; where it is narrow, the words count more than the bar."""
        width = self.size.width
        text = cut(self._text, width)
        cells = min(_BAR_CELLS, max(0, width - cell_width(text) - 2))
        start, end = self._stretch(cells)
        bar, room = self.get_component_rich_style("progress--bar"), self.get_component_rich_style("progress--room")
        pieces = [
            Segment("─" * start, room),
            Segment("━" * (end - start), bar),
            Segment("─" * (cells - end), room),
            Segment(f"  {text}" if cells else text, self.rich_style),
        ]
        return Strip(pieces).adjust_cell_length(width, self.rich_style)

    def _stretch(self, cells: int) -> tuple[int, int]:
        """Return where the filled part of a bar of so many cells begins and ends."""
        if self._share is not None:
            return 0, min(cells, round(self._share * cells))
        piece = min(_PIECE_CELLS, cells)
        start = self._beat % max(1, cells - piece + 1)
        return start, start + piece
