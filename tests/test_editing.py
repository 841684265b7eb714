from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

import pytest

from readlist.editing import EditorError, edit_text, keep_text


@pytest.fixture
def editor(tmp_path, monkeypatch):
    """Makes an editor of some Python code, in which `path` is the file to edit; returns the environment."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    def editor_(code, variable="EDITOR"):
        script = tmp_path / "my editor.py"
        script.write_text(f"import os, pathlib, sys\npath = pathlib.Path(sys.argv[-1])\n{code}\n")
        return {**os.environ, variable: f"{shlex.quote(sys.executable)} {shlex.quote(str(script))} --wait"}

    return editor_


def left(tmp_path):
    return sorted((tmp_path / "temporary").rglob("*.md"))


def test_the_text_comes_back_as_the_editor_left_it(editor, tmp_path):
    environ = editor("path.write_text(path.read_text() + 'two — zwei\\n', encoding='utf-8')")
    assert edit_text("one", name="lin2024.md", environ=environ) == "one\ntwo — zwei"
    assert left(tmp_path) == []


def test_the_file_has_the_papers_name_and_is_for_the_users_eyes_only(editor):
    environ = editor(
        "path.write_text(f'{path.name} {path.stat().st_mode & 0o777:o} {path.parent.stat().st_mode & 0o777:o}')"
    )
    assert edit_text("", name="lin2024.md", environ=environ) == "lin2024.md 600 700"


def test_a_text_that_was_not_changed_is_the_same_to_the_last_newline(editor):
    assert edit_text("one\n\n", name="a.md", environ=editor("pass")) == "one\n\n"


def test_visual_counts_before_editor(editor):
    environ = {**editor("path.write_text('visual')", "VISUAL"), "EDITOR": "false"}
    assert edit_text("", name="a.md", environ=environ) == "visual"


def test_an_editor_that_renames_a_new_file_over_the_old_one_works(editor):
    environ = editor(
        "new = path.with_name('new'); new.write_text('saved'); new.replace(path); path.with_name('a~').touch()"
    )
    assert edit_text("old", name="a.md", environ=environ) == "saved"


def test_an_editor_is_never_run_by_a_shell(tmp_path):
    witness = tmp_path / "witness"
    environ = {**os.environ, "EDITOR": f"true; touch {witness}"}
    with pytest.raises(EditorError):
        edit_text("x", name="a.md", environ=environ)
    assert not witness.exists()


def test_a_name_that_is_a_path_stays_in_its_folder(editor):
    environ = editor("path.write_text(path.name)")
    assert edit_text("", name="../../etc/passwd", environ=environ) == "_.._etc_passwd"


def test_an_editor_that_is_not_there_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(EditorError, match="editor 'no-such-editor': No such file"):
        edit_text("x", name="a.md", environ={**os.environ, "EDITOR": "no-such-editor -w"})
    assert list(tmp_path.rglob("*.md")) == []


def test_an_editor_that_cannot_be_a_command_is_told():
    with pytest.raises(EditorError, match=r"\$EDITOR is no command"):
        edit_text("x", name="a.md", environ={**os.environ, "EDITOR": "vi 'unclosed"})


def test_without_any_editor_the_variables_are_named():
    with pytest.raises(EditorError, match=r"set \$VISUAL or \$EDITOR"):
        edit_text("x", name="a.md", environ={"PATH": "/nowhere"})


def test_what_was_typed_before_the_editor_failed_is_kept(editor, tmp_path):
    with pytest.raises(EditorError) as raised:
        edit_text("x", name="a.md", environ=editor("path.write_text('my thoughts'); sys.exit(3)"))
    (kept,) = left(tmp_path)
    assert kept.read_text() == "my thoughts"
    assert "failed (status 3)" in str(raised.value)
    assert str(kept) in str(raised.value)


def test_nothing_is_left_of_an_editor_that_failed_before_it_wrote(editor, tmp_path):
    with pytest.raises(EditorError, match="failed"):
        edit_text("x", name="a.md", environ=editor("sys.exit(1)"))
    assert left(tmp_path) == []


def test_an_editor_that_removes_its_file_is_told_and_leaves_nothing(editor, tmp_path):
    with pytest.raises(EditorError, match=r"^the editor removed its file; note unchanged$"):
        edit_text("x", name="a.md", environ=editor("path.unlink()"))
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_an_editor_saved_under_another_name_is_kept(editor, tmp_path):
    with pytest.raises(EditorError) as raised:
        edit_text("x", name="a.md", environ=editor("path.rename(path.with_name('b.md'))"))
    (kept,) = left(tmp_path)
    assert kept.name == "b.md"
    assert str(raised.value).endswith(f"what it left is in {kept.parent}")


def test_a_text_that_is_no_utf_8_loses_no_letter(editor):
    assert edit_text("", name="a.md", environ=editor("path.write_bytes(b'caf\\xe9')")) == "café"


def test_a_kept_text_is_whole(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = keep_text("thought", name="lin2024.md")
    assert (path.name, Path(path).read_text(), path.stat().st_mode & 0o777) == ("lin2024.md", "thought\n", 0o600)


def test_ctrl_c_belongs_to_the_editor_while_it_runs(editor):
    environ = editor(
        "import signal\nos.kill(os.getppid(), signal.SIGINT)\n"
        "path.write_text(str(signal.getsignal(signal.SIGINT) is signal.default_int_handler))"
    )
    assert edit_text("", name="a.md", environ=environ) == "True"
