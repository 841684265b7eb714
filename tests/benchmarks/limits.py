"""What the store is measured against: the disk itself, SQLite, and TinyDB as it comes.

Each has methods that do one thing and return the seconds that it took.
"""

from __future__ import annotations

import mmap
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB

from readlist.store.repository import SNAPSHOT
from readlist.store.snapshot import OWN_TABLES

_CHUNK = 1 << 20


def timed(action: Callable[[], object]) -> float:
    """Return the seconds that `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


class Log:
    """A file that is only appended to: the least that a lasting change can cost."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def append(self, data: bytes) -> float:
        """Append bytes and force them to the disk."""
        start = time.perf_counter()
        os.write(self._descriptor, data)
        os.fdatasync(self._descriptor)
        return time.perf_counter() - start

    def close(self) -> None:
        os.close(self._descriptor)


class Sqlite:
    """A table with the papers of a library in SQLite, with a write-ahead log that is synced at every commit."""

    def __init__(self, path: Path, library: Path, *, synchronous: str = "FULL") -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        (mode,) = self._db.execute("PRAGMA journal_mode=WAL").fetchone()
        self._db.execute(f"PRAGMA synchronous={synchronous}")
        (level,) = self._db.execute("PRAGMA synchronous").fetchone()
        if (mode, level) != ("wal", {"OFF": 0, "FULL": 2}[synchronous]):
            raise RuntimeError(f"SQLite gives no WAL with synchronous={synchronous}: {mode}, {level}")
        self._db.execute("CREATE TABLE papers (id INTEGER PRIMARY KEY, starred INTEGER, at TEXT, document TEXT)")
        self._db.execute("BEGIN")
        rows = ((int(doc_id), 0, "", orjson.dumps(paper).decode()) for doc_id, paper in documents(library))
        self._db.executemany("INSERT INTO papers VALUES (?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._changes = 0

    def star(self, number: int) -> float:
        """Change one paper, as one transaction."""
        self._changes += 1
        values = (self._changes % 2, f"change {self._changes}", number)
        start = time.perf_counter()
        self._db.execute("UPDATE papers SET starred = ?, at = ? WHERE id = ?", values)
        taken = time.perf_counter() - start
        if self._db.execute("SELECT at FROM papers WHERE id = ?", (number,)).fetchone() != (values[1],):
            raise RuntimeError("SQLite has not changed the paper")
        return taken

    def close(self) -> None:
        self._db.close()


class PlainTinyDB:
    """The papers of a library in TinyDB with its own storage."""

    def __init__(self, path: Path, library: Path) -> None:
        path.write_bytes(orjson.dumps({"papers": dict(documents(library))}))
        self.path = path

    def star(self, number: int, changes: int) -> float:
        """Change one paper."""
        with TinyDB(self.path) as db:
            table = db.table("papers")
            return timed(lambda: table.update({"starred": bool(changes % 2), "at": changes}, doc_ids=[number]))

    def open(self) -> float:
        """Open the file and read all papers."""
        with_all: list[Any] = []

        def read() -> None:
            with TinyDB(self.path) as db:
                with_all.extend(db.table("papers").all())

        return timed(read)


def newline_scan(path: Path) -> float:
    """Find every line of a file that is mapped into memory."""

    def scan() -> int:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            lines, at = 0, data.find(b"\n")
            while at >= 0:
                lines += 1
                at = data.find(b"\n", at + 1)
            return lines

    return timed(scan)


def read_and_decode(path: Path) -> float:
    """Read a file and decode it with orjson."""
    kept: list[Any] = []
    return timed(lambda: kept.append(orjson.loads(path.read_bytes())))


def copy(path: Path, to: Path) -> float:
    """Copy a file and force the copy to the disk."""

    def write() -> None:
        with path.open("rb") as file, to.open("wb") as copied:
            while data := file.read(_CHUNK):
                copied.write(data)
            copied.flush()
            os.fsync(copied.fileno())

    taken = timed(write)
    to.unlink()
    return taken


def documents(library: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the papers of a library by id."""
    tables = orjson.loads((library / SNAPSHOT).read_bytes())
    return iter(next(table for name, table in tables.items() if name not in OWN_TABLES).items())
