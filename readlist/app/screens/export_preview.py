"""What an export would write, on the screen: the numbers, the files, and the one under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical

from readlist.app.screens.scrolling import ScrollingActions
from readlist.app.widgets.export_list import ExportCounts, ExportList, ExportRow
from readlist.app.widgets.export_text import ExportText
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.progress_line import ProgressLine

_WIDE_FROM = 100
"""Cells from which the file under the cursor stands beside the others."""


class ExportPreview(ScrollingActions, Vertical):
    """The files that an export is about. Its keys count while its list has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.write", "Write", show=False),
        Binding("j", "step(1)", "Down", show=False),
        Binding("k", "step(-1)", "Up", show=False),
        Binding("J,shift+j", "scroll(1)", "Down in the file", show=False),
        Binding("K,shift+k", "scroll(-1)", "Up in the file", show=False),
        Binding("ctrl+d,pagedown", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u,pageup", "half_page(-1)", "Half a page up", show=False),
        Binding("g,home", "to_end(-1)", "First", show=False),
        Binding("G,shift+g,end", "to_end(1)", "Last", show=False),
    ]
    DEFAULT_CSS = """
    ExportPreview {
        height: 1fr;
        border-top: solid $foreground 30%;
    }
    #export-counts, #export-progress {
        height: 1;
        text-style: bold;
    }
    #export-files {
        height: 1fr;
        layout: vertical;
    }
    #export-list {
        height: 2fr;
    }
    #export-text {
        height: 3fr;
        border-top: solid $foreground 30%;
    }
    ExportPreview.-wide #export-files {
        layout: horizontal;
    }
    ExportPreview.-wide #export-list {
        width: 2fr;
        height: 100%;
    }
    ExportPreview.-wide #export-text {
        width: 3fr;
        height: 100%;
        border-top: none;
        border-left: solid $foreground 30%;
        padding-left: 1;
    }
    ExportPreview.-one #export-files {
        layout: vertical;
    }
    ExportPreview.-one #export-list {
        width: 100%;
        height: 1;
    }
    ExportPreview.-one #export-text {
        width: 100%;
        height: 1fr;
        border-top: solid $foreground 30%;
        border-left: none;
        padding-left: 0;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="export-preview")
        self._counts = ExportCounts()
        self._progress = ProgressLine(id="export-progress")
        self._list = ExportList(self.moved)
        self._text = ExportText()

    def compose(self) -> ComposeResult:
        """Numbers, or how far it is; files, and one of them."""
        yield self._counts
        yield self._progress
        yield Container(self._list, self._text, id="export-files")

    def on_mount(self) -> None:
        """Show nothing yet."""
        self._progress.display = False

    def on_resize(self, event: events.Resize) -> None:
        """Set the file under the cursor beside the others where there is room."""
        self.set_class(event.size.width >= _WIDE_FROM, "-wide")

    # What is shown

    def show(self, rows: Sequence[ExportRow]) -> None:
        """Show the files of an export."""
        self._counts.count(rows)
        self._show(rows)

    def say(self, text: str, *, error: bool = False) -> None:
        """Show no files, and why."""
        self._counts.say(text, error=error)
        self._show(())

    def tell_progress(self, text: str) -> None:
        """Show that it takes longer, and what is being done; what was shown before stays under it."""
        self._progress.show(text, None)
        self._counts.display, self._progress.display = False, True

    def _show(self, rows: Sequence[ExportRow]) -> None:
        self._counts.display, self._progress.display = True, False
        self._list.show(rows)
        self.set_class(len(rows) == 1, "-one")
        self.moved()

    # Moving in it

    @property
    def has_keys(self) -> bool:
        """Whether keys move in the list."""
        return self.screen.focused is self._list

    @property
    def _is_one(self) -> bool:
        """Whether there is but one file, so that all keys are for what is in it."""
        return len(self._list.rows) == 1

    @property
    def is_at_top(self) -> bool:
        """Whether there is nothing above what is in view, or under the cursor."""
        return not (self._text.top if self._is_one else self._list.cursor)

    @property
    def moved_in(self) -> Pane:
        """What the keys move in: the files, or in the one that there is."""
        return self._text if self._is_one else self._list

    def moved(self) -> None:
        """Show the file under the cursor."""
        self._text.show(self._list.row)

    def action_scroll(self, lines: int) -> None:
        """Scroll the file under the cursor."""
        self._text.step(lines)
