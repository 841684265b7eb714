"""What doctor finds in a library, and that it changes nothing."""

from __future__ import annotations

import json
import random
from pathlib import Path
from zlib import crc32

import pytest

from readlist.model.actions import SetNote, SetStarred, SetTags
from readlist.store import disk
from readlist.store.database import LibraryDB
from readlist.store.doctor.checkup import check
from readlist.store.errors import StoreError

WAY_OUT = "'readlist doctor --repair' mends what can be mended"
SEAL = "library.json: its seal is broken: damaged, or changed by hand or by another program"


@pytest.fixture
def lived_in(small):
    """The library after two changes, a compaction, a backup and one more change."""
    small.do(SetNote("ash", "one"))
    small.do(SetTags(["birch"], add=["tree"]))
    small.compact()
    small.backup()
    small.do(SetNote("cedar", "three"))
    return small


@pytest.fixture
def doctor(command, files):
    """Runs doctor; returns its status, its lines without the folder, and its error, and sees that all is as it was."""

    def run(repository):
        before = files(repository)
        status, out, err = command(repository, "doctor")
        assert files(repository) == before
        assert err.count("\n") == (1 if status else 0)
        return status, out.replace(f"{repository.directory}/", "").splitlines(), err

    return run


def path_of(repository, name="library.json"):
    return repository.directory / name


def replace(path, old, new):
    data = path.read_bytes()
    assert data.count(old) >= 1
    path.write_bytes(data.replace(old, new, 1))


def edit(repository, change, name="library.json"):
    """Change a snapshot as its owner does by hand, who leaves every document on its line."""
    path = path_of(repository, name)
    tables = json.loads(path.read_bytes())
    change(tables)
    texts = (
        f"{json.dumps(table)}:{{\n"
        + ",\n".join(f"{json.dumps(doc_id)}:{json.dumps(document)}" for doc_id, document in documents.items())
        + "\n}"
        for table, documents in tables.items()
    )
    path.write_text("{" + ",\n".join(texts) + "}\n", encoding="utf-8")


def append(repository, **fields):
    """Append a record to the journal that is sound as a line."""
    path = path_of(repository, "library.json.journal")
    lines = path.read_bytes().splitlines()
    number = json.loads(lines[-1][9:])["number"] + 1
    generation = json.loads(lines[0][9:])["generation"]
    record = {"number": number, "generation": generation, "at": "2026-11-21T08:00:00Z", "action": "x", "info": {}}
    text = json.dumps({**record, "changes": [], **fields}).encode()
    with path.open("ab") as file:
        file.write(b"%08x %b\n" % (crc32(text), text))
    return len(lines) + 1


def test_nothing_wrong_is_one_line_and_status_0(lived_in, doctor):
    assert doctor(lived_in) == (0, ["nothing wrong: 4 papers, 1 change in the journal, 1 backup"], "")


def test_so_it_is_where_files_are_mapped(lived_in, doctor, monkeypatch):
    monkeypatch.setattr(disk, "MAPPED_FROM", 1)
    assert doctor(lived_in) == (0, ["nothing wrong: 4 papers, 1 change in the journal, 1 backup"], "")
    replace(path_of(lived_in), b"On birch", b"On bjrch")
    assert doctor(lived_in)[:2] == (1, ["library.json, line 6: damaged (paper 'birch')"])


def test_what_is_good_to_know_and_not_wrong_is_in_that_line(lived_in, doctor):
    path_of(lived_in, "library.json.journal").unlink()
    (path_of(lived_in, "library.json.damaged-20260101T000000Z")).write_bytes(b"old")
    (path_of(lived_in, ".library.json.x.new")).write_bytes(b"half")
    told = (
        "nothing wrong: 4 papers, 0 changes in the journal, 1 backup; there is no library.json.journal; "
        "kept of what was damaged: library.json.damaged-20260101T000000Z; left half written: .library.json.x.new"
    )
    assert doctor(lived_in) == (0, [told], "")


