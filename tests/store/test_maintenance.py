"""What a library needs now and then is done in passing, when it is due and in nobody's way."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
from pathlib import Path
from threading import Event, Thread

import pytest
from tinydb import TinyDB

from readlist.model.actions import SetNote, SetStarred
from readlist.store import disk, storage

TEXT = "All that is known of it. " * 1000
"""A note of 25 kB."""


def journal_of(repository):
    return repository.directory / "library.json.journal"


def looks_of(repository):
    """What tells the files of a library from others: also those with the same content."""
    return {path.name: disk.signature(path) for path in repository.directory.iterdir() if path.suffix != ".lock"}


@pytest.fixture
def outgrown(small):
    """The small library with a journal that is due for compaction; today's backup is there."""
    small.do(SetNote("cedar", "first"))
    assert small.maintain() == []
    while journal_of(small).stat().st_size <= storage.JOURNAL_BYTES:
        small.do(SetNote("ash", f"{small.last_number} {TEXT}"))
    return small


@pytest.mark.parametrize("arguments", [("list",), ("list", "--json"), ("star", "birch"), ("undo", "--list")])
def test_a_journal_that_has_outgrown_its_share_is_compacted_by_the_next_command(
    outgrown, command, opened, contents, arguments
):
    before, actions = contents(outgrown), len(outgrown.history.actions())
    status, _, err = command(outgrown, *arguments)
    assert (status, err) == (0, "")
    assert journal_of(outgrown).stat().st_size < 200
    after = opened(outgrown)
    assert {**contents(after), "birch": before["birch"]} == before
    assert after.library["birch"].starred is (arguments[0] == "star")
    assert len(after.history.actions()) == actions + (arguments[0] == "star")
    assert after.undo() is not None


def test_a_large_library_waits_for_a_larger_journal(outgrown, monkeypatch):
    size = journal_of(outgrown).stat().st_size
    monkeypatch.setattr(storage, "JOURNAL_SHARE", 1 / (2 * size / (outgrown.directory / "library.json").stat().st_size))
    before = looks_of(outgrown)
    assert outgrown.maintain() == []
    assert looks_of(outgrown) == before
    while journal_of(outgrown).stat().st_size <= 2 * size:
        outgrown.do(SetNote("ash", f"{outgrown.last_number} {TEXT}"))
    assert outgrown.maintain() == []
    assert journal_of(outgrown).stat().st_size < 200


def test_a_program_that_is_open_goes_on_after_a_compaction(outgrown, command, opened, contents):
    other = opened(outgrown)
    command(outgrown, "list")
    other.do(SetStarred(["birch"]))
    assert outgrown.refresh()
    assert contents(outgrown) == contents(other) == contents(opened(outgrown))


def test_where_nothing_is_due_reading_commands_write_nothing(small, command, clock):
    small.do(SetStarred(["ash"]))
    command(small, "list")
    before = looks_of(small)
    clock.advance(days=1)
    for arguments in (("list",), ("show", "ash"), ("tags",), ("undo", "--list"), ("note", "ash"), ("list", "--json")):
        assert command(small, *arguments)[0] == 0
        assert looks_of(small) == before


def test_where_nothing_is_due_one_look_at_one_file_is_enough(small, monkeypatch, failing):
    small.do(SetStarred(["ash"]))
    assert small.maintain() == []
    looks, look = [], os.stat

    def stat(path, *args, **options):
        looks.append(path)
        return look(path, *args, **options)

    monkeypatch.setattr(os, "stat", stat)
    monkeypatch.setattr(Path, "open", failing(AssertionError("a file was opened")))
    assert small.maintain() == []
    assert len(looks) <= 1


def test_a_file_that_plain_tinydb_has_written_is_laid_out_anew_with_what_was_changed_there(small, command, opened):
    path = small.directory / "library.json"
    with TinyDB(path) as db:
        db.table("papers").update({"note": "by hand"}, doc_ids=[2])
    lines = path.read_bytes().count(b"\n")
    status, _, err = command(small, "list")
    assert (status, err) == (0, "")
    assert path.read_bytes().count(b"\n") > lines
    assert opened(small).library["birch"].note == "by hand"
    before = looks_of(small)
    command(small, "list")
    assert looks_of(small) == before


