"""Statistics as lines of text, for whatever can show lines: labels, numbers, bars and sparklines of block characters.

Every bar stands beside its number, and what is told apart by colour is told apart by form, place or word as well. No
word is cut: where a name is too long for its column, whole words of it are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import zip_longest
from math import ceil, floor
from typing import NamedTuple, TypeAlias

from readlist.model.charts import bar, sparkline, split_bar
from readlist.model.labels import SIGNS, STAR
from readlist.model.statistics import RECENT, Share, Statistics, Week
from readlist.text import cell_width, clean_line, cut, wrap


class Role(StrEnum):
    """What a piece of a line is, so that it can be styled."""

    PLAIN = "plain"
    HEADING = "heading"
    STRONG = "strong"
    FAINT = "faint"
    ADDED = "added"
    READ = "read"
    WAITING = "waiting"


class ReportPiece(NamedTuple):
    """A stretch of a line: cleaned text, and what it is."""

    text: str
    role: Role = Role.PLAIN


ReportLine: TypeAlias = tuple[ReportPiece, ...]

MOST_CELLS = 76
"""Width of a column of the report: longer bars tell no more, and longer lines are hard to read."""
_GAP = "    "
_TWO_COLUMNS = 112
"""Cells from which two columns stand side by side."""
_LEAST = 32
_LEAST_BAR = 6
_AGE_LABELS = {
    "week": "up to a week",
    "month": "up to a month",
    "quarter": "up to 3 months",
    "year": "up to a year",
    "older": "longer",
}
_RECENT_LABELS = {7: "last 7 days", 30: "last 30 days", 365: "last 365 days"}


def report(statistics: Statistics, width: int, *, shown: Callable[[str], str] = clean_line) -> list[ReportLine]:
    """Return statistics as lines of at most `width` cells, in one column or, where there is room, in two.

    Args:
        statistics: what is told.
        width: of a line, in terminal cells; below 32 lines are as wide as that.
        shown: makes a name of a tag, venue or paper fit to be shown.
    """
    width = max(_LEAST, width)
    if width >= _TWO_COLUMNS:
        column = min(MOST_CELLS, (width - len(_GAP)) // 2)
        left = [_forecast(statistics, column), _reading(statistics, column), _weeks(statistics.weeks, column)]
        right = _waiting(statistics, column, shown)
        return _beside(_stacked(left), _stacked(right), column)
    column = min(MOST_CELLS, width)
    return _stacked(
        [
            _forecast(statistics, column),
            _reading(statistics, column),
            _weeks(statistics.weeks, column),
            *_waiting(statistics, column, shown),
        ]
    )


def _waiting(statistics: Statistics, width: int, shown: Callable[[str], str]) -> list[list[ReportLine]]:
    return [
        _papers(statistics, width),
        _queue(statistics, width, shown),
        _shares("Tags", statistics.tags, width, shown),
        _shares("Venues", statistics.venues, width, shown),
    ]


def _stacked(blocks: Sequence[Sequence[ReportLine]]) -> list[ReportLine]:
    lines: list[ReportLine] = []
    for block in filter(None, blocks):
        lines += [(), *map(_trimmed, block)] if lines else map(_trimmed, block)
    return lines


def _beside(left: Sequence[ReportLine], right: Sequence[ReportLine], column: int) -> list[ReportLine]:
    lines: list[ReportLine] = []
    for ours, theirs in zip_longest(left, right, fillvalue=()):
        room = column - sum(cell_width(piece.text) for piece in ours)
        lines.append((*ours, ReportPiece(" " * room + _GAP), *theirs) if theirs else ours)
    return lines


def _trimmed(line: ReportLine) -> ReportLine:
    """Return a line without blanks at its end."""
    pieces = list(line)
    while pieces and not (text := pieces[-1].text.rstrip(" ")):
        pieces.pop()
    return (*pieces[:-1], pieces[-1]._replace(text=text)) if pieces else ()


# The parts


def _forecast(statistics: Statistics, width: int) -> list[ReportLine]:
    forecast = statistics.forecast
    lines: list[ReportLine] = [(ReportPiece(line, Role.STRONG),) for line in wrap(forecast.sentence, width)]
    if forecast.basis:
        lines += _told(forecast.basis, width)
    return [_heading("Forecast"), *lines]


def _reading(statistics: Statistics, width: int) -> list[ReportLine]:
    streak, longest = statistics.streak, statistics.longest_streak
    row = f"{_days(streak)} in a row" if streak else "no day in a row"
    if streak and not statistics.read_today:
        row += ", up to yesterday"
    if longest > streak:
        row += f"; at most {longest:,}" if streak else f"; at most {_days(longest)}"
    values = [(_RECENT_LABELS[days], _papers_of(statistics.read_within[days])) for days in RECENT]
    values.append(("streak", row))
    if statistics.days_to_read is not None:
        # Between two in the middle the median has a half: the earlier of them is true of half of the papers too.
        days = floor(statistics.days_to_read)
        values.append(("from added to read", f"half within {_days(days)}" if days else "half on the same day"))
    return [_heading("Read"), *_table(values, width)]


def _weeks(weeks: Sequence[Week], width: int) -> list[ReportLine]:
    added, read = [week.added for week in weeks], [week.read for week in weeks]
    label = len("2026-11-16") + 2
    number = max(len("added"), *(len(f"{value:,}") for value in (*added, *read)))
    room = (width - label - 2 * (number + 1) - 2) // 2
    lines: list[ReportLine] = [_heading(f"Weeks, the last {len(weeks)}" if len(weeks) > 1 else "This week")]
    for name, values, role in (("added", added, Role.ADDED), ("read", read, Role.READ)):
        line = sparkline(values, width - label - number - 1)
        total = ReportPiece(f"{sum(values):>{number},} ")
        lines.append((ReportPiece(f"{name:<{label}}", Role.FAINT), total, ReportPiece(line, role)))
    head = f"{'week of':<{label}}{'added':>{number}} {'':<{max(0, room)}}  {'read':>{number}}"
    lines += [(), (ReportPiece(head, Role.FAINT),)]
    most = max(*added, *read, 1)
    for ago, week in enumerate(reversed(weeks)):
        name = ("this week", "last week")[ago] if ago <= 1 else week.monday.isoformat()
        bars = [bar(value, most, room) if room >= _LEAST_BAR else "" for value in (week.added, week.read)]
        lines.append(
            (
                ReportPiece(f"{name:<{label}}", Role.FAINT),
                ReportPiece(f"{week.added:>{number},} "),
                ReportPiece(f"{bars[0]:<{max(0, room)}}", Role.ADDED),
                ReportPiece(f"  {week.read:>{number},} "),
                ReportPiece(bars[1], Role.READ),
            )
        )
    return lines


def _papers(statistics: Statistics, width: int) -> list[ReportLine]:
    counts = statistics.counts
    rows = [(f"{sign} {status.value}", counts.by_status.get(status, 0)) for status, sign in SIGNS.items()]
    rows.append((f"{STAR} starred", counts.starred))
    return [_heading(f"Papers, {counts.total:,} in all"), *_bars(rows, counts.total, width)]


def _queue(statistics: Statistics, width: int, shown: Callable[[str], str]) -> list[ReportLine]:
    queue = statistics.queue
    lines: list[ReportLine] = [_heading(f"Queue, {queue.papers:,} unread")]
    if queue.oldest is not None and not queue.oldest.days:
        lines += _told("All of them came today.", width)
    elif queue.median_age is not None:
        lines += _told(f"Half of them have waited for {_days(ceil(queue.median_age))} or longer.", width)
    if queue.oldest is not None and queue.oldest.days:
        oldest = queue.oldest
        lines += _told(f"The oldest: {shown(oldest.key)}, {_days(oldest.days)}, since {oldest.added}.", width)
    rows = [(_AGE_LABELS[name], papers) for name, papers in queue.ages.items()]
    if queue.undated:
        rows.append(("not known", queue.undated))
    return [*lines, *_bars(rows, queue.papers, width)] if queue.papers else lines


def _shares(title: str, shares: Sequence[Share], width: int, shown: Callable[[str], str]) -> list[ReportLine]:
    if not shares:
        return []
    number = max(len("unread"), *(len(f"{max(share.read, share.unread):,}") for share in shares))
    names = [shown(share.name) for share in shares]
    label = min(max(map(cell_width, (*names, title))), max(8, width - 2 * (number + 2) - 2 * _LEAST_BAR))
    room = width - label - 2 * (number + 2) - 2
    head = f"  {'read':>{number}}  {'unread':>{number}}"
    pad = " " * max(0, label - len(title))
    lines: list[ReportLine] = [(ReportPiece(title, Role.HEADING), ReportPiece(pad + head, Role.FAINT))]
    most = max(share.read + share.unread for share in shares)
    for name, share in zip(names, shares, strict=True):
        told = _fitted(name, label)
        read, unread = split_bar(share.read, share.unread, most, room) if room >= _LEAST_BAR else ("", "")
        lines.append(
            (
                ReportPiece(told + " " * (label - cell_width(told))),
                ReportPiece(f"  {share.read:>{number},}  {share.unread:>{number},}  "),
                ReportPiece(read, Role.READ),
                ReportPiece(unread, Role.WAITING),
            )
        )
    return lines


# Lines


def _heading(text: str) -> ReportLine:
    return (ReportPiece(text, Role.HEADING),)


def _told(text: str, width: int) -> list[ReportLine]:
    return [(ReportPiece(line, Role.FAINT),) for line in wrap(text, width)]


def _table(values: Sequence[tuple[str, str]], width: int) -> list[ReportLine]:
    """Return names with values, which are wrapped."""
    label = max(len(name) for name, _ in values) + 2
    lines: list[ReportLine] = []
    for name, value in values:
        for number, line in enumerate(wrap(value, max(8, width - label))):
            lines.append((ReportPiece(f"{'' if number else name:<{label}}", Role.FAINT), ReportPiece(line)))
    return lines


def _bars(rows: Sequence[tuple[str, int]], most: int, width: int) -> list[ReportLine]:
    """Return names with numbers, and bars of which the longest would be `most`."""
    label = max(len(name) for name, _ in rows) + 2
    number = max(len(f"{value:,}") for _, value in rows)
    room = width - label - number - 1
    return [
        (
            ReportPiece(f"{name:<{label}}", Role.FAINT),
            ReportPiece(f"{value:>{number},} "),
            ReportPiece(bar(value, most, room) if room >= _LEAST_BAR else "", Role.WAITING),
        )
        for name, value in rows
    ]


def _fitted(name: str, cells: int) -> str:
    """Return a name without the words at its end for which there is no room; one long word is cut."""
    if cell_width(name) <= cells:
        return name
    short = cut(name, cells)
    whole, blank, _ = short.rpartition(" ")
    return f"{whole} …" if blank and name[len(short) - 1 : len(short)] != " " else short


def _days(days: int) -> str:
    return "1 day" if days == 1 else f"{days:,} days"


def _papers_of(papers: int) -> str:
    return "1 paper" if papers == 1 else f"{papers:,} papers"
