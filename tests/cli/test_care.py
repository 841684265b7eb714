from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tinydb import TinyDB

from readlist.model.paper import Paper
from readlist.store import disk, storage

ROOT = Path(__file__).parent.parent.parent
EIO = OSError(5, "Input/output error")
KEYS = ["lin2024mitigating", "arxiv2310.16271", "dvorak2021bridges", "old1999alignment"]


def spoil(library, old=b"On bridges", new=b"on bridges"):
    """Change the library's file as a failing disk does."""
    path = library / "library.json"
    data = path.read_bytes()
    assert data.count(old) == 1
    path.write_bytes(data.replace(old, new))
    return data.count(b"\n", 0, data.index(old)) + 1


def fail(*_args):
    raise EIO


# doctor


def test_the_doctor_says_in_one_line_that_nothing_is_wrong(good, library):
    good("star", "dvorak2021bridges")
    before = {path: path.read_bytes() for path in library.rglob("*.json*")}
    assert good("doctor") == "nothing wrong: 4 papers, 1 change in the journal, 1 backup\n"
    assert {path: path.read_bytes() for path in library.rglob("*.json*")} == before


def test_the_doctor_names_file_line_and_paper_and_the_way_out(run, library):
    line = spoil(library)
    result = run("doctor")
    assert result.status == 1
    assert result.out == f"{library}/library.json, line {line}: damaged (paper 'dvorak2021bridges')\n"
    assert result.err == "readlist: 1 finding; 'readlist doctor --repair' mends what can be mended\n"


def test_the_doctor_prints_a_line_for_each_finding(run, library):
    with TinyDB(library / "library.json") as db:
        db.table("papers").update({"tags": ["two words"], "defer_until": "2026-02-31"}, doc_ids=[3])
    result = run("doctor")
    assert (result.status, result.out.count("\n")) == (1, 3)
    assert "paper 'dvorak2021bridges', field 'tags': has what is no tag: 'two words'" in result.out
    assert result.err == "readlist: 3 findings; 'readlist doctor --repair' mends what can be mended\n"


def test_a_repair_says_what_it_did_and_leaves_nothing_to_find(run, good, library):
    good("backup")
    spoil(library)
    data = (library / "library.json").read_bytes()
    result = run("doctor", "--repair")
    assert (result.status, result.err) == (0, "")
    *lines, last = result.out.splitlines()
    assert any("comes from" in line and "dvorak2021bridges" in line for line in lines)
    kept = next(Path(line.partition(": ")[2]) for line in lines if line.startswith("kept as it was: "))
    assert kept.read_bytes() == data
    assert last.startswith("nothing wrong: 4 papers")
    assert good("doctor", "--repair").startswith("nothing wrong: 4 papers")
    assert "On bridges" in good("show", "dvorak2021bridges")


def test_a_repair_that_cannot_be_written_is_one_line(run, library, monkeypatch):
    spoil(library)
    before = {path: path.read_bytes() for path in library.rglob("*.json*")}
    monkeypatch.setattr(disk, "sync", fail)
    result = run("doctor", "--repair")
    assert (result.status, result.out, result.err.count("\n")) == (1, "", 1)
    assert "Input/output error" in result.err
    assert {path: path.read_bytes() for path in library.rglob("*.json*")} == before


def test_control_characters_in_a_library_do_not_reach_the_terminal(run, library):
    with TinyDB(library / "library.json") as db:
        db.table("papers").update({"key": "a\x1b[2Jb"}, doc_ids=[3])
    for arguments in (("doctor",), ("doctor", "--repair")):
        assert "\x1b" not in run(*arguments).out


# compact


def test_compact_says_what_it_has_saved(good, library):
    for number in range(30):
        good("note", "dvorak2021bridges", "--text", f"note {number}")
    journal = (library / "library.json.journal").stat().st_size
    before = (library / "library.json").stat().st_size + journal
    out = good("compact")
    assert re.fullmatch(r"Compacted: \d+\.\d kB, before .*\n", out)
    assert out.endswith(f", before {before / 1000:.1f} kB ({journal / 1000:.1f} kB of it journal)\n")
    assert (library / "library.json.journal").stat().st_size < 200
    assert good("undo") == "Undone: Note: Bridges\n"
    assert good("note", "dvorak2021bridges") == "note 28\n"


