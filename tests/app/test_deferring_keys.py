"""Putting papers off with `b`: to a day from the menu or one that is typed, again with `.`, and back with `b b`."""

import pytest

from readlist.config import Config, KeySetting
from readlist.model.actions import Defer
from readlist.model.paper import Status

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"
SATURDAY = "2026-11-21"  # the day of the clock


@pytest.fixture
def begin(start, clock):
    """Start the app on the day of the clock."""
    return lambda **options: start(clock=clock, **options)


def menu(app):
    return app.pane_text(app.screen.query_one("#popup"))


def remark(app):
    return app.pane_text(app.screen.query_one("#prompt-remark"))


@pytest.mark.parametrize(("key", "day", "words"), [
    ("t", "2026-11-22", "tomorrow, Sun 22 November"),
    ("e", "2026-11-28", "weekend, Sat 28 November"),
    ("w", "2026-11-28", "week, Sat 28 November"),
    ("m", "2026-12-21", "month, Mon 21 December"),
])  # fmt: skip
async def test_a_day_of_the_menu_is_a_key_away_and_the_next_paper_follows(begin, on_disk, key, day, words):
    async with begin() as app:
        await app.press("b")
        assert words in menu(app)
        assert "another day" in menu(app)
        await app.press(key)
        assert on_disk()[FIRST].defer_until == day
        assert app.status.startswith(f"Deferred to {words.partition(', ')[2]}: Mitigating")
        assert app.status.endswith("u to undo")
        assert app.cursor == SECOND
        assert app.screen.desk.stale == {FIRST}
        await app.press("u")
        assert on_disk()[FIRST].defer_until is None


async def test_any_other_key_puts_nothing_off(begin, seeded):
    async with begin() as app:
        await app.press("b", "z", "b", "escape", "b", "b")
        assert not seeded.history.changes
        assert app.cursor == FIRST


async def test_what_day_a_text_means_is_told_while_it_is_typed(begin, on_disk):
    async with begin() as app:
        await app.press("b", "d")
        assert "tomorrow, weekend, week" in remark(app)
        await app.press("text:2")
        assert "not a date" in remark(app)
        await app.press("text:w")
        assert "Sat 5 December, in 14 days" in remark(app)
        await app.press("enter")
        assert on_disk()[FIRST].defer_until == "2026-12-05"
        assert app.cursor == SECOND
        assert app.screen.pane_name == "papers"


@pytest.mark.parametrize(("text", "problem"), [("2026-11-21", "is today"), ("soon", "not a date"), ("", "not a date")])
async def test_a_text_that_is_no_day_to_come_stays_in_the_prompt(begin, seeded, text, problem):
    async with begin() as app:
        await app.press("b", "d", f"text:{text}", "enter")
        assert problem in remark(app)
        await app.press("escape")
        assert not seeded.history.changes


async def test_the_name_of_a_day_is_completed(begin, on_disk):
    async with begin() as app:
        await app.press("b", "d", "text:thu", "tab", "enter")
        assert on_disk()[FIRST].defer_until == "2026-11-26"


async def test_the_same_day_is_given_again_to_a_selection_and_to_so_many(begin, on_disk):
    async with begin() as app:
        rows = app.rows
        await app.press("b", "w", "V", "j", ".")
        assert [paper.key for paper in on_disk() if paper.defer_until == "2026-11-28"] == [*rows[:3]]
        assert app.status.startswith("Deferred to Sat 28 November: 2 papers")
        await app.press("g", "g", "5", "b")
        assert "Defer 5 papers to" in app.screen.query_one("#popup")._border_title.plain
        await app.press("t")
        assert [app.library[key].defer_until for key in rows[:6]] == ["2026-11-22"] * 5 + [None]
        assert app.cursor == rows[5]


async def test_tomorrow_repeated_tomorrow_is_the_day_after(begin, clock, on_disk):
    async with begin() as app:
        await app.press("b", "t")
        clock.advance(days=1)
        await app.press(".")
        assert on_disk()[SECOND].defer_until == "2026-11-23"


async def test_a_day_that_has_come_since_is_told_and_not_given_again(begin, clock, on_disk):
    async with begin() as app:
        await app.press("b", "d", "text:2026-11-23", "enter")
        clock.advance(days=2)
        await app.press(".")
        assert app.failed
        assert "is today" in app.status
        assert on_disk()[SECOND].defer_until is None


