"""Markdown as an outline, the way Logseq writes and reads it: every paragraph a bullet, nested with tabs.

A block is "- " and its lines, the further ones indented by two spaces; its children stand one tab deeper. See
`frontend.modules.file.core` in https://github.com/logseq/logseq, which writes files so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readlist.exporters.fences import FenceScanner

_HEADING = re.compile(r"#{1,6}(?:[ \t]|$)")
_ITEM = re.compile(r"(?P<indent>[ \t]*)[-*+](?P<gap>[ \t]+|$)(?P<text>.*)")
_BLOCK = re.compile(r"(?P<tabs>\t*)-(?: (?P<text>.*)|$)")
_TAB = 4


def from_markdown(text: str, depth: int = 0, *, sections: bool = False) -> str:
    """Return Markdown as an outline.

    A list becomes children of the paragraph or heading before it, where there is one.

    Args:
        text: paragraphs, lists, headings and fenced code.
        depth: how deep its outermost blocks stand.
        sections: whether all that follows a heading is one deeper than the heading.
    """
    reader = _Reader(depth, sections)
    for line in text.split("\n"):
        reader.read(line)
    return "".join(block.text for block in reader.blocks)


def to_markdown(text: str, *, listed: bool = False) -> str:
    """Return an outline as Markdown: its outermost blocks as paragraphs, what is nested in them as lists.

    With `listed`, the outermost blocks are items too: an outline does not tell whether they were.
    """
    blocks = _blocks(text)
    top = min((depth for depth, _ in blocks), default=0) - listed
    parts: list[str] = []
    was_item = False
    for depth, lines in blocks:
        indent = "  " * (depth - top - 1)
        item = depth > top
        first, *more = lines
        shown = [f"{indent}- {first}", *(f"{indent}  {line}" for line in more)] if item else lines
        parts += [] if not parts or (item and was_item) else [""]
        parts += (line.rstrip() if not line.strip() else line for line in shown)
        was_item = item
    return "\n".join(parts)


@dataclass(slots=True)
class _Block:
    depth: int
    lines: list[str]

    @property
    def text(self) -> str:
        tabs = "\t" * self.depth
        first, *more = self.lines
        # Two blanks at the end of a line break it, and stay.
        bullet = f"- {first}" if first.strip(" ") else "-"
        return "".join([f"{tabs}{bullet}\n", *(f"{tabs}  {line}\n" for line in more)])


@dataclass(slots=True)
class _Reader:
    """Turns lines of Markdown into blocks."""

    depth: int
    sections: bool
    blocks: list[_Block] = field(default_factory=list)
    _text_depth: int | None = None  # of paragraphs; None where it is that of the text
    _open: _Block | None = None
    _indent: int = 0  # of the text of the open block
    _items: list[int] = field(default_factory=list)  # how far the open items are indented, outermost first
    _list_depth: int = 0
    _scanner: FenceScanner = field(default_factory=FenceScanner)

    def read(self, line: str) -> None:
        """Take the next line in."""
        was_code = self._scanner.is_open
        code = self._scanner.inside(line)
        item = None if was_code and code else _ITEM.fullmatch(line)
        if item:
            self._item(len(item["indent"].expandtabs(_TAB)), item["text"], item.start("text"))
        elif code:
            self._text(line)
        elif not line.strip():
            self._open = None
        elif _HEADING.match(line):
            self._heading(line)
        else:
            self._text(line)

    def _heading(self, line: str) -> None:
        self._items.clear()
        self._start(self.depth, line, 0)
        self._open = None
        self._text_depth = self.depth + self.sections

    def _item(self, indent: int, text: str, text_at: int) -> None:
        if not self._items:
            # With sections, what stands above it in any case is the heading.
            above = bool(self.blocks) and not (self.sections and self.blocks[-1].depth == self.depth)
            self._list_depth = self._depth + above
        while self._items and self._items[-1] >= indent:
            self._items.pop()
        self._items.append(indent)
        self._start(self._list_depth + len(self._items) - 1, text, max(text_at, indent + 1))

    def _text(self, line: str) -> None:
        indented = line[:1] in {" ", "\t"}
        if self._open is not None:
            self._open.lines.append(_unindented(line, self._indent))
        elif self._items and indented:
            self._start(self._list_depth + len(self._items), _unindented(line, self._indent), self._indent)
        else:
            self._items.clear()
            self._start(self._depth, line, 0)

    @property
    def _depth(self) -> int:
        return self.depth if self._text_depth is None else self._text_depth

    def _start(self, depth: int, line: str, indent: int) -> None:
        self._open = _Block(depth, [line])
        self._indent = indent
        self.blocks.append(self._open)


def _unindented(line: str, indent: int) -> str:
    """Return a line without as much of its indent as its block has."""
    blanks = len(line) - len(line.lstrip(" \t"))
    return line[min(blanks, indent) :]


def _blocks(text: str) -> Sequence[tuple[int, list[str]]]:
    blocks: list[tuple[int, list[str]]] = []
    for line in text.strip("\n").split("\n"):
        found = _BLOCK.fullmatch(line)
        if found:
            blocks.append((len(found["tabs"]), [found["text"] or ""]))
        elif blocks:
            depth, lines = blocks[-1]
            lines.append(_unindented(line, depth + 2))
        elif line.strip():
            blocks.append((0, [line.strip()]))
    return blocks
