"""A folder of notes, one a paper, with an index."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from readlist.exporters import block, files, front_matter, index, note, shelf
from readlist.exporters.base import ExportError, Outcome, What
from readlist.exporters.marked import Writer
from readlist.exporters.names import Names, comparable
from readlist.exporters.shelf import SUFFIX, Found, Shelf
from readlist.model.paper import Paper
from readlist.text import clean_line

INDEX_NAME = f"{index.TITLE}{SUFFIX}"
"""Name of the index in the folder."""

_DONE = frozenset({What.WRITTEN, What.UPDATED, What.UNCHANGED})


def export(papers: Iterable[Paper], folder: Path, writer: Writer) -> list[Outcome]:
    """Write a note a paper, and the index of all notes that then stand in the folder.

    A note that exists is found by its citation key, wherever it has been moved to in the folder.

    Returns:
        One outcome a note, in the order of the papers, then that of the index.

    Raises:
        ExportError: it is no folder.
        OSError: the folder cannot be made or read.
    """
    _make(folder, dry_run=writer.dry_run)
    found = shelf.search(folder)
    entries: dict[str, index.Entry] = {}
    names = Names(reserved=[INDEX_NAME])
    outcomes = list(found.problems)
    for paper in {paper.key: paper for paper in papers}.values():
        values = note.values_of(paper)
        notes = found.notes.get(clean_line(paper.key), [])
        if len(notes) > 1 or any(one.leads_out for one in notes):
            outcomes += _kept(paper, notes)
            continue
        if notes:
            outcome = writer.update(notes[0].path, note.content_of(paper), values, paper.key)
            name = notes[0].name
        else:
            outcome = _create(paper, folder, names, found, writer)
            name = outcome.path.name[: -len(SUFFIX)]
        outcomes.append(outcome)
        if outcome.what in _DONE:
            entries[name] = index.Entry.of_values(values)
    _complete(entries, found)
    outcomes.append(_index(entries, folder, writer))
    if not writer.dry_run and any(outcome.what is What.WRITTEN for outcome in outcomes):
        files.sync_directory(folder)
    return outcomes


def _make(folder: Path, *, dry_run: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"cannot write notes into {clean_line(str(folder))}: it is not a folder")
    if not dry_run:
        folder.mkdir(parents=True, exist_ok=True)


def _complete(entries: dict[str, index.Entry], found: Shelf) -> None:
    """Add the notes that are not exported now, or were kept, as they stand: they must not drop out of the index."""
    for notes in found.notes.values():
        for one in notes:
            front = None if one.name in entries else front_matter.split(one.head)
            entry = index.Entry.of_front_matter(front) if front else None
            if entry is not None:
                entries[one.name] = entry


def _kept(paper: Paper, notes: Sequence[Found]) -> list[Outcome]:
    if len(notes) == 1:
        return [Outcome(notes[0].path, What.KEPT, "it is a link that leads out of the folder", key=paper.key)]
    return [
        Outcome(one.path, What.KEPT, f"{clean_line(other.name)}{SUFFIX} has the same citekey", key=paper.key)
        for one, other in zip(notes, [*notes[1:], notes[0]], strict=True)
    ]


def _create(paper: Paper, folder: Path, names: Names, found: Shelf, writer: Writer) -> Outcome:
    name = names.name(paper.key, SUFFIX, found.names)
    if comparable(name) in found.names:
        return Outcome(folder / name, What.KEPT, "it does not say this paper's citekey", key=paper.key)
    return writer.create(folder / name, note.new_file(paper), paper.key)


def _index(entries: dict[str, index.Entry], folder: Path, writer: Writer) -> Outcome:
    path = folder / INDEX_NAME
    content = index.content_of(entries)
    if path.is_symlink():
        target = Path(os.path.realpath(path))  # unlike Path.resolve, it takes a link to itself
        if not target.is_relative_to(os.path.realpath(folder)):
            return Outcome(path, What.KEPT, "it is a link that leads out of the folder")
        path = target
    if path.exists():
        return writer.update(path, content)
    return writer.create(path, f"# {index.TITLE}\n\n{block.rendered(content)}\n")
