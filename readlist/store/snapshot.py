"""The snapshot: an ordinary TinyDB file, laid out so that one document of a hundred thousand is found without the rest.

    {"meta":{
    "1":{"schema":2,"generation":7,"number":123,"written":"2026-11-21T08:00:00Z"}
    },
    "papers":{
    "1":{"key":"lin2024mitigating", …},
    …
    },
    "history":{
    "123":{"number":123, …}
    },
    "columns":{
    "papers.title":{"values":["Mitigating …", …]},
    …
    },
    "index":{
    "1":{"table":"papers","start":120,"ids":[…],"lengths":[…],"checksums":[…],"columns":{"key":[…], …}},
    "2":{"table":"history", …}
    },
    "seal":{
    "1":{"index":194000123,"checksum":"5d1f03ab"}
    }}

Each document is one line. The index tells where each line stands, its CRC-32, and some fields of each document, which
are read when the file is opened; more fields are in the table `columns`, to be read when they are asked for. The seal
at the end tells where the index begins, and the CRC-32 of what stands before and behind the documents. So the end of
the file and one line are enough to read a document and to know that it is what was written.

A file of another layout (plain TinyDB wrote it, somebody edited it) is read as a whole.
"""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias
from zlib import crc32

import orjson

from readlist.store import disk
from readlist.store.disk import Buffer
from readlist.store.errors import DamagedError, StoreError

COLUMNS = "columns"
OWN_TABLES = ("meta", "history", COLUMNS, "index", "seal")
"""Tables of the file that are the store's own; those of the user's documents have other names."""

SEPARATOR = b",\n"
_SEAL = re.compile(rb'\n\},\n"seal":\{\n"1":\{"index":(\d+),"checksum":"([0-9a-f]{8})"\}\n\}\}\n\Z')
_INDEX = b'"index":'
_PIECE = 1 << 20
"""Bytes of a line that are read at once, where it may be that of an import: hundreds of megabytes."""
_RELEASED_AFTER = 4096
"""Lines that are read one after the other before the memory in which they were read is given back."""
_SEAL_BYTES = 200
"""The seal is found within so many bytes of the file's end."""


Line: TypeAlias = tuple[str, bytes, int | None, tuple[Any, ...] | None]
"""One document to write: its id, its whole line, the line's checksum and columns where they are known."""


class TableColumns(NamedTuple):
    """Fields of all documents of a table that a snapshot holds a second time, to be read without the documents.

    Attributes:
        head: in the index, read when the snapshot is opened.
        more: in lines of their own, read when one is asked for.
    """

    head: tuple[str, ...] = ()
    more: tuple[str, ...] = ()


class DamagedDocumentError(DamagedError):
    """A line of the snapshot is not what was written there."""


