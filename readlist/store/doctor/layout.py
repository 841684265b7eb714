"""Checking how a snapshot is laid out: what stands between its documents, and what its index says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from readlist.store.doctor.findings import Finding, Kind
from readlist.store.snapshot import IndexedTable, Snapshot

_BETWEEN = b",\n"


def check_layout(found: Snapshot) -> Iterator[Finding]:
    """Yield the places between documents that are not what was written there.

    No checksum covers them, since a document is read without them; but plain TinyDB reads them.
    """
    tables = [table for table in found.tables.values() if isinstance(table, IndexedTable)]
    followers = [table.name for table in tables[1:]] + ["index"]
    for table, follower in zip(tables, followers, strict=bool(tables)):
        end = table.start
        for place, length in enumerate(table.lengths):
            if place:
                if table.buffer[end : end + len(_BETWEEN)] != _BETWEEN:
                    yield Finding(Kind.DAMAGE, found.path, table.line_number(place), "damaged in front of the document")
                end += len(_BETWEEN)
            end += length
        expected = (b"\n}" if table.ids else b"}") + _BETWEEN + b"%b:{\n" % orjson.dumps(follower)
        if table.buffer[end : end + len(expected)] != expected:
            line = table.line_number(len(table.ids))
            yield Finding(Kind.DAMAGE, found.path, line, f"damaged behind the table {table.name!r}")


class Columns:
    """The fields of documents that the index of a snapshot holds too."""

    def __init__(self, found: Snapshot, table: str) -> None:
        reader = found.tables.get(table)
        self._columns = reader.columns if isinstance(reader, IndexedTable) else {}
        self._places = {doc_id: place for place, doc_id in enumerate(reader.ids)} if reader and self._columns else {}

    def differing(self, doc_id: str, document: Mapping[str, Any]) -> list[str]:
        """Return the names of the fields of which the index says something else than the document."""
        place = self._places.get(doc_id)
        if place is None:
            return []
        return [name for name, values in self._columns.items() if values[place] != document.get(name)]
