from __future__ import annotations

import os
import stat

import pytest

from readlist.exporters import files
from readlist.exporters.files import FileError


def test_bytes_that_are_no_text_come_back(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfa\r\n\xff\xfe\r\x00b")
    text, seen = files.read(path)
    files.write(path, text + "c", seen)
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\n\xff\xfe\r\x00bc"


def test_the_mode_of_a_file_is_kept(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("a")
    path.chmod(0o640)
    files.write(path, "b", files.read(path)[1])
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_rights_of_the_umask(tmp_path):
    before = os.umask(0o027)
    try:
        files.write(tmp_path / "a.md", "a", None)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o640


def test_what_another_program_saved_meanwhile_is_kept(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    _, seen = files.read(path)
    path.write_text("theirs")
    with pytest.raises(FileError, match="another program changed it"):
        files.write(path, "ours", seen)
    with pytest.raises(FileError, match="another program changed it"):
        files.write(path, "ours", None)
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_read_only_file_is_kept(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(FileError, match="read-only"):
        files.write(path, "new", files.read(path)[1])
    assert path.read_text() == "old"


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "a.md"
    path.write_text("old")
    _, seen = files.read(path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileError, match=r"^No space left on device$"):
        files.write(path, "new", seen)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_pipe_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(FileError, match="not an ordinary file"):
        files.read(tmp_path / "a.md")


def test_the_head_holds_a_long_front_matter_and_no_long_text(tmp_path):
    path = tmp_path / "a.md"
    front = "---\nauthors: [" + "x, " * 20000 + "]\n---\n"
    path.write_text(front + "body")
    assert files.read_head(path).startswith(front)
    path.write_text("no front matter\n" * 100000)
    assert len(files.read_head(path)) < 10000


def test_a_diff_is_safe_to_print(tmp_path):
    text = files.diff(tmp_path / "a\x1b.md", "same\nold \x1b[2J", "same\nnew\u202e\n")
    assert text == ("--- a�.md\n+++ a�.md\n@@ -1,2 +1,2 @@\n same\n-old �[2J\n\\ No newline at end of file\n+new�\n")
    assert files.diff(tmp_path / "b.md", None, "x\n") == "--- /dev/null\n+++ b.md\n@@ -0,0 +1 @@\n+x\n"


def test_a_file_that_is_not_there_is_no_pipe(tmp_path):
    with pytest.raises(files.FileError, match="No such file"):
        files.read(tmp_path / "a.md")
