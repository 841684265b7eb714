"""Restoring a backup: what becomes of the library, what is kept of the one before, and what is refused."""

from __future__ import annotations

import errno
import json
import re
from pathlib import Path

import pytest
from tinydb import TinyDB

from readlist.model.actions import Remove, SetNote, SetStarred, SetTags
from readlist.store import disk
from readlist.store.errors import DamagedError, NewerVersionError, StoreError
from readlist.store.journal import FileJournal
from readlist.store.repository import Repository
from readlist.store.restoring import restore

EIO = OSError(errno.EIO, "Input/output error")


@pytest.fixture
def backup(small, tmp_path):
    """A backup of the small library with a note on ash, which has been changed and compacted since."""
    small.do(SetNote("ash", "as it was"))
    path = small.backup(tmp_path / "backup.json")
    small.do(SetNote("ash", "new"))
    small.do(Remove(["dogwood"]))
    small.compact()
    small.do(SetTags(["birch"], add=["tree"]))
    return path


@pytest.fixture
def put_back(small, backup, clock):
    """Restores a backup into the small library, `backup` if no other one is named."""
    return lambda path=backup: restore(small.directory, path, clock=clock)


@pytest.fixture
def written(tmp_path):
    """Writes JSON, text or bytes into a file."""

    def written_(content):
        path = tmp_path / "written.json"
        if isinstance(content, dict | list):
            content = json.dumps(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written_


def paper(key, **fields):
    return {"key": key, "title": f"On {key}", **fields}


# What can be restored


def test_the_library_is_as_it_was_and_what_it_was_since_can_be_had_back(small, put_back, opened, contents):
    since, actions = contents(small), opened(small).history.actions()
    done = put_back()
    assert (done.papers, done.faults) == (4, 0)
    (kept,) = done.kept
    assert kept.parent == small.directory / "backups"
    restored = opened(small)
    assert restored.library["ash"].note == "as it was"
    assert list(contents(restored)) == ["ash", "birch", "cedar", "dogwood"]
    assert restored.notices == []
    put_back(kept)
    again = opened(small)
    assert contents(again) == since
    assert again.history.actions() == actions


def test_what_was_done_before_the_backup_can_be_undone_after_it(small, put_back, opened):
    put_back()
    restored = opened(small)
    restored.do(SetStarred(["cedar"]))
    assert [restored.undo().summary for _ in range(2)] == ["Starred: On cedar", "Note: On ash"]
    assert restored.undo() is None
    assert opened(small).library["ash"].note == ""
    assert opened(small).redo().summary == "Note: On ash"


def test_a_program_that_has_the_library_open_takes_it_in_and_goes_on(small, put_back, opened, contents):
    other = opened(small)
    reloads = other.reloads
    put_back()
    assert other.refresh()
    assert other.reloads == reloads + 1
    assert contents(other) == contents(opened(small))
    other.do(SetStarred(["dogwood"]))
    # This one has not looked since.
    small.do(SetNote("cedar", "next"))
    assert small.library["ash"].note == "as it was"
    assert contents(opened(small)) == contents(small)
    assert opened(small).library["dogwood"].starred


@pytest.mark.parametrize("ahead", [0, 1, 2])
def test_a_program_takes_in_a_backup_with_about_as_many_changes_as_it_knows(small, tmp_path, put_back, opened, ahead):
    put_back()
    other = opened(small)
    for number in range(ahead):
        small.do(SetNote("birch", f"note {number}"))
    path = small.backup(tmp_path / "second.json")
    put_back()
    other.refresh()
    other.do(SetNote("ash", "not in the backup"))
    put_back(path)
    assert other.refresh()
    assert other.library["ash"].note == "as it was"
    assert other.library["birch"].note == (f"note {ahead - 1}" if ahead else "")


def test_a_file_of_plain_tinydb_is_a_backup(small, tmp_path, put_back, opened):
    path = tmp_path / "plain.json"
    with TinyDB(path) as db:
        db.table("papers").insert_multiple(paper(key) for key in ("elm", "fir"))
        db.table("shelves").insert({"name": "left"})
    assert put_back(path).papers == 2
    restored = opened(small)
    assert [(p.key, p.number, p.title) for p in restored.library] == [("elm", 1, "On elm"), ("fir", 2, "On fir")]
    restored.do(SetStarred(["fir"]))
    restored.compact()
    with TinyDB(small.directory / "library.json", access_mode="r") as db:
        assert db.table("shelves").all() == [{"name": "left"}]
        assert db.table("papers").get(doc_id=2)["starred"]


def test_papers_written_by_hand_are_a_backup_and_small_faults_in_them_are_counted(
    small, written, put_back, opened, command
):
    text = """
    { "papers": {
        "7": {"key": "fir", "tags": ["two words"], "mine": {"shelf": 3}},
        "3": {"key": "elm", "year": 1999, "defer_until": "2026-02-31"}
    } }
    """
    assert put_back(written(text)).faults == 2
    restored = opened(small)
    assert [(p.key, p.number, p.year) for p in restored.library] == [("elm", 3, 1999), ("fir", 7, None)]
    assert restored.do(SetStarred(["fir"])).keys == ("fir",)
    assert '"mine":{"shelf":3}' in (small.directory / "library.json").read_text()
    assert command(small, "doctor")[1].count("\n") == 2


def test_a_backup_that_plain_tinydb_has_changed_is_one_still(small, backup, put_back, opened):
    with TinyDB(backup) as db:
        db.table("papers").update({"note": "by hand"}, doc_ids=[2])
    assert put_back().papers == 4
    restored = opened(small)
    assert restored.library["birch"].note == "by hand"
    assert restored.undo().summary == "Note: On ash"


def test_a_file_of_the_first_version_is_a_backup(small, written, put_back, opened):
    edit = {"key": "fir", "before": {"note": ""}, "after": {"note": "kept"}}
    change = {"id": 4, "kind": "do", "action": "note", "summary": "Note: On fir", "at": "2026-01-01T08:00:00Z"}
    tables = {
        "meta": {"1": {"schema": 1}},
        "papers": {"5": paper("fir", note="kept")},
        "history": {"4": {**change, "of": None, "session": None, "edits": [edit]}},
    }
    path = written(tables)
    data = path.read_bytes()
    assert put_back(path).papers == 1
    assert path.read_bytes() == data
    restored = opened(small)
    assert (restored.library["fir"].note, restored.library["fir"].number) == ("kept", 5)
    assert restored.undo().summary == "Note: On fir"


def test_the_folder_of_another_library_is_restored_with_what_its_journal_holds(
    small, backup, put_back, opened, contents
):
    folder = backup.parent / "other"
    folder.mkdir()
    backup.rename(folder / "library.json")
    other = Repository(folder)
    other.do(SetNote("ash", "elsewhere"))
    put_back(other.directory)
    assert contents(opened(small)) == contents(other)


@pytest.mark.parametrize("name", ["library.json", "."])
def test_the_library_itself_can_be_restored(small, put_back, opened, contents, name):
    before = contents(small)
    (kept,) = put_back(small.directory / name).kept
    assert contents(opened(small)) == before
    assert put_back(kept).papers == 3


def test_where_there_is_no_library_one_is_made(tmp_path, backup, clock):
    directory = tmp_path / "some" / "where"
    assert restore(directory, backup, clock=clock).kept == ()
    restored = Repository(directory)
    assert restored.library["ash"].note == "as it was"
    assert restored.undo().summary == "Note: On ash"


# What is refused

REFUSED = {
    "empty": (b"", r"written\.json, line 1: damaged \(.*\); nothing was changed$"),
    "text": ("not JSON\nat all", r"written\.json, line 1: damaged \(.*\); nothing was changed$"),
    "noise": (bytes(range(256)), r"written\.json, line 1: damaged \(.*\); nothing was changed$"),
    "half": ('{"papers": {\n"1": {"key": "elm"},\n"2": {"ke', r"written\.json, line 3: damaged \(.*\); nothing"),
    "list": ([1, 2], r"written\.json: not a library \(no tables in it\); nothing was changed$"),
    "no table": ({"papers": 3}, r"written\.json: not a library \(no tables in it\); nothing was changed$"),
    "no papers": ({"_default": {"1": paper("elm")}}, r"no backup of a library \(there is no table 'papers'\); nothing"),
    "newer": ({"meta": {"1": {"schema": 3}}, "papers": {}}, r"written by a newer version of readlist; nothing was cha"),
    "unheard of": ({"meta": {"1": {"schema": -1}}, "papers": {}}, r"its schema, -1, is one that there never was; noth"),
    "same key": ({"papers": {"1": paper("elm"), "2": paper("elm")}}, r"paper 'elm', field 'key': .* already; nothing"),
    "no key": (
        {"papers": {"1": {"title": "Elms"}}},
        r"paper 'number 1', field 'key': is missing; nothing was changed$",
    ),
    "no number": ({"papers": {"x": paper("elm")}}, r"paper 'elm', field 'number': must be a whole number from 1, not"),
    "zero": ({"papers": {"0": paper("elm")}}, r"paper 'elm', field 'number': must be a whole number from 1, not"),
    "no paper": ({"papers": {"1": ["elm"]}}, r"paper 1: no JSON object; nothing was changed$"),
    "wrong type": ({"papers": {"1": paper("elm", year="old")}}, r"paper 'elm', field 'year': must be .*; nothing was"),
    "wrong status": ({"papers": {"1": paper("elm", status="lost")}}, r"paper 'elm', field 'status': must be one of"),
    "old, no papers": (
        {"meta": {"1": {"schema": 1}}, "papers": {"1": []}},
        r"cannot be brought up to date: .*; nothing was changed$",
    ),
    "old, no changes": (
        {"meta": {"1": {"schema": 1}}, "papers": {}, "history": {"1": []}},
        r"cannot be brought up to date: .*; nothing was changed$",
    ),
    "old, no fields": (
        {
            "meta": {"1": {"schema": 1}},
            "papers": {"1": paper("elm")},
            "history": {"1": {"id": 1, "edits": [{"key": "elm", "before": "old", "after": "new"}]}},
        },
        r"cannot be brought up to date: .*; nothing was changed$",
    ),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED)
def test_what_is_no_backup_is_refused_in_one_line_and_nothing_is_touched(small, written, put_back, files, case):
    content, told = case
    small.do(SetStarred(["ash"]))
    before = files(small)
    path = written(content)
    with pytest.raises(StoreError, match=told) as caught:
        put_back(path)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert files(small) == before
    with pytest.raises(StoreError, match=told):
        restore(small.directory.parent / "new", path)
    assert not (small.directory.parent / "new").exists()


def test_a_backup_of_which_a_byte_has_changed_is_refused(small, backup, put_back, files, monkeypatch):
    backup.write_bytes(backup.read_bytes().replace(b"What is known of birch", b"what is known of birch", 1))
    before = files(small)
    for limit in (1 << 20, 0):
        # The second is as with large files, of which not every line is looked at when they are opened.
        monkeypatch.setattr("readlist.store.loading.VERIFIED_UP_TO", limit)
        with pytest.raises(DamagedError, match=r"backup\.json, line 6: damaged.*; nothing was changed$"):
            put_back()
        assert files(small) == before


def test_a_file_that_is_not_there_is_refused(small, tmp_path, put_back, files):
    before = files(small)
    with pytest.raises(StoreError, match=re.escape(f"{tmp_path}/no.json: No such file or directory")):
        put_back(tmp_path / "no.json")
    with pytest.raises(StoreError, match=re.escape(f"{tmp_path}/library.json: No such file or directory")):
        put_back(tmp_path)
    assert files(small) == before


def test_a_file_that_cannot_be_read_is_refused(small, put_back, files, monkeypatch, failing):
    before = files(small)
    monkeypatch.setattr(disk, "load", failing(PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(StoreError, match=r"some\.json: Permission denied$"):
        put_back(small.directory.parent / "some.json")
    assert files(small) == before


def test_over_a_library_of_a_newer_version_nothing_is_restored(small, put_back, files):
    path = small.directory / "library.json"
    path.write_text('{"meta":{"1":{"schema":3}},"papers":{}}')
    before = files(small)
    with pytest.raises(NewerVersionError, match=r"written by a newer version of readlist; nothing was changed$"):
        put_back()
    assert files(small) == before


# Over a library that is not as it should be

DAMAGE = {
    "a wrong byte": lambda data: data[: len(data) // 3] + b"#" + data[len(data) // 3 + 1 :],
    "half of it": lambda data: data[: len(data) // 2],
    "zeros": lambda data: bytes(len(data)),
    "nothing": lambda _data: b"",
    "other JSON": lambda _data: b"[]",
}


@pytest.mark.parametrize("where", ["library.json", "library.json.journal"])
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_backup_over_a_damaged_library_keeps_every_byte_of_it(small, put_back, opened, where, damage):
    path = small.directory / where
    small.do(SetStarred(["ash"]))
    data = damage(path.read_bytes())
    path.write_bytes(data)
    first, second = put_back().kept
    assert data in [first.read_bytes(), second.read_bytes()]
    restored = opened(small)
    assert restored.notices == []
    assert restored.library["ash"].note == "as it was"
    assert small.refresh()
    small.do(SetNote("cedar", "next"))
    assert opened(small).library["cedar"].note == "next"


def test_a_snapshot_that_is_gone_can_be_restored_and_its_journal_is_kept(small, put_back, opened):
    (small.directory / "library.json").unlink()
    journal = (small.directory / "library.json.journal").read_bytes()
    assert [file.read_bytes() for file in put_back().kept] == [journal]
    assert opened(small).library["ash"].note == "as it was"


def test_an_unfinished_change_that_no_backup_holds_is_kept(small, put_back, opened, contents):
    journal = small.directory / "library.json.journal"
    small.do(SetNote("cedar", "damaged later"))
    data = journal.read_bytes()[:-30] + b"#" + journal.read_bytes()[-29:]
    journal.write_bytes(data)
    before = contents(small)
    before["cedar"]["note"] = ""
    first, second = put_back().kept
    assert second.read_bytes() == data
    assert put_back(first).papers == 3
    assert contents(opened(small)) == before


# What goes wrong


@pytest.mark.parametrize("damaged", [False, True], ids=["good", "damaged"])
def test_on_a_full_disk_all_stays_as_it_was_however_often_it_is_tried(small, put_back, files, full_disk, damaged):
    path = small.directory / "library.json"
    (small.directory / "backups").mkdir()
    if damaged:
        path.write_bytes(path.read_bytes()[:-300])
    before = files(small)
    for _ in range(2):
        with full_disk(1000), pytest.raises(StoreError, match=r"not saved: File too large$") as caught:
            put_back()
        assert "\n" not in str(caught.value)
        assert files(small) == before


@pytest.mark.parametrize("nth", [1, 2])
@pytest.mark.parametrize("name", ["sync", "replace"])
def test_where_the_disk_fails_all_stays_as_it_was(small, put_back, files, name, nth):
    where = disk if name == "sync" else Path
    working, calls = getattr(where, name), []

    def fail(*args):
        calls.append(args)
        if len(calls) == nth:
            raise EIO
        return working(*args)

    before = files(small)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, name, fail)
        with pytest.raises(StoreError, match=r"not saved: Input/output error$"):
            put_back()
    assert len(calls) == nth
    assert files(small) == before
    assert Repository(small.directory).library["birch"].tags == ("tree",)
    put_back()
    assert Repository(small.directory).library["ash"].note == "as it was"


@pytest.mark.parametrize("error", [StoreError("full"), KeyboardInterrupt()], ids=["fails", "is interrupted"])
def test_what_comes_after_the_snapshot_is_in_place_undoes_nothing(small, put_back, opened, error, failing):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileJournal, "compact", failing(error))
        if isinstance(error, StoreError):
            assert put_back().papers == 4
        else:
            with pytest.raises(KeyboardInterrupt):
                put_back()
    assert opened(small).library["ash"].note == "as it was"
    assert small.refresh()
    small.do(SetStarred(["dogwood"]))
    restored = opened(small)
    assert restored.notices == []
    assert restored.library["dogwood"].starred
    assert len(list((small.directory / "backups").iterdir())) == 1


def test_an_unreadable_journal_that_cannot_be_replaced_is_told_and_kept_and_mended_later(
    small, put_back, opened, failing
):
    (small.directory / "library.json.journal").write_bytes(b"#" * 50)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileJournal, "compact", failing(StoreError("library.json.journal: full")))
        with pytest.raises(StoreError, match=r"library\.json\.journal: full$"):
            put_back()
    kept = [path.read_bytes() for path in small.directory.glob("*.damaged-*") if path.suffix != ".txt"]
    assert b"#" * 50 in kept
    assert len(kept) == 2
    mended = opened(small)
    assert len(mended.notices) == 1
    assert "nothing is lost" in mended.notices[0]
    assert mended.library["ash"].note == "as it was"


def test_who_interrupts_it_has_the_library_that_was_there(small, put_back, opened, contents, failing):
    before = contents(small)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "sync", failing(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            put_back()
    assert contents(opened(small)) == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path, backup):
    (tmp_path / "file").write_text("mine")
    with pytest.raises(StoreError, match=r"/file: File exists$"):
        restore(tmp_path / "file", backup)
    with pytest.raises(StoreError, match=r"/file/folder: Not a directory$"):
        restore(tmp_path / "file" / "folder", backup)


def test_a_folder_that_cannot_be_written_is_told(small, put_back, files, monkeypatch, failing):
    before = files(small)
    (small.directory / "backups").write_text("mine")
    with pytest.raises(StoreError, match=r"/backups: no backup could be written: File exists$"):
        put_back()
    (small.directory / "backups").unlink()
    assert files(small) == before
    monkeypatch.setattr(disk.tempfile, "mkstemp", failing(PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(StoreError, match=r"not saved: Permission denied$"):
        put_back()
    assert files(small) == before
