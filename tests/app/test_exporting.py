"""The export's dialog: which papers, as what and where to, what would be written, and the same once more."""

from __future__ import annotations

import errno
import json
import os
import threading
from contextlib import asynccontextmanager

import pytest
from textual import events

from readlist.app.screens import export_job, export_screen
from readlist.app.screens.export_destination import Destination, Formats, LastExport
from readlist.app.screens.export_job import Order, preview_of
from readlist.config import Config, ExportConfig
from readlist.exporters import files
from readlist.exporters.base import ExportError
from readlist.model.actions import SetNote, SetStarred

FIRST, SECOND = "lin2024mitigating", "wang2024theoremllama"
SUFFIXES = {"bibtex": (".bib", ".bibtex"), "csl-json": (".csl.json",), "json": (".json",), "markdown": (".md",)}
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


class Dialog:
    """The export's dialog as its user sees it."""

    def __init__(self, driver):
        self.driver = driver

    @property
    def screen(self):
        return self.driver.app.screen

    @property
    def is_open(self):
        return self.screen.id == "exporting"

    def _text(self, part):
        lines = self.driver.pane_text(self.screen.query_one(f"#export-{part}")).split("\n")
        return "\n".join(line.removesuffix("▐").rstrip() for line in lines)

    @property
    def title(self):
        return str(self.screen.query_one("#export").border_title)

    def line(self, name):
        """One of the lines of options, without the mark of where keys go."""
        return self._text(name).removeprefix("▸").strip()

    def shows(self, part):
        return self.screen.query_one(f"#export-{part}").display

    @property
    def place(self):
        return self.screen.query_one("#export-place").value

    @property
    def counts(self):
        return self.screen.query_one("#export-counts").text

    @property
    def files(self):
        return self._text("list").rstrip().split("\n")

    @property
    def text(self):
        return self._text("text")

    @property
    def status(self):
        line = self.screen.query_one("#status")
        return line.text or line.aside

    async def press(self, *keys):
        """Press keys, and wait until what would be written is shown."""
        await self.driver.press(*keys)
        await self.settled()

    async def settled(self):
        for _ in range(4):
            await self.driver.pilot.pause()
        while self.is_open and self.screen._shown != self.screen._wanted:
            await self.driver.pilot.pause(0.01)
        await self.driver.press()


@pytest.fixture
def opened(start, tmp_path):
    """The dialog over the app, after `keys`: `async with opened() as (app, dialog)`."""

    @asynccontextmanager
    async def run(*keys, to=None, **options):
        place = str(tmp_path / "notes") if to is None else to
        async with start(config=Config(export=ExportConfig(to=place)), **options) as app:
            dialog = Dialog(app)
            await app.press(*keys)
            await dialog.press("x")
            yield app, dialog

    return run


@pytest.fixture
def notes(tmp_path):
    """The folder that the dialog proposes."""
    return tmp_path / "notes"


def export(repository, keys, place, **options):
    """Export papers as the app does."""
    return export_job.report_of(Order(repository.library, keys, Destination(str(place), **options)))


# Which papers


async def test_what_is_shown_is_proposed_and_written(opened, notes):
    async with opened("slash", "text:illusion", "enter") as (app, dialog):
        assert dialog.title == "Export 2 papers"
        assert dialog.line("what") == "What   [shown 2] library 48"
        assert dialog.counts == "+ 3 new"
        await app.press("enter")
        assert not dialog.is_open
        assert app.status == f"Wrote 2 notes and Reading list.md · {notes}"
        assert not app.failed
    assert {path.name for path in notes.iterdir()} == {
        "han2024instinctive.md",
        "zhang2023grounding.md",
        "Reading list.md",
    }


async def test_the_selection_comes_before_what_is_shown(opened, notes):
    async with opened("space") as (app, dialog):
        assert dialog.line("what") == "What   [selected 1] shown 48  library 48"
        await app.press("enter")
    assert {path.name for path in notes.iterdir()} == {f"{FIRST}.md", "Reading list.md"}


