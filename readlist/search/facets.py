"""How many of some papers have each tag, year, venue, author and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, islice

from readlist.search import bits
from readlist.search.apart import Apart
from readlist.search.indexed import Indexed
from readlist.search.reading import VALUES
from readlist.search.units import Units

_COUNTED = ("year", "venue", "author", "source")
_MANY = 3000
"""Of more papers than that without an index, sources are not counted: each would have to be read from the disk."""
_ROWS_A_STEP = 1_000
"""Papers of an index that are counted in one step: 1 ms."""
_READ_A_STEP = 100
"""Papers that are read in one step: 2 ms."""
_VALUES_A_STEP = 5_000
"""Values that are gone through in one step: up to 3 ms."""
_GROUPS_A_STEP = 300
"""Sets of papers with the same tags that are counted in one step."""
_FEW = 16
"""So many values are looked for one by one in a column sooner than all of it is read."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What papers have in one field.

    Attributes:
        most: the most frequent values, each with how many of the papers have it; equal ones in the order
            of their names.
        distinct: how many values there are in all.
    """

    most: tuple[tuple[str, int], ...] = ()
    distinct: int = 0


@dataclass(frozen=True, slots=True)
class Facets:
    """What some papers have in common.

    Attributes:
        tag: as they were spelt first, cases together, each counted with those nested in it.
        year: as printed.
        venue: as they were printed, LaTeX as Unicode.
        author: the same.
        source: names of documents; of thousands of papers of which there is no index yet, none are counted.
    """

    tag: Tally = Tally()
    year: Tally = Tally()
    venue: Tally = Tally()
    author: Tally = Tally()
    source: Tally = Tally()


def count_facets(apart: Apart, indexed: Indexed, keys: Sequence[str], limit: int) -> Generator[None, None, Facets]:
    """Return the facets of some papers, in the index or apart from it, in steps of some milliseconds.

    Args:
        apart: the papers that stand apart.
        indexed: the others.
        keys: of the papers.
        limit: how many values of each field to return at most.

    Raises:
        DamagedError: the index is not what was written.
    """
    rows, others = indexed.rows_of(keys)
    yield
    tallies: dict[str, Counter[str]] = {name: Counter() for name in _COUNTED}
    tags = _Tags()
    # Sources are not among what is read of many papers at once.
    counted = ("year", "venue", "author") if len(others) > _MANY else _COUNTED
    for first in range(0, len(others), _READ_A_STEP):
        for paper in apart.having(others[first : first + _READ_A_STEP], ("year", "venue", "authors")):
            for name in counted:
                tallies[name].update(iter(VALUES[name](paper)))
            tags.add(paper.tags, 1)
        yield
    found: dict[str, Tally] = {}
    for name, tally in tallies.items():
        in_index: Counter[int] = Counter()
        if indexed.base is not None and rows:
            units = indexed.base.units(name)
            in_index = yield from _counts(units, rows)
            yield from _move(tally, in_index, units)
            tally.update((yield from _most_frequent(in_index, units, limit)))
        distinct = len(tally) + sum(1 for count in in_index.values() if count > 0)
        found[name] = Tally((yield from _ranked(tally, limit)), distinct)
    if indexed.evaluator is not None:
        groups = iter(indexed.evaluator.live.groups("tags").items())
        while some := list(islice(groups, _GROUPS_A_STEP)):
            for names, group in some:
                if names and (count := (group & rows).bit_count()):
                    tags.add(names, count)
            yield
    spelt = tags.spelt()
    return Facets(tag=Tally((yield from _ranked(spelt, limit)), len(spelt)), **found)


def _counts(units: Units, rows: int) -> Generator[None, None, Counter[int]]:
    """Return for each text of a column how many of the rows (a set) have it; some that none has may stand there."""
    starts, codes = units.codes
    others = bits.full(units.size) & ~rows
    # Where most are meant, it is sooner to count those that are not.
    most = others.bit_count() < rows.bit_count()
    chosen = bits.rows_of(others if most else rows)
    tally: Counter[int] = Counter()
    while some := list(islice(chosen, _ROWS_A_STEP)):
        if units.single:
            tally.update(map(codes.__getitem__, some))
        else:
            tally.update(chain.from_iterable(codes[starts[row] : starts[row + 1]] for row in some))
        yield
    if not most:
        return tally
    counts: Counter[int] = Counter()
    for first in range(0, units.count, _VALUES_A_STEP):
        counts.update({unit: units.papers(unit) for unit in range(first, min(units.count, first + _VALUES_A_STEP))})
        yield
    counts.subtract(tally)
    return counts


def _move(tally: Counter[str], counts: Counter[int], units: Units) -> Iterator[None]:
    """Take from a tally what a column has as well, and add it to the counts of that, in steps."""
    if len(tally) <= _FEW:
        given = units.given
        for value in list(tally):
            raw = f"\n{value}\n".encode("utf-8", "surrogatepass")
            for unit in given.containing(raw, 0, units.count):
                counts[unit] += tally.pop(value, 0)
        yield
        return
    for first in range(0, units.count, _VALUES_A_STEP):
        for unit in range(first, min(units.count, first + _VALUES_A_STEP)):
            value = units.given[unit]
            if value in tally:
                counts[unit] += tally.pop(value)
        yield


def _most_frequent(counts: Counter[int], units: Units, limit: int) -> Generator[None, None, dict[str, int]]:
    """Take from the counts of a column what may be among the `limit` most frequent, and return it, in steps."""
    least = max(1, min(nlargest(limit, counts.values()), default=1)) if len(counts) > limit else 1
    yield
    frequent = [unit for unit, count in counts.items() if count >= least]
    found: dict[str, int] = {}
    for first in range(0, len(frequent), _VALUES_A_STEP):
        found.update((units.given[unit], counts.pop(unit)) for unit in frequent[first : first + _VALUES_A_STEP])
        yield
    return found


def _ranked(tally: Mapping[str, int], limit: int) -> Generator[None, None, tuple[tuple[str, int], ...]]:
    """Return the most frequent ones; equal ones in the order of their names."""
    # In two steps: of as many papers there may be a hundred thousand authors.
    values = sorted(tally)
    yield
    values.sort(key=tally.__getitem__, reverse=True)
    return tuple((value, tally[value]) for value in values[:limit])


class _Tags:
    """Counts tags, each with those that are nested in it."""

    def __init__(self) -> None:
        self._spelling: dict[str, str] = {}
        self._tally: Counter[str] = Counter()

    def add(self, tags: Iterable[str], count: int) -> None:
        """Count the tags of a paper, or of so many papers that have the same."""
        covered = {tag.casefold(): tag for tag in tags}
        for folded, tag in covered.items():
            self._spelling.setdefault(folded, tag)
        self._tally.update(dict.fromkeys(chain(covered, chain.from_iterable(map(_above, covered))), count))

    def spelt(self) -> dict[str, int]:
        """Return how many papers have each tag that one of them has itself, as it was spelt first."""
        return {tag: self._tally[folded] for folded, tag in self._spelling.items()}


def _above(tag: str) -> Iterable[str]:
    """Return the tags in which a tag is nested: of "ml/rlhf/dpo", "ml" and "ml/rlhf"."""
    return (tag[:place] for place, character in enumerate(tag) if character == "/") if "/" in tag else ()
