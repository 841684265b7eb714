"""What the papers that are shown have in common, as lines: a heading a section, below it values with their counts.

Knows no screen: sections fold, and open further, as the pane that draws them is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

FEW, MANY = 8, 100
"""Values that a section shows at first, and when more are asked for."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that papers have.

    Attributes:
        value: the value, as the query language names it.
        label: how it is shown.
        count: how many of the papers that are shown have it.
    """

    value: str
    label: str
    count: int


class Section(NamedTuple):
    """The values of one field.

    Attributes:
        field: of the query language.
        heading: stands above them.
        facets: the values, the most important first.
        total: how many there are, which may be more than `facets` are.
    """

    field: str
    heading: str
    facets: Sequence[Facet]
    total: int


@dataclass(frozen=True, slots=True)
class FacetLine:
    """One line: a heading, a value, or the offer of more values.

    Attributes:
        field: the section's field.
        text: what it says.
        count: of papers with the value; of values behind a heading; of those that "more" would bring.
        value: the value, None on the other lines.
        more: whether it is the offer of more values.
        folded: whether it is the heading of a section that is folded.
        chosen: whether the filter asks for the value.
    """

    field: str
    text: str
    count: int
    value: str | None = None
    more: bool = False
    folded: bool = False
    chosen: bool = False

    @property
    def place(self) -> tuple[str, str | None, bool]:
        """What stays the same of a line when counts change: where a cursor on it belongs."""
        return self.field, self.value, self.more


class FacetLines:
    """Sections as lines, each folded or not, with a few of its values or many."""

    def __init__(self) -> None:
        self._sections: Sequence[Section] = ()
        self._chosen: AbstractSet[tuple[str, str]] = frozenset()
        self._folded: set[str] = set()
        self._opened: set[str] = set()
        self.lines: Sequence[FacetLine] = ()

    def show(self, sections: Sequence[Section], chosen: AbstractSet[tuple[str, str]]) -> bool:
        """Take in sections, and what the filter asks for; return whether lines changed.

        Args:
            sections: in the order in which they are shown.
            chosen: the values that the filter asks for, case folded, each with its field.
        """
        self._sections, self._chosen = sections, chosen
        return self._lay_out()

    def toggle(self, line: FacetLine) -> None:
        """Fold or unfold the section of a heading; show more of it, or only a few again."""
        changed = self._opened if line.more else self._folded
        changed ^= {line.field}
        self._lay_out()

    def _lay_out(self) -> bool:
        lines = tuple(line for section in self._sections if section.facets for line in self._section(section))
        before, self.lines = self.lines, lines
        return lines != before

    def _section(self, section: Section) -> Iterator[FacetLine]:
        field = section.field
        folded = field in self._folded
        yield FacetLine(field, section.heading, section.total, folded=folded)
        if folded:
            return
        room = MANY if field in self._opened else FEW
        for facet in section.facets[:room]:
            chosen = (field, facet.value.casefold()) in self._chosen
            yield FacetLine(field, facet.label, facet.count, value=facet.value, chosen=chosen)
        left = min(len(section.facets), MANY) - FEW
        if left > 0:
            opened = field in self._opened
            yield FacetLine(field, "fewer" if opened else "more…", 0 if opened else section.total - FEW, more=True)
