"""Files that hold a user's own text: read as they are, replaced whole or not at all.

Text is decoded so that bytes which are no UTF-8 come back as they were, and line endings are left alone.
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from readlist.text import clean, clean_line

_HEAD_BYTES = 8192
_MAX_HEAD_BYTES = 1 << 20
_WRITE_BITS = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_UNENDED = "\n\\ No newline at end of file\n"


class FileError(Exception):
    """A file could not be read or written; its text says why, in one line, without the file's name."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a file was when it was read, to see whether another program has changed it since."""

    inode: int
    size: int
    modified: int
    mode: int

    @classmethod
    def of(cls, status: os.stat_result) -> Seen:
        """Return what `status` says of its file."""
        return cls(status.st_ino, status.st_size, status.st_mtime_ns, stat.S_IMODE(status.st_mode))


def read(path: Path) -> tuple[str, Seen]:
    """Return a file's text, and what the file was at that moment.

    Raises:
        FileError: it cannot be read.
    """
    try:
        if not path.is_file() and path.exists():
            # Reading a pipe might never end.
            raise FileError("it is not an ordinary file")
        with path.open("rb") as file:
            seen = Seen.of(os.fstat(file.fileno()))
            return file.read().decode("utf-8", "surrogateescape"), seen
    except OSError as error:
        raise FileError(reason(error)) from error


def read_head(path: Path | str) -> str:
    """Return the start of a file's text: at least its front matter, if it has one, else as little as tells that.

    Raises:
        OSError: it cannot be read.
    """
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- paths come as text from scandir: thousands of them
        head = file.read(_HEAD_BYTES)
        if head[:3] == b"---" or head[:6] == b"\xef\xbb\xbf---":
            while b"\n---" not in head and b"\n..." not in head and len(head) < _MAX_HEAD_BYTES:
                more = file.read(len(head))
                if not more:
                    break
                head += more
    return head.decode("utf-8", "surrogateescape")


def write(path: Path, text: str, seen: Seen | None) -> None:
    """Put `text` in the place of a file, at once: after a crash there is the old text or the new one.

    Args:
        path: the file; no symbolic link.
        text: what `read` would return of it.
        seen: what the file was when it was read; None for a new one.

    Raises:
        FileError: it cannot be written, or has been changed (or has come to be) since; it is as it was then.
    """
    _check(path, seen)
    temporary = path.with_name(f".readlist-{secrets.token_hex(8)}.tmp")
    try:
        try:
            _write_new(temporary, text.encode("utf-8", "surrogateescape"), None if seen is None else seen.mode)
            _check(path, seen)
            temporary.replace(path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    except OSError as error:
        raise FileError(reason(error)) from error


def diff(path: Path, old: str | None, new: str, folder: Path | None = None) -> str:
    """Return the unified diff between two texts of a file, safe to print.

    Args:
        path: the file.
        old: what it has; None for a new one.
        new: what it is to have.
        folder: where the diff begins: a file below it is called by its path from there, any other one by its name.
    """
    below = folder is not None and path.is_relative_to(folder)
    name = clean_line(path.relative_to(folder).as_posix() if folder is not None and below else path.name)
    before = "/dev/null" if old is None else name
    lines = difflib.unified_diff(_lines(old or ""), _lines(new), before, name)
    return "".join(line if line.endswith("\n") else line + _UNENDED for line in lines)


def make_folder(folder: Path, *, dry_run: bool) -> None:
    """Make a folder with those above it; for a dry run, only see that no file stands in the place of one.

    Raises:
        OSError: it cannot be made.
    """
    lowest = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if lowest.exists() and not lowest.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, f"{clean_line(lowest.name)} is not a folder")
    if not dry_run:
        folder.mkdir(parents=True, exist_ok=True)


def sync_directory(path: Path) -> None:
    """Make the names in a directory last through a loss of power, where the system can do that."""
    with contextlib.suppress(OSError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_new(path: Path, data: bytes, mode: int | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    # A new file gets the rights that the user's umask gives any new file.
    with os.fdopen(os.open(path, flags, 0o666), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if mode is not None:
        path.chmod(mode)


def _check(path: Path, seen: Seen | None) -> None:
    now: Seen | None = None
    try:
        now = Seen.of(path.lstat())
    except FileNotFoundError:
        pass  # which is what a new file should find
    except OSError as error:
        raise FileError(reason(error)) from error
    if now != seen:
        raise FileError("another program changed it during the export")
    if seen is not None and not seen.mode & _WRITE_BITS:
        # A rename would replace it all the same: its owner has said not to.
        raise FileError("it is read-only")


def _lines(text: str) -> list[str]:
    lines = clean(text).split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def reason(error: OSError) -> str:
    """Return why the system refused, in one line."""
    return clean_line(error.strerror or str(error))
