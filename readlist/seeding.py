"""A new library starts with the papers of the seed documents, so that there is something to try the keys on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from readlist import importers, paths
from readlist.importers.merge import Batch, ImportPapers
from readlist.store.repository import Clock, Repository, system_clock


def create_seeded(
    directory: Path, *, clock: Clock = system_clock, documents: Sequence[Path] | None = None
) -> Repository:
    """Make a library in `directory` that holds the papers of the seed documents (or of `documents`).

    Raises:
        LibraryExistsError: there is a library already.
        StoreError: it could not be written.
        ImportFailedError: a document could not be read.
    """
    batches = []
    for path in paths.seed_documents() if documents is None else documents:
        document = importers.read_file(path)
        batches.append(Batch(document.name, importers.read(document)))
    return Repository.create(directory, contents=ImportPapers(batches), clock=clock)
