from __future__ import annotations

import gc
import io
import json
import sys
from types import ModuleType

import pytest

from readlist.cli import main
from readlist.config import Config

pytestmark = pytest.mark.usefixtures("library")


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def started(monkeypatch):
    """Puts a stand-in in the place of the app and of the terminal; returns what the app was started with."""
    starts = []

    class App:
        return_code = 0

        def __init__(self, repository, *, config, first_start, shown, ready) -> None:
            self.start = (repository, config, first_start)
            self.shown, self.ready = shown, ready

        def run(self):
            assert not gc.isenabled()
            self.shown()
            assert gc.isenabled()
            starts.append(self.start)

    module = ModuleType("readlist.app.app")
    module.ReadlistApp = App
    monkeypatch.setitem(sys.modules, "readlist.app.app", module)
    return starts


@pytest.fixture
def at_terminal(monkeypatch, clock):
    """Runs the command line with a terminal on both sides; returns the exit status."""

    def at_terminal_(*args: object):
        monkeypatch.setattr(sys, "stdin", Terminal())
        monkeypatch.setattr(sys, "stdout", Terminal())
        return main([str(arg) for arg in args], clock=clock)

    return at_terminal_


def test_without_a_command_the_app_starts_over_the_library(at_terminal, started, library):
    assert at_terminal() == 0
    ((repository, config, first_start),) = started
    assert (repository.directory, len(repository.library), config, first_start) == (library, 4, Config(), False)


def test_the_first_start_has_papers_and_leaves_it_to_the_app_to_say_so(at_terminal, started, tmp_path, capsys):
    assert at_terminal("--library", tmp_path / "new") == 0
    ((repository, _, first_start),) = started
    assert (repository.directory, len(repository.library), first_start) == (tmp_path / "new", 48, True)
    assert capsys.readouterr().err == ""


def test_the_app_gets_the_configuration(at_terminal, started, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text('[app]\ntheme = "nord"\n')
    assert at_terminal("--config", path) == 0
    assert started[0][1].app.theme == "nord"


def test_a_slip_in_the_configuration_is_told_before_the_app_starts(at_terminal, started, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("READLIST_CONFIG", str(tmp_path / "no.toml"))
    assert at_terminal() == 1
    assert started == []
    assert capsys.readouterr().err == f"readlist: {tmp_path / 'no.toml'}: there is no such file\n"


@pytest.mark.parametrize("options", [[], ["--library", "{library}"]])
def test_without_a_terminal_there_is_one_line_that_names_the_way_out(run, started, library, options):
    result = run(*(option.format(library=library) for option in options))
    assert (result.status, result.out, started) == (1, "", [])
    assert result.err == "readlist: the app needs a terminal (for scripts and pipes there is 'readlist list')\n"


def test_a_pipe_gets_no_app_and_no_library(program, tmp_path):
    done = program(READLIST_LIBRARY=str(tmp_path / "new"))
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert not (tmp_path / "new").exists()


def test_the_module_is_the_program(program):
    assert len(json.loads(program("list", "--json").stdout)) == 3
