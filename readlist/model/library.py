"""A collection of papers that is never changed in place: what is asked of it, or done to it, is another one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, Protocol

from readlist.model.change import Edit
from readlist.model.deferred import DeferredPapers, prefetch
from readlist.model.naming import surname
from readlist.model.paper import Paper, Status
from readlist.model.papermap import PaperMap
from readlist.text import fold


class Query(Protocol):
    """Whatever can say of a paper whether it is meant: `library & query` are the papers that match."""

    def matches(self, paper: Paper) -> bool:
        """Whether the query means `paper`."""
        ...


class UnknownPaperError(LookupError):
    """No paper of the library goes by that name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no paper {name!r} in this library")
        self.name = name


class UnknownSortError(ValueError):
    """There is no such order to sort by."""

    def __init__(self, name: str) -> None:
        super().__init__(f"cannot sort by {name!r}; there are: {', '.join(SORTS)} (with -desc for the other way round)")


class Counts(NamedTuple):
    """How many papers there are of each kind."""

    total: int
    starred: int
    by_status: Mapping[Status, int]

    @property
    def unread(self) -> int:
        """Papers that still wait to be read."""
        return sum(n for status, n in self.by_status.items() if status.unread)


SORTS: dict[str, Callable[[Paper], Any]] = {
    "number": lambda p: p.number,
    "added": lambda p: p.added or None,
    "year": lambda p: p.year,
    "title": lambda p: fold(p.display_title),
    "author": lambda p: fold(surname(p.authors[0])) if p.authors else None,
    "venue": lambda p: fold(p.venue) if p.venue else None,
    "key": lambda p: p.key.casefold(),
    "status": lambda p: tuple(Status).index(p.status),
    "read": lambda p: p.read_on or None,
}
"""The orders that a library can be sorted by, with the value that is compared; None for a paper that has none."""


class Ranking(NamedTuple):
    """How papers are compared in an order.

    Attributes:
        rank: what is compared.
        backwards: whether the greatest rank comes first.
    """

    rank: Callable[[Paper], Any]
    backwards: bool


def ranking(order: str) -> Ranking:
    """Return how papers are compared in an order: a name from `SORTS`, with "-desc" for the other way round.

    Papers without the value come last, whichever way round; of equal values, numbers decide.

    Raises:
        UnknownSortError: there is no such order.
    """
    name, _, direction = order.partition("-")
    if name not in SORTS or direction not in {"", "asc", "desc"}:
        raise UnknownSortError(order)
    value_of, backwards = SORTS[name], direction == "desc"

    def rank(paper: Paper) -> tuple[bool, Any, int]:
        value = value_of(paper)
        return (value is None) is not backwards, value, paper.number

    return Ranking(rank, backwards)


