"""What the command line tells of an import: the report, as lines and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from readlist.cli.arguments import STDIN, read_stdin_bytes
from readlist.cli.output import paper_json, put, say
from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.model.record import Timestamp
from readlist.text import clean, clean_line

if TYPE_CHECKING:
    from readlist.importers.gathering import Failure
    from readlist.importers.merge import Batch, ImportPapers, Plan, Tally

STDIN_NAME = "stdin"
"""What a document from standard input is called."""
_MOST_KEYS = 8
"""Keys on a line: who imports ten thousand papers again wants no page of them."""


def print_formats() -> None:
    """Print the names of the formats that can be imported, one a line."""
    from readlist import importers  # noqa: PLC0415 -- only needed here

    for name in sorted(importers.importers()):
        put(f"{clean_line(name)}\n")


def gather(sources: Sequence[str], form: str | None) -> tuple[list[Batch], list[Failure]]:
    """Read all documents that the arguments of a command name.

    Args:
        sources: files, directories, identifiers, or "-" for standard input.
        form: name of the importer; None lets each document be looked at.

    Returns:
        What was read, in the order of the sources, and each document that could not be.

    Raises:
        click.UsageError: there is no importer of that name.
    """
    from readlist import importers  # noqa: PLC0415 -- only needed here, and the next
    from readlist.importers import gathering  # noqa: PLC0415

    if form is not None and form not in importers.importers() and form not in importers.broken_importers():
        # Said once, and not about each document.
        raise click.UsageError(f"no format {form!r} to import; there are: {', '.join(sorted(importers.importers()))}")
    texts = (gathering.Text(STDIN_NAME, read_stdin_bytes()) if source == STDIN else source for source in sources)
    batches, failures = gathering.gather(texts, form)
    return batches, [_with_way_out(failure) for failure in failures]


def _with_way_out(failure: Failure) -> Failure:
    """Return a failure that also says what can be done about it."""
    if not failure.is_unknown:
        return failure
    # All their names are more than a line of a terminal holds.
    known = "--from FORMAT says what it is, --from help lists the formats"
    return dataclasses.replace(failure, problem=f"{failure.problem} ({known})")


def print_report(plan: Plan, *, failed: int, dry_run: bool) -> None:
    """Print what an import did (or would do), and the total.

    Each document has a line; below it are its problems, and the keys of papers that were there already.
    """
    for tally in plan.tallies:
        say(f"{tally.source}: {tally.format}, {_count(tally.papers, 'paper')}: {_counts(tally)}")
        for problem in tally.problems:
            put(f"  line {problem.line}: {clean_line(problem.message)}\n")
        _put_keys("merged with", [match.key for match in tally.matches if match.merged])
        _put_keys("equal to", [match.key for match in tally.matches if not match.merged])
    total = _counts(plan)
    problems = sum(len(tally.problems) for tally in plan.tallies)
    if problems:
        total += f", {_count(problems, 'place')} not understood"
    if failed:
        total += f", {_count(failed, 'source')} failed"
    say(f"Would import: {total}" if dry_run else f"Imported: {total}")


def report_json(plan: Plan, *, failed: int) -> dict[str, Any]:
    """Return what an import did, with `failed` documents that could not be read, as the command line's JSON has it.

    Behind the numbers stands `known`: for each record that is a paper which was there already its source, its line,
    that paper's key, and whether it is merged or unchanged.
    """
    return {
        "sources": [
            {
                "source": clean(tally.source),
                "format": clean(tally.format),
                "papers": tally.papers,
                "added": tally.added,
                "merged": tally.merged,
                "unchanged": tally.unchanged,
                "problems": [{"line": p.line, "message": clean_line(p.message)} for p in tally.problems],
            }
            for tally in plan.tallies
        ],
        "added": plan.added,
        "merged": plan.merged,
        "unchanged": plan.unchanged,
        "failed": failed,
        "known": [
            {
                "source": clean(tally.source),
                "line": match.line,
                "key": clean(match.key),
                "outcome": "merged" if match.merged else "unchanged",
            }
            for tally in plan.tallies
            for match in tally.matches
        ],
    }


def records_json(action: ImportPapers, library: Library, now: Timestamp) -> list[list[dict[str, Any]]]:
    """Return the papers of each document as they were read, before any merging.

    The key is the one that the paper has after the import: its own if the library knows it already. Tags and reading
    state are those of a paper that is new.

    Args:
        action: the import, planned but not done.
        library: the papers before it.
        now: the time of the import.
    """
    from readlist.importers.identity import Identities  # noqa: PLC0415 -- only needed here

    papers = tuple(library.apply(action.plan.edits))
    identities = Identities()
    for paper in papers:
        identities.add(paper)
    documents: list[list[dict[str, Any]]] = []
    for batch in action.batches:
        documents.append([])
        for paper in _each_alone(batch, action, now):
            same = identities.find(paper)
            shown = paper_json(paper)
            if same is not None:
                shown["key"] = clean(papers[same].key)
            documents[-1].append(shown)
    return documents


def _each_alone(batch: Batch, action: ImportPapers, now: Timestamp) -> list[Paper]:
    """Return what each record of a document becomes where there is no other paper."""
    from readlist.importers.base import Reading  # noqa: PLC0415 -- only needed here, and the next
    from readlist.importers.merge import Batch, plan  # noqa: PLC0415

    nothing = Library()
    papers: list[Paper] = []
    for found in batch.reading.found:
        alone = Batch(batch.document, Reading(batch.reading.format, (found,)))
        edits = plan([alone], nothing, now, tags=action.tags, status=action.status).edits
        papers += nothing.apply(edits)
    return papers


def _put_keys(relation: str, keys: Sequence[str]) -> None:
    """Print a line with the first of the papers that records of a document are; JSON has all."""
    if keys:
        shown = list(dict.fromkeys(keys))
        more = f" and {len(shown) - _MOST_KEYS} more" if len(shown) > _MOST_KEYS else ""
        put(f"  {relation} {clean_line(', '.join(shown[:_MOST_KEYS]))}{more}\n")


def _counts(what: Plan | Tally) -> str:
    return f"{what.added} added, {what.merged} merged, {what.unchanged} unchanged"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number} {what}s"
