"""Commands that go back and forth in a library's history: undo, redo."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import click

from readlist.cli.errors import CommandError
from readlist.cli.examples import examples
from readlist.cli.output import print_json, put, say, told
from readlist.cli.session import Session
from readlist.model.history import PastAction
from readlist.text import clean_line

_LISTED = 20
_LISTED_KEYS = 3


@click.command(epilog=examples("readlist undo", "readlist undo --list", "readlist undo --list --limit 5 --json"))
@click.option("--list", "listing", is_flag=True, help="Print the last actions instead, newest first.")
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=1), help=f"With --list: how many; {_LISTED} if not given."
)
@click.option("--json", "as_json", is_flag=True, help="With --list: print an array with all keys as JSON.")
@click.pass_obj
def undo(session: Session, *, listing: bool, limit: int | None, as_json: bool) -> None:
    """Take back the last change.

    It may have been made in the app or on the command line. One action is one change, however many papers it
    touched. What was changed since by other means stays as it is, and is told. With --list: time (UTC), action,
    what it did, and the keys of its papers, with tabs between them; those that are undone say so.
    """
    if not listing and (limit is not None or as_json):
        raise click.UsageError("--limit and --json go with --list")
    repository = session.repository()
    if listing:
        _print(list(islice(reversed(repository.history.actions()), limit or _LISTED)), as_json=as_json)
        return
    change = repository.undo()
    if change is None:
        raise CommandError("nothing to undo")
    say(f"Undone: {told(change)}")


@click.command(epilog=examples("readlist redo"))
@click.pass_obj
def redo(session: Session) -> None:
    """Do again what was undone last.

    After a new change there is nothing to do again.
    """
    change = session.repository().redo()
    if change is None:
        raise CommandError("nothing to do again")
    say(f"Done again: {told(change)}")


def _print(actions: Sequence[PastAction], *, as_json: bool) -> None:
    if as_json:
        print_json([_object(action) for action in actions])
        return
    for action in actions:
        put(_line(action) + "\n")


def _object(action: PastAction) -> dict[str, object]:
    newest = action.newest
    return {
        "at": clean_line(newest.at),
        "action": clean_line(newest.action),
        "summary": clean_line(newest.summary),
        "keys": [clean_line(key) for key in action.keys],
        "undone": action.undone,
    }


def _line(action: PastAction) -> str:
    newest, touched = action.newest, action.keys
    keys = " ".join(touched[:_LISTED_KEYS])
    more = len(touched) - _LISTED_KEYS
    columns = (
        newest.at,
        newest.action,
        told(newest) + (" (undone)" if action.undone else ""),
        f"{keys} and {more} more" if more > 0 else keys,
    )
    return "\t".join(clean_line(column) for column in columns)
