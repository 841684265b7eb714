"""Changes of several tables that become one record of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from readlist.store.documents import Documents, Draft
from readlist.store.errors import StoreError
from readlist.store.journal import DocumentChange
from readlist.store.snapshot import OWN_TABLES


class Batch:
    """Changes of several tables that become one record."""

    def __init__(self, tables: Mapping[str, Documents]) -> None:
        self._tables = tables
        self._drafts: dict[str, Draft] = {}
        self._dropped: list[str] = []

    def draft(self, name: str, id_class: Callable[[str], Any]) -> Draft:
        """Return the table to be changed, as it is after what the batch has done so far.

        Raises:
            StoreError: the store has a table of its own with that name, which a snapshot could not hold beside it.
        """
        if name in OWN_TABLES:
            raise StoreError(f"no table can be called {name!r}: the store has one of its own")
        if name not in self._drafts:
            self._drafts[name] = Draft(self._tables.get(name, Documents()), id_class)
        return self._drafts[name]

    def drop(self, name: str) -> None:
        """Drop a table."""
        self.draft(name, str).clear()
        self._dropped.append(name)

    def set_table(self, name: str, documents: Mapping[str, Mapping[str, Any]]) -> None:
        """Make a table what `documents` says."""
        draft = self.draft(name, str)
        for doc_id in list(draft):
            if doc_id not in documents:
                del draft[doc_id]
        for doc_id, document in documents.items():
            draft[doc_id] = dict(document)

    def views(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the tables as they are after what the batch has done so far."""
        for name in dict.fromkeys([*self._tables, *self._drafts]):
            if name in self._drafts:
                yield name, {str(doc_id): document for doc_id, document in self._drafts[name].items()}
            else:
                yield name, self._tables[name]

    def changes(self) -> tuple[list[DocumentChange], list[bytes | None]]:
        """Return what has been changed, and the JSON text of each document after it."""
        changes: list[DocumentChange] = []
        texts: list[bytes | None] = []
        for name, draft in self._drafts.items():
            if name not in self._tables:
                changes.append(DocumentChange(name, None, None, {}))
                texts.append(None)
            for change, text in draft.changes(name):
                changes.append(change)
                texts.append(text)
        for name in dict.fromkeys(self._dropped):
            if len(self._drafts[name]):
                # Filled again after it was dropped.
                continue
            changes.append(DocumentChange(name, None, {}, None))
            texts.append(None)
        return changes, texts
