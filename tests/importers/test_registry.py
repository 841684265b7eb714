"""Importers are found through entry points, and a broken one takes nothing with it."""

import sys

import pytest

from readlist import importers
from readlist.importers import Document, Found, ImportFailedError, Reading, broken_importers, read
from readlist.model.record import Record

SOURCE = """
from readlist.importers.base import Found, Problem, Reading
from readlist.model.record import Record


class Shelf:
    name = "shelf"

    def sniff(self, document):
        return float(document.text.startswith("shelf:"))

    def read(self, document):
        if "stumble" in document.text:
            raise KeyError("no\\x1b[31m shelf")
        records = [Record(title=line, authors=["A\\x07na  Li"]) for line in document.lines[1:] if line]
        found = tuple(Found(record, i, i + 1) for i, record in enumerate(records, 1))
        return Reading("misnamed", found, () if found else (Problem(1, "bare"),))


class Blind(Shelf):
    name = "blind"

    def sniff(self, document):
        raise ValueError


class Liar(Shelf):
    name = "acl-anthology"
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A small package of somebody else's, installed the way packages are."""
    (tmp_path / "shelf_importer.py").write_text(SOURCE)
    metadata = tmp_path / "shelf_importer-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: shelf-importer\nVersion: 1.0\n")
    points = ["shelf = shelf_importer:Shelf", "blind = shelf_importer:Blind", "gone = no_such_module:Gone"]
    points += ["acl-anthology = shelf_importer:Liar", "other-name = shelf_importer:Shelf"]
    (metadata / "entry_points.txt").write_text("[readlist.importers]\n" + "\n".join(points) + "\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    importers._registry.cache_clear()
    yield
    importers._registry.cache_clear()
    sys.modules.pop("shelf_importer", None)


def failure(*arguments: object):
    with pytest.raises(ImportFailedError) as caught:
        read(*arguments)
    assert str(caught.value).isprintable()
    return str(caught.value)


def test_our_own_are_there():
    assert set(importers.importers()) >= {"acl-anthology", "surname-given", "abstracts", "arxiv-listing"}


@pytest.mark.usefixtures("package")
def test_a_package_adds_an_importer():
    reading = read(Document("x", "shelf:\nOn Shelves\n"))
    assert reading.format == "shelf"
    assert reading.found == (Found(Record(title="On Shelves", authors=("A\ufffdna Li",)), 1, 2),)


@pytest.mark.usefixtures("package")
def test_broken_importers_are_reported_and_the_others_work():
    assert set(broken_importers()) == {"gone", "acl-anthology", "other-name"}
    assert "ModuleNotFoundError" in broken_importers()["gone"]
    assert type(importers.importers()["acl-anthology"]).__module__ == "readlist.importers.acl_anthology"
    assert read(Document("x", "Abstract:One.")).format == "abstracts"
    assert "cannot be loaded" in failure(Document("x", "Abstract:One."), "gone")


@pytest.mark.usefixtures("package")
def test_an_importer_that_stumbles_is_one_clear_line():
    assert failure(Document("x", "shelf: stumble")).startswith("x: the importer shelf failed (KeyError: ")
    assert failure(Document("x", "stumble"), "blind").startswith("x: the importer blind failed")


@pytest.mark.usefixtures("package")
def test_no_papers_at_all_is_a_failure():
    assert failure(Document("x", "shelf:\n")) == "x: no papers found (read as shelf); line 1: bare"


def test_a_format_that_does_not_exist_names_those_that_do():
    message = failure(Document("x", "Abstract:One."), "abstract")
    assert message.startswith("x: no format 'abstract'; there are: abstracts, acl-anthology")


def test_a_named_format_is_read_whatever_the_text_looks_like():
    assert isinstance(read(Document("x", "Heading\nAbstract:One."), "abstracts"), Reading)
    assert failure(Document("x", "Just a line."), "acl-anthology").startswith("x: no papers found")
