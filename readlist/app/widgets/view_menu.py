"""A list of the user's own views, to choose one from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from readlist.app.widgets.menu_pane import MenuPane
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


class ViewMenu(MenuPane):
    """Views with their counts and queries, one a line, with a cursor.

    | Component class | What it styles |
    |---|---|
    | `view-menu--faint` | counts, queries, what an empty list says |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"view-menu--faint"}
    DEFAULT_CSS = """
    ViewMenu > .view-menu--faint {
        color: $text-muted;
    }
    """

    def __init__(self, chosen: Callable[[], None]) -> None:
        """Make the list; `chosen` is called when a view is clicked, with the cursor on it."""
        super().__init__(chosen, id="view-menu-list")
        self._views: Sequence[SavedView] = ()
        self._empty_text = ""

    def show(self, views: Sequence[SavedView], *, empty_text: str) -> None:
        """Show these views, the cursor on the first; `empty_text` where there are none."""
        self._views, self._empty_text = views, empty_text
        self.begin()

    @property
    def current(self) -> SavedView | None:
        """The view under the cursor."""
        return self._views[self.cursor] if self._views else None

    def entry_count(self) -> int:
        """Return how many views there are."""
        return len(self._views)

    def line_count(self) -> int:
        """Return how many views there are, or the one line that says why there are none."""
        return len(self._views) or 1

    def line_style(self, index: int) -> Style:
        """Return the style of a whole line."""
        return self.style("pane--cursor") if self._views and index == self.cursor else self.rich_style

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one view: name, count, query."""
        base = self.line_style(index)
        faint = self.style_on("view-menu--faint", base)
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
