"""The text within a block of Markdown: links, emphasis and code out of their marks.

Only what lists of papers are written in: the CommonMark of links, images, emphasis, code and escapes, GitHub's bare
addresses, and the few HTML tags that people use there. https://spec.commonmark.org/0.31.2/
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readlist.importers.links import find_links
from readlist.importers.markdown_segments import Segment, usual_segments

_TOKEN = re.compile(
    r"""(?P<text>(?:[^\\$`<!\[\]*_~&\nh]++|h(?!ttps?://))++)
      | (?P<escape>\\[!-/:-@\[-`{-~])
      | (?P<math>\$[^\s$](?:[^$\n]{0,200}[^\s$\\])?\$(?![0-9]))
      | (?P<code>(?<!`)(?P<ticks>`++)[^`\n](?:[^`\n]|`(?!`)){0,400}?(?P=ticks)(?!`))
      | (?P<autolink><https?://[^\s<>]+>)
      | (?P<break><br\s*/?>|\n)
      | (?P<tag></?[a-zA-Z][^<>\n]{0,2000}>|<!--.{0,2000}?-->)
      | (?P<image>!\[)
      | (?P<open>\[)
      | (?P<close>\])
      | (?P<stars>\*+|_+|~~)
      | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
      | (?P<address>https?://[^\s<>\[\]"]{1,500})
      | (?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
"""Finds a token at any place: a mark that marks nothing there is a sign of the text."""
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BRACKET = re.compile(r"\\.|`[^`\n]{1,200}`|\[|\]", re.DOTALL)
_MARKED = re.compile(r"[\\`*_~<\[&$\n]|https?:")
_DESTINATION = re.compile(
    r"""\(\s*(?:<([^<>\n]*)>|((?:[^\s()<>\\]|\\\S|\((?:[^\s()<>\\]|\\\S|\([^\s()<>]*\))*\))*))(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)"""
)
_REFERENCE = re.compile(r"\s?\[([^\[\]\n]{0,200})\]")
_HREF = re.compile(r"""<a\s[^<>]*?href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BOLD_TAGS = frozenset({"b", "strong"})
_ITALIC_TAGS = frozenset({"i", "em", "cite"})
_BLOCK_TAGS = frozenset({"p", "div", "li", "tr", "details", "summary", "ul", "ol", "table", "h1", "h2", "h3", "h4"})
_OPENING = frozenset({"open", "image"})
_AS_IT_IS = frozenset({"text", "sign", "math", "close", *_OPENING})
_MOST_NESTED = 3
"""Levels of brackets within the label of a link that are looked into."""


@dataclass(slots=True)
class _Piece:
    """A segment in the making, or a mark of emphasis (`mark`) that may yet turn out to be text."""

    text: str
    link: str | None = None
    bold: int = 0
    italic: int = 0
    bare: bool = False
    mark: str = ""
    opens: bool = False
    closes: bool = False


def segments(text: str, references: Mapping[str, str] | None = None) -> list[Segment]:
    """Return the segments of `text`, the content of one block; images are left out.

    Args:
        text: may hold line breaks.
        references: addresses by folded label, for links such as `[label][1]`.
    """
    if not _MARKED.search(text):
        return [Segment(text)] if text else []
    usual = usual_segments(text)
    if usual is not None:
        return usual
    pieces = list(_pieces(text, references or {}, 0))
    _emphasise(pieces)
    return list(_merged(pieces))


def _pieces(text: str, references: Mapping[str, str], depth: int) -> Iterator[_Piece]:
    closing = _matched(text)
    position = 0
    link: str | None = None  # of an <a> that is open
    bold = italic = 0  # levels of <b> and <i> that are open
    while found := _TOKEN.match(text, position):
        start, position = found.span()
        kind = found.lastgroup or ""
        linked = _linked(text, position - 1, closing, references) if kind in _OPENING else None
        if linked is not None:
            label, target, position = linked
            if kind == "open":
                yield from _label(label, target, references, depth, (bold, italic))
        elif kind in _AS_IT_IS:
            yield _Piece(found[0], link, bold, italic)
        elif kind == "tag":
            link, bold, italic = _after_tag(found[0], link, bold, italic)
            if _tag_name(found[0]) in _BLOCK_TAGS:
                yield _Piece("\n")
        else:
            piece = _simple(kind, found[0], text, start)
            if not piece.bare or not piece.link:
                piece.link = link
            elif kind == "address":
                position = start + len(piece.text)
            piece.bold, piece.italic = bold, italic
            yield piece


def _simple(kind: str, printed: str, text: str, start: int) -> _Piece:
    """Return what a token is that stands for something else."""
    if kind == "stars":
        end = start + len(printed)
        return _mark(printed, text[start - 1 : start] or " ", text[end : end + 1] or " ")
    if kind == "autolink":
        return _Piece(printed[1:-1], link=printed[1:-1], bare=True)
    if kind == "address":
        links = find_links(printed)
        whole = links[0] if links and printed.startswith(links[0]) else printed
        return _Piece(whole, link=links[0] if links else None, bare=True)
    return _Piece(_PLAIN[kind](printed))


_PLAIN: Mapping[str, Callable[[str], str]] = {
    "escape": lambda printed: printed[1],
    "code": lambda printed: printed.strip("`").strip(),
    "entity": html.unescape,
    "break": lambda _: "\n",
}


def _mark(printed: str, before: str, behind: str) -> _Piece:
    """Return a mark of emphasis between two characters; an underscore within a word is none."""
    underscore = printed[0] == "_"
    opens = not behind.isspace() and not (underscore and before.isalnum())
    closes = not before.isspace() and not (underscore and behind.isalnum())
    return _Piece(printed, mark=printed, opens=opens, closes=closes)


def _matched(text: str) -> dict[int, int]:
    """Return where the bracket is closed that opens at a place, for each that is."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]" and opened:
            closing[opened.pop()] = found.start()
    return closing


def _linked(
    text: str, start: int, closing: Mapping[int, int], references: Mapping[str, str]
) -> tuple[str, str | None, int] | None:
    """Return label, address and end of the link whose label opens at `start`; None where there is no link."""
    close = closing.get(start)
    if close is None:
        return None
    label = text[start + 1 : close]
    destination = _DESTINATION.match(text, close + 1)
    if destination:
        target = destination[1] if destination[1] is not None else destination[2]
        target = _ESCAPE.sub(r"\1", target) if "\\" in target else target
        return label, _unescaped(target), destination.end()
    if not references:
        return None
    reference = _REFERENCE.match(text, close + 1)
    named = references.get(_folded((reference[1] if reference else "") or label))
    if named is None:
        return None
    return label, named, reference.end() if reference else close + 1


def _label(
    label: str, target: str | None, references: Mapping[str, str], depth: int, style: tuple[int, int]
) -> Iterator[_Piece]:
    """Yield what is within the label of a link; one link in it counts for nothing."""
    if depth >= _MOST_NESTED:
        yield _Piece(label, link=target)
        return
    if not _MARKED.search(label):
        yield _Piece(label, target, *style)
        return
    inner = list(_pieces(label, references, depth + 1))
    _emphasise(inner)
    shown = [piece for piece in inner if piece.text]
    for piece in shown or [_Piece("")]:
        # A badge that leads somewhere has an image for a label; the address counts.
        yield _Piece(piece.text.replace("\n", " "), target, piece.bold + style[0], piece.italic + style[1])


def _tag_name(tag: str) -> str:
    return re.split(r"[\s/>]", tag.lstrip("</"), maxsplit=1)[0].lower()


def _after_tag(tag: str, link: str | None, bold: int, italic: int) -> tuple[str | None, int, int]:
    """Return which link, and how many levels of bold and italics, are open behind a tag."""
    name, step = _tag_name(tag), -1 if tag.startswith("</") else 1
    if name == "a":
        found = _HREF.match(tag) if step > 0 else None
        return (_unescaped(next(filter(None, found.groups()), "")) or None if found else None), bold, italic
    if name in _BOLD_TAGS:
        return link, max(0, bold + step), italic
    if name in _ITALIC_TAGS:
        return link, bold, max(0, italic + step)
    return link, bold, italic


def _emphasise(pieces: Sequence[_Piece]) -> None:
    """Let the marks of emphasis among `pieces` that belong together do their work; the others stay text."""
    marks = [i for i, piece in enumerate(pieces) if piece.mark]
    if len(marks) <= 1:
        return
    steps: list[tuple[int, int]] = [(0, 0)] * len(pieces)  # how many levels of bold and italics begin at a piece
    for start, end, length in _spans(pieces, marks):
        bold, italic = int(length > 1), length % 2
        steps[start] = (steps[start][0] + bold, steps[start][1] + italic)
        steps[end] = (steps[end][0] - bold, steps[end][1] - italic)
    bold = italic = 0
    for piece, step in zip(pieces, steps, strict=True):
        bold, italic = bold + step[0], italic + step[1]
        piece.bold, piece.italic = piece.bold + bold, piece.italic + italic


def _spans(pieces: Sequence[_Piece], marks: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield where emphasis begins and ends, and how long its marks are; takes the marks out of the pieces' text.

    `marks` are the indexes of the pieces that are marks.
    """
    opened: list[int] = []
    count = {"*": 0, "_": 0, "~": 0}  # of those that are open: nothing is looked for where there is none
    for i in marks:
        piece = pieces[i]
        sign = piece.mark[0]
        if piece.closes and count[sign]:
            at = next(j for j in range(len(opened) - 1, -1, -1) if pieces[opened[j]].mark[0] == sign)
            start = opened[at]
            for dropped in opened[at:]:
                count[pieces[dropped].mark[0]] -= 1
            del opened[at:]
            length = min(len(pieces[start].mark), len(piece.mark))
            pieces[start].text = pieces[start].mark[length:]
            piece.text = piece.mark[length:]
            if sign != "~":
                yield start, i, length
        elif piece.opens:
            opened.append(i)
            count[sign] += 1


def _merged(pieces: Sequence[_Piece]) -> Iterator[Segment]:
    """Yield `pieces` as segments, those of one kind together."""
    last: tuple[bool, bool, str | None, bool] | None = None
    texts: list[str] = []
    for piece in pieces:
        if not piece.text and piece.link is None:
            continue
        kind = (piece.bold > 0, piece.italic > 0, piece.link, piece.bare)
        if kind == last and not piece.bare:
            texts.append(piece.text)
            continue
        if last is not None:
            yield Segment("".join(texts), *last)
        last, texts = kind, [piece.text]
    if last is not None:
        yield Segment("".join(texts), *last)


def _unescaped(address: str) -> str:
    """Return an address without entities; "&note=" in it is none, though HTML would read "&not" there."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), address) if "&" in address else address


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()
