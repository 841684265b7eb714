"""How one action follows another: where the cursor goes, what is acted on, what is told, what waits for what."""

import threading

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from textual import events

from readlist.app import acting, long_work
from readlist.app.widgets.selection import Selection
from readlist.model.actions import Remove, SetNote, SetStatus
from readlist.model.paper import Status
from readlist.store import disk
from readlist.store.repository import Repository

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"


def subtitle(app):
    """What stands at the lower border of the list."""
    return app.screen.papers._border_subtitle.plain if app.screen.papers._border_subtitle else ""


# Looking changes nothing


async def test_nothing_is_decided_by_looking(start, seeded):
    async with start() as app:
        await app.press(*["j"] * 20, "enter", "J", "escape", "3", "j", "2", "n", "N", "G", "4", "2", "]", "]", "ctrl+o")
        assert not seeded.history.changes
        assert all(paper.status is Status.INBOX for paper in app.library)


# The cursor


async def test_where_the_last_row_is_swept_away_the_new_last_one_is_chosen(start):
    async with start() as app:
        rows = app.rows
        await app.press("G", "k", "m", "m", "dollar_sign")
        assert app.cursor == rows[-3] == app.rows[-1]


async def test_a_view_that_was_left_is_opened_where_it_was_left(start):
    async with start() as app:
        await app.press("9", "j", "right_square_bracket", "right_square_bracket")
        assert app.cursor is None
        await app.press("left_square_bracket", "left_square_bracket")
        assert app.screen.papers.cursor == 9


async def test_a_paper_that_the_next_view_has_too_keeps_the_cursor(start):
    async with start() as app:
        await app.press("9", "j", "g", "a", "5", "j")
        here = app.cursor
        await app.press("g", "i")
        assert app.cursor == here


async def test_the_next_unread_paper_is_searched_once_round_and_told(start):
    async with start() as app:
        rows = app.rows
        app.screen.acting.act(SetStatus(rows[3:], Status.READ))
        await app.press("j", "j", "n")
        assert app.cursor == rows[0]
        assert app.status == "Past the end of the list, round to its other end"
        await app.press("m", "m", "m", "n")
        assert app.status == "No other unread paper here"


# A selection


async def test_the_selection_is_told_as_long_as_there_is_one(start):
    async with start() as app:
        await app.press("space", "j", "space")
        assert subtitle(app) == "2 selected"
        await app.press("slash", "text:is:unread", "enter", "j")
        assert subtitle(app) == "2 selected"
        await app.press("s")
        assert not subtitle(app)


async def test_all_says_that_it_is_all_that_are_shown(start):
    async with start() as app:
        await app.press("asterisk")
        assert app.status.startswith("48 selected: all that are shown · ")
        await app.press("asterisk")
        assert app.status == "Nothing selected"


async def test_what_a_filter_hides_stays_selected_and_is_not_acted_on(start, on_disk):
    async with start() as app:
        rows = app.rows
        await app.press("V", "j", "j", "V", "slash", "text:mllm", "enter")
        shown = [key for key in app.rows if key in rows[:3]]
        hidden = [key for key in rows[:3] if key not in shown]
        assert len(shown) == 1
        assert subtitle(app) == "1 selected, 2 more not shown"
        await app.press("w")
        assert [paper.key for paper in on_disk() if paper.status is Status.QUEUED] == shown
        assert subtitle(app) == "2 selected, none of them shown"
        await app.press("escape")
        assert app.screen.papers.selected == set(hidden)
        await app.press("a")
        assert {paper.key for paper in on_disk() if paper.status is Status.ARCHIVED} == set(hidden)


async def test_where_nothing_that_is_selected_is_shown_keys_act_on_the_paper_under_the_cursor(start, on_disk):
    async with start() as app:
        await app.press("space", "slash", "text:mllm", "enter", "m")
        assert [paper.key for paper in on_disk() if paper.status is Status.READ] == [THIRD]
        await app.press("escape")
        assert app.screen.papers.selected == {FIRST}


async def test_a_filter_that_is_typed_and_left_again_leaves_the_selection_as_it_was(start):
    async with start() as app:
        await app.press("space", "space", "slash", "text:zzzz", "escape")
        assert app.screen.papers.selected == {FIRST, SECOND}


async def test_another_view_begins_without_a_selection(start):
    async with start() as app:
        await app.press("space", "slash", "text:mllm", "enter", "g", "a", "escape")
        assert not app.screen.papers.selected
        assert not subtitle(app)


