"""Selecting in the abstract, with the mouse and with keys, and what is copied of it."""

from contextlib import asynccontextmanager

import pytest
from rich.style import Style

from readlist.app.commands import links
from readlist.model.change import Change, Edit
from readlist.model.paper import Paper

FIRST = "lin2024mitigating"
PARAGRAPH = (
    "The first paragraph is long enough that it must be wrapped in a pane of this size, more than once or twice."
)
SECOND = "The second one, with 漢字 and e\u0301 in it."


@pytest.fixture
def reading(start, seeded):
    """Starts the app with a paper of two paragraphs, whose abstract has the whole screen."""

    @asynccontextmanager
    async def run(size=(40, 24), *, abstract=f"{PARAGRAPH}\n\n{SECOND}", **fields):
        class Adding:
            def change(self, _library, now):
                paper = Paper(key="last2026", number=99, title="Last", abstract=abstract, **fields)
                return Change("import", "Imported", now, (Edit.adding(paper),))

        seeded.do(Adding())
        async with start(size=size) as app:
            await app.press("G", "enter")
            yield app

    return run


def line_of(app, text):
    """The line of the pane in which a text stands."""
    lines = app.pane_text(app.screen.abstract).split("\n")
    return next(i for i, line in enumerate(lines) if text in line)


def shown_selected(app):
    """What is drawn as selected, a text for each line."""
    pane = app.screen.abstract
    lines = (pane.render_line(y) for y in range(pane.size.height))
    texts = (
        "".join(s.text for s in line if s.style and Style.parse("reverse").reverse and s.style.reverse)
        for line in lines
    )
    return [text for text in texts if text]


async def drag(app, start, end):
    """Draws the mouse from one cell of the pane's content to another, over the border and padding at the left."""
    pane = app.screen.abstract
    (x, y), (to_x, to_y) = start, end
    await app.pilot.mouse_down(pane, offset=(x + 2, y + 1))
    await app.pilot.hover(pane, offset=(to_x + 2, to_y + 1))
    await app.pilot.mouse_up(pane, offset=(to_x + 2, to_y + 1))
    await app.pilot.pause()


# With the mouse


async def test_a_drag_selects_from_cell_to_cell(reading):
    async with reading() as app:
        y = line_of(app, "The first")
        await drag(app, (4, y), (8, y))
        assert app.screen.abstract.selected_text == "first"
        assert shown_selected(app) == ["first"]
        await drag(app, (8, y), (4, y))
        assert app.screen.abstract.selected_text == "first"


async def test_wrapped_lines_are_one_paragraph_again(reading):
    async with reading() as app:
        first, last = line_of(app, "The first"), line_of(app, "it.")
        assert last > first + 4
        await drag(app, (0, first), (35, last))
        assert app.screen.abstract.selected_text == f"{PARAGRAPH}\n\n{SECOND}"


async def test_a_word_that_was_broken_is_whole_again(reading):
    word = "x" * 30 + "y" * 30
    async with reading(abstract=word) as app:
        y = line_of(app, "xxx")
        await drag(app, (28, y), (1, y + 1))
        assert app.screen.abstract.selected_text == "xx" + word[30 : 30 + len(app.screen.abstract.selected_text) - 2]
        await drag(app, (0, y), (35, y + 1))
        assert app.screen.abstract.selected_text == word


async def test_wide_letters_and_accents_are_selected_whole(reading):
    async with reading(size=(80, 24)) as app:
        y = line_of(app, "漢字")
        x = len("The second one, with ")
        await drag(app, (x + 1, y), (x + 2, y))
        assert app.screen.abstract.selected_text == "漢字"
        x += len("漢字 and ") + 2
        await drag(app, (x, y), (x + 2, y))
        assert app.screen.abstract.selected_text == "e\u0301 i"


async def test_a_click_takes_the_selection_away(reading):
    async with reading() as app:
        y = line_of(app, "The first")
        await drag(app, (4, y), (8, y))
        await app.pilot.click("#abstract", offset=(6, y + 1))
        assert not app.screen.abstract.selected_text
        assert not shown_selected(app)


async def test_a_drag_over_a_link_opens_nothing_and_selects_it_without_its_number(reading, monkeypatch):
    opened = []
    monkeypatch.setattr(links, "open_address", lambda address, _: opened.append(address) or True)
    async with reading(url="https://example.org/a-rather-long-address/of-a-page") as app:
        y = line_of(app, "1 https://example.org")
        await drag(app, (0, y), (30, y + 1))
        assert app.screen.abstract.selected_text == "https://example.org/a-rather-long-address/of-a-page"
        assert not opened


async def test_a_drag_beyond_the_pane_brings_more_into_view(reading):
    async with reading(size=(40, 12), abstract="\n".join(f"line {i}" for i in range(60))) as app:
        pane = app.screen.abstract
        y = line_of(app, "line 2")
        await app.pilot.mouse_down(pane, offset=(2, y + 1))
        for x in range(12):
            await app.pilot.hover("#status", offset=(x, 0))
        await app.pilot.mouse_up("#status", offset=(0, 0))
        await app.pilot.pause()
        assert pane.top >= 10
        assert pane.selected_text.startswith("line 2\nline 3\n")
        assert f"line {pane.top}" in pane.selected_text


