"""The first steps, shown at the first start of a library."""

import pytest

from readlist.app.screens.tour import TourScreen
from readlist.config import Config, KeySetting
from readlist.model.paper import Status
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"


def shown(app):
    """The lines of the tour, None where it is not shown."""
    if not isinstance(app.app.screen, TourScreen):
        return None
    return app.pane_text(app.app.screen.query_one("#tour")).split("\n")


async def test_a_new_library_begins_with_six_lines(start):
    async with start(size=(80, 24), first_start=True) as app:
        await app.press()
        told = shown(app)
        assert len(told) == 6
        text = "\n".join(told)
        for part in ("views, papers, abstract, note", "j k", "m read", "/ ", "i ", "x ", "?"):
            assert part in text
        assert "48 papers" in app.status


async def test_a_library_that_was_there_begins_without(start, seeded):
    async with start(repository=Repository(seeded.directory)) as app:
        await app.press()
        assert shown(app) is None


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_it_says_that_keys_do_more_than_close_it(start, size):
    async with start(size=size, first_start=True) as app:
        await app.press()
        drawn = app.app.screen._compositor.render_strips()
        assert any("esc closes · other keys close it and act" in strip.text for strip in drawn)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (300, 100)])
async def test_it_is_whole_at_every_size(start, size):
    async with start(size=size, first_start=True) as app:
        await app.press()
        assert len(shown(app)) == 6
        tour = app.app.screen.query_one("#tour")
        assert tour.region.width <= size[0]
        assert tour.content_size.height == tour.line_count()


async def test_a_narrow_terminal_wraps_it(start):
    async with start(size=(40, 30), first_start=True) as app:
        await app.press()
        text = " ".join(" ".join(shown(app)).split())
        assert "year:2020.." in text
        assert "s star" in text


async def test_any_key_closes_it_and_does_what_it_does(start):
    async with start(first_start=True) as app:
        await app.press()
        await app.press("m", "w")
        assert shown(app) is None
        assert [app.library[key].status for key in app.rows[:2]] == [Status.READ, Status.QUEUED]


@pytest.mark.parametrize("key", ["escape", "enter"])
async def test_escape_and_enter_only_close_it(start, key):
    async with start(first_start=True) as app:
        await app.press()
        await app.press(key)
        assert shown(app) is None
        assert app.screen.zoomed is None
        assert app.cursor == FIRST
        await app.press("j")
        assert app.cursor == app.rows[1]


async def test_a_click_closes_it(start):
    async with start(first_start=True) as app:
        await app.press()
        await app.pilot.click("#tour")
        await app.press()
        assert shown(app) is None


@pytest.mark.parametrize("keys", [("g", "question_mark"), ("question_mark", "text:tour", "enter")])
async def test_it_can_be_seen_again(start, keys):
    async with start() as app:
        await app.press(*keys)
        assert len(shown(app)) == 6
        await app.press("j")
        assert app.cursor == app.rows[1]


async def test_it_shows_the_keys_of_this_user(start):
    keys = (
        KeySetting("archive", ("Z",), "config.toml:1"),
        KeySetting("star", (), "config.toml:2"),
        KeySetting("filter", ("ctrl+f",), "config.toml:3"),
        KeySetting("write_note", (), "config.toml:4"),
    )
    async with start(first_start=True, config=Config(keys=keys)) as app:
        await app.press()
        text = "\n".join(shown(app))
        assert "Z archive" in text
        assert "star" not in text
        assert "ctrl+f" in text
        assert "write a note" not in text
