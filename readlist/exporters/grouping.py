"""The sections of one document: papers by status, tag, year or venue."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from readlist.exporters.flavours import Grouping
from readlist.exporters.index import SECTIONS
from readlist.exporters.paper_parts import venue_of
from readlist.model.paper import Paper
from readlist.text import clean_line, fold


@dataclass(slots=True)
class Section:
    """One section.

    Attributes:
        name: its heading, plain text.
        papers: those that stand in it in full.
        elsewhere: those that belong into it too and stand in full in another one, each with the name of that.
    """

    name: str
    papers: list[Paper] = field(default_factory=list)
    elsewhere: list[tuple[Paper, str]] = field(default_factory=list)


def sections_of(papers: Sequence[Paper], by: Grouping) -> list[Section]:
    """Return the sections that papers make; in each, the papers have the order that they came in.

    By status, what is at hand comes first; by year, what is new; by tag or venue, the alphabet. A paper with several
    tags stands in full under the first of them that it was given. Papers without a tag, year or venue are last.
    """
    sections: dict[str, Section] = {}
    lacking = Section(_LACKING.get(by, ""))
    for paper in papers:
        names = _NAMES[by](paper)
        if not names:
            lacking.papers.append(paper)
            continue
        first, *more = _unlike(names)
        home = sections.setdefault(fold(first), Section(first))
        home.papers.append(paper)
        for name in more:
            sections.setdefault(fold(name), Section(name)).elsewhere.append((paper, home.name))
    ordered = sorted(sections.items(), key=lambda item: _ORDERS[by](item[0]))
    return [section for _, section in ordered] + [lacking] * bool(lacking.papers)


def _unlike(names: Sequence[str]) -> list[str]:
    """Return names without those that only differ in case from an earlier one."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(fold(name), name)
    return list(found.values())


_STATUS_NAMES = dict(SECTIONS)
_STATUS_ORDER = {fold(name): place for place, (_, name) in enumerate(SECTIONS)}
_LACKING = {Grouping.TAG: "Untagged", Grouping.YEAR: "No year", Grouping.VENUE: "No venue"}
_NAMES: Mapping[Grouping, Callable[[Paper], Sequence[str]]] = {
    Grouping.STATUS: lambda paper: [_STATUS_NAMES[paper.status]],
    Grouping.TAG: lambda paper: [tag for tag in map(clean_line, paper.tags) if tag],
    Grouping.YEAR: lambda paper: [] if paper.year is None else [str(paper.year)],
    Grouping.VENUE: lambda paper: [venue] if (venue := venue_of(paper)) else [],
}
_ORDERS: Mapping[Grouping, Callable[[str], tuple[int, str]]] = {
    Grouping.STATUS: lambda name: (_STATUS_ORDER[name], name),
    Grouping.TAG: lambda name: (0, name),
    Grouping.YEAR: lambda name: (-int(name), name),
    Grouping.VENUE: lambda name: (0, name),
}
