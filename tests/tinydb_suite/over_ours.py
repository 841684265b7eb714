"""A pytest plugin for TinyDB's own tests: our storage, table and database in the place of TinyDB's.

It is loaded before the tests are, so that what they import from `tinydb` is ours: `TinyDB`, `JSONStorage`,
`MemoryStorage` and, through `TinyDB`, the table. Everything else, middlewares included, is TinyDB's.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
import tinydb
import tinydb.database
import tinydb.storages

from readlist.store.database import LibraryDB
from readlist.store.storage import LibraryStorage


class NotApplicable(NamedTuple):
    """A test that asks for something that our storage is not made to do.

    Attributes:
        raises: how it fails here.
        reason: why that is right.
    """

    raises: type[BaseException]
    reason: str


NOT_APPLICABLE = {
    "test_storages.py::test_json_kwargs": NotApplicable(
        TypeError,
        "arguments for json.dumps: the layout of our file, one document a line, is not for its users to choose",
    ),
    "test_storages.py::test_json_read": NotApplicable(
        TypeError, "argument `access_mode`: whether a library can be written is for its files' permissions to say"
    ),
    "test_storages.py::test_json_invalid_mode_warning": NotApplicable(
        pytest.fail.Exception, "argument `access_mode`, as above"
    ),
    "test_storages.py::test_encoding": NotApplicable(TypeError, "argument `encoding`: our files are always UTF-8"),
    "test_storages.py::test_create_dirs": NotApplicable(
        pytest.fail.Exception,
        "argument `create_dirs`; and opening writes nothing, so that a missing folder is told of by the first change",
    ),
    "test_storages.py::test_json_invalid_directory": NotApplicable(
        pytest.fail.Exception, "a missing folder is told of by the first change, as above"
    ),
    "test_tables.py::test_table_repr": NotApplicable(AssertionError, "names the classes Table and JSONStorage"),
}
"""All tests of TinyDB's that do not apply. One that would pass, or is no longer there, fails the run."""

_PLAIN_DOCUMENT_MODULES = ("test_storages", "test_middlewares")
"""Their `doc` is a document, which they hand to a storage where it takes tables of documents (`Storage.write`)."""

_opened: list[LibraryStorage] = []
_outcomes: Counter[str] = Counter()


class MemoryStorage(LibraryStorage):
    """Our storage in a fresh folder, for tests that want nothing of a file."""

    def __init__(self) -> None:
        super().__init__(Path(tempfile.mkdtemp()) / "library.json")
        _opened.append(self)

    @property
    def memory(self):
        """What is stored."""
        return self.read()


class JSONStorage(LibraryStorage):
    """Our storage in the file that a test names."""

    def __init__(self, path, *, ensure_ascii=False) -> None:
        assert not ensure_ascii, "our files hold what is not ASCII as UTF-8"
        super().__init__(path)
        _opened.append(self)

    @property
    def _handle(self):
        """The one file that our storage holds open is that of the lock."""
        return SimpleNamespace(closed=self.lock._file is None)


class TinyDB(LibraryDB):
    """Our database under the name that its users see in its `repr`."""

    default_storage_class = JSONStorage


for module in (tinydb, tinydb.storages, tinydb.database):
    for ours in (MemoryStorage, JSONStorage, TinyDB):
        if hasattr(module, ours.__name__):
            setattr(module, ours.__name__, ours)


def pytest_addoption(parser):
    parser.addoption("--counts", type=Path, help="file that gets the number of tests by outcome, as JSON")


def pytest_collection_modifyitems(items):
    missing = set(NOT_APPLICABLE)
    for item in items:
        name = f"{item.path.name}::{item.originalname}"
        missing.discard(name)
        if name in NOT_APPLICABLE:
            raises, reason = NOT_APPLICABLE[name]
            item.add_marker(pytest.mark.xfail(raises=raises, reason=reason, strict=True))
    if missing:
        raise pytest.UsageError(f"listed as not applicable, but not there: {', '.join(sorted(missing))}")


@pytest.fixture(autouse=True)
def tables_of_documents(request, monkeypatch):
    """Put the document that two modules store as if it were the tables into a table."""
    if request.module.__name__.rpartition(".")[2] in _PLAIN_DOCUMENT_MODULES:
        monkeypatch.setattr(request.module, "doc", {"_default": {"1": request.module.doc}})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Close what a test has left open, and make sure that those with a database of TinyDB's fixtures had ours."""
    _opened.clear()
    result = yield
    if not _opened and {"db", "storage"} & set(item.fixturenames):
        pytest.exit(f"{item.nodeid}: did not run over our storage", returncode=pytest.ExitCode.INTERNAL_ERROR)
    for storage in _opened:
        storage.close()
    return result


def pytest_runtest_logreport(report):
    if report.skipped and hasattr(report, "wasxfail"):
        _outcomes["not_applicable"] += 1
    elif not report.passed:
        _outcomes["other"] += 1
    elif report.when == "call":
        _outcomes["passed"] += 1
        _outcomes["ours"] += bool(_opened)


def pytest_sessionfinish(session):
    counts = {name: _outcomes[name] for name in ("passed", "ours", "not_applicable", "other")}
    session.config.getoption("--counts").write_text(json.dumps(counts), encoding="utf-8")
