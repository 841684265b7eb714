"""Papers and their changes, as documents and records hold them."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from itertools import islice, repeat
from operator import attrgetter, lshift, lt, or_
from typing import Any

from tinydb.table import Document, Table

from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.deferred import DeferredPapers
from readlist.model.library import Library
from readlist.model.paper import HEAD_FIELDS, SPARSE_FIELDS, InvalidPaperError, Paper
from readlist.store.documents import Documents
from readlist.store.errors import StoreError
from readlist.store.journal import Record
from readlist.store.snapshot import IndexedTable, TableColumns

PAPERS = "papers"
COLUMNS = {
    PAPERS: TableColumns(
        head=tuple(name for name in HEAD_FIELDS if name != "number"),
        more=("title", "authors", "year", "venue", "arxiv", "doi", "url", "added", "triaged", "read_on"),
    )
}
"""What a snapshot holds of each paper a second time: lists and counts need no more than the head, and who looks for
papers, or for papers that are the same, no more than all of these."""

_RELEASED_AFTER = 1_000
"""Papers that are read one by one before the memory in which the snapshot was read is given back."""


def document_of(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a paper without those that most papers lack, where they are empty, and without its number.

    TinyDB's own document id says that.
    """
    return {name: value for name, value in fields.items() if name != "number" and (value or name not in SPARSE_FIELDS)}


def library_of(documents: Documents) -> Library:
    """Return the library of the papers that stand in documents; those of a snapshot with an index undecoded.

    Whatever is done to the documents later, the papers are those of now.

    Raises:
        InvalidPaperError: one is not what it must be.
    """
    kept = documents.copy()
    names = COLUMNS[PAPERS].head
    heads = kept.columns(names)
    if heads is None:
        papers = [Paper.from_fields({**kept[doc_id], "number": _number_of(doc_id)}) for doc_id in kept]
        return Library(sorted(papers, key=attrgetter("number")))
    try:
        numbers: list[Any] = list(map(int, heads.ids))
    except ValueError:
        numbers = list(map(_number_of, heads.ids))
    deferred = DeferredPapers({**dict(zip(names, heads.values, strict=True)), "number": numbers}, _Loader(kept))
    if all(map(lt, numbers, islice(numbers, 1, None))):
        return Library(deferred)
    return Library(sorted(deferred.papers, key=attrgetter("number")))


def _number_of(doc_id: str) -> int | str:
    """Return the number of the paper in a document; an id that is none as it is, so that the paper's check tells it."""
    try:
        return int(doc_id)
    except ValueError:
        return doc_id


def versions_of(documents: Documents) -> dict[int, int]:
    """Return for each paper's number what changes with its document, without reading one.

    It is made of the document's length and its CRC-32 in the snapshot. Papers of which it is not known are left out:
    those that have changed since, and all of a snapshot without an index.
    """
    table = documents.base
    if not isinstance(table, IndexedTable):
        return {}
    try:
        numbers = list(map(int, table.ids))
    except ValueError:
        return {}
    versions = map(or_, table.checksums, map(lshift, table.lengths, repeat(32)))
    found = dict(zip(numbers, versions, strict=True))
    for number in map(_number_of, documents.touched):
        if isinstance(number, int):
            found.pop(number, None)
    return found


class _Loader:
    """Reads the fields that the head of a paper leaves out; see `readlist.model.deferred.Loader`."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._loaded = 0

    def __call__(self, paper: Paper) -> Paper:
        """Return the whole of a paper; of a damaged one, an abstract that says so."""
        self._loaded += 1
        if self._loaded % _RELEASED_AFTER == 0:
            self._release()
        try:
            return Paper.from_fields({**self._documents[str(paper.number)], "number": paper.number})
        except (StoreError, InvalidPaperError, ValueError) as error:
            told = f"This paper cannot be read: {error}. 'readlist doctor --repair' mends what can be mended."
            return Paper(key=paper.key, number=paper.number, abstract=told)

    def columns(self, papers: Sequence[Paper], names: Sequence[str]) -> Mapping[str, Sequence[Any]]:
        """Return some fields of papers, as JSON has them; nothing where the library does not have them at hand."""
        try:
            found = self._documents.columns(names)
        except StoreError:
            return {}
        if found is None:
            return {}
        self._release()
        places = dict(zip(found.ids, range(len(found.ids)), strict=True))
        at = [places[str(paper.number)] for paper in papers]
        return {name: [column[place] for place in at] for name, column in zip(names, found.values, strict=True)}

    def _release(self) -> None:
        """Keep no more of the snapshot in memory than what is being read: all of it takes 200 MB, of 100,000 papers."""
        if isinstance(self._documents.base, IndexedTable):
            self._documents.base.release()


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
            before, after = _with_sparse(before, after), _with_sparse(after, before)
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


def _with_sparse(fields: Mapping[str, Any] | None, others: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the changed fields of a paper with those that its document lacked because they were empty."""
    if fields is None or others is None:
        return fields
    lacking = [name for name in SPARSE_FIELDS if name in others and name not in fields]
    return {**fields, **{name: _EMPTY[name] for name in lacking}} if lacking else fields


_EMPTY = Paper(key="", number=0).to_fields()


def write_edits(table: Table, edits: Sequence[Edit], numbers: Mapping[str, int], library: Library) -> None:
    """Give the documents of papers their new fields; to be used inside a change of the storage.

    Args:
        table: that holds them.
        edits: what is done to the papers.
        numbers: of the papers, by their keys.
        library: as it was before.
    """
    gone = [numbers[edit.key] for edit in edits if edit.after is None]
    new: list[tuple[int, Mapping[str, Any]]] = []
    changed: dict[str, Mapping[str, Any]] = {}
    for edit in edits:
        if edit.after is not None:
            if edit.before is None and edit.key not in library:
                new.append((numbers[edit.key], edit.after))
            else:
                changed[edit.key] = {name: value for name, value in edit.after.items() if name != "number"}

    def take_fields(document: MutableMapping[Any, Any]) -> None:
        fields = changed[document["key"]]
        document.update(fields)
        for name in SPARSE_FIELDS & fields.keys():
            if not document[name]:
                del document[name]

    if gone:
        table.remove(doc_ids=gone)
    if new:
        # One by one: a hundred thousand take as much memory as what is written of them.
        table.insert_multiple(Document(document_of(fields), doc_id=number) for number, fields in new)
    if changed:
        table.update(take_fields, doc_ids=[numbers[key] for key in changed])
