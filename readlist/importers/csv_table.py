"""readlist's CSV and Zotero's: a header with names of fields, then a paper a row; also as a spreadsheet saved it.

Columns may stand in any order, be left out, and have others between them, which are passed over. Commas, semicolons and
tabs may part the cells: spreadsheets take what their country does.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from readlist.importers.base import Document, Found, ImportFailedError, Problem, Reading
from readlist.importers.csl_dialects import of_zotero_row
from readlist.importers.csl_json import paper_of as paper_of_item
from readlist.importers.readlist_json import paper_of

_DELIMITERS = (",", ";", "\t")
_NEEDED = frozenset({"key", "title", "authors"})
_OURS = frozenset({"status", "display_title", "starred", "defer_until"})
"""Columns of which one at least must be there: other programs have the others too."""
_OF_ZOTERO = frozenset({"key", "item type", "title", "author", "publication year"})
_LONGEST_HEADER = 4096
_LARGEST_CELL = 1 << 24  # characters; a note can be long, and csv's own limit is 128 KB
_GUARD = re.compile(r"'(?='*[=+\-@\t\r])")
_PART = re.compile(r'\s*(?:"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^;]*))\s*(?:;|\Z)')
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.0+)?")  # as spreadsheets may save whole numbers
_TRUE = frozenset({"true", "1", "yes", "x"})


class CsvTable:
    """Importer of such tables; the module says what they look like."""

    name = "csv"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a table."""
        return 1.0 if _delimiter_and_columns(document.lines[0])[0] else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`; rows that are no papers, and cells that are not as they must be, are told.

        Raises:
            ImportFailedError: its first line does not name our columns, or Zotero's.
        """
        delimiter, columns = _delimiter_and_columns(document.lines[0])
        if not delimiter:
            raise ImportFailedError(
                document.name, "the first line does not name the columns of a table of readlist's or Zotero's"
            )
        read = _of_zotero if columns >= _OF_ZOTERO else _of_ours
        problems: list[Problem] = []
        found: list[Found] = []
        for line, row in _rows(document, delimiter, problems):
            if any(row.values()):
                one = read(row, line, len(found) + 1, problems)
                if one is not None:
                    found.append(one)
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _of_ours(row: Mapping[str, str], line: int, position: int, problems: list[Problem]) -> Found | None:
    return paper_of(_fields(row, line, problems), line, position, problems)


def _of_zotero(row: Mapping[str, str], line: int, position: int, problems: list[Problem]) -> Found | None:
    found = paper_of_item(of_zotero_row(row), line, position)
    if found is None:
        problems.append(Problem.at(line, "nothing of a paper in this row", ", ".join(filter(None, row.values()))))
    return found


def _delimiter_and_columns(header: str) -> tuple[str, frozenset[str]]:
    """Return what parts the cells of a table whose first line is `header`, and its columns; "" where none is known."""
    for delimiter in _DELIMITERS if len(header) <= _LONGEST_HEADER else ():
        columns = frozenset(name.strip(' "').casefold() for name in header.split(delimiter))
        if (columns >= _NEEDED and not columns.isdisjoint(_OURS)) or columns >= _OF_ZOTERO:
            return delimiter, columns
    return "", frozenset()


def _rows(document: Document, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the rows behind the header, each with the line that it begins at."""
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    reader = csv.reader((f"{line}\n" for line in document.lines), delimiter=delimiter)
    names = [name.strip().casefold() for name in next(reader)]
    line = reader.line_num + 1
    try:
        for cells in reader:
            if len(cells) > len(names):
                problems.append(Problem.at(line, "more cells than there are columns", document.lines[line - 1]))
            yield line, dict(zip(names, cells, strict=False))
            line = reader.line_num + 1
    except csv.Error as error:
        problems.append(Problem.at(line, f"not CSV from here on ({error})", document.lines[line - 1]))


def _fields(row: Mapping[str, str], line: int, problems: list[Problem]) -> Mapping[str, object]:
    """Return a row as readlist's JSON has it; cells that are empty are left out."""
    fields: dict[str, object] = {"display_title": ""}
    for name, cell in row.items():
        text = _GUARD.sub("", cell, count=1) if cell[:1] == "'" else cell
        read = _READERS.get(name)
        if not (text.strip() if read else text):
            continue
        try:
            fields[name] = read(text) if read else text
        except ValueError:
            problems.append(Problem.at(line, f"{name} is not what that column has", text))
    return fields


def _list(text: str) -> list[str]:
    parts: list[str] = []
    at = 0
    while at < len(text):
        found = _PART.match(text, at)
        if found is None:
            break
        quoted, plain = found["quoted"], found["plain"]
        part = quoted.replace('""', '"') if quoted is not None else plain.strip()
        parts += [part] if part else []
        at = found.end()
    return parts


def _year(text: str) -> int:
    found = _NUMBER.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return int(found[0].partition(".")[0])


def _flag(text: str) -> bool:
    return text.strip().casefold() in _TRUE


def _folded(text: str) -> str:
    return text.strip().casefold()


_READERS: Mapping[str, Callable[[str], Any]] = {
    **dict.fromkeys(("authors", "links", "tags", "files"), _list),
    "year": _year,
    "starred": _flag,
    "status": _folded,
}
"""What makes of a cell what JSON has there; other cells are texts."""
