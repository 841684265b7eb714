"""The pane that shows what was published: title, authors, venue, links, abstract."""

from __future__ import annotations

from typing import ClassVar

from textual import events

from readlist.app.messages import LinkClicked
from readlist.app.widgets.prose import Line, Piece, ProsePane, address_marks, lay_out
from readlist.latex import to_unicode
from readlist.model.labels import PROVISIONAL
from readlist.model.paper import Paper
from readlist.model.venues import short_venue
from readlist.text import clean, clean_line

_NAMED = 4
"""How many authors the byline names."""

PROVISIONAL_HINT = "(no title in the source; this one is made from the abstract)"


class AbstractPane(ProsePane):
    """One paper as it was published.

    | Component class | What it styles |
    |---|---|
    | `abstract--title` | the title |
    | `abstract--provisional` | a title made from the abstract |
    | `abstract--authors` | the authors |
    | `abstract--faint` | venue, year, key, sources |
    | `abstract--tag` | tags |
    | `abstract--link` | web addresses |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "abstract--title",
        "abstract--provisional",
        "abstract--authors",
        "abstract--faint",
        "abstract--tag",
        "abstract--link",
    }

    def __init__(self) -> None:
        super().__init__(id="abstract")
        self.border_title = "Abstract"
        self._paper: Paper | None = None

    def show(self, paper: Paper | None) -> None:
        """Show `paper`, or nothing. The same paper keeps its place; another begins at its top."""
        if paper is self._paper:
            return
        same = paper is not None and self._paper is not None and paper.key == self._paper.key
        self._paper = paper
        self.content_changed(to_top=not same)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Say which link was clicked."""
        offset = event.get_content_offset(self)
        address = self.address_at(self.top + offset.y, offset.x) if offset else None
        if address:
            self.post_message(LinkClicked(address))

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the paper as lines."""
        paper = self._paper
        if paper is None:
            return []
        title = clean_line(to_unicode(paper.display_title))
        if paper.provisional:
            lines = lay_out(f"{PROVISIONAL} {title}", width, style="abstract--provisional")
            lines += lay_out(PROVISIONAL_HINT, width, style="abstract--faint")
        else:
            lines = lay_out(title, width, style="abstract--title")
        byline = _byline(paper)
        if byline:
            lines += lay_out(byline, width, style="abstract--authors")
        lines.append(())
        abstract = clean(to_unicode(paper.abstract)) or "No abstract in the source."
        lines += lay_out(abstract, width, marks=address_marks(abstract, "abstract--link"))
        lines.append(())
        for fact in _facts(paper):
            lines += lay_out(fact, width, style="abstract--faint")
        if paper.tags:
            lines += lay_out(clean_line(" ".join(f"#{tag}" for tag in paper.tags)), width, style="abstract--tag")
        return [*lines, *_links(paper, width)]


def _byline(paper: Paper) -> str:
    """Return who wrote it and where it appeared, short: the abstract below is what people look for."""
    names = list(paper.authors[:_NAMED])
    more = len(paper.authors) - len(names)
    authors = ", ".join(names) + (f" and {more} more" if more else "")
    venue = short_venue(paper.venue) if paper.venue else ""
    published = f"{venue} {paper.year or ''}".strip()
    return clean_line(to_unicode(" · ".join(part for part in (authors, published) if part)))


def _facts(paper: Paper) -> list[str]:
    """Return what the byline left out: all authors, the venue in full, identifiers and the source's remarks."""
    facts = [", ".join(paper.authors)] if len(paper.authors) > _NAMED else []
    if paper.venue:
        facts.append(f"{paper.venue}, {paper.year}" if paper.year else paper.venue)
    if paper.comment:
        facts.append(paper.comment)
    identity = [f"[@{paper.key}]"]
    if paper.arxiv:
        identity.append(f"arXiv:{paper.arxiv}")
    if paper.doi:
        identity.append(f"doi:{paper.doi}")
    return [clean_line(to_unicode(fact)) for fact in facts] + [clean_line(" · ".join(identity))]


def _links(paper: Paper, width: int) -> list[Line]:
    """Return the addresses of `paper`, one a line, numbered as the command that opens them counts."""
    lines: list[Line] = []
    for number, address in enumerate(paper.addresses, start=1):
        shown = clean_line(address)
        label = f"{number} "
        for i, line in enumerate(lay_out(shown, max(1, width - len(label)), style="abstract--link")):
            lead = Piece(label if i == 0 else " " * len(label), "abstract--faint")
            lines.append((lead, *(Piece(piece.text, piece.style, shown) for piece in line)))
    return [(), *lines] if lines else []
