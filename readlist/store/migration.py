"""Bringing libraries of older versions up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from readlist.store import saving
from readlist.store.backups import keep_before
from readlist.store.documents import Documents
from readlist.store.errors import StoreError
from readlist.store.journal import DocumentChange, FileJournal, Record
from readlist.store.saving import SCHEMA, State
from readlist.store.snapshot import OWN_TABLES, DecodedTable
from readlist.store.storage import journal_path

Tables: TypeAlias = dict[str, dict[str, Any]]
"""A library as plain TinyDB has it: documents by id, by table."""


def migrate(path: Path, *, columns: Mapping[str, tuple[str, ...]], now: Callable[[], str]) -> str:
    """Bring the library at `path` up to the present schema, after a backup; return a line that says so.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.
        columns: by table: the fields that the index holds of each document.
        now: tells the time.

    Raises:
        StoreError: it could not be done; the library is as it was.
    """
    state, schema = upgraded(path, columns=columns)
    backup = keep_before(path, f"schema-{schema}", now())
    # The journal first: without a snapshot of its generation beside it, it is taken for what it is, an empty one.
    FileJournal(journal_path(path)).compact(1, state.number)
    saving.write(path, state, generation=1, written=now())
    return f"{path}: brought up to date from schema {schema}; as it was, it is kept as {backup}"


def upgraded(path: Path, *, columns: Mapping[str, tuple[str, ...]]) -> tuple[State, int]:
    """Return what a snapshot of an older schema holds, as the present schema has it, and the older one's number.

    Args:
        path: of the snapshot; it is only read.
        columns: by table: the fields that the index is to hold of each document.

    Raises:
        StoreError: it cannot be read, or is not what its schema says.
    """
    tables = _read(path)
    schema = _schema_of(tables)
    try:
        while (older := _schema_of(tables)) != SCHEMA:
            tables = _STEPS[older](tables)
        records = [Record.from_json(orjson.dumps(document)) for document in tables.pop("history", {}).values()]
    except (KeyError, TypeError, ValueError) as error:
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
    schema = next(iter(tables["meta"].values()))["schema"]
    return schema if isinstance(schema, int) else 0


def _from_1(tables: Tables) -> Tables:
    """Return tables of schema 2: changes speak of documents by their ids, where those of schema 1 had keys."""
    ids = {str(paper["key"]): doc_id for doc_id, paper in tables.get("papers", {}).items()}
    changes = list(tables.get("history", {}).values())
    for change in changes:
        for edit in change["edits"]:
            for fields in (edit["before"], edit["after"]):
                if fields is not None and "number" in fields:
                    ids[edit["key"]] = str(fields["number"])
    history = {str(change["id"]): _record_from_1(change, ids) for change in changes}
    return {**tables, "meta": {"1": {"schema": 2}}, "history": history}


def _record_from_1(change: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    # A paper that nothing else speaks of any more has no id that could be known: what was done to it is history only.
    edits = [edit for edit in change["edits"] if edit["key"] in ids]
    record = Record(
        number=change["id"],
        generation=0,
        at=change["at"],
        action=change["action"],
        changes=tuple(
            DocumentChange("papers", ids[e["key"]], _without_number(e["before"]), _without_number(e["after"]))
            for e in edits
        ),
        info={
            "summary": change["summary"],
            "kind": change["kind"],
            "of": change["of"],
            "session": change["session"],
            "keys": {ids[edit["key"]]: edit["key"] for edit in edits},
        },
    )
    document: dict[str, Any] = orjson.loads(record.to_json())
    return document


def _without_number(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if fields is None else {name: value for name, value in fields.items() if name != "number"}


_STEPS: Mapping[int, Callable[[Tables], Tables]] = {1: _from_1}
"""From each schema to the next one."""
