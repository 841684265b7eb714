"""The name that was probably meant by one that is not there."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.6
"""Share of the letters that must stay where they are for two names to be alike."""

_SHORTEST = 2
"""A single letter may be the beginning of anything."""


def nearest(typed: str, names: Iterable[str]) -> str | None:
    """Return the name that was probably meant by `typed`, or None where none is near it."""
    names = list(names)
    wanted = typed.casefold()
    if len(wanted) < _SHORTEST:
        return None
    begun = [name for name in names if name.casefold().startswith(wanted)]
    if begun:
        return min(begun, key=len)
    from rapidfuzz import process  # noqa: PLC0415 -- 25 ms, and only needed after a slip
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- as above

    folded = [name.casefold() for name in names]
    found = process.extractOne(wanted, folded, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE)
    return names[found[2]] if found else None


def hint(near: str | None, names: Iterable[str], what: str) -> str:
    """Return "did you mean queued? The states are: …": the name that was meant, if that is known, and all others."""
    known = ", ".join(names)
    if not known:
        return ""
    return f"did you mean {near}? The {what} are: {known}" if near else f"the {what} are: {known}"
