"""What can be wrong with a library on disk."""

from __future__ import annotations

from pathlib import Path


class StoreError(Exception):
    """A library cannot be read or written; the text is one clear line that names the file."""


class LibraryMissingError(StoreError):
    """There is no library in that folder."""


class LibraryExistsError(StoreError):
    """There is a library in that folder already."""


class DamagedError(StoreError):
    """A file of a library is not what was written there; opening it takes a repair."""


class NewerVersionError(StoreError):
    """The library was written by a newer version of the program."""


class OlderVersionError(StoreError):
    """The library was written by an older version of the program, and is to be brought up to date."""

    def __init__(self, path: Path, schema: int) -> None:
        super().__init__(f"{path}: written by an older version of readlist (schema {schema})")
        self.schema = schema
