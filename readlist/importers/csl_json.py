"""CSL-JSON, as Zotero, Better BibTeX, Mendeley and pandoc export it; Crossref's and DataCite's answers too.

A list of items, or an object with such a list in it:

    [{"id": "lin2024", "type": "paper-conference", "title": "…", "author": [{"family": "Lin", "given": "Yong"}],
      "issued": {"date-parts": [[2024, 11]]}, "container-title": "…", "DOI": "10.…"}]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from readlist.importers.base import Document, Found, ImportFailedError, Problem, Reading
from readlist.importers.csl_dialects import Item, as_csl
from readlist.importers.exported_fields import restored
from readlist.importers.inline_markup import paragraphs, without_tags
from readlist.importers.json_items import JsonItems, excerpt
from readlist.importers.links import find_links
from readlist.importers.names import given_first
from readlist.importers.printed_identifiers import arxiv_in, doi_in, statements
from readlist.model.as_printed import CSL_PLACES, MARK
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi
from readlist.model.record import Record

_WAYS = (("items",), ("references",), ("message",), ("message", "items"), ("data",))
_LOOKED_AT = 1 << 16  # characters that tell what a document is
_TYPES = (
    "article|article-journal|article-magazine|article-newspaper|bill|book|broadcast|chapter|classic|dataset|document"
    "|entry|entry-dictionary|entry-encyclopedia|event|figure|graphic|interview|legislation|manuscript|map|pamphlet"
    "|paper-conference|patent|performance|periodical|personal_communication|post|post-weblog|regulation|report|review"
    "|review-book|software|song|speech|standard|thesis|treaty|webpage|journal-article|proceedings-article|book-chapter"
    "|posted-content|monograph|edited-book|dissertation|reference-entry|peer-review|proceedings|dois"
)
_TYPE = re.compile(rf'"(?:type|itemType)"\s*:\s*"(?:{_TYPES}|journalArticle|conferencePaper|preprint|bookSection)"')
_SURE = re.compile(
    r'"(?:issued|container-title|date-parts|non-dropping-particle|citation-key|citationKey|abstractNote|publicationYear)"'
    r'\s*:|"family"\s*:\s*"'
)
_OURS = re.compile(rf'"custom"\s*:\s*\{{\s*"{MARK}"\s*:')
_MEMBER = re.compile(r'"(?:title|titles|author|creators|DOI|doi)"\s*:')

_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_DATES = ("issued", "published", "published-print", "published-online", "submitted", "event-date")
_PARTS_OF_A_NAME = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
_NO_KEY = re.compile(
    r"https?:|ITEM-[0-9]|[0-9/]*\Z|[0-9]+/[A-Z0-9]{8}\Z|(?:urn|doi):|10\.[0-9]{4,9}/|[0-9a-f]{8}-[0-9a-f]{4}-",
    re.IGNORECASE,
)
_SEMICOLONS, _COMMAS = re.compile(r"\s*[;\n]\s*"), re.compile(r"\s*[,\n]\s*")
_MAY_NAME_ARXIV = ("number", "archive_location", "archive-location", "container-title", "DOI", "URL", "note", "volume")


class CslJson:
    """Importer of such documents; the module says what they look like."""

    name = "csl-json"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is one."""
        head = document.text[:_LOOKED_AT].lstrip()
        if head[:1] not in {"[", "{"}:
            return 0.0
        if _OURS.search(head):
            return 1.0
        if not _MEMBER.search(head):
            return 0.0
        if _SURE.search(head):
            return 1.0
        return 0.9 if _TYPE.search(head) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the items of `document`; those behind a place that is not JSON are lost, and it is told.

        Raises:
            ImportFailedError: the document is not JSON from the beginning on.
        """
        items = JsonItems(document.text, _WAYS)
        problems: list[Problem] = []
        found: list[Found] = []
        for item in items:
            one = paper_of(as_csl(item.value), item.line, len(found) + 1) if isinstance(item.value, Mapping) else None
            if one is not None:
                one = _as_exported(one, item.value, problems)
                found.append(one)
            elif not _is_attachment(item.value):
                problems.append(Problem.at(item.line, "not an item with anything of a paper", excerpt(item.value)))
        problems += items.problems
        if not found and items.problems:
            raise ImportFailedError(document.name, f"line {items.problems[0].line}: {items.problems[0].message}")
        return Reading(self.name, tuple(found), tuple(problems))


def _is_attachment(value: object) -> bool:
    """Whether an item of Zotero's is a file or a note beside a paper."""
    return isinstance(value, Mapping) and _text(value, "itemType") in {"attachment", "note", "annotation"}