class TableReader(Protocol):
    """The documents of one table, as they stand in a snapshot."""

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all documents, in order."""
        ...

    def __contains__(self, doc_id: object) -> bool: ...

    def raw(self, doc_id: str) -> bytes:
        """Return a document as JSON text.

        Raises:
            KeyError: there is none with that id.
            DamagedDocumentError: it is not what was written.
        """
        ...

    def place(self, doc_id: str) -> int | None:
        """Return which of the documents has this id, from 0; None where there is none."""
        ...

    @property
    def has_columns(self) -> bool:
        """Whether the snapshot has any field of all documents a second time."""
        ...

    def has_column(self, name: str) -> bool:
        """Whether the snapshot has a field of all documents a second time."""
        ...

    def column(self, name: str) -> Sequence[Any] | None:
        """Return one field of all documents, in order; None where the snapshot has no such column.

        Raises:
            DamagedDocumentError: it is not what was written.
        """
        ...

    def lines(self, columns: Sequence[str]) -> Iterator[Line]:
        """Yield all documents as a new snapshot is to hold them, undecoded where that can be.

        A damaged line is copied as it is, with the checksum that shows it: what it was is not to be guessed.
        """
        ...


class IndexedTable:
    """Documents that are decoded when they are asked for, by the index of their snapshot."""

    def __init__(self, path: Path, buffer: Buffer, first_line: int, entry: Mapping[str, Any]) -> None:
        """Make it of what the index says.

        Args:
            path: of the snapshot.
            buffer: the snapshot's bytes.
            first_line: number of the line in the file, from 1, on which the first document stands.
            entry: what the index has of the table; see the module.

        Raises:
            KeyError: that lacks something.
        """
        self.name: str = entry["table"]
        self.path = path
        self.buffer = buffer
        self.first_line = first_line
        self.ids: list[str] = entry["ids"]
        self.lengths: list[int] = entry["lengths"]
        self.checksums: list[int] = entry["checksums"]
        self.columns: dict[str, list[Any]] = entry["columns"]
        self.start: int = entry["start"]
        self.more: IndexedTable | None = None
        self._places: dict[str, int] | None = None
        self._offsets: list[int] | None = None

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self._place_of

    def place(self, doc_id: str) -> int | None:
        """Return which of the documents has this id; see `TableReader`."""
        return self._place_of.get(doc_id)

    @property
    def has_columns(self) -> bool:
        """Whether the snapshot has any field of all documents a second time; see `TableReader`."""
        return bool(self.columns)

    def has_column(self, name: str) -> bool:
        """Whether the snapshot has a field of all documents a second time; see `TableReader`."""
        return name in self.columns or (self.more is not None and f"{self.name}.{name}" in self.more)

    def column(self, name: str) -> Sequence[Any] | None:
        """Return one field of all documents; see `TableReader`."""
        if name in self.columns:
            return self.columns[name]
        if self.more is None or not self.has_column(name):
            return None
        column: list[Any] = orjson.loads(self.more.raw(f"{self.name}.{name}"))["values"]
        return column

    def raw(self, doc_id: str) -> bytes:
        """Return a document as JSON text; see `TableReader`."""
        place = self._place_of[doc_id]
        line = self.line(place)
        if crc32(line) != self.checksums[place]:
            raise self._damage(place)
        return line[len(orjson.dumps(doc_id)) + 1 :]

    def lines(self, columns: Sequence[str]) -> Iterator[Line]:
        """Yield all documents as a new snapshot is to hold them; see `TableReader`."""
        try:
            found = [self.column(name) for name in columns]
        except DamagedDocumentError:
            found = [None]
        known = all(column is not None for column in found)
        for place, doc_id in enumerate(self.ids):
            if place % _RELEASED_AFTER == 0:
                self.release()
            values = tuple(column[place] for column in found if column is not None) if known else None
            yield doc_id, self.line(place), self.checksums[place], values

    def line(self, place: int) -> bytes:
        """Return the line of the document at that place, from 0: its id, a colon and its JSON text."""
        offset = self._offset(place)
        return self.buffer[offset : offset + self.lengths[place]]

    def text_in_pieces(self, place: int) -> Iterator[bytes]:
        """Yield the JSON text of the document at that place, from 0, in pieces.

        Raises:
            DamagedDocumentError: behind the last piece: it is not what was written.
        """
        begin = self._offset(place)
        text, end = begin + len(orjson.dumps(self.ids[place])) + 1, begin + self.lengths[place]
        checksum = crc32(self.buffer[begin:text])
        for offset in range(text, end, _PIECE):
            piece = self.buffer[offset : min(end, offset + _PIECE)]
            checksum = crc32(piece, checksum)
            yield piece
            self.release()
        if checksum != self.checksums[place]:
            raise self._damage(place)

    def _offset(self, place: int) -> int:
        if self._offsets is None:
            lengths = map(len(SEPARATOR).__add__, self.lengths)
            self._offsets = list(accumulate(lengths, initial=self.start))
        return self._offsets[place]

    def _damage(self, place: int) -> DamagedDocumentError:
        number, doc_id = self.line_number(place), self.ids[place]
        return DamagedDocumentError(f"{self.path}, line {number}: damaged (document {doc_id} of table {self.name!r})")

    def release(self) -> None:
        """Let the system take back memory in which the mapped file is: it is read again where it is needed."""
        if isinstance(self.buffer, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self.buffer.madvise(mmap.MADV_DONTNEED)

    def line_number(self, place: int) -> int:
        """Return the number of the line in the file, from 1, of the document at that place, from 0."""
        return self.first_line + place

    def damaged(self) -> list[int]:
        """Return the places of all documents that are not what was written."""
        lines = enumerate(self.lines(()))
        return [place for place, (_, line, checksum, _) in lines if crc32(line) != checksum]

    @property
    def _place_of(self) -> dict[str, int]:
        if self._places is None:
            self._places = dict(zip(self.ids, range(len(self.ids)), strict=True))
        return self._places


class DecodedTable:
    """Documents of a file that was read as a whole, by id."""

    def __init__(self, documents: dict[str, Any]) -> None:
        self.documents = documents

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all documents, in order."""
        return list(self.documents)

    def __contains__(self, doc_id: object) -> bool:
        return doc_id in self.documents

    def raw(self, doc_id: str) -> bytes:
        """Return a document as JSON text; see `TableReader`."""
        return orjson.dumps(self.documents[doc_id])

    def place(self, doc_id: str) -> int | None:
        """Return which of the documents has this id; see `TableReader`."""
        return next((place for place, found in enumerate(self.documents) if found == doc_id), None)

    @property
    def has_columns(self) -> bool:
        """Return False: a file that was read as a whole has no columns."""
        return False

    def has_column(self, _name: str) -> bool:
        """Return False: a file that was read as a whole has no columns."""
        return False

    def column(self, _name: str) -> Sequence[Any] | None:
        """Return None: a file that was read as a whole has no columns."""
        return None

    def lines(self, _columns: Sequence[str]) -> Iterator[Line]:
        """Yield all documents as a new snapshot is to hold them; see `TableReader`."""
        return (line(doc_id, self.raw(doc_id)) for doc_id in self.documents)


