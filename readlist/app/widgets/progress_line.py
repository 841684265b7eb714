"""One line that says how far something is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from readlist.app.widgets.cells import filled_strip
from readlist.text import cell_width, clean_line, cut

_BAR_CELLS = 24
_PIECE_CELLS = 6
_LEAST_BAR_CELLS = 8
_GAP = 2


class ProgressLine(Widget):
    """A bar, what is being done behind it, and what has come of it at the right end.

    | Component class | What it styles |
    |---|---|
    | `progress--bar` | what is done |
    | `progress--room` | what is not yet |
    | `progress--aside` | what has come of it |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"progress--bar", "progress--room", "progress--aside"}
    DEFAULT_CSS = """
    ProgressLine > .progress--bar {
        color: $text-primary;
    }
    ProgressLine > .progress--room {
        color: $foreground 30%;
    }
    ProgressLine > .progress--aside {
        color: $text-muted;
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._text = ""
        self._share: float | None = None
        self._asides: Sequence[str] = ()
        self._beat = 0

    def show(self, text: str, share: float | None, asides: Sequence[str] = ()) -> None:
        """Show how far something is.

        Args:
            text: what is being done.
            share: how much of it is done, 0 to 1; None where that is not known: the bar wanders then.
            asides: what has come of it, in several lengths, the longest first: the first that has room is shown.
        """
        self._text, self._share, self._asides = clean_line(text), share, list(map(clean_line, asides))
        self._beat += 1
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line; where it is narrow, the words count more than the bar."""
        width = self.size.width
        text = cut(self._text, width)
        room = width - cell_width(text) - _GAP
        aside = next((aside for aside in self._asides if cell_width(aside) + _GAP + _LEAST_BAR_CELLS <= room), "")
        cells = min(_BAR_CELLS, max(0, room - (cell_width(aside) + _GAP if aside else 0)))
        start, end = self._stretch(cells)
        bar, rest = self.get_component_rich_style("progress--bar"), self.get_component_rich_style("progress--room")
        words = " " * _GAP + text if cells else text
        pieces = [
            Segment("─" * start, rest),
            Segment("━" * (end - start), bar),
            Segment("─" * (cells - end), rest),
            Segment(words + " " * (width - cells - cell_width(words) - cell_width(aside)), self.rich_style),
            Segment(aside, self.get_component_rich_style("progress--aside")),
        ]
        return filled_strip(pieces, width, self.rich_style)

    def _stretch(self, cells: int) -> tuple[int, int]:
        """Return where the filled part of a bar of so many cells begins and ends."""
        if self._share is not None:
            return 0, min(cells, round(self._share * cells))
        piece = min(_PIECE_CELLS, cells)
        start = self._beat % max(1, cells - piece + 1)
        return start, start + piece
