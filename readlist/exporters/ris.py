"""RIS, as EndNote, Zotero, Mendeley and databases take it.

LaTeX becomes Unicode, because RIS knows none; a text is one line, because programs break lines as they like. What is
ours stands in U5, a field that the format leaves to its users.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from readlist.exporters import one_file, person_names
from readlist.exporters.base import Report
from readlist.exporters.entry_kinds import Kind, kind_of
from readlist.exporters.kept_fields import as_json, kept_of, local_files, plain_for_all
from readlist.exporters.shown import line, web_page
from readlist.model.as_printed import MARK
from readlist.model.paper import Paper
from readlist.text import clean_line

_TYPES = {Kind.JOURNAL: "JOUR", Kind.PROCEEDINGS: "CONF", Kind.PREPRINT: "UNPB", Kind.UNKNOWN: "GEN"}
_LOOKED_AT = 1 << 18  # characters that tell what a file is: abstracts stand before what is ours
_OURS = f"\nU5  - {MARK} {{"


class Ris:
    """Writes papers as RIS; the module says how."""

    name = "ris"
    suffixes = (".ris",)

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`; see `readlist.exporters.base.Exporter`."""
        return one_file.export(self, papers, to, dry_run=dry_run, force=force)

    def text_of(self, papers: Sequence[Paper]) -> str:
        """Return the whole file."""
        return "\n".join(map(entry_of, papers))

    def is_ours(self, text: str) -> bool:
        """Whether a file is an export of ours."""
        return _OURS in text[:_LOOKED_AT]

    def is_edited(self, _text: str) -> bool:
        """RIS has no place for a mark of that: never."""
        return False


def entry_of(paper: Paper) -> str:
    """Return the entry of a paper, from TY to ER, with a line end behind it."""
    tagged = [(tag, text) for tag, text in _lines(paper) if text]
    written = {name: "\n".join(text for tag, text in tagged if tag == place) for name, place in _PLACES.items()}
    kept = kept_of(paper, written, plain=plain_for_all, lines=False)
    tagged += [("U5", f"{MARK} {as_json(kept)}"), ("ER", "")]
    return "".join(f"{tag}  - {text}\n" for tag, text in tagged)


_PLACES = {
    "key": "ID",
    "title": "TI",
    "authors": "AU",
    "year": "PY",
    "venue": "T2",
    "abstract": "AB",
    "arxiv": "AN",
    "doi": "DO",
    "url": "UR",
    "comment": "N1",
    "tags": "KW",
    "note": "RN",
    "files": "L1",
}
"""The tag of the lines in which a field of a paper stands."""


def _lines(paper: Paper) -> Iterator[tuple[str, str]]:
    kind = kind_of(paper)
    if kind is Kind.PREPRINT and paper.venue:
        kind = Kind.UNKNOWN  # a manuscript has no place in which it came out
    yield "TY", _TYPES[kind]
    yield "ID", clean_line(paper.key)
    yield "TI", line(paper.title or "")
    for name in map(clean_line, paper.authors):
        yield "AU", line(person_names.split(name).inverted)
    yield "PY", "" if paper.year is None else str(paper.year)
    yield "T2", line(paper.venue or "")
    yield "AB", line(paper.abstract)
    yield "AN", f"arXiv:{clean_line(paper.arxiv)}" if paper.arxiv else ""
    yield "DO", clean_line(paper.doi or "")
    yield "UR", web_page(paper)
    for path in local_files(paper):
        yield "L1", path
    for tag in paper.tags:
        yield "KW", clean_line(tag)
    yield "N1", line(paper.comment or "")
    yield "RN", line(paper.note)
