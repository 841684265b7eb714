"""Text that is pasted where no text is expected is offered for import, and nothing else happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

SEED = min((Path(__file__).parent.parent.parent / "seeds").glob("*.txt")).read_text(encoding="utf-8")
NEW = SEED.replace("MLLM-Protector", "MLLM-Detector")
PROSE = "Dear Ann,\n\nit was a [bold]fine[/bold] day.\n"


async def paste(app, text):
    """Paste a text into the app, as terminals do."""
    app.app.post_message(events.Paste(text))
    # From the app to the widget, from there to the form and the screen, and only then to work.
    for _ in range(6):
        await app.pilot.pause()
    await app.press()


def part(app, name):
    return app.app.screen.query_one(f"#{name}")


async def test_a_paste_into_the_list_offers_its_papers_and_enter_imports_them(start, on_disk):
    async with start() as app:
        await paste(app, NEW)
        assert part(app, "import-counts").text == "+ 1 new   ~ 8 merged"
        assert len(app.library) == 48
        await app.press("enter")
        assert app.status == "Imported 9 papers (8 merged) from pasted text · u to undo"
        assert len(on_disk()) == 49
        await app.press("u")
        assert len(on_disk()) == 48


async def test_what_is_pasted_is_no_key(start, on_disk):
    before = on_disk()
    async with start() as app:
        await paste(app, "mswaD$u\nq")
        await app.press("escape", "escape")
        assert app.app.is_running
        assert tuple(on_disk()) == tuple(before)


async def test_escape_from_what_a_paste_offers_is_the_end_of_it(start):
    async with start() as app:
        await paste(app, NEW)
        await app.press("escape")
        assert app.app.screen is app.screen
        assert len(app.library) == 48


async def test_a_paste_that_is_no_list_of_papers_is_told_and_can_be_changed(start):
    async with start() as app:
        await paste(app, PROSE)
        line = part(app, "status")
        assert line.is_error
        assert line.text.startswith("pasted text: not a list of papers")
        assert part(app, "import-text").text == PROSE
        await paste(app, NEW)
        assert part(app, "import-counts").text.startswith("+ 1 new")


async def test_a_paste_into_the_dialog_is_read_at_once(start):
    async with start() as app:
        await app.press("I")
        await paste(app, NEW)
        assert part(app, "import-counts").text == "+ 1 new   ~ 8 merged"
        await app.press("escape")
        assert part(app, "import-text").text == NEW


async def test_a_path_that_is_pasted_into_the_dialog_is_a_path(start):
    async with start() as app:
        await app.press("I")
        await paste(app, "'/some where/list.txt'\n")
        assert part(app, "import-path").value == "/some where/list.txt"


async def test_a_paste_is_cleaned_before_it_is_shown(start):
    async with start() as app:
        await paste(app, "one \x1b]0;owned\x07 two \u202e three")
        assert part(app, "import-text").text == "one \ufffd]0;owned\ufffd two \ufffd three"
        assert part(app, "status").text.isprintable()


async def test_a_paste_too_long_for_the_text_box_is_read_all_the_same(start):
    text = "".join(f"Abstract:We say {i} things that nobody has said before about {i}.\n\n" for i in range(4000))
    async with start() as app:
        await app.press("I")
        await paste(app, text)
        assert part(app, "import-counts").text == "+ 4,000 new"
        assert not part(app, "import-text").text


async def test_a_paste_elsewhere_goes_where_it_is_pasted(start):
    async with start() as app:
        await app.press("slash")
        await paste(app, "illusion")
        assert len(app.rows) == 2
        await app.press("escape", "i")
        await paste(app, NEW)
        assert app.app.screen is app.screen
        await app.press("escape")
        assert app.paper.note == NEW


@pytest.mark.parametrize("blank", ["", " \n\t\n"])
async def test_a_paste_of_nothing_is_nothing(start, blank):
    async with start() as app:
        await paste(app, blank)
        assert app.app.screen is app.screen
