"""The file under the cursor of an export: what would change in it, or how it begins."""

from __future__ import annotations

from itertools import islice
from typing import ClassVar

from readlist.app.widgets.export_list import ExportRow, Fate
from readlist.app.widgets.prose import Line, ProsePane, lay_out
from readlist.text import clean, clean_line

MOST_LINES = 400
"""Lines of a file that are shown; nobody reads more of them here, and each of them costs."""
UNCHANGED = "Nothing would change in this file"
_MOST_CHARACTERS = 200_000
_STYLES = {"+": "export-text--added", "-": "export-text--removed", "@": "export-text--place"}


class ExportText(ProsePane, can_focus=False):
    """A diff in its colours, or the beginning of a file.

    | Component class | What it styles |
    |---|---|
    | `export-text--added`, `--removed` | lines of a diff |
    | `export-text--place` | where in the file they stand |
    | `export-text--message` | why a file is kept, or what in it |
    | `export-text--faint` | that there is more |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "export-text--added",
        "export-text--removed",
        "export-text--place",
        "export-text--message",
        "export-text--faint",
    }
    DEFAULT_CSS = """
    ExportText > .export-text--added {
        color: $text-success;
    }
    ExportText > .export-text--removed {
        color: $text-error;
    }
    ExportText > .export-text--place, ExportText > .export-text--faint {
        color: $text-muted;
    }
    ExportText > .export-text--message {
        color: $text-warning;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="export-text")
        self._row: ExportRow | None = None

    def show(self, row: ExportRow | None) -> None:
        """Show what would become of a file."""
        if row != self._row:
            self._row = row
            self.content_changed()

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the message and the text, as far as they are shown."""
        row = self._row
        if row is None:
            return []
        lines = lay_out(clean_line(row.message), width, style="export-text--message") if row.message else []
        # A line that nobody has ended may be as long as the file.
        if row.fate is Fate.UNCHANGED and not row.text:
            lines += lay_out(UNCHANGED, width, style="export-text--faint")
        text = iter(clean(row.text[:_MOST_CHARACTERS]).splitlines())
        for line in islice(text, MOST_LINES):
            style = _STYLES.get(line[:1]) if row.is_diff else None
            lines += lay_out(line, width, style=style)
        if len(row.text) > _MOST_CHARACTERS or next(text, None) is not None:
            lines += lay_out("…", width, style="export-text--faint")
        return lines
