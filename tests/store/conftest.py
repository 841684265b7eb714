"""A small library, and what can go wrong around it."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import pytest

from readlist.cli import main
from readlist.model.actions import SetNote, SetTags
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper
from readlist.store import disk
from readlist.store.repository import Repository


class Putting:
    """Puts papers in, by their keys."""

    def __init__(self, *keys):
        self.keys = keys

    def change(self, library, now):
        papers = [
            Paper(key=key, number=number, title=f"On {key}", abstract=f"What is known of {key}. " * 8, added=now)
            for number, key in enumerate(self.keys, start=library.next_number)
        ]
        return Change("import", "Imported", now, tuple(Edit.adding(paper) for paper in papers))


@pytest.fixture
def small(tmp_path, clock):
    """A repository with four papers: ash, birch, cedar and dogwood."""
    contents = Putting("ash", "birch", "cedar", "dogwood")
    return Repository.create(tmp_path / "library", contents=contents, clock=clock)


@pytest.fixture
def lived_in(small):
    """The library after two changes, a compaction and one more change."""
    small.do(SetNote("ash", "one"))
    small.do(SetTags(["birch"], add=["tree"]))
    small.compact()
    small.do(SetNote("cedar", "three"))
    return small


@pytest.fixture
def opened(clock):
    """Opens the library of a repository as another program would."""
    return lambda repository: Repository(repository.directory, clock=clock)


@pytest.fixture
def contents():
    """Returns all papers of a repository by their keys, read whole."""
    return lambda repository: {paper.key: paper.to_fields() for paper in repository.library}


@pytest.fixture
def files():
    """Returns the content of all files of a library's folder by their names, but for the lock."""
    return lambda repository: {
        str(path.relative_to(repository.directory)): path.read_bytes()
        for path in repository.directory.rglob("*")
        if path.is_file() and path.name != "library.json.lock"
    }


@pytest.fixture
def blank():
    """The fields of a paper of which nothing is known, but for what names it, as they are in its document."""
    return {
        "title": None,
        "authors": [],
        "year": None,
        "venue": None,
        "abstract": "",
        "arxiv": None,
        "doi": None,
        "url": None,
        "links": [],
        "comment": None,
        "sources": [],
        "status": "inbox",
        "status_before": None,
        "starred": False,
        "tags": [],
        "note": "",
        "defer_until": None,
        "added": "",
        "triaged": None,
        "read_on": None,
        "apart": [],
    }


@pytest.fixture
def failing():
    """Makes what raises an error, whatever it is called with."""

    def made(error):
        def fail(*_args, **_options):
            raise error

        return fail

    return made


@pytest.fixture
def no_wait(monkeypatch):
    """Does not wait for the disk, for tests that open a library some thousand times."""
    monkeypatch.setattr(disk, "sync", lambda _descriptor: None)
    monkeypatch.setattr(disk, "sync_directory", lambda _directory: None)


@pytest.fixture
def full_disk():
    """With it around them, no file can become larger than so many bytes: what a full disk does to those who write."""

    @contextmanager
    def limited(size):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited


@pytest.fixture
def command(clock, capsys):
    """Runs a command on the library of a repository; returns status, standard output and standard error."""

    def run(repository, *arguments):
        capsys.readouterr()
        status = main(["--library", str(repository.directory), *arguments], clock=clock)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
