"""Commands that show papers or take them out: list, show, remove."""

from __future__ import annotations

import dataclasses
import shutil

import click

from readlist.cli.arguments import find_keys, find_one, many_papers, one_paper
from readlist.cli.errors import complain
from readlist.cli.examples import examples
from readlist.cli.output import Styles, is_terminal, paper_json, print_json, put, report
from readlist.cli.queries import OwnViews, Search, local_now, parsed
from readlist.cli.querying import ListCommand, query_words
from readlist.cli.session import Session
from readlist.cli.sheet import sheet
from readlist.cli.table import SHOWN, aligned, tab_separated
from readlist.model.actions import Remove
from readlist.model.library import SORTS


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
    session: Session, words: tuple[str, ...], *, sort: str | None, limit: int | None, hidden: bool, as_json: bool
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
    text = " ".join(words)
    repository = session.repository()
    query = parsed(session, text, OwnViews(session, repository))
    query = dataclasses.replace(
        query, sort=sort or query.sort, limit=limit or query.limit, hidden=None if hidden else query.hidden
    )
    search = Search(repository)
    papers = search.find(query)
    if as_json:
        print_json([paper_json(paper) for paper in papers])
        return
    if not papers and text.strip():
        papers = search.find_close(query) if is_terminal() else []
        complain("no paper has these words; the closest:" if papers else f"no paper matches {text!r}")
    search.read_ahead(papers, SHOWN)
    if is_terminal():
        width, today = shutil.get_terminal_size().columns, local_now(session).date().isoformat()
        put(aligned(papers, width, Styles.of_stdout(session.environ), today))
    else:
        put(tab_separated(papers))


@click.command(epilog=examples("readlist show lin2024mitigating", "readlist show arXiv:2310.16271 --json"))
@one_paper
@click.option("--json", "as_json", is_flag=True, help="Print the paper as JSON.")
@click.pass_obj
def show(session: Session, key: str, *, as_json: bool) -> None:
    """Print all there is about one paper.

    Record, reading state, abstract and note, wrapped to the terminal and at most 100 columns wide.
    """
    paper = find_one(session.repository().library, key)
    if as_json:
        print_json(paper_json(paper))
    else:
        width = shutil.get_terminal_size().columns
        put(sheet(paper, width, Styles.of_stdout(session.environ), local_now(session).date().isoformat()))


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
