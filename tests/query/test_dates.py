from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from readlist.query.dates import DateError, Span, may_become_span, read_span

DELHI = timezone(timedelta(hours=5, minutes=30))
NOW = datetime(2024, 3, 31, 1, 0, tzinfo=DELHI)


def span(text):
    read = read_span(text, NOW)
    return read.first, read.before


def day(text):
    """Return the moment at which a day begins in Delhi, as papers hold moments."""
    year, month, number = map(int, text.split("-"))
    moment = datetime(year, month, number, tzinfo=DELHI) - timedelta(hours=5, minutes=30)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.parametrize(
    ("text", "first", "before"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2023-12", "2023-12-01", "2024-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("today", "2024-03-31", "2024-04-01"),
        ("Yesterday", "2024-03-30", "2024-03-31"),
        ("0d", "2024-03-31", None),
        ("1d", "2024-03-30", None),
        ("2W", "2024-03-17", None),
        ("1m", "2024-02-29", None),
        ("13m", "2023-02-28", None),
        ("1y", "2023-03-31", None),
        ("2w..", "2024-03-17", None),
        ("..2w", None, "2024-03-18"),
        ("2w..1w", "2024-03-17", "2024-03-25"),
        ("2024-01..2024-02", "2024-01-01", "2024-03-01"),
        ("2024-02..2024-02-10", "2024-02-01", "2024-02-11"),
        (">2024-01", "2024-02-01", None),
        (">=2024-01", "2024-01-01", None),
        ("<2024-01", None, "2024-01-01"),
        ("<=2024-01", None, "2024-02-01"),
    ],
)
def test_a_date_is_its_whole_period_where_the_reader_is(text, first, before):
    assert span(text) == (first and day(first), before and day(before))


def test_days_begin_when_they_begin_there_also_after_the_clocks_were_changed():
    berlin = datetime(2024, 3, 31, 12, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert read_span("today", berlin) == Span("2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z")


@pytest.mark.parametrize(
    "text",
    [
        *("", "..", "x", "2024-", "2024-1", "24-01-01", "2024-13", "2023-02-29", "2024-00", "2w3d", "1h", "-1d"),
        *("2024..2023", "1w..2w", "9999", "0999", "9999y", ">", ">..2024", "2024...2025", "２０２４", "2024\n"),
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(DateError):
        read_span(text, NOW)


@pytest.mark.parametrize(
    "text", ["", ".", "2", "2024-", "2024-1", "2024-03-", "to", "yest", "2024.", "2w..2", "..", ">", "<=20"]
)
def test_the_beginning_of_a_date_may_become_one(text):
    assert may_become_span(text)


@pytest.mark.parametrize("text", ["x", "2024-x", "2024-03-050", "tox", "2w3", "x..", "..x", ">x", "2w..x"])
def test_what_begins_otherwise_will_be_none(text):
    assert not may_become_span(text)
