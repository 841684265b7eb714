"""Papers that are put off leave the desk, and are back on it when their day begins."""

from __future__ import annotations

import pytest

from readlist.app.desk import Desk
from readlist.model.actions import Defer, SetStatus
from readlist.model.paper import Status
from readlist.store.repository import Repository

TOMORROW = "2026-11-22"


@pytest.fixture
def desk(seeded, clock):
    """A desk that was laid in the morning, with the views that the app takes in once it has started."""
    desk = Desk(seeded, clock=clock)
    desk.load_views()
    return desk


def belonging(desk):
    return [key for key in desk.rows if key not in desk.stale]


@pytest.mark.parametrize("text", ["", "language", "sort:title is:unread", "limit:5"])
def test_a_paper_is_back_in_its_place_at_midnight(desk, clock, text):
    desk.set_filter(text)
    before = desk.rows
    desk.do(Defer([before[2]], TOMORROW))
    assert desk.counts["Inbox"] == 47
    desk.sweep()
    assert before[2] not in desk.rows
    clock.advance(hours=15, minutes=59)
    assert not desk.load_views()
    clock.advance(minutes=1)
    assert desk.load_views()
    assert [key for key in before if key in desk.rows] == list(before)
    assert desk.counts["Inbox"] == desk.counts["All"] == 48
    desk.sweep()
    assert desk.rows == before
    paper = desk.library[before[2]]
    assert paper.unread
    assert paper.returned(TOMORROW)


def test_a_row_that_was_just_deferred_belongs_again_when_its_day_begins(desk, clock):
    key = desk.rows[0]
    desk.do(Defer([key], TOMORROW))
    assert desk.stale == {key}
    clock.advance(days=1)
    desk.load_views()
    assert (desk.rows[0], desk.stale) == (key, frozenset())


def test_what_asks_for_deferred_papers_lets_them_go_at_midnight(desk, clock):
    first, second = desk.rows[:2]
    desk.do(Defer([first], TOMORROW))
    desk.do(Defer([second], "2026-12-01"))
    desk.set_filter("is:deferred")
    assert desk.rows == (first, second)
    clock.advance(days=1)
    desk.load_views()
    assert (desk.rows, desk.stale) == ((first, second), {first})
    desk.set_filter("is:returned")
    assert desk.rows == (first,)


def test_a_view_of_the_users_own_follows_the_day_too(desk, clock):
    desk.save_view("Back", "is:returned")
    key = desk.rows[0]
    desk.do(Defer([key], TOMORROW))
    desk.open_view(desk.views[-1])
    assert (desk.view.name, desk.rows, desk.counts["Back"]) == ("Back", (), 0)
    clock.advance(days=1)
    desk.load_views()
    assert (desk.rows, desk.counts["Back"]) == ((key,), 1)
    desk.do(SetStatus([key], Status.QUEUED))
    assert (desk.stale, desk.counts["Back"]) == ({key}, 0)


def test_what_others_defer_leaves_and_comes_back_by_their_undo(desk, seeded):
    key = desk.rows[0]
    other = Repository(seeded.directory)
    other.do(Defer([key], TOMORROW))
    desk.take_in()
    assert key not in belonging(desk)
    other.undo()
    desk.take_in()
    assert belonging(desk)[0] == key


def test_undo_of_a_decision_brings_the_mark_back(desk, clock):
    key = desk.rows[0]
    desk.do(Defer([key], TOMORROW))
    clock.advance(days=1)
    desk.load_views()
    desk.do(SetStatus([key], Status.QUEUED, toggle=True))
    assert not desk.library[key].returned(TOMORROW)
    desk.do(SetStatus([key], Status.QUEUED, toggle=True))
    assert not desk.library[key].returned(TOMORROW)
    desk.undo()
    desk.undo()
    assert desk.library[key].returned(TOMORROW)
