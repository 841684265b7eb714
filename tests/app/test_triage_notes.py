"""Notes that are written in triage: on the same paper, saved as on the main screen, undone as in triage."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from readlist.app.app import ReadlistApp
from readlist.app.commands import notes
from readlist.app.screens.triage import TriageScreen
from readlist.app.screens.triage_summary import TriageSummaryScreen
from readlist.app.widgets import note_editor
from readlist.config import Config
from readlist.model.actions import Remove, SetNote, SetStatus
from readlist.model.paper import Status
from readlist.store import disk
from readlist.store.repository import Repository

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"
SIZES = [(60, 20), (80, 24), (120, 40)]


def shows(app):
    """Key of the paper that triage shows."""
    assert isinstance(app.app.screen, TriageScreen)
    return app.app.screen._session.key


def said(app):
    line = app.app.screen.query_one("#status")
    return f"{line.text} · {line.aside}" if line.aside else line.text


def text(app, id_):
    return app.pane_text(app.app.screen.query_one(f"#{id_}"))


@pytest.mark.parametrize("size", SIZES)
async def test_a_note_is_written_on_the_paper_that_is_shown_and_the_paper_stays(start, on_disk, size):
    async with start(size=size) as app:
        await app.press("T", "n", "i", "text:why w, a and m?")
        editor = app.app.screen.query_one("#note-editor")
        assert editor.size.height >= 5
        assert "esc done" in text(app, "hints")
        await app.press("text:\n")
        assert shows(app) == SECOND
        await app.press("escape")
        assert shows(app) == SECOND
        assert on_disk()[SECOND].note == "why w, a and m?\n"
        assert on_disk()[SECOND].status is Status.INBOX
        assert text(app, "note-text").startswith("why w, a and m?")
        assert said(app).startswith("Note: TheoremLlama")
        await app.press("w")
        assert shows(app) == THIRD
        assert on_disk()[SECOND].status is Status.QUEUED


async def test_what_is_typed_at_one_go_behind_the_key_is_text_and_behind_escape_it_is_commands(start, on_disk):
    async with start() as app:
        await app.press("T")
        await app.pilot.press("i", "w", "a", "escape", "w", "a")
        await app.press()
        papers = on_disk()
        assert papers[FIRST].note == "wa"
        assert [papers[key].status for key in (FIRST, SECOND)] == [Status.QUEUED, Status.ARCHIVED]


async def test_a_note_is_saved_while_it_is_written_and_one_step_for_undo(start, on_disk, monkeypatch):
    monkeypatch.setattr(note_editor, "SAVE_EVERY", 0.01)
    async with start() as app:
        await app.press("T", "w", "2", "i", "text:half a sen")
        while on_disk()[SECOND].note != "half a sen":
            await app.pilot.pause()
        await app.press("text:tence", "escape", "n", "u")
        assert on_disk()[SECOND].note == ""
        assert shows(app) == SECOND
        await app.press("ctrl+r")
        assert on_disk()[SECOND].note == "half a sentence"
        await app.press("u", "u")
        assert on_disk()[FIRST].status is Status.INBOX
        assert shows(app) == FIRST


async def test_notes_are_in_the_summary_and_taken_back_with_all_else(start, on_disk):
    async with start() as app:
        await app.press("T", "i", "text:one")
        app.app.screen._notes.flush()
        await app.press("text: two", "escape", "w", "q")
        assert isinstance(app.app.screen, TriageSummaryScreen)
        assert "✎ noted" in text(app, "triage-summary")
        await app.press("U")
        assert (on_disk()[FIRST].note, on_disk()[FIRST].status) == ("", Status.INBOX)


async def test_the_user_s_own_editor_is_opened_from_here(start, on_disk, monkeypatch):
    monkeypatch.setattr(ReadlistApp, "suspend", lambda _: nullcontext())
    monkeypatch.setattr(notes, "edit_text", lambda before, **_: f"{before}from my editor")
    monkeypatch.setattr(notes, "forget_typed", lambda: None)
    async with start() as app:
        await app.press("T", "e")
        assert on_disk()[FIRST].note == "from my editor"
        assert shows(app) == FIRST
        assert text(app, "note-text").startswith("from my editor")
        await app.press("u")
        assert on_disk()[FIRST].note == ""


async def test_where_the_terminal_cannot_be_handed_over_it_is_written_here(start, on_disk):
    async with start() as app:
        await app.press("T", "e", "text:here", "escape")
        assert on_disk()[FIRST].note == "here"


async def test_a_new_note_begins_with_a_template(start, on_disk):
    config = Config(templates={"review": "# {title}\n", "short": "- {cursor}"})
    async with start(config=config) as app:
        await app.press("T", "i", "2", "text:good", "escape")
        assert on_disk()[FIRST].note == "- good"


async def test_a_note_is_saved_where_the_program_is_left_meanwhile(start, on_disk):
    async with start() as app:
        await app.press("T", "i", "text:unfinished", "ctrl+q")
    assert on_disk()[FIRST].note == "unfinished"


async def test_what_cannot_be_saved_stays_and_is_put_into_a_file_where_the_program_is_left(
    start, on_disk, monkeypatch, tmp_path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def full(*_):
        raise OSError(28, "No space left on device")

    async with start() as app:
        await app.press("T", "i", "text:precious")
        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync", full)
            await app.press("escape")
            assert "No space left" in said(app)
            assert app.app.screen.query_one("#note-editor").has_focus
            await app.press("ctrl+q")
        assert "precious" in "".join(path.read_text() for path in tmp_path.rglob("*.md"))
    assert on_disk()[FIRST].note == ""


async def test_the_text_about_a_paper_that_is_removed_elsewhere_is_kept_and_triage_goes_on(
    start, seeded, monkeypatch, tmp_path
):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    async with start() as app:
        await app.press("T", "i", "text:lost?")
        Repository(seeded.directory).do(Remove([FIRST]))
        app.screen.take_in()
        app.app.screen.take_in()
        await app.press("text:!")
        assert app.app.screen.query_one("#note-editor").text == "lost?!"
        await app.press("escape")
        assert shows(app) == SECOND
        assert "Your text is in" in said(app)
        assert [path.read_text().strip() for path in tmp_path.rglob("*.md")] == ["lost?!"]
        await app.press("w")
        assert app.library[SECOND].status is Status.QUEUED


async def test_who_settles_the_paper_elsewhere_takes_no_note_to_another_one(start, seeded, on_disk):
    async with start() as app:
        await app.press("T", "i", "text:mine")
        Repository(seeded.directory).do(SetStatus([FIRST], Status.READ))
        app.app.screen._notes.flush()
        await app.press("text: all", "escape")
        assert on_disk()[FIRST].note == "mine all"
        assert shows(app) == SECOND
        assert on_disk()[SECOND].note == ""


async def test_a_note_that_is_changed_elsewhere_meanwhile_keeps_both_texts(start, seeded, on_disk):
    async with start() as app:
        await app.press("T", "i", "text:ours")
        Repository(seeded.directory).do(SetNote(FIRST, "theirs"))
        await app.press("escape")
        assert {"ours", "theirs"} <= set(on_disk()[FIRST].note.split())


async def test_the_mouse_leaves_the_note(start, on_disk):
    async with start() as app:
        await app.press("T", "i", "text:one")
        await app.pilot.click("#abstract")
        await app.press()
        assert on_disk()[FIRST].note == "one"
        await app.press("w")
        assert shows(app) == SECOND


async def test_hints_and_help_name_the_keys(start):
    async with start(size=(80, 24)) as app:
        await app.press("T")
        assert "i note" in text(app, "hints")
        await app.press("question_mark")
        box = app.pane_text(app.app.screen.query_one("KeyPopup"))
        assert "$EDITOR" in box
        assert "note" in box
        await app.press("i", "text:yes", "escape")
        assert app.library[FIRST].note == "yes"
