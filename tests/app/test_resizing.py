"""The terminal made smaller and larger while something is open: every line fits, and keys still work."""

from __future__ import annotations

import pytest

from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.prompt_input import PromptInput
from readlist.text import cell_width

LARGE, SIZES = (200, 60), [(60, 20), (80, 24), (200, 60)]

OPEN = {
    "list": [],
    "views": ["1"],
    "abstract": ["3"],
    "abstract zoomed": ["enter"],
    "abstract selected": ["3", "v", "j"],
    "note": ["4"],
    "note zoomed": ["4", "z", "z"],
    "panes folded": ["z", "3", "z", "1"],
    "selection": ["space", "space", "V", "j"],
    "number": ["5"],
    "filter": ["slash", "text:lan"],
    "wrong filter": ["slash", "text:colour:red"],
    "go to": ["colon", "text:lin"],
    "tags": ["t", "text:+ml"],
    "remove tags": ["minus"],
    "view's name": ["slash", "text:lan", "enter", "F", "text:Mine"],
    "date": ["b", "d", "text:2w"],
    "links": ["O"],
    "first of two keys": ["g"],
    "zoom keys": ["z"],
    "days": ["b"],
    "copy": ["Y"],
    "removal": ["D"],
    "note's editor": ["i", "text:words"],
    "note's editor zoomed": ["4", "z", "z", "i", "text:words"],
    "help": ["question_mark", "text:star"],
    "tour": ["g", "question_mark"],
    "saved views": ["f"],
    "statistics": ["S"],
    "import": ["I"],
    "export": ["x"],
    "duplicates": ["equals_sign"],
    "triage": ["T"],
    "triage's tags": ["T", "t", "text:+ml"],
    "triage's days": ["T", "b"],
    "triage's help": ["T", "question_mark"],
    "triage's summary": ["T", "w", "escape"],
}


def lines_of(app):
    """What stands on the terminal, line by line."""
    return ["".join(segment.text for segment in strip) for strip in app.app.screen._compositor.render_strips()]


def assert_fits(app, size):
    """That the lines are as many and as wide as the terminal, and that no widget sticks out of it."""
    width, height = size
    lines = lines_of(app)
    assert len(lines) == height
    assert {cell_width(line) for line in lines} == {width}, "\n".join(lines)
    screen = app.app.screen
    for widget in screen.walk_children():
        if widget.is_on_screen and widget.display and widget.region.area and not widget.parent.is_scrollable:
            assert widget.region in screen.region, widget
    for hints in screen.query(KeyHints):
        assert app.pane_text(hints).strip()


@pytest.mark.parametrize("keys", OPEN.values(), ids=OPEN)
async def test_what_is_open_stays_open_and_fits_and_keys_work_on(start, keys):
    async with start(size=LARGE) as app:
        await app.press(*keys)
        screen, focused = app.app.screen, app.app.focused
        asked = [line.value for line in screen.query(PromptInput)]
        for size in SIZES:
            await app.resize(*size)
            await app.press()
            assert_fits(app, size)
            assert (app.app.screen, app.app.focused) == (screen, focused)
            assert [line.value for line in screen.query(PromptInput)] == asked
        for _ in range(5):
            await app.press("escape")
        assert app.app.screen is app.screen
        await app.press("g", "g", "j", "s")
        assert app.cursor == app.rows[1]
        assert app.paper.starred
