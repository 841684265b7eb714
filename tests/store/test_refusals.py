"""Folders that may not be written, and file systems without locks."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from readlist.model.actions import SetNote, SetStarred
from readlist.store.errors import StoreError

ROOT = Path(__file__).parent.parent.parent

NO_LOCKS = "{}: the file system has no locks ({}): let only one program write here at a time"

AS_NOBODY = """
import os, sys
from readlist.cli import main

elsewhere, directory, commands = sys.argv[1], sys.argv[2], [line.split() for line in sys.argv[3].split(";")]
# What is imported only where it is needed may not be readable any more once we are nobody.
for command in [*commands, ["star", "ash"], ["star", "nobody"]]:
    main(["--library", elsewhere, *command])
sys.stdout.flush()
os.chdir(directory)
if os.geteuid() == 0:
    os.setegid(65534)
    os.seteuid(65534)
for command in commands:
    print("--", flush=True)
    print("--", file=sys.stderr, flush=True)
    print("status", main(["--library", ".", *command]), flush=True)
"""


@pytest.fixture
def as_nobody(tmp_path):
    """Runs commands on the library of a repository in a process whose user may read its folder, and not write it.

    Returns standard output with a line "status N" at its end, and standard error, of each command.
    """

    def run(repository, *commands):
        directory = repository.directory
        shutil.copytree(directory, tmp_path / "elsewhere")
        for path in directory.iterdir():
            path.chmod(0o444)
        directory.chmod(0o555)
        try:
            done = subprocess.run(
                [sys.executable, "-c", AS_NOBODY, str(tmp_path / "elsewhere"), str(directory), ";".join(commands)],
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                text=True,
                check=True,
            )
        finally:
            directory.chmod(0o755)
            for path in directory.iterdir():
                path.chmod(0o644)
        texts = (text.split("--\n")[1:] for text in (done.stdout, done.stderr))
        return list(zip(*texts, strict=True))

    return run


def test_a_folder_that_may_not_be_written_can_be_read_and_a_change_says_so_in_one_line(
    small, as_nobody, files, contents, opened
):
    small.do(SetNote("ash", "one"))
    before, on_disk = contents(small), files(small)
    commands = ("list", "show ash", "undo --list", "star ash", "note ash --text x", "undo")
    listed, shown, told, *refused = as_nobody(small, *commands)
    assert listed[0].endswith("status 0\n")
    assert "dogwood" in listed[0]
    assert "one" in shown[0]
    assert "Note: On ash" in told[0]
    assert listed[1] == shown[1] == told[1] == ""
    for out, err in refused:
        assert out == "status 1\n"
        assert err == "readlist: library.json.journal: not saved: Permission denied\n"
    assert files(small) == on_disk
    assert contents(opened(small)) == before


def test_a_torn_end_in_a_folder_that_may_not_be_written_stays_and_is_not_read(small, as_nobody, files, opened):
    small.do(SetNote("ash", "one"))
    journal = small.directory / "library.json.journal"
    journal.write_bytes(journal.read_bytes()[:-9])
    on_disk = files(small)
    (listed, shown, refused) = as_nobody(small, "list", "show ash", "star ash")
    assert "dogwood" in listed[0]
    assert "one" not in shown[0]
    assert refused[0] == "status 1\n"
    assert refused[1].count("\n") == 1
    assert "Permission denied" in refused[1]
    assert files(small) == on_disk
    repository = opened(small)
    assert len(repository.notices) == 1
    repository.do(SetStarred(["ash"]))
    assert opened(small).library["ash"].starred


def test_a_damaged_library_in_a_folder_that_may_not_be_written_is_told_and_left_alone(small, as_nobody, files, opened):
    path = small.directory / "library.json"
    path.write_bytes(path.read_bytes().replace(b"What is known of birch", b"what is known of birch", 1))
    on_disk = files(small)
    for out, err in as_nobody(small, "list", "star ash"):
        assert out == "status 1\n"
        assert err.count("\n") == 1
        assert err.startswith("readlist: library.json")
        assert "damaged" in err
    assert files(small) == on_disk
    assert len(opened(small).library) == 3


@pytest.fixture
def read_only(monkeypatch):
    """Makes a folder one of a file system that is mounted for reading only."""

    def mount(directory):
        writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT
        open_, path_open = os.open, Path.open

        def refuse(path):
            if directory in Path(path).parents:
                raise OSError(errno.EROFS, "Read-only file system", str(path))

        def descriptor(path, flags, *args, **options):
            if flags & writing:
                refuse(path)
            return open_(path, flags, *args, **options)

        def file(path, mode="r", *args, **options):
            if set(mode) & set("wax+"):
                refuse(path)
            return path_open(path, mode, *args, **options)

        monkeypatch.setattr(os, "open", descriptor)
        monkeypatch.setattr(Path, "open", file)

    return mount


def test_a_file_system_that_is_read_only_is_told_in_one_line(small, read_only, contents, files, opened):
    small.do(SetNote("ash", "one"))
    before, on_disk = contents(small), files(small)
    read_only(small.directory)
    repository = opened(small)
    assert contents(repository) == before
    assert repository.notices == []
    for change in (lambda: repository.do(SetStarred(["ash"])), repository.undo, repository.compact):
        with pytest.raises(StoreError, match=r"library\.json(\.journal)?: not saved: Read-only file system$"):
            change()
        assert contents(repository) == before
    assert files(small) == on_disk


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP], ids=errno.errorcode.get)
def test_where_there_are_no_locks_it_is_said_once_and_changes_are_made(small, opened, monkeypatch, code):
    asked = []

    def none(_descriptor, _operation):
        asked.append(code)
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", none)
    repository = opened(small)
    assert repository.notices == []
    repository.do(SetStarred(["ash"]))
    (told,) = repository.notices
    assert told == NO_LOCKS.format(small.directory, os.strerror(code))
    repository.do(SetNote("ash", "one"))
    repository.undo()
    repository.compact()
    assert repository.notices == [told]
    assert asked
    assert opened(small).library["ash"].starred


def test_the_command_line_says_that_there_are_no_locks_and_goes_on(small, command, monkeypatch):
    def none(_descriptor, _operation):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    status, _, err = command(small, "star", "ash")
    assert status == 0
    assert err == f"readlist: {NO_LOCKS}\n".format(small.directory, "No locks available")
    assert command(small, "list", "is:starred")[0] == 0
    assert small.refresh()
    assert small.library["ash"].starred


def test_without_locks_a_change_that_comes_between_is_noticed_and_nothing_is_written_over_it(
    small, opened, monkeypatch, contents
):
    def none(_descriptor, _operation):
        raise OSError(errno.ENOLCK, "No locks available")

    class Between:
        """An action during which another program makes a change."""

        def change(self, library, now):
            other.do(SetNote("birch", "other"))
            return SetNote("ash", "ours").change(library, now)

    monkeypatch.setattr(fcntl, "flock", none)
    other, repository = opened(small), opened(small)
    with pytest.raises(StoreError, match="not saved: another program has changed the file meanwhile"):
        repository.do(Between())
    assert repository.library["ash"].note == ""
    repository.do(SetNote("ash", "ours"))
    assert repository.library["birch"].note == "other"
    assert contents(opened(small)) == contents(repository)
