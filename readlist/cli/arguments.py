"""Which papers a command is about: keys as arguments, keys on standard input, or a query."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from readlist.cli.completing import complete_keys
from readlist.cli.errors import CommandError
from readlist.cli.queries import OwnViews, Search, nothing_matches, parsed
from readlist.cli.querying import query_option
from readlist.cli.session import Session
from readlist.model.library import Library, UnknownPaperError
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from readlist.store.repository import Repository

_F = TypeVar("_F", bound=Callable[..., Any])

STDIN = "-"
"""What stands for standard input where a key, a text or a source is expected."""


def one_paper(command: _F) -> _F:
    """Give `command` the argument KEY, and the option --query for several papers."""
    command = query_option("All papers that match, as `readlist list Q` shows them, instead of one.")(command)
    return click.argument("key", metavar="[KEY]", required=False, shell_complete=complete_keys)(command)


def many_papers(command: _F) -> _F:
    """Give `command` the arguments KEY… and the option --query."""
    command = query_option("All papers that match, as `readlist list Q` shows them, instead of keys.")(command)
    return click.argument("keys", metavar="[KEY]...", nargs=-1, shell_complete=complete_keys)(command)


def find_one(library: Library, key: str) -> Paper:
    """Return the paper that `key` names, or that the one key on standard input names.

    Raises:
        CommandError: there is no such paper, or not exactly one key on standard input.
    """
    if key != STDIN:
        return _find(library, key)
    papers = [_find(library, name) for name in _keys_on_stdin()]
    if len(papers) != 1:
        raise CommandError(f"standard input has {len(papers)} keys, where one is needed")
    return papers[0]


def find_papers(session: Session, repository: Repository, key: str | None, query: str | None) -> list[Paper]:
    """Return the one paper that `key` names, or those that a query means, in its order.

    Raises:
        click.UsageError: neither key nor query was given, or both.
        QueryError: the query is none.
        CommandError: as `find_one`; or nothing matches the query.
    """
    if (key is None) == (query is None):
        raise click.UsageError("give KEY or --query, one of the two")
    return [find_one(repository.library, key)] if key is not None else _matching(session, repository, query or "")


def find_keys(session: Session, repository: Repository, keys: Sequence[str], query: str | None) -> list[str]:
    """Return the citation keys of the papers that keys and query name, each once, in the order named.

    What is only close to a query is never meant.

    Raises:
        click.UsageError: neither a key nor a query was given, or both.
        QueryError: the query is none.
        CommandError: a key names no paper, nothing matches the query, or standard input is empty.
    """
    if bool(keys) == (query is not None):
        raise click.UsageError("give KEYs or --query, one of the two")
    if query is not None:
        return [paper.key for paper in _matching(session, repository, query)]
    library = repository.library
    names: list[str] = []
    for key in keys:
        names += _keys_on_stdin() if key == STDIN else [key]
    if not names:
        raise CommandError("no keys on standard input")
    return list(dict.fromkeys(_find(library, name).key for name in names))


def read_stdin() -> str:
    """Return what standard input holds, as text; bytes that are no UTF-8 become U+FFFD."""
    return read_stdin_bytes().decode("utf-8-sig", "replace")


def read_stdin_bytes() -> bytes:
    """Return what standard input holds; nothing where it is closed."""
    return sys.stdin.buffer.read() if sys.stdin is not None else b""


def _keys_on_stdin() -> Iterator[str]:
    for line in read_stdin().splitlines():
        # The first column, so that what `readlist list` prints into a pipe can be taken as it is.
        key = line.partition("\t")[0].strip()
        if key:
            yield key


def _matching(session: Session, repository: Repository, query: str) -> list[Paper]:
    found = Search(repository).find(parsed(session, query, OwnViews(session, repository)))
    if not found:
        raise CommandError(nothing_matches(query))
    return found


def _find(library: Library, name: str) -> Paper:
    try:
        return library.find(name)
    except UnknownPaperError as error:
        raise CommandError(f"{error}{did_you_mean(name, library.keys)}") from error


def did_you_mean(name: str, candidates: Sequence[str]) -> str:
    """Return "; did you mean …?" with the candidate closest to `name`, or "" where none is close."""
    from readlist.search import closest  # noqa: PLC0415 -- only needed after a slip

    return "".join(f"; did you mean {candidate}?" for candidate in closest(name, candidates, 1))