class Snapshot(NamedTuple):
    """A snapshot, opened.

    Attributes:
        meta: what it says of itself: `schema`, `generation`, `number` of the last change in it, `written`.
        tables: by name, with `history` and `columns` and without the store's other tables.
        indexed: whether it is laid out as we write it; another file was read as a whole.
        size: of the file, in bytes.
    """

    meta: Mapping[str, Any]
    tables: Mapping[str, TableReader]
    indexed: bool
    size: int
    path: Path

    def number(self, name: str) -> int:
        """Return a number of the meta data, 0 where there is none."""
        value = self.meta.get(name)
        return value if isinstance(value, int) else 0


def read(path: Path) -> Snapshot:
    """Open the snapshot at `path`.

    Raises:
        FileNotFoundError: there is none.
        StoreError: it cannot be read, or is no snapshot.
        DamagedError: it is not what was written.
    """
    try:
        buffer = disk.load(path)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    return _indexed(path, buffer) or _whole(path, buffer)


def _indexed(path: Path, buffer: Buffer) -> Snapshot | None:
    """Return the snapshot by its index, None where the file is laid out otherwise.

    Raises:
        DamagedError: it is laid out as we write it, and what its seal covers is not what was written.
    """
    size = len(buffer)
    foot = max(0, size - _SEAL_BYTES)
    seal = _SEAL.search(buffer[foot:])
    if seal is None:
        return None
    index_at, index_end = int(seal[1]), foot + seal.start()
    index = buffer[index_at:index_end] if index_at < index_end else b""
    if not index.startswith(_INDEX + b"{\n"):
        return None
    damaged = DamagedError(f"{path}: damaged (its beginning or its index is not what was written)")
    try:
        # Without a copy of it: the end of its line and the brace behind that are what is missing to an object.
        entries = orjson.loads(memoryview(buffer)[index_at + len(_INDEX) : index_end + 2])
        starts = [entry["start"] for entry in entries.values()]
        head = buffer[: min(starts)]
        if crc32(index, crc32(head)) != int(seal[2], 16):
            raise damaged
        meta = orjson.loads(head[: head.index(b"\n},\n")] + b"}}")["meta"]["1"]
        tables: dict[str, TableReader] = {}
        line = head.count(b"\n") + 1
        for entry in entries.values():
            tables[entry["table"]] = IndexedTable(path, buffer, line, entry)
            # The documents, and the two lines that end one table and begin the next.
            line += len(entry["ids"]) + 2
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise damaged from error
    more = tables.get(COLUMNS)
    for table in tables.values():
        if isinstance(table, IndexedTable) and isinstance(more, IndexedTable):
            table.more = more
    return Snapshot(meta, tables, indexed=True, size=size, path=path)


def _whole(path: Path, buffer: Buffer) -> Snapshot:
    """Return a snapshot of another layout, read as a whole.

    Raises:
        StoreError: it is no TinyDB file.
        DamagedError: it is no JSON.
    """
    data = bytes(buffer)
    try:
        tables = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise DamagedError(f"{path}, line {error.lineno}: damaged ({error.msg.lower()})") from error
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise StoreError(f"{path}: not a library (no tables in it); nothing was changed")
    meta: object = next(iter(tables.get("meta", {}).values()), {})
    kept = {name: DecodedTable(table) for name, table in tables.items() if name not in OWN_TABLES or name == "history"}
    return Snapshot(meta if isinstance(meta, dict) else {}, kept, indexed=False, size=len(data), path=path)


def line(doc_id: str, raw: bytes) -> Line:
    """Return the line of a document that is given as JSON text."""
    return doc_id, b"%b:%b" % (orjson.dumps(doc_id), raw), None, None
