"""What a library is after its snapshot was damaged, taken away or replaced, and what its user is told."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from readlist.model.actions import SetNote, SetStarred
from readlist.store import disk
from readlist.store.errors import StoreError

KEPT = "library.json.damaged-20261121T080000Z"
REPORT = f"{KEPT}.txt"


@pytest.fixture
def listed(command):
    """Runs list; returns the keys that it lists, and the one line that it tells without the folder, "" for none."""

    def run(repository):
        status, out, err = command(repository, "list", "--json")
        assert err.count("\n") <= 1
        told = err.replace(f"{repository.directory}/", "").removeprefix("readlist: ").rstrip("\n")
        if status:
            assert (status, out) == (1, "")
            return None, told
        return [paper["key"] for paper in json.loads(out)], told

    return run


@pytest.fixture
def quiet(listed, opened):
    """Sees that a library that was opened once has nothing more to tell, and keeps what is done next."""

    def look(repository):
        keys, told = listed(repository)
        assert told == ""
        again = opened(repository)
        again.do(SetStarred([again.library["dogwood"].key]))
        assert opened(repository).library["dogwood"].starred
        assert listed(repository)[0] is not None
        return keys

    return look


def path_of(repository, name="library.json"):
    return repository.directory / name


def replace(path, old, new):
    data = path.read_bytes()
    assert data.count(old) >= 1
    path.write_bytes(data.replace(old, new, 1))


def notes(repository):
    return {paper.key: paper.note for paper in repository.library}


def summaries(repository):
    """Undo all there is; return what it was."""
    return [change.summary for change in iter(repository.undo, None)]


# One document


def test_a_damaged_paper_is_named_and_the_others_are_there(lived_in, listed, opened, quiet):
    path = path_of(lived_in)
    replace(path, b"On birch", b"On bjrch")
    damaged = path.read_bytes()
    keys, told = listed(lived_in)
    assert keys == ["ash", "cedar", "dogwood"]
    assert told == (
        f"library.json, line 6: damaged; the newest good state is open; 1 lost: paper birch is lost; "
        f"the damaged file is kept as {KEPT}, library.json.journal.damaged-20261121T080000Z, see {REPORT}"
    )
    assert path_of(lived_in, KEPT).read_bytes() == damaged
    assert "paper birch is lost\n" in path_of(lived_in, REPORT).read_text(encoding="utf-8")
    assert notes(opened(lived_in)) == {"ash": "one", "cedar": "three", "dogwood": ""}
    assert quiet(lived_in) == keys


def test_a_damaged_paper_that_a_backup_has_is_there_with_what_was_done_since(lived_in, listed, opened, quiet):
    lived_in.backup()
    lived_in.do(SetNote("birch", "later"))
    replace(path_of(lived_in), b"On birch", b"On bjrch")
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert "; nothing is lost; " in told
    report = path_of(lived_in, REPORT).read_text(encoding="utf-8")
    assert "paper birch comes from " in report
    assert "manual-2026-11-21.json" in report
    assert opened(lived_in).library["birch"].note == "later"
    assert opened(lived_in).library["birch"].tags == ("tree",)
    quiet(lived_in)


def test_a_change_in_the_history_that_is_damaged_can_no_longer_be_undone_and_the_others_can(
    lived_in, listed, opened, quiet
):
    replace(path_of(lived_in), b"Note: On ash", b"Note: On asg")
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert told.startswith("library.json, line 11: damaged")
    assert "1 lost: change 1 can no longer be undone" in told
    assert quiet(lived_in) == keys
    repository = opened(lived_in)
    assert repository.undo().summary == "Starred: On dogwood"
    assert summaries(repository) == ["Note: On cedar", "Tagged +tree: On birch"]


# The file as a whole


def test_of_a_snapshot_cut_in_half_the_whole_lines_are_there_and_the_cut_one_is_named(lived_in, listed, opened):
    path = path_of(lived_in)
    data = path.read_bytes()
    # In the middle of cedar, which has the note that stands in the journal.
    path.write_bytes(data[: data.index(b"On cedar")])
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch"]
    assert told.startswith(
        "library.json, line 7: damaged (unexpected end of data); the newest good state is open; 3 lost: "
    )
    report = path_of(lived_in, REPORT).read_text(encoding="utf-8")
    assert "paper cedar is lost\n" in report
    assert "what was done to paper cedar is lost with it\n" in report
    assert f"what else stood in the damaged part of {path} is lost: there is no backup\n" in report
    assert path_of(lived_in, KEPT).read_bytes() == data[: data.index(b"On cedar")]
    assert notes(opened(lived_in)) == {"ash": "one", "birch": ""}
    assert listed(lived_in) == (keys, "")


def test_a_snapshot_cut_in_half_is_filled_up_from_the_backup_and_the_journal(lived_in, listed, quiet, opened):
    lived_in.backup()
    lived_in.do(SetNote("dogwood", "later"))
    path = path_of(lived_in)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert re.match(r"library\.json, line \d: damaged \(unexpected end of data\); ", told)
    assert "; nothing is lost; " in told
    assert notes(opened(lived_in)) == {"ash": "one", "birch": "", "cedar": "three", "dogwood": "later"}
    quiet(lived_in)


def test_what_was_done_between_the_backup_and_the_snapshot_may_be_lost_and_that_is_said(lived_in, listed, opened):
    lived_in.backup()
    lived_in.do(SetNote("dogwood", "between"))
    lived_in.compact()
    path = path_of(lived_in)
    path.write_bytes(path.read_bytes()[:700])
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert "1 lost: of the changes made after " in told
    assert "those with numbers 4 to 4 may be lost in part" in told
    assert opened(lived_in).library["dogwood"].note == ""


NO_LIBRARY = [b"", bytes(900), b"\xff\xfe\x00", b"{", b'{"a": ', b"<html>"]


@pytest.mark.parametrize("content", NO_LIBRARY)
def test_a_file_that_is_no_json_is_refused_in_one_line_and_left_alone(lived_in, listed, files, content):
    path_of(lived_in).write_bytes(content)
    before = files(lived_in)
    keys, told = listed(lived_in)
    assert keys is None
    assert told.startswith("library.json, line 1: damaged (")
    assert told.endswith("; there is no good copy of it; nothing was changed")
    assert files(lived_in) == before


@pytest.mark.parametrize("content", NO_LIBRARY)
def test_in_the_place_of_a_file_that_is_no_json_comes_the_backup_with_the_journal(
    lived_in, listed, quiet, opened, content
):
    lived_in.backup()
    lived_in.do(SetNote("dogwood", "later"))
    path_of(lived_in).write_bytes(content)
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert told.startswith("library.json, line 1: damaged (")
    assert "; nothing is lost; " in told
    assert path_of(lived_in, KEPT).read_bytes() == content
    assert notes(opened(lived_in)) == {"ash": "one", "birch": "", "cedar": "three", "dogwood": "later"}
    quiet(lived_in)


@pytest.mark.parametrize("content", [b"[1, 2]", b"null", b'{"a": 1}', b'{"a": {"1": {"b": 2}}}', b'{"papers": {}}'])
@pytest.mark.parametrize("backup", [False, True])
def test_a_file_that_is_other_json_is_refused_in_one_line_and_left_alone(lived_in, listed, files, content, backup):
    if backup:
        lived_in.backup()
    path_of(lived_in).write_bytes(content)
    before = files(lived_in)
    keys, told = listed(lived_in)
    assert keys is None
    assert told.startswith("library.json: not a library")
    assert files(lived_in) == before


# Files that are gone, or others


def test_a_snapshot_that_is_gone_comes_back_from_the_backup_and_the_journal(lived_in, listed, quiet, opened):
    lived_in.backup()
    lived_in.do(SetNote("dogwood", "later"))
    path_of(lived_in).unlink()
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert told.startswith("library.json: missing; the newest good state is open; nothing is lost")
    assert notes(opened(lived_in)) == {"ash": "one", "birch": "", "cedar": "three", "dogwood": "later"}
    quiet(lived_in)


def test_where_snapshot_and_backups_are_gone_nothing_is_made_in_their_place(lived_in, listed, files):
    path_of(lived_in).unlink()
    before = files(lived_in)
    assert listed(lived_in) == (None, "library.json: missing; there is no good copy of it; nothing was changed")
    assert files(lived_in) == before


def test_without_its_journal_a_library_is_what_its_snapshot_holds(lived_in, listed, quiet, opened):
    path_of(lived_in, "library.json.journal").unlink()
    assert listed(lived_in) == (["ash", "birch", "cedar", "dogwood"], "")
    assert notes(opened(lived_in)) == {"ash": "one", "birch": "", "cedar": "", "dogwood": ""}
    quiet(lived_in)
    repository = opened(lived_in)
    assert summaries(repository) == ["Starred: On dogwood", "Tagged +tree: On birch", "Note: On ash"]


def test_an_older_snapshot_copied_over_the_newer_is_opened_and_what_does_not_fit_it_is_kept(
    lived_in, listed, quiet, opened
):
    older = path_of(lived_in).read_bytes()
    lived_in.compact()
    lived_in.do(SetNote("dogwood", "newest"))
    changes = path_of(lived_in, "library.json.journal").read_bytes()
    path_of(lived_in).write_bytes(older)
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert told.startswith("library.json.journal: belongs to a newer library.json than the one ")
    assert "1 lost: the changes in library.json.journal are not taken in" in told
    assert path_of(lived_in, "library.json.journal.damaged-20261121T080000Z").read_bytes() == changes
    assert notes(opened(lived_in)) == {"ash": "one", "birch": "", "cedar": "", "dogwood": ""}
    quiet(lived_in)


def test_died_between_the_two_renames_of_a_compaction_a_library_holds_every_change_once(
    lived_in, listed, quiet, opened, contents
):
    before, stale = contents(lived_in), path_of(lived_in, "library.json.journal").read_bytes()
    lived_in.compact()
    path_of(lived_in, "library.json.journal").write_bytes(stale)
    assert listed(lived_in) == (["ash", "birch", "cedar", "dogwood"], "")
    assert contents(opened(lived_in)) == before
    quiet(lived_in)
    repository = opened(lived_in)
    assert summaries(repository) == [
        "Starred: On dogwood",
        "Note: On cedar",
        "Tagged +tree: On birch",
        "Note: On ash",
    ]


def test_what_plain_tinydb_or_an_editor_has_changed_is_taken_as_it_is(lived_in, listed, quiet, opened):
    tables = json.loads(path_of(lived_in).read_bytes())
    tables["papers"]["2"]["note"] = "by hand"
    path_of(lived_in).write_text(json.dumps(tables), encoding="utf-8")
    assert listed(lived_in) == (["ash", "birch", "cedar", "dogwood"], "")
    assert notes(opened(lived_in)) == {"ash": "one", "birch": "by hand", "cedar": "three", "dogwood": ""}
    quiet(lived_in)


@pytest.mark.parametrize(
    "damage",
    [
        (b'{"meta":{', b'["meta":{'),
        (b'"schema":2', b'"schema":1'),
        (b'"schema":2', b'"schemb":2'),
        (b'"generation":2', b'"generation":9'),
        (b'"generation":2', b'"generation":1'),
        (b'"number":2', b'"number":9'),
        (b'"papers":{\n', b'"qapers":{\n'),
        (b'"papers":{\n', b'"papers"?{\n'),
        (b'{"table":"papers","start"', b'{"table":"qapers","start"'),
        (b'"checksums":[', b'"checksums":{'),
    ],
)
@pytest.mark.parametrize("backup", [False, True])
def test_damage_between_the_papers_loses_nothing_and_is_told(lived_in, listed, opened, damage, backup):
    if backup:
        # An older one: what stands in the damaged file is newer and good.
        lived_in.backup()
    lived_in.do(SetNote("dogwood", "four"))
    path = path_of(lived_in)
    replace(path, *damage)
    damaged = path.read_bytes()
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert told.startswith("library.json: damaged (its beginning or its index is not what was written); ")
    assert "; nothing is lost; " in told
    assert path_of(lived_in, KEPT).read_bytes() == damaged
    assert notes(opened(lived_in)) == {"ash": "one", "birch": "", "cedar": "three", "dogwood": "four"}
    assert listed(lived_in) == (keys, "")
    assert summaries(opened(lived_in)) == [
        "Note: On dogwood",
        "Note: On cedar",
        "Tagged +tree: On birch",
        "Note: On ash",
    ]


def test_a_generation_changed_by_hand_does_not_lose_the_changes_of_the_journal(lived_in, listed, quiet, opened):
    tables = json.loads(path_of(lived_in).read_bytes())
    tables["meta"]["1"]["generation"] = 9
    path_of(lived_in).write_text(json.dumps(tables), encoding="utf-8")
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    report = path_of(lived_in, REPORT).read_text(encoding="utf-8")
    assert "its generation is not that of library.json.journal, which holds newer changes\n" in report
    assert "; nothing is lost; " in told
    assert opened(lived_in).library["cedar"].note == "three"
    quiet(lived_in)


@pytest.mark.parametrize("document", [7, None, "birch", ["birch"]])
def test_what_is_no_document_is_told_and_the_papers_are_there(lived_in, listed, opened, document):
    lived_in.backup()
    lived_in.do(SetNote("birch", "later"))
    tables = json.loads(path_of(lived_in).read_bytes())
    tables["papers"]["2"] = document
    path_of(lived_in).write_text(json.dumps(tables), encoding="utf-8")
    keys, told = listed(lived_in)
    assert keys == ["ash", "birch", "cedar", "dogwood"]
    assert told.startswith("library.json, document 2 of table 'papers': damaged; ")
    assert opened(lived_in).library["birch"].note == "later"


# A large one


def test_a_damaged_paper_of_a_large_library_is_told_where_it_is_read_and_all_others_are_there(
    lived_in, opened, command, monkeypatch
):
    monkeypatch.setattr(disk, "MAPPED_FROM", 1)
    monkeypatch.setattr("readlist.store.loading.VERIFIED_UP_TO", 1)
    replace(path_of(lived_in), b"On birch", b"On bjrch")
    repository = opened(lived_in)
    assert repository.notices == []
    assert [paper.key for paper in repository.library] == ["ash", "birch", "cedar", "dogwood"]
    status, out, _ = command(lived_in, "show", "birch")
    assert status == 0
    assert "line 6: damaged" in out
    assert "readlist doctor --repair" in " ".join(out.split())
    assert "On bjrch" not in out
    repository.do(SetNote("ash", "goes on"))
    assert command(lived_in, "doctor", "--repair")[0] == 0
    assert notes(opened(lived_in)) == {"ash": "goes on", "cedar": "three", "dogwood": ""}


# Any byte


@pytest.fixture
def restart(lived_in, files, opened):
    """Puts the files of the library back as they were, with another snapshot; opens it."""
    before = files(lived_in)

    def start(data):
        shutil.rmtree(lived_in.directory)
        lived_in.directory.mkdir()
        for name, content in before.items():
            path_of(lived_in, name).write_bytes(content)
        path_of(lived_in).write_bytes(data)
        return opened(lived_in)

    return start


@pytest.mark.usefixtures("no_wait")
def test_a_byte_flipped_anywhere_costs_at_most_one_paper_or_is_refused_in_one_line(lived_in, restart, contents):
    data, papers = path_of(lived_in).read_bytes(), contents(lived_in)

    @settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(place=st.integers(0, len(data) - 1), change=st.integers(1, 255))
    @example(place=data.index(b'"papers"') + 1, change=1)
    @example(place=data.index(b'"generation":2') + 13, change=11)
    @example(place=data.index(b'"schema":2') + 9, change=1)
    @example(place=data.index(b'"schema":2') + 9, change=3)
    @example(place=data.index(b'"papers":{') + 10, change=1)
    @example(place=data.index(b'{"table":"papers","start"') + 10, change=1)
    def check(place, change):
        damaged = data[:place] + bytes([data[place] ^ change]) + data[place + 1 :]
        try:
            repository = restart(damaged)
        except StoreError as error:
            # Of a newer version, for all that can be seen.
            refused = b'"schema":%c,' % (data[place] ^ change)
            assert refused in damaged
            assert "\n" not in str(error)  # noqa: PT017 -- as above
            return
        after = contents(repository)
        lost = set(papers) - set(after)
        assert all(after[key] == papers[key] for key in after)
        assert len(lost) <= 1
        if lost:
            (told,) = repository.notices
            assert "\n" not in told
            report = path_of(lived_in, REPORT).read_text(encoding="utf-8")
            assert f"paper {lost.pop()} is lost\n" in report

    check()
