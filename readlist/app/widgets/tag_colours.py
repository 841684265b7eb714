"""Colours of tags: by their names, so that a tag is known again wherever it stands, and in every session."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias
from zlib import crc32

from rich.color import Color, ColorType, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.style import Style

from readlist.app.widgets.spans import Marker, Span, cut_marked, shifted
from readlist.text import clean_line

TAG_CLASSES: tuple[str, ...] = ("tag--1", "tag--2", "tag--3", "tag--4", "tag--5")
"""Component classes of the colours, for every pane that shows tags; what they look like is in the style sheet."""

_READABLE = 4.5
"""Contrast of letters to their background that WCAG 2 asks for."""
_STEPS = 5
_LINEAR_UP_TO = 0.03928
_WEIGHTS = (0.2126, 0.7152, 0.0722)

Piece: TypeAlias = tuple[str, str, Sequence[Span]]
"""A stretch of a line, its component class, and what is marked in it."""


@lru_cache(maxsize=4096)
def tag_class(tag: str) -> str:
    """Return the component class of a tag: that of its first level, whatever the case ("ml" of "ML/rlhf")."""
    top = tag.partition("/")[0].casefold()
    # Python's own hash of a text is another one in each process.
    return TAG_CLASSES[crc32(top.encode(errors="surrogatepass")) % len(TAG_CLASSES)]


def tag_line(tags: Sequence[str], cells: int, marker: Marker) -> Sequence[Piece]:
    """Return tags on one line, "#rlhf #todo", a piece each.

    Args:
        tags: in their order.
        cells: how many terminal cells there are; what has no room is cut off.
        marker: finds what was looked for.
    """
    words = [f"#{clean_line(tag)}" for tag in tags]
    found: list[Span] = []
    starts: list[int] = []
    at = 0
    for word in words:
        found += shifted(marker("tag", word[1:]), at + 1)
        starts.append(at)
        at += len(word) + 1
    line, marked = cut_marked(" ".join(words), cells, found)
    pieces: list[Piece] = []
    for tag, (start, end) in zip(tags, pairwise([*starts, at]), strict=True):
        within = [(max(first, start) - start, min(last, end) - start) for first, last in marked]
        if start < len(line):
            pieces.append((line[start:end], tag_class(tag), [span for span in within if span[0] < span[1]]))
    return pieces


@lru_cache(maxsize=256)
def readable(style: Style, base: Style) -> Style:
    """Return `style` on the background of `base`, its colour as near to that of `base` as it takes to be read there.

    The colours of a terminal's own palette, of which nobody knows what they look like, stay as they are.
    """
    back = base.bgcolor
    over = style + Style(bgcolor=back)
    if not (style.color and base.color and back):
        return over
    if any(color.type is not ColorType.TRUECOLOR for color in (style.color, base.color, back)):
        return over
    behind, front, plain = (color.get_truecolor() for color in (back, style.color, base.color))
    tries = (blend_rgb(front, plain, step / _STEPS) for step in range(_STEPS))
    found = next((color for color in tries if _contrast(color, behind) >= _READABLE), plain)
    return over + Style(color=Color.from_triplet(found))


def _contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    """Return the contrast of two colours as WCAG 2 has it: 1 for none, 21 for black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: ColorTriplet) -> float:
    parts = (value / 255 for value in color)
    linear = (part / 12.92 if part <= _LINEAR_UP_TO else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip(_WEIGHTS, linear, strict=True))
