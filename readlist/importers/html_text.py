"""A web page as text: as a browser would copy it, and as Markdown in which links keep their addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readlist.importers.html_lines import LINK, Lines, Rendering
from readlist.importers.html_source import BOLD, ITALIC, LINE, TEX
from readlist.model.vocabulary import word_set

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

BLOCKS = word_set(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure form
    h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu ol p pre search section summary table tbody td textarea tfoot
    th thead tr ul
    """
)
"""Elements that begin a line, and behind which another one begins."""
_PARTED = word_set("blockquote dl h1 h2 h3 h4 h5 h6 hr ol p pre table ul section article")
"""Blocks with an empty line around them."""
_HIDDEN = word_set("head title nav footer button select datalist audio video canvas map rp dialog mjx-assistive-mml")
_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_AROUND_CELLS = frozenset({"table", "tr", "thead", "tbody", "tfoot"})
_LISTS = frozenset({"ol", "ul", "menu", "dir"})
_CELLS = frozenset({"td", "th"})
_VERBATIM = frozenset({"pre", "textarea"})
_SPANS = {"a": LINK, BOLD: "**", ITALIC: "*"}
_FORMULAS = frozenset({TEX, "math"})
_CHECKED = {True: "[x] ", False: "[ ] "}
# MathJax and KaTeX leave a picture of each formula beside its source.
_RENDERED_MATH = re.compile(r"\b(?:MathJax(?:_Preview|_Display|_SVG|_CHTML)?|mjx-chtml|katex-html)\b")
_ASSISTIVE = re.compile(r"\b(?:MJX_Assistive_MathML|mjx-assistive-mml)\b")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"[a-zA-Z][\w+.-]*:")
_MOST_DIGITS = 6


class Resolve:
    """Makes whole addresses of those in the links of a page."""

    def __init__(self, base: str) -> None:
        """Take the page's own address; "" where it is not known."""
        self._base = base

    def __call__(self, href: str | None) -> str:
        """Return the http or https address that a link leads to; "" for any other."""
        href = "".join((href or "").split())
        if href.startswith("//"):
            href = f"https:{href}"
        if href[:8].lower().startswith(("http://", "https://")):
            return href
        if not self._base or not href or href.startswith("#") or _OTHER_SCHEME.match(href):
            return ""
        from urllib.parse import urljoin  # noqa: PLC0415 -- takes long to load, and few pages need it

        try:
            return urljoin(self._base, href)
        except ValueError:
            return ""


def render(root: LexborNode, resolve: Resolve, *, addresses: bool = False) -> Rendering:
    """Return the text below `root`; takes time in proportion to it, however deep it is.

    Args:
        root: an element.
        resolve: makes whole addresses of those in links.
        addresses: whether the address of a link stands behind it in the plain text.
    """
    return _Renderer(resolve, Lines(addresses=addresses)).run(root)


@dataclass(slots=True)
class _Open:
    """An element that is open.

    Attributes:
        tag: its tag.
        is_span: whether it is a link or emphasis.
        counter: of a list, the number of its last item; None of one without numbers.
    """

    tag: str
    is_span: bool = False
    counter: int | None = None


