"""The documents of a snapshot line by line: for one that cannot be read as a whole, and to name the line of a document.

It takes the layout with one document a line, which `snapshot.write` gives a file and libraries of schema 1 have too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import orjson

from readlist.store.snapshot import DecodedTable, IndexedTable, Snapshot

_OPENING = re.compile(rb'[{},]*"(\w+)":\{')
_DOCUMENT = re.compile(rb'"([^"\\]+)":(\{.*\}),?')
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


def entries(data: bytes) -> Iterator[Entry]:
    """Yield the documents that stand whole on a line of their own."""
    table = ""
    for number, text in enumerate(data.split(b"\n"), start=1):
        opening = _OPENING.match(text)
        if opening:
            table = opening[1].decode()
            continue
        entry = _DOCUMENT.fullmatch(text)
        if entry is not None and is_object(entry[2]):
            yield Entry(number, table, entry[1].decode("utf-8", "replace"), entry[2])


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
        return {entry.doc_id: entry.line for entry in entries(data) if entry.table == self._table}


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


def raw_documents(found: Snapshot, table: str) -> Iterator[tuple[str, bytes]]:
    """Yield the good documents of a table by id, as JSON text."""
    reader = found.tables.get(table)
    if isinstance(reader, IndexedTable):
        bad = set(reader.damaged())
        for place, doc_id in enumerate(reader.ids):
            if place not in bad:
                yield doc_id, reader.raw(doc_id)
    elif isinstance(reader, DecodedTable):
        for doc_id in reader.ids:
            yield doc_id, reader.raw(doc_id)
