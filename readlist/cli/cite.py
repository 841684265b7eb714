"""The command `cite`: references for pasting."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from readlist.cli.arguments import did_you_mean, find_keys, many_papers
from readlist.cli.errors import CommandError, complain
from readlist.cli.examples import examples
from readlist.cli.output import say
from readlist.cli.session import Session

_DEFAULT_STYLE = "apa"


def _complete_styles(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from readlist.exporters.references import style_names  # noqa: PLC0415 -- only needed while completing

    return [CompletionItem(name) for name in style_names() if name.startswith(incomplete.casefold())]


@click.command(
    epilog=examples(
        "readlist cite lin2024mitigating",
        "readlist cite --style ieee lin2024mitigating 2310.16271",
        "readlist cite --query 'tag:rlhf' --style nature",
    )
)
@many_papers
@click.option(
    "--style",
    metavar="STYLE",
    default=_DEFAULT_STYLE,
    shell_complete=_complete_styles,
    help="Name of a citation style (apa if not given; ieee, acl, mla, nature, …), or a file STYLE.csl.",
)
@click.pass_obj
def cite(session: Session, keys: tuple[str, ...], *, query: str | None, style: str) -> None:
    """Print formatted references, one a line.

    The styles are those of the Citation Style Language, by the names of their files: zotero.org/styles shows them.
    KEY may be - for keys on standard input, one a line.
    """
    from readlist.exporters.references import (  # noqa: PLC0415 -- only needed here
        StyleError,
        UnknownStyleError,
        references,
        style_names,
    )

    repository = session.repository()
    papers = [repository.library[key] for key in find_keys(session, repository, keys, query)]
    try:
        lines = references(papers, style)
    except UnknownStyleError as error:
        raise CommandError(f"{error}{did_you_mean(style.casefold(), style_names())}") from error
    except StyleError as error:
        raise CommandError(str(error)) from error
    for line in lines:
        say(line)
    for paper in papers:
        if paper.provisional:
            complain(f"{paper.key}: its source prints no title; what stands in brackets is made from its abstract")
