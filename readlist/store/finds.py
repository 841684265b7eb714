"""What is good in the files of a library, damaged or not.

The documents come from the lines of the snapshot whose checksums are right; those that are not there come from the
newest backup, or from the changes in which they were added. Over them go the records of the journal whose checksums
are right. A record says which value a field was given, so that the last good record that speaks of a field is right
about it, whatever became of those before.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from readlist.store import backups, scan, snapshot
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, NewerVersionError, StoreError
from readlist.store.journal import FileJournal, Record, salvage
from readlist.store.papers import PAPERS
from readlist.store.saving import SCHEMA
from readlist.store.snapshot import OWN_TABLES, IndexedTable, Snapshot
from readlist.store.storage import journal_path

HISTORY = "history"


class Finds:
    """What can be found in the files of a library.

    Attributes:
        damaged_files: those that are not what was written there.
        tables: the documents.
        records: the changes that are known, oldest first.
        generation: the highest of snapshot and journal.
        number: of the last change that is known of.
        size: of the snapshot, in bytes.
        damage: where the files are damaged, a line each.
        restored: what came back from elsewhere than where it should have stood, a line each.
        lost: what is lost, a line each.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.damage: list[str] = []
        self.restored: list[str] = []
        self.lost: list[str] = []
        self.damaged_files: list[Path] = []
        self.tables: dict[str, Documents] = {PAPERS: Documents()}
        self.records: list[Record] = []
        self.generation = 0
        self.number = 0
        self.size = 0
        self._missing: dict[str, str | None] = {}
        self._held: int | None = None
        self._backup: Snapshot | None = None

    def read(self) -> None:
        """Read all there is.

        Raises:
            StoreError: there is nothing good to be had.
        """
        whole = self._read_snapshot()
        if not whole:
            self._fill_from_elsewhere(None)
        elif self._missing:
            self._fill_from_elsewhere(self._missing)
        self._read_journal()
        self._note_gap(whole=whole)
        if not whole and not self.tables[PAPERS]:
            raise StoreError(f"{self.damage[0]}; there is no good copy of it; nothing was changed")
        for doc_id, name in self._missing.items():
            if doc_id not in self.tables[PAPERS]:
                self.lost.append(f"paper {name or doc_id} is lost")

    def _note_damage(self, path: Path, line: str) -> None:
        if path not in self.damaged_files and path.exists():
            self.damaged_files.append(path)
        self.damage.append(line)

    # The snapshot

    def _read_snapshot(self) -> bool:
        """Take in what is good in the snapshot; return whether it is known of all papers that were in it."""
        try:
            data = self._path.read_bytes()
        except FileNotFoundError:
            self._note_damage(self._path, f"{self._path}: missing")
            return False
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error
        self.size = len(data)
        try:
            found = snapshot.read(self._path)
        except DamagedError as error:
            self._note_damage(self._path, str(error))
            return self._read_lines(data)
        self._take_meta(found.meta)
        if not isinstance(found.meta.get("schema"), int):
            self._note_damage(self._path, f"{self._path}: its table 'meta' names no schema")
        elif not found.indexed:
            self._note_damage(self._path, f"{self._path}: its seal is broken")
        for name in found.tables:
            self._take_table(found, name)
        return True

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
            self.generation = max(self.generation, generation)
        if isinstance(number, int):
            self._held = number
            self.number = max(self.number, number)

    def _take_table(self, found: Snapshot, name: str) -> None:
        table = found.tables[name]
        indexed = table if isinstance(table, IndexedTable) else None
        bad = set(indexed.damaged()) if indexed else set()
        for place, doc_id in enumerate(table.ids):
            if place not in bad and self._take_document(name, doc_id, table.raw(doc_id)):
                continue
            line = f", line {indexed.line_number(place)}" if indexed else f", document {doc_id} of table {name!r}"
            self._note_damage(self._path, f"{self._path}{line}: damaged")
            if name == PAPERS:
                keys = table.column("key")
                self._missing[doc_id] = str(keys[place]) if keys else None
            elif name == HISTORY:
                self.lost.append(f"change {doc_id} can no longer be undone")
            else:
                self.lost.append(f"document {doc_id} of table {name!r} is lost")

    def _take_document(self, table: str, doc_id: str, raw: bytes) -> bool:
        """Take in a document of the snapshot; return whether it is one."""
        if table == HISTORY:
            try:
                self.records.append(Record.from_json(raw))
            except ValueError:
                return False
            return True
        if not scan.is_object(raw):
            return False
        if table not in OWN_TABLES:
            self.tables.setdefault(table, Documents()).put(doc_id, raw)
        return True

    def _read_lines(self, data: bytes) -> bool:
        """Take in the whole lines of a snapshot that cannot be read as JSON; return whether they are all documents."""
        found = scan.scan(data)
        for entry in found.entries:
            if entry.table == "meta":
                self._take_meta(orjson.loads(entry.raw))
            elif not self._take_document(entry.table, entry.doc_id, entry.raw):
                self.lost.append(f"change {entry.doc_id} can no longer be undone")
        for table, line in found.broken:
            paper = _PAPER.match(line) if table == PAPERS else None
            if paper is not None:
                self._missing[paper[1].decode()] = paper[2].decode("utf-8", "replace")
        return found.complete

    # What is not in the snapshot

    def _fill_from_elsewhere(self, wanted: Container[str] | None) -> None:
        """Take what the snapshot has lost from the newest good backup, and from changes that came after it.

        Args:
            wanted: ids of the papers that are lost; None where that is not known.
        """
        papers = self.tables[PAPERS]
        good = frozenset(papers)
        behind = 0
        backup = self._backup = next(backups.good(self._path, PAPERS), None)
        if backup is not None:
            table = backup.tables[PAPERS]
            behind = backup.number("number")
            self.number = max(self.number, behind)
            for doc_id in table.ids:
                if doc_id not in good and (wanted is None or doc_id in wanted):
                    papers.put(doc_id, table.raw(doc_id))
                    self.restored.append(f"paper {_name(papers, doc_id)} comes from {backup.path}")
        for record in self.records:
            for change in record.changes if record.number > behind else ():
                doc_id = change.doc_id or ""
                if change.table == PAPERS and doc_id not in good and (wanted is None or doc_id in wanted):
                    papers.take_in(change)

    def _note_gap(self, *, whole: bool) -> None:
        """Note what may be lost without a name: what was in the snapshot, and is not in the backup."""
        if whole and not self.restored:
            return
        if self._backup is None:
            self.lost.append(f"what else stood in the damaged part of {self._path} is lost: there is no backup")
            return
        after = f"after {self._backup.path} was taken"
        if self._held is None:
            self.lost.append(f"what was changed {after}, if anything, may be lost")
            return
        known = {record.number for record in self.records}
        gap = [n for n in range(self._backup.number("number") + 1, self._held + 1) if n not in known]
        if gap:
            self.lost.append(
                f"of the changes made {after}, those with numbers {gap[0]} to {gap[-1]} may be lost in part"
            )

    # The journal

    def _read_journal(self) -> None:
        """Take in all good records of the journal."""
        path = journal_path(self._path)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from error
        if not data:
            self._note_damage(path, f"{path}, line 1: damaged (the file is empty)")
        lines = list(salvage(data))
        generations = [found.generation for _, found in lines if isinstance(found, Record)]
        reading = FileJournal(path).read_since(None)
        if reading.position is None:
            tied, expected = max(generations, default=self.generation), None
        else:
            tied, expected = reading.position.generation, reading.position.number - len(reading.records) + 1
            self._held = expected - 1 if self._held is None else self._held
        if tied < self.generation:
            return  # All of it is in the snapshot.
        if tied > self.generation and self._path not in self.damaged_files and self._path.exists():
            self._note_damage(path, f"{path}: belongs to a newer {self._path.name} than the one that is there")
            self.lost.append(f"the changes in {path.name} are not taken in")
        else:
            self._take_records(path, lines, tied, expected)
        self.generation = tied

    def _take_records(
        self, path: Path, lines: Sequence[tuple[int, Record | bytes]], tied: int, expected: int | None
    ) -> None:
        """Take in the records of a journal that belong there.

        Args:
            path: of the journal.
            lines: what its lines hold, with their numbers.
            tied: generation that the journal is tied to.
            expected: number of its first record; None where its first line is damaged, which says so.
        """
        last_good = max((line for line, found in lines if isinstance(found, Record)), default=0)
        for line, found in lines:
            where = f"{path}, line {line}"
            if isinstance(found, bytes):
                # What stands behind the last record is a torn end, of which nobody was told that it was done.
                if line <= last_good or expected is None:
                    self._note_damage(path, f"{where}: damaged")
                    if line > 1:
                        self.lost.append(f"a change is lost: {told_of(found)}")
                expected = None if expected is None else expected + 1
                continue
            if expected is not None and (found.number != expected or found.generation != tied):
                self._note_damage(path, f"{where}: change {found.number} where change {expected} should stand")
            if found.generation != tied or (expected is not None and found.number < expected):
                self.lost.append(f"{where}: change {found.number} does not belong there and is not taken in")
                continue
            self._take_record(found, where)
            expected = found.number + 1

    def _take_record(self, record: Record, where: str) -> None:
        for change in record.changes:
            documents = self.tables.setdefault(change.table, Documents())
            if change.before is not None and change.after is not None and change.doc_id not in documents:
                keys = record.info.get("keys", {})
                name = keys.get(change.doc_id, change.doc_id) if isinstance(keys, dict) else change.doc_id
                self.lost.append(f"{where}: what was done to paper {name} is lost with the paper")
            documents.take_in(change)
        self.records.append(record)
        self.number = max(self.number, record.number)


def _name(papers: Documents, doc_id: str) -> str:
    return str(papers[doc_id].get("key", doc_id))


def told_of(line: bytes) -> str:
    """Return what a damaged record seems to have been about."""
    summary, at = _SUMMARY.search(line), _AT.search(line)
    parts = [match[1].decode("utf-8", "replace") for match in (summary, at) if match]
    return ", ".join(parts) + " (as far as it can be read)" if parts else "which one cannot be read"


_PAPER = re.compile(rb'"(\d+)":\{"key":"([^"\\]+)"')
_SUMMARY = re.compile(rb'"summary":"((?:[^"\\]|\\.)*)"')
_AT = re.compile(rb'"at":"([^"]{20})"')
