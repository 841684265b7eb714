"""Mending a library as far as its files and backups allow. Nothing is deleted, and what is lost is named."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson

from readlist.store import backups, disk, migration, snapshot
from readlist.store.doctor.changes import kept_record, problem_of
from readlist.store.doctor.checkup import check
from readlist.store.doctor.findings import Checkup, Kind
from readlist.store.doctor.mending import Spare, mend
from readlist.store.doctor.papers import decoded
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, OlderVersionError, StoreError
from readlist.store.finds import HISTORY
from readlist.store.journal import Record
from readlist.store.lock import WriterLock
from readlist.store.papers import COLUMNS, PAPERS
from readlist.store.repository import SNAPSHOT, Clock, system_clock, timestamp
from readlist.store.rescue import keep_damaged, put_in_place, rescue
from readlist.store.saving import State
from readlist.store.snapshot import DecodedTable
from readlist.store.storage import LibraryStorage, lock_path

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
    if any(finding.kind is not Kind.BACKUP for finding in found.findings):
        lines += _put_together(path, found, now)
        # What was rescued is written anew already.
        lines += _mend_contents(path, now, rewrite=not found.has(Kind.DAMAGE))
    lines += _set_aside([f.path for f in found.findings if f.kind is Kind.BACKUP], backups.stamp(now()))
    return lines


def _put_together(path: Path, found: Checkup, now: Callable[[], str]) -> list[str]:
    """Make the files such that they can be opened, and keep those that are damaged; return what was done."""
    wrong = [finding for finding in found.findings if finding.kind in {Kind.DAMAGE, Kind.SHAPE}]
    files = [file for file in dict.fromkeys(finding.path for finding in wrong) if file.exists()]
    lines = [str(finding) for finding in wrong]
    if found.has(Kind.DAMAGE):
        done = rescue(path, columns=COLUMNS, now=now, suspect=files)
        lines = list(dict.fromkeys([*lines, *done.damage, *done.restored[:_SHOWN]]))
        if len(done.restored) > _SHOWN:
            lines.append(f"so do {len(done.restored) - _SHOWN} more papers")
        lines += done.lost or ["nothing is lost"]
        lines += [f"kept as it was: {file}" for file in done.kept]
        return [*lines, f"all of this is written down in {done.report}"] if done.report else lines
    try:
        LibraryStorage(path, columns=COLUMNS)
    except OlderVersionError:
        return [*lines, migration.migrate(path, columns=COLUMNS, now=now)]
    try:
        kept = keep_damaged(files, backups.stamp(now()))
    except OSError as error:
        raise StoreError(f"{path}: cannot be mended here: {error.strerror}; nothing was changed") from error
    return [*lines, *(f"kept as it was: {file}" for file in kept)]


def _mend_contents(path: Path, now: Callable[[], str], *, rewrite: bool) -> list[str]:
    """Give papers with wrong values good ones, and drop changes that are none; return what was done.

    Args:
        path: of the snapshot.
        now: tells the time.
        rewrite: whether the files are to be written anew also where nothing is wrong with papers and changes.
    """
    storage = LibraryStorage(path, columns=COLUMNS)
    papers = storage.tables.get(PAPERS, Documents())
    outcome = mend({doc_id: papers[doc_id] for doc_id in papers}, _spare(path))
    records, dropped = _good_records(path, storage)
    lines = [*outcome.lines, *dropped]
    if not lines and not rewrite:
        return []
    state = State(storage.tables, records, storage.last_number, path.stat().st_size, COLUMNS)
    if lines:
        lines.append(f"as it was before, the library is kept in {backups.save_before(path, state, 'repair', now())}")
    fresh = Documents()
    for doc_id, document in outcome.papers.items():
        fresh.put(doc_id, orjson.dumps(document))
    mended = dataclasses.replace(
        state,
        tables={**storage.tables, PAPERS: fresh},
        records=[_renamed(record, outcome.keys) for record in records],
        number=state.number + 1,
    )
    put_in_place(path, mended, generation=storage.generation + 1, at=now())
    return lines


def _good_records(path: Path, storage: LibraryStorage) -> tuple[list[Record], list[str]]:
    """Return the changes that can be undone, oldest first, and a line for each that cannot."""
    records: list[Record] = []
    lines: list[str] = []
    kept = snapshot.read(path).tables.get(HISTORY, DecodedTable({}))
    for doc_id in kept.ids:
        try:
            records.append(kept_record(kept, doc_id))
        except (DamagedError, ValueError) as error:
            lines.append(f"change {doc_id} can no longer be undone: {error}")
    for record in storage.records_behind(0):
        problem = problem_of(record)
        if problem is None:
            records.append(record)
        else:
            lines.append(f"change {record.number} can no longer be undone: {problem}")
    return records, lines


def _renamed(record: Record, keys: Mapping[str, str]) -> Record:
    """Return a change that calls its papers by their new keys."""
    named = record.info.get("keys", {})
    new = {doc_id: keys[doc_id] for doc_id in named if doc_id in keys}
    return dataclasses.replace(record, info={**record.info, "keys": {**named, **new}}) if new else record


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
