"""Papers from lists whose structure is known: of arXiv, the ACL Anthology, DBLP, OpenReview, Semantic Scholar.

What the lines of OpenReview's pages mean is known to `openreview`.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import parse_qs

from readlist.importers.addresses import Kind, address_of, of_arxiv
from readlist.importers.arxiv_fields import record_of
from readlist.importers.base import Found, Problem
from readlist.importers.html_nodes import (
    addresses_below,
    attribute,
    elements_behind,
    following,
    line_of,
    text_of,
    tight_text_of,
)
from readlist.importers.html_source import BOLD
from readlist.importers.html_text import Resolve
from readlist.importers.links import find_links
from readlist.importers.openreview import found_of
from readlist.importers.openreview_lines import Kind as Shown
from readlist.importers.openreview_lines import Line, classify
from readlist.importers.openreview_page import Entry
from readlist.importers.printed_venues import is_preprint, printed_year
from readlist.model.identifiers import arxiv_year, parse_arxiv
from readlist.model.record import Record

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_Papers: TypeAlias = Iterator[Found]
"""The papers of a page; their positions are not counted yet."""

_LABEL = re.compile(
    r"\s*(?:title|authors?|comments?|subjects?|journal-ref|doi|abstract|report-no)\s*:\s*", re.IGNORECASE
)
_ARXIV_LABEL = re.compile(r"ar[xX]iv\s*:\s*(\S+)")
_LESS = re.compile(r"\s*(?:△ Less|▽ More)\s*\Z")
_HOMONYM = re.compile(r"\s[0-9]{4}\Z")
_FIELDS = {
    ".list-journal-ref": "venue",
    ".list-comments": "comment",
    ".list-doi": "doi",
    ".list-subjects": "subjects",
}
_OF_COLUMNS = re.compile(
    r"(?:Proceedings|Findings|Transactions|Computational Linguistics|Workshop|Journal|Volume|\b[A-Z]{3,})"
)


def papers_of_list(tree: LexborHTMLParser, resolve: Resolve) -> tuple[list[Found], list[Problem]]:
    """Return the papers that the page of `tree` lists, and its entries without a title, if its structure is known."""
    for read in _READERS:
        entries = list(read(tree, resolve))
        titled = (each for each in entries if each.record.title)
        found = [dataclasses.replace(each, position=i) for i, each in enumerate(titled, 1)]
        if found:
            return found, [_untitled(each) for each in entries if not each.record.title]
    return [], []


def _untitled(found: Found) -> Problem:
    record = found.record
    return Problem.at(found.line, "no title for this paper", ", ".join(record.authors) or record.url or "")


def _arxiv_list(tree: LexborHTMLParser, resolve: Resolve) -> _Papers:
    """Lists of arXiv: a term with the identifier, and a definition with the fields."""
    for term in tree.css("dl > dt"):
        definition = following(term, "dd")
        if definition is None or definition.css_first(".list-title") is None:
            continue
        address = next((a for a in map(_href, term.css("a")) if "/abs/" in a), "")
        labelled = _ARXIV_LABEL.search(text_of(term))
        identifier = parse_arxiv(address.rpartition("/abs/")[2]) or (parse_arxiv(labelled[1]) if labelled else None)
        fields = {name: _value(definition.css_first(selector)) for selector, name in _FIELDS.items()}
        fields["title"] = _value(definition.css_first(".list-title"))
        people = [text_of(a) for a in definition.css(".list-authors a")]
        fields["authors"] = ", ".join(people) if people else _value(definition.css_first(".list-authors"))
        printed = definition.css_first("p.mathjax") or definition.css_first("div > p")
        told = [each for each in (printed, definition.css_first(".list-comments")) if each is not None]
        record = _arxiv(identifier, fields, tight_text_of(printed), addresses_below(told, resolve))
        yield Found(record, 0, line_of(term))


def _arxiv_search(tree: LexborHTMLParser, resolve: Resolve) -> _Papers:
    """Search of arXiv: an item for each paper, with the whole abstract behind its beginning."""
    for item in tree.css("li.arxiv-result"):
        address = next((a for a in map(_href, item.css(".list-title a, a")) if "/abs/" in a), "")
        identifier = parse_arxiv(address.rpartition("/abs/")[2])
        people = [text_of(a) for a in item.css(".authors a")]
        fields = {
            "title": tight_text_of(item.css_first("p.title")),
            "authors": ", ".join(people) if people else _value(item.css_first(".authors")),
            "classes": text_of(item.css_first(".tags .tag")),
        }
        remarks = item.css("p.comments")
        for remark in remarks:
            label, value = tight_text_of(remark).partition(":")[::2]
            name = {"comments": "comment", "journal ref": "venue"}.get(label.strip().lower())
            if name:
                fields[name] = value.strip()
        tags = [text_of(tag) for tag in item.css(".tags .tag")]
        fields["doi"] = next((tag for label, tag in pairwise(tags) if label.casefold() == "doi"), "")
        full = item.css_first(".abstract-full") or item.css_first(".abstract-short") or item.css_first(".abstract")
        abstract = _LESS.sub("", _LABEL.sub("", tight_text_of(full), count=1))
        told = [each for each in (full, *remarks) if each is not None]
        yield Found(_arxiv(identifier, fields, abstract, addresses_below(told, resolve)), 0, line_of(item))


def _arxiv(identifier: str | None, fields: dict[str, str], abstract: str, linked: Sequence[str]) -> Record:
    """Return a record; `linked` are the addresses behind "this https URL" in its abstract and its comment."""
    record = record_of(identifier, fields, abstract, of_arxiv(identifier).url if identifier else None)
    return dataclasses.replace(record, links=tuple(dict.fromkeys((*record.links, *linked))))


def _anthology(tree: LexborHTMLParser, resolve: Resolve) -> _Papers:
    """Pages of the ACL Anthology: a person's papers, a volume, an event."""
    volume = text_of(tree.css_first("h2#title") or tree.css_first("h2"))
    is_volume = bool(_OF_COLUMNS.search(volume))
    for entry in tree.css(".d-sm-flex"):
        links = entry.css(f"{BOLD} a, a.align-middle")
        link = next((a for a in links if not {"badge", "btn"} & set(attribute(a, "class").split())), None)
        href = _href(link)
        address = address_of(resolve(href) or f"https://aclanthology.org{href}")
        if link is None or address.kind is not Kind.PAPER or address.url.endswith(".0/"):
            continue
        people = tuple(text_of(a) for a in entry.css("a") if "/people/" in _href(a))
        volumes = [text_of(a) for a in entry.css("a") if "/volumes/" in _href(a)]
        behind = next((e for e in elements_behind(entry, 1) if "abstract" in attribute(e, "class")), None)
        abstract = tight_text_of(behind)
        title = tight_text_of(link)
        record = Record(
            title=title,
            authors=people,
            year=address.year,
            venue=next(iter(volumes), volume if is_volume else None),
            abstract=abstract,
            doi=address.doi,
            url=address.url,
            links=find_links(title, abstract),
        )
        yield Found(record, 0, line_of(link))


