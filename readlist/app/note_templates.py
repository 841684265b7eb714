"""What new notes begin with: texts of the user's configuration, filled in for a paper."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

CURSOR = "{cursor}"
"""Stands in a template where the writing begins."""

_VALUES: Mapping[str, Callable[[Paper], str]] = {
    "title": lambda paper: to_unicode(paper.display_title),
    "authors": lambda paper: to_unicode(", ".join(paper.authors)),
    "year": lambda paper: str(paper.year or ""),
    "venue": lambda paper: to_unicode(paper.venue or ""),
    "key": lambda paper: paper.key,
    "url": lambda paper: next(iter(paper.addresses), ""),
}
_DATE = "date"
_FIELD = re.compile(rf"\{{({'|'.join((*_VALUES, _DATE))})\}}")


class Draft(NamedTuple):
    """What a new note begins with.

    Attributes:
        text: the text, cleaned.
        place: line and column, from 0, where the writing begins.
    """

    text: str = ""
    place: tuple[int, int] = (0, 0)


def draft(template: str, paper: Paper, today: str) -> Draft:
    """Return what the note of `paper` begins with, where it is `today` ("2026-11-21").

    The names {title}, {authors}, {year}, {venue}, {key}, {url} and {date} in braces are filled in, with nothing where
    the paper has none; all other braces are text. The writing begins at the first {cursor}, else on the first empty
    line behind the first heading, else at the end.
    """

    def value(found: re.Match[str]) -> str:
        return today if found[1] == _DATE else clean_line(_VALUES[found[1]](paper))

    before, mark, behind = template.partition(CURSOR)
    # A title may have braces too: what is filled in is not looked at again.
    before, behind = (clean(_FIELD.sub(value, text)) for text in (before, behind.replace(CURSOR, "")))
    text = before + behind
    lines = (before if mark else text).split("\n")
    if not mark:
        heading = next((i for i, line in enumerate(lines) if line.startswith("#")), len(lines))
        empty = next((i for i in range(heading + 1, len(lines)) if not lines[i].strip()), None)
        if empty is not None:
            return Draft(text, (empty, len(lines[empty])))
    return Draft(text, (len(lines) - 1, len(lines[-1])))
