"""Days of the calendar: months later or before, and days as people name them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

MONTHS = 12
"""Months of a year."""

WEEKDAY_NAMES: tuple[str, ...] = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTH_NAMES: tuple[str, ...] = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_SHORT = 3


def month_length(year: int, month: int) -> int:
    """Return how many days a month has."""
    return monthrange(year, month)[1]


def months_away(day: date, months: int) -> date:
    """Return the same day some months later, or before where negative; the last one of a month that is shorter.

    Raises:
        ValueError: the calendar does not have it.
    """
    at = day.year * MONTHS + day.month - 1 + months
    year, month = at // MONTHS, at % MONTHS + 1
    return date(year, month, min(day.day, month_length(year, month)))


def day_in_words(day: date, today: date) -> str:
    """Return a day as people name it: "Sat 28 November", with the year where that is not the year of `today`."""
    named = f"{WEEKDAY_NAMES[day.weekday()][:_SHORT]} {day.day} {MONTH_NAMES[day.month - 1]}"
    return named if day.year == today.year else f"{named} {day.year}"
