"""Lines of text, plain and in Markdown, built up from the pieces of a web page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

LINK = "["
_CELL = "\0"
"""Stands between the cells of a row until the line is done; no text has one, see `readlist.text`."""
_MARKUP = re.compile(r"[\\*_`\[\]<~$|&](?:(?<!&)|(?=#?\w{1,31};))")
_START = re.compile(r"[#>+=-]|[0-9]{1,9}(?=[.)](?:\s|$))")
_OTHER_BLANK = re.compile(r"[\t\n\r\f\v\xa0]")
_BLANKS = re.compile(r"[ \t\n\r\f\v\xa0]+")
_INDENT = 3
_MOST_INDENT = 60


@dataclass(slots=True)
class Rendering:
    """A page in lines of text.

    Attributes:
        plain: as copied from a browser; addresses stand behind links where asked for.
        markdown: the same lines in Markdown.
        sources: where in the page's source each line begins, from 1.
    """

    plain: list[str] = field(default_factory=list)
    markdown: list[str] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Span:
    """A link or emphasis that is open.

    Attributes:
        mark: the mark of emphasis, or `LINK`.
        address: of a link.
        start: index of the piece of the line's Markdown where it begins.
        shown: whether part of it stands on a line that is done.
    """

    mark: str
    address: str
    start: int
    shown: bool = False


class Lines:
    """Lines in the making; `source` is where in the page's source the next piece stands."""

    def __init__(self, *, addresses: bool) -> None:
        """Begin; `addresses` says whether those of links stand behind them in the plain text."""
        self.result = Rendering()
        self.source = 1
        self._addresses = addresses
        self._plain: list[str] = []
        self._markdown: list[str] = []
        self._spans: list[_Span] = []
        self._marker = self._plain_marker = ""
        self._begun: int | None = None
        self._gap = self._verbatim = False

    @property
    def in_cell(self) -> bool:
        """Whether anything stands in the cell of a row that is open."""
        return bool(self._plain) and self._plain[-1] != _CELL

    def put(self, text: str, *, verbatim: bool = False) -> None:
        """Add text to the line; its white space counts for one blank unless the line is `verbatim`."""
        if verbatim:
            self._verbatim = True
        if self._begun is None and text and not text.isspace():
            self._begun = self.source
        self._plain.append(text)
        self._markdown.append(_MARKUP.sub(r"\\\g<0>", text) if _MARKUP.search(text) else text)

    def put_mark(self, markdown: str) -> None:
        """Add what only the Markdown shows."""
        self._markdown.append(markdown)

    def break_cell(self) -> None:
        """Break the line within a cell, where no line can end."""
        self._plain.append(" ")
        self._markdown.append(" <br> ")

    def begin_row(self) -> None:
        """Begin the row of a table."""
        self._markdown.append(f"{_CELL} ")

    def end_cell(self) -> None:
        """End the cell of a row."""
        self._plain.append(_CELL)
        self._markdown.append(f" {_CELL} ")

    def rule(self, cells: int) -> None:
        """Add what stands in Markdown below the header of a table."""
        self._add("", "|" + "---|" * cells, self.source)

    def open_span(self, mark: str, address: str = "") -> None:
        """Begin a link or emphasis."""
        self._spans.append(_Span(mark, address, len(self._markdown)))

    def close_span(self) -> None:
        """End the link or emphasis that was begun last."""
        span = self._spans.pop()
        label = "".join(self._markdown[span.start :])
        self._markdown[span.start :] = (_wrapped(label, span),)
        if self._addresses and span.address and label.strip() and span.address not in "".join(self._plain[-3:]):
            self._plain.append(f" {span.address} ")

    def mark_line(self, marker: str, plain: str = "") -> None:
        """Let the next line begin with `marker` in Markdown and with `plain` in plain text."""
        self._marker, self._plain_marker = marker, plain

    def part(self) -> None:
        """Let an empty line come before the next."""
        self._gap = True

    def end_line(self, depth: int = 0, *, is_row: bool = False) -> None:
        """End the line, if there is anything on it.

        Args:
            depth: how many lists it stands in.
            is_row: whether it is the row of a table.
        """
        for span in reversed(self._spans):
            label = "".join(self._markdown[span.start :])
            if label.strip():
                self._markdown[span.start :] = [_wrapped(label, span)]
                span.shown = True
            span.start = 0
        if not self._plain and not self._markdown:
            return
        whole = "".join(self._plain)
        plain = whole.rstrip() if self._verbatim else _cells(whole, "\t").strip("\t ")
        markdown = _cells("".join(self._markdown), "|")
        self._plain.clear()
        self._markdown.clear()
        if plain or markdown:
            self._write(plain, markdown if is_row else self._in_list(markdown, depth))
        elif self._verbatim:
            self._gap = True
        self._begun = None
        self._verbatim = False

    def _in_list(self, markdown: str, depth: int) -> str:
        """Return a line of Markdown as it stands in `depth` lists, and as no block of a kind that it is not."""
        start = _START.match(markdown)
        if start:
            head = f"{start[0]}\\" if start[0].isdigit() else f"\\{start[0]}"
            markdown = head + markdown[start.end() :]
        outside = depth - bool(self._marker and depth)
        return " " * min(_MOST_INDENT, _INDENT * outside) + self._marker + markdown

    def _write(self, plain: str, markdown: str) -> None:
        if self._gap and self.result.plain:
            self._add("", "", self.result.sources[-1])
        self._gap = False
        self._add(self._plain_marker + plain if plain else "", markdown, self._begun or self.source)
        self._marker = self._plain_marker = ""

    def _add(self, plain: str, markdown: str, source: int) -> None:
        self.result.plain.append(plain)
        self.result.markdown.append(markdown)
        self.result.sources.append(source)


def _wrapped(label: str, span: _Span) -> str:
    """Return the Markdown of a link or of emphasis around `label`."""
    bare = label.strip()
    if (not bare and (span.shown or not span.address)) or (span.mark == LINK and not span.address):
        return label
    before = label[: len(label) - len(label.lstrip())] if bare else ""
    behind = label[len(label.rstrip()) :] if bare else ""
    if span.mark != LINK:
        return f"{before}{span.mark}{bare}{span.mark}{behind}"
    address = span.address.replace("<", "%3C").replace(">", "%3E")
    address = f"<{address}>" if "(" in address or ")" in address else address
    return f"{before}[{bare}]({address}){behind}"


def _cells(text: str, between: str) -> str:
    """Return a line with single blanks, and `between` its cells."""
    if _CELL not in text:
        return _single_blanks(text)
    return between.join(map(_single_blanks, text.split(_CELL)))


def _single_blanks(text: str) -> str:
    # Most lines have them already, and a line may be as long as the page.
    if "  " in text or _OTHER_BLANK.search(text):
        text = _BLANKS.sub(" ", text)
    return text.strip()