# The snapshot


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b"On birch", b"On bjrch", "library.json, line 6: damaged (paper 'birch')"),
        (b'"one"', b'"ohe"', "library.json, line 5: damaged (paper 'ash')"),
        (b"Note: On ash", b"Note: On asg", "library.json, line 11: damaged (document 1 of table 'history')"),
        (b'},\n"2":{', b'}\n\n"2":{', "library.json, line 6: damaged in front of the document"),
        (b'}\n},\n"history":', b'}\n}\n\n"history":', "library.json, line 9: damaged behind the table 'papers'"),
        (b'"generation":2', b'"generation":4', SEAL),
        (b'"checksums":[', b'"checksumz":[', SEAL),
        (b'"seal":{', b'"seam":{', SEAL),
    ],
)
def test_a_damaged_part_of_the_snapshot_is_named_with_its_line(lived_in, doctor, old, new, told):
    replace(path_of(lived_in), old, new)
    status, lines, err = doctor(lived_in)
    assert status == 1
    if told == SEAL and told not in lines:
        # Where more is known of the place than that the file is not as it was written, that is told.
        assert lines[0].startswith("library.json: damaged (")
    else:
        assert lines[0] == told
    count = len(lines)
    assert err == f"readlist: {count} finding{'s' if count > 1 else ''}; {WAY_OUT}\n"


@pytest.mark.usefixtures("no_wait")
def test_no_byte_of_a_library_can_change_unseen(lived_in, files):
    dice = random.Random(7)  # noqa: S311 -- the same places each time
    for name, data in files(lived_in).items():
        path = path_of(lived_in, name)
        for place in dice.sample(range(len(data)), 150):
            path.write_bytes(data[:place] + bytes([data[place] ^ dice.choice([1, 2, 4, 32, 128])]) + data[place + 1 :])
            assert told_of(lived_in), (name, place, data[place - 20 : place + 20])
        path.write_bytes(data)
    assert told_of(lived_in) == []


def told_of(repository):
    """Return what a checkup of a library tells, be it that it cannot be checked."""
    try:
        return [str(finding) for finding in check(repository.directory).findings]
    except StoreError as error:
        return [str(error)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "library.json, line 1: damaged (input is a zero-length, empty document)"),
        (bytes(700), "library.json, line 1: damaged (unexpected character, expected a json value)"),
        (b'{"papers":{\n"1":{"key":"a', "library.json, line 2: damaged (unexpected end of data)"),
        (b"[1, 2]", "library.json: not a library (no tables in it)"),
        (b'{"a": 1}', "library.json: not a library (no tables in it)"),
        (b'{"a": {"1": {"b": 2}}}', "library.json: not a library (its table 'meta' names no schema)"),
        (
            b'{"meta": {"1": {"schema": "2"}}, "papers": {}}',
            "library.json: not a library (its table 'meta' names no schema)",
        ),
        (b'{"meta": {"1": {"schema": 2}}}', "library.json: there is no table 'papers'"),
    ],
)
def test_what_is_no_library_is_found(small, doctor, content, told):
    path_of(small).write_bytes(content)
    status, lines, _ = doctor(small)
    assert status == 1
    assert told in lines


def test_a_snapshot_that_is_gone_is_found(lived_in, doctor):
    path_of(lived_in).unlink()
    assert doctor(lived_in)[:2] == (1, ["library.json: missing, though its journal is there"])


def test_a_snapshot_that_says_it_is_of_an_older_version_and_is_not_is_found(lived_in, doctor):
    replace(path_of(lived_in), b'"schema":2', b'"schema":1')
    status, lines, _ = doctor(lived_in)
    assert status == 1
    assert lines[0].startswith(("library.json: names schema 1, and is laid out as", "library.json: damaged ("))


def test_a_library_of_an_older_version_is_checked_as_it_is(small, doctor):
    papers = {"1": {"key": "oak", "tags": ["two words"]}, "2": {"key": "elm"}}
    tables = {"meta": {"1": {"schema": 1}}, "papers": papers, "history": {}}
    path_of(small).write_text(json.dumps(tables), encoding="utf-8")
    path_of(small, "library.json.journal").unlink()
    assert doctor(small)[:2] == (1, ["library.json: paper 'oak', field 'tags': has what is no tag: 'two words'"])
    del papers["1"]
    path_of(small).write_text(json.dumps(tables), encoding="utf-8")
    (line,) = doctor(small)[1]
    assert "written by an older version (schema 1)" in line


