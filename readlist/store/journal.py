"""The journal: every change since the snapshot, in order, each whole or not at all.

`Journal` is the seam: whoever keeps records in order, gives back those since a position and begins anew behind a
snapshot can stand here. `FileJournal` keeps them in an append-only file of lines:

    5d1f03ab {"journal":"9f0c…","generation":7,"number":123}
    c0ffee12 {"number":124,"generation":7,"at":"2026-11-21T08:00:00Z","action":"star","changes":[…],"info":{…}}

What stands before the JSON text is its checksum (see `journal_lines`). The first line names the journal, and the
generation of the snapshot that it goes on from with the number of the last change in it; the numbers of the records
follow on that without a gap.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeAlias

import orjson

from readlist.store import disk, journal_lines
from readlist.store.errors import StoreError
from readlist.store.journal_lines import line_of, text_of
from readlist.store.json_object import as_json

_CHANGES_A_PIECE = 500
"""Documents whose changes are written as one piece of a line: a megabyte of new papers."""

Document: TypeAlias = Mapping[str, Any]
"""A document, or some fields of one."""


class DocumentChange(NamedTuple):
    """What a record did to one document.

    Attributes:
        table: name of the table.
        doc_id: the document's id, as text; None where it is the table itself that was made or dropped.
        before: the changed fields as they were, the whole document where it was taken out, None where it is new.
        after: the changed fields as they are now, the whole document where it is new, None where it was taken out.
            A field that only `before` has was taken away.
    """

    table: str
    doc_id: str | None
    before: Document | None
    after: Document | None


class Record(NamedTuple):
    """One change of a library.

    Attributes:
        number: its place in the library's history, from 1.
        generation: of the snapshot that it came after.
        at: when ("2026-11-21T08:00:00Z").
        action: name of what was done.
        changes: what it did to documents.
        info: what else whoever made the change wants to know of it later; a JSON object.
    """

    number: int
    generation: int
    at: str
    action: str
    changes: tuple[DocumentChange, ...]
    info: Mapping[str, Any]

    def to_json(self) -> bytes:
        """Return the record as JSON text, without line ends in it.

        Raises:
            TypeError: it holds something that JSON has no word for.
        """
        return b"".join(self.to_pieces())

    def to_pieces(self) -> Iterator[bytes]:
        """Yield the same text in pieces: that of an import is twenty megabytes, which nobody needs in one.

        Raises:
            TypeError: it holds something that JSON has no word for.
        """
        head = {"number": self.number, "generation": self.generation, "at": self.at, "action": self.action}
        piece = orjson.dumps(head)[:-1] + b',"changes":['
        for first in range(0, len(self.changes), _CHANGES_A_PIECE):
            changes = [
                {"table": c.table, "id": c.doc_id, "before": as_json(c.before), "after": as_json(c.after)}
                for c in self.changes[first : first + _CHANGES_A_PIECE]
            ]
            if first:
                yield piece
                piece = b","
            piece += orjson.dumps(changes)[1:-1]
        yield piece + b'],"info":%b}' % orjson.dumps(self.info)

    @classmethod
    def from_json(cls, text: bytes) -> Record:
        """Return the record that `to_json` gave.

        Raises:
            ValueError: `text` is something else.
        """
        try:
            data = orjson.loads(text)
            return cls(
                number=int(data["number"]),
                generation=int(data["generation"]),
                at=data["at"],
                action=data["action"],
                changes=tuple(DocumentChange(c["table"], c["id"], c["before"], c["after"]) for c in data["changes"]),
                info=data["info"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no record of a change: {error!r}") from error


class Position(NamedTuple):
    """A place in a journal, behind a record.

    Attributes:
        journal: name of the journal, which is another one after each compaction.
        generation: of the snapshot that the journal goes on from.
        offset: in bytes.
        lines: so many lines come before it.
        number: of the record before it; at the beginning, of the last change that the snapshot holds.
    """

    journal: str
    generation: int
    offset: int
    lines: int
    number: int


class Reading(NamedTuple):
    """What a journal holds behind a position.

    Attributes:
        records: in order.
        position: behind the last of them; None where not even the beginning of the journal can be read.
        afresh: whether the journal is another one than the position's, so that these are all of its records.
        tail: what stands behind the last record and is none: nothing, unless a program or the power failed in the
            middle of a record, or another program is writing one at this moment, or the file is damaged.
    """

    records: tuple[Record, ...]
    position: Position | None
    afresh: bool
    tail: bytes = b""

    @property
    def damaged(self) -> bool:
        """Whether there is more than a torn end: whole records behind what is none, or one that does not follow."""
        if self.position is None:
            return True
        # One line without an end is torn, also where its end alone is missing: nobody was told of it as done.
        return b"\n" in self.tail and any(isinstance(found, Record) for _, found in salvage(self.tail))


class JournalMovedError(StoreError):
    """A record was to be appended behind a position that is no longer the journal's end."""


class Journal(Protocol):
    """Keeps what was done since the snapshot."""

    def append(self, record: Record, behind: Position) -> Position:
        """Make `record` last; return the position behind it.

        Raises:
            JournalMovedError: `behind` is not the end of the journal.
            StoreError: it could not be done; the journal is as it was.
        """
        ...

    def read_since(self, position: Position | None) -> Reading:
        """Return the records behind `position`, all for None.

        Raises:
            StoreError: the journal cannot be read.
        """
        ...

    def cut(self, behind: Position) -> int:
        """Drop what stands behind a position and is no record; return how many bytes that was.

        Raises:
            StoreError: it could not be done.
        """
        ...

    def compact(self, generation: int, number: int) -> Position:
        """Begin anew behind the snapshot of that generation, which holds all changes up to that number.

        Raises:
            StoreError: it could not be done; the journal is as it was.
        """
        ...

    def close(self) -> None:
        """Let go of what is held open; another append opens it again."""
        ...


