"""The documents of a snapshot line by line: for one that cannot be read as a whole, and to name the line of a document.

It takes the layout with one document a line, which `snapshot.write` gives a file and libraries of schema 1 have too.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import orjson

from readlist.store.snapshot import IndexedTable, Snapshot

_OPENING = re.compile(rb'\{?"([^"\\]+)":\{')
_DOCUMENT = re.compile(rb'"([^"\\]+)":(\{.*\}),?')
_CLOSING = (b"", b"}", b"},", b"}}")
_WRITTEN = re.compile(rb'"written":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"')
_NUMBER = re.compile(rb'"number":(\d{1,18})[,}]')
_HEAD_BYTES = 1024


class Entry(NamedTuple):
    """A line of a snapshot that holds a document.

    Attributes:
        line: its number in the file, from 1.
        table: name of the table.
        doc_id: the document's id.
        raw: the document as JSON text: an object.
    """

    line: int
    table: str
    doc_id: str
    raw: bytes


class Scan(NamedTuple):
    """What the lines of a snapshot hold.

    Attributes:
        entries: the documents that stand whole on a line of their own.
        broken: the lines in front of the index that are no part of a snapshot, each with the table that it stands in.
        complete: whether all documents are there, since the index behind them begins and no line before it is broken.
    """

    entries: list[Entry]
    broken: list[tuple[str, bytes]]
    complete: bool


def scan(data: bytes) -> Scan:
    """Return what the lines of a snapshot hold, of which any may be damaged, and the end be missing."""
    entries: list[Entry] = []
    broken: list[tuple[str, bytes]] = []
    table = ""
    for number, text in enumerate(data.split(b"\n"), start=1):
        opening = _OPENING.fullmatch(text)
        if opening:
            table = opening[1].decode("utf-8", "replace")
            if table == "index":
                return Scan(entries, broken, complete=not broken)
            continue
        entry = _DOCUMENT.fullmatch(text)
        if entry is not None and is_object(entry[2]):
            entries.append(Entry(number, table, entry[1].decode("utf-8", "replace"), entry[2]))
        elif text not in _CLOSING:
            broken.append((table, text))
    return Scan(entries, broken, complete=False)


def is_object(text: bytes) -> bool:
    """Whether `text` is a JSON object."""
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


class Lines:
    """On which line of a snapshot a document stands."""

    def __init__(self, found: Snapshot, table: str) -> None:
        self._path = found.path
        self._table = table
        reader = found.tables.get(table)
        self._indexed = reader if isinstance(reader, IndexedTable) else None
        self._found: dict[str, int] | None = {} if reader is None else None

    def __getitem__(self, doc_id: str) -> int | None:
        """Return the line of a document, from 1; None where it has no line of its own."""
        if self._found is None:
            self._found = self._find()
        return self._found.get(doc_id)

    def _find(self) -> dict[str, int]:
        table = self._indexed
        if table is not None:
            return {doc_id: table.line_number(place) for place, doc_id in enumerate(table.ids)}
        try:
            data = self._path.read_bytes()
        except OSError:
            return {}
        return {entry.doc_id: entry.line for entry in scan(data).entries if entry.table == self._table}


def head_of(path: Path) -> tuple[str, int]:
    """Return when the snapshot at `path` was written, and the number of the last change in it, from its first lines.

    "" and 0 stand for what it does not say.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).partition(b"\n}")[0]
    written, number = _WRITTEN.search(head), _NUMBER.search(head)
    return written[1].decode() if written else "", int(number[1]) if number else 0


def good_throughout(found: Snapshot) -> bool:
    """Whether every document of a snapshot is what was written there, as far as that can be told."""
    return not any(table.damaged() for table in found.tables.values() if isinstance(table, IndexedTable))
