"""Commands about how far papers are read: mark, star."""

from __future__ import annotations

import click

from readlist.cli.arguments import find_keys, many_papers
from readlist.cli.examples import examples
from readlist.cli.output import report
from readlist.cli.session import Session
from readlist.model.actions import Action, SetStarred, SetStatus, SetUnread
from readlist.model.paper import Status

_UNREAD = "unread"


@click.command(
    epilog=examples("readlist mark read lin2024mitigating 2310.16271", "readlist mark archived --query survey")
)
@click.argument(
    "status", metavar="STATUS", type=click.Choice([*(status.value for status in Status), _UNREAD], case_sensitive=False)
)
@many_papers
@click.pass_obj
def mark(session: Session, status: str, keys: tuple[str, ...], *, query: str | None) -> None:
    """Set the status of papers.

    STATUS is inbox, queued, reading, read, archived, or unread, which takes papers that are read or archived back
    to the status that they had before. KEY may be - for keys on standard input, one a line. However many papers it
    is, it is one change: one `readlist undo` takes it back.
    """
    repository = session.repository()
    names = find_keys(session, repository, keys, query)
    action: Action = SetUnread(names) if status == _UNREAD else SetStatus(names, Status(status))
    report(repository.do(action))


@click.command(epilog=examples("readlist star lin2024mitigating", "readlist star --off --query survey"))
@many_papers
@click.option("--off", is_flag=True, help="Take the star off.")
@click.pass_obj
def star(session: Session, keys: tuple[str, ...], *, query: str | None, off: bool) -> None:
    """Star papers, or take the star off.

    KEY may be - for keys on standard input, one a line.
    """
    repository = session.repository()
    report(repository.do(SetStarred(find_keys(session, repository, keys, query), not off)))
