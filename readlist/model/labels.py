"""Short labels that both front ends put before people: a sign for each status, the first author of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readlist.model.naming import surname
from readlist.model.paper import Status

SIGNS: Mapping[Status, str] = {
    Status.INBOX: "•",
    Status.QUEUED: "○",
    Status.READING: "◐",
    Status.READ: "✓",
    Status.ARCHIVED: "×",
}
"""One cell for each status, so that none is told by colour alone."""

STAR = "★"

PROVISIONAL = "≈"
"""Stands before a title that is made from the abstract."""

_PAIR = 2


def author_label(authors: Sequence[str]) -> str:
    """Return "Lin", "Lin & Xu" or "Lin et al." for one, two or more authors ("Yong Lin", …); "" for none."""
    if not authors:
        return ""
    first = surname(authors[0])
    if len(authors) == _PAIR:
        return f"{first} & {surname(authors[1])}"
    return first if len(authors) == 1 else f"{first} et al."
