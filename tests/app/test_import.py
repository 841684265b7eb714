"""The import's dialog: where from, what would come in, one change."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

import pytest
from textual import events

from readlist.app import app as app_module
from readlist.app.desk import Desk
from readlist.app.screens import import_job, import_screen
from readlist.app.screens import main as main_module
from readlist.app.screens.import_draft import Draft, judged
from readlist.app.widgets import note_editor
from readlist.importers import Reading, base
from readlist.importers.base import Found, Problem
from readlist.importers.gathering import Failure
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.library import Library
from readlist.model.record import Record
from readlist.store import disk
from readlist.store.repository import Repository

SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))
LISTING = SEEDS[1]
SIZES = [(60, 20), (80, 24), (120, 40)]


@pytest.fixture
def listing(tmp_path):
    """A document of ten papers: eight that the seeded library has, two that it has not, and a line of neither."""
    path = tmp_path / "in" / "listing.txt"
    path.parent.mkdir()
    text = LISTING.read_text(encoding="utf-8")
    for known, new in (("Mastering Text", "Mastering [red]Xylophones"), ("INTERVENOR: Prompt", "INTERLUDE: Prompt")):
        assert text.count(known) == 1
        text = text.replace(known, new)
    path.write_text(f"A line that stands alone\n\n{text}", encoding="utf-8")
    return path


async def paste(app, text):
    """Paste a text into whatever has the keys, as a terminal does with what it calls a bracketed paste."""
    app.app.post_message(events.Paste(text))
    await app.pilot.pause()


async def enter(app, key="enter"):
    """Press the key that has something read, and wait for what comes of it."""
    await app.pilot.press(key)
    # From the input to the form and the screen, and only then to work.
    for _ in range(6):
        await app.pilot.pause()
    await app.press()


class Dialog:
    """The import's dialog as its user sees it."""

    def __init__(self, driver):
        self.driver = driver

    @property
    def screen(self):
        return self.driver.app.screen

    @property
    def is_open(self):
        return self.screen.id == "importing"

    @property
    def error(self):
        line = self.screen.query_one("#status")
        return line.text if line.is_error else ""

    @property
    def line(self):
        return self.screen.query_one("#status").text

    @property
    def rows(self):
        """The rows of the list without what fills them; none where the list is not shown."""
        rows = self.screen.query_one("#import-list")
        return self.driver.pane_text(rows).rstrip().split("\n") if self.shows("preview") else []

    @property
    def counts(self):
        return self.screen.query_one("#import-counts").text

    @property
    def detail(self):
        return self.driver.pane_text(self.screen.query_one("#import-detail")).strip()

    @property
    def path(self):
        return self.screen.query_one("#import-path").value

    @property
    def candidates(self):
        return str(self.screen.query_one("#import-candidates").visual).split()

    @property
    def text(self):
        return self.screen.query_one("#import-text").text

    @property
    def title(self):
        return str(self.screen.query_one("#import").border_title)

    def shows(self, part):
        return self.screen.query_one(f"#import-{part}").display


@pytest.fixture
def opened(start, listing):
    """The dialog over the app, with the listing's papers: `async with opened() as (app, dialog)`."""
    from contextlib import asynccontextmanager  # noqa: PLC0415 -- only needed here

    @asynccontextmanager
    async def run(path=listing, **options):
        async with start(**options) as app:
            await app.press("I")
            await paste(app, str(path))
            await enter(app)
            yield app, Dialog(app)

    return run


# What would come in


async def test_it_shows_what_is_new_what_is_known_and_what_was_not_understood(opened):
    async with opened() as (app, dialog):
        assert dialog.counts == "+ 2 new   ~ 8 merged   ! 1 problem"
        assert dialog.title == "Import · listing.txt"
        assert dialog.rows[0] == "listing.txt · surname-given · 10 papers"
        assert dialog.rows[1].startswith('    ! line 1: not part of a paper: "A line that stands alone"')
        assert dialog.rows[2].startswith("[x] + Mastering [red]Xylophones, Code and Math")
        assert dialog.rows[3].startswith("[x] ~ Controllable Preference Optimization")
        assert len(app.library) == 48


