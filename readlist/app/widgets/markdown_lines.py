"""Markdown as lines for a pane: rendered as CommonMark, with tables and struck text, or as it was typed.

What is typed on a line of its own is shown on one, and blank lines are those of the source: a note looks like what was
written, without its signs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, get_args

from readlist.app.widgets.markdown_inline import LINK, InlineText, inline_text
from readlist.app.widgets.markdown_table import RULE, Alignment, table_lines
from readlist.app.widgets.prose import Line, Piece, address_marks, lay_out
from readlist.app.widgets.spans import Marker
from readlist.text import cell_width, clean

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

LONGEST = 20_000
"""Characters of a note that is rendered; a longer one is shown as it was typed, which is ten times as quick."""
_MOST_BRACKETS = 1_000
"""Of these in one note: the parser looks from each for its partner."""
_MOST_CELLS = 5_000
"""Of a table, which has as many as its rows times its columns, however few of them were typed."""
_DEEPEST = 100
"""Blocks inside one another that are told apart."""

_TYPED_HEADING = re.compile(r"#{1,6} ")
_TYPED_QUOTE = re.compile(r" {0,3}>")
_TASK = re.compile(r"\[([ xX])\] ")

_HEADINGS: Final = ("note--heading", "note--subheading", "note--minor-heading")
_MARKER = "note--marker"
_QUOTE, _BAR, _BAR_STYLE = "note--quote", "▎ ", "note--bar"
_BULLETS = ("• ", "◦ ", "▪ ")
_TODO, _DONE = "☐ ", "☑ "
_CODE, _CODE_INDENT = "note--code", "  "


def note_lines(note: str, cells: int, marker: Marker) -> list[Line]:
    """Return a note as lines of at most `cells` cells, with what `marker` finds in it as a "note".

    The pieces have the component classes `note--…` as styles, several of them separated by blanks: the later ones lie
    over the first. Only http and https addresses lead anywhere; HTML is shown as it was typed.
    """
    note = clean(note).expandtabs(4)
    if len(note) > LONGEST or note.count("[") > _MOST_BRACKETS or _most_cells(note) > _MOST_CELLS:
        return _as_typed(note, cells, marker)
    # Of a note that only defines addresses for links, nothing would be seen.
    return _Rendering(note, cells, marker).lines or _as_typed(note, cells, marker)


def _most_cells(note: str) -> int:
    """Return how many cells a table in a note can have at most."""
    if "|" not in note:
        return 0
    blocks = (block.split("\n") for block in note.split("\n\n"))
    return max(len(lines) * (max(line.count("|") for line in lines) + 1) for lines in blocks)


def _as_typed(note: str, cells: int, marker: Marker) -> list[Line]:
    """Return a note line by line, with headings, quotations and web addresses told apart."""
    lines: list[Line] = []
    for line in note.split("\n"):
        style = None
        if _TYPED_HEADING.match(line):
            style = _HEADINGS[0]
        elif _TYPED_QUOTE.match(line):
            style = _QUOTE
        lines += lay_out(line, cells, style=style, marks=address_marks(line, LINK), found=marker("note", line))
    return lines


def prepare() -> None:
    """Load what reads notes, so that the first one that is shown need not wait for it."""
    _parser()


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- takes 40 ms to load, and not everybody has notes

    return MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])


@lru_cache(maxsize=4)
def _parsed(note: str) -> Sequence[Token]:
    """Return the tokens of a note; with each letter of a filter they are asked for again."""
    return _parser().parse(note)


@dataclass(slots=True, eq=False)
class _Container:
    """A block that has others in it: what stands before the first of their lines, and before the rest."""

    first: str
    rest: str
    style: str = _MARKER
    begun: bool = False


class _Rendering:
    """The lines of one note, in the order of its tokens.

    Attributes:
        lines: the lines.
    """

    def __init__(self, note: str, cells: int, marker: Marker) -> None:
        self.lines: list[Line] = []
        self._source = note.split("\n")
        self._cells = cells
        self._marker = marker
        self._containers: list[_Container] = []
        self._around_last: list[_Container] = []
        self._lists: list[bool] = []
        tokens = _parsed(note)
        at = 0
        while at < len(tokens):
            at = self._block(tokens, at)

    def _block(self, tokens: Sequence[Token], at: int) -> int:
        """Render the block that begins with a token, or what this token means for others; return the next one."""
        token = tokens[at]
        kind = token.type
        if kind == "heading_open":
            self._text(tokens[at + 1], _HEADINGS[min(int(token.tag[1]), len(_HEADINGS)) - 1])
            return at + 3
        if kind == "paragraph_open":
            self._text(tokens[at + 1], self._style)
            return at + 3
        if kind == "table_open":
            end = next(i for i in range(at, len(tokens)) if tokens[i].type == "table_close")
            self._table(tokens[at:end])
            return end + 1
        if kind in {"fence", "code_block"}:
            self._code(token)
        elif kind == "html_block":
            text = token.content.rstrip("\n")
            self._put(InlineText(text, self._style, found=self._marker("note", text)), token)
        elif kind == "hr":
            self._add([(Piece("─" * self._room, RULE),)], token)
        else:
            self._container(token)
        return at + 1

    def _container(self, token: Token) -> None:
        """Step into a list, an item or a quotation, or out of it."""
        kind = token.type
        if kind in {"bullet_list_open", "ordered_list_open"}:
            self._lists.append(kind == "bullet_list_open")
        elif kind in {"bullet_list_close", "ordered_list_close"}:
            self._lists.pop()
        elif kind == "blockquote_open":
            self._containers.append(_Container(_BAR, _BAR, _BAR_STYLE))
        elif kind == "list_item_open":
            is_bullet = self._lists[-1]
            depth = sum(self._lists) - 1
            mark = _BULLETS[depth % len(_BULLETS)] if is_bullet else f"{token.info}{token.markup} "
            self._containers.append(_Container(mark, " " * len(mark)))
        elif kind in {"list_item_close", "blockquote_close"}:
            if not self._containers[-1].begun:
                self._add([()])
            self._containers.pop()

    @property
    def _style(self) -> str | None:
        """Style of plain text here."""
        return _QUOTE if any(container.style == _BAR_STYLE for container in self._containers) else None

    @property
    def _room(self) -> int:
        """Cells that the blocks around leave for text: half of a line at least."""
        around = sum(cell_width(container.rest) for container in self._containers)
        return max(self._cells - around, (self._cells + 1) // 2)

    # Blocks of text

    def _text(self, token: Token, style: str | None) -> None:
        """Render what stands in a paragraph or a heading."""
        children = token.children or []
        item = self._containers[-1] if self._containers else None
        if item is not None and not item.begun and item.style == _MARKER and children and children[0].type == "text":
            task = _TASK.match(children[0].content)
            if task:
                # A copy: the tokens are those of the next rendering too.
                children = [children[0].copy(content=children[0].content[task.end() :]), *children[1:]]
                box = _TODO if task[1] == " " else _DONE
                item.first = box if item.first in _BULLETS else item.first + box
                item.rest = " " * len(item.first)
        self._put(inline_text(children, style, self._marker), token)

    def _put(self, text: InlineText, token: Token) -> None:
        self._add(lay_out(text.text, self._room, style=text.style, marks=text.marks, found=text.found), token)

    def _code(self, token: Token) -> None:
        text = token.content.rstrip("\n")
        lines = lay_out(text, max(1, self._room - len(_CODE_INDENT)), style=_CODE, found=self._marker("note", text))
        self._add([(Piece(_CODE_INDENT, beside=True), *line) for line in lines], token)

    def _table(self, tokens: Sequence[Token]) -> None:
        rows: list[list[InlineText]] = []
        alignments: list[Alignment] = []
        style = self._style
        for token in tokens:
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "th_open":
                alignments.append(_alignment(token))
            elif token.type == "inline":
                of_cell = " ".join(filter(None, (style, "note--strong"))) if len(rows) == 1 else style
                rows[-1].append(inline_text(token.children or (), of_cell, self._marker))
        self._add(table_lines(rows, alignments, self._room), tokens[0])

    # Lines

    def _add(self, lines: list[Line], token: Token | None = None) -> None:
        """Add the lines of the block of `token`, behind what its containers put before them."""
        if token is not None and token.map and self.lines and self._is_blank(token.map[0] - 1):
            between = (c for c, before in zip(self._containers, self._around_last, strict=False) if c is before)
            self.lines.append(self._before([_Container(c.rest, c.rest, c.style) for c in between]))
        for line in lines:
            self.lines.append((*self._before(self._containers), *line))
        self._around_last = self._containers.copy()

    def _is_blank(self, line: int) -> bool:
        return line >= 0 and not self._source[line].strip("> ")

    def _before(self, containers: list[_Container]) -> Line:
        """Return what stands before a line in these containers; the innermost, where there is no room for all."""
        pieces: list[Piece] = []
        for container in containers:
            text = container.rest if container.begun else container.first
            pieces.append(Piece(text, container.style, beside=True))
            container.begun = True
        room = self._cells - self._room
        while pieces and sum(cell_width(piece.text) for piece in pieces) > room:
            del pieces[0]
        return tuple(pieces)


def _alignment(token: Token) -> Alignment:
    """Return where the texts of the column stand that a head begins."""
    style = str(token.attrGet("style") or "")
    return next((alignment for alignment in get_args(Alignment) if style.endswith(alignment)), "left")