def _dblp(tree: LexborHTMLParser, resolve: Resolve) -> _Papers:
    """DBLP's lists of publications, proceedings that somebody edited among them."""
    for entry in tree.css("li.entry"):
        title = tight_text_of(entry.css_first("span.title"))
        people = (text_of(e) for e in entry.css("[itemprop=author] [itemprop=name], [itemprop=author][title]"))
        authors = tuple(dict.fromkeys(_HOMONYM.sub("", name) for name in people if name))
        venue = text_of(entry.css_first("[itemprop=isPartOf] [itemprop=name]"))
        addresses = [
            address_of(href)
            for href in map(resolve, map(_href, entry.css("li.ee a, nav.publ a[itemprop=url]")))
            if href
        ]
        arxiv = next((a.arxiv for a in addresses if a.arxiv), None)
        date = text_of(entry.css_first("[itemprop=datePublished]")) or attribute(
            entry.css_first("[itemprop=datePublished]"), "content"
        )
        page = next((a.url for a in addresses if a.kind is Kind.PAPER), None)
        record = Record(
            title=title.removesuffix("."),
            authors=authors,
            year=printed_year(date) or (arxiv_year(arxiv) if arxiv else None),
            venue=None if not venue or is_preprint(venue) else venue,
            arxiv=arxiv,
            doi=next((a.doi for a in addresses if a.doi), None),
            url=page,
            links=find_links(title),
        )
        yield Found(record, 0, line_of(entry))


