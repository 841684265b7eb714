import os
import pty
import sys
import tempfile
import tty
from contextlib import nullcontext
from select import select

import pytest
from textual import events

from readlist.app.app import ReadlistApp
from readlist.app.commands import notes
from readlist.app.widgets import note_editor
from readlist.model.actions import CHANGED_ELSEWHERE, AppendNote, Remove, SetNote
from readlist.model.paper import Status
from readlist.store import disk
from readlist.store.repository import Repository

FIRST, SECOND = "lin2024mitigating", "wang2024theoremllama"


async def test_a_note_is_written_here_and_saved_when_left(start, on_disk):
    async with start() as app:
        await app.press("i", "text:# Idea\n- good", "escape")
        assert on_disk()[FIRST].note == "# Idea\n- good"
        assert app.pane_text(app.screen.note.text_view).startswith("Idea\n• good\n")
        assert app.screen.pane_name == "papers"


async def test_a_note_is_saved_while_it_is_written(start, on_disk, monkeypatch):
    monkeypatch.setattr(note_editor, "SAVE_EVERY", 0.01)
    async with start() as app:
        await app.press("i", "text:half a sen")
        while on_disk()[FIRST].note != "half a sen":
            await app.pilot.pause()
        assert app.screen.note.editor.has_focus
        await app.press("text:tence", "escape")
        assert on_disk()[FIRST].note == "half a sentence"


async def test_saves_are_at_most_two_seconds_apart():
    assert note_editor.SAVE_EVERY <= 2


async def test_a_note_is_one_step_for_undo_however_often_it_was_saved(start, on_disk):
    async with start() as app:
        await app.press("i", "text:one")
        app.screen.flush_note()
        await app.press("text: two")
        app.screen.flush_note()
        await app.press("escape", "u")
        assert on_disk()[FIRST].note == ""
        await app.press("ctrl+r")
        assert on_disk()[FIRST].note == "one two"


async def test_writing_the_same_note_again_is_another_step(start, on_disk):
    async with start() as app:
        await app.press("i", "text:one", "escape", "i", "text: two", "escape", "u")
        assert on_disk()[FIRST].note == "one"


async def test_a_note_is_saved_by_quitting(start, on_disk):
    async with start() as app:
        await app.press("i", "text:last words", "ctrl+q")
    assert on_disk()[FIRST].note == "last words"


async def test_a_note_is_saved_when_another_pane_is_clicked(start, on_disk):
    async with start() as app:
        await app.press("i", "text:words")
        await app.pilot.click("#papers", offset=(20, 5))
        await app.pilot.pause()
        assert on_disk()[FIRST].note == "words"
        assert app.screen.note.editor is None
        assert app.screen.pane_name == "papers"


async def test_the_terminal_losing_the_keys_saves_the_note_and_goes_on_writing(start, on_disk):
    async with start() as app:
        await app.press("i", "text:before")
        app.app.post_message(events.AppBlur())
        await app.pilot.pause()
        assert on_disk()[FIRST].note == "before"
        app.app.post_message(events.AppFocus())
        await app.pilot.pause()
        await app.press("text: after", "escape")
        assert on_disk()[FIRST].note == "before after"


async def test_keys_are_text_in_a_note(start, seeded, on_disk):
    async with start() as app:
        await app.press("i", "text:mwas? /", "ctrl+r", "up", "escape")
        assert on_disk()[FIRST].note == "mwas? /"
        assert {change.action for change in seeded.history.changes} == {"note"}


async def test_what_is_pasted_into_a_note_is_cleaned_before_it_is_shown(start, on_disk):
    async with start() as app:
        await app.press("i")
        app.app.post_message(events.Paste("a\x1b[31mb\x9b2Jc\u202ed\r\ne"))
        await app.pilot.pause()
        assert app.screen.note.editor.text == "a\ufffd[31mb\ufffd2Jc\ufffdd\ne"
        await app.press("escape")
        assert on_disk()[FIRST].note == "a\ufffd[31mb\ufffd2Jc\ufffdd\ne"


def full(*_):
    raise OSError(28, "No space left on device")


async def test_a_note_that_cannot_be_saved_stays_in_the_editor_until_it_can(start, on_disk, monkeypatch):
    async with start() as app:
        await app.press("i", "text:precious")
        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync", full)
            await app.press("escape")
            assert "Note not saved" in app.status
            assert app.screen.note.editor.text == "precious"
        await app.press("escape")
        assert on_disk()[FIRST].note == "precious"


