"""What stands in the columns of a list of papers, with what was looked for in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from readlist.app.widgets.spans import Marker, Span, shifted
from readlist.latex import to_unicode
from readlist.model.labels import PROVISIONAL, author_label
from readlist.model.paper import Paper
from readlist.model.venues import short_venue
from readlist.text import clean_line

_ET_AL = " et al."

Marked: TypeAlias = tuple[str, Sequence[Span]]
"""A text, and what is marked in it."""


class Columns(NamedTuple):
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


def marked_title(paper: Paper, marker: Marker) -> Marked:
    """Return the title, or the one that is made from the abstract with a sign before it."""
    title = clean_line(to_unicode(paper.display_title))
    found = marker("title", title)
    if not paper.provisional:
        return title, found
    lead = f"{PROVISIONAL} "
    return lead + title, shifted(found, len(lead))


def marked_authors(paper: Paper, marker: Marker) -> Marked:
    """Return the label of the authors; where it leaves out what was found, what stands for that is marked."""
    label = clean_line(to_unicode(author_label(paper.authors)))
    found = marker("author", label)
    if found or not marker("author", to_unicode("\n".join(paper.authors))):
        return label, found
    first = len(label.removesuffix(_ET_AL))
    if first < len(label) and not marker("author", to_unicode(paper.authors[0])):
        return label, [(first + 1, len(label))]
    return label, [(0, first)]


def marked_venue(paper: Paper, marker: Marker) -> Marked:
    """Return the short form of the venue, all of it marked where something is found in the long one only."""
    venue = clean_line(to_unicode(paper.venue or ""))
    short = short_venue(venue) if venue else ""
    found = marker("venue", short)
    return short, found if found or not marker("venue", venue) else [(0, len(short))]
