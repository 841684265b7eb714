"""Phrases of a frequent word and the letter that the next one begins with: who types a phrase types that on the way.

Most papers have both, so that all texts would have to be looked into. "the " and "the m" are found here once, for all
frequent words and letters, by one look into each text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Generator, Sequence
from itertools import pairwise
from string import ascii_lowercase, digits

from readlist.search.base import Base

_SHARE = 8
"""A word that more than one in 8 papers have is frequent; of fewer papers, texts are looked into quickly enough."""
_MOST = 150
_MEMO = 30_000
"""Pieces of texts of which it is kept which words they end with."""
_A_STEP = 50
"""Papers that are looked into in one step: 4 ms."""
_LETTERS = ascii_lowercase + digits
_PLACES = {letter: place for place, letter in enumerate(_LETTERS, 1)}
_WIDTH = 1 + len(_LETTERS)
"""Phrases of one word: with no letter, and with each."""
_IN_PHRASE = re.compile(r"([\w-]+ )(?=([a-z0-9]?))")


def parts_of(phrase: str) -> list[str]:
    """Return what is in a folded phrase, of the kind that is found here, if its words are frequent."""
    return [word + letter for word, letter in _IN_PHRASE.findall(phrase)] if " " in phrase else []


def frequent_pairs(base: Base, columns: Sequence[str]) -> Generator[None, None, dict[str, array[int]]]:
    """Return the rows of all phrases of a frequent word, a space and a letter or digit or nothing, in steps.

    Each row stands there once for a phrase, in order; a phrase that no paper has is there without rows.

    Args:
        base: the index; its folded titles and abstracts are looked into.
        columns: of whole values that are looked into as well.

    Raises:
        DamagedError: the index is not what was written.
    """
    units = base.units("abstract")
    least = base.size // _SHARE
    frequent = (units.folded[unit] for unit in range(min(units.common, _MOST)) if units.papers(unit) > least)
    words = tuple(dict.fromkeys(frequent))
    ends = _Ends(words)
    found = [array("I") for _ in range(len(words) * _WIDTH)]
    add = [rows.append for rows in found]
    letter_of = _PLACES.get
    values = [(base.units(name).folded, *base.units(name).codes) for name in columns]
    for row in range(base.size):
        texts = [base.folded_titles.text(row), base.abstracts.text(row)]
        for blob, starts, codes in values:
            texts += map(blob.__getitem__, codes[starts[row] : starts[row + 1]])
        # What is cut at the spaces ends with a word where it stands before a space in the text.
        chunks = "\n".join(texts).split(" ")
        pairs = {word + letter_of(after[:1], 0) for chunk, after in pairwise(chunks) for word in ends[chunk]}
        pairs.update([pair - pair % _WIDTH for pair in pairs])
        for pair in pairs:
            add[pair](row)
        if not row % _A_STEP:
            yield
    phrases = [f"{word} {letter}" for word in words for letter in ("", *_LETTERS)]
    return dict(zip(phrases, found, strict=True))


class _Ends(dict[str, tuple[int, ...]]):
    """For each text those of some words that stand at its end: where the phrases of each begin among all phrases."""

    def __init__(self, words: tuple[str, ...]) -> None:
        super().__init__()
        self._words = {word: number * _WIDTH for number, word in enumerate(words)}
        # Most texts end with none: their last letters tell.
        self._tails = {word[-3:] for word in words}
        self._lengths = sorted({len(word) for word in words})

    def __missing__(self, text: str) -> tuple[int, ...]:
        words = self._words
        found: tuple[int, ...] = ()
        if text[-3:] in self._tails or text[-2:] in self._tails or text[-1:] in self._tails:
            found = tuple({words[text[-length:]] for length in self._lengths if text[-length:] in words})
        # Those that come first are the frequent ones.
        if len(self) < _MEMO:
            self[text] = found
        return found
