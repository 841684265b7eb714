"""Notes are written into a folder as they are saved, without anybody asking for it."""

from __future__ import annotations

import errno
import threading

import pytest

from readlist.app import auto_export
from readlist.app.auto_export import FollowedNotes
from readlist.app.screens import export_job
from readlist.app.screens.export_destination import Destination
from readlist.app.screens.export_job import Order
from readlist.config import Config, ExportConfig
from readlist.exporters import ExportError, files
from readlist.model.actions import Remove, SetNote, SetStarred, SetTags
from readlist.store.repository import Repository

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"


@pytest.fixture
def folder(tmp_path):
    """The folder that follows the library; it is not there yet."""
    return tmp_path / "notes"


@pytest.fixture
def following(seeded, folder):
    """The notes of the folder, from now on."""
    return FollowedNotes(seeded.library, folder, shown="~/notes", template=None)


@pytest.fixture
def auto(start, folder, monkeypatch):
    """The app with a folder that follows, and no need to wait for it."""
    monkeypatch.setattr(auto_export, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(auto_export, "WRITE_EVERY", 0.0)
    return lambda **options: start(config=Config(export=ExportConfig(auto=str(folder))), **options)


@pytest.fixture
def locked(monkeypatch):
    """Lets no file be written; with `locked.clear()` again."""
    shut = threading.Event()
    shut.set()
    write = files._write_new

    def refuse(path, *rest):
        if shut.is_set():
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        write(path, *rest)

    monkeypatch.setattr(files, "_write_new", refuse)
    return shut


def note_of(folder, key):
    return (folder / f"{key}.md").read_text(encoding="utf-8")


def names(folder):
    return {path.stem for path in folder.glob("*.md")}


def export(repository, keys, folder, **options):
    return export_job.report_of(Order(repository.library, keys, Destination(str(folder), **options)))


def edit_block(folder, key):
    path = folder / f"{key}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("## Abstract", "## Mine"), encoding="utf-8")


async def wait_until(app, condition):
    while not condition():
        await app.pilot.pause(0.01)


# What is written


def test_what_was_there_before_is_not_written(following, seeded, folder):
    assert following.follow(seeded.library) == []
    assert not folder.exists()


def test_a_note_is_written_with_the_index(following, seeded, folder):
    seeded.do(SetNote(FIRST, "Seen."))
    assert following.follow(seeded.library) == []
    assert "Seen." in note_of(folder, FIRST)
    assert names(folder) == {FIRST, "Reading list"}


def test_tags_and_star_are_written_where_there_is_a_note_or_a_file(following, seeded, folder):
    seeded.do(SetNote(FIRST, "Seen."))
    following.follow(seeded.library)
    export(seeded, [SECOND], folder)
    (folder / "sub").mkdir()
    (folder / f"{SECOND}.md").rename(folder / "sub" / "moved.md")
    seeded.do(SetTags([FIRST, SECOND, THIRD], add=["rlhf"]))
    seeded.do(SetStarred([FIRST, SECOND, THIRD]))
    assert following.follow(seeded.library) == []
    for text in (note_of(folder, FIRST), (folder / "sub" / "moved.md").read_text(encoding="utf-8")):
        assert 'tags: ["rlhf"]' in text
        assert "starred: true" in text
    assert names(folder) == {FIRST, "Reading list"}


def test_a_note_that_is_emptied_is_emptied_in_its_file(following, seeded, folder):
    seeded.do(SetNote(FIRST, "Seen."))
    following.follow(seeded.library)
    seeded.do(SetNote(FIRST, ""))
    following.follow(seeded.library)
    assert "Seen." not in note_of(folder, FIRST)


def test_the_file_of_a_paper_that_is_removed_stays(following, seeded, folder):
    seeded.do(SetNote(FIRST, "Seen."))
    following.follow(seeded.library)
    seeded.do(Remove([FIRST]))
    assert following.follow(seeded.library) == []
    assert "Seen." in note_of(folder, FIRST)


def test_files_of_other_papers_are_not_touched(following, seeded, folder):
    export(seeded, [SECOND], folder)
    before = (folder / f"{SECOND}.md").stat()
    seeded.do(SetNote(FIRST, "Seen."))
    following.follow(seeded.library)
    assert (folder / f"{SECOND}.md").stat().st_mtime_ns == before.st_mtime_ns


@pytest.mark.parametrize(
    ("flavour", "sign"), [("logseq", "starred:: true"), ("plain", "\nstarred: true"), ("obsidian", "\naliases: [")]
)
def test_the_folder_keeps_its_flavour(following, seeded, folder, flavour, sign):
    export(seeded, [FIRST, SECOND], folder, flavour=flavour)
    seeded.do(SetStarred([FIRST]))
    assert following.follow(seeded.library) == []
    text = note_of(folder, FIRST)
    assert sign in text
    assert ("aliases" in text) is (flavour == "obsidian") or flavour == "logseq"
    before = (folder / "Reading list.md").read_bytes()
    export(seeded, [FIRST, SECOND], folder, flavour=flavour)
    assert (folder / "Reading list.md").read_bytes() == before


def test_the_template_of_the_configuration_makes_the_block(seeded, folder, tmp_path):
    (tmp_path / "note.j2").write_text("Mine: {{ key }}\n")
    notes = FollowedNotes(seeded.library, folder, shown="~/notes", template=tmp_path / "note.j2")
    seeded.do(SetNote(FIRST, "Seen."))
    notes.follow(seeded.library)
    assert f"Mine: {FIRST}" in note_of(folder, FIRST)


# What is wrong


def test_an_edited_block_is_kept_and_told_once(following, seeded, folder):
    seeded.do(SetNote(FIRST, "Seen."))
    following.follow(seeded.library)
    edit_block(folder, FIRST)
    seeded.do(SetNote(FIRST, "Seen again."))
    assert following.follow(seeded.library) == [f"{FIRST}.md in ~/notes kept: edited since the last export"]
    seeded.do(SetNote(FIRST, "And again."))
    assert following.follow(seeded.library) == []
    assert "## Mine" in note_of(folder, FIRST)
    assert not following.waiting


def test_what_cannot_be_written_is_told_once_and_written_later(following, seeded, folder, locked):
    seeded.do(SetNote(FIRST, "Seen."))
    told = following.follow(seeded.library)
    assert told == [f"Not written to ~/notes: {FIRST}.md: Permission denied (and 1 more)"]
    assert following.follow(seeded.library) == []
    assert following.waiting == {FIRST}
    locked.clear()
    assert following.follow(seeded.library) == []
    assert not following.waiting
    assert "Seen." in note_of(folder, FIRST)
    locked.set()
    seeded.do(SetNote(FIRST, "Seen again."))
    assert following.follow(seeded.library) == [f"Not written to ~/notes: {FIRST}.md: Permission denied"]


@pytest.mark.parametrize("name", ["file", "file/below", "a\0b", "n" * 300])
def test_a_folder_that_cannot_be_is_told_in_one_line(seeded, tmp_path, name):
    (tmp_path / "file").write_text("x")
    notes = FollowedNotes(seeded.library, tmp_path / name, shown=name, template=None)
    for note, paper in (("Seen.", FIRST), ("", SECOND)):
        seeded.do(SetNote(paper, note) if note else SetStarred([paper]))
        told = notes.follow(seeded.library)
        assert [line.startswith("Notes not written to ") for line in told] == [True] * len(told)
        assert not any("\n" in line for line in told)
    assert notes.waiting == {FIRST, SECOND}


# In the app


async def test_a_note_is_written_soon_after_it_is_saved(auto, folder):
    async with auto() as app:
        await app.press("i", "text:Seen.", "escape")
        await wait_until(app, (folder / "Reading list.md").exists)
        assert "Seen." in note_of(folder, FIRST)
        assert not app.failed


async def test_keys_that_change_a_paper_with_a_file_change_the_file(auto, folder, seeded):
    export(seeded, [FIRST], folder)
    async with auto() as app:
        await app.press("s")
        await wait_until(app, lambda: "starred: true" in note_of(folder, FIRST))
        await app.press("u")
        await wait_until(app, lambda: "starred: true" not in note_of(folder, FIRST))


async def test_what_another_program_does_is_written_too(auto, folder, seeded):
    async with auto() as app:
        Repository(seeded.directory).do(SetNote(SECOND, "From elsewhere."))
        app.screen.take_in()
        await wait_until(app, (folder / "Reading list.md").exists)
        assert "From elsewhere." in note_of(folder, SECOND)


async def test_it_does_not_write_at_every_save(auto, folder, monkeypatch):
    writes = []
    follow = FollowedNotes.follow

    def counting(self, library):
        writes.append(library)
        return follow(self, library)

    monkeypatch.setattr(FollowedNotes, "follow", counting)
    async with auto() as app:
        monkeypatch.setattr(auto_export, "WRITE_EVERY", 1000.0)
        for text in ("one", "two", "three"):
            app.screen.desk.do(SetNote(FIRST, text))
            await wait_until(app, lambda: writes)
            await app.pilot.pause(0.05)
        assert len(writes) == 1
        await app.press("q")
    assert "three" in note_of(folder, FIRST)


async def test_keys_are_answered_while_it_writes(auto, folder, monkeypatch):
    go_on, begun = threading.Event(), threading.Event()
    write = auto_export.report_of

    def wait(order):
        begun.set()
        assert go_on.wait(20)
        return write(order)

    monkeypatch.setattr(auto_export, "report_of", wait)
    async with auto() as app:
        app.screen.desk.do(SetNote(FIRST, "Seen."))
        await wait_until(app, begun.is_set)
        await app.pilot.press("j", "s")
        await app.pilot.pause()
        assert app.cursor == SECOND
        assert app.paper.starred
        assert not folder.exists()
        go_on.set()
        await wait_until(app, (folder / "Reading list.md").exists)


async def test_what_is_kept_is_told_in_the_status_line(auto, folder, seeded):
    seeded.do(SetNote(FIRST, "Seen."))
    export(seeded, [FIRST], folder)
    edit_block(folder, FIRST)
    async with auto() as app:
        await app.press("i", "text:More.", "escape")
        await wait_until(app, lambda: app.failed)
        assert app.status.startswith(f"{FIRST}.md in {folder} kept: edited since the last export")
        await app.press("j")
        assert "More." in app.library[FIRST].note


async def test_quitting_writes_what_is_being_typed(auto, folder, monkeypatch):
    monkeypatch.setattr(auto_export, "LOOK_EVERY", 1000.0)
    async with auto() as app:
        await app.press("i", "text:Last words", "ctrl+q")
        assert not app.app.is_running
    assert "Last words" in note_of(folder, FIRST)


@pytest.mark.usefixtures("locked")
async def test_quitting_tells_what_could_not_be_written(auto, monkeypatch):
    monkeypatch.setattr(auto_export, "LOOK_EVERY", 1000.0)
    told = []
    async with auto() as app:
        monkeypatch.setattr(app.app, "exit", lambda *_, **named: told.append(str(named["message"])))
        app.screen.desk.do(SetNote(FIRST, "Seen."))
        await app.press("q")
    assert len(told) == 1
    assert told[0].startswith("readlist: Not written to ")
    assert "Permission denied" in told[0]


async def test_a_place_that_does_not_answer_keeps_nobody_from_quitting(auto, monkeypatch):
    from readlist.app import exporting  # noqa: PLC0415 -- only needed here

    never = threading.Event()

    def wait(_):
        never.wait(20)
        raise ExportError("too late")

    monkeypatch.setattr(auto_export, "LOOK_EVERY", 1000.0)
    monkeypatch.setattr(exporting, "PATIENCE_AT_END", 0.05)
    monkeypatch.setattr(auto_export, "report_of", wait)
    async with auto() as app:
        app.screen.desk.do(SetNote(FIRST, "Seen."))
        await app.press("q")
        assert not app.app.is_running
        never.set()


async def test_without_the_option_nothing_is_written(start, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*.md"))
    async with start() as app:
        await app.press("i", "text:Seen.", "escape", "q")
    assert sorted(tmp_path.rglob("*.md")) == before
