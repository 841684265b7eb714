"""CSL-JSON, as citation processors, pandoc and Zotero take it.

What its fields are: the CSL specification 1.0.2, appendices III and IV (https://docs.citationstyles.org), and its input
schema (https://github.com/citation-style-language/schema). LaTeX becomes Unicode, because processors know none. What is
ours stands in `custom`, which the schema keeps for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from readlist.exporters import one_file, person_names
from readlist.exporters.base import Report
from readlist.exporters.entry_kinds import Kind, kind_of
from readlist.exporters.kept_fields import kept_of, plain_for_all
from readlist.exporters.shown import line, paragraphs, web_page
from readlist.model.as_printed import CSL_PLACES, MARK
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

_TYPES = {
    Kind.JOURNAL: "article-journal",
    Kind.PROCEEDINGS: "paper-conference",
    Kind.PREPRINT: "article",
    Kind.UNKNOWN: "document",
}
_LOOKED_AT = 1 << 16  # characters that tell what a file is


class CslJson:
    """Writes papers as CSL-JSON; the module says how."""

    name = "csl-json"
    suffixes = (".csl.json", ".csljson")

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`; see `readlist.exporters.base.Exporter`."""
        return one_file.export(self, papers, to, dry_run=dry_run, force=force)

    def text_of(self, papers: Sequence[Paper]) -> str:
        """Return the whole file."""
        import orjson  # noqa: PLC0415 -- what lists the formats need not load what writes them

        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        return orjson.dumps([*map(item_of, papers)], option=options).decode()

    def is_ours(self, text: str) -> bool:
        """Whether a file is an export of ours, or has nothing in it."""
        return f'"{MARK}": {{' in text[:_LOOKED_AT] or text.strip() == "[]"

    def is_edited(self, _text: str) -> bool:
        """JSON has no place for a mark of that: never."""
        return False


def item_of(paper: Paper) -> dict[str, Any]:
    """Return a paper as an item of CSL-JSON, with what is ours in `custom`."""
    item = reference_of(paper)
    texts = {
        "abstract": paragraphs(paper.abstract),
        "keyword": ", ".join(map(clean_line, paper.tags)),
        "note": _note(paper),
        "annote": clean(paper.note),
    }
    item |= {name: text for name, text in texts.items() if text}
    written = {name: str(item.get(field, "")) for name, field in CSL_PLACES.items()}
    written |= {"authors": _joined(item.get("author", ())), "year": "" if paper.year is None else str(paper.year)}
    return item | {"custom": {MARK: kept_of(paper, written, plain=plain_for_all, lines=True)}}


def reference_of(paper: Paper) -> dict[str, Any]:
    """Return what a citation says of a paper, as an item of CSL-JSON."""
    kind = kind_of(paper)
    item: dict[str, Any] = {"id": clean_line(paper.key), "type": _TYPES[kind]}
    texts = {
        "title": line(paper.title or ""),
        "container-title": line(paper.venue or ""),
        "DOI": clean_line(paper.doi or ""),
        "URL": web_page(paper),
        **(_preprint(paper) if kind is Kind.PREPRINT else {}),
    }
    item |= {name: text for name, text in texts.items() if text}
    authors = [_author(name) for name in map(clean_line, paper.authors) if name]
    if authors:
        item["author"] = authors
    if paper.year is not None:
        item["issued"] = {"date-parts": [[paper.year]]}
    return item


def _preprint(paper: Paper) -> Mapping[str, str]:
    # As Zotero has preprints: a style prints the number that says where it is.
    return {"publisher": "arXiv", "number": f"arXiv:{clean_line(paper.arxiv)}"} if paper.arxiv else {}


def _note(paper: Paper) -> str:
    """Return the comment and, where the paper came out elsewhere too, its arXiv identifier as Zotero writes it."""
    known = paper.arxiv and kind_of(paper) is not Kind.PREPRINT
    statement = f"arXiv: {clean_line(paper.arxiv)}" if known and paper.arxiv else ""
    return "\n".join(filter(None, (statement, line(paper.comment or ""))))


def _author(name: str) -> dict[str, str]:
    parts = person_names.split(name)
    if not parts.given:
        return {"literal": line(name)}
    particle = parts.particle
    named = {
        "family": line(parts.family.removeprefix(particle)),
        "given": line(parts.given),
        "non-dropping-particle": line(particle),
        "suffix": parts.suffix,
    }
    return {part: text for part, text in named.items() if text}


def _joined(authors: Iterable[Mapping[str, str]]) -> str:
    """Return the names of an item as one text, to tell later whether they were edited."""
    return "\n".join(" ".join(author[part] for part in sorted(author)) for author in authors)
