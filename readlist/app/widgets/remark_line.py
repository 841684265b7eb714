"""The line under what is being typed: what the text is taken to mean, or what is wrong with it and where."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from readlist.text import cell_width, clean_line, cut

_LEAD = 1
"""Cells that stay free at both ends."""
_SHORTEST = 24
"""Cells behind the carets in which a remark can still be read; where there are fewer, it stands before them."""


class Remark(NamedTuple):
    """What is said about a text.

    Attributes:
        text: one line.
        aside: what can be done, at the right; "" for nothing.
        error: whether something is wrong with the text.
        place: where in the text that is, as its first character and how many there are; None for nowhere.
    """

    text: str
    aside: str = ""
    error: bool = False
    place: tuple[int, int] | None = None


NOTHING = Remark("")


class RemarkLine(Widget):
    """One line with a remark; under the place that it is about, carets.

    | Component class | What it styles |
    |---|---|
    | `remark--error` | what is wrong, and the carets |
    | `remark--aside` | the right side |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"remark--error", "remark--aside"}
    DEFAULT_CSS = """
    RemarkLine > .remark--error {
        color: $text-error;
        text-style: bold;
    }
    RemarkLine > .remark--aside {
        color: $text-muted;
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.remark = NOTHING
        self._carets: tuple[int, int] | None = None

    def show(self, remark: Remark, carets: tuple[int, int] | None = None) -> None:
        """Show a remark, with carets at a column of the line and so many cells wide; None for none."""
        if (remark, carets) != (self.remark, self._carets):
            self.remark, self._carets = remark, carets
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line."""
        width = self.size.width
        style = self.get_component_rich_style("remark--error") if self.remark.error else self.rich_style
        text = clean_line(self.remark.text)
        carets = self._carets if self._carets and 0 <= self._carets[0] < width else None
        pieces = self._with_aside(text, style, width) if carets is None else _with_carets(text, carets, style, width)
        return Strip(pieces).adjust_cell_length(width, self.rich_style)

    def _with_aside(self, text: str, style: Style, width: int) -> list[Segment]:
        """Return the text, and at the right end the aside as far as there is room; the text comes first."""
        shown = " " * _LEAD + cut(text, width - 2 * _LEAD)
        room = width - cell_width(shown) - 2 - _LEAD
        aside = clean_line(self.remark.aside)
        aside = cut(aside, room) if room > _SHORTEST // 2 or cell_width(aside) <= room else ""
        gap = " " * (width - cell_width(shown) - cell_width(aside) - _LEAD)
        return [Segment(shown + gap, style), Segment(aside, self.get_component_rich_style("remark--aside"))]


def _with_carets(text: str, carets: tuple[int, int], style: Style, width: int) -> list[Segment]:
    """Return a text behind carets, or before them where there is more room."""
    column, cells = carets
    marks = "^" * max(1, min(cells, width - column))
    behind = width - column - len(marks) - 1 - _LEAD
    before = column - 1 - _LEAD
    if behind >= min(cell_width(text), _SHORTEST) or behind >= before:
        return [Segment(" " * column + marks, style), Segment(f" {cut(text, behind)}", style)]
    shown = " " * _LEAD + cut(text, before)
    return [Segment(shown + " " * (column - cell_width(shown)), style), Segment(marks, style)]
