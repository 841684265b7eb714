"""BibTeX and BibLaTeX files, hand-written or exported by Zotero, JabRef, Mendeley, publishers and DBLP.

A paper there is

    @inproceedings{lin2024mitigating,
      title     = {Mitigating the {A}lignment Tax},
      author    = {Lin, Yong and Lin, Hangyu},
      booktitle = emnlp,
      year      = 2024,
    }

Every entry is a record, books and theses too. LaTeX is decoded (see `latex_fields`) but for formulas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from readlist.importers.attached_files import paths_in
from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.exported_fields import kept_in_fields, restored
from readlist.importers.inline_markup import paragraphs, without_tags
from readlist.importers.latex_fields import decoded, needs_decoding
from readlist.importers.links import find_links
from readlist.importers.names import split_names, spoken
from readlist.importers.printed_identifiers import arxiv_in, doi_in, statements
from readlist.model.arxiv_classes import class_of, parse_class
from readlist.model.as_printed import BIBTEX_PLACES, MARK
from readlist.model.identifiers import arxiv_year, parse_arxiv, parse_doi
from readlist.model.record import Record

if TYPE_CHECKING:
    from readlist.importers.bibtex_blocks import Entry
    from readlist.importers.bibtex_syntax import Bibliography

_LOOKED_AT = 1 << 16  # characters that tell what a document is
_BLOCK = re.compile(
    r"""^[ \t]*@(?:
          (?!comment|preamble|string)[a-z]+\s*\{\s*[^\s{}"=,][^{}"=,\n]*,\s*(?:[a-z%\}]|\Z)
        | (?:article|book|booklet|conference|in[a-z]+|manual|mastersthesis|misc|online|phdthesis|proceedings|techreport
            |thesis|unpublished)\s*\(\s*[^\s(){}"=,][^(){}"=,\n]*,\s*[a-z]+\s*=
        | (?:string\s*[{(]\s*[\w:.+/-]+\s*=\s*[{"] | preamble\s*[{(]\s*["{] | comment\s*\{ )
    )""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_EDITED = frozenset({"book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "periodical"})
_ADDRESS = re.compile(r"https?://[^\s{}\"<>]+", re.IGNORECASE)
_NO_SCHEME = re.compile(r"(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/)[^\s]*", re.IGNORECASE)
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_KEYWORDS = re.compile(r"[,;\n]")
_SEMICOLONS = re.compile(r"[;\n]")
_VENUES = ("journaltitle", "journal", "booktitle", "maintitle", "eventtitle", "school", "institution", "shortjournal")
_SUBTITLES = {"journaltitle": "journalsubtitle", "booktitle": "booksubtitle"}
_ADDRESSES = ("url", "ee", "pdf", "bdsk-url-1", "bdsk-url-2", "howpublished")
_CLASSES = ("primaryclass", "eprintclass")
_MAY_NAME_ARXIV = ("journal", "journaltitle", "volume", "number", "pages", "note", "howpublished", "doi")
_COMMENTS = ("comment", "comments")
_OPINIONS = ("annote", "annotation", *_COMMENTS, "review")
_OWN_OPINION = "comment-"  # in JabRef with the reader's name behind it
_TAGS = ("keywords", "keyword", "groups")
_LONGEST_REMARK = 300
_PLACES_OF_VENUES = ("booktitle", "journal", "howpublished")
_OURS = f"{MARK}-"
_STOPS = (".", ":", "?", "!")


class BibTeX:
    """Importer of bibliographies; the module says what they look like."""

    name = "bibtex"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such a file."""
        head = document.text[:_LOOKED_AT]
        first = _BLOCK.search(head)
        if first is None:
            return 0.0
        before = sum(bool(line.strip()) and line.lstrip()[0] != "%" for line in head[: first.start()].split("\n"))
        if not before:
            return 1.0
        # Text around entries is comment, but a page about something else that ends with one entry is no bibliography.
        return 0.9 if before <= sum(1 for _ in _BLOCK.finditer(head)) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the entries of `document`; broken ones are told with their line."""
        from readlist.importers.bibtex_syntax import parse  # noqa: PLC0415 -- loads bibtexparser, which takes 50 ms

        bibliography = parse(document.text)
        found: list[Found] = []
        for entry in bibliography.entries:
            one = _Fields(bibliography, entry).found(len(found) + 1)
            if one is None:
                bibliography.problems.append(
                    Problem.at(entry.line, "nothing of a paper in this entry", document.lines[entry.line - 1])
                )
            else:
                found.append(one)
        problems = sorted(dict.fromkeys(bibliography.problems), key=lambda problem: problem.line)
        return Reading(self.name, tuple(found), tuple(problems))


class _Fields:
    """The fields of one entry as a record has them."""

    def __init__(self, bibliography: Bibliography, entry: Entry) -> None:
        self._bibliography = bibliography
        self._entry = entry
        self._named = entry.values.keys()

    def found(self, position: int) -> Found | None:
        """Return the record, or None where there is nothing in it."""
        title, abstract, authors = self._title(), self._abstract(), self._authors()
        files = paths_in(self._raw("file")) if "file" in self._named else ()
        url, links = self._addresses(files)
        stated, remarks = self._notes()
        arxiv = self._arxiv(url, links, stated)
        doi = parse_doi(self._text("doi")) or parse_doi(stated.get("doi", "")) or doi_in(url, *links)
        if not (title or authors or abstract or arxiv or doi or url):
            return None
        note, comments = self._opinions()
        comment = "; ".join(dict.fromkeys((*remarks, *comments))) or None
        linked = (text for text in (title, abstract, comment) if text and "://" in text)
        record = Record(
            title=title,
            authors=authors,
            year=self._year(arxiv),
            venue=self._venue(),
            abstract=abstract,
            arxiv=arxiv,
            doi=doi,
            url=url,
            links=tuple(dict.fromkeys((*find_links(*linked), *links))),
            comment=comment,
            files=tuple(file for file in files if not _ADDRESS.fullmatch(file)) if files else (),
            primary_class=self._primary_class(arxiv, stated),
        )
        state: dict[str, Any] = {"note": note} if note else {}
        if self._text("readstatus").casefold() == "read":  # JabRef's
            state["status"] = "read"
        found = Found(record, position, self._entry.line, self._entry.key or None, self._tags(), state)
        return self._as_exported(found) if any(name.startswith(_OURS) for name in self._named) else found

    def _as_exported(self, found: Found) -> Found:
        """Return a record with what an export of ours keeps beside it."""
        problems = self._bibliography.problems
        return restored(found, kept_in_fields(self._raw, found.line, problems), self._as_written, problems)

    def _as_written(self, name: str) -> str:
        """Return what stands in the place of a field of a paper; "" for nothing."""
        if name == "key":
            return self._entry.key
        places = _PLACES_OF_VENUES if name == "venue" else (BIBTEX_PLACES.get(name, "").lower(),)
        return next(filter(None, map(self._raw, places)), "")

    def _raw(self, name: str) -> str:
        if name in self._named or self._entry.parents:
            return self._bibliography.text(self._entry, name)
        return ""

    def _text(self, name: str, *, ligatures: bool = False) -> str:
        raw = self._raw(name)
        return decoded(raw, ligatures=ligatures) if raw else ""

    def _line(self, name: str) -> str:
        return without_tags(self._text(name, ligatures=True))

    def _own_first(self, *names: str) -> Iterator[str]:
        """Yield the names of fields, first of those that the entry has, then of those that it may inherit."""
        yield from (name for name in names if name in self._named)
        if self._entry.parents:
            yield from (name for name in names if name not in self._named)

    def _title(self) -> str | None:
        return _with_subtitle(self._line("title"), self._line("subtitle")) or None

    def _abstract(self) -> str:
        return paragraphs(self._text("abstract"))

    def _authors(self) -> tuple[str, ...]:
        field = self._raw("author")
        if not field and self._entry.type in _EDITED:
            field = self._raw("editor")
        names = [spoken(name) for name in split_names(field)]
        if needs_decoding(field):
            names = [decoded(name, ligatures=True) for name in names]
        return tuple(filter(None, names))

    def _year(self, arxiv: str | None) -> int | None:
        for name in self._own_first("year", "date", "eventdate"):
            found = _YEAR.search(self._raw(name))
            if found:
                return int(found[0])
        return arxiv_year(arxiv) if arxiv else None

    def _venue(self) -> str | None:
        for name in self._own_first(*_VENUES):
            venue = self._line(name)
            if venue:
                subtitle = self._line(_SUBTITLES[name]) if name in _SUBTITLES else ""
                return _with_subtitle(venue, subtitle)
        published = self._line("howpublished")
        return published if published and not _ADDRESS.search(published) else None

    def _addresses(self, files: Iterable[str]) -> tuple[str | None, list[str]]:
        """Return the address of the entry's page, and others that it has, among them those of its files."""
        addresses: list[str] = []
        for name in _ADDRESSES:
            if name in self._named:
                text = self._text(name)
                if _ADDRESS.fullmatch(text):
                    addresses.append(text)
                elif name == "url" and _NO_SCHEME.fullmatch(text):
                    addresses.append(f"https://{text}")
                else:
                    addresses += find_links(text)
        addresses += filter(_ADDRESS.fullmatch, files)
        if not addresses:
            return None, addresses
        return addresses[0], [address for address in addresses if address != addresses[0]]

    def _notes(self) -> tuple[dict[str, str], list[str]]:
        """Return what the field `note` states, and what it remarks; several lines are those of Zotero's Extra."""
        raw = self._raw("note").strip()
        if not raw:
            return {}, []
        lines = [decoded(line) for line in raw.split("\n")]
        stated, remarks = statements(lines)
        if not stated:
            stated, remarks = statements([" ".join(lines)])
        return stated, [remark for remark in remarks if not _ADDRESS.fullmatch(remark)]

    def _arxiv(self, url: str | None, links: list[str], stated: dict[str, str]) -> str | None:
        eprint = self._text("eprint")
        kind = (self._text("eprinttype") or self._text("archiveprefix")).casefold() if eprint else ""
        if eprint and kind in {"", "arxiv", "arxiv.org"}:
            # "hep-th" in primaryClass and "9901001" in eprint is how some wrote it before 2007.
            own = parse_arxiv(eprint) or parse_arxiv(f"{self._text('primaryclass')}/{eprint}")
            if own:
                return own
        own = parse_arxiv(self._text("arxivid") or self._text("arxiv"))
        return own or arxiv_in(*map(self._text, _MAY_NAME_ARXIV), *stated.values(), url, *links)

    def _primary_class(self, arxiv: str | None, stated: dict[str, str]) -> str | None:
        """Return arXiv's class: as it is stated, else the one that an old identifier begins with."""
        for name in _CLASSES:
            if name in self._named and (found := parse_class(self._text(name))):
                return found
        if stated and (found := parse_class(stated.get("primaryclass", ""))):
            return found
        return class_of(arxiv) if arxiv else None

    def _opinions(self) -> tuple[str, list[str]]:
        """Return what a reader noted, and arXiv's comments that programs keep in the same fields."""
        notes: list[str] = []
        comments: list[str] = []
        for name in (*_OPINIONS, *(name for name in self._named if name.startswith(_OWN_OPINION))):
            if name in self._named:
                text = "\n".join(decoded(line) for line in self._raw(name).strip().split("\n"))
                label, _, rest = text.partition(":")
                if label.casefold() in _COMMENTS and rest:
                    comments.append(" ".join(rest.split()))
                elif name in _COMMENTS and len(text) <= _LONGEST_REMARK and "\n" not in text:
                    comments.append(text)
                elif text:
                    notes.append(text)
        return "\n\n".join(notes), list(filter(None, comments))

    def _tags(self) -> tuple[str, ...]:
        fields = [text for name in _TAGS if (text := self._raw(name))]
        parts = (part for text in fields for part in (_SEMICOLONS if ";" in text else _KEYWORDS).split(text))
        return tuple(dict.fromkeys(filter(None, map(decoded, parts)))) if fields else ()


def _with_subtitle(title: str, subtitle: str) -> str:
    if not (title and subtitle):
        return title or subtitle
    return f"{title} {subtitle}" if title.endswith(_STOPS) else f"{title}: {subtitle}"
