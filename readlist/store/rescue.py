"""Making the best of a damaged library: what is proven good is kept, what is lost is named, nothing is deleted.

The documents come from the lines of the snapshot whose checksums are right; those that are not there come from the
newest backup, or from the changes in which they were added. Over them go the records of the journal whose checksums
are right. A record says which value a field was given, so that the last good record that speaks of a field is right
about it, whatever became of those before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from readlist.store import disk, saving, snapshot
from readlist.store.backups import FOLDER
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, StoreError
from readlist.store.journal import FileJournal, Record, salvage
from readlist.store.saving import State
from readlist.store.snapshot import OWN_TABLES, IndexedTable, Snapshot
from readlist.store.storage import journal_path

PAPERS = "papers"


@dataclass(slots=True)
class Rescue:
    """What was done about a damaged library, and what was lost.

    Attributes:
        kept: the damaged files, under the names that they have now.
        damage: where the files are damaged, a line each.
        restored: what came back from elsewhere than where it should have stood, a line each.
        lost: what is lost, a line each.
        report: the file that holds all of this.
    """

    kept: list[Path] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    restored: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    report: Path | None = None

    @property
    def lines(self) -> list[str]:
        """Everything, a line each."""
        kept = [f"kept as it was: {path}" for path in self.kept]
        return [*self.damage, *self.restored, *(self.lost or ["nothing is lost"]), *kept]

    @property
    def summary(self) -> list[str]:
        """What a user must be told when the library is opened: one line."""
        lost = f"{len(self.lost)} lost: {self.lost[0]}" if self.lost else "nothing is lost"
        more = f"{self.damage[0]}; the newest good state is open; {lost}; the damaged file is kept as "
        return [more + ", ".join(path.name for path in self.kept) + (f", see {self.report}" if self.report else "")]


def rescue(path: Path, *, columns: Mapping[str, tuple[str, ...]], now: Callable[[], str]) -> Rescue:
    """Bring a damaged library into the newest good state that its files and backups hold.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.
        columns: by table: the fields that the index holds of each document.
        now: tells the time.

    Raises:
        StoreError: there is nothing good to be had, or it could not be written; nothing was changed.
    """
    finds = _Finds(path)
    finds.read()
    result = finds.result
    stamp = now().replace("-", "").replace(":", "")
    try:
        for damaged in finds.damaged_files:
            result.kept.append(disk.keep_beside(damaged, f"{damaged.name}.damaged-{stamp}"))
        if result.kept:
            text = "".join(f"{line}\n" for line in result.lines)
            report = disk.free_name(path.with_name(f"{path.name}.damaged-{stamp}.txt"))
            disk.replace(report, [text.encode("utf-8", "replace")])
            result.report = report
    except OSError as error:
        raise StoreError(
            f"{path}: damaged, and cannot be mended here: {error.strerror}; nothing was changed"
        ) from error
    state = State(finds.tables, finds.records, finds.number, finds.size, columns)
    saving.write(path, state, generation=finds.generation + 1, written=now())
    FileJournal(journal_path(path)).compact(finds.generation + 1, finds.number)
    return result


class _Finds:
    """What can be found in the files of a library."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.result = Rescue()
        self.damaged_files: list[Path] = []
        self.tables: dict[str, Documents] = {PAPERS: Documents()}
        self.records: list[Record] = []
        self.generation = 0
        self.number = 0
        self.size = 0
        self._missing: dict[str, str | None] = {}

    def read(self) -> None:
        """Read all there is.

        Raises:
            StoreError: there is nothing good to be had.
        """
        whole = self._read_snapshot()
        if not whole:
            self._fill_from_elsewhere()
        self._read_journal()
        for doc_id, name in self._missing.items():
            if doc_id not in self.tables[PAPERS]:
                self.result.lost.append(f"paper {name or doc_id} is lost")

    # The snapshot

    def _read_snapshot(self) -> bool:
        """Take in what is good in the snapshot; return whether that is all of it."""
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            self.result.damage.append(f"{self.path}: missing")
            return False
        except OSError as error:
            raise StoreError(f"{self.path}: {error.strerror}") from error
        self.size = len(data)
        try:
            found = snapshot.read(self.path)
        except DamagedError as error:
            self._note_damage(self.path, str(error))
            self._read_lines(data)
            return False
        self._take_numbers(found.meta)
        good = [self._take_table(found, name) for name in found.tables]
        return all(good)

    def _take_numbers(self, meta: Mapping[str, Any]) -> None:
        for name in ("generation", "number"):
            value = meta.get(name)
            if isinstance(value, int):
                setattr(self, name, max(getattr(self, name), value))

    def _take_table(self, found: Snapshot, name: str) -> bool:
        table = found.tables[name]
        bad = set(table.damaged()) if isinstance(table, IndexedTable) else set()
        for place, doc_id in enumerate(table.ids):
            if place not in bad:
                self._take_document(name, doc_id, table.raw(doc_id))
                continue
            if not self.damaged_files:
                self.damaged_files.append(self.path)
            self.result.damage.append(f"{self.path}, line {table.line_number(place)}: damaged")  # type: ignore[union-attr]
            if name == PAPERS:
                keys = table.column("key")
                self._missing[doc_id] = str(keys[place]) if keys else None
            elif name == "history":
                self.result.lost.append(f"change {doc_id} can no longer be undone")
            else:
                self.result.lost.append(f"document {doc_id} of table {name!r} is lost")
        return not bad

    def _take_document(self, table: str, doc_id: str, raw: bytes) -> None:
        if table == "history":
            try:
                self.records.append(Record.from_json(raw))
            except ValueError:
                self.result.lost.append(f"change {doc_id} can no longer be undone")
        elif table not in OWN_TABLES:
            self.tables.setdefault(table, Documents()).put(doc_id, raw)

    def _read_lines(self, data: bytes) -> None:
        """Take in the whole lines of a snapshot that cannot be read as JSON."""
        table = ""
        for text in data.split(b"\n"):
            opening = _OPENING.match(text)
            if opening:
                table = opening[1].decode("utf-8", "replace")
                continue
            entry = _DOCUMENT.fullmatch(text)
            document = _object(entry[2]) if entry else None
            if entry is None or document is None:
                continue
            if table == "meta":
                self._take_numbers(document)
            else:
                self._take_document(table, entry[1].decode("utf-8", "replace"), entry[2])

    def _note_damage(self, path: Path, line: str) -> None:
        self.damaged_files.append(path)
        self.result.damage.append(line)

    # What is not in the snapshot

    def _fill_from_elsewhere(self) -> None:
        """Take what the snapshot has lost from the newest good backup, and from changes that came after it."""
        papers = self.tables[PAPERS]
        backup = _newest_backup(self.path.parent / FOLDER)
        behind = 0
        if backup is not None:
            table = backup.tables[PAPERS]
            behind = backup.number("number")
            for doc_id in table.ids:
                if doc_id not in papers and (not self._missing or doc_id in self._missing):
                    papers.put(doc_id, table.raw(doc_id))
                    self.result.restored.append(f"paper {_name(papers, doc_id)} is as it was in {backup.path}")
        elif not len(papers) and not self.records:
            raise StoreError(f"{self.result.damage[0]}; there is no good copy of it; nothing was changed")
        restored = set(papers) if backup is None else {d for d in backup.tables[PAPERS].ids if d in papers}
        good = set(papers) - restored
        for record in self.records:
            if record.number > behind:
                for change in record.changes:
                    if change.table == PAPERS and change.doc_id not in good:
                        papers.take_in(change)

    # The journal

    def _read_journal(self) -> None:
        """Take in all good records of the journal."""
        path = journal_path(self.path)
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise StoreError(f"{path}: {error.strerror}") from error
        reading = FileJournal(path).read_since(None)
        tied = reading.position.generation if reading.position else self.generation
        if tied < self.generation:
            return  # All of it is in the snapshot.
        if tied > self.generation and not self.damaged_files:
            self._note_damage(path, f"{path}: belongs to a newer {self.path.name} than the one that is there")
            self.result.lost.append(f"the changes in {path.name} are not taken in")
            self.generation = tied
            return
        self.generation = max(self.generation, tied)
        lines = list(salvage(data))
        last_good = max((line for line, found in lines if isinstance(found, Record)), default=0)
        for line, found in lines:
            if isinstance(found, Record):
                self._take_record(found, f"{path}, line {line}")
            elif line <= last_good or reading.position is None:
                if path not in self.damaged_files:
                    self.damaged_files.append(path)
                self.result.damage.append(f"{path}, line {line}: damaged")
                if line > 1:
                    self.result.lost.append(f"a change is lost: {_told(found)}")

    def _take_record(self, record: Record, where: str) -> None:
        for change in record.changes:
            documents = self.tables.setdefault(change.table, Documents())
            if change.before is not None and change.after is not None and change.doc_id not in documents:
                keys = record.info.get("keys", {})
                name = keys.get(change.doc_id, change.doc_id) if isinstance(keys, dict) else change.doc_id
                self.result.lost.append(f"{where}: what was done to paper {name} is lost with the paper")
            documents.take_in(change)
        self.records.append(record)
        self.number = max(self.number, record.number)


