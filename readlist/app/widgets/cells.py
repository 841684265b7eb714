"""Lines exactly as wide as what they stand in, on all terminals."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import set_cell_size, split_graphemes
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter
from textual.strip import Strip

from readlist.text import drawable


def filled(pieces: Iterable[Segment], cells: int, style: Style) -> list[Segment]:
    """Return a line of cleaned text cut, or filled in `style`, to so many cells."""
    # Not with strips, one for each step: making one takes longer than what is done to it.
    line = [piece if piece.text.isascii() else _drawn(piece) for piece in pieces]
    missing = cells - Segment.get_line_length(line)
    if missing < 0:
        return Segment.adjust_line_length(line, cells)
    return [*line, Segment(" " * missing, style)] if missing else line


def filled_strip(pieces: Iterable[Segment], cells: int, style: Style) -> Strip:
    """Return a line of cleaned text cut, or filled in `style`, to so many cells."""
    return Strip(filled(pieces, cells, style), cells)


def _drawn(piece: Segment) -> Segment:
    text = drawable(piece.text)
    return piece if text == piece.text else Segment(text, piece.style)


class EvenCells(LineFilter):
    """Has lines that others have drawn, such as what is typed, end where they were meant to on all terminals.

    Textual takes a family of emoji for two cells, as some terminals do; others take it for eight. What joins is drawn
    as its first part alone, in the cells that it was given.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 -- of a LineFilter
        """Return the segments of a line with nothing in them that terminals differ about."""
        return [segment if segment.text.isascii() else _evened(segment) for segment in segments]


def _evened(segment: Segment) -> Segment:
    text, style, control = segment
    if drawable(text) == text:
        return segment
    spans, _ = split_graphemes(text)
    parts = (set_cell_size(drawable(text[start:end]), cells) for start, end, cells in spans)
    # What begins with a joiner counts for less as a whole than in parts.
    return Segment(set_cell_size("".join(parts), segment.cell_length), style, control)
