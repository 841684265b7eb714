"""Blocks of a storage in which other writers are kept out, and in which a change is gathered.

Plain context managers: each change enters four of them, and a generator takes a microsecond more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from readlist.store.batch import Batch

if TYPE_CHECKING:
    from readlist.store.storage import LibraryStorage


class Writing:
    """A block in which a storage is written; entered again inside of itself it does nothing more."""

    __slots__ = ("_storage",)

    def __init__(self, storage: LibraryStorage) -> None:
        self._storage = storage

    def __enter__(self) -> None:
        lock = self._storage.lock
        lock.__enter__()
        try:
            self._storage.make_ready()
        except BaseException:
            lock.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        self._storage.lock.__exit__()


class Change:
    """A block in which a change is gathered."""

    __slots__ = ("_begun", "_named", "_storage")

    def __init__(self, storage: LibraryStorage, action: str, at: str | None, info: Mapping[str, Any]) -> None:
        self._storage = storage
        self._named = action, at, info

    def __enter__(self) -> Batch:
        batch, self._begun = self._storage.gather()
        return batch

    def __exit__(self, kind: object, *_: object) -> None:
        if self._begun:
            self._storage.finish(*self._named, save=kind is None)
