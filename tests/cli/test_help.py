from __future__ import annotations

import click
import pytest

from readlist.cli.group import readlist


def commands(group, path=()):
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))


ALL = [pytest.param(path, command, id=" ".join(path) or "readlist") for path, command in commands(readlist)]


@pytest.mark.parametrize(("path", "command"), ALL)
def test_every_command_says_what_it_does_in_one_line_and_shows_an_example(good, path, command):
    text = good(*path, "--help")
    summary = command.help.split("\n\n")[0]
    assert len(summary) <= 60
    assert summary.endswith(".")
    assert f"Example{'s' * (text.count('    readlist') > 1)}:\n    readlist {' '.join(path)}".rstrip() in text


@pytest.mark.parametrize(("path", "command"), ALL)
def test_every_option_says_what_it_does_and_every_argument_is_explained(good, path, command):
    text = good(*path, "--help")
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
        else:
            name = parameter.make_metavar(click.Context(command)).strip("[].…")
            assert command.help.count(name) or name == "KEY", name
            assert name in text


def test_the_commands_of_the_contract_are_there():
    assert list(readlist.commands) == [
        "init",
        "import",
        "list",
        "show",
        "mark",
        "star",
        "defer",
        "tag",
        "tags",
        "note",
        "remove",
        "undo",
        "redo",
        "export",
        "cite",
        "views",
        "duplicates",
        "stats",
        "doctor",
        "compact",
        "backup",
        "restore",
        "config",
        "completion",
    ]


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_help_lists_the_commands_in_the_order_of_their_use(good, option):
    text = good(option)
    assert text.index("\n  init ") < text.index("\n  import ") < text.index("\n  list ") < text.index("\n  export ")
    assert "…" not in text
    assert "...\n" not in text.partition("Commands:")[2]


def test_help_needs_no_library(good, tmp_path, monkeypatch):
    monkeypatch.setenv("READLIST_LIBRARY", str(tmp_path / "none"))
    good("list", "--help")
    assert not (tmp_path / "none").exists()
