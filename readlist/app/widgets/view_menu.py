"""A list of the user's own views, to choose one from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message

from readlist.app.widgets.pane import Pane
from readlist.text import cell_width, clean_line, cut

_NAME_SHARE = 3
"""The name gets at most one of so many parts of a line; the query needs the rest."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view of the user's own as it is listed.

    Attributes:
        name: what people call it.
        query: its query, as it was written.
        count: how many papers it has, None for one that cannot be opened.
        fixed: whether it stands in the configuration, so that it cannot be removed here.
    """

    name: str
    query: str
    count: int | None
    fixed: bool


class ViewMenu(Pane):
    """Views with their counts and queries, one a line, with a cursor.

    | Component class | What it styles |
    |---|---|
    | `view-menu--cursor` | the line under the cursor |
    | `view-menu--faint` | counts, queries, what an empty list says |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"view-menu--cursor", "view-menu--faint"}

    can_focus = False

    @dataclass
    class Chosen(Message):
        """A view was clicked."""

        view: SavedView

    def __init__(self) -> None:
        super().__init__(id="view-menu-list")
        self.cursor = 0
        self._views: Sequence[SavedView] = ()
        self._empty_text = ""

    def show(self, views: Sequence[SavedView], *, empty_text: str) -> None:
        """Show these views, the cursor on the first; `empty_text` where there are none."""
        self._views, self._empty_text = views, empty_text
        self.cursor = self.top = 0
        self.refresh()

    @property
    def current(self) -> SavedView | None:
        """The view under the cursor."""
        return self._views[self.cursor] if self._views else None

    def step(self, lines: int) -> None:
        """Move the cursor by so many lines, as far as there are any."""
        self.cursor = max(0, min(self.cursor + lines, len(self._views) - 1))
        self._keep_cursor_in_view()
        self.refresh()

    def _keep_cursor_in_view(self) -> None:
        height = max(1, self.size.height)
        top = max(min(self.top, self.cursor), self.cursor - height + 1)
        self.top = max(0, min(top, len(self._views) - height))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_cursor_in_view()

    def on_click(self, event: events.Click) -> None:
        """Choose the view that is clicked."""
        index = self.top + event.get_content_offset_capture(self).y
        if 0 <= index < len(self._views):
            self.post_message(self.Chosen(self._views[index]))

    def line_count(self) -> int:
        """Return how many views there are, or the one line that says why there are none."""
        return len(self._views) or 1

    def line_style(self, index: int) -> Style:
        """Return the style of a whole line."""
        return self.style("view-menu--cursor") if self._views and index == self.cursor else self.rich_style

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one view: name, count, query."""
        base = self.line_style(index)
        faint = self.style("view-menu--faint") + Style(bgcolor=base.bgcolor)
        if not self._views:
            return [Segment(f" {cut(self._empty_text, width - 1)}", faint)]
        room = max(1, width // _NAME_SHARE)
        view = self._views[index]
        name = cut(clean_line(view.name), room)
        count = f"{'!' if view.count is None else format(view.count, ','):>7}  "
        return [
            Segment(f" {name}{' ' * (room - cell_width(name))}", base),
            Segment(count, faint),
            Segment(cut(clean_line(view.query), max(1, width - room - len(count) - 2)), faint),
        ]