# Where it cannot be done


def test_in_a_folder_that_cannot_be_written_nothing_is_done_and_nothing_told(outgrown, command, clock, monkeypatch):
    clock.advance(days=1)
    before = looks_of(outgrown)
    asked = []

    def access(path, mode, **_options):
        asked.append((Path(path), mode))
        return False

    monkeypatch.setattr(os, "access", access)
    status, out, err = command(outgrown, "list")
    assert (status, out.count("\n"), err) == (0, 4, "")
    assert set(asked) == {(outgrown.directory, os.W_OK)}
    assert looks_of(outgrown) == before
    monkeypatch.undo()
    command(outgrown, "list")
    assert looks_of(outgrown) != before


def test_a_compaction_that_fails_is_told_in_one_line_and_the_command_has_done_its_work(
    outgrown, command, files, opened, full_disk
):
    with full_disk(journal_of(outgrown).stat().st_size + 1000):
        # Enough for a change, and not for the snapshot with the notes that can be undone.
        status, out, err = command(outgrown, "star", "birch")
    path = outgrown.directory / "library.json"
    assert (status, out) == (0, "Starred: On birch\n")
    assert err == f"readlist: the library was not compacted: {path}: not saved: File too large\n"
    assert not [name for name in files(outgrown) if name.endswith(".new")]
    assert opened(outgrown).library["birch"].starred
    assert command(outgrown, "list")[2] == ""
    assert journal_of(outgrown).stat().st_size < 200


def test_nobody_waits_for_a_program_that_is_writing(outgrown, opened):
    # A writer that does not come to an end would be waited for longer than any test may take.
    outgrown.patience = 3600
    other, inside, done = opened(outgrown), Event(), Event()

    class Slow:
        def change(self, library, now):
            inside.set()
            done.wait(60)
            return SetStarred(["birch"]).change(library, now)

    writer = Thread(target=other.do, args=[Slow()])
    writer.start()
    try:
        inside.wait(60)
        before = looks_of(outgrown)
        looking = Thread(target=lambda: told.extend(outgrown.maintain()), daemon=True)
        told = []
        looking.start()
        looking.join(30)
        assert not looking.is_alive()
        assert told == []
        assert looks_of(outgrown) == before
    finally:
        done.set()
        writer.join(60)
    assert outgrown.patience == 3600
    assert outgrown.maintain() == []
    assert journal_of(outgrown).stat().st_size < 200
    assert opened(outgrown).library["birch"].starred


def test_all_that_fails_is_told_each_in_a_line_and_json_stays_json(outgrown, command, clock, monkeypatch, failing):
    clock.advance(days=1)
    monkeypatch.setattr(disk, "sync", failing(OSError(errno.EIO, "Input/output error")))
    status, out, err = command(outgrown, "list", "--json")
    assert (status, len(json.loads(out))) == (0, 4)
    folder = re.escape(str(outgrown.directory))
    first, second = err.splitlines()
    assert re.fullmatch(
        rf"readlist: the library was not compacted: {folder}/library\.json: not saved: Input/output error", first
    )
    assert re.fullmatch(
        rf"readlist: no daily backup was taken: {folder}/backups/library-2026-11-22\.json: not saved: Input/.*", second
    )


def test_that_there_are_no_locks_is_told_once_also_where_only_maintenance_writes(outgrown, command, monkeypatch):
    def none(_descriptor, _operation):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    status, _, err = command(outgrown, "list")
    told = "the file system has no locks (No locks available): let only one program write here at a time"
    assert (status, err) == (0, f"readlist: {outgrown.directory}: {told}\n")
    assert journal_of(outgrown).stat().st_size < 200
    assert command(outgrown, "list")[2] == ""


def test_many_small_changes_are_compacted_too(small, monkeypatch):
    monkeypatch.setattr(storage, "JOURNAL_RECORDS", 20)
    for _ in range(19):
        small.do(SetStarred(["ash"]))
    assert small.maintain() == []
    size = journal_of(small).stat().st_size
    small.do(SetStarred(["ash"]))
    assert small.maintain() == []
    assert journal_of(small).stat().st_size < size
    assert small.undo() is not None