# Papers


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"key": "two words"}, "paper 'two words', field 'key': is no citation key: 'two words'"),
        ({"key": ""}, "paper 'number 2', field 'key': is no citation key: ''"),
        ({"key": 7}, "paper 'number 2', field 'key': must be text, not 7"),
        ({"key": "ash"}, "paper 'ash', field 'key': paper number 1 has this key already"),
        ({"key": "ASH"}, "paper 'ASH', field 'key': paper number 1 has this key already"),
        ({"tags": ["two words"]}, "paper 'birch', field 'tags': has what is no tag: 'two words'"),
        ({"tags": ["ml", "ML"]}, "paper 'birch', field 'tags': has a tag twice: 'ML'"),
        ({"tags": "ml"}, "paper 'birch', field 'tags': must be a list of texts, not 'ml'"),
        ({"defer_until": "2026-02-31"}, "paper 'birch', field 'defer_until': is no date that there is: '2026-02-31'"),
        ({"defer_until": "soon"}, "paper 'birch', field 'defer_until': is no date that there is: 'soon'"),
        (
            {"added": "2026-02-31T00:00:00Z"},
            "paper 'birch', field 'added': is no time that there is: '2026-02-31T00:00:00Z'",
        ),
        ({"read_on": "2026-11-21"}, "paper 'birch', field 'read_on': is no time that there is: '2026-11-21'"),
        (
            {"status": "burnt"},
            "paper 'birch', field 'status': must be one of inbox, queued, reading, read, archived, not 'burnt'",
        ),
        ({"starred": "yes"}, "paper 'birch', field 'starred': must be true or false, not 'yes'"),
        ({"year": "2020"}, "paper 'birch', field 'year': must be a whole number, not '2020'"),
        ({"title": "red \x1b[31m"}, "paper 'birch', field 'title': has control characters"),
        ({"authors": ["Ann\x07"]}, "paper 'birch', field 'authors': has control characters"),
        (
            {"sources": [{"document": "d", "position": 1, "format": "f", "imported": "once"}]},
            "paper 'birch', field 'sources': imported is no time that there is: 'once'",
        ),
    ],
)
def test_a_wrong_value_is_named_with_paper_field_and_line(small, doctor, fields, told):
    edit(small, lambda tables: tables["papers"]["2"].update(fields))
    assert doctor(small)[:2] == (1, [SEAL, f"library.json, line 6: {told}"])


def test_a_paper_without_a_key_or_a_number_is_named(small, doctor):
    def change(tables):
        del tables["papers"]["2"]["key"]
        tables["papers"]["x1"] = tables["papers"].pop("4")

    edit(small, change)
    assert doctor(small)[1] == [
        SEAL,
        "library.json, line 6: paper 'number 2', field 'key': is missing",
        "library.json, line 8: paper 'dogwood', field 'number': must be a whole number from 1, not 'x1'",
    ]


def test_what_is_no_document_is_named_though_a_change_speaks_of_it(lived_in, doctor):
    lived_in.do(SetStarred(["birch"]))
    edit(lived_in, lambda tables: tables["papers"].update({"2": 7}))
    status, lines, _ = doctor(lived_in)
    assert status == 1
    assert "library.json: document 2 of table 'papers': no JSON object" in lines


def test_a_document_that_stands_twice_is_named_with_both_lines(small, doctor):
    path = path_of(small)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:5], lines[4].replace(b"On ash", b"Upon ash"), *lines[5:]]))
    assert doctor(small)[:2] == (
        1,
        [SEAL, "library.json, line 6: document 1 of table 'papers' is on line 5 too; the later one counts"],
    )


def test_a_wrong_value_that_came_by_the_journal_is_named_with_its_line_there(small, doctor):
    small.do(SetNote("ash", "one"))
    with LibraryDB(path_of(small)) as db:
        db.table("papers").update({"status": "burnt"}, doc_ids=[3])
    (line,) = doctor(small)[1]
    assert line.startswith("library.json.journal, line 3: paper 'cedar', field 'status': must be one of ")


def test_a_hostile_value_does_not_reach_the_terminal(small, doctor):
    edit(small, lambda tables: tables["papers"]["2"].update(key="x\x1b[2J\n\u202eb"))
    status, lines, err = doctor(small)
    assert (status, len(lines)) == (1, 2)
    assert not {"\x1b", "\u202e"} & set("".join(lines) + err)


