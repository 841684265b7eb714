"""What is selected in wrapped text: a stretch from cell to cell, and the text of it as it was before it was wrapped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile
from typing import NamedTuple

from readlist.app.widgets.prose import Line
from readlist.text import cell_width


class Place(NamedTuple):
    """A cell of the content: its line and its column, from 0."""

    line: int
    column: int


class Selection(NamedTuple):
    """What is selected: all from one cell to another, both included.

    Attributes:
        anchor: where it was begun.
        head: where it has come to.
        whole_lines: whether their lines are selected to both ends.
    """

    anchor: Place
    head: Place
    whole_lines: bool = False

    @property
    def lines(self) -> range:
        """The lines in which something is selected."""
        first, last = sorted((self.anchor.line, self.head.line))
        return range(first, last + 1)

    def span(self, index: int, line: Line) -> tuple[int, int]:
        """Return where in the text of line `index` the selection begins and ends, in characters."""
        lines = self.lines
        if index not in lines:
            return 0, 0
        text = _whole(line)
        if self.whole_lines:
            return 0, len(text)
        first, last = sorted((self.anchor, self.head))
        start = _character_at(text, first.column)[0] if index == first.line else 0
        end = _character_at(text, last.column)[1] if index == last.line else len(text)
        return start, end

    def moved(self, before: Sequence[Line], after: Sequence[Line]) -> Selection | None:
        """Return the same stretch of a text that was wrapped anew; None where there is another text now.

        Args:
            before: the lines in which it was selected.
            after: the lines that there are now.
        """
        lines = self.lines
        if not after or lines.stop > len(before):
            return None
        start, end = (
            _offset(before, line, self.span(line, before[line])[i]) for i, line in enumerate((lines[0], lines[-1]))
        )
        known = "".join(_unwrapped(before[: lines.stop]))[:end]
        if end <= start or not "".join(_unwrapped(after)).startswith(known):
            return None
        first, last = _place(start, after), _place(end - 1, after)
        forward = self.anchor <= self.head
        return Selection(first if forward else last, last if forward else first, self.whole_lines)


def text_of(selection: Selection, lines: Sequence[Line]) -> str:
    """Return what is selected of `lines`, with lines that were one before they were wrapped as one again."""
    return "".join(_texts(selection, lines)).rstrip("\n")


def _texts(selection: Selection, lines: Sequence[Line]) -> Iterator[str]:
    last = selection.lines[-1]
    for index in selection.lines:
        line = lines[index]
        start, end = selection.span(index, line)
        at = 0
        for piece in line:
            if not piece.beside:
                yield piece.text[max(0, start - at) : max(0, end - at)]
            at += len(piece.text)
        if index < last:
            yield _joint(line)


def _whole(line: Line) -> str:
    """Return all that stands on a line."""
    return "".join(piece.text for piece in line)


def _joint(line: Line) -> str:
    """Return what stands in the text between a line and the next one."""
    return "\n" if not line or line[-1].joint is None else line[-1].joint


def _unwrapped(lines: Sequence[Line]) -> Iterator[str]:
    """Yield a text as it was before it was wrapped, in parts: a line with what is between it and the next one."""
    for line in lines:
        yield "".join(piece.text for piece in line if not piece.beside) + _joint(line)


def _beside(line: Line) -> int:
    """Return how many characters stand beside the text, at the beginning of its line."""
    return sum(len(piece.text) for piece in line if piece.beside)


def _offset(lines: Sequence[Line], index: int, at: int) -> int:
    """Return where in the unwrapped text the character `at` of line `index` is."""
    return sum(map(len, _unwrapped(lines[:index]))) + max(0, at - _beside(lines[index]))


def _place(offset: int, lines: Sequence[Line]) -> Place:
    """Return the cell in which a character of the unwrapped text is, or the end of the last line."""
    ends = list(accumulate(map(len, _unwrapped(lines))))
    index = min(bisect_right(ends, offset), len(lines) - 1)
    line, before = lines[index], ends[index - 1] if index else 0
    text, at = _whole(line), _beside(line) + offset - before
    # An accent is in the cell of its letter, and what is between lines is behind the last cell.
    return Place(index, max(0, cell_width(text[: at + 1]) - (at < len(text))))


def _character_at(text: str, column: int) -> tuple[int, int]:
    """Return where the character in a cell begins and ends in its line, with its accents; the line's end behind it."""
    used = 0
    for start, character in enumerate(text):
        used += cell_width(character)
        if used > column:
            accents = takewhile(lambda other: not cell_width(other), text[start + 1 :])
            return start, start + 1 + sum(1 for _ in accents)
    return len(text), len(text)