async def test_quitting_with_a_note_that_cannot_be_saved_puts_it_into_a_file(start, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with start() as app:
        await app.press("i", "text:precious")
        monkeypatch.setattr(disk, "sync", full)
        await app.press("ctrl+q")
        assert app.app.return_code == 1
    (kept,) = tmp_path.glob(f"readlist-*/{FIRST}.md")
    assert kept.read_text() == "precious\n"


@pytest.mark.parametrize("leave", ["escape", "click"])
async def test_the_note_of_a_paper_that_was_removed_meanwhile_is_put_into_a_file(
    start, seeded, monkeypatch, tmp_path, leave
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with start() as app:
        await app.press("i", "text:precious")
        Repository(seeded.directory).do(Remove([FIRST]))
        if leave == "click":
            await app.pilot.click("#papers", offset=(20, 5))
            await app.press()
        else:
            await app.press("escape")
        (kept,) = tmp_path.glob(f"readlist-*/{FIRST}.md")
        assert kept.read_text() == "precious\n"
        assert app.status.startswith(f"Your text is in {kept}")
        assert app.screen.note.editor is None


async def test_a_note_that_was_changed_elsewhere_keeps_both_texts(start, seeded, on_disk):
    async with start() as app:
        await app.press("i", "text:ours")
        app.screen.flush_note()
        Repository(seeded.directory).do(SetNote(FIRST, "theirs"))
        await app.press("text:, long")
        app.screen.flush_note()
        await app.press("text:er", "escape")
        note = on_disk()[FIRST].note
        assert note.startswith("ours, longer\n")
        assert note.endswith("\ntheirs")
        assert "both texts are kept" in app.status
        assert "theirs" in app.pane_text(app.screen.note.text_view)


async def test_what_was_appended_elsewhere_comes_behind_what_is_typed_and_the_old_note_once(start, seeded, on_disk):
    seeded.do(SetNote(FIRST, "the old note"))
    async with start() as app:
        await app.press("i", "text:\nours")
        Repository(seeded.directory).do(AppendNote(FIRST, "theirs"))
        app.screen.flush_note()
        assert "both texts are kept" in app.status
        editor = app.screen.note.editor
        assert editor.text == f"the old note\nours\n\n{CHANGED_ELSEWHERE}\n\ntheirs"
        await app.press("text: go on", "escape")
        assert on_disk()[FIRST].note == f"the old note\nours go on\n\n{CHANGED_ELSEWHERE}\n\ntheirs"


async def test_keys_typed_while_the_user_s_own_editor_has_the_terminal_are_no_commands(start, on_disk, monkeypatch):
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    terminal = os.fdopen(theirs, encoding="utf-8")

    def edited(text, **_):
        os.write(ours, b"aaD")
        select([theirs], [], [])
        return f"{text}written"

    monkeypatch.setattr(ReadlistApp, "suspend", lambda _: nullcontext())
    monkeypatch.setattr(notes, "edit_text", edited)
    monkeypatch.setattr(sys, "__stdin__", terminal)
    async with start() as app:
        await app.press("e")
        assert on_disk()[FIRST].note == "written"
        assert not select([theirs], [], [], 0)[0]
    terminal.close()
    os.close(ours)


async def test_what_was_changed_elsewhere_is_not_taken_in_twice(start, seeded, on_disk):
    async with start() as app:
        await app.press("i", "text:ours")
        Repository(seeded.directory).do(SetNote(FIRST, "theirs"))
        app.screen.flush_note()
        await app.press("text:!")
        app.screen.flush_note()
        await app.press("text:?", "escape")
        assert on_disk()[FIRST].note.count("theirs") == 1
        assert on_disk()[FIRST].note.startswith("ours!?")


async def test_a_prompt_that_holds_what_is_no_tag_stays_to_be_mended(start, on_disk):
    async with start() as app:
        await app.press("t", "text:good b@d", "enter")
        assert "'b@d'" in app.pane_text(app.screen.query_one("#prompt-remark"))
        await app.press("backspace", "backspace", "backspace", "text:better", "enter")
        assert on_disk()[FIRST].tags == ("good", "better")


async def test_tags_are_asked_for_while_another_program_removes_the_paper(start, seeded, on_disk):
    async with start() as app:
        await app.press("space", "space", "minus")
        Repository(seeded.directory).do(Remove([FIRST]))
        app.screen.take_in()
        await app.press("text:x", "backspace", "text:+y", "enter")
        assert on_disk()[SECOND].tags == ("y",)


async def test_without_a_terminal_to_hand_over_the_editor_key_writes_here(start, on_disk):
    async with start() as app:
        await app.press("e")
        assert "write here" in app.status
        await app.press("text:inline", "escape")
        assert on_disk()[FIRST].note == "inline"


async def test_the_note_of_another_program_is_shown(start, seeded):
    async with start() as app:
        Repository(seeded.directory).do(SetNote(FIRST, "from the command line"))
        app.screen.take_in()
        await app.pilot.pause()
        assert "from the command line" in app.pane_text(app.screen.note.text_view)


async def test_what_is_typed_at_one_go_is_text_up_to_its_end_and_keys_behind_it(start, on_disk):
    async with start() as app:
        await app.pilot.press("t", *"ml", "enter", "i", *"swam", "escape", "s", "slash", *"theorem", "enter", "m")
        await app.press()
        assert (on_disk()[FIRST].tags, on_disk()[FIRST].note, on_disk()[FIRST].starred) == (("ml",), "swam", True)
        assert [paper.key for paper in on_disk() if paper.status is not Status.INBOX] == [SECOND]
