"""The row of one paper in a list: signs, title and tags, author, year, venue."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style

from readlist.app.widgets.paper_columns import Columns, Marked, marked_authors, marked_title, marked_venue
from readlist.app.widgets.spans import Marker, cut_marked, filled, segments, shifted
from readlist.app.widgets.tag_colours import readable, tag_line
from readlist.model.labels import NOTE, PUT_OFF, SIGNS, STAR, deferral_sign
from readlist.model.paper import Paper, Status

SELECTED = "▌"
CLOSE = "~"
"""Stands before papers that are only close to what was looked for, as it stands before such words in a query."""

_GUTTER = 6
"""Cells before the title, one for each sign: selected, status, put off or back, star, note, close."""
_TAGS_SHARE = 3
"""Tags take at most a third of the title's column."""


class Look(NamedTuple):
    """The styles of a row.

    Attributes:
        base: of the whole row.
        match: laid over what was looked for.
        style: returns that of a component class of the list.
    """

    base: Style
    match: Style
    style: Callable[[str], Style]

    def over(self, name: str) -> Style:
        """Return the style of a component class on the background of the row."""
        return self.style(name) + Style(bgcolor=self.base.bgcolor)


class PaperRow(NamedTuple):
    """A paper as a list has it.

    Attributes:
        paper: the paper.
        today: the date of the user, "2026-11-21".
        here: whether the cursor is on it.
        selected: whether it is selected.
        stale: whether it no longer belongs in the list, and is dimmed.
        close: whether it is only close to what was looked for.
        marker: finds that.
    """

    paper: Paper
    today: str
    here: bool
    selected: bool
    stale: bool
    close: bool
    marker: Marker

    def draw(self, width: int, look: Look) -> list[Segment]:
        """Return the row, about as wide as `width` cells."""
        paper, marker = self.paper, self.marker
        faint = look.over("paper-list--stale" if self.stale else "paper-list--faint")
        columns = Columns.for_width(width - _GUTTER)
        tags = self._tags(columns.title // _TAGS_SHARE, faint, look)
        room = columns.title - Segment.get_line_length(tags)
        title = self._title_style(look, faint)
        row = [
            _sign(SELECTED if self.selected else " ", "paper-list--selected", look),
            Segment(SIGNS[paper.status], faint if self.stale else look.base),
            self._deferral(faint, look),
            _sign(STAR if paper.starred else " ", "paper-list--star", look),
            Segment((NOTE if paper.note else " ") + (CLOSE if self.close else " "), faint),
            *_column(marked_title(paper, marker), room, title, look),
            *tags,
        ]
        if columns.author:
            row += _column(marked_authors(paper, marker), columns.author, faint, look, lead=" ")
        if columns.year:
            row.append(Segment(f" {paper.year or '':>4}", faint))
        if columns.venue:
            row += _column(marked_venue(paper, marker), columns.venue, faint, look, lead=" ")
        return row

    def _deferral(self, faint: Style, look: Look) -> Segment:
        """Return the sign of a paper that is put off or back, else a blank."""
        sign = deferral_sign(self.paper, self.today)
        return Segment(sign, faint) if sign == PUT_OFF else _sign(sign, "paper-list--returned", look)

    def _tags(self, cells: int, faint: Style, look: Look) -> list[Segment]:
        """Return the tags with a blank before them, each in its colour; nothing where there are none."""
        if not self.paper.tags:
            return []
        row = [Segment(" ", look.base)]
        for text, name, found in tag_line(self.paper.tags, cells, self.marker):
            style = faint if self.stale else readable(look.style(name), look.base)
            row += segments(text, style, found, look.match)
        return row

    def _title_style(self, look: Look, faint: Style) -> Style:
        if self.stale:
            return faint
        if self.paper.provisional:
            return look.over("paper-list--provisional")
        if self.close:
            return look.base if self.here else look.over("paper-list--close")
        if self.paper.status is Status.INBOX:
            return look.over("paper-list--unread")
        return look.base


def _sign(sign: str, name: str, look: Look) -> Segment:
    """Return a sign in the colour of a component class; a blank has none, which would be seen on a reversed row."""
    return Segment(sign, look.base if sign.isspace() else look.over(name))


def _column(marked: Marked, cells: int, style: Style, look: Look, *, lead: str = "") -> list[Segment]:
    """Return a text cut and filled to a column, behind a `lead` that is none of it."""
    text, found = cut_marked(marked[0], cells, marked[1])
    return segments(lead + filled(text, cells), style, shifted(found, len(lead)), look.match)
