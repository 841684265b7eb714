"""The command that tells how reading goes: stats."""

from __future__ import annotations

import dataclasses
import shutil
from typing import Any

import click

from readlist.cli.errors import complain
from readlist.cli.examples import examples
from readlist.cli.output import Styles, print_json, put, unicode_of
from readlist.cli.queries import OwnViews, Search, local_now, nothing_matches, parsed
from readlist.cli.querying import QueryCommand, query_text, query_words
from readlist.cli.session import Session
from readlist.model.library import Library
from readlist.model.paper import Status
from readlist.model.statistics import MOST_WEEKS, WEEKS, Queue, Share, Statistics, statistics_of
from readlist.text import clean_line

_STYLES: dict[str, dict[str, Any]] = {
    "heading": {"bold": True, "fg": "blue"},
    "strong": {"bold": True},
    "faint": {"dim": True},
    "added": {"fg": "cyan"},
    "read": {"fg": "green"},
    "waiting": {"fg": "yellow"},
}
"""How each part of the report is shown; every part can be told without."""


@click.command(
    cls=QueryCommand,
    epilog=examples(
        "readlist stats",
        "readlist stats tag:rlhf -tag:survey --weeks 26",
        "readlist stats --json | jq .forecast.empty_in_weeks",
    ),
)
@query_words
@click.option(
    "--weeks",
    metavar="N",
    type=click.IntRange(min=1, max=MOST_WEEKS),
    default=WEEKS,
    help=f"Tell of so many weeks, this one among them. Default: {WEEKS}.",
)
@click.option("--json", "as_json", is_flag=True, help="Print every number as one JSON object.")
@click.pass_obj
def stats(session: Session, words: tuple[str, ...], *, query: str | None, weeks: int, as_json: bool) -> None:
    """Print what was added and read, what waits, and a forecast.

    Of all papers or of those that match QUERY (see readlist list --help), archived and deferred ones among them. Days
    and weeks are yours. A paper counts as read on the day it was marked read; one that was imported as read counts on
    none.

    The forecast sets what left the queue of unread papers in the last 8 weeks, read or archived, against what came
    into it. The first day of the library does not count, nor does what came or left in one go and is far more than a
    usual week brings (20 papers and four times the median week); how many that are is said. It takes 3 weeks.

    Bars are as wide as the terminal has room for. Into a pipe or file goes the same without colours; --json is for
    programs.
    """
    text = query_text(words, query)
    repository = session.repository()
    library = repository.library
    if text.strip():
        wanted = parsed(session, text, OwnViews(session, repository))
        library = Library(Search(repository).find(dataclasses.replace(wanted, hidden=None)))
    statistics = statistics_of(library, local_now(session), weeks=weeks)
    if as_json:
        print_json(_json(statistics))
    elif not len(library):
        complain(nothing_matches(text) if text.strip() else "no papers yet")
    else:
        put(_report(statistics, shutil.get_terminal_size().columns, Styles.of_stdout(session.environ)))


def _report(statistics: Statistics, width: int, styles: Styles) -> str:
    from readlist.model.statistics_report import report  # noqa: PLC0415 -- only needed here

    return "".join(
        "".join(styles.paint(piece.text, **_STYLES.get(piece.role, {})) for piece in line) + "\n"
        for line in report(statistics, width, shown=_shown)
    )


def _shown(name: str) -> str:
    return clean_line(unicode_of(name))


def _json(statistics: Statistics) -> dict[str, Any]:
    counts, forecast = statistics.counts, statistics.forecast
    return {
        "today": statistics.today.isoformat(),
        "papers": counts.total,
        "unread": counts.unread,
        "starred": counts.starred,
        "by_status": {status.value: counts.by_status.get(status, 0) for status in Status},
        "weeks": [
            {"week": week.name, "monday": week.monday.isoformat(), "added": week.added, "read": week.read}
            for week in statistics.weeks
        ],
        "read_within_days": {str(days): papers for days, papers in statistics.read_within.items()},
        "streak": {"days": statistics.streak, "longest": statistics.longest_streak},
        "days_to_read": statistics.days_to_read,
        "queue": _queue_json(statistics.queue),
        "tags": [_share_json(share) for share in statistics.tags],
        "venues": [_share_json(share) for share in statistics.venues],
        "forecast": {
            "text": forecast.sentence,
            "weeks": forecast.weeks,
            "came": forecast.came,
            "read": forecast.read,
            "archived": forecast.archived,
            "not_counted": {"came": forecast.came_in_heaps, "left": forecast.left_in_heaps},
            "growth_a_week": forecast.growth,
            "empty_in_weeks": forecast.empty_in,
        },
    }


def _queue_json(queue: Queue) -> dict[str, Any]:
    oldest = queue.oldest
    return {
        "papers": queue.papers,
        "median_days": queue.median_age,
        "oldest": oldest and {"key": clean_line(oldest.key), "added": oldest.added.isoformat(), "days": oldest.days},
        "ages": {**queue.ages, "unknown": queue.undated},
    }


def _share_json(share: Share) -> dict[str, Any]:
    return {"name": clean_line(share.name), "read": share.read, "unread": share.unread}
