"""Several programs that write to one library at the same moment: every acknowledged change is there, and whole."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from tinydb import TinyDB

from readlist.model.actions import SetNote, SetStarred, SetTags
from readlist.store import disk
from readlist.store.errors import StoreError
from readlist.store.journal import FileJournal

ROOT = Path(__file__).parent.parent.parent
KEYS = ["ash", "birch", "cedar", "dogwood"]
CHANGES = 40

WRITER = """
import sys
from pathlib import Path
from readlist.model.actions import SetNote, SetTags
from readlist.store.repository import Repository

directory, name, changes, compacts, keys = sys.argv[1:]
repository = Repository(Path(directory))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(changes)):
    repository.do(SetTags(keys.split(), add=[f"{name}.{number}"]))
    print(repository.last_number, flush=True)
    if int(compacts) and number % int(compacts) == 0:
        repository.compact()
"""


def write_at_once(repository, writers, *, compacts=0):
    """Let some processes tag all papers, all at the same moment; return the numbers that each acknowledged."""
    command = [sys.executable, "-c", WRITER, str(repository.directory)]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(
                subprocess.Popen(
                    [*command, f"w{name}", str(CHANGES), str(compacts), " ".join(KEYS)],
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )
            for name in range(writers)
        ]
        for process in processes:
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            process.stdin.write("go\n")
            process.stdin.flush()
        ended = [process.communicate() for process in processes]
    assert [err for _, err in ended] == [""] * writers
    return [[int(line) for line in out.split()] for out, _ in ended]


@pytest.mark.parametrize("compacts", [0, 7], ids=["", "while they compact the library"])
@pytest.mark.parametrize("writers", [2, 4])
def test_writers_at_once_lose_nothing_and_every_record_is_whole(small, opened, contents, writers, compacts):
    watcher = opened(small)
    numbers = write_at_once(small, writers, compacts=compacts)
    assert sorted(number for each in numbers for number in each) == list(range(1, writers * CHANGES + 1))
    repository = opened(small)
    assert repository.notices == []
    everything = {f"w{name}.{number}" for name in range(writers) for number in range(CHANGES)}
    assert all(set(paper.tags) == everything for paper in repository.library)
    reading = FileJournal(small.directory / "library.json.journal").read_since(None)
    assert reading.tail == b""
    assert reading.position.number == writers * CHANGES
    history = repository.history.changes
    assert [change.id for change in history] == list(range(1, writers * CHANGES + 1))
    assert all(change.keys == tuple(KEYS) for change in history)
    assert watcher.refresh()
    assert contents(watcher) == contents(repository)
    with TinyDB(small.directory / "library.json", access_mode="r") as db:
        assert len(db.table("papers")) == len(KEYS)


def test_undo_goes_back_over_what_all_writers_did_in_the_order_of_their_changes(small, opened, contents):
    before = contents(small)
    numbers = write_at_once(small, 2)
    of_writer = {number: f"w{name}" for name, each in enumerate(numbers) for number in each}
    repository = opened(small)
    for number in sorted(of_writer, reverse=True):
        assert repository.undo().summary.startswith(f"Tagged +{of_writer[number]}.")
    assert contents(opened(small)) == before


@pytest.mark.parametrize("change", [SetNote("ash", "ours"), SetTags(KEYS, add=["ours"])])
def test_a_writer_that_cannot_see_that_the_journal_is_another_one_writes_nothing_into_it(
    small, opened, contents, monkeypatch, change
):
    """Where file times are coarse, a journal begun anew can have inode, size and time of the one before it."""
    other = opened(small)
    seen = {path: disk.signature(path) for path in small.directory.iterdir()}
    other.compact()
    journal = small.directory / "library.json.journal"
    on_disk = journal.read_bytes()
    assert len(on_disk) == seen[journal][1]
    with monkeypatch.context() as patch:
        patch.setattr(disk, "signature", lambda path: seen[Path(path)])
        with pytest.raises(StoreError, match="not saved: another program has changed the file meanwhile"):
            small.do(change)
    assert journal.read_bytes() == on_disk
    assert contents(small) == contents(other)
    small.do(change)
    other.do(SetStarred(["ash"]))
    assert contents(opened(small)) == contents(other)
    assert opened(small).library["ash"].starred
    assert len(opened(small).history.changes) == 2
