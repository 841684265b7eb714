"""Many papers as lines: aligned columns for eyes, tab-separated ones for other programs."""

from __future__ import annotations

from collections.abc import Sequence

from readlist.cli.output import Styles, marked_title, unicode_of
from readlist.model.labels import SIGNS, STAR, author_label, deferral_sign
from readlist.model.paper import Paper, Status
from readlist.text import cell_width, clean_line, cut

SHOWN = ("title", "authors", "year")
"""The fields of papers that lines are made of, without those that a library has of all papers."""

_GAP = "  "
_MIN_TITLE = 24
_MAX_AUTHOR = 18
_MAX_TAGS = 24
_COLOURS = {
    Status.INBOX: "cyan",
    Status.QUEUED: "blue",
    Status.READING: "yellow",
    Status.READ: "green",
    Status.ARCHIVED: "bright_black",
}


def tab_separated(papers: Sequence[Paper]) -> str:
    """Return a line a paper: key, status, star, year, authors, title and tags, nothing cut, tabs between them."""
    return "".join("\t".join(_columns(paper)) + "\n" for paper in papers)


def aligned(papers: Sequence[Paper], width: int, styles: Styles, today: str) -> str:
    """Return a line a paper, at most `width` cells wide as long as the key leaves room for that.

    Keys are never cut, for they are what other commands take. Where the title would get too narrow, tags go first,
    then the author, then the year. `today` is the day, "2026-11-21", by which papers are put off or back.
    """
    keys = [clean_line(paper.key) for paper in papers]
    authors = [cut(clean_line(unicode_of(author_label(paper.authors))), _MAX_AUTHOR) for paper in papers]
    years = [str(paper.year or "") for paper in papers]
    tags = [cut(clean_line(" ".join(paper.tags)), _MAX_TAGS) for paper in papers]
    key_width = min(max(map(len, keys), default=0), max(width // 3, 12))
    signs = [deferral_sign(paper, today) for paper in papers]
    # Where none is put off or back, their empty column parts the signs from the titles.
    parting = "" if all(map(str.isspace, signs)) else " "
    title_width = width - key_width - len(_GAP) - 3 - len(parting)
    shown: list[tuple[list[str], int]] = []
    for column in (years, authors, tags):
        column_width = max(map(cell_width, column), default=0)
        if column_width and title_width - column_width - len(_GAP) >= _MIN_TITLE:
            shown.append((column, column_width))
            title_width -= column_width + len(_GAP)
    # Authors stand before years, although years are the last to go.
    shown.sort(key=lambda item: (authors, years, tags).index(item[0]))
    lines = []
    for i, paper in enumerate(papers):
        # A key that is longer than its column takes from its own title.
        overhang = max(0, len(keys[i]) - key_width)
        title = cut(marked_title(paper), max(1, title_width - overhang))
        padding = " " * max(0, title_width - overhang - cell_width(title))
        rest = "".join(_GAP + _padded(column[i], column_width) for column, column_width in shown)
        line = (
            styles.paint(keys[i].ljust(key_width), bold=True)
            + _GAP
            + styles.paint(SIGNS[paper.status], fg=_COLOURS[paper.status])
            + styles.paint(STAR if paper.starred else " ", fg="yellow")
            + signs[i]
            + parting
            + styles.paint(title, dim=paper.provisional, italic=paper.provisional)
            + padding
            + styles.paint(rest.rstrip(), dim=True)
        )
        lines.append(line.rstrip() + "\n")
    return "".join(lines)


def _columns(paper: Paper) -> tuple[str, ...]:
    return (
        clean_line(paper.key),
        paper.status.value,
        "*" if paper.starred else "",
        str(paper.year or ""),
        "; ".join(clean_line(unicode_of(author)) for author in paper.authors),
        marked_title(paper),
        " ".join(clean_line(tag) for tag in paper.tags),
    )


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_width(text))
