"""The only door to a library on disk: what is in it, and changes to it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from tinydb.table import Document

from readlist.model.actions import Action
from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.history import History
from readlist.model.library import Library
from readlist.model.paper import HEAD_FIELDS, InvalidPaperError, Paper
from readlist.model.record import Timestamp
from readlist.store.database import LibraryDB
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, LibraryExistsError, LibraryMissingError, StoreError
from readlist.store.journal import Record
from readlist.store.opening import open_storage
from readlist.store.storage import LibraryStorage, journal_path

Clock: TypeAlias = Callable[[], datetime]

SNAPSHOT = "library.json"
PAPERS = "papers"
COLUMNS = {PAPERS: tuple(name for name in HEAD_FIELDS if name != "number")}
"""What the index of a snapshot holds of each paper: with that, lists and counts need no more of it."""


def system_clock() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


class Repository:
    """A library on disk.

    `library` is what it holds at the moment. `do`, `undo` and `redo` return only after the change is on disk; where
    that fails they raise, and memory and disk are both as they were. Another process may change the same library:
    every change is made from its newest state, and `refresh` takes in what others did.

    Attributes:
        directory: the library's folder.
        reloads: how often what others did was taken in, by `refresh` or on the way to a change.
        notices: what its user must be told, a line each; whoever tells it takes it out.
    """

    def __init__(self, directory: Path, *, clock: Clock = system_clock) -> None:
        """Open the library in `directory`.

        Args:
            directory: its folder.
            clock: tells the time of changes.

        Raises:
            LibraryMissingError: there is none.
            StoreError: it is unreadable, of a newer version, or damaged beyond what can be mended.
        """
        path = directory / SNAPSHOT
        if not path.exists() and not journal_path(path).exists():
            raise LibraryMissingError(f"{directory}: there is no library here")
        self.directory = directory
        self._clock = clock
        self._storage, self.notices = open_storage(path, columns=COLUMNS, now=self._now)
        if not self._storage.exists:
            raise LibraryMissingError(f"{directory}: there is no library here")
        self._db = LibraryDB(storage=lambda: self._storage)
        self._papers = self._db.table(PAPERS, cache_size=0)
        self.reloads = 0
        self._without_lock = False
        self._library = Library()
        self._history: History | None = None
        self._seen = self._marks()
        self._show_all()

    @classmethod
    def create(cls, directory: Path, *, contents: Action | None = None, clock: Clock = system_clock) -> Repository:
        """Make a library in `directory`, and the folder where it is missing.

        Args:
            directory: its folder.
            contents: what it starts with; no action of the user, so it cannot be undone. None: it starts empty.
            clock: tells the time of changes.

        Raises:
            LibraryExistsError: there is one already.
            StoreError: it could not be written.
        """
        path = directory / SNAPSHOT
        exists = LibraryExistsError(f"{directory}: there is a library here already")
        if path.exists():
            raise exists
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{directory}: {error.strerror}") from error
        library = Library()
        if contents is not None:
            library = library.apply(contents.change(library, timestamp(clock)).edits)
        storage = LibraryStorage(path, columns=COLUMNS, now=partial(timestamp, clock))
        if not storage.begin({PAPERS: {str(paper.number): _document(paper.to_fields()) for paper in library}}):
            raise exists
        storage.close()
        return cls(directory, clock=clock)

    @property
    def library(self) -> Library:
        """All papers, as of the last change or refresh."""
        return self._library

    @property
    def history(self) -> History:
        """All changes that are kept, oldest first, as of the last change or refresh.

        Raises:
            StoreError: they cannot be read.
        """
        if self._history is None:
            path = self._storage.path
            try:
                self._history = History.of([_change(record) for record in self._storage.records()])
            except (KeyError, TypeError, ValueError) as error:
                raise DamagedError(f"{path}: table 'history': {error!r}; nothing was changed") from error
        return self._history

    def do(self, action: Action) -> Change:
        """Make the change that `action` asks for, and return it; one without edits when there was nothing to do.

        Raises:
            UnknownPaperError: the action names a paper that is not (or no longer) there.
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            return self._commit(action.change(self._library, self._now()))

    def undo(self) -> Change | None:
        """Take back the last action, whoever did it; None when there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            change = self.history.undo(self._now(), self._library)
            return change and self._commit(change)

    def redo(self) -> Change | None:
        """Do the last undone action again; None when there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            change = self.history.redo(self._now(), self._library)
            return change and self._commit(change)

    def refresh(self) -> bool:
        """Take in what other processes did; return whether there was anything.

        Raises:
            StoreError: what they left cannot be read; the library in memory stays as it was.
        """
        self._storage.refresh()
        return self._follow()

    def compact(self) -> None:
        """Write all changes into the snapshot, and begin the journal anew.

        Raises:
            StoreError: it could not be done; nothing has changed.
        """
        with self._writing():
            self._storage.compact()
        self._seen = self._marks()

    def close(self) -> None:
        """Let go of the files."""
        self._db.close()

    # Inside

    def _now(self) -> Timestamp:
        return timestamp(self._clock)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Keep other writers out, having taken in what they did.

        Raises:
            StoreError: another program has been writing for too long, or what it left cannot be read.
        """
        with self._storage.writing():
            if self._storage.lock.missing and not self._without_lock:
                self._without_lock = True
                self.notices.append(
                    f"{self.directory}: the file system has no locks ({self._storage.lock.missing}): "
                    "let only one program write here at a time"
                )
            self._follow()
            yield

    def _follow(self) -> bool:
        """Show what the storage has taken in of others; return whether there was anything."""
        number, generation, reloads = self._seen
        storage = self._storage
        if storage.reloads == reloads:
            records = storage.records_behind(number)
            if not records:
                return False
            for record in records:
                change = _change(record)
                self._library = self._library.apply(change.edits)
                if self._history is not None:
                    self._history.append(change)
            self._seen = self._marks()
        elif storage.last_number == number and storage.generation > generation:
            # Another process has compacted the library: it holds what it held.
            self._seen = self._marks()
            return False
        else:
            self._show_all()
        self.reloads += 1
        return True

    def _marks(self) -> tuple[int, int, int]:
        """Return what tells the storage's state that is shown from a later one."""
        return self._storage.last_number, self._storage.generation, self._storage.reloads

    def _show_all(self) -> None:
        """Show what the storage holds.

        Raises:
            DamagedError: a paper is not what it must be.
        """
        self._seen = self._marks()
        self._history = None
        documents = self._storage.tables.get(PAPERS, Documents())
        try:
            papers = sorted(_papers_of(documents), key=lambda paper: paper.number)
        except InvalidPaperError as error:
            raise DamagedError(f"{self._storage.path}: {error}; nothing was changed") from error
        self._library = Library(papers)

    def _commit(self, change: Change) -> Change:
        """Save `change`, then show it in memory."""
        if not change.edits and change.kind is ChangeKind.DO:
            return change
        library = self._library.apply(change.edits)
        numbers = {edit.key: self._number_of(edit, library) for edit in change.edits}
        info = {
            "summary": change.summary,
            "kind": change.kind.value,
            "of": change.of,
            "session": change.session,
            "keys": {str(number): key for key, number in numbers.items()},
        }
        with self._storage.change(change.action, at=change.at, info=info):
            self._write(change.edits, numbers)
        change = dataclasses.replace(change, id=self._storage.last_number)
        self._library = library
        if self._history is not None:
            self._history.append(change)
        self._seen = self._marks()
        return change

    def _number_of(self, edit: Edit, after: Library) -> int:
        paper = self._library.get(edit.key) or after.get(edit.key)
        return paper.number if paper else 0

    def _write(self, edits: Sequence[Edit], numbers: Mapping[str, int]) -> None:
        """Give the documents of papers their new fields."""
        gone = [numbers[edit.key] for edit in edits if edit.after is None]
        new: list[Document] = []
        changed: dict[str, Mapping[str, Any]] = {}
        for edit in edits:
            if edit.after is not None:
                if edit.before is None and edit.key not in self._library:
                    new.append(Document(_document(edit.after), doc_id=numbers[edit.key]))
                else:
                    changed[edit.key] = _document(edit.after)

        def take_fields(document: MutableMapping[Any, Any]) -> None:
            document.update(changed[document["key"]])

        if gone:
            self._papers.remove(doc_ids=gone)
        if new:
            self._papers.insert_multiple(new)
        if changed:
            self._papers.update(take_fields, doc_ids=[numbers[key] for key in changed])


