"""Commands that set readlist up: init, config, completion."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from readlist.cli.errors import CommandError
from readlist.cli.examples import examples
from readlist.cli.output import put, say
from readlist.cli.session import COMPLETION_VARIABLE, Session
from readlist.text import clean

_BASH_END = "    return 0\n"
_NO_SPACE = "    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace\n"
"""For bash: behind a field comes its value, and no space."""


@click.command(epilog=examples("readlist init --empty", "readlist --library ~/papers init"))
@click.option("--empty", is_flag=True, help="Start without any paper.")
@click.pass_obj
def init(session: Session, *, empty: bool) -> None:
    """Make a library, with papers to try things on or empty."""
    repository = session.create(empty=empty)
    count = len(repository.library)
    say(f"Made a library in {session.directory}: {f'{count} papers' if count else 'empty'}")


@click.group(
    invoke_without_command=True,
    epilog=examples("readlist config", 'readlist config init && $EDITOR "$(readlist config path)"'),
)
@click.pass_context
def config(context: click.Context) -> None:
    """Show the configuration, or make one to start from."""
    if context.invoked_subcommand is None:
        context.invoke(config_show)


@config.command("path", epilog=examples("readlist config path"))
@click.pass_obj
def config_path(session: Session) -> None:
    """Print where the configuration file is, or would be."""
    say(str(session.config_file))


@config.command("show", epilog=examples("readlist config show"))
@click.pass_obj
def config_show(session: Session) -> None:
    """Print every option with the value that it has now."""
    from readlist.config_text import dump  # noqa: PLC0415 -- only needed here

    put(clean(dump(session.config())))


@config.command("init", epilog=examples("readlist config init"))
@click.pass_obj
def config_init(session: Session) -> None:
    """Write a configuration file to start from.

    Every option is explained and commented out. A file that is there is never overwritten.
    """
    from readlist.config_text import template  # noqa: PLC0415 -- only needed here

    path = session.config_file
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(template())
    except FileExistsError as error:
        raise CommandError(f"{path}: there is a configuration already; it was not changed") from error
    say(f"Wrote {path}")


@click.command(
    epilog=examples(
        "readlist completion bash > ~/.local/share/bash-completion/completions/readlist",
        "readlist completion zsh > ~/.zfunc/_readlist",
        "readlist completion fish > ~/.config/fish/completions/readlist.fish",
    )
)
@click.argument("shell", metavar="SHELL", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes words in your shell.

    SHELL is bash, zsh or fish. Commands, options, citation keys, tags and views are completed, and in queries fields
    and their values.
    """
    made_by = get_completion_class(shell)
    if made_by is None:
        raise CommandError(f"no completion for {shell}")
    root = context.find_root()
    script = made_by(root.command, {}, "readlist", COMPLETION_VARIABLE).source()
    if shell == "bash":
        script = script.replace(_BASH_END, _NO_SPACE + _BASH_END, 1)
    put(script + "\n")
