"""How many of some papers have each tag, year, venue, author and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, compress
from typing import TypeVar

from readlist.model.paper import Paper
from readlist.search import bits
from readlist.search.apart import Apart
from readlist.search.indexed import Indexed
from readlist.search.reading import VALUES
from readlist.search.units import Units

T = TypeVar("T", bound=Hashable)

_COUNTED = ("year", "venue", "author", "source")
_MANY = 3000
"""Of more papers than that without an index, sources are not counted: each would have to be read from the disk."""


@dataclass(frozen=True, slots=True)
class Facets:
    """What some papers have in common, the most frequent first.

    Attributes:
        tags: as they were spelt first, cases together, each counted with those nested in it.
        parents: tags that none of the papers has itself, case folded, with how many have one nested in it.
        years: that were printed.
        venues: as they were printed, LaTeX as Unicode.
        authors: the same.
        sources: names of documents; of thousands of papers of which there is no index yet, none are counted.
    """

    tags: tuple[tuple[str, int], ...]
    parents: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    venues: tuple[tuple[str, int], ...]
    authors: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]


def count_facets(apart: Apart, indexed: Indexed, keys: Sequence[str], limit: int) -> Facets:
    """Return the facets of some papers, in the index or apart from it, at most `limit` of each kind.

    Raises:
        DamagedError: the index is not what was written.
    """
    rows, others = indexed.rows_of(keys)
    papers = apart.having(others, ("year", "venue", "authors"))
    # Sources are not among what is read of many papers at once.
    counted_apart = ("year", "venue", "author") if len(papers) > _MANY else _COUNTED
    counted: dict[str, Counter[str]] = {}
    for name in _COUNTED:
        values = chain.from_iterable(map(VALUES[name], papers)) if name in counted_apart else ()
        counted[name] = Counter(values)
    if indexed.base is not None and rows:
        for name, tally in counted.items():
            _add(tally, indexed.base.units(name), rows, limit)
    tags, parents = _tags(indexed, rows, papers)
    return Facets(
        tags=_most(tags, limit),
        parents=_most(parents, limit),
        years=tuple((int(year), count) for year, count in _most(counted["year"], limit)),
        venues=_most(counted["venue"], limit),
        authors=_most(counted["author"], limit),
        sources=_most(counted["source"], limit),
    )


def _add(tally: Counter[str], units: Units, rows: int, limit: int) -> None:
    """Add to a tally what the rows (a set) have, of what may be among the most frequent then."""
    counts = _counts(units, rows)
    wanted = set(nlargest(limit + len(tally), counts, key=counts.__getitem__))
    for value in tally:
        raw = f"\n{value}\n".encode("utf-8", "surrogatepass")
        wanted.update(unit for unit in units.given.containing(raw, 0, units.count) if units.given[unit] == value)
    for unit in wanted:
        if counts.get(unit):
            tally[units.given[unit]] += counts[unit]


def _counts(units: Units, rows: int) -> Mapping[int, int]:
    """Return for each text of a column how many of the rows (a set) have it; those that none has may be left out."""
    everything = bits.full(units.size)
    starts, codes = units.codes
    if units.single:
        return Counter(compress(codes, bits.flags_of(rows)))
    others = everything & ~rows
    fewer = min(rows, others, key=int.bit_count)
    tally = Counter(chain.from_iterable(codes[starts[row] : starts[row + 1]] for row in bits.rows_of(fewer)))
    if fewer == rows:
        return tally
    # Most are meant: count those that are not.
    all_counts = {unit: units.papers(unit) for unit in range(units.count)}
    for unit, count in tally.items():
        all_counts[unit] -= count
    return all_counts


def _tags(indexed: Indexed, rows: int, papers: Iterable[Paper]) -> tuple[Counter[str], Counter[str]]:
    """Return how many papers have each tag, and each that only stands before a slash in those that papers have."""
    spelling: dict[str, str] = {}
    tally: Counter[str] = Counter()

    def add(tags: Iterable[str], count: int) -> None:
        covered = {tag.casefold(): tag for tag in tags}
        for folded, tag in covered.items():
            spelling.setdefault(folded, tag)
        tally.update(dict.fromkeys(chain(covered, chain.from_iterable(map(_above, covered))), count))

    if indexed.evaluator is not None:
        for tags, group in indexed.evaluator.live.groups("tags").items():
            if tags and (count := (group & rows).bit_count()):
                add(tags, count)
    for paper in papers:
        add(paper.tags, 1)
    parents = Counter({folded: count for folded, count in tally.items() if folded not in spelling})
    return Counter({tag: tally[folded] for folded, tag in spelling.items()}), parents


def _above(tag: str) -> Iterable[str]:
    """Return the tags in which a tag is nested: of "ml/rlhf/dpo", "ml" and "ml/rlhf"."""
    return (tag[:place] for place, character in enumerate(tag) if character == "/") if "/" in tag else ()


def _most(tally: Mapping[T, int], limit: int) -> tuple[tuple[T, int], ...]:
    """Return the most frequent ones; equal ones as they were counted."""
    return tuple(nlargest(limit, ((value, count) for value, count in tally.items() if count), key=lambda one: one[1]))
