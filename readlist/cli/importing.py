"""From sources on the command line to documents read, and what is told about them."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readlist.cli.arguments import STDIN, read_stdin_bytes
from readlist.cli.output import paper_json, put, say
from readlist.model.identifiers import parse_arxiv, parse_doi
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.record import Record, Source, Timestamp
from readlist.paths import expanded
from readlist.text import clean, clean_line

if TYPE_CHECKING:
    from readlist.importers.merge import Batch, ImportPapers, Plan, Tally

STDIN_NAME = "stdin"
"""What a document from standard input is called."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read: as it was named, and in one line what is wrong with it."""

    source: str
    problem: str

    def to_json(self) -> dict[str, Any]:
        """Return it as the report has it: a source without format and papers."""
        return {
            "source": clean(self.source),
            "format": None,
            "papers": 0,
            "added": 0,
            "merged": 0,
            "unchanged": 0,
            "problems": [{"line": None, "message": clean_line(self.problem)}],
        }


def gather(sources: Sequence[str], form: str | None) -> tuple[list[Batch], list[Failure]]:
    """Read all documents that `sources` name.

    Args:
        sources: files, directories, or "-" for standard input.
        form: name of the importer; None lets each document be looked at.

    Returns:
        What was read, in the order of the sources, and each document that could not be.

    Raises:
        click.UsageError: there is no importer of that name.
    """
    from readlist import importers  # noqa: PLC0415 -- only needed here

    known = importers.importers()
    if form is not None and form not in known and form not in importers.broken_importers():
        # Said once, and not about each document.
        raise click.UsageError(f"no format {form!r} to import; there are: {', '.join(sorted(known))}")
    batches: list[Batch] = []
    failures: list[Failure] = []
    for source in sources:
        documents: list[Path | None] = [None]
        try:
            if source != STDIN:
                documents = list(importers.find_documents(_path(source)))
        except importers.ImportFailedError as error:
            failures.append(Failure(source, str(error)))
            continue
        for path in documents:
            try:
                batches.append(_read(path, form))
            except importers.ImportFailedError as error:
                failures.append(Failure(source if path is None else str(path), str(error)))
    return batches, failures


def print_report(plan: Plan, *, failed: int, dry_run: bool) -> None:
    """Print what an import did (or would do), a line a document with its problems below, and the total."""
    for tally in plan.tallies:
        say(f"{tally.source}: {tally.format}, {_papers(tally.papers)}: {_counts(tally)}")
        for problem in tally.problems:
            put(f"  line {problem.line}: {clean_line(problem.message)}\n")
    total = _counts(plan)
    if failed:
        total += f", {failed} {'source' if failed == 1 else 'sources'} failed"
    say(f"Would import: {total}" if dry_run else f"Imported: {total}")


def report_json(plan: Plan, *, failed: int) -> dict[str, Any]:
    """Return what an import did, with `failed` documents that could not be read, as the command line's JSON has it."""
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
    }


def records_json(action: ImportPapers, library: Library, now: Timestamp) -> list[list[dict[str, Any]]]:
    """Return the papers of each document as they were read, before any merging.

    The key is the one that the paper has after the import: its own if the library knows it already. Reading state is
    that of a paper that is new.

    Args:
        action: the import, planned but not done.
        library: the papers before it.
        now: the time of the import.
    """
    from readlist.importers.cleaning import cleaned  # noqa: PLC0415 -- only needed here, and the next two
    from readlist.importers.identity import Identities  # noqa: PLC0415
    from readlist.model.keys import citation_key  # noqa: PLC0415

    papers = tuple(library.apply(action.plan.edits))
    identities = Identities()
    for paper in papers:
        identities.add(paper)
    triaged = None if action.status is Status.INBOX else now
    documents: list[list[dict[str, Any]]] = []
    for batch in action.batches:
        documents.append([])
        for found in batch.reading.found:
            record = cleaned(found.record)
            same = identities.find(record)
            paper = Paper(
                **{part.name: getattr(record, part.name) for part in dataclasses.fields(Record)},
                key=papers[same].key if same is not None else citation_key(record, library.__contains__),
                number=0,
                sources=(Source(clean_line(batch.document), found.position, batch.reading.format, now),),
                status=action.status,
                tags=tuple(action.tags),
                added=now,
                triaged=triaged,
                read_on=now if action.status is Status.READ else None,
            )
            documents[-1].append(paper_json(paper))
    return documents


def _path(source: str) -> Path:
    """Return the path that `source` is.

    Raises:
        ImportFailedError: there is nothing there, and it is an identifier, which nobody can read here.
    """
    from readlist.importers import ImportFailedError  # noqa: PLC0415 -- only needed here

    path = expanded(source)
    if (parse_arxiv(source) or parse_doi(source)) and not path.exists():
        raise ImportFailedError(source, "identifiers are not looked up; save the paper's page and import that file")
    return path


def _read(path: Path | None, form: str | None) -> Batch:
    from readlist.importers import Document, read, read_file  # noqa: PLC0415 -- only needed here
    from readlist.importers.merge import Batch  # noqa: PLC0415 -- as above

    document = Document.from_bytes(STDIN_NAME, read_stdin_bytes()) if path is None else read_file(path)
    return Batch(document.name, read(document, form))


def _counts(what: Plan | Tally) -> str:
    return f"{what.added} added, {what.merged} merged, {what.unchanged} unchanged"


def _papers(count: int) -> str:
    return "1 paper" if count == 1 else f"{count} papers"