async def test_a_number_before_the_key_names_so_many_papers(opened, notes):
    async with opened("6") as (app, dialog):
        assert "[from here 6]" in dialog.line("what")
        await app.press("enter")
    assert len(list(notes.iterdir())) == 7


async def test_all_of_the_library_can_be_chosen_from_an_empty_view(opened, notes):
    async with opened("right_square_bracket") as (app, dialog):
        assert dialog.line("what") == "What   [library 48]"
        await app.press("enter")
    assert len(list(notes.iterdir())) == 49


async def test_letters_and_arrows_choose_papers(opened):
    async with opened("space") as (_, dialog):
        await dialog.press("up", "up", "up", "right")
        assert "[shown 48]" in dialog.line("what")
        assert dialog.title == "Export 48 papers"
        await dialog.press("l")
        assert "[library 48]" in dialog.line("what")
        await dialog.press("right")
        assert "[selected 1]" in dialog.line("what")
        assert dialog.counts == "+ 2 new"


# As what, and where to


async def test_a_suffix_that_is_typed_chooses_the_format(opened, tmp_path):
    async with opened("space", to="") as (app, dialog):
        assert dialog.counts == export_screen.NO_PLACE
        await dialog.press(f"text:{tmp_path / 'refs.bib'}")
        assert "[bibtex]" in dialog.line("format")
        assert not dialog.shows("flavour")
        assert "@inproceedings{lin2024mitigating" in dialog.text
        await app.press("enter")
        assert app.status == f"Wrote refs.bib · {tmp_path / 'refs.bib'}"
    assert "lin2024mitigating" in (tmp_path / "refs.bib").read_text(encoding="utf-8")


async def test_a_format_that_is_chosen_gives_the_place_its_suffix_and_markdown_the_folder_back(opened, notes):
    async with opened() as (_, dialog):
        await dialog.press("up", "up", "b")
        assert dialog.place == str(notes / "references.bib")
        await dialog.press("c")
        assert dialog.place == str(notes / "references.csl.json")
        assert "[csl-json]" in dialog.line("format")
        await dialog.press("c")
        assert dialog.place == str(notes / "references.csv")
        await dialog.press("left", "left", "left")
        assert dialog.place == str(notes)
        assert "[markdown]" in dialog.line("format")
        assert dialog.shows("flavour")


async def test_a_click_chooses_an_option(opened, notes):
    async with opened() as (app, dialog):
        line = dialog.line("format")
        await app.pilot.click("#export-format", offset=(line.index("json") + 3, 0))
        await dialog.settled()
        assert dialog.place == str(notes / "references.csl.json")


async def test_the_flavour_is_that_of_the_notes(opened, notes):
    async with opened("space") as (app, dialog):
        await dialog.press("up", "l")
        assert "[logseq]" in dialog.line("flavour")
        await app.press("enter")
    assert "citekey:: lin2024mitigating" in (notes / f"{FIRST}.md").read_text(encoding="utf-8")


async def test_a_folder_of_notes_keeps_its_flavour(seeded, opened, notes):
    export_job.report_of(Order(seeded.library, [FIRST], Destination(str(notes), "markdown", "logseq")))
    async with opened("space") as (app, dialog):
        assert "[logseq]" in dialog.line("flavour")
        await app.press("enter")
    assert "citekey:: lin2024mitigating" in (notes / f"{FIRST}.md").read_text(encoding="utf-8")


async def test_another_folder_proposes_the_flavour_of_its_notes(seeded, opened, tmp_path):
    for name, flavour in (("one", "logseq"), ("two", "plain")):
        export_job.report_of(Order(seeded.library, [FIRST], Destination(str(tmp_path / name), "markdown", flavour)))
    async with opened("space", to=str(tmp_path / "")) as (app, dialog):
        assert "[obsidian]" in dialog.line("flavour")
        await dialog.press("end", "text:/one")
        assert "[logseq]" in dialog.line("flavour")
        await dialog.press("text:/none")
        assert "[obsidian]" in dialog.line("flavour")
        await app.press(*["backspace"] * 9, "text:/two", "enter")
    text = (tmp_path / "two" / f"{FIRST}.md").read_text(encoding="utf-8")
    assert text.count("citekey: ") == 1
    assert "[[" not in (tmp_path / "two" / "Reading list.md").read_text(encoding="utf-8")


