"""One paper, whole, for eyes."""

from __future__ import annotations

from collections.abc import Iterator

from readlist.cli.output import Styles, marked_title, unicode_of
from readlist.model.arxiv_classes import with_class
from readlist.model.labels import STAR, deferral_label
from readlist.model.paper import Paper
from readlist.text import cell_width, clean, clean_line

MAX_WIDTH = 100
"""Cells; longer lines are hard to read."""
_LABEL = 10


def sheet(paper: Paper, width: int, styles: Styles, today: str) -> str:
    """Return everything about a paper: title, labelled fields, abstract, note.

    Args:
        paper: which.
        width: terminal cells at which lines are wrapped.
        styles: those that it may have.
        today: the day, "2026-11-21".
    """
    width = max(20, min(width, MAX_WIDTH))
    lines = [styles.paint(line, bold=True, italic=paper.provisional) for line in wrap(marked_title(paper), width)]
    lines.append("")
    for label, value in _fields(paper, today):
        for i, line in enumerate(wrap(clean_line(value), width - _LABEL)):
            lines.append(styles.paint((label if i == 0 else "").ljust(_LABEL), dim=True) + line)
    for heading, text in (("Abstract", unicode_of(clean(paper.abstract))), ("Note", clean(paper.note))):
        if text.strip():
            lines += ["", styles.paint(heading, bold=True)]
            for paragraph in clean(text).strip("\n").split("\n"):
                lines += wrap(paragraph, width)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def wrap(line: str, width: int) -> list[str]:
    """Return `line` (cleaned, without newlines) in lines of at most `width` terminal cells, broken at spaces.

    White space at its start stays, for a list in a note. A word that is wider than a line is broken inside.
    """
    line = line.expandtabs(4)
    words = line.split()
    if cell_width(line) <= width or not words:
        return [line.rstrip()]
    indent = line[: len(line) - len(line.lstrip())][: width // 2]
    lines: list[str] = []
    current, used = indent, len(indent)
    empty = True
    for word in words:
        for piece, cells in _pieces(word, width - len(indent)):
            if not empty and used + 1 + cells > width:
                lines.append(current)
                current, used, empty = indent, len(indent), True
            if not empty:
                current, used = f"{current} ", used + 1
            current, used, empty = current + piece, used + cells, False
    return [*lines, current]


def _pieces(word: str, width: int) -> Iterator[tuple[str, int]]:
    """Yield `word` in pieces of at most `width` cells, each with its cells."""
    cells = cell_width(word)
    if cells <= width:
        yield word, cells
        return
    start = used = 0
    for i, character in enumerate(word):
        size = cell_width(character)
        if used + size > width and i > start:
            yield word[start:i], used
            start, used = i, 0
        used += size
    yield word[start:], used


def _fields(paper: Paper, today: str) -> Iterator[tuple[str, str]]:
    """Yield label and value of what is known of the paper."""
    yield "Key", paper.key
    yield "Status", paper.status.value + (f" {STAR}" if paper.starred else "")
    # "Deferred  to Sat 28 November" or "Back      since …".
    deferral, _, day = deferral_label(paper, today).partition(" ")
    single = {
        "Authors": unicode_of(", ".join(paper.authors)),
        "Year": str(paper.year or ""),
        "Venue": unicode_of(paper.venue or ""),
        "Comment": unicode_of(paper.comment or ""),
        "arXiv": with_class(paper.arxiv, paper.primary_class),
        "DOI": paper.doi,
        "Tags": " ".join(paper.tags),
        deferral.capitalize(): day,
        "Added": _date(paper.added),
        "Triaged": _date(paper.triaged),
        "Read": _date(paper.read_on),
    }
    yield from ((label, value) for label, value in single.items() if value)
    yield from (("Link", address) for address in paper.addresses)
    yield from (("File", path) for path in paper.files)
    for source in paper.sources:
        yield "Source", f"{source.document}, number {source.position} ({source.format})"


def _date(timestamp: str | None) -> str:
    return (timestamp or "").partition("T")[0]
