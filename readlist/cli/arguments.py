"""Which papers a command is about: keys as arguments, keys on standard input, or a query."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from readlist.cli.errors import CommandError
from readlist.cli.output import shown_title
from readlist.cli.session import Session
from readlist.model.library import Library, UnknownPaperError
from readlist.model.paper import Paper
from readlist.text import clean_line

_F = TypeVar("_F", bound=Callable[..., Any])

STDIN = "-"
"""What stands for standard input where a key, a text or a source is expected."""


def complete_keys(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the citation keys that begin with `incomplete`, for the shell; none where the library cannot be read."""
    library = _library_for_completion(context)
    start = incomplete.casefold()
    return [
        CompletionItem(clean_line(paper.key), help=shown_title(paper))
        for paper in library
        if paper.key.casefold().startswith(start)
    ]


def complete_tags(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the tags that begin with `incomplete`, for the shell; none where the library cannot be read."""
    start = incomplete.casefold()
    tags = _library_for_completion(context).tags
    return [CompletionItem(clean_line(tag)) for tag in tags if tag.casefold().startswith(start)]


def one_paper(command: _F) -> _F:
    """Give `command` the argument KEY."""
    return click.argument("key", metavar="KEY", shell_complete=complete_keys)(command)


def many_papers(command: _F) -> _F:
    """Give `command` the arguments KEY… and the option --query."""
    command = click.option("--query", metavar="Q", help="All papers that `readlist list Q` shows, instead of keys.")(
        command
    )
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


def find_keys(library: Library, keys: Sequence[str], query: str | None) -> list[str]:
    """Return the citation keys of the papers that keys and query name, each once, in the order named.

    Raises:
        click.UsageError: neither a key nor a query was given, or both.
        CommandError: a key names no paper, nothing matches the query, or standard input is empty.
    """
    if bool(keys) == (query is not None):
        raise click.UsageError("give KEYs or --query, one of the two")
    if query is not None:
        found = listed(library, query).keys
        if not found:
            raise CommandError(f"no paper matches {query!r}")
        return list(found)
    names: list[str] = []
    for key in keys:
        names += _keys_on_stdin() if key == STDIN else [key]
    if not names:
        raise CommandError("no keys on standard input")
    return list(dict.fromkeys(_find(library, name).key for name in names))


def listed(library: Library, query: str, *, archive: bool = False) -> Library:
    """Return the papers that match `query`, without those in the archive unless they are asked for."""
    from readlist.query.filters import NotArchived  # noqa: PLC0415 -- a single key does without
    from readlist.query.parser import parse_query  # noqa: PLC0415 -- as above

    papers = library if archive else library & NotArchived()
    return papers & parse_query(query) if query.strip() else papers


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


def _find(library: Library, name: str) -> Paper:
    try:
        return library.find(name)
    except UnknownPaperError as error:
        raise CommandError(f"{error}{did_you_mean(name, library.keys)}") from error


def did_you_mean(name: str, candidates: Sequence[str]) -> str:
    """Return "; did you mean …?" with the candidate closest to `name`, or "" where none is close."""
    from readlist.search import closest  # noqa: PLC0415 -- only needed after a slip

    return "".join(f"; did you mean {candidate}?" for candidate in closest(name, candidates, 1))


def _library_for_completion(context: click.Context) -> Library:
    from readlist.store.errors import StoreError  # noqa: PLC0415 -- with the next
    from readlist.store.repository import Repository  # noqa: PLC0415 -- loads TinyDB

    session = context.find_object(Session)
    if session is None:
        return Library()
    session.library_option = context.find_root().params.get("library")
    try:
        return Repository(session.directory).library
    except (StoreError, OSError):
        # The user is typing: what is wrong with the library is told when the command runs.
        return Library()
