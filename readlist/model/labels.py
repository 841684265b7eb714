"""Short labels that both front ends put before people: signs of status and return, the first author of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from readlist.model.days import day_in_words
from readlist.model.naming import surname
from readlist.model.paper import Paper, Status

SIGNS: Mapping[Status, str] = {
    Status.INBOX: "•",
    Status.QUEUED: "○",
    Status.READING: "◐",
    Status.READ: "✓",
    Status.ARCHIVED: "×",
}
"""One cell for each status, so that none is told by colour alone."""

STAR = "★"

PUT_OFF = "↷"
"""Stands beside the status of a paper that is put off; one cell."""

RETURNED = "↺"
"""Stands beside the status of a paper that was put off and is back; one cell."""

NOTE = "✎"
"""Stands beside papers that have a note."""

PROVISIONAL = "≈"
"""Stands before a title that is made from the abstract."""

_PAIR = 2


def deferral_sign(paper: Paper, today: str) -> str:
    """Return `PUT_OFF` or `RETURNED` for a paper that is put off or back on `today` ("2026-11-21"), else a space."""
    if paper.deferred(today):
        return PUT_OFF
    return RETURNED if paper.returned(today) else " "


def deferral_label(paper: Paper, today: str) -> str:
    """Return "deferred to Sat 28 November", "back since Sat 28 November", or "" for a paper that was not put off.

    Args:
        paper: which.
        today: the day, "2026-11-21".
    """
    if paper.defer_until is None:
        return ""
    try:
        day = day_in_words(date.fromisoformat(paper.defer_until), date.fromisoformat(today))
    except ValueError:
        # What is stored is no date; `readlist doctor` tells that.
        day = paper.defer_until
    return f"deferred to {day}" if paper.deferred(today) else f"back since {day}"


def author_label(authors: Sequence[str]) -> str:
    """Return "Lin", "Lin & Xu" or "Lin et al." for one, two or more authors ("Yong Lin", …); "" for none."""
    if not authors:
        return ""
    first = surname(authors[0])
    if len(authors) == _PAIR:
        return f"{first} & {surname(authors[1])}"
    return first if len(authors) == 1 else f"{first} et al."
