"""Notes written into a folder as they are saved, beside what the user does.

Written are the papers whose note, tags, status or star changed, by whomever, if they have a note or a file there
already. A file whose block was edited is kept, as in every export.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Awaitable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from readlist.app.screens.export_destination import FLAVOURS, MARKDOWN, Destination, Templates
from readlist.app.screens.export_job import Order, report_of
from readlist.app.screens.import_job import in_thread
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen
    from readlist.model.library import Library
    from readlist.model.paper import Paper

LOOK_EVERY = 0.5
"""Seconds between two looks at what has changed."""
WRITE_EVERY = 4.0
"""Seconds between the end of one export and the beginning of the next: a note is saved every two while it is typed."""
AGAIN_AFTER = 30.0
"""Seconds after which it is tried again to write what could not be written, where nothing changes meanwhile."""


class FollowedNotes:
    """The notes in a folder, which follow a library.

    Attributes:
        waiting: keys of papers whose notes could not be written yet.
        failure: why, in one line; "" where none waits.
    """

    def __init__(self, library: Library, folder: Path, *, shown: str, template: Path | None) -> None:
        """Follow a library from the state that it is in now.

        Args:
            library: the papers.
            folder: where their notes are; it need not be there yet.
            shown: how the user calls it.
            template: the template of the notes' blocks, None for our own form.
        """
        self.waiting: frozenset[str] = frozenset()
        self.failure = ""
        self._seen = library
        self._folder = folder
        self._shown = shown
        self._template = template
        self._told: dict[Path, str] = {}
        self._one_at_a_time = threading.Lock()

    def is_behind(self, library: Library) -> bool:
        """Whether `library` is another one than was followed last."""
        return library is not self._seen

    def follow(self, library: Library) -> list[str]:
        """Write the notes of papers that changed; return what is wrong and was not so before, a line each.

        What is kept because the user has edited it is told as well: the note in the library is another one then.
        """
        with self._one_at_a_time:
            self.waiting |= set(_changed(self._seen, library))
            self._seen = library
            before, self.failure = self.failure, ""
            problems = self._write(library)
            new = [self.failure] if self.failure and self.failure != before else []
            return [*new, *problems]

    def _write(self, library: Library) -> list[str]:
        """Write the notes that wait; return what is wrong with files, as far as that has not been told."""
        from readlist.exporters import ExportError, What  # noqa: PLC0415 -- not before something is written
        from readlist.exporters.folder import flavour_of  # noqa: PLC0415 -- as above

        try:
            keys = self._with_files(library, [key for key in self.waiting if key in library])
            if not keys:
                self.waiting = frozenset()
                return []
            destination = Destination(str(self._folder), MARKDOWN, flavour_of(self._folder) or FLAVOURS[0])
            outcomes = report_of(Order(library, keys, destination, Templates(self._template))).outcomes
        except (ExportError, OSError, ValueError) as error:
            self.failure = f"Notes not written to {self._shown}: {clean_line(str(error))}"
            return []
        failed = [outcome for outcome in outcomes if outcome.what is What.FAILED]
        self.waiting = frozenset(outcome.key for outcome in failed if outcome.key)
        if failed:
            more = f" (and {len(failed) - 1:,} more)" if len(failed) > 1 else ""
            self.failure = f"Not written to {self._shown}: {failed[0].path.name}: {failed[0].message}{more}"
        new: list[str] = []
        for outcome in outcomes:
            if outcome.what is not What.FAILED:
                if outcome.message and outcome.message != self._told.get(outcome.path):
                    kept = " kept" if outcome.what is What.KEPT else ""
                    new.append(f"{outcome.path.name} in {self._shown}{kept}: {outcome.message}")
                self._told[outcome.path] = outcome.message
        return new

    def _with_files(self, library: Library, keys: Iterable[str]) -> list[str]:
        """Return those of the papers that have a note, or a file in the folder already, in the library's order.

        Raises:
            OSError: the folder cannot be searched.
        """
        papers = sorted((library[key] for key in keys), key=lambda paper: paper.number)
        if all(paper.note.strip() for paper in papers):
            return [paper.key for paper in papers]
        from readlist.exporters import shelf  # noqa: PLC0415 -- as above

        there = shelf.search(self._folder).notes
        return [paper.key for paper in papers if paper.note.strip() or clean_line(paper.key) in there]


class AutoExport:
    """Lets the notes of a folder follow the library of a screen, in threads, and says there what is wrong."""

    def __init__(self, screen: MainScreen, folder: Path, *, shown: str, template: Path | None) -> None:
        """Make it for a screen; the others are as in `FollowedNotes`."""
        self._screen = screen
        self._notes = FollowedNotes(screen.desk.library, folder, shown=shown, template=template)
        self._under_way = False
        self._next = self._again = 0.0
        self._untold: list[str] = []

    def start(self) -> None:
        """Begin to follow."""
        self._screen.set_interval(LOOK_EVERY, self.look)

    def look(self) -> None:
        """Begin to write what has changed, if that is not too soon, and tell what is wrong."""
        now, library = time.monotonic(), self._screen.desk.library
        due = self._notes.is_behind(library) or (bool(self._notes.waiting) and now >= self._again)
        if due and now >= self._next and not self._under_way:
            self._under_way = True
            self._screen.run_worker(self._follow(in_thread(partial(self._notes.follow, library))), group="auto-export")
        if self._untold and self._screen.has_room_for_news:
            first, self._untold = self._untold, []
            more = f" (and {len(first) - 1:,} more like it)" if len(first) > 1 else ""
            self._screen.say(first[0] + more, error=True)

    async def _follow(self, problems: Awaitable[list[str]]) -> None:
        try:
            self._untold += await problems
        finally:
            self._under_way = False
            self._next = time.monotonic() + WRITE_EVERY
            self._again = time.monotonic() + AGAIN_AFTER

    def finish(self) -> list[str]:
        """Write what is not written yet; return what could not be, and what was not told. May run in a thread."""
        problems = self._notes.follow(self._screen.desk.library)
        failure = self._notes.failure
        return list(dict.fromkeys([*self._untold, *problems, *([failure] if failure else [])]))


def _changed(before: Library, after: Library) -> Iterator[str]:
    """Yield the keys of papers of which something changed that is written as it is saved."""
    for paper in after:
        old = before.get(paper.key)
        if old is not paper and (old is None or _said(old) != _said(paper)):
            yield paper.key


def _said(paper: Paper) -> tuple[object, ...]:
    return paper.note, paper.tags, paper.status, paper.starred
