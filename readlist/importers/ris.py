"""RIS files, as Zotero, EndNote, Mendeley, publishers and databases export them.

A paper there is

    TY  - JOUR
    TI  - Its title
    AU  - Surname, Given
    PY  - 2024/05/03/
    ER  -

with a line a tag; lines without a tag go on with what is before them, behind an empty line as another paragraph. The
tags are rispy's (https://github.com/MrTango/rispy), and a few more that programs write.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.exported_fields import restored
from readlist.importers.inline_markup import paragraphs, without_tags
from readlist.importers.links import find_links
from readlist.importers.names import given_first
from readlist.importers.printed_identifiers import arxiv_in, doi_in, statements
from readlist.model.as_printed import MARK
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi
from readlist.model.record import Record

_LOOKED_AT = 1 << 16  # characters that tell what a document is
_TAG = re.compile(r"[ \t]*(?P<tag>[A-Z][A-Z0-9])(?:[ ]{2}-|[ \t]{1,3}-(?=[ \t]|\Z))(?P<text>.*)", re.DOTALL)
_BEGINNING = re.compile(r"^TY[ \t]{1,3}-[ \t]*[A-Za-z]{2,12}[ \t]*$", re.MULTILINE)
_OTHER_TAG = re.compile(r"^[ \t]*(?:A[UBN1]|T[I1]|PY|Y1|DO|ER|KW|UR|ID|JO|JF|T2)[ \t]{1,3}-(?:[ \t]|$)", re.MULTILINE)
_HEADER = re.compile(r"\s*(?:Provider|Database|Content|Source|Exported|Charset)\s*:", re.IGNORECASE)
_MOST_LINES_BEFORE = 30  # what a database or a mail says first
_MORE_TAGS = {
    "BT": "book_title",
    "CT": "conference_title",
    "ED": "editors",
    "J1": "journal_title",
    "LK": "links",
    "U5": "kept",
}
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_KEY = re.compile(r"(?=[^\s]*[A-Za-z])[^\s]+")
_NO_KEY = re.compile(r"https?:|10\.[0-9]{4,9}/|rayyan-|ref[0-9]+\Z|[A-Z]{1,4}[0-9]{6,}", re.IGNORECASE)
_NEXT_ADDRESS = re.compile(r"(?<=[;\s])(?=https?://)", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_NO_FILE = re.compile(r"https?:|ftp:|www\.|<", re.IGNORECASE)
_PARAGRAPH = re.compile(r"<(?:p|div|h[1-6])\b", re.IGNORECASE)  # what Zotero's own notes begin with
_WITH_PARAGRAPHS = ("AB", "N1", "N2", "RN")
_KEYWORDS = re.compile(r"\s*[;\n]\s*")

_TITLES = ("title", "primary_title")
_WHOLE_BOOKS = frozenset({"BOOK", "EBOOK", "EDBOOK", "UNPB"})
_VENUES = (
    *("alternate_title3", "secondary_title", "journal_name", "book_title", "conference_title", "journal_title"),
    *("custom3", "alternate_title2", "alternate_title1"),
)
"""Fields with the name of the journal or the proceedings: whole names first, then abbreviations (JA, J2)."""
_YEARS = ("year", "publication_year", "date")
_FILES = ("file_attachments1", "file_attachments2")
_ADDRESSES = ("urls", "links", *_FILES)
_MAY_NAME_ARXIV = (
    *("accession_number", "type_of_work", "journal_name", "alternate_title3", "secondary_title", "volume", "number"),
    *("start_page", "doi", "urls"),
)

_PLACES = {
    "key": "id",
    "title": "title",
    "authors": "authors",
    "year": "year",
    "venue": "secondary_title",
    "abstract": "abstract",
    "arxiv": "accession_number",
    "doi": "doi",
    "url": "urls",
    "comment": "notes",
    "tags": "keywords",
    "note": "research_notes",
    "files": "file_attachments1",
}
"""Where fields of a paper stand in an export of ours, by rispy's name."""

_Texts: TypeAlias = Mapping[str, Sequence[str]]
"""The texts of an entry by rispy's name of their field."""


