"""Papers and their changes, as documents and records hold them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

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


def papers_of(documents: Documents) -> list[Paper]:
    """Return the papers that stand in documents, in their order; those of a snapshot with an index undecoded.

    Whatever is done to the documents later, the papers are those of now.

    Raises:
        InvalidPaperError: one is not what it must be.
    """
    kept = documents.copy()
    names = COLUMNS[PAPERS]
    heads = kept.columns(names)
    if heads is None:
        return [Paper.from_fields({**kept[doc_id], "number": _number_of(doc_id)}) for doc_id in kept]
    try:
        numbers: list[int | str] = list(map(int, heads.ids))
    except ValueError:
        numbers = list(map(_number_of, heads.ids))
    return Paper.deferred({**dict(zip(names, heads.values, strict=True)), "number": numbers}, partial(_whole, kept))


def _number_of(doc_id: str) -> int | str:
    """Return the number of the paper in a document; an id that is none as it is, so that the paper's check tells it."""
    try:
        return int(doc_id)
    except ValueError:
        return doc_id


def _whole(documents: Documents, paper: Paper) -> Paper:
    """Return the whole of a paper whose head is known; of a damaged one, an abstract that says so."""
    try:
        return Paper.from_fields({**documents[str(paper.number)], "number": paper.number})
    except (StoreError, InvalidPaperError, ValueError) as error:
        told = f"This paper cannot be read: {error}. 'readlist doctor --repair' mends what can be mended."
        return Paper(key=paper.key, number=paper.number, abstract=told)


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
