"""The mouse: what is clicked, turned, held and dragged."""

import pytest
from textual.events import MouseScrollDown

MEDIUM, NARROW, WIDE = (120, 40), (80, 24), (200, 60)


def region(app, name):
    """The part of the screen that a pane has, with its border."""
    return app.screen.query_one(f"#{name}").region


async def drag(app, start, end):
    """Press the button at a cell of the screen, and let go at another one."""
    await app.pilot.mouse_down(offset=start)
    await app.pilot.hover(offset=end)
    await app.pilot.mouse_up(offset=end)
    await app.pilot.pause()


def edges(app):
    """A cell of each border that is on the screen, of both its lines, by what is before it."""
    found = {}
    for before, behind in (("views", "papers"), ("papers", "reading"), ("abstract", "note")):
        first, second = region(app, before), region(app, behind)
        if not (first.area and second.area):
            continue
        if first.right == second.x:
            found[before] = [(x, second.y + 3) for x in (first.right - 1, second.x)]
        else:
            found[before] = [(second.x + 3, y) for y in (first.bottom - 1, second.y)]
    return found


@pytest.mark.parametrize(("size", "borders"), [
    (NARROW, ["papers"]), (MEDIUM, ["views", "papers", "abstract"]), (WIDE, ["views", "papers", "abstract"]),
])  # fmt: skip
@pytest.mark.parametrize("line", [0, 1])
async def test_a_border_goes_with_the_mouse_to_the_very_cell(start, size, borders, line):
    async with start(size=size) as app:
        assert list(edges(app)) == borders
        for name in borders:
            x, y = edges(app)[name][line]
            upright = edges(app)[name][0][0] != edges(app)[name][1][0]
            for by in (4, -6, 1):
                await drag(app, (x, y), (x + by, y) if upright else (x, y + by))
                now = edges(app)[name][line]
                assert now[0 if upright else 1] == (x if upright else y) + by, (name, by)
                await drag(app, now, (x, now[1]) if upright else (now[0], y))
                assert edges(app)[name][line] == (x, y)


async def test_panes_keep_their_shares_at_another_size(start):
    async with start(size=MEDIUM) as app:
        y = region(app, "reading").y
        await drag(app, (50, y), (50, 9))
        assert region(app, "papers").height == 9
        await app.resize(120, 78)
        assert region(app, "papers").height == 18
        await app.resize(*MEDIUM)
        assert region(app, "papers").height == 9


@pytest.mark.parametrize("size", [(60, 20), NARROW, MEDIUM, WIDE])
@pytest.mark.parametrize("to", [(0, 0), "end"])
async def test_no_pane_can_be_dragged_away(start, size, to):
    async with start(size=size) as app:
        shown = [name for name in ("views", "papers", "abstract", "note") if region(app, name).area]
        for name in edges(app):
            await drag(app, edges(app)[name][0], (size[0] - 1, size[1] - 1) if to == "end" else to)
        for name in shown:
            assert min(app.screen.query_one(f"#{name}").size) >= 2, name


async def test_a_double_click_on_a_border_puts_it_back(start):
    async with start(size=MEDIUM) as app:
        before = region(app, "papers")
        x, y = edges(app)["papers"][0]
        await drag(app, (x, y), (x, y + 7))
        assert region(app, "papers") != before
        await app.pilot.click(offset=(x, y + 7), times=2)
        await app.press()
        assert region(app, "papers") == before
        assert app.screen.zoomed is None


async def test_a_border_that_is_clicked_moves_no_cursor(start):
    async with start(size=MEDIUM) as app:
        await app.press("G")
        papers = region(app, "papers")
        for offset in [(papers.x, papers.y + 3), (papers.x + 9, papers.y), (papers.x + 9, papers.bottom - 1)]:
            await app.pilot.click(offset=offset)
        assert app.cursor == app.rows[-1]
        await app.press("1", "j")
        before = app.screen.views.cursor
        await app.pilot.click("#views", offset=(5, 0))
        assert app.screen.views.cursor == before


async def test_two_hundred_steps_of_a_drag_lay_the_panes_out_no_oftener_than_they_are_drawn(start):
    async with start(size=MEDIUM) as app:
        await app.pilot.mouse_down(offset=(50, region(app, "reading").y))
        await app.press()
        laid_out = []
        app.screen.screen_layout_refresh_signal.subscribe(app.screen, laid_out.append, immediate=True)
        for step in range(200):
            app.screen.panes.borders.drag(50, 8 + step % 20)
            app.screen.panes.make_room()
        await app.press()
        assert region(app, "papers").height == 27
        assert len(laid_out) <= 2