async def test_papers_that_add_nothing_are_marked_as_unchanged(opened):
    async with opened(path=LISTING) as (_, dialog):
        assert dialog.counts == "+ 0 new   = 10 unchanged"
        assert all(row.startswith("[x] = ") for row in dialog.rows[1:])


async def test_enter_imports_as_one_change_and_u_takes_it_back(opened, on_disk):
    before = on_disk()
    async with opened() as (app, dialog):
        await app.press("enter")
        assert not dialog.is_open
        assert app.status == "Imported 10 papers (8 merged) from listing.txt · u to undo"
        assert app.paper.title.startswith("Mastering [red]Xylophones")
        assert len(on_disk()) == 50
        await app.press("u")
        assert app.status.startswith("Undone: Imported 10 papers")
        assert tuple(on_disk()) == tuple(before)
        await app.press("u")
        assert app.status == "Nothing to undo"


async def test_what_is_left_out_stays_out(opened, on_disk):
    async with opened() as (app, dialog):
        await app.press("space")
        assert dialog.rows[2].startswith("[ ] - Mastering [red]Xylophones")
        assert dialog.counts == "+ 1 new   ~ 8 merged   ! 1 problem   - 1 left out"
        await app.press("enter")
        titles = {paper.title for paper in on_disk()}
        assert not any("Xylophones" in (title or "") for title in titles)
        assert any((title or "").startswith("INTERLUDE") for title in titles)


async def test_space_on_what_is_left_out_takes_it_in_again(opened, on_disk):
    async with opened() as (app, dialog):
        await app.press("space", "k", "space")
        assert dialog.counts == "+ 2 new   ~ 8 merged   ! 1 problem"
        await app.press("enter")
        assert len(on_disk()) == 50


async def test_space_on_the_name_of_a_document_leaves_out_all_its_papers(opened, on_disk, listing):
    (listing.parent / "second.txt").write_bytes(SEEDS[0].read_bytes().replace(b"MLLM-Protector", b"MLLM-Detector"))
    async with opened(path=listing.parent) as (app, dialog):
        assert dialog.counts == "+ 3 new   ~ 16 merged   ! 1 problem"
        await app.press("g", "space")
        assert dialog.counts == "+ 1 new   ~ 8 merged   ! 1 problem   - 10 left out"
        await app.press("enter")
        assert app.status.startswith("Imported 9 papers (8 merged) from second.txt")
        assert len(on_disk()) == 49


async def test_star_leaves_all_out_and_then_nothing_is_imported(opened, on_disk):
    async with opened() as (app, dialog):
        await app.press("*", "enter")
        assert dialog.error == "Nothing to import: every paper is left out"
        await app.press("*", "enter")
        assert not dialog.is_open
        assert len(on_disk()) == 50


async def test_a_paper_that_the_document_has_twice_is_new_where_the_first_is_left_out(opened, tmp_path):
    twice = tmp_path / "twice.txt"
    abstract = "Abstract:We propose ShadowBench, a benchmark for shadows in caves that nobody has seen before.\n\n"
    twice.write_text(2 * abstract + "Abstract:Another thing altogether is told in this one.\n")
    async with opened(path=twice) as (app, dialog):
        assert dialog.counts == "+ 2 new   = 1 unchanged"
        await app.press("space")
        assert dialog.counts == "+ 2 new   - 1 left out"


async def test_tags_are_given_to_all_new_and_known(opened, on_disk):
    async with opened() as (app, dialog):
        await app.press("t", "text:ml/new, survey", "enter")
        assert dialog.counts.endswith("tagged ml/new survey")
        await app.press("enter")
        tagged = [paper for paper in on_disk() if paper.tags == ("ml/new", "survey")]
        assert len(tagged) == 10


