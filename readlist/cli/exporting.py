"""The command through which papers leave: export."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from readlist.cli.arguments import STDIN
from readlist.cli.errors import CommandError, complain, lower_first
from readlist.cli.examples import examples
from readlist.cli.output import put, say, told
from readlist.cli.queries import OwnViews, Search, nothing_matches, parsed
from readlist.cli.querying import QueryCommand, query_text, query_words
from readlist.cli.session import Session
from readlist.paths import expanded
from readlist.text import clean, clean_line

if TYPE_CHECKING:
    from readlist.exporters import Exporter, Report
    from readlist.exporters.markdown import Markdown
    from readlist.model.paper import Paper
    from readlist.store.repository import Repository

_FLAVOURS = ("obsidian", "logseq", "plain")
_GROUPINGS = ("status", "tag", "year", "venue")


def _complete_formats(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from readlist.exporters import exporters  # noqa: PLC0415 -- only needed while completing

    return [CompletionItem(name) for name in exporters() if name.startswith(incomplete.casefold())]


class _ExportCommand(QueryCommand):
    """A `QueryCommand` whose help names the variables of templates."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the variables; see `click.Command`."""
        from readlist.exporters.variables import (  # noqa: PLC0415 -- only needed for the help
            DOCUMENT_VARIABLES,
            PAPER_VARIABLES,
        )

        super().format_options(ctx, formatter)
        with formatter.section("Variables of a template (Jinja2) for notes"):
            formatter.write_dl(list(PAPER_VARIABLES.items()))
        with formatter.section("Variables of a template for one document"):
            formatter.write_dl(list(DOCUMENT_VARIABLES.items()))


@click.command(
    cls=_ExportCommand,
    epilog=examples(
        "readlist export --to ~/notes",
        "readlist export --to ~/notes --take-back",
        "readlist export --to reading.md --by tag alignment",
        "readlist export --to refs.bib tag:rlhf",
        "readlist export --to ~/notes --dry-run",
    ),
)
@query_words
@click.option(
    "--to",
    metavar="PATH",
    required=True,
    type=click.Path(readable=False),
    help="A directory, for one note a paper and an index; or a file: .md, .bib, .csl.json, .ris, .json, .csv.",
)
@click.option(
    "--format",
    "form",
    metavar="F",
    shell_complete=_complete_formats,
    help="markdown, bibtex, csl-json, ris, json or csv. Default: by the suffix of PATH; for a directory markdown.",
)
@click.option("--dry-run", is_flag=True, help="Print what would change as a diff, and write nothing.")
@click.option("--force", is_flag=True, help="Replace what is ours and was edited since the last export.")
@click.option(
    "--take-back",
    is_flag=True,
    help="Read notes, tags, status and star that were edited in the files into the library, then export.",
)
@click.option(
    "--flavour",
    metavar="F",
    type=click.Choice(_FLAVOURS, case_sensitive=False),
    help="Markdown for obsidian, logseq or plain; files in another one are converted. Default: the one that PATH has, "
    "else obsidian.",
)
@click.option(
    "--by",
    metavar="B",
    type=click.Choice(_GROUPINGS, case_sensitive=False),
    help="Sections of one Markdown document: by status (if not given), tag, year or venue.",
)
@click.option(
    "--template",
    metavar="FILE",
    type=click.Path(readable=False),
    help="Template of the blocks of Markdown, '' for a form of ours. Default: [export] template of the configuration, "
    "or document_template there, for one document.",
)
@click.pass_obj
def export(  # noqa: PLR0913 -- a parameter an option
    session: Session,
    words: tuple[str, ...],
    *,
    query: str | None,
    to: str,
    form: str | None,
    dry_run: bool,
    force: bool,
    take_back: bool,
    flavour: str | None,
    by: str | None,
    template: str | None,
) -> None:
    """Write papers as notes, a bibliography or data.

    It can be repeated for years: what you add to Markdown files, outside the blocks of ours, stays. A file in another
    format is written whole, but never over one that is not an export. All formats but Markdown, which shows LaTeX as
    Unicode, come back with `readlist import` as they went out.

    Without QUERY all papers go out; with it, the papers that match (see `readlist list`); those that are archived
    or deferred too. What you edited of ours is kept and said on standard error, and that is no failure. Exit
    status 1: a file could not be written, the others were; or PATH is a file that is no export.
    """
    from readlist.exporters import What, exporter_for  # noqa: PLC0415 -- only needed here

    text = query_text(words, query)
    if to == STDIN:
        raise CommandError("export writes files; '-' is none")
    if not to.strip():
        raise CommandError("--to needs a directory or a file")
    target = expanded(to)
    options = {"--flavour": flavour, "--by": by, "--template": template}
    exporter = _configured(session, exporter_for(target, form), target, options)
    repository = session.repository()
    papers = _papers(session, repository, text)
    if take_back:
        markdown = _markdown(exporter, "--take-back")
        exporter, papers = _taken_back(session, repository, markdown, papers, target, dry_run=dry_run)
    report = exporter.export(papers, target, dry_run=dry_run, force=force)
    _tell(report)
    _advise(report, exporter, target, take_back=take_back)
    if report.of(What.FAILED) or _is_refused(report):
        raise click.exceptions.Exit(1)


