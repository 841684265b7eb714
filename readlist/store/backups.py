"""Copies of a library beside it."""

from __future__ import annotations

from pathlib import Path

from readlist.store import disk
from readlist.store.errors import StoreError

FOLDER = "backups"


def keep_before(path: Path, what: str, at: str) -> Path:
    """Copy the snapshot at `path`, byte for byte, into the backups before something is done to it.

    Args:
        path: of the snapshot.
        what: is about to be done, for the copy's name.
        at: the present moment.

    Raises:
        StoreError: it could not be done.
    """
    folder = path.parent / FOLDER
    day = at.replace("-", "").replace(":", "")
    try:
        folder.mkdir(exist_ok=True)
        copy = disk.free_name(folder / f"before-{what}-{day}.json")
        with path.open("rb") as file:
            disk.replace(copy, iter(lambda: file.read(1 << 20), b""))
    except OSError as error:
        raise StoreError(f"{folder}: no backup could be written: {error.strerror}; nothing was changed") from error
    return copy
