import os
from pathlib import Path

import pytest

from readlist.exporters import ExportError, exporter_for
from readlist.exporters.base import What

NAMES = ["refs.bib", "refs.csl.json", "refs.ris", "refs.json", "refs.csv"]
FOREIGN = {
    "refs.bib": "@book{knuth, title={TeX}}\n",
    "refs.csl.json": '[{"id": "knuth", "type": "book", "title": "TeX"}]\n',
    "refs.ris": "TY  - BOOK\nTI  - TeX\nER  - \n",
    "refs.json": '[{"key": "knuth", "title": "TeX"}]\n',
    "refs.csv": "key,title\nknuth,TeX\n",
}


@pytest.fixture(params=NAMES)
def to(request, tmp_path):
    return tmp_path / "deep" / "down" / request.param


def export(papers, to, **options):
    (outcome,) = exporter_for(to).export(papers, to, **options).outcomes
    assert outcome.path == to
    return outcome


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("refs.bib", "bibtex"),
        ("REFS.BIB", "bibtex"),
        ("refs.csl.json", "csl-json"),
        ("refs.json", "json"),
        ("my.refs.json", "json"),
        ("refs.ris", "ris"),
        ("refs.csv", "csv"),
        ("refs.md", "markdown"),
    ],
)
def test_the_suffix_says_the_format(name, form):
    assert exporter_for(Path(name)).name == form


def test_a_file_in_the_place_of_a_folder_above_it_is_told_before_and_when_it_is_written(to, tmp_path, make_paper):
    (tmp_path / "deep").write_text("mine")
    for dry_run in (True, False):
        with pytest.raises(ExportError, match=r"cannot write to .*: deep is not a folder$"):
            export([make_paper()], to, dry_run=dry_run)
    assert (tmp_path / "deep").read_text() == "mine"


def test_json_for_citation_processors_by_the_name_of_the_format(tmp_path, make_paper):
    to = tmp_path / "refs.json"
    exporter_for(to, "csl-json").export([make_paper()], to)
    assert '"container-title"' in to.read_text()


def test_a_new_file_with_the_folders_above_it_and_then_nothing_is_touched(to, make_paper):
    assert export([make_paper()], to).what is What.WRITTEN
    before = to.stat()
    assert export([make_paper()], to).what is What.UNCHANGED
    after = to.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert [path.name for path in to.parent.iterdir()] == [to.name]


def test_an_export_of_ours_is_brought_up_to_date(to, make_paper):
    export([make_paper("one1999"), make_paper("two1999")], to)
    assert export([make_paper("two1999")], to).what is What.UPDATED
    assert "one1999" not in to.read_text(encoding="utf-8")


def test_the_bibliography_that_somebody_has_kept_for_years_is_never_replaced(to, make_paper):
    to.parent.mkdir(parents=True)
    to.write_text(FOREIGN[to.name])
    for force in (False, True):
        outcome = export([make_paper()], to, force=force)
        assert outcome.what is What.KEPT
        assert "choose another name" in outcome.message
    assert to.read_text() == FOREIGN[to.name]


def test_an_empty_file_is_nobodys(to, make_paper):
    to.parent.mkdir(parents=True)
    to.write_text("\n")
    assert export([make_paper()], to).what is What.UPDATED


def test_a_bibliography_that_was_edited_is_kept_unless_forced(tmp_path, make_paper):
    to = tmp_path / "refs.bib"
    export([make_paper()], to)
    edited = to.read_text() + "\n@misc{own, title = {My own}}\n"
    to.write_text(edited)
    outcome = export([make_paper()], to)
    assert (outcome.what, outcome.message) == (What.KEPT, "edited since the last export")
    assert to.read_text() == edited
    assert export([make_paper()], to, force=True).what is What.UPDATED
    assert "My own" not in to.read_text()


def test_other_line_ends_are_no_edit(tmp_path, make_paper):
    to = tmp_path / "refs.bib"
    export([make_paper()], to)
    to.write_bytes(to.read_bytes().replace(b"\n", b"\r\n"))
    assert export([make_paper("x")], to).what is What.UPDATED


def test_a_dry_run_shows_the_difference_and_makes_nothing(to, make_paper):
    outcome = export([make_paper()], to, dry_run=True)
    assert outcome.what is What.WRITTEN
    assert "+++ " in outcome.diff
    assert "lin2024mitigating" in outcome.diff
    assert not to.parent.exists()


def test_a_folder_is_no_file(tmp_path, make_paper):
    folder = tmp_path / "refs.v1"
    folder.mkdir()
    with pytest.raises(ExportError, match=r"refs.v1: it is a folder; name a file in it"):
        exporter_for(folder, "bibtex").export([make_paper()], folder)


def test_a_file_in_the_place_of_a_folder(tmp_path, make_paper):
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot write to"):
        exporter_for(Path("x.bib")).export([make_paper()], tmp_path / "file" / "x.bib")


def test_what_a_link_leads_to_is_meant(tmp_path, make_paper):
    real, to = tmp_path / "real.bib", tmp_path / "refs.bib"
    to.symlink_to(real)
    exporter_for(to).export([make_paper()], to)
    assert to.is_symlink()
    assert "lin2024mitigating" in real.read_text()


def test_a_pipe_is_not_waited_for(to, make_paper):
    to.parent.mkdir(parents=True)
    os.mkfifo(to)
    assert export([make_paper()], to).what is What.FAILED


def test_a_file_that_may_not_be_written_stays(to, make_paper):
    export([make_paper()], to)
    old = to.read_bytes()
    to.chmod(0o444)
    outcome = export([make_paper("x")], to)
    assert (outcome.what, outcome.message) == (What.FAILED, "it is read-only")
    assert to.read_bytes() == old


def test_what_could_drive_a_terminal_does_not_go_out(to, make_paper):
    evil = "a\x1b]0;b\x07c\u202ed\x9be"
    paper = make_paper(title=evil, authors=(evil,), venue=evil, abstract=evil, note=evil, comment=evil, tags=(evil,))
    export([paper], to)
    written = to.read_text(encoding="utf-8")
    assert "\N{REPLACEMENT CHARACTER}]0;b" in written
    assert not {*written} & {*"\x1b\x07\u202e\x9b"}
    assert "\\u001b" not in written
