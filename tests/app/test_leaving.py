"""Screens over the main one are left once, also where two keys or clicks come before the first has been seen to."""

import pytest
from textual import events

from readlist.app.screens.tour import TourScreen


def click(x, y):
    at = (None, x, y, 0, 0, 1, False, False, False)
    return [events.MouseDown(*at), events.MouseUp(*at)]


async def test_clicks_and_a_key_that_come_at_once_close_the_tour_together(start):
    async with start(first_start=True) as app:
        await app.press()
        assert isinstance(app.app.screen, TourScreen)
        x, y = app.app.screen.query_one("#tour").region.offset
        for event in [*click(x + 3, y + 2), events.Key("j", "j"), *click(x + 3, y + 2)]:
            app.app._driver.process_message(event)
        await app.press()
        await app.press("k", "k", "j")
        assert app.app.screen is app.screen
        assert app.cursor == app.rows[1]


@pytest.mark.parametrize(
    "keys",
    [["S"], ["f"], ["I"], ["x"], ["equals_sign"], ["question_mark"], ["g", "question_mark"], ["T"]],
    ids=["statistics", "views", "import", "export", "duplicates", "help", "tour", "triage"],
)
async def test_a_screen_that_is_told_twice_to_leave_takes_no_other_with_it(start, keys):
    async with start() as app:
        await app.press(*keys)
        screen = app.app.screen
        assert screen is not app.screen
        screen.dismiss(None)
        screen.dismiss(None)
        await app.press("j")
        assert app.app.screen is app.screen
        assert app.cursor == app.rows[1]
