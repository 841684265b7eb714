"""Dates as people type them in a query: "2026-03", "2w", "today", and ranges of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from readlist.model.days import MONTHS, month_length, months_away

_POINT = re.compile(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?"
    r"|(?P<count>[0-9]{1,4})(?P<unit>[dwmy])"
    r"|(?P<name>today|yesterday)"
)
_MONTH = "(?:0[1-9]|1[0-2])"
_BEGINNING = re.compile(
    r"[0-9]{0,4}|[0-9]{1,4}[dwmy]"
    rf"|[0-9]{{4}}-(?:[01]|{_MONTH})?"
    rf"|[0-9]{{4}}-{_MONTH}-(?:[0-3]|0[1-9]|[12][0-9]|3[01])?"
)
_NAMES = ("today", "yesterday")
_UNITS = {"d": "day", "w": "week", "m": "month", "y": "year"}
_FIRST_YEAR = 1000
_LAST_YEAR = 9998  # so that there is a moment behind it in every time zone

_COMPARED = re.compile(r"(>=|<=|>|<)(.*)", re.DOTALL)
_IN_WORDS = {">": "after", ">=": "since", "<": "before", "<=": "up to"}


class DateError(ValueError):
    """A text is no date or no range of dates."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some time, as papers hold moments.

    Attributes:
        first: its first moment, UTC; None for an open end.
        before: the first moment behind it; None for an open end.
    """

    first: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class _Days:
    """A point that was typed: the first day of its period, and the first day behind it."""

    first: date
    behind: date
    ago: bool  # whether it was counted back from today


def read_span(text: str, now: datetime) -> Span:
    """Return the time that `text` means.

    One date is its whole period ("2026-03" the month), but a number of days, weeks, months or years means since then
    ("2w" the last two weeks). "A..B" includes both periods and may lack an end; ">A", ">=A", "<A" and "<=A" compare.

    Args:
        text: what was typed, whatever its case.
        now: the present moment; its time zone says when days begin.

    Raises:
        DateError: it is no date, one that is not in the calendar, or a range that ends before it begins.
    """
    text = text.lower()
    first, behind = _days(text, now)
    if first is not None and behind is not None and behind <= first:
        raise DateError("the range ends before it begins")
    return Span(_moment(first, now) if first else None, _moment(behind, now) if behind else None)


def may_become_span(text: str) -> bool:
    """Whether `text` may become a date or a range of dates when more is typed."""
    text = text.lower()
    compared = _COMPARED.fullmatch(text)
    if compared:
        return _may_become_point(compared[2])
    first, dots, last = text.partition("..")
    if not dots and not first.endswith("."):
        return _may_become_point(first)
    begins = first.removesuffix(".") if not dots else first
    return (not begins or _POINT.fullmatch(begins) is not None) and _may_become_point(last)


def described_span(text: str) -> str:
    """Return a span that `read_span` takes in words ("in the last 2 weeks", "from 2026-01 to 2026-03")."""
    text = text.lower()
    compared = _COMPARED.fullmatch(text)
    if compared:
        return f"{_IN_WORDS[compared[1]]} {_point_in_words(compared[2])}"
    first, dots, last = text.partition("..")
    if first and last:
        return f"from {_point_in_words(first)} to {_point_in_words(last)}"
    if last:
        return f"up to {_point_in_words(last)}"
    return _period_in_words(first, since=bool(dots))


def _days(text: str, now: datetime) -> tuple[date | None, date | None]:
    """Return the first day that `text` means and the first one behind, None for open ends."""
    today = now.date()
    compared = _COMPARED.fullmatch(text)
    if compared:
        point = _point(compared[2], today)
        return {
            ">": (point.behind, None),
            ">=": (point.first, None),
            "<": (None, point.first),
            "<=": (None, point.behind),
        }[compared[1]]
    first, dots, last = text.partition("..")
    if not dots:
        point = _point(text, today)
        return point.first, None if point.ago else point.behind
    if not first and not last:
        raise DateError("a range needs a beginning or an end")
    return (_point(first, today).first if first else None), (_point(last, today).behind if last else None)


def _point(text: str, today: date) -> _Days:
    found = _POINT.fullmatch(text)
    if found is None:
        raise DateError("not a date")
    try:
        if found["name"]:
            return _day(today - timedelta(days=_NAMES.index(found["name"])), ago=False)
        if found["unit"]:
            return _day(_counted_back(today, int(found["count"]), found["unit"]), ago=True)
        return _period(int(found["year"]), found["month"], found["day"])
    except (ValueError, OverflowError):
        raise DateError("no such date in the calendar") from None


def _period(year: int, month: str | None, day: str | None) -> _Days:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError
    if month is None:
        return _Days(date(year, 1, 1), date(year + 1, 1, 1), ago=False)
    if day is None:
        first = date(year, int(month), 1)
        return _Days(first, first + timedelta(days=month_length(year, int(month))), ago=False)
    return _day(date(year, int(month), int(day)), ago=False)


def _day(day: date, *, ago: bool) -> _Days:
    if day.year < _FIRST_YEAR:
        raise ValueError
    return _Days(day, day + timedelta(days=1), ago=ago)


def _counted_back(today: date, count: int, unit: str) -> date:
    if unit in "dw":
        return today - timedelta(days=count * (7 if unit == "w" else 1))
    return months_away(today, -count * (MONTHS if unit == "y" else 1))


def _moment(day: date, now: datetime) -> str:
    return datetime.combine(day, time.min, tzinfo=now.tzinfo).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _may_become_point(text: str) -> bool:
    return _BEGINNING.fullmatch(text) is not None or any(name.startswith(text) for name in _NAMES)


def _period_in_words(text: str, *, since: bool) -> str:
    """Return a point that stands alone, or with an open range behind it (`since`), in words."""
    point = _POINT.fullmatch(text)
    if point and point["unit"]:
        count, unit = int(point["count"]), _UNITS[point["unit"]]
        if not count:
            return "today"
        return f"in the last {unit}" if count == 1 else f"in the last {count} {unit}s"
    if since:
        return f"since {text}"
    if text in _NAMES:
        return text
    return f"on {text}" if point and point["day"] else f"in {text}"


def _point_in_words(text: str) -> str:
    point = _POINT.fullmatch(text)
    if not point or not point["unit"]:
        return text
    count = int(point["count"])
    return f"{count} {_UNITS[point['unit']]}{'' if count == 1 else 's'} ago"