class FileJournal:
    """A journal in an append-only file; see the module for its form."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = os.fspath(path)
        self._file: disk.Held | None = None

    def append(self, record: Record, behind: Position) -> Position:
        """Make `record` last; see `Journal`."""
        size, line = _line_in_pieces(record)
        try:
            descriptor = self._opened(behind)
            try:
                for piece in line:
                    disk.write_all(descriptor, piece)
                disk.sync(descriptor)
            except BaseException:
                # Also when the program is interrupted: who is told that nothing was done must find nothing.
                _take_back(descriptor, behind.offset)
                raise
        except OSError as error:
            self.close()
            raise StoreError(f"{self._path}: not saved: {error.strerror}") from error
        if not disk.CAN_REPLACE_OPEN:
            self.close()
        end = behind.offset + size
        return Position(behind.journal, behind.generation, end, behind.lines + 1, record.number)

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self, behind: Position) -> int:
        """Return a descriptor of the file, of which `behind` is the end.

        Raises:
            JournalMovedError: it is not.
            OSError: the file cannot be opened.
        """
        if self._file is not None:
            ours = os.fstat(self._file.descriptor)
            found = os.stat(self._name)  # noqa: PTH116 -- half as long as Path.stat
            if (found.st_ino, found.st_dev, found.st_size) == (ours.st_ino, ours.st_dev, behind.offset):
                return self._file.descriptor
            self.close()
        self._file = disk.Held(self._name, os.O_RDWR | os.O_APPEND)
        descriptor = self._file.descriptor
        # Where the clock of files is coarse, a journal that was begun anew can look like the one before it.
        if os.fstat(descriptor).st_size == behind.offset and behind.journal.encode() in os.read(
            descriptor, journal_lines.FIRST_LINE
        ):
            return descriptor
        self.close()
        raise JournalMovedError(f"{self._path}: not saved: another program has changed the file meanwhile")

    def read_since(self, position: Position | None) -> Reading:
        """Return the records behind `position`; see `Journal`."""
        try:
            with self._path.open("rb") as file:
                first = file.readline()
                start = _beginning(first)
                if start is not None and position is not None and start.journal == position.journal:
                    start, afresh = position, False
                    file.seek(position.offset)
                else:
                    afresh = True
                data = file.read()
        except FileNotFoundError:
            return Reading((), None, afresh=True)
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error
        if start is None:
            return Reading((), None, afresh=True, tail=first + data)
        records, size = _records(data, start)
        number = records[-1].number if records else start.number
        end = Position(start.journal, start.generation, start.offset + size, start.lines + len(records), number)
        return Reading(tuple(records), end, afresh, data[size:])

    def cut(self, behind: Position) -> int:
        """Drop what stands behind a position and is no record; see `Journal`.

        A whole line is kept in a file beside: a record that had been finished, and was damaged later, looks like that.
        """
        try:
            with self._path.open("r+b") as file:
                file.seek(behind.offset)
                tail = file.read()
                if b"\n" in tail:
                    disk.replace(disk.free_name(self._path.with_name(self._path.name + ".cut")), [tail])
                file.truncate(behind.offset)
                disk.sync(file.fileno())
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error
        return len(tail)

    def compact(self, generation: int, number: int) -> Position:
        """Begin anew behind a snapshot; see `Journal`."""
        # What `secrets` would do too, which brings hashes that nobody needs here (2 ms).
        name = os.urandom(8).hex()
        line = line_of(orjson.dumps({"journal": name, "generation": generation, "number": number}))
        try:
            disk.replace(self._path, [line])
        except OSError as error:
            raise StoreError(f"{self._path}: not written: {error.strerror}") from error
        return Position(name, generation, len(line), 1, number)


def salvage(data: bytes) -> Iterator[tuple[int, Record | bytes]]:
    """Yield what the lines of a journal hold, with their numbers from 1: records, and as bytes what is none.

    For a journal that is damaged: neither a beginning nor numbers that follow on each other are asked for.
    """
    for number, line, text in journal_lines.found_in(data):
        if text is None:
            yield number, line
        elif number > 1 or _beginning(line + b"\n") is None:
            try:
                yield number, Record.from_json(text)
            except ValueError:
                yield number, line


def _line_in_pieces(record: Record) -> tuple[int, Iterator[bytes]]:
    """Return the line of a record: how many bytes it has, and the pieces that it is written in."""
    if len(record.changes) <= _CHANGES_A_PIECE:
        line = line_of(record.to_json())
        return len(line), iter((line,))
    return journal_lines.line_in_pieces(record.to_pieces)


def _beginning(line: bytes) -> Position | None:
    """Return the position behind the first line of a journal, None where it is no such line."""
    text = text_of(line[:-1]) if line.endswith(b"\n") else None
    if text is None:
        return None
    try:
        data = orjson.loads(text)
        return Position(str(data["journal"]), int(data["generation"]), len(line), 1, int(data["number"]))
    except (KeyError, TypeError, ValueError):
        return None


def _records(data: bytes, start: Position) -> tuple[list[Record], int]:
    """Return the records at the beginning of `data`, which stands behind `start`, and how many bytes they take."""
    records: list[Record] = []
    number, begin = start.number, 0
    while (end := data.find(b"\n", begin)) >= 0:
        text = text_of(data[begin:end])
        if text is None:
            break
        try:
            record = Record.from_json(text)
        except ValueError:
            break
        number += 1
        if record.number != number or record.generation != start.generation:
            break
        records.append(record)
        begin = end + 1
    return records, begin


def _take_back(descriptor: int, size: int) -> None:
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, size)
        disk.sync(descriptor)
