"""The only door to a library on disk: what is in it, and changes to it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from tinydb import TinyDB
from tinydb.table import Document, Table

from readlist.model.actions import Action
from readlist.model.change import Change, Edit, History
from readlist.model.library import Library
from readlist.model.paper import InvalidPaperError, Paper
from readlist.model.record import Timestamp
from readlist.store.errors import LibraryExistsError, LibraryMissingError, StoreError
from readlist.store.storage import SnapshotStorage

Clock: TypeAlias = Callable[[], datetime]

SNAPSHOT = "library.json"
LOCK = "library.json.lock"
"""Held by whoever writes; never removed, since another program may be waiting for it."""
PATIENCE = 10
"""Seconds that a writer waits for another."""
SCHEMA = 1
"""Version of what is on disk; a library with a newer one is not opened."""
KEPT_CHANGES = 500
"""How many changes the history holds: so far back can be undone."""


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
    """

    def __init__(self, directory: Path, *, clock: Clock = system_clock) -> None:
        """Open the library in `directory`.

        Args:
            directory: its folder.
            clock: tells the time of changes.

        Raises:
            LibraryMissingError: there is none.
            StoreError: it is damaged, unreadable, or of a newer version.
        """
        path = directory / SNAPSHOT
        if not path.exists():
            raise LibraryMissingError(f"{directory}: there is no library here")
        self.directory = directory
        self._clock = clock
        self._storage = SnapshotStorage(path)
        self._db = TinyDB(storage=lambda: self._storage)
        self._library, self._history = Library(), History()
        self.reloads = 0
        self._load()

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
        if path.exists():
            raise LibraryExistsError(f"{directory}: there is a library here already")
        try:
            directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{directory}: {error.strerror}") from error
        library = Library()
        if contents is not None:
            library = library.apply(contents.change(library, timestamp(clock)).edits)
        papers = {str(paper.number): _document(paper) for paper in library}
        SnapshotStorage(path).write({"meta": {"1": {"schema": SCHEMA}}, "papers": papers, "history": {}})
        return cls(directory, clock=clock)

    @property
    def library(self) -> Library:
        """All papers, as of the last change or refresh."""
        return self._library

    @property
    def history(self) -> History:
        """All changes that are kept, oldest first, as of the last change or refresh."""
        return self._history

    def do(self, action: Action) -> Change:
        """Make the change that `action` asks for, and return it; one without edits when there was nothing to do.

        Raises:
            UnknownPaperError: the action names a paper that is not (or no longer) there.
            StoreError: it could not be saved; nothing has changed.
        """
        with self._lock():
            self.refresh()
            return self._commit(action.change(self._library, timestamp(self._clock)))

    def undo(self) -> Change | None:
        """Take back the last action, whoever did it; None when there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        with self._lock():
            self.refresh()
            change = self._history.undo(timestamp(self._clock))
            return change and self._commit(change)

    def redo(self) -> Change | None:
        """Do the last undone action again; None when there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        with self._lock():
            self.refresh()
            change = self._history.redo(timestamp(self._clock))
            return change and self._commit(change)

    def refresh(self) -> bool:
        """Take in what other processes did; return whether there was anything.

        Raises:
            StoreError: what they left cannot be read; the library in memory stays as it was.
        """
        if not self._storage.changed_outside():
            return False
        self._load()
        self.reloads += 1
        return True

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Keep other writers out between reading the newest state and replacing it.

        Raises:
            StoreError: another program has been writing for too long.
        """
        from filelock import FileLock, Timeout  # noqa: PLC0415 -- 30 ms that only writers pay

        lock = FileLock(self.directory / LOCK, timeout=PATIENCE)
        try:
            lock.acquire()
        except Timeout as error:
            raise StoreError(f"{self.directory}: another program has been writing here for {PATIENCE} s") from error
        except (OSError, NotImplementedError):
            # No lock to be had: a folder that cannot be written says so when the change is saved, and a file system
            # without locks is used as it is.
            yield
            return
        try:
            yield
        finally:
            lock.release()

    def _load(self) -> None:
        path = self.directory / SNAPSHOT
        if self._storage.read() is None:
            raise StoreError(f"{path}: the library is gone")
        schema = next((entry.get("schema") for entry in self._table("meta").all()), None)
        if schema != SCHEMA:
            problem = "written by a newer version of readlist" if isinstance(schema, int) else "not a library"
            raise StoreError(f"{path}: {problem}; nothing was changed")
        try:
            papers = [Paper.from_fields({**doc, "number": doc.doc_id}) for doc in self._table("papers").all()]
            changes = [Change.from_json(doc) for doc in self._table("history").all()]
        except InvalidPaperError as error:
            raise StoreError(f"{path}: {error}; nothing was changed") from error
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{path}: table 'history': {error!r}; nothing was changed") from error
        self._library = Library(sorted(papers, key=lambda paper: paper.number))
        self._history = History.of(changes)

    def _table(self, name: str) -> Table:
        return self._db.table(name, cache_size=0)

    def _commit(self, change: Change) -> Change:
        """Save `change`, then show it in memory."""
        if not change.edits:
            return change
        change = dataclasses.replace(change, id=self._history.last_id + 1)
        library = self._library.apply(change.edits)
        with self._storage.batch():
            self._write_papers(change.edits, library)
            history = self._table("history")
            history.insert(Document(change.to_json(), doc_id=change.id))
            oldest = change.id - KEPT_CHANGES
            if history.contains(doc_id=oldest):
                history.remove(doc_ids=[oldest])
        self._library = library
        self._history.append(change)
        return change

    def _write_papers(self, edits: Iterable[Edit], after: Library) -> None:
        papers = self._table("papers")
        gone = [self._library[e.key].number for e in edits if e.after is None and e.key in self._library]
        new = [after[e.key] for e in edits if e.before is None and e.key not in self._library]
        changed = {e.key: after[e.key] for e in edits if e.key in self._library and e.key in after}
        if gone:
            papers.remove(doc_ids=gone)
        if new:
            papers.insert_multiple([Document(_document(paper), doc_id=paper.number) for paper in new])
        if changed:

            def take_fields(document: MutableMapping[Any, Any]) -> None:
                document.update(_document(changed[document["key"]]))

            papers.update(take_fields, doc_ids=[paper.number for paper in changed.values()])


def timestamp(clock: Clock) -> Timestamp:
    """Return the moment that `clock` tells, as changes and papers hold it."""
    return clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _document(paper: Paper) -> dict[str, object]:
    fields = paper.to_fields()
    # TinyDB's own document id says it: what is written twice can disagree.
    del fields["number"]
    return fields
