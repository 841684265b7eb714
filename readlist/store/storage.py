"""A TinyDB storage whose file is replaced as a whole, so that it is never half written."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import orjson
from tinydb.storages import Storage

from readlist.store.errors import StoreError

Tables: TypeAlias = dict[str, dict[str, Any]]
Signature: TypeAlias = tuple[int, int, int]


class SnapshotStorage(Storage):
    """TinyDB storage over one JSON file with one document a line.

    The file is an ordinary TinyDB file: `tinydb.TinyDB(path)` reads it. A write puts the new content into a file
    beside it, forces that to disk, renames it over the old one and forces the folder to disk: whoever reads, and
    whatever dies in between, finds the old file whole or the new one whole.

    The tables are kept in memory and read again when another process has replaced the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables: Tables | None = None
        self._signature: Signature | None = None
        self._batch = False

    def read(self) -> Tables | None:
        """Return the tables as last written, or None where there is no file yet.

        Raises:
            StoreError: the file cannot be read or is not what it must be.
        """
        if self._batch:
            return self._tables
        if self._tables is None or self.changed_outside():
            self._load()
        return self._tables

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Replace the file by `data`.

        Raises:
            StoreError: it could not be written; file and memory are as they were.
        """
        self._tables = {name: dict(table) for name, table in data.items()}
        if not self._batch:
            self._replace()

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Gather all writes inside the block into one; after an error none has happened.

        Raises:
            StoreError: as `write`.
        """
        self.read()
        self._batch = True
        try:
            yield
        except BaseException:
            # TinyDB's tables edit documents in place: what is in memory may be half done, the file is not.
            self._tables = None
            raise
        finally:
            self._batch = False
        self._replace()

    def changed_outside(self) -> bool:
        """Whether the file is gone, or another one than the one last read or written here."""
        found = self._stat()
        return found is None or found != self._signature

    def _stat(self) -> Signature | None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _load(self) -> None:
        signature = self._stat()
        if signature is None:
            self._tables, self._signature = None, None
            return
        try:
            data = self._path.read_bytes()
        except OSError as error:
            raise StoreError(f"{self._path}: {error.strerror}") from error
        try:
            tables = orjson.loads(data)
        except orjson.JSONDecodeError as error:
            raise StoreError(
                f"{self._path}, line {error.lineno}: damaged ({error.msg.lower()}); nothing was changed"
            ) from error
        if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
            raise StoreError(f"{self._path}: not a library (no tables in it); nothing was changed")
        self._tables, self._signature = tables, signature

    def _replace(self) -> None:
        try:
            self._signature = _replace_file(self._path, _encoded(self._tables or {}))
        except OSError as error:
            self._tables, self._signature = None, None
            raise StoreError(f"{self._path}: not saved: {error.strerror}") from error


def _encoded(tables: Tables) -> bytes:
    """Return `tables` as JSON with one document a line."""
    parts = []
    for name, table in tables.items():
        lines = b",\n".join(orjson.dumps(str(doc_id)) + b":" + orjson.dumps(doc) for doc_id, doc in table.items())
        parts.append(orjson.dumps(name) + b":{" + (b"\n" + lines + b"\n" if lines else b"") + b"}")
    return b"{" + b",\n".join(parts) + b"}\n"


def _replace_file(path: Path, data: bytes) -> Signature:
    """Put `data` in the place of the file at `path`, all of it or nothing; return what tells it from others.

    Raises:
        OSError: it could not be done; the file that was there is there still.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            found = os.fstat(file.fileno())
        Path(name).replace(path)
    except BaseException:
        # Also when the program is interrupted: what is half written must not stay behind.
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
    _sync_directory(path.parent)
    return found.st_ino, found.st_size, found.st_mtime_ns


def _sync_directory(directory: Path) -> None:
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
