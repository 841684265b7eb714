"""Undo and redo in the app, of what was done in it and beside it."""

from __future__ import annotations

from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus
from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.paper import Status
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"
SECOND = "wang2024theoremllama"
THIRD = "pi2024mllm"
NARROW = (80, 24)


class Unrecorded:
    """Changes a paper in a way that is no action in the history, as when the record of one was lost."""

    def __init__(self, key, **fields):
        self.key, self.fields = key, fields

    def change(self, library, now):
        edit = Edit.of_fields(library[self.key], **self.fields)
        return Change("lost", "Lost", now, (edit,), kind=ChangeKind.UNDO, of=1_000_000)


async def test_u_goes_back_through_what_both_sides_did_and_says_what_it_was(start, seeded, on_disk):
    async with start() as app:
        await app.press("m")
        Repository(seeded.directory).do(SetStarred([THIRD]))
        await app.press("u")
        assert app.status.startswith("Undone: Starred: MLLM-Protector")
        assert app.cursor == THIRD
        assert not on_disk()[THIRD].starred
        await app.press("u")
        assert app.status == "Undone: Read: Mitigating the Alignment Tax of RLHF · ctrl+r to redo"
        assert app.cursor == FIRST
        await app.press("u")
        assert app.status == "Nothing to undo"


async def test_ctrl_r_does_again_what_the_command_line_undid(start, seeded, on_disk):
    async with start() as app:
        await app.press("m")
        assert Repository(seeded.directory).undo() is not None
        await app.press("ctrl+r")
        assert app.status == "Done again: Read: Mitigating the Alignment Tax of RLHF · u to undo"
        assert on_disk()[FIRST].status is Status.READ


async def test_a_new_action_of_the_command_line_is_an_end_to_redo(start, seeded):
    async with start() as app:
        await app.press("m", "u")
        Repository(seeded.directory).do(SetStarred([THIRD]))
        await app.press("ctrl+r")
        assert app.status == "Nothing to redo"


async def test_papers_that_the_command_line_removed_come_back_to_their_rows(start, seeded):
    async with start() as app:
        rows = app.rows
        Repository(seeded.directory).do(Remove([FIRST, THIRD]))
        await app.press("u")
        assert app.status == "Undone: Removed: 2 papers · ctrl+r to redo"
        assert app.rows == rows
        await app.press("ctrl+r")
        assert app.rows == tuple(key for key in rows if key not in {FIRST, THIRD})


async def test_a_bulk_action_of_the_command_line_is_one_step(start, seeded):
    async with start() as app:
        Repository(seeded.directory).do(SetStatus([FIRST, SECOND, THIRD], Status.ARCHIVED))
        await app.press("u")
        assert app.status == "Undone: Archived: 3 papers · ctrl+r to redo"
        assert {app.library[key].status for key in (FIRST, SECOND, THIRD)} == {Status.INBOX}


async def test_what_was_changed_since_stays_and_is_told_where_it_is_not_cut_off(start, seeded, on_disk):
    async with start(size=NARROW) as app:
        Repository(seeded.directory).do(SetNote(FIRST, "ours"))
        await app.press("s")
        Repository(seeded.directory).do(Unrecorded(FIRST, note="theirs"))
        await app.press("u")
        assert app.status.startswith("Undone: Starred: ")
        await app.press("u")
        line = app.pane_text(app.screen.query_one("#status"))
        assert "Undone: nothing (its note changed since, left as it is)" in line
        assert on_disk()[FIRST].note == "theirs"
        await app.press("u")
        assert app.status == "Nothing to undo"


async def test_of_a_selection_what_was_not_changed_since_goes_back(start, seeded):
    async with start(size=NARROW) as app:
        await app.press("space", "space", "space", "m")
        Repository(seeded.directory).do(Unrecorded(SECOND, status="queued"))
        await app.press("u")
        line = app.pane_text(app.screen.query_one("#status"))
        assert "Undone: in part (1 paper changed since, left as it is)" in line
        assert [app.library[key].status for key in (FIRST, SECOND, THIRD)] == ["inbox", "queued", "inbox"]
