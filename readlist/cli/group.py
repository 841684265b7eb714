"""The command `readlist` itself: its options, and the commands below it."""

from __future__ import annotations

import click

from readlist import __version__
from readlist.cli.care import backup, compact, doctor, restore
from readlist.cli.cite import cite
from readlist.cli.deferring import defer
from readlist.cli.duplicates import duplicates
from readlist.cli.examples import examples
from readlist.cli.exchange import import_
from readlist.cli.exporting import export
from readlist.cli.history import redo, undo
from readlist.cli.notes import note
from readlist.cli.papers import list_, remove, show
from readlist.cli.reading import mark, star
from readlist.cli.session import Session
from readlist.cli.settings import completion, config, init
from readlist.cli.stats import stats
from readlist.cli.tagging import tag, tags
from readlist.cli.views import views


class _InOrder(click.Group):
    """A group whose help lists the commands in the order in which they were added: that of their use."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 -- click's signature
        return list(self.commands)


@click.group(
    cls=_InOrder,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "readlist                              start the app",
        "readlist list alignment               papers that speak of alignment",
        "readlist mark read lin2024mitigating  mark a paper read",
        "readlist export --to ~/notes          write a note a paper",
    ),
)
@click.option(
    "--library",
    metavar="DIR",
    type=click.Path(file_okay=False, readable=False),
    help="The library's folder. Default: $READLIST_LIBRARY, else the system's place for a user's data.",
)
@click.option(
    "--config",
    "config_path",
    metavar="FILE",
    type=click.Path(dir_okay=False, readable=False),
    help="The configuration file. Default: $READLIST_CONFIG, else the system's place for a user's settings.",
)
@click.version_option(__version__, message="%(prog)s %(version)s", help="Print the version and leave.")
@click.pass_context
def readlist(context: click.Context, library: str | None, config_path: str | None) -> int | None:
    """The reading list of a researcher who lives in a terminal.

    Without a command, the app starts. Papers come in with `import`, are triaged, tagged and annotated in the app or
    by the commands below, and leave as Markdown with `export`. Every change can be undone. KEY is a citation key,
    an arXiv identifier or a DOI.
    """
    session = context.find_object(Session)
    if session is None:
        raise RuntimeError("started without a session: use readlist.cli.main")
    session.library_option, session.config_option = library, config_path
    if config_path is not None and context.invoked_subcommand != config.name:
        # Asked for by name, so it must be good, also for a command that needs no option of it.
        session.config()
    if context.invoked_subcommand is None:
        from readlist.cli.start import start_app  # noqa: PLC0415 -- the commands do without it

        return start_app(session)
    return None


for _command in (
    init,
    import_,
    list_,
    show,
    mark,
    star,
    defer,
    tag,
    tags,
    note,
    remove,
    undo,
    redo,
    export,
    cite,
    views,
    duplicates,
    stats,
    doctor,
    compact,
    backup,
    restore,
    config,
    completion,
):
    readlist.add_command(_command)
