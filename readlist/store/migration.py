"""Bringing libraries of older versions up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from readlist.store import backups
from readlist.store.documents import Documents
from readlist.store.errors import StoreError
from readlist.store.journal import DocumentChange, FileJournal, Record
from readlist.store.replacing import keep_files, put_in_place, removed_unless_done
from readlist.store.saving import SCHEMA, State
from readlist.store.snapshot import OWN_TABLES, DecodedTable, TableColumns
from readlist.store.storage import journal_path

Tables: TypeAlias = dict[str, dict[str, Any]]
"""A library as plain TinyDB has it: documents by id, by table."""


def migrate(path: Path, *, columns: Mapping[str, TableColumns], now: Callable[[], str]) -> str:
    """Bring the library at `path` up to the present schema, after a backup; return a line that says so.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.
        columns: by table: the fields that a snapshot holds a second time.
        now: tells the time.

    Raises:
        StoreError: it could not be done; the library is as it was, or as `put_in_place` leaves it.
    """
    state, schema = upgraded(path, columns=columns)
    at = now()
    with removed_unless_done(path) as copies:
        generation = keep(path, f"schema-{schema}", at, copies) + 1
        put_in_place(path, state, generation=generation, at=at)
    kept = " and ".join(map(str, copies))
    return f"{path}: brought up to date from schema {schema}; as it was, it is kept as {kept}"


def keep(path: Path, what: str, at: str, copies: list[Path]) -> int:
    """Keep the files of a library of an older schema; return the generation that the new one has to outdo.

    Schema 1 had no journal: one with anything in it belongs to another snapshot, in whose place somebody has put the
    old one, and is kept beside.

    Args:
        path: of the snapshot.
        what: is about to be done, for the backup's name.
        at: the present moment.
        copies: takes the new files.

    Raises:
        StoreError: it could not be done.
    """
    copies.append(backups.keep_before(path, what, at))
    journal = journal_path(path)
    reading = FileJournal(journal).read_since(None)
    if reading.records or reading.tail:
        try:
            keep_files([journal], backups.stamp(at), copies)
        except OSError as error:
            raise StoreError(f"{journal}: cannot be kept: {error.strerror}; nothing was changed") from error
    return reading.position.generation if reading.position is not None else 0


def upgraded(path: Path, *, columns: Mapping[str, TableColumns]) -> tuple[State, int]:
    """Return what a snapshot of an older schema holds, as the present schema has it, and the older one's number.

    Args:
        path: of the snapshot; it is only read.
        columns: by table: the fields that a snapshot holds a second time.

    Raises:
        StoreError: it cannot be read, or is not what its schema says.
    """
    tables = _read(path)
    schema = _schema_of(tables)
    if schema not in _STEPS:
        raise StoreError(f"{path}: its schema, {schema}, is one that there never was; nothing was changed")
    try:
        while (older := _schema_of(tables)) != SCHEMA:
            tables = _STEPS[older](tables)
        records = [Record.from_json(orjson.dumps(document)) for document in tables.pop("history", {}).values()]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{path}: cannot be brought up to date: {error!r}; nothing was changed") from error
    number = max((record.number for record in records), default=0)
    documents = {name: Documents(DecodedTable(table)) for name, table in tables.items() if name not in OWN_TABLES}
    return State(documents, records, number, path.stat().st_size, columns), schema


def _read(path: Path) -> Tables:
    try:
        tables: Tables = orjson.loads(path.read_bytes())
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error
    return tables


def _schema_of(tables: Tables) -> int:
    schema: int = next(iter(tables["meta"].values()))["schema"]
    return schema


def _from_1(tables: Tables) -> Tables:
    """Return tables of schema 2: changes speak of documents by their ids, where those of schema 1 had keys."""
    ids = {str(paper["key"]): doc_id for doc_id, paper in tables.get("papers", {}).items()}
    changes = sorted(tables.get("history", {}).values(), key=lambda change: int(change["id"]))
    # From the last change back: a key may have been that of another paper before, which was taken out.
    records = [_record_from_1(change, ids) for change in reversed(changes)]
    history = {str(record["number"]): record for record in reversed(records)}
    return {**tables, "meta": {"1": {"schema": 2}}, "history": history}


def _record_from_1(change: Mapping[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    """Return a change as schema 2 has it.

    Args:
        change: as schema 1 has it.
        ids: by key: the ids of the papers that there were after the change; made those that there were before it.
    """
    known: dict[str, str] = {}
    for edit in change["edits"]:
        key = edit["key"]
        for fields in (edit["after"], edit["before"]):
            if fields is not None and "number" in fields:
                ids[key] = str(fields["number"])
        if key in ids:
            known[key] = ids[key]
        if edit["before"] is None:
            ids.pop(key, None)
    # A paper that nothing else speaks of any more has no id that could be known: what was done to it is history only.
    edits = [edit for edit in change["edits"] if edit["key"] in known]
    record = Record(
        number=change["id"],
        generation=0,
        at=change["at"],
        action=change["action"],
        changes=tuple(
            DocumentChange("papers", known[e["key"]], _without_number(e["before"]), _without_number(e["after"]))
            for e in edits
        ),
        info={
            "summary": change["summary"],
            "kind": change["kind"],
            "of": change["of"],
            "session": change["session"],
            "keys": {known[edit["key"]]: edit["key"] for edit in edits},
        },
    )
    document: dict[str, Any] = orjson.loads(record.to_json())
    return document


def _without_number(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if fields is None else {name: value for name, value in fields.items() if name != "number"}


_STEPS: Mapping[int, Callable[[Tables], Tables]] = {1: _from_1}
"""From each schema to the next one."""
