"""Words that are like what was typed: words that begin with it or have it inside, or are a slip or two away."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property, partial
from heapq import merge
from itertools import chain, islice
from math import ceil
from typing import Any

from readlist.query.filters_text import Close
from readlist.query.slips import allowed_slips, is_slip
from readlist.search.units import Units

_MEMO = 64
_LENGTHS = (4, 8)
"""Lengths of beginnings by which words are kept: so many letters are typed when one slip more is allowed."""
_A_STEP = 10_000
"""Words that are got ready in one step: 5 ms."""
_MERGED_A_STEP = 3_000
_STEM = 5
"""Letters that two words must begin with alike at least, to be forms of one."""
_STEM_SHARE = 0.7
_INSIDE = 3
"""Letters that must be typed to be looked for inside of words: two are inside of almost any."""


def likeness(typed: str, word: str) -> float:
    """Return how well a word of a paper answers to a typed one (both folded), from 0 (not at all) to 1 (it is it)."""
    if word == typed:
        return 1.0
    if word.startswith(typed):
        # The more of it is typed, the surer it is meant.
        return 0.8 + 0.15 * len(typed) / len(word)
    if len(typed) >= _INSIDE and typed in word:
        return 0.75
    slips = allowed_slips(typed)
    if slips and is_slip(typed, word):
        return 0.8 if abs(len(word) - len(typed)) <= slips else 0.65
    stem = max(_STEM, ceil(_STEM_SHARE * len(typed)))
    return 0.5 if len(typed) >= stem and word.startswith(typed[:stem]) else 0.0


class LikeWords:
    """The words of an index, to be looked for by what is like them.

    What was found last is kept: of what is being typed, most words stay as they are.

    Args:
        units: the words of titles, authors and venues (see `reading.head_words`).
        abstracts: the words of abstracts.
    """

    def __init__(self, units: Units, abstracts: Units) -> None:
        self._units = units
        self._abstracts = abstracts
        self._answers: dict[str, dict[str, float]] = {}
        self._sorted = array("I")
        # The place in `_sorted` of the first word that begins so, by the lengths of beginnings.
        self._beginnings: dict[int, Mapping[str, int]] = {}
        self._unions: dict[frozenset[str], int] = {}
        self._unions_in_abstracts: dict[frozenset[str], int] = {}
        self._numbers: dict[str, int] = {}
        self._slips: dict[str, list[int]] = {}
        self._like: dict[str, int] = {}
        self._in_abstracts: Mapping[str, array[int]] = {}

    def rows(self, close: Close) -> int:
        """Return the rows (a set) that have a word which `close` means."""
        typed = close.wanted
        if typed not in self._like:
            units = self._units
            if len(self._like) >= _MEMO:
                self._like.clear()
            self._like[typed] = units.union({*self._with(typed), *self.slips(typed)})
        return self._like[typed]

    def answering(self, typed: str) -> dict[str, float]:
        """Return the words that answer to a typed one, with how well they do; see `likeness`."""
        if typed not in self._answers:
            if len(self._answers) >= _MEMO:
                self._answers.clear()
            self._answers[typed] = self._answering(typed)
        return self._answers[typed]

    def _answering(self, typed: str) -> dict[str, float]:
        found = {*(self._with(typed) if len(typed) >= _INSIDE else self._begun(typed)), *self.slips(typed)}
        if len(typed) >= _STEM:
            found.update(self._begun(typed[: max(_STEM, ceil(_STEM_SHARE * len(typed)))]))
        words = [self._units.folded[unit] for unit in found]
        self._numbers.update(zip(words, found, strict=True))
        answers = {word: likeness(typed, word) for word in words}
        return {word: quality for word, quality in answers.items() if quality}

    def beginning(self, start: str) -> list[str]:
        """Return the words that begin so."""
        found = self._begun(start)
        words = [self._units.folded[unit] for unit in found]
        self._numbers.update(zip(words, found, strict=True))
        return words

    def union(self, words: frozenset[str]) -> int:
        """Return the rows (a set) that have any of some words, which were found before; others are left out."""
        found = self._unions.get(words)
        if found is None:
            numbers = self._numbers
            found = self._units.union(numbers[word] for word in words if word in numbers)
            _keep(self._unions, words, found)
        return found

    def words_at(self, row: int) -> frozenset[str]:
        """Return the words of a row."""
        starts, codes = self._units.codes
        return frozenset(map(self._in_order.__getitem__, codes[starts[row] : starts[row + 1]]))

    def in_abstracts(self, words: frozenset[str]) -> int:
        """Return the rows (a set) that have any of some words in their abstract."""
        found = self._unions_in_abstracts.get(words)
        if found is None:
            deque(self._file_abstracts(), maxlen=0)
            found = self._abstracts.union(chain.from_iterable(map(self._of_abstracts, words)))
            _keep(self._unions_in_abstracts, words, found)
        return found

    def _of_abstracts(self, word: str) -> Iterable[int]:
        """Return the words of abstracts that are a word, or have it before a hyphen."""
        if word in self._words:
            return self._in_abstracts.get(word, ())
        blob, raw = self._abstracts.folded, word.encode("utf-8", "surrogatepass")
        beginning = self._abstracts.having(b"\n" + raw)
        return (unit for unit in beginning if blob.raw(unit)[len(raw) : len(raw) + 1] in {b"", b"-"})

    def warm(self) -> Iterator[None]:
        """Get ready what slips are looked for in, in steps."""
        yield
        self.knows("")
        yield
        len(self._characters)
        yield from self._file_abstracts()
        yield from self._sort()
        for length in _LENGTHS:
            found: dict[str, int] = {}
            for place, unit in enumerate(self._sorted):
                found.setdefault(self._in_order[unit][:length], place)
                if not place % _A_STEP:
                    yield
            self._beginnings[length] = found
        _near("", (), 0)

    def _sort(self) -> Iterator[None]:
        """Sort the words, in steps: those that begin alike stand together."""
        words, runs = self._in_order, []
        for first in range(0, len(words), _A_STEP):
            runs.append(sorted(range(first, min(first + _A_STEP, len(words))), key=words.__getitem__))
            yield
        merged, in_order = merge(*runs, key=words.__getitem__), array("I")
        while len(in_order) < len(words):
            in_order.extend(islice(merged, _MERGED_A_STEP))
            yield
        self._sorted = in_order

    def _file_abstracts(self) -> Iterator[None]:
        """File the words of abstracts, and what stands before their hyphens, under the words of heads, in steps."""
        if self._in_abstracts or not self._abstracts.count:
            return
        filed: dict[str, array[int]] = defaultdict(partial(array, "I"))
        heads = self._words
        text = self._abstracts.folded.text.decode("utf-8", "surrogatepass")
        for unit, word in enumerate(text[1:-1].split("\n")):
            if word in heads:
                filed[word].append(unit)
            at = word.find("-")
            while at >= 0:
                if word[:at] in heads:
                    filed[word[:at]].append(unit)
                at = word.find("-", at + 1)
            if not unit % _A_STEP:
                yield
        self._in_abstracts = filed

    def knows(self, word: str) -> bool:
        """Whether there is this word."""
        return word in self._words

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(self._in_order)

    @cached_property
    def _characters(self) -> frozenset[str]:
        """The letters and digits of which the words are made."""
        return frozenset(self._units.folded.text.decode("utf-8", "surrogatepass")) - {"\n"}

    @cached_property
    def _in_order(self) -> list[str]:
        return self._units.folded.text.decode("utf-8", "surrogatepass")[1:-1].split("\n")

    def _with(self, typed: str) -> Sequence[int]:
        return self._units.having(typed.encode("utf-8", "surrogatepass"))

    def _begun(self, start: str) -> Sequence[int]:
        """Return the words that begin so, by number."""
        if not self._sorted:
            return self._with(f"\n{start}")
        word = self._in_order.__getitem__
        first = bisect_left(self._sorted, start, key=word)
        # No letter comes behind this one.
        end = bisect_left(self._sorted, start + chr(sys.maxunicode), lo=first, key=word)
        return self._sorted[first:end]

    def slips(self, typed: str) -> list[int]:
        """Return the words that `typed` is a slip of, or of their beginning; see `slips.is_slip`."""
        slips = allowed_slips(typed)
        if not slips:
            return []
        if typed in self._slips:
            return self._slips[typed]
        before = self._slips.get(typed[:-1])
        if before is not None and allowed_slips(typed[:-1]) == slips:
            # A word that this is a slip of was one of those already when the last letter was not yet typed.
            found = [unit for unit in before if is_slip(typed, self._units.folded[unit])]
        else:
            found = self._slips_of_all(typed, slips)
        if len(self._slips) >= _MEMO:
            self._slips.clear()
        self._slips[typed] = found
        return found

    def _slips_of_all(self, typed: str, slips: int) -> list[int]:
        """Return all words of which `slips.is_slip` says yes, asking about many at once."""
        # Where the beginning of a word is so close to what was typed, their own beginnings are at most twice as far
        # away from each other, cut to the same length.
        length = max(length for length in _LENGTHS if length <= len(typed))
        beginnings = self._beginnings_of(length)
        words, in_order = self._in_order, self._sorted
        if slips == 1:
            near: Iterable[str] = one_slip_away(typed, length, self._characters) & beginnings.keys()
        else:
            near = _near(typed[:length], beginnings.keys(), 2 * slips)
        longer: dict[str, list[int]] = defaultdict(list)
        for beginning in near:
            for place in range(beginnings[beginning], len(in_order)):
                unit = in_order[place]
                if words[unit][:length] != beginning:
                    break
                longer[words[unit][: len(typed)]].append(unit)
        # What stands further behind than that does not count, and much the same stands there in many words.
        starts: dict[str, list[int]] = defaultdict(list)
        for unit in chain.from_iterable(map(longer.__getitem__, _near(typed, longer.keys(), 2 * slips))):
            starts[words[unit][: len(typed) + slips]].append(unit)
        found = {start for start in starts if start.startswith(typed)}
        for length in range(len(typed) - slips, len(typed) + slips + 1):
            cut: dict[str, list[str]] = defaultdict(list)
            for start in starts:
                if len(start) >= length:
                    cut[start[:length]].append(start)
            found.update(chain.from_iterable(map(cut.__getitem__, _near(typed, cut.keys(), slips))))
        return list(chain.from_iterable(map(starts.__getitem__, found)))

    def _beginnings_of(self, length: int) -> Mapping[str, int]:
        """Return for each beginning of a length the place in `_sorted` of the first word that has it."""
        if length not in self._beginnings:
            deque(self.warm(), maxlen=0)
        return self._beginnings[length]


def one_slip_away(typed: str, length: int, letters: AbstractSet[str]) -> AbstractSet[str]:
    """Return how words may begin that `typed` is at most one slip of, or of their beginning; see `slips.is_slip`.

    Args:
        typed: a word, no shorter than `length`.
        length: of the beginnings; a word that is shorter by one is its own.
        letters: that may be in them.
    """
    start = typed[:length]
    found = {start[:at] + start[at + 1] + start[at] + start[at + 2 :] for at in range(length - 1)}
    missing = {start[:at] + start[at + 1 :] for at in range(length)}
    if len(typed) > length:
        found.update(typed[:at] + typed[at + 1 : length + 1] for at in range(length))
    else:
        # Behind all that was typed a word may go on.
        found |= missing
        found.update(begun + letter for begun in missing for letter in letters)
    found.update(start[:at] + letter + start[at + 1 :] for at in range(length) for letter in letters)
    found.update(start[:at] + letter + start[at : length - 1] for at in range(length) for letter in letters)
    return found | {start}


def _near(typed: str, words: Iterable[str], distance: int) -> list[str]:
    """Return the words that are at most so many slips away."""
    from rapidfuzz import process  # noqa: PLC0415 -- takes 25 ms to load, and few queries need it
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- as above

    scorer: Any = OSA.distance
    found = process.extract(typed, words, scorer=scorer, score_cutoff=distance, limit=None)
    return [word for word, _, _ in found]


def _keep(memo: dict[frozenset[str], int], words: frozenset[str], found: int) -> None:
    if len(memo) >= _MEMO:
        memo.clear()
    memo[words] = found