# The journal


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'"first"', b'"fjrst"', "line 2: damaged: Note: On ash, 2026-11-21T08:00:00Z (as far as it can be read)"),
        (b'"generation":1', b'"generation":3', "line 1: damaged: no beginning of a journal"),
    ],
)
def test_a_damaged_line_of_the_journal_is_named(small, doctor, old, new, told):
    small.do(SetNote("ash", "first"))
    small.do(SetNote("ash", "second"))
    replace(path_of(small, "library.json.journal"), old, new)
    assert doctor(small)[:2] == (1, [f"library.json.journal, {told}"])


def test_a_torn_end_is_told_and_left_there(small, doctor):
    small.do(SetNote("ash", "first"))
    path = path_of(small, "library.json.journal")
    data = path.read_bytes()
    path.write_bytes(data[:-7])
    torn = len(data.splitlines(keepends=True)[-1]) - 7
    told = f"line 2: the last change was not finished ({torn} bytes); opening the library cuts it off"
    assert doctor(small)[:2] == (1, [f"library.json.journal, {told}"])


def test_numbers_that_do_not_follow_on_each_other_are_named(small, doctor):
    for key in ("ash", "birch", "cedar"):
        small.do(SetNote(key, "x"))
    path = path_of(small, "library.json.journal")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    assert doctor(small)[1] == ["library.json.journal, line 3: change 3 where change 2 should stand"]
    path.write_bytes(b"".join([*lines, lines[2]]))
    assert doctor(small)[1] == ["library.json.journal, line 5: change 2 where change 4 should stand"]


def test_a_journal_of_another_generation_is_told(small, doctor):
    older, journal = path_of(small).read_bytes(), path_of(small, "library.json.journal")
    small.do(SetNote("ash", "x"))
    of_older = journal.read_bytes()
    small.compact()
    newer, of_newer = path_of(small).read_bytes(), journal.read_bytes()
    path_of(small).write_bytes(older)
    assert doctor(small)[:2] == (1, ["library.json.journal: belongs to a newer library.json than the one beside it"])
    path_of(small).write_bytes(newer)
    journal.write_bytes(of_older)
    (line,) = doctor(small)[1]
    assert "library.json.journal is older than library.json, which holds all of it" in line
    journal.write_bytes(of_newer)
    assert doctor(small)[0] == 0


def test_a_generation_changed_by_hand_does_not_hide_the_changes_of_the_journal(lived_in, doctor):
    edit(lived_in, lambda tables: tables["meta"]["1"].update(generation=9))
    told = "library.json: its generation is not that of library.json.journal, which holds newer changes"
    assert told in doctor(lived_in)[1]


def test_a_journal_that_does_not_go_on_where_the_snapshot_ends_is_told(lived_in, doctor):
    edit(lived_in, lambda tables: tables["meta"]["1"].update(number=40))
    told = "library.json.journal, line 1: goes on from change 2, but library.json holds those up to 40"
    assert doctor(lived_in)[1] == [SEAL, told]


PAPER = {"table": "papers", "id": "2", "before": {"note": ""}, "after": {"note": "x"}}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"at": "2026-02-31T00:00:00Z"}, "change 4: made at no time that there is: '2026-02-31T00:00:00Z'"),
        ({"info": []}, "change 4: action, time or information is missing"),
        ({"info": {"kind": "sing"}}, "change 4: is neither done nor undone nor done again"),
        ({"info": {"kind": []}}, "change 4: is neither done nor undone nor done again"),
        ({"info": {"keys": ["ash"]}}, "change 4: names its papers in a way that no change does"),
        ({"changes": [{**PAPER, "after": "x"}]}, "change 4: tells of documents in a way that no change does"),
        ({"changes": [{**PAPER, "id": "two"}]}, "change 4: tells of documents in a way that no change does"),
        ({"changes": [{**PAPER, "table": 7}]}, "change 4: tells of documents in a way that no change does"),
        ({"changes": [{**PAPER, "id": "9"}]}, "changes paper 9, which is not there"),
        ({"changes": [{**PAPER, "before": None, "after": {"key": "elm"}}]}, "adds paper 2, which is there"),
    ],
)
def test_a_change_that_is_none_is_named(lived_in, doctor, fields, told):
    line = append(lived_in, **fields)
    assert doctor(lived_in)[:2] == (1, [f"library.json.journal, line {line}: {told}"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda history: history["1"].update(number=7), "line 11: change 1: has number 7"),
        (lambda history: history["2"].update(at="2026-02-31T00:00:00Z"), "line 12: change 2: made at no time that"),
        (lambda history: history.update({"2": {"a": 1}}), "line 12: change 2: no record of a change"),
        (lambda history: history.update({"9": {**history.pop("1"), "number": 9}}), "change 9: is not in its place"),
    ],
)
def test_a_change_that_the_snapshot_keeps_and_that_is_none_is_named(lived_in, doctor, change, told):
    edit(lived_in, lambda tables: change(tables["history"]))
    status, lines, _ = doctor(lived_in)
    assert status == 1
    assert lines[0] == SEAL
    assert told in lines[1]


