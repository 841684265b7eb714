"""Which panes have room on a terminal, and how much of it each of them has."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

NARROW, WIDE = 100, 160
"""Columns below which only two panes stand on the screen, and from which list and abstract stand side by side."""
LEAST_WIDTH, LEAST_HEIGHT = 60, 20
"""Columns and lines of the smallest terminal that the screen is made for."""
ONE_PANE_WIDTH, ONE_PANE_HEIGHT = 40, 12
"""Columns and lines below which there is room for one pane alone."""

SMALL = f"Small terminal: made for {LEAST_WIDTH} × {LEAST_HEIGHT}"
"""What is said on a smaller one, as short as it must be there."""

ALL = frozenset({"views", "papers", "abstract", "note"})
FOLDING = ("views", "abstract", "note")
"""Panes that can be folded away: without the papers there is nothing to do."""

_AROUND = 2
"""Lines of the screen that are no pane's: what happened, and the keys."""
_VIEWS_WIDTH, _WIDE_VIEWS_WIDTH = 20, 26
"""Columns of the views, and on a wide terminal: names of authors and venues need more than names of views."""


class Border(StrEnum):
    """A border between panes, named after what stands before it and the direction in which it can be moved."""

    VIEWS = "views-width"
    PAPERS_WIDTH = "papers-width"
    PAPERS_HEIGHT = "papers-height"
    ABSTRACT_WIDTH = "abstract-width"
    ABSTRACT_HEIGHT = "abstract-height"

    @property
    def upright(self) -> bool:
        """Whether it has something at its left and its right, not above and below."""
        return self.value.endswith("-width")


_SHARES = {
    Border.PAPERS_WIDTH: 6 / 11,
    Border.PAPERS_HEIGHT: 1 / 2,
    Border.ABSTRACT_WIDTH: 3 / 5,
    Border.ABSTRACT_HEIGHT: 3 / 5,
}
"""What the part before a border has of both, as long as nobody has moved it."""

Shares: TypeAlias = Mapping[Border, float]
"""What the part before a border has of both, for the borders that somebody has moved."""


class PaneState(NamedTuple):
    """How somebody wants the panes.

    Attributes:
        here: the pane that has the keys; it is always shown, also one that is folded away.
        zoomed: the pane that has the whole screen, None for none.
        folded: the panes that are folded away.
        shares: what the part before a border has of both, for the borders that were moved.
    """

    here: str = "papers"
    zoomed: str | None = None
    folded: frozenset[str] = frozenset()
    shares: Shares = MappingProxyType({})


class Room(NamedTuple):
    """How a screen is divided.

    Attributes:
        shown: names of the panes that are on it.
        narrow: whether there is room for a pane beside another one only for a moment.
        wide: whether papers and abstract stand side by side.
        cells: by border how many columns or lines are before it, and how many on both sides.
    """

    shown: frozenset[str]
    narrow: bool
    wide: bool
    cells: Mapping[Border, tuple[int, int]]

    def between(self, before: str, behind: str) -> bool:
        """Whether there is a border between two parts: panes, or "reading" for abstract and note."""
        return bool(_panes(before) & self.shown) and bool(_panes(behind) & self.shown)

    @property
    def borders(self) -> Mapping[str, Border]:
        """The borders that are on the screen, by the part before each: "views", "papers", "abstract"."""
        possible = {
            "views": (Border.VIEWS, "work"),
            "papers": (Border.PAPERS_WIDTH if self.wide else Border.PAPERS_HEIGHT, "reading"),
            "abstract": (Border.ABSTRACT_HEIGHT if self.wide or self.narrow else Border.ABSTRACT_WIDTH, "note"),
        }
        return {before: border for before, (border, behind) in possible.items() if self.between(before, behind)}

    def border_of(self, pane: str) -> tuple[Border, int] | None:
        """Return the border that makes a pane larger, and in which direction; None where nothing does.

        The direction is 1 for to the right or down, -1 for to the left or up.
        """
        borders = self.borders
        if pane in borders:
            return borders[pane], 1
        for before, parts in (("abstract", {"note"}), ("papers", {"abstract", "note"}), ("views", {"papers"})):
            if pane in parts and before in borders:
                return borders[before], -1
        return None


def _panes(part: str) -> frozenset[str]:
    parts = {"reading": frozenset({"abstract", "note"}), "work": ALL - {"views"}}
    return parts.get(part, frozenset({part}))


def is_small(size: tuple[int, int]) -> bool:
    """Whether a terminal of so many columns and lines is smaller than the screen is made for."""
    return size[0] < LEAST_WIDTH or size[1] < LEAST_HEIGHT


def room_for(width: int, height: int, state: PaneState) -> Room:
    """Return how a terminal of `width` columns and `height` lines is divided."""
    wide = width >= WIDE
    shown = panes_with_room(width, height, state)
    views = _before(Border.VIEWS, width, state.shares, default=_WIDE_VIEWS_WIDTH if wide else _VIEWS_WIDTH)
    work = width - (views if "views" in shown else 0)
    lines = max(1, height - _AROUND)
    totals = {Border.PAPERS_WIDTH: work, Border.PAPERS_HEIGHT: lines}
    totals |= {Border.ABSTRACT_WIDTH: work, Border.ABSTRACT_HEIGHT: lines}
    cells = {border: (_before(border, total, state.shares), total) for border, total in totals.items()}
    return Room(shown, narrow=width < NARROW, wide=wide, cells={Border.VIEWS: (views, width), **cells})


def panes_with_room(width: int, height: int, state: PaneState) -> frozenset[str]:
    """Return the names of the panes that are shown on a terminal of `width` columns and `height` lines."""
    here = state.here
    if state.zoomed:
        return frozenset({state.zoomed})
    if width < ONE_PANE_WIDTH or height < ONE_PANE_HEIGHT:
        return frozenset({here})
    if width >= NARROW:
        return ALL - (state.folded - {here})
    reading = [pane for pane in ("abstract", "note") if pane not in state.folded]
    return frozenset({"papers", here, *([] if here in {"abstract", "note"} else reading[:1])})


def share_for(border: Border, cells: int, total: int) -> float:
    """Return the share of `cells` of `total`, with as much left on both sides as a pane needs."""
    return _clamped(border, cells, total) / max(1, total)


def _before(border: Border, total: int, shares: Shares, *, default: int | None = None) -> int:
    """Return how many cells are before a border."""
    share = shares.get(border)
    if share is not None:
        return _clamped(border, round(share * total), total)
    return _clamped(border, int(_SHARES[border] * total) if default is None else default, total)


def _clamped(border: Border, cells: int, total: int) -> int:
    """Return `cells` of `total` before a border, with as much left on both sides as a pane needs, if there is."""
    before, behind = {Border.VIEWS: (12, 30)}.get(border, (24, 24) if border.upright else (4, 4))
    if before + behind > total:
        return total * before // (before + behind)
    return max(before, min(cells, total - behind))