_OPENING = re.compile(rb'[{},]*"(\w+)":\{')
_DOCUMENT = re.compile(rb'"([^"\\]+)":(\{.*\}),?')
_SUMMARY = re.compile(rb'"summary":"((?:[^"\\]|\\.)*)"')
_AT = re.compile(rb'"at":"([^"]{20})"')


def _object(text: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def _told(line: bytes) -> str:
    """Return what a damaged record seems to have been about."""
    summary, at = _SUMMARY.search(line), _AT.search(line)
    parts = [match[1].decode("utf-8", "replace") for match in (summary, at) if match]
    return ", ".join(parts) + " (as far as it can be read)" if parts else "which one cannot be read"


def _name(papers: Documents, doc_id: str) -> str:
    return str(papers[doc_id].get("key", doc_id))


def _newest_backup(folder: Path) -> Snapshot | None:
    """Return the newest backup that is good throughout."""
    for path in sorted(_files(folder), key=lambda file: file.stat().st_mtime, reverse=True):
        try:
            found = snapshot.read(path)
        except (OSError, StoreError):
            continue
        tables = found.tables.values()
        if PAPERS in found.tables and not any(t.damaged() for t in tables if isinstance(t, IndexedTable)):
            return found
    return None


def _files(folder: Path) -> Iterable[Path]:
    try:
        return list(folder.glob("*.json"))
    except OSError:
        return []
