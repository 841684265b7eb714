"""The command about notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from readlist.cli.arguments import STDIN, find_papers, one_paper, read_stdin
from readlist.cli.errors import CommandError, complain
from readlist.cli.examples import examples
from readlist.cli.output import put, report, say
from readlist.cli.session import Session
from readlist.model.actions import AppendNote, SetNote
from readlist.model.change import Change
from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.model.record import Timestamp
from readlist.store.errors import StoreError
from readlist.text import clean, clean_line


@click.command(
    epilog=examples(
        "readlist note lin2024mitigating",
        'readlist note lin2024mitigating --append "Compare with model averaging."',
        "readlist note lin2024mitigating --edit",
        'readlist note --query tag:rlhf --append "For the survey."',
    )
)
@one_paper
@click.option("--text", metavar="T", help="The whole new note; - reads it from standard input, '' empties the note.")
@click.option("--append", metavar="T", help="A paragraph to put behind the note; - reads it from standard input.")
@click.option("--edit", is_flag=True, help="Edit the note in $VISUAL or $EDITOR.")
@click.pass_obj
def note(  # noqa: PLR0913 -- a parameter an option
    session: Session, key: str | None, *, query: str | None, text: str | None, append: str | None, edit: bool
) -> None:
    """Print a paper's note, or change it. Notes are Markdown.

    With --query the notes of all papers that match are printed, each below a heading with its paper's key, and
    --append puts the paragraph behind each of them, as one change. --text and --edit are for one paper: they refuse a
    query that more match. KEY may be - for a key on standard input.
    """
    if (text is not None) + (append is not None) + edit > 1:
        raise click.UsageError("give one of --text, --append and --edit")
    if key == STDIN and STDIN in {text, append}:
        raise click.UsageError("key and text cannot both come from standard input")
    repository = session.repository()
    papers = find_papers(session, repository, key, query)
    if edit:
        _edit(session, _only(papers, "--edit"))
    elif text is not None:
        report(repository.do(SetNote(_only(papers, "--text").key, _text(text))))
    elif append is not None:
        report(repository.do(_AppendNotes([paper.key for paper in papers], _text(append))))
    else:
        _print(papers, headed=query is not None)


@dataclass(frozen=True, slots=True)
class _AppendNotes:
    """Put a paragraph behind the notes of papers."""

    keys: Sequence[str]
    text: str

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `readlist.model.actions.Action`."""
        changes = [AppendNote(key, self.text).change(library, now) for key in self.keys]
        if len(changes) == 1:
            return changes[0]
        edits = tuple(edit for change in changes for edit in change.edits)
        return Change("note", f"Note: {len(edits):,} papers", now, edits)


def _only(papers: Sequence[Paper], option: str) -> Paper:
    if len(papers) > 1:
        raise CommandError(f"{option} is for one paper, and {len(papers):,} match; --append is for all of them")
    return papers[0]


def _print(papers: Sequence[Paper], *, headed: bool) -> None:
    """Print notes, each with its paper's key where they were asked for by a query; papers without one are left out."""
    noted = [paper for paper in papers if paper.note.strip()]
    put(
        "\n".join(
            (f"# {clean_line(paper.key)}\n\n" if headed else "") + clean(paper.note).rstrip("\n") + "\n"
            for paper in noted
        )
    )
    if headed and not noted:
        complain("no paper that matches has a note")


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
