import pytest

from readlist.model.actions import SetStatus
from readlist.model.paper import Status


@pytest.mark.parametrize(("keys", "row"), [
    (["j"], 1), (["down", "down"], 2), (["j", "j", "k"], 1), (["up"], 0), (["G"], 47), (["shift+g"], 47), (["end"], 47),
    (["G", "g", "g"], 0), (["G", "home", "home"], 0), (["G", "j"], 47), (["j", "g", "j"], 2),
])  # fmt: skip
async def test_the_cursor_moves(start, keys, row):
    async with start() as app:
        await app.press(*keys)
        assert app.screen.papers.cursor == row


async def test_half_pages_follow_the_height_of_the_list(start):
    async with start() as app:
        half = app.screen.papers.size.height // 2
        await app.press("ctrl+d", "ctrl+d")
        assert app.screen.papers.cursor == 2 * half
        await app.press("ctrl+u")
        assert app.screen.papers.cursor == half


async def test_the_cursor_is_always_in_view_and_its_paper_beside_it(start):
    async with start(size=(80, 24)) as app:
        await app.press(*["j"] * 20)
        papers = app.screen.papers
        assert papers.top <= papers.cursor < papers.top + papers.size.height
        title = app.paper.display_title
        assert title[:30] in app.pane_text(papers)
        assert title[:30] in app.pane_text(app.screen.abstract)


async def test_a_first_g_says_what_it_waits_for_and_another_key_ends_the_wait(start):
    async with start() as app:
        await app.press("G", "g")
        shown = app.pane_text(app.screen.query_one("#popup"))
        assert "g  First paper" in shown
        assert "i  Go to the inbox" in shown
        await app.press("k", "g")
        assert app.screen.papers.cursor == 46


async def test_next_unread_skips_read_papers_and_goes_round_once(start, seeded):
    keys = seeded.library.keys
    seeded.do(SetStatus([key for key in keys if key not in {keys[3], keys[40]}], Status.READ))
    async with start() as app:
        app.screen.open_view(app.screen.desk.views[-1])
        await app.press("g", "g", "n")
        assert app.cursor == keys[3]
        await app.press("n")
        assert app.cursor == keys[40]
        await app.press("n")
        assert app.cursor == keys[3]
        assert "other end" in app.status
        await app.press("N")
        assert app.cursor == keys[40]


async def test_next_unread_says_when_there_is_none(start, seeded):
    seeded.do(SetStatus(seeded.library.keys, Status.READ))
    async with start() as app:
        app.screen.open_view(app.screen.desk.views[-1])
        await app.press("n")
        assert app.status == "No other unread paper here"
        assert app.screen.papers.cursor == 0


async def test_looking_at_a_paper_marks_nothing(start, seeded):
    async with start() as app:
        await app.press("j", "enter", "j", "escape", "3", "j", "2")
        assert not seeded.history.changes


async def test_the_abstract_scrolls_from_the_list_and_starts_anew_with_another_paper(start):
    async with start(size=(80, 24)) as app:
        await app.press("J")
        assert app.screen.abstract.top == 3
        assert app.screen.papers.cursor == 0
        await app.press("K")
        assert app.screen.abstract.top == 0
        await app.press("J", "j")
        assert app.screen.abstract.top == 0


@pytest.mark.parametrize(("key", "pane"), [("1", "views"), ("2", "papers"), ("3", "abstract"), ("4", "note-text")])
@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40), (200, 60)])
async def test_a_number_gives_a_pane_the_keys_and_room(start, key, pane, size):
    async with start(size=size) as app:
        await app.press(key)
        assert app.app.focused.id == pane
        assert app.app.focused.size.width > 10
        assert app.app.focused.size.height > 5


async def test_tab_goes_round_the_panes_and_back(start):
    async with start(size=(80, 24)) as app:
        seen = []
        for _ in range(4):
            await app.press("tab")
            seen.append(app.screen.pane_name)
        assert seen == ["abstract", "note", "views", "papers"]
        await app.press("shift+tab")
        assert app.screen.pane_name == "views"


@pytest.mark.parametrize(("size", "shown"), [
    ((60, 20), {"papers", "abstract"}),
    ((80, 24), {"papers", "abstract"}),
    ((120, 40), {"views", "papers", "abstract", "note"}),
    ((200, 60), {"views", "papers", "abstract", "note"}),
])  # fmt: skip
async def test_a_terminal_shows_the_panes_that_it_has_room_for(start, size, shown):
    async with start(size=size) as app:
        panes = ("views", "papers", "abstract", "note")
        assert {name for name in panes if app.screen.query_one(f"#{name}").region.area} == shown


async def test_panes_follow_a_resize_at_every_step(start):
    async with start(size=(200, 60)) as app:
        for width, height in [(80, 24), (60, 20), (30, 10), (10, 4), (120, 40), (300, 100)]:
            await app.resize(width, height)
            await app.press("j")
            papers = app.screen.papers
            assert papers.top <= papers.cursor < papers.top + max(1, papers.size.height)
        assert app.screen.views.display


async def test_brackets_go_round_the_views(start):
    async with start() as app:
        await app.press("right_square_bracket")
        assert app.title().startswith("Queue")
        assert "] next view" in app.pane_text(app.screen.papers)
        await app.press("left_square_bracket", "left_square_bracket")
        assert app.title().startswith("All")


async def test_the_views_pane_opens_the_view_that_is_chosen(start):
    async with start() as app:
        await app.press("1", "j", "j")
        assert app.title().startswith("Inbox")
        await app.press("enter")
        assert app.title().startswith("Reading")
        assert app.screen.pane_name == "papers"


async def test_enter_zooms_and_escape_steps_back(start):
    async with start() as app:
        await app.press("enter")
        assert not app.screen.papers.display
        assert app.screen.abstract.size.width > 100
        await app.press("m")
        assert app.library["lin2024mitigating"].status is Status.READ
        assert "TheoremLlama" in app.pane_text(app.screen.abstract)
        await app.press("escape")
        assert app.screen.papers.display
        assert app.screen.pane_name == "papers"


async def test_a_click_chooses_a_paper_and_a_double_click_opens_it(start):
    async with start() as app:
        await app.pilot.click("#papers", offset=(20, 4))
        assert app.screen.papers.cursor == 3
        assert app.paper.display_title[:30] in app.pane_text(app.screen.abstract)
        await app.pilot.click("#papers", offset=(20, 4), times=2)
        await app.pilot.pause()
        assert app.screen.zoomed == "abstract"


async def test_a_click_opens_a_view(start):
    async with start() as app:
        await app.pilot.click("#views", offset=(5, 7))
        await app.pilot.pause()
        assert app.title().startswith("All")
