"""Two papers side by side, field by field, with what is different marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import ClassVar

from readlist.app.widgets.prose import Line, Mark, Piece, ProsePane, lay_out
from readlist.latex import to_unicode
from readlist.model.arxiv_classes import with_class
from readlist.model.labels import PROVISIONAL, STAR
from readlist.model.paper import Paper
from readlist.text import cell_width, clean, clean_line

_LABEL = 11  # the longest label, the sign, and a blank behind each
_GUTTER = " │ "
_NARROWEST = 8
_MOST_WORDS = 2000
"""Words of a text beyond which it is not searched for the words that differ: that takes their square."""
_WORD = re.compile(r"\S+")
_NAME = re.compile(r"[^\s,][^,]*")
_AUTHORS = "Authors"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of two papers, as text.

    Attributes:
        label: what it is called.
        left: of the paper on the left, cleaned; "" where it is empty.
        right: of the other one.
    """

    label: str
    left: str
    right: str

    @property
    def sign(self) -> str:
        """One cell that tells how the two are related: "=", "≠", or "+" where only one has something; " " for none."""
        if self.left == self.right:
            return "=" if self.left else " "
        return "≠" if self.left and self.right else "+"


class PairPane(ProsePane):
    """Two papers side by side.

    | Component class | What it styles |
    |---|---|
    | `pair--score` | how alike they are |
    | `pair--label` | names of fields |
    | `pair--key` | citation keys |
    | `pair--same` | what is the same in both |
    | `pair--differs` | words that only one of them has |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pair--score",
        "pair--label",
        "pair--key",
        "pair--same",
        "pair--differs",
    }
    DEFAULT_CSS = """
    PairPane {
        height: 1fr;
        border: heavy $primary;
        border-title-color: $text;
        border-title-style: bold;
        padding: 0 1;
    }
    PairPane > .pair--score {
        color: $text-warning;
        text-style: bold;
    }
    PairPane > .pair--label {
        color: $text-muted;
    }
    PairPane > .pair--key {
        color: $text-primary;
        text-style: bold;
    }
    PairPane > .pair--same {
        color: $text-muted;
    }
    PairPane > .pair--differs {
        color: $text-warning;
        text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="pair")
        self._papers: tuple[Paper, Paper] | None = None
        self._heading = ""

    def show(self, papers: tuple[Paper, Paper], heading: str) -> None:
        """Show two papers, the one that stays on the left, under a line that says why."""
        if (papers, heading) != (self._papers, self._heading):
            same = self._papers is not None and [p.key for p in papers] == [p.key for p in self._papers]
            self._papers, self._heading = papers, clean_line(heading)
            self.content_changed(to_top=not same)

    def show_none(self, text: str) -> None:
        """Show no papers, but a line that says why."""
        self._papers, self._heading = None, clean_line(text)
        self.content_changed()

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the pair as lines: why, the keys, and a block of lines a field."""
        lines = lay_out(self._heading, width, style="pair--score")
        if self._papers is None:
            return lines
        column = max(_NARROWEST, (width - _LABEL - len(_GUTTER)) // 2)
        left, right = (lay_out(clean_line(paper.key), column, style="pair--key") for paper in self._papers)
        lines.append(())
        lines += _row("", " ", lay_out("stays", column), lay_out("goes into it", column), column)
        lines += _row("Key", " ", left, right, column)
        for field in fields(*self._papers):
            lines += _row(field.label, field.sign, *_columns(field, column), column)
        return lines


def fields(left: Paper, right: Paper) -> list[Field]:
    """Return what is known of one paper or the other: first what was published, then what their reader made of them.

    The abstract comes last, because it is long.
    """
    found = [Field(label, one, other) for (label, one), (_, other) in zip(_values(left), _values(right), strict=True)]
    return [field for field in found if field.sign != " "]


def _values(paper: Paper) -> Iterator[tuple[str, str]]:
    title = clean_line(to_unicode(paper.display_title))
    yield "Title", f"{PROVISIONAL} {title}" if paper.provisional else title
    yield _AUTHORS, clean_line(to_unicode(", ".join(paper.authors)))
    yield "Year", str(paper.year or "")
    yield "Venue", clean_line(to_unicode(paper.venue or ""))
    yield "arXiv", clean_line(with_class(paper.arxiv, paper.primary_class))
    yield "DOI", clean_line(paper.doi or "")
    yield "Page", clean_line(paper.url or "")
    yield "Comment", clean_line(to_unicode(paper.comment or ""))
    yield "Status", paper.status.value + (f" {STAR}" if paper.starred else "")
    yield "Tags", clean_line(" ".join(f"#{tag}" for tag in paper.tags))
    yield "Note", clean(paper.note).strip()
    yield "Added", clean_line(paper.added).partition("T")[0]
    yield "Sources", "\n".join(clean_line(source.document) for source in paper.sources)
    yield "Files", "\n".join(map(clean_line, paper.files))
    yield "Links", "\n".join(map(clean_line, paper.links))
    yield "Abstract", clean(to_unicode(paper.abstract)).strip()


def _columns(field: Field, column: int) -> tuple[list[Line], list[Line]]:
    """Return both texts of a field, wrapped, with the words marked that only one of them has."""
    if field.sign == "=":
        same = lay_out(field.left, column, style="pair--same")
        return same, same
    # Names are other ones as a whole: what two people share of theirs says nothing.
    unit = _NAME if field.label == _AUTHORS else _WORD
    ours, theirs = differences(field.left, field.right, unit=unit)
    return lay_out(field.left, column, marks=ours), lay_out(field.right, column, marks=theirs)


def differences(left: str, right: str, *, unit: re.Pattern[str] = _WORD) -> tuple[list[Mark], list[Mark]]:
    """Return the words (or what `unit` matches) of each text that are not in the other in that order, as marks."""
    # As they are laid out, where a tab is some spaces.
    ours, theirs = (
        [(found.start(), found.group()) for found in unit.finditer(text.expandtabs(4))] for text in (left, right)
    )
    if max(len(ours), len(theirs)) > _MOST_WORDS or not (ours and theirs):
        return _marks(ours, [(0, len(ours))]), _marks(theirs, [(0, len(theirs))])
    matcher = SequenceMatcher(None, [word for _, word in ours], [word for _, word in theirs], autojunk=False)
    changed = [code[1:] for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        _marks(ours, [(begin, end) for begin, end, _, _ in changed]),
        _marks(theirs, [(begin, end) for _, _, begin, end in changed]),
    )


def _marks(words: Sequence[tuple[int, str]], stretches: Sequence[tuple[int, int]]) -> list[Mark]:
    marks: list[Mark] = []
    for first, behind in stretches:
        marks += [(begin, begin + len(word), "pair--differs", None) for begin, word in words[first:behind]]
    return marks


def _row(label: str, sign: str, left: Sequence[Line], right: Sequence[Line], column: int) -> list[Line]:
    """Return a label, its sign and two columns as lines."""
    lines: list[Line] = []
    for ours, theirs in zip_longest(left, right, fillvalue=()):
        lead = f"{label:<{_LABEL - 2}}{sign} " if not lines else " " * _LABEL
        room = column - sum(cell_width(piece.text) for piece in ours)
        filled = (*ours, Piece(" " * room))
        lines.append((Piece(lead, "pair--label"), *filled, Piece(_GUTTER, "pair--label"), *theirs))
    return lines
