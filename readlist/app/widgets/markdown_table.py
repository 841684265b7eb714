"""Tables of Markdown: in columns where there is room for them, else one row below the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal, TypeAlias

from readlist.app.widgets.markdown_inline import InlineText
from readlist.app.widgets.prose import Line, Piece, lay_out
from readlist.text import cell_width

Alignment: TypeAlias = Literal["left", "center", "right"]

RULE = "note--rule"
_NARROWEST = 6
"""Cells that a column needs to be read at all, if its words are not shorter."""
_BETWEEN, _CROSSING = " │ ", "─┼─"


def table_lines(rows: Sequence[Sequence[InlineText]], alignments: Sequence[Alignment], cells: int) -> list[Line]:
    """Return a table as lines of at most `cells` cells.

    Args:
        rows: the head and the rows below it, each with as many texts as there are columns.
        alignments: where the texts of each column stand.
        cells: width of a line.
    """
    natural = [max(1, *map(_width, column)) for column in zip(*rows, strict=True)]
    room = cells - len(_BETWEEN) * (len(natural) - 1)
    if room < sum(min(width, _NARROWEST) for width in natural):
        return _below_each_other(rows, cells)
    widths = _fitted(natural, room)
    head, *others = (_row_lines(row, widths, alignments) for row in rows)
    rule = (Piece(_CROSSING.join("─" * width for width in widths), RULE),)
    return [*head, rule, *chain.from_iterable(others)]


def _fitted(natural: Sequence[int], room: int) -> list[int]:
    """Return widths of columns that `room` has cells for: those that need less than their share have what they need."""
    widths = list(natural)
    wide = list(range(len(widths)))
    while sum(widths) > room:
        share, rest = divmod(room - sum(widths[i] for i in range(len(widths)) if i not in wide), len(wide))
        wider = [i for i in wide if natural[i] > share]
        if len(wider) == len(wide):
            for place, i in enumerate(wide):
                widths[i] = share + (place < rest)
            break
        wide = wider
    return widths


def _row_lines(row: Sequence[InlineText], widths: Sequence[int], alignments: Sequence[Alignment]) -> list[Line]:
    """Return one row, whose texts are wrapped in their columns."""
    columns = [_lines(text, width) for text, width in zip(row, widths, strict=True)]
    lines: list[Line] = []
    for i in range(max(map(len, columns))):
        pieces: list[Piece] = []
        for column, width, alignment in zip(columns, widths, alignments, strict=True):
            if pieces:
                pieces.append(Piece(_BETWEEN, RULE))
            line = column[i] if i < len(column) else ()
            missing = max(0, width - sum(cell_width(piece.text) for piece in line))
            before = {"left": 0, "center": missing // 2, "right": missing}[alignment]
            pieces += [Piece(" " * before), *line, Piece(" " * (missing - before))]
        lines.append(tuple(piece for piece in pieces if piece.text))
    return lines


def _below_each_other(rows: Sequence[Sequence[InlineText]], cells: int) -> list[Line]:
    """Return each row as lines of its own, each text behind the head of its column."""
    head, *others = rows
    if not others:
        return [line for text in head for line in _lines(text, cells)]
    lines: list[Line] = []
    for row in others:
        if lines:
            lines.append((Piece("─" * cells, RULE),))
        for name, text in zip(head, row, strict=True):
            if not text.text:
                continue
            named = f"{name.text}: " if name.text else ""
            first = replace(name, text=named, found=())
            lines += _lines(_one_behind_the_other(first, text), cells)
    return lines


def _one_behind_the_other(first: InlineText, second: InlineText) -> InlineText:
    """Return two texts as one, the first in its own style throughout."""
    by = len(first.text)
    named = [(0, by, first.style, None)] if first.text and first.style else []
    marks = [(start + by, end + by, style, address) for start, end, style, address in second.marks]
    found = [(start + by, end + by) for start, end in second.found]
    return InlineText(first.text + second.text, second.style, [*named, *marks], found)


def _lines(text: InlineText, cells: int) -> list[Line]:
    return lay_out(text.text, cells, style=text.style, marks=text.marks, found=text.found)


def _width(text: InlineText) -> int:
    return cell_width(text.text)
