"""Words that are almost the same: what slips of the fingers make of a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from readlist.text import caseless

_ONE_SLIP = 4
_TWO_SLIPS = 8
"""Letters from which on a typed word may have one slip, and two: shorter ones would be like too many others."""

_PARTS = re.compile(r"[^\W_]+")


def squeezed(word: str) -> str:
    """Return letters and digits of `word` alone, folded: "MCC-KD" and "mcckd" are the same."""
    return "".join(_PARTS.findall(caseless(word)))


def words_of(text: str) -> Iterator[str]:
    """Return the words of `text`, folded; of those with a hyphen or the like in them, also the parts run together.

    "MCC-KD: Dvořák" gives "mcc", "kd", "mcckd" and "dvorak".
    """
    for chunk in caseless(text).split():
        parts = _PARTS.findall(chunk)
        yield from parts
        if len(parts) > 1:
            yield "".join(parts)


def allowed_slips(typed: str) -> int:
    """Return how many slips a typed word (folded) may have: none below 4 letters, one below 8, then two."""
    return (len(typed) >= _ONE_SLIP) + (len(typed) >= _TWO_SLIPS)


def is_slip(typed: str, word: str) -> bool:
    """Whether `typed` is `word`, or the beginning of it, but for a slip or two; both folded.

    A slip is a letter too many, one missing, a wrong one, or two neighbours swapped: the distance of Damerau and
    Levenshtein in which no letter is moved twice (optimal string alignment). A word of fewer than 4 letters may have
    none, from 4 on one, from 8 on two.
    """
    slips = allowed_slips(typed)
    if word.startswith(typed):
        return True
    if not slips or len(word) < len(typed) - slips:
        return False
    distance = _distance()
    # All beginnings that can be so close; for most words that is the word itself.
    shortest, longest = len(typed) - slips, min(len(word), len(typed) + slips)
    return any(distance(typed, word[:length], score_cutoff=slips) <= slips for length in range(shortest, longest + 1))


@cache
def _distance() -> Callable[..., int]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- takes 20 ms to load, and few queries need it

    return OSA.distance
