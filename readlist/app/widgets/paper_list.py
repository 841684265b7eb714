"""The list of papers: one line a paper, drawn only where it is in view."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.strip import Strip

from readlist.app.messages import PaperHighlighted, PaperOpened
from readlist.app.widgets.pane import Pane
from readlist.latex import to_unicode
from readlist.model.labels import PROVISIONAL, SIGNS, STAR, author_label
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.venues import short_venue
from readlist.text import cell_width, clean_line, cut

SELECTED = "▌"


@dataclass(frozen=True, slots=True)
class Columns:
    """How many cells each column has; 0 for one that is left out. Tags stand at the end of the title's column."""

    title: int
    author: int
    year: int
    venue: int

    @classmethod
    def for_width(cls, width: int) -> Columns:
        """Return the columns that a row of `width` cells has room for, so that the title keeps at least half."""
        # Widths chosen by eye at 60, 80, 120 and 200 columns of terminal.
        author = 16 if width >= 100 else 13 if width >= 56 else 0  # noqa: PLR2004
        year = 4 if width >= 40 else 0  # noqa: PLR2004
        venue = 14 if width >= 90 else 0  # noqa: PLR2004
        fixed = sum(cells + 1 for cells in (author, year, venue) if cells)
        return cls(max(1, width - fixed), author, year, venue)


class PaperList(Pane):
    """The papers of a view, with a cursor and a selection.

    | Component class | What it styles |
    |---|---|
    | `paper-list--cursor` | the row under the cursor |
    | `paper-list--stale` | a row that no longer belongs in the view |
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
        faint = self.style("paper-list--stale" if stale else "paper-list--faint")
        faint = _over(base, faint)
        columns = Columns.for_width(width - 5)
        mark = SELECTED if paper.key in self.selected else " "
        tags = clean_line(" ".join(paper.tags))
        tags = cut(tags, columns.title // 3)
        room = columns.title - (cell_width(tags) + 1 if tags else 0)
        segments = [
            Segment(mark, _over(base, self.style("paper-list--selected"))),
            Segment(f"{SIGNS[paper.status]} ", faint if stale else base),
            Segment(f"{STAR if paper.starred else ' '} ", _over(base, self.style("paper-list--star"))),
            Segment(_padded(_title(paper), room), self._title_style(paper, base, stale=stale)),
        ]
        if tags:
            segments.append(Segment(f" {tags}", faint if stale else _over(base, self.style("paper-list--tag"))))
        if columns.author:
            author = clean_line(to_unicode(author_label(paper.authors)))
            segments.append(Segment(f" {_padded(author, columns.author)}", faint))
        if columns.year:
            segments.append(Segment(f" {paper.year or '':>4}", faint))
        if columns.venue:
            venue = short_venue(clean_line(paper.venue)) if paper.venue else ""
            segments.append(Segment(f" {_padded(venue, columns.venue)}", faint))
        return segments

    def _title_style(self, paper: Paper, base: Style, *, stale: bool) -> Style:
        if stale:
            return _over(base, self.style("paper-list--stale"))
        if paper.provisional:
            return _over(base, self.style("paper-list--provisional"))
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


def _padded(text: str, cells: int) -> str:
    text = cut(text, cells)
    return text + " " * (cells - cell_width(text))


def _title(paper: Paper) -> str:
    title = clean_line(to_unicode(paper.display_title))
    return f"{PROVISIONAL} {title}" if paper.provisional else title