# Clicks


async def test_a_click_chooses_a_row_and_two_open_it(start):
    async with start(size=MEDIUM) as app:
        await app.pilot.click("#papers", offset=(20, 4))
        await app.press()
        assert app.cursor == app.rows[3]
        assert app.library[app.rows[3]].title[:20] in app.pane_text(app.screen.abstract)
        await app.pilot.click("#papers", offset=(20, 6), times=2)
        await app.press()
        assert (app.cursor, app.screen.zoomed) == (app.rows[5], "abstract")


async def test_a_double_click_below_the_last_paper_opens_none(start):
    async with start(size=MEDIUM) as app:
        await app.press("slash", "text:mllm-protector", "enter")
        await app.pilot.click("#papers", offset=(20, 12), times=2)
        await app.press()
        assert app.screen.zoomed is None


async def test_a_click_opens_a_view_and_one_on_a_value_filters_by_it(start):
    async with start(size=MEDIUM) as app:
        await app.press()
        await app.pilot.click("#views", offset=(5, 7))
        await app.press()
        assert app.screen.desk.view.name == "All"
        line = next(
            y for y in range(app.screen.views.size.height) if "EMNLP 2024" in app.screen.views.render_line(y).text
        )
        await app.pilot.click("#views", offset=(5, line + 1))
        await app.press()
        assert app.screen.desk.filter_text.startswith("venue:")
        assert len(app.rows) == 4


async def test_a_click_on_a_link_leads_there(start):
    async with start(size=WIDE) as app:
        linked = next(row for row, key in enumerate(app.rows) if app.library[key].addresses)
        await app.press(*"j" * linked, "3", "G")
        abstract = app.screen.abstract
        line = next(y for y in range(abstract.size.height) if "https://" in abstract.render_line(y).text)
        await app.pilot.click("#abstract", offset=(8, line + 1))
        await app.press()
        assert app.status.startswith(("Opened https://", "No browser here; copied https://"))


# Wheel and scrollbar


@pytest.mark.parametrize("name", ["papers", "abstract", "views"])
async def test_the_wheel_turns_the_pane_under_the_pointer_and_moves_no_cursor(start, name):
    async with start(size=(120, 20)) as app:
        await app.press()
        pane = app.screen.query_one(f"#{name}")
        others = [other for other in app.screen.query("Pane") if other is not pane]
        cursors = app.cursor, app.screen.views.cursor, app.screen.pane_name
        for _ in range(2):
            await app.pilot._post_mouse_events([MouseScrollDown], pane, (5, 4))
        assert pane.top > 0
        assert not any(other.top for other in others)
        assert (app.cursor, app.screen.views.cursor, app.screen.pane_name) == cursors


@pytest.mark.parametrize("name", ["papers", "abstract", "views"])
async def test_the_scrollbar_goes_with_the_mouse_and_moves_no_cursor(start, name):
    async with start(size=(120, 20)) as app:
        await app.press()
        pane = app.screen.query_one(f"#{name}")
        cursors = app.cursor, app.screen.views.cursor
        content = pane.content_region
        edge = content.right - 1
        await drag(app, (edge, content.y), (edge, content.bottom - 1))
        assert pane.top == pane.line_count() - pane.size.height
        await drag(app, (edge, content.bottom - 1), (edge, content.y))
        assert pane.top == 0
        assert (app.cursor, app.screen.views.cursor) == cursors
        assert not app.screen.abstract.selects


async def test_a_click_on_the_footer_presses_the_key(start):
    async with start(size=(120, 40)) as app:
        hints = app.screen.query_one("#hints")
        first, line = app.cursor, app.pane_text(hints)
        await app.pilot.click(hints, offset=(line.index("s star") + 3, 0))
        await app.press()
        assert app.library[first].starred
        await app.pilot.click(hints, offset=(line.index("/ filter") + 1, 0))
        await app.press()
        assert app.screen.prompting.is_open
        line = app.pane_text(hints)
        await app.pilot.click(hints, offset=(line.index("esc"), 0))
        await app.press()
        assert not app.screen.prompting.is_open
        await app.pilot.click(hints, offset=(app.pane_text(hints).index("? help"), 0))
        await app.press()
        assert app.app.screen.query("#help")
