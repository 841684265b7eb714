"""The watched folder: new files are offered until they are dealt with, and nothing comes in by itself."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from readlist.app import watch
from readlist.app.watch import WatchedFolder
from readlist.config import Config, ImportConfig
from readlist.importers import base

SEED = min((Path(__file__).parent.parent.parent / "seeds").glob("*.txt")).read_bytes()
NEW = SEED.replace(b"MLLM-Protector", b"MLLM-Detector")
HOUR = 3600.0
EVERY = watch.LOOK_EVERY


@pytest.fixture
def folder(tmp_path):
    """The folder that is watched, empty."""
    path = tmp_path / "incoming"
    path.mkdir()
    return path


@pytest.fixture
def put(folder):
    """Puts a file into the folder that nobody has touched for an hour."""

    def put_(name, data=NEW, age=HOUR):
        path = folder / name
        path.write_bytes(data)
        os.utime(path, (time.time() - age,) * 2)
        return path

    return put_


@pytest.fixture
def watched(folder, tmp_path):
    """Begins to watch the folder, as a start of the app does."""
    return lambda: WatchedFolder(folder, tmp_path / "memory.json")


def names(files):
    return [file.path.name for file in files]


def test_files_that_are_there_are_new_until_they_are_dealt_with(watched, put):
    put("b.txt")
    put("a.bib")
    put("c.ris")
    first = watched()
    files = first.look()
    assert names(files) == ["a.bib", "b.txt", "c.ris"]
    first.settle(files[:2])
    assert names(first.look()) == ["c.ris"]
    assert names(watched().look()) == ["c.ris"]


def test_what_was_not_dealt_with_is_still_new(watched, put):
    put("a.txt")
    assert names(watched().look()) == ["a.txt"]
    assert names(watched().look()) == ["a.txt"]


def test_a_file_that_changes_is_new_again(watched, put):
    put("a.txt")
    first = watched()
    first.settle(first.look())
    put("a.txt", data=NEW + b"more", age=HOUR / 2)
    assert names(watched().look()) == ["a.txt"]


def test_a_file_that_is_still_written_is_not_offered_until_it_is_the_same_at_two_looks(watched, put):
    folder = watched()
    put("a.txt", data=b"one", age=0)
    assert folder.look() == []
    put("a.txt", data=b"one, two", age=0)
    assert folder.look() == []
    assert names(folder.look()) == ["a.txt"]


@pytest.mark.parametrize(
    "name", [".hidden", "~$x.txt", "a.txt~", "a.txt.part", "a.crdownload", "a.tmp", "paper.pdf", "Paper.PDF", "x.zip"]
)
def test_what_is_unfinished_hidden_or_no_text_is_not_offered(watched, put, name):
    put(name)
    assert watched().look() == []


def test_empty_files_and_folders_are_not_offered(watched, put, folder):
    put("empty.txt", data=b"")
    (folder / "below").mkdir()
    os.mkfifo(folder / "pipe")
    assert watched().look() == []


def test_no_file_is_opened(watched, put, monkeypatch):
    put("a.txt")
    folder = watched()
    monkeypatch.setattr(base.Path, "open", lambda *_: pytest.fail("opened"))
    assert names(folder.look()) == ["a.txt"]


@pytest.mark.parametrize(
    "memory", [b"", b"{", b"[]", b'{"folder": 1}', b"\xff", b'{"folder": "%b", "files": {"a": 1}}']
)
def test_a_memory_that_is_none_means_that_all_is_new(watched, put, tmp_path, folder, memory):
    (tmp_path / "memory.json").write_bytes(memory.replace(b"%b", os.fsencode(folder)))
    put("a.txt")
    assert names(watched().look()) == ["a.txt"]


def test_another_folder_has_a_memory_of_its_own(watched, put, tmp_path):
    put("a.txt")
    first = watched()
    first.settle(first.look())
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_bytes(NEW)
    os.utime(other / "a.txt", (time.time() - HOUR,) * 2)
    assert names(WatchedFolder(other, tmp_path / "memory.json").look()) == ["a.txt"]


def test_what_has_left_the_folder_is_forgotten(watched, put, tmp_path):
    put("a.txt")
    folder = watched()
    folder.settle(folder.look())
    (tmp_path / "incoming" / "a.txt").unlink()
    put("b.txt")
    folder.settle(folder.look())
    assert b"a.txt" not in (tmp_path / "memory.json").read_bytes()


def test_a_memory_that_cannot_be_written_costs_nothing_but_the_memory(put, folder, tmp_path):
    put("a.txt")
    watched = WatchedFolder(folder, tmp_path / "gone" / "memory.json")
    watched.settle(watched.look())
    assert watched.look() == []


def test_a_file_that_changed_since_it_was_seen_is_still_new_when_that_state_of_it_is_dealt_with(watched, put):
    put("a.txt")
    folder = watched()
    seen = folder.look()
    put("a.txt", data=NEW + b"more", age=HOUR / 2)
    folder.look()
    folder.settle(seen)
    assert names(folder.look()) == ["a.txt"]


# In the app


@pytest.fixture
def config(folder):
    """The configuration with the folder in it."""
    return Config(import_=ImportConfig(watch=str(folder)))


async def look(app):
    """Let the app look at the folder, as it does every few seconds."""
    await app.screen.watched.look()
    await app.press()


@pytest.fixture(autouse=True)
def _by_hand(monkeypatch):
    """Nobody looks but the test."""
    for name in ("FIRST_LOOK", "LOOK_EVERY"):
        monkeypatch.setattr(watch, name, HOUR)


async def test_new_files_are_offered_at_the_start(start, put, config, monkeypatch):
    put("a.txt")
    monkeypatch.setattr(watch, "FIRST_LOOK", 0.01)
    async with start(config=config) as app:
        while not app.status:
            await app.pilot.pause(0.01)
        assert "a.txt" in app.status


async def test_i_imports_new_files(start, put, config, folder, on_disk):
    put("a.txt")
    async with start(config=config) as app:
        await look(app)
        assert app.status == f"New file a.txt in {folder} · I to import"
        assert len(on_disk()) == 48
        await app.press("I")
        assert app.app.screen.query_one("#import-counts").text == "+ 1 new   ~ 8 merged"
        await app.press("enter")
        assert app.status.startswith("Imported 9 papers (8 merged) from a.txt")
        assert len(on_disk()) == 49


async def test_files_that_come_while_it_runs_are_offered(start, put, config, folder, monkeypatch):
    monkeypatch.setattr(watch, "LOOK_EVERY", 0.01)
    async with start(config=config) as app:
        put("a.txt")
        while not app.status:
            await app.pilot.pause(0.01)
        assert app.status == f"New file a.txt in {folder} · I to import"


async def test_looks_are_a_few_seconds_apart():
    assert 1 <= EVERY <= 10


async def test_several_files_are_told_by_their_number_and_all_are_read(start, put, config, folder):
    async with start(config=config) as app:
        put("a.txt")
        await look(app)
        put("b.txt", data=SEED)
        await look(app)
        assert app.status == f"2 new files in {folder} · I to import"
        await app.press("I")
        assert str(app.app.screen.query_one("#import").border_title) == "Import · 2 files"


async def test_they_are_told_once_while_it_runs_and_again_at_the_next_start(start, put, config, seeded):
    put("a.txt")
    async with start(config=config) as app:
        await look(app)
        assert "a.txt" in app.status
        await app.press("space")
        await look(app)
        assert app.status.startswith("1 selected")
    async with start(config=config, repository=type(seeded)(seeded.directory)) as app:
        await look(app)
        assert "a.txt" in app.status
        await app.press("I", "enter")
    async with start(config=config, repository=type(seeded)(seeded.directory)) as app:
        await look(app)
        assert app.status == ""


async def test_files_that_were_looked_at_and_not_imported_are_given_again_and_not_told(start, put, config, on_disk):
    put("a.txt")
    async with start(config=config) as app:
        await look(app)
        await app.press("I")
        await app.press("escape", "escape")
        assert app.app.screen is app.screen
        await app.press("space")
        await look(app)
        assert app.status.startswith("1 selected")
        await app.press("I", "enter")
        assert len(on_disk()) == 49
        await look(app)
        assert app.screen.watched.take() == []


async def test_escape_leads_from_what_is_offered_to_the_form_and_another_file_can_be_read(start, put, config, folder):
    put("a.txt")
    other = folder.parent / "other.bib"
    other.write_text("@article{doe2026, title={A new paper}, author={Doe, Jane}, year={2026}}")
    async with start(config=config) as app:
        await look(app)
        await app.press("I", "escape")
        form = app.app.screen
        assert form.query_one("#import-form").display
        assert form.query_one("#import-path").value == str(folder)
        assert str(form.query_one("#import-candidates").visual) == f"{folder.name}/"
        await app.press("ctrl+u", f"text:{other}", "enter")
        await app.press("enter")
        assert app.status.startswith("Imported 1 paper")
        assert "doe2026" in app.library
        # It was another file that was imported.
        await app.press("I")
        assert str(app.app.screen.query_one("#import").border_title) == "Import · a.txt"


async def test_a_file_that_is_read_through_the_folder_is_not_offered_any_more(start, put, config, on_disk, seeded):
    put("a.txt")
    async with start(config=config) as app:
        await look(app)
        await app.press("I", "escape", "enter")
        await app.press("enter")
        assert len(on_disk()) == 49
    async with start(config=config, repository=type(seeded)(seeded.directory)) as app:
        await look(app)
        assert app.status == ""


async def test_an_import_before_the_first_look_makes_nothing_new_again(start, put, config, seeded):
    put("a.txt")
    async with start(config=config) as app:
        await look(app)
        await app.press("I", "x", "escape")
    async with start(config=config, repository=type(seeded)(seeded.directory)) as app:
        await app.press("I", "enter")
        await app.press("enter")
        assert app.status.startswith("Imported 9 papers")
        await look(app)
        assert "New file" not in app.status


async def test_what_is_offered_can_be_declined_for_good_or_until_it_changes(start, put, config, on_disk, seeded):
    before = on_disk()
    put("a.txt")
    async with start(config=config) as app:
        await look(app)
        await app.press("I")
        line = app.app.screen.query_one("#status")
        assert "x decline" in app.pane_text(app.app.screen.query_one("#hints"))
        await app.press("*", "enter")
        assert (line.text, line.aside) == ("Nothing to import: every paper is left out", "x declines")
        await app.press("x")
        assert line.text == "a.txt is not offered again, unless changed"
        assert app.app.screen.query_one("#import-form").display
        await app.press("escape")
        assert app.status == ""
        await look(app)
        assert app.screen.watched.take() == []
        assert tuple(on_disk()) == tuple(before)
    async with start(config=config, repository=type(seeded)(seeded.directory)) as app:
        await look(app)
        assert app.status == ""
        put("a.txt", data=NEW + b"\n", age=HOUR / 2)
        await look(app)
        assert "a.txt" in app.status


async def test_what_is_not_offered_cannot_be_declined(start, put, config):
    put("a.txt")
    async with start(config=config) as app:
        await app.press("I", "enter")
        await app.press("x")
        assert app.app.screen.query_one("#import-preview").display
        assert "decline" not in app.pane_text(app.app.screen.query_one("#hints"))


async def test_an_offered_file_that_is_read_as_a_wrong_format_is_still_offered(start, put, config):
    put("a.txt")
    async with start(config=config) as app:
        await look(app)
        await app.press("I", "f", "text:bibtex", "enter")
        assert "read as bibtex" in app.app.screen.query_one("#status").text
        await app.press("escape", "I")
        assert app.app.screen.query_one("#import-counts").text == "+ 1 new   ~ 8 merged"


async def test_a_file_that_cannot_be_read_is_told_and_then_not_offered_again(start, put, config, seeded):
    path = put("shopping.txt", data=b"bread and milk\n")
    async with start(config=config) as app:
        await look(app)
        await app.press("I")
        dialog = app.app.screen
        assert dialog.query_one("#status").text.startswith("shopping.txt: not a list of papers")
        assert dialog.query_one("#import-path").value == str(path)
        await app.press("escape")
        await look(app)
        assert app.screen.watched.take() == []
    async with start(config=config, repository=type(seeded)(seeded.directory)) as app:
        await look(app)
        assert app.status == ""


async def test_a_file_that_has_left_the_folder_is_not_given(start, put, config):
    path = put("a.txt")
    async with start(config=config) as app:
        await look(app)
        path.unlink()
        await look(app)
        assert app.screen.watched.take() == []


async def test_i_without_new_files_proposes_the_folder(start, config, folder):
    async with start(config=config) as app:
        await app.press("I")
        assert app.app.screen.query_one("#import-path").value == str(folder)


async def test_a_problem_that_nobody_has_seen_is_not_hidden_and_the_file_is_told_later(start, put, config):
    async with start(config=config) as app:
        app.screen.say("Something went wrong", error=True)
        put("a.txt")
        await look(app)
        assert app.status == "Something went wrong"
        await app.press("j")
        await look(app)
        assert "a.txt" in app.status


async def test_while_something_else_is_on_the_screen_nothing_is_told(start, put, config):
    async with start(config=config) as app:
        await app.press("question_mark")
        put("a.txt")
        await look(app)
        await app.press("escape")
        assert app.status == ""
        await look(app)
        assert "a.txt" in app.status


async def test_a_folder_that_is_not_there_is_told_once_and_may_come(start, config, folder, tmp_path):
    folder.rename(tmp_path / "away")
    async with start(config=config) as app:
        await look(app)
        assert app.failed
        assert app.status == f"{folder}: no such file or directory (watched for new files)"
        await app.press("space")
        await look(app)
        assert app.status.startswith("1 selected")
        (tmp_path / "away").rename(folder)
        (folder / "a.txt").write_bytes(NEW)
        await look(app)
        await look(app)
        assert "a.txt" in app.status


async def test_a_hostile_name_is_cleaned(start, put, config):
    put("a\x1b]0;owned\x07[red].txt")
    async with start(config=config) as app:
        await look(app)
        assert app.status.isprintable()
        assert "[red].txt" in app.status


async def test_without_a_folder_nothing_is_watched(start):
    async with start() as app:
        assert app.screen.watched is None