async def test_a_flavour_that_was_chosen_stays_wherever_the_export_goes(seeded, opened, tmp_path):
    export_job.report_of(Order(seeded.library, [FIRST], Destination(str(tmp_path / "one"), "markdown", "logseq")))
    async with opened(to=str(tmp_path / "")) as (_, dialog):
        await dialog.press("up", "p")
        assert "[plain]" in dialog.line("flavour")
        await dialog.press("down", "end", "text:/one")
        assert dialog.place == str(tmp_path / "one")
        assert "[plain]" in dialog.line("flavour")


async def test_a_pipe_is_not_read_for_its_flavour(opened, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    async with opened(to=str(tmp_path / "")) as (_, dialog):
        await dialog.press("end", "text:/pip")
        await dialog.driver.press("e")
        assert "[obsidian]" in dialog.line("flavour")


async def test_the_template_of_the_configuration_makes_the_blocks(start, notes, tmp_path):
    template = tmp_path / "note.j2"
    template.write_text("Seen: {{ key }}\n")
    config = Config(export=ExportConfig(to=str(notes), template=str(template)))
    async with start(config=config) as app:
        await app.press("space", "x", "enter")
    assert f"Seen: {FIRST}" in (notes / f"{FIRST}.md").read_text(encoding="utf-8")


async def test_one_document_has_a_template_of_its_own(start, notes, tmp_path):
    (tmp_path / "note.j2").write_text("Seen: {{ key }}\n")
    (tmp_path / "list.j2").write_text("{{ papers | length }} papers\n")
    templates = {"template": str(tmp_path / "note.j2"), "document_template": str(tmp_path / "list.j2")}
    async with start(config=Config(export=ExportConfig(to=str(notes), **templates))) as app:
        await app.press("space", "x", "ctrl+u", f"text:{tmp_path}/list.md", "enter")
    assert "\n1 papers\n" in (tmp_path / "list.md").read_text(encoding="utf-8")


async def test_tab_completes_the_place_and_names_what_it_may_become(opened, tmp_path):
    (tmp_path / "papers-old").mkdir()
    (tmp_path / "papers-new").mkdir()
    async with opened("space", to="") as (_, dialog):
        await dialog.press(f"text:{tmp_path}/pap")
        assert dialog.status == "papers-new/ papers-old/"
        await dialog.press("tab")
        assert dialog.place == f"{tmp_path}/papers-"
        await dialog.press("text:o", "tab")
        assert dialog.place == f"{tmp_path}/papers-old/"
        assert "[markdown]" in dialog.line("format")
        assert dialog.counts == "+ 2 new"


async def test_without_a_place_nothing_is_written(opened):
    async with opened(to="") as (app, dialog):
        await app.press("enter")
        assert dialog.is_open
        assert dialog.status == export_screen.NO_PLACE


async def test_what_is_pasted_as_place_is_cleaned_and_several_lines_are_no_path(opened):
    async with opened(to="") as (app, dialog):
        app.app.post_message(events.Paste("'~/a\x1b]0;evil\x07'"))
        await dialog.settled()
        assert dialog.place == "~/a�]0;evil�"
        app.app.post_message(events.Paste("one\ntwo"))
        await dialog.settled()
        assert dialog.place == "~/a�]0;evil�"
        assert dialog.status == "That is no path"


# What would be written


async def test_each_file_has_a_mark_and_what_matters_stands_first(opened, seeded, notes):
    keys = seeded.library.keys[:4]
    export(seeded, keys, notes)
    edited = notes / f"{keys[3]}.md"
    edited.write_text(edited.read_text(encoding="utf-8").replace("## Abstract", "## Mine"), encoding="utf-8")
    before = {path: path.read_bytes() for path in notes.iterdir()}
    seeded.do(SetNote(keys[1], "Seen [red]again"))
    async with opened("V", "j", "j", "j", "j", size=(200, 60)) as (_, dialog):
        assert dialog.counts == "+ 1 new   ~ 2 updated   = 2 unchanged   ! 1 kept"
        assert [row[:2] for row in dialog.files] == ["! ", "~ ", "~ ", "+ ", "= ", "= "]
        assert dialog.files[0] == f"! {keys[3]}.md  edited since the last export"
        await dialog.press("down", "j")
        assert "+Seen [red]again" in dialog.text
        assert "-<!-- readlist:begin" in dialog.text
        await dialog.press("G")
        assert "Nothing would change" in dialog.text
    assert {path: path.read_bytes() for path in notes.iterdir()} == before


async def test_the_file_that_stays_as_it_is_shows_how_it_begins(opened, seeded, tmp_path):
    target = tmp_path / "refs.bib"
    target.write_text("@book{mine,\n  title = {Kept for \x1b[31myears}\n}\n")
    async with opened(to=str(target)) as (app, dialog):
        assert dialog.counts == "! 1 kept"
        assert "choose another name" in dialog.text
        assert "title = {Kept for �[31myears}" in dialog.text
        await dialog.press("enter")
        assert (dialog.is_open, dialog.status.partition(";")[0]) == (
            True,
            "refs.bib: it is no bibtex export of readlist's",
        )
        assert target.read_text().startswith("@book{mine")
        # What stands in the way may go while the dialog is open: then it is looked at once more.
        target.unlink()
        await dialog.press("enter")
        assert dialog.counts == "+ 1 new"
        await app.press("enter")
        assert not dialog.is_open
        assert app.status.startswith("Wrote refs.bib")
    assert len(seeded.library) == 48


async def test_of_one_file_that_is_there_it_shows_what_changes(opened, seeded, tmp_path):
    export(seeded, [FIRST], tmp_path / "refs.json")
    seeded.do(SetStarred([FIRST]))
    async with opened("space", to=str(tmp_path / "refs.json")) as (_, dialog):
        assert dialog.counts == "~ 1 updated"
        assert '+    "starred": true' in dialog.text


async def test_keys_scroll_the_file_and_go_back_to_the_form(opened):
    async with opened("space", size=(80, 24)) as (_, dialog):
        await dialog.press("down", "J", "J")
        assert dialog.text.startswith("aliases:")
        await dialog.press("K", "K", "j")
        assert dialog.text.startswith("# Reading list")
        await dialog.press("k", "k", "k")
        assert dialog.text.startswith("---")
        await dialog.press("up", "up")
        assert dialog.screen.focused.id == "export-flavour"


async def test_what_is_in_the_way_is_told_and_enter_tells_it_too(opened, tmp_path):
    (tmp_path / "file").write_text("x")
    async with opened(to=str(tmp_path / "file" / "below")) as (app, dialog):
        assert dialog.counts.startswith("! cannot write")
        await app.press("enter")
        assert dialog.is_open
        assert dialog.status.startswith("cannot write")
        assert "\n" not in dialog.status


@pytest.fixture
def locked(monkeypatch):
    """Lets no file be written, as in a folder of somebody else."""

    def refuse(path, *_):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(files, "_write_new", refuse)


@pytest.mark.usefixtures("locked")
async def test_a_folder_that_cannot_be_written_is_told_in_one_line(opened, notes):
    async with opened("space") as (app, _):
        await app.press("enter")
        assert app.failed
        assert app.status.startswith("1 note and Reading list.md failed (")
        assert "Permission denied" in app.status
    assert list(notes.iterdir()) == []


@pytest.fixture
def of_somebody_else(monkeypatch):
    """Lets the user write into no folder; who runs the tests may be allowed to write everywhere."""
    monkeypatch.setattr(os, "access", lambda *_, **__: False)


@pytest.mark.usefixtures("of_somebody_else")
@pytest.mark.parametrize("name", ["notes/below", "refs.bib"])
async def test_where_the_user_may_not_write_the_dialog_says_so_and_stays(opened, tmp_path, name):
    async with opened("space", to=str(tmp_path / name)) as (app, dialog):
        assert dialog.counts.startswith(f"! cannot write to {tmp_path / name}: {tmp_path.name} is a folder")
        await app.press("enter")
        assert dialog.is_open
    assert not list(tmp_path.glob("n*"))


@pytest.mark.usefixtures("of_somebody_else")
async def test_what_is_written_already_is_no_problem_where_the_user_may_not_write(seeded, opened, notes):
    export(seeded, [FIRST], notes)
    async with opened("space") as (_, dialog):
        assert dialog.counts == "= 2 unchanged"


async def test_a_note_that_was_moved_to_where_the_user_may_write_is_written(seeded, opened, notes, monkeypatch):
    export(seeded, [FIRST], notes)
    (notes / "mine").mkdir()
    (notes / f"{FIRST}.md").rename(notes / "mine" / f"{FIRST}.md")
    seeded.do(SetNote(FIRST, "new"))
    monkeypatch.setattr(os, "access", lambda path, *_, **__: os.fspath(path).endswith("mine"))
    async with opened("space") as (app, dialog):
        assert dialog.counts.startswith("~ 1 updated")
        await app.press("enter")
        assert not dialog.is_open
    assert "new" in (notes / "mine" / f"{FIRST}.md").read_text(encoding="utf-8")


async def test_where_nothing_could_be_written_is_told_once(opened, tmp_path, monkeypatch):
    def refuse(folder, *, dry_run):
        if not dry_run:
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))

    monkeypatch.setattr(files, "make_folder", refuse)
    place = str(tmp_path / "no")
    async with opened("space", to=place) as (app, _):
        await app.press("enter")
        assert app.failed
        assert app.status.count(place) == 1


