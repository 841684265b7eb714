"""Days of the user: on which of them moments were, and what is counted in days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from readlist.model.record import Timestamp

DAYS_A_WEEK = 7


class LocalDays(dict[Timestamp, date | None]):
    """The days on which moments were, in the time zone of `now`; None for a text that is no moment.

    Each is worked out once: the papers of one import share theirs.
    """

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._zone = now.tzinfo

    def __missing__(self, moment: Timestamp) -> date | None:
        try:
            at = datetime.fromisoformat(moment)
            day = (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(self._zone).date()
        except (ValueError, OverflowError):
            day = None
        self[moment] = day
        return day


def monday_of(day: date) -> date:
    """Return the first day of the ISO week that a day is in."""
    return day - timedelta(days=day.weekday())


def median(values: Sequence[int]) -> float | None:
    """Return the middle one of some numbers, or the mean of the two in the middle; None of none."""
    # The standard library's brings decimal, fractions and random with it: 15 ms.
    if not values:
        return None
    ordered, half = sorted(values), len(values) // 2
    return float(ordered[half]) if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2
