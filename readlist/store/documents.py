"""The documents of a table in memory: those of the snapshot, undecoded, and over them what has changed since."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from itertools import compress
from typing import Any, NamedTuple

import orjson

from readlist.store.journal import Document, DocumentChange
from readlist.store.json_object import JsonObject, as_json, kept_text
from readlist.store.snapshot import DecodedTable, Line, TableColumns, TableReader, line
from readlist.store.snapshot_writer import TableToWrite

_AS_TINYDB = orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS
"""Keys may be numbers, as in Python's own JSON; a date or a dataclass, which would come back as another, is refused."""


class Columns(NamedTuple):
    """Some fields of documents, a list for each.

    Attributes:
        ids: of the documents, in order.
        values: the values of each field, in the same order.
    """

    ids: Sequence[str]
    values: Sequence[Sequence[Any]]


class Documents(Mapping[str, dict[str, Any]]):
    """The documents of one table by id.

    Each is decoded when it is asked for, and handed out as a fresh object: nobody's copy is another's.
    """

    def __init__(self, base: TableReader | None = None) -> None:
        self._base: TableReader = DecodedTable({}) if base is None else base
        self._changed: dict[str, bytes | None] = {}
        self._pending: dict[str, tuple[DocumentChange, ...]] = {}
        self._added: dict[str, None] = {}
        self._gone = 0

    def __len__(self) -> int:
        return len(self._base.ids) - self._gone + len(self._added)

    def __contains__(self, doc_id: object) -> bool:
        if doc_id in self._changed:
            return self._changed.get(str(doc_id)) is not None
        return doc_id in self._base

    def __iter__(self) -> Iterator[str]:
        changed = self._changed
        for doc_id in self._base.ids:
            if changed.get(doc_id, b"") is not None:
                yield doc_id
        yield from self._added

    def __getitem__(self, doc_id: str) -> dict[str, Any]:
        return _decoded(self.raw(doc_id))

    def raw(self, doc_id: str) -> bytes:
        """Return a document as JSON text.

        Raises:
            KeyError: there is none with that id.
            DamagedDocumentError: it is not what was written to the snapshot.
        """
        if doc_id in self._pending:
            self._settle(doc_id)
        if doc_id in self._changed:
            raw = self._changed[doc_id]
            if raw is None:
                raise KeyError(doc_id)
            return raw
        return self._base.raw(doc_id)

    @property
    def base(self) -> TableReader:
        """The documents of the snapshot."""
        return self._base

    @property
    def touched(self) -> frozenset[str]:
        """The ids of all documents that are not, or not as they are, in the snapshot, or no longer there."""
        return frozenset(self._changed) | frozenset(self._pending)

    def put(self, doc_id: str, raw: bytes | None) -> None:
        """Set a document, given as JSON text; with None take it out."""
        self._pending.pop(doc_id, None)
        there = doc_id in self
        self._changed[doc_id] = raw
        if (raw is not None) != there:
            change = 1 if there else -1
            if doc_id in self._base:
                self._gone += change
            elif there:
                del self._added[doc_id]
            else:
                self._added[doc_id] = None

    def take_in(self, change: DocumentChange) -> None:
        """Do to a document what a record says: nothing, where a document of which it changes fields is not there."""
        doc_id = change.doc_id
        if doc_id is None:
            return
        if change.after is None:
            self.put(doc_id, None)
        elif change.before is None:
            self.put(doc_id, kept_text(as_json(change.after)))
        elif doc_id in self:
            # Decoding it waits until somebody asks for it: a journal may hold thousands of these.
            self._pending[doc_id] = (*self._pending.get(doc_id, ()), change)

    def _settle(self, doc_id: str) -> None:
        raw = self._changed.get(doc_id)
        document = orjson.loads(self._base.raw(doc_id) if raw is None else raw)
        for change in self._pending.pop(doc_id):
            _set_fields(document, change)
        self.put(doc_id, kept_text(document))

    def copy(self) -> Documents:
        """Return the documents as they are now, whatever is done to these later."""
        copied = Documents(self._base)
        copied._changed, copied._pending = self._changed.copy(), self._pending.copy()
        copied._added, copied._gone = self._added.copy(), self._gone
        return copied

    def columns(self, names: Sequence[str]) -> Columns | None:
        """Return fields of all documents without decoding those that stand in the snapshot, as far as it has columns.

        None in a column is a field that is null, or that the document does not have. A field of which the snapshot has
        no column is read out of its documents, all in one go; where it has no columns at all, None is returned.

        Raises:
            DamagedDocumentError: what is read is not what was written to the snapshot.
        """
        if not self._base.has_columns:
            return None
        of_base = self._of_base(names)
        if not self.touched:
            return Columns(self._base.ids, of_base)
        columns: list[list[Any]] = [[*self._base.ids], *map(list, of_base)]
        stays = bytearray(b"\1") * len(self._base.ids)
        for doc_id in self.touched:
            place = self._base.place(doc_id)
            if place is not None and doc_id in self:
                fields = self._fields(
                    doc_id, {name: column[place] for name, column in zip(names, of_base, strict=True)}
                )
                for name, column in zip(names, columns[1:], strict=True):
                    column[place] = fields.get(name)
            elif place is not None:
                stays[place] = 0
        if self._gone:
            columns = [[*compress(column, stays)] for column in columns]
        for doc_id in self._added:
            fields = self._fields(doc_id, {})
            for column, value in zip(columns, (doc_id, *map(fields.get, names)), strict=True):
                column.append(value)
        return Columns(columns[0], columns[1:])

    def _of_base(self, names: Sequence[str]) -> list[Sequence[Any]]:
        """Return fields of all documents of the snapshot."""
        found = {name: self._base.column(name) for name in names}
        missing: dict[str, list[Any]] = {name: [] for name, column in found.items() if column is None}
        if missing:
            for doc_id in self._base.ids:
                document = orjson.loads(self._base.raw(doc_id))
                for name, column in missing.items():
                    column.append(document.get(name))
        return [missing[name] if column is None else column for name, column in found.items()]

    def _fields(self, doc_id: str, of_base: Document) -> dict[str, Any]:
        """Return the fields of a document that differs from the snapshot, as far as they are known without that."""
        raw = self._changed.get(doc_id)
        fields: dict[str, Any] = dict(of_base) if raw is None else orjson.loads(raw)
        for change in self._pending.get(doc_id, ()):
            _set_fields(fields, change)
        return fields

    def to_write(self, name: str, columns: TableColumns) -> TableToWrite:
        """Return the table as a new snapshot is to hold it."""
        return TableToWrite(name, self._lines((*columns.head, *columns.more)), columns)

    def _lines(self, columns: tuple[str, ...]) -> Iterator[Line]:
        touched = self.touched
        for unchanged in self._base.lines(columns):
            doc_id = unchanged[0]
            if doc_id not in touched:
                yield unchanged
            elif doc_id in self:
                yield line(doc_id, self.raw(doc_id))
        for doc_id in self._added:
            yield line(doc_id, self.raw(doc_id))


