"""Commands that show papers or take them out: list, show, remove."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Mapping

import click

from readlist.cli.arguments import find_keys, find_papers, many_papers, one_paper
from readlist.cli.errors import complain
from readlist.cli.examples import examples
from readlist.cli.output import Styles, is_terminal, paper_json, print_json, put, report
from readlist.cli.queries import OwnViews, Search, local_now, nothing_matches, parsed, with_all
from readlist.cli.querying import ListCommand, query_text, query_words
from readlist.cli.session import Session
from readlist.cli.sheet import sheet
from readlist.cli.table import SHOWN, aligned, tab_separated
from readlist.model.actions import Remove
from readlist.model.library import SORTS

_BETWEEN = "\n* * *\n\n"
"""Stands between the papers that are shown."""


@click.command(
    "list",
    cls=ListCommand,
    epilog=examples(
        "readlist list is:unread tag:rlhf -tag:survey",
        "readlist list 'added:2w (author:Lin OR \"chain of thought\")' --sort year-desc",
        "readlist list hallucination | readlist mark queued -",
        "readlist list --json | jq -r '.[].title'",
    ),
)
@query_words
@click.option(
    "--sort",
    metavar="FIELD",
    shell_complete=lambda _context, _parameter, start: [name for name in SORTS if name.startswith(start)],
    help=f"Order: {', '.join(SORTS)}; with -desc behind it, the other way round. Default: what the query says, else as "
    "they came in.",
)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Print the first N papers only.")
@click.option("--all", "hidden", is_flag=True, help="Archived and deferred papers too.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of whole papers as JSON.")
@click.pass_obj
def list_(  # noqa: PLR0913 -- a parameter an option
    session: Session,
    words: tuple[str, ...],
    *,
    query: str | None,
    sort: str | None,
    limit: int | None,
    hidden: bool,
    as_json: bool,
) -> None:
    """Print the papers that match QUERY, one a line.

    QUERY is words and "quoted phrases" that a paper must all have, anywhere in title, authors, abstract, venue, tags
    or note, and conditions (see Fields below). A word with a capital letter is meant in that case; ~word forgives
    slips. A comma means any of these; OR, NOT, a hyphen and (parentheses) do as you expect. Archived and deferred
    papers are left out unless QUERY asks for them. Without QUERY: all others.

    On a terminal the lines are aligned and cut to its width: key, status (• inbox, ○ queued, ◐ reading, ✓
    read, × archived), ★ if starred, title, first author, year, tags. A title with ≈ is made from the
    abstract, because the source prints none. Into a pipe or file go whole lines of columns with tabs between
    them: key, status, * if starred, year, authors (with "; " between them), title, tags (with spaces between
    them).

    Where no paper has the words of QUERY, the closest papers are printed on a terminal, which is said on standard
    error. Into pipes and files, and as JSON, goes exactly what matches.
    """
    text = query_text(words, query)
    repository = session.repository()
    wanted = parsed(session, text, OwnViews(session, repository))
    today = local_now(session).date().isoformat()
    wanted = dataclasses.replace(wanted, sort=sort or wanted.sort, limit=limit or wanted.limit)
    if hidden:
        wanted = with_all(wanted, today)
    search = Search(repository)
    papers = search.find(wanted)
    if as_json:
        print_json([paper_json(paper) for paper in papers])
        return
    if not papers:
        aside = _aside(search.out_of_sight(wanted, today))
        papers = search.find_close(wanted) if text.strip() and is_terminal() else []
        if papers:
            complain(f"no paper has these words{aside}; the closest:")
        elif text.strip() or aside:
            complain((nothing_matches(text) if text.strip() else "no papers to list") + aside)
    search.read_ahead(papers, SHOWN)
    if is_terminal():
        width = shutil.get_terminal_size().columns
        put(aligned(papers, width, Styles.of_stdout(session.environ), today))
    else:
        put(tab_separated(papers))


def _aside(hidden: Mapping[str, int]) -> str:
    """Return what is said of papers that match but are out of sight, "; archived: 2 (add …)"; "" for none."""
    counts = ", ".join(f"{name}: {count:,}" for name, count in hidden.items())
    asked = " or ".join(f"is:{name}" for name in hidden)
    return f"; {counts} (add {asked}, or --all)" if counts else ""


@click.command(
    epilog=examples(
        "readlist show lin2024mitigating", "readlist show arXiv:2310.16271 --json", "readlist show --query is:reading"
    )
)
@one_paper
@click.option("--json", "as_json", is_flag=True, help="Print the paper as JSON; with --query, an array of papers.")
@click.pass_obj
def show(session: Session, key: str | None, *, query: str | None, as_json: bool) -> None:
    """Print all there is about a paper, or each that matches.

    Record, reading state, abstract and note, wrapped to the terminal and at most 100 columns wide; a line of its own
    stands between papers. KEY may be - for a key on standard input.
    """
    papers = find_papers(session, session.repository(), key, query)
    if as_json:
        print_json([paper_json(paper) for paper in papers] if query is not None else paper_json(papers[0]))
        return
    width, styles = shutil.get_terminal_size().columns, Styles.of_stdout(session.environ)
    today = local_now(session).date().isoformat()
    put(_BETWEEN.join(sheet(paper, width, styles, today) for paper in papers))


@click.command(epilog=examples("readlist remove lin2024mitigating"))
@many_papers
@click.pass_obj
def remove(session: Session, keys: tuple[str, ...], *, query: str | None) -> None:
    """Take papers out of the library.

    `readlist undo` brings them back. KEY may be - for keys on standard input, one a line. A paper that you
    only do not want to read is better archived.
    """
    repository = session.repository()
    report(repository.do(Remove(find_keys(session, repository, keys, query))))
