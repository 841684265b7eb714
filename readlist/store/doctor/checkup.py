"""Checking all files of a library without changing any of them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from pathlib import Path

from readlist.store import backups, disk, snapshot
from readlist.store.doctor.changes import Numbered, check_journal, check_kept
from readlist.store.doctor.findings import Checkup, Finding, Kind
from readlist.store.doctor.layout import Columns, check_layout
from readlist.store.doctor.papers import Doubles, decoded, faults_of, in_order
from readlist.store.doctor.views import check_views
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, LibraryMissingError, NewerVersionError, StoreError
from readlist.store.journal import DocumentChange
from readlist.store.papers import PAPERS
from readlist.store.repository import SNAPSHOT
from readlist.store.saving import SCHEMA
from readlist.store.scan import HISTORY, Lines, twice, unsealed
from readlist.store.snapshot import IndexedTable, Snapshot
from readlist.store.storage import journal_path
from readlist.store.views import VIEWS

_TRIES = 10
_SHOWN = 3
_KEPT_BESIDE = re.compile(re.escape(SNAPSHOT) + r".*(?:\.damaged-.*|\.cut(?:-\d+)?)|.*\.json\.damaged-.*")
_HALF_WRITTEN = re.compile(r"\..*\.new")


def check(directory: Path) -> Checkup:
    """Check the library in `directory`: its files, the papers and changes in them, and its backups.

    Raises:
        LibraryMissingError: there is none.
        NewerVersionError: a newer version of the program wrote it, which alone knows what is right.
        StoreError: a file cannot be read.
    """
    path = directory / SNAPSHOT
    if not path.exists() and not journal_path(path).exists():
        raise LibraryMissingError(f"{directory}: there is no library here")
    for _ in range(_TRIES):
        seen = _signatures(path)
        result = _Examination(path).result
        # What another program was writing while we read is half there, and looks like damage.
        if not result.findings or seen == _signatures(path):
            break
    _check_backups(directory, result)
    _note_leftovers(directory, result)
    return result


def _signatures(path: Path) -> tuple[disk.Signature | None, disk.Signature | None]:
    try:
        return disk.signature(path), disk.signature(journal_path(path))
    except OSError as error:
        raise StoreError(f"{path}: {error.strerror}") from error


class _Examination:
    """One look at snapshot and journal; `result` is what it found."""

    def __init__(self, path: Path) -> None:
        self.result = Checkup()
        self._path = path
        self._journal = journal_path(path)
        self._tables: dict[str, Documents] = {}
        self._bad: set[str] = set()
        self._set_by: dict[tuple[str, str], int] = {}
        found = self._read()
        if found is None:
            check_journal(self._journal, None, self.result)
            return
        self._check_checksums(found)
        self.result.findings += check_layout(found)
        self._check_twice(found)
        self._tables = {name: self._documents(found, name) for name in found.tables if name != HISTORY}
        if found.meta["schema"] == SCHEMA:
            self.result.findings += check_kept(found)
            self._replay(check_journal(self._journal, found, self.result))
        self._check_papers(found, self._tables.get(PAPERS, Documents()))
        self.result.findings += check_views(found, self._tables.get(VIEWS, Documents()))

    def _add(self, kind: Kind, what: str, line: int | None = None) -> None:
        self.result.findings.append(Finding(kind, self._path, line, what))

    def _read(self) -> Snapshot | None:
        """Return the snapshot, None where it cannot be read as a whole or is no library."""
        try:
            found = snapshot.read(self._path)
        except FileNotFoundError:
            self._add(Kind.DAMAGE, "missing, though its journal is there")
            return None
        except DamagedError as error:
            self.result.findings.append(_finding_of(error, Kind.DAMAGE, self._path))
            return None
        except StoreError as error:
            if error.__cause__ is not None:
                raise  # The system does not let us read it.
            self._add(Kind.DAMAGE, "not a library (no tables in it)")
            return None
        return found if self._check_meta(found) else None

    def _check_meta(self, found: Snapshot) -> bool:
        """Check what a snapshot says of itself; return whether it is a library's."""
        schema = found.meta.get("schema")
        if not isinstance(schema, int):
            self._add(Kind.DAMAGE, "not a library (its table 'meta' names no schema)")
            return False
        if schema > SCHEMA:
            raise NewerVersionError(f"{self._path}: written by a newer version of readlist; nothing was checked")
        if schema == SCHEMA and unsealed(found):
            self._add(Kind.SHAPE, "its seal is broken: damaged, or changed by hand or by another program")
        elif schema < SCHEMA and unsealed(found):
            self._add(Kind.DAMAGE, f"names schema {schema}, and is laid out as one of schema {SCHEMA}")
        elif schema < SCHEMA:
            self.result.notes.append(f"written by an older version (schema {schema}): opening it brings it up to date")
        if PAPERS not in found.tables:
            self._add(Kind.DAMAGE, f"there is no table {PAPERS!r}")
        return True

    def _check_checksums(self, found: Snapshot) -> None:
        for table in found.tables.values():
            if isinstance(table, IndexedTable):
                keys = table.column("key")
                for place in table.damaged():
                    doc_id = table.ids[place]
                    what = f"paper {keys[place]!r}" if keys else f"document {doc_id} of table {table.name!r}"
                    self._add(Kind.DAMAGE, f"damaged ({what})", table.line_number(place))
                    if table.name == PAPERS:
                        self._bad.add(doc_id)

    def _documents(self, found: Snapshot, name: str) -> Documents:
        """Return the documents of a table, without what is none: no change can be done to that."""
        table = found.tables[name]
        documents = Documents(table)
        if not found.indexed:
            lines = Lines(found, name)
            for doc_id in table.ids:
                if decoded(table.raw(doc_id)) is None:
                    self._add(Kind.DAMAGE, f"document {doc_id} of table {name!r}: no JSON object", lines[doc_id])
                    documents.put(doc_id, None)
        return documents

    def _check_twice(self, found: Snapshot) -> None:
        if found.indexed:
            return  # The index tells each document once.
        try:
            for line, before, table, doc_id in twice(found):
                what = f"document {doc_id} of table {table!r} is on line {before} too; the later one counts"
                self._add(Kind.SHAPE, what, line)
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error

    # Changes

    def _replay(self, records: Iterable[Numbered]) -> None:
        """Do to the documents what the journal says."""
        for line, record in records:
            for change in record.changes:
                if change.doc_id is None:
                    if change.after is None:
                        self._tables.pop(change.table, None)
                    continue
                documents = self._tables.setdefault(change.table, Documents())
                if change.table == PAPERS:
                    self._note_paper(line, change.doc_id, change, there=change.doc_id in documents)
                documents.take_in(change)

    def _note_paper(self, line: int, doc_id: str, change: DocumentChange, *, there: bool) -> None:
        """Check a change of a paper against whether there is such a paper, and note which fields it set."""
        if there is (change.before is None):
            what = f"adds paper {doc_id}, which is there" if there else f"changes paper {doc_id}, which is not there"
            self.result.findings.append(Finding(Kind.CHANGE, self._journal, line, what))
        for name in change.after or ():
            self._set_by[doc_id, name] = line
        if change.before is None or change.after is None:
            self._bad.discard(doc_id)

    # Papers

    def _check_papers(self, found: Snapshot, documents: Documents) -> None:
        self.result.papers = len(documents)
        lines, columns, doubles = Lines(found, PAPERS), Columns(found, PAPERS), Doubles()
        touched = documents.touched
        for doc_id in in_order(documents):
            if doc_id in self._bad:
                continue
            document = documents[doc_id]
            for fault in (*faults_of(doc_id, document), *doubles.faults_of(doc_id, document)):
                line = self._set_by.get((doc_id, fault.field))
                path, line = (self._path, lines[doc_id]) if line is None else (self._journal, line)
                self.result.findings.append(Finding(Kind.PAPER, path, line, str(fault)))
            if doc_id not in touched:
                for name in columns.differing(doc_id, document):
                    what = f"paper {doc_id}, field {name!r}: the index says something else"
                    self._add(Kind.SHAPE, what, lines[doc_id])


