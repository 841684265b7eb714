"""Sets of rows as whole numbers, a bit for each row: two sets of 100,000 rows are compared in a microsecond."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_FLAGS = bytes.maketrans(b"01", b"\0\1")
_DIGITS = bytes.maketrans(b"\0\1", b"01")
_FEW = 4000
"""So many rows are put into bits one by one as quickly as all flags are turned into bits."""


def full(size: int) -> int:
    """Return the set of the rows from 0 to `size` - 1."""
    return (1 << size) - 1


def of_rows(rows: Iterable[int], size: int) -> int:
    """Return the set of some rows, all of them below `size`."""
    flags = bytearray(size)
    for row in rows:
        flags[row] = 1
    return of_flags(flags)


def of_few(rows: Iterable[int], size: int) -> int:
    """Return what `of_rows` returns, sooner where the rows are few."""
    packed = bytearray(size // 8 + 1)
    for row in rows:
        packed[row >> 3] |= 1 << (row & 7)
    return int.from_bytes(packed, "little")


def of_flags(flags: bytes | bytearray) -> int:
    """Return the set of the rows that have a 1 among bytes that are 0 or 1."""
    return int(flags.translate(_DIGITS)[::-1], 2) if flags else 0


def flags_of(rows: int) -> bytes:
    """Return a byte for each row, 1 for one in the set and 0 for another, up to the last one that is in it."""
    return bin(rows)[:1:-1].encode("ascii").translate(_FLAGS)


def rows_of(rows: int) -> Iterator[int]:
    """Yield the rows in a set, in order."""
    flags = flags_of(rows)
    at = flags.find(1)
    while at >= 0:
        yield at
        at = flags.find(1, at + 1)


def of_any(rows: list[int], size: int) -> int:
    """Return the set of some rows, by whichever way is quicker."""
    return of_few(rows, size) if len(rows) < _FEW else of_rows(rows, size)
