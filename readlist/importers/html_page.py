"""Saved web pages: of a paper, of a list of papers, or of anything with papers in it.

A page of which the structure is known is read from it: publishers' pages of a paper (by the tags that Google Scholar
asks for), arXiv's lists and search, the ACL Anthology, DBLP, OpenReview, Semantic Scholar. Of any other page the text
is read by the importer that knows it, as if it had been copied from a browser, or as Markdown if that shows more of its
links. Scripts never run, and nothing is fetched.

The line of a paper is the one in the page's source where the element begins that holds its title or first line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from readlist.importers.base import Document, Found, Importer, ImportFailedError, Problem, Reading, sniffed
from readlist.importers.html_lines import Rendering
from readlist.importers.html_source import prepared
from readlist.importers.html_text import Resolve, render

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LOOKED_AT = 4096
_WHOLE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_PART = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:div|ul|ol|dl|table|section|article|main|p|h[1-6]|span|meta|title|li|tr|center|pre|a)\b[^<>]*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"</(?:div|ul|ol|dl|table|section|article|main|p|h[1-6]|span|title|li|tr|td|dt|dd|a|pre)>", re.IGNORECASE
)
_MARKDOWN = re.compile(r"^\s{0,3}(?:#{1,6}\s|[-*+]\s+\S)|\]\(https?://", re.MULTILINE)
_FEWEST_TAGS = 3
_MOST_TAGS = 1_000_000
"""A parsed page takes about 300 bytes a tag; a listing of ten thousand papers has a third of these."""
_SURE = 0.3
"""Below it nothing but identifiers was found in the text of a page."""
_WEAKEST, _LIST = "identifiers", "markdown-list"


class HtmlPage:
    """Importer of saved web pages; the module says what it makes of them."""

    name = "html"

    def sniff(self, document: Document) -> float:
        """Return 1 for a web page, nearly as much for a part of one, 0 for all else, Markdown with tags too."""
        head = document.text[:_LOOKED_AT]
        if _WHOLE.match(head):
            return 1.0
        if _PART.match(head) and not _MARKDOWN.search(head):
            return 0.97 if len(_TAG.findall(document.text, 0, 16 * _LOOKED_AT)) >= _FEWEST_TAGS else 0.0
        return 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of the page, by its structure or by its text.

        Raises:
            ImportFailedError: there is more in it than in a page.
        """
        if document.text.count("<") > _MOST_TAGS:
            raise ImportFailedError(document.name, f"more than {_MOST_TAGS:,} tags in a web page")
        # Parsing takes tens of milliseconds to load, and most imports are of no web page.
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 -- as said above

        from readlist.importers.html_lists import papers_of_list  # noqa: PLC0415 -- as above
        from readlist.importers.html_meta import paper_of_page  # noqa: PLC0415 -- as above
        from readlist.importers.html_nodes import base_of  # noqa: PLC0415 -- as above

        source = document.text
        tree = LexborHTMLParser(prepared(source))
        resolve = Resolve(base_of(tree, source))
        listed, untitled = papers_of_list(tree, resolve)
        paper = paper_of_page(tree, resolve) if len(listed) <= 1 else None
        if paper:
            return Reading(self.name, (paper,), _doubts(paper))
        if listed:
            problems = [*untitled, *(problem for found in listed for problem in _doubts(found))]
            return Reading(self.name, tuple(listed), tuple(sorted(problems, key=lambda problem: problem.line)))
        root = tree.body or tree.root
        return _read_text(document, root, resolve) if root is not None else Reading(self.name, ())


def _doubts(found: Found) -> tuple[Problem, ...]:
    if found.record.authors:
        return ()
    return (Problem.at(found.line, "no authors found for this paper", found.record.title or ""),)


def _read_text(document: Document, root: LexborNode, resolve: Resolve) -> Reading:
    """Return what the importer that knows the text of a page best makes of it."""
    # The registry loads this module: it can be asked only when all are there.
    from readlist.importers import importers  # noqa: PLC0415 -- as said above

    others = {name: importer for name, importer in importers().items() if name != HtmlPage.name}
    rendering = render(root, resolve)
    plain = _document(document, rendering.plain)
    markdown = _document(document, rendering.markdown)
    choices = [(sniffed(importer, plain), name, plain) for name, importer in others.items() if name != _LIST]
    if _LIST in others:
        choices.append((sniffed(others[_LIST], markdown), _LIST, markdown))
    sure, name, text = max(choices, key=lambda choice: choice[0], default=(0.0, "", plain))
    if sure < _SURE:
        return _read_identifiers(document, root, resolve, others, rendering)
    return _of_page(others[name].read(text), rendering)


def _read_identifiers(
    document: Document, root: LexborNode, resolve: Resolve, others: Mapping[str, Importer], rendering: Rendering
) -> Reading:
    """Return the papers that a page links to, whose text is no list that an importer knows."""
    if _LIST in others:
        linked = others[_LIST].read(_document(document, rendering.markdown))
        if linked.found:
            return _of_page(linked, rendering)
    if _WEAKEST not in others:
        return Reading(HtmlPage.name, ())
    beside = render(root, resolve, addresses=True)
    return _of_page(others[_WEAKEST].read(_document(document, beside.plain)), beside)


def _document(page: Document, lines: list[str]) -> Document:
    return Document(page.name, "\n".join(lines))


def _of_page(reading: Reading, rendering: Rendering) -> Reading:
    """Return what was read in the text of a page, with the lines of the page's source."""
    sources = rendering.sources

    def source(line: int) -> int:
        return sources[min(line, len(sources)) - 1] if sources else 1

    found = tuple(
        Found(each.record, each.position, source(each.line), each.key, each.tags, each.state) for each in reading.found
    )
    problems = [Problem(source(problem.line), problem.message) for problem in reading.problems]
    return Reading(HtmlPage.name, found, tuple(sorted(problems, key=lambda problem: problem.line)))
