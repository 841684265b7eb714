"""The list of papers: one line a paper, drawn only where it is in view."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from readlist.app.messages import PaperHighlighted, PaperOpened
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.paper_columns import Columns, Marked, marked_authors, marked_title, marked_venue
from readlist.app.widgets.spans import Marker, cut_line, cut_marked, no_marks, segments, shifted
from readlist.model.labels import SIGNS, STAR
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.text import cell_width, cut

SELECTED = "▌"
CLOSE = "~"
"""Stands before papers that are only close to what was looked for, as it stands before such words in a query."""

_GUTTER = 5
"""Cells before the title: whether it is selected, its status, its star, whether it is only close."""


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
    | `paper-list--tag` | tags |
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
        "paper-list--tag",
        "paper-list--selected",
    }

    def __init__(self) -> None:
        super().__init__(id="papers")
        self.library = Library()
        self.rows: Sequence[str] = ()
        self.stale: AbstractSet[str] = frozenset()
        self.close: AbstractSet[str] = frozenset()
        self.marker: Marker = no_marks
        self.close_marker: Marker = no_marks
        self.selected: set[str] = set()
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
        if rows is not self.rows:
            index = _index(rows, cursor or here)
            if index is None:
                index = _index(rows, _first_of(self.rows[before:], rows))
            self.rows, self.cursor = rows, max(0, min(before if index is None else index, len(rows) - 1))
            self.selected.intersection_update(rows)
            if self.cursor_key == here:
                self.top += self.cursor - before
        elif cursor is not None:
            index = _index(rows, cursor)
            self.cursor = self.cursor if index is None else index
        self.library, self.stale = library, stale
        self._keep_cursor_in_view()
        self.refresh()

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

    def move_to(self, index: int) -> None:
        """Put the cursor on row `index`, or the nearest there is."""
        index = max(0, min(index, len(self.rows) - 1))
        if index == self.cursor:
            return
        old, self.cursor = self.cursor, index
        top = self.top
        self._keep_cursor_in_view()
        if self.top == top:
            self.refresh_line(old)
            self.refresh_line(index)
        else:
            self.refresh()

    def toggle_selected(self) -> None:
        """Take the paper under the cursor into the selection, or out of it."""
        key = self.cursor_key
        if key is not None:
            self.selected ^= {key}
            self.refresh_line(self.cursor)

    def select_all(self) -> None:
        """Select every paper that is shown; where all are, none."""
        self.selected = set() if len(self.selected) == len(self.rows) else set(self.rows)
        self.refresh()

    def clear_selection(self) -> None:
        """Select nothing."""
        if self.selected:
            self.selected.clear()
            self.refresh()

    def _keep_cursor_in_view(self) -> None:
        height = max(1, self.size.height)
        top = max(min(self.top, self.cursor), self.cursor - height + 1)
        self.top = max(0, min(top, len(self.rows) - height))

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._keep_cursor_in_view()
        self.refresh()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Put the cursor on the clicked paper."""
        index = self.top + event.get_content_offset_capture(self).y
        if 0 <= index < len(self.rows):
            self.move_to(index)
            self.post_message(PaperHighlighted(self.rows[index]))

    def on_click(self, event: events.Click) -> None:
        """Open a paper that is clicked twice."""
        key = self.cursor_key
        if event.chain == 2 and key is not None:  # noqa: PLR2004 -- a double click
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
        if not self.rows and y == min(1, self.size.height - 1):
            text = cut(self.empty_text, self.size.width - 2)
            return Strip([Segment(f" {text}", self.style("paper-list--faint"))]).adjust_cell_length(
                self.size.width, self.rich_style
            )
        return super().render_line(y)

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return the row of one paper."""
        paper = self.library[self.rows[index]]
        base = self.line_style(index)
        # Under the cursor a row is read, whatever it is: there nothing is dimmed.
        stale = paper.key in self.stale and index != self.cursor
        close = paper.key in self.close
        marker = self.close_marker if close else self.marker
        faint = _over(base, self.style("paper-list--stale" if stale else "paper-list--faint"))
        columns = Columns.for_width(width - _GUTTER)
        tags, found = cut_line(" ".join(paper.tags), columns.title // 3, "tag", marker)
        room = columns.title - (cell_width(tags) + 1 if tags else 0)
        row = [
            Segment(SELECTED if paper.key in self.selected else " ", _over(base, self.style("paper-list--selected"))),
            Segment(f"{SIGNS[paper.status]} ", faint if stale else base),
            Segment(STAR if paper.starred else " ", _over(base, self.style("paper-list--star"))),
            Segment(CLOSE if close else " ", faint),
            *self._column(marked_title(paper, marker), room, self._title_style(paper, base, stale=stale, faint=faint)),
        ]
        if tags:
            tag_style = faint if stale else _over(base, self.style("paper-list--tag"))
            row += segments(f" {tags}", tag_style, shifted(found, 1), self.match_style)
        if columns.author:
            row += self._column(marked_authors(paper, marker), columns.author, faint, lead=" ")
        if columns.year:
            row.append(Segment(f" {paper.year or '':>4}", faint))
        if columns.venue:
            row += self._column(marked_venue(paper, marker), columns.venue, faint, lead=" ")
        return row

    def _column(self, marked: Marked, cells: int, style: Style, *, lead: str = "") -> list[Segment]:
        """Return a text cut and filled to a column, behind a `lead` that is none of it."""
        text, found = cut_marked(marked[0], cells, marked[1])
        filled = f"{lead}{text}{' ' * (cells - cell_width(text))}"
        return segments(filled, style, shifted(found, len(lead)), self.match_style)

    def _title_style(self, paper: Paper, base: Style, *, stale: bool, faint: Style) -> Style:
        if stale:
            return faint
        if paper.provisional:
            return _over(base, self.style("paper-list--provisional"))
        if paper.key in self.close:
            return base if paper.key == self.cursor_key else _over(base, self.style("paper-list--close"))
        if paper.status is Status.INBOX:
            return _over(base, self.style("paper-list--unread"))
        return base


def _index(rows: Sequence[str], key: str | None) -> int | None:
    try:
        return None if key is None else rows.index(key)
    except ValueError:
        return None


def _first_of(keys: Sequence[str], rows: Sequence[str]) -> str | None:
    """Return the first of `keys` that has a row, None where none has."""
    shown = frozenset(rows)
    return next((key for key in keys if key in shown), None)


def _over(base: Style, top: Style) -> Style:
    """Return `top` on the background of `base`."""
    return top + Style(bgcolor=base.bgcolor)
