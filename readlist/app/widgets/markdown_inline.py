"""The text inside a block of Markdown: what is shown of it, with its emphasis, code and links as marks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readlist.app.widgets.prose import ADDRESS, Mark
from readlist.app.widgets.spans import Marker, Span, joined
from readlist.text import clean

if TYPE_CHECKING:
    from markdown_it.token import Token

LINK = "note--link"
_OPENING = {"strong_open": "note--strong", "em_open": "note--emphasis", "s_open": "note--struck"}
_CLOSING = {"strong_close", "em_close", "s_close"}
_BLANKS = str.maketrans("\t\n", "  ")


@dataclass(slots=True)
class InlineText:
    """Text without its markup, which stands in marks.

    Attributes:
        text: what is shown, cleaned, without tabs.
        style: component classes of what no mark covers, separated by blanks, None for the pane's own style.
        marks: its stretches with another style or an address, in order.
        found: its stretches that were looked for, in order.
    """

    text: str
    style: str | None = None
    marks: list[Mark] = field(default_factory=list)
    found: Sequence[Span] = ()


def inline_text(tokens: Iterable[Token], style: str | None, marker: Marker) -> InlineText:
    """Return what is shown of the inline tokens of a block, with what `marker` finds in it.

    A line break stays one, whether Markdown calls it soft or hard: notes are typed line by line. Where `marker` finds
    something in an address that is not shown, the text of that link is marked.
    """
    parts = _Parts(style)
    for token in tokens:
        kind = token.type
        if kind == "text":
            parts.add_text(token.content)
        elif kind in _OPENING:
            parts.classes.append(_OPENING[kind])
        elif kind in _CLOSING:
            parts.classes.pop()
        elif kind in {"softbreak", "hardbreak"}:
            parts.add("\n")
        elif kind == "code_inline":
            parts.add(_shown(token.content), "note--code")
        elif kind == "link_open":
            parts.address = _followed(token.attrGet("href"))
        elif kind == "link_close":
            parts.address = None
        elif kind == "image":
            alt = _shown(token.content) or "image"
            parts.add(f"[{alt}]", address=_followed(token.attrGet("src")))
        else:
            # HTML, of which nothing is obeyed.
            parts.add(_shown(token.content))
    text = "".join(parts.texts)
    return InlineText(text, style, parts.marks, _found(text, parts.marks, marker))


class _Parts:
    """What was read so far, and what holds for that which is read next."""

    def __init__(self, style: str | None) -> None:
        self.texts: list[str] = []
        self.marks: list[Mark] = []
        self.classes: list[str] = [style] if style else []
        self.address: str | None = None
        self._plain = len(self.classes)
        self._at = 0

    def add_text(self, content: str) -> None:
        """Add plain text, in which web addresses lead where they say, unless it stands in a link."""
        text = _shown(content)
        at = 0
        if self.address is None and "://" in text:
            for address in ADDRESS.finditer(text):
                self.add(text[at : address.start()])
                self.add(address[0], address=address[0])
                at = address.end()
        self.add(text[at:])

    def add(self, text: str, *classes: str, address: str | None = None) -> None:
        """Add text as it is."""
        if not text:
            return
        address = address or self.address
        start, self._at = self._at, self._at + len(text)
        self.texts.append(text)
        if classes or address or len(self.classes) > self._plain:
            style = " ".join(dict.fromkeys((*self.classes, *classes, *((LINK,) if address else ()))))
            self.marks.append((start, self._at, style, address))


def _shown(content: str) -> str:
    """Return a text of the parser cleaned, and on one line: it may have come from an entity ("&#x202e;")."""
    return content if content.isprintable() else clean(content).translate(_BLANKS)


def _followed(address: object) -> str | None:
    """Return an address if it may be followed: only http and https lead anywhere."""
    found = ADDRESS.match(address) if isinstance(address, str) and address.isprintable() else None
    return found.string if found else None


def _found(text: str, marks: Sequence[Mark], marker: Marker) -> Sequence[Span]:
    found = marker("note", text)
    hidden = [
        (start, end)
        for start, end, _, address in marks
        if address and address not in text[start:end] and marker("note", address)
    ]
    return joined((*found, *hidden)) if hidden else found
