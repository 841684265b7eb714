"""Which titles are worth comparing: candidates from indexes, so that a hundred thousand titles take seconds.

Record linkage calls this blocking. Two titles are candidates if they share one of their rarest words, if they are
neighbours in alphabetical order, read from the front or from the end (the sorted neighbourhood method: M. Hernández and
S. Stolfo, "The merge/purge problem for large databases", SIGMOD 1995), or if their papers have the same first author.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from typing import TypeAlias

Candidates: TypeAlias = Iterator[tuple[int, int]]
"""Numbers of two titles, the smaller one first; the same two can come several times."""

_RAREST = 3
"""Words of a title that it is filed under. Where one was changed or misspelt, the others are still shared."""
_MOST = 20
"""Titles of which each is compared with each; a word that is in more of them is not rare."""
_NEIGHBOURS = 5
"""How many of those behind it in order a title is compared with."""


def candidates(titles: Sequence[str], authors: Sequence[str]) -> Candidates:
    """Yield the pairs that are worth comparing, fewer than some dozens a title.

    Args:
        titles: words with spaces between them (see `wording.title_words`); "" for none, which no pair has.
        authors: of each title's paper, what the first author is filed under; "" for nobody.
    """
    yield from _with_rare_word(titles)
    numbers = [number for number, title in enumerate(titles) if title]
    yield from _neighbours(numbers, titles.__getitem__)
    yield from _neighbours(numbers, lambda number: titles[number][::-1])
    yield from _within(_groups((authors[number], number) for number in numbers), titles)


def _with_rare_word(titles: Sequence[str]) -> Candidates:
    counts = Counter(chain.from_iterable(map(str.split, titles)))
    rare = {word: count for word, count in counts.items() if 1 < count <= _MOST}

    def filed() -> Iterator[tuple[str, int]]:
        for number, title in enumerate(titles):
            words = {word for word in title.split() if word in rare}
            for word in sorted(words, key=lambda word: (rare[word], word))[:_RAREST]:
                yield word, number

    yield from _within(_groups(filed()), titles)


def _groups(filed: Iterable[tuple[str, int]]) -> Mapping[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for name, number in filed:
        if name:
            groups.setdefault(name, []).append(number)
    return groups


def _within(groups: Mapping[str, list[int]], titles: Sequence[str]) -> Candidates:
    """Yield the pairs within each group; within a large one, neighbours only."""
    for group in groups.values():
        if len(group) <= _MOST:
            yield from combinations(group, 2)
        else:
            yield from _neighbours(group, titles.__getitem__)


def _neighbours(numbers: Iterable[int], key: Callable[[int], str]) -> Candidates:
    ordered = sorted(numbers, key=key)
    for distance in range(1, _NEIGHBOURS + 1):
        for one, other in zip(ordered, ordered[distance:], strict=False):
            yield (one, other) if one < other else (other, one)
