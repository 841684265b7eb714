"""The app comes back as it was left."""

import json

import pytest

from readlist.app.screens.room import Border, PaneState
from readlist.app.state import FILE, AppState, decoded, encoded, read
from readlist.config import AppConfig, Config
from readlist.model.actions import Remove
from readlist.store import disk
from readlist.store.repository import Repository

MEDIUM = (120, 24)


@pytest.fixture
def again(start, seeded):
    """Start the app as another program would find the library."""
    return lambda size=MEDIUM, **options: start(size=size, repository=Repository(seeded.directory), **options)


async def test_view_filter_cursor_and_scroll_come_back(again):
    async with again() as app:
        await app.press("g", "a", "slash", "text:model", "enter", "9", "j", "9", "j", "J")
        left = app.rows, app.cursor, app.screen.papers.top, app.screen.abstract.top, app.title()
        assert app.screen.papers.top
        assert app.screen.abstract.top
    async with again() as app:
        papers, abstract = app.screen.papers, app.screen.abstract
        assert (app.rows, app.cursor, papers.top, abstract.top, app.title()) == left
        await app.press("j")
        assert app.cursor == app.rows[19]


async def test_the_first_screen_has_view_and_cursor_already(again, monkeypatch):
    async with again() as app:
        await app.press("g", "a", "9", "j")
    with monkeypatch.context() as patch:
        patch.setattr("readlist.app.screens.main.MainScreen._begin_what_can_wait", lambda _: None)
        async with again() as app:
            assert app.title() == "All · 48"
            assert app.cursor == app.rows[9]


async def test_panes_come_back_as_they_were(again):
    async with again() as app:
        await app.press("z", "4", "}", "}", "3")
        left = [app.screen.query_one(f"#{name}").region for name in ("views", "papers", "abstract", "note")]
    async with again() as app:
        assert [app.screen.query_one(f"#{name}").region for name in ("views", "papers", "abstract", "note")] == left
        assert app.screen.pane_name == "abstract"
        before = app.screen.abstract.top
        await app.press("j")
        assert app.screen.abstract.top == before + 1
        await app.press("z", "z")
    async with again() as app:
        assert app.screen.zoomed == "abstract"
        await app.press("escape")
        assert app.screen.pane_name == "papers"


async def test_a_note_in_mid_sentence_comes_back_with_its_cursor(again, on_disk):
    async with again() as app:
        await app.press("j", "j", "i", "text:first line\nsecond", "left", "left", "ctrl+q")
    async with again() as app:
        await app.press()
        editor = app.screen.note.editor
        assert editor.text == "first line\nsecond"
        await app.press("text:X", "escape")
        assert on_disk()[app.cursor].note == "first line\nsecoXnd"


async def test_a_view_of_the_user_s_own_comes_back(again, seeded):
    seeded.save_view("Language", "language sort:title")
    async with again() as app:
        await app.press()
        await app.press("[", "5", "j")
        assert app.screen.desk.view.name == "Language"
        left = app.rows, app.cursor
    async with again() as app:
        assert app.screen.desk.view.name == "Language"
        assert (app.rows, app.cursor) == left


async def test_where_the_paper_is_gone_the_one_that_stands_there_is_chosen(again, seeded):
    async with again() as app:
        await app.press("7", "j")
        gone, following = app.rows[7:9]
    Repository(seeded.directory).do(Remove([gone]))
    async with again() as app:
        assert app.cursor == following


async def test_a_filter_that_names_a_view_that_is_gone_is_left_out(again, seeded):
    seeded.save_view("Mine", "language")
    async with again() as app:
        await app.press()
        await app.press("slash", "text:view:mine", "enter", "3", "j")
        assert len(app.rows) < 48
    Repository(seeded.directory).remove_view("Mine")
    async with again() as app:
        assert len(app.rows) == 48
        assert not app.failed


