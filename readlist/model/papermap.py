"""Papers by citation key, in order, as a value: a map that differs in a few papers shares all others with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter, is_not
from typing import Any, TypeAlias

from readlist.model.deferred import DeferredPapers
from readlist.model.paper import Paper

Changes: TypeAlias = Mapping[str, Paper | None]
"""Papers as some changes left them, by key; None for one that was taken out."""

_KEY = attrgetter("key")
_NUMBER = attrgetter("number")


_REBASE = 25
"""Square of how many times the root of the papers the changes may be: a paper takes 25 times as long to put into a new
base as a change to copy."""


class NumberTakenError(ValueError):
    """A paper cannot have its number: another paper of the library has it."""

    def __init__(self, key: str, number: int) -> None:
        super().__init__(f"paper {key!r} cannot have number {number}: another paper has it")
        self.key = key
        self.number = number


class _Base:
    """Papers by key, in order. Never changed: maps share it."""

    __slots__ = ("_deferred", "_keys_by_number", "_papers", "_places")

    def __init__(self, papers: dict[str, Paper] | None, deferred: DeferredPapers | None = None) -> None:
        self._papers = papers
        self._deferred = deferred
        self._keys_by_number: dict[int, str] | None = None
        self._places: Mapping[str, int] | None = None

    def __len__(self) -> int:
        return len(self._deferred) if self._deferred is not None else len(self.papers)

    @property
    def papers(self) -> dict[str, Paper]:
        if self._papers is None:
            deferred = self._deferred
            self._papers = {} if deferred is None else dict(zip(deferred.values("key"), deferred.papers, strict=True))
        return self._papers

    def get(self, key: str) -> Paper | None:
        """Return the paper with this key, or None, without making all that are not made yet."""
        if self._papers is None and self._deferred is not None:
            return self._deferred.get(key)
        return self.papers.get(key)

    def values(self, name: str) -> Iterable[Any]:
        """Return one of the `HEAD_FIELDS` of all papers, in order, without making those that are not made yet."""
        if self._papers is None and self._deferred is not None:
            return self._deferred.values(name)
        return map(attrgetter(name), self.papers.values())

    @property
    def places(self) -> Mapping[str, int]:
        """The places of the papers by key."""
        if self._deferred is not None:
            return self._deferred.places
        if self._places is None:
            self._places = dict(zip(self.papers, range(len(self)), strict=True))
        return self._places

    def prepare(self) -> Iterator[None]:
        """Make all papers that are not made yet, in steps of some milliseconds."""
        if self._deferred is not None:
            yield from self._deferred.prepare()

    def key_of(self, number: int) -> str | None:
        """Return the key of the paper with this number, or None."""
        if self._keys_by_number is None:
            self._keys_by_number = dict(zip(self.values("number"), self.values("key"), strict=True))
        return self._keys_by_number.get(number)


class PaperMap:
    """Papers by citation key, in an order.

    A map is a base, which is shared with the maps that come of this one, and the changes since. A new map copies the
    changes alone. They are worked into a base of its own once there are more of them than some times the square root
    of the papers: so all n papers are copied once in about √n changes, and about √n changes each time. Only who asks
    for the papers in order pays for putting them in order; a paper that was taken out keeps its place in the base
    meanwhile.
    """

    __slots__ = ("_base", "_by_number", "_changes", "_highest", "_ordered", "_size")

    def __init__(self, papers: Iterable[Paper] | DeferredPapers = ()) -> None:
        """Make a map of papers that are given in their order."""
        if isinstance(papers, DeferredPapers):
            self._base = _Base(None, papers)
        else:
            given = list(papers)
            self._base = _Base(dict(zip(map(_KEY, given), given, strict=True)))
        self._changes: Changes = {}
        self._by_number = False  # whether the changes brought new numbers, so that the order is to be made anew
        self._size = len(self._base)
        self._ordered: dict[str, Paper] | None = None
        self._highest: int | None = None

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def get(self, key: str) -> Paper | None:
        """Return the paper with this key, or None."""
        return self._changes[key] if key in self._changes else self._base.get(key)

    def keys(self) -> Iterable[str]:
        """Return all keys, in order."""
        return self._all().keys() if self._changes else self._base.values("key")

    def papers(self) -> Collection[Paper]:
        """Return all papers, in order."""
        return self._all().values()

    def values(self, name: str) -> Iterable[Any]:
        """Return one of the `HEAD_FIELDS` of all papers, in order."""
        if self._by_number or self._ordered is not None:
            return map(attrgetter(name), self.papers())
        if not self._changes:
            return self._base.values(name)
        # Without putting all papers in order for it: somebody changes one, and looks at what all have.
        values, places = list(self._base.values(name)), self._base.places
        gone = []
        for key, paper in self._changes.items():
            if paper is None:
                gone += [places[key]] if key in places else []
            else:
                values[places[key]] = getattr(paper, name)
        for place in sorted(gone, reverse=True):
            del values[place]
        return values

    def prepare(self) -> Iterator[None]:
        """Make all papers that are not made yet, in steps of some milliseconds, so that nobody waits for it later."""
        return self._base.prepare()

    @property
    def highest(self) -> int:
        """The highest number of a paper; 0 where there is no paper."""
        if self._highest is None:
            self._highest = max(self.values("number"), default=0)
        return self._highest

    def after(self, changes: Changes) -> PaperMap:
        """Return the map after `changes`: in the same order, or in that of the numbers where one of them is new.

        Raises:
            NumberTakenError: a paper that comes, or gets another number, has the number of another paper.
        """
        old = {key: paper for key in changes if (paper := self.get(key)) is not None}
        new = {key: paper for key, paper in changes.items() if paper is not None}
        numbered = {key: paper for key, paper in new.items() if key not in old or old[key].number != paper.number}
        freed = {paper.number for key, paper in old.items() if key not in new or key in numbered}
        result = PaperMap()
        result._base = self._base
        result._changes = {**self._changes, **changes}
        result._by_number = self._by_number or bool(numbered)
        result._size = self._size + len(new) - len(old)
        result._ordered = None
        if numbered:
            result._check_numbers(numbered, self.highest)
        if self._highest is not None and self._highest not in freed:
            result._highest = max(self._highest, *map(_NUMBER, numbered.values()), 0)
        if len(result._changes) ** 2 > _REBASE * len(self._base):
            result._rebase()
        return result

    def _check_numbers(self, numbered: Mapping[str, Paper], highest: int) -> None:
        """Raise NumberTakenError if one of the papers `numbered` has the number of another; `highest` was so before."""
        numbers = set(map(_NUMBER, numbered.values()))
        if len(numbers) == len(numbered) and min(numbers) > highest:
            return
        taken = {paper.number for key, paper in self._changes.items() if paper is not None and key not in numbered}
        for key, paper in numbered.items():
            holder = self._base.key_of(paper.number)
            if paper.number in taken or (holder is not None and holder not in self._changes):
                raise NumberTakenError(key, paper.number)
            taken.add(paper.number)

    def _all(self) -> dict[str, Paper]:
        if self._ordered is None:
            self._ordered = self._put_in_order() if self._changes else self._base.papers
        return self._ordered

    def _put_in_order(self) -> dict[str, Paper]:
        papers = dict(self._base.papers)
        for key, paper in self._changes.items():
            if paper is None:
                papers.pop(key, None)
            else:
                papers[key] = paper
        if self._by_number:
            in_order = sorted(papers.values(), key=_NUMBER)
            # Most are in their place already: new papers come last, and others come back to where they were.
            if any(map(is_not, in_order, papers.values())):
                papers = {paper.key: paper for paper in in_order}
        return papers

    def _rebase(self) -> None:
        """Work the changes into a base of the map's own."""
        self._base, self._changes, self._by_number = _Base(self._all()), {}, False
