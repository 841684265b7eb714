"""What came, what was read, what waits, and where it leads."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.statistics import AGES, RECENT, TOP, statistics_of
from readlist.model.statistics_report import report
from readlist.text import cell_width

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)  # a Saturday
MONDAY = date(2026, 11, 16)


def at(days_ago, seconds=0, now=NOW):
    return (now - timedelta(days=days_ago, seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


class Shelf:
    """Papers in the making, each as old as a test says."""

    def __init__(self):
        self.papers = []

    def add(self, added, count=1, **fields):
        for _ in range(count):
            number = len(self.papers) + 1
            self.papers.append(Paper(key=f"p{number}", number=number, added=at(added), **fields))
        return self

    def read(self, added, read, count=1, **fields):
        return self.add(added, count, status=Status.READ, triaged=at(read), read_on=at(read), **fields)

    def archive(self, added, archived, count=1):
        return self.add(added, count, status=Status.ARCHIVED, triaged=at(archived))

    def statistics(self, now=NOW, **options):
        return statistics_of(Library(self.papers), now, **options)

    @property
    def forecast(self):
        return self.statistics().forecast


@pytest.fixture
def shelf():
    return Shelf()


# Weeks


def test_every_week_is_there_also_the_empty_ones_the_present_one_last(shelf):
    weeks = shelf.add(0, 3).add(5).read(40, 6).statistics(weeks=4).weeks
    assert [(week.name, week.added, week.read) for week in weeks] == [
        ("2026-W44", 0, 0),
        ("2026-W45", 0, 0),
        ("2026-W46", 0, 1),
        ("2026-W47", 4, 0),
    ]
    assert weeks[-1].monday == MONDAY


def test_the_week_of_the_new_year_has_its_iso_name(shelf):
    now = datetime(2027, 1, 2, 12, tzinfo=UTC)
    assert [week.name for week in shelf.statistics(now, weeks=2).weeks] == ["2026-W52", "2026-W53"]


def test_days_begin_where_the_user_is():
    # Sunday 23:30 in London is Monday in Berlin.
    paper = Paper(key="a", number=1, added="2026-11-15T23:30:00Z")
    here = datetime(2026, 11, 21, 9, tzinfo=timezone(timedelta(hours=1)))
    assert [week.added for week in statistics_of(Library([paper]), NOW, weeks=2).weeks] == [1, 0]
    assert [week.added for week in statistics_of(Library([paper]), here, weeks=2).weeks] == [0, 1]


def test_a_paper_that_was_imported_as_read_was_not_read_that_day(shelf):
    statistics = shelf.read(3, 3, count=200).read(9, 2).statistics()
    assert sum(week.read for week in statistics.weeks) == 1
    assert statistics.read_within[30] == 1
    assert statistics.days_to_read == 7
    assert statistics.counts.by_status[Status.READ] == 201


def test_a_paper_that_went_to_the_archive_after_it_was_read_counts_as_read(shelf):
    shelf.add(20, status=Status.ARCHIVED, triaged=at(19), read_on=at(2))
    assert shelf.statistics().read_within == {7: 1, 30: 1, 365: 1}


def test_what_was_read_within_days_includes_today_and_ends_with_it(shelf):
    for days in (0, 6, 7, 29, 30, 364, 365, -3):
        shelf.read(900, days)
    assert shelf.statistics().read_within == {7: 2, 30: 4, 365: 6}


# Streak


@pytest.mark.parametrize(
    ("days", "streak", "longest"),
    [
        ([], 0, 0),
        ([0], 1, 1),
        ([1, 2], 2, 2),
        ([2, 3, 4], 0, 3),
        ([0, 1, 3, 4, 5], 2, 3),
        ([-1, 0], 1, 1),
    ],
)
def test_a_streak_ends_today_or_yesterday_and_the_longest_is_kept(shelf, days, streak, longest):
    for day in days:
        shelf.read(100, day, count=2)
    statistics = shelf.statistics()
    assert (statistics.streak, statistics.longest_streak) == (streak, longest)
    assert statistics.read_today is (0 in days)


# Queue


def test_the_queue_is_what_is_unread_with_its_ages(shelf):
    shelf.add(0).add(6, status=Status.READING).add(7).add(90, status=Status.QUEUED).add(364).add(365)
    queue = shelf.read(2000, 3).archive(3000, 3).statistics().queue
    assert queue.papers == 6
    assert dict(queue.ages) == {"week": 2, "month": 1, "quarter": 1, "year": 1, "older": 1}
    assert queue.median_age == (7 + 90) / 2
    assert (queue.oldest.key, queue.oldest.days) == ("p6", 365)


def test_a_date_that_is_none_is_counted_as_unknown_and_one_of_the_future_as_today(shelf):
    shelf.add(-5)
    shelf.papers.append(Paper(key="bad", number=9, added="last summer"))
    queue = shelf.statistics().queue
    assert (queue.papers, queue.undated, queue.ages["week"], queue.oldest.days) == (2, 1, 1, 0)


# Tags and venues


def test_tags_are_told_whatever_their_case_the_most_frequent_first_without_the_archive(shelf):
    shelf.add(1, 2, tags=("RLHF", "nlp")).read(9, 1, tags=("rlhf",))
    shelf.add(9, 5, tags=("nlp",), status=Status.ARCHIVED, triaged=at(1))
    assert [(tag.name, tag.read, tag.unread) for tag in shelf.statistics().tags] == [("RLHF", 1, 2), ("nlp", 0, 2)]


def test_venues_are_told_by_their_short_names(shelf):
    long = "Proceedings of the {} Conference on Empirical Methods in Natural Language Processing"
    shelf.add(1, venue=long.format(2023)).read(9, 1, venue=long.format(2024)).add(1, venue="ICLR 2024").add(1)
    venues = shelf.statistics().venues
    assert [(venue.name, venue.read, venue.unread) for venue in venues] == [("EMNLP", 1, 1), ("ICLR", 0, 1)]


def test_of_many_tags_the_top_ones_are_told(shelf):
    for number in range(2 * TOP):
        shelf.add(1, 1 + number, tags=(f"t{number:02}",))
    assert [tag.name for tag in shelf.statistics().tags] == [f"t{n:02}" for n in reversed(range(TOP, 2 * TOP))]


# Forecast


def test_a_queue_that_shrinks_is_empty_when_the_pace_has_eaten_it(shelf):
    shelf.add(400, 18)
    for week in range(8):
        shelf.read(300, 7 * week + 1, count=2).archive(300, 7 * week + 2)
        shelf.add(7 * week + 3)
    # 18 + 8 wait, and each week three go and one comes.
    forecast = shelf.forecast
    assert (forecast.queue, forecast.weeks, forecast.came, forecast.read, forecast.archived) == (26, 8, 8, 16, 8)
    assert forecast.empty_in == 13
    assert forecast.sentence == "At this pace the queue is empty in 13 weeks"
    assert forecast.basis == "In the last 8 weeks: 8 came in, 16 read, 8 archived."


def test_a_queue_that_grows_says_by_how_much(shelf):
    shelf.add(400)
    for week in range(8):
        shelf.add(7 * week, 5).read(300, 7 * week, count=2)
    assert shelf.forecast.sentence == "The queue grows by 3 papers a week"
    assert shelf.forecast.empty_in is None
    assert shelf.add(3, 4).forecast.sentence == "The queue grows by 3.5 papers a week"


def test_where_nothing_was_read_that_is_what_is_said(shelf):
    assert shelf.add(400, 5).forecast.sentence == "Nothing read in the last 8 weeks"
    shelf.add(10, 8)
    assert shelf.forecast.sentence == "Nothing read in the last 8 weeks, and the queue grows by 1 paper a week"


def test_a_queue_that_stays_and_one_that_is_empty(shelf):
    assert shelf.read(300, 3).forecast.sentence == "The queue is empty"
    assert shelf.forecast.empty_in == 0
    assert shelf.add(5).forecast.sentence == "At this pace the queue stays as long as it is"


def test_very_long_is_told_in_years(shelf):
    shelf.add(400, 27).read(400, 3)
    assert shelf.forecast.sentence == "At this pace the queue is empty in about 4 years"
    assert shelf.add(400, 700).forecast.sentence == "At this pace the queue is empty in more than 100 years"


@pytest.mark.parametrize(
    ("days", "told"), [(0, "came today"), (1, "the first of these papers came 1 day ago"), (20, "came 20 days ago")]
)
def test_a_young_library_is_told_that_it_is_too_early(shelf, days, told):
    forecast = shelf.add(days, 48).read(days, 0).forecast
    assert forecast.sentence.startswith("Too early for a forecast: it takes 3 weeks, and ")
    assert forecast.sentence.endswith(told)
    assert (forecast.growth, forecast.empty_in, forecast.basis) == (None, None, "")


def test_what_a_library_began_with_is_no_pace(shelf):
    shelf.add(21, 2000)
    for week in range(3):
        shelf.read(21, 7 * week + 1, count=10)
    assert shelf.forecast.came == 0
    assert shelf.forecast.sentence == "At this pace the queue is empty in about 4 years"
    assert shelf.forecast.empty_in == 200


def test_an_import_in_one_go_is_not_counted_and_that_is_said(shelf):
    shelf.add(400)
    for week in range(8):
        shelf.add(7 * week + 2).read(300, 7 * week + 1, count=4)
    before = shelf.forecast.growth
    forecast = shelf.add(17, 3000).forecast
    assert (forecast.came, forecast.came_in_heaps, forecast.growth) == (8, 3000, before)
    assert forecast.basis.endswith("Not counted: 3,000 that came in one go.")


def test_mails_that_bring_many_papers_day_by_day_do_count(shelf):
    shelf.add(400)
    for day in range(56):
        shelf.add(day, 40)
    assert (shelf.forecast.came, shelf.forecast.came_in_heaps) == (56 * 40, 0)


def test_clearing_out_the_archive_in_one_go_is_no_pace_either(shelf):
    shelf.add(400, 100).archive(390, 10, count=500).read(300, 9)
    forecast = shelf.forecast
    assert (forecast.archived, forecast.left_in_heaps, forecast.read) == (0, 500, 1)
    assert "Not counted: 500 that left in one go" in forecast.basis


def test_what_came_as_read_or_archived_was_never_in_the_queue(shelf):
    shelf.add(400).read(10, 10, count=5).archive(10, 10, count=5)
    forecast = shelf.forecast
    assert (forecast.came, forecast.read, forecast.archived) == (0, 0, 0)


def test_papers_of_which_no_day_is_known_or_only_one_to_come_give_no_forecast(shelf):
    told = "Too early for a forecast: it takes 3 weeks, and it is not known when these papers came"
    assert shelf.add(-5).forecast.sentence == told
    shelf.papers.append(Paper(key="bad", number=9, added="last summer"))
    assert shelf.forecast.sentence == told


# Whatever the dates


MOMENTS = st.one_of(
    st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])).map(
        datetime.isoformat
    ),
    st.integers(-40, 500).map(at),
    st.sampled_from(["", "soon", "2026-02-30T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-11-21"]),
)
PAPERS = st.lists(
    st.tuples(
        st.sampled_from(Status),
        MOMENTS,
        st.none() | MOMENTS,
        st.none() | MOMENTS,
        st.lists(st.sampled_from(["a", "A", "b/c"]), max_size=2),
        st.sampled_from([None, "", "ICLR", "Workshop on \x1b[31m things that go \u202eon and on and on for very long"]),
    ),
    max_size=30,
).map(
    lambda rows: Library(
        Paper(key=f"p{n}", number=n, status=status, added=added, triaged=triaged, read_on=read, tags=tuple(tags),
              venue=venue)
        for n, (status, added, triaged, read, tags, venue) in enumerate(rows, start=1)
    )
)  # fmt: skip
NOWS = st.datetimes(datetime(1990, 1, 1), datetime(9990, 1, 1)).flatmap(  # noqa: DTZ001 -- its zone comes with the next
    lambda moment: st.integers(-14 * 60, 14 * 60).map(
        lambda minutes: moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    )
)


@given(PAPERS, NOWS | st.just(NOW), st.integers(1, 520))
def test_whatever_the_dates_are_no_paper_is_counted_twice_or_lost(library, now, weeks):
    statistics = statistics_of(library, now, weeks=weeks)
    assert len(statistics.weeks) == weeks
    assert {(b.monday - a.monday).days for a, b in zip(statistics.weeks, statistics.weeks[1:], strict=False)} <= {7}
    assert 0 <= (now.date() - statistics.weeks[-1].monday).days < 7
    assert sum(week.added for week in statistics.weeks) <= len(library)
    queue = statistics.queue
    assert sum(queue.ages.values()) + queue.undated == queue.papers == statistics.counts.unread
    assert set(queue.ages) == set(AGES)
    read = [statistics.read_within[days] for days in RECENT]
    assert read == sorted(read)
    assert 0 <= statistics.streak <= statistics.longest_streak
    assert statistics.days_to_read is None or statistics.days_to_read >= 0
    forecast = statistics.forecast
    assert forecast.came + forecast.came_in_heaps <= len(library)
    assert forecast.sentence


@given(PAPERS, st.integers(0, 320), st.integers(1, 60))
def test_the_report_fits_and_holds_nothing_that_drives_a_terminal(library, width, weeks):
    for line in report(statistics_of(library, NOW, weeks=weeks), width):
        text = "".join(piece.text for piece in line)
        assert cell_width(text) <= max(32, width)
        assert not any(sign in text for sign in "\x1b\u202e\n")
        assert text == text.rstrip(" ")


@given(st.lists(st.integers(-400, 400), max_size=60))
def test_every_paper_that_came_in_the_weeks_is_in_one_of_them(days):
    library = Library(Paper(key=f"p{n}", number=n, added=at(day)) for n, day in enumerate(days))
    weeks = statistics_of(library, NOW, weeks=5).weeks
    first, behind = MONDAY - timedelta(weeks=4), MONDAY + timedelta(weeks=1)
    expected = sum(first <= (NOW - timedelta(days=day)).date() < behind for day in days)
    assert sum(week.added for week in weeks) == expected


# The report


def lines_of(statistics, width):
    return ["".join(piece.text for piece in line) for line in report(statistics, width)]


def test_a_name_for_which_there_is_no_room_loses_whole_words(shelf):
    shelf.add(1, venue="Workshop on the Semantics of Extraordinarily Long Conference Names")
    row = next(line for line in lines_of(shelf.statistics(), 60) if line.startswith("Workshop"))
    name, _, numbers = row.partition(" …")
    assert "Workshop on the Semantics of Extraordinarily Long Conference Names".startswith(name + " ")
    assert numbers.split()[:2] == ["0", "1"]


def test_every_bar_stands_behind_its_number(shelf):
    lines = lines_of(shelf.add(1, 12).read(9, 8, count=3).statistics(weeks=2), 60)
    this, last = (next(line for line in lines if line.startswith(name)) for name in ("this week", "last week"))
    assert [part for part in this.split() if part.isdigit()] == ["12", "0"]
    assert [part for part in last.split() if part.isdigit()] == ["3", "3"]
    assert this.count("█") > last.count("█") > 0


def test_where_there_is_room_two_columns_stand_side_by_side(shelf):
    statistics = shelf.add(30, 12, tags=("nlp",)).statistics()
    narrow, wide = lines_of(statistics, 80), lines_of(statistics, 160)
    assert len(wide) < len(narrow)
    assert wide[0].split() == ["Forecast", "Papers,", "12", "in", "all"]
