"""The watched folder: files that came into it since the last time are offered for import, each of them once.

What was looked at in the dialog and not imported is offered again.

Nothing comes in by itself. The folder is only listed; what is in a file is read when its import was asked for.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from readlist.app.screens.import_job import in_thread
from readlist.store import disk

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

FIRST_LOOK, LOOK_EVERY = 0.3, 3.0
"""Seconds from the start to the first look at the folder, when the first screen stands, and between two looks."""
SETTLED_AFTER = 10.0
"""Seconds without a change after which a file is whole at first sight; a younger one must be the same at two looks."""
MEMORY = "watched.json"
"""The file in the library's folder that says which files were offered."""

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


class WatchedFolder:
    """The files of a folder, and which of them were offered.

    What was offered is remembered in a small file, by name, time and size: a file that changes is a new one.
    """

    def __init__(self, folder: Path, memory: Path, *, now: Callable[[], float] = time.time) -> None:
        """Watch `folder`.

        Args:
            folder: where files come; it need not be there yet.
            memory: the file that says which were offered.
            now: the time as files have it, in seconds.
        """
        self._folder = folder
        self._memory = memory
        self._now = now
        self._offered = self._recalled()
        self._last: Mapping[str, Mark] = {}

    def look(self) -> list[Path]:
        """Return the files that were not offered yet and that nobody is still writing, by name.

        Raises:
            OSError: the folder cannot be listed.
        """
        there = self._listed()
        settled = self._now() - SETTLED_AFTER
        last, self._last = self._last, there
        new = [
            name
            for name, mark in there.items()
            if self._offered.get(name) != mark and (last.get(name) == mark or mark[0] < settled * 1e9)
        ]
        return [self._folder / name for name in sorted(new)]

    def remember(self, files: Iterable[Path]) -> None:
        """Count files of the last look as offered, here and where that can be written down; forget those that left."""
        marks = {path.name: self._last[path.name] for path in files if path.name in self._last}
        kept = {name: mark for name, mark in self._offered.items() if name in self._last}
        self._offered = {**kept, **marks}
        self._write_down()

    def forget(self, files: Iterable[Path]) -> None:
        """Count files as not offered: the next look finds those of them that are still there."""
        names = {path.name for path in files}
        self._offered = {name: mark for name, mark in self._offered.items() if name not in names}
        self._write_down()

    def has(self, path: Path) -> bool:
        """Whether a file was there at the last look."""
        return path.name in self._last

    def _write_down(self) -> None:
        data = {"folder": str(self._folder), "files": self._offered}
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
        waiting: the files that were told and not yet looked at.
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
        self.waiting: tuple[Path, ...] = ()
        self._screen = screen
        self._folder = WatchedFolder(folder, memory)
        self._in_hand: tuple[Path, ...] = ()
        self._looking = False
        self._problem = ""

    def start(self) -> None:
        """Look soon, and from then on."""
        self._screen.set_timer(FIRST_LOOK, self._begin)
        self._screen.set_interval(LOOK_EVERY, self._begin)

    def take(self) -> list[str]:
        """Return the files that wait, which are then no longer waiting; `settle` says what became of them."""
        self._in_hand, self.waiting = self.waiting, ()
        return [str(path) for path in self._in_hand]

    def settle(self, *, imported: bool) -> None:
        """Be done with the files that were taken last, or, where they were not `imported`, offer them again."""
        files, self._in_hand = self._in_hand, ()
        if files and not imported:
            self._folder.forget(files)

    def _begin(self) -> None:
        # The file system may take longer than the time between two looks.
        if not self._looking:
            self._looking = True
            self._screen.run_worker(self.look(), group="watch")

    async def look(self) -> None:
        """Look at the folder once, and tell of files that have come."""
        try:
            new = await in_thread(self._folder.look)
        except OSError as error:
            self._tell_problem(f"{self.shown}: {(error.strerror or str(error)).lower()} (watched for new files)")
        else:
            self._problem = ""
            self.waiting = tuple(path for path in self.waiting if self._folder.has(path))
            if new and self._screen.has_room_for_news:
                self._tell(new)
        finally:
            self._looking = False

    def _tell(self, new: list[Path]) -> None:
        self._folder.remember(new)
        self.waiting = (*(path for path in self.waiting if path not in new), *new)
        count = len(self.waiting)
        files = f"New file {self.waiting[0].name}" if count == 1 else f"{count:,} new files"
        self._screen.say(f"{files} in {self.shown}", aside="I to import")

    def _tell_problem(self, problem: str) -> None:
        """Say what is wrong with the folder, once and not at each look."""
        if problem != self._problem and self._screen.has_room_for_news:
            self._problem = problem
            self._screen.say(problem, error=True)
