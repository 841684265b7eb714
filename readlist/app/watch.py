"""The watched folder: the files in it are offered for import, at each start, until they were imported or declined.

While the app runs, each of them is told once.

Nothing comes in by itself. The folder is only listed; what is in a file is read when its import was asked for.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from readlist.app.screens.import_job import in_thread
from readlist.app.widgets.status_line import StatusLine
from readlist.store import disk
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

FIRST_LOOK, LOOK_EVERY = 0.3, 3.0
"""Seconds from the start to the first look at the folder, when the first screen stands, and between two looks."""
SETTLED_AFTER = 10.0
"""Seconds without a change after which a file is whole at first sight; a younger one must be the same at two looks."""
MEMORY = "watched.json"
"""The file in the library's folder that says which files were imported, declined or could not be read."""

Mark: TypeAlias = tuple[int, int]
"""What tells one state of a file from another: the time of its last change in nanoseconds, and its size in bytes."""

_UNFINISHED = frozenset({".part", ".partial", ".crdownload", ".download", ".tmp", ".temp", ".filepart", ".swp"})
"""Endings of files that are still being written, as browsers and editors call them."""
_NO_TEXT = frozenset(
    {
        *(".pdf", ".ps", ".eps", ".djvu", ".epub", ".doc", ".docx", ".odt", ".ppt", ".pptx", ".xls", ".xlsx"),
        *(".zip", ".gz", ".bz2", ".xz", ".zst", ".tar", ".tgz", ".7z", ".rar", ".exe", ".dmg", ".iso", ".deb", ".rpm"),
        *(".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".tif", ".tiff", ".mp3", ".mp4", ".mov", ".avi", ".mkv"),
    }
)
"""Endings of files that no importer reads."""


class NewFile(NamedTuple):
    """A file that is offered, in one state of it: changed, it is another one."""

    path: Path
    mark: Mark


class WatchedFolder:
    """The files of a folder, and which of them were dealt with.

    What was dealt with is remembered in a small file, by name, time and size: a file that changes is a new one.
    """

    def __init__(self, folder: Path, memory: Path, *, now: Callable[[], float] = time.time) -> None:
        """Watch `folder`.

        Args:
            folder: where files come; it need not be there yet.
            memory: the file that says which were dealt with.
            now: the time as files have it, in seconds.
        """
        self._folder = folder
        self._memory = memory
        self._now = now
        self._settled = self._recalled()
        self._last: Mapping[str, Mark] = {}

    def look(self) -> list[NewFile]:
        """Return the files that were not dealt with yet and that nobody is still writing, by name.

        Raises:
            OSError: the folder cannot be listed.
        """
        there = self._listed()
        whole = (self._now() - SETTLED_AFTER) * 1e9
        last, self._last = self._last, there
        return [
            NewFile(self._folder / name, mark)
            for name, mark in sorted(there.items())
            if self._settled.get(name) != mark and (last.get(name) == mark or mark[0] < whole)
        ]

    def settle(self, files: Iterable[NewFile]) -> None:
        """Count files as dealt with, here and where that can be written down; forget those that left."""
        marks = {file.path.name: file.mark for file in files}
        if not marks:
            return
        kept = {name: mark for name, mark in self._settled.items() if name in self._last}
        self._settled = {**kept, **marks}
        self._write_down()

    def has_settled(self, file: NewFile) -> bool:
        """Whether a file was dealt with."""
        return self._settled.get(file.path.name) == file.mark

    def _write_down(self) -> None:
        data = {"folder": str(self._folder), "files": self._settled}
        # Where the library's folder cannot be written to, they are offered again at the next start, and that is all.
        with contextlib.suppress(OSError):
            disk.replace(self._memory, [json.dumps(data).encode("ascii")])

    def _listed(self) -> dict[str, Mark]:
        there: dict[str, Mark] = {}
        with os.scandir(self._folder) as entries:
            for entry in entries:
                # What goes away between the listing and the look at it is not there.
                with contextlib.suppress(OSError):
                    if _may_be_a_list(entry):
                        status = entry.stat()
                        there[entry.name] = (status.st_mtime_ns, status.st_size)
        return {name: mark for name, mark in there.items() if mark[1]}

    def _recalled(self) -> dict[str, Mark]:
        try:
            data = json.loads(self._memory.read_bytes())
            if data["folder"] != str(self._folder):
                return {}
            return {str(name): (int(time_), int(size)) for name, (time_, size) in data["files"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            # None yet, or not what was written: then everything there is new.
            return {}


def _may_be_a_list(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    if name.startswith((".", "~")) or name.endswith("~"):
        return False
    return Path(name).suffix.lower() not in _UNFINISHED | _NO_TEXT and entry.is_file()


class FolderWatch:
    """Looks at the folder now and then, and says on the main screen what has come.

    Attributes:
        shown: the folder as the user's configuration has it.
        waiting: the files that were told and not yet dealt with.
    """

    def __init__(self, screen: MainScreen, folder: Path, *, shown: str, memory: Path) -> None:
        """Make it.

        Args:
            screen: where it is told.
            folder: the folder.
            shown: how the user calls it.
            memory: as in `WatchedFolder`.
        """
        self.shown = shown
        self.waiting: tuple[NewFile, ...] = ()
        self._screen = screen
        self._folder = WatchedFolder(folder, memory)
        self._in_hand: Sequence[NewFile] = ()
        self._found: Sequence[NewFile] = ()
        self._looking = False
        self._problem = ""
        self._said = ""

    def start(self) -> None:
        """Look soon, and from then on."""
        self._screen.set_timer(FIRST_LOOK, self._begin)
        self._screen.set_interval(LOOK_EVERY, self._begin)

    def take(self) -> list[str]:
        """Return the files that wait; `settle` says which were dealt with, in the state that they have now."""
        self._in_hand = self._found
        return [str(file.path) for file in self.waiting]

    def settle(self, paths: Collection[Path]) -> None:
        """Be done with files, which the user imported or declined, or which could not be read."""
        self._folder.settle([file for file in self._in_hand if file.path in paths])
        self.waiting = tuple(file for file in self.waiting if not self._folder.has_settled(file))
        if not self.waiting and self._said == self._screen.query_one(StatusLine).text:
            self._screen.say("")

    def _begin(self) -> None:
        # The file system may take longer than the time between two looks.
        if not self._looking:
            self._looking = True
            self._screen.run_worker(self.look(), group="watch")

    async def look(self) -> None:
        """Look at the folder once, and tell of files that have come."""
        try:
            found = await in_thread(self._folder.look)
        except OSError as error:
            self._tell_problem(f"{self.shown}: {(error.strerror or str(error)).lower()} (watched for new files)")
        else:
            self._problem = ""
            # Some may have been dealt with since the folder was listed.
            self._found = [file for file in found if not self._folder.has_settled(file)]
            self.waiting = tuple(file for file in self.waiting if file in self._found)
            if len(self._found) > len(self.waiting) and self._screen.has_room_for_news:
                self._tell()
        finally:
            self._looking = False

    def _tell(self) -> None:
        self.waiting = tuple(self._found)
        count = len(self.waiting)
        files = f"New file {self.waiting[0].path.name}" if count == 1 else f"{count:,} new files"
        self._said = clean_line(f"{files} in {self.shown}")
        self._screen.say(self._said, aside="I to import")

    def _tell_problem(self, problem: str) -> None:
        """Say what is wrong with the folder, once and not at each look."""
        if problem != self._problem and self._screen.has_room_for_news:
            self._problem = problem
            self._screen.say(problem, error=True)
