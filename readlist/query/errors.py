"""What is wrong with a query, and where."""

from __future__ import annotations

import re

from readlist.text import cell_width, clean

_ROOM = 72
"""Cells of a line of the query that are shown around the place: a line of a terminal, with some room before it."""

_LINE_BREAKS = re.compile(r"\s")


class QueryError(ValueError):
    """A text is no query.

    Attributes:
        text: the whole query, cleaned, on one line, character for character.
        start: where in `text` it is wrong, as an index; it may be behind the last character.
        length: of what is wrong, in characters; 0 for a place where something is missing.
        reason: what is wrong, in words, without a full stop.
        hint: what to do about it ("did you mean tag?"); "" for none.
    """

    def __init__(self, text: str, start: int, length: int, reason: str, hint: str = "") -> None:
        self.text = _LINE_BREAKS.sub(" ", clean(text))
        self.start = min(start, len(self.text))
        self.length = min(length, len(self.text) - self.start)
        self.reason = _LINE_BREAKS.sub(" ", clean(reason))
        self.hint = _LINE_BREAKS.sub(" ", clean(hint))
        super().__init__(self.message)

    @property
    def message(self) -> str:
        """Reason and hint, one line."""
        return f"{self.reason}; {self.hint}" if self.hint else self.reason

    @property
    def lines(self) -> tuple[str, str, str]:
        """The query (of a long one, the part around the place), carets under the place, and the message."""
        start, end = self.start, self.start + self.length
        first = 0
        if cell_width(self.text) > _ROOM:
            first = max(0, start - _ROOM // 3)
        last = min(len(self.text), first + _ROOM)
        before, shown = self.text[first:start], self.text[first:last]
        head, tail = "…" if first else "", "…" if last < len(self.text) else ""
        carets = "^" * max(1, cell_width(self.text[start : min(end, last)]))
        return f"{head}{shown}{tail}", " " * cell_width(head + before) + carets, self.message

    def __str__(self) -> str:
        return self.message


class NoSuchViewError(QueryError):
    """A query, or a view that it names, names a view that there is not: with the views of another library it may be."""