def test_compact_says_what_goes_wrong_in_one_line(run, library, monkeypatch):
    monkeypatch.setattr(disk, "sync", fail)
    result = run("compact")
    assert (result.status, result.out) == (1, "")
    assert result.err == f"readlist: {library}/library.json: not saved: Input/output error\n"


# backup


def keys_in(path):
    with TinyDB(path, access_mode="r") as db:
        return [paper["key"] for paper in db.table("papers").all()]


def test_a_backup_comes_into_the_folder_of_the_library(good, library):
    path = library / "backups" / "manual-2026-11-21.json"
    assert good("backup") == f"Wrote {path}: 4 papers\n"
    assert keys_in(path) == KEYS
    assert good("backup") == f"Wrote {path.with_stem('manual-2026-11-21-2')}: 4 papers\n"


@pytest.mark.usefixtures("library")
def test_a_backup_goes_into_a_folder_or_a_new_file(good, tmp_path, clean_environment):
    (tmp_path / "stick").mkdir()
    places = {
        tmp_path / "stick": tmp_path / "stick" / "manual-2026-11-21.json",
        f"{tmp_path}/stick/": tmp_path / "stick" / "manual-2026-11-21-2.json",
        tmp_path / "papers.json": tmp_path / "papers.json",
        "~/papers.json": clean_environment / "papers.json",
        "~": clean_environment / "manual-2026-11-21.json",
    }
    for place, path in places.items():
        assert not path.exists()
        assert good("backup", place) == f"Wrote {path}: 4 papers\n"
        assert keys_in(path) == KEYS


def test_a_backup_of_one_paper_says_so(good, shelve, tmp_path):
    shelve(Paper(key="elm", number=1))
    assert good("backup", tmp_path / "papers.json") == f"Wrote {tmp_path}/papers.json: 1 paper\n"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ("file", "{tmp}/file: there is such a file already; nothing was written"),
        ("no/file", "{tmp}/no/file: not saved: No such file or directory"),
        ("file/file", "{tmp}/file/file: not saved: Not a directory"),
        ("unmounted/", "{tmp}/unmounted/: there is no such folder"),
        ("file/", "{tmp}/file/: there is no such folder"),
    ],
)
@pytest.mark.usefixtures("library")
def test_a_place_where_no_backup_can_be_is_told_in_one_line(run, tmp_path, place, told):
    (tmp_path / "file").write_text("mine")
    result = run("backup", f"{tmp_path}/{place}")
    assert (result.status, result.out) == (1, "")
    assert result.err == f"readlist: {told.format(tmp=tmp_path)}\n"
    assert (tmp_path / "file").read_text() == "mine"
    assert not (tmp_path / "unmounted").exists()


# restore


def test_restore_says_how_many_papers_there_are_and_where_those_before_are(good, library, tmp_path):
    path = tmp_path / "papers.json"
    good("backup", path)
    good("remove", "dvorak2021bridges")
    kept = library / "backups" / "before-restore-20261121T080000Z.json"
    assert good("restore", path) == f"Restored 4 papers from {path}; what was there before is kept as {kept}\n"
    assert good("show", "dvorak2021bridges").startswith("Bridges\n")
    assert good("restore", kept).startswith(f"Restored 3 papers from {kept}; what was there before is kept as ")
    assert good("undo") == "Undone: Removed: Bridges\n"
    assert good("doctor").startswith("nothing wrong: 4 papers")


@pytest.mark.usefixtures("library")
def test_restore_takes_a_path_from_home_and_needs_no_library(good, tmp_path, clean_environment, monkeypatch):
    good("backup", "~/papers.json")
    assert (clean_environment / "papers.json").exists()
    monkeypatch.setenv("READLIST_LIBRARY", str(tmp_path / "new"))
    assert good("restore", "~/papers.json") == "Restored 4 papers from ~/papers.json\n"
    assert good("show", "old1999alignment").startswith("Alignment of Wheels\n")


def test_restore_says_that_values_are_wrong_and_who_tells_which(run, library, tmp_path):
    path = tmp_path / "papers.json"
    path.write_text('{"papers":{"1":{"key":"elm","tags":["two words"]}}}')
    result = run("restore", path)
    kept = library / "backups" / "before-restore-20261121T080000Z.json"
    assert result.status == 0
    assert result.out == f"Restored 1 paper from {path}; what was there before is kept as {kept}\n"
    assert result.err == "readlist: some values in it are wrong (1): 'readlist doctor' tells which\n"
    assert "paper 'elm', field 'tags': has what is no tag: 'two words'" in run("doctor").out


