"""What an export would write: a line for each file, with a mark for what would become of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from readlist.app.widgets.menu_pane import MenuPane
from readlist.text import cell_width, clean_line, cut

_NAME_SHARE = 2
"""A name that is followed by a reason gets at most one of so many parts of a line."""


class Fate(StrEnum):
    """What would become of a file, what matters most first; the value is how it is shown."""

    FAILED = "✗"
    KEPT = "!"
    UPDATED = "~"
    NEW = "+"
    UNCHANGED = "="


WORDS = {
    Fate.NEW: "new",
    Fate.UPDATED: "updated",
    Fate.UNCHANGED: "unchanged",
    Fate.KEPT: "kept",
    Fate.FAILED: "would fail",
}
"""The fates in words, in the order in which they are counted."""


@dataclass(frozen=True, slots=True)
class ExportRow:
    """A file that an export is about.

    Attributes:
        name: what it is called, with the folders that it is in.
        fate: what would become of it.
        message: why it would be kept or fail, or what in it would be kept; "" otherwise.
        text: what would change, as a unified diff; of a new file, and of one that stays as it is, its beginning.
        is_diff: whether `text` is a diff.
    """

    name: str
    fate: Fate
    message: str = ""
    text: str = ""
    is_diff: bool = False


class ExportList(MenuPane, can_focus=True):
    """Files, one a line, with a cursor; what moves it has the keys.

    | Component class | What it styles |
    |---|---|
    | `export-list--cursor` | the line under the cursor |
    | `export-list--new`, `--updated`, `--unchanged`, `--kept`, `--failed` | the mark |
    | `export-list--faint` | what stays as it is, and reasons |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "export-list--cursor",
        "export-list--new",
        "export-list--updated",
        "export-list--unchanged",
        "export-list--kept",
        "export-list--failed",
        "export-list--faint",
    }
    DEFAULT_CSS = """
    ExportList > .export-list--cursor {
        background: $foreground 12%;
    }
    ExportList:focus > .export-list--cursor {
        background: $primary 22%;
        text-style: bold;
    }
    /* As in the list of papers. */
    ExportList:ansi > .export-list--cursor {
        background: initial;
        text-style: bold underline;
    }
    ExportList:ansi:focus > .export-list--cursor {
        background: initial;
        text-style: bold reverse;
    }
    ExportList > .export-list--new {
        color: $text-success;
        text-style: bold;
    }
    ExportList > .export-list--updated {
        color: $text-accent;
        text-style: bold;
    }
    ExportList > .export-list--kept, ExportList > .export-list--failed {
        color: $text-error;
        text-style: bold;
    }
    ExportList > .export-list--unchanged, ExportList > .export-list--faint {
        color: $text-muted;
    }
    """

    def __init__(self, chosen: Callable[[], None]) -> None:
        """Make the list; `chosen` is called when a line is clicked, with the cursor on it."""
        super().__init__(chosen, id="export-list")
        self.rows: Sequence[ExportRow] = ()

    def show(self, rows: Sequence[ExportRow]) -> None:
        """Show files; the cursor stays on the one that it is on, where that is still there."""
        before = self.row
        self.rows = rows
        self.begin()
        if before is not None:
            self.step(next((number for number, row in enumerate(rows) if row.name == before.name), 0))

    @property
    def row(self) -> ExportRow | None:
        """The file under the cursor, None where there is none."""
        return self.rows[self.cursor] if self.rows else None

    # Drawing

    def entry_count(self) -> int:
        """Return how many files there are."""
        return len(self.rows)

    def line_count(self) -> int:
        """Return how many lines there are."""
        return len(self.rows)

    def line_style(self, index: int) -> Style:
        """Return the style of a whole line."""
        return self.style("export-list--cursor") if index == self.cursor else self.rich_style

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one file: its mark, its name, and where there is one the reason."""
        row, base = self.rows[index], self.line_style(index)
        faint = self.style_on("export-list--faint", base)
        name, message = clean_line(row.name), clean_line(row.message)
        room = max(0, width - 2)
        name = cut(name, max(room // _NAME_SHARE, room - cell_width(message) - 2) if message else room)
        return [
            Segment(row.fate.value, self.style_on(f"export-list--{row.fate.name.lower()}", base)),
            Segment(" ", base),
            Segment(name, faint if row.fate is Fate.UNCHANGED else base),
            Segment(cut(f"  {message}", max(0, room - cell_width(name))) if message else "", faint),
        ]


class ExportCounts(Widget):
    """One line: how many files there are of each fate, or why there is nothing to count.

    | Component class | What it styles |
    |---|---|
    | `export-counts--error` | what is in the way of the export |
    | `export-counts--faint` | remarks |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"export-counts--error", "export-counts--faint"}
    DEFAULT_CSS = """
    ExportCounts > .export-counts--error {
        color: $text-error;
        text-style: bold;
    }
    ExportCounts > .export-counts--faint {
        color: $text-muted;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="export-counts")
        self._long = self._short = ""
        self._style = ""

    def count(self, rows: Sequence[ExportRow]) -> None:
        """Show how many files there are of each fate."""
        counts = Counter(row.fate for row in rows)
        told = [(fate.value, counts[fate], word) for fate, word in WORDS.items() if counts[fate]]
        self._show("   ".join(f"{mark} {n:,} {word}" for mark, n, word in told), "")
        self._short = "  ".join(f"{mark}{n:,}" for mark, n, _ in told)

    def say(self, text: str, *, error: bool = False) -> None:
        """Say why there is nothing to count: a remark, or what is in the way."""
        self._show(f"! {clean_line(text)}" if error else clean_line(text), "error" if error else "faint")

    def _show(self, text: str, style: str) -> None:
        self._long = self._short = text
        self._style = style
        self.refresh()

    @property
    def text(self) -> str:
        """The line in full."""
        return self._long

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line: in words where there is room for them."""
        width = self.size.width
        text = self._long if cell_width(self._long) <= width else self._short
        style = self.get_component_rich_style(f"export-counts--{self._style}") if self._style else self.rich_style
        return Strip([Segment(cut(text, width), style)]).adjust_cell_length(width, self.rich_style)
