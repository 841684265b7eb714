import pytest

from readlist.config import AppConfig, Config
from readlist.model.actions import Remove, SetStarred
from readlist.model.paper import Status
from readlist.store import disk
from readlist.store.repository import Repository

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"


@pytest.mark.parametrize(
    ("key", "status", "steps"),
    [("m", Status.READ, True), ("w", Status.QUEUED, True), ("a", Status.ARCHIVED, True), ("r", Status.READING, False)],
)
async def test_one_key_decides_says_so_lasts_and_steps_on(start, on_disk, key, status, steps):
    async with start() as app:
        await app.press(key)
        assert app.library[FIRST].status is status
        assert on_disk()[FIRST].status is status
        assert "Mitigating the Alignment Tax of RLHF" in app.status
        assert app.status.endswith("u to undo")
        assert app.cursor == (SECOND if steps else FIRST)


@pytest.mark.parametrize("key", ["m", "w", "a", "r"])
async def test_the_same_key_again_takes_it_back(start, key):
    async with start() as app:
        await app.press(key, "g", "g", key)
        assert app.library[FIRST].status is Status.INBOX


async def test_the_star_comes_and_goes_and_the_cursor_stays(start, on_disk):
    async with start() as app:
        await app.press("s")
        assert on_disk()[FIRST].starred
        assert "★" in app.row_text(0)
        await app.press("s")
        assert not on_disk()[FIRST].starred
        assert "★" not in app.row_text(0)
        assert app.cursor == FIRST


async def test_auto_advance_can_be_switched_off(start):
    async with start(config=Config(app=AppConfig(auto_advance=False))) as app:
        await app.press("m")
        assert app.cursor == FIRST


async def test_on_the_last_paper_the_cursor_stays(start):
    async with start() as app:
        await app.press("G", "m")
        assert app.cursor == app.rows[-1]
        assert app.paper.status is Status.READ


async def test_rows_acted_on_stay_dimmed_until_they_are_swept(start):
    async with start() as app:
        await app.press("m")
        assert app.rows[0] == FIRST
        assert app.screen.desk.stale == {FIRST}
        assert "✓" in app.row_text(0)
        await app.press("dollar_sign")
        assert FIRST not in app.rows
        assert app.cursor == SECOND
        assert app.status == "Swept 1 row"


async def test_rows_acted_on_go_with_another_view(start):
    async with start() as app:
        await app.press("m", "right_square_bracket", "left_square_bracket")
        assert FIRST not in app.rows


async def test_counts_follow_every_change_at_once(start):
    async with start() as app:
        await app.press("m", "w", "a", "s")
        assert dict(app.screen.desk.counts) == {
            "Inbox": 45, "Queue": 1, "Reading": 0, "Starred": 1, "Read": 1, "Archived": 1, "All": 47,
        }  # fmt: skip
        assert "Inbox        45" in app.pane_text(app.screen.views)


async def test_a_selection_is_acted_on_as_one_change(start, on_disk):
    async with start() as app:
        await app.press("space", "space", "j", "space")
        assert app.status.startswith("3 selected")
        await app.press("m")
        read = [paper.key for paper in on_disk() if paper.status is Status.READ]
        assert read == [FIRST, SECOND, app.rows[3]]
        assert app.status == "Read: 3 papers · u to undo"
        assert not app.screen.papers.selected
        await app.press("u")
        assert not [paper for paper in on_disk() if paper.status is Status.READ]


async def test_escape_selects_nothing(start):
    async with start() as app:
        await app.press("space", "escape", "s")
        assert [paper.key for paper in app.library if paper.starred] == [SECOND]


async def test_all_means_what_is_shown(start, on_disk):
    async with start() as app:
        await app.press("slash", "text:chain-of-thought", "enter")
        shown = app.rows
        assert 0 < len(shown) < 10
        await app.press("asterisk")
        assert app.status.startswith(f"{len(shown)} selected")
        await app.press("w")
        assert [paper.key for paper in on_disk() if paper.status is Status.QUEUED] == list(shown)


async def test_undo_and_redo_say_what_it_was_and_go_there(start, on_disk):
    async with start() as app:
        await app.press("m", "j", "j", "u")
        assert app.status == "Undone: Read: Mitigating the Alignment Tax of RLHF · ctrl+r to redo"
        assert app.cursor == FIRST
        assert on_disk()[FIRST].status is Status.INBOX
        await app.press("ctrl+r")
        assert app.status == "Done again: Read: Mitigating the Alignment Tax of RLHF · u to undo"
        assert on_disk()[FIRST].status is Status.READ


async def test_there_is_an_end_to_undo_and_redo(start):
    async with start() as app:
        await app.press("u")
        assert app.status == "Nothing to undo"
        await app.press("ctrl+r")
        assert app.status == "Nothing to redo"


async def test_what_another_program_did_is_shown_and_the_cursor_keeps_its_paper(start, seeded):
    async with start() as app:
        await app.press("j", "space")
        app.screen.papers.move_to(1)
        Repository(seeded.directory).do(SetStarred([FIRST, SECOND]))
        app.screen.take_in()
        await app.pilot.pause()
        assert app.paper.starred
        assert app.cursor == SECOND
        assert app.screen.papers.selected == {SECOND}
        assert "★" in app.row_text(0)


async def test_a_paper_that_another_program_removed_is_told_and_its_row_goes(start, seeded):
    async with start() as app:
        Repository(seeded.directory).do(Remove([FIRST]))
        await app.press("m")
        assert app.failed
        assert FIRST in app.status
        assert FIRST not in app.rows
        assert app.cursor == SECOND


async def test_a_change_that_cannot_be_saved_is_told_and_not_shown(start, monkeypatch):
    async with start() as app:

        def full(*_):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync", full)
            await app.press("m")
        assert app.failed
        assert "No space left on device" in app.status
        assert app.library[FIRST].status is Status.INBOX
        assert app.cursor == FIRST
        await app.press("m")
        assert not app.failed
        assert app.library[FIRST].status is Status.READ