async def test_a_fault_of_a_format_is_told_in_one_line(opened, notes, monkeypatch):
    from readlist.exporters.markdown import Markdown  # noqa: PLC0415 -- what is broken here

    def broken(*_, **__):
        raise RuntimeError("boom\nbang")

    monkeypatch.setattr(Markdown, "export", broken)
    async with opened() as (app, dialog):
        assert dialog.counts == f"! cannot export to {notes}: boom bang"
        await app.press("enter")
        assert dialog.is_open
        assert dialog.status == f"cannot export to {notes}: boom bang"


async def test_too_many_papers_are_not_looked_at_but_written(opened, notes, monkeypatch):
    monkeypatch.setattr(export_screen, "MOST_PREVIEWED", 47)
    async with opened() as (app, dialog):
        assert dialog.counts.startswith("48 papers: too many")
        await app.press("enter")
    assert len(list(notes.iterdir())) == 49


async def test_hostile_names_and_texts_are_drawn_harmless(opened, seeded, tmp_path):
    folder = tmp_path / "a\x1b]0;evil\x07"
    (folder / "[red]sub\x9b").mkdir(parents=True)
    export(seeded, [FIRST], folder)
    (folder / f"{FIRST}.md").rename(folder / "[red]sub\x9b" / "moved\x1b[31m.md")
    seeded.do(SetNote(FIRST, "note [b]\x1b[2J"))
    library = seeded.library
    preview = preview_of(Order(library, [FIRST], Destination(str(folder))))
    assert {row.name for row in preview.rows} == {f"[red]sub\x9b{os.sep}moved\x1b[31m.md", "Reading list.md"}
    async with opened("space", to=str(folder), size=(200, 60)) as (_, dialog):
        # The place is shown, and so is taken, without its controls.
        assert dialog.place == str(folder).replace("\x1b", "�").replace("\x07", "�")
        dialog.screen._preview.show(preview.rows)
        drawn = "\n".join([*dialog.files, dialog.text])
        assert "[red]sub" in drawn
        assert "note [b]" in drawn
        assert not any(sign in drawn for sign in "\x1b\x07\x9b")


