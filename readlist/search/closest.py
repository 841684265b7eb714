"""The closest of many texts to what somebody typed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readlist.text import caseless

_ALIKE = 70
"""WRatio, of 100, below which two texts are not alike to a reader."""

_WORD_START = re.compile(r"(?<![^\W_])")


def closest(text: str, candidates: Sequence[str], limit: int = 5) -> list[str]:
    """Return the candidates that are closest to `text`, the best first.

    Case and accents do not count. First come those that begin with the text (the shortest first), then those with a
    word that begins with it ("rlhf" in "ml/rlhf"), then those that contain it, each in the order in which they stand
    ("liu" is one surname of many, and how long the given name is says nothing), then those that are alike (a slip or
    two away). Where nothing is alike the list is empty; for an empty text it is the first candidates as they stand.

    Args:
        text: what was typed.
        candidates: what there is to choose from, in the order that decides between equals.
        limit: how many to return at most.
    """
    wanted = caseless(text.strip())
    if not wanted:
        return list(candidates[:limit])
    folded = [caseless(candidate) for candidate in candidates]
    ranked = [(_rank(wanted, candidate), i) for i, candidate in enumerate(folded) if wanted in candidate]
    hits = [(rank, 0 if rank else len(folded[i]), i) for rank, i in ranked]
    best = [i for _, _, i in sorted(hits)[:limit]]
    if len(best) < limit:
        best += _alike(wanted, folded, set(best), limit - len(best))
    return [candidates[i] for i in best]


def _rank(wanted: str, candidate: str) -> int:
    if candidate.startswith(wanted):
        return 0
    at = candidate.find(wanted)
    while at > 0:
        if _WORD_START.match(candidate, at):
            return 1
        at = candidate.find(wanted, at + 1)
    return 2


def _alike(wanted: str, folded: Sequence[str], found: set[int], limit: int) -> list[int]:
    """Return the places of at most `limit` texts that are alike, without those in `found`, the best first."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- 25 ms, and most completions find a beginning

    matches = process.extract(wanted, folded, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=limit + len(found))
    return [i for _, _, i in matches if i not in found][:limit]