def _configured(session: Session, exporter: Exporter, to: Path, options: Mapping[str, str | None]) -> Exporter:
    """Return an exporter with the options that are for it.

    Raises:
        click.UsageError: an option is not for it.
        ConfigError: the configuration cannot be used.
    """
    from readlist.exporters.flavours import Flavour, Grouping  # noqa: PLC0415 -- as above, and the next two
    from readlist.exporters.folder import flavour_of  # noqa: PLC0415
    from readlist.exporters.markdown import Markdown  # noqa: PLC0415

    for option, value in options.items():
        if value is not None:
            _markdown(exporter, option)
    if not isinstance(exporter, Markdown):
        return exporter
    if options["--by"] is not None and not exporter.is_document(to):
        raise click.UsageError("--by is for one document, a file .md")
    template, config = options["--template"], session.config().export
    own = expanded(template) if template else None
    return dataclasses.replace(
        exporter,
        flavour=Flavour(options["--flavour"] or flavour_of(to) or Flavour.OBSIDIAN),
        by=Grouping(options["--by"] or Grouping.STATUS),
        template=config.template_file if template is None else own,
        document_template=config.document_template_file if template is None else own,
    )


def _markdown(exporter: Exporter, option: str) -> Markdown:
    from readlist.exporters.markdown import Markdown  # noqa: PLC0415 -- as above

    if not isinstance(exporter, Markdown):
        raise click.UsageError(f"{option} is for Markdown, not for {clean_line(exporter.name)}")
    return exporter


def _papers(session: Session, repository: Repository, text: str) -> Sequence[Paper]:
    query = parsed(session, text, OwnViews(session, repository))
    papers = Search(repository).find(dataclasses.replace(query, hidden=None))
    if text.strip() and not papers:
        raise CommandError(nothing_matches(text))
    return papers


def _taken_back(  # noqa: PLR0913 -- what is asked, and of whom
    session: Session, repository: Repository, exporter: Markdown, papers: Sequence[Paper], to: Path, *, dry_run: bool
) -> tuple[Markdown, Sequence[Paper]]:
    """Take over what was edited in notes; return what exports the rest, and the papers as they are then."""
    from readlist.cli.taking_back import TakeBack  # noqa: PLC0415 -- only needed here

    taken = exporter.take_back(papers, to)
    action = TakeBack([one for one in taken if one.changes])
    library = repository.library
    if action.taken:
        change = action.change(library, session.now()) if dry_run else repository.do(action)
        library = library.apply(change.edits) if dry_run else repository.library
        if change.edits:
            say(f"Would be {lower_first(told(change))}" if dry_run else told(change))
    for one in taken:
        if one.left:
            complain(f"{one.path}: not taken back: {', '.join(one.left)}")
    if not taken:
        return exporter, papers
    return exporter.accepting(taken), [library[paper.key] for paper in papers if paper.key in library]


def _tell(report: Report) -> None:
    """Print what an export did: diffs, what was kept or failed, and one line for all."""
    for outcome in report.outcomes:
        if outcome.diff:
            put(clean(outcome.diff).rstrip("\n") + "\n")
    for outcome in report.outcomes:
        if outcome.message:
            complain(f"{outcome.path}: {outcome.message}")
    say(report.summary)


def _advise(report: Report, exporter: Exporter, to: Path, *, take_back: bool) -> None:
    """Say what can be done about what was kept because it was edited, once for all of it."""
    from readlist.exporters.base import EDITED  # noqa: PLC0415 -- only needed here, and the next
    from readlist.exporters.markdown import Markdown  # noqa: PLC0415

    if any(EDITED in outcome.message for outcome in report.outcomes):
        notes = isinstance(exporter, Markdown) and not exporter.is_document(to)
        reads = "--take-back reads it, " if notes and not take_back else ""
        complain(f"what was edited: {reads}--force replaces it")


def _is_refused(report: Report) -> bool:
    """Whether the one file that was to be written is not an export, so that nothing was done."""
    from readlist.exporters.base import EDITED, What  # noqa: PLC0415 -- only needed here

    kept = report.of(What.KEPT)
    return len(report.outcomes) == 1 and any(one.key is None and EDITED not in one.message for one in kept)
