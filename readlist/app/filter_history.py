"""The filters that were typed, kept from one start to the next."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from readlist.store import disk
from readlist.text import clean_line

FILE = "filters.txt"
"""Name of the file in the library's folder: a filter a line, the newest last."""
MOST = 200
"""How many are kept."""
_LARGEST = 1 << 20
"""Bytes of a file that is no longer read: one that this program has not written."""


class FilterHistory:
    """Filters that were typed, each of them once.

    It is a help and nothing more: where its file cannot be read it is empty, where it cannot be written it lasts as
    long as the program.
    """

    def __init__(self, path: Path) -> None:
        """Keep it in the file at `path`, which is read when somebody asks for it."""
        self._path = path
        self._texts: list[str] | None = None

    @property
    def texts(self) -> Sequence[str]:
        """The filters, newest first."""
        if self._texts is None:
            self._texts = _each_once(reversed(self._read()))
        return self._texts

    def add(self, text: str) -> None:
        """Remember a filter as the newest."""
        text = clean_line(text)
        if not text or (self.texts and self.texts[0] == text):
            return
        # Another app may have remembered some of its own meanwhile.
        self._texts = _each_once([text, *reversed(self._read()), *self.texts])
        data = "\n".join([*reversed(self._texts), ""]).encode()
        with contextlib.suppress(OSError):
            disk.replace(self._path, [data])

    def _read(self) -> list[str]:
        """Return what the file has, oldest first."""
        try:
            if self._path.stat().st_size > _LARGEST:
                return []
            lines = self._path.read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            return []
        return [text for line in lines if (text := clean_line(line))]


def _each_once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))[:MOST]
