"""One paper as a note: the values of its front matter, its heading, and what stands in its marked block."""

from __future__ import annotations

import re
from datetime import date

from readlist.exporters import block, front_matter
from readlist.exporters.fences import FenceScanner
from readlist.exporters.markup import inline, link, prose
from readlist.exporters.scalars import Value
from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

PROVISIONAL = "≈"
"""Stands before a title that was made from the abstract."""

# HTML that, left open, would hide all that follows in the file.
_HTML_OPENING = re.compile(r"<(?=(?P<name>!--|(?:script|pre|style|textarea)\b))", re.IGNORECASE)
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
    """Return the front matter of a paper's note: our keys that are not empty, in their order."""
    printed = _printed_title(paper)
    values: dict[str, Value | None] = {
        "title": printed,
        "aliases": [printed or title_of(paper)],
        "authors": authors_of(paper),
        "year": paper.year,
        "venue": _line(paper.venue or ""),
        "arxiv": clean_line(paper.arxiv or ""),
        "doi": clean_line(paper.doi or ""),
        "url": clean_line(paper.page or ""),
        "citekey": clean_line(paper.key),
        "status": paper.status.value,
        "starred": paper.starred or None,
        "added": _day(paper.added),
        "read": _day(paper.read_on),
        "tags": [tag for tag in map(clean_line, paper.tags) if tag],
    }
    return {key: value for key, value in values.items() if value is not None and value not in ("", [])}


def new_file(paper: Paper) -> str:
    """Return the whole text of a new note."""
    body = f"# {inline(heading_of(paper))}\n{block.rendered(content_of(paper))}\n"
    return front_matter.new(values_of(paper)) + body


def content_of(paper: Paper) -> str:
    """Return what stands in the marked block: abstract, remarks, links and the note.

    The note is last, behind the only line "## Note" that is not part of it, so that it can be found again.
    """
    sections: list[str] = []
    abstract = abstract_of(paper)
    if abstract:
        sections.append(f"## Abstract\n\n{abstract}")
    remarks = remarks_of(paper)
    if remarks:
        sections.append(remarks)
    links = [f"- {item}" for item in links_of(paper)]
    if links:
        sections.append("## Links\n\n" + "\n".join(links))
    note = note_of(paper)
    if note:
        sections.append(f"## Note\n\n{note}")
    return "\n" + "".join(f"{section}\n\n" for section in sections)


def authors_of(paper: Paper) -> list[str]:
    """Return the authors as they are shown, in order."""
    return [name for name in map(_line, paper.authors) if name]


def abstract_of(paper: Paper) -> str:
    """Return the abstract as Markdown, LaTeX as Unicode; "" for none."""
    return prose(to_unicode(clean(paper.abstract)))


def remarks_of(paper: Paper) -> str:
    """Return the record's remarks ("13 pages") as Markdown; "" for none."""
    remarks = _line(paper.comment or "")
    return f"Comment: {inline(remarks)}" if remarks else ""


def links_of(paper: Paper) -> list[str]:
    """Return the paper's addresses as Markdown links, http and https only, none twice."""
    links: dict[str, str] = {}
    if paper.arxiv:
        links[f"https://arxiv.org/abs/{paper.arxiv}"] = f"arXiv {paper.arxiv}"
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
    text = _without_open_html(block.neutral(clean(paper.note).strip("\n").rstrip()))
    scanner = FenceScanner()
    lines = [line if scanner.inside(line) else _lowered(line, below) for line in text.split("\n")]
    if scanner.closing:
        lines.append(scanner.closing)
    return "\n".join(lines)


def _without_open_html(text: str) -> str:
    last_end: dict[str, int] = {}

    def visible(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if name not in last_end:
            end = "-->" if name == "!--" else f"</{name}"
            last_end[name] = max((m.start() for m in re.finditer(re.escape(end), text, re.IGNORECASE)), default=-1)
        return found[0] if last_end[name] > found.start() else "&lt;"

    return _HTML_OPENING.sub(visible, text) if "<" in text else text


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


def _day(moment: str | None) -> date | None:
    try:
        return date.fromisoformat((moment or "")[:10])
    except ValueError:
        return None