# Backups


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda data: data.replace(b"On birch", b"On bjrch", 1), "line 6: damaged"),
        (lambda data: data[: len(data) // 3], "damaged (unexpected end of data)"),
        (lambda _: b"", "line 1: damaged (input is a zero-length, empty document)"),
        (lambda data: data.replace(b'"papers":{', b'"qapers":{', 1), "/manual-2026-11-21.json: "),
    ],
)
def test_a_damaged_backup_is_found(lived_in, doctor, damage, told):
    path = path_of(lived_in, "backups/manual-2026-11-21.json")
    path.write_bytes(damage(path.read_bytes()))
    status, (line,), _ = doctor(lived_in)
    assert status == 1
    assert line.startswith("backups/manual-2026-11-21.json")
    assert told in line
    assert line.count("manual-2026-11-21.json") == 1


def test_files_of_others_among_the_backups_and_old_backups_are_no_findings(lived_in, doctor):
    folder = path_of(lived_in, "backups")
    (folder / "mine.json").write_text('{"a": {"1": {}}}', encoding="utf-8")
    (folder / "list.json").write_text("[1, 2]", encoding="utf-8")
    (folder / "notes.txt").write_bytes(b"\xff\x00")
    (folder / "old.json").write_text('{"meta": {"1": {"schema": 1}}, "papers": {"1": {"key": "a"}}}', encoding="utf-8")
    (folder / "plain.json").write_text('{"papers": {"1": {"key": "a"}}}', encoding="utf-8")
    assert doctor(lived_in) == (0, ["nothing wrong: 4 papers, 1 change in the journal, 3 backups"], "")


# What cannot be checked


def test_a_library_of_a_newer_version_is_refused_in_one_line(small, command, files):
    edit(small, lambda tables: tables["meta"]["1"].update(schema=3))
    before = files(small)
    for arguments in (["doctor"], ["doctor", "--repair"]):
        status, out, err = command(small, *arguments)
        assert (status, out) == (1, "")
        assert err == f"readlist: {path_of(small)}: written by a newer version of readlist; nothing was checked\n"
    assert files(small) == before


@pytest.mark.parametrize("name", ["library.json", "library.json.journal"])
@pytest.mark.parametrize("repair", [[], ["--repair"]])
def test_a_file_that_cannot_be_read_is_told_in_one_line(small, command, monkeypatch, name, repair):
    opened, read = Path.open, Path.read_bytes
    told = PermissionError(13, "Permission denied")

    def refuse(path):
        if path.name == name:
            raise told

    monkeypatch.setattr(Path, "open", lambda path, *args, **options: refuse(path) or opened(path, *args, **options))
    monkeypatch.setattr(Path, "read_bytes", lambda path: refuse(path) or read(path))
    status, out, err = command(small, "doctor", *repair)
    assert (status, out) == (1, "")
    assert err == f"readlist: {path_of(small, name)}: Permission denied\n"


def test_where_there_is_no_library_one_is_made_as_by_every_command_and_nothing_is_wrong_with_it(small, command):
    for path in small.directory.glob("library.json*"):
        path.unlink()
    status, out, err = command(small, "doctor")
    assert status == 0
    assert out.startswith("nothing wrong: ")
    assert err.startswith("readlist: made a library with ")


def test_what_another_program_was_writing_meanwhile_is_no_finding(small, opened, monkeypatch):
    other, seen = opened(small), []
    read = disk.load

    def meanwhile(path):
        data = read(path)
        if not seen:
            seen.append(path)
            other.do(SetNote("ash", "one"))
            other.compact()
        return data

    monkeypatch.setattr(disk, "load", meanwhile)
    assert check(small.directory).findings == []
    assert seen
