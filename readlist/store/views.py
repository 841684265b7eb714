"""The user's own views in a library: a table of names and the texts of their queries, of which nobody here knows more.

Each is one document, `{"name": "To discuss", "query": "tag:discuss is:unread"}`. What is done to one is a change in
the library's history like any other, though one without papers: a record of the journal whose documents are views.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from tinydb.table import Document, Table

from readlist.model.change import Change, ChangeKind
from readlist.model.record import Timestamp
from readlist.model.user_views import InvalidViewError, view_name
from readlist.store.documents import Documents
from readlist.store.errors import StoreError
from readlist.store.journal import Record
from readlist.store.storage import LibraryStorage
from readlist.text import clean, clean_line

VIEWS = "views"
"""Name of the table."""
_WHITE = re.compile(r"\s")
_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)


class UnknownViewError(LookupError):
    """No view of the library has that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no view {name!r} in this library")
        self.name = name


class ViewEdit(NamedTuple):
    """What a change does to one view.

    Attributes:
        doc_id: id of its document.
        before: the document as it was, None for a new one.
        after: the document as it is to be, None for one that goes.
    """

    doc_id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


class SavedViews:
    """The views in a storage."""

    def __init__(self, storage: LibraryStorage, table: Table) -> None:
        """Make them.

        Args:
            storage: that holds them.
            table: `VIEWS` of a TinyDB over that storage.
        """
        self._storage = storage
        self._table = table
        self._current: Mapping[str, str] = MappingProxyType({})

    @property
    def current(self) -> Mapping[str, str]:
        """Query texts by names, in the order in which they were saved; the same object as long as nothing changes.

        What is no view in the table (see `faults_of`), or is damaged there, is left out.
        """
        found = {document["name"]: document["query"] for _, document in self._sound()}
        if [*found.items()] != [*self._current.items()]:
            self._current = MappingProxyType(found)
        return self._current

    def saving(self, name: str, query: str, at: Timestamp) -> tuple[Change, tuple[ViewEdit, ...]]:
        """Return the change that saves a view, in the place of the one of that name if there is one.

        Raises:
            InvalidViewError: it cannot be called so, or the query is empty.
        """
        document = {"name": view_name(name), "query": _one_line(query)}
        if not document["query"]:
            raise InvalidViewError(f"the view {document['name']!r} needs a query")
        change = Change("save-view", f"Saved view {document['name']}: {document['query']}", at, ())
        known = self._find(document["name"])
        if known is None:
            return change, (ViewEdit(self._free_id(), None, document),)
        doc_id, before = known
        return change, (ViewEdit(doc_id, before, document),) if before != document else ()

    def removing(self, name: str, at: Timestamp) -> tuple[Change, tuple[ViewEdit, ...]]:
        """Return the change that removes a view.

        Raises:
            UnknownViewError: there is none of that name.
        """
        known = self._find(name)
        if known is None:
            raise UnknownViewError(clean_line(name))
        doc_id, before = known
        return Change("remove-view", f"Removed view {before['name']}", at, ()), (ViewEdit(doc_id, before, None),)

    def stepping(self, change: Change) -> tuple[Change, tuple[ViewEdit, ...]]:
        """Return an undo or a redo with what it does to views: nothing, unless what it is about was done to one.

        A view that was changed since, other than through the history, stays as it is, and the summary says so.

        Raises:
            StoreError: the change that it is about cannot be read.
        """
        record = None if change.edits else next((r for r in self._storage.records() if r.number == change.of), None)
        wanted = [] if record is None else [*self._wanted(record, back=change.kind is ChangeKind.UNDO)]
        if record is None or not wanted:
            return change, ()
        fitting = tuple(edit for edit in wanted if self._fits(edit))
        summary = str(record.info.get("summary", record.action))
        if len(fitting) < len(wanted):
            summary = f"{'in part' if fitting else 'nothing'} (the view changed since, left as it is): {summary}"
        return dataclasses.replace(change, summary=summary), fitting

    def write(self, edits: Sequence[ViewEdit]) -> None:
        """Give the documents their new fields; to be used inside a change of the storage."""
        for edit in edits:
            if edit.after is None:
                self._table.remove(doc_ids=[edit.doc_id])
            elif edit.before is None:
                self._table.insert_multiple([Document(edit.after, doc_id=edit.doc_id)])
            else:
                self._table.update(dict(edit.after), doc_ids=[edit.doc_id])

    # Inside

    @property
    def _documents(self) -> Documents:
        return self._storage.tables.get(VIEWS) or Documents()

    def _sound(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Yield the views with the ids of their documents."""
        documents, names = self._documents, Names()
        # One that came back after it was removed stands last in the table, and has its old id.
        for number in sorted(int(doc_id) for doc_id in documents if is_id(doc_id)):
            try:
                document = documents[str(number)]
            except StoreError:
                continue  # Damaged: the doctor tells which.
            if not [*faults_of(document)] and names.take(document["name"]):
                yield number, document

    def _find(self, name: str) -> tuple[int, Mapping[str, Any]] | None:
        folded = clean_line(name).casefold()
        return next((found for found in self._sound() if found[1]["name"].casefold() == folded), None)

    def _free_id(self) -> int:
        return max((int(doc_id) for doc_id in self._documents if is_id(doc_id)), default=0) + 1

    def _wanted(self, record: Record, *, back: bool) -> Iterator[ViewEdit]:
        """Yield what it takes to do to views what a record did, or the other way round."""
        for change in record.changes:
            if change.table == VIEWS and change.doc_id is not None and is_id(change.doc_id):
                sides = (change.after, change.before) if back else (change.before, change.after)
                yield ViewEdit(int(change.doc_id), *sides)

    def _fits(self, edit: ViewEdit) -> bool:
        """Whether a view is as an edit, which may speak of some fields only, found it, and its new name is free."""
        now = self._documents.get(str(edit.doc_id))
        if (now is None) is not (edit.before is None):
            return False
        if now is not None and edit.before is not None and any(now.get(k) != v for k, v in edit.before.items()):
            return False
        same = self._find(str(edit.after["name"])) if edit.after and "name" in edit.after else None
        return same is None or same[0] == edit.doc_id


class Names:
    """The names of views that were seen, whatever their case."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def take(self, name: str) -> bool:
        """Whether `name` is the first of its kind; it counts as seen then."""
        folded = name.casefold()
        if folded in self._seen:
            return False
        self._seen.add(folded)
        return True


def is_id(doc_id: str) -> bool:
    """Whether a view can have this id: what TinyDB gives."""
    return _ID.fullmatch(doc_id) is not None


def faults_of(document: object) -> Iterator[str]:
    """Yield what is wrong with the document of a view by itself."""
    if not isinstance(document, Mapping):
        yield "no JSON object"
        return
    for field, check in _CHECKS.items():
        value = document.get(field)
        if not isinstance(value, str):
            yield f"field {field!r}: must be text"
        elif not check(value):
            yield f"field {field!r}: {value!r:.60} cannot be one"


def _is_name(text: str) -> bool:
    try:
        return view_name(text) == text
    except InvalidViewError:
        return False


def _is_query(text: str) -> bool:
    return bool(text) and _one_line(text) == text


def _one_line(query: str) -> str:
    """Return a query cleaned and on one line; spaces stay as they are, for they may stand in a phrase."""
    return _WHITE.sub(" ", clean(query)).strip()


_CHECKS: Mapping[str, Callable[[str], bool]] = {"name": _is_name, "query": _is_query}
