"""How reading goes: weeks, queue, tags, venues and a forecast, of all papers or of those of the open view."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from readlist.app.desk import Desk, local_clock
from readlist.app.screens.leaving import LeavingScreen
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.prose import Line, Piece, ProsePane, lay_out
from readlist.latex import to_unicode
from readlist.model.library import Library
from readlist.model.statistics import Statistics, statistics_of
from readlist.model.statistics_report import ReportPiece, Role, report
from readlist.text import clean_line

TITLE = "Statistics"
COUNTING = "Counting …"
NONE = "No papers here."
_HINTS = (("j", "down"), ("k", "up"), ("g", "top"), ("G", "end"), ("esc", "back"))


class StatisticsPane(ProsePane):
    """Statistics as lines.

    | Component class | What it styles |
    |---|---|
    | `statistics--heading` | headings |
    | `statistics--strong` | the forecast |
    | `statistics--faint` | names of numbers, and what explains them |
    | `statistics--added` | bars of papers that came |
    | `statistics--read` | bars of papers that were read |
    | `statistics--waiting` | bars of papers that wait, and of all together |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"statistics--{role.value}" for role in Role if role is not Role.PLAIN}
    DEFAULT_CSS = """
    StatisticsPane {
        height: 1fr;
        border: heavy $primary;
        border-title-color: $text;
        border-title-style: bold;
        padding: 0 1;
    }
    StatisticsPane > .statistics--heading {
        color: $text-primary;
        text-style: bold;
    }
    StatisticsPane > .statistics--strong {
        text-style: bold;
    }
    StatisticsPane > .statistics--faint {
        color: $text-muted;
    }
    StatisticsPane > .statistics--added {
        color: $text-accent;
    }
    StatisticsPane > .statistics--read {
        color: $text-success;
    }
    StatisticsPane > .statistics--waiting {
        color: $text-warning;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="statistics")
        self._statistics: Statistics | None = None
        self._remark = COUNTING

    def show(self, statistics: Statistics) -> None:
        """Show statistics, from the first line on."""
        self._statistics = statistics if statistics.counts.total else None
        self._remark = NONE
        self.content_changed()

    def show_none(self) -> None:
        """Say that there is nothing to show yet."""
        self._statistics, self._remark = None, COUNTING
        self.content_changed()

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the report, or why there is none."""
        if self._statistics is None:
            return lay_out(self._remark, width, style="statistics--faint")
        return [tuple(map(_piece, line)) for line in report(self._statistics, width, shown=_shown)]


class StatisticsScreen(LeavingScreen[None]):
    """The statistics over the main screen: of the library, or of the papers that the list shows.

    They are those of the moment at which the screen was opened. They are counted in a thread: a hundred thousand papers
    take some tenths of a second.

    Keys and their help are in `BINDINGS`.
    """

    AUTO_FOCUS = "#statistics"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,S,shift+s", "leave", "Back to the list", show=False),
        Binding("v", "turn", "All papers, or those of the list", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u,pageup", "half_page(-1)", "Half a page up", show=False),
        Binding("g,home", "to_end(-1)", "Top", show=False),
        Binding("G,shift+g,end", "to_end(1)", "End", show=False),
    ]

    @dataclass
    class Counted(Message):
        """The statistics are there: of the papers that the list shows (`listed`), or of all."""

        statistics: Statistics
        listed: bool

    def __init__(self, desk: Desk, *, clock: Callable[[], datetime] = local_clock) -> None:
        """Make the screen.

        Args:
            desk: the papers, and which of them the list shows.
            clock: tells the time of the user, with its zone.
        """
        super().__init__(id="statistics-screen")
        self._library = desk.library
        self._rows = desk.rows
        self._list_name = _name_of_list(desk)
        self._now = clock()
        self._listed = False
        self._counted: dict[bool, Statistics | None] = {}  # None while they are being counted
        self._pane = StatisticsPane()
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """The statistics, and under them the keys."""
        yield self._pane
        yield self._hints

    def on_mount(self) -> None:
        """Count, while the screen says so."""
        self._show()

    def _show(self) -> None:
        listed = self._listed
        papers = len(self._rows) if listed else len(self._library)
        of = f"{self._list_name} · {papers:,}" if listed else f"all {papers:,} papers"
        self._pane.border_title = Content(f"{TITLE} · {of}")
        self._hints.show([("v", "all papers" if listed else "this list"), *_HINTS], typing=True)
        statistics = self._counted.get(listed)
        if statistics is not None:
            self._pane.show(statistics)
            return
        self._pane.show_none()
        if listed not in self._counted:
            self._counted[listed] = None
            self.run_worker(lambda: self._count(listed=listed), thread=True, group="statistics")

    def _count(self, *, listed: bool) -> None:
        library = self._library
        if listed:
            # A row may be that of a paper that is gone.
            library = Library(paper for key in self._rows if (paper := library.get(key)) is not None)
        self.post_message(self.Counted(statistics_of(library, self._now), listed))

    @on(Counted)
    def _was_counted(self, event: Counted) -> None:
        event.stop()
        self._counted[event.listed] = event.statistics
        if event.listed is self._listed:
            self._pane.show(event.statistics)

    def action_turn(self) -> None:
        """Tell of the papers of the list, or of all again."""
        self._listed = not self._listed
        self._show()

    def action_leave(self) -> None:
        """Go back to the list."""
        self.dismiss()

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._pane.step(lines)

    def action_half_page(self, direction: int) -> None:
        """Scroll by half a page."""
        self._pane.half_page(direction)

    def action_to_end(self, direction: int) -> None:
        """Scroll to the first or last line."""
        self._pane.to_end(direction)


def _name_of_list(desk: Desk) -> str:
    """Return what the list shows: the view, and the filter over it."""
    name = clean_line(desk.view.name)
    return f"{name} · /{clean_line(desk.filter_text)}" if desk.filter_text else name


def _piece(piece: ReportPiece) -> Piece:
    return Piece(piece.text, None if piece.role is Role.PLAIN else f"statistics--{piece.role.value}")


def _shown(name: str) -> str:
    return clean_line(to_unicode(name))
