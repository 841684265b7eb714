"""Going to a paper by a few letters of its title, an author or its key: which of those that have them is meant."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nsmallest

from readlist.text import caseless


def best_titles(papers: Sequence[tuple[str, str]], text: str, limit: int) -> list[str]:
    """Return the keys of some of the papers, the likeliest first.

    A key that is typed whole comes first, then titles that begin with the text, then those with a word that begins
    with it, then those with it inside, then the others; of equal ones the shorter title.

    Args:
        papers: key and folded title of each.
        text: what was typed.
        limit: how many to return at most.
    """
    wanted = caseless(" ".join(text.split()))
    compared = [(_rank(key, title, wanted), place) for place, (key, title) in enumerate(papers)]
    return [papers[place][0] for _, place in nsmallest(limit, compared)]


def _rank(key: str, title: str, wanted: str) -> tuple[int, int]:
    if caseless(key) == wanted:
        rank = 0
    elif title.startswith(wanted):
        rank = 1
    elif f" {wanted}" in title:
        rank = 2
    else:
        rank = 3 if wanted in title else 4
    return rank, len(title)
