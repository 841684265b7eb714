"""Finds papers: what `Query.matches` would say of every paper of a library, in some milliseconds."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TypeVar

from readlist.latex import to_unicode
from readlist.model.library import Library
from readlist.query.filters import AllOf, AnyOf, Everything, Filter, Not, all_of, any_of
from readlist.query.filters_text import Close, Text
from readlist.query.query import Query
from readlist.query.slips import words_of
from readlist.search import bits
from readlist.search.apart import Apart
from readlist.search.cache import Versions
from readlist.search.candidates import Candidate
from readlist.search.facets import Facets, count_facets
from readlist.search.indexed import Indexed
from readlist.search.narrowing import narrows
from readlist.search.orders import Orders
from readlist.search.ranking import MOST, Ranking, terms_of
from readlist.search.sections import DamagedError
from readlist.search.titles import best_titles
from readlist.text import caseless

T = TypeVar("T")

FOLDER = "cache"
"""The folder in a library's own in which its index is kept."""
_SIFTED = 300
_MOST_TITLES = 3000
"""Titles that are compared; of more than that nobody can have meant one yet."""
_MANY_APART = 3000
"""More papers without an index than that are sifted by their titles, before words are compared."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Attributes:
        keys: of the papers: in the library's order or the one that the query asks for; the closest first.
        close: whether none has the words of the query, so that these are the papers that are closest to them.
    """

    keys: tuple[str, ...]
    close: bool = False


