"""The pane of views with their counts, and below them of what the papers that are shown have in common."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from readlist.app.messages import ViewChosen
from readlist.app.widgets.facet_lines import FacetLine, FacetLines, Section
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.tag_colours import TAG_CLASSES, readable, tag_class
from readlist.text import cell_width, clean_line, cut

OPEN = "▸"
CHOSEN = "✓"
_UNFOLDED, _FOLDED = "▾", "▸"


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view as it is listed.

    Attributes:
        name: what people call it.
        count: how many papers it has, None as long as nobody has counted them.
        own: whether it is one of the user's own.
    """

    name: str
    count: int | None
    own: bool = False


class ViewsPane(Pane):
    """Views, each with the number of papers in it, the open one marked; below them facets, by section.

    A cursor walks through both lists; what it is on is chosen with a key or a click.

    | Component class | What it styles |
    |---|---|
    | `views--cursor` | the line under the cursor |
    | `views--open` | the view that is open, values that the filter asks for |
    | `views--empty` | views without papers |
    | `views--count` | counts |
    | `views--heading` | the headings of sections |
    | `tag--1` … | tags |
    | `views--rule` | the line between the built-in views and the user's own |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "views--cursor",
        "views--open",
        "views--empty",
        "views--count",
        "views--heading",
        "views--rule",
        *TAG_CLASSES,
    }

    @dataclass
    class FacetClicked(Message):
        """A line of the facets was clicked; the cursor is on it."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        """Make the pane; `names` are those of the views, as far as they are known already."""
        super().__init__(id="views")
        self.border_title = "Views"
        self.cursor = 0
        self._views: Sequence[ViewLine] = [ViewLine(name, None) for name in names]
        self._open = names[0] if names else ""
        self._facets = FacetLines()
        self._lines: Sequence[ViewLine | FacetLine | None] = self._views

    # What it shows

    def show(self, views: Sequence[ViewLine], opened: str) -> None:
        """Show these views, with the one named `opened` marked; the cursor goes to it when it is another one."""
        if views == self._views and opened == self._open:
            return
        another, self._views, self._open = opened != self._open, views, opened
        self._list_anew(to_view=opened if another else None)
        if another:
            self.refresh()

    def show_facets(self, sections: Sequence[Section], chosen: AbstractSet[tuple[str, str]]) -> None:
        """Show these sections; `chosen` are the values that the filter asks for, case folded, with their fields."""
        if self._facets.show(sections, chosen):
            self._list_anew()

    def toggle(self) -> None:
        """Fold or unfold the section under the cursor, or show more or less of it; nothing on any other line."""
        line = self.current
        if isinstance(line, FacetLine) and line.value is None:
            self._facets.toggle(line)
            self._list_anew()

    @property
    def current(self) -> ViewLine | FacetLine | None:
        """The line under the cursor."""
        return self._lines[self.cursor] if self._lines else None

    def _list_anew(self, *, to_view: str | None = None) -> None:
        """Make the lines; the cursor stays on what it is on, or on what now stands there, or goes to a view."""
        before, cursor, top = self._lines, self.cursor, self.top
        place = ("view", to_view) if to_view is not None else _place(self.current)
        was_in_view = self.top <= self.cursor < self.top + max(1, self.size.height)
        own = next((i for i, view in enumerate(self._views) if view.own), len(self._views))
        rule = [None] if 0 < own < len(self._views) else []
        self._lines = [*self._views[:own], *rule, *self._views[own:], *self._facets.lines]
        found = next((i for i, line in enumerate(self._lines) if line is not None and _place(line) == place), None)
        self.cursor = max(0, min(self.cursor, len(self._lines) - 1)) if found is None else found
        if self._lines and self.current is None:
            self.cursor += 1
        if was_in_view or to_view is not None:
            self._keep_cursor_in_view()
        else:
            # The wheel has turned it elsewhere.
            self.top = max(0, min(self.top, len(self._lines) - self.size.height))
        if (self.top, len(self._lines)) != (top, len(before)):
            self.refresh()
            return
        for index, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new or (self.cursor != cursor and index in {self.cursor, cursor}):
                self.refresh_line(index)

    # Moving in it

    def step(self, lines: int) -> None:
        """Move the cursor by so many lines, as far as there are any."""
        index = max(0, min(self.cursor + lines, len(self._lines) - 1))
        if self._lines and self._lines[index] is None:
            # A rule: there is something before and behind it.
            index += 1 if lines > 0 else -1
        self._move_to(index)

    def to_line(self, index: int) -> None:
        """Put the cursor on line `index`, or the nearest there is."""
        self.step(index - self.cursor)

    def _move_to(self, index: int) -> None:
        if index != self.cursor:
            self.cursor = index
            self._keep_cursor_in_view()
            self.refresh()

    def _keep_cursor_in_view(self) -> None:
        height = max(1, self.size.height)
        top = max(min(self.top, self.cursor), self.cursor - height + 1)
        self.top = max(0, min(top, len(self._lines) - height))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        top = self.top
        self._keep_cursor_in_view()
        if self.top != top:
            self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose the line that is clicked."""
        index = self.line_at(event)
        line = None if index is None else self._lines[index]
        if index is None or line is None:
            return
        self._move_to(index)
        self.post_message(ViewChosen(line.name) if isinstance(line, ViewLine) else self.FacetClicked())

    # Drawing

    def line_count(self) -> int:
        """Return how many lines there are."""
        return len(self._lines)

    def line_style(self, index: int) -> Style:
        """Return the style of a whole line; the cursor is seen only where it can be moved."""
        line = self._lines[index]
        is_open = isinstance(line, ViewLine) and line.name == self._open
        chosen = isinstance(line, FacetLine) and line.chosen
        style = self.style("views--open") if is_open or chosen else self.rich_style
        return style + self.overlay("views--cursor") if index == self.cursor else style

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one line: mark, name, count."""
        line = self._lines[index]
        base = self.line_style(index)
        if line is None:
            return [Segment("─" * width, self.style("views--rule"))]
        lead, text, number, look = self._parts(line)
        count = "" if number is None else f" {number:,} "
        room = max(1, width - len(lead) - len(count))
        label = cut(clean_line(text), room)
        back = Style(bgcolor=base.bgcolor)
        style = readable(self.style(look), base) if look else base
        return [
            Segment(lead, base if look in TAG_CLASSES else style),
            Segment(label + " " * (room - cell_width(label)), style),
            Segment(count, self.style("views--count") + back),
        ]

    def _parts(self, line: ViewLine | FacetLine) -> tuple[str, str, int | None, str]:
        """Return the mark before a line, its text, its number, and the component class that styles it, "" for none."""
        if isinstance(line, ViewLine):
            is_open = line.name == self._open
            # Where the reader is, they are told so, papers or not.
            look = "" if line.count or is_open else "views--empty"
            return f"{OPEN if is_open else ' '} ", line.name, line.count, look
        if line.value is not None:
            look = tag_class(line.value) if line.field == "tag" else ""
            return f"{CHOSEN if line.chosen else ' '} ", line.text, line.count, look
        if line.more:
            return "  ", line.text, line.count or None, "views--empty"
        # How many values there are is told where they are not: else it stands above numbers of papers.
        sign, count = (_FOLDED, line.count) if line.folded else (_UNFOLDED, None)
        return f"{sign} ", line.text, count, "views--heading"


def _place(line: ViewLine | FacetLine | None) -> tuple[object, ...] | None:
    """Return what stays the same of a line when it is drawn with other counts."""
    if isinstance(line, ViewLine):
        return ("view", line.name)
    return line.place if line is not None else None
