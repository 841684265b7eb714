"""Running text as lines of styled pieces: wrapped at words, with marked stretches that survive the wrapping."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice, zip_longest
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from rich.segment import Segment
from rich.style import Style

from readlist.app.widgets.pane import Pane
from readlist.app.widgets.spans import Span
from readlist.text import cell_width, wrap

ADDRESS = re.compile(r"https?://[^\s<>\"“”{}|\\^`]*[^\s<>\"“”{}|\\^`.,;:!?'’)\]]", re.IGNORECASE)
"""A web address in running text, without the punctuation of the sentence that follows it."""


class Piece(NamedTuple):
    """A stretch of one line.

    Attributes:
        text: what it says, cleaned.
        style: name of the component class that styles it, None for the pane's own style.
        address: web address that it leads to, None for plain text.
        found: whether it was looked for.
        beside: whether it stands beside the text, as a number does, and is no part of it.
        joint: of the last piece of a line that goes on in the next one: what stands between them in the text, often a
            blank; None where the text has a line end there.
    """

    text: str
    style: str | None = None
    address: str | None = None
    found: bool = False
    beside: bool = False
    joint: str | None = None


Line: TypeAlias = tuple[Piece, ...]
Mark: TypeAlias = tuple[int, int, str, str | None]
"""A stretch of a text: its start and end, the component class that styles it, the address that it leads to."""


def lay_out(
    text: str, cells: int, *, style: str | None = None, marks: Iterable[Mark] = (), found: Sequence[Span] = ()
) -> list[Line]:
    """Return `text` (cleaned) wrapped to `cells`, in `style`, with `marks` in theirs.

    Args:
        text: the text; its newlines stay.
        cells: width of a line in terminal cells.
        style: component class of what no mark covers.
        marks: stretches of `text` that do not overlap, in order.
        found: stretches of `text` that were looked for, in order, none over another; they may lie over marks.

    Places are those of the text with its tabs expanded to four spaces.
    """
    text = text.expandtabs(4)
    marks = list(marks)
    lines: list[Line] = []
    spans = _wrapped(text, cells)
    for (start, end), (following, _) in zip_longest(spans, spans[1:], fillvalue=(len(text), len(text))):
        pieces = _pieces(text, start, end, style, marks)
        line = tuple(_split(pieces, start, found) if found else pieces)
        between = text[end:following]
        if line and following < len(text) and "\n" not in between:
            line = (*line[:-1], line[-1]._replace(joint=between))
        lines.append(line)
    return lines


@lru_cache(maxsize=128)
def _wrapped(text: str, cells: int) -> Sequence[Span]:
    """Return where each line of a wrapped text begins and ends in it; with each letter of a filter it is asked again.

    Args:
        text: without tabs.
        cells: width of a line in terminal cells.
    """
    spans: list[Span] = []
    position = 0
    for line in wrap(text, cells):
        # A line is a stretch of the text: wrapping only drops the blanks at its end.
        if line:
            position = text.index(line, position)
        elif spans:
            position = text.index("\n", position) + 1
        spans.append((position, position + len(line)))
        position += len(line)
    return spans


def address_marks(text: str, style: str) -> list[Mark]:
    """Return the web addresses in `text` as marks."""
    return [(found.start(), found.end(), style, found[0]) for found in ADDRESS.finditer(text.expandtabs(4))]


def _pieces(text: str, start: int, end: int, style: str | None, marks: list[Mark]) -> Iterable[Piece]:
    at = start
    for left, right, mark_style, address in marks:
        if right <= at or left >= end:
            continue
        if left > at:
            yield Piece(text[at:left], style)
            at = left
        stop = min(right, end)
        yield Piece(text[at:stop], mark_style, address)
        at = stop
    if at < end:
        yield Piece(text[at:end], style)


def _split(pieces: Iterable[Piece], at: int, found: Sequence[Span]) -> Iterable[Piece]:
    """Yield the pieces of a line that begins at `at` in its text, split where something was found."""
    for piece in pieces:
        begin, end = at, at + len(piece.text)
        for start, stop in islice(found, bisect_right(found, begin, key=itemgetter(1)), None):
            if start >= end:
                break
            left, right = max(start, begin), min(stop, end)
            if left > at:
                yield piece._replace(text=piece.text[at - begin : left - begin])
            yield piece._replace(text=piece.text[left - begin : right - begin], found=True)
            at = right
        if at < end:
            yield piece._replace(text=piece.text[at - begin :])
        at = end


class ProsePane(Pane):
    """A pane of wrapped text, laid out when it is first drawn at a width."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._lines: list[Line] = []
        self._laid_out_for = -1

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the whole content as lines of at most `width` cells."""
        raise NotImplementedError

    def content_changed(self, *, to_top: bool = True) -> None:
        """Lay the content out anew, and draw again what is another line than before.

        Args:
            to_top: whether it is another content, which begins at its first line; it is laid out when it is drawn.
        """
        before, same_width = self._lines, self._laid_out_for == self._room
        self._laid_out_for = -1
        if to_top:
            self.top = 0
        if to_top or not same_width or len(self.lines) != len(before):
            self.refresh()
            return
        for index in range(self.top, min(self.top + self.size.height, len(before))):
            if self._lines[index] != before[index]:
                self.refresh_line(index)

    @property
    def lines(self) -> list[Line]:
        """The content as lines, with one column kept for a scrollbar."""
        width = self._room
        if width != self._laid_out_for:
            before = self._lines
            self._lines, self._laid_out_for = self.lay_out_lines(width), width
            self.laid_out(before)
        return self._lines

    def laid_out(self, before: Sequence[Line]) -> None:
        """Follow what has become of the lines; for panes that know something of lines of theirs."""

    @property
    def _room(self) -> int:
        """Cells that a line may take."""
        return max(1, self.drawn_size.width - 1)

    def line_count(self) -> int:
        """Return how many lines the content has."""
        return len(self.lines)

    def draw_line(self, index: int, width: int) -> list[Segment]:  # noqa: ARG002 -- laid out for it already
        """Return one line of the content."""
        base = self.rich_style
        segments = []
        for piece in self.lines[index]:
            style = base + self.style(piece.style) if piece.style else base
            if piece.address:
                style += Style(link=piece.address)
            if piece.found:
                style += self.match_style
            segments.append(Segment(piece.text, style))
        return segments

    def address_at(self, line: int, column: int) -> str | None:
        """Return the web address at a cell of the content, None where there is none."""
        if not 0 <= line < len(self.lines):
            return None
        for piece in self.lines[line]:
            column -= cell_width(piece.text)
            if column < 0:
                return piece.address
        return None
