"""Checking the changes of a library: those that its snapshot keeps to be undone, and its journal."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from readlist.store.doctor.findings import Checkup, Finding, Kind
from readlist.store.doctor.records import kept_record, problem_of, told_of, unusable
from readlist.store.errors import DamagedError
from readlist.store.journal import FileJournal, Position, Reading, Record, salvage
from readlist.store.scan import HISTORY, Lines
from readlist.store.snapshot import Snapshot

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


def check_journal(path: Path, found: Snapshot | None, result: Checkup) -> list[Numbered]:
    """Check a journal; return the records in it that can be done and come after the snapshot.

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
    if found is not None and not _fits(path, found, reading, position, result):
        return []
    result.findings += _tail_findings(path, reading)
    result.changes = len(reading.records)
    good: list[Numbered] = []
    for line, record in enumerate(reading.records, start=2):
        if (problem := unusable(record)) is not None:
            result.findings.append(Finding(Kind.DAMAGE, path, line, f"change {record.number}: {problem}"))
            continue
        good.append((line, record))
        if (problem := problem_of(record)) is not None:
            result.findings.append(Finding(Kind.CHANGE, path, line, f"change {record.number}: {problem}"))
    return good


def _fits(path: Path, found: Snapshot, reading: Reading, position: Position, result: Checkup) -> bool:
    """Check whether a journal goes on from a snapshot; return whether its changes count."""
    generation, held = found.number("generation"), found.number("number")
    if position.generation > generation:
        what = f"belongs to a newer {found.path.name} than the one beside it"
        result.findings.append(Finding(Kind.DAMAGE, path, None, what))
        return False
    if position.generation < generation:
        if found.indexed or position.number <= held:
            result.notes.append(f"{path.name} is older than {found.path.name}, which holds all of it")
            return False
        what = f"its generation is not that of {path.name}, which holds newer changes"
        result.findings.append(Finding(Kind.DAMAGE, found.path, None, what))
    begins = position.number - len(reading.records)
    if begins != held:
        what = f"goes on from change {begins}, but {found.path.name} holds those up to {held}"
        result.findings.append(Finding(Kind.SHAPE, path, 1, what))
    return True


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
