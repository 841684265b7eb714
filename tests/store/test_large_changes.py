import json
import subprocess
import sys
import tracemalloc

import pytest

from readlist.importers.base import Found, Reading
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.actions import SetNote
from readlist.model.change import Edit
from readlist.model.paper import Paper
from readlist.model.record import Record
from readlist.store.errors import DamagedError
from readlist.store.repository import Repository
from readlist.store.storage import LibraryStorage

PAPERS = 1500
SAID = "What is known of bells, and of how they ring. " * 40


def importing(count=PAPERS):
    found = (Found(Record(title=f"Bell {n}", abstract=f"{n}. {SAID}"), n, n, f"bell-{n}") for n in range(1, count + 1))
    return ImportPapers([Batch("bells.txt", Reading("bells", tuple(found)))])


@pytest.fixture
def grown(tmp_path, clock):
    """A library whose first change brought two megabytes, which its snapshot keeps."""
    repository = Repository.create(tmp_path / "library", clock=clock)
    repository.do(importing())
    repository.compact()
    return repository


def test_an_import_can_be_taken_back_after_any_number_of_compactions(grown, opened):
    grown.compact()
    again = opened(grown)
    again.compact()
    assert [change.summary for change in again.history.changes] == [f"Imported {PAPERS} papers from bells.txt"]
    assert len(again.library) == PAPERS
    again.undo()
    assert len(opened(grown).library) == 0
    again.redo()
    assert opened(grown).library["bell-7"].abstract == f"7. {SAID}"


def test_a_kept_change_that_was_damaged_is_not_copied_as_if_it_were_whole(grown, opened):
    path = grown.directory / "library.json"
    whole = path.read_bytes()
    at = whole.index(b"750. What", whole.index(b'"history"'))
    path.write_bytes(whole[:at] + b"8" + whole[at + 1 :])
    damaged = opened(grown)
    with pytest.raises(DamagedError, match="history"):
        damaged.compact()
    assert path.read_bytes()[at : at + 4] == b"850."
    assert [file.name for file in grown.directory.iterdir() if file.name.endswith(".new")] == []


def test_neither_compaction_nor_backup_reads_a_large_change_into_memory(grown, opened):
    repository = opened(grown)
    size = (grown.directory / "library.json").stat().st_size // 2
    tracemalloc.start()
    try:
        repository.compact()
        repository.backup()
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 6 * size


def test_an_import_takes_the_memory_of_what_it_writes(tmp_path, clock):
    repository = Repository.create(tmp_path / "library", clock=clock)
    action = importing()
    texts = sum(len(found.record.abstract) for found in action.batches[0].reading.found)
    tracemalloc.start()
    try:
        repository.do(action)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 6 * texts


def test_texts_that_are_kept_take_the_memory_of_what_is_in_them():
    # Only the system knows of the room between them: it is asked in a program of their own.
    program = (
        "import resource\n"
        "from readlist.store.json_object import kept_text\n"
        f"before, texts = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, [kept_text({{'said': {SAID!r}}})"
        " for n in range(20_000)]\n"
        "print(sum(map(len, texts)), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    told = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    size, grown_by = map(int, told.split())
    unit = 1 if sys.platform == "darwin" else 1024  # of what the system says, in bytes
    assert grown_by * unit < 2 * size


def test_a_document_that_a_change_puts_in_can_be_changed_by_it(tmp_path):
    storage = LibraryStorage(tmp_path / "library.json")
    with storage.writing(), storage.change("put") as batch:
        draft = batch.draft("bells", int)
        draft[1] = {"rings": 1}
        draft[1]["rings"] += 1
        assert {**draft} == {1: {"rings": 2}}
        draft[2] = {"rings": 5}
        del draft[2]
    assert dict(LibraryStorage(tmp_path / "library.json").tables["bells"]) == {"1": {"rings": 2}}


def test_the_fields_of_a_new_paper_are_all_of_its_fields():
    paper = Paper(key="bell", number=1, title="Bell", tags=("a",), authors=("Ana Moreno",))
    after = Edit.adding(paper).after
    assert after == paper.to_fields()
    assert dict(after) == {**after} == paper.to_fields()
    assert after["tags"] == ["a"]
    assert "colour" not in after
    with pytest.raises(KeyError):
        after["colour"]


def test_a_change_that_brought_papers_is_json(tmp_path, clock):
    repository = Repository.create(tmp_path / "library", clock=clock)
    change = repository.do(importing(2))
    assert json.loads(json.dumps(change.to_json()))["edits"][0]["after"]["title"] == "Bell 1"
    repository.do(SetNote("bell-1", "rings"))
    assert repository.library["bell-1"].note == "rings"