@dataclass(slots=True)
class _Entry:
    """The lines of one entry.

    Attributes:
        line: where it begins.
        lines: from TY on, as the standard has them: each with its tag, none goes on in the next; paragraphs are parted
            by newlines.
    """

    line: int
    lines: list[str] = field(default_factory=list)
    _parted: bool = False

    def add(self, tag: str, text: str) -> None:
        """Take in what stands behind a tag."""
        self.lines.append(f"{tag}  - {text}")
        self._parted = False

    def go_on(self, text: str) -> None:
        """Take in a line without a tag; an empty one parts paragraphs."""
        if not text:
            self._parted = True
        elif self.lines[-1].startswith("KW"):
            self.add("KW", text)  # EndNote writes a keyword a line
        else:
            is_paragraph = self._parted and self.lines[-1].startswith(_WITH_PARAGRAPHS)
            self.lines[-1] += ("\n" if is_paragraph else " ") + text
            self._parted = False


class Ris:
    """Importer of such files; the module says what they look like."""

    name = "ris"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a file."""
        head = document.text[:_LOOKED_AT]
        first = _BEGINNING.search(head)
        if first is None or head.count("\n", 0, first.start()) > _MOST_LINES_BEFORE:
            return 0.0
        return 1.0 if _OTHER_TAG.search(head, first.end()) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the entries of `document`, and the lines that belong to none."""
        problems: list[Problem] = []
        found: list[Found] = []
        texts_of = _reader()
        for entry in _entries(document.lines, problems):
            texts = texts_of(entry)
            one = _found(texts, entry.line, len(found) + 1)
            if one is None:
                problems.append(
                    Problem.at(entry.line, "nothing of a paper in this entry", document.lines[entry.line - 1])
                )
            else:
                found.append(_as_exported(one, texts, problems))
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _entries(lines: Sequence[str], problems: list[Problem]) -> Iterator[_Entry]:
    """Yield the entries of a file; lines outside of any, and entries without an end, become problems."""
    entry: _Entry | None = None
    begun = False
    strays: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        found = _TAG.match(line)
        tag = found["tag"] if found else None
        if tag == "TY":
            if entry is not None:
                problems.append(Problem.at(number, "the entry before has no end (ER)", line))
                yield entry
            entry, begun = _Entry(number), True
        elif tag == "ER" and entry is not None:
            yield entry
            entry = None
            continue
        if entry is None:
            if line.strip() and (begun or not _HEADER.match(line)):
                strays.append((number, line))
        elif found and tag:
            entry.add(tag, found["text"].strip())
        else:
            entry.go_on(line.strip())
    if entry is not None:
        problems.append(Problem.at(entry.line, "this entry, the last one, has no end (ER)", lines[entry.line - 1]))
        yield entry
    problems += Problem.of_lines(strays, "outside of any entry")


def _reader() -> Callable[[_Entry], _Texts]:
    """Return what reads the lines of an entry."""
    from rispy import RisParser  # type: ignore[import-untyped]  # noqa: PLC0415 -- only where there is a file in RIS
    from rispy.config import TAG_KEY_MAPPING  # type: ignore[import-untyped]  # noqa: PLC0415 -- as above

    # Tags that are repeated become lists, and no address is cut at a semicolon in it.
    parser = RisParser(mapping={**TAG_KEY_MAPPING, **_MORE_TAGS}, delimiter_tags_mapping={}, enforce_list_tags=False)

    def texts_of(entry: _Entry) -> _Texts:
        fields: Mapping[str, Any] = parser.parse_lines(iter([*entry.lines, "ER  - "]))[0]
        return {
            name: [text for text in ([value] if isinstance(value, str) else value) if text]
            for name, value in fields.items()
        }

    return texts_of


def _found(texts: _Texts, line: int, position: int) -> Found | None:
    """Return the record of an entry; None where there is nothing of a paper in it."""
    kind = _first(texts, "type_of_reference").upper()
    title = _title(texts, kind)
    authors = _authors(texts)
    abstract = paragraphs(_first(texts, "abstract", "notes_abstract"))
    notes = [*texts.get("research_notes", ()), *filter(_PARAGRAPH.match, texts.get("notes", ()))]
    stated, remarks = statements(without_tags(text) for text in texts.get("notes", ()) if text not in notes)
    addresses = _addresses(texts)
    url = addresses[0] if addresses else None
    doi = _doi(texts, stated, addresses)
    arxiv = _arxiv(texts, stated)
    if not (title or authors or abstract or doi or arxiv or url):
        return None
    comment = "; ".join(dict.fromkeys(remarks)) or None
    links = find_links(*(text for text in (title, abstract, comment) if text and "://" in text))
    files = _files(texts)
    record = Record(
        title=title,
        authors=authors,
        year=_year(texts) or (arxiv_year(arxiv) if arxiv else None),
        venue=_venue(texts, kind),
        abstract=abstract,
        arxiv=arxiv,
        doi=doi,
        url=url,
        links=tuple(dict.fromkeys((*links, *addresses[1:]))),
        comment=comment,
        files=files,
    )
    state = {"note": "\n\n".join(map(paragraphs, notes))} if notes else {}
    return Found(record, position, line, _key(texts), _tags(texts), state)


