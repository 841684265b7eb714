"""The command that lists papers which are likely the same: duplicates."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from readlist.cli.errors import complain
from readlist.cli.examples import examples
from readlist.cli.output import Styles, is_terminal, marked_title, paper_json, print_json, put, unicode_of
from readlist.cli.queries import OwnViews, Search, nothing_matches, parsed
from readlist.cli.querying import query_option
from readlist.cli.session import Session
from readlist.model.labels import author_label
from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.text import cell_width, clean_line, cut

if TYPE_CHECKING:
    from readlist.importers.likeness import Pair
    from readlist.store.repository import Repository

_GAP = "  "
_MARGIN = 3  # cells of a score
_MIN_TITLE = 16


@click.command(
    epilog=examples(
        "readlist duplicates",
        "readlist duplicates --query added:1w",
        "readlist duplicates --json | jq -r '.[].papers[1].key'",
    )
)
@query_option("Only pairs with a paper that matches, archived and deferred ones among them.")
@click.option("--json", "as_json", is_flag=True, help="Print an array of pairs with whole papers as JSON.")
@click.pass_obj
def duplicates(session: Session, *, query: str | None, as_json: bool) -> None:
    """Print pairs of papers that are likely the same.

    What is surely the same was merged when it came in. A pair is printed with its score (0 to 100) and what speaks for
    it, best first; into a pipe goes a line a pair: score, the two keys and the reasons, with tabs between them. In the
    app = shows such pairs side by side, merges them, or keeps both; pairs that were kept do not come up again.
    """
    from readlist.importers.likeness import likely_pairs  # noqa: PLC0415 -- only needed here

    repository = session.repository()
    library = repository.library
    asked = None if query is None else _matching(session, repository, query)
    pairs: list[Pair] = []
    if asked is None or asked:
        pairs = [
            pair for pair in likely_pairs(library) if asked is None or not asked.isdisjoint((pair.key, pair.other))
        ]
    if as_json:
        print_json([_json(pair, library) for pair in pairs])
    elif not pairs:
        complain("no papers that are likely the same" if asked or query is None else nothing_matches(query))
    elif is_terminal():
        width = shutil.get_terminal_size().columns
        put("\n".join(_block(pair, library, width, Styles.of_stdout(session.environ)) for pair in pairs))
    else:
        put(
            "".join(f"{pair.score:g}\t{clean_line(pair.key)}\t{clean_line(pair.other)}\t{pair.why}\n" for pair in pairs)
        )


def _matching(session: Session, repository: Repository, text: str) -> frozenset[str]:
    query = dataclasses.replace(parsed(session, text, OwnViews(session, repository)), hidden=None)
    return frozenset(paper.key for paper in Search(repository).find(query))


def _json(pair: Pair, library: Library) -> dict[str, object]:
    return {
        "score": pair.score,
        "why": list(pair.reasons),
        "papers": [paper_json(library[key]) for key in (pair.key, pair.other)],
    }


def _block(pair: Pair, library: Library, width: int, styles: Styles) -> str:
    """Return a pair as three lines: the papers, the older one first, and why."""
    papers = [library[pair.key], library[pair.other]]
    keys = [clean_line(paper.key) for paper in papers]
    margins = (f"{pair.score:.0f}".rjust(_MARGIN), " " * _MARGIN)
    lines = [
        styles.paint(margin, fg="yellow") + _GAP + styles.paint(key.ljust(max(map(len, keys))), bold=True) + rest
        for margin, key, rest in zip(margins, keys, _described(papers, keys, width), strict=True)
    ]
    lines.append(" " * _MARGIN + _GAP + styles.paint(cut(pair.why, max(1, width - _MARGIN - len(_GAP))), dim=True))
    return "".join(line.rstrip() + "\n" for line in lines)


def _described(papers: Sequence[Paper], keys: Sequence[str], width: int) -> Iterator[str]:
    """Yield what stands behind each key: title, authors and year, as far as there is room."""
    room = width - _MARGIN - 2 * len(_GAP) - max(map(len, keys))
    for paper in papers:
        behind = " ".join(filter(None, (clean_line(unicode_of(author_label(paper.authors))), str(paper.year or ""))))
        behind = f" · {behind}" if behind and room - cell_width(behind) - 3 >= _MIN_TITLE else ""
        yield _GAP + cut(marked_title(paper), max(1, room - cell_width(behind))) + behind
