"""Runs the command line in this process, and in a terminal of its own."""

from __future__ import annotations

import errno
import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path

import pytest

from readlist.cli import main
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper, Status
from readlist.model.record import Source
from readlist.store.repository import Repository

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def rows(self):
        return [line.split("\t") for line in self.out.splitlines()]


ADDED = "2026-11-20T09:30:00Z"

LIN = Paper(
    key="lin2024mitigating",
    number=1,
    title="Mitigating the Alignment Tax of RLHF",
    authors=("Yong Lin", "Hangyu Lin"),
    year=2024,
    venue="Proceedings of EMNLP",
    abstract="LLMs acquire abilities.\nAligning costs some $69\\%$ of them.",
    url="https://aclanthology.org/2024.emnlp-main.35",
    links=("https://github.com/avalonstrel/tax",),
    sources=(Source("000.txt", 1, "acl-anthology", ADDED),),
    added=ADDED,
)
CYCLE = Paper(
    key="arxiv2310.16271",
    number=2,
    year=2023,
    abstract="We propose CycleAlign, a framework for alignment by distillation.",
    arxiv="2310.16271",
    comment="13 pages",
    sources=(Source("004.txt", 1, "arxiv-listing", ADDED),),
    starred=True,
    tags=("rlhf", "ml/distil"),
    added=ADDED,
)
DVORAK = Paper(
    key="dvorak2021bridges",
    number=3,
    title="Bridges",
    authors=("Jan Dvořák",),
    year=2021,
    doi="10.1000/182",
    abstract="On bridges.",
    note="Read *again*.\n",
    status=Status.READ,
    status_before=Status.QUEUED,
    tags=("rlhf",),
    added=ADDED,
    triaged=ADDED,
    read_on=ADDED,
)
OLD = Paper(
    key="old1999alignment",
    number=4,
    title="Alignment of Wheels",
    authors=("Ann Old",),
    year=1999,
    status=Status.ARCHIVED,
    added=ADDED,
    triaged=ADDED,
)
PAPERS = (LIN, CYCLE, DVORAK, OLD)


class _Contents:
    def __init__(self, papers: tuple[Paper, ...]) -> None:
        self.papers = papers

    def change(self, _library, now):
        return Change("import", "Imported", now, tuple(Edit.adding(paper) for paper in self.papers))


@pytest.fixture
def shelve(tmp_path, monkeypatch, clock):
    """Makes the library that the commands of the test work on, out of some papers; returns its folder."""

    def shelve_(*papers: Paper):
        directory = tmp_path / f"shelf {len(list(tmp_path.glob('shelf*')))}"
        Repository.create(directory, contents=_Contents(papers), clock=clock)
        monkeypatch.setenv("READLIST_LIBRARY", str(directory))
        return directory

    return shelve_


@pytest.fixture
def library(shelve):
    """A library of four papers (see PAPERS): one in the inbox, one starred and untitled, one read, one archived."""
    return shelve(*PAPERS)


@pytest.fixture
def run(capsys, monkeypatch, clock):
    """Runs the command line with some arguments, and returns status, standard output and standard error."""

    def run_(*args: object, stdin=""):
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        status = main([str(arg) for arg in args], clock=clock)
        captured = capsys.readouterr()
        return Result(status, captured.out, captured.err)

    return run_


@pytest.fixture
def good(run):
    """Runs the command line and returns standard output; fails unless all is well and nothing was complained of."""

    def good_(*args: object, stdin=""):
        result = run(*args, stdin=stdin)
        assert (result.status, result.err) == (0, "")
        return result.out

    return good_


@pytest.fixture
def paper(good):
    """Returns the JSON of one paper, read through the command line."""
    return lambda key: json.loads(good("show", key, "--json"))


@pytest.fixture
def program():
    """Runs the program in a process of its own; returns the finished process, with bytes."""

    def program_(*args: str | bytes, stdin=b"", stdout=subprocess.PIPE, **environ: str):
        return subprocess.run(
            [sys.executable, "-m", "readlist", *args],
            input=stdin,
            stdout=stdout,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            check=False,
        )

    return program_


@pytest.fixture
def terminal():
    """Runs the program in a terminal of some size; returns all bytes that it wrote there."""

    def terminal_(*args: str, columns=80, **environ: str):
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        with subprocess.Popen(
            [sys.executable, "-m", "readlist", *args],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        ):
            os.close(theirs)
            written = b""
            while chunk := _read(ours):
                written += chunk
        os.close(ours)
        return written

    return terminal_


def _read(descriptor):
    try:
        return os.read(descriptor, 65536)
    except OSError as error:
        # How Linux says that nobody has the other end open any more.
        if error.errno == errno.EIO:
            return b""
        raise
