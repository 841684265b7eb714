"""Writing a whole library: a snapshot of its documents with the last changes, which can still be undone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from readlist.store import snapshot_writer
from readlist.store.documents import Documents
from readlist.store.journal import Record
from readlist.store.snapshot import TableColumns, line
from readlist.store.snapshot_writer import TableToWrite

SCHEMA = 2
"""Version of what is on disk. 1 had no journal and no index."""
UNTIED = 0
"""Generation of a snapshot that no journal goes on from: a backup."""
KEPT_RECORDS = 500
"""So many of the last changes are kept in a snapshot, to be undone; more only as long as they are in the journal."""
KEPT_BYTES = 1 << 20
KEPT_SHARE = 8
"""The changes that a snapshot keeps take at most this part of its documents (1/8), or `KEPT_BYTES` if that is more."""


@dataclass(frozen=True, slots=True)
class State:
    """All of a library at one moment.

    Attributes:
        tables: the documents.
        records: the changes that led there, oldest first, as many as are known.
        number: of the last change.
        size: about how many bytes the documents take.
        columns: by table: the fields that a snapshot holds a second time.
    """

    tables: Mapping[str, Documents]
    records: Sequence[Record]
    number: int
    size: int
    columns: Mapping[str, TableColumns]


def write(path: Path, state: State, *, generation: int, written: str) -> None:
    """Replace the snapshot at `path` by one of `state`.

    Args:
        path: of the snapshot.
        state: what it is to hold.
        generation: its generation, to which its journal is tied.
        written: the present moment.

    Raises:
        StoreError: it could not be done; the snapshot that was there is there still.
        DamagedError: a document that has changed since it was written is damaged in the old snapshot.
    """
    tables = [
        documents.to_write(name, state.columns.get(name, TableColumns())) for name, documents in state.tables.items()
    ]
    kept = _kept(state.records, max(KEPT_BYTES, state.size // KEPT_SHARE))
    history = TableToWrite("history", [line(str(number), text) for number, text in kept])
    meta = {"schema": SCHEMA, "generation": generation, "number": state.number, "written": written}
    snapshot_writer.write(path, meta, [*tables, history])


def _kept(records: Sequence[Record], limit: int) -> list[tuple[int, bytes]]:
    """Return the last changes, oldest first, with their JSON text: at least one, and as many as may be kept."""
    kept: list[tuple[int, bytes]] = []
    size = 0
    for record in reversed(records[-KEPT_RECORDS:]):
        text = record.to_json()
        size += len(text)
        if kept and size > limit:
            break
        kept.append((record.number, text))
    kept.reverse()
    return kept
