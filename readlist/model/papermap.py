"""Papers by citation key, in order, as a value: a map that differs in a few papers shares all others with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter, is_not
from typing import NamedTuple, TypeAlias

from readlist.model.paper import Paper

Changes: TypeAlias = Mapping[str, Paper | None]
"""Papers as some changes left them, by key; None for one that was taken out."""

_NUMBER = attrgetter("number")


class NumberTakenError(ValueError):
    """A paper cannot have its number: another paper of the library has it."""

    def __init__(self, key: str, number: int) -> None:
        super().__init__(f"paper {key!r} cannot have number {number}: another paper has it")
        self.key = key
        self.number = number


class _State(NamedTuple):
    """What a map holds.

    Attributes:
        base: papers by key, in order. Never changed: other maps share it.
        changes: what is otherwise than in the base.
        by_number: whether the changes brought new numbers, so that the order is to be made anew.
    """

    base: dict[str, Paper]
    changes: Changes
    by_number: bool

    def worked_in(self) -> dict[str, Paper]:
        """Return all papers by key, in order."""
        papers = dict(self.base)
        for key, paper in self.changes.items():
            if paper is None:
                papers.pop(key, None)
            else:
                papers[key] = paper
        if self.by_number:
            in_order = sorted(papers.values(), key=_NUMBER)
            # New papers are the last ones mostly, and then in their place already.
            if any(map(is_not, in_order, papers.values())):
                papers = {paper.key: paper for paper in in_order}
        return papers


class PaperMap:
    """Papers by citation key, in an order.

    A map is a base, which is shared with the maps that come of this one, and the changes since. A new map copies the
    changes alone. They are worked into a base of its own once there are more of them than the square root of the
    papers: so all n papers are copied once in √n changes, and at most √n changes each time. They are worked in, too,
    when all papers are asked for in order, since that takes as long anyway.
    """

    __slots__ = ("_highest", "_size", "_state")

    def __init__(self, papers: Iterable[Paper] = ()) -> None:
        # One attribute, replaced as a whole: a thread that reads sees the changes either beside the base or in it.
        self._state = _State({paper.key: paper for paper in papers}, {}, by_number=False)
        self._size = len(self._state.base)
        self._highest: int | None = None

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self.get(key) is not None

    def get(self, key: str) -> Paper | None:
        """Return the paper with this key, or None."""
        base, changes, _ = self._state
        return changes[key] if key in changes else base.get(key)

    def keys(self) -> Collection[str]:
        """Return all keys, in order."""
        return self._all().keys()

    def papers(self) -> Collection[Paper]:
        """Return all papers, in order."""
        return self._all().values()

    @property
    def highest(self) -> int:
        """The highest number of a paper; 0 where there is no paper."""
        if self._highest is None:
            self._highest = max(map(_NUMBER, self.papers()), default=0)
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
        base, earlier, by_number = self._state
        result = PaperMap()
        result._state = _State(base, {**earlier, **changes}, by_number or bool(numbered))
        result._size = self._size + len(new) - len(old)
        if numbered:
            self._check_numbers(numbered, result)
        if self._highest is not None and self._highest not in freed:
            result._highest = max(self._highest, *map(_NUMBER, numbered.values()), 0)
        if len(result._state.changes) ** 2 > len(base):
            result._all()
        return result

    def _check_numbers(self, numbered: Mapping[str, Paper], result: PaperMap) -> None:
        """Raise NumberTakenError if one of the papers `numbered` has the number of another paper of `result`."""
        numbers = set(map(_NUMBER, numbered.values()))
        if len(numbers) == len(numbered) and min(numbers) > self.highest:
            return
        if len(set(map(_NUMBER, result.papers()))) == len(result):
            return
        taken = {paper.number for paper in result.papers() if paper.key not in numbered}
        for key, paper in numbered.items():
            if paper.number in taken:
                raise NumberTakenError(key, paper.number)
            taken.add(paper.number)

    def _all(self) -> dict[str, Paper]:
        if self._state.changes:
            self._state = _State(self._state.worked_in(), {}, by_number=False)
        return self._state.base