async def test_a_word_that_is_no_tag_is_told_and_escape_leaves_the_tags_as_they_were(opened):
    async with opened() as (app, dialog):
        await app.press("t", "text:good", "enter", "t", "text: b#d", "enter")
        assert "b#d" in app.pane_text(dialog.screen.query_one("#prompt-aside"))
        await app.press("escape")
        assert dialog.is_open
        assert dialog.counts.endswith("tagged good")


async def test_known_tags_are_completed(opened, seeded):
    from readlist.model.actions import SetTags  # noqa: PLC0415 -- only needed here

    seeded.do(SetTags(["lin2024mitigating"], add=["alignment"]))
    async with opened() as (app, dialog):
        await app.press("t", "text:ali", "tab", "enter")
        assert dialog.counts.endswith("tagged alignment")


async def test_the_row_under_the_cursor_is_told_in_full(opened):
    async with opened(size=(60, 20)) as (app, dialog):
        told = " ".join(dialog.detail.split())
        assert told.startswith("Mastering [red]Xylophones, Code and Math Simultaneously via Fusing Highly Specialized")
        assert told.endswith("Language Models Ding et al.")
        await app.press("k")
        assert dialog.detail == 'line 1: not part of a paper: "A line that stands alone"'
        await app.press("G")
        assert dialog.detail.startswith("A Close Look into the Calibration")


@pytest.mark.parametrize("size", SIZES)
async def test_a_paper_that_would_be_merged_says_with_which(opened, size):
    async with opened(size=size) as (app, dialog):
        assert "merged" not in dialog.detail
        await app.press("j")
        told = dialog.detail.split("\n")
        assert told[0].startswith("Controllable Preference Optimization")
        assert told[-1].strip().startswith("~ merged with guo-controllable: Controllable Pref")
        await app.press("space", "k")
        assert "merged with" not in dialog.detail


async def test_a_paper_that_stands_in_two_documents_says_so(opened, tmp_path):
    one = "@article{doe2026, title={A [bold]new paper}, author={Doe, Jane}, year={2026}}"
    folder = tmp_path / "new"
    folder.mkdir()
    for file in ("a.bib", "b.bib"):
        (folder / file).write_text(one)
    async with opened(path=folder) as (app, dialog):
        assert dialog.counts == "+ 1 new   ~ 1 merged"
        await app.press("G")
        assert dialog.detail.endswith("~ merged with doe2026 (of this import): A [bold]new paper")


@pytest.mark.parametrize("size", SIZES)
async def test_a_paper_that_tells_nothing_new_says_which_it_equals(opened, tmp_path, size):
    one = "@article{doe2026, title={A [bold]new paper}, author={Doe, Jane}, year={2026}}\n\n"
    (tmp_path / "a.bib").write_text(one + one.replace("doe2026", "other"))
    async with opened(path=tmp_path / "a.bib", size=size) as (app, dialog):
        assert "equals" not in dialog.detail
        await app.press("j")
        told = dialog.detail.split("\n")[-1].strip()
        assert told.startswith("= equals doe2026 (of this import): A [bold]")
        # The same line as before, but now of a paper that comes in.
        await app.press("k", "space")
        assert "equals" not in dialog.detail
        await app.press("j")
        assert "equals" not in dialog.detail


async def test_what_a_paper_is_merged_with_follows_what_is_left_out(opened, tmp_path):
    for name, key in (("a.bib", "one2026"), ("b.bib", "two2026"), ("c.bib", "three2026")):
        file = tmp_path / "new" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"@article{{{key}, title={{A new paper}}, author={{Doe, Jane}}, year={{2026}}}}")
    async with opened(path=tmp_path / "new") as (app, dialog):
        await app.press("space", "G")
        assert dialog.detail.endswith("~ merged with two2026 (of this import): A new paper")


