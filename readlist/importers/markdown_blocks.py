"""The blocks of a Markdown document: headings, list items and how they nest, table rows, paragraphs.

Only as far as lists of papers need it: a line belongs to the item above it as in CommonMark, or where it is indented
at all, because people indent by two, three or four spaces as they like.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"\s{0,3}#{1,6}(?:\s+(.*?))?(?:\s+#+)?\s*")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-+)\s*")
_RULE = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})")
_ITEM = re.compile(r"(\s*)(?:[-*+•‣◦▪]|[0-9]{1,3}[.)])(?:\s+(?:\[([ xX✓✔])\](?=\s|$)\s*)?|$)")
_DEFINITION = re.compile(r"\s{0,3}\[([^\[\]]{1,200})\]:\s*<?(https?://[^\s<>]+)>?(?:\s.*)?")
_SEPARATOR = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_CELL_END = re.compile(r"(?<!\\)\|")
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_TAB = 4
_LONGEST_ROW = 200_000


class Kind(Enum):
    """What a block is."""

    HEADING = auto()
    ITEM = auto()
    PARAGRAPH = auto()
    ROW = auto()
    """Of a table; `cells` and `columns` say what is in it."""
    CODE = auto()


@dataclass(slots=True)
class Block:
    """A block of a document.

    Attributes:
        kind: what it is.
        line: where it begins, from 1.
        lines: its text, without marks of headings and items.
        indent: columns before its mark.
        parent: index of the item or heading that it belongs to; None for none.
        checked: of an item with a checkbox: whether it is ticked.
        is_numbered: of an item: whether it has a number rather than a bullet.
        cells: of a row.
        columns: of a row: what the table's header calls the cells.
    """

    kind: Kind
    line: int
    lines: list[str] = field(default_factory=list)
    indent: int = 0
    parent: int | None = None
    checked: bool | None = None
    is_numbered: bool = False
    cells: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The lines, parted by newlines only where a break of the line is meant."""
        return joined(self.lines)


@dataclass(slots=True)
class Blocks:
    """A document in blocks.

    Attributes:
        blocks: in their order; what is furniture only (rules, link definitions, comments) is none.
        references: addresses by folded label, from link definitions.
    """

    blocks: list[Block] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)


_WRAPPED = 66  # characters: a line as long was broken because it was full


def joined(lines: Sequence[str]) -> str:
    """Return the lines of a block as one text, in which a newline stands where its author wanted one.

    Markdown makes a space of a line break unless two spaces or a backslash stand before it, but people write the
    authors of a paper below its title without either.
    """
    parts: list[str] = []
    before = ""
    for line in lines:
        following = line.strip()
        if parts:
            broken = before.endswith(("  ", "\\")) or not _is_full(before)
            parts.append("\n" if broken else " ")
        parts.append(following.removesuffix("\\") if following else "")
        before = line
    return "".join(parts).strip()


def _is_full(line: str) -> bool:
    """Whether a line ends because nothing more went on it, or in the middle of an enumeration."""
    bare = line.strip()
    return not bare or len(bare) >= _WRAPPED or bare.endswith((",", " and", "&", "-"))


def blocks_of(lines: Sequence[str]) -> Blocks:
    """Return the blocks of a document; takes time in proportion to `lines`."""
    return _Reader(lines).read()


