"""A short list over the line where something is typed: what the text may mean, to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from readlist.text import cell_width, clean_line, cut

_LEAD = 2
_DETAIL_SHARE = 3
"""The detail has at most a third of the line."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose.

    Attributes:
        label: what it is.
        detail: what tells it from others, at the right.
        choose: does what is chosen.
        provisional: whether the label is not its own.
    """

    label: str
    detail: str
    choose: Callable[[], None]
    provisional: bool = False


class ChoiceList(Widget):
    """Choices, one a line, with one of them marked.

    | Component class | What it styles |
    |---|---|
    | `choices--cursor` | the line that is marked |
    | `choices--provisional` | labels that are not their own |
    | `choices--detail` | what stands at the right |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choices--cursor", "choices--provisional", "choices--detail"}

    def __init__(self, chosen: Callable[[Choice], None], *, id: str) -> None:
        """Make the list; `chosen` gets the choice that is clicked."""
        super().__init__(id=id)
        self._chosen = chosen
        self._cursor = 0
        self.choices: Sequence[Choice] = ()
        self.empty_text = ""

    def show(self, choices: Sequence[Choice], *, empty_text: str) -> None:
        """Show choices, the first of them marked; `empty_text` where there are none."""
        self.choices, self.empty_text = choices, empty_text
        self._cursor = 0
        self.refresh()

    def step(self, rows: int) -> None:
        """Mark another choice, so many rows down, as far as there are any in view."""
        last = min(len(self.choices), max(1, self.size.height)) - 1
        self._cursor = max(0, min(self._cursor + rows, last))
        self.refresh()

    @property
    def marked(self) -> Choice | None:
        """The choice that is marked, None where there is none."""
        return self.choices[self._cursor] if self._cursor < len(self.choices) else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose what is clicked."""
        event.stop()
        index = event.get_content_offset_capture(self).y
        if 0 <= index < len(self.choices):
            self._chosen(self.choices[index])

    def render_line(self, y: int) -> Strip:
        """Draw one choice."""
        width = self.size.width
        if not self.choices and y == 0:
            text = " " * _LEAD + cut(self.empty_text, width - _LEAD)
            return Strip([Segment(text, self.get_component_rich_style("choices--detail"))]).adjust_cell_length(width)
        if y >= len(self.choices):
            return Strip.blank(width, self.rich_style)
        choice, marked = self.choices[y], y == self._cursor
        base = self.get_component_rich_style("choices--cursor") if marked else self.rich_style
        detail = cut(clean_line(choice.detail), width // _DETAIL_SHARE)
        room = max(0, width - _LEAD - cell_width(detail) - 2)
        label = cut(clean_line(choice.label), room)
        over = Style(bgcolor=base.bgcolor)
        style = self.get_component_rich_style("choices--provisional") + over if choice.provisional else base
        gap = " " * (room - cell_width(label) + 1)
        pieces = [
            Segment("▸ " if marked else "  ", base),
            Segment(label + gap, style),
            Segment(f"{detail} ", self.get_component_rich_style("choices--detail") + over),
        ]
        return Strip(pieces).adjust_cell_length(width, base)
