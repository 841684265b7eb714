"""The papers that are closest to words that no paper has: misspelt, run together or apart, in another form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from heapq import nlargest
from itertools import islice, pairwise

from readlist.latex import to_unicode
from readlist.model.paper import Paper
from readlist.query.slips import squeezed, words_of
from readlist.search import bits
from readlist.search.candidates import Candidate
from readlist.search.likeness import LikeWords, likeness

MOST = 50
"""Papers that are found at most."""
_RANKED = 150
"""Papers of an index that are looked at one by one."""
_LEAST = 0.5
"""How well a paper must answer to what was typed, from 0 to 1."""
_BELOW_BEST = 0.25
"""How much worse than the best it may answer."""
_SURE = 0.79
"""How well a word must answer to a typed one to be counted before others."""
_TITLE_SHARE = 0.15
"""What the likeness of the whole title counts, of 1."""
_SPLIT_FROM = 5
"""Letters from which on a word that nothing answers to may be several that were run together."""
_LONGEST_SPLIT = 32
_SHORTEST_PART = 2
_JOINED = 0.9
_LONG = 8
"""Letters of a word from which on more of them make it no more telling."""
_FILLERS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "it", "of", "on", "or", "that", "the", "to", "with")
)
_FILLER_WEIGHT = 0.5
_IN_ABSTRACT = 0.6
"""What a word in the abstract counts, of what it counts in the title."""
_MEANT = 3
"""Words at most that a misspelt one may mean in abstracts."""
_TERMS = 24
"""Words that are looked at, of what was typed."""


def terms_of(words: Iterable[str]) -> list[str]:
    """Return what is to be looked for, of the words and phrases of a query: letters and digits alone, folded."""
    terms = (squeezed(chunk) for word in words for chunk in to_unicode(word).split())
    return list(dict.fromkeys(term for term in terms if term))[:_TERMS]


class Ranking:
    """Ranks papers by how well they answer to what was typed.

    Args:
        terms: what was typed, see `terms_of`.
        like: the words of an index; None where there is none.
        others: the words of papers that are not in the index, and tags.
    """

    def __init__(self, terms: Sequence[str], like: LikeWords | None, others: AbstractSet[str]) -> None:
        self._like = like
        self._others = others
        self._known: dict[str, Mapping[str, float]] = {}
        self._terms: list[str] = []
        for term in terms:
            answered = self._look_up(term)
            parts = [] if answered or len(term) < _SPLIT_FROM else split_term(term, self._knows)
            for part in parts:
                self._look_up(part)
            self._terms += parts or [term]
        for one, other in pairwise(self._terms):
            # "cycle align" may be one word.
            joined = dict.fromkeys(self._beginning(one + other), _JOINED)
            for term in (one, other) if joined else ():
                self._known[term] = {**self._known[term], **joined}
        self._terms = list(dict.fromkeys(self._terms))
        self._in_abstract = {term: self._meant(term) for term in self._terms}

    def rows(self, within: int, tagged: Mapping[str, int]) -> list[int]:
        """Return the rows that are worth to be looked at, those that answer to most words first.

        Args:
            within: a set of rows.
            tagged: for each word of a tag, the rows (a set) that have it.
        """
        like = self._like
        if like is None:
            return []
        surely: list[int] = []
        perhaps: list[int] = []
        for term in self._terms:
            known = self._known[term]
            sure = like.union(frozenset(word for word, quality in known.items() if quality >= _SURE))
            others = like.union(frozenset(word for word, quality in known.items() if quality < _SURE))
            for word in known.keys() & tagged.keys():
                sure |= tagged[word]
            surely.append(within & sure)
            perhaps.append(within & (sure | others | like.in_abstracts(frozenset(self._in_abstract[term]))))
        return list(islice(_most_first(_by_count(perhaps), _by_count(surely)), _RANKED))

    def best(self, papers: Iterable[tuple[Paper, Candidate]], limit: int = MOST) -> list[str]:
        """Return the keys of the papers that answer well enough, the best first; equal ones as they come."""
        from rapidfuzz import fuzz  # noqa: PLC0415 -- takes 20 ms to load, and few queries need it

        typed = " ".join(self._terms)
        scored: list[tuple[float, str]] = []
        for paper, candidate in papers:
            answer = self._answer(paper, candidate)
            if answer >= _LEAST:
                whole = fuzz.token_set_ratio(typed, candidate.title) / 100
                scored.append((answer * (1 - _TITLE_SHARE) + whole * _TITLE_SHARE, paper.key))
        scored.sort(key=lambda found: -found[0])
        return [key for score, key in scored[:limit] if score >= scored[0][0] - _BELOW_BEST]

    def _answer(self, paper: Paper, candidate: Candidate) -> float:
        """Return how well a paper answers to all terms together, from 0 to 1."""
        words: AbstractSet[str] = candidate.words
        if paper.tags:
            words = words | set(words_of(" ".join(paper.tags)))
        total = reached = 0.0
        for term in self._terms:
            weight = _FILLER_WEIGHT if term in _FILLERS else min(len(term), _LONG)
            known = self._known[term]
            total += weight
            best = max(map(known.__getitem__, known.keys() & words), default=0.0)
            if best < _IN_ABSTRACT:
                meant = self._in_abstract[term]
                best = max(map(meant.__getitem__, candidate.in_abstract(meant)), default=best)
            reached += weight * best
        return reached / total if total else 0.0

    def _meant(self, term: str) -> dict[str, float]:
        """Return the words that a term may mean in an abstract, where only exact words count, with their quality."""
        known = self._known[term]
        likely = nlargest(_MEANT, (word for word in known if known[word] >= _SURE), key=known.__getitem__)
        return {word: _IN_ABSTRACT * known[word] for word in likely} | {term: _IN_ABSTRACT}

    def _look_up(self, term: str) -> bool:
        """Find the words that answer to a term; return whether there are any."""
        known = {word: quality for word in self._others if (quality := likeness(term, word))}
        if self._like is not None:
            known = {**known, **self._like.answering(term)} if known else self._like.answering(term)
        self._known[term] = known
        return bool(known)

    def _beginning(self, start: str) -> Iterator[str]:
        """Yield the words that begin so."""
        if self._like is not None:
            yield from self._like.beginning(start)
        yield from (word for word in self._others if word.startswith(start))

    def _knows(self, word: str) -> bool:
        return word in self._others or (self._like is not None and self._like.knows(word))


def split_term(term: str, knows: Callable[[str], bool]) -> list[str]:
    """Return the words that were run together in a term: known ones, the last of which may be something else.

    It is taken apart into as few as can be; [] where it is not made of known words.
    """
    length = min(len(term), _LONGEST_SPLIT)
    # For each place the fewest words that end there.
    best: list[list[str] | None] = [[], *[None] * length]
    for end in range(_SHORTEST_PART, length + 1):
        for start in range(end - _SHORTEST_PART, -1, -1):
            before = best[start]
            now = best[end]
            if before is not None and (now is None or len(before) + 1 <= len(now)) and knows(term[start:end]):
                best[end] = [*before, term[start:end]]
    whole = best[length]
    if whole and len(term) <= _LONGEST_SPLIT:
        return whole
    # What is left behind the last known word may be half typed, or misspelt.
    for start in range(length - _SHORTEST_PART, length // 2 - 1, -1):
        parts = best[start]
        if parts:
            return [*parts, term[start:]]
    return []


def _by_count(sets: Sequence[int]) -> list[int]:
    """Return for each count, from 0, the rows that are in at least so many of the sets."""
    at_least = [0] * (len(sets) + 1)
    for rows in sets:
        for count in range(len(sets), 1, -1):
            at_least[count] |= at_least[count - 1] & rows
        at_least[1] |= rows
    return at_least


def _most_first(perhaps: Sequence[int], surely: Sequence[int]) -> Iterator[int]:
    """Yield rows, each once: those that answer to most words first, of these those that surely do so."""
    seen = 0
    for count in range(len(perhaps) - 1, 0, -1):
        for sure in range(len(surely) - 1, -1, -1):
            rows = perhaps[count] & ~seen & (surely[sure] if sure else -1)
            if rows:
                seen |= rows
                yield from bits.rows_of(rows)
