"""Terminals of all sizes, and panes that are zoomed, folded away and made larger."""

from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.app.key_input import KeyMenu, MenuEntry
from readlist.app.screens.room import ALL, FOLDING, Border, PaneState, room_for, share_for

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60), (300, 100)]
PANES = ("views", "papers", "abstract", "note")


def screen_lines(app):
    """What stands on the screen, line by line."""
    return ["".join(segment.text for segment in strip) for strip in app.app.screen._compositor.render_strips()]


def shown(app):
    """The panes that are on the screen."""
    return [name for name in PANES if app.screen.query_one(f"#{name}").region.area]


def assert_whole(app, size):
    """That what is on the screen fills it, with no pane cut off and none over another."""
    width, height = size
    lines = screen_lines(app)
    assert len(lines) == height
    assert {line_cells(line) for line in lines} == {width}
    regions = [app.screen.query_one(f"#{name}").region for name in shown(app)]
    assert sum(region.area for region in regions) == width * app.screen.panes.region.height
    assert all(not one.overlaps(other) for one in regions for other in regions if one is not other)


def line_cells(line):
    """Cells of a line without wide characters."""
    assert all(ord(character) < 0x2600 or character in "★✓✎≈" for character in line), line
    return len(line)


@pytest.mark.parametrize("size", SIZES)
async def test_the_screen_is_filled_at_every_size(start, size):
    async with start(size=size) as app:
        await app.press()
        for pane in ("1", "2", "3", "4"):
            await app.press(pane)
            assert_whole(app, size)
        assert screen_lines(app)[-1].rstrip().endswith("? help")


@pytest.mark.parametrize("size", SIZES)
async def test_the_titles_of_the_panes_are_whole(start, size):
    async with start(size=size) as app:
        for key, title in zip("1234", ("Views", "Inbox · 48", "Abstract", "Note"), strict=True):
            await app.press(key)
            assert f"━ {title} ━" in "\n".join(screen_lines(app))


@pytest.mark.parametrize("size", [(59, 20), (60, 19), (40, 12), (39, 30), (30, 8), (20, 5), (10, 3), (1, 1)])
async def test_a_small_terminal_is_told_of_and_the_list_works_there(start, size):
    async with start(size=size) as app:
        await app.press("j", "j")
        assert app.cursor == app.rows[2]
        assert app.screen.query_one("#status").text.startswith("Small terminal")
        if size[0] >= 20 and size[1] >= 5:
            assert app.paper.title[:6] in "\n".join(screen_lines(app))
        await app.resize(120, 40)
        assert not app.status
        assert shown(app) == list(PANES)


WHILE = {
    "filter": ["slash", "text:lan"],
    "tags": ["t", "text:+ml"],
    "go to": ["colon", "text:prompt"],
    "menu": ["g"],
    "removal": ["D"],
    "note": ["i", "text:words"],
    "zoom": ["enter"],
    "help": ["?"],
    "import": ["I"],
    "saved views": ["f"],
    "statistics": ["S"],
}


@pytest.mark.parametrize("keys", WHILE.values(), ids=WHILE)
async def test_the_terminal_can_be_resized_during_everything(start, keys):
    async with start(size=(120, 40)) as app:
        await app.press(*keys)
        before = app.app.screen, app.app.focused
        for size in [(60, 20), (300, 100), (30, 8), (5, 2), (80, 24), (120, 40)]:
            await app.resize(*size)
            assert {len(screen_lines(app))} == {size[1]}
        assert (app.app.screen, app.app.focused) == before
        await app.press("escape")
        await app.press("escape", "escape", "g", "g", "j")
        assert app.cursor == app.rows[1]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (60, 12), (40, 8)])
async def test_ten_keys_of_a_popup_are_all_on_the_screen(start, size):
    async with start(size=size) as app:
        popup = app.screen.query_one("#popup")
        chosen = []
        entries = [MenuEntry(key, f"does {key}", partial(chosen.append, key)) for key in "abcdefghij"]
        app.screen.keys.ask(KeyMenu("Ten keys", entries))
        await app.pilot.pause()
        assert popup.region in app.screen.region
        text = "\n".join(screen_lines(app))
        assert all(f"does {key}" in text for key in "abcdefghij")
        inside = popup.content_region
        line = next(y for y in range(inside.height) if "does i" in popup.render_line(y).text)
        await app.pilot.click(offset=(inside.x + popup.render_line(line).text.index("does i"), inside.y + line))
        await app.press()
        assert chosen == ["i"]


