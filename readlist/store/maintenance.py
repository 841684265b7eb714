"""What a library needs now and then, done in passing: compaction and the daily backup."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from readlist.store import backups
from readlist.store.errors import StoreError
from readlist.store.lock import WriterLock
from readlist.store.storage import LibraryStorage


def maintain(storage: LibraryStorage, compact: Callable[[], None], at: str) -> list[str]:
    """Do what is due; return what of it failed, a line each.

    Where nothing is due, it takes a look at one file. In a folder that cannot be written nothing is done: a library
    that can only be read does not change there, and whoever reads it need not be told. Nor does anybody wait for
    another program that is writing: what is due then is so the next time.

    Args:
        storage: of the library.
        compact: writes all changes into the snapshot.
        at: the present moment, as the library's clock has it.
    """
    failed: list[str] = []
    if storage.compaction_due and _can_write(storage.path.parent):
        try:
            with _taken_if_free(storage.lock) as taken:
                if taken:
                    compact()
        except StoreError as error:
            failed.append(f"the library was not compacted: {error}")
    try:
        if backups.daily_due(storage.path, storage.last_number, at) and _can_write(storage.path.parent):
            failed += backups.save_daily(storage.path, storage.state, at)
    except StoreError as error:
        failed.append(f"no daily backup was taken: {error}")
    except OSError as error:
        failed.append(f"no daily backup was taken: {error.filename or storage.path.parent}: {error.strerror}")
    return failed


def _can_write(folder: Path) -> bool:
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@contextlib.contextmanager
def _taken_if_free(lock: WriterLock) -> Iterator[bool]:
    """Keep other writers out unless one is writing just now; yield whether they are."""
    patience, lock.patience = lock.patience, 0
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(lock)
        except StoreError:
            taken = False
        else:
            taken = True
        finally:
            lock.patience = patience
        yield taken
