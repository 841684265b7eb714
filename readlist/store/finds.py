"""What is good in the files of a library, damaged or not.

The documents come from the snapshot; those that are not good there come from the newest backup, or from the changes in
which they were added. Over them go the records of the journal whose checksums are right. A record says which value a
field was given, so that the last good record that speaks of a field is right about it, whatever became of those before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import orjson

from readlist.store import backups, scan
from readlist.store.doctor.records import problem_of, told_of, unusable
from readlist.store.documents import Documents
from readlist.store.errors import StoreError
from readlist.store.journal import DocumentChange, FileJournal, Record, salvage
from readlist.store.papers import PAPERS
from readlist.store.remains import Remains
from readlist.store.snapshot import Snapshot
from readlist.store.storage import journal_path


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
        self._held: int | None = None
        self._backup: Snapshot | None = None

    def read(self) -> None:
        """Read all there is.

        Raises:
            StoreError: there is nothing good to be had.
        """
        remains = self._read_snapshot()
        if not remains.complete:
            self._fill_from_elsewhere(None)
        elif remains.missing:
            self._fill_from_elsewhere(remains.missing)
        self._read_journal(proven=remains.proven)
        self._note_gap(whole=remains.complete)
        if not remains.complete and not self.tables[PAPERS]:
            raise StoreError(f"{self.damage[0]}; there is no good copy of it; nothing was changed")
        for doc_id, name in remains.missing.items():
            if doc_id not in self.tables[PAPERS]:
                self.lost.append(f"paper {name or doc_id} is lost")
        # Where a snapshot and its journal tell of the same change, they tell the same.
        self.records = [record for _, record in sorted({record.number: record for record in self.records}.items())]

    def _note_damage(self, path: Path, line: str) -> None:
        if path not in self.damaged_files and path.exists():
            self.damaged_files.append(path)
        self.damage.append(line)

    def _read_snapshot(self) -> Remains:
        """Take in what is good in the snapshot."""
        remains = Remains(self._path)
        for line in remains.damage:
            self._note_damage(self._path, line)
        self.lost += remains.lost
        self.tables, self.records = remains.tables, remains.records
        self.generation, self.number, self.size = remains.generation, remains.number or 0, remains.size
        self._held = remains.number
        return remains

    # What is not in the snapshot

    def _fill_from_elsewhere(self, wanted: Mapping[str, str | None] | None) -> None:
        """Take what the snapshot has lost from the newest good backup, and from changes that came after it.

        Args:
            wanted: ids of the papers that are lost, with their keys as far as they are known; None where it is not
                known which are lost.
        """
        papers = self.tables[PAPERS]
        good = frozenset(papers)
        behind = 0

        def lost(doc_id: str) -> bool:
            return doc_id not in good and (wanted is None or doc_id in wanted)

        backup = self._backup = next(backups.good(self._path, PAPERS), None)
        if backup is not None:
            table = backup.tables[PAPERS]
            behind = backup.number("number")
            self.number = max(self.number, behind)
            for doc_id in filter(lost, table.ids):
                raw, key = table.raw(doc_id), (wanted or {}).get(doc_id)
                # Where another library was put in the place of the one before, its papers have the same numbers.
                if scan.is_object(raw) and (key is None or orjson.loads(raw).get("key") == key):
                    papers.put(doc_id, raw)
                    self.restored.append(f"paper {_name(papers, doc_id)} comes from {backup.path}")
        for record in self.records:
            for change in record.changes if record.number > behind else ():
                if change.table == PAPERS and lost(change.doc_id or ""):
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

    def _read_journal(self, *, proven: bool) -> None:
        """Take in all good records of the journal.

        Args:
            proven: whether the numbers that the snapshot gives itself are those that were written.
        """
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
        last = max((found.number for _, found in lines if isinstance(found, Record)), default=0)
        reading = FileJournal(path).read_since(None)
        if reading.position is None:
            tied, expected = max(generations, default=self.generation), None
        else:
            tied, expected = reading.position.generation, reading.position.number - len(reading.records) + 1
            self._held = expected - 1 if self._held is None else self._held
        if tied < self.generation and (proven or last <= (self._held or 0)):
            return  # All of it is in the snapshot.
        if tied < self.generation:
            what = f"its generation is not that of {path.name}, which holds newer changes"
            self._note_damage(self._path, f"{self._path}: {what}")
        if tied > self.generation and self._path not in self.damaged_files and self._path.exists():
            self._note_damage(path, f"{path}: belongs to a newer {self._path.name} than the one that is there")
            self.lost.append(f"the changes in {path.name} are not taken in")
        else:
            self._take_records(path, lines, tied, expected)
        self.generation = max(self.generation, tied)

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
        self.number = max(self.number, record.number)
        problem = unusable(record)
        if problem is not None:
            self._note_damage(journal_path(self._path), f"{where}: change {record.number}: {problem}")
            self.lost.append(f"change {record.number} is lost")
            return
        for change in record.changes:
            if change.doc_id is None and change.after is None:
                self.tables[change.table] = Documents()
                continue
            documents = self.tables.setdefault(change.table, Documents())
            if change.before is not None and change.after is not None and change.doc_id not in documents:
                what = f"document {change.doc_id} of table {change.table!r}"
                if change.table == PAPERS:
                    keys = record.info.get("keys") if isinstance(record.info, dict) else None
                    what = (
                        f"paper {keys.get(change.doc_id, change.doc_id) if isinstance(keys, dict) else change.doc_id}"
                    )
                self.lost.append(f"{where}: what was done to {what} is lost with it")
            documents.take_in(change)
        problem = problem_of(record)
        if problem is None:
            self.records.append(record)
        else:
            self.lost.append(f"change {record.number} can no longer be undone: {problem}")


def _named(record: Record, change: DocumentChange) -> str:
    """Return what a document is called that a record changes."""
    if change.table != PAPERS:
        return f"document {change.doc_id} of table {change.table!r}"
    keys = record.info.get("keys") if isinstance(record.info, dict) else None
    return f"paper {keys.get(change.doc_id, change.doc_id) if isinstance(keys, dict) else change.doc_id}"


def _name(papers: Documents, doc_id: str) -> str:
    return str(papers[doc_id].get("key", doc_id))