class _Renderer:
    def __init__(self, resolve: Resolve, lines: Lines) -> None:
        self._resolve = resolve
        self._lines = lines
        self._open: list[_Open] = [_Open("")]
        self._lists: list[_Open] = []
        self._tables: list[bool] = []  # of each open table, whether it holds data in rows and columns
        self._cells = self._header_cells = 0
        self._has_tex = False

    def run(self, root: LexborNode) -> Rendering:
        self._has_tex = root.css_first(TEX) is not None
        node: LexborNode | None = root
        above: list[LexborNode] = []  # the elements that are open
        while node is not None:
            inner = self._enter(node)
            if inner is not None:
                above.append(node)
                node = inner
                continue
            following = node.next if above else None
            while following is None and above:
                node = above.pop()
                self._leave()
                following = node.next if above else None
            node = following
        self._end_line()
        return self._lines.result

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Take in a node, or the beginning of one; return the first of those below it, if these count."""
        tag = node.tag or "-"
        if tag[0] == "-":
            if tag == "-text":
                self._text(node.text_content or "")
            return None
        attributes = node.attributes
        line = attributes.get(LINE)
        if line and line.isdecimal():
            self._lines.source = int(line)
        self._open.append(_Open(tag))
        inner = node.first_child if self._begin(node, tag, attributes) else None
        if inner is None:
            self._leave()
        return inner

    def _begin(self, node: LexborNode, tag: str, attributes: dict[str, str | None]) -> bool:
        """Take in the beginning of the element that is open; return whether what is below it counts."""
        if _is_hidden(tag, attributes, has_tex=self._has_tex):
            return False
        if tag in _FORMULAS:
            source = node.text() if tag == TEX else attributes.get("alttext") or _annotation(node)
            self._lines.put(f"${source.strip()}$" if source and source.strip() else "")
            return tag == "math" and not source
        if tag in BLOCKS:
            self._begin_block(node, self._open[-1], attributes)
        else:
            self._begin_inline(self._open[-1], attributes)
        return True

    def _leave(self) -> None:
        """Take in the end of the element that was opened last."""
        element = self._open.pop()
        if element.is_span:
            self._lines.close_span()
        elif element.tag in BLOCKS:
            self._end_block(element)

    def _begin_inline(self, element: _Open, attributes: dict[str, str | None]) -> None:
        tag = element.tag
        if tag in _SPANS:
            element.is_span = True
            self._lines.open_span(_SPANS[tag], self._resolve(attributes.get("href")) if tag == "a" else "")
        elif tag == "br" and self._in_row:
            self._lines.break_cell()
        elif tag == "br":
            self._end_line()
        elif tag == "input" and attributes.get("type") == "checkbox":
            self._lines.put_mark(_CHECKED["checked" in attributes])

    def _text(self, text: str) -> None:
        if self._open[-1].tag not in _VERBATIM and self._open[-2].tag not in _VERBATIM:
            newlines = text.count("\n")
            if not newlines:
                self._lines.put(text)
                return
            before = text.count("\n", 0, len(text) - len(text.lstrip()))
            self._lines.source += before
            self._lines.put(text)
            self._lines.source += newlines - before
            return
        for i, line in enumerate(text.split("\n")):
            if i:
                self._end_line()
                self._lines.source += 1
            self._lines.put(line, verbatim=True)

    @property
    def _in_row(self) -> bool:
        return bool(self._tables) and self._tables[-1]

    def _end_line(self) -> None:
        self._lines.end_line(len(self._lists), is_row=self._in_row)

    def _begin_block(self, node: LexborNode, element: _Open, attributes: dict[str, str | None]) -> None:
        tag = element.tag
        if tag == "table":
            self._end_line()
            self._tables.append(node.css_first("th") is not None and len(node.css("table")) == 1)
        if self._in_row and tag not in _AROUND_CELLS:
            self._begin_in_row(tag)
            return
        self._end_line()
        self._part(tag)
        if tag in _LISTS:
            element.counter = _first_number(attributes) - 1 if tag == "ol" else None
            self._lists.append(element)
        elif tag == "li":
            self._begin_item()
        elif tag in _HEADINGS:
            self._lines.mark_line(_HEADINGS[tag])
        elif tag == "tr" and self._in_row:
            self._lines.begin_row()

    def _begin_in_row(self, tag: str) -> None:
        if tag in _CELLS:
            self._cells += 1
            self._header_cells += tag == "th"
        elif self._lines.in_cell:
            self._lines.break_cell()

    def _begin_item(self) -> None:
        counted = self._lists[-1] if self._lists else None
        if counted is None or counted.counter is None:
            self._lines.mark_line("- ")
            return
        counted.counter += 1
        marker = f"{counted.counter}. "
        self._lines.mark_line(marker, marker)

    def _end_block(self, element: _Open) -> None:
        tag = element.tag
        if self._in_row and tag in _CELLS:
            self._lines.end_cell()
            return
        if self._in_row and tag not in {"table", "tr"}:
            return
        self._end_line()
        if tag == "tr":
            if self._in_row and self._cells == self._header_cells and self._cells:
                self._lines.rule(self._cells)
            self._cells = self._header_cells = 0
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif self._lists and self._lists[-1] is element:
            self._lists.pop()
        self._part(tag)

    def _part(self, tag: str) -> None:
        if tag in _PARTED and not self._lists and not self._in_row:
            self._lines.part()


def _is_hidden(tag: str, attributes: dict[str, str | None], *, has_tex: bool) -> bool:
    """Whether an element is not to be seen, or shows again what is read elsewhere.

    Args:
        tag: its tag.
        attributes: its attributes.
        has_tex: whether the page holds the sources of its formulas.
    """
    if not attributes:
        return tag in _HIDDEN
    style = attributes.get("style")
    if tag in _HIDDEN or "hidden" in attributes or (style and _INVISIBLE.search(style)):
        return True
    kind = attributes.get("class")
    if not kind:
        return False
    return bool(_ASSISTIVE.search(kind) or ((has_tex or "katex" in kind) and _RENDERED_MATH.search(kind)))


def _first_number(attributes: dict[str, str | None]) -> int:
    start = attributes.get("start") or ""
    return int(start) if start.isdecimal() and len(start) <= _MOST_DIGITS else 1


def _annotation(node: LexborNode) -> str:
    """Return the TeX that a formula in MathML carries."""
    found = node.css_first('annotation[encoding="application/x-tex"]')
    return found.text().strip() if found is not None else ""
