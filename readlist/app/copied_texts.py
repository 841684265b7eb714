"""What of a paper is copied: citation, BibTeX, address, link, title, abstract or note, as text for somewhere else."""

from __future__ import annotations

from collections.abc import Sequence

from readlist.latex import to_unicode
from readlist.model.as_printed import MARK
from readlist.model.labels import PROVISIONAL
from readlist.model.paper import Paper
from readlist.opening import is_web_address
from readlist.text import clean, clean_line

MOST_NAMED = 6
"""Authors that a citation names; of more it names the first."""


def citation(paper: Paper) -> str:
    """Return a reference in plain words: authors, year, title, venue, address."""
    year = f"({paper.year})" if paper.year else ""
    who, what = _authors(paper.authors), title(paper)
    first = [" ".join(filter(None, (who, year))), what] if who else [" ".join(filter(None, (what, year)))]
    parts = filter(None, [*first, clean_line(to_unicode(paper.venue or ""))])
    sentences = [part if part.endswith((".", "?", "!", "…")) else f"{part}." for part in parts]
    return " ".join(filter(None, [*sentences, address(paper)]))


def bibtex(paper: Paper) -> str:
    """Return an entry for a bibliography that others see too: what was published, nothing of its reader's own."""
    from readlist.exporters.bibtex import entry_of  # noqa: PLC0415 -- not needed for the first screen

    # The path of a file says who somebody is, and where they keep things.
    published = paper.with_fields({"tags": [], "note": "", "files": []})
    # Each field is one line.
    lines = entry_of(published).splitlines()
    return "\n".join(line for line in lines if not line.startswith(f"  {MARK}-"))


def address(paper: Paper) -> str:
    """Return where the paper is to be found: page, else DOI, else arXiv, else its first link; "" for nowhere."""
    from urllib.parse import quote  # noqa: PLC0415 -- not needed for the first screen

    candidates = (
        paper.url,
        # Old ones have signs that end an address: 10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O
        f"https://doi.org/{quote(clean_line(paper.doi), safe='/:;().,-_')}" if paper.doi else None,
        f"https://arxiv.org/abs/{clean_line(paper.arxiv)}" if paper.arxiv else None,
        *paper.links,
    )
    return next((candidate for candidate in candidates if candidate and is_web_address(candidate)), "")


def markdown_link(paper: Paper) -> str:
    """Return a link in Markdown with the title for its text; "" for a paper without an address."""
    from readlist.exporters import markup  # noqa: PLC0415 -- not needed for the first screen

    return markup.link(title(paper), address(paper)) or ""


def title(paper: Paper) -> str:
    """Return the title on one line; one that is made from the abstract with the sign of it."""
    shown = clean_line(to_unicode(paper.display_title))
    return f"{PROVISIONAL} {shown}" if paper.provisional else shown


def abstract(paper: Paper) -> str:
    """Return the abstract, with its paragraphs."""
    return clean(to_unicode(paper.abstract)).strip()


def note(paper: Paper) -> str:
    """Return the note, in the Markdown in which it was typed."""
    return clean(paper.note).strip()


def _authors(authors: Sequence[str]) -> str:
    names = list(filter(None, (clean_line(to_unicode(author)) for author in authors)))
    if len(names) > MOST_NAMED:
        return f"{names[0]} et al."
    *others, last = names or [""]
    return f"{', '.join(others)} and {last}" if others else last
