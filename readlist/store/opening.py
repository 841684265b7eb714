"""Opening a library as it is found: up to date, of an older version, with an unfinished record, or damaged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from readlist.store.errors import DamagedError, OlderVersionError, StoreError
from readlist.store.lock import WriterLock
from readlist.store.snapshot import TableColumns
from readlist.store.storage import LibraryStorage, lock_path


def open_storage(
    path: Path, *, columns: Mapping[str, TableColumns], now: Callable[[], str]
) -> tuple[LibraryStorage, list[str]]:
    """Open the library whose snapshot is at `path`, and return it with what its user must be told, a line each.

    A library of an older version is brought up to date. An unfinished record at the end of the journal, which nobody
    was told of as done, is cut off. A damaged file is kept beside, and the newest good state is opened.

    Args:
        path: of the snapshot.
        columns: by table: the fields that a snapshot holds a second time.
        now: tells the time.

    Raises:
        StoreError: it cannot be read, is of a newer version, or is damaged beyond what snapshot, journal and backups
            can give back; nothing was changed.
    """
    try:
        storage, lines = LibraryStorage(path, columns=columns, now=now), []
    except (DamagedError, OlderVersionError):
        lines = _mend(path, columns=columns, now=now)
        storage = LibraryStorage(path, columns=columns, now=now)
    if storage.unfinished:
        lines += _cut(storage)
    return storage, lines


def _mend(path: Path, *, columns: Mapping[str, TableColumns], now: Callable[[], str]) -> list[str]:
    """Bring the files into a state that can be opened; return what is to be told."""
    from readlist.store import migration, rescue  # noqa: PLC0415 -- 5 ms that a sound library does not pay

    lock = WriterLock(lock_path(path))
    try:
        with lock:
            try:
                # Another process may have done it while we waited for the lock.
                LibraryStorage(path, columns=columns, now=now)
            except OlderVersionError:
                return [migration.migrate(path, columns=columns, now=now)]
            except DamagedError:
                return rescue.rescue(path, columns=columns, now=now).summary
    finally:
        lock.close()
    return []


def _cut(storage: LibraryStorage) -> list[str]:
    """Cut off an unfinished record, unless another program is writing it just now."""
    try:
        with storage.writing():
            pass
    except StoreError:
        # A folder that cannot be written: what is unfinished is not read, and may stay.
        return []
    if not storage.torn:
        return []
    return [f"{storage.journal_path}: the last change was not finished and is cut off ({storage.torn} bytes)"]
