"""The pane that shows what was published: title, authors, venue, links, abstract."""

from __future__ import annotations

from typing import ClassVar

from textual import events

from readlist.app.messages import LinkClicked
from readlist.app.widgets.prose import Line, Piece, ProsePane, address_marks, lay_out
from readlist.latex import to_unicode
from readlist.model.labels import PROVISIONAL
from readlist.model.paper import Paper
from readlist.text import clean, clean_line

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
        if paper.authors:
            names = ", ".join(clean_line(to_unicode(name)) for name in paper.authors)
            lines += lay_out(names, width, style="abstract--authors")
        published = [to_unicode(paper.venue)] if paper.venue else []
        if paper.year:
            published.append(str(paper.year))
        identity = [f"[@{paper.key}]"]
        if paper.doi:
            identity.insert(0, f"doi:{paper.doi}")
        if paper.arxiv:
            identity.insert(0, f"arXiv:{paper.arxiv}")
        facts = [", ".join(published), " · ".join(identity), to_unicode(paper.comment or "")]
        for fact in facts:
            if fact:
                lines += lay_out(clean_line(fact), width, style="abstract--faint")
        if paper.tags:
            lines += lay_out(clean_line(" ".join(f"#{tag}" for tag in paper.tags)), width, style="abstract--tag")
        lines.append(())
        abstract = clean(to_unicode(paper.abstract)) or "No abstract in the source."
        lines += lay_out(abstract, width, marks=address_marks(abstract, "abstract--link"))
        return [*lines, *_links(paper, width)]


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