def paper_of(item: Item, line: int, position: int) -> Found | None:
    """Return the paper that an item is; None where there is nothing of a paper in it.

    Args:
        item: as CSL-JSON has it, or `csl_dialects`.
        line: where it begins, from 1.
        position: its place among the document's papers, from 1.
    """
    title = without_tags(_text(item, "title")) or None
    authors = _authors(item)
    abstract = paragraphs(_text(item, "abstract"))
    stated, remarks = statements([_text(item, "note")])
    url = _text(item, "URL") if _text(item, "URL").lower().startswith(("http://", "https://")) else None
    doi = parse_doi(_text(item, "DOI")) or parse_doi(stated.get("doi", "")) or doi_in(url)
    arxiv = _arxiv(item, stated)
    if not (title or authors or abstract or arxiv or doi or url):
        return None
    comment = "; ".join(remarks) or None
    record = Record(
        title=title,
        authors=authors,
        year=_year(item) or (arxiv_year(arxiv) if arxiv else None),
        venue=_venue(item),
        abstract=abstract,
        arxiv=arxiv,
        doi=doi,
        url=url,
        links=find_links(
            *(text for text in (title, abstract, comment, *_texts(item, "links")) if text and "://" in text)
        ),
        comment=comment,
        files=_texts(item, "files"),
    )
    note = "\n\n".join(filter(None, (_text(item, "annote"), *map(paragraphs, _texts(item, "notes")))))
    return Found(record, position, line, _key(item, stated), _tags(item), {"note": note} if note else {})


def _as_exported(found: Found, item: Item, problems: list[Problem]) -> Found:
    """Return a record with what an export of ours keeps beside it, if it is from one."""
    custom = item.get("custom")
    if not isinstance(custom, Mapping):
        return found

    special = {"authors": _names_as_written, "year": _year_as_written}

    def written(name: str) -> str:
        return special[name](item) if name in special else _text(item, CSL_PLACES.get(name, ""))

    return restored(found, custom.get(MARK), written, problems)


def _year_as_written(item: Item) -> str:
    date = item.get("issued")
    part: object = date.get("date-parts") if isinstance(date, Mapping) else None
    while isinstance(part, list) and part:
        part = part[0]
    return str(part) if isinstance(part, int) else ""


def _names_as_written(item: Item) -> str:
    people = item.get("author")
    named = (person for person in people if isinstance(person, Mapping)) if isinstance(people, list) else ()
    return "\n".join(" ".join(_text(person, part) for part in sorted(person)) for person in named)


def _text(item: Item, name: str) -> str:
    """Return a field as text; of a list (Crossref's titles) the first item; "" for none."""
    value = item.get(name)
    if isinstance(value, list):
        value = next(iter(value), None)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def _texts(item: Item, name: str) -> tuple[str, ...]:
    """Return the texts in the list that a field is, each once."""
    value = item.get(name)
    texts = (text.strip() for text in value if isinstance(text, str)) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(filter(None, texts)))


def _authors(item: Item) -> tuple[str, ...]:
    people = item.get("author")
    if isinstance(people, str):
        return tuple(filter(None, map(given_first, people.split(";"))))
    if not isinstance(people, list) or not people:
        people = item.get("editor") if isinstance(item.get("editor"), list) else []
    return tuple(filter(None, map(_name, people or [])))


def _name(person: object) -> str:
    if isinstance(person, str):
        return given_first(person)
    if not isinstance(person, Mapping):
        return ""
    whole = _text(person, "literal")
    if whole:
        return " ".join(whole.split())
    parts = " ".join(_text(person, part) for part in _PARTS_OF_A_NAME).split()
    return " ".join(parts) if parts else given_first(_text(person, "name"))


def _year(item: Item) -> int | None:
    return next((year for name in _DATES if (year := _year_of(item.get(name)))), None)


def _year_of(date: Any) -> int | None:  # noqa: ANN401 -- whatever JSON has there
    """Return the year of a date: of its parts, else of what is written of it."""
    if isinstance(date, Mapping):
        parts = date.get("date-parts")
        while isinstance(parts, list) and parts:
            parts = parts[0]
        return next(
            (year for part in (parts, *map(date.get, ("raw", "literal", "year"))) if (year := _year_of(part))), None
        )
    found = _YEAR.search(str(date)[:100]) if isinstance(date, str | int) else None
    return int(found[0]) if found else None


def _venue(item: Item) -> str | None:
    venue = _text(item, "container-title") or _text(item, "event-title") or _text(item, "event")
    if not venue and _text(item, "type") in {"thesis", "dissertation", "report"}:
        venue = _text(item, "publisher")
    return without_tags(venue) or None


def _arxiv(item: Item, stated: Mapping[str, str]) -> str | None:
    named = (_text(item, "arxiv"), *(stated.get(name, "").partition(" ")[0] for name in ("arxiv", "_eprint", "eprint")))
    own = next(filter(None, map(parse_arxiv, named)), None)
    if own is None and _text(item, "archive").casefold() == "arxiv":
        own = parse_arxiv(_text(item, "archive_location")) or parse_arxiv(_text(item, "archive-location"))
    return own or arxiv_in(*(_text(item, name) for name in _MAY_NAME_ARXIV))


def _key(item: Item, stated: Mapping[str, str]) -> str | None:
    """Return the citation key of an item: identifiers and numbers that a program gave it are none."""
    own = _text(item, "citation-key") or _text(item, "citekey") or stated.get("citation key", "")
    if own:
        return own
    key = _text(item, "id")
    return None if _NO_KEY.match(key) else key


def _tags(item: Item) -> tuple[str, ...]:
    value = item.get("keyword") or item.get("keywords") or item.get("categories")
    if isinstance(value, str):
        value = (_SEMICOLONS if ";" in value else _COMMAS).split(value)
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(filter(None, (without_tags(tag) for tag in value if isinstance(tag, str)))))
