"""What the shells complete in a query."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("library")

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def fish(program):
    """Returns what fish is offered for the last of some words, with or without what it is told about each."""

    def fish_(*words, last="", told=False):
        done = program(COMP_WORDS=" ".join(["readlist", *words]), COMP_CWORD=last, _READLIST_COMPLETE="fish_complete")
        assert done.stderr == b""
        offered = [line.partition(",")[2] for line in done.stdout.decode().splitlines() if line]
        return offered if told else [line.partition("\t")[0] for line in offered]

    return fish_


@pytest.fixture
def bash(program):
    """Returns what bash is offered for the last of some words, which it takes apart at colons."""

    def bash_(*words):
        line = " ".join(["readlist", *words])
        done = program(COMP_WORDS=line, COMP_CWORD=str(len(words)), _READLIST_COMPLETE="bash_complete")
        assert done.stderr == b""
        return [line.partition(",")[2] for line in done.stdout.decode().splitlines() if line]

    return bash_


def test_fields_are_completed_with_what_they_mean(fish):
    assert fish("list", last="so") == ["source:", "sort:"]
    assert fish("export", last="TA") == ["tag:"]
    assert "view:\tPapers that the view means; its order and limit count where nothing else is asked for." in fish(
        "list", told=True
    )


def test_values_are_completed_behind_their_field(fish):
    assert fish("list", last="tag:rl") == ["tag:rlhf"]
    assert fish("list", "bridges", last="-tag:ml,rl") == []  # begins with a hyphen, as options do
    assert fish("list", last="tag:x,rl") == ["tag:x,rlhf"]
    assert fish("list", last="(is:unr") == ["(is:unread"]
    assert fish("list", last="no:ar") == ["no:arxiv"]
    assert fish("list", last="sort:year") == ["sort:year", "sort:year-asc", "sort:year-desc"]
    assert fish("list", last="view:rea") == ["view:Reading", "view:Read"]
    assert fish("star", "--query", last="tag:rl") == ["tag:rlhf"]


def test_words_and_free_text_are_not_completed(fish):
    assert fish("list", last="attention") == []
    assert fish("list", last="title:x") == []


def test_bash_is_offered_what_follows_the_colon(bash):
    assert bash("list", "tag", ":") == ["rlhf", "ml/distil"] or bash("list", "tag", ":") == ["ml/distil", "rlhf"]
    assert bash("list", "bridges", "tag", ":", "rl") == ["rlhf"]
    assert bash("list", "--", "-tag", ":", "rl") == ["rlhf"]
    assert bash("list", "ta") == ["tag:"]
    assert bash("star", "--query", "is", ":", "st") == ["starred"]
    assert bash("list", "--query", "tag", ":", "rl") == ["rlhf"]


def test_the_users_own_views_are_completed_each_shell_in_its_way(fish, bash, good, tmp_path, monkeypatch):
    good("views", "--add", "To discuss", "tag:rlhf")
    path = tmp_path / "config.toml"
    path.write_text("[views]\n'Top $5' = 'tag:ml'\n")
    monkeypatch.setenv("READLIST_CONFIG", str(path))
    assert fish("list", last="view:to") == ['view:"Top $5"', 'view:"To discuss"']
    assert bash("list", "view", ":", "to") == [r"\"Top\ \$5\"", r"\"To\ discuss\""]
    assert fish("views", "--remove", last="to") == ["To discuss"]
    path.write_text("[views]\n'Top' = 'year:x'\n")
    assert fish("list", last="view:rea") == ["view:Reading", "view:Read"]


def test_completing_makes_no_library(fish, monkeypatch, tmp_path):
    monkeypatch.setenv("READLIST_LIBRARY", str(tmp_path / "x"))
    assert fish("list", last="tag:") == []
    assert fish("list", last="view:que") == ["view:Queue"]
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(("typed", "offered", "space"), [("ta", "tag:", False), ("bridges", "", True)])
def test_in_bash_no_space_is_put_behind_a_field(good, tmp_path, typed, offered, space):
    script = tmp_path / "completion"
    script.write_text(good("completion", "bash"))
    (tmp_path / "readlist").write_text(f'#!/bin/sh\nexec {sys.executable} -m readlist "$@"\n')
    (tmp_path / "readlist").chmod(0o755)
    # Called as readline does, but for compopt, which only works there.
    lines = f"""
        compopt() {{ echo "compopt $1 $2"; }}
        source {script}
        COMP_WORDS=(readlist list {typed}) COMP_CWORD=2
        _readlist_completion readlist
        echo "offered ${{COMPREPLY[*]}}"
    """
    done = subprocess.run(
        ["bash", "-c", lines],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{tmp_path}:{os.environ['PATH']}"},
    )
    assert done.stdout.splitlines() == [*([] if space else ["compopt -o nospace"]), f"offered {offered}"]