# It may take its time


@pytest.fixture
def slow(monkeypatch):
    """Lets each look at what would be written wait; `slow.set()` lets it go on, `slow.looks` are the places."""
    go_on = threading.Event()
    go_on.looks = []
    look = export_screen.preview_of

    def wait(order):
        go_on.looks.append(order.destination.place)
        assert go_on.wait(20)
        return look(order)

    monkeypatch.setattr(export_screen, "preview_of", wait)
    yield go_on
    go_on.set()


async def wait_until(app, condition):
    while not condition():
        await app.pilot.pause(0.01)


async def test_a_line_tells_that_it_takes_longer(start, slow, monkeypatch, notes):
    monkeypatch.setattr(export_screen, "PATIENCE", 0.0)
    async with start(config=Config(export=ExportConfig(to=str(notes)))) as app:
        dialog = Dialog(app)
        await app.pilot.press("x")
        bar = dialog.screen.query_one("#export-progress")
        await wait_until(app, lambda: bar.display and "Comparing 48 papers" in app.pane_text(bar))
        slow.set()
        await dialog.settled()
        assert dialog.counts == "+ 49 new"
        assert not dialog.shows("progress")


async def test_while_one_look_goes_on_only_the_last_of_what_is_typed_is_looked_at_next(start, slow, monkeypatch):
    monkeypatch.setattr(export_screen, "SETTLED_AFTER", 0.001)
    async with start(config=Config(export=ExportConfig(to="~/no"))) as app:
        dialog = Dialog(app)
        await app.pilot.press("x")
        await wait_until(app, lambda: slow.looks == ["~/no"])
        for letter in "tes":
            await app.pilot.press(letter)
            await app.pilot.pause(0.02)
        assert slow.looks == ["~/no"]
        slow.set()
        await dialog.settled()
        assert slow.looks == ["~/no", "tes"]


