import gc
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import filelock
import pytest
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.change import Change, Edit
from readlist.model.library import UnknownPaperError
from readlist.model.paper import Paper, Status
from readlist.store import disk, lock, saving
from readlist.store.errors import LibraryExistsError, LibraryMissingError, StoreError
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"


def again(repository):
    """The same library, opened by another process."""
    return Repository(repository.directory)


def file_of(repository):
    return repository.directory / "library.json"


def journal_of(repository):
    return repository.directory / "library.json.journal"


def contents(repository):
    return {paper.key: paper for paper in repository.library}


def open_files():
    return sum(1 for _ in Path("/dev/fd").iterdir())


class Adding:
    """Puts a paper in."""

    def __init__(self, **fields):
        self.fields = fields

    def change(self, library, now):
        paper = Paper(number=library.next_number, added=now, **self.fields)
        return Change("import", "Imported", now, (Edit.adding(paper),))


def test_who_opens_a_sound_library_loads_nothing_that_mends_moves_or_backs_up(seeded):
    code = f"""
import sys, pathlib
from readlist.store.repository import Repository
assert len(Repository(pathlib.Path({str(seeded.directory)!r})).library)
print(*sys.modules)
"""
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    needless = {"rescue", "migration", "replacing", "scan", "backups", "maintenance"}
    assert {f"readlist.store.{name}" for name in needless} & set(loaded) == set()
    assert {"secrets", "hmac", "tomllib"} & set(loaded) == set()


def test_a_change_is_there_after_the_program_ends(seeded):
    change = seeded.do(SetNote(FIRST, "precious\n\n— “ünï” 漢字"))
    assert change.keys == (FIRST,)
    assert again(seeded).library[FIRST].note == "precious\n\n— “ünï” 漢字"
    assert contents(again(seeded)) == contents(seeded)


def test_any_program_reads_the_library_with_plain_tinydb(seeded):
    seeded.do(SetStatus([FIRST], Status.QUEUED))
    seeded.compact()
    with TinyDB(file_of(seeded)) as db:
        documents = db.table("papers").all()
    assert len(documents) == 48
    first = next(document for document in documents if document["key"] == FIRST)
    assert (first["status"], first["authors"][0], first.doc_id) == ("queued", "Yong Lin", 1)


def test_each_paper_is_one_line_of_the_file(seeded):
    lines = file_of(seeded).read_text(encoding="utf-8").split("\n")
    assert len([line for line in lines if '"title"' in line]) == 48


def test_what_is_there_already_writes_nothing(seeded):
    before = file_of(seeded).stat().st_ino
    assert seeded.do(SetStarred([FIRST], starred=False)).edits == ()
    assert file_of(seeded).stat().st_ino == before


def test_undo_and_redo_outlive_the_program_and_cross_processes(seeded):
    seeded.do(SetStatus([FIRST], Status.READ))
    seeded.do(SetTags([FIRST], add=["x"]))
    other = again(seeded)
    assert other.undo().summary.startswith("Tagged +x")
    assert seeded.undo().summary.startswith("Read")
    assert seeded.library[FIRST].status is Status.INBOX
    third = again(seeded)
    third.redo()
    third.redo()
    assert third.redo() is None
    assert again(seeded).library[FIRST].tags == ("x",)


def test_a_removed_paper_comes_back_in_its_place_after_a_restart(seeded):
    seeded.do(SetNote(FIRST, "keep me"))
    seeded.do(Remove([FIRST]))
    other = again(seeded)
    assert FIRST not in other.library
    other.undo()
    assert again(seeded).library.keys[0] == FIRST
    assert again(seeded).library[FIRST].note == "keep me"


def test_the_first_papers_of_a_library_are_no_action_that_can_be_undone(seeded):
    assert seeded.undo() is None
    assert len(again(seeded).library) == 48


def test_a_number_is_given_once(tmp_path, clock):
    repository = Repository.create(tmp_path / "l", clock=clock)
    for key in "abc":
        repository.do(Adding(key=key))
    repository.do(Remove(["b"]))
    repository.do(Adding(key="d"))
    assert [(paper.key, paper.number) for paper in again(repository).library] == [("a", 1), ("c", 3), ("d", 4)]


