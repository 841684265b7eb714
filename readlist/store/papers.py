"""Papers and their changes, as documents and records hold them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

import orjson

from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.paper import HEAD_FIELDS, InvalidPaperError, Paper
from readlist.store.documents import Documents
from readlist.store.errors import StoreError
from readlist.store.journal import Record

PAPERS = "papers"
COLUMNS = {PAPERS: tuple(name for name in HEAD_FIELDS if name != "number")}
"""What the index of a snapshot holds of each paper: with that, lists and counts need no more of it."""


def document_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a paper without its number: TinyDB's own document id says it."""
    return {name: value for name, value in fields.items() if name != "number"}


def papers_of(documents: Documents) -> Iterator[Paper]:
    """Yield the papers that stand in documents; those of a snapshot with an index without decoding them.

    Raises:
        InvalidPaperError: one that must be decoded is not what it must be.
    """
    names = COLUMNS[PAPERS]
    columns = [documents.base.column(name) for name in names]
    touched = documents.touched
    if all(column is not None for column in columns):
        for doc_id, *values in zip(documents.base.ids, *(c for c in columns if c is not None), strict=True):
            if doc_id not in touched:
                head = dict(zip(names, values, strict=True))
                head["number"] = _number_of(doc_id)
                yield Paper.deferred(head, partial(_fields, documents, doc_id))
        decoded = (doc_id for doc_id in touched if doc_id in documents)
    else:
        decoded = (doc_id for doc_id in documents)
    for doc_id in decoded:
        yield Paper.from_fields({**documents[doc_id], "number": _number_of(doc_id)})


def _number_of(doc_id: str) -> int | str:
    """Return the number of the paper in a document; an id that is none as it is, so that the paper's check tells it."""
    try:
        return int(doc_id)
    except ValueError:
        return doc_id


def _fields(documents: Documents, doc_id: str) -> Mapping[str, Any]:
    """Return the fields of a paper whose head is known; of a damaged one, an abstract that says so."""
    try:
        fields: dict[str, Any] = orjson.loads(documents.base.raw(doc_id))
        Paper.from_fields({**fields, "number": int(doc_id)})
    except (StoreError, InvalidPaperError, ValueError) as error:
        return {"abstract": f"This paper cannot be read: {error}. 'readlist doctor --repair' mends what can be mended."}
    return fields


def change_of(record: Record) -> Change:
    """Return the change that a record of the journal tells of.

    Raises:
        KeyError, TypeError, ValueError: it tells of none.
    """
    info = record.info
    keys = info.get("keys", {})
    edits = []
    for change in record.changes:
        if change.table == PAPERS and change.doc_id is not None:
            number = {"number": int(change.doc_id)}
            before = (
                {**change.before, **number} if change.before is not None and change.after is None else change.before
            )
            after = {**change.after, **number} if change.after is not None and change.before is None else change.after
            key = keys.get(change.doc_id) or (change.after or change.before or {}).get("key", change.doc_id)
            edits.append(Edit(key, before, after))
    return Change(
        action=record.action,
        summary=str(info.get("summary", record.action)),
        at=record.at,
        edits=tuple(edits),
        id=record.number,
        kind=ChangeKind(info.get("kind", ChangeKind.DO)),
        of=info.get("of"),
        session=info.get("session"),
    )
