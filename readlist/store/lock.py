"""The lock that writers of a library take: one at a time, in every process and thread."""

from __future__ import annotations

import functools
import os
import threading
import time
from pathlib import Path
from types import ModuleType

from readlist.store import disk
from readlist.store.errors import StoreError

PATIENCE = 10.0
"""Seconds that a writer waits for another, unless it is told otherwise."""
_POLL = 0.01


class WriterLock:
    """The lock of one library, over a file that is never removed: another program may be waiting for it.

        with lock:
            ...

    keeps others out. It can be taken again by the thread that has it. filelock's lock on an open descriptor is used,
    which costs two microseconds where taking it by path costs sixty.

    Attributes:
        patience: seconds to wait for another writer; None: `PATIENCE`.
        missing: why there is no lock to be had here; None as long as there is one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._name = os.fspath(path)
        self._file: disk.Held | None = None
        self._identity = (0, 0)
        self._threads = threading.RLock()
        self._depth = 0
        self.patience: float | None = None
        self.missing: str | None = None

    @property
    def held(self) -> bool:
        """Whether somebody of this process is inside."""
        return self._depth > 0

    def __enter__(self) -> None:
        """Keep other writers out until the block ends.

        Where the file system has no locks, nobody is kept out, and `missing` says so. Where the folder cannot be
        written, nobody is kept out either: whoever tries to write is told then.

        Raises:
            StoreError: another program has been writing for too long.
        """
        until = time.monotonic() + self._wait
        if not self._threads.acquire(timeout=self._wait):
            raise self._taken_too_long()
        if self._depth == 0:
            try:
                self._take(until)
            except BaseException:
                self._threads.release()
                raise
        self._depth += 1

    def __exit__(self, *_: object) -> None:
        """Let other writers in."""
        self._depth -= 1
        try:
            if self._depth == 0:
                self._give_back()
        finally:
            self._threads.release()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _take(self, until: float) -> None:
        filelock = _filelock()
        while True:
            descriptor = self._open()
            if descriptor is None:
                return
            try:
                while not filelock.lock_descriptor(descriptor, blocking=False):
                    if time.monotonic() > until:
                        raise self._taken_too_long()
                    time.sleep(_POLL)
            except (OSError, NotImplementedError) as error:
                self.missing = getattr(error, "strerror", None) or "not supported"
                self.close()
                return
            if self._is_of_the_path():
                return
            # Somebody has removed the file while we waited: a lock on it keeps nobody out.
            self.close()

    def _give_back(self) -> None:
        if self._file is None:
            return
        try:
            _filelock().unlock_descriptor(self._file.descriptor)
        except OSError:
            # Closing the file gives the lock back too.
            self.close()

    def _open(self) -> int | None:
        """Return the file's descriptor, None where it cannot be had."""
        if self._file is None:
            try:
                self._file = disk.Held(self._path, os.O_RDWR | os.O_CREAT)
                ours = os.fstat(self._file.descriptor)
            except OSError:
                self.close()
                return None
            self._identity = ours.st_ino, ours.st_dev
        return self._file.descriptor

    def _is_of_the_path(self) -> bool:
        try:
            found = os.stat(self._name)  # noqa: PTH116 -- before each change: half as long as Path.stat
        except OSError:
            return False
        return (found.st_ino, found.st_dev) == self._identity

    @property
    def _wait(self) -> float:
        return PATIENCE if self.patience is None else self.patience

    def _taken_too_long(self) -> StoreError:
        return StoreError(f"{self._path.parent}: another program has been writing here for {self._wait:.0f} s")


@functools.cache
def _filelock() -> ModuleType:
    """Return the library of the locks: 30 ms that only writers pay, once."""
    import filelock  # noqa: PLC0415 -- as said

    return filelock