def test_two_programs_take_turns_and_lose_nothing(seeded):
    other = again(seeded)
    keys = seeded.library.keys
    for number in range(6):
        (seeded if number % 2 else other).do(SetNote(keys[number], f"note {number}"))
    assert [again(seeded).library[key].note for key in keys[:6]] == [f"note {n}" for n in range(6)]
    assert other.refresh()
    assert not other.refresh()
    assert contents(other) == contents(seeded) == contents(again(seeded))


def test_libraries_that_nobody_holds_any_more_hold_no_file_open(seeded):
    before = open_files()
    for starred in (True, False) * 10:
        again(seeded).do(SetStarred([FIRST], starred))
        gc.collect()
    assert open_files() <= before + 1


def test_an_action_sees_what_others_did_a_moment_before(seeded):
    other = again(seeded)
    other.do(Remove([FIRST]))
    with pytest.raises(UnknownPaperError, match=FIRST):
        seeded.do(SetStarred([FIRST]))


@pytest.mark.parametrize("moment", ["write", "sync"])
def test_a_failed_write_leaves_disk_and_memory_as_they_were(seeded, monkeypatch, moment):
    seeded.do(SetNote(FIRST, "before"))
    before, on_disk = contents(seeded), journal_of(seeded).read_bytes()

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_all" if moment == "write" else "sync", full)
        with pytest.raises(StoreError, match=r"library\.json\.journal: not saved: No space left on device"):
            seeded.do(SetStatus(list(before), Status.READ))
    assert contents(seeded) == before
    assert journal_of(seeded).read_bytes() == on_disk
    seeded.do(SetStarred([FIRST]))
    assert again(seeded).library[FIRST].starred
    assert again(seeded).library[FIRST].status is Status.INBOX


@pytest.mark.parametrize("moment", ["sync", "replace"])
def test_a_failed_compaction_leaves_disk_and_memory_as_they_were(seeded, monkeypatch, moment):
    seeded.do(SetNote(FIRST, "before"))
    before, on_disk = contents(seeded), file_of(seeded).read_bytes()
    files = {path.name for path in seeded.directory.iterdir()}

    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(*((disk, "sync") if moment == "sync" else (Path, "replace")), full)
        with pytest.raises(StoreError, match=r"library\.json: not saved: No space left on device"):
            seeded.compact()
    assert contents(seeded) == before == contents(again(seeded))
    assert file_of(seeded).read_bytes() == on_disk
    assert {path.name for path in seeded.directory.iterdir()} == files
    seeded.compact()
    assert contents(seeded) == before == contents(again(seeded))


def test_a_folder_that_cannot_be_written_is_told(seeded, monkeypatch):
    ordinary = os.open

    def refused(path, flags, *args, **options):
        # As a folder without write permission answers, also for a user whom permissions do not stop.
        if flags & (os.O_WRONLY | os.O_RDWR):
            raise PermissionError(13, "Permission denied")
        return ordinary(path, flags, *args, **options)

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(StoreError, match=r"library\.json\.journal: not saved: Permission denied"):
        seeded.do(SetStarred([FIRST]))
    assert not seeded.library[FIRST].starred


def test_there_is_no_library_where_there_is_none(tmp_path):
    with pytest.raises(LibraryMissingError, match="there is no library here"):
        Repository(tmp_path)


