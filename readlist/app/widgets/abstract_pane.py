"""The pane that shows what was published: title, authors, venue, links, abstract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeAlias

from readlist.app.widgets.prose import Line, Mark, Piece, address_marks, lay_out
from readlist.app.widgets.selectable_pane import SelectablePane
from readlist.app.widgets.spans import Marker, Span, no_marks, shifted
from readlist.app.widgets.tag_colours import TAG_CLASSES, tag_class
from readlist.latex import to_unicode
from readlist.model.labels import PROVISIONAL, RETURNED, deferral_label
from readlist.model.paper import Paper
from readlist.model.venues import short_venue
from readlist.text import clean, clean_line

_NAMED = 4
"""How many authors the byline names."""

Part: TypeAlias = tuple[str, str]
"""A field of the query language, "" for none, and what is shown of it."""

PROVISIONAL_HINT = "(no title in the source; this one is made from the abstract)"


class AbstractPane(SelectablePane):
    """One paper as it was published.

    | Component class | What it styles |
    |---|---|
    | `abstract--title` | the title |
    | `abstract--provisional` | a title made from the abstract |
    | `abstract--authors` | the authors |
    | `abstract--faint` | venue, year, key, sources |
    | `abstract--deferral` | until when it is put off, or since when it is back |
    | `tag--1` … | tags |
    | `abstract--link` | web addresses |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "abstract--title",
        "abstract--provisional",
        "abstract--authors",
        "abstract--faint",
        "abstract--deferral",
        *TAG_CLASSES,
        "abstract--link",
    }

    def __init__(self, today: Callable[[], str]) -> None:
        """Make the pane; `today` tells the day, "2026-11-21", by which papers are back that were put off."""
        super().__init__(id="abstract")
        self._today = today
        self.border_title = "Abstract"
        self._paper: Paper | None = None
        self._marker: Marker = no_marks
        self._text_at = 0

    def show(self, paper: Paper | None, marker: Marker = no_marks) -> None:
        """Show `paper`, or nothing, with what `marker` finds in it. Another paper begins at its top."""
        if paper is self._paper and marker is self._marker:
            return
        same = paper is not None and self._paper is not None and paper.key == self._paper.key
        self._paper, self._marker = paper, marker
        self.content_changed(to_top=not same)

    def first_to_select(self) -> int:
        """Return the first line of the abstract, or the first that is in view where that is scrolled away."""
        return max(self.top, min(self._text_at, self.top + self.size.height - 1))

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the paper as lines."""
        paper = self._paper
        if paper is None:
            return []
        title = _part("title", paper.display_title)
        if paper.provisional:
            lines = self._lay_out([("", f"{PROVISIONAL} "), title], width, "abstract--provisional")
            lines += lay_out(PROVISIONAL_HINT, width, style="abstract--faint")
        else:
            lines = self._lay_out([title], width, "abstract--title")
        byline = _byline(paper)
        if byline:
            lines += self._lay_out(byline, width, "abstract--authors")
        deferral = deferral_label(paper, self._today())
        if deferral:
            sign = f"{RETURNED} " if paper.returned(self._today()) else ""
            lines += lay_out(f"{sign}{deferral[0].upper()}{deferral[1:]}", width, style="abstract--deferral")
        lines.append(())
        self._text_at = len(lines)
        abstract = clean(to_unicode(paper.abstract)).expandtabs(4)
        if abstract:
            found = self._marker("abstract", abstract)
            lines += lay_out(abstract, width, marks=address_marks(abstract, "abstract--link"), found=found)
        else:
            lines += lay_out("No abstract in the source.", width)
        lines.append(())
        for fact in _facts(paper):
            lines += self._lay_out(fact, width, "abstract--faint")
        if paper.tags:
            lines += self._lay_out_tags(paper.tags, width)
        # Not to be opened: a source's file may be another computer's, or any program here.
        for path in paper.files:
            lines += lay_out(f"File: {clean_line(path)}", width, style="abstract--faint")
        return [*lines, *_links(paper, width)]

    def _lay_out_tags(self, tags: Sequence[str], width: int) -> list[Line]:
        """Return tags on lines, each in its colour."""
        found: list[Span] = []
        marks: list[Mark] = []
        words = [f"#{clean_line(tag)}" for tag in tags]
        at = 0
        for tag, word in zip(tags, words, strict=True):
            found += shifted(self._marker("tag", word[1:]), at + 1)
            marks.append((at, at + len(word), tag_class(tag), None))
            at += len(word) + 1
        return lay_out(" ".join(words), width, marks=marks, found=found)

    def _lay_out(self, parts: Sequence[Part], width: int, style: str) -> list[Line]:
        """Return parts, one behind the other, as lines."""
        found: list[Span] = []
        at = 0
        for field, text in parts:
            found += shifted(self._marker(field, text), at)
            at += len(text)
        return lay_out("".join(text for _, text in parts), width, style=style, found=found)


def _part(field: str, text: str) -> Part:
    return field, clean_line(to_unicode(text))


def _listed(names: Sequence[str]) -> list[Part]:
    """Return names one by one: what is looked for may have to stand at the beginning of one."""
    parts: list[Part] = []
    for name in names:
        parts += [("", ", "), _part("author", name)]
    return parts[1:]


def _byline(paper: Paper) -> list[Part]:
    """Return who wrote it and where it appeared, short: the abstract below is what people look for."""
    names = list(paper.authors[:_NAMED])
    more = len(paper.authors) - len(names)
    parts = _listed(names)
    if more:
        parts.append(("", f" and {more} more"))
    published = [_part("venue", short_venue(paper.venue))] if paper.venue else []
    if paper.year:
        published += [("", " "), ("year", str(paper.year))] if published else [("year", str(paper.year))]
    return [*parts, ("", " · "), *published] if parts and published else parts + published


def _facts(paper: Paper) -> list[list[Part]]:
    """Return what the byline left out: all authors, the venue in full, identifiers and the source's remarks."""
    facts = [_listed(paper.authors)] if len(paper.authors) > _NAMED else []
    if paper.venue:
        venue = _part("venue", paper.venue)
        facts.append([venue, ("", ", "), ("year", str(paper.year))] if paper.year else [venue])
    if paper.comment:
        facts.append([_part("", paper.comment)])
    identity = [("", "[@"), ("key", clean_line(paper.key)), ("", "]")]
    if paper.arxiv:
        identity += [("", " · arXiv:"), ("arxiv", clean_line(paper.arxiv))]
    if paper.primary_class:
        identity.append(("", f" {'' if paper.arxiv else '· '}[{clean_line(paper.primary_class)}]"))
    if paper.doi:
        identity += [("", " · doi:"), ("doi", clean_line(paper.doi))]
    return [*facts, identity]


def _links(paper: Paper, width: int) -> list[Line]:
    """Return the addresses of `paper`, one a line, numbered as the command that opens them counts."""
    lines: list[Line] = []
    for number, address in enumerate(paper.addresses, start=1):
        shown = clean_line(address)
        label = f"{number} "
        for i, line in enumerate(lay_out(shown, max(1, width - len(label)), style="abstract--link")):
            lead = Piece(label if i == 0 else " " * len(label), "abstract--faint", beside=True)
            lines.append((lead, *(piece._replace(address=shown) for piece in line)))
    return [(), *lines] if lines else []
