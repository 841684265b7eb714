from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from readlist.exporters import GROUP, ExportError, exporter_for, exporters
from readlist.exporters.base import Exporter, Outcome, Report, What
from readlist.exporters.markdown import Markdown


class Listing:
    """A format from a package of somebody else's."""

    name = "listing"
    suffixes = (".lst",)

    def export(self, papers, to, *, dry_run=False, force=False):
        del force
        to.write_text("".join(f"{paper.key}\n" for paper in papers))
        return Report((Outcome(to, What.WRITTEN),), dry_run=dry_run)


@pytest.fixture
def registered(monkeypatch):
    """Register formats beside ours."""

    def register(**values: str) -> None:
        ours = EntryPoint("markdown", "readlist.exporters.markdown:Markdown", GROUP)
        found = [EntryPoint(name, value, GROUP) for name, value in values.items()]
        monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [*found, ours] if group == GROUP else [])

    monkeypatch.setitem(sys.modules, "somebody_elses_listing", sys.modules[__name__])
    return register


def test_markdown_is_found_through_its_entry_point():
    assert isinstance(exporters()["markdown"], Markdown)


@pytest.mark.parametrize("to", ["notes", "notes/sub", "notes.md", "NOTES.MD", "a.markdown", ".notes"])
def test_markdown_is_for_folders_and_its_suffixes(to):
    exporter: Exporter = exporter_for(Path(to), None)
    assert exporter.name == "markdown"


def test_a_folder_with_a_dot_in_its_name(tmp_path):
    (tmp_path / "notes.v2").mkdir()
    assert exporter_for(tmp_path / "notes.v2").name == "markdown"
    assert exporter_for(tmp_path / "new.v2", "markdown").name == "markdown"


def test_what_is_not_known_is_said_with_what_there_is():
    with pytest.raises(ExportError, match=r"no export format 'word'; there are: .*markdown"):
        exporter_for(Path("x"), "word")
    with pytest.raises(ExportError, match=r"no export format for 'x.docx'; there are: .*markdown \(.md .markdown\)"):
        exporter_for(Path("x.docx"))


def test_a_format_of_another_package(registered, tmp_path, make_paper):
    registered(listing="somebody_elses_listing:Listing")
    assert list(exporters()) == ["listing", "markdown"]
    report = exporter_for(tmp_path / "a.lst").export([make_paper("a"), make_paper("b")], tmp_path / "a.lst")
    assert (tmp_path / "a.lst").read_text() == "a\nb\n"
    assert report.summary == "Wrote a.lst"
    assert exporter_for(tmp_path, "listing").name == "listing"


def test_a_broken_format_of_another_package_is_in_nobodys_way(registered):
    registered(broken="no_such_module_anywhere:Exporter")
    assert list(exporters()) == ["markdown"]
    assert exporter_for(Path("a.md")).name == "markdown"
    with pytest.raises(ExportError, match="the export format 'broken' cannot be loaded: No module named"):
        exporter_for(Path("a.md"), "broken")


def test_no_package_takes_the_place_of_ours(registered):
    registered(markdown="somebody_elses_listing:Listing")
    assert isinstance(exporter_for(Path("a.md")), Markdown)


def test_naming_the_formats_loads_none_of_their_work():
    code = "import sys, readlist.exporters; print([m for m in sys.modules if m.startswith('importlib.metadata')"
    code += " or m.startswith('readlist.exporters.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "['readlist.exporters.base']\n"


def test_a_summary_says_what_was_done():
    def outcomes(what: What, n: int, message: str = "") -> list[Outcome]:
        return [Outcome(Path(f"{what}{i}.md"), what, message, key=f"{what}{i}") for i in range(n)]

    index = Outcome(Path("Reading list.md"), What.UPDATED)
    report = Report(
        (
            *outcomes(What.WRITTEN, 12),
            *outcomes(What.UPDATED, 1),
            *outcomes(What.UNCHANGED, 1035),
            *outcomes(What.KEPT, 2, "edited since the last export"),
            *outcomes(What.FAILED, 1, "No space left on device"),
            index,
        )
    )
    assert report.summary == (
        "Wrote 12 notes, updated 1 and Reading list.md, 1,035 unchanged, "
        "kept 2 (kept0.md: edited since the last export; and 1 more), 1 failed (failed0.md: No space left on device)"
    )
    assert report.counts == {"written": 12, "updated": 2, "unchanged": 1035, "kept": 2, "failed": 1}
    assert Report((index,), dry_run=True).summary == "Would update Reading list.md"
    assert Report(()).summary == "Nothing to export"
