"""CSV for spreadsheets and scripts: a header with the names of readlist's JSON, then a paper a row.

As RFC 4180 has it, in UTF-8 with the mark at its beginning by which spreadsheets know that. Texts are as they are
stored; lists are joined by "; ", where a part that has a semicolon itself stands in quotes. A cell that a spreadsheet
would take for a formula has an apostrophe before it, as spreadsheets write them.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from readlist.exporters import one_file
from readlist.exporters.base import Report
from readlist.exporters.json_file import paper_json
from readlist.model.paper import FIELD_NAMES, SPARSE_FIELDS, Paper

COLUMNS = (
    *(
        "key",
        "title",
        "display_title",
        "authors",
        "year",
        "venue",
        "abstract",
        "arxiv",
        "doi",
        "url",
        "links",
        "comment",
    ),
    *("status", "starred", "tags", "note", "defer_until", "added", "triaged", "read_on"),
)
"""The header, behind which those of `SPARSE_FIELDS` stand that a paper has."""
_MORE_COLUMNS = tuple(name for name in FIELD_NAMES if name in SPARSE_FIELDS)

_MARK = "\ufeff"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet takes for a formula, and what would be taken for one that has been guarded."""
_NEEDS_QUOTES = re.compile(r'[;"]|\A\s|\s\Z|\A\Z')


class Csv:
    """Writes papers as CSV; the module says how."""

    name = "csv"
    suffixes = (".csv",)

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`; see `readlist.exporters.base.Exporter`."""
        return one_file.export(self, papers, to, dry_run=dry_run, force=force)

    def text_of(self, papers: Sequence[Paper]) -> str:
        """Return the whole file."""
        text = io.StringIO(newline="")
        rows = csv.writer(text)
        columns = (*COLUMNS, *(name for name in _MORE_COLUMNS if any(getattr(paper, name) for paper in papers)))
        rows.writerow(columns)
        for paper in papers:
            fields = paper_json(paper)
            rows.writerow([_cell(fields.get(name)) for name in columns])
        return _MARK + text.getvalue()

    def is_ours(self, text: str) -> bool:
        """Whether a file has our columns and no others: one with a column of its own is somebody's table."""
        first = text.removeprefix(_MARK).partition("\n")[0].rstrip("\r").replace('"', "")
        names = tuple(first.split(","))
        more = names[len(COLUMNS) :]
        return names[: len(COLUMNS)] == COLUMNS and more == tuple(name for name in _MORE_COLUMNS if name in more)

    def is_edited(self, _text: str) -> bool:
        """CSV has no place for a mark of that: never."""
        return False


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return _guarded("; ".join(_parts(value)))
    return _guarded(str(value))


def _parts(values: Iterable[str]) -> Iterable[str]:
    for value in values:
        yield '"' + value.replace('"', '""') + '"' if _NEEDS_QUOTES.search(value) else value


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text
