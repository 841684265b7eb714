"""What a library needs now and then, done in passing: compaction and the daily backup."""

from __future__ import annotations

from collections.abc import Callable

from readlist.store import backups
from readlist.store.errors import StoreError
from readlist.store.storage import LibraryStorage


def maintain(storage: LibraryStorage, compact: Callable[[], None], at: str) -> list[str]:
    """Do what is due; return what of it failed, a line each.

    Where nothing is due, it takes a look at one file.

    Args:
        storage: of the library.
        compact: writes all changes into the snapshot.
        at: the present moment, as the library's clock has it.
    """
    failed: list[str] = []
    if storage.compaction_due:
        try:
            compact()
        except StoreError as error:
            failed.append(f"the library was not compacted: {error}")
    try:
        if backups.daily_due(storage.path, storage.last_number, at):
            failed += backups.save_daily(storage.path, storage.state, at)
    except StoreError as error:
        failed.append(f"no daily backup was taken: {error}")
    except OSError as error:
        failed.append(f"no daily backup was taken: {storage.path.parent}: {error.strerror}")
    return failed
