from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from readlist.model.paper import Paper

pytestmark = pytest.mark.usefixtures("library")

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["lst"], "no such command 'lst'. Did you mean 'list'? (try 'readlist --help')"),
        (["list", "--colour"], "no such option '--colour' (try 'readlist list --help')"),
        (["mark"], "missing argument 'STATUS'. Choose from: inbox, queued, reading, read, archived, unread"),
        (["mark", "maybe", "x"], "invalid value for 'STATUS': 'maybe' is not one of 'inbox', 'queued',"),
        (["show", "a", "b"], "got unexpected extra argument"),
        (["--library"], "option '--library' requires an argument (try 'readlist --help')"),
        (["config", "edit"], "no such command 'edit'"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(run, args, said):
    result = run(*args)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"readlist: {said}")
    assert result.err.count("\n") == 1
    assert "(try 'readlist" in result.err


def test_a_library_that_cannot_be_read_is_one_line(run, library):
    snapshot = library / "library.json"
    snapshot.write_text("[]")
    result = run("list")
    assert (result.status, result.out) == (1, "")
    assert result.err.startswith(f"readlist: {snapshot}")
    assert result.err.count("\n") == 1


def test_a_library_that_cannot_be_made_is_one_line(run, tmp_path):
    (tmp_path / "file").touch()
    result = run("--library", tmp_path / "file" / "below", "list")
    assert result.status == 1
    assert result.err.startswith("readlist: ")
    assert result.err.count("\n") == 1


def test_a_file_for_a_folder_is_wrong_usage(run, tmp_path):
    (tmp_path / "file").touch()
    result = run("--library", tmp_path / "file", "list")
    assert (result.status, result.err.count("\n")) == (2, 1)


def test_the_home_of_nobody_is_told(run):
    result = run("--library", "~nobody-has-this-name/papers", "list")
    assert (result.status, result.err) == (1, "readlist: the library's folder: could not determine home directory\n")


@pytest.fixture
def broken(monkeypatch):
    """Makes listing papers raise what nobody expects."""

    def fail(_papers):
        raise ZeroDivisionError("nobody\nexpects \x1b[31mthis")

    monkeypatch.setattr("readlist.cli.papers.tab_separated", fail)


@pytest.mark.usefixtures("broken")
def test_what_nobody_expected_is_one_line_too(run):
    result = run("list")
    assert (result.status, result.out) == (1, "")
    assert result.err == (
        "readlist: internal error: ZeroDivisionError: nobody expects \ufffd[31mthis (set READLIST_DEBUG=1 for more)\n"
    )


@pytest.mark.usefixtures("broken")
def test_the_traceback_is_there_for_those_who_ask(run, monkeypatch):
    monkeypatch.setenv("READLIST_DEBUG", "1")
    result = run("list")
    assert "Traceback (most recent call last)" in result.err
    assert "\x1b" not in result.err
    assert result.err.endswith("(set READLIST_DEBUG=1 for more)\n")


def test_statuses_reach_the_shell(program):
    assert program("list").returncode == 0
    assert program("show", "nobody").returncode == 1
    assert program("shew").returncode == 2


def test_arguments_that_are_no_utf_8_are_cleaned(program):
    done = program(b"show", b"caf\xe9")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode() == "readlist: no paper 'caf\\udce9' in this library\n"
    noted = program(b"note", b"lin2024mitigating", b"--text", b"caf\xe9 \x1b[31m")
    assert noted.returncode == 0
    assert program("note", "lin2024mitigating").stdout.decode() == "caf\ufffd \ufffd[31m\n"
    assert program(b"list", b"caf\xe9").returncode == 0


def test_keys_on_standard_input_that_are_no_utf_8_are_told(program):
    done = program("mark", "read", "-", stdin=b"\xff\xfe\n")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)


@pytest.mark.parametrize("count", [3, 5000])
def test_a_reader_that_goes_away_is_no_news(shelve, count):
    shelve(*(Paper(key=f"paper{i}", number=i, title="A title of some length " * 4) for i in range(1, count + 1)))
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "readlist", "list"],
        stdout=write,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (1, b"")


def test_output_that_cannot_be_written_is_told(program):
    with Path("/dev/full").open("wb") as full:
        done = program("list", stdout=full)
    assert (done.returncode, done.stderr) == (1, b"readlist: standard output: No space left on device\n")


def test_closed_streams_are_no_failure():
    done = subprocess.run(
        ["/bin/sh", "-c", f"exec {sys.executable} -m readlist star - <&- >&- 2>&-"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 1


def test_ctrl_c_is_quiet():
    code = (
        "import signal, sys\n"
        "from readlist.cli import main\n"
        "from readlist.store.repository import Repository\n"
        "def interrupted(self, action): signal.raise_signal(signal.SIGINT)\n"
        "Repository.do = interrupted\n"
        "sys.exit(main(['star', 'lin2024mitigating']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == 128 + signal.SIGINT
    assert done.stderr.strip() == b""


def test_letters_that_the_terminal_does_not_have_are_no_failure(program):
    done = program("list", "dvorak", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\tJan Dvo?\xe1k\t" in done.stdout
