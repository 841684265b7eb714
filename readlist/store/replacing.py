"""Replacing the files of a library: what there was is kept beside, and at no moment is there no good state."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypeAlias

from readlist.store import disk, saving
from readlist.store.disk import Signature
from readlist.store.errors import StoreError
from readlist.store.journal import FileJournal
from readlist.store.saving import State
from readlist.store.storage import journal_path

_Looks: TypeAlias = tuple[Signature | None, Signature | None]
"""What snapshot and journal are like, None where there is none."""


@contextlib.contextmanager
def removed_unless_done(path: Path) -> Iterator[list[Path]]:
    """Remove files that were made for nothing, so that each try does not leave another copy of what is there still.

    After an error or an interruption they go only if the library is what it was before: where one of its files has
    been replaced, what was kept of it may be all that there is.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.

    Yields:
        What takes the new files.
    """
    before = _looks(path)
    made: list[Path] = []
    try:
        yield made
    except BaseException:
        if before is not None and _looks(path) == before:
            for file in made:
                with contextlib.suppress(OSError):
                    file.unlink()
        raise


def keep_files(files: Iterable[Path], stamp: str, made: list[Path]) -> list[Path]:
    """Give files a second name beside, which stays when they are replaced; return those names.

    Args:
        files: some may be named twice.
        stamp: the present moment, for the names.
        made: takes what has come to be, also where not all of it does.

    Raises:
        OSError: it could not be done.
    """
    kept = []
    for file in dict.fromkeys(files):
        beside = disk.keep_beside(file, f"{file.name}.damaged-{stamp}")
        made.append(beside)
        kept.append(beside)
    return kept


def put_in_place(path: Path, state: State, *, generation: int, at: str) -> None:
    """Replace snapshot and journal by ones that hold `state`.

    To be used with the writers' lock taken.

    Args:
        path: of the snapshot.
        state: what the library is to hold.
        generation: of both; a higher one than those that there were.
        at: the present moment.

    Raises:
        StoreError: it could not be done; the library is as it was, or its snapshot holds `state` already, and only the
            journal beside it cannot be read.
    """
    saving.write(path, state, generation=generation, written=at)
    # The snapshot is the whole library by now, whether or not the journal can be begun anew.
    journal = FileJournal(journal_path(path))
    try:
        journal.compact(generation, state.number)
    except StoreError:
        # What stays is a journal of an older generation, which counts for nothing any more, if it can be read as one;
        # the next change begins it anew.
        if journal_path(path).exists() and journal.read_since(None).position is None:
            raise


def _looks(path: Path) -> _Looks | None:
    """Return what the files of a library are like, None where that cannot be seen."""
    try:
        return disk.signature(path), disk.signature(journal_path(path))
    except OSError:
        return None
