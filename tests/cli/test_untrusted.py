"""Text from outside must not reach the terminal as anything but text: the bytes are what is looked at."""

from __future__ import annotations

import re

import pytest

from readlist.model.paper import Paper
from readlist.model.record import Source

pytestmark = pytest.mark.usefixtures("hostile")

HOSTILE = (
    "\x1b[31mred\x1b]0;title\x07 \x9b2J \u202eesrever\u202c \u2066iso\u2069 \x00\x08\x7f \udcff "
    "[RETRACTED] [/] [bold]x[/bold] <!-- \r\nsecond\tline"
)
TIMESTAMP = "2026-11-20T09:30:00Z"
# Everything that could drive a terminal: C0 but tab and newline, DEL, C1, bidi controls.
DANGEROUS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def hostile(shelve):
    """A library with a paper whose every field is hostile, as a library that was edited by hand can have."""
    return shelve(
        Paper(
            key="evil2024paper",
            number=1,
            title=f"T {_ascii()}",
            authors=(f"Eve {_ascii()}",),
            year=2024,
            venue=f"V {_ascii()}",
            abstract=f"A {_ascii()}",
            url=f"https://e.org/{_ascii()}",
            links=(f"https://e.org/{_ascii()}",),
            comment=f"C {_ascii()}",
            sources=(Source(f"d{_ascii()}.txt", 1, f"f{_ascii()}", TIMESTAMP),),
            tags=(f"t{_ascii()}",),
            note=f"N {_ascii()}",
            added=TIMESTAMP,
        ),
        Paper(key="untitled", number=2, abstract=f"We propose X. {_ascii()}", added=TIMESTAMP),
    )


def _ascii():
    # JSON on disk cannot hold a lone surrogate; everything else in HOSTILE it can.
    return HOSTILE.replace("\udcff", "")


COMMANDS = [
    ["list"],
    ["list", "--all", "RETRACTED"],
    ["list", "--json"],
    ["show", "evil2024paper"],
    ["show", "evil2024paper", "--json"],
    ["show", "untitled"],
    ["tags"],
    ["views"],
    ["views", "--add", "Mine", HOSTILE.partition(" ")[0].replace("\x00", "")],
    ["note", "evil2024paper"],
    ["mark", "read", "evil2024paper"],
    ["star", "evil2024paper"],
    ["tag", "--add", "x", "evil2024paper"],
    ["remove", "evil2024paper"],
]


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_nothing_hostile_reaches_a_pipe(program, args):
    done = program(*args)
    assert done.returncode == 0
    assert not DANGEROUS.search(done.stdout.decode())
    assert done.stderr == b""


@pytest.mark.parametrize("args", COMMANDS, ids=" ".join)
def test_nothing_hostile_reaches_a_terminal(terminal, args):
    written = COLOURS.sub("", terminal(*args).decode().replace("\r\n", "\n"))
    assert not DANGEROUS.search(written)


@pytest.mark.parametrize("words", ["readlist show ", "readlist tag --add "])
def test_nothing_hostile_is_completed(program, words):
    done = program(COMP_WORDS=words, COMP_CWORD="", _READLIST_COMPLETE="fish_complete")
    assert b"T " in done.stdout or b"[RETRACTED]" in done.stdout
    assert not DANGEROUS.search(done.stdout.decode())


def test_brackets_are_text(good):
    assert "[RETRACTED] [/] [bold]x[/bold]" in good("show", "evil2024paper")
    assert "[RETRACTED] [/] [bold]x[/bold]" in good("list")


def test_a_line_stays_a_line(good):
    assert len(good("list").splitlines()) == 2
    assert {line.count("\t") for line in good("list").splitlines()} == {6}


@pytest.mark.parametrize(
    "args",
    [
        ["show", HOSTILE],
        ["mark", HOSTILE, "x"],
        ["list", HOSTILE],
        ["list", "--sort", HOSTILE],
        ["views", "--add", HOSTILE, "x"],
        ["views", "--remove", HOSTILE],
        [HOSTILE],
        ["list", f"--{HOSTILE}"],
        ["tag", "--add", HOSTILE, "untitled"],
        ["import", HOSTILE],
        ["import", "--from", HOSTILE, __file__],
        ["export", "--to", f"/nowhere/{HOSTILE}.x"],
        ["export", "--format", HOSTILE, "--to", "x"],
        ["--config", HOSTILE, "list"],
        ["note", "untitled", "--text", HOSTILE],
        ["completion", HOSTILE],
    ],
    ids=lambda args: " ".join("…" if HOSTILE in arg else arg.rpartition("/")[2] for arg in args),
)
def test_messages_that_quote_an_argument_are_clean(run, args):
    result = run(*args)
    assert not DANGEROUS.search(result.out + result.err)
    assert result.err.count("\n") <= 1


def test_history_is_clean(program):
    program("mark", "read", "evil2024paper")
    for args in (["undo", "--list"], ["undo"], ["redo"]):
        done = program(*args)
        assert done.returncode == 0
        assert not DANGEROUS.search(done.stdout.decode())


def test_exported_files_are_clean(program, tmp_path):
    assert program("export", "--to", str(tmp_path / "notes")).returncode == 0
    assert program("export", "--to", str(tmp_path / "one.md")).returncode == 0
    files = [*(tmp_path / "notes").iterdir(), tmp_path / "one.md"]
    assert len(files) == 4
    for path in files:
        assert not DANGEROUS.search(path.read_text(encoding="utf-8"))
        assert not DANGEROUS.search(path.name)