async def test_a_selected_paper_that_others_removed_is_not_counted(start, seeded):
    async with start() as app:
        await app.press("space", "space", "slash", "text:mllm", "enter")
        Repository(seeded.directory).do(Remove([FIRST]))
        app.screen.take_in()
        await app.press("escape")
        assert subtitle(app) == "1 selected"


@example([("rows", {0, 1, 2}), ("toggle", {0, 1}), ("range", {}), ("rows", {0, 1}), ("reach", {0})])
@given(st.lists(st.tuples(st.sampled_from(["rows", "toggle", "range", "reach", "all", "clear", "acted"]),
                          st.sets(st.integers(min_value=0, max_value=7)))))  # fmt: skip
def test_whatever_is_done_what_is_selected_is_either_shown_or_hidden(steps):
    selection, rows = Selection(), list("abcdefgh")
    for step, numbers in steps:
        chosen = ["abcdefgh"[number] for number in sorted(numbers)]
        cursor = min(len(rows) - 1, len(chosen))
        before = selection.shown | selection.hidden
        if step == "rows":
            rows = chosen
            selection.follow(rows, "abcdefgh")
            assert selection.shown | selection.hidden == before
        elif step == "all":
            selection.toggle_all(rows)
        elif step in {"clear", "acted"}:
            selection.clear(hidden=step == "clear")
            assert not selection.shown
        elif rows and step == "toggle":
            selection.toggle(rows[cursor])
        elif rows and step == "range":
            selection.toggle_range(rows[cursor])
        elif rows:
            selection.reach(rows, cursor)
        assert selection.shown <= set(rows)
        assert not selection.hidden & set(rows)


# Signs


async def test_a_row_shows_that_its_paper_has_a_note(start, seeded):
    seeded.do(SetNote(FIRST, "Good."))
    async with start(size=(60, 20)) as app:
        assert "✎" in app.row_text(0)[:6]
        assert "✎" not in app.row_text(1)


# Many papers at once


@pytest.fixture
def slow(monkeypatch):
    """Let each change of several papers take as long as a test wants: until the event that it gets is set."""
    go_on = threading.Event()
    sync = disk.sync

    def waiting(*args):
        # The index of the search is written too, where the keys are: the test would wait for itself.
        if threading.current_thread() is not threading.main_thread():
            go_on.wait(30)
        sync(*args)

    monkeypatch.setattr(acting, "MANY", 2)
    monkeypatch.setattr(long_work, "PATIENCE", 0.01)
    monkeypatch.setattr(disk, "sync", waiting)
    return go_on


async def test_while_many_papers_change_it_is_told_and_keys_wait_their_turn(start, on_disk, slow):
    async with start() as app:
        await app.pilot.press("asterisk", "m")
        assert app.status == "Working on 48 papers … · what you press counts when it is done"
        assert app.library[FIRST].status is Status.INBOX
        for key in ("G", "s", "u"):
            app.app.post_message(key_event(key))
        slow.set()
        await app.press()
        while not app.status.startswith("Undone: Starred"):
            await app.pilot.pause()
        assert app.screen.papers.cursor == 47
        assert all(paper.status is Status.READ for paper in on_disk())
        assert not app.screen.desk.lent
        await app.press("u")
        assert all(paper.status is Status.INBOX for paper in on_disk())


async def test_many_changes_that_cannot_be_saved_are_told_and_the_selection_stays(start, monkeypatch):
    monkeypatch.setattr(acting, "MANY", 2)
    monkeypatch.setattr(long_work, "PATIENCE", 0)

    def full(*_):
        raise OSError(28, "No space left on device")

    async with start() as app:
        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync", full)
            await app.press("asterisk", "a")
        assert app.failed
        assert "No space left on device" in app.status
        assert len(app.screen.papers.selected) == 48
        await app.press("a")
        assert app.status == "Archived: 48 papers · u to undo"


async def test_leaving_waits_for_what_is_being_done(start, seeded, slow):
    async with start() as app:
        await app.pilot.press("asterisk", "w")
        app.app.post_message(key_event("ctrl+q"))
        slow.set()
        # Not until all that goes on beside is over: the program ends.
        await app.pilot.pause()
    assert all(paper.status is Status.QUEUED for paper in Repository(seeded.directory).library)


def key_event(name):
    """A key as the terminal sends it."""
    return events.Key(name, name if len(name) == 1 else None)
