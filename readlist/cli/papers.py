"""Commands that show papers or take them out: list, show, remove."""

from __future__ import annotations

import shutil
from itertools import islice

import click

from readlist.cli.arguments import find_keys, find_one, listed, many_papers, one_paper
from readlist.cli.errors import complain
from readlist.cli.examples import examples
from readlist.cli.output import Styles, is_terminal, paper_json, print_json, put, report
from readlist.cli.session import Session
from readlist.cli.sheet import sheet
from readlist.cli.table import aligned, tab_separated
from readlist.model.actions import Remove
from readlist.model.library import SORTS


@click.command(
    "list",
    epilog=examples(
        "readlist list --sort year-desc --limit 10",
        "readlist list '\"chain of thought\" distillation'",
        "readlist list hallucination | readlist mark queued -",
        "readlist list --json | jq -r '.[].title'",
    ),
)
@click.argument("words", metavar="[QUERY]...", nargs=-1)
@click.option(
    "--sort",
    metavar="FIELD",
    shell_complete=lambda _context, _parameter, start: [name for name in SORTS if name.startswith(start)],
    help=f"Order: {', '.join(SORTS)}; with -desc behind it, the other way round. Default: as they came in.",
)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), help="Print the first N papers only.")
@click.option("--all", "archive", is_flag=True, help="Archived papers too.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of whole papers as JSON.")
@click.pass_obj
def list_(  # noqa: PLR0913 -- a parameter an option
    session: Session, words: tuple[str, ...], *, sort: str | None, limit: int | None, archive: bool, as_json: bool
) -> None:
    """Print the papers that match QUERY, one a line.

    QUERY is words and "quoted phrases" that a paper must all have, anywhere in title, authors, abstract,
    venue, tags or note; a word with a capital letter is meant in that case. Without QUERY: all papers but the
    archived ones.

    On a terminal the lines are aligned and cut to its width: key, status (• inbox, ○ queued, ◐ reading, ✓
    read, × archived), ★ if starred, title, first author, year, tags. A title with ≈ is made from the
    abstract, because the source prints none. Into a pipe or file go whole lines of columns with tabs between
    them: key, status, * if starred, year, authors (with "; " between them), title, tags (with spaces between
    them).
    """
    query = " ".join(words)
    library = listed(session.repository().library, query, archive=archive)
    papers = list(islice(library.sorted_by(sort) if sort else library, limit))
    if as_json:
        print_json([paper_json(paper) for paper in papers])
        return
    if not papers and query.strip():
        complain(f"no paper matches {query!r}")
    if is_terminal():
        width = shutil.get_terminal_size().columns
        put(aligned(papers, width, Styles.of_stdout(session.environ)))
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
        put(sheet(paper, width, Styles.of_stdout(session.environ)))


@click.command(epilog=examples("readlist remove lin2024mitigating"))
@many_papers
@click.pass_obj
def remove(session: Session, keys: tuple[str, ...], *, query: str | None) -> None:
    """Take papers out of the library.

    `readlist undo` brings them back. KEY may be - for keys on standard input, one a line. A paper that you
    only do not want to read is better archived.
    """
    repository = session.repository()
    report(repository.do(Remove(find_keys(repository.library, keys, query))))
