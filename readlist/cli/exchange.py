"""Commands through which papers come in and go out: import, export."""

from __future__ import annotations

import dataclasses

import click

from readlist.cli.arguments import STDIN
from readlist.cli.errors import CommandError, complain
from readlist.cli.examples import examples
from readlist.cli.importing import gather, print_report, records_json, report_json
from readlist.cli.output import print_json, put, say
from readlist.cli.queries import OwnViews, Search, parsed
from readlist.cli.querying import QueryCommand, query_words
from readlist.cli.session import Session
from readlist.cli.tagging import split_tags
from readlist.model.paper import Status
from readlist.paths import expanded
from readlist.text import clean


@click.command(
    "import",
    epilog=examples(
        "readlist import page.txt",
        "readlist import --tag survey --status queued ~/listings",
        "readlist import --dry-run --json page.txt",
    ),
)
@click.argument(
    "sources",
    metavar="SOURCE...",
    nargs=-1,
    required=True,
    type=click.Path(readable=False, allow_dash=True),
)
@click.option("--from", "form", metavar="FORMAT", help="Format of the sources. Default: found out by looking.")
@click.option("--tag", "tags", metavar="T", multiple=True, help="Tag for these papers; again, or a,b, for more.")
@click.option(
    "--status",
    metavar="S",
    type=click.Choice([status.value for status in Status], case_sensitive=False),
    default=Status.INBOX.value,
    help="Status of the new papers: inbox (if not given), queued, reading, read or archived.",
)
@click.option("--dry-run", is_flag=True, help="Say what would come in, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON; with --dry-run, the papers too.")
@click.pass_obj
def import_(  # noqa: PLR0913 -- a parameter an option
    session: Session,
    sources: tuple[str, ...],
    *,
    form: str | None,
    tags: tuple[str, ...],
    status: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take in the papers that documents list.

    SOURCE is a file, a directory (all documents below it), or - for standard input. A paper that the library
    has already gets what it lacks and a further source; its key, status, tags, star and note stay. All
    sources together are one change, and what is there already is not added again. Exit status 1: a source
    could not be read; the others came in.
    """
    from readlist.importers.merge import ImportPapers  # noqa: PLC0415 -- only needed here

    chosen_tags = split_tags(tags)
    repository = session.repository()
    batches, failures = gather(sources, form)
    action = ImportPapers(batches, tags=chosen_tags, status=Status(status))
    before, now = repository.library, session.now()
    if dry_run:
        action.change(before, now)
    elif batches:
        repository.do(action)
    if as_json:
        report = report_json(action.plan, failed=len(failures))
        if dry_run:
            for source, records in zip(report["sources"], records_json(action, before, now), strict=True):
                source["records"] = records
        report["sources"] += [failure.to_json() for failure in failures]
        print_json(report)
    else:
        print_report(action.plan, failed=len(failures), dry_run=dry_run)
    for failure in failures:
        complain(failure.problem)
    if failures:
        raise click.exceptions.Exit(1)


@click.command(
    cls=QueryCommand,
    epilog=examples(
        "readlist export --to ~/notes",
        "readlist export --to reading.md alignment",
        "readlist export --to ~/notes --dry-run",
    ),
)
@query_words
@click.option(
    "--to",
    metavar="PATH",
    required=True,
    type=click.Path(readable=False),
    help="A directory, for one note a paper and an index; or a file, for one document.",
)
@click.option("--format", "form", metavar="F", help="Format. Default: by the suffix of PATH; for a directory markdown.")
@click.option("--dry-run", is_flag=True, help="Print what would change as a diff, and write nothing.")
@click.option("--force", is_flag=True, help="Replace blocks of ours that were edited since the last export.")
@click.pass_obj
def export(  # noqa: PLR0913 -- a parameter an option
    session: Session, words: tuple[str, ...], *, to: str, form: str | None, dry_run: bool, force: bool
) -> None:
    """Write papers as Markdown notes.

    It can be repeated for years: what you add to the files, outside the blocks of ours, stays.

    Without QUERY all papers go out; with it, the papers that match (see `readlist list`); those that are archived
    or deferred too. A block of ours that you edited is kept and said on standard error, and that is no failure. Exit
    status 1: a file could not be written; the others were.
    """
    from readlist.exporters import What, exporter_for  # noqa: PLC0415 -- only needed here

    if to == STDIN:
        raise CommandError("export writes files; '-' is none")
    target = expanded(to)
    exporter = exporter_for(target, form)
    text = " ".join(words)
    repository = session.repository()
    query = parsed(session, text, OwnViews(session, repository))
    papers = Search(repository).find(dataclasses.replace(query, hidden=None))
    if text.strip() and not papers:
        raise CommandError(f"no paper matches {text!r}")
    report = exporter.export(papers, target, dry_run=dry_run, force=force)
    for outcome in report.outcomes:
        if outcome.diff:
            put(clean(outcome.diff).rstrip("\n") + "\n")
    for outcome in (*report.of(What.KEPT), *report.of(What.FAILED)):
        complain(f"{outcome.path}: {outcome.message}")
    say(report.summary)
    if report.of(What.FAILED):
        raise click.exceptions.Exit(1)
