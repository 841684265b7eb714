"""A small box over the panes: which keys may follow the one that was pressed, and what they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from readlist.app.widgets.cells import filled, filled_strip
from readlist.text import cell_width, clean_line, cut

_FRAME = 4
"""Cells that border and padding take at both sides together."""
_EDGES = 2
"""Lines that the border takes at both sides together."""
_BELOW = 2
"""Lines of the screen under the box: what happened, and the keys."""
_GAP = 2
"""Cells between keys that stand side by side."""


class KeyPopup(Widget):
    """Keys with a line each, over the other widgets of its screen, in the lower right corner.

    | Component class | What it styles |
    |---|---|
    | `popup--key` | keys |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"popup--key"}

    @dataclass
    class Chosen(Message):
        """The line of a key was clicked."""

        key: str

    def __init__(self) -> None:
        super().__init__(id="popup")
        self._entries: Sequence[tuple[str, str, str]] = ()
        self._key_cells = 0
        self._lines = self._columns = 1
        self.display = False

    def show(self, title: str, entries: Sequence[tuple[str, str, str]]) -> None:
        """Show the box.

        Args:
            title: what the keys are about.
            entries: the name of each key, how it is shown, and what it does.
        """
        self._entries = [(key, shown, clean_line(text)) for key, shown, text in entries]
        self._key_cells = max((cell_width(shown) for _, shown, _ in entries), default=0)
        self.border_title = Content(clean_line(title))
        self.display = True
        self.place()
        self.refresh()

    def hide(self) -> None:
        """Take the box away."""
        self.display = False

    def place(self) -> None:
        """Put the box, if it is open, where it belongs on a screen of this size.

        Keys that it is too low for stand side by side.
        """
        if not self.display:
            return
        width, height = self.app.size
        most = max(1, height - _BELOW - _EDGES)
        columns = max(1, -(-len(self._entries) // most))
        self._lines = -(-len(self._entries) // columns)
        texts = max((cell_width(text) for _, _, text in self._entries), default=0)
        inner = columns * (self._key_cells + 2 + texts) + (columns - 1) * _GAP
        title = cell_width(str(self.border_title or "")) + _FRAME
        cells = min(width, max(inner + _FRAME, title + 2))
        lines = min(height, max(1, self._lines) + _EDGES)
        self._columns = columns
        self.styles.width, self.styles.height = cells, lines
        self.styles.offset = (max(0, width - cells), max(0, height - _BELOW - lines))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the line that is clicked."""
        event.stop()
        offset = event.get_content_offset(self)
        if offset is None:
            return
        column = offset.x // (self._column_cells + _GAP)
        index = column * self._lines + offset.y
        if offset.y < self._lines and column < self._columns and index < len(self._entries):
            self.post_message(self.Chosen(self._entries[index][0]))

    @property
    def _column_cells(self) -> int:
        """Cells that a key and what it does may take."""
        return max(1, (self.size.width - (self._columns - 1) * _GAP) // self._columns)

    def render_line(self, y: int) -> Strip:
        """Draw the keys of one line."""
        width, base = self.size.width, self.rich_style
        cells = self._column_cells
        pieces: list[Segment] = []
        for index in range(y, len(self._entries) if y < self._lines else 0, max(1, self._lines)):
            _, shown, text = self._entries[index]
            lead = shown + " " * (self._key_cells - cell_width(shown) + 2)
            entry = [
                Segment(lead, self.get_component_rich_style("popup--key")),
                Segment(cut(text, max(0, cells - cell_width(lead))), base),
            ]
            pieces += filled(entry, cells, base)
            pieces.append(Segment(" " * _GAP, base))
        return filled_strip(pieces, width, base)
