"""Commands that go back and forth in a library's history: undo, redo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import click

from readlist.cli.errors import CommandError
from readlist.cli.examples import examples
from readlist.cli.output import put, say
from readlist.cli.session import Session
from readlist.model.change import Change, ChangeKind
from readlist.text import clean_line

_LISTED = 20
_LISTED_KEYS = 3


@click.command(epilog=examples("readlist undo", "readlist undo --list"))
@click.option("--list", "listing", is_flag=True, help=f"Print the last {_LISTED} actions instead, newest first.")
@click.pass_obj
def undo(session: Session, *, listing: bool) -> None:
    """Take back the last change.

    It may have been made in the app or on the command line. One action is one change, however many papers it
    touched. With --list: time (UTC), action, what it did, and the keys of its papers, with tabs between them;
    those that are undone say so.
    """
    repository = session.repository()
    if listing:
        for entry in islice(reversed(entries(repository.history.changes)), _LISTED):
            put(_line(entry) + "\n")
        return
    change = repository.undo()
    if change is None:
        raise CommandError("nothing to undo")
    say(f"Undone: {change.summary}")


@click.command(epilog=examples("readlist redo"))
@click.pass_obj
def redo(session: Session) -> None:
    """Do again what was undone last.

    After a new change there is nothing to do again.
    """
    change = session.repository().redo()
    if change is None:
        raise CommandError("nothing to do again")
    say(f"Done again: {change.summary}")


@dataclass(slots=True)
class Entry:
    """One action in the history: its changes (several for a note that was saved as it was typed), undone or not."""

    changes: list[Change]
    undone: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        """Citation keys of the papers that it touched."""
        return tuple(dict.fromkeys(key for change in self.changes for key in change.keys))


def entries(changes: Iterable[Change]) -> list[Entry]:
    """Return the actions that `changes` are about, oldest first."""
    found: list[Entry] = []
    done: list[Entry] = []
    by_id: dict[int, Entry] = {}
    for change in changes:
        if change.kind is ChangeKind.DO:
            if done and change.session and done[-1].changes[-1].session == change.session:
                done[-1].changes.append(change)
                continue
            entry = by_id[change.id] = Entry([change])
            found.append(entry)
            done.append(entry)
        elif change.of in by_id:
            entry = by_id[change.of]
            entry.undone = change.kind is ChangeKind.UNDO
            if not entry.undone:
                done.append(entry)
            elif done and done[-1] is entry:
                done.pop()
    return found


def _line(entry: Entry) -> str:
    newest = entry.changes[-1]
    keys = " ".join(entry.keys[:_LISTED_KEYS])
    more = len(entry.keys) - _LISTED_KEYS
    columns = (
        newest.at,
        newest.action,
        newest.summary + (" (undone)" if entry.undone else ""),
        f"{keys} and {more} more" if more > 0 else keys,
    )
    return "\t".join(clean_line(column) for column in columns)
