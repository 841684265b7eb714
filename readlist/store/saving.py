"""Writing a whole library: a snapshot of its documents with the last changes, which can still be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from readlist.store import snapshot_writer
from readlist.store.documents import Documents
from readlist.store.journal import Record
from readlist.store.snapshot import IndexedTable, TableColumns
from readlist.store.snapshot_writer import LineInPieces, TableToWrite

SCHEMA = 2
"""Version of what is on disk. 1 had no journal and no index."""
UNTIED = 0
"""Generation of a snapshot that no journal goes on from: a backup."""
KEPT_RECORDS = 500
"""So many of the last changes are kept in a snapshot, to be undone; more only as long as they are in the journal."""
KEPT_BYTES = 1 << 20
KEPT_SHARE = 8
"""The changes that a snapshot keeps take at most this part of its documents (1/8), or `KEPT_BYTES` if that is more."""


class KeptChange(Protocol):
    """A change that a snapshot can keep: a record of the journal, or an `OlderChange`."""

    @property
    def number(self) -> int:
        """Its place in the library's history, from 1."""
        ...

    def to_pieces(self) -> Iterator[bytes]:
        """Yield its JSON text in pieces.

        Raises:
            DamagedError: it is not what was written.
        """
        ...


class OlderChange(NamedTuple):
    """A change that the snapshot before keeps, undecoded: that of an import is larger than all else in memory.

    Attributes:
        number: its place in the library's history, from 1.
        history: the table that it stands in.
        place: where it stands there, from 0.
    """

    number: int
    history: IndexedTable
    place: int

    def to_pieces(self) -> Iterator[bytes]:
        """Yield its JSON text in pieces; see `KeptChange`."""
        return self.history.text_in_pieces(self.place)


class State(NamedTuple):
    """All of a library at one moment.

    Attributes:
        tables: the documents.
        records: the changes that led there, oldest first, as many as are known and not among the older ones.
        number: of the last change.
        size: about how many bytes the documents take.
        columns: by table: the fields that a snapshot holds a second time.
        older: the changes before `records` that stand in the snapshot, oldest first.
    """

    tables: Mapping[str, Documents]
    records: Sequence[Record]
    number: int
    size: int
    columns: Mapping[str, TableColumns]
    older: Sequence[OlderChange] = ()


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
    kept = _kept([*state.older, *state.records], max(KEPT_BYTES, state.size // KEPT_SHARE))
    history = TableToWrite("history", (LineInPieces(str(change.number), change.to_pieces()) for change in kept))
    meta = {"schema": SCHEMA, "generation": generation, "number": state.number, "written": written}
    snapshot_writer.write(path, meta, [*tables, history])


def _kept(changes: Sequence[KeptChange], limit: int) -> list[KeptChange]:
    """Return the last changes, oldest first: at least one, and as many as may be kept."""
    kept: list[KeptChange] = []
    size = 0
    for change in reversed(changes[-KEPT_RECORDS:]):
        size += sum(map(len, change.to_pieces()))
        if kept and size > limit:
            break
        kept.append(change)
    kept.reverse()
    return kept
