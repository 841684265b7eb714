"""A query on the command line: the argument QUERY, whose words may begin with a hyphen, and the option --query."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import click

from readlist.cli.completing import complete_query

_F = TypeVar("_F", bound=Callable[..., Any])

_WORD = "\0"
"""Stands before a word that the parser must not take for an option: no argument of a program can have a NUL."""


def _as_typed(_context: click.Context, _parameter: click.Parameter, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.removeprefix(_WORD) for word in words)


class QueryCommand(click.Command):
    """A command with the argument QUERY: in `readlist list attention -tag:survey` the second word is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the arguments apart; see `click.Command`."""
        return super().parse_args(ctx, [*self._with_words_marked(ctx, args)])

    def _with_words_marked(self, ctx: click.Context, args: Sequence[str]) -> Iterator[str]:
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        names = {name for option in options for name in option.opts}
        with_value = {name for option in options if not option.is_flag and not option.count for name in option.opts}
        remaining = iter(args)
        for arg in remaining:
            if arg == "--":
                yield arg
                yield from remaining
            elif arg in with_value:
                yield arg
                yield from (value for value in [next(remaining, None)] if value is not None)
            elif arg.startswith("-") and not arg.startswith("--") and arg != "-" and arg not in names:
                yield _WORD + arg
            else:
                yield arg


class ListCommand(QueryCommand):
    """A `QueryCommand` whose help names the fields of the query language."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the fields; see `click.Command`."""
        from readlist.query.fields import FIELDS  # noqa: PLC0415 -- only needed for the help

        super().format_options(ctx, formatter)
        with formatter.section("Fields"):
            formatter.write_dl([(f"{field.name}:", f"{field.help} {field.examples[0]}") for field in FIELDS.values()])


def query_words(command: _F) -> _F:
    """Give a `QueryCommand` the argument QUERY, as `words`, and the option --query; `query_text` makes one of them."""
    command = query_option("QUERY as an option, as the other commands take it.")(command)
    return click.argument("words", metavar="[QUERY]...", nargs=-1, callback=_as_typed, shell_complete=complete_query)(
        command
    )


def query_option(words: str) -> Callable[[_F], _F]:
    """Return what gives a command the option --query, with `words` as its help; one that is empty is refused."""
    return click.option("--query", metavar="Q", shell_complete=complete_query, callback=_refuse_empty, help=words)


def query_text(words: Sequence[str], query: str | None) -> str:
    """Return the query that argument or option are, "" where none is given.

    Raises:
        click.UsageError: both are given.
    """
    if words and query is not None:
        raise click.UsageError("give QUERY or --query, one of the two")
    return " ".join(words) if query is None else query


def _refuse_empty(_context: click.Context, _parameter: click.Parameter, query: str | None) -> str | None:
    if query is not None and not query.strip():
        # A script whose variable is not set must not remove everything.
        raise click.UsageError(
            "--query is empty; --query view:all means all papers but those that are archived or deferred"
        )
    return query
