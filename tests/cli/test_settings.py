from __future__ import annotations

import json
import re
import subprocess

import pytest

from readlist import __version__


def test_the_version(good):
    assert good("--version") == f"readlist {__version__}\n"


def test_a_library_is_made_with_papers_or_empty(good, tmp_path):
    assert good("--library", tmp_path / "full", "init") == f"Made a library in {tmp_path / 'full'}: 48 papers\n"
    assert good("--library", tmp_path / "bare", "init", "--empty") == f"Made a library in {tmp_path / 'bare'}: empty\n"
    assert json.loads(good("--library", tmp_path / "bare", "list", "--json")) == []


def test_a_library_is_never_made_over_another(run, good, library):
    before = good("list")
    result = run("init", "--empty")
    assert (result.status, result.err) == (1, f"readlist: {library}: there is a library here already\n")
    assert good("list") == before


@pytest.mark.parametrize(
    "args", [["list", "--json"], ["undo", "--list"], ["tags"], ["export", "--to", "notes", "--dry-run"]]
)
def test_any_other_command_makes_a_library_and_says_so_beside_the_output(run, tmp_path, monkeypatch, args):
    monkeypatch.setenv("READLIST_LIBRARY", str(tmp_path / "new"))
    first, second = run(*args), run(*args)
    assert first.err == (
        f"readlist: made a library with 48 papers to try things on in {tmp_path / 'new'} "
        "(to start empty, delete that folder and run 'readlist init --empty')\n"
    )
    assert (first.status, second.status, second.err) == (0, 0, "")
    assert first.out == second.out


def test_the_library_is_the_option_else_the_variable_else_the_platforms_place(
    run, tmp_path, monkeypatch, clean_environment
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert str(tmp_path / "data" / "readlist") in run("init").out
    monkeypatch.setenv("READLIST_LIBRARY", "~/mine")
    assert str(clean_environment / "mine") in run("init").out
    assert str(tmp_path / "named") in run("--library", tmp_path / "named", "init").out


def test_the_configuration_is_shown_found_and_made(run, good, tmp_path, monkeypatch):
    path = tmp_path / "etc" / "readlist.toml"
    monkeypatch.setenv("READLIST_CONFIG", str(path))
    assert good("config", "path") == f"{path}\n"
    assert good("config", "init") == f"Wrote {path}\n"
    path.write_text(path.read_text().replace('# theme = "textual-dark"', 'theme = "nord"'))
    assert 'theme = "nord"\nauto_advance = true\n' in good("config", "show")
    assert good("config") == good("config", "show")
    again = run("config", "init")
    assert (again.status, again.err) == (1, f"readlist: {path}: there is a configuration already; it was not changed\n")
    assert "nord" in path.read_text()


def test_without_a_file_the_defaults_are_shown(good):
    assert 'to = "~/reading-notes"' in good("config")


def test_a_slip_in_the_configuration_is_one_line(run, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text("[app]\ntheme = 3\n")
    for command in ("config", "list"):
        result = run("--config", path, command)
        assert (result.status, result.out) == (1, "")
        assert result.err == f"readlist: {path}, line 2: [app] theme: must be text in quotes\n"


def test_a_configuration_that_was_named_must_be_there(run, tmp_path):
    result = run("--config", tmp_path / "no.toml", "list")
    assert (result.status, result.err) == (1, f"readlist: {tmp_path / 'no.toml'}: there is no such file\n")
    assert run("--config", tmp_path / "no.toml", "config", "init").status == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_gets_its_completion(good, shell):
    assert "_READLIST_COMPLETE" in good("completion", shell)


def test_a_shell_that_we_do_not_know(run):
    result = run("completion", "csh")
    assert result.status == 2
    assert re.fullmatch(r"readlist: invalid value for 'SHELL'.*bash.*zsh.*fish.*\n", result.err)


def completed(program, words):
    done = program(COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1), _READLIST_COMPLETE="bash_complete")
    assert done.stderr == b""
    return [line.partition(",")[2] for line in done.stdout.decode().splitlines() if line]


def test_commands_keys_and_tags_are_completed(program, library):
    assert completed(program, "readlist und") == ["undo"]
    assert completed(program, "readlist show Lin") == ["lin2024mitigating"]
    assert completed(program, "readlist mark rea") == ["reading", "read"]
    assert completed(program, "readlist mark read dv") == ["dvorak2021bridges"]
    assert completed(program, "readlist tag --add rl") == ["rlhf"]
    assert completed(program, f"readlist --library {library.parent} show lin") == []


def test_completing_makes_no_library(program, tmp_path):
    assert (
        completed(lambda **environ: program(**environ, READLIST_LIBRARY=str(tmp_path / "x")), "readlist show l") == []
    )
    assert not (tmp_path / "x").exists()


def test_the_bash_completion_is_bash(good, tmp_path):
    script = tmp_path / "completion"
    script.write_text(good("completion", "bash"))
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
