"""The paper that a page is about, from the <meta> tags that Google Scholar asks publishers for.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from readlist.importers.addresses import Kind, address_of, of_arxiv, of_doi
from readlist.importers.arxiv_fields import parse_published_doi
from readlist.importers.base import Found
from readlist.importers.html_nodes import addresses_below, line_of, metas, text_of, tight_text_of, without_tags
from readlist.importers.html_text import Resolve
from readlist.importers.links import find_links
from readlist.importers.names import given_first
from readlist.importers.printed_venues import is_preprint
from readlist.model.arxiv_classes import class_of, first_class
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi
from readlist.model.record import Record

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_Metas: TypeAlias = "dict[str, list[tuple[str, LexborNode]]]"

_TITLES = ("citation_title", "bepress_citation_title", "eprints.title", "dc.title", "dcterms.title")
_AUTHORS = ("citation_author", "bepress_citation_author", "eprints.creators_name", "dc.creator", "dcterms.creator")
_ALL_AUTHORS = ("citation_authors",)
_DATES = (
    "citation_publication_date", "citation_date", "citation_year", "citation_cover_date", "citation_online_date",
    "bepress_citation_date", "eprints.date", "dc.date", "dcterms.issued", "dc.date.issued", "prism.publicationdate",
)  # fmt: skip
_VENUES = (
    "citation_conference_title", "citation_journal_title", "citation_inbook_title", "citation_book_title",
    "citation_series_title", "citation_conference", "bepress_citation_journal_title", "prism.publicationname",
    "dc.relation.ispartof", "dc.source",
)  # fmt: skip
_DOIS = ("citation_doi", "bepress_citation_doi", "prism.doi", "dc.identifier.doi", "dc.identifier")
_ABSTRACTS = ("citation_abstract", "eprints.abstract", "dcterms.abstract", "dc.description")
_ABSTRACT_ELEMENTS = (
    "blockquote.abstract", ".acl-abstract", "section#abstract", "div#abstract", "#abstract-content", ".abstractSection",
    "div.abstract", "section.abstract", "#Abs1-content", "[itemprop=description]",
)  # fmt: skip
_PAGES = ("citation_abstract_html_url", "citation_public_url", "citation_fulltext_html_url", "og:url")
_PDFS = ("citation_pdf_url",)
_KEYWORDS = ("citation_keywords", "citation_keyword")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BETWEEN_KEYWORDS = re.compile(r"[;,]\s*")
_ABSTRACT_LABEL = re.compile(r"\s*(?:abstract|ABSTRACT|Abstract)\s*(?:[:.—–-]\s*|(?=[A-Z0-9“\"]))")
_LONGEST_TITLE = 1_000
_FEWEST_LETTERS = 40


def paper_of_page(tree: LexborHTMLParser, resolve: Resolve) -> Found | None:
    """Return the paper that the page of `tree` is about, if its tags say so."""
    tags = metas(tree)
    titled = next((tags[name][0] for name in _TITLES if name in tags), None)
    # Dublin Core alone is on pages of all kinds; with an author it is a work's.
    if titled is None or not ("citation_title" in tags or _first(tags, _AUTHORS)):
        return None
    title = without_tags(titled[0])[:_LONGEST_TITLE]
    arxiv = parse_arxiv(_first(tags, ("citation_arxiv_id",)))
    doi = parse_doi(_first(tags, _DOIS)) or parse_published_doi(text_of(tree.css_first("td.doi")))
    url, arxiv = _page(tree, tags, resolve, arxiv)
    if url:
        told = address_of(url)
        doi = doi or told.doi
    on_arxiv = of_doi(doi).arxiv if doi else None
    arxiv, doi = (arxiv or on_arxiv, None) if on_arxiv else (arxiv, doi)
    venue = without_tags(_first(tags, _VENUES)) or tight_text_of(tree.css_first("td.jref")) or None
    abstract = _abstract(tree, tags)
    comment = tight_text_of(tree.css_first("td.comments")) or None
    linked = addresses_below(tree.css("blockquote.abstract, td.comments"), resolve)
    subjects = text_of(tree.css_first("td.subjects .primary-subject") or tree.css_first("td.subjects")) if arxiv else ""
    published = _YEAR.search(_first(tags, _DATES))
    year = int(published[0]) if published else arxiv_year(arxiv) if arxiv else None
    record = Record(
        title=title,
        authors=_authors(tags),
        year=year,
        venue=None if venue and is_preprint(venue) else venue,
        abstract=abstract,
        arxiv=arxiv,
        doi=doi,
        url=url,
        links=tuple(dict.fromkeys((*find_links(title, abstract, comment), *linked))),
        comment=comment,
        primary_class=(first_class(subjects) if subjects else None) or (class_of(arxiv) if arxiv else None),
    )
    keywords = (word for content, _ in _all(tags, _KEYWORDS) for word in _BETWEEN_KEYWORDS.split(content))
    return Found(record, 1, line_of(titled[1]), tags=tuple(dict.fromkeys(filter(None, keywords))))


def _all(tags: _Metas, names: tuple[str, ...]) -> list[tuple[str, LexborNode]]:
    return next((tags[name] for name in names if name in tags), [])


def _first(tags: _Metas, names: tuple[str, ...]) -> str:
    return next((content for content, _ in _all(tags, names)), "")


def _authors(tags: _Metas) -> tuple[str, ...]:
    printed = [content for content, _ in _all(tags, _AUTHORS)]
    if not printed:
        printed = [name for content, _ in _all(tags, _ALL_AUTHORS) for name in content.split(";")]
    elif len(printed) == 1 and ";" in printed[0]:
        printed = printed[0].split(";")
    return tuple(filter(None, (given_first(without_tags(name)) for name in printed)))


def _abstract(tree: LexborHTMLParser, tags: _Metas) -> str:
    printed = without_tags(_first(tags, _ABSTRACTS))
    if len(printed) < _FEWEST_LETTERS:
        elements = (tight_text_of(tree.css_first(selector)) for selector in _ABSTRACT_ELEMENTS)
        printed = next((text for text in elements if len(text) >= _FEWEST_LETTERS), printed)
    label = _ABSTRACT_LABEL.match(printed)
    return printed[label.end() :] if label else printed


def _page(tree: LexborHTMLParser, tags: _Metas, resolve: Resolve, arxiv: str | None) -> tuple[str | None, str | None]:
    """Return the address of the page, and the arXiv identifier that it tells where no tag does."""
    canonical = tree.css_first("link[rel=canonical]")
    printed = [content for name in _PAGES for content, _ in tags.get(name, ())]
    if canonical is not None:
        printed.insert(0, canonical.attributes.get("href") or "")
    printed += [content for name in _PDFS for content, _ in tags.get(name, ())]
    addresses = [address_of(address) for address in map(resolve, printed) if address]
    told = next((address for address in addresses if address.kind is Kind.PAPER), next(iter(addresses), None))
    if arxiv:
        return of_arxiv(arxiv).url, arxiv
    return (told.url, told.arxiv) if told else (None, None)
