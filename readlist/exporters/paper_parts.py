"""One paper as Markdown: the values of its note's head, its heading, and the parts of its marked block."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from readlist.exporters import block
from readlist.exporters.fences import FenceScanner
from readlist.exporters.markup import inline, link, prose
from readlist.exporters.scalars import Value
from readlist.latex import to_unicode
from readlist.model.arxiv_classes import with_class
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

PROVISIONAL = "≈"
"""Stands before a title that was made from the abstract."""

# HTML that, left open, would hide all that follows in the file.
_HTML_OPENING = re.compile(r"<(?=(?P<name>!--|(?:script|pre|style|textarea)\b))", re.IGNORECASE)
_HTML_CONTAINER = re.compile(r"<(?P<end>/?)(?P<name>div|details)\b", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?=[ \t]|$)")
_DEEPEST_HEADING = 6
_SCHEME = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)


def title_of(paper: Paper) -> str:
    """Return the title to show: never empty, one line, LaTeX as Unicode, without the mark of a provisional one."""
    return _printed_title(paper) or _line(paper.display_title) or clean_line(paper.key) or "Untitled"


def heading_of(paper: Paper) -> str:
    """Return the title to show as plain text, with the mark of a provisional one."""
    return _printed_title(paper) or f"{PROVISIONAL} {title_of(paper)}"


def values_of(paper: Paper) -> dict[str, Value]:
    """Return what the head of a paper's note says: our keys that are not empty, in their order."""
    printed = _printed_title(paper)
    values: dict[str, Value | None] = {
        "title": printed,
        "aliases": [printed or title_of(paper)],
        "authors": authors_of(paper),
        "year": paper.year,
        "venue": venue_of(paper),
        "arxiv": clean_line(paper.arxiv or ""),
        "doi": clean_line(paper.doi or ""),
        "url": clean_line(paper.page or ""),
        "citekey": clean_line(paper.key),
        "status": paper.status.value,
        "starred": paper.starred or None,
        "added": day(paper.added),
        "read": day(paper.read_on),
        "tags": [tag for tag in map(clean_line, paper.tags) if tag],
    }
    return {key: value for key, value in values.items() if value is not None and value not in ("", [])}


def sections_of(paper: Paper) -> list[tuple[str, str]]:
    """Return what stands in the marked block: headings ("" for none) with the Markdown below them.

    The note is last, so that it can be found again.
    """
    links = "\n".join(f"- {item}" for item in links_of(paper))
    sections = [
        ("Abstract", abstract_of(paper)),
        ("", remarks_of(paper)),
        ("", file_lines_of(paper)),
        ("Links", links),
        ("Note", note_of(paper)),
    ]
    return [(heading, text) for heading, text in sections if text]


def authors_of(paper: Paper) -> list[str]:
    """Return the authors as they are shown, in order."""
    return [name for name in map(_line, paper.authors) if name]


def venue_of(paper: Paper) -> str:
    """Return the venue as it is shown; "" for none."""
    return _line(paper.venue or "")


def abstract_of(paper: Paper) -> str:
    """Return the abstract as Markdown, LaTeX as Unicode; "" for none."""
    return prose(to_unicode(clean(paper.abstract)))


def remarks_of(paper: Paper) -> str:
    """Return the record's remarks ("13 pages") as Markdown; "" for none."""
    remarks = _line(paper.comment or "")
    return f"Comment: {inline(remarks)}" if remarks else ""


def files_of(paper: Paper) -> list[str]:
    """Return the paths of the attached files, as they are shown."""
    return [path for path in map(clean_line, paper.files) if path]


def file_lines_of(paper: Paper) -> str:
    """Return the attached files as Markdown, a line each: plain text, for where they are nobody can say here."""
    return "\n".join(f"File: {inline(path)}" for path in files_of(paper))


def links_of(paper: Paper) -> list[str]:
    """Return the paper's addresses as Markdown links, http and https only, none twice."""
    links: dict[str, str] = {}
    if paper.arxiv:
        links[f"https://arxiv.org/abs/{paper.arxiv}"] = f"arXiv {with_class(paper.arxiv, paper.primary_class)}"
    if paper.doi:
        links[f"https://doi.org/{paper.doi}"] = f"DOI {paper.doi}"
    for address in paper.addresses:
        links.setdefault(address, _SCHEME.sub("", address).rstrip("/"))
    made = (link(label, address) for address, label in links.items())
    return [item for item in made if item is not None]


def note_of(paper: Paper, *, below: int = 0) -> str:
    """Return the note as it was typed, made safe to stand inside a marked block; "" for none.

    What looks like one of our markers becomes visible text, and what the note leaves open (fenced code, a comment) ends
    with it.

    Args:
        paper: whose note.
        below: how many levels its headings go down, for a note that is part of a longer document.
    """
    if not paper.note.strip():
        return ""
    text = without_open_html(block.neutral(clean(paper.note).strip("\n").rstrip()))
    scanner = FenceScanner()
    lines = [line if scanner.inside(line) else _lowered(line, below) for line in text.split("\n")]
    if scanner.closing:
        lines.append(scanner.closing)
    return "\n".join(lines)


def as_typed(written: str, paper: Paper) -> str:
    """Return a note that was made safe by `note_of`, and edited since, as it would have been typed.

    Lines that are as they were written are as the paper's note has them.
    """
    typed = clean(paper.note).strip("\n").rstrip().split("\n")
    safe = note_of(paper).split("\n")
    lines = {after: before for before, after in zip(typed, safe, strict=False) if before != after}
    return "\n".join(lines.get(line, line) for line in written.split("\n")) if lines else written


def without_open_html(text: str) -> str:
    """Return `text` with HTML that would hide all that follows it, because it has no end, made visible text."""
    last_end: dict[str, int] = {}

    def visible(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if name not in last_end:
            end = "-->" if name == "!--" else f"</{name}"
            last_end[name] = max((m.start() for m in re.finditer(re.escape(end), text, re.IGNORECASE)), default=-1)
        return found[0] if last_end[name] > found.start() else "&lt;"

    if "<" not in text:
        return text
    text = _HTML_OPENING.sub(visible, text)
    unclosed = _unclosed(text)
    return "".join(f"&lt;{part[1:]}" if at in unclosed else part for at, part in _cut_at(text, unclosed))


def _unclosed(text: str) -> set[int]:
    """Return where HTML starts that holds other blocks, and has no end: all that follows would be in it."""
    waiting: dict[str, list[int]] = {}
    for found in _HTML_CONTAINER.finditer(text):
        places = waiting.setdefault(found["name"].lower(), [])
        if not found["end"]:
            places.append(found.start())
        elif places:
            places.pop()
    return {place for places in waiting.values() for place in places}


def _cut_at(text: str, places: Iterable[int]) -> Iterator[tuple[int, str]]:
    """Yield the parts of a text that is cut at some places, each with where it starts."""
    cuts = sorted({0, *places})
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        yield start, text[start:end]


def _lowered(line: str, below: int) -> str:
    found = _HEADING.match(line) if below else None
    if found is None:
        return line
    level = min(len(found["marks"]) + below, _DEEPEST_HEADING)
    return "#" * level + line[found.end() :]


def _printed_title(paper: Paper) -> str:
    """Return the title that the source prints; "" for none, or for one of which nothing is left to show."""
    return _line(paper.title or "")


def _line(text: str) -> str:
    return clean_line(to_unicode(clean_line(text)))


def day(moment: str | None) -> date | None:
    """Return the day of a moment; None where there is none."""
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None