@pytest.mark.parametrize("size", SIZES[:2])
async def test_problems_are_reached_by_key_and_shown_in_full(opened, listing, size):
    (listing.parent / "z.txt").write_bytes(b"")
    async with opened(path=listing.parent, size=size) as (app, dialog):
        assert "!2" in dialog.counts or "2 problems" in dialog.counts
        await app.press("tab")
        assert dialog.detail == "z.txt: the file is empty"
        assert dialog.rows[-1].strip("▐ ") == "! z.txt: the file is empty"
        await app.press("tab")
        assert dialog.detail == 'line 1: not part of a paper: "A line that stands alone"'
        await app.press("shift+tab")
        assert dialog.detail == "z.txt: the file is empty"
        if size[0] >= 80:
            assert "tab problems" in app.pane_text(dialog.screen.query_one("#hints"))
        await app.press("question_mark")
        assert "next problem" in app.pane_text(app.app.screen.query_one("KeyPopup"))


async def test_where_there_are_no_problems_no_key_for_them_is_named(opened):
    async with opened(path=LISTING) as (app, dialog):
        at = dialog.detail
        await app.press("tab")
        assert dialog.detail == at
        assert "problems" not in app.pane_text(dialog.screen.query_one("#hints"))


@pytest.mark.parametrize("size", SIZES)
async def test_nothing_is_wider_than_the_terminal_and_every_key_that_is_shown_is_whole(opened, size):
    async with opened(size=size) as (app, dialog):
        for stage in ("list", "tags", "form"):
            hints = app.pane_text(dialog.screen.query_one("#hints"))
            assert "esc back" in hints, stage
            assert dialog.screen.query_one("#import").region.right <= size[0]
            assert dialog.screen.query_one("#import").region.bottom <= size[1]
            await app.press(
                {"list": "t", "tags": "escape"}.get(stage, "escape"), *(["escape"] if stage == "tags" else [])
            )


# Where from


