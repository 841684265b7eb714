from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.usefixtures("library")


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Makes $EDITOR a program of some Python code, in which `path` is the file that is edited."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def editor_(code):
        script = tmp_path / "editor.py"
        script.write_text(f"import pathlib, subprocess, sys\npath = pathlib.Path(sys.argv[-1])\n{code}\n")
        monkeypatch.setenv("EDITOR", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")

    return editor_


def test_a_note_is_printed_as_it_is(good):
    assert good("note", "dvorak2021bridges") == "Read *again*.\n"
    assert good("note", "lin2024mitigating") == ""


def test_a_note_is_set_and_emptied(good, paper):
    assert good("note", "lin2024mitigating", "--text", "First.\n\nThen.") == (
        "Note: Mitigating the Alignment Tax of RLHF\n"
    )
    assert paper("lin2024mitigating")["note"] == "First.\n\nThen."
    assert good("note", "lin2024mitigating", "--text", "").startswith("Note emptied: ")
    assert paper("lin2024mitigating")["note"] == ""


def test_a_paragraph_goes_behind_the_note(good, paper):
    good("note", "dvorak2021bridges", "--append", "It holds.")
    assert paper("dvorak2021bridges")["note"] == "Read *again*.\n\nIt holds."


def test_a_note_comes_from_standard_input(good, paper):
    good("note", "lin2024mitigating", "--text", "-", stdin="Über allem\nRuh.\n")
    assert paper("lin2024mitigating")["note"] == "Über allem\nRuh."


def test_a_paragraph_goes_behind_all_notes_that_match_as_one_change(good, paper):
    assert good("note", "--query", "tag:rlhf", "--append", "For the survey.") == "Note: 2 papers\n"
    assert paper("dvorak2021bridges")["note"] == "Read *again*.\n\nFor the survey."
    assert paper("arxiv2310.16271")["note"] == "For the survey."
    assert good("undo") == "Undone: Note: 2 papers\n"
    assert paper("dvorak2021bridges")["note"] == "Read *again*.\n"


def test_notes_that_match_are_printed_each_with_its_key(good, run):
    good("note", "lin2024mitigating", "--text", "Costs\n69%.")
    assert good("note", "--query", "view:all") == (
        "# lin2024mitigating\n\nCosts\n69%.\n\n# dvorak2021bridges\n\nRead *again*.\n"
    )
    result = run("note", "--query", "is:archived")
    assert (result.status, result.out, result.err) == (0, "", "readlist: no paper that matches has a note\n")


@pytest.mark.parametrize("option", [["--text", "Same."], ["--edit"]])
def test_a_note_is_not_replaced_in_several_papers_at_once(run, good, paper, editor, option):
    editor("path.write_text('Same.')")
    result = run("note", "--query", "tag:rlhf", *option)
    assert (result.status, result.out) == (1, "")
    assert result.err == f"readlist: {option[0]} is for one paper, and 2 match; --append is for all of them\n"
    good("note", "--query", "is:read", *option)
    assert paper("dvorak2021bridges")["note"].rstrip() == "Same."


@pytest.mark.parametrize("args", [["--text", "a", "--append", "b"], ["--text", "a", "--edit"]])
def test_a_note_is_changed_in_one_way(run, args):
    assert run("note", "lin2024mitigating", *args).status == 2


def test_key_and_text_cannot_share_standard_input(run):
    assert run("note", "-", "--text", "-", stdin="lin2024mitigating\n").status == 2


def test_a_note_is_edited_in_the_users_editor(good, paper, editor, tmp_path):
    editor("assert path.name == 'dvorak2021bridges.md'; path.write_text(path.read_text() + 'And again.\\n')")
    assert good("note", "dvorak2021bridges", "--edit") == "Note: Bridges\n"
    assert paper("dvorak2021bridges")["note"] == "Read *again*.\nAnd again."
    assert list(tmp_path.rglob("dvorak2021bridges.md")) == []


def test_an_editor_that_changes_nothing_makes_no_change(good, editor):
    editor("pass")
    assert good("note", "dvorak2021bridges", "--edit") == "Nothing to do.\n"
    assert good("undo", "--list") == ""


def test_an_editor_that_fails_changes_nothing_and_keeps_the_text(run, paper, editor):
    editor("path.write_text('my thoughts'); sys.exit(3)")
    result = run("note", "dvorak2021bridges", "--edit")
    assert result.status == 1
    kept = re.fullmatch(r"readlist: your text is in (.*); editor '.*' failed \(status 3\)\n", result.err)
    assert Path(kept[1]).read_text() == "my thoughts"
    assert paper("dvorak2021bridges")["note"] == "Read *again*.\n"


def test_an_editor_that_is_not_there_is_told(run, monkeypatch):
    monkeypatch.setenv("VISUAL", "/nowhere/editor")
    result = run("note", "dvorak2021bridges", "--edit")
    assert (result.status, result.err) == (1, "readlist: editor '/nowhere/editor': No such file or directory\n")


def other_process(*args: str):
    return f"subprocess.run([sys.executable, '-m', 'readlist', *{list(args)!r}], check=True, stdout=subprocess.DEVNULL)"


@pytest.mark.parametrize(
    ("meanwhile", "note"),
    [
        (["note", "dvorak2021bridges", "--text", "Theirs."], "got another note"),
        (["remove", "dvorak2021bridges"], "was taken out"),
    ],
)
def test_a_note_that_changed_while_it_was_edited_is_not_overwritten(run, editor, monkeypatch, meanwhile, note):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent.parent))
    editor(other_process(*meanwhile) + "; path.write_text('mine')")
    result = run("note", "dvorak2021bridges", "--edit")
    assert result.status == 1
    kept = re.fullmatch(rf"readlist: your text is in (.*); dvorak2021bridges {note} in the meantime\n", result.err)
    assert Path(kept[1]).read_text() == "mine\n"


def test_a_text_that_cannot_be_stored_is_kept(run, library, editor):
    editor(f"path.write_text('mine'); pathlib.Path({str(library / 'library.json')!r}).write_text('[')")
    result = run("note", "dvorak2021bridges", "--edit")
    assert result.status == 1
    kept = re.fullmatch(r"readlist: your text is in ([^;]*); .*library\.json.*\n", result.err)
    assert Path(kept[1]).read_text() == "mine\n"
