"""Stretches of a text that are drawn apart from the rest: what a query found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from rich.segment import Segment
from rich.style import Style

from readlist.text import cell_width, clean_line, cut

Span: TypeAlias = tuple[int, int]
"""Where a stretch of a text begins and ends, in characters."""

Marker: TypeAlias = Callable[[str, str], Sequence[Span]]
"""From the name of a field ("title") and the text that is shown of it to its stretches, in order, none over another."""


def no_marks(field: str, text: str) -> Sequence[Span]:  # noqa: ARG001 -- the signature of a Marker
    """Mark nothing."""
    return ()


def joined(spans: Iterable[Span]) -> list[Span]:
    """Return spans in order, with those that touch or overlap as one, and without empty ones."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if end <= start:
            continue
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        else:
            result.append((start, end))
    return result


def shifted(spans: Sequence[Span], by: int) -> Sequence[Span]:
    """Return spans of a text as those of a longer one that has `by` characters more before it."""
    return [(start + by, end + by) for start, end in spans] if spans and by else spans


def cut_marked(text: str, cells: int, spans: Sequence[Span]) -> tuple[str, Sequence[Span]]:
    """Return a line cut to terminal cells with what is left of its spans; the "…" stands for those cut off."""
    shown = cut(text, cells)
    if not spans or shown == text:
        return shown, spans
    last = len(shown) - 1
    return shown, joined((min(start, last), min(end, last + 1)) for start, end in spans) if shown else ()


def filled(line: str, cells: int) -> str:
    """Return a line, cut already, with blanks behind it to so many cells."""
    # The "…" of a line that was cut is often all that is not ASCII in it, which alone is measured at once.
    return line + " " * (cells - cell_width(line[:-1]) - cell_width(line[-1:]))


def segments(text: str, style: Style, spans: Sequence[Span], mark: Style) -> list[Segment]:
    """Return a text in `style`, its spans in `style` with `mark` over it."""
    if not spans:
        return [Segment(text, style)]
    over = style + mark
    result: list[Segment] = []
    at = 0
    for start, end in spans:
        if start > at:
            result.append(Segment(text[at:start], style))
        result.append(Segment(text[start:end], over))
        at = end
    if at < len(text):
        result.append(Segment(text[at:], style))
    return result


def cut_line(text: str, cells: int, field: str, marker: Marker) -> tuple[str, Sequence[Span]]:
    """Return a text of a paper cleaned and cut to one line, with the spans that `marker` finds in it."""
    line = clean_line(text)
    return cut_marked(line, cells, marker(field, line))