async def test_what_somebody_does_at_once_is_not_taken_back(again, monkeypatch):
    async with again() as app:
        await app.press("slash", "text:model", "enter", "5", "j")
    begin = "readlist.app.screens.main.MainScreen._begin_what_can_wait"
    with monkeypatch.context() as patch:
        patch.setattr(begin, lambda _: None)
        async with again() as app:
            await app.press("G")
            app.screen.remembering.complete()
            assert app.cursor == app.rows[-1]
            assert len(app.rows) == 48


async def test_it_is_kept_while_the_app_runs_so_that_a_kill_loses_little(again, seeded):
    async with again() as app:
        await app.press("5", "j")
        app.screen.lookout._last_key -= 60
        app.screen._look_around()
        state = read(seeded.directory / FILE)
        assert (state.paper, state.view) == (app.cursor, "Inbox")


async def test_nothing_is_written_where_nothing_has_changed(again, seeded):
    async with again() as app:
        app.screen.remembering.keep()
        (seeded.directory / FILE).unlink()
        app.screen.remembering.keep()
        assert not (seeded.directory / FILE).exists()


async def test_who_does_not_want_it_begins_anew_and_leaves_no_file(again, seeded):
    config = Config(app=AppConfig(restore=False))
    async with again(config=config) as app:
        await app.press("g", "a", "9", "j")
    assert not (seeded.directory / FILE).exists()
    async with again(config=config) as app:
        assert (app.title(), app.cursor) == ("Inbox · 48", app.rows[0])


@pytest.mark.parametrize("data", [
    b"", b"{", b"[]", b'{"version": 2, "view": "All"}', b'{"view": "All"}', b"\xff\xfe", b'{"version": 1}',
    b'{"version": 1, "view": 3, "paper": [], "row": -9, "top": 1e9, "pane": "x", "zoomed": {}, "shares": 7}',
    b'{"version": 1, "folded": ["papers", 1], "shares": {"papers-height": 9, "views-width": true, "x": 0.5}}',
    b'{"version": 1, "filter": "tag:(((", "note": {"key": "nobody", "cursor": [1, 2]}, "row": 99999, "top": 99999}',
    b" " * (1 << 19),
])  # fmt: skip
async def test_a_file_that_is_broken_or_newer_is_passed_over_in_silence(again, seeded, data):
    (seeded.directory / FILE).write_bytes(data)
    async with again() as app:
        assert app.title() == "Inbox · 48"
        assert not app.status
        assert app.screen.pane_name == "papers"
        assert "papers" in app.screen.panes.room.shown
        await app.press("g", "g", "j")
        assert app.cursor == app.rows[1]
    assert json.loads((seeded.directory / FILE).read_bytes())["paper"] == "wang2024theoremllama"


async def test_the_last_export_is_repeated_after_a_restart(again, tmp_path):
    folder = tmp_path / "notes"
    async with again() as app:
        await app.press("x")
        await app.press(*["backspace"] * 40, f"text:{folder}", "enter")
        await app.app.workers.wait_for_complete()
    first = {path.name for path in folder.iterdir()}
    async with again() as app:
        await app.press("m", "ctrl+x")
        await app.app.workers.wait_for_complete()
        await app.press()
        assert "unchanged" in app.status or "pdated" in app.status
    assert {path.name for path in folder.iterdir()} == first


async def test_a_folder_that_cannot_be_written_is_no_problem(again, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    async with again() as app:
        monkeypatch.setattr(disk, "replace", full)
        await app.press("j")
        app.screen.remembering.keep()
        assert not app.failed


def test_a_state_is_read_as_it_was_written():
    panes = PaneState("note", "abstract", frozenset({"views", "note"}), {Border.PAPERS_HEIGHT: 0.25})
    state = AppState("All", "tag:x", "key", 7, 3, 2, panes, {"key": "key", "cursor": [1, 2]}, {"place": "~/notes"})
    assert decoded(encoded(state)) == state
