"""One entry of a feed as a record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from readlist.importers.base import Found
from readlist.importers.inline_markup import paragraphs, without_tags
from readlist.importers.links import find_links
from readlist.importers.names import given_first
from readlist.importers.printed_identifiers import arxiv_in, doi_in
from readlist.importers.unwrapping import Unwrapping
from readlist.model.arxiv_classes import class_of, first_class, parse_class
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi
from readlist.model.record import Record

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Fields: TypeAlias = Mapping[str, Sequence[str]]
"""Texts of an entry by the name of their element; those of other vocabularies behind their prefix ("dc:title")."""

_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dc:",
    "http://arxiv.org/schemas/atom": "arxiv:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
}
_PLAIN = frozenset(
    {"http://www.w3.org/2005/Atom", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", ""}
)
_PRISM = "prismstandard.org/"

# "arXiv:2310.16271v1 Announce Type: new \nAbstract: …", and before 2024 "Title. (arXiv:2310.16271v1 [cs.CL] UPDATED)".
_ANNOUNCEMENT = re.compile(
    r"\s*arXiv:\s*(?P<identifier>\S+)\s+Announce Type:\s*[\w-]+\s*(?:Abstract:)?\s*", re.IGNORECASE
)
_IN_TITLE = re.compile(r"\s*\(arXiv:(?P<identifier>[^\s)]+)(?P<more>[^()]{0,60})\)\s*\Z", re.IGNORECASE)
_ABSTRACT = re.compile(r"\s*(?:<p>\s*)?(?:Abstract|Summary)\s*[:.]\s*", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\w+|\w+);")
_YEAR = re.compile(r"(?<![0-9])(?:1[5-9]|20)[0-9]{2}(?![0-9])")
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s*,\s+(?:and\s+)?|\s+and\s+|\s*\n\s*")
_MAY_BE_MORE = re.compile(r"[(,;\n]|\sand\s")
_AFFILIATION = re.compile(r"\s*\([^()]*\)")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)
_MOST_NESTED = 4

_DATES = (
    "published",
    "prism:publicationDate",
    "prism:coverDate",
    "pubDate",
    "dc:date",
    "dc:issued",
    "issued",
    "updated",
)
_VENUES = ("arxiv:journal_ref", "arxiv:journal_reference", "prism:publicationName", "dc:source")
_ABSTRACTS = ("summary", "dc:abstract", "description", "dc:description", "content:encoded", "content")
_CATEGORIES = ("arxiv:primary_category", "category", "dc:subject")
_DOIS = ("arxiv:doi", "arxiv:DOI", "prism:doi", "dc:identifier", "guid", "id", "link")


def fields_of(element: Element) -> Fields:
    """Return the texts of an entry's elements."""
    fields: dict[str, list[str]] = {}
    for child in element:
        name = _name(child.tag)
        if name == "link" and child.get("href"):
            text = _linked(child)
        elif name == "author":
            text = _text(next((part for part in child if part.tag.rpartition("}")[2] == "name"), child))
        elif name in _CATEGORIES:
            text = child.get("term") or _text(child)
        else:
            text = _text(child)
        text = text.strip()
        if text:
            fields.setdefault(name, []).append(text)
    return fields


def found_in(fields: Fields, line: int, position: int, unwrapping: Unwrapping) -> Found | None:
    """Return the record of an entry; None where there is nothing of a paper in it.

    Args:
        fields: its texts.
        line: where it begins.
        position: its place among the papers of its feed.
        unwrapping: of the feed, whose titles and abstracts may run over lines.
    """
    title, in_title, classes = _title(fields, unwrapping)
    abstract = _abstract(fields, unwrapping)
    url = next((text for text in fields.get("link", ()) if text.lower().startswith(("http://", "https://"))), None)
    arxiv = _arxiv(fields, in_title, url)
    named = [text for text in _texts(fields, _DOIS) if "10." in text or "%" in text]
    doi = next(filter(None, map(parse_doi, named)), None) or doi_in(*named)
    if not (title or abstract or arxiv or doi):
        return None
    comment = without_tags(_first(fields, "arxiv:comment", "arxiv:comments")) or None
    record = Record(
        title=title,
        authors=tuple(dict.fromkeys(_authors(fields))),
        year=_year(fields) or (arxiv_year(arxiv) if arxiv else None),
        venue=_venue(fields),
        abstract=abstract,
        arxiv=arxiv,
        doi=doi,
        url=url,
        links=find_links(*(text for text in (title, abstract, comment) if text and "://" in text)),
        comment=comment,
        primary_class=_primary_class(fields, arxiv, classes) if arxiv else None,
    )
    return Found(record, position, line)


