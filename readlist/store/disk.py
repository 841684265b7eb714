"""Files that last: what is said to be written is on the disk, and a file is replaced as a whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import mmap
import os
import shutil
import sys
import tempfile
import time
import weakref
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

Buffer: TypeAlias = bytes | mmap.mmap
"""The bytes of a file, in memory or mapped into it: both slice to `bytes`, and both have `find` and `rfind`."""

Signature: TypeAlias = tuple[int, int, int]
"""What tells one state of a file from another: inode, size in bytes, time of its last change in nanoseconds."""

CAN_REPLACE_OPEN = os.name != "nt"
"""Whether a file can be replaced while it is open: not on Windows, where no file stays open."""
CAN_REPLACE_MAPPED = CAN_REPLACE_OPEN
"""Whether a file can be replaced while it is mapped: not on Windows, where files are read instead."""
MAPPED_FROM = 16 << 20
"""Files of at least so many bytes are mapped: a smaller one is read sooner, and nobody can cut it under our feet."""
BINARY = getattr(os, "O_BINARY", 0)
_TAKEN_FOR = 2.0
"""Seconds that a file may be held open by another program where that hinders its replacement (Windows)."""


def sync(descriptor: int) -> None:
    """Return when what was written to a file is on the disk itself.

    Raises:
        OSError: it is not.
    """
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 -- not there on every system

        try:
            # Apple's fsync hands the data to the drive, which may keep it in its cache: fsync(2) of macOS.
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in {errno.ENOTSUP, errno.EINVAL, errno.ENOTTY}:
                raise
        else:
            return
    if hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    """Write all of `data`, also where the system takes it in parts.

    Raises:
        OSError: not all of it could be written.
    """
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def replace(path: Path, chunks: Iterable[bytes]) -> None:
    """Put a file with `chunks` in the place of `path`: whoever reads, and whatever dies, finds the old or the new one.

    A symbolic link stays one: the file that it leads to is replaced. The file's permissions stay as they were.

    Raises:
        OSError: it could not be done; the file that was there is there still.
    """
    target = path.resolve()
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".new", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            sync(file.fileno())
        with contextlib.suppress(OSError):
            # mkstemp's files are for their owner alone; that is right for a new library, and no change for an old one.
            shutil.copymode(target, temporary)
        _rename(temporary, target)
    except BaseException:
        # Also when the program is interrupted: what is half written must not stay behind.
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_directory(target.parent)


def _rename(temporary: Path, target: Path) -> None:
    """Rename a file over another, with patience where a program that reads it is in the way (Windows)."""
    until = time.monotonic() + _TAKEN_FOR
    while True:
        try:
            temporary.replace(target)
        except PermissionError:
            if os.name != "nt" or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


class Held:
    """A file that is held open until it is closed, or nobody holds this any more.

    A program that opens one library after the other has only so many descriptors.

    Attributes:
        descriptor: the open file.
        close: lets go of it; more than once does no harm.
    """

    def __init__(self, path: str | os.PathLike[str], flags: int) -> None:
        """Open the file with the `flags` of `os.open`.

        Raises:
            OSError: it cannot be opened.
        """
        self.descriptor = os.open(path, flags | BINARY, 0o666)
        self.close = weakref.finalize(self, os.close, self.descriptor)
        # The system closes it at the end of the program, when a thread may still be about to use it.
        self.close.atexit = False


def keep_beside(path: Path, name: str) -> Path:
    """Give the file at `path` a second name in its folder, so that replacing the first keeps it; return the new path.

    Raises:
        OSError: it could not be done.
    """
    target = path.resolve()
    beside = free_name(target.with_name(name))
    try:
        os.link(target, beside)
    except OSError:
        # Not every file system has links.
        shutil.copy2(target, beside)
        descriptor = os.open(beside, os.O_RDWR | BINARY)
        try:
            sync(descriptor)
        finally:
            os.close(descriptor)
    sync_directory(target.parent)
    return beside


def free_name(path: Path) -> Path:
    """Return `path`, or where there is such a file one with a number behind it."""
    free, number = path, 1
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def load(path: Path) -> Buffer:
    """Return the content of a file; that of a large one is read from the disk when it is looked at.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        if CAN_REPLACE_MAPPED and os.fstat(file.fileno()).st_size >= MAPPED_FROM:
            try:
                return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except OSError:
                pass  # Some network file systems cannot map.
        return file.read()


def signature(path: str | os.PathLike[str]) -> Signature | None:
    """Return what the file is like at the moment, None where there is none.

    Raises:
        OSError: it cannot be looked at.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 -- looked at before each change: half as long as Path.stat
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns


def sync_directory(directory: Path) -> None:
    """Force the folder's entries to disk, where the system can open a folder for that (Windows cannot)."""
    try:
        descriptor = os.open(directory, os.O_RDONLY)
    except OSError:
        return
    try:
        with contextlib.suppress(OSError):
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
