"""An importer of somebody else's package, installed beside ours and used by the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

MODULE = '''
"""Reads lists that begin with "Shelf mark:", a paper a line: title / author / year."""

from readlist.importers.base import Found, ImportFailedError, Problem, Reading
from readlist.model.record import Record


class ShelfMarks:
    name = "shelf-marks"

    def sniff(self, document):
        return 1.0 if document.text.startswith("Shelf mark:") else 0.0

    def read(self, document):
        found, problems = [], []
        for number, line in enumerate(document.lines[1:], start=2):
            if line == "fail":
                raise ImportFailedError(document.name, "the shelf is closed")
            if line == "stumble":
                raise KeyError("no\\x1b[31m shelf\\nat all")
            if not line:
                continue
            try:
                title, author, year = line.split(" / ")
                record = Record(title=title, authors=(author,), year=int(year))
            except ValueError:
                problems.append(Problem.at(number, "not title / author / year", line))
                continue
            key = f"mark{number}"
            found.append(Found(record, len(found) + 1, number, key=key, tags=("shelf",), state={"starred": True}))
        return Reading(self.name, tuple(found), tuple(problems))
'''
LIST = "Shelf mark:\nOn Shadows / Ana Moreno / 2021\nno paper\nOn Light / Bo Li / 2020\n"


@pytest.fixture
def package(tmp_path):
    """A package in a folder of its own, with what an installer leaves beside its module; returns the folder."""
    site = tmp_path / "site"
    info = site / "shelf_marks-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "shelf_marks.py").write_text(MODULE)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shelf-marks\nVersion: 1.0\nRequires-Dist: readlist\n")
    (info / "WHEEL").write_text("Wheel-Version: 1.0\nGenerator: by hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
    (info / "RECORD").write_text("shelf_marks.py,,\n")
    (info / "INSTALLER").write_text("by hand\n")
    (info / "entry_points.txt").write_text(
        "[readlist.importers]\nshelf-marks = shelf_marks:ShelfMarks\nlost = shelf_marks:NoSuchThing\n"
    )
    return site


@pytest.fixture
def readlist(tmp_path, package):
    """Runs the command line on an empty library, with the package installed; returns status, lines and complaints."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(package)])}

    def run(*args: object):
        done = subprocess.run(
            [sys.executable, "-m", "readlist", "--library", tmp_path / "library", *map(str, args)],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    assert run("init", "--empty")[0] == 0
    return run


@pytest.fixture
def document(tmp_path):
    """Writes a document and returns its path."""

    def write(text=LIST):
        path = tmp_path / "marks.txt"
        path.write_text(text)
        return path

    return write


def test_its_documents_are_recognised_and_what_it_does_not_understand_is_told(readlist, document):
    assert readlist("import", document()) == (
        0,
        [
            "marks.txt: shelf-marks, 2 papers: 2 added, 0 merged, 0 unchanged",
            '  line 3: not title / author / year: "no paper"',
            "Imported: 2 added, 0 merged, 0 unchanged, 1 place not understood",
        ],
        [],
    )
    _, out, _ = readlist("list", "--json")
    papers = json.loads("\n".join(out))
    assert [(paper["title"], paper["authors"], paper["year"], paper["tags"]) for paper in papers] == [
        ("On Shadows", ["Ana Moreno"], 2021, ["shelf"]),
        ("On Light", ["Bo Li"], 2020, ["shelf"]),
    ]
    assert papers[0]["sources"][0]["format"] == "shelf-marks"


def test_a_dry_run_tells_its_papers_as_they_then_come_in_with_their_keys_tags_and_state(readlist, document):
    path = document()
    _, out, _ = readlist("import", "--dry-run", "--json", path)
    (source,) = json.loads("\n".join(out))["sources"]
    assert readlist("list", "--json")[1] == ["[]"]
    readlist("import", path)
    papers = json.loads("\n".join(readlist("list", "--json")[1]))
    assert [(paper["key"], paper["tags"], paper["starred"]) for paper in papers] == [
        ("mark2", ["shelf"], True),
        ("mark4", ["shelf"], True),
    ]
    moments = dict.fromkeys(("added", "sources"))
    assert [paper | moments for paper in source["records"]] == [paper | moments for paper in papers]


def test_it_can_be_asked_for_by_name(readlist, document):
    path = document(LIST.replace("Shelf mark", "Something else"))
    assert readlist("import", path)[0] == 1
    status, out, err = readlist("import", "--from", "shelf-marks", path)
    assert (status, err) == (0, [])
    assert out[0].startswith("marks.txt: shelf-marks, 2 papers: 2 added")


def test_it_is_among_the_formats_that_there_are(readlist, document):
    status, _, err = readlist("import", "--from", "shelf", document())
    assert status == 2
    assert "shelf-marks" in err[0]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fail", "readlist: marks.txt: the shelf is closed"),
        ("stumble", "readlist: marks.txt: the importer shelf-marks failed (KeyError: 'no\\x1b[31m shelf\\nat all')"),
    ],
)
def test_its_error_is_one_line(readlist, document, line, said):
    status, out, err = readlist("import", document(f"{LIST}{line}\n"))
    assert (status, err) == (1, [said])
    assert out == ["Imported: 0 added, 0 merged, 0 unchanged, 1 source failed"]


def test_one_that_cannot_be_loaded_is_told_where_it_is_asked_for_and_the_others_work(readlist, document):
    status, _, err = readlist("import", "--from", "lost", document())
    assert status == 1
    assert len(err) == 1
    assert err[0].startswith("readlist: marks.txt: the importer lost: shelf_marks:NoSuchThing cannot be loaded")
