"""The list of papers: one line a paper, drawn only where it is in view."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import islice
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.content import Content
from textual.strip import Strip

from readlist.app.messages import PaperHighlighted, PaperOpened
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.paper_row import Look, PaperRow
from readlist.app.widgets.selection import Selection
from readlist.app.widgets.spans import Marker, no_marks
from readlist.app.widgets.tag_colours import TAG_CLASSES
from readlist.model.library import Library
from readlist.text import cut

_LOOKED_FOR = (500, 20_000, sys.maxsize)
"""How many of the papers that stood below one that is gone are looked for at once."""


class PaperList(Pane):
    """The papers of a view, with a cursor and a selection.

    | Component class | What it styles |
    |---|---|
    | `paper-list--cursor` | the row under the cursor |
    | `paper-list--stale` | a row that no longer belongs in the view |
    | `paper-list--close` | a row that is only close to what was looked for |
    | `paper-list--provisional` | a title made from the abstract |
    | `paper-list--unread` | the title of a paper in the inbox |
    | `paper-list--faint` | author, year and venue |
    | `paper-list--star` | the star |
    | `paper-list--returned` | the mark of a paper that was put off and is back |
    | `tag--1` … `tag--5` | tags, by their names |
    | `paper-list--selected` | the mark of a selected row |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paper-list--cursor",
        "paper-list--stale",
        "paper-list--close",
        "paper-list--provisional",
        "paper-list--unread",
        "paper-list--faint",
        "paper-list--star",
        "paper-list--returned",
        "paper-list--selected",
        *TAG_CLASSES,
    }

    def __init__(self, today: Callable[[], str]) -> None:
        """Make it; `today` tells the date of the user, "2026-11-21"."""
        super().__init__(id="papers")
        self.library = Library()
        self.rows: Sequence[str] = ()
        self.stale: AbstractSet[str] = frozenset()
        self.close: AbstractSet[str] = frozenset()
        self.marker: Marker = no_marks
        self.close_marker: Marker = no_marks
        self._selection = Selection()
        self._selection_told = ""
        self._tell_date = today
        self._today = ""
        self.cursor = 0
        self.empty_text = ""

    # What it shows

    def show(
        self, library: Library, rows: Sequence[str], stale: AbstractSet[str], *, cursor: str | None = None
    ) -> None:
        """Show `rows` (keys) of `library`, dim those in `stale`.

        The cursor goes to the paper `cursor` if it is there, else it stays on its paper, and that on its line of the
        screen; where the paper is gone, it goes to the next one that was shown below it.
        """
        here, before = self.cursor_key, self.cursor
        yesterday, self._today = self._today, self._tell_date()
        # What an empty list says instead may be another text.
        same = bool(rows) and rows is self.rows and yesterday == self._today
        changed = self._changed(library, stale) if same else ()
        top = self.top
        if rows is not self.rows:
            index = _index(rows, cursor or here)
            if index is None:
                index = _index(rows, _first_of(islice(self.rows, before, None), rows))
            self.rows, self.cursor = rows, max(0, min(before if index is None else index, len(rows) - 1))
            self._selection.follow(rows, library)
            if self.cursor_key == here:
                self.top += self.cursor - before
        elif cursor is not None:
            index = _index(rows, cursor)
            self.cursor = self.cursor if index is None else index
        self.library, self.stale = library, stale
        self._keep_cursor_in_view()
        self._tell_selection()
        if same and self.top == top:
            for index in {*changed, *({before, self.cursor} if self.cursor != before else ())}:
                self.refresh_line(index)
        else:
            self.refresh()

    def _changed(self, library: Library, stale: AbstractSet[str]) -> Sequence[int]:
        """Return those of the rows in view that are drawn otherwise with another library and other stale papers."""
        papers, before = library.get, self.library.get
        in_view = enumerate(self.rows[self.top : self.top + self.size.height], self.top)
        dimmed_anew = stale ^ self.stale
        return [index for index, key in in_view if papers(key) is not before(key) or key in dimmed_anew]

    def mark(self, marker: Marker, *, close: AbstractSet[str] = frozenset(), close_marker: Marker = no_marks) -> None:
        """Mark from now on what was looked for.

        Args:
            marker: finds it in a paper.
            close: keys of papers that are only close to it.
            close_marker: finds in those what is like it.
        """
        if (marker, close, close_marker) != (self.marker, self.close, self.close_marker):
            self.marker, self.close, self.close_marker = marker, close, close_marker
            self.refresh()

    @property
    def cursor_key(self) -> str | None:
        """Key of the paper under the cursor, None where there is no paper."""
        return self.rows[self.cursor] if self.rows else None

    @property
    def targets(self) -> tuple[str, ...]:
        """Keys of the papers that an action is about: the selection if there is one, else the one under the cursor."""
        if self.selected:
            return tuple(key for key in self.rows if key in self.selected)
        return tuple(self.rows[self.cursor : self.cursor + 1])

    # Cursor and selection

    def step(self, lines: int) -> None:
        """Move the cursor by `lines` papers, as far as there are any."""
        self.move_to(self.cursor + lines)

    def to_line(self, index: int) -> None:
        """Put the cursor on row `index`, or the nearest there is."""
        self.move_to(index)

    def move_to(self, index: int) -> None:
        """Put the cursor on row `index`, or the nearest there is; a range that was begun goes with it."""
        index = max(0, min(index, len(self.rows) - 1))
        if index == self.cursor:
            return
        old, self.cursor = self.cursor, index
        top = self.top
        self._keep_cursor_in_view()
        if self._selection.in_range:
            self._selection.reach(self.rows, index)
            self._tell_selection()
            self.refresh()
        elif self.top == top:
            self.refresh_line(old)
            self.refresh_line(index)
        else:
            self.refresh()

    # Selection

    @property
    def selected(self) -> AbstractSet[str]:
        """Keys of the papers that are selected and shown."""
        return self._selection.shown

    @property
    def selection_in_words(self) -> str:
        """How many papers are selected, "" for none."""
        return self._selection.in_words(len(self.rows))

    @property
    def in_range(self) -> bool:
        """Whether the selection goes with the cursor."""
        return self._selection.in_range

    def toggle_range(self) -> None:
        """Let the selection go with the cursor from here on, or no longer."""
        key = self.cursor_key
        if key is not None:
            self._selection.toggle_range(key)
            self._selection_changed()

    def toggle_selected(self) -> None:
        """Take the paper under the cursor into the selection, or out of it."""
        key = self.cursor_key
        if key is not None:
            self._selection.toggle(key)
            self._tell_selection()
            self.refresh_line(self.cursor)

    def select_all(self) -> None:
        """Select every paper that is shown; where all are, none."""
        self._selection.toggle_all(self.rows)
        self._selection_changed()

    def clear_selection(self, *, hidden: bool = True) -> None:
        """Select nothing; without `hidden`, papers that are not shown now stay selected."""
        if self._selection.shown or self._selection.hidden:
            self._selection.clear(hidden=hidden)
            self._selection_changed()

    def _selection_changed(self) -> None:
        self._tell_selection()
        self.refresh()

    def _tell_selection(self) -> None:
        """Keep in sight how many are selected: of some, and of those that a filter hides, no row tells."""
        told = self.selection_in_words
        if told != self._selection_told:
            self._selection_told, self.border_subtitle = told, Content(told)

    def _keep_cursor_in_view(self) -> None:
        height = max(1, self.size.height)
        top = max(min(self.top, self.cursor), self.cursor - height + 1)
        self.top = max(0, min(top, len(self.rows) - height))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        top = self.top
        self._keep_cursor_in_view()
        if self.top != top:
            self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the clicked paper."""
        index = self.line_at(event)
        if index is not None:
            self.move_to(index)
            self.post_message(PaperHighlighted(self.rows[index]))

    def on_click(self, event: events.Click) -> None:
        """Open a paper that is clicked twice."""
        key = self.cursor_key
        if event.chain == 2 and key is not None and self.line_at(event) is not None:  # noqa: PLR2004 -- a double click
            self.post_message(PaperOpened(key))

    # Drawing

    def line_count(self) -> int:
        """Return how many papers there are."""
        return len(self.rows)

    def line_style(self, index: int) -> Style:
        """Return the style of a whole row."""
        return self.style("paper-list--cursor") if index == self.cursor else self.rich_style

    def render_line(self, y: int) -> Strip:
        """Draw the row at `y`; an empty list says why it is empty."""
        if not self.rows and y == min(1, self.drawn_size.height - 1):
            text = cut(self.empty_text, self.size.width - 2)
            return Strip([Segment(f" {text}", self.style("paper-list--faint"))]).adjust_cell_length(
                self.size.width, self.rich_style
            )
        return super().render_line(y)

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return the row of one paper."""
        paper = self.library[self.rows[index]]
        key, here = paper.key, index == self.cursor
        close = key in self.close
        row = PaperRow(
            paper,
            self._today,
            here=here,
            selected=key in self.selected,
            # Under the cursor a row is read, whatever it is: there nothing is dimmed.
            stale=key in self.stale and not here,
            close=close,
            marker=self.close_marker if close else self.marker,
        )
        return row.draw(width, Look(self.line_style(index), self.match_style, self.style))


def _index(rows: Sequence[str], key: str | None) -> int | None:
    try:
        return None if key is None else rows.index(key)
    except ValueError:
        return None


def _first_of(keys: Iterator[str], rows: Sequence[str]) -> str | None:
    """Return the first of `keys` that has a row, None where none has."""
    # Of very many rows a set takes longer to make than they take to go through, and the first is not far, as a rule.
    for count in _LOOKED_FOR:
        some = list(islice(keys, count))
        there = frozenset(some).intersection(rows)
        if there or not some:
            return next((key for key in some if key in there), None)
    return None
