"""The base of lists to choose from: entries of one line or more, one of them under a cursor."""

from __future__ import annotations

from collections.abc import Callable

from rich.style import Style
from textual import events

from readlist.app.widgets.pane import Pane


class MenuPane(Pane, can_focus=False):
    """Entries with a cursor, moved by keys that somebody else takes: where something is typed, that has them.

    Attributes:
        cursor: index of the entry under the cursor, from 0.
    """

    def __init__(self, chosen: Callable[[], None], *, id: str) -> None:
        """Make the list; `chosen` is called when an entry is clicked, with the cursor on it."""
        super().__init__(id=id)
        self.cursor = 0
        self._chosen = chosen

    # What a menu says of itself

    def entry_count(self) -> int:
        """Return how many entries there are."""
        raise NotImplementedError

    def lines_of(self, entry: int) -> range:
        """Return the lines of an entry; one each unless a menu says otherwise."""
        return range(entry, entry + 1)

    def entry_at(self, line: int) -> int | None:
        """Return the entry that a line belongs to, None for none."""
        return line if 0 <= line < self.entry_count() else None

    # Moving in it

    def begin(self) -> None:
        """Draw other entries than before, the cursor on the first."""
        self.cursor = self.top = 0
        self.refresh()

    def step(self, lines: int) -> None:
        """Move the cursor by so many entries, as far as there are any."""
        self.cursor = max(0, min(self.cursor + lines, self.entry_count() - 1))
        self._keep_cursor_in_view()
        self.refresh()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_cursor_in_view()

    def _keep_cursor_in_view(self) -> None:
        height = self.size.height
        if not height or not self.entry_count():
            return
        lines = self.lines_of(self.cursor)
        # With what stands over the first entry.
        start = lines.start if self.cursor else 0
        self.set_top(min(max(self.top, lines.stop - height), start))

    def on_click(self, event: events.Click) -> None:
        """Choose the entry that is clicked."""
        event.stop()
        entry = self.entry_at(self.top + event.get_content_offset_capture(self).y)
        if entry is not None:
            self.cursor = entry
            self.refresh()
            self._chosen()

    # Drawing

    def style_on(self, name: str, line: Style) -> Style:
        """Return the style of a component class on a line that has the background of `line`."""
        return self.style(name) + Style(bgcolor=line.bgcolor)
