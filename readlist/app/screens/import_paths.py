"""What the path that somebody is typing may become."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import islice, takewhile

from readlist.paths import expanded
from readlist.text import clean_line

MOST_ENTRIES = 10_000
"""Entries of a folder that are looked at: while somebody types, nobody waits for more."""


class PathCompleter:
    """Completes paths of files and folders; remembers the last folder, so that a key reads none twice."""

    def __init__(self) -> None:
        self._folder: str | None = None
        self._names: Sequence[str] = ()

    def candidates(self, text: str) -> Sequence[str]:
        """Return the names in the folder of `text` that begin as its last part does, folders with a "/" behind them.

        Hidden ones only where their point is typed. Names that would not be typed as they are (controls, bytes that
        are no UTF-8) are left out.
        """
        head, start = _parted(text)
        self._read(head)
        hidden = start.startswith(".")
        folded = start.casefold()
        return [n for n in self._names if n.casefold().startswith(folded) and (hidden or not n.startswith("."))]

    def completed(self, text: str) -> str:
        """Return `text` as far as it can only go on; where there is a choice from here, with the first one."""
        candidates = self.candidates(text)
        if not candidates:
            # "~" and ".." are folders that no folder lists.
            return f"{text}/" if text and not text.endswith("/") and _is_folder(text) else text
        head, start = _parted(text)
        common = _common_start(candidates)
        longer = common if len(common) >= len(start) and common != start else candidates[0]
        return head + longer

    def _read(self, head: str) -> None:
        if head == self._folder:
            return
        self._folder = head
        try:
            with os.scandir(expanded(head) if head else ".") as entries:
                looked_at = islice(entries, MOST_ENTRIES)
                names = [_shown(entry) for entry in looked_at if clean_line(entry.name) == entry.name]
        except (OSError, ValueError):
            # No folder, or not for us: nothing completes what is typed.
            names = []
        self._names = sorted(names, key=lambda name: (name.casefold(), name))


def _parted(text: str) -> tuple[str, str]:
    """Return the folder that `text` names, with its last slash, and what is typed behind it."""
    head, slash, start = text.rpartition("/")
    return head + slash, start


def _common_start(names: Sequence[str]) -> str:
    first, last = min(names), max(names)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(one for one, _ in same)


def _shown(entry: os.DirEntry[str]) -> str:
    try:
        return f"{entry.name}/" if entry.is_dir() else entry.name
    except OSError:
        return entry.name


def _is_folder(text: str) -> bool:
    try:
        return expanded(text).is_dir()
    except (OSError, ValueError):
        return False
