"""The lines of a journal's file: a checksum and a JSON text, by which a line that is not whole is known.

    c0ffee12 {"number":124,"generation":7,"at":"2026-11-21T08:00:00Z","action":"star","changes":[…],"info":{…}}

Eight hexadecimal digits are the CRC-32 of the text behind them. What the texts say is the business of `journal`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from zlib import crc32

FIRST_LINE = 128
"""The first line of a journal, which names it, takes fewer bytes than that."""

_DIGITS = 8
_RECORD_BEGINS = re.compile(rb'(?=[0-9a-f]{8} \{"number":)')
"""A record's beginning; none can stand within another one, where quotation marks have a backslash before them."""


def line_of(text: bytes) -> bytes:
    """Return a line, with its end, that holds `text`, in which there must be no line ends."""
    return b"%08x %b\n" % (crc32(text), text)


def line_in_pieces(pieces: Callable[[], Iterator[bytes]]) -> tuple[int, Iterator[bytes]]:
    """Return the line of a text that comes in pieces: how many bytes it has, and the pieces that it is written in.

    The checksum stands before the text: so the pieces are made once for it and once to be written, which takes less
    than to find the memory for all of them.
    """
    size, checksum = _DIGITS + 2, 0
    for piece in pieces():
        size, checksum = size + len(piece), crc32(piece, checksum)
    return size, chain((b"%08x " % checksum,), pieces(), (b"\n",))


def text_of(line: bytes) -> bytes | None:
    """Return the text of a line without its end, None where the checksum is not that of the text."""
    text = line[_DIGITS + 1 :]
    return text if text and line[: _DIGITS + 1] == b"%08x " % crc32(text) else None


def found_in(data: bytes) -> Iterator[tuple[int, bytes, bytes | None]]:
    """Yield what lines a journal may have had that is damaged, each with its number from 1 and its text, if whole.

    Where the end of a line is what was damaged, the next record stands behind it: both come with the same number.
    """
    for number, whole_line in enumerate(data.split(b"\n"), start=1):
        text = text_of(whole_line)
        if text is not None:
            yield number, whole_line, text
            continue
        for line in _RECORD_BEGINS.split(whole_line):
            if line:
                yield number, line, text_of(line)