async def test_the_path_is_completed_key_by_key(start, tmp_path, monkeypatch):
    for name in ("papers/deep.txt", "papers/deeper.txt", "papers.bib", ".hidden/x"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    monkeypatch.chdir(tmp_path)
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I", "text:pa")
        assert dialog.candidates == ["papers.bib", "papers/"]
        await app.press("tab")
        assert dialog.path == "papers"
        await app.press("text:/", "tab")
        assert dialog.path == "papers/deep"
        assert dialog.candidates == ["deep.txt", "deeper.txt"]
        await app.press("text:er", "tab")
        assert dialog.path == "papers/deeper.txt"


async def test_the_home_is_completed_and_read(start, clean_environment, listing):
    (clean_environment / "Mine").mkdir()
    listing.rename(clean_environment / "Mine" / "listing.txt")
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I", "text:~", "tab", "text:m", "tab", "tab")
        assert dialog.path == "~/Mine/listing.txt"
        await enter(app)
        assert dialog.counts == "+ 2 new   ~ 8 merged   ! 1 problem"


async def test_names_that_drive_a_terminal_are_not_offered(start, tmp_path):
    (tmp_path / "a\x1b]0;owned\x07.txt").write_text("x")
    (tmp_path / "b[red].txt").write_text("x")
    async with start() as app:
        await app.press("I")
        await paste(app, f"{tmp_path}/")
        assert Dialog(app).candidates == ["b[red].txt", "library/"]


async def test_text_is_typed_and_read_by_a_key(start):
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I", "down", "text:Abstract:We say what nobody has said before.")
        await enter(app, "ctrl+s")
        assert dialog.counts == "+ 1 new"
        assert dialog.title == "Import · pasted text"


async def test_escape_goes_back_step_by_step_and_nothing_has_changed(opened, on_disk, listing):
    before = on_disk()
    async with opened() as (app, dialog):
        await app.press("escape")
        assert dialog.path == str(listing)
        assert dialog.shows("form")
        await app.press("escape")
        assert not dialog.is_open
        assert tuple(on_disk()) == tuple(before)
        await app.press("j")
        assert app.cursor == app.rows[1]


@pytest.mark.parametrize("identifier", ["2310.16271", "https://aclanthology.org/2024.acl-long.10", "10.1000/182"])
async def test_an_identifier_or_an_address_that_is_typed_as_the_path_is_the_paper_that_it_names(
    start, identifier, on_disk
):
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I", f"text:{identifier}")
        await enter(app)
        assert dialog.title == f"Import · {identifier}"
        assert dialog.counts in {"+ 1 new", "+ 0 new   ~ 1 merged"}
        await app.press("enter")
        assert any(source.document == identifier for paper in on_disk() for source in paper.sources)


# What it is read as


UNKNOWN = "We say what nobody has said before.\n"


async def say_format(app, key, name):
    """Press the key that asks for a format, and say which."""
    await app.press(key, *([f"text:{name}"] if name else []))
    await enter(app)


@pytest.mark.parametrize("is_file", [True, False])
async def test_what_no_importer_knows_can_be_read_as_the_format_that_is_named(start, tmp_path, on_disk, is_file):
    path = tmp_path / "unknown.txt"
    path.write_text(UNKNOWN)
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I")
        await paste(app, str(path) if is_file else UNKNOWN + UNKNOWN)
        if is_file:
            await enter(app)
        assert "not a list of papers that any importer knows" in dialog.error
        assert "--from" not in dialog.error
        assert dialog.screen.query_one("#status").aside == "ctrl+f says what it is"
        await say_format(app, "ctrl+f", "arxiv-listing")
        assert dialog.rows[0].endswith(" · arxiv-listing · 1 paper")
        await app.press("enter")
        assert len(on_disk()) == 49


async def test_a_text_that_no_importer_knows_keeps_the_keys_though_there_is_a_path(start, tmp_path):
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I", f"text:{tmp_path}", "down", f"text:{UNKNOWN}")
        await enter(app, "ctrl+s")
        assert dialog.error.startswith("pasted text: not a list of papers")
        await say_format(app, "ctrl+f", "arxiv-listing")
        assert dialog.rows[0] == "pasted text · arxiv-listing · 1 paper"


async def test_formats_are_completed_and_one_that_there_is_not_is_told(start):
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I")
        await paste(app, UNKNOWN + UNKNOWN)
        await app.press("ctrl+f", "text:papyrus", "enter")
        assert "no format 'papyrus'" in app.pane_text(dialog.screen.query_one("#prompt-aside"))
        await app.press("ctrl+u", "text:arxiv-l", "tab")
        await enter(app)
        assert dialog.rows[0] == "pasted text · arxiv-listing · 1 paper"


async def test_a_format_is_not_asked_for_where_there_is_nothing_to_read_and_can_be_left_open(start, listing):
    async with start() as app:
        dialog = Dialog(app)
        await app.press("I", "ctrl+f")
        assert dialog.error.startswith("Nothing to read")
        await paste(app, str(listing))
        await app.press("ctrl+f", "escape")
        assert dialog.path == str(listing)
        assert dialog.screen.focused.id == "import-path"
        await say_format(app, "ctrl+f", "")
        assert dialog.counts == "+ 2 new   ~ 8 merged   ! 1 problem"


async def test_what_is_in_the_list_can_be_read_as_another_format(opened, listing):
    async with opened() as (app, dialog):
        await say_format(app, "f", "arxiv-listing")
        assert dialog.rows[0].startswith("listing.txt · arxiv-listing · 1 paper")
        await say_format(app, "f", "bibtex")
        assert dialog.error.startswith("listing.txt: no papers found (read as bibtex)")
        assert dialog.path == str(listing)


# What goes wrong


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.txt", None, "no such file or directory"),
        ("empty.txt", b"", "the file is empty"),
        ("binary.txt", bytes(range(256)), "not a text file"),
        ("prose.txt", b"Dear Ann,\n\nit was a fine day.\n", "not a list of papers"),
    ],
)
async def test_what_cannot_be_read_is_one_line_and_the_path_stays(opened, tmp_path, name, content, said):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    async with opened(path=path) as (_, dialog):
        assert said in dialog.error
        assert name in dialog.error
        assert dialog.shows("form")
        assert dialog.path == str(path)


