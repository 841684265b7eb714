"""Work of an import that takes its time: in a thread, told as it goes on, and left alone when nobody waits any more."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from readlist.app.desk import Desk
from readlist.model.change import Change
from readlist.model.garbage import no_collection
from readlist.model.library import Library
from readlist.store.errors import StoreError
from readlist.store.repository import system_clock, timestamp

if TYPE_CHECKING:
    from readlist.app.screens.import_draft import Draft, Judgement, Selection
    from readlist.importers.gathering import Source
    from readlist.model.actions import Action

T = TypeVar("T")


class Job:
    """Reading what somebody points at, and finding out what importing it would do.

    Attributes:
        done: how many documents have been read.
        total: how many there are; None as long as they are still being found.
        comparing: whether they are all read, and being compared with the library.
        files: the files among them, when they have been found.
        form: name of the importer that reads them; None takes the one that is surest.
        cancelled: set by who does not wait any more; the documents that are left are then not read.
    """

    def __init__(self, sources: Sequence[Source], library: Library, form: str | None = None) -> None:
        self.done = 0
        self.total: int | None = None
        self.comparing = False
        self.files: frozenset[Path] = frozenset()
        self.cancelled = False
        self._sources = sources
        self._library = library
        self.form = form

    def run(self) -> Draft | None:
        """Do it, and return what would come in; None where it was cancelled."""
        # Each importer, and what they are made with, is loaded here for the first time.
        from readlist.app.screens.import_draft import Draft  # noqa: PLC0415 -- as said above
        from readlist.importers.gathering import Unread, find  # noqa: PLC0415 -- as above

        found = find(self._sources)
        self.files = frozenset(
            document.content
            for document in found
            if isinstance(document, Unread) and isinstance(document.content, Path)
        )
        self.total = len(found)
        outcomes = []
        for document in found:
            if self.cancelled:
                return None
            outcomes.append(document.read(self.form) if isinstance(document, Unread) else document)
            self.done += 1
        self.comparing = True
        draft = Draft(outcomes)
        draft.take(judge(draft.selection, self._library))
        return None if self.cancelled else draft

    @property
    def progress(self) -> tuple[str, float | None]:
        """What is being done, and how much of it is done (0 to 1); None where nobody can know."""
        if self.comparing:
            return "Comparing with the library", None
        if self.total is None or self.total == 1:
            return "Reading", None
        return f"Reading {self.done:,} of {self.total:,} files", self.done / max(1, self.total)


class Commit:
    """The change of an import, which takes seconds where thousands of papers come.

    It runs once, in a thread of its own, and nothing stops it. Until it has ended the desk is lent.
    """

    def __init__(self, desk: Desk, action: Action, papers: int) -> None:
        """Make it.

        Args:
            desk: what makes the change.
            action: what imports.
            papers: how many papers that are.
        """
        self._desk = desk
        self._action = action
        self._papers = papers
        self._ended = threading.Event()
        self._problem: StoreError | None = None
        desk.lent = True

    def run(self) -> Change:
        """Make the change, and return it when it is on the disk.

        Raises:
            StoreError: it could not be saved; nothing has changed.
        """
        try:
            # A search for garbage stops all threads, the longer the more papers there are.
            with no_collection():
                return self._desk.do(self._action)
        except StoreError as error:
            self._problem = error
            raise
        finally:
            self._desk.lent = False
            self._ended.set()

    def wait(self) -> StoreError | None:
        """Wait until it has ended, and return why the change could not be saved, if it could not."""
        self._ended.wait()
        return self._problem

    @property
    def progress(self) -> tuple[str, float | None]:
        """What is being done, and how much of it is done; see `Job.progress`."""
        return f"Importing {self._papers:,} {'paper' if self._papers == 1 else 'papers'}", None


def judge(selection: Selection, library: Library) -> dict[int, Judgement]:
    """Return what importing a selection would make of each of its papers, by row; may run in a thread of its own."""
    from readlist.app.screens.import_draft import judged  # noqa: PLC0415 -- loads the importers

    return judged(selection, library, timestamp(system_clock))


def in_thread(work: Callable[[], T]) -> asyncio.Future[T]:
    """Begin `work` at once, and return what it will return or raise, while others go on.

    Its thread keeps nobody from leaving: whoever stops waiting is free at once, and so is the program at its end,
    also where a file system does not answer.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(answer: Callable[[], None]) -> None:
        if not future.done():
            answer()

    def run() -> None:
        answer: Callable[[], None]
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 -- whoever waits gets it, whatever it is
            failure = error
            answer = lambda: future.set_exception(failure)  # noqa: E731 -- a def would shadow that of success
        else:
            answer = lambda: future.set_result(result)  # noqa: E731 -- as above
        # The loop is closed where the program has come to its end meanwhile.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(tell, answer)

    threading.Thread(target=run, name="import", daemon=True).start()
    return future
