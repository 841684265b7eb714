"""The pane of views with their counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events

from readlist.app.messages import ViewChosen
from readlist.app.widgets.pane import Pane
from readlist.text import cell_width, clean_line, cut


class ViewsPane(Pane):
    """Names of views, each with the number of papers in it; the open one is marked.

    | Component class | What it styles |
    |---|---|
    | `views--open` | the view that is open |
    | `views--empty` | views without papers |
    | `views--count` | counts |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"views--open", "views--empty", "views--count"}

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(id="views")
        self.border_title = "Views"
        self._names = names
        self._counts: Mapping[str, int] = {}
        self._open = names[0]

    def show(self, counts: Mapping[str, int], opened: str) -> None:
        """Show these counts by name, with the view `opened` marked."""
        if counts != self._counts or opened != self._open:
            self._counts, self._open = dict(counts), opened
            self.refresh()

    def step(self, lines: int) -> None:
        """Open the view `lines` further down."""
        index = self._names.index(self._open) + lines
        name = self._names[max(0, min(index, len(self._names) - 1))]
        if name != self._open:
            self.post_message(ViewChosen(name))

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Open the view that is clicked."""
        index = self.top + event.get_content_offset_capture(self).y
        if 0 <= index < len(self._names):
            self.post_message(ViewChosen(self._names[index]))

    def line_count(self) -> int:
        """Return how many views there are."""
        return len(self._names)

    def line_style(self, index: int) -> Style:
        """Return the style of a whole line."""
        return self.style("views--open") if self._names[index] == self._open else self.rich_style

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one view: mark, name, count."""
        name = self._names[index]
        number = self._counts.get(name, 0)
        count = f"{number:,} "
        mark = "▸ " if name == self._open else "  "
        room = max(1, width - len(mark) - len(count))
        label = cut(clean_line(name), room)
        base = self.line_style(index)
        back = Style(bgcolor=base.bgcolor)
        quiet = base if number or name == self._open else self.style("views--empty") + back
        filled = mark + label + " " * (room - cell_width(label))
        return [Segment(filled, quiet), Segment(count, self.style("views--count") + back)]