class _Reader:
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._result = Blocks()
        self._items: list[int] = []  # indexes of the items that are open, outermost first
        self._heading: int | None = None
        self._open: Block | None = None  # what a line without a mark goes on with
        self._columns: tuple[str, ...] | None = None
        self._after_blank = True
        self._last_comment = -1  # index of the line where the last comment ends; looked for once

    def read(self) -> Blocks:
        i = self._front_matter()
        while i < len(self._lines):
            i = self._line(i)
        return self._result

    def _front_matter(self) -> int:
        if self._lines[:1] != ("---",) or not self._lines[1:2] or ":" not in self._lines[1]:
            return 0
        return next((i + 1 for i in range(1, min(len(self._lines), 200)) if self._lines[i].rstrip() == "---"), 0)

    def _line(self, i: int) -> int:
        """Take in line `i` and return which is next."""
        line = self._lines[i]
        if not line.strip():
            self._after_blank, self._open, self._columns = True, None, None
            return i + 1
        fence = _FENCE.match(line)
        if fence:
            return self._code(i, fence[1])
        if line.lstrip().startswith("<!--"):
            return self._comment(i)
        if self._row(i, line) or self._marked(i, line):
            self._after_blank = False
            return i + 1
        self._text(i, line)
        self._after_blank = False
        return i + 1

    def _code(self, i: int, fence: str) -> int:
        end = next(
            (j for j in range(i + 1, len(self._lines)) if self._lines[j].strip().startswith(fence)), len(self._lines)
        )
        if self._items and self._result.blocks[self._items[-1]].indent >= _indent(self._lines[i]):
            self._items.clear()
        block = self._add(Kind.CODE, i, _indent(self._lines[i]))
        block.lines = list(self._lines[i + 1 : end])
        self._open = None
        return end + 1

    def _comment(self, i: int) -> int:
        """Pass over a comment; one that is never closed must not swallow the document."""
        if self._last_comment < 0:
            closed = (j for j in range(len(self._lines) - 1, -1, -1) if "-->" in self._lines[j])
            self._last_comment = next(closed, 0)
        return next((j + 1 for j in range(i, self._last_comment + 1) if "-->" in self._lines[j]), i + 1)

    def _row(self, i: int, line: str) -> bool:
        """Take in a line of a table, if it is one."""
        if "|" not in line or len(line) > _LONGEST_ROW:
            self._columns = None
            return False
        if self._columns is None:
            following = self._lines[i + 1] if i + 1 < len(self._lines) else ""
            if "-" not in following or "|" not in following or not _SEPARATOR.fullmatch(following):
                return False
            self._columns = _cells(line)
            self._open = None
            return True
        if _SEPARATOR.fullmatch(line) and "-" in line:
            return True
        if self._items and self._result.blocks[self._items[-1]].indent >= _indent(line):
            self._items.clear()
        block = self._add(Kind.ROW, i, _indent(line))
        block.cells, block.columns = _cells(line), self._columns
        return True

    def _marked(self, i: int, line: str) -> bool:
        """Take in a line that says by a mark what it is: a heading, an item, a rule, a definition."""
        heading = _HEADING.fullmatch(line)
        if heading:
            self._items.clear()
            self._heading = None
            self._add(Kind.HEADING, i, 0).lines = [heading[1] or ""]
            self._heading = len(self._result.blocks) - 1
            self._open = None
            return True
        definition = _DEFINITION.fullmatch(line)
        if definition:
            self._result.references.setdefault(" ".join(definition[1].split()).casefold(), definition[2])
            return True
        if self._open is not None and _UNDERLINE.fullmatch(line) and self._open.kind is Kind.PARAGRAPH:
            if len(self._open.lines) == 1 and self._open.parent in {None, self._heading}:
                self._open.kind, self._open.parent = Kind.HEADING, None
                self._heading = len(self._result.blocks) - 1
            self._open = None
            return True
        if _RULE.fullmatch(line):
            self._open = None
            return True
        item = _ITEM.match(line)
        if item is None:
            return False
        indent = _indent(line)
        while self._items and self._result.blocks[self._items[-1]].indent >= indent:
            self._items.pop()
        block = self._add(Kind.ITEM, i, indent)
        block.is_numbered = item[0].lstrip()[:1].isdigit()
        block.checked = None if item[2] is None else item[2] != " "
        block.lines = [line[item.end() :]]
        self._items.append(len(self._result.blocks) - 1)
        self._open = block
        return True

    def _text(self, i: int, line: str) -> None:
        """Take in a line without a mark: it goes on with what is open, or begins a paragraph."""
        quote = _QUOTE.match(line)
        text = line[quote.end() :] if quote else line
        if self._open is not None:
            self._open.lines.append(text)
            return
        indent = _indent(line)
        if self._after_blank:
            while self._items and self._result.blocks[self._items[-1]].indent >= indent:
                self._items.pop()
        block = self._add(Kind.PARAGRAPH, i, indent)
        block.lines = [text]
        self._open = block

    def _add(self, kind: Kind, i: int, indent: int) -> Block:
        parent = self._items[-1] if self._items else self._heading
        block = Block(kind, i + 1, indent=indent, parent=parent)
        self._result.blocks.append(block)
        return block


def _indent(line: str) -> int:
    blanks = line[: len(line) - len(line.lstrip())]
    return len(blanks.expandtabs(_TAB))


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip().replace("\\|", "|") for cell in _CELL_END.split(inner))
