"""How reading goes, over the main screen."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from textual.content import Content

from readlist.app.commands.statistics import Statistics
from readlist.app.screens import statistics
from readlist.app.screens.statistics import StatisticsScreen
from readlist.model.actions import SetStatus
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper, Status
from readlist.text import cell_width

SIZES = [(60, 20), (80, 24), (120, 40), (300, 100)]
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


class Adding:
    def __init__(self, **fields):
        self.fields = fields

    def change(self, library, now):
        paper = Paper(key="added", number=library.next_number, added=now, **self.fields)
        return Change("import", "Imported", now, (Edit.adding(paper),))


async def opened(app):
    """Open the screen at the time of the tests, wait until all is counted, and return it."""
    screen = StatisticsScreen(app.screen.desk, app.screen.commands, clock=lambda: NOW)
    await app.app.push_screen(screen)
    await app.press()
    return screen


def shown(screen):
    """All lines of the screen, also those out of view."""
    return ["".join(piece.text for piece in line) for line in screen.query_one("#statistics").lines]


def title(screen):
    return screen.query_one("#statistics")._border_title.plain


async def test_the_command_opens_the_screen_of_all_papers(start):
    async with start() as app:
        await Statistics().run(app.screen)
        await app.press()
        assert isinstance(app.app.screen, StatisticsScreen)
        assert title(app.app.screen) == "Statistics · all 48 papers"
        assert "Papers, 48 in all" in "\n".join(shown(app.app.screen))


async def test_a_list_without_papers_has_no_statistics(start):
    async with start() as app:
        await app.press("text:/tag:none", "enter")
        screen = await opened(app)
        await app.press("v")
        assert shown(screen) == [statistics.NONE]
        assert title(screen) == "Statistics · Inbox · /tag:none · 0"


async def test_what_was_read_today_is_told(start, seeded, clock):
    clock.advance(minutes=5)
    seeded.do(SetStatus(seeded.library.keys[:3], Status.READ))
    async with start(repository=seeded) as app:
        text = "\n".join(shown(await opened(app)))
        assert "last 7 days         3 papers" in text
        assert "streak              1 day in a row" in text
        assert "Queue, 45 unread" in text
        assert "\nToo early for a forecast" in text


async def test_v_turns_to_the_papers_of_the_list_and_back(start):
    async with start() as app:
        await app.press("text:/hallucination", "enter")
        rows = len(app.rows)
        assert 0 < rows < 48
        screen = await opened(app)
        await app.press("v")
        assert title(screen) == f"Statistics · Inbox · /hallucination · {rows}"
        assert f"Papers, {rows} in all" in "\n".join(shown(screen))
        assert "all papers" in app.pane_text(screen.query_one("#hints"))
        await app.press("v", "v", "v")
        assert title(screen) == "Statistics · all 48 papers"
        assert "Papers, 48 in all" in "\n".join(shown(screen))


@pytest.mark.parametrize("key", ["escape", "q", "S", "shift+s"])
async def test_esc_q_and_s_lead_back(start, key):
    async with start() as app:
        await opened(app)
        await app.press(key)
        assert app.app.screen is app.screen


async def test_it_scrolls_by_the_usual_keys(start):
    async with start(size=(80, 24)) as app:
        pane = (await opened(app)).query_one("#statistics")
        end = len(pane.lines) - pane.size.height
        assert end > 0
        for keys, top in (
            (["j", "j"], 2), (["k"], 1), (["k", "k"], 0), (["ctrl+d"], pane.size.height // 2), (["ctrl+u"], 0),
            (["G"], end), (["g"], 0),
        ):  # fmt: skip
            await app.press(*keys)
            assert pane.top == top


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_fits_and_no_word_of_the_forecast_is_cut(start, size):
    async with start(size=size) as app:
        screen = await opened(app)
        pane = screen.query_one("#statistics")
        lines = shown(screen)
        assert max(map(cell_width, lines)) <= pane.size.width - 1
        told = [piece.text for line in pane.lines for piece in line if piece.style == "statistics--strong"]
        assert " ".join(told) == "Too early for a forecast: it takes 3 weeks, and these papers came today"
        hints = app.pane_text(screen.query_one("#hints"))
        assert all(word in hints for word in ("v this list", "j down", "k up", "esc back"))


async def test_hostile_names_are_shown_as_text(start, seeded):
    seeded.do(Adding(tags=("[red]x\x1b[31m",), venue="[bold]Letters[/] \u202eof all"))
    async with start(repository=seeded) as app:
        await app.press("text:/[bold]", "enter")
        screen = await opened(app)
        text = "\n".join(shown(screen))
        assert "[red]x" in text
        assert "[bold]" in text
        assert not any(sign in text for sign in "\x1b\u202e\x9b")
        await app.press("v")
        assert "[bold]" in title(screen)
        assert isinstance(screen.query_one("#statistics")._border_title, Content)