async def test_escape_leaves_at_once_and_nothing_is_written(start, slow, notes):
    async with start(config=Config(export=ExportConfig(to=str(notes)))) as app:
        dialog = Dialog(app)
        await app.pilot.press("x")
        await wait_until(app, lambda: slow.looks)
        await app.pilot.press("escape")
        await app.pilot.pause()
        assert not dialog.is_open
        await app.press("j")
        assert app.cursor == app.rows[1]
        slow.set()
    assert not notes.exists()


async def test_enter_need_not_wait_for_the_look(start, slow, notes):
    async with start(config=Config(export=ExportConfig(to=str(notes)))) as app:
        await app.pilot.press("space", "x")
        await wait_until(app, lambda: slow.looks)
        await app.press("enter")
        assert app.status.startswith("Wrote 1 note and Reading list.md")
        slow.set()
    assert (notes / f"{FIRST}.md").exists()


class SlowWriting:
    """Lets what is written wait."""

    def __init__(self, monkeypatch):
        self.go_on, self.begun = threading.Event(), threading.Event()
        write = export_job.written

        def wait(order):
            self.begun.set()
            assert self.go_on.wait(20)
            return write(order)

        monkeypatch.setattr(export_job, "written", wait)


async def test_two_exports_are_not_written_at_once_and_keys_count_meanwhile(opened, notes, monkeypatch):
    slow = SlowWriting(monkeypatch)
    async with opened("space") as (app, _):
        await app.pilot.press("enter")
        await wait_until(app, slow.begun.is_set)
        assert app.status == f"Exporting 1 paper to {notes} …"
        await app.pilot.press("j", "ctrl+x")
        await app.pilot.pause()
        assert app.cursor == app.rows[2]
        assert app.status.startswith(f"Still exporting to {notes}")
        slow.go_on.set()
        await app.press()
        assert app.status.startswith("Wrote 1 note")


async def test_the_end_of_the_program_waits_for_what_is_being_written(opened, notes, monkeypatch):
    slow = SlowWriting(monkeypatch)
    async with opened("space") as (app, _):
        await app.pilot.press("enter")
        await wait_until(app, slow.begun.is_set)
        threading.Timer(0.1, slow.go_on.set).start()
        await app.press("q")
        assert (notes / f"{FIRST}.md").exists()


# Once more


async def test_ctrl_x_writes_the_same_way_what_is_selected_or_shown_now(opened, notes):
    async with opened("space") as (app, dialog):
        await dialog.press("up", "p", "enter")
        await app.press("escape", "space", "ctrl+x")
        assert not dialog.is_open
        assert app.status == f"Wrote 1 note, updated Reading list.md · {notes}"
    text = (notes / f"{SECOND}.md").read_text(encoding="utf-8")
    assert "aliases:" not in text


