"""Where fenced code stands in Markdown, line by line.

Follows CommonMark 0.31, section 4.5, with fences in list items and block quotes: a fence there also ends where its
list item or quote does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# What may stand before a fence: quote marks and list markers, each with its blanks.
_CONTAINERS = re.compile(
    r"(?P<quotes>(?: {0,3}> ?)*)(?P<markers>(?:[ \t]*(?:[-+*]|\d{1,9}[.)])(?=[ \t]))*)(?P<blanks>[ \t]*)"
)
_FENCE = re.compile(r"(?P<run>`{3,}|~{3,})(?P<info>.*)", re.DOTALL)
_DEEPEST_INDENT = 3


@dataclass(frozen=True, slots=True)
class _Fence:
    run: str
    quoted: bool
    indent: int  # of the list item that it stands in; 0 outside lists


class FenceScanner:
    """Tells of each line of a text, given in order, whether it belongs to fenced code."""

    def __init__(self) -> None:
        self._fence: _Fence | None = None
        self._item_indent = 0

    def inside(self, line: str) -> bool:
        """Whether `line` belongs to fenced code; the fences themselves do."""
        if self._fence is not None and self._still_open(line, self._fence):
            return True
        # Lines that start neither with a blank nor with any of these change nothing, and most lines are such.
        if line[:1].isalpha() or not line.strip():
            if line[:1].isalpha():
                self._item_indent = 0
            return False
        return self._opens(line)

    @property
    def is_open(self) -> bool:
        """Whether the last line left fenced code open."""
        return self._fence is not None

    @property
    def closing(self) -> str:
        """The line that would end the fenced code that is open at the top level; "" where none is."""
        if self._fence is None or self._fence.quoted or self._fence.indent:
            return ""
        return self._fence.run

    def _still_open(self, line: str, fence: _Fence) -> bool:
        bare = line.strip()
        if fence.quoted:
            if not bare.startswith(">"):
                self._fence = None
                return False
            bare = bare.lstrip("> ")
        elif bare and len(line) - len(line.lstrip()) < fence.indent:
            self._fence = None
            return False
        if bare.startswith(fence.run) and not bare.strip(fence.run[0]) and self._may_close(line, fence):
            self._fence = None
        return True

    @staticmethod
    def _may_close(line: str, fence: _Fence) -> bool:
        return fence.quoted or len(line) - len(line.lstrip()) - fence.indent <= _DEEPEST_INDENT

    def _opens(self, line: str) -> bool:
        before = _CONTAINERS.match(line)
        if before is None:  # pragma: no cover -- every part of the pattern may be empty
            return False
        quoted, marked = bool(before["quotes"]), bool(before["markers"])
        indent = before.end()
        if marked:
            self._item_indent = indent
        elif not quoted and indent == 0:
            self._item_indent = 0
        found = _FENCE.match(line, indent)
        if found is None or (found["run"][0] == "`" and "`" in found["info"]):
            return False
        inner = 0 if marked else indent - (self._item_indent if indent >= self._item_indent else 0)
        if not quoted and inner > _DEEPEST_INDENT:
            return False
        in_item = marked or (self._item_indent and indent >= self._item_indent)
        self._fence = _Fence(found["run"], quoted, self._item_indent if in_item and not quoted else 0)
        return True
