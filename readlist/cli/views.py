"""The command about views: queries with a name."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from readlist.cli.completing import complete_own_views
from readlist.cli.errors import CommandError, complain
from readlist.cli.examples import examples
from readlist.cli.output import Styles, is_terminal, print_json, put, say
from readlist.cli.queries import OwnViews, Search, local_now
from readlist.cli.session import Session
from readlist.model.user_views import Origin, no_longer_working, view_name
from readlist.text import cell_width, clean_line

if TYPE_CHECKING:
    from readlist.store.repository import Repository

_BUILT_IN = "built-in"
_GAP = "  "


@dataclass(frozen=True, slots=True)
class _Row:
    """A view as it is printed.

    Attributes:
        name: what it is called.
        query: its query, as it was written.
        origin: where it stands: "built-in", "config" or "library".
        hidden: whether another view of the same name counts in its place.
        count: so many papers it has; None where its query is none.
        problem: why its query is none, "" where it is one.
    """

    name: str
    query: str
    origin: str
    hidden: bool
    count: int | None
    problem: str = ""

    @property
    def where(self) -> str:
        """Where it stands, for eyes."""
        return f"{self.origin}, not used: another view has its name" if self.hidden else self.origin


@click.command(
    epilog=examples(
        "readlist views",
        "readlist views --add 'To discuss' 'tag:discuss is:unread sort:added-desc'",
        "readlist list 'view:\"To discuss\" rlhf'",
        "readlist views --remove 'To discuss'",
    )
)
@click.option(
    "--add",
    metavar="NAME QUERY",
    nargs=2,
    help="Keep a query under a name, in the place of the one that you have under that name.",
)
@click.option("--remove", metavar="NAME", shell_complete=complete_own_views, help="Remove a view of yours.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of the views as JSON.")
@click.pass_obj
def views(session: Session, *, add: tuple[str, str] | None, remove: str | None, as_json: bool) -> None:
    """Print the views, or keep or remove one of your own.

    A view is a query with a name. The app lists views at its left, and view:NAME stands for the papers of one in any
    query. Your own views are kept in the library, and others can stand in the configuration, table [views], which
    goes before the library where both have the same name. What --add and --remove do can be undone.

    On a terminal: number of papers, name, query, where the view stands. Into a pipe or file go name, number, query and
    place (built-in, config or library) with tabs between them.
    """
    if (add is not None) + (remove is not None) + as_json > 1:
        raise click.UsageError("give one of --add, --remove and --json")
    if add is not None:
        _add(session, *add)
    elif remove is not None:
        _remove(session, remove)
    else:
        _print(session, as_json=as_json)


def _add(session: Session, name: str, query: str) -> None:
    from readlist.query.parser import parse_view  # noqa: PLC0415 -- only needed here, and the next
    from readlist.query.views import VIEWS  # noqa: PLC0415

    name = view_name(name, built_in=(view.name for view in VIEWS))
    repository = session.repository()
    own = OwnViews(session, repository)
    # With the new view among the others, so that it is told if they would mean each other in circles.
    others = {known: text for known, text in own.items() if known.casefold() != name.casefold()}
    parse_view(name, query, now=local_now(session), views={**others, name: query})
    change = repository.save_view(name, query)
    say(change.summary if change.id else "Nothing to do.")
    if any(view.origin is Origin.CONFIG and view.name.casefold() == name.casefold() for view in own.all):
        complain(f"the configuration has a view {name!r} too, and that one is used ({session.config_file})")


def _remove(session: Session, name: str) -> None:
    from readlist.query.views import VIEWS  # noqa: PLC0415 -- only needed here
    from readlist.store.views import UnknownViewError  # noqa: PLC0415 -- loads TinyDB

    repository = session.repository()
    try:
        before = _readable(session, repository)
        change = repository.remove_view(name)
    except UnknownViewError as error:
        folded = error.name.casefold()
        if any(view.name.casefold() == folded for view in VIEWS):
            raise CommandError(f"{error.name!r} is a built-in view: it cannot be removed") from error
        if any(view.casefold() == folded for view in session.config().views):
            raise CommandError(f"the view {error.name!r} stands in {session.config_file}") from error
        raise
    own = OwnViews(session, repository)
    now = _readable(session, repository)
    say(change.summary + no_longer_working([view for view in before if view in own and view not in now]))


def _readable(session: Session, repository: Repository) -> list[str]:
    """Return the names of the user's own views that can be used as they are now; none where that cannot be told."""
    from readlist.config import ConfigError  # noqa: PLC0415 -- only needed here, and the next
    from readlist.query.parser import unreadable  # noqa: PLC0415

    own = OwnViews(session, repository)
    try:
        wrong = unreadable(own, now=local_now(session))
    except ConfigError:
        # It is told to whoever asks for a view; the view is removed.
        return []
    return [view for view in own if view not in wrong]


def _print(session: Session, *, as_json: bool) -> None:
    rows = [*_rows(session)]
    if as_json:
        print_json([_object(row) for row in rows])
    elif is_terminal():
        put(_aligned(rows, Styles.of_stdout(session.environ)))
    else:
        put("".join("\t".join(_columns(row)) + "\n" for row in rows))
    for row in rows:
        if row.problem:
            complain(f"the view {row.name!r} ({row.origin}) has no query: {row.problem}")


def _rows(session: Session) -> Iterator[_Row]:
    from readlist.query.errors import QueryError  # noqa: PLC0415 -- only needed here, and the next
    from readlist.query.parser import parse_view  # noqa: PLC0415
    from readlist.query.views import ViewCounts, built_in_views  # noqa: PLC0415

    repository = session.repository()
    own, search = OwnViews(session, repository), Search(repository)
    now = local_now(session)
    built_in = built_in_views(now.date().isoformat())
    counts = ViewCounts(built_in, repository.library).by_name
    for view in built_in:
        yield _Row(view.name, view.text, _BUILT_IN, hidden=False, count=counts[view.name])
    for mine in own.all:
        row = _Row(mine.name, mine.query, mine.origin.value, mine.hidden, None)
        try:
            query = parse_view(mine.name, mine.query, now=now, views=own)
            yield dataclasses.replace(row, count=query.most(search.count(query)))
        except QueryError as error:
            yield dataclasses.replace(row, problem=str(error))


def _object(row: _Row) -> dict[str, Any]:
    return {
        "name": clean_line(row.name),
        "query": clean_line(row.query),
        "origin": row.origin,
        "hidden": row.hidden,
        "count": row.count,
    }


def _columns(row: _Row) -> tuple[str, ...]:
    return clean_line(row.name), _shown(row.count), clean_line(row.query), row.origin


def _aligned(rows: Sequence[_Row], styles: Styles) -> str:
    names = [clean_line(row.name) for row in rows]
    queries = [clean_line(row.query) for row in rows]
    number = max(len(_shown(row.count)) for row in rows)
    widest = max(map(cell_width, names))
    lines = []
    for row, name, query in zip(rows, names, queries, strict=True):
        padding = " " * (widest - cell_width(name))
        cells = (_shown(row.count).rjust(number), styles.paint(name, bold=True) + padding, query)
        lines.append(_GAP.join(cells) + styles.paint(f"{_GAP}({row.where})", dim=True) + "\n")
    return "".join(lines)


def _shown(count: int | None) -> str:
    return "?" if count is None else str(count)