def _set_fields(document: dict[str, Any], change: DocumentChange) -> None:
    """Do to the fields of a document what a record says."""
    after = change.after or {}
    for name in change.before or ():
        if name not in after:
            document.pop(name, None)
    document.update(after)


class Draft(MutableMapping[Any, dict[str, Any]]):
    """What TinyDB's tables change: a view of documents, which stay as they are until the change is on disk.

    Args:
        documents: that are viewed.
        id_class: makes the ids of the view from their text (TinyDB's `document_id_class`).
    """

    def __init__(self, documents: Documents, id_class: Callable[[str], Any]) -> None:
        self._documents = documents
        self._id_class = id_class
        # A new one is text until it is asked for: an import brings a hundred thousand, and nobody looks at them again.
        self._drafts: dict[str, dict[str, Any] | bytes | None] = {}
        self._originals: dict[str, bytes] = {}

    def __getitem__(self, doc_id: Any) -> dict[str, Any]:  # noqa: ANN401 -- of the table's own id class
        name = str(doc_id)
        if name not in self._drafts:
            raw = self._originals[name] = self._documents.raw(name)
            self._drafts[name] = raw
        draft = self._drafts[name]
        if draft is None:
            raise KeyError(doc_id)
        if isinstance(draft, bytes):
            # Whoever asks may change it in place.
            draft = self._drafts[name] = _decoded(draft)
        return draft

    def __setitem__(self, doc_id: Any, document: dict[str, Any]) -> None:  # noqa: ANN401 -- as above
        name = str(doc_id)
        self._drafts[name] = document if name in self._documents else kept_text(document, _AS_TINYDB)

    def __delitem__(self, doc_id: Any) -> None:  # noqa: ANN401 -- as above
        if doc_id not in self:
            raise KeyError(doc_id)
        self._drafts[str(doc_id)] = None

    def __contains__(self, doc_id: object) -> bool:
        name = str(doc_id)
        if name in self._drafts:
            return self._drafts[name] is not None
        return name in self._documents

    def __iter__(self) -> Iterator[Any]:
        for name in self._documents:
            if self._drafts.get(name, ()) is not None:
                yield self._id_class(name)
        for name, draft in self._drafts.items():
            if draft is not None and name not in self._documents:
                yield self._id_class(name)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Take all documents out."""
        self._drafts = dict.fromkeys(self._documents)

    def changes(self, table: str) -> Iterator[tuple[DocumentChange, bytes | None]]:
        """Yield what has been changed, with the JSON text of each document after it.

        Raises:
            TypeError: a document holds something that JSON has no word for.
        """
        for name, draft in self._drafts.items():
            before = self._originals.get(name)
            if before is None and name in self._documents:
                before = self._documents.raw(name)
            after = kept_text(draft, _AS_TINYDB) if isinstance(draft, dict) else draft
            if before == after:
                continue
            if before is None or after is None or not isinstance(draft, dict):
                yield DocumentChange(table, name, _kept(before), _kept(after)), after
                continue
            was, now = _difference(orjson.loads(before), draft)
            if was or now:
                yield DocumentChange(table, name, was, now), after


def _decoded(raw: bytes) -> dict[str, Any]:
    document: dict[str, Any] = orjson.loads(raw)
    return document


def _kept(raw: bytes | None) -> JsonObject | None:
    return None if raw is None else JsonObject(raw)


def _difference(old: Document, new: Document) -> tuple[Document, Document]:
    """Return the fields of a document that are no longer so or no longer there, and those that are new or other now.

    Args:
        old: the document as JSON has it.
        new: the document as somebody has changed it, with tuples for lists or numbers for keys, perhaps.
    """
    if not _TEXT.issuperset(map(type, new)):
        new = orjson.loads(orjson.dumps(new, option=_AS_TINYDB))
    was = {name: value for name, value in old.items() if name not in new}
    now: dict[str, Any] = {}
    for name, value in new.items():
        before = old.get(name, _NOTHING)
        if _same(before, value):
            continue
        after = value if type(value) in _PLAIN else orjson.loads(orjson.dumps(value, option=_AS_TINYDB))
        if not _same(before, after):
            now[name] = after
            if before is not _NOTHING:
                was[name] = before
    return was, now


_TEXT = frozenset({str})
_PLAIN = frozenset({str, bool, int, type(None)})
_NOTHING = object()


def _same(one: object, other: object) -> bool:
    """Whether two values are the same in JSON, where 1, 1.0 and true are three things."""
    if one is other:
        return True
    if type(one) is not type(other) or one != other:
        return False
    return type(one) in _PLAIN or orjson.dumps(one) == orjson.dumps(other)
