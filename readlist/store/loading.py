"""Reading snapshot and journal together: one state of a library, though another process may replace both meanwhile."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple, TypeAlias

from readlist.model.garbage import no_collection
from readlist.store import disk, snapshot
from readlist.store.disk import Signature
from readlist.store.errors import DamagedError, NewerVersionError, OlderVersionError, StoreError
from readlist.store.journal import Journal, Position, Reading, Record
from readlist.store.saving import SCHEMA
from readlist.store.snapshot import OWN_TABLES, DecodedTable, IndexedTable, Snapshot

Signatures: TypeAlias = tuple[Signature | None, Signature | None]
"""What tells one state of the files from another: of the snapshot and of the journal, None where there is none."""

VERIFIED_UP_TO = 4 << 20
"""Snapshots of up to so many bytes are checked whole when they are opened, larger ones when a document is read."""
_TRIES = 20


class Loaded(NamedTuple):
    """A library as it stands in its files.

    Attributes:
        snapshot: the snapshot; None where there is no library yet.
        position: the end of the journal; None where there is no journal that goes on from the snapshot.
        records: the changes since the snapshot.
        seen: what the files were like.
    """

    snapshot: Snapshot | None
    position: Position | None
    records: tuple[Record, ...]
    seen: Signatures


class Files:
    """Snapshot and journal of one library.

    Args:
        path: of the snapshot.
        journal_path: of the journal's file.
        journal: that stands there.
    """

    def __init__(self, path: os.PathLike[str], journal_path: os.PathLike[str], journal: Journal) -> None:
        # As text: they are looked at before each change, and asking a `Path` takes as long as asking the system.
        self._path, self._journal_path = os.fspath(path), os.fspath(journal_path)
        self._journal = journal

    def signatures(self) -> Signatures:
        """Return what the files are like at the moment.

        Raises:
            StoreError: they cannot be looked at.
        """
        try:
            return disk.signature(self._path), disk.signature(self._journal_path)
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error

    def journal_signature(self) -> Signature | None:
        """Return what the journal is like at the moment.

        Raises:
            StoreError: it cannot be looked at.
        """
        try:
            return disk.signature(self._journal_path)
        except OSError as error:
            raise StoreError(f"{self._journal_path}: {error.strerror}") from error

    def load(self) -> Loaded:
        """Read both.

        Raises:
            DamagedError: they do not belong together, or one is not what was written there.
            OlderVersionError, NewerVersionError: another version of the program wrote them.
            StoreError: they cannot be read.
        """
        for _ in range(_TRIES):
            seen = self.signatures()
            try:
                with no_collection():
                    found = snapshot.read(Path(self._path))
            except FileNotFoundError:
                return self._nothing(seen)
            self._check_schema(found)
            reading = self._journal.read_since(None)
            # Another process may replace both, one after the other, while we read: then we read again.
            if seen == self.signatures():
                break
        return self._together(found, reading, seen)

    def check(self, reading: Reading) -> None:
        """Check what was read of the journal.

        Raises:
            DamagedError: there are records behind what is none.
        """
        if reading.damaged and reading.position is not None:
            line = reading.position.lines + 1
            raise DamagedError(f"{self._journal_path}, line {line}: damaged, with more changes behind it")

    def _check_schema(self, found: Snapshot) -> None:
        schema = found.meta.get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            raise NewerVersionError(f"{self._path}: written by a newer version of readlist; nothing was changed")
        if schema != SCHEMA:
            if isinstance(schema, int):
                raise OlderVersionError(found.path, schema)
            raise StoreError(f"{self._path}: not a library; nothing was changed")

    def _nothing(self, seen: Signatures) -> Loaded:
        position = self._journal.read_since(None).position
        if position is not None and position.number:
            raise DamagedError(f"{self._path}: missing, though its journal is there")
        # A journal in which nothing has happened is that of a library that was about to be made.
        return Loaded(None, None, (), seen)

    def _together(self, found: Snapshot, reading: Reading, seen: Signatures) -> Loaded:
        generation = found.number("generation")
        position, records = reading.position, reading.records
        if position is None and seen[1] is None:
            # No journal: somebody has taken it away, or the file is a copy of a snapshot alone.
            records = ()
        elif position is None or position.generation > generation:
            raise DamagedError(
                f"{self._journal_path}, line 1: damaged"
                if position is None
                else f"{self._journal_path}: belongs to a newer {found.path.name} than the one beside it"
            )
        elif position.generation < generation and not found.indexed and position.number > found.number("number"):
            # Changed by hand: a snapshot that is newer than its journal holds all of it.
            raise DamagedError(f"{self._path}: its generation is not that of its journal, which holds newer changes")
        elif position.generation < generation:
            # Whoever wrote the snapshot did not come to begin the journal anew; all of it is in the snapshot.
            position, records = None, ()
        else:
            self.check(reading)
        if not found.indexed or found.size <= VERIFIED_UP_TO:
            _verify(found)
        return Loaded(found, position, records, seen)


def _verify(found: Snapshot) -> None:
    """Check every document of a snapshot.

    Raises:
        DamagedError: one is not what was written.
    """
    for name, table in found.tables.items():
        if isinstance(table, DecodedTable) and name not in OWN_TABLES:
            for doc_id, document in table.documents.items():
                if not isinstance(document, dict):
                    raise DamagedError(f"{found.path}: document {doc_id} of table {name!r}: no JSON object")
        if isinstance(table, IndexedTable):
            for place in table.damaged():
                # Raises: it is damaged.
                table.raw(table.ids[place])
