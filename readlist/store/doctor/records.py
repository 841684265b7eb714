"""Checking records of changes, each by itself: whether it can be done to documents, and whether it can be undone."""

from __future__ import annotations

import re

from readlist.model.change import ChangeKind
from readlist.store.doctor.papers import is_number
from readlist.store.doctor.values import is_moment
from readlist.store.journal import DocumentChange, Record
from readlist.store.papers import PAPERS
from readlist.store.snapshot import TableReader

_SUMMARY = re.compile(rb'"summary":"((?:[^"\\]|\\.)*)"')
_AT = re.compile(rb'"at":"([^"]{20})"')
_KINDS = frozenset(kind.value for kind in ChangeKind)


def kept_record(table: TableReader, doc_id: str) -> Record:
    """Return a change that a snapshot keeps.

    Raises:
        DamagedError: its line is not what was written.
        ValueError: it is no change that can be undone.
    """
    return kept(doc_id, table.raw(doc_id))


def kept(doc_id: str, raw: bytes) -> Record:
    """Return a change that a snapshot keeps, from its document.

    Raises:
        ValueError: it is no change that can be undone.
    """
    record = Record.from_json(raw)
    problem = problem_of(record)
    if problem is None and str(record.number) != doc_id:
        problem = f"has number {record.number}"
    if problem is not None:
        raise ValueError(problem)
    return record


def unusable(record: Record) -> str | None:
    """Return why a record that was read from JSON cannot be done to documents; None where it can."""
    return None if all(map(_is_sound, record.changes)) else "tells of documents in a way that no change does"


def problem_of(record: Record) -> str | None:
    """Return what is wrong with a record that was read from JSON; None where nothing is."""
    info = record.info
    if not (isinstance(record.action, str) and isinstance(record.at, str) and isinstance(info, dict)):
        return "action, time or information is missing"
    if record.at and not is_moment(record.at):
        return f"made at no time that there is: {record.at!r:.60}"
    of, keys, kind = info.get("of"), info.get("keys", {}), info.get("kind", ChangeKind.DO)
    if not isinstance(kind, str) or kind not in _KINDS or not (of is None or isinstance(of, int)):
        return "is neither done nor undone nor done again"
    if not isinstance(keys, dict) or not all(isinstance(key, str) for key in keys.values()):
        return "names its papers in a way that no change does"
    return unusable(record)


def _is_sound(change: DocumentChange) -> bool:
    sides = [side for side in (change.before, change.after) if side is not None]
    named = isinstance(change.table, str) and (change.doc_id is None or isinstance(change.doc_id, str))
    if change.table == PAPERS and isinstance(change.doc_id, str):
        named = is_number(change.doc_id)
    return named and bool(sides) and all(isinstance(side, dict) for side in sides)


def told_of(line: bytes) -> str:
    """Return what a damaged record seems to have been about."""
    summary, at = _SUMMARY.search(line), _AT.search(line)
    parts = [match[1].decode("utf-8", "replace") for match in (summary, at) if match]
    return ", ".join(parts) + " (as far as it can be read)" if parts else "which one cannot be read"
