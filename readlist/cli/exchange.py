"""The command through which papers come in: import."""

from __future__ import annotations

import click

from readlist.cli.errors import complain
from readlist.cli.examples import examples
from readlist.cli.importing import gather, print_formats, print_report, records_json, report_json
from readlist.cli.output import print_json
from readlist.cli.session import Session
from readlist.cli.tagging import split_tags
from readlist.model.paper import Status

_ASKS_FOR_FORMATS = frozenset({"help", "list", "?"})


def _list_formats(context: click.Context, _option: click.Parameter, form: str | None) -> str | None:
    """Print the formats and end the command where `form` asks for them; else return it."""
    if form in _ASKS_FOR_FORMATS and not context.resilient_parsing:
        print_formats()
        context.exit()
    return form


@click.command(
    "import",
    epilog=examples(
        "readlist import page.txt",
        "readlist import --tag survey --status queued ~/listings",
        "readlist import 2310.16271 https://aclanthology.org/2024.acl-long.10",
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
@click.option(
    "--from",
    "form",
    metavar="FORMAT",
    is_eager=True,  # the formats are listed without a SOURCE too
    callback=_list_formats,
    help="Format of the sources; --from help lists them. Default: found out by looking.",
)
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

    SOURCE is a file, a directory (all documents below it), - for standard input, or a paper's identifier or
    address (arXiv, DOI, ACL Anthology, OpenReview), of which nothing is fetched. A paper that the library
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
