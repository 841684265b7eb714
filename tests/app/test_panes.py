"""A pane that is clicked is the one that is worked in: it is highlighted, and the keys move in it."""

from __future__ import annotations

import tempfile

import pytest

from readlist.store import disk

FIRST = "lin2024mitigating"
PANES = ["views", "papers", "abstract"]
SIZE = (120, 20)
"""All panes have room, and the abstract more lines than fit."""


def places(app):
    """What `j` would move, by pane: the lines under the cursors, the first line of the abstract that is in view."""
    return {"views": app.screen.views.cursor, "papers": app.cursor, "abstract": app.screen.abstract.top}


def highlighted(app):
    """The panes that are drawn as the one that has the keys."""
    return [name for name in (*PANES, "note") if app.screen.query_one(f"#{name}").styles.border_top[0] == "heavy"]


async def click(app, pane):
    """Click into a pane where it has nothing that a click chooses."""
    # On its title.
    await app.pilot.click(f"#{pane}", offset=(3, 0))
    await app.press()


async def assert_works_in(app, pane):
    """That a pane, and no other, is highlighted, and that `j` moves in it and in no other."""
    assert app.screen.pane_name == pane
    assert highlighted(app) == [pane]
    before = places(app)
    await app.press("j")
    now = places(app)
    # Another paper has another abstract.
    assert now[pane] != before[pane]
    assert {name for name in PANES if now[name] != before[name]} <= {pane, *PANES[PANES.index(pane) + 1 :]}


@pytest.mark.parametrize("pane", PANES)
async def test_a_click_leaves_the_note_that_is_written_for_the_pane_that_is_clicked(start, on_disk, pane):
    async with start(size=SIZE) as app:
        await app.press("i", "text:words")
        await click(app, pane)
        assert on_disk()[FIRST].note == "words"
        assert app.screen.note.editor is None
        assert "words" in app.pane_text(app.screen.note.text_view)
        await assert_works_in(app, pane)


async def test_escape_leaves_the_note_for_the_papers(start):
    async with start(size=SIZE) as app:
        await app.press("3", "i", "text:words", "escape")
        await assert_works_in(app, "papers")


@pytest.mark.parametrize("pane", PANES)
async def test_a_click_leaves_a_note_that_cannot_be_saved_for_the_pane_that_is_clicked(
    start, monkeypatch, tmp_path, pane
):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    async with start(size=SIZE) as app:
        await app.press("i", "text:precious")
        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync", full)
            await click(app, pane)
        assert [path.name for path in tmp_path.glob("readlist-*/*")] == [f"{FIRST}.md"]
        await assert_works_in(app, pane)


@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("keys", [["slash", "text:model"], ["t", "text:ml"]])
async def test_a_click_leaves_what_is_asked_for_the_pane_that_is_clicked(start, pane, keys):
    async with start(size=SIZE) as app:
        await app.press(*keys)
        await click(app, pane)
        assert not app.screen.query_one("#prompt").display
        await assert_works_in(app, pane)


async def test_a_click_into_the_list_leaves_the_note_of_the_paper_that_it_was_written_for(start, on_disk):
    async with start(size=SIZE) as app:
        await app.press("i", "text:words")
        await app.pilot.click("#papers", offset=(20, 3))
        await app.press()
        assert app.cursor == app.rows[2]
        library = on_disk()
        assert (library[FIRST].note, library[app.cursor].note) == ("words", "")
        await assert_works_in(app, "papers")
