"""Answers of arXiv's API, arXiv's RSS and Atom feeds, and feeds of journals.

Atom (RFC 4287), RSS 2.0 and RSS 1.0, with what arXiv (https://info.arxiv.org/help/api/user-manual.html), Dublin Core
and PRISM add to them. No entity is expanded and nothing is fetched: XML that could define any is read by defusedxml.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from readlist.importers.base import Document, Found, ImportFailedError, Problem, Reading
from readlist.importers.feed_entries import Fields, fields_of, found_in
from readlist.importers.unwrapping import Unwrapping

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LOOKED_AT = 1 << 13  # characters that tell what a document is
_ROOT = re.compile(
    r"\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>\s*)*"
    r"<(?:[A-Za-z]\w*:)?(?:feed|rss|RDF|entry)(?=[\s>/])",
    re.DOTALL,
)
_IS_FEED = re.compile(r"purl\.org/rss/|my\.netscape\.com/rdf|<rss\b|w3\.org/2005/Atom", re.IGNORECASE)
# In comments and CDATA, what looks like an entry is text. (XML has "<" nowhere else.)
_ENTRY = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(?:[A-Za-z][\w.-]*:)?(?:entry|item)(?=[\s>/])", re.DOTALL)
_DECLARATION = "<!DOCTYPE"
"""In XML entities are defined, and other documents named, in this declaration alone."""
_NAMED_CHARACTER = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?P<name>[A-Za-z][A-Za-z0-9]*);")


class Feed:
    """Importer of feeds; the module says which."""

    name = "feed"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is a feed."""
        head = document.text[:_LOOKED_AT]
        return 1.0 if _ROOT.match(head) and _IS_FEED.search(head) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the entries of `document`.

        Raises:
            ImportFailedError: it is not well-formed XML, or defines entities, which are never expanded.
        """
        entries = list(_entries(_parsed(document)))
        lines = _lines(document.text)
        if len(lines) != len(entries):
            lines = [1] * len(entries)
        found: list[Found] = []
        problems: list[Problem] = []
        unwrapping = Unwrapping(document.text)
        for line, fields in zip(lines, entries, strict=True):
            one = found_in(fields, line, len(found) + 1, unwrapping)
            if one is not None:
                found.append(one)
            else:
                problems.append(Problem.at(line, "nothing of a paper in this entry", document.lines[line - 1].strip()))
        return Reading(self.name, tuple(found), tuple(problems))


def _parsed(document: Document) -> Element:
    from xml.etree import ElementTree as ET  # noqa: PLC0415 -- 15 ms for other documents

    from defusedxml import DefusedXmlException  # noqa: PLC0415 -- as above
    from defusedxml.ElementTree import fromstring as fromstring_with_declarations  # noqa: PLC0415 -- as above

    text = document.text.lstrip()
    skipped = document.text[: len(document.text) - len(text)].count("\n")
    # Sloppy feeds have the names that HTML knows, which XML does not.
    text = _NAMED_CHARACTER.sub(_character, text)
    try:
        if _DECLARATION in text:
            return fromstring_with_declarations(text)
        return ET.fromstring(text)  # noqa: S314 -- no declaration, no entities; and in half the time
    except ET.ParseError as error:
        line, message = error.position[0] + skipped, str(error).partition(":")[0]
        raise ImportFailedError(document.name, f"line {line}: not well-formed XML ({message})") from error
    except DefusedXmlException as error:
        raise ImportFailedError(
            document.name, "XML that defines entities of its own, which are not expanded"
        ) from error


def _character(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def _entries(root: Element) -> Iterator[Fields]:
    """Yield the fields of each entry: at the top in Atom and RSS 1.0, in the channel in RSS 2.0."""
    if _local(root) == "entry":
        yield fields_of(root)
    for element in root:
        if _local(element) == "channel":
            yield from (fields_of(item) for item in element if _local(item) == "item")
        elif _local(element) in {"entry", "item"}:
            yield fields_of(element)


def _local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _lines(text: str) -> list[int]:
    """Return the lines at which entries begin."""
    lines: list[int] = []
    line = counted = 0
    for found in _ENTRY.finditer(text):
        if not found[0].startswith("<!"):
            line += text.count("\n", counted, found.start())
            counted = found.start()
            lines.append(line + 1)
    return lines
