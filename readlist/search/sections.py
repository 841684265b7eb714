"""The file that an index is kept in: named sections of bytes, checked block by block when they are first read.

    magic, sections one behind the other, directory (JSON), its place, its length and its CRC-32

The directory holds the place of each section, the CRC-32 of each block of the file, and what the index says of
itself. A file that is cut off or was changed gives `DamagedError`: at once where it is the directory, else when
somebody reads the damaged block. So opening a file of 300 MB takes no longer than reading its end.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import weakref
from array import array
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, TypeAlias
from zlib import crc32

VERSION = 6
_MAGIC = b"readlist search\0"
_FOOT = struct.Struct("<QQI")
_BLOCK_BITS = 16
_BLOCK = 1 << _BLOCK_BITS
_ALIGN = 8
_STEP = 1 << 21
"""Bytes that are checked in one step."""
_RESIDENT = 8 << 20
"""So many bytes are read before the system may take back the memory that a mapped file has in this process."""


class Mapped(mmap.mmap):
    """A mapped file, of which small parts can be read as well without being mapped: here and there, that is quicker.

    Attributes:
        descriptor: of the file, open as long as this is there; None where the system cannot read at a place.
    """

    descriptor: int | None = None


Buffer: TypeAlias = bytes | Mapped


class DamagedError(Exception):
    """The file is not what was written there."""


class SectionsWriter:
    """Writes such a file from its beginning to its end."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sections: dict[str, tuple[int, int]] = {}
        self._open: tuple[str, int] | None = None
        self._at = 0
        self._sums = array("L")
        self._sum = 0
        self._write(_MAGIC)

    def begin(self, name: str) -> None:
        """Begin the next section."""
        self._end()
        self._open = (name, self._at)

    def add(self, data: bytes | bytearray | memoryview) -> int:
        """Add bytes to the section; return where in it they begin."""
        if self._open is None:
            raise ValueError("no section has begun")
        start = self._at - self._open[1]
        self._write(data)
        return start

    def put(self, name: str, data: bytes | bytearray | memoryview) -> None:
        """Write a section as a whole."""
        self.begin(name)
        self.add(data)

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write the end of the file, with what the index says of itself (as JSON has it)."""
        self._end()
        if self._at & (_BLOCK - 1):
            self._sums.append(self._sum)
        directory = json.dumps(
            {
                "version": VERSION,
                "order": sys.byteorder,
                "sections": self._sections,
                "sums": self._sums.tolist(),
                "about": about,
            }
        ).encode("ascii")
        self._file.write(directory)
        self._file.write(_FOOT.pack(self._at, len(directory), crc32(directory)))

    def _end(self) -> None:
        if self._open is not None:
            name, start = self._open
            self._sections[name] = (start, self._at)
            self._open = None
            self._write(bytes(-self._at % _ALIGN))

    def _write(self, data: bytes | bytearray | memoryview) -> None:
        rest = memoryview(data)
        while rest:
            part = rest[: _BLOCK - (self._at & (_BLOCK - 1))]
            self._file.write(part)
            self._sum = crc32(part, self._sum)
            self._at += len(part)
            if not self._at & (_BLOCK - 1):
                self._sums.append(self._sum)
                self._sum = 0
            rest = rest[len(part) :]


class Sections:
    """Such a file, opened.

    Attributes:
        about: what the index says of itself.
        data: the bytes of the file.
        size: of the file, in bytes.
    """

    def __init__(self, data: Buffer) -> None:
        """Read the end of the file.

        Raises:
            DamagedError: it is no such file, of another version of this program, or damaged.
        """
        try:
            at, length, checksum = _FOOT.unpack(data[-_FOOT.size :])
            directory = data[at : at + length]
            if data[: len(_MAGIC)] != _MAGIC or at + length + _FOOT.size != len(data) or crc32(directory) != checksum:
                raise DamagedError
            found = json.loads(directory)
            if (found["version"], found["order"]) != (VERSION, sys.byteorder):
                raise DamagedError
            self._places: Mapping[str, tuple[int, int]] = found["sections"]
            self._sums: list[int] = found["sums"]
            self.about: Mapping[str, Any] = found["about"]
        except (struct.error, ValueError, KeyError, TypeError) as error:
            raise DamagedError from error
        self.data = data
        self._data = memoryview(data)[:at]
        self._descriptor = data.descriptor if isinstance(data, Mapped) else None
        self._unseen = bytearray(b"\1") * len(self._sums)
        self._since_release = 0
        self.size = len(data)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    @property
    def names(self) -> Collection[str]:
        """The names of all sections, in the order in which they were written."""
        return self._places.keys()

    def section(self, name: str) -> Section:
        """Return a section.

        Raises:
            DamagedError: there is none of that name.
        """
        try:
            start, end = self._places[name]
        except KeyError as error:
            raise DamagedError from error
        return Section(self, start, end)

    def check_size(self) -> None:
        """Check that the file is as long as it was: who reads a mapped file behind its end is killed by the system.

        Raises:
            DamagedError: it is not.
        """
        if self._descriptor is not None and os.fstat(self._descriptor).st_size != self.size:
            raise DamagedError

    def check(self, start: int, end: int) -> None:
        """Check the blocks between two places of the file that nobody has read yet.

        Raises:
            DamagedError: one is not what was written.
        """
        block = self._unseen.find(1, start >> _BLOCK_BITS, ((end - 1) >> _BLOCK_BITS) + 1)
        if block >= 0:
            self.check_size()
        while block >= 0:
            if crc32(self._data[block << _BLOCK_BITS : (block + 1) << _BLOCK_BITS]) != self._sums[block]:
                raise DamagedError
            self._unseen[block] = 0
            block = self._unseen.find(1, block, ((end - 1) >> _BLOCK_BITS) + 1)

    def read(self, start: int, end: int) -> memoryview:
        """Return the bytes between two places of the file.

        Raises:
            DamagedError: they are not what was written.
        """
        if start < end:
            self.check_size()
            self._since_release += end - start
            if self._since_release > _RESIDENT:
                self.release()
            self.check(start, end)
        return self._data[start:end]

    def copy(self, start: int, end: int) -> bytes:
        """Return what `read` does, without mapping what is around it.

        Raises:
            DamagedError: it is not what was written.
        """
        if start >= end:
            return b""
        self.check(start, end)
        return self.copy_checked(start, end)

    def copy_checked(self, start: int, end: int) -> bytes:
        """Return what `copy` does, of bytes that have been checked.

        Raises:
            DamagedError: the file has become shorter since, or cannot be read.
        """
        if self._descriptor is None:
            return bytes(self._data[start:end])
        try:
            found = os.pread(self._descriptor, end - start, start)
        except OSError as error:
            raise DamagedError from error
        if len(found) != end - start:
            raise DamagedError
        return found

    def release(self) -> None:
        """Let the system take back memory in which a mapped file is: it is read again where it is needed."""
        self._since_release = 0
        if isinstance(self.data, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            self.data.madvise(mmap.MADV_DONTNEED)


class Section:
    """Some bytes of a file, read where they are asked for.

    Attributes:
        start: where in the file they begin.
        size: how many they are.
    """

    __slots__ = ("_file", "size", "start")

    def __init__(self, file: Sections, start: int, end: int) -> None:
        self._file = file
        self.start = start
        self.size = end - start

    def read(self, start: int, end: int) -> memoryview:
        """Return the bytes between two places of the section.

        Raises:
            DamagedError: they are not what was written.
        """
        return self._file.read(self.start + start, self.start + end)

    def copy(self, start: int, end: int) -> bytes:
        """Return what `read` does, without mapping what is around it.

        Raises:
            DamagedError: it is not what was written.
        """
        return self._file.copy(self.start + start, self.start + end)

    def copy_checked(self, start: int, end: int) -> bytes:
        """Return what `copy` does, of a section that has been checked, and sooner.

        Raises:
            DamagedError: the file has become shorter since, or cannot be read.
        """
        return self._file.copy_checked(self.start + start, self.start + end)

    def check(self) -> None:
        """Check all bytes that nobody has read yet.

        Raises:
            DamagedError: they are not what was written.
        """
        self._file.check(self.start, self.start + self.size)

    def all(self) -> memoryview:
        """Return all bytes.

        Raises:
            DamagedError: they are not what was written.
        """
        return self.read(0, self.size)

    def verify(self) -> Iterator[None]:
        """Read all bytes, so that who asks for some need not wait until they are checked, in steps.

        Raises:
            DamagedError: they are not what was written.
        """
        for start in range(0, self.size, _STEP):
            self.read(start, min(start + _STEP, self.size))
            yield

    def numbers(self, code: str) -> array[int]:
        """Return all bytes as numbers of the type that `array` calls by this code.

        Raises:
            DamagedError: they are not what was written.
        """
        numbers = array(code)
        try:
            numbers.frombytes(self.all())
        except ValueError as error:
            raise DamagedError from error
        return numbers


def load(path: Path) -> Buffer | None:
    """Return the content of a file, mapped where the system lets a mapped file be replaced; None where it cannot be."""
    try:
        with path.open("rb") as file:
            if os.name == "nt":
                return file.read()
            return mapped(file)
    except (OSError, ValueError):
        # An empty file cannot be mapped either.
        return None


def mapped(file: IO[bytes]) -> Mapped:
    """Return the content of an open file, which may be closed afterwards.

    Raises:
        OSError: it cannot be mapped.
        ValueError: it is empty.
    """
    data = Mapped(file.fileno(), 0, access=mmap.ACCESS_READ)
    if hasattr(os, "pread"):
        data.descriptor = os.dup(file.fileno())
        weakref.finalize(data, os.close, data.descriptor)
    return data
