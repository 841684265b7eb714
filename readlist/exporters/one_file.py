"""Formats that are one file, written whole: made, replaced where the one that is there is an export too, or left.

Such a file holds nothing of the user's own. One that is not an export is never replaced: it may be the bibliography
that somebody has kept for years.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from readlist.exporters import files
from readlist.exporters.base import EDITED, ExportError, Outcome, Report, What
from readlist.model.paper import Paper
from readlist.text import clean_line

FOREIGN = "it is no {} export of readlist's; choose another name"
"""Why a file is kept that may be anyone's; to be formatted with the format's name."""


class Form(Protocol):
    """What a format makes of papers, and how it knows its files again."""

    @property
    def name(self) -> str:
        """The format's name."""
        ...

    def text_of(self, papers: Sequence[Paper]) -> str:
        """Return the whole file; line ends are written as they are."""
        ...

    def is_ours(self, text: str) -> bool:
        """Whether a file's text, which is not blank, is an export in this format."""
        ...

    def is_edited(self, text: str) -> bool:
        """Whether an export, see `is_ours`, is known not to be as it was written."""
        ...


def export(form: Form, papers: Sequence[Paper], to: Path, *, dry_run: bool, force: bool) -> Report:
    """Write papers to one file; see `readlist.exporters.base.Exporter.export`.

    Raises:
        ExportError: `to` is a directory, or the one that it is to stand in cannot be made.
    """
    try:
        # The user named this very file: if it is a link, what it leads to is meant.
        path = Path(os.path.realpath(to)) if to.is_symlink() else to
        if path.is_dir():
            raise ExportError(f"cannot write {form.name} to {clean_line(str(to))}: it is a folder; name a file in it")
        there = path.exists()
        if not there:
            files.make_folder(path.parent, dry_run=dry_run)
    except OSError as error:
        raise ExportError(f"cannot write to {clean_line(str(to))}: {files.reason(error)}") from error
    try:
        old, seen = files.read(path) if there else (None, None)
    except files.FileError as error:
        return Report((Outcome(path, What.FAILED, str(error)),), dry_run=dry_run)
    kept = _why_kept(form, old, force=force)
    if kept:
        return Report((Outcome(path, What.KEPT, kept),), dry_run=dry_run)
    new = form.text_of(papers)
    return Report((_written(path, old, new, seen, dry_run=dry_run),), dry_run=dry_run)


def _why_kept(form: Form, old: str | None, *, force: bool) -> str:
    if old is None or not old.strip():
        return ""
    if not form.is_ours(old):
        return FOREIGN.format(form.name)
    return EDITED if not force and form.is_edited(old) else ""


def _written(path: Path, old: str | None, new: str, seen: files.Seen | None, *, dry_run: bool) -> Outcome:
    if new == old:
        return Outcome(path, What.UNCHANGED)
    what = What.WRITTEN if old is None else What.UPDATED
    if dry_run:
        return Outcome(path, what, diff=files.diff(path, old, new))
    try:
        files.write(path, new, seen)
    except files.FileError as error:
        return Outcome(path, What.FAILED, str(error))
    if old is None:
        files.sync_directory(path.parent)
    return Outcome(path, what)
