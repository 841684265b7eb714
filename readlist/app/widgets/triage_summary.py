"""What has come of deciding about papers: numbers with bars beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from readlist.app.widgets.prose import Line, Piece, ProsePane, lay_out
from readlist.model.charts import bar
from readlist.text import cell_width, clean_line

_MOST_BAR_CELLS = 40


class SummaryRow(NamedTuple):
    """A kind of outcome, and how many papers came to it; whether there is a bar for it."""

    sign: str
    words: str
    papers: int
    has_bar: bool = True


class TriageSummary(ProsePane):
    """A heading, a row with a bar for each outcome, and remarks.

    | Component class | What it styles |
    |---|---|
    | `summary--heading` | the heading |
    | `summary--bar` | bars |
    | `summary--faint` | remarks |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"summary--heading", "summary--bar", "summary--faint"}
    DEFAULT_CSS = """
    TriageSummary > .summary--heading {
        text-style: bold;
        color: $text-primary;
    }
    TriageSummary > .summary--bar {
        color: $text-accent;
    }
    TriageSummary > .summary--faint {
        color: $text-muted;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="triage-summary")
        self._heading = ""
        self._rows: Sequence[SummaryRow] = ()
        self._remarks: Sequence[str] = ()

    def show(self, heading: str, rows: Sequence[SummaryRow], remarks: Sequence[str]) -> None:
        """Show a summary."""
        self._heading, self._rows, self._remarks = clean_line(heading), rows, list(map(clean_line, remarks))
        self.content_changed()

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the summary as lines."""
        lines: list[Line] = [(), *lay_out(self._heading, width, style="summary--heading"), ()]
        words = max((cell_width(row.words) for row in self._rows), default=0)
        digits = max((len(f"{row.papers:,}") for row in self._rows), default=0)
        most = max((row.papers for row in self._rows if row.has_bar), default=0)
        for row in self._rows:
            label = f"{row.sign} {row.words}{' ' * (words - cell_width(row.words))}  {row.papers:>{digits},}  "
            cells = min(_MOST_BAR_CELLS, max(0, width - cell_width(label)))
            lines.append((Piece(label), Piece(bar(row.papers, most, cells) if row.has_bar else "", "summary--bar")))
        for remark in self._remarks:
            lines += [(), *lay_out(remark, width, style="summary--faint")]
        return lines
