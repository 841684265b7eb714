"""How reading goes: what came in and what was read, week by week, what waits and how long, and where that leads.

Days and weeks are those of the user. A paper counts as read on the day it was marked read, while it is read or in the
archive; one that came in as read (`import --status read`) was not read that day, and counts on none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from readlist.model.deferred import prefetch
from readlist.model.forecast import Forecast, Moments, forecast
from readlist.model.library import Counts, Library
from readlist.model.local_days import DAYS_A_WEEK, LocalDays, median, monday_of
from readlist.model.paper import Paper, Status
from readlist.model.record import Timestamp
from readlist.model.venues import short_venue

WEEKS = 12
"""Weeks that are shown where nobody asks for more or fewer."""
MOST_WEEKS = 520
TOP = 10
"""Tags, and venues, that are told of."""
RECENT = (7, 30, 365)
"""Days, up to today, of which it is told how many papers were read in them."""
AGES: Mapping[str, int | None] = {"week": 7, "month": 30, "quarter": 91, "year": 365, "older": None}
"""Ages by which waiting papers are counted: fewer days than that, None for any number."""

_DONE = frozenset({Status.READ, Status.ARCHIVED})


@dataclass(frozen=True, slots=True)
class Week:
    """What happened in one week.

    Attributes:
        monday: its first day.
        added: papers that came into the library.
        read: papers that were read.
    """

    monday: date
    added: int
    read: int

    @property
    def name(self) -> str:
        """Its name in ISO 8601: "2026-W47"."""
        year, week, _ = self.monday.isocalendar()
        return f"{year:04}-W{week:02}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A paper that waits to be read.

    Attributes:
        key: its citation key.
        added: the day on which it came.
        days: since then.
    """

    key: str
    added: date
    days: int


@dataclass(frozen=True, slots=True)
class Queue:
    """The papers that wait to be read: inbox, queued and reading together.

    Attributes:
        papers: how many they are.
        median_age: days that half of them have waited for, or longer; None where no day is known.
        oldest: the one that has waited longest, the first of several; None where no day is known.
        ages: how many have waited how long, by the names in `AGES`, each without those of the groups before.
        undated: of how many it is not known when they came.
    """

    papers: int
    median_age: float | None
    oldest: Waiting | None
    ages: Mapping[str, int]
    undated: int


@dataclass(frozen=True, slots=True)
class Share:
    """How far papers that have something in common are read; those in the archive are left out.

    Attributes:
        name: the tag, or the short name of the venue.
        read: papers that are read.
        unread: papers that wait to be read.
    """

    name: str
    read: int
    unread: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """How reading goes.

    Attributes:
        today: the day for which this is so.
        counts: papers by status, all together, and starred.
        weeks: the last weeks, the oldest first; the last is the present one, as far as it has gone.
        queue: the papers that wait.
        tags: the most frequent tags, the most frequent first.
        venues: the most frequent venues, likewise.
        streak: days in a row, up to today or yesterday, on each of which a paper was read.
        longest_streak: the most such days in a row that there ever were.
        read_today: whether a paper was read today.
        read_within: papers read within so many days up to today, by the numbers in `RECENT`.
        days_to_read: days from added to read, the median of all papers of which both are known; None for none.
        forecast: where it leads.
    """

    today: date
    counts: Counts
    weeks: tuple[Week, ...]
    queue: Queue
    tags: tuple[Share, ...]
    venues: tuple[Share, ...]
    streak: int
    longest_streak: int
    read_today: bool
    read_within: Mapping[int, int]
    days_to_read: float | None
    forecast: Forecast


def statistics_of(library: Library, now: datetime, *, weeks: int = WEEKS) -> Statistics:
    """Return how the reading of some papers goes.

    Moments that are none, which a library that was edited by hand can have, count as not known; those in the future
    belong to none of the weeks, and a paper from the future has waited for 0 days.

    Args:
        library: the papers.
        now: the present moment; its time zone says when days begin.
        weeks: how many to tell of, 1 to `MOST_WEEKS`, the present one among them.
    """
    papers = tuple(library)
    done = [paper for paper in papers if paper.status in _DONE]
    # Of papers that were not looked at yet, all at once: one by one a hundred thousand take seconds.
    library.prefetch(("added", "venue"))
    prefetch(done, ("triaged", "read_on"))
    today, day_of = now.date(), LocalDays(now)
    added = Counter(paper.added for paper in papers)
    read_on = Counter(paper.read_on for paper in done if paper.read_on and _is_done_here(paper, paper.read_on))
    read_days = _by_day(read_on, day_of)
    added_days = _by_day(added, day_of)
    streak, longest = _streaks(read_days, today)
    return Statistics(
        today=today,
        counts=library.counts,
        weeks=_weeks(added_days, read_days, today, weeks),
        queue=_queue(papers, today, day_of),
        tags=_shares(Counter((tag.casefold(), tag, paper.status) for paper in papers for tag in paper.tags)),
        venues=_venues(papers),
        streak=streak,
        longest_streak=longest,
        read_today=today in read_days,
        read_within={
            days: sum(number for day, number in read_days.items() if 0 <= (today - day).days < days) for days in RECENT
        },
        days_to_read=_days_to_read(done, day_of),
        forecast=_forecast(papers, done, today, day_of, min((day for day in added_days if day <= today), default=None)),
    )