def timestamp(clock: Clock) -> Timestamp:
    """Return the moment that `clock` tells, as changes and papers hold it."""
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _document(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a paper without its number: TinyDB's own document id says it."""
    return {name: value for name, value in fields.items() if name != "number"}


def _papers_of(documents: Documents) -> Iterator[Paper]:
    """Yield the papers that stand in documents; those of a snapshot with an index without decoding them.

    Raises:
        InvalidPaperError: one that must be decoded is not what it must be.
    """
    names = COLUMNS[PAPERS]
    columns = [documents.base.column(name) for name in names]
    touched = documents.touched
    if all(column is not None for column in columns):
        for doc_id, *values in zip(documents.base.ids, *(c for c in columns if c is not None), strict=True):
            if doc_id not in touched:
                head = dict(zip(names, values, strict=True))
                head["number"] = int(doc_id)
                yield Paper.deferred(head, partial(_fields, documents, doc_id))
        decoded = (doc_id for doc_id in touched if doc_id in documents)
    else:
        decoded = (doc_id for doc_id in documents)
    for doc_id in decoded:
        yield Paper.from_fields({**documents[doc_id], "number": int(doc_id)})


def _fields(documents: Documents, doc_id: str) -> Mapping[str, Any]:
    """Return the fields of a paper whose head is known; of a damaged one, an abstract that says so."""
    try:
        fields: dict[str, Any] = orjson.loads(documents.base.raw(doc_id))
        Paper.from_fields({**fields, "number": int(doc_id)})
    except (StoreError, InvalidPaperError, ValueError) as error:
        return {"abstract": f"This paper cannot be read: {error}. 'readlist doctor --repair' mends what can be mended."}
    return fields


def _change(record: Record) -> Change:
    """Return the change that a record of the journal tells of.

    Raises:
        KeyError, TypeError, ValueError: it tells of none.
    """
    info = record.info
    keys = info.get("keys", {})
    edits = []
    for change in record.changes:
        if change.table == PAPERS and change.doc_id is not None:
            number = {"number": int(change.doc_id)}
            before = (
                {**change.before, **number} if change.before is not None and change.after is None else change.before
            )
            after = {**change.after, **number} if change.after is not None and change.before is None else change.after
            key = keys.get(change.doc_id) or (change.after or change.before or {}).get("key", change.doc_id)
            edits.append(Edit(key, before, after))
    return Change(
        action=record.action,
        summary=str(info.get("summary", record.action)),
        at=record.at,
        edits=tuple(edits),
        id=record.number,
        kind=ChangeKind(info.get("kind", ChangeKind.DO)),
        of=info.get("of"),
        session=info.get("session"),
    )
