"""An exporter of somebody else's package, installed beside ours and used by the command line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

MODULE = '''
"""Writes shelf marks: a title a line."""

from readlist.exporters.base import ExportError, Outcome, Report, What


class ShelfMarks:
    name = "shelf-marks"
    suffixes = (".marks",)

    def export(self, papers, to, *, dry_run=False, force=False):
        if to.name == "closed.marks":
            raise ExportError("the shelf is closed")
        if to.name == "stumble.marks":
            raise KeyError("no shelf")
        text = "".join(f"{paper.key}: {paper.display_title}\\\\n" for paper in papers)
        if dry_run:
            return Report((Outcome(to, What.WRITTEN, diff=text),), dry_run=True)
        to.write_text(text)
        return Report((Outcome(to, What.WRITTEN),))
'''
PAPERS = "TY  - JOUR\nID  - moreno2021\nTI  - On Shadows\nER  - \nTY  - JOUR\nID  - li2020\nTI  - On Light\nER  - \n"


@pytest.fixture
def package(tmp_path):
    """A package in a folder of its own, with what an installer leaves beside its module; returns the folder."""
    site = tmp_path / "site"
    info = site / "shelf_marks_out-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "shelf_marks_out.py").write_text(MODULE.replace("\\\\", "\\"))
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shelf-marks-out\nVersion: 1.0\n")
    (info / "RECORD").write_text("shelf_marks_out.py,,\n")
    (info / "entry_points.txt").write_text(
        "[readlist.exporters]\nshelf-marks = shelf_marks_out:ShelfMarks\nlost = shelf_marks_out:NoSuchThing\n"
        "bibtex = shelf_marks_out:ShelfMarks\n"
    )
    return site


@pytest.fixture
def readlist(tmp_path, package):
    """Runs the command line on a library of two papers, with the package installed."""
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(package)])}

    def run(*args: object, stdin=""):
        done = subprocess.run(
            [sys.executable, "-m", "readlist", "--library", tmp_path / "library", *map(str, args)],
            env=environ,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    assert run("init", "--empty")[0] == 0
    assert run("import", "-", stdin=PAPERS)[0] == 0
    return run


def test_it_is_found_by_its_suffix_and_by_its_name(readlist, tmp_path):
    for to, options in ((tmp_path / "a.marks", ()), (tmp_path / "b.txt", ("--format", "shelf-marks"))):
        assert readlist("export", "--to", to, *options) == (0, [f"Wrote {to.name}"], [])
        assert to.read_text() == "moreno2021: On Shadows\nli2020: On Light\n"


def test_it_is_given_the_papers_that_a_query_finds_and_the_wish_for_a_dry_run(readlist, tmp_path):
    to = tmp_path / "a.marks"
    status, out, _ = readlist("export", "--dry-run", "--to", to, "light")
    assert (status, out) == (0, ["li2020: On Light", "Would write a.marks"])
    assert not to.exists()


def test_its_errors_are_one_line(readlist, tmp_path):
    assert readlist("export", "--to", tmp_path / "closed.marks") == (1, [], ["readlist: the shelf is closed"])
    status, _, complaints = readlist("export", "--to", tmp_path / "stumble.marks")
    assert (status, len(complaints)) == (1, 1)


def test_one_that_cannot_be_loaded_is_told_where_it_is_asked_for_and_the_others_work(readlist, tmp_path):
    status, _, (complaint,) = readlist("export", "--format", "lost", "--to", tmp_path / "x")
    assert status == 1
    assert "the export format 'lost' cannot be loaded" in complaint
    assert readlist("export", "--to", tmp_path / "a.bib")[0] == 0
    assert (tmp_path / "a.bib").read_text().startswith("% readlist")


def test_it_is_among_the_formats_that_there_are(readlist, tmp_path):
    _, _, (complaint,) = readlist("export", "--to", tmp_path / "a.docx")
    assert "shelf-marks (.marks)" in complaint
