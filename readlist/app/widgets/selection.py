"""Which papers of a list are selected, also while a filter hides some of them."""

from __future__ import annotations

from collections.abc import Container, Sequence


class Selection:
    """Keys of selected papers, and a range of them that goes with the cursor.

    What a filter hides stays selected, so that the way back out of it brings no surprise; but keys act only on what
    is seen.

    Attributes:
        shown: those that have a row.
        hidden: those that have none now.
    """

    def __init__(self) -> None:
        self.shown: set[str] = set()
        self.hidden: set[str] = set()
        self._range: tuple[str, frozenset[str]] | None = None

    @property
    def in_range(self) -> bool:
        """Whether a range goes with the cursor."""
        return self._range is not None

    def in_words(self, rows: int) -> str:
        """Return how many papers are selected, of a list of so many rows; "" for none."""
        shown, hidden = len(self.shown), len(self.hidden)
        if not shown:
            return f"{hidden:,} selected, none of them shown" if hidden else ""
        more = f", {hidden:,} more not shown" if hidden else ""
        return f"{shown:,} selected{': all that are shown' if shown == rows > 1 else ''}{more}"

    def follow(self, rows: Sequence[str], library: Container[str]) -> None:
        """Take in that other rows are shown, and that papers are gone."""
        both = self.shown | self.hidden
        if both:
            self.shown = both.intersection(rows)
            self.hidden = {key for key in both - self.shown if key in library}

    def toggle(self, key: str) -> None:
        """Select a paper, or no longer; a range ends."""
        self._range = None
        self.shown ^= {key}

    def toggle_range(self, key: str) -> None:
        """Begin a range at a paper, or end the one that there is."""
        self._range = None if self._range is not None else (key, frozenset(self.shown))
        self.shown |= {key} if self._range else set()

    def reach(self, rows: Sequence[str], cursor: int) -> None:
        """Let the range, if there is one, reach to a row; it ends where the paper that it began at has no row."""
        if self._range is None:
            return
        first, others = self._range
        try:
            start = rows.index(first)
        except ValueError:
            self._range = None
            return
        begin, end = sorted((start, cursor))
        self.shown = {*rows[begin : end + 1], *(others.intersection(rows) if others else ())}

    def toggle_all(self, rows: Sequence[str]) -> None:
        """Select all that are shown; where all are, none."""
        self._range = None
        self.shown = set() if len(self.shown) == len(rows) else set(rows)

    def clear(self, *, hidden: bool = True) -> None:
        """Select nothing; without `hidden`, what is not shown stays selected."""
        self._range = None
        self.shown = set()
        if hidden:
            self.hidden = set()
