"""Rows of tables of papers: what the columns are called says what is in a cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from readlist.importers.markdown_draft import Draft
from readlist.importers.markdown_entry import read_entry
from readlist.importers.markdown_inline import segments
from readlist.importers.markdown_segments import Segment, plain

_COLUMNS = (
    ("title", re.compile(r"title|paper|name|work|论文|标题", re.IGNORECASE)),
    ("author", re.compile(r"author|作者", re.IGNORECASE)),
    ("date", re.compile(r"date|year|time|month|日期|年", re.IGNORECASE)),
    ("venue", re.compile(r"venue|conference|journal|pub(?:lished|lication|lisher)?\b|会议|期刊", re.IGNORECASE)),
    ("abstract", re.compile(r"abstract", re.IGNORECASE)),
    ("paper", re.compile(r"link|url|pdf|arxiv|doi|链接", re.IGNORECASE)),
    ("extra", re.compile(r"code|github|project|website|repo|data|model|resource|代码", re.IGNORECASE)),
)
_COUNTED = re.compile(r"#|no\.?|id|index|rank|stars?|likes?|citations?|read|done|status|count", re.IGNORECASE)
_READ = re.compile(r"(?:read|done|status)\b", re.IGNORECASE)
_TICKS = frozenset({"✓", "✔", "✅", "☑", "[x]", "[X]", "yes", "read", "done"})
_TEXT = frozenset({"author", "date", "venue", "abstract"})


def read_row(
    columns: Sequence[str], cells: Sequence[str], references: Mapping[str, str]
) -> tuple[list[Draft], list[Segment]]:
    """Return the papers that a row of a table names, and all of its text.

    Args:
        columns: what the table's header calls the cells.
        cells: the row.
        references: addresses of reference links, see `readlist.importers.markdown_inline.segments`.
    """
    named: list[Draft] = []
    told = Draft()
    shown: list[Segment] = []
    for column, cell in zip(columns, cells, strict=False):
        parts = segments(cell, references)
        shown += parts
        kind = _kind(column)
        if kind == "title" and not named and parts:
            named = read_entry(parts)
        else:
            _take_cell(told, kind, column, parts)
    if not named:
        return [told], shown
    if told.title and not told.offered:
        told.remarks.append(told.title)
    told.title = None
    named[0].fill(told)
    return named, shown


def is_ticked(columns: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether a column for that says that the paper of a row is read."""
    return any(
        cell.strip() in _TICKS and _READ.match(_bare(column)) for column, cell in zip(columns, cells, strict=False)
    )


def _take_cell(told: Draft, kind: str | None, column: str, parts: list[Segment]) -> None:
    text = " ".join(plain(parts).split())
    linked = [part for part in parts if part.link]
    if kind in _TEXT:
        for draft in read_entry(linked):
            draft.forget_text()
            told.fill(draft)
        if text:
            told.take_field(kind or "", text)
    elif kind in {"paper", "extra"}:
        label = "PDF" if kind == "paper" else "Code"
        for draft in read_entry([Segment(label, link=part.link) for part in linked] or parts):
            draft.forget_text()
            told.fill(draft)
    elif text and not linked and not _COUNTED.fullmatch(_bare(column)):
        told.take_piece(text)
    elif linked:
        for draft in read_entry(parts):
            told.fill(draft)


def _kind(column: str) -> str | None:
    bare = _bare(column)
    return next((name for name, pattern in _COLUMNS if pattern.search(bare)), None)


def _bare(column: str) -> str:
    return column.strip(" *_`")
