"""Checking the changes of a library: those that its snapshot keeps to be undone, and its journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from readlist.model.change import ChangeKind
from readlist.store.doctor.findings import Checkup, Finding, Kind
from readlist.store.doctor.papers import is_number
from readlist.store.doctor.values import is_moment
from readlist.store.errors import DamagedError
from readlist.store.finds import HISTORY, told_of
from readlist.store.journal import DocumentChange, FileJournal, Reading, Record, salvage
from readlist.store.papers import PAPERS
from readlist.store.scan import Lines
from readlist.store.snapshot import Snapshot, TableReader

Numbered: TypeAlias = tuple[int, Record]
"""A record with the line of the journal on which it stands, from 1."""


def check_kept(found: Snapshot) -> Iterator[Finding]:
    """Yield what is wrong with the changes that a snapshot keeps, as far as their lines are what was written."""
    table = found.tables.get(HISTORY)
    if table is None:
        return
    lines, last = Lines(found, HISTORY), 0
    for doc_id in table.ids:
        try:
            record = kept_record(table, doc_id)
        except DamagedError:
            continue
        except ValueError as error:
            yield Finding(Kind.CHANGE, found.path, lines[doc_id], f"change {doc_id}: {error}")
            continue
        if not last < record.number <= found.number("number"):
            yield Finding(Kind.CHANGE, found.path, lines[doc_id], f"change {doc_id}: is not in its place")
        last = max(last, record.number)


def kept_record(table: TableReader, doc_id: str) -> Record:
    """Return a change that a snapshot keeps.

    Raises:
        DamagedError: its line is not what was written.
        ValueError: it is no change that can be undone.
    """
    record = Record.from_json(table.raw(doc_id))
    problem = problem_of(record)
    if problem is None and str(record.number) != doc_id:
        problem = f"has number {record.number}"
    if problem is not None:
        raise ValueError(problem)
    return record


def check_journal(path: Path, found: Snapshot | None, result: Checkup) -> list[Numbered]:
    """Check a journal; return the good records in it that come after the snapshot.

    Args:
        path: of the journal.
        found: the snapshot; None where it cannot be read.
        result: takes what is found, and how many changes there are.

    Raises:
        StoreError: it cannot be read.
    """
    reading = FileJournal(path).read_since(None)
    position = reading.position
    if position is None:
        if path.exists():
            result.findings.append(Finding(Kind.DAMAGE, path, 1, "damaged: no beginning of a journal"))
        else:
            result.notes.append(f"there is no {path.name}")
        return []
    if found is not None:
        generation = found.number("generation")
        if position.generation < generation:
            result.notes.append(f"{path.name} is older than {found.path.name}, which holds all of it")
            return []
        if position.generation > generation:
            what = f"belongs to a newer {found.path.name} than the one beside it"
            result.findings.append(Finding(Kind.DAMAGE, path, None, what))
            return []
        begins, held = position.number - len(reading.records), found.number("number")
        if begins != held:
            what = f"goes on from change {begins}, but {found.path.name} holds those up to {held}"
            result.findings.append(Finding(Kind.SHAPE, path, 1, what))
    result.findings += _tail_findings(path, reading)
    result.changes = len(reading.records)
    good: list[Numbered] = []
    for line, record in enumerate(reading.records, start=2):
        problem = problem_of(record)
        if problem is None:
            good.append((line, record))
        else:
            result.findings.append(Finding(Kind.CHANGE, path, line, f"change {record.number}: {problem}"))
    return good


def problem_of(record: Record) -> str | None:
    """Return what is wrong with a record that was read from JSON; None where nothing is."""
    info = record.info
    if not (isinstance(record.action, str) and isinstance(record.at, str) and isinstance(info, dict)):
        return "action, time or information is missing"
    if record.at and not is_moment(record.at):
        return f"made at no time that there is: {record.at!r:.60}"
    if not all(map(_is_sound, record.changes)):
        return "tells of documents in a way that no change does"
    of, keys = info.get("of"), info.get("keys", {})
    if info.get("kind", ChangeKind.DO) not in set(ChangeKind) or not (of is None or isinstance(of, int)):
        return "is neither done nor undone nor done again"
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        return "names its papers in a way that no change does"
    return None


def _is_sound(change: DocumentChange) -> bool:
    sides = [side for side in (change.before, change.after) if side is not None]
    named = isinstance(change.table, str) and (change.doc_id is None or isinstance(change.doc_id, str))
    if change.table == PAPERS and isinstance(change.doc_id, str):
        named = is_number(change.doc_id)
    return named and bool(sides) and all(isinstance(side, dict) for side in sides)


def _tail_findings(path: Path, reading: Reading) -> Iterator[Finding]:
    """Yield what stands behind the last record that follows on the one before."""
    position = reading.position
    if position is None or not reading.tail:
        return
    if not reading.damaged:
        told = f"the last change was not finished ({len(reading.tail)} bytes); opening the library cuts it off"
        yield Finding(Kind.SHAPE, path, position.lines + 1, told)
        return
    expected = position.number + 1
    for offset, what in salvage(reading.tail):
        line = position.lines + offset
        if isinstance(what, bytes):
            yield Finding(Kind.DAMAGE, path, line, f"damaged: {told_of(what)}")
            expected += 1
        else:
            if what.number != expected or what.generation != position.generation:
                yield Finding(Kind.DAMAGE, path, line, f"change {what.number} where change {expected} should stand")
            expected = what.number + 1