async def test_nothing_to_read_is_said(start):
    async with start() as app:
        await app.press("I")
        await enter(app)
        assert Dialog(app).error == "Nothing to read: give a file, a folder, an identifier or a text"


async def test_of_a_folder_with_a_bad_file_the_others_come_in(opened, listing, on_disk):
    (listing.parent / "bad.bin").write_bytes(b"\0\1\2")
    async with opened(path=listing.parent) as (app, dialog):
        assert dialog.rows[0].strip() == "! bad.bin: not a text file"
        assert dialog.counts == "+ 2 new   ~ 8 merged   ! 2 problems"
        await app.press("enter")
        assert len(on_disk()) == 50


async def test_a_change_that_cannot_be_saved_is_told_in_the_dialog_and_can_be_tried_again(opened, seeded, monkeypatch):
    monkeypatch.setattr(app_module, "PATIENCE", 0.05)
    other = Repository(seeded.directory)
    async with opened() as (app, dialog):
        with other._storage.writing():
            await app.press("enter")
            assert dialog.is_open
            assert "another program" in dialog.error
        await app.press("enter")
        assert not dialog.is_open
        assert len(Repository(seeded.directory).library) == 50


async def test_what_another_program_imports_meanwhile_comes_once(opened, seeded, listing):
    from readlist.importers import gathering  # noqa: PLC0415 -- only needed here

    async with opened() as (app, _):
        Repository(seeded.directory).do(ImportPapers(gathering.gather([str(listing)])[0]))
        await app.press("enter")
        assert app.status.startswith("Nothing new from listing.txt")
        assert len(Repository(seeded.directory).library) == 50


# It may take its time


@pytest.fixture
def slow(monkeypatch):
    """Lets the reading of a document wait; `slow.set()` lets it go on."""
    go_on = threading.Event()
    read = import_job.Job.run

    def run(job):
        assert go_on.wait(20)
        return read(job)

    monkeypatch.setattr(import_job.Job, "run", run)
    yield go_on
    go_on.set()


async def begin(app, path):
    """Give the path and press enter, without waiting for what comes of it."""
    await app.press("I")
    await paste(app, str(path))
    await app.pilot.press("enter")
    await app.pilot.pause()


async def wait_until(app, condition):
    while not condition():
        await app.pilot.pause(0.01)


async def test_a_bar_says_how_far_it_is_when_it_takes_longer(start, listing, slow, monkeypatch):
    monkeypatch.setattr(import_screen, "PATIENCE", 0.0)
    async with start() as app:
        dialog = Dialog(app)
        await begin(app, listing)
        bar = dialog.screen.query_one("#import-progress")
        await wait_until(app, lambda: dialog.shows("progress") and "Reading" in app.pane_text(bar))
        assert not dialog.shows("form")
        slow.set()
        await wait_until(app, lambda: dialog.shows("preview") and dialog.counts)
        assert dialog.counts == "+ 2 new   ~ 8 merged   ! 1 problem"


def test_the_bar_knows_how_many_documents_have_been_read(seeded, listing):
    (listing.parent / "second.txt").write_bytes(SEEDS[0].read_bytes())
    job = import_job.Job([str(listing.parent)], seeded.library)
    assert job.progress == ("Reading", None)
    job.run()
    job.comparing = False
    assert job.progress == ("Reading 2 of 2 files", 1.0)


