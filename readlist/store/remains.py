"""What is good in a snapshot, damaged or not.

Of a snapshot whose seal is whole, that are the documents whose checksums are right. Of another one, all that is whole;
its index, as far as it can be read, tells in which table a document stands, which are missing, and which are not what
it has of them: these are taken, and named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import orjson

from readlist.store import scan, snapshot
from readlist.store.doctor.records import kept
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, NewerVersionError, StoreError
from readlist.store.journal import Record
from readlist.store.papers import PAPERS
from readlist.store.saving import SCHEMA
from readlist.store.scan import HISTORY, META, Entry, Index, Missing
from readlist.store.snapshot import OWN_TABLES, IndexedTable, Snapshot

_PAPER = re.compile(rb'"(\d+)":\{"key":"([^"\\]+)"')


class Remains:
    """What is good in a snapshot.

    Attributes:
        tables: the documents.
        records: the changes that it keeps.
        generation: that it says it has, 0 where it says none.
        number: that it gives the last change in it, None where it gives none.
        size: of the file, in bytes.
        proven: whether it is known what was written, as its seal is whole.
        complete: whether it is known of all papers that were in it.
        missing: the papers that were in it and are not good, by id, with their keys as far as they are known.
        damage: where it is damaged, a line each; empty where it is not.
        lost: what else than papers is lost, a line each.
    """

    def __init__(self, path: Path) -> None:
        """Read the snapshot at `path`.

        Raises:
            NewerVersionError: it is of a newer version.
            StoreError: the system does not let us read it.
        """
        self._path = path
        self.tables: dict[str, Documents] = {PAPERS: Documents()}
        self.records: list[Record] = []
        self.generation = 0
        self.number: int | None = None
        self.size = 0
        self.proven = False
        self.missing: dict[str, str | None] = {}
        self.damage: list[str] = []
        self.lost: list[str] = []
        self.complete = self._read()

    def _read(self) -> bool:
        path = self._path
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            self.damage.append(f"{path}: missing")
            return False
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from error
        self.size = len(data)
        try:
            found = snapshot.read(path)
        except DamagedError as error:
            self.damage.append(str(error))
            return self._take_lines(data)
        except StoreError as error:
            if error.__cause__ is not None:
                raise  # The system does not let us read it.
            self.damage.append(f"{path}: not a library (no tables in it)")
            return False
        self._take_meta(found.meta)
        return self._take_indexed(found) if found.indexed else self._take_unproven(found, data)

    def _take_meta(self, meta: Mapping[str, Any]) -> None:
        """Take in the numbers that a snapshot says of itself.

        Raises:
            NewerVersionError: it is of a newer version.
        """
        schema = meta.get("schema")
        if isinstance(schema, int) and schema > SCHEMA:
            raise NewerVersionError(f"{self._path}: written by a newer version of readlist; nothing was changed")
        generation, number = meta.get("generation"), meta.get("number")
        if isinstance(generation, int):
            self.generation = generation
        if isinstance(number, int):
            self.number = number

    def _take_indexed(self, found: Snapshot) -> bool:
        """Take in the documents of a snapshot of which it is proven what was written; return what is `complete`."""
        self.proven = True
        for table in found.tables.values():
            if isinstance(table, IndexedTable):
                self._take_table(table)
        return True

    def _take_table(self, table: IndexedTable) -> None:
        bad, keys = set(table.damaged()), table.column("key")
        for place, doc_id in enumerate(table.ids):
            if place not in bad and self._take_document(table.name, doc_id, table.raw(doc_id)):
                continue
            self.damage.append(f"{self._path}, line {table.line_number(place)}: damaged")
            self._note_missing(Missing(table.name, doc_id, str(keys[place]) if keys else None))
        if table.name not in OWN_TABLES:
            self.tables.setdefault(table.name, Documents())

    def _take_unproven(self, found: Snapshot, data: bytes) -> bool:
        """Take in the documents of a file that was read as a whole; return what is `complete`."""
        path = self._path
        named = isinstance(found.meta.get("schema"), int)
        if not named:
            self.damage.append(f"{path}: its table 'meta' names no schema")
        index = Index.of(data)
        entries, missing = index.sort_out(
            Entry(0, name, doc_id, table.raw(doc_id)) for name, table in found.tables.items() for doc_id in table.ids
        )
        names = index.tables or found.tables.keys()
        if PAPERS not in names:
            self.damage.append(f"{path}: there is no table {PAPERS!r}")
            if not named:
                return False  # Some other program's file.
        self._take_entries(entries, missing)
        for name in names:
            if name not in OWN_TABLES:
                self.tables.setdefault(name, Documents())
        if named and scan.unsealed(found):
            self.damage.append(f"{path}: its seal is broken")
        return PAPERS in names

    def _take_lines(self, data: bytes) -> bool:
        """Take in the whole lines of a file that cannot be read as JSON; return what is `complete`."""
        found = scan.scan(data)
        self._take_entries(found.entries, found.missing)
        for table, line in found.broken:
            paper = _PAPER.match(line) if table == PAPERS and PAPERS not in found.indexed else None
            if paper is not None:
                self.missing[paper[1].decode()] = paper[2].decode("utf-8", "replace")
        return found.complete or PAPERS in found.indexed

    def _take_entries(self, entries: Iterable[Entry], missing: Iterable[Missing]) -> None:
        for entry in entries:
            where = f", line {entry.line}" if entry.line else f", document {entry.doc_id} of table {entry.table!r}"
            if entry.table == META:
                self._take_meta(orjson.loads(entry.raw))
            elif not self._take_document(entry.table, entry.doc_id, entry.raw):
                self.damage.append(f"{self._path}{where}: damaged")
                self._note_missing(Missing(entry.table, entry.doc_id, None))
            elif entry.proven is False:
                self.damage.append(f"{self._path}{where}: not what the index has of it; taken as it is")
        for what in missing:
            self._note_missing(what)

    def _take_document(self, table: str, doc_id: str, raw: bytes) -> bool:
        """Take in a document; return whether it is one."""
        if table == HISTORY:
            try:
                self.records.append(kept(doc_id, raw))
            except ValueError:
                return False
            return True
        if not scan.is_object(raw):
            return False
        if table not in OWN_TABLES:
            self.tables.setdefault(table, Documents()).put(doc_id, raw)
        return True

    def _note_missing(self, what: Missing) -> None:
        """Note that a document cannot be had from here."""
        if what.table == PAPERS:
            self.missing[what.doc_id] = what.key
        elif what.table == HISTORY:
            self.lost.append(f"change {what.doc_id} can no longer be undone")
        else:
            self.lost.append(f"document {what.doc_id} of table {what.table!r} is lost")