# Zoom and folds


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", ["1", "2", "3", "4"])
async def test_each_pane_is_zoomed_and_fills_the_screen(start, size, key):
    async with start(size=size) as app:
        await app.press(key)
        before = shown(app)
        await app.press("z", "z")
        assert shown(app) == [PANES[int(key) - 1]]
        assert_whole(app, size)
        await app.press("z", "z")
        assert shown(app) == before


async def test_panes_fold_away_and_come_back(start):
    async with start(size=(120, 40)) as app:
        await app.press("z", "1")
        assert shown(app) == ["papers", "abstract", "note"]
        assert app.status == "Folded away: views · z 1 shows it again"
        await app.press("z", "3", "z", "4")
        assert shown(app) == ["papers"]
        assert_whole(app, (120, 40))
        await app.press("z", "4")
        assert shown(app) == ["papers", "note"]
        assert_whole(app, (120, 40))
        await app.press("z", "0")
        assert shown(app) == list(PANES)


async def test_a_pane_that_is_folded_away_is_there_while_it_has_the_keys(start):
    async with start(size=(120, 40)) as app:
        await app.press("z", "3")
        await app.press("3")
        assert "abstract" in shown(app)
        await app.press("2")
        assert "abstract" not in shown(app)
        await app.press("i", "text:words", "escape")
        await app.press("4", "z", "4")
        assert (app.screen.pane_name, shown(app)) == ("papers", ["views", "papers"])


async def test_on_a_narrow_terminal_the_note_takes_the_place_of_an_abstract_that_is_folded_away(start):
    async with start(size=(80, 24)) as app:
        await app.press("z", "3")
        assert shown(app) == ["papers", "note"]
        await app.press("z", "4")
        assert shown(app) == ["papers"]
        assert_whole(app, (80, 24))


@pytest.mark.parametrize(("size", "key", "grows"), [
    ((120, 40), "1", "width"), ((120, 40), "2", "height"), ((120, 40), "3", "width"), ((120, 40), "4", "width"),
    ((80, 24), "2", "height"), ((80, 24), "3", "height"), ((80, 24), "4", "height"), ((80, 24), "1", "width"),
    ((200, 60), "1", "width"), ((200, 60), "2", "width"), ((200, 60), "3", "height"), ((200, 60), "4", "height"),
])  # fmt: skip
async def test_keys_make_the_pane_larger_and_smaller(start, size, key, grows):
    async with start(size=size) as app:
        await app.press(key)
        pane = app.screen.query_one(f"#{PANES[int(key) - 1]}")
        sizes = [getattr(pane.outer_size, grows)]
        for keys in (["}"], ["}"], ["{"], ["{"]):
            await app.press(*keys)
            sizes.append(getattr(pane.outer_size, grows))
        steps = [after - before for before, after in pairwise(sizes)]
        assert steps[0] > 0
        assert steps[1] > 0
        assert steps[2] == steps[3] == -steps[0]


async def test_a_pane_without_a_border_says_so(start):
    async with start(size=(80, 24)) as app:
        await app.press("z", "z", "}")
        assert app.status == "It has no border that can be moved further"


# How the room is divided


@given(
    st.integers(1, 400),
    st.integers(1, 150),
    st.builds(
        PaneState,
        st.sampled_from(sorted(ALL)),
        st.sampled_from([None, *sorted(ALL)]),
        st.frozensets(st.sampled_from(FOLDING)),
        st.dictionaries(st.sampled_from(Border), st.floats(0, 1)),
    ),
)
def test_the_pane_with_the_keys_is_shown_and_no_part_is_empty(width, height, state):
    room = room_for(width, height, state)
    assert (state.zoomed or state.here) in room.shown
    for border in room.borders.values():
        cells, total = room.cells[border]
        assert 0 < cells < total
        if width >= 60 and height >= 20:
            assert min(cells, total - cells) >= (12 if border.upright else 4)


@given(st.sampled_from(Border), st.integers(0, 400), st.integers(48, 400))
def test_a_share_is_worth_the_cells_that_it_was_made_of(border, cells, total):
    share = share_for(border, cells, total)
    assert share_for(border, round(share * total), total) == share
    assert 0 < share < 1


@pytest.mark.parametrize(("text", "aside"), [
    ("Wrote 3 notes", "/a/long/path" * 20), ("Read: " + "a title of a paper " * 20, "u to undo"), ("", "x" * 200),
])  # fmt: skip
async def test_neither_side_of_the_line_at_the_bottom_pushes_the_other_out(start, text, aside):
    async with start(size=(80, 24)) as app:
        app.screen.say(text, aside=aside)
        line = app.pane_text(app.screen.query_one("#status"))
        assert text[:12] in line
        assert aside[:9] in line
        assert len(line) <= 80
