"""The line that says what was just done, or what is wrong."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from readlist.app.widgets.cells import filled_strip
from readlist.text import cell_width, clean_line, cut

_LEAD = 4
"""Cells before the text and behind it, at most."""


class StatusLine(Widget):
    """One line: what happened at the left, what can be done about it at the right.

    | Component class | What it styles |
    |---|---|
    | `status--error` | what went wrong |
    | `status--aside` | the right side |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--error", "status--aside"}

    def __init__(self) -> None:
        super().__init__(id="status")
        self.text = ""
        self.aside = ""
        self.is_error = False

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Show `text`, and `aside` behind it."""
        self.text, self.aside, self.is_error = clean_line(text), clean_line(aside), error
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line; what can be done about it is never cut off by a long title."""
        width = self.size.width
        aside = f" · {self.aside}" if self.aside and self.text else self.aside
        # A long one, such as a path, leaves the text half of the line.
        aside = cut(aside, max(width // 2, width - cell_width(self.text) - _LEAD))
        if self.is_error:
            style, lead = self.get_component_rich_style("status--error"), " ! "
        else:
            style, lead = self.rich_style, " "
        text = cut(lead + self.text, max(0, width - cell_width(aside) - 1))
        pieces = [Segment(text, style), Segment(aside, self.get_component_rich_style("status--aside"))]
        return filled_strip(pieces, width, self.rich_style)
