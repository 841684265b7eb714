"""Mending a library as far as its files and backups allow. Nothing is deleted, and what is lost is named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson

from readlist.store import backups, disk, migration, snapshot
from readlist.store.doctor.checkup import check
from readlist.store.doctor.findings import Checkup, Kind
from readlist.store.doctor.mending import Spare, mend
from readlist.store.doctor.papers import decoded
from readlist.store.doctor.records import kept_record, problem_of
from readlist.store.doctor.views import mend_views
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, OlderVersionError, StoreError
from readlist.store.journal import Record
from readlist.store.lock import WriterLock
from readlist.store.papers import COLUMNS, PAPERS
from readlist.store.replacing import keep_files, put_in_place, removed_unless_done
from readlist.store.repository import SNAPSHOT, Clock, system_clock, timestamp
from readlist.store.rescue import rescue
from readlist.store.saving import State
from readlist.store.scan import HISTORY
from readlist.store.snapshot import DecodedTable
from readlist.store.storage import LibraryStorage, journal_path, lock_path
from readlist.store.views import VIEWS

_SHOWN = 10
"""So many papers that came from elsewhere are named; the report names them all."""


def repair(directory: Path, *, clock: Clock = system_clock) -> list[str]:
    """Mend the library in `directory`; return what was done and what is lost, a line each.

    Damaged files are kept beside, and what is good in them is put together with backups. Then papers with wrong
    values get good ones, after a backup, and damaged backups get a name under which nobody takes them for good ones.
    Where nothing is wrong, nothing is done.

    Args:
        directory: the library's folder.
        clock: tells the time.

    Raises:
        LibraryMissingError: there is no library.
        StoreError: it is of a newer version, is damaged beyond what can be mended, or could not be written.
    """
    path = directory / SNAPSHOT

    def now() -> str:
        return timestamp(clock)

    lock = WriterLock(lock_path(path))
    try:
        with lock:
            return _repair(path, check(directory), now)
    finally:
        lock.close()


def _repair(path: Path, found: Checkup, now: Callable[[], str]) -> list[str]:
    lines: list[str] = []
    if found.has(Kind.DAMAGE):
        lines += _rescue(path, found, now)
    elif any(finding.kind is not Kind.BACKUP for finding in found.findings):
        lines += _write_anew(path, found, now)
    lines += _set_aside([f.path for f in found.findings if f.kind is Kind.BACKUP], backups.stamp(now()))
    return lines


def _rescue(path: Path, found: Checkup, now: Callable[[], str]) -> list[str]:
    """Put together what is good in the files and backups, and mend that; return what was done."""

    def mend_all(state: State) -> tuple[State, list[str]]:
        return _mended(path, state)

    done = rescue(path, columns=COLUMNS, now=now, suspect=_files_with(found, path), mend=mend_all)
    lines = list(dict.fromkeys([*_told(found), *done.damage, *done.restored[:_SHOWN]]))
    if len(done.restored) > _SHOWN:
        lines.append(f"so do {len(done.restored) - _SHOWN} more papers")
    lines += [*(done.lost or ["nothing is lost"]), *done.mended]
    lines += [f"kept as it was: {file}" for file in done.kept]
    return [*lines, f"all of this is written down in {done.report}"] if done.report else lines


def _write_anew(path: Path, found: Checkup, now: Callable[[], str]) -> list[str]:
    """Write files anew that can be read as they are, and mend what is in them; return what was done."""
    lines = _told(found)
    try:
        storage = LibraryStorage(path, columns=COLUMNS)
    except OlderVersionError:
        lines.append(migration.migrate(path, columns=COLUMNS, now=now))
        storage = LibraryStorage(path, columns=COLUMNS)
    history, dropped = _good_records(path, storage)
    before = State(storage.tables, history, storage.last_number, path.stat().st_size, COLUMNS)
    after, mended = _mended(path, before)
    at = now()
    with removed_unless_done(path) as made:
        try:
            kept = keep_files(_files_with(found, path), backups.stamp(at), made)
        except OSError as error:
            raise StoreError(f"{path}: cannot be mended here: {error.strerror}; nothing was changed") from error
        lines += [*mended, *dropped]
        if mended:
            backup = backups.save_before(path, before, "repair", at)
            made.append(backup)
            lines.append(f"as it was before, the library is kept in {backup}")
        put_in_place(path, after, generation=storage.generation + 1, at=at)
    return [*lines, *(f"kept as it was: {file}" for file in kept)]


def _told(found: Checkup) -> list[str]:
    """Return what is told of findings before it is told what was done; of wrong values, that tells enough."""
    return [str(finding) for finding in found.findings if finding.kind in {Kind.DAMAGE, Kind.SHAPE}]


def _files_with(found: Checkup, path: Path) -> list[Path]:
    """Return the files of the library that are to be kept as they are.

    Where no more is wrong with the snapshot than values of papers, the backup that is taken then has them.
    """
    snapshot_too = any(found.has(kind, path) for kind in (Kind.DAMAGE, Kind.SHAPE, Kind.CHANGE))
    journal = journal_path(path)
    journal_too = any(finding.path == journal for finding in found.findings)
    return [file for file, wanted in ((path, snapshot_too), (journal, journal_too)) if wanted and file.exists()]


def _mended(path: Path, state: State) -> tuple[State, list[str]]:
    """Give papers with wrong values good ones, take out what is no view; return the library then, and what was done."""
    papers = state.tables.get(PAPERS, Documents())
    outcome = mend({doc_id: papers[doc_id] for doc_id in papers}, _spare(path))
    fresh = Documents()
    for doc_id, document in outcome.papers.items():
        fresh.put(doc_id, orjson.dumps(document))
    records = [_renamed(record, outcome.keys) for record in state.records]
    number = max([state.number, *(record.number for record in records[-1:])]) + 1
    views, lines = mend_views(state.tables.get(VIEWS, Documents()))
    tables = {**state.tables, PAPERS: fresh, **({VIEWS: views} if lines else {})}
    return state._replace(tables=tables, records=records, number=number), [*outcome.lines, *lines]


def _good_records(path: Path, storage: LibraryStorage) -> tuple[list[Record], list[str]]:
    """Return the changes that can be undone, oldest first, and a line for each that cannot."""
    found = snapshot.read(path)
    records: list[Record] = []
    lines: list[str] = []

    def take(record: Record, problem: str | None, highest: int) -> None:
        if problem is None and not (records[-1].number if records else 0) < record.number <= highest:
            problem = "is not in its place"
        if problem is None:
            records.append(record)
        else:
            lines.append(f"change {record.number} can no longer be undone: {problem}")

    table = found.tables.get(HISTORY, DecodedTable({}))
    for doc_id in table.ids:
        try:
            take(kept_record(table, doc_id), None, found.number("number"))
        except (DamagedError, ValueError) as error:
            lines.append(f"change {doc_id} can no longer be undone: {error}")
    for record in storage.records_behind(0):
        take(record, problem_of(record), storage.last_number)
    return records, lines


def _renamed(record: Record, keys: Mapping[str, str]) -> Record:
    """Return a change that calls its papers by their new keys."""
    named = record.info.get("keys", {})
    new = {doc_id: keys[doc_id] for doc_id in named if doc_id in keys}
    return record._replace(info={**record.info, "keys": {**named, **new}}) if new else record


def _spare(path: Path) -> Spare | None:
    backup = next(backups.good(path, PAPERS), None)
    if backup is None:
        return None
    table = backup.tables[PAPERS]

    def find(doc_id: str) -> Mapping[str, Any] | None:
        return decoded(table.raw(doc_id)) if doc_id in table else None

    return Spare(backup.path, find)


def _set_aside(files: list[Path], stamp: str) -> list[str]:
    """Give damaged backups a name that is no backup's; return what was done."""
    lines = []
    for file in dict.fromkeys(files):
        aside = disk.free_name(file.with_name(f"{file.name}.damaged-{stamp}"))
        try:
            file.rename(aside)
        except OSError as error:
            raise StoreError(f"{file}: damaged, and cannot be set aside: {error.strerror}") from error
        lines.append(f"{file}: damaged; it is called {aside.name} now")
    return lines