def test_restore_over_a_damaged_library_names_the_damaged_files(good, library, tmp_path):
    path = tmp_path / "papers.json"
    good("backup", path)
    spoil(library)
    data = (library / "library.json").read_bytes()
    out = good("restore", path)
    kept = [Path(name) for name in out.strip().partition(" is kept as ")[2].split(", ")]
    assert data in [file.read_bytes() for file in kept]
    assert good("doctor").startswith("nothing wrong: 4 papers")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "{path}: No such file or directory"),
        ("[]", "{path}: not a library (no tables in it); nothing was changed"),
        ("{}", "{path}: no backup of a library (there is no table 'papers'); nothing was changed"),
        ('{"meta":{"1":{"schema":9}}}', "{path}: written by a newer version of readlist; nothing was changed"),
        ('{"papers":{"1":\n{}}}', "{path}: paper 'number 1', field 'key': is missing; nothing was changed"),
    ],
)
def test_restore_refuses_what_is_no_backup_in_one_line(run, library, tmp_path, content, told):
    path = tmp_path / "papers.json"
    if content is not None:
        path.write_text(content)
    before = {path: path.read_bytes() for path in library.rglob("*.json*")}
    result = run("restore", path)
    assert (result.status, result.out) == (1, "")
    assert result.err == f"readlist: {told.format(path=path)}\n"
    assert {path: path.read_bytes() for path in library.rglob("*.json*")} == before


@pytest.mark.usefixtures("library")
def test_a_backup_with_control_characters_in_its_name_is_told_without_them(run, tmp_path):
    name = tmp_path / "a\x1b[2Jb\nc.json"
    assert "\x1b" not in run("restore", name).err
    for command in ("backup", "restore"):
        result = run(command, name)
        assert (result.status, result.out.count("\n")) == (0, 1)
        assert "\x1b" not in result.out


# Notices


@pytest.mark.parametrize(
    "arguments",
    [("list",), ("show", "lin2024mitigating"), ("undo", "--list"), ("import", "--dry-run", "{seed}")],
    ids=lambda arguments: arguments[0],
)
def test_json_on_standard_output_is_clean_whatever_there_is_to_tell(run, library, monkeypatch, arguments):
    monkeypatch.setattr(storage, "JOURNAL_BYTES", 0)
    run("star", "lin2024mitigating")
    run("star", "dvorak2021bridges")
    journal = library / "library.json.journal"
    with journal.open("ab") as file:
        file.write(b"half a change")
    (library / "backups" / "library-2026-11-21.json").unlink()
    (library / "backups").rmdir()
    (library / "backups").write_text("mine")
    seed = min((ROOT / "seeds").glob("*.txt"))
    result = run(*(argument.format(seed=seed) for argument in arguments), "--json")
    assert result.status == 0
    assert result.json is not None
    first, second = result.err.splitlines()
    assert first == f"readlist: {journal}: the last change was not finished and is cut off (13 bytes)"
    assert second == f"readlist: no daily backup was taken: {library}/backups: no backup could be written: File exists"


@pytest.mark.usefixtures("library")
def test_whoever_reads_the_output_does_not_wait_for_the_care_of_the_library():
    code = (
        "import sys\n"
        "from readlist.cli import main\n"
        "from readlist.store.repository import Repository\n"
        "Repository.maintain = lambda _self: [sys.stdin.readline().strip()]\n"
        "sys.exit(main(['list', '--limit', '1']))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        text=True,
    ) as process:
        # The care goes on until it is told to end, which comes after this.
        line = process.stdout.readline()
        _, err = process.communicate("went wrong\n", timeout=60)
    assert line.startswith("lin2024mitigating\t")
    assert (process.returncode, err) == (0, "readlist: went wrong\n")


# Help


@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("doctor", ["--repair", "Nothing is deleted", "exit status 1", "kept beside"]),
        ("compact", ["by itself"]),
        ("backup", ["[PATH]", "`backups`", "TinyDB", "last 7", "4 weekly"]),
        ("restore", ["PATH", "older version", "`papers`", "goes into a backup first"]),
    ],
)
def test_the_help_says_what_is_done_to_the_library(good, command, named):
    text = " ".join(good(command, "--help").split())
    for words in named:
        assert words in text