class Library:
    """Papers by citation key, in the order of their numbers (the order in which they came).

    A library is a value: `apply` returns the library after some edits, `&` the papers that a query means,
    `sorted_by` the same papers in another order. The object itself never changes, so that a front end can keep
    drawing one while the next is made.
    """

    __slots__ = ("_counts", "_papers", "_tags")

    def __init__(self, papers: Iterable[Paper] | DeferredPapers = ()) -> None:
        self._papers = PaperMap(papers)
        self._counts: Counts | None = None
        self._tags: Mapping[str, int] | None = None

    def __len__(self) -> int:
        return len(self._papers)

    def __iter__(self) -> Iterator[Paper]:
        return iter(self._papers.papers())

    def __contains__(self, key: object) -> bool:
        return key in self._papers

    def __getitem__(self, key: str) -> Paper:
        paper = self._papers.get(key)
        if paper is None:
            raise UnknownPaperError(key)
        return paper

    def __and__(self, query: Query) -> Library:
        """Return the papers that `query` means, in the same order."""
        return Library(paper for paper in self if query.matches(paper))

    def prepare(self) -> Iterator[None]:
        """Make all papers that are not made yet, in steps of some milliseconds, so that nobody waits for it later."""
        return self._papers.prepare()

    def get(self, key: str) -> Paper | None:
        """Return the paper with exactly this citation key, or None."""
        return self._papers.get(key)

    def prefetch(self, names: Sequence[str]) -> None:
        """Read some fields of all papers at once, where that is quicker than one by one; see `deferred.prefetch`."""
        prefetch(self._papers.papers(), names)

    def values(self, name: str) -> Iterable[Any]:
        """Return one of the `HEAD_FIELDS` of all papers, in order, without making or loading any paper for it."""
        return self._papers.values(name)

    @property
    def keys(self) -> tuple[str, ...]:
        """All citation keys, in the order of the papers."""
        return tuple(self._papers.keys())

    @property
    def next_number(self) -> int:
        """The number that the next new paper gets."""
        return self._papers.highest + 1

    def find(self, name: str) -> Paper:
        """Return the paper that goes by `name`: a citation key, an arXiv identifier or a DOI.

        A key is found whatever the case of its letters, an arXiv identifier with or without "arXiv:" and version,
        a DOI with or without its resolver.

        Raises:
            UnknownPaperError: there is none.
        """
        exact = self._papers.get(name)
        if exact is not None:
            return exact
        from readlist.model.identifiers import arxiv_base, parse_arxiv, parse_doi  # noqa: PLC0415 -- most names are keys

        wanted = name.strip().casefold()
        arxiv = parse_arxiv(re.sub(r"arxiv\s*:", "", name, flags=re.IGNORECASE))
        base = arxiv_base(arxiv).casefold() if arxiv else None
        doi = parse_doi(name)
        for paper in self:
            if (
                paper.key.casefold() == wanted
                or (base and paper.arxiv and arxiv_base(paper.arxiv).casefold() == base)
                or (doi and paper.doi and paper.doi.casefold() == doi.casefold())
            ):
                return paper
        raise UnknownPaperError(name)

    def sorted_by(self, order: str) -> Library:
        """Return the same papers in another order: a name from `SORTS`, with "-desc" for the other way round.

        Raises:
            UnknownSortError: there is no such order.
        """
        rank, backwards = ranking(order)
        return Library(sorted(self, key=rank, reverse=backwards))

    @property
    def counts(self) -> Counts:
        """How many papers there are, by status and starred."""
        if self._counts is None:
            statuses = Counter(self._papers.values("status"))
            self._counts = Counts(len(self), sum(self._papers.values("starred")), statuses)
        return self._counts

    @property
    def tags(self) -> Mapping[str, int]:
        """Every tag with the number of papers that carry it, in alphabetical order, cases together.

        A tag that is spelt in several ways is named as it was spelt first.
        """
        if self._tags is None:
            spelling: dict[str, str] = {}
            tally: Counter[str] = Counter()
            for tag, number in Counter(chain.from_iterable(self._papers.values("tags"))).items():
                folded = tag.casefold()
                spelling.setdefault(folded, tag)
                tally[folded] += number
            self._tags = {spelling[folded]: tally[folded] for folded in sorted(tally)}
        return self._tags

    def apply(self, edits: Iterable[Edit]) -> Library:
        """Return the library after `edits`; it takes as long as they are many, however many papers there are.

        Fields of a paper that is gone are not set: what the edit would have changed no longer exists. A paper that
        comes stands where its number says, so that one that was taken out comes back to its place; where there is a
        paper with its key already, it takes that one's place.

        Raises:
            InvalidPaperError: an edit sets a field to a wrong type or value.
            NumberTakenError: a paper that comes has the number of another one.
        """
        changes: dict[str, Paper | None] = {}
        for edit in edits:
            paper = changes[edit.key] if edit.key in changes else self._papers.get(edit.key)
            if edit.after is None:
                changes[edit.key] = None
            elif edit.before is None:
                newcomer = edit.paper or Paper.from_fields(edit.after)
                changes[newcomer.key] = newcomer
            elif paper is not None:
                changes[edit.key] = paper.with_fields(edit.after)
        library = Library()
        library._papers = self._papers.after(changes)
        return library