class Finder:
    """Finds papers in a library, through an index where there is one and by asking each paper where there is none.

    Its answers are right at any time: papers that the index does not know, or not as they are now, are asked
    themselves. `build` brings the index up to date when there is time for it.
    """

    def __init__(
        self,
        library: Library,
        *,
        folder: Path | None = None,
        versions: Callable[[Library], Versions] = lambda _library: {},
    ) -> None:
        """Begin with the index that is kept in `folder`, as far as it is right.

        Args:
            library: where to find, its papers in the order of their numbers.
            folder: where the index is kept; None to keep none.
            versions: tells the versions of the documents of a library's papers, none where it is not the newest.
        """
        self._library = library
        self._indexed = Indexed(folder, versions)
        self._indexed.open(library)
        self._orders = Orders()
        self._others: tuple[int, Apart] | None = None
        self._asked: tuple[Filter, int] | None = None

    def find(self, query: Query) -> Found:
        """Return the papers that a query means; where none has its words, those that are closest to them.

        Raises:
            UnknownSortError: it asks for an order that there is not.
        """
        keys = self._matching(query)
        if not keys and query.words and (terms := terms_of(query.words)):
            found = self._closest(terms, Query(_without_words(query.where), hidden=query.hidden), MOST)
            return Found(tuple(found[: query.limit]), close=bool(found))
        if query.sort is not None:
            keys = self._orders.sort(self._library, keys, query.sort)
        return Found(keys[: query.limit])

    def count(self, query: Query) -> int:
        """Return how many papers a query means, whatever its limit."""
        return len(self._matching(query))

    def follow(self, before: Library, after: Library, keys: Iterable[str]) -> None:
        """Take in that the library `before` has become `after`, which differs from it in the papers `keys`."""
        changed = tuple(keys)
        self._library = after
        self._asked = None
        self._orders.forget()
        self._indexed.follow(before, after, changed)
        if self._indexed.evaluator is None and self._others is not None:
            state, others = self._others
            self._others = (state, others) if others.follow(before, after, changed) else None

    def renew(self, library: Library) -> None:
        """Take in another state of the library, of which nobody can tell what is different."""
        self._library = library
        self._asked = self._others = None
        self._orders.forget()
        self._indexed.open(library)

    def build(self) -> Iterator[None]:
        """Bring the index up to date and keep it, in steps of some milliseconds; there is none where it is so already.

        The library may change between two steps, where `follow` or `renew` tell of it.
        """
        steps = self._indexed.build()
        while True:
            try:
                self._check_size()
            except DamagedError:
                # The steps that are left would read what is no longer there.
                steps.close()
                self._indexed.drop()
                steps = self._indexed.build()
            try:
                next(steps)
            except StopIteration:
                return
            yield

    @property
    def progress(self) -> tuple[int, int] | None:
        """How many papers the index that is being built has, and will have; None where none is being built."""
        return self._indexed.progress

    def save(self) -> None:
        """Keep what was learnt of the papers since the index was built, so that it is not read again."""
        self._indexed.save()

    def facets(self, keys: Iterable[str], limit: int = 20) -> Generator[None, None, Facets]:
        """Return what some papers have in common, counted in steps of some milliseconds.

        Where papers change between two steps, they may be counted as they were or as they are.

        Args:
            keys: of the papers.
            limit: how many tags, years, venues, authors and sources to return at most.
        """
        chosen = tuple(keys)
        while True:
            base = self._indexed.base
            steps = count_facets(self._apart, self._indexed, chosen, limit)
            try:
                # With another index, or none any more, all begins anew.
                while self._indexed.base is base:
                    self._check_size()
                    next(steps)
                    yield
            except StopIteration as end:
                found: Facets = end.value
                return found
            except DamagedError:
                self._indexed.drop()

    def titles(self, text: str, limit: int = 20) -> tuple[str, ...]:
        """Return the papers whose title, authors or key `text` is likely to mean, the best first.

        Args:
            text: what was typed; all of its words are looked for.
            limit: how many to return at most.
        """
        terms = text.split()
        if not terms:
            return ()
        parts = [AnyOf(tuple(Text(term, field) for field in ("title", "author", "key"))) for term in terms]
        keys = self._matching(Query(AllOf(tuple(parts))))[:_MOST_TITLES]
        best = best_titles(self._sound(lambda: list(self._with_titles(keys))), text, limit)
        if len(best) < limit and (words := terms_of(terms)):
            known = frozenset(best)
            best += [key for key in self._closest(words, Query(), limit) if key not in known]
        return tuple(best[:limit])

    # Inside

    def _sound(self, ask: Callable[[], T]) -> T:
        """Return an answer; where the index turns out to be damaged, one without it."""
        try:
            self._check_size()
            return ask()
        except DamagedError:
            self._indexed.drop()
            return ask()

    def _check_size(self) -> None:
        """Check that the index is as long as it was; some of it is read later than it is asked for.

        Raises:
            DamagedError: it is not.
        """
        if self._indexed.base is not None:
            self._indexed.base.sections.check_size()

    def _matching(self, query: Query) -> tuple[str, ...]:
        """Return the keys of all papers that a query means, in the library's order."""
        return self._sound(lambda: self._match(query))

    def _match(self, query: Query) -> tuple[str, ...]:
        indexed, apart = self._indexed, self._apart
        asked = apart.keys_of(self._ask(query))
        evaluator = indexed.evaluator
        return asked if evaluator is None else indexed.keys_of(evaluator.of_query(query, indexed.valid), asked)

    @property
    def _apart(self) -> Apart:
        """The papers that the index does not have, or not as they are."""
        state = self._indexed.state
        if self._others is None or self._others[0] != state:
            self._asked = None
            self._others = (state, Apart(self._library, self._indexed.apart()))
        return self._others[1]

    def _ask(self, query: Query) -> int:
        """Return those rows of `_apart` (a set) that the query means."""
        apart = self._apart
        whole = all_of((query.where, *(() if query.hidden is None else (Not(query.hidden),))))
        within = apart.everything
        if self._asked is not None and narrows(self._asked[0], whole):
            within = self._asked[1]
        found = apart.find(query, within)
        self._asked = (whole, found)
        return found

    def _with_titles(self, keys: tuple[str, ...]) -> Iterator[tuple[str, str]]:
        """Yield keys with the folded titles of their papers."""
        evaluator = self._indexed.evaluator
        rows, others = self._indexed.rows_of(keys)
        if evaluator is not None:
            for row, key in self._indexed.keys_at(bits.rows_of(rows)):
                yield key, evaluator.base.folded_titles.text(row)
        yield from self._apart.titles_of(others)

    def _closest(self, terms: list[str], rest: Query, limit: int) -> list[str]:
        """Return the papers that answer best to words, of those that the rest of a query means."""
        return self._sound(lambda: self._rank(terms, rest, limit))

    def _rank(self, terms: list[str], rest: Query, limit: int) -> list[str]:
        evaluator, library, others = self._indexed.evaluator, self._library, self._apart
        papers = others.having(self._sifted(terms, others.keys_of(self._ask(rest))))
        apart = [(paper, Candidate.of_paper(paper)) for paper in papers]
        words = set(chain.from_iterable(candidate.words for _, candidate in apart))
        tagged = {} if evaluator is None else evaluator.live.tag_words()
        words.update(tagged, chain.from_iterable(words_of(" ".join(paper.tags)) for paper in papers))
        if evaluator is None:
            return Ranking(terms, None, words).best(apart, limit)
        ranking = Ranking(terms, evaluator.like, words)
        candidates = evaluator.candidates
        rows = ranking.rows(evaluator.of_query(rest, self._indexed.valid), tagged)
        indexed = [(library[key], candidates[row]) for row, key in self._indexed.keys_at(rows)]
        return ranking.best([*indexed, *apart], limit)

    def _sifted(self, terms: list[str], keys: tuple[str, ...]) -> tuple[str, ...]:
        """Return some of very many papers: those with a title or author that is somewhat like what was typed."""
        if len(keys) <= _MANY_APART:
            return keys
        from rapidfuzz import fuzz, process  # noqa: PLC0415 -- takes 25 ms to load, and few queries need it

        papers = self._apart.having(keys, ("title", "authors"))
        texts = [caseless(to_unicode(f"{paper.title or ''} {' '.join(paper.authors)}")) for paper in papers]
        near = process.extract(" ".join(terms), texts, scorer=fuzz.partial_ratio, limit=_SIFTED)
        return tuple(keys[place] for _, _, place in near)


def _without_words(part: Filter) -> Filter:
    """Return a filter without the words that are looked for anywhere, which it asks for."""
    if isinstance(part, AllOf):
        return all_of(map(_without_words, part.filters))
    if isinstance(part, AnyOf):
        return any_of(map(_without_words, part.filters))
    if isinstance(part, Close) or (isinstance(part, Text) and part.field is None):
        return Everything()
    return part
