"""From the text in a search box to a query."""

from __future__ import annotations

import re

from readlist.model.library import Query
from readlist.query.filters import AllOf, Everything, Word

# A quoted phrase (its closing quote may not be typed yet), or a run without spaces.
_PART = re.compile(r'"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+)')


def parse_query(text: str) -> Query:
    """Return the query that `text` means: papers with all of its words and "quoted phrases".

    Any text is a query; one without words means every paper.
    """
    words = words_of(text)
    return AllOf(tuple(Word(word) for word in words)) if words else Everything()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words and phrases that a paper must have to match `text`."""
    parts = (match["phrase"] or match["word"] or "" for match in _PART.finditer(text))
    return tuple(part.strip() for part in parts if part.strip())