async def test_ctrl_x_asks_where_nothing_was_exported_yet(start):
    async with start() as app:
        await app.press("ctrl+x")
        assert Dialog(app).is_open


async def test_ctrl_x_says_when_nothing_is_shown(opened):
    async with opened("space") as (app, _):
        await app.press("enter", "escape", "right_square_bracket", "ctrl+x")
        assert app.status == "Nothing to export: no paper is shown"


async def test_the_dialog_proposes_the_last_place_and_format(opened, tmp_path):
    async with opened("space", to="") as (app, dialog):
        await dialog.press(f"text:{tmp_path / 'refs.csl.json'}", "enter")
        await dialog.press("x")
        assert dialog.place == str(tmp_path / "refs.csl.json")
        assert "[csl-json]" in dialog.line("format")
        assert dialog.counts == "= 1 unchanged"
        assert '"id":"lin2024mitigating"' in dialog.text.replace(" ", "")
        assert app.app.is_running


def test_the_last_export_comes_back_from_its_json():
    last = LastExport(Destination("~/refs.bib", "bibtex", "plain"))
    assert LastExport.from_json(json.loads(json.dumps(last.to_json()))) == last
    assert LastExport.from_json(LastExport().to_json()) == LastExport()


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {"place": "~/a"},
        {"place": "", "format": "", "flavour": "plain"},
        {"place": "a\x1b[2J", "format": "", "flavour": "plain"},
        {"place": "a", "format": 1, "flavour": "plain"},
        {"place": "a", "format": "", "flavour": "word"},
    ],
)
def test_what_is_no_last_export_is_none(value):
    assert LastExport.from_json(value) == LastExport()


# Format and place


@pytest.mark.parametrize(
    ("place", "before", "after"),
    [
        ("refs.bib", "markdown", "bibtex"),
        ("refs.CSL.JSON", "markdown", "csl-json"),
        ("refs.json", "markdown", "json"),
        ("notes", "bibtex", "markdown"),
        ("refs.txt", "bibtex", "bibtex"),
        ("refs.bib/", "bibtex", "markdown"),
        ("", "bibtex", "bibtex"),
        (".bib", "json", "markdown"),
        ("folder.bib", "json", "markdown"),
    ],
)
def test_the_format_follows_the_place(place, before, after, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.bib").mkdir()
    assert Formats(SUFFIXES).placed(Destination("", before), place).format == after


@pytest.mark.parametrize(
    ("place", "format", "after"),
    [
        ("a/refs.bib", "json", "a/refs.json"),
        ("a/refs.csl.json", "bibtex", "a/refs.bib"),
        ("a/refs.bib", "markdown", "a/refs.md"),
        ("notes", "bibtex", "notes/references.bib"),
        ("notes/", "bibtex", "notes/references.bib"),
        ("/", "bibtex", "/references.bib"),
        ("", "bibtex", ""),
        ("notes", "markdown", "notes"),
    ],
)
def test_the_place_follows_the_format(place, format, after):
    assert Formats(SUFFIXES).formatted(Destination(place), format) == Destination(after, format)


# The look


@pytest.mark.parametrize("size", SIZES)
async def test_it_fits_every_terminal(opened, size):
    async with opened(size=size) as (app, dialog):
        for name in ("what", "format", "flavour", "place", "counts", "list", "text"):
            region = dialog.screen.query_one(f"#export-{name}").region
            assert region.height >= 1
            assert region.right <= size[0] - 1
            assert region.bottom <= size[1] - 1
        assert dialog.line("format") == "Format [markdown] bibtex  csl-json  csv  json  ris"
        assert "enter write" in app.pane_text(dialog.screen.query_one("#hints"))
        assert dialog.files[0] == f"+ {FIRST}.md" or dialog.files[0].startswith(f"+ {FIRST}.md ")
        assert dialog.text.startswith("---\ntitle:")


def test_a_problem_of_a_place_that_no_system_takes_is_one_line(seeded):
    with pytest.raises(ExportError, match="cannot") as caught:
        export(seeded, [FIRST], "x" * 5000, format="bibtex")
    assert "\n" not in str(caught.value)
