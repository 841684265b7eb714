"""Text for formats that know no LaTeX: cleaned, LaTeX as Unicode, on one line."""

from __future__ import annotations

from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.text import clean, clean_line


def line(text: str) -> str:
    """Return `text` on one line, LaTeX as Unicode."""
    return clean_line(to_unicode(clean_line(text)))


def paragraphs(text: str) -> str:
    """Return `text` with its lines, LaTeX as Unicode; lines that are blank are left out."""
    cleaned = to_unicode(clean(text))
    return "\n".join(filter(None, map(clean_line, cleaned.split("\n"))))


def web_page(paper: Paper) -> str:
    """Return the address that a reference names: the paper's own, or arXiv's where nothing else leads to it."""
    if paper.url:
        return clean_line(paper.url)
    if paper.arxiv and not paper.doi:
        return f"https://arxiv.org/abs/{clean_line(paper.arxiv)}"
    return ""