async def test_escape_cancels_the_reading_and_what_it_finds_is_dropped(start, listing, slow, on_disk):
    before = on_disk()
    async with start() as app:
        dialog = Dialog(app)
        await begin(app, listing)
        await app.pilot.press("escape")
        await app.pilot.pause()
        assert dialog.line == "Cancelled, nothing has changed"
        assert dialog.path == str(listing)
        slow.set()
        await app.press("escape")
        assert not dialog.is_open
        assert tuple(on_disk()) == tuple(before)


def test_a_cancelled_job_reads_no_further(seeded, listing, monkeypatch):
    monkeypatch.setattr(base.Path, "open", lambda *_: pytest.fail("read on"))
    job = import_job.Job([str(listing.parent)], seeded.library)
    job.cancelled = True
    assert job.run() is None


# The change may take its time, too


class SlowDisk:
    """Lets the change of an import wait amid its making, and counts who uses the desk meanwhile."""

    def __init__(self, monkeypatch):
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.looks = self.looks_meanwhile = 0
        do, take_in, wait = Desk.do, Desk.take_in, import_job.Commit.wait

        def slow_do(desk, action):
            if isinstance(action, ImportPapers):
                self.begun.set()
                assert self.may_end.wait(20)
            return do(desk, action)

        def counted_take_in(desk):
            self.looks += 1
            self.looks_meanwhile += self.begun.is_set() and not self.may_end.is_set()
            return take_in(desk)

        def ended_wait(commit):
            # Who waits for it at the end of the program lets nothing else go on.
            self.may_end.set()
            return wait(commit)

        monkeypatch.setattr(Desk, "do", slow_do)
        monkeypatch.setattr(Desk, "take_in", counted_take_in)
        monkeypatch.setattr(import_job.Commit, "wait", ended_wait)
        monkeypatch.setattr(import_screen, "PATIENCE", 0.0)


@pytest.fixture
def slow_disk(monkeypatch):
    """Lets the change of an import wait; `slow_disk.may_end.set()` lets it go on."""
    slow = SlowDisk(monkeypatch)
    yield slow
    slow.may_end.set()


def no_space(*_):
    raise OSError(28, "No space left on device")


async def begin_import(app, dialog, slow):
    """Press enter in the list, and wait until the bar says that the change is being made."""
    await app.pilot.press("enter")
    bar = dialog.screen.query_one("#import-progress")
    await wait_until(app, lambda: slow.begun.is_set() and "Importing" in app.pane_text(bar))


async def test_the_app_answers_while_the_change_is_made(opened, slow_disk, on_disk):
    async with opened() as (app, dialog):
        await begin_import(app, dialog, slow_disk)
        assert app.pane_text(dialog.screen.query_one("#import-progress")).endswith("Importing 10 papers")
        assert not dialog.shows("preview")
        assert dialog.title == "Import · listing.txt"
        await app.pilot.press("escape")
        assert dialog.is_open
        assert dialog.line == "Too late to cancel: u takes it back when it is done"
        slow_disk.may_end.set()
        await app.press()
        assert not dialog.is_open
        assert app.status == "Imported 10 papers (8 merged) from listing.txt · u to undo"
        assert len(on_disk()) == 50


async def test_keys_that_are_pressed_while_the_change_is_made_do_nothing(opened, slow_disk, seeded):
    async with opened() as (app, dialog):
        await begin_import(app, dialog, slow_disk)
        await app.pilot.press("enter", "space", "t", "m", "D", "u", "q", "I", "enter")
        slow_disk.may_end.set()
        await app.press()
        assert app.app.is_running
        assert [change.summary for change in seeded.history.changes] == [
            "Imported 10 papers (8 merged) from listing.txt"
        ]
        await app.press("u")
        assert len(app.library) == 48


async def test_enter_pressed_twice_at_one_go_imports_once(opened, seeded):
    async with opened() as (app, _):
        await app.pilot.press("enter", "enter")
        await app.press()
        assert len(seeded.history.changes) == 1


