"""How reading goes: weeks, queue, tags, venues and a forecast, of all papers or of those of the open view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message

from readlist.app.commands.keymap import Commands
from readlist.app.desk import Desk, local_clock
from readlist.app.key_input import KeyMenu, MenuEntry, Other
from readlist.app.screens.keyed import Doing, KeyedScreen
from readlist.app.widgets.prose import Line, Piece, ProsePane, lay_out
from readlist.latex import to_unicode
from readlist.model.library import Library
from readlist.model.statistics import Statistics, statistics_of
from readlist.model.statistics_report import ReportPiece, Role, report
from readlist.text import clean_line

TITLE = "Statistics"
COUNTING = "Counting …"
NONE = "No papers here."
_CALLED = {
    "next": "down",
    "previous": "up",
    "half_page_down": "half a page down",
    "half_page_up": "half a page up",
    "last": "end",
    "quit": "back to the list",
}
"""Commands with what they are called here."""


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


class StatisticsScreen(KeyedScreen[None]):
    """The statistics over the main screen: of the library, or of the papers that the list shows.

    They are those of the moment at which the screen was opened. They are counted in a thread: a hundred thousand papers
    take some tenths of a second.
    """

    AUTO_FOCUS = "#statistics"
    COMMANDS_FIRST: ClassVar[frozenset[str]] = frozenset({"next", "previous", "statistics", "help"})
    DEFAULT_CSS = """
    StatisticsScreen {
        layers: default popups;
    }
    """

    @dataclass
    class Counted(Message):
        """The statistics are there: of the papers that the list shows (`listed`), or of all."""

        statistics: Statistics
        listed: bool

    def __init__(self, desk: Desk, commands: Commands, *, clock: Callable[[], datetime] = local_clock) -> None:
        """Make the screen.

        Args:
            desk: the papers, and which of them the list shows.
            commands: what can be done, with the keys for it.
            clock: tells the time of the user, with its zone.
        """
        super().__init__(commands, id="statistics-screen")
        self._library = desk.library
        self._rows = desk.rows
        self._list_name = _name_of_list(desk)
        self._now = clock()
        self._listed = False
        self._counted: dict[bool, Statistics | None] = {}  # None while they are being counted
        self._pane = StatisticsPane()

    def compose(self) -> ComposeResult:
        """The statistics, and under them the number that is being typed, and the keys."""
        yield self._pane
        yield self.status
        yield self._hints
        yield self._popup

    def on_mount(self) -> None:
        """Count, while the screen says so."""
        self._show()

    # Keys

    @property
    def doing(self) -> Mapping[str, Doing]:
        """What is done by the keys of commands."""
        return {
            **self.scrolling(self._pane, self.keys.count or 1),
            "help": self._help,
            "statistics": self._leave,
            "back": self._leave,
            "quit": self._leave,
        }

    @property
    def own_keys(self) -> Mapping[str, Doing]:
        """What is done by other keys."""
        turning: Mapping[str, Doing] = dict.fromkeys(("v", "tab"), self._turn)
        leaving: Mapping[str, Doing] = dict.fromkeys(("escape", "q"), self._leave)
        top, on = partial(self._pane.to_end, -1), partial(self._pane.half_page, 1)
        return {**turning, **leaving, "g": top, "space": on}

    def show_hints(self) -> None:
        """Show the keys that count now."""
        key = self._commands.key_of
        hints = [
            ("v", self._other_papers),
            (key("next"), "down"),
            (key("previous"), "up"),
            ("esc", "back"),
            ("g", "top"),
            (key("last"), "end"),
        ]
        self._hints.show([hint for hint in hints if hint[0]], help_key=key("help"))

    @property
    def _other_papers(self) -> str:
        """What "v" turns to."""
        return "all papers" if self._listed else "this list"

    def _help(self) -> None:
        """Show all keys; the next one does what it does anywhere here."""
        turning = MenuEntry("v", f"turn to {self._other_papers}", self._turn)
        entries = [turning, *self.entries_of(_CALLED), MenuEntry("g", "top", partial(self._pane.to_end, -1))]
        self.keys.ask(KeyMenu(TITLE, entries, Other.ACTS))

    # What is shown

    def _show(self) -> None:
        listed = self._listed
        papers = len(self._rows) if listed else len(self._library)
        of = f"{self._list_name} · {papers:,}" if listed else f"all {papers:,} papers"
        self._pane.border_title = Content(f"{TITLE} · {of}")
        self.show_hints()
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

    # What is done

    def _turn(self) -> None:
        """Tell of the papers of the list, or of all again."""
        self._listed = not self._listed
        self._show()

    def _leave(self) -> None:
        self.dismiss()


def _name_of_list(desk: Desk) -> str:
    """Return what the list shows: the view, and the filter over it."""
    name = clean_line(desk.view.name)
    return f"{name} · /{clean_line(desk.filter_text)}" if desk.filter_text else name


def _piece(piece: ReportPiece) -> Piece:
    return Piece(piece.text, None if piece.role is Role.PLAIN else f"statistics--{piece.role.value}")


def _shown(name: str) -> str:
    return clean_line(to_unicode(name))
