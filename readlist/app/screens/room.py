"""Which panes have room on a terminal."""

from __future__ import annotations

NARROW, WIDE = 100, 160
"""Columns below which only two panes stand on the screen, and from which list and abstract stand side by side."""

ALL = frozenset({"views", "papers", "abstract", "note"})


def panes_with_room(width: int, *, here: str, zoomed: str | None) -> frozenset[str]:
    """Return the names of the panes that are shown.

    Args:
        width: columns of the terminal.
        here: the pane that has the keys; it is always shown.
        zoomed: the pane that has the whole screen, None for none.
    """
    if zoomed:
        return frozenset({zoomed})
    if width >= NARROW:
        return ALL
    return frozenset({"papers", "note" if here == "note" else "abstract", here})
