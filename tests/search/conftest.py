"""Fixtures for the search: finders with an index, however small the library, and papers to look for."""

from __future__ import annotations

from unittest import mock

import pytest

from readlist.search import base, indexed, ready, units
from readlist.search.finder import Finder
from readlist.store import disk
from readlist.store.papers import COLUMNS, PAPERS, document_of
from readlist.store.repository import SNAPSHOT, Repository
from readlist.store.storage import LibraryStorage


@pytest.fixture(scope="session", autouse=True)
def _index_all():
    """Make and keep an index of the smallest library, and look into it, as is done for a large one."""
    patch = pytest.MonkeyPatch()
    patch.setattr(indexed, "WITHOUT", 0)
    patch.setattr(indexed, "KEPT_FROM", 1)
    patch.setattr(indexed, "_APART", 3)
    patch.setattr(indexed, "_A_ROW", 2)
    patch.setattr(base, "_CHECKED_ALONE", 2)
    patch.setattr(base, "_BYTES_A_ROW", 20)
    patch.setattr(units, "_MANY", 3)
    patch.setattr(ready, "_COSTLY", 0)
    patch.setattr(ready, "_SETTLED", 10**9)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def indexed_finder():
    """What makes a finder over a library, with its index built."""

    def make(library, **options):
        finder = Finder(library, **options)
        for _ in finder.build():
            pass
        assert finder._indexed.evaluator is not None or not len(library)
        return finder

    return make


@pytest.fixture(scope="session")
def stored(tmp_path_factory):
    """What writes a library to a disk and returns it as it is read there: papers whose records are still to be read."""

    def write(library):
        path = tmp_path_factory.mktemp("stored") / SNAPSHOT
        with mock.patch.object(disk, "sync"):
            storage = LibraryStorage(path, columns=COLUMNS, now=lambda: "2026-11-21T08:00:00Z")
            storage.begin({PAPERS: {str(paper.number): document_of(paper.to_fields()) for paper in library}})
            storage.close()
        return Repository(path.parent).library

    return write
