"""Items of other services' JSON, put as CSL-JSON has them.

CSL-JSON: https://github.com/citation-style-language/schema; Crossref's works are nearly that
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/), DataCite's are not
(https://support.datacite.org/docs/api), nor are the items that Better BibTeX exports with all that Zotero knows, and
the rows of Zotero's tables. CSL-JSON has no place for what Zotero keeps beside an item; here `files` are paths, `links`
addresses and `notes` texts in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

Item: TypeAlias = Mapping[str, Any]

_ZOTERO_VENUES = ("publicationTitle", "proceedingsTitle", "bookTitle", "conferenceName", "university", "institution")
_BETWEEN_PATHS = re.compile(r"\s*;\s+")
_BETWEEN_NOTES = re.compile(r"(?<=>)\s*;\s*(?=<)")
_AUTHORS = frozenset({"author", "presenter", "contributor", "inventor"})


def as_csl(item: Item) -> Item:
    """Return `item` as CSL-JSON has it; CSL-JSON and Crossref's works come back as they are."""
    attributes = item.get("attributes")
    if isinstance(attributes, Mapping) and ("titles" in attributes or "creators" in attributes):
        return _of_datacite(attributes)
    if isinstance(item.get("itemType"), str):
        return _of_zotero(item)
    return item


def mappings(value: object) -> list[Item]:
    """Return the objects in a list; none where it is no list."""
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _of_datacite(attributes: Item) -> Item:
    container = attributes.get("container")
    return {
        "title": _first(mappings(attributes.get("titles")), "title"),
        "author": [_datacite_name(creator) for creator in mappings(attributes.get("creators"))],
        "issued": attributes.get("publicationYear"),
        "container-title": container.get("title") if isinstance(container, Mapping) else None,
        "abstract": _first(
            [d for d in mappings(attributes.get("descriptions")) if d.get("descriptionType") == "Abstract"],
            "description",
        ),
        "DOI": attributes.get("doi"),
        "URL": attributes.get("url"),
        "keyword": [subject.get("subject") for subject in mappings(attributes.get("subjects"))],
    }


def _datacite_name(creator: Item) -> Item:
    if creator.get("familyName"):
        return {"family": creator["familyName"], "given": creator.get("givenName")}
    return {"literal" if creator.get("nameType") == "Organizational" else "name": creator.get("name")}


def _of_zotero(item: Item) -> Item:
    if item["itemType"] in {"attachment", "note", "annotation"}:
        return {}
    venues = (item.get(name) for name in _ZOTERO_VENUES)
    attached = mappings(item.get("attachments"))
    creators = [c for c in mappings(item.get("creators")) if str(c.get("creatorType", "author")) in _AUTHORS]
    return {
        "citation-key": item.get("citationKey") or item.get("citekey"),
        "title": item.get("title"),
        "author": [
            {"family": c.get("lastName"), "given": c.get("firstName"), "literal": c.get("name")} for c in creators
        ],
        "issued": item.get("date"),
        "container-title": next(filter(None, venues), None),
        "abstract": item.get("abstractNote"),
        "DOI": item.get("DOI"),
        "URL": item.get("url"),
        "note": item.get("extra"),
        "number": item.get("archiveID"),
        "keyword": [tag.get("tag") for tag in mappings(item.get("tags"))],
        "files": [file["path"] for file in attached if file.get("path")],
        "links": [file.get("url") for file in attached if not file.get("path")],
        "notes": [note.get("note") for note in mappings(item.get("notes"))],
    }


def of_zotero_row(row: Mapping[str, str]) -> Item:
    """Return a row of the table that Zotero exports, its columns in lower case, as CSL-JSON has it."""
    return {
        "type": row.get("item type"),
        "title": row.get("title"),
        "author": row.get("author") or row.get("editor"),
        "issued": row.get("publication year") or row.get("date"),
        "container-title": row.get("publication title"),
        "event-title": row.get("conference name"),
        "publisher": row.get("publisher"),
        "abstract": row.get("abstract note"),
        "DOI": row.get("doi"),
        "URL": row.get("url"),
        "note": row.get("extra"),
        "number": row.get("number"),
        "archive": row.get("archive"),
        "archive_location": row.get("archive location"),
        "keyword": [tag for name in ("manual tags", "automatic tags") for tag in row.get(name, "").split(";")],
        "files": _BETWEEN_PATHS.split(row.get("file attachments", "")),
        "links": _BETWEEN_PATHS.split(row.get("link attachments", "")),
        "notes": _BETWEEN_NOTES.split(row.get("notes", "")),
    }


def _first(items: Sequence[Item], name: str) -> object:
    return next((item[name] for item in items if item.get(name)), None)
