"""The index on disk, in a folder of its own in the library's: it may be deleted at any time, and is made anew then.

    search           the index, see `sections`
    search-versions  for each row the version of the paper's document when the index was right about it
    search-letters   the rows of what queries begin with, see `ready`

A paper whose document has another version by now is read again. So the index may be older than the library, of another
library, or damaged: none of that makes it wrong.
"""

from __future__ import annotations

import contextlib
import os
import struct
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, TypeAlias
from zlib import crc32

from readlist.search.base import PREFIX, SUFFIX, Base
from readlist.search.ready import Kept, Made
from readlist.search.sections import DamagedError, load

Versions: TypeAlias = Mapping[int, int]
"""Versions of papers' documents by the papers' numbers, as far as the store knows them without reading one."""

INDEX = "search"
VERSIONS = "search-versions"
LETTERS = "search-letters"
UNKNOWN = 0
"""Stands for a version that is not known; where a document has this one, it is read once too often."""

_HEAD = struct.Struct("<32sI")
_CHUNK = 1 << 20


class Cache:
    """What is kept of one index; nothing is, without a folder or where it cannot be written.

    Args:
        folder: where; made when something is first kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        # Versions as they are on disk beside the index that is in use; None where it is not there itself.
        self._versions: Sequence[int] | None = None

    def open(self) -> tuple[Base, Sequence[int]] | None:
        """Return the index with the version of each row, `UNKNOWN` where it is not kept; None where there is none."""
        if self._folder is None:
            return None
        data = load(self._folder / INDEX)
        if data is None:
            return None
        try:
            base = Base(data)
        except DamagedError:
            return None
        self._versions = _read_versions(self._folder, base)
        return base, self._versions

    def ready(self, base: Base) -> Mapping[str, int]:
        """Return what is kept of `Evaluator.ready` of an index."""
        if self._folder is None or self._versions is None:
            return {}
        data = load(self._folder / LETTERS)
        try:
            return {} if data is None else Kept(data, identity=base.identity, size=base.size)
        except DamagedError:
            return {}

    def drop(self) -> None:
        """Remove the index that is in use, with what is beside it: it is damaged."""
        if self._folder is not None and self._versions is not None:
            for name in (INDEX, LETTERS):
                with contextlib.suppress(OSError):
                    (self._folder / name).unlink()
        self._versions = None

    def begin(self) -> Path | None:
        """Make the folder for a new index and return it; None where that cannot be done."""
        if self._folder is None:
            return None
        with contextlib.suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            # What a program that was killed has left behind.
            for left in self._folder.glob(f"{PREFIX}*{SUFFIX}"):
                with contextlib.suppress(OSError):
                    left.unlink()
            return self._folder
        return None

    def keep(self, base: Base, made: Path | None) -> Iterator[None]:
        """Keep another index, where that can be done, in steps; `made` is its file, if it has one there already."""
        self._versions = None
        if self._folder is None:
            return
        with contextlib.suppress(OSError):
            if made is None:
                view = memoryview(base.data)
                chunks = (view[at : at + _CHUNK] for at in range(0, len(view), _CHUNK))
                yield from _replace(self._folder, INDEX, _written(chunks))
            else:
                made.replace(self._folder / INDEX)
            self._versions = ()

    def keep_versions(self, base: Base, versions: Sequence[int]) -> None:
        """Keep the versions of the rows beside their index, where that can be done and they are new."""
        if self._versions is not None and list(self._versions) != versions:
            self._write_beside(VERSIONS, base, array("Q", versions).tobytes())
            self._versions = versions

    def keep_ready(self, base: Base, ready: Made) -> Iterator[None]:
        """Keep `Evaluator.ready` beside its index, where that can be done, in steps."""
        if self._versions is None or self._folder is None:
            return
        with contextlib.suppress(OSError):
            yield from _replace(self._folder, LETTERS, lambda file: ready.write(file, base.identity))

    def _write_beside(self, name: str, base: Base, body: bytes) -> None:
        if self._folder is not None:
            with contextlib.suppress(OSError):
                head = _HEAD.pack(base.identity.encode("ascii"), crc32(body))
                for _ in _replace(self._folder, name, _written((head, body))):
                    pass


def _read_beside(path: Path, base: Base) -> bytes:
    """Return what is kept in a file that belongs to an index, b"" where it is not, or not of this index."""
    try:
        data = path.read_bytes()
        identity, checksum = _HEAD.unpack_from(data)
    except (OSError, struct.error):
        return b""
    body = data[_HEAD.size :]
    return body if identity.decode("ascii", "replace") == base.identity and crc32(body) == checksum else b""


def _read_versions(folder: Path, base: Base) -> Sequence[int]:
    versions = array("Q")
    body = _read_beside(folder / VERSIONS, base)
    if len(body) != versions.itemsize * base.size:
        return [UNKNOWN] * base.size
    versions.frombytes(body)
    return versions


def _written(chunks: Iterable[bytes | memoryview]) -> Callable[[IO[bytes]], Iterator[None]]:
    """Return what writes some bytes to a file, in steps."""

    def write_to(file: IO[bytes]) -> Iterator[None]:
        for chunk in chunks:
            file.write(chunk)
            yield

    return write_to


def _replace(folder: Path, name: str, write_to: Callable[[IO[bytes]], Iterator[None]]) -> Iterator[None]:
    """Write a file as a whole or not at all; it need not survive a loss of power, for its checksums would show it."""
    folder.mkdir(exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=PREFIX, suffix=SUFFIX, dir=folder)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield from write_to(file)
        Path(temporary).replace(folder / name)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise
