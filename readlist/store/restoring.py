"""Putting a backup in the place of a library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from readlist.store import backups, migration, snapshot
from readlist.store.doctor.layout import Columns
from readlist.store.doctor.papers import Doubles, decoded, faults_of, in_order
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, NewerVersionError, OlderVersionError, StoreError
from readlist.store.finds import Finds
from readlist.store.journal import FileJournal
from readlist.store.lock import WriterLock
from readlist.store.papers import COLUMNS, PAPERS
from readlist.store.replacing import keep_files, put_in_place, removed_unless_done
from readlist.store.repository import SNAPSHOT, Clock, system_clock, timestamp
from readlist.store.saving import SCHEMA, State
from readlist.store.scan import Lines
from readlist.store.snapshot import OWN_TABLES, Snapshot
from readlist.store.storage import LibraryStorage, journal_path, lock_path


@dataclass(frozen=True, slots=True)
class Restored:
    """What became of a library.

    Attributes:
        papers: so many it holds now.
        kept: the files with what it held before; none where there was no library.
        faults: so many values of papers are wrong in the backup, though it can be used: `doctor` tells which.
    """

    papers: int
    kept: tuple[Path, ...]
    faults: int


def restore(directory: Path, source: Path, *, clock: Clock = system_clock) -> Restored:
    """Make the library in `directory` what the backup at `source` holds.

    The backup is checked whole before anything is touched. What the library holds now goes into a backup first, or
    where it is damaged, its files are kept beside. Programs that have it open see the change, as any other.

    Args:
        directory: the library's folder, which is made where it is missing.
        source: a backup, of this version or an older one; any TinyDB file with a table of papers; or the folder of
            another library. Of a file with a journal beside it, the changes in that are taken in.
        clock: tells the time.

    Raises:
        NewerVersionError: a newer version wrote the backup, or the library.
        DamagedError: the backup is not what was written, or holds papers that a library cannot.
        StoreError: the backup cannot be read or is none, or the library could not be written; nothing was changed, or
            the library is as `put_in_place` leaves it.
    """
    source = source / SNAPSHOT if source.is_dir() else source
    state, faults = _read(source)
    path = directory / SNAPSHOT
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{directory}: {error.strerror}") from error
    at = timestamp(clock)
    lock = WriterLock(lock_path(path))
    try:
        with lock, removed_unless_done(path) as kept:
            generation, number = _keep(path, at, kept)
            # Programs that have the library open look at the number: it has to be one that they do not know.
            state = state._replace(number=max(number, state.number) + 1)
            put_in_place(path, state, generation=generation + 1, at=at)
    finally:
        lock.close()
    return Restored(len(state.tables[PAPERS]), tuple(kept), faults)


# The library


def _keep(path: Path, at: str, kept: list[Path]) -> tuple[int, int]:
    """Keep what the library at `path` holds; return its generation, and the number of its last change.

    Args:
        path: of the snapshot.
        at: the present moment.
        kept: takes the new files.

    Raises:
        NewerVersionError: a newer version wrote it.
        StoreError: it could not be kept.
    """
    if not path.exists() and not journal_path(path).exists():
        return 0, 0
    try:
        storage = LibraryStorage(path, columns=COLUMNS)
        state = storage.state
        backups.check_whole(state)
    except OlderVersionError:
        return migration.keep(path, "restore", at, kept), 0
    except NewerVersionError:
        raise
    except StoreError as error:
        if not isinstance(error, DamagedError) and error.__cause__ is not None:
            raise  # The system does not let us read it.
        return _keep_damaged(path, at, kept)
    if storage.exists:
        kept.append(backups.save_before(path, state, "restore", at))
    if storage.unfinished:
        # Whether that is half a change or a whole one that was damaged, no backup can hold it.
        _keep_beside([journal_path(path)], at, kept)
    return storage.generation, state.number


def _keep_damaged(path: Path, at: str, kept: list[Path]) -> tuple[int, int]:
    """Keep the files of a damaged library beside; return as `_keep`, as far as it can be known."""
    finds = Finds(path)
    try:
        finds.read()
    except NewerVersionError:
        raise
    except StoreError:
        pass  # Nothing in it is good; what it says of its numbers is known by now.
    _keep_beside([file for file in (path, journal_path(path)) if file.exists()], at, kept)
    position = FileJournal(journal_path(path)).read_since(None).position
    if position is None:
        return finds.generation, finds.number
    return max(finds.generation, position.generation), max(finds.number, position.number)


def _keep_beside(files: list[Path], at: str, kept: list[Path]) -> None:
    try:
        keep_files(files, backups.stamp(at), kept)
    except OSError as error:
        raise StoreError(f"{files[0]}: damaged, and cannot be kept: {error.strerror}; nothing was changed") from error


# The backup


def _read(source: Path) -> tuple[State, int]:
    """Return what a backup holds, and how many values of papers are wrong in it, though they can be used.

    Raises:
        StoreError: as `restore`.
    """
    try:
        found, state = _opened(source)
        backups.check_whole(state)
    except DamagedError as error:
        raise DamagedError(f"{error}; nothing was changed") from error
    if PAPERS not in state.tables:
        raise StoreError(f"{source}: no backup of a library (there is no table {PAPERS!r}); nothing was changed")
    return state, _check_papers(found, state.tables[PAPERS])


def _opened(source: Path) -> tuple[Snapshot, State]:
    """Return the file of a backup, and what it holds with the journal beside it.

    Raises:
        StoreError: as `restore`.
    """
    try:
        found = snapshot.read(source)
    except FileNotFoundError as error:
        raise StoreError(f"{source}: {error.strerror}") from error
    schema = found.meta.get("schema")
    if schema == SCHEMA:
        return found, LibraryStorage(source, columns=COLUMNS).state
    if not isinstance(schema, int):
        tables = {name: Documents(table) for name, table in found.tables.items() if name not in OWN_TABLES}
        return found, State(tables, [], 0, found.size, COLUMNS)
    if schema < SCHEMA:
        return found, migration.upgraded(source, columns=COLUMNS)[0]
    raise NewerVersionError(f"{source}: written by a newer version of readlist; nothing was changed")


def _check_papers(found: Snapshot, papers: Documents) -> int:
    """Check the papers of a backup; return how many values are wrong that can be used all the same.

    Raises:
        DamagedError: a library cannot hold one of them.
    """
    lines, columns, doubles = Lines(found, PAPERS), Columns(found, PAPERS), Doubles()
    faults = 0
    for doc_id in in_order(papers):
        line = lines[doc_id]
        where = f"{found.path}, line {line}" if line else str(found.path)
        raw = papers.raw(doc_id)
        document = decoded(raw)
        if document is None:
            raise DamagedError(f"{where}: paper {doc_id}: no JSON object; nothing was changed")
        for fault in (*faults_of(doc_id, document), *doubles.faults_of(doc_id, document)):
            if fault.grave:
                raise DamagedError(f"{where}: {fault}; nothing was changed")
            faults += 1
        if columns.differing(doc_id, document):
            # The new index is made of the paper, not of what the old index says of it.
            papers.put(doc_id, raw)
    return faults
