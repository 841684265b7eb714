"""Days to put papers off to, as people type them: "tomorrow", "fri", "2w", "dec 24"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from readlist.model.days import MONTH_NAMES, MONTHS, WEEKDAY_NAMES, months_away
from readlist.text import clean_line, cut

WHAT_TO_WRITE = "tomorrow, weekend, week, month, fri, 3d, 2w, 2m, 1y, 2026-12-01, 12-24, 24.12. or dec 24"
"""All that `defer_date` reads, by examples."""

_WEEK = 7
_SATURDAY = 5
_SHORT = 3  # letters that name a weekday or month; fewer would make a month of a slip
_FIRST_YEAR, _LAST_YEAR = 1000, 9998  # as in queries: there is a moment behind each in every time zone
_YEARS_AHEAD = 9  # within which there is a February 29
_ROOM = 40  # cells of a text that a message quotes

_COUNT = re.compile(r"(?:in )?(?P<count>[0-9]{1,4}) ?(?P<unit>d|w|m|y|days?|weeks?|months?|years?)")
_NEXT = re.compile(r"next (week|month)")
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?")
_IN_A_YEAR = (
    re.compile(r"(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
    re.compile(r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})(?:\.(?: ?(?P<year>[0-9]{4}))?)?"),
    re.compile(r"(?P<name>[a-z]{3,9})\.? ?(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>[0-9]{4}))?"),
    re.compile(r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?\.? ?(?P<name>[a-z]{3,9})\.?(?: (?P<year>[0-9]{4}))?"),
)
"""A day of a month, with or without a year."""


class InvalidDateError(ValueError):
    """A text is no day that papers can be put off to."""


class _NoSuchDayError(ValueError):
    """The calendar has no such day."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A day that is offered in a menu.

    Attributes:
        name: what people call it, and what `defer_date` reads.
        key: the letter that chooses it, none of another preset.
        day: returns the day that it is, seen from a day.
    """

    name: str
    key: str
    day: Callable[[date], date]


def _days_later(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _next_weekday(today: date, weekday: int) -> date:
    """Return the first such day behind `today`."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)


def _first_of_month(today: date, month: int) -> date:
    """Return the first day of a month that begins behind `today`."""
    return date(today.year + (month <= today.month), month, 1)


PRESETS: tuple[Preset, ...] = (
    Preset("tomorrow", "t", partial(_days_later, days=1)),
    # On a Saturday or Sunday that of the week to come.
    Preset("weekend", "e", partial(_next_weekday, weekday=_SATURDAY)),
    Preset("week", "w", partial(_days_later, days=_WEEK)),
    Preset("month", "m", partial(months_away, months=1)),
)
"""What a menu offers, in its order."""

_PRESETS = {preset.name: preset.day for preset in PRESETS}
_WEEKDAYS = {name.casefold(): partial(_next_weekday, weekday=weekday) for weekday, name in enumerate(WEEKDAY_NAMES)}
_MONTH_NUMBERS = {name.casefold(): month for month, name in enumerate(MONTH_NAMES, start=1)}
_MONTHS = {name: partial(_first_of_month, month=month) for name, month in _MONTH_NUMBERS.items()}
_NAMED: Mapping[str, Callable[[date], date]] = {**_PRESETS, **_WEEKDAYS, **_MONTHS}
_SHORT_FORMS = {name[:_SHORT]: name for name in (*_MONTHS, *_WEEKDAYS)}

NAMES: tuple[str, ...] = (*_PRESETS, *_WEEKDAYS)
"""What can be completed."""


def defer_date(text: str, today: date) -> date:
    """Return the day that `text` means, which is one behind `today`.

    It may be a name ("tomorrow", "weekend", "week", "month", a weekday or a month, which is its first day, or the
    beginning of one that can be no other), a distance ("3d", "2 weeks"), or a date ("2026-12-01", "12-24", "24.12.",
    "dec 24"). One without a year is the next that comes. The weekend is the next Saturday; weeks have seven days, and
    a month later is the same day of the next month, or its last day where that is shorter.

    Args:
        text: what was typed, whatever its case.
        today: the day of the user.

    Raises:
        InvalidDateError: it is no date, could be several, is not in the calendar, or not in the future.
    """
    typed = " ".join(text.casefold().split())
    shown = repr(cut(clean_line(text), _ROOM))
    if typed in {"today", "yesterday"}:
        raise InvalidDateError(f"not in the future: {shown}")
    try:
        day = _day(typed, today)
    except (_NoSuchDayError, OverflowError):
        raise InvalidDateError(f"no such day in the calendar: {shown}") from None
    if day is None:
        could_be = _could_be(typed)
        if could_be:
            raise InvalidDateError(f"not clear: {shown} ({', '.join(could_be[:-1])} or {could_be[-1]})")
        raise InvalidDateError(f"not a date: {shown} (write {WHAT_TO_WRITE})")
    if day <= today:
        raise InvalidDateError(f"not in the future: {shown} {'is today' if day == today else 'has passed'}")
    return day


def _day(typed: str, today: date) -> date | None:
    """Return the day that is meant, whenever it is; None where it is none or could be several.

    Raises:
        _NoSuchDayError, OverflowError: the calendar does not have it.
    """
    if count := _COUNT.fullmatch(typed):
        return _checked(partial(_later, today, int(count["count"]), count["unit"][0]))
    if iso := _ISO.fullmatch(typed):
        return _checked(lambda: date(int(iso["year"]), int(iso["month"]), int(iso["day"] or 1)))
    for pattern in _IN_A_YEAR:
        found = pattern.fullmatch(typed)
        parts = found.groupdict() if found else {}
        month = _month(parts) if parts else None
        if month is not None:
            return _of_month(month, int(parts["day"]), parts.get("year"), today)
    if following := _NEXT.fullmatch(typed):
        typed = following[1]
    name = _SHORT_FORMS.get(typed, typed)
    if name not in _NAMED:
        could_be = _could_be(typed)
        if len(could_be) != 1:
            return None
        name = could_be[0]
    return _checked(partial(_NAMED[name], today))


def _could_be(typed: str) -> list[str]:
    """Return the names that begin so."""
    names = _NAMED if len(typed) >= _SHORT else NAMES
    return [name for name in names if name.startswith(typed)] if typed else []


def _later(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return _days_later(today, count * (_WEEK if unit == "w" else 1))
    return months_away(today, count * (MONTHS if unit == "y" else 1))


def _month(parts: Mapping[str, str | None]) -> int | None:
    """Return the month that is named or numbered; None where no month is called so."""
    name = parts.get("name")
    if name is None:
        return int(parts.get("month") or 0)
    begun = [month for full, month in _MONTH_NUMBERS.items() if full.startswith(name)]
    return begun[0] if len(begun) == 1 else None


def _of_month(month: int, day: int, year: str | None, today: date) -> date:
    """Return a day of a month: of the year that is said, else the next one, today included.

    Raises:
        _NoSuchDayError: the calendar does not have it.
    """
    if year is not None:
        return _checked(partial(date, int(year), month, day))
    for ahead in range(today.year, min(today.year + _YEARS_AHEAD, _LAST_YEAR + 1)):
        with suppress(ValueError):  # a year without a February 29
            found = date(ahead, month, day)
            if found >= today:
                return found
    raise _NoSuchDayError


def _checked(make: Callable[[], date]) -> date:
    """Return the day that `make` makes.

    Raises:
        _NoSuchDayError: it makes none, or one that is too far away.
    """
    try:
        day = make()
    except (ValueError, OverflowError):
        raise _NoSuchDayError from None
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _NoSuchDayError
    return day
