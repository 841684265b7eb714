"""A disk that is full or fails: one clear line, nothing half-written, and memory as the disk is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from readlist.app.app import ReadlistApp
from readlist.model.actions import Remove, SetNote, SetStarred, SetTags
from readlist.store import disk
from readlist.store.errors import LibraryMissingError, StoreError
from readlist.store.repository import Repository

ROOT = Path(__file__).parent.parent.parent
ROOM = 10
"""So many bytes still fit into the journal: a part of each record."""
EIO = OSError(5, "Input/output error")

CHANGES = {
    "one paper": lambda repository: repository.do(SetStarred(["ash"])),
    "many papers": lambda repository: repository.do(SetTags(["ash", "birch", "cedar"], add=["tree"])),
    "a removal": lambda repository: repository.do(Remove(["ash", "birch"])),
    "undo": Repository.undo,
    "compact": Repository.compact,
}


@pytest.fixture
def library(small):
    """The small library after two changes."""
    small.do(SetNote("cedar", "one"))
    small.do(SetNote("dogwood", "two"))
    return small


@pytest.fixture
def fails(library, contents, files, opened):
    """Does something that must fail in one line, after which all must be as it was; returns the line."""

    def try_(change, told, around):
        before, on_disk, actions = contents(library), files(library), library.history.actions()
        with around, pytest.raises(StoreError, match=told) as caught:
            change(library)
        assert "\n" not in str(caught.value)
        assert contents(library) == before
        assert library.history.actions() == actions
        assert files(library) == on_disk
        change(library)
        assert contents(opened(library)) == contents(library)
        assert opened(library).notices == []

    return try_


def room_in(repository):
    """How large files may become so that a part of the next record fits, and no snapshot."""
    return (repository.directory / "library.json.journal").stat().st_size + ROOM


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_that_does_not_fit_on_the_disk_is_told_and_has_not_happened(library, fails, full_disk, change):
    name = r"library\.json" if change is Repository.compact else r"library\.json\.journal"
    fails(change, rf"^{library.directory}/{name}: not saved: File too large$", full_disk(room_in(library)))


class Broken:
    """While it is entered, something of the operating system fails."""

    def __init__(self, monkeypatch, where, name, instead):
        self.monkeypatch, self.where, self.name, self.instead = monkeypatch, where, name, instead

    def __enter__(self):
        self.original = getattr(self.where, self.name)
        self.monkeypatch.setattr(self.where, self.name, self.instead)

    def __exit__(self, *_):
        self.monkeypatch.setattr(self.where, self.name, self.original)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_that_cannot_be_forced_to_the_disk_has_not_happened(fails, monkeypatch, change, failing):
    fails(change, "not saved: Input/output error$", Broken(monkeypatch, disk, "sync", failing(EIO)))


@pytest.mark.parametrize("change", [each for each in CHANGES.values() if each is not Repository.compact])
def test_a_record_of_which_only_a_part_could_be_written_is_taken_back(fails, monkeypatch, change):
    write, calls = os.write, []

    def in_part(descriptor, data):
        calls.append(data)
        if len(calls) == 1:
            return write(descriptor, data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    fails(change, "not saved: No space left on device$", Broken(monkeypatch, os, "write", in_part))
    assert len(calls) == 2


def test_a_record_that_the_system_takes_in_parts_is_whole(library, monkeypatch, opened):
    write = os.write
    with Broken(monkeypatch, os, "write", lambda descriptor, data: write(descriptor, bytes(data[:7]))):
        library.do(SetTags(["ash", "birch"], add=["tree"]))
    repository = opened(library)
    assert repository.notices == []
    assert repository.library["birch"].tags == ("tree",)


def test_a_snapshot_that_cannot_take_its_place_leaves_the_old_one(fails, monkeypatch, failing):
    fails(Repository.compact, r"library\.json: not saved: Input/", Broken(monkeypatch, Path, "replace", failing(EIO)))


def test_who_interrupts_a_change_finds_that_it_has_not_happened(library, contents, files, monkeypatch, failing):
    before, on_disk = contents(library), files(library)
    for change in (CHANGES["many papers"], Repository.compact):
        with Broken(monkeypatch, disk, "sync", failing(KeyboardInterrupt())), pytest.raises(KeyboardInterrupt):
            change(library)
        assert contents(library) == before
        assert files(library) == on_disk
    library.do(SetStarred(["ash"]))
    assert library.library["ash"].starred


def test_a_library_that_could_not_be_made_can_be_made_later(tmp_path, full_disk, clock):
    directory = tmp_path / "new"
    for size in (ROOM, 100):
        # The second is enough for the journal, and not for the snapshot.
        with full_disk(size), pytest.raises(StoreError, match="File too large"):
            Repository.create(directory, clock=clock)
        assert not list(directory.glob(".*.new"))
        with pytest.raises(LibraryMissingError):
            Repository(directory)
    assert len(Repository.create(directory, clock=clock).library) == 0


def test_a_damaged_library_is_left_as_it_is_where_there_is_no_room_to_mend_it(library, files, full_disk, opened):
    path = library.directory / "library.json"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"What is known of birch", b"what is known of birch", 1))
    before = files(library)
    for size in (ROOM, 1000):
        # The second is enough for the report of what is damaged.
        for _ in range(2):
            with full_disk(size), pytest.raises(StoreError, match="File too large") as caught:
                opened(library)
            assert "\n" not in str(caught.value)
            assert files(library) == before
    assert len(opened(library).library) == 3


def test_a_torn_end_that_there_is_no_room_to_keep_is_cut_off_later(library, contents, full_disk, opened):
    journal = library.directory / "library.json.journal"
    before = contents(library)
    with journal.open("ab") as file:
        file.write(b"noise\n")
    with full_disk(0):
        repository = opened(library)
        assert contents(repository) == before
        with pytest.raises(StoreError, match="File too large") as caught:
            repository.do(SetStarred(["ash"]))
    assert "\n" not in str(caught.value)
    assert journal.read_bytes().endswith(b"noise\n")
    repository.do(SetStarred(["ash"]))
    assert opened(library).library["ash"].starred


def test_the_command_line_says_in_one_line_that_the_disk_is_full(library, contents, files, opened):
    before, on_disk = contents(library), files(library)
    code = (
        "import resource, sys\n"
        "from readlist.cli import main\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room_in(library)}, resource.RLIM_INFINITY))\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    for arguments in (
        ("star", "ash"),
        ("tag", "--add", "x", "ash", "birch"),
        ("undo",),
        ("note", "ash", "--text", "x"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", code, "--library", str(library.directory), *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        told = f"readlist: {library.directory}/library.json.journal: not saved: File too large\n"
        assert (done.returncode, done.stdout, done.stderr) == (1, "", told)
        assert files(library) == on_disk
    assert contents(opened(library)) == before


async def test_the_app_says_that_the_disk_is_full_and_draws_no_star(library, files, full_disk, opened):
    app = ReadlistApp(library)
    async with app.run_test() as pilot:

        async def press(key):
            await pilot.press(key)
            await app.workers.wait_for_complete()
            await pilot.pause()

        await pilot.pause()
        status, on_disk = app.main_screen.query_one("#status"), files(library)
        with full_disk(room_in(library)):
            await press("s")
        assert status.is_error
        assert "library.json.journal: not saved: File too large" in status.text
        assert not app.main_screen.desk.library["ash"].starred
        assert files(library) == on_disk
        await press("s")
        assert not status.is_error
        assert app.main_screen.desk.library["ash"].starred
    assert opened(library).library["ash"].starred
