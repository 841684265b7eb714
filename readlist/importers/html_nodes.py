"""What is asked of the elements of a web page: their text, their line, their links."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from readlist.importers.html_source import LINE
from readlist.importers.html_text import BLOCKS, Resolve

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\([0-9]{1,6}\)(https?://[^\s<>]+)", re.IGNORECASE)
_PARTING = BLOCKS | {"br"}
_BASES = (
    ("base[href]", "href"),
    ("link[rel=canonical]", "href"),
    ('meta[property="og:url"]', "content"),
    ('meta[name="citation_abstract_html_url"]', "content"),
)


def text_of(node: LexborNode | None) -> str:
    """Return the text below `node` on one line; "" for none."""
    return " ".join(node.text(separator=" ", skip_empty=True).split()) if node is not None else ""


def tight_text_of(node: LexborNode | None) -> str:
    """Return the text below `node` on one line, words together that only tags part ("H<sub>2</sub>O").

    Line breaks and the ends of paragraphs part them all the same.
    """
    if node is None:
        return ""
    if not any(each.tag in _PARTING for each in islice(node.traverse(), 1, None)):
        return " ".join(node.text().split())
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: LexborNode) -> Iterator[str]:
    """Yield the texts below `node`, with a blank wherever another line begins."""
    for each in node.traverse(include_text=True):
        if each.tag in _PARTING or (each.prev is not None and each.prev.tag in _PARTING):
            yield " "
        if each.tag == "-text":
            yield each.text(deep=False)


def addresses_below(nodes: Iterable[LexborNode], resolve: Resolve) -> list[str]:
    """Return the http and https addresses that the links below `nodes` lead to, in their order."""
    return list(filter(None, (resolve(attribute(link, "href")) for node in nodes for link in node.css("a[href]"))))


def line_of(node: LexborNode | None) -> int:
    """Return where `node`, or what it stands in, begins in the source; 1 where that is not known."""
    while node is not None:
        line = node.attributes.get(LINE) or ""
        if line.isdecimal():
            return int(line)
        node = node.parent
    return 1


def attribute(node: LexborNode | None, name: str) -> str:
    """Return an attribute of `node`; "" where there is none."""
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def metas(tree: LexborHTMLParser) -> dict[str, list[tuple[str, LexborNode]]]:
    """Return the contents of the page's <meta> by lower-case name, in their order."""
    found: dict[str, list[tuple[str, LexborNode]]] = {}
    for node in tree.css("meta"):
        name = attribute(node, "name") or attribute(node, "property")
        content = " ".join(attribute(node, "content").split())
        if name and content:
            found.setdefault(name.lower(), []).append((content, node))
    return found


def without_tags(text: str) -> str:
    """Return `text`, a value that should be plain, without tags in it ("<jats:p>…</jats:p>")."""
    if "&" in text:
        # Escaped twice over: "&amp;amp;" in the source.
        text = html.unescape(text)
    return " ".join(_TAG.sub(" ", text).split()) if "<" in text else text


def base_of(tree: LexborHTMLParser, source: str) -> str:
    """Return the address that the page had on the web, as far as it says; "" for none."""
    saved = _SAVED_FROM.search(source[:4096])
    if saved:
        return saved[1]
    for selector, name in _BASES:
        address = attribute(tree.css_first(selector), name)
        if address.lower().startswith(("http://", "https://")):
            return address
    return ""


def following(node: LexborNode, tag: str) -> LexborNode | None:
    """Return the next element behind `node` if its tag is `tag`, whatever text is between."""
    sibling = node.next
    while sibling is not None and (sibling.tag or "-").startswith("-"):
        sibling = sibling.next
    return sibling if sibling is not None and sibling.tag == tag else None


def elements_behind(node: LexborNode, count: int) -> Iterator[LexborNode]:
    """Yield the next elements behind `node`, at most `count`."""
    sibling = node.next
    while sibling is not None and count:
        if not (sibling.tag or "-").startswith("-"):
            count -= 1
            yield sibling
        sibling = sibling.next
