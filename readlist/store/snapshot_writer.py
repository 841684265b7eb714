"""Writing a snapshot; see `readlist.store.snapshot` for how it is laid out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

import orjson

from readlist.store import disk
from readlist.store.errors import StoreError
from readlist.store.snapshot import COLUMNS, SEPARATOR, Line, TableColumns, line


class LineInPieces(NamedTuple):
    """One document to write whose text may be too long to be held in memory whole.

    Attributes:
        doc_id: its id.
        text: its JSON text in pieces.
    """

    doc_id: str
    text: Iterator[bytes]


_SHARED = 1 << 16
"""Values of columns that are remembered while a table is written, so that what many documents have is there once."""


class TableToWrite(NamedTuple):
    """One table of a snapshot that is to be written.

    Attributes:
        name: of the table.
        lines: its documents, in order.
        columns: fields of each document that are to be there a second time.
    """

    name: str
    lines: Iterable[Line | LineInPieces]
    columns: TableColumns = TableColumns()


def write(path: Path, meta: Mapping[str, Any], tables: Iterable[TableToWrite]) -> None:
    """Replace the snapshot at `path`.

    Raises:
        StoreError: it could not be done; the snapshot that was there is there still.
        DamagedDocumentError: a document that is to be copied is damaged.
    """
    try:
        disk.replace(path, _chunks(meta, tables))
    except OSError as error:
        raise StoreError(f"{path}: not saved: {error.strerror}") from error


def _chunks(meta: Mapping[str, Any], tables: Iterable[TableToWrite]) -> Iterator[bytes]:
    """Yield the file in parts."""
    opening = b'{"meta":{\n"1":%b\n}' % orjson.dumps(meta)
    offset, checksum = 0, 0
    entries: list[_IndexEntry] = []
    given = list(tables)
    if any(table.columns.more for table in given):
        # Its lines are made when all other lines have gone by.
        given.append(TableToWrite(COLUMNS, _column_lines(entries)))
    for table in given:
        opening += b",\n%b:{\n" % orjson.dumps(table.name)
        if not entries:
            checksum = crc32(opening)
        yield opening
        entry = _IndexEntry(table.name, offset + len(opening), table.columns)
        entries.append(entry)
        for a_line in table.lines:
            if isinstance(a_line, LineInPieces):
                yield from entry.take_in_pieces(a_line)
            else:
                yield entry.take_in(a_line)
        offset = entry.end
        opening = b"\n}" if entry.ids else b"}"
    opening += SEPARATOR
    yield opening
    told = (b'"%d":%b' % (number, entry.to_json()) for number, entry in enumerate(entries, start=1))
    index = b'"index":{\n' + SEPARATOR.join(told)
    yield index
    yield b'\n},\n"seal":{\n"1":{"index":%d,"checksum":"%08x"}\n}}\n' % (
        offset + len(opening),
        crc32(index, checksum),
    )


def _column_lines(entries: Sequence[_IndexEntry]) -> Iterator[Line]:
    for entry in entries:
        for name in entry.names.more:
            yield line(f"{entry.table}.{name}", orjson.dumps({"values": entry.columns[name]}))


class _IndexEntry:
    """What the index is to say of one table, while its lines are written."""

    def __init__(self, table: str, start: int, names: TableColumns) -> None:
        self.table = table
        self.start = start
        self.end = start
        self.ids: list[str] = []
        self.lengths: list[int] = []
        self.checksums: list[int] = []
        self.names = names
        self.columns: dict[str, list[Any]] = {name: [] for name in (*names.head, *names.more)}
        self._seen: dict[Any, Any] = {}

    def take_in(self, a_line: Line) -> bytes:
        """Take in the next line; return what the file gets of it."""
        doc_id, text, checksum, values = a_line
        written = SEPARATOR + text if self.ids else text
        self.end += len(written)
        self.ids.append(doc_id)
        self.lengths.append(len(text))
        self.checksums.append(crc32(text) if checksum is None else checksum)
        if self.columns:
            known = _values(doc_id, text, tuple(self.columns)) if values is None else values
            for column, value in zip(self.columns.values(), known, strict=True):
                column.append(self._shared(value))
        return written

    def _shared(self, value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
        """Return a value with the texts in it that were there before: names, venues and dates come again and again."""
        seen = self._seen
        share = seen.setdefault if len(seen) < _SHARED else seen.get
        try:
            if isinstance(value, str):
                return share(value, value)
            return [share(item, item) for item in value] if isinstance(value, list) else value
        except TypeError:  # a list of something else than texts
            return value

    def take_in_pieces(self, a_line: LineInPieces) -> Iterator[bytes]:
        """Take in the next line of a table without columns; yield what the file gets of it."""
        begin = orjson.dumps(a_line.doc_id) + b":"
        length, checksum = len(begin), crc32(begin)
        yield SEPARATOR + begin if self.ids else begin
        for piece in a_line.text:
            length, checksum = length + len(piece), crc32(piece, checksum)
            yield piece
        self.end += length + (len(SEPARATOR) if self.ids else 0)
        self.ids.append(a_line.doc_id)
        self.lengths.append(length)
        self.checksums.append(checksum)

    def to_json(self) -> bytes:
        return orjson.dumps(
            {
                "table": self.table,
                "start": self.start,
                "ids": self.ids,
                "lengths": self.lengths,
                "checksums": self.checksums,
                "columns": {name: self.columns[name] for name in self.names.head},
            }
        )


def _values(doc_id: str, text: bytes, names: Sequence[str]) -> tuple[Any, ...]:
    """Return fields of the document of a line."""
    document = orjson.loads(text[len(orjson.dumps(doc_id)) + 1 :])
    return tuple(document.get(name) for name in names)