def _openreview(tree: LexborHTMLParser, resolve: Resolve) -> _Papers:
    """OpenReview's lists of notes; what a click would show of each is in the page already."""
    for note in tree.css(".note"):
        link = next((a for a in note.css("h2 a, h3 a, h4 a, h5 a") if "forum?id=" in _href(a)), None)
        if link is None or _is_reply(link):
            continue
        people = [text_of(a) for a in note.css(".note-authors a, .note-authors span.author")]
        if not people:
            people = text_of(note.css_first(".note-authors")).split(",")
        href = _href(link)
        entry = Entry(
            title=_line(link),
            authors=tuple(filter(None, (name.strip() for name in people))),
            begin=0,
            anchor=0,
            url=address_of(resolve(href) or f"https://openreview.net{href}").url,
        )
        for line in map(_line, note.css(".note-venue, .note-meta-info li, .note-meta-info .item")):
            if line.kind is Shown.DATE:
                entry.year = entry.year or line.year
            if line.kind in {Shown.DATE, Shown.STATUS, Shown.TEXT}:
                entry.status = entry.status or line.text or None
        for line in map(_line, note.css(".note-content li, .note-content > div")):
            if line.kind is Shown.FIELD:
                entry.fields.setdefault(line.label, []).append(line.text)
        yield found_of(entry, 0)


def _is_reply(link: LexborNode) -> bool:
    """Whether a link leads to a review or a comment in a forum, rather than to the forum's paper."""
    asked = parse_qs(_href(link).partition("?")[2])
    return "noteId" in asked and asked["noteId"] != asked.get("id")


def _line(node: LexborNode) -> Line:
    return classify(line_of(node), tight_text_of(node))


def _semantic_scholar(tree: LexborHTMLParser, resolve: Resolve) -> _Papers:
    """Semantic Scholar's lists: an author's papers, search results. Its own summaries are no abstracts."""
    for row in tree.css(".cl-paper-row"):
        title = row.css_first(".cl-paper-title")
        link = next((a for a in row.css("a") if "/paper/" in _href(a)), None)
        href = _href(link)
        addresses = [address_of(each) for each in addresses_below([row], resolve)]
        arxiv = next((a.arxiv for a in addresses if a.arxiv), None)
        venue = text_of(row.css_first(".cl-paper-venue"))
        year = printed_year(text_of(row.css_first(".cl-paper-pubdates")))
        record = Record(
            title=tight_text_of(title) or None,
            authors=tuple(filter(None, map(text_of, row.css(".cl-paper-authors a")))),
            year=year or (arxiv_year(arxiv) if arxiv else None),
            venue=None if not venue or is_preprint(venue) else venue,
            arxiv=arxiv,
            doi=next((a.doi for a in addresses if a.doi), None),
            url=resolve(href) or (f"https://www.semanticscholar.org{href}" if href.startswith("/") else None),
        )
        yield Found(record, 0, line_of(title or row))


_READERS: tuple[Callable[[LexborHTMLParser, Resolve], _Papers], ...] = (
    _arxiv_list,
    _arxiv_search,
    _anthology,
    _dblp,
    _openreview,
    _semantic_scholar,
)


def _href(node: LexborNode | None) -> str:
    return attribute(node, "href")


def _value(node: LexborNode | None) -> str:
    """Return the text of a field without its label."""
    return _LABEL.sub("", tight_text_of(node), count=1)
