from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model.defer_dates import NAMES, PRESETS, InvalidDateError, defer_date
from readlist.text import clean_line

SATURDAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("tomorrow", "2026-11-22"),
        ("  ToMorrow ", "2026-11-22"),
        ("tom", "2026-11-22"),
        ("weekend", "2026-11-28"),
        ("weeke", "2026-11-28"),
        ("week", "2026-11-28"),
        ("next week", "2026-11-28"),
        ("month", "2026-12-21"),
        ("sunday", "2026-11-22"),
        ("mon", "2026-11-23"),
        ("tues", "2026-11-24"),
        ("wed", "2026-11-25"),
        ("th", "2026-11-26"),
        ("f", "2026-11-27"),
        ("saturday", "2026-11-28"),
        ("1d", "2026-11-22"),
        ("3 days", "2026-11-24"),
        ("in 2 weeks", "2026-12-05"),
        ("2W", "2026-12-05"),
        ("2m", "2027-01-21"),
        ("1 month", "2026-12-21"),
        ("1y", "2027-11-21"),
        ("2026-12-01", "2026-12-01"),
        ("2026-12-1", "2026-12-01"),
        ("2027-01", "2027-01-01"),
        ("12-24", "2026-12-24"),
        ("11-20", "2027-11-20"),
        ("02-29", "2028-02-29"),
        ("24.12.", "2026-12-24"),
        ("24.12", "2026-12-24"),
        ("24. 12. 2027", "2027-12-24"),
        ("24.12.2027", "2027-12-24"),
        ("dec 24", "2026-12-24"),
        ("24 December", "2026-12-24"),
        ("Dec. 24th, 2027", "2027-12-24"),
        ("24. Dec", "2026-12-24"),
        ("1may", "2027-05-01"),
        ("sept 1", "2027-09-01"),
        ("december", "2026-12-01"),
        ("nov", "2027-11-01"),
    ],
)
def test_what_people_type_on_a_saturday(text, day):
    assert defer_date(text, SATURDAY).isoformat() == day


@pytest.mark.parametrize(
    ("today", "weekend"),
    [("2026-11-20", "2026-11-21"), ("2026-11-21", "2026-11-28"), ("2026-11-22", "2026-11-28")],
)
def test_the_weekend_is_the_one_that_is_still_to_come(today, weekend):
    assert defer_date("weekend", date.fromisoformat(today)).isoformat() == weekend


@pytest.mark.parametrize(("text", "day"), [("month", "2027-02-28"), ("13m", "2028-02-29"), ("4y", "2031-01-31")])
def test_a_month_later_is_no_later_than_the_end_of_that_month(text, day):
    assert defer_date(text, date(2027, 1, 31)).isoformat() == day


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not a date: '' (write tomorrow, weekend, week, month, fri, 3d, "),
        ("someday", "not a date: 'someday' (write "),
        ("12/24", "not a date: '12/24' (write "),
        ("d 3", "not a date: 'd 3' (write "),
        ("mon 3", "not a date: 'mon 3' (write "),
        ("3x", "not a date: '3x' (write "),
        ("２d", "not a date: '２d' (write "),
        ("\x1b]0;x\x07\n2", "not a date: '\ufffd]0;x\ufffd 2' (write "),
        ("x" * 99, f"not a date: '{'x' * 39}…' (write "),
        ("w", "not clear: 'w' (weekend, week or wednesday)"),
        ("mo", "not clear: 'mo' (month or monday)"),
        ("s", "not clear: 's' (saturday or sunday)"),
        ("02-30", "no such day in the calendar: '02-30'"),
        ("13-01", "no such day in the calendar: '13-01'"),
        ("00-00", "no such day in the calendar: '00-00'"),
        ("2027-02-29", "no such day in the calendar: '2027-02-29'"),
        ("feb 30", "no such day in the calendar: 'feb 30'"),
        ("0000-01-01", "no such day in the calendar: '0000-01-01'"),
        ("9999-01-01", "no such day in the calendar: '9999-01-01'"),
        ("9999y", "no such day in the calendar: '9999y'"),
        ("2026-11-20", "not in the future: '2026-11-20' has passed"),
        ("24.12.2020", "not in the future: '24.12.2020' has passed"),
        ("11-21", "not in the future: '11-21' is today"),
        ("0d", "not in the future: '0d' is today"),
        ("Today", "not in the future: 'Today'"),
        ("yesterday", "not in the future: 'yesterday'"),
    ],
)
def test_what_is_no_day_to_come_is_refused_with_the_reason(text, problem):
    with pytest.raises(InvalidDateError) as caught:
        defer_date(text, SATURDAY)
    assert str(caught.value).startswith(problem)


DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))
TYPED = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789-. dwmyecnovjs", max_size=12),
    st.dates().map(str),
    st.sampled_from([*NAMES, *(name[:cells] for name in NAMES for cells in range(1, 6))]),
)


@given(TYPED, DAYS)
def test_whatever_is_typed_is_a_day_to_come_or_one_line_says_why_not(text, today):
    problem, day = "", today
    try:
        day = defer_date(text, today)
    except InvalidDateError as error:
        problem = str(error)
    assert bool(problem) != (day > today)
    assert clean_line(problem) == problem


@given(DAYS, st.integers(1, 3000))
def test_a_day_that_is_written_out_is_that_day(today, ahead):
    day = today + timedelta(days=ahead)
    months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    for text in (str(day), f"{day.day}.{day.month}.{day.year}", f"{months[day.month - 1]} {day.day} {day.year}"):
        assert defer_date(text, today) == day
    if ahead <= 365 and (day.month, day.day) != (today.month, today.day):
        assert defer_date(f"{day.month:02}-{day.day:02}", today) == day


@given(DAYS)
def test_the_days_of_a_menu_are_what_their_names_mean(today):
    assert [preset.day(today) for preset in PRESETS] == [defer_date(preset.name, today) for preset in PRESETS]
    assert len({preset.key for preset in PRESETS}) == len(PRESETS)
    assert {"tomorrow", "weekend", "week", "month"} <= {preset.name for preset in PRESETS}


@given(DAYS, st.sampled_from(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]))
def test_a_weekday_is_the_next_one(today, name):
    day = defer_date(name, today)
    assert 1 <= (day - today).days <= 7
    assert day.strftime("%A").lower() == name