def _by_day(moments: Moments, day_of: LocalDays) -> Counter[date]:
    """Return how many papers something happened to, by day."""
    by_day: Counter[date] = Counter()
    for moment, papers in moments.items():
        day = day_of[moment]
        if day is not None:
            by_day[day] += papers
    return by_day


def _is_done_here(paper: Paper, moment: Timestamp) -> bool:
    """Whether what was done to a paper at a moment was done in this library: it may have come as read or archived."""
    return moment != paper.added or paper.status_before is not None


def _weeks(added: Mapping[date, int], read: Mapping[date, int], today: date, weeks: int) -> tuple[Week, ...]:
    mondays = [monday_of(today) - timedelta(days=DAYS_A_WEEK * ago) for ago in reversed(range(weeks))]
    came, done = (_by_monday(days, mondays[0], today + timedelta(days=DAYS_A_WEEK)) for days in (added, read))
    return tuple(Week(monday, came[monday], done[monday]) for monday in mondays)


def _by_monday(days: Mapping[date, int], first: date, behind: date) -> Counter[date]:
    by_monday: Counter[date] = Counter()
    for day, papers in days.items():
        if first <= day < behind:
            by_monday[monday_of(day)] += papers
    return by_monday


def _queue(papers: Iterable[Paper], today: date, day_of: LocalDays) -> Queue:
    waiting = [paper for paper in papers if paper.status.unread]
    days = [(day, paper) for paper in waiting if (day := day_of[paper.added]) is not None]
    ages = [max(0, (today - day).days) for day, _ in days]
    oldest = min(days, key=lambda found: found[0], default=None)
    return Queue(
        papers=len(waiting),
        median_age=median(ages),
        oldest=None if oldest is None else Waiting(oldest[1].key, oldest[0], max(0, (today - oldest[0]).days)),
        ages=_age_groups(ages),
        undated=len(waiting) - len(days),
    )


def _age_groups(ages: Iterable[int]) -> Mapping[str, int]:
    groups = dict.fromkeys(AGES, 0)
    for age, papers in Counter(ages).items():
        groups[next(name for name, below in AGES.items() if below is None or age < below)] += papers
    return groups


def _venues(papers: Iterable[Paper]) -> tuple[Share, ...]:
    by_name: Counter[tuple[str, str, Status]] = Counter()
    for (venue, status), number in Counter((paper.venue, paper.status) for paper in papers).items():
        if venue:
            name = short_venue(venue)
            by_name[name, name, status] += number
    return _shares(by_name)


def _shares(found: Mapping[tuple[str, str, Status], int]) -> tuple[Share, ...]:
    """Return the most frequent of some names, given with the form that all spellings of a name share before them."""
    spelling: dict[str, str] = {}
    read: Counter[str] = Counter()
    unread: Counter[str] = Counter()
    for (folded, name, status), papers in found.items():
        spelling.setdefault(folded, name)
        if status.unread:
            unread[folded] += papers
        elif status is Status.READ:
            read[folded] += papers
    together = read + unread
    top = sorted(together, key=lambda folded: (-together[folded], folded))[:TOP]
    return tuple(Share(spelling[folded], read[folded], unread[folded]) for folded in top)


def _streaks(read_days: Collection[date], today: date) -> tuple[int, int]:
    """Return the days in a row up to today or yesterday, and the most there ever were."""
    days = sorted(day for day in read_days if day <= today)
    if not days:
        return 0, 0
    run = longest = 1
    for before, day in pairwise(days):
        run = run + 1 if (day - before).days == 1 else 1
        longest = max(longest, run)
    return (run if (today - days[-1]).days <= 1 else 0), longest


def _days_to_read(done: Iterable[Paper], day_of: LocalDays) -> float | None:
    taken: list[int] = []
    for paper in done:
        if paper.read_on and paper.read_on > paper.added:
            began, ended = day_of[paper.added], day_of[paper.read_on]
            if began is not None and ended is not None:
                taken.append(max(0, (ended - began).days))
    return median(taken)


def _forecast(
    papers: Iterable[Paper], done: Sequence[Paper], today: date, day_of: LocalDays, first: date | None
) -> Forecast:
    came = Counter(paper.added for paper in papers if paper.status.unread)
    queue = came.total()
    read: Counter[Timestamp] = Counter()
    archived: Counter[Timestamp] = Counter()
    for paper in done:
        moment = paper.read_on or (paper.triaged if paper.status is Status.ARCHIVED else None)
        # What left when it came, or nobody knows when, counts neither way.
        if moment and moment >= paper.added and _is_done_here(paper, moment):
            came[paper.added] += 1
            (read if paper.read_on else archived)[moment] += 1
    return forecast(
        queue=queue, came=came, read=read, archived=archived, today=today, first=first, day_of=day_of.__getitem__
    )