async def test_a_deferred_paper_is_brought_back_and_its_decision_lasts(begin, on_disk):
    async with begin() as app:
        await app.press("w", "k", "b", "m", "dollar_sign")
        assert FIRST not in app.rows
        await app.press("g", "a", "slash", "text:is:deferred", "enter", "b")
        assert "back now" in menu(app)
        await app.press("b")
        assert app.status.startswith("No longer deferred: ")
        paper = on_disk()[FIRST]
        assert (paper.defer_until, paper.status) == (None, Status.QUEUED)


async def test_a_paper_comes_back_to_its_place_with_a_mark_until_it_is_decided_on(begin, clock, seeded):
    seeded.do(Defer([SECOND], "2026-11-22"))
    async with begin() as app:
        assert SECOND not in app.rows
        clock.advance(days=1)
        app.screen.take_in()
        await app.press("j")
        assert app.cursor == SECOND
        assert app.row_text(1).startswith(" •↺")
        assert app.row_text(0).startswith(" • ")
        await app.press("w")
        assert app.row_text(1).startswith(" ○ ")


async def test_the_mark_of_a_paper_in_the_list_all_the_while_comes_with_its_day(begin, clock, seeded):
    seeded.do(Defer([FIRST], "2026-11-22"))
    async with begin() as app:
        await app.press("slash", "text:is:deferred OR is:inbox", "enter")
        assert app.row_text(0).startswith(" •↷")
        clock.advance(days=1)
        app.screen.take_in()
        await app.press()
        assert app.row_text(0).startswith(" •↺")


async def test_a_paper_that_is_put_off_has_a_mark_until_its_day(begin):
    async with begin() as app:
        await app.press("w", "k", "b", "m")
        assert app.row_text(0).startswith(" ○↷")
        assert app.row_text(1).startswith(" • ")
        await app.press("g", "a", "slash", "text:is:deferred", "enter")
        assert app.row_text(0).startswith(" ○↷")
        await app.press("b", "b")
        assert app.row_text(0).startswith(" ○ ")


async def test_the_mark_can_be_taken_off_without_a_decision(begin, clock, seeded, on_disk):
    seeded.do(Defer([FIRST], "2026-11-22"))
    clock.advance(days=1)
    async with begin() as app:
        await app.press("b")
        assert "take off the mark" in menu(app)
        await app.press("b")
        assert on_disk()[FIRST].defer_until is None
        assert app.row_text(0).startswith(" • ")


@pytest.mark.parametrize(("key", "shown"), [("f9", "f9"), ("w", "b")])
async def test_the_key_to_bring_back_is_the_users_own_unless_it_means_a_day(begin, seeded, key, shown):
    seeded.do(Defer([FIRST], "2026-12-22"))
    settings = (KeySetting("queue", ("ctrl+w",), "config.toml, line 2"), KeySetting("defer", (key,), "line 3"))
    async with begin(config=Config(keys=settings)) as app:
        await app.press("slash", "text:is:deferred", "enter", key)
        assert f"{shown}  back now" in menu(app)


async def test_deferred_rows_are_passed_over_on_the_way_to_the_next_unread_paper(begin):
    async with begin() as app:
        rows = app.rows
        await app.press("j", "b", "t", "b", "t", "g", "g", "n")
        assert app.cursor == rows[3]
        await app.press("N")
        assert app.cursor == rows[0]


@pytest.mark.parametrize(("until", "said"), [
    ("2026-11-28", "Deferred to Sat 28 November"), ("2026-11-20", "↺ Back since Fri 20 November"),
])  # fmt: skip
async def test_the_abstract_says_until_when_and_since_when(begin, seeded, until, said):
    seeded.do(Defer([FIRST], until))
    async with begin() as app:
        await app.press("slash", "text:key:lin2024mitigating is:deferred,returned", "enter")
        assert said in app.pane_text(app.screen.abstract)
        await app.press("w", "g", "a", "slash", *["backspace"] * 60, "text:key:lin2024mitigating", "enter")
        assert "Mitigating" in app.pane_text(app.screen.abstract)
        assert said not in app.pane_text(app.screen.abstract)
