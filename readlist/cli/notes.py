"""The command about notes."""

from __future__ import annotations

import click

from readlist.cli.arguments import STDIN, find_one, one_paper, read_stdin
from readlist.cli.errors import CommandError
from readlist.cli.examples import examples
from readlist.cli.output import put, report, say
from readlist.cli.session import Session
from readlist.model.actions import Action, AppendNote, SetNote
from readlist.model.paper import Paper
from readlist.store.errors import StoreError
from readlist.text import clean


@click.command(
    epilog=examples(
        "readlist note lin2024mitigating",
        'readlist note lin2024mitigating --append "Compare with model averaging."',
        "readlist note lin2024mitigating --edit",
    )
)
@one_paper
@click.option("--text", metavar="T", help="The whole new note; - reads it from standard input, '' empties the note.")
@click.option("--append", metavar="T", help="A paragraph to put behind the note; - reads it from standard input.")
@click.option("--edit", is_flag=True, help="Edit the note in $VISUAL or $EDITOR.")
@click.pass_obj
def note(session: Session, key: str, *, text: str | None, append: str | None, edit: bool) -> None:
    """Print a paper's note, or change it. Notes are Markdown."""
    if (text is not None) + (append is not None) + edit > 1:
        raise click.UsageError("give one of --text, --append and --edit")
    if key == STDIN and STDIN in {text, append}:
        raise click.UsageError("key and text cannot both come from standard input")
    repository = session.repository()
    paper = find_one(repository.library, key)
    if edit:
        _edit(session, paper)
    elif text is not None:
        report(repository.do(SetNote(paper.key, _text(text))))
    elif append is not None:
        action: Action = AppendNote(paper.key, _text(append))
        report(repository.do(action))
    elif paper.note:
        put(clean(paper.note).rstrip("\n") + "\n")


def _edit(session: Session, paper: Paper) -> None:
    """Let the user edit the note of `paper`, and store what they made of it; if that fails, it is kept in a file."""
    from readlist.editing import edit_text, keep_text  # noqa: PLC0415 -- only needed here

    name = f"{paper.key}.md"
    edited = edit_text(clean(paper.note), name=name, environ=session.environ)
    if clean(edited) == clean(paper.note):
        say("Nothing to do.")
        return
    try:
        # Opened anew: an editor may have been open for hours.
        repository = session.repository()
        now = repository.library.get(paper.key)
        if now is None or now.note != paper.note:
            problem = "was taken out" if now is None else "got another note"
            raise CommandError(f"your text is in {keep_text(edited, name=name)}; {paper.key} {problem} in the meantime")
        change = repository.do(SetNote(paper.key, edited))
    except StoreError as error:
        raise CommandError(f"your text is in {keep_text(edited, name=name)}; {error}") from error
    report(change)


def _text(value: str) -> str:
    return read_stdin().rstrip("\n") if value == STDIN else value
