"""Filters that look at the record of a paper and what came with it: tags, years, times, parts, identifiers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from readlist.model.identifiers import arxiv_base
from readlist.model.paper import Paper
from readlist.query.filters import FieldFilter
from readlist.query.writing import quoted

PARTS: Mapping[str, tuple[Callable[[Paper], object], str]] = {
    "abstract": (lambda paper: paper.abstract, "an abstract"),
    "arxiv": (lambda paper: paper.arxiv, "an arXiv identifier"),
    "author": (lambda paper: paper.authors, "authors"),
    "comment": (lambda paper: paper.comment, "a comment"),
    "doi": (lambda paper: paper.doi, "a DOI"),
    "file": (lambda paper: paper.files, "attached files"),
    "link": (lambda paper: paper.links, "links"),
    "note": (lambda paper: paper.note.strip(), "a note"),
    "source": (lambda paper: paper.sources, "a source"),
    "tag": (lambda paper: paper.tags, "tags"),
    "title": (lambda paper: paper.title, "a printed title"),
    "url": (lambda paper: paper.url, "a page"),
    "venue": (lambda paper: paper.venue, "a venue"),
    "year": (lambda paper: paper.year is not None, "a year"),
}
"""What `has:` and `no:` ask for, each with what it is in a paper and in words."""


@dataclass(frozen=True, slots=True)
class Tagged(FieldFilter):
    """Papers with a tag, or with one that is nested in it ("ml" covers "ml/rlhf"), whatever the case."""

    tag: str
    _wanted: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_wanted", self.tag.casefold())

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` has the tag."""
        wanted = self._wanted
        below = wanted + "/"
        return any((tag := given.casefold()) == wanted or tag.startswith(below) for given in paper.tags)

    def describe(self) -> str:
        """Return the filter in words."""
        return f"tagged {self.tag}"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        return "tag", quoted(self.tag)


@dataclass(frozen=True, slots=True)
class InYears(FieldFilter):
    """Papers of some years, both included; None for an open end."""

    first: int | None
    last: int | None

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` is of one of the years; one without a year is of none."""
        year = paper.year
        if year is None:
            return False
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)

    def describe(self) -> str:
        """Return the filter in words."""
        if self.first == self.last:
            return f"of {self.first}"
        if self.first is None:
            return f"of {self.last} or before"
        return f"of {self.first} or later" if self.last is None else f"of {self.first} to {self.last}"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        first, last = ("" if year is None else f"{year:04}" for year in (self.first, self.last))
        return "year", first if first == last else f"{first}..{last}"


@dataclass(frozen=True, slots=True)
class During(FieldFilter):
    """Papers that were added, or read, in some span of time.

    Attributes:
        event: what happened.
        first: the first moment of the span, as papers hold moments; None for an open end.
        before: the first moment behind it; None for an open end.
        typed: the span as it was typed ("2w..", "2026-03").
    """

    event: Literal["added", "read"]
    first: str | None
    before: str | None
    typed: str

    def matches(self, paper: Paper) -> bool:
        """Whether it happened to `paper` in the span; where it is not known when, it did not."""
        moment = paper.added if self.event == "added" else paper.read_on
        if not moment:
            return False
        return (self.first is None or moment >= self.first) and (self.before is None or moment < self.before)

    def describe(self) -> str:
        """Return the filter in words."""
        from readlist.query.dates import described_span  # noqa: PLC0415 -- few that read a query describe such a span

        return f"{self.event} {described_span(self.typed)}"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        return self.event, quoted(self.typed)


@dataclass(frozen=True, slots=True)
class Has(FieldFilter):
    """Papers that have something: one of `PARTS`."""

    part: str

    def matches(self, paper: Paper) -> bool:
        """Whether `paper` has it."""
        return bool(PARTS[self.part][0](paper))

    def describe(self) -> str:
        """Return the filter in words."""
        return f"with {PARTS[self.part][1]}"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        return "has", self.part


@dataclass(frozen=True, slots=True)
class Identified(FieldFilter):
    """Papers that an identifier names: an arXiv identifier in any version, a DOI whatever its case.

    Attributes:
        kind: of the identifier.
        identifier: as `model.identifiers` reads it.
    """

    kind: Literal["arxiv", "doi"]
    identifier: str
    _wanted: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_wanted", self.normal(self.identifier))

    def normal(self, identifier: str) -> str:
        """Return an identifier as it is compared."""
        return (arxiv_base(identifier) if self.kind == "arxiv" else identifier).casefold()

    def matches(self, paper: Paper) -> bool:
        """Whether the identifier names `paper`."""
        has = paper.arxiv if self.kind == "arxiv" else paper.doi
        return has is not None and self.normal(has) == self._wanted

    def describe(self) -> str:
        """Return the filter in words."""
        return f"with the {'arXiv identifier' if self.kind == 'arxiv' else 'DOI'} {self.identifier}"

    @property
    def pair(self) -> tuple[str, str]:
        """Field and value, as they are written."""
        return self.kind, quoted(self.identifier)