def test_a_library_is_not_made_over_another(seeded):
    with pytest.raises(LibraryExistsError):
        Repository.create(seeded.directory)
    assert len(again(seeded).library) == 48


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="file"):
        Repository.create(tmp_path / "file" / "library")


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda _: b"", "damaged"),
        (lambda _: b"[]", "not a library"),
        (lambda _: b"{}", "not a library"),
        (lambda data: data.replace(b'"schema":2', b'"schema":99'), "written by a newer version"),
        (lambda data: data.replace(b'"year":2024', b'"year":"2024"', 1), f"'{FIRST}', field 'year': must be a whole"),
        (lambda data: data.replace(b'"status":"inbox"', b'"status":"done"', 1), "field 'status': must be one of"),
    ],
)
def test_a_damaged_library_is_told_in_one_line_and_left_alone(seeded, damage, told):
    path = file_of(seeded)
    path.write_bytes(damage(path.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(StoreError, match=told) as caught:
        again(seeded)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_bytes() == before


def test_damage_that_comes_while_the_library_is_open_is_told_and_memory_stays(seeded):
    file_of(seeded).write_bytes(b"{")
    with pytest.raises(StoreError):
        seeded.refresh()
    with pytest.raises(StoreError):
        seeded.do(SetStarred([FIRST]))
    assert len(seeded.library) == 48
    assert file_of(seeded).read_bytes() == b"{"


def test_a_library_that_goes_away_is_told_every_time_and_not_made_anew(seeded):
    file_of(seeded).unlink()
    for attempt in (seeded.refresh, lambda: seeded.do(SetStarred([FIRST])), seeded.undo, seeded.refresh):
        with pytest.raises(StoreError, match="the library is gone"):
            attempt()
    assert not file_of(seeded).exists()


def test_many_programs_that_write_at_once_take_turns(seeded):
    def write(number):
        again(seeded).do(SetTags([FIRST], add=[f"t{number}"]))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert set(again(seeded).library[FIRST].tags) == {f"t{number}" for number in range(40)}
    assert len(again(seeded).history.changes) == 40


def test_a_writer_that_does_not_come_to_an_end_is_told(seeded, monkeypatch):
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with FileLock(seeded.directory / "library.json.lock"), pytest.raises(StoreError, match="another program"):
        seeded.do(SetStarred([FIRST]))
    seeded.do(SetStarred([FIRST]))
    assert again(seeded).library[FIRST].starred


def test_a_file_system_without_locks_is_used_all_the_same_and_that_is_said_once(seeded, monkeypatch):
    def unsupported(*_args, **_options):
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(filelock, "lock_descriptor", unsupported)
    seeded.do(SetStarred([FIRST]))
    seeded.do(SetNote(FIRST, "n"))
    assert again(seeded).library[FIRST].starred
    (notice,) = seeded.notices
    assert "has no locks (Function not implemented)" in notice


def test_the_history_does_not_grow_without_end(seeded, monkeypatch):
    monkeypatch.setattr(saving, "KEPT_RECORDS", 3)
    for number in range(10):
        seeded.do(SetNote(FIRST, str(number)))
    seeded.compact()
    reopened = again(seeded)
    assert len(reopened.history.changes) == 3
    while reopened.undo():
        pass
    assert reopened.library[FIRST].note == "6"


def test_fields_that_a_newer_program_or_a_person_added_survive(seeded):
    path = file_of(seeded)
    tables = json.loads(path.read_bytes())
    tables["papers"]["1"]["rating"] = 5
    tables["mine"] = {"1": {"x": 1}}
    path.write_text(json.dumps(tables), encoding="utf-8")
    seeded.do(SetStarred([FIRST]))
    seeded.do(Remove([FIRST]))
    seeded.undo()
    seeded.compact()
    tables = json.loads(path.read_bytes())
    assert tables["papers"]["1"]["rating"] == 5
    assert tables["papers"]["1"]["starred"] is True
    assert tables["mine"] == {"1": {"x": 1}}


ACTIONS = st.one_of(
    st.builds(lambda key, status: SetStatus([key], status), st.sampled_from("abcd"), st.sampled_from(list(Status))),
    st.builds(SetNote, st.sampled_from("abcd"), st.text(max_size=20)),
    st.builds(lambda key, on: SetStarred([key], starred=on), st.sampled_from("abcd"), st.booleans()),
    st.builds(lambda key: Remove([key]), st.sampled_from("abcd")),
)
STEPS = st.lists(st.one_of(ACTIONS, st.sampled_from(["undo", "redo", "reopen"])), max_size=25)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_undo_and_redo_walk_through_the_states_that_there_were(tmp_path_factory, steps):
    repository = Repository.create(tmp_path_factory.mktemp("l") / "l")
    for key in "abcd":
        repository.do(Adding(key=key, title=key))
    states, now = [contents(repository)], 0
    for step in steps:
        if step == "reopen":
            repository = again(repository)
        elif step == "undo" and now:
            assert repository.undo() is not None
            now -= 1
        elif step == "redo":
            assert (repository.redo() is not None) == (now + 1 < len(states))
            now = min(now + 1, len(states) - 1)
        elif step != "undo" and edited(repository, step):
            now += 1
            # What had been undone can no longer be done again.
            states[now:] = [contents(repository)]
        assert contents(repository) == contents(again(repository)) == states[now]


def edited(repository, action):
    """Do `action` if its paper is there; return whether that changed anything."""
    try:
        return bool(repository.do(action).edits)
    except UnknownPaperError:
        return False
