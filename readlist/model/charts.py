"""Bars and sparklines of block characters, each as precise as an eighth of a cell."""

from __future__ import annotations

from collections.abc import Sequence

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_HEIGHTS = "▁▂▃▄▅▆▇█"
_FULL, _LIGHT = "█", "░"
_STEPS = 8


def bar(value: int, most: int, cells: int) -> str:
    """Return a bar for `value`, where one for `most` would have `cells`; nothing for 0, and something for all else."""
    if value <= 0 or most <= 0 or cells <= 0:
        return ""
    eighths = max(1, min(value, most) * cells * _STEPS // most)
    full, rest = divmod(eighths, _STEPS)
    return _FULL * full + (_EIGHTHS[rest] if rest else "")


def split_bar(first: int, second: int, most: int, cells: int) -> tuple[str, str]:
    """Return a bar for two values behind each other, the first one solid and the second one light."""
    both = _cells(first + second, most, cells)
    solid = min(_cells(first, most, cells), both - 1 if second > 0 and both > 1 else both)
    return _FULL * solid, _LIGHT * (both - solid)


def sparkline(values: Sequence[int], cells: int) -> str:
    """Return a line of columns, a cell each, as high as values are; a blank for 0.

    Where there are more values than cells, neighbours share a column, as high as the sum of them.
    """
    if cells <= 0 or not values:
        return ""
    together = -(-len(values) // cells)
    # Counted from the end, so that the newest column is a whole one.
    first = len(values) % together
    sums = [sum(values[at : at + together]) for at in range(first, len(values), together)]
    if first:
        sums.insert(0, sum(values[:first]))
    most = max(sums)
    return "".join(_HEIGHTS[(value * _STEPS - 1) // most] if value > 0 else " " for value in sums)


def _cells(value: int, most: int, cells: int) -> int:
    if value <= 0 or most <= 0 or cells <= 0:
        return 0
    return max(1, round(min(value, most) * cells / most))
