"""What is drawn anew after a key is what has changed: neither less of it than that, nor the whole screen."""

import pytest

from readlist.app.app import ReadlistApp
from readlist.app.widgets.pane import Pane

FILTERS = ("lan", "title:la", "is:unr", "algnm", '"of t')


def filtering(text):
    """The keys that type a filter, and those that take it back by letters."""
    names = {" ": "space", ":": "colon", '"': "quotation_mark", "-": "minus"}
    return ["slash", *(names.get(letter, letter) for letter in text), *["backspace"] * len(text), "escape"]


def lines(pane):
    """What is drawn of a pane with its border, as far as it is not kept from the last time."""
    return [list(line) for line in pane.render_lines(pane.outer_size.region)]


@pytest.mark.parametrize(
    "keys",
    [
        *(filtering(text) for text in FILTERS),
        ["i", *"langla", "escape", *filtering("lan")],
        ["space", "j", "s", "m", "w", "dollar_sign", "u", "u", "u"],
        ["t", *"lan/g", "enter", *filtering("lan")],
        ["right_square_bracket", "right_square_bracket", "left_square_bracket", "left_square_bracket"],
        [*"JJJ", *filtering("lan"), *"KKK"],
    ],
    ids=" ".join,
)
async def test_what_stands_on_the_screen_after_a_key_is_what_would_if_all_were_drawn_anew(start, keys):
    async with start() as app:
        for key in keys:
            await app.pilot.press(key)
            await app.pilot.pause()
            for pane in app.screen.query(Pane):
                shown = lines(pane)
                pane.refresh()
                assert lines(pane) == shown, (key, pane.id)


async def test_a_letter_of_a_filter_moves_nothing_on_the_screen(start):
    async with start() as app:
        await app.press("slash")
        laid_out = []
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, laid_out.append, immediate=True)
        await app.press(*"lang", "backspace")
        assert not laid_out


async def test_a_text_longer_than_its_line_is_shown_to_its_end_and_fills_the_line_while_letters_go(start):
    async with start(size=(60, 20)) as app:
        await app.press("slash")
        line = app.screen.query_one("#prompt-input")
        line.insert_text_at_cursor("abcdefghij" * 6 + "abcdefghi")
        await app.press("j")
        assert line.render_line(0).text.rstrip() == ("abcdefghij" * 7)[1 - line.size.width :]
        await app.press(*["backspace"] * 10)
        assert line.render_line(0).text.rstrip() == ("abcdefghij" * 6)[1 - line.size.width :]


async def test_the_app_says_once_that_its_first_screen_stands(seeded):
    told = []
    app = ReadlistApp(seeded, shown=lambda: told.append(app.screen.papers.size.height))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j")
    assert len(told) == 1
    assert told[0] > 0
