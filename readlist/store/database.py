"""TinyDB over a snapshot and a journal.

    with LibraryDB(path) as db:
        db.table("papers").update({"starred": True}, doc_ids=[12])

writes one record of a few hundred bytes, and returns when it is on the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from readlist.store.documents import Documents, Draft
from readlist.store.storage import LibraryStorage


class LibraryTable(Table):
    """A TinyDB table that hands its updaters a draft and appends what they changed.

    Other handles may change the same table: no id is given twice, and no search finds what was there before.

    Over another storage than ours, or a middleware around ours, it is TinyDB's own table.
    """

    def __init__(
        self,
        storage: Storage,
        name: str,
        cache_size: int = Table.default_query_cache_capacity,
        persist_empty: bool = False,  # noqa: FBT001, FBT002 -- TinyDB's own signature
    ) -> None:
        # Before TinyDB's own, which may already update the table.
        self._draft: Draft | None = None
        self._searched = (0, 0)
        super().__init__(storage, name, cache_size, persist_empty)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its id; see `tinydb.table.Table`."""
        if not isinstance(self._storage, LibraryStorage):
            return super().insert(document)
        # The id is chosen before the table is updated, and another process must not take it between the two.
        with self._storage.writing():
            return super().insert(document)

    def search(self, cond: QueryLike) -> list[Document]:
        """Return the documents that match; see `tinydb.table.Table`."""
        storage = self._storage
        if not isinstance(storage, LibraryStorage):
            return super().search(cond)
        if storage.lock.held:
            # Nothing is kept of what is found now: the change that is under way may come to nothing.
            self.clear_cache()
            try:
                return super().search(cond)
            finally:
                self.clear_cache()
        storage.refresh()
        state = (storage.reloads, storage.last_number)
        if state != self._searched:
            self.clear_cache()
            self._searched = state
        return super().search(cond)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        if not isinstance(self._storage, LibraryStorage):
            super()._update_table(updater)
            return
        outer = self._draft
        try:
            with self._storage.writing(), self._storage.change("update") as batch:
                self._draft = batch.draft(self.name, self.document_id_class)
                updater(self._draft)
        finally:
            self._draft = outer
            self.clear_cache()

    def _get_next_id(self) -> int:
        """Return an id that no document has: not those either that others, or TinyDB with ids of its user's, put in."""
        storage = self._storage
        if not isinstance(storage, LibraryStorage):
            return int(super()._get_next_id())  # type: ignore[no-untyped-call]  # TinyDB's has no annotation
        taken = self._draft
        if taken is None:
            storage.refresh()
            taken = Draft(storage.tables.get(self.name, Documents()), self.document_id_class)
        next_id: int = max(taken, default=0) + 1 if self._next_id is None else self._next_id
        while next_id in taken:
            next_id += 1
        self._next_id = next_id + 1  # type: ignore[assignment]  # TinyDB's starts as None, and is taken for no more
        return next_id


class LibraryDB(TinyDB):
    """TinyDB over a snapshot and a journal."""

    table_class = LibraryTable
    default_storage_class = LibraryStorage  # type: ignore[assignment]  # TinyDB's annotation names its own class

    def drop_table(self, name: str) -> None:
        """Drop a table; see `tinydb.TinyDB`."""
        if not isinstance(self.storage, LibraryStorage):
            super().drop_table(name)
            return
        # TinyDB reads all tables and writes all but one: what others write between the two must not be lost.
        with self.storage.writing():
            super().drop_table(name)
