"""The command that puts papers off to a day: defer."""

from __future__ import annotations

from datetime import datetime

import click
from click.shell_completion import CompletionItem

from readlist.cli.arguments import find_keys, many_papers
from readlist.cli.examples import examples
from readlist.cli.output import report
from readlist.cli.queries import local_now
from readlist.cli.session import Session
from readlist.model.actions import Defer
from readlist.model.days import day_in_words
from readlist.model.defer_dates import NAMES, InvalidDateError, defer_date

_OFF = "off"


def complete_dates(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the names of days that begin with `incomplete`, for the shell, each with its date."""
    session = context.find_object(Session)
    today = (local_now(session) if session else datetime.now().astimezone()).date()
    days = {name: day_in_words(defer_date(name, today), today) for name in NAMES}
    days[_OFF] = "show it again"
    start = incomplete.casefold()
    return [CompletionItem(name, help=day) for name, day in days.items() if name.startswith(start)]


@click.command(
    epilog=examples(
        "readlist defer tomorrow lin2024mitigating",
        "readlist defer 2w --query 'is:queued survey'",
        "readlist defer 'dec 24' 2310.16271",
        "readlist defer off lin2024mitigating",
    )
)
@click.argument("date", metavar="DATE", shell_complete=complete_dates)
@many_papers
@click.pass_obj
def defer(session: Session, date: str, keys: tuple[str, ...], *, query: str | None) -> None:
    """Put papers off to a day; they come back unread.

    Until then they are out of sight but for is:deferred, which shows them with the sign ↷; from that day on they are
    where they were, with the sign ↺ and for is:returned, until you decide about them. Papers that are read or archived
    get the status that they had before.

    DATE is tomorrow, weekend (the next Saturday), week, month, a weekday or a month, or the clear beginning of one;
    3d, 2w, 2m or 1y from today; or 2026-12-01, 12-24, 24.12. or "dec 24", the next one where no year is given. off
    takes it back: the papers show again, without a mark. KEY may be - for keys on standard input, one a line.
    """
    until = None
    if date.strip().casefold() != _OFF:
        try:
            until = defer_date(date, local_now(session).date()).isoformat()
        except InvalidDateError as error:
            raise click.UsageError(str(error)) from error
    repository = session.repository()
    report(repository.do(Defer(find_keys(session, repository, keys, query), until)))
