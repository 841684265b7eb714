"""The notes that stand in a folder already, found by the citation key in their head."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from readlist.exporters import files, heads
from readlist.exporters.base import Outcome, What
from readlist.exporters.names import comparable

SUFFIX = ".md"
"""Suffix of a note."""


@dataclass(frozen=True, slots=True)
class Found:
    """A note that exists.

    Attributes:
        path: its file.
        name: its path in the folder, with "/" and without suffix.
        key: the citation key that it names.
        head: its front matter or page properties.
        leads_out: the file is a symbolic link to somewhere outside the folder.
    """

    path: Path
    name: str
    key: str
    head: str
    leads_out: bool


@dataclass(slots=True)
class Shelf:
    """What stands in a folder.

    Attributes:
        notes: files with a citation key, by that key, in the order of their paths.
        names: the names in the folder itself, as `comparable` has them.
        problems: folders in it that could not be searched.
    """

    notes: dict[str, list[Found]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    problems: list[Outcome] = field(default_factory=list)


def search(folder: Path) -> Shelf:
    """Look through a folder and those in it, but not into hidden ones, nor into those that a symbolic link names.

    Of each file only the head is read. A link to a file inside the folder is passed over: the file itself is found.

    Raises:
        OSError: the folder itself cannot be searched.
    """
    shelf = Shelf()
    root = os.path.realpath(folder)
    waiting = [(str(folder), "")]
    while waiting:
        path, prefix = waiting.pop()
        try:
            with os.scandir(path) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except FileNotFoundError:
            continue
        except OSError as error:
            if not prefix:
                raise
            shelf.problems.append(Outcome(Path(path), What.FAILED, f"cannot be searched: {files.reason(error)}"))
            continue
        if not prefix:
            shelf.names.update(comparable(entry.name) for entry in listed)
        visible = [entry for entry in listed if not entry.name.startswith(".")]
        waiting += [(entry.path, f"{prefix}{entry.name}/") for entry in visible if entry.is_dir(follow_symlinks=False)]
        for found in _notes(visible, prefix, root):
            shelf.notes.setdefault(found.key, []).append(found)
    return shelf


def _notes(entries: list[os.DirEntry[str]], prefix: str, root: str) -> Iterator[Found]:
    for entry in entries:
        if entry.name[-len(SUFFIX) :].lower() != SUFFIX:
            continue
        leads_out = False
        try:
            if entry.is_symlink():
                target = os.path.realpath(entry.path)
                leads_out = os.path.commonpath([root, target]) != root
                if not leads_out:
                    continue
            # Pipes and devices are no notes, and reading them might never end.
            head = heads.head_of(files.read_head(entry.path)) if entry.is_file() else ""
        except (OSError, ValueError):
            # Not to be read, or on another drive: not ours to write either. Its name still counts as taken.
            continue
        key = heads.citekey_of(head)
        if key:
            yield Found(Path(entry.path), prefix + entry.name[: -len(SUFFIX)], key, head, leads_out)
