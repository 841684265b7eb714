"""Papers from pages whose structure is known: arXiv's lists and search, ACL Anthology, DBLP, OpenReview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from readlist.importers.addresses import Kind, address_of, of_arxiv
from readlist.importers.arxiv_fields import record_of
from readlist.importers.base import Found
from readlist.importers.html_nodes import attribute, elements_behind, following, line_of, text_of, tight_text_of
from readlist.importers.html_source import BOLD
from readlist.importers.html_text import Resolve
from readlist.importers.links import find_links
from readlist.importers.printed_venues import is_preprint, printed_year
from readlist.model.identifiers import arxiv_year, parse_arxiv
from readlist.model.record import Record

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

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


def papers_of_list(tree: LexborHTMLParser, resolve: Resolve) -> list[Found]:
    """Return the papers that the page of `tree` lists, if its structure is one that is known; else []."""
    for read in _READERS:
        found = [Found(record, 0, line) for record, line in read(tree, resolve) if record.title]
        if found:
            return [Found(each.record, i, each.line) for i, each in enumerate(found, 1)]
    return []


def _arxiv_list(tree: LexborHTMLParser, _: Resolve) -> Iterator[tuple[Record, int]]:
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
        abstract = tight_text_of(definition.css_first("p.mathjax") or definition.css_first("div > p"))
        yield _arxiv(identifier, fields, abstract), line_of(term)


def _arxiv_search(tree: LexborHTMLParser, _: Resolve) -> Iterator[tuple[Record, int]]:
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
        for remark in item.css("p.comments"):
            label, value = text_of(remark).partition(":")[::2]
            name = {"comments": "comment", "journal ref": "venue"}.get(label.strip().lower())
            if name:
                fields[name] = value.strip()
        full = item.css_first(".abstract-full") or item.css_first(".abstract-short") or item.css_first(".abstract")
        abstract = _LESS.sub("", _LABEL.sub("", tight_text_of(full), count=1))
        yield _arxiv(identifier, fields, abstract), line_of(item)


def _arxiv(identifier: str | None, fields: dict[str, str], abstract: str) -> Record:
    return record_of(identifier, fields, abstract, of_arxiv(identifier).url if identifier else None)


def _anthology(tree: LexborHTMLParser, resolve: Resolve) -> Iterator[tuple[Record, int]]:
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
        abstract = next((text_of(e) for e in elements_behind(entry, 1) if "abstract" in attribute(e, "class")), "")
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
        yield record, line_of(link)


def _dblp(tree: LexborHTMLParser, resolve: Resolve) -> Iterator[tuple[Record, int]]:
    """DBLP's lists of publications; proceedings as a whole are no papers."""
    for entry in tree.css("li.entry"):
        if "editor" in attribute(entry, "class").split():
            continue
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
        yield record, line_of(entry)


def _openreview(tree: LexborHTMLParser, resolve: Resolve) -> Iterator[tuple[Record, int]]:
    """OpenReview's lists of notes; what a click would show of each is in the page already."""
    for note in tree.css(".note"):
        link = next((a for a in note.css("h2 a, h3 a, h4 a, h5 a") if "forum?id=" in _href(a)), None)
        if link is None:
            continue
        people = [text_of(a) for a in note.css(".note-authors a, .note-authors span.author")]
        if not people:
            people = text_of(note.css_first(".note-authors")).split(",")
        fields = {
            text_of(e.css_first(".note-content-field")).strip(" :").lower(): text_of(e.css_first(".note-content-value"))
            for e in note.css(".note-content li, .note-content > div")
        }
        shown = text_of(note.css_first(".note-venue") or note.css_first(".note-meta-info .item:last-child"))
        venue = fields.get("venue") or shown or None
        title = tight_text_of(link)
        abstract = fields.get("abstract", "")
        # "Submitted to …" says where a paper was sent, not where it appeared.
        sent = bool(venue and re.match(r"submitted|withdrawn|under review|rejected", venue, re.IGNORECASE))
        href = _href(link)
        record = Record(
            title=title,
            authors=tuple(filter(None, (name.strip() for name in people))),
            year=printed_year(venue or ""),
            venue=None if sent else venue,
            abstract=abstract,
            url=address_of(resolve(href) or f"https://openreview.net{href}").url,
            links=find_links(title, abstract),
            comment=venue if sent else None,
        )
        yield record, line_of(link)


_READERS: tuple[Callable[[LexborHTMLParser, Resolve], Iterator[tuple[Record, int]]], ...] = (
    _arxiv_list,
    _arxiv_search,
    _anthology,
    _dblp,
    _openreview,
)


def _href(node: LexborNode | None) -> str:
    return attribute(node, "href")


def _value(node: LexborNode | None) -> str:
    """Return the text of a field without its label."""
    return _LABEL.sub("", tight_text_of(node), count=1)