async def test_nobody_looks_at_the_library_while_the_change_is_made_and_afterwards_again(
    opened, slow_disk, seeded, monkeypatch
):
    monkeypatch.setattr(main_module, "LOOK_EVERY", 0.01)
    async with opened() as (app, dialog):
        await begin_import(app, dialog, slow_disk)
        beats = dialog.screen.query_one("#import-progress")
        shown = app.pane_text(beats)
        await wait_until(app, lambda: app.pane_text(beats) != shown)
        assert slow_disk.looks_meanwhile == 0
        slow_disk.may_end.set()
        await app.press()
        before = slow_disk.looks
        await wait_until(app, lambda: slow_disk.looks > before)
        assert app.library is seeded.library


async def test_a_full_disk_is_told_and_the_list_stays_as_it_was(opened, on_disk, monkeypatch):
    before = on_disk()
    async with opened() as (app, dialog):
        await app.press("space", "t", "text:new", "enter")
        rows, counts = dialog.rows, dialog.counts
        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync", no_space)
            await app.press("enter")
        assert dialog.is_open
        assert "No space left on device" in dialog.error
        assert (dialog.rows, dialog.counts) == (rows, counts)
        assert tuple(on_disk()) == tuple(before)
        await app.press("j", "k", "enter")
        assert not dialog.is_open
        assert len([paper for paper in on_disk() if paper.tags == ("new",)]) == 9


async def test_what_has_begun_is_completed_where_the_program_is_left_meanwhile(opened, slow_disk, on_disk):
    async with opened() as (app, dialog):
        await begin_import(app, dialog, slow_disk)
        await app.pilot.press("ctrl+q")
    assert slow_disk.may_end.is_set()
    assert app.app.return_code == 0
    assert len(on_disk()) == 50


async def test_who_leaves_while_the_change_is_made_is_told_if_it_fails(opened, slow_disk, on_disk, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        async with opened() as (app, dialog):
            await begin_import(app, dialog, slow_disk)
            patch.setattr(disk, "sync", no_space)
            await app.pilot.press("ctrl+q")
    assert app.app.return_code == 1
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith("readlist: nothing imported: ")
    assert "No space left on device" in told
    assert len(on_disk()) == 48


async def test_a_note_that_could_not_be_saved_is_not_tried_again_before_the_change_is_made(
    start, slow_disk, on_disk, monkeypatch, listing
):
    monkeypatch.setattr(note_editor, "SAVE_EVERY", 1000)
    async with start() as app:
        dialog, key = Dialog(app), app.cursor
        await app.press("i", "text:words")
        with monkeypatch.context() as patch:
            # Neither the library nor a file beside it can take the text.
            patch.setattr(disk, "sync", no_space)
            patch.setattr(tempfile, "tempdir", str(listing / "no folder"))
            await app.pilot.click("#papers", offset=(3, 0))
            await app.press()
        await app.press("I")
        await paste(app, str(listing))
        await enter(app)
        await begin_import(app, dialog, slow_disk)
        assert app.screen.flush_note() is False
        slow_disk.may_end.set()
        await app.press()
        assert app.screen.flush_note() is True
        assert on_disk()[key].note == "words"
        assert len(on_disk()) == 50


# The draft by itself


def test_a_draft_shows_papers_and_problems_in_the_order_of_the_lines():
    found = (Found(Record(title="A"), 1, 2), Found(Record(title="B"), 2, 9))
    problems = (Problem(1, "one"), Problem(5, "five"))
    draft = Draft([Failure("x", "x: no"), Batch("y", Reading("f", found, problems))])
    assert [row.text or row.record.title for row in draft.rows] == [
        "x: no", "y · f · 2 papers", "line 1: one", "A", "line 5: five", "B",
    ]  # fmt: skip
    assert judged(draft.selection, Library(), "2026-11-21T08:00:00Z") == {3: ("+", None), 5: ("+", None)}
    draft.toggle(3)
    (batch,) = draft.action().batches
    assert batch.reading.found == found[1:]