async def test_another_paper_has_no_selection(reading):
    async with reading() as app:
        y = line_of(app, "The first")
        await drag(app, (4, y), (8, y))
        await app.press("2", "k")
        assert not app.screen.abstract.selected_text


@pytest.mark.parametrize("ends", ["forwards", "backwards"])
async def test_what_is_selected_stays_so_at_another_width(reading, ends):
    async with reading(url="https://example.org/a-rather-long-address/of-a-page") as app:
        first, last = (4, line_of(app, "The first")), (20, line_of(app, "1 https"))
        await drag(app, *((first, last) if ends == "forwards" else (last, first)))
        selected = app.screen.abstract.selected_text
        assert selected.startswith("first paragraph")
        assert selected.endswith("https://example.org")
        for width in (60, 25, 100, 40):
            await app.resize(width, 24)
            await app.pilot.pause()
            assert app.screen.abstract.selected_text == selected
            assert "first paragraph" in "".join(shown_selected(app))


async def test_lines_that_are_selected_are_whole_at_another_width_too(reading):
    async with reading() as app:
        await app.press("v", "j")
        selected = app.screen.abstract.selected_text
        await app.resize(100, 24)
        await app.pilot.pause()
        assert app.screen.abstract.selected_text.startswith(selected)
        assert len(shown_selected(app)) == 1
        await app.press("j", "j", "j")
        assert app.screen.abstract.selected_text == f"{PARAGRAPH}\n\n{SECOND}"


async def test_a_star_leaves_the_selection_alone(reading):
    async with reading() as app:
        y = line_of(app, "The first")
        await drag(app, (4, y), (8, y))
        await app.press("s")
        assert app.screen.abstract.selected_text == "first"


# With keys


async def test_v_selects_lines_and_moving_selects_more(reading):
    async with reading() as app:
        await app.press("v")
        assert len(shown_selected(app)) == 1
        assert app.screen.abstract.selected_text.startswith("The first")
        await app.press("j", "j")
        assert len(shown_selected(app)) == 3
        assert PARAGRAPH.startswith(app.screen.abstract.selected_text)
        await app.press("k")
        assert len(shown_selected(app)) == 2
        await app.press("G")
        assert app.screen.abstract.selected_text.startswith(f"{PARAGRAPH}\n\n{SECOND}")


async def test_v_again_begins_where_one_has_come_to(reading):
    async with reading() as app:
        await app.press("v", *"jjjjj", "v", "j")
        assert app.screen.abstract.selected_text == SECOND[: len(app.screen.abstract.selected_text)]
        assert app.screen.abstract.selected_text


async def test_escape_ends_the_selection_and_only_then_goes_back(reading):
    async with reading() as app:
        await app.press("v", "j", "escape")
        assert not shown_selected(app)
        assert app.screen.zoomed == "abstract"
        await app.press("escape")
        assert app.screen.zoomed is None


async def test_the_selection_scrolls_with_its_end(reading):
    async with reading(size=(40, 12), abstract="\n".join(f"line {i}" for i in range(60))) as app:
        await app.press("v", *["ctrl+d"] * 8)
        pane = app.screen.abstract
        assert pane.top > 20
        assert pane.selected_text.startswith("line 0\nline 1\n")
        await app.press("g", "g")
        assert pane.top == 0
        assert pane.selected_text.startswith("Last\n")


async def test_a_number_before_v_selects_so_many_lines(reading):
    async with reading() as app:
        await app.press("5", "v")
        assert len(shown_selected(app)) == 5 - 1  # One of them is empty.


async def test_v_makes_lines_of_what_the_mouse_has_selected(reading):
    async with reading() as app:
        y = line_of(app, "The first")
        await drag(app, (4, y), (8, y + 1))
        await app.press("v")
        assert app.screen.abstract.selected_text.startswith("The first")
        assert len(shown_selected(app)) == 2


# Copied


@pytest.mark.parametrize("key", ["y", "Y"])
async def test_y_copies_what_is_selected_and_ends_the_selection(reading, key):
    async with reading() as app:
        await app.press("v", "j", "j", "j", key)
        assert app.app.clipboard == PARAGRAPH
        assert app.status == "Copied 22 words"
        assert not shown_selected(app)
        await app.press(key, "k")
        assert app.app.clipboard == "[@last2026]"


async def test_ctrl_c_copies_what_is_selected_and_else_says_how_to_quit(reading):
    async with reading() as app:
        y = line_of(app, "The first")
        await drag(app, (4, y), (8, y))
        await app.press("ctrl+c")
        assert app.app.clipboard == "first"
        assert shown_selected(app) == ["first"]
        await app.press("escape", "ctrl+c")
        assert app.status == "ctrl+q quits"


async def test_in_the_list_y_copies_the_paper_whatever_is_selected_in_the_abstract(start):
    async with start() as app:
        await app.press("3", "v", "2", "y")
        assert app.app.clipboard == f"[@{FIRST}]"


async def test_v_does_nothing_in_the_list(start):
    async with start() as app:
        await app.press("v")
        assert not app.screen.abstract.selected_text


async def test_a_drag_over_the_panes_selects_nothing_of_the_screen(start):
    async with start() as app:
        await app.pilot.mouse_down("#papers", offset=(5, 2))
        await app.pilot.hover("#abstract", offset=(5, 3))
        await app.pilot.mouse_up("#abstract", offset=(5, 3))
        await app.press("ctrl+c")
        assert not app.screen.selections
        assert not app.app.clipboard
