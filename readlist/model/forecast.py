"""Where a reading list is going: what leaves the queue of unread papers against what comes into it.

What counts: a paper comes in on the day it was added, and leaves on the day it was read or archived. When a paper was
archived that had been queued before is not kept; it counts on the day it was first triaged. Papers that came in as
read or archived were never in the queue, and count neither way.

What does not count: the first day of a library, which is what its reader began with; and a heap, papers that came or
left in one action and are many more than what a week usually brings: an import of years of bookmarks says nothing
about next week. Imports of that size that come week after week are what weeks usually bring, and do count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import NamedTuple, TypeAlias

from readlist.model.local_days import DAYS_A_WEEK, median
from readlist.model.record import Timestamp

PERIOD = 8
"""Weeks that a forecast looks back."""
LEAST = 3
"""Weeks that it needs: of fewer, one unusual week is half of what there is."""
_HEAP = 20
"""Papers of one action, at least, that can be a heap."""
_TIMES = 4
"""A heap is more than so many times the median week."""
_WEEKS_TOLD = 104
_WEEKS_A_YEAR = 52.1775
_YEARS_TOLD = 100
_EXACT_TO = 10

Moments: TypeAlias = Mapping[Timestamp, int]
"""How many papers something happened to, by moment: those of one action share theirs."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the last weeks say about the weeks to come.

    Attributes:
        queue: papers that are unread now.
        weeks: that it is made of, of seven days each, the last of which ends today; at most `PERIOD`.
        days: since the first paper came; None where no day is known.
        came: papers that came in, in these weeks, heaps left out.
        read: papers that left because they were read, heaps left out.
        archived: papers that left because they were archived, heaps left out.
        came_in_heaps: papers that came in, in these weeks, and are not counted.
        left_in_heaps: papers that left in these weeks, and are not counted.
    """

    queue: int
    weeks: int
    days: int | None
    came: int
    read: int
    archived: int
    came_in_heaps: int
    left_in_heaps: int

    @property
    def growth(self) -> float | None:
        """Papers by which the queue grows a week, negative where it shrinks; None where too few weeks are known."""
        if self.weeks < LEAST:
            return None
        return (self.came - self.read - self.archived) / self.weeks

    @property
    def empty_in(self) -> int | None:
        """Weeks until the queue is empty; None where it is not known, or never."""
        growth = self.growth
        if not self.queue:
            return 0
        return None if growth is None or growth >= 0 else ceil(self.queue / -growth)

    @property
    def sentence(self) -> str:
        """The forecast in words, without a full stop."""
        growth, empty_in = self.growth, self.empty_in
        if not self.queue:
            return "The queue is empty"
        if growth is None:
            return f"Too early for a forecast: it takes {LEAST} weeks, and {self._known()}"
        if empty_in is not None:
            return f"At this pace the queue is empty in {_stretch(empty_in)}"
        grows = f"the queue grows by {_papers_a_week(growth)}"
        if not self.read + self.archived + self.left_in_heaps:
            nothing = f"Nothing read in the last {self.weeks} weeks"
            return f"{nothing}, and {grows}" if growth else nothing
        return grows.capitalize() if growth else "At this pace the queue stays as long as it is"

    @property
    def basis(self) -> str:
        """What it is made of, in words; "" where it is made of nothing."""
        if self.growth is None:
            return ""
        left = f"{self.read:,} read, {self.archived:,} archived"
        counted = f"In the last {self.weeks} weeks: {self.came:,} came in, {left}."
        heaps = [
            f"{number:,} that {verb} in one go"
            for number, verb in ((self.came_in_heaps, "came"), (self.left_in_heaps, "left"))
            if number
        ]
        return f"{counted} Not counted: {' and '.join(heaps)}." if heaps else counted

    def _known(self) -> str:
        if self.days is None:
            return "it is not known when these papers came"
        return "these papers came today" if not self.days else f"the first of these papers came {_days(self.days)} ago"


def forecast(  # noqa: PLR0913 -- the facts that it is made of, named at the call
    *,
    queue: int,
    came: Moments,
    read: Moments,
    archived: Moments,
    today: date,
    first: date | None,
    day_of: Callable[[Timestamp], date | None],
) -> Forecast:
    """Return what is to be expected of a queue.

    Args:
        queue: papers that are unread now.
        came: when papers came into the queue.
        read: when papers left it because they were read.
        archived: when papers left it because they were archived.
        today: the day of the user.
        first: the day on which the first paper came, not after today; None where no day is known.
        day_of: the day of the user that a moment was on; None where it is none.
    """
    days = (today - first).days if first is not None else None
    weeks = min(PERIOD, (days or 0) // DAYS_A_WEEK)

    def recent(moments: Moments) -> Iterator[_Event]:
        for moment, papers in moments.items():
            day = day_of(moment)
            week = (today - day).days // DAYS_A_WEEK if day is not None else -1
            if 0 <= week < weeks:
                yield _Event(moment, week, papers)

    incoming, reading, archiving = (tuple(recent(moments)) for moments in (came, read, archived))
    heaps_in, heaps_out = _heaps(incoming, weeks), _heaps((*reading, *archiving), weeks)
    return Forecast(
        queue=queue,
        weeks=weeks,
        days=days,
        came=_papers(incoming, besides=heaps_in),
        read=_papers(reading, besides=heaps_out),
        archived=_papers(archiving, besides=heaps_out),
        came_in_heaps=sum(heaps_in.values()),
        left_in_heaps=sum(heaps_out.values()),
    )


class _Event(NamedTuple):
    """What one action did to some papers, so many weeks ago."""

    moment: Timestamp
    week: int
    papers: int


def _heaps(events: Sequence[_Event], weeks: int) -> Moments:
    """Return the moments at which many more papers came or left than in a usual week."""
    weekly = [0] * weeks
    at_once: Counter[Timestamp] = Counter()
    for moment, week, papers in events:
        weekly[week] += papers
        at_once[moment] += papers
    most = _TIMES * (median(weekly) or 0)
    return {moment: papers for moment, papers in at_once.items() if papers >= _HEAP and papers > most}


def _papers(events: Sequence[_Event], *, besides: Moments) -> int:
    return sum(event.papers for event in events if event.moment not in besides)


def _stretch(weeks: int) -> str:
    if weeks <= _WEEKS_TOLD:
        return "1 week" if weeks == 1 else f"{weeks} weeks"
    years = round(weeks / _WEEKS_A_YEAR)
    return f"about {years} years" if years <= _YEARS_TOLD else f"more than {_YEARS_TOLD} years"


def _papers_a_week(growth: float) -> str:
    if growth < 1:
        return "less than 1 paper a week"
    shown = f"{growth:,.0f}" if growth >= _EXACT_TO else f"{growth:.1f}".removesuffix(".0")
    return "1 paper a week" if shown == "1" else f"{shown} papers a week"


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"
