"""A folder of notes, one a paper, with an index."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readlist.exporters import files, heads, index, paper_parts, shelf
from readlist.exporters.base import ExportError, Outcome, What
from readlist.exporters.flavours import Flavour
from readlist.exporters.marked import Step, Writer
from readlist.exporters.names import Names, comparable
from readlist.exporters.note import NoteForm
from readlist.exporters.shelf import SUFFIX, Found, Shelf
from readlist.model.paper import Paper
from readlist.text import clean_line

INDEX_NAME = f"{index.TITLE}{SUFFIX}"
"""Name of the index in the folder."""

_BATCH = 256  # so many texts are held at a time
_MOST_READ = 1 << 16  # bytes of an index that are read to see whose Markdown it is
_BEGIN = re.compile(rb"^(?P<bullet>[ \t]*- )?[ \t]*<!--[ \t]*readlist:begin", re.MULTILINE)
_FILE_LINK = re.compile(rb"^- \[(?!\[)", re.MULTILINE)


def flavour_of(to: Path) -> Flavour | None:
    """Return whose Markdown a folder of notes has, as its index tells, or one document; None where neither is there.

    Notes are not to be turned into another one because nobody has said which it is.
    """
    try:
        with (to / INDEX_NAME if to.is_dir() else to).open("rb") as file:
            text = file.read(_MOST_READ)
    except (OSError, ValueError):
        return None
    begin = _BEGIN.search(text)
    if begin is None:
        return None
    if begin["bullet"]:
        return Flavour.LOGSEQ
    return Flavour.PLAIN if _FILE_LINK.search(text, begin.end()) else Flavour.OBSIDIAN


def export(papers: Iterable[Paper], folder: Path, form: NoteForm, writer: Writer) -> list[Outcome]:
    """Write a note a paper, and the index of all notes that then stand in the folder.

    A note that exists is found by its citation key, wherever it has been moved to in the folder.

    Returns:
        One outcome a note, in the order of the papers, then that of the index.

    Raises:
        ExportError: it is no folder, or the form's template cannot be followed.
        OSError: the folder cannot be made or read.
    """
    _make(folder, dry_run=writer.dry_run)
    found = shelf.search(folder)
    outcomes = list(found.problems)
    entries: dict[str, index.Entry] = {}
    steps = _steps({paper.key: paper for paper in papers}.values(), folder, form, found, writer)
    while batch := list(itertools.islice(steps, _BATCH)):
        for one, outcome in zip(batch, writer.do([one.step for one in batch]), strict=True):
            outcomes.append(outcome)
            if one.entry is not None and outcome.what is not What.FAILED:
                entries[one.name] = one.entry
    _complete(entries, found)
    outcomes += writer.do([_index(entries, folder, writer)])
    if not writer.dry_run and any(outcome.what is What.WRITTEN for outcome in outcomes):
        files.sync_directory(folder)
    return outcomes


@dataclass(frozen=True, slots=True)
class _Note:
    """What is to become of one note.

    Attributes:
        step: the step.
        name: path of the note in the folder, with "/" and without suffix.
        entry: what the index says of it, once it is done; None where it says what stands in the file.
    """

    step: Step
    name: str = ""
    entry: index.Entry | None = None


def _steps(papers: Iterable[Paper], folder: Path, form: NoteForm, found: Shelf, writer: Writer) -> Iterator[_Note]:
    names = Names(reserved=[INDEX_NAME])
    for paper in papers:
        notes = found.notes.get(clean_line(paper.key), [])
        if len(notes) > 1 or any(one.leads_out for one in notes):
            yield from (_Note(Step(outcome)) for outcome in _kept(paper, notes))
        elif notes:
            yield _updating(paper, notes[0], form, writer)
        else:
            yield _creating(paper, folder / names.name(paper.key, SUFFIX, found.names), form, found, writer)


def _updating(paper: Paper, note: Found, form: NoteForm, writer: Writer) -> _Note:
    values = form.values_of(paper)
    step = writer.update_note(note.path, form.content_of(paper), values, paper.key)
    if not step.head:
        return _Note(step)
    entry = index.Entry.of_values(values, paper_parts.title_of(paper))
    if step.outcome.message:
        # Some of it is as the user edited it, and not as the library has it.
        entry = index.Entry.of_head(heads.split(step.head)) or entry
    return _Note(step, note.name, entry)


def _creating(paper: Paper, path: Path, form: NoteForm, found: Shelf, writer: Writer) -> _Note:
    if comparable(path.name) in found.names:
        return _Note(Step(Outcome(path, What.KEPT, "it does not say this paper's citekey", key=paper.key)))
    entry = index.Entry.of_values(form.values_of(paper), paper_parts.title_of(paper))
    return _Note(writer.create(path, form.new_file(paper), paper.key), path.name[: -len(SUFFIX)], entry)


def _make(folder: Path, *, dry_run: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"cannot write notes into {clean_line(str(folder))}: it is not a folder")
    files.make_folder(folder, dry_run=dry_run)


def _complete(entries: dict[str, index.Entry], found: Shelf) -> None:
    """Add the notes that are not exported now, or were kept, as they stand: they must not drop out of the index."""
    for notes in found.notes.values():
        for one in notes:
            entry = None if one.name in entries else index.Entry.of_head(heads.split(one.head))
            if entry is not None:
                entries[one.name] = entry


def _kept(paper: Paper, notes: Sequence[Found]) -> list[Outcome]:
    if len(notes) == 1:
        return [Outcome(notes[0].path, What.KEPT, "it is a link that leads out of the folder", key=paper.key)]
    return [
        Outcome(one.path, What.KEPT, f"{clean_line(other.name)}{SUFFIX} has the same citekey", key=paper.key)
        for one, other in zip(notes, [*notes[1:], notes[0]], strict=True)
    ]


def _index(entries: dict[str, index.Entry], folder: Path, writer: Writer) -> Step:
    path = folder / INDEX_NAME
    content = index.content_of(entries, writer.flavour)
    if path.is_symlink():
        target = Path(os.path.realpath(path))  # unlike Path.resolve, it takes a link to itself
        if not target.is_relative_to(os.path.realpath(folder)):
            return Step(Outcome(path, What.KEPT, "it is a link that leads out of the folder"))
        path = target
    if path.exists():
        return writer.update(path, content)
    return writer.create(path, writer.new(index.TITLE, content))