def _as_exported(found: Found, texts: _Texts, problems: list[Problem]) -> Found:
    """Return a record with what an export of ours keeps beside it, if it is from one."""
    kept = next((text for text in texts.get("kept", ()) if text.startswith(f"{MARK} {{")), None)
    if kept is None:
        return found
    try:
        fields = json.loads(kept.removeprefix(MARK))
    except (ValueError, RecursionError):
        problems.append(Problem.at(found.line, "not as readlist wrote it", kept))
        return found
    return restored(found, fields, lambda name: "\n".join(texts.get(_PLACES.get(name, ""), ())), problems)


def _first(texts: _Texts, *names: str) -> str:
    """Return the first text that there is in these fields; "" for none."""
    return next((found[0] for name in names if (found := texts.get(name))), "")


def _title(texts: _Texts, kind: str) -> str | None:
    names = (*_TITLES, "book_title") if kind in _WHOLE_BOOKS else _TITLES
    return without_tags(_first(texts, *names)) or None


def _authors(texts: _Texts) -> tuple[str, ...]:
    fields = [*texts.get("authors", ()), *texts.get("first_authors", ())]
    fields = fields or [*texts.get("secondary_authors", ()), *texts.get("editors", ())]
    names = (given_first(name) for text in fields for name in text.split(";"))
    return tuple(dict.fromkeys(filter(None, names)))


def _year(texts: _Texts) -> int | None:
    found = (_YEAR.search(text) for name in _YEARS for text in texts.get(name, ()))
    return next((int(year[0]) for year in found if year), None)


def _venue(texts: _Texts, kind: str) -> str | None:
    if kind == "THES":
        return without_tags(_first(texts, "publisher")) or None
    if kind in _WHOLE_BOOKS:
        return None  # what stands there is the name of a series
    return without_tags(_first(texts, *_VENUES)) or None


def _addresses(texts: _Texts) -> list[str]:
    fields = (text for name in _ADDRESSES for text in texts.get(name, ()))
    parts = (part.strip("; ") for text in fields for part in _NEXT_ADDRESS.split(text))
    return list(dict.fromkeys(part for part in parts if _ADDRESS.fullmatch(part)))


def _files(texts: _Texts) -> tuple[str, ...]:
    """Return the files that are named where addresses may stand too."""
    fields = (text for name in _FILES for text in texts.get(name, ()))
    return tuple(dict.fromkeys(text for text in fields if not (_NO_FILE.match(text) or parse_doi(text))))


def _doi(texts: _Texts, stated: Mapping[str, str], addresses: Sequence[str]) -> str | None:
    fields = (*texts.get("doi", ()), stated.get("doi", ""), *texts.get("type_of_work", ()))
    return next(filter(None, map(parse_doi, fields)), None) or doi_in(*addresses)


def _arxiv(texts: _Texts, stated: Mapping[str, str]) -> str | None:
    own = next(filter(None, map(parse_arxiv, texts.get("accession_number", ()))), None)
    stated_own = parse_arxiv(stated.get("arxiv", "").partition(" ")[0])
    return own or stated_own or arxiv_in(*(text for name in _MAY_NAME_ARXIV for text in texts.get(name, ())))


def _key(texts: _Texts) -> str | None:
    """Return the key of an entry: numbers and addresses that a database gave it are none."""
    for name in ("label", "id"):
        key = _first(texts, name)
        if _KEY.fullmatch(key) and not _NO_KEY.match(key):
            return key
    return None


def _tags(texts: _Texts) -> tuple[str, ...]:
    parts = (part for text in texts.get("keywords", ()) for part in _KEYWORDS.split(text))
    return tuple(dict.fromkeys(filter(None, map(without_tags, parts))))
