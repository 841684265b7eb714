"""Fields that are read of all papers at once, though the snapshot has them nowhere but in its documents."""

import pytest

from readlist.importers.base import Found, Reading
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.actions import Remove, SetNote
from readlist.model.record import Record
from readlist.store.repository import Repository

PLANTS = 300
"""Papers enough to be read at once."""


def told(number):
    return f"We measure the height of plant {number} every day of a summer, and say what we have learnt from it. " * 4


def importing(*records):
    found = tuple(Found(record, position, position) for position, record in enumerate(records, start=1))
    return ImportPapers([Batch("plants.txt", Reading("mine", found, ()))])


@pytest.fixture
def garden(tmp_path, clock):
    """A library of 300 papers, three of which have come, changed or gone since its snapshot was written."""
    plants = [Record(title=f"Plant {n}", authors=("Ana Moreno",), abstract=told(n)) for n in range(PLANTS)]
    repository = Repository.create(tmp_path / "library", contents=importing(*plants), clock=clock)
    repository.compact()
    seventh, eighth = repository.library.keys[7:9]
    repository.do(SetNote(seventh, "Said since."))
    repository.do(Remove([eighth]))
    repository.do(importing(Record(title="Late", abstract="What came later.")))
    return repository


def test_a_field_that_only_the_documents_have_is_the_same_at_once_and_one_by_one(garden, opened):
    one_by_one = {paper.key: (paper.abstract, paper.note) for paper in opened(garden).library}
    library = opened(garden).library
    library.prefetch(("abstract", "note"))
    assert {paper.key: (paper.abstract, paper.note) for paper in library} == one_by_one
    assert sorted(one_by_one.values()) == sorted(
        [
            *((told(n), "Said since." if n == 7 else "") for n in range(PLANTS) if n != 8),
            ("What came later.", ""),
        ]
    )


def test_where_one_document_is_damaged_the_others_are_read(garden, opened, monkeypatch):
    monkeypatch.setattr("readlist.store.loading.VERIFIED_UP_TO", 1)
    with (garden.directory / "library.json").open("r+b") as file:
        file.seek(file.read().index(b"height of plant 20 "))
        file.write(b"HEIGHT")
    library = opened(garden).library
    library.prefetch(("abstract",))
    first, *_, last = library
    assert (first.abstract, last.abstract) == (told(0), "What came later.")
    assert [paper.number for paper in library if "cannot be read" in paper.abstract] == [21]


def test_an_untitled_record_is_known_by_an_abstract_that_nobody_has_read_yet(garden, opened):
    repository = opened(garden)
    action = importing(*(Record(abstract=told(n).upper()) for n in (3, 7, 250)), Record(abstract=told(8)))
    repository.do(action)
    assert (action.plan.unchanged, action.plan.added) == (3, 1)