# What stands beside the library


def _check_backups(directory: Path, result: Checkup) -> None:
    for path in backups.files(directory / backups.FOLDER):
        try:
            found = snapshot.read(path)
        except DamagedError as error:
            result.findings.append(_finding_of(error, Kind.BACKUP, path))
            continue
        except (OSError, StoreError):
            continue  # Gone meanwhile, or something of the user's that is no library.
        if unsealed(found):
            result.findings.append(Finding(Kind.BACKUP, path, None, "its seal is broken: damaged, or changed by hand"))
            continue
        if PAPERS not in found.tables:
            continue
        bad = [
            Finding(Kind.BACKUP, path, table.line_number(place), "damaged")
            for table in found.tables.values()
            if isinstance(table, IndexedTable)
            for place in table.damaged()
        ]
        bad += [dataclasses.replace(finding, kind=Kind.BACKUP) for finding in check_layout(found)]
        result.findings += bad
        result.backups += not bad


def _note_leftovers(directory: Path, result: Checkup) -> None:
    """Note files that nobody needs but who looks for something lost."""
    names = []
    for folder in (directory, directory / backups.FOLDER):
        try:
            names += [path.name for path in folder.iterdir()]
        except OSError:
            continue
    for what, pattern in (("kept of what was damaged", _KEPT_BESIDE), ("left half written", _HALF_WRITTEN)):
        found = sorted(name for name in names if pattern.fullmatch(name))
        if found:
            more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
            result.notes.append(f"{what}: {', '.join(found[:_SHOWN])}{more}")


def _finding_of(error: DamagedError, kind: Kind, path: Path) -> Finding:
    """Return the finding that an error of reading a file tells of: its text begins with file and line."""
    text = str(error).removeprefix(str(path))
    match = _PLACE.match(text)
    return Finding(kind, path, int(match[1]), match[2]) if match else Finding(kind, path, None, text.removeprefix(": "))


_PLACE = re.compile(r", line (\d+): (.*)", re.DOTALL)
