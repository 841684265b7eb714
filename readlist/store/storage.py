"""TinyDB over a snapshot and a journal, by TinyDB's own extension points: a `Storage`, a `Table` and a `TinyDB`.

    db = LibraryDB(path)
    db.table("papers").update({"starred": True}, doc_ids=[12])

writes one record of a few hundred bytes and returns when it is on the disk. What is in memory changes after that.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tinydb.storages import Storage

from readlist.store import saving
from readlist.store.batch import Batch
from readlist.store.blocks import Change, Writing
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, StoreError
from readlist.store.journal import DocumentChange, FileJournal, Journal, JournalMovedError, Position, Record
from readlist.store.loading import Files, Signatures
from readlist.store.lock import WriterLock
from readlist.store.saving import OlderChange, State
from readlist.store.snapshot import OWN_TABLES, DecodedTable, IndexedTable, Snapshot, TableColumns

JOURNAL_RECORDS = 1000
"""The journal is due for compaction when it has so many records: reading one takes twenty times as long as opening a
paper of the snapshot, and must not make the start slow."""
JOURNAL_SHARE = 32
"""It is due as well when it outgrows this part of the snapshot (1/32), but not before it has `JOURNAL_BYTES`."""
JOURNAL_BYTES = 256 << 10


class LibraryStorage(Storage):
    """A TinyDB storage whose changes are appended to a journal beside the file.

    Several processes may have it open at once: every writer takes the lock and takes in first what others appended.

    Attributes:
        path: of the snapshot.
        journal_path: of the journal's file.
        lock: that writers take.
        reloads: how often everything was read anew, because another process has put new files in place.
        torn: how many bytes of an unfinished record were cut off the journal since it was opened.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        journal: Journal | None = None,
        columns: Mapping[str, TableColumns] | None = None,
        now: Callable[[], str] = str,
    ) -> None:
        """Open the snapshot at `path` and its journal; where there is none, the first change makes one.

        Args:
            path: of the snapshot; journal and lock stand beside it.
            journal: another one than the file beside the snapshot.
            columns: by table: the fields that a snapshot holds a second time.
            now: tells the time for records of changes that came in by TinyDB alone.

        Raises:
            DamagedError: a file is not what was written there.
            NewerVersionError: a newer version of the program wrote it.
            StoreError: it cannot be read.
        """
        self.path = Path(path)
        self.journal_path = journal_path(self.path)
        self.journal: Journal = journal or FileJournal(self.journal_path)
        self.lock = WriterLock(lock_path(self.path))
        self._files = Files(self.path, self.journal_path, self.journal)
        self.reloads = 0
        self.torn = 0
        self._columns = dict(columns or {})
        self._now = now
        self._batch: Batch | None = None
        self._snapshot: Snapshot | None = None
        self._tables: dict[str, Documents] = {}
        self._records: list[Record] = []
        self._position: Position | None = None
        self._seen: Signatures = (None, None)
        self._load()

    # What TinyDB asks of a storage

    def read(self) -> dict[str, Any] | None:
        """Return the tables, whose documents are decoded when they are looked at; None where there is no file yet."""
        if self._batch is not None:
            return dict(self._batch.views())
        self.refresh()
        if self._snapshot is None and not self._tables:
            return None
        return dict(self._tables)

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the tables what `data` says, as one change.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        with self.writing(), self.change("write") as batch:
            for name in self._tables:
                if name not in data:
                    batch.drop(name)
            for name, documents in data.items():
                if documents is not self._tables.get(name):
                    batch.set_table(name, {str(doc_id): document for doc_id, document in documents.items()})

    def close(self) -> None:
        """Let go of the files."""
        self.journal.close()
        self.lock.close()

    # Changes

    def writing(self) -> contextlib.AbstractContextManager[None]:
        """Keep other writers out of a block, having taken in what they wrote.

        Raises:
            StoreError: another program has been writing for too long, or what it left cannot be read.
        """
        return Writing(self)

    def change(
        self, action: str, *, at: str | None = None, info: Mapping[str, Any] | None = None
    ) -> contextlib.AbstractContextManager[Batch]:
        """Gather all changes inside a block into one record; after an error none has happened.

        To be used inside `writing`. Inside another such block, it is part of that one.

        Args:
            action: name of what is done.
            at: when.
            info: what is to be kept with the record.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        return Change(self, action, at, info or {})

    def gather(self) -> tuple[Batch, bool]:
        """Return what changes are gathered in, and whether that begins now."""
        if self._batch is not None:
            return self._batch, False
        self._batch = Batch(self._tables)
        return self._batch, True

    def finish(self, action: str, at: str | None, info: Mapping[str, Any], *, save: bool) -> None:
        """Save what was gathered as one record, or drop it.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        batch, self._batch = self._batch, None
        if batch is not None and save:
            self._commit(batch, action, at or self._now(), info)

    def begin(self, tables: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> bool:
        """Make the files with these documents, by id, by table; return whether there were none before.

        Raises:
            StoreError: they could not be written.
        """
        with self.lock:
            self.refresh()
            if self._snapshot is not None:
                return False
            self._tables = {name: Documents(DecodedTable(dict(documents))) for name, documents in tables.items()}
            self._begin()
        return True

    def refresh(self) -> None:
        """Take in what other processes did: `records_behind` tells it, unless `reloads` has grown.

        Raises:
            StoreError: what they left cannot be read; what is in memory stays as it is.
        """
        found = self._files.signatures()
        if found == self._seen:
            return
        if found[0] is None and self._seen[0] is not None:
            raise StoreError(f"{self.path}: the library is gone")
        if found[0] != self._seen[0] or self._position is None:
            self._load()
            self.reloads += 1
            return
        reading = self.journal.read_since(self._position)
        if reading.afresh:
            self._load()
            self.reloads += 1
            return
        self._files.check(reading)
        self._take_in(reading.records)
        self._position = reading.position
        self._seen = found

    def records_behind(self, number: int) -> list[Record]:
        """Return the changes that the journal holds after the one with that number."""
        later = self.last_number - number
        return self._records[-later:] if later > 0 else []

    @property
    def exists(self) -> bool:
        """Whether there is a library on disk."""
        return self._snapshot is not None

    @property
    def last_number(self) -> int:
        """Number of the last change, 0 if there was none yet."""
        if self._position is not None:
            return self._position.number
        return self._snapshot.number("number") if self._snapshot else 0

    @property
    def unfinished(self) -> bool:
        """Whether there is something behind the last record of the journal that is no record."""
        if self._position is None or self._seen[1] is None:
            return False
        return self._seen[1][1] > self._position.offset

    @property
    def generation(self) -> int:
        """Generation of the snapshot."""
        return self._snapshot.number("generation") if self._snapshot else 0

    @property
    def tables(self) -> Mapping[str, Documents]:
        """The tables as they are in memory."""
        return self._tables

    def records(self) -> list[Record]:
        """Return all changes that are kept, oldest first.

        Raises:
            DamagedError: a kept one is not what was written.
        """
        kept = self._snapshot.tables.get("history") if self._snapshot else None
        old: list[Record] = []
        if kept is not None:
            try:
                old = [Record.from_json(kept.raw(doc_id)) for doc_id in kept.ids]
            except ValueError as error:
                raise DamagedError(f"{self.path}: table 'history': {error}") from error
        return old + self._records

    # Compaction

    @property
    def compaction_due(self) -> bool:
        """Whether the journal has outgrown its share of the snapshot, or the snapshot is not laid out as ours are."""
        if self._snapshot is None or self._position is None:
            return False
        share = max(JOURNAL_BYTES, self._snapshot.size // JOURNAL_SHARE)
        outgrown = self._position.offset > share or self._position.lines > JOURNAL_RECORDS
        return outgrown or not self._snapshot.indexed or self._lacks_columns

    @property
    def _lacks_columns(self) -> bool:
        return any(
            name in self._tables and not self._tables[name].base.has_column(column)
            for name, columns in self._columns.items()
            for column in (*columns.head, *columns.more)
        )

    def compact(self) -> None:
        """Write a snapshot that holds all changes, and begin the journal anew.

        Raises:
            StoreError: it could not be done; nothing has changed.
        """
        with self.writing():
            self.save_as_new(self.generation + 1)

    def save_as_new(self, generation: int) -> None:
        """Write snapshot and journal of that generation from what is in memory; to be used inside `writing`.

        Raises:
            StoreError: it could not be done.
        """
        number = self.last_number
        saving.write(self.path, self.state, generation=generation, written=self._now())
        # Died here, it leaves a journal of an older generation, whose changes are all in the snapshot: `_load`.
        self.journal.compact(generation, number)
        self._load()

    @property
    def state(self) -> State:
        """All that is in memory, to be written as a snapshot.

        Raises:
            DamagedError: a kept change is not what was written.
        """
        size = self._snapshot.size if self._snapshot else 0
        history = self._snapshot.tables.get("history") if self._snapshot else None
        if not isinstance(history, IndexedTable):
            return State(self._tables, self.records(), self.last_number, size, self._columns)
        older = [OlderChange(int(doc_id), history, place) for place, doc_id in enumerate(history.ids)]
        return State(self._tables, self._records, self.last_number, size, self._columns, older)

    # Inside

    def _load(self) -> None:
        """Read snapshot and journal; see `Files.load`."""
        found = self._files.load()
        self._snapshot, self._position, self._seen = found.snapshot, found.position, found.seen
        tables = found.snapshot.tables if found.snapshot else {}
        self._tables = {name: Documents(table) for name, table in tables.items() if name not in OWN_TABLES}
        self._records = []
        self._take_in(found.records)

    def _take_in(self, records: tuple[Record, ...]) -> None:
        for record in records:
            for change in record.changes:
                self._take_in_change(change)
        self._records.extend(records)

    def _take_in_change(self, change: DocumentChange) -> None:
        if change.doc_id is None and change.after is None:
            self._tables.pop(change.table, None)
        else:
            self._tables.setdefault(change.table, Documents()).take_in(change)

    def make_ready(self) -> None:
        """Take in what others wrote, and bring the files into order: to be used with the lock taken.

        There is a snapshot then, a journal of its generation, and no torn end to it.

        Raises:
            StoreError: it could not be done.
        """
        if self._batch is not None:
            return
        self.refresh()
        if self._snapshot is None:
            self._begin()
        elif self._position is None:
            self.journal.compact(self.generation, self._snapshot.number("number"))
            self._load()
        elif self.unfinished:
            self.torn += self.journal.cut(self._position)
            self._seen = self._files.signatures()

    def _begin(self) -> None:
        """Make the files, of what is in memory; the journal first, so that no snapshot is without one."""
        self.journal.compact(1, 0)
        saving.write(self.path, self.state, generation=1, written=self._now())
        self._load()

    def _commit(self, batch: Batch, action: str, at: str, info: Mapping[str, Any]) -> None:
        """Append the changes of a batch, then show them in memory."""
        changes, texts = batch.changes()
        if not changes and not info:
            return
        if self._position is None:
            raise StoreError(f"{self.path}: not saved: there is no journal")
        record = Record(self.last_number + 1, self.generation, at, action, tuple(changes), info)
        try:
            self._position = self.journal.append(record, self._position)
        except JournalMovedError:
            # Where there is no lock to be had, another program may write at the same moment: look again.
            self._seen = (self._seen[0], None)
            raise
        for change, text in zip(changes, texts, strict=True):
            if change.doc_id is None:
                self._take_in_change(change)
            else:
                # Its table is there: that it was made comes before what is in it.
                self._tables[change.table].put(change.doc_id, text)
        self._records.append(record)
        with contextlib.suppress(StoreError):
            # The change is done; where the file cannot be looked at now, the next look will read what we know.
            self._seen = (self._seen[0], self._files.journal_signature())


def journal_path(path: Path) -> Path:
    """Return the path of the journal that belongs to the snapshot at `path`."""
    return path.with_name(path.name + ".journal")


def lock_path(path: Path) -> Path:
    """Return the path of the lock that belongs to the snapshot at `path`."""
    return path.with_name(path.name + ".lock")
