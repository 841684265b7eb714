"""What can be wrong with a library on disk."""

from __future__ import annotations


class StoreError(Exception):
    """A library cannot be read or written; the text is one clear line that names the file."""


class LibraryMissingError(StoreError):
    """There is no library in that folder."""


class LibraryExistsError(StoreError):
    """There is a library in that folder already."""
