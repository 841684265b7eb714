"""The only door to a library on disk: what is in it, and changes to it."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.garbage import no_collection
from readlist.model.library import Library
from readlist.model.paper import InvalidPaperError
from readlist.model.record import Timestamp
from readlist.store.database import LibraryDB
from readlist.store.documents import Documents
from readlist.store.errors import DamagedError, LibraryExistsError, LibraryMissingError, StoreError
from readlist.store.journal import Record
from readlist.store.opening import open_storage
from readlist.store.papers import COLUMNS, PAPERS, change_of, document_of, library_of, versions_of, write_edits
from readlist.store.storage import LibraryStorage, journal_path
from readlist.store.views import VIEWS, SavedViews, ViewEdit

if TYPE_CHECKING:
    from readlist.model.actions import Action
    from readlist.model.history import History

Clock: TypeAlias = Callable[[], datetime]

SNAPSHOT = "library.json"


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
        reloads: how often everything was read anew, by `refresh` or on the way to a change, because others have put
            new files in place; what else they did, `changes_since` tells.
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
        with no_collection():
            self._storage, self.notices = open_storage(path, columns=COLUMNS, now=self._now)
            if not self._storage.exists:
                raise LibraryMissingError(f"{directory}: there is no library here")
            self._db = LibraryDB(storage=lambda: self._storage)
            self._papers = self._db.table(PAPERS, cache_size=0)
            self._views = SavedViews(self._storage, self._db.table(VIEWS, cache_size=0))
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
        if not storage.begin({PAPERS: {str(paper.number): document_of(paper.to_fields()) for paper in library}}):
            raise exists
        storage.close()
        return cls(directory, clock=clock)

    @property
    def library(self) -> Library:
        """All papers, as of the last change or refresh."""
        return self._library

    @property
    def views(self) -> Mapping[str, str]:
        """The user's own views that are kept here: query texts by names, in the order in which they were saved."""
        return self._views.current

    def versions(self, library: Library) -> Mapping[int, int]:
        """Return for the numbers of papers what changes with their documents on disk; see `papers.versions_of`.

        Args:
            library: whose papers are meant; there are no versions of one that is not the newest.
        """
        if library is not self._library or self._marks() != self._seen:
            return {}
        return versions_of(self._storage.tables.get(PAPERS, Documents()))

    @property
    def history(self) -> History:
        """All changes that are kept, oldest first, as of the last change or refresh.

        Raises:
            StoreError: they cannot be read.
        """
        if self._history is None:
            from readlist.model.history import History  # noqa: PLC0415 -- who neither undoes nor asks does without

            self._history = History.of(self._changes(self._storage.records()))
        return self._history

    @property
    def last_number(self) -> int:
        """Number of the last change, whoever made it, as of the last change or refresh; 0 if there was none yet."""
        return self._seen[0]

    def changes_since(self, number: int) -> list[Change]:
        """Return the changes after the one with that number, oldest first, whoever made them, as far as they are kept.

        Raises:
            StoreError: they cannot be read.
        """
        last = self.last_number
        if number >= last:
            return []
        records = self._storage.records_behind(number)
        if len(records) < last - number:
            # The files are new ones: what was in the journal is among the kept changes of the snapshot.
            records = self._storage.records()
        return self._changes([record for record in records if number < record.number <= last])

    @property
    def patience(self) -> float | None:
        """Seconds that a change waits for another program that is writing; None: as long as is usual."""
        return self._storage.lock.patience

    @patience.setter
    def patience(self, seconds: float | None) -> None:
        self._storage.lock.patience = seconds

    def do(self, action: Action) -> Change:
        """Make the change that `action` asks for, and return it; one without edits when there was nothing to do.

        Raises:
            UnknownPaperError: the action names a paper that is not (or no longer) there.
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            return self._commit(action.change(self._library, self._now()))

    def save_view(self, name: str, query: str) -> Change:
        """Keep a view, in the place of one of that name; return the change, with id 0 when there was nothing to do.

        Raises:
            InvalidViewError: it cannot be called so, or has no query; whether that is one, nobody asks here.
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            return self._commit(*self._views.saving(name, query, self._now()))

    def remove_view(self, name: str) -> Change:
        """Remove a view that is kept here.

        Raises:
            UnknownViewError: there is none of that name, whatever its case.
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            return self._commit(*self._views.removing(name, self._now()))

    def undo(self) -> Change | None:
        """Take back the last action, whoever did it; None when there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            change = self.history.undo(self._now(), self._library)
            return change and self._commit(*self._views.stepping(change))

    def redo(self) -> Change | None:
        """Do the last undone action again; None when there is none.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        with self._writing():
            change = self.history.redo(self._now(), self._library)
            return change and self._commit(*self._views.stepping(change))

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

    def backup(self, to: Path | None = None) -> Path:
        """Write all there is into a file of its own, as it is after a refresh, and return its path.

        Args:
            to: the file, or the folder that it is to come into; None for the folder of the backups.

        Raises:
            StoreError: there is such a file already, the library is damaged, or it could not be written.
        """
        from readlist.store import backups  # noqa: PLC0415 -- who opens a library has no need of it

        self.refresh()
        return backups.save(self._storage.path, self._storage.state, to, self._now())

    def maintain(self) -> list[str]:
        """Do what is due now and then (compaction, the daily backup); return what of it failed, a line each."""
        from readlist.store import maintenance  # noqa: PLC0415 -- done at the end, not on the way to the first screen

        return maintenance.maintain(self._storage, self.compact, self._now())

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
            self._show(self._changes(records))
        elif storage.last_number == number and storage.generation > generation:
            # Another process has compacted the library: it holds what it held.
            self._seen = self._marks()
            return False
        else:
            self._show_all()
            self.reloads += 1
        return True

    def _changes(self, records: Sequence[Record]) -> list[Change]:
        """Return the changes that records tell of.

        Raises:
            DamagedError: one tells of none.
        """
        try:
            return [change_of(record) for record in records]
        except (KeyError, TypeError, ValueError) as error:
            raise DamagedError(f"{self._storage.path}: table 'history': {error!r}; nothing was changed") from error

    def _show(self, changes: Sequence[Change]) -> None:
        """Show changes that others made: all of them, or none.

        Raises:
            DamagedError: one makes something of a paper that it cannot be.
        """
        library = self._library
        try:
            for change in changes:
                library = library.apply(change.edits)
        except ValueError as error:
            raise DamagedError(f"{self._storage.path}: {error}; nothing was changed") from error
        self._library = library
        if self._history is not None:
            for change in changes:
                self._history.append(change)
        self._seen = self._marks()

    def _marks(self) -> tuple[int, int, int]:
        """Return what tells the storage's state that is shown from a later one."""
        return self._storage.last_number, self._storage.generation, self._storage.reloads

    def _show_all(self) -> None:
        """Show what the storage holds.

        Raises:
            DamagedError: a paper is not what it must be.
        """
        documents = self._storage.tables.get(PAPERS, Documents())
        try:
            with no_collection():
                self._library = library_of(documents)
        except InvalidPaperError as error:
            raise DamagedError(f"{self._storage.path}: {error}; nothing was changed") from error
        self._history = None
        self._seen = self._marks()

    def _commit(self, change: Change, views: Sequence[ViewEdit] = ()) -> Change:
        """Save `change`, with what it does to views, then show it in memory."""
        if not change.edits and not views and change.kind is ChangeKind.DO:
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
            write_edits(self._papers, change.edits, numbers, self._library)
            self._views.write(views)
        self._library = library
        done = self._as_written(change)
        if self._history is not None:
            self._history.append(done)
        self._seen = self._marks()
        return done

    def _as_written(self, change: Change) -> Change:
        """Return `change`, which is the last one that was saved, as the history has it."""
        number = self._storage.last_number
        if all(edit.after is not None for edit in change.edits):
            return dataclasses.replace(change, id=number)
        # A paper that was taken out has fields on disk that are no paper's, to come back with it.
        (record,) = self._storage.records_behind(number - 1)
        return change_of(record)

    def _number_of(self, edit: Edit, after: Library) -> int:
        paper = self._library.get(edit.key) or after.get(edit.key)
        return paper.number if paper else 0


def timestamp(clock: Clock) -> Timestamp:
    """Return the moment that `clock` tells, as changes and papers hold it."""
    return clock().astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
