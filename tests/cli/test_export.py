from __future__ import annotations

import pytest

from readlist.exporters import Outcome, Report, What

pytestmark = pytest.mark.usefixtures("library")


def test_a_directory_gets_a_note_a_paper_and_an_index(good, tmp_path):
    to = tmp_path / "notes"
    assert good("export", "--to", to).startswith("Wrote 4 notes")
    assert sorted(path.name for path in to.iterdir()) == [
        "Reading list.md",
        "arxiv2310.16271.md",
        "dvorak2021bridges.md",
        "lin2024mitigating.md",
        "old1999alignment.md",
    ]
    assert "# Mitigating the Alignment Tax of RLHF" in (to / "lin2024mitigating.md").read_text()


def test_a_query_says_which_papers_go_out_those_in_the_archive_too(good, tmp_path):
    good("export", "--to", tmp_path / "notes", "alignment", "wheels")
    assert (tmp_path / "notes" / "old1999alignment.md").exists()
    assert not (tmp_path / "notes" / "lin2024mitigating.md").exists()


def test_a_file_gets_all_papers(good, tmp_path):
    good("export", "--to", tmp_path / "reading.md")
    text = (tmp_path / "reading.md").read_text()
    assert text.index("Alignment Tax") >= 0
    assert "Bridges" in text


def test_a_dry_run_prints_a_diff_and_writes_nothing(good, tmp_path):
    out = good("export", "--to", tmp_path / "notes", "--dry-run")
    assert "+# Mitigating the Alignment Tax of RLHF\n" in out
    assert not (tmp_path / "notes").exists()


def test_an_edited_block_is_kept_and_told_and_no_failure(run, good, tmp_path):
    note = tmp_path / "notes" / "dvorak2021bridges.md"
    good("export", "--to", note.parent)
    edited = note.read_text().replace("Read *again*.", "Read it *thrice*.")
    note.write_text(edited)
    result = run("export", "--to", note.parent)
    assert result.status == 0
    assert result.err.startswith(f"readlist: {note}: ")
    assert len(result.err.splitlines()) == 1
    assert note.read_text() == edited
    good("export", "--to", note.parent, "--force")
    assert "Read *again*." in note.read_text()


def test_a_query_that_nothing_matches_writes_nothing(run, tmp_path):
    result = run("export", "--to", tmp_path / "notes", "phlogiston")
    assert (result.status, result.err) == (1, "readlist: no paper matches 'phlogiston'\n")
    assert not (tmp_path / "notes").exists()


@pytest.mark.parametrize(
    ("args", "status"),
    [(["--format", "papyrus", "--to", "x"], 2), (["--to", "x.papyrus"], 1), (["--to", "-"], 1)],
)
def test_a_target_that_no_format_is_for_is_told_in_one_line(run, tmp_path, monkeypatch, args, status):
    monkeypatch.chdir(tmp_path)
    result = run("export", *args)
    assert (result.status, len(result.err.splitlines())) == (status, 1)
    assert not (tmp_path / "x").exists()


def test_without_a_target_the_usage_is_wrong(run):
    assert run("export").status == 2


def test_a_file_that_failed_is_told_and_the_status_says_so(run, tmp_path, monkeypatch):
    class Failing:
        name, suffixes = "failing", (".x",)

        def export(self, _papers, to, **_options: bool):
            return Report((Outcome(to / "a.md", What.WRITTEN), Outcome(to / "b.md", What.FAILED, "No space left")))

    monkeypatch.setattr("readlist.exporters.exporter_for", lambda *_: Failing())
    result = run("export", "--to", tmp_path)
    assert (result.status, result.err) == (1, f"readlist: {tmp_path / 'b.md'}: No space left\n")