@lru_cache(maxsize=256)
def _name(tag: str) -> str:
    """Return the name of a field from that of its element, which has its namespace in braces before it."""
    namespace, _, local = tag.lstrip("{").rpartition("}")
    if namespace in _PLAIN:
        return local
    if _PRISM in namespace:
        return f"prism:{local}"
    return _PREFIXES.get(namespace, "other:") + local


def _text(element: Element) -> str:
    return "".join(element.itertext()) if len(element) else element.text or ""


def _linked(link: Element) -> str:
    """Return the address of an Atom link to the paper's page; "" for links to the PDF, the feed, a DOI."""
    relation = link.get("rel", "alternate")
    return str(link.get("href")) if relation == "alternate" and link.get("title") != "pdf" else ""


def _texts(fields: Fields, names: Iterable[str]) -> list[str]:
    return [text for name in names for text in fields.get(name, ())]


def _first(fields: Fields, *names: str) -> str:
    return next((fields[name][0] for name in names if name in fields), "")


def _plain(text: str) -> str:
    """Return text of a feed, in which HTML may be escaped once more, on one line."""
    return without_tags(without_tags(text) if _ENTITY.search(text) else text)


def _title(fields: Fields, unwrapping: Unwrapping) -> tuple[str | None, str | None, str]:
    """Return the title, the arXiv identifier behind it, and what stands behind that ("[cs.CL] UPDATED")."""
    title = _plain(unwrapping.mend(_first(fields, "title", "dc:title", "prism:title")))
    behind = _IN_TITLE.search(title[-120:]) if title.endswith(")") else None
    if behind is None:
        return title or None, None, ""
    title = title[: -len(behind[0])].rstrip()
    return title.removesuffix(".") or None, parse_arxiv(behind["identifier"]), behind["more"]


def _primary_class(fields: Fields, arxiv: str, in_title: str) -> str | None:
    named = (parse_class(fields[name][0]) for name in _CATEGORIES if name in fields)
    return next(filter(None, named), None) or first_class(in_title) or class_of(arxiv)


def _abstract(fields: Fields, unwrapping: Unwrapping) -> str:
    text = _first(fields, *_ABSTRACTS)
    announced = _ANNOUNCEMENT.match(text)
    if announced:
        text = text[announced.end() :]
    label = _ABSTRACT.match(text)
    text = text[label.end() :] if label else text
    if "arxiv" in "".join(fields.get("link", ()))[:200].lower() and "</" not in text:
        # Lines of arXiv's abstracts are wrapped, and "<" is what it says.
        return " ".join(unwrapping.mend(text).split())
    return paragraphs(text)


def _arxiv(fields: Fields, in_title: str | None, url: str | None) -> str | None:
    announced = _ANNOUNCEMENT.match(_first(fields, "summary", "description"))
    named = (*fields.get("id", ()), announced["identifier"] if announced else "", *fields.get("guid", ()), url or "")
    whole = (parse_arxiv(text.removeprefix("oai:arXiv.org:")) for text in named)
    return in_title or next(filter(None, whole), None) or arxiv_in(*named, *fields.get("dc:identifier", ()))


def _year(fields: Fields) -> int | None:
    found = map(_YEAR.search, _texts(fields, _DATES))
    return next((int(year[0]) for year in found if year), None)


def _venue(fields: Fields) -> str | None:
    venue = _plain(_first(fields, *_VENUES))
    # Nature writes "Nature, Published online: 2024-05-03; doi:10.1038/…" there.
    return re.split(r", Published online:|;\s*doi:", venue)[0].strip() or None


def _authors(fields: Fields) -> Iterator[str]:
    people = fields.get("author") or fields.get("dc:creator") or fields.get("dc:contributor") or ()
    several = len(people) > 1
    for person in people:
        names = without_tags(person) if "<" in person else person
        yield from filter(None, _names(names, several=several))


def _names(text: str, *, several: bool) -> Iterator[str]:
    """Yield the names in one element: one of several elements holds one name, the only one may hold all."""
    if not _MAY_BE_MORE.search(text):
        name = " ".join(text.split())
        if name:
            yield name
        return
    for _ in range(_MOST_NESTED):
        without = _AFFILIATION.sub("", text)
        if without == text:
            break
        text = without
    names = [name for part in _BETWEEN_NAMES.split(text) if (name := " ".join(part.split()))]
    surname_given = 2
    if len(names) == surname_given and (several or " " not in names[0]) and "," in text:
        yield given_first(text)
        return
    waiting: str | None = None
    for name in names:
        if waiting is not None and _SUFFIX.fullmatch(name):
            waiting = f"{waiting} {name}"
            continue
        if waiting is not None:
            yield waiting
        waiting = name
    if waiting is not None:
        yield waiting
