"""Triage: one paper on the screen, one key a decision, a summary, and the way back from all of it."""

from __future__ import annotations

import pytest
from textual.events import MouseScrollDown

from readlist.app.keyword_marks import Keywords
from readlist.app.screens.triage import TriageScreen
from readlist.app.screens.triage_summary import TriageSummaryScreen
from readlist.config import AppConfig, Config, KeySetting, TriageConfig
from readlist.model.actions import Defer, Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.paper import Paper, Status
from readlist.store import disk
from readlist.store.repository import Repository
from readlist.text import cell_width

FIRST, SECOND, THIRD = "lin2024mitigating", "wang2024theoremllama", "pi2024mllm"
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


def shows(app):
    """Key of the paper that triage shows."""
    assert isinstance(app.app.screen, TriageScreen)
    return app.app.screen._session.key


def text(app, id_):
    return app.pane_text(app.app.screen.query_one(f"#{id_}"))


def said(app):
    line = app.app.screen.query_one("#status")
    return f"{line.text} · {line.aside}" if line.aside else line.text


def progress(app):
    return text(app, "triage-progress").strip("━─ ")


def border(app):
    pane = app.app.screen.query_one("#abstract")
    return pane._border_title.plain, pane._border_subtitle.plain if pane._border_subtitle else ""


def summary(app):
    assert isinstance(app.app.screen, TriageSummaryScreen)
    return [line.strip() for line in text(app, "triage-summary").split("\n") if line.strip()]


def numbers(app):
    """What the summary has rows for, with how many papers."""
    rows = (line.split() for line in summary(app)[1:])
    return {row[1]: int(row[2]) for row in rows if len(row) > 2 and row[2].isdecimal()}


def in_list(app):
    return app.app.screen is app.screen


# What it is about


async def test_the_papers_of_the_inbox_come_one_after_the_other(start):
    async with start() as app:
        rows = app.rows
        await app.press("T")
        assert shows(app) == FIRST
        assert progress(app) == "Inbox · 1 of 48"
        assert text(app, "abstract").startswith("Mitigating the Alignment Tax of RLHF")
        await app.press("w", "w")
        assert shows(app) == rows[2]
        assert progress(app).startswith("Inbox · 3 of 48")


async def test_it_begins_with_the_paper_under_the_cursor_and_goes_round_to_those_above(start):
    async with start() as app:
        rows = app.rows
        await app.press("G", "T")
        assert shows(app) == rows[-1]
        await app.press("a")
        assert shows(app) == rows[0]
        assert progress(app).startswith("Inbox · 2 of 48")


async def test_it_is_about_the_selected_papers_whatever_they_are(start, seeded):
    seeded.do(SetStatus([SECOND], Status.READ))
    async with start(repository=seeded) as app:
        await app.press("g", "a", "j", "space", "space", "T")
        assert shows(app) == SECOND
        assert progress(app) == "Selected · 1 of 2"
        await app.press("w", "w", "enter")
        assert [app.library[key].status for key in (SECOND, THIRD)] == [Status.QUEUED] * 2
        assert not app.screen.papers.selected


async def test_a_number_says_how_many_papers(start):
    async with start() as app:
        await app.press("0", "3", "T")
        assert progress(app) == "Selected · 1 of 3"


async def test_what_is_read_or_settled_already_does_not_come_up(start, seeded):
    seeded.do(SetStatus([FIRST], Status.READ))
    async with start(repository=seeded) as app:
        await app.press("w")
        dimmed = next(iter(app.screen.desk.stale))
        await app.press("g", "g", "T")
        assert shows(app) not in {FIRST, dimmed}
        assert progress(app) == "Inbox · 1 of 46"
        await app.press("escape", "g", "a", "g", "g", "T")
        assert shows(app) == dimmed
        assert progress(app) == "All · 1 of 47"


async def test_a_filter_narrows_it(start):
    async with start() as app:
        await app.press("slash", "text:hallucination", "enter")
        rows = app.rows
        await app.press("T")
        assert progress(app) == f"Inbox · 1 of {len(rows)}"


async def test_where_nothing_is_to_be_decided_it_says_so(start):
    async with start() as app:
        await app.press("g", "m", "T")
        assert in_list(app)
        assert app.status.startswith("No unread paper here")


# The keys


@pytest.mark.parametrize(
    ("key", "status"),
    [("w", Status.QUEUED), ("m", Status.READ), ("r", Status.READING), ("a", Status.ARCHIVED)],
)
async def test_one_key_decides_lasts_says_so_and_brings_the_next(start, on_disk, key, status):
    async with start(config=Config(app=AppConfig(auto_advance=False))) as app:
        await app.press("T", key)
        assert on_disk()[FIRST].status is status
        assert shows(app) == SECOND
        assert "Mitigating the Alignment Tax of RLHF · u to undo" in said(app)
        assert progress(app).endswith(f"1 {status.value}")


async def test_the_star_comes_and_goes_on_the_same_paper(start, on_disk):
    async with start() as app:
        await app.press("T", "s")
        assert on_disk()[FIRST].starred
        assert shows(app) == FIRST
        assert border(app)[0] == "• inbox ★"
        assert progress(app).endswith("1 starred")
        await app.press("s")
        assert not on_disk()[FIRST].starred
        assert border(app)[0] == "• inbox"
        assert "starred" not in progress(app)


async def test_tags_are_asked_for_and_the_paper_stays(start, on_disk):
    async with start() as app:
        await app.press("T", "t", "text:rlhf +new", "enter")
        assert on_disk()[FIRST].tags == ("rlhf", "new")
        assert shows(app) == FIRST
        assert "#rlhf #new" in "\n".join(
            "".join(p.text for p in line) for line in app.app.screen.query_one("#abstract").lines
        )
        await app.press("t", "text:-new", "enter", "w")
        assert on_disk()[FIRST].tags == ("rlhf",)
        assert on_disk()[FIRST].status is Status.QUEUED
        assert progress(app).endswith("1 queued · 1 tagged")


async def test_letters_typed_at_one_go_are_tags_and_no_decisions(start, on_disk):
    async with start() as app:
        await app.press("T")
        await app.pilot.press("t", "w", "a", "m", "enter", "a")
        await app.press()
        assert on_disk()[FIRST].tags == ("wam",)
        assert on_disk()[FIRST].status is Status.ARCHIVED
        assert on_disk()[SECOND].status is Status.INBOX


async def test_a_paper_is_put_off_to_a_day_of_the_menu(start, on_disk, clock):
    async with start(clock=clock) as app:
        await app.press("T", "b")
        assert "tomorrow" in text(app, "popup")
        await app.press("t")
        assert on_disk()[FIRST].defer_until == "2026-11-22"
        assert shows(app) == SECOND
        assert progress(app).endswith("1 deferred")
        await app.press("p")
        assert border(app)[0] == "decided: ↷ deferred · deferred to Sun 22 November"


async def test_a_paper_is_put_off_to_a_day_that_is_typed(start, on_disk, clock):
    async with start(clock=clock) as app:
        await app.press("T", "b", "d", "text:2w", "enter")
        assert on_disk()[FIRST].defer_until == "2026-12-05"
        await app.press("b", "escape", "b", "d", "escape", "w")
        assert on_disk()[SECOND].defer_until is None
        assert on_disk()[SECOND].status is Status.QUEUED


async def test_a_status_that_a_paper_has_already_settles_it_too(start, seeded):
    seeded.do(SetStatus([FIRST, SECOND], Status.QUEUED))
    async with start(repository=seeded) as app:
        await app.press("g", "q", "T", "w")
        assert said(app).startswith("Queued already: Mitigating the Alignment Tax")
        assert shows(app) == SECOND
        assert app.library[FIRST].status is Status.QUEUED
        await app.press("u")
        assert shows(app) == FIRST
        assert app.library[FIRST].status is Status.QUEUED


@pytest.mark.parametrize("key", ["n", "right"])
@pytest.mark.parametrize("back", ["p", "N", "left"])
async def test_a_paper_can_be_skipped_and_gone_back_to(start, key, back, seeded):
    async with start() as app:
        rows = app.rows
        await app.press("T", key, key)
        assert shows(app) == rows[2]
        await app.press(back, back)
        assert shows(app) == rows[0]
        await app.press(back)
        assert shows(app) == rows[0]
        assert said(app) == "This is the first paper"
        assert not seeded.history.changes


async def test_the_paper_before_is_shown_with_its_decision_which_can_be_another_one(start):
    async with start() as app:
        await app.press("T", "w", "a", "p")
        assert shows(app) == SECOND
        assert border(app)[0] == "decided: × archived"
        await app.press("p", "m")
        assert app.library[FIRST].status is Status.READ
        # The next is one about which nothing is decided yet.
        assert shows(app) == THIRD
        assert progress(app).endswith("1 read · 1 archived")


async def test_undo_takes_the_last_decision_back_and_shows_its_paper_and_redo_does_it_again(start, on_disk):
    async with start() as app:
        await app.press("T", "w", "s", "n", "u")
        assert shows(app) == SECOND
        assert not on_disk()[SECOND].starred
        assert said(app).startswith("Undone: Starred: TheoremLlama")
        assert said(app).endswith("ctrl+r to redo")
        await app.press("u")
        assert shows(app) == FIRST
        assert on_disk()[FIRST].status is Status.INBOX
        assert progress(app) == "Inbox · 1 of 48"
        await app.press("ctrl+r")
        assert on_disk()[FIRST].status is Status.QUEUED
        assert shows(app) == SECOND
        assert progress(app).endswith("1 queued")


async def test_undo_goes_no_further_than_to_the_beginning(start, seeded):
    seeded.do(SetStarred([THIRD]))
    async with start(repository=seeded) as app:
        await app.press("T", "w", "u", "u")
        assert said(app) == "Nothing was done here that could be undone"
        assert app.library[THIRD].starred
        await app.press("ctrl+r", "ctrl+r")
        assert said(app) == "Nothing was done here that could be done again"


async def test_a_new_decision_takes_the_place_of_what_was_undone(start):
    async with start() as app:
        await app.press("T", "w", "u", "a", "ctrl+r")
        assert app.library[FIRST].status is Status.ARCHIVED
        assert said(app).startswith("Nothing was done here")


async def test_the_keys_are_those_of_the_user(start):
    settings = (
        KeySetting("archive", ("p",)), KeySetting("queue", ("z w",)), KeySetting("read", ()),
        KeySetting("zoom", ()), KeySetting("fold_views", ()), KeySetting("fold_abstract", ()),
        KeySetting("fold_note", ()), KeySetting("all_panes", ()),
    )  # fmt: skip
    async with start(size=(200, 40), config=Config(keys=settings)) as app:
        await app.press("T", "p")
        assert app.library[FIRST].status is Status.ARCHIVED
        await app.press("z", "w", "m")
        assert app.library[SECOND].status is Status.QUEUED
        assert shows(app) == THIRD
        hints = text(app, "hints")
        assert " z w queue " in hints
        assert " p archive " in hints
        assert " m " not in hints


async def test_the_help_lists_the_keys_and_the_next_one_acts(start):
    async with start(size=(60, 20)) as app:
        await app.press("T", "question_mark")
        assert "reading" in text(app, "popup")
        await app.press("a")
        assert app.library[FIRST].status is Status.ARCHIVED
        await app.press("question_mark", "escape")
        assert shows(app) == SECOND
        assert not app.app.screen.query_one("#popup").display


async def test_the_help_is_chosen_from_with_the_mouse(start):
    async with start() as app:
        await app.press("T", "question_mark")
        popup = app.app.screen.query_one("#popup")
        line = next(y for y in range(popup.size.height) if "archive" in popup.render_line(y).text)
        await app.pilot.click(popup, offset=(3, line + 1))
        await app.press()
        assert app.library[FIRST].status is Status.ARCHIVED


async def test_keys_of_other_commands_do_nothing_here(start, seeded):
    async with start() as app:
        await app.press("T", "D", "x", "I", "slash", "1", "dollar_sign", "f", "escape")
        assert in_list(app)
        assert not seeded.history.changes


async def test_the_abstract_scrolls_by_the_usual_keys(start):
    async with start(size=(60, 20)) as app:
        await app.press("T")
        pane = app.app.screen.query_one("#abstract")
        half, end = pane.size.height // 2, len(pane.lines) - pane.size.height
        assert end > half
        for keys, top in (
            (["j", "j"], 2), (["k", "up"], 0), (["space"], half), (["ctrl+u"], 0), (["ctrl+d"], half), (["pageup"], 0),
            (["J"], 3), (["K"], 0), (["5", "j"], 5), (["G"], end), (["g", "g"], 0),
        ):  # fmt: skip
            await app.press(*keys)
            assert pane.top == top
        await app.press("j", "w")
        assert pane.top == 0


async def test_the_wheel_scrolls(start):
    async with start(size=(60, 20)) as app:
        await app.press("T")
        pane = app.app.screen.query_one("#abstract")
        await app.pilot._post_mouse_events([MouseScrollDown], pane, offset=(5, 5))
        assert pane.top > 0


async def test_a_note_is_shown_and_scrolled_and_goes_with_its_paper(start, seeded):
    seeded.do(SetNote(SECOND, "# Idea\n\n" + "\n".join(f"- line {n}" for n in range(30))))
    async with start(size=(80, 24), repository=seeded) as app:
        await app.press("T")
        pane, note = app.app.screen.query_one("#note"), app.app.screen.query_one("#note-text")
        assert not pane.display
        await app.press("n")
        assert pane.display
        assert app.pane_text(note).startswith("Idea")
        assert app.app.screen.query_one("#abstract").size.height >= 8
        await app.press("tab", "j", "j")
        assert note.top == 2
        await app.press("tab", "j")
        assert (note.top, app.app.screen.query_one("#abstract").top) == (2, 1)
        await app.press("tab", "n", "j")
        assert not pane.display
        assert app.app.screen.query_one("#abstract").top == 1


async def test_a_link_is_opened_from_here(start, seeded, monkeypatch):
    opened = []
    monkeypatch.setattr("readlist.app.screens.triage.open_address", lambda address, _: opened.append(address) or True)
    paper = next(paper for paper in seeded.library if len(paper.addresses) > 1)
    async with start() as app:
        app.screen.redraw(cursor=paper.key)
        await app.press("T", "o", "2")
        assert opened == [paper.addresses[1]]
        await app.press("0", "1", "o")
        assert opened[1:] == [paper.addresses[0]]
        assert said(app) == f"Opened {paper.addresses[0]}"


# The summary


async def test_the_summary_counts_and_the_list_goes_on_with_what_is_left(start, clock):
    async with start(clock=clock) as app:
        rows = app.rows
        await app.press("T", "w", "w", "n", "s", "a")
        clock.advance(seconds=90)
        await app.press("m", "escape")
        assert summary(app)[0] == "4 of 48 papers decided in 1 min 30 s · 2.7 a minute"
        assert numbers(app) == {"queued": 2, "read": 1, "archived": 1, "starred": 1, "left": 44}
        await app.press("enter")
        assert in_list(app)
        assert app.cursor == rows[2]
        assert app.status.startswith("Triage: 2 queued, 1 read, 1 archived, 1 starred · 44 left")
        assert app.screen.desk.counts["Inbox"] == 44
        assert "Inbox        44" in app.pane_text(app.screen.views)
        assert app.rows == rows
        assert app.screen.desk.stale == {rows[0], rows[1], rows[3], rows[4]}
        await app.press("dollar_sign", "ctrl+o")
        assert len(app.rows) == 44


async def test_after_the_last_paper_the_summary_comes_by_itself(start):
    async with start() as app:
        await app.press("0", "3", "T", "w", "a", "m")
        assert numbers(app) == {"queued": 1, "read": 1, "archived": 1, "left": 0}
        await app.press("q")
        assert app.status.startswith("Triage: 1 queued, 1 read, 1 archived · u to undo")


async def test_where_nothing_was_decided_there_is_none(start):
    async with start() as app:
        await app.press("T", "n", "q")
        assert in_list(app)
        assert app.cursor == FIRST
        await app.press("0", "2", "T", "n", "n")
        assert in_list(app)


async def test_undo_all_is_one_change_and_its_undo_brings_all_back(start, seeded, on_disk):
    async with start() as app:
        before = {paper.key: paper.to_fields() for paper in on_disk()}
        await app.press("T", "w", "s", "t", "text:rlhf", "enter", "a", "m", "p", "r", "escape")
        after = {paper.key: paper.to_fields() for paper in on_disk()}
        changes = len(seeded.history.changes)
        await app.press("U")
        assert {paper.key: paper.to_fields() for paper in on_disk()} == before
        assert len(seeded.history.changes) == changes + 1
        assert said(app) == "Taken back: triage of 3 papers · u to undo"
        assert summary(app)[0] == "All decisions are taken back"
        await app.press("U")
        assert said(app) == "Nothing to undo"
        await app.press("u")
        assert {paper.key: paper.to_fields() for paper in on_disk()} == after
        assert numbers(app) == {"queued": 1, "reading": 1, "archived": 1, "starred": 1, "tagged": 1, "left": 45}
        await app.press("ctrl+r")
        assert {paper.key: paper.to_fields() for paper in on_disk()} == before
        await app.press("enter")
        assert app.status == "Triage taken back · u to undo"
        await app.press("u")
        assert {paper.key: paper.to_fields() for paper in on_disk()} == after


async def test_after_all_was_taken_back_it_can_begin_anew(start):
    async with start() as app:
        await app.press("T", "w", "a", "escape", "U", "p", "p", "p", "m", "escape")
        assert numbers(app) == {"read": 1, "left": 47}
        await app.press("u")
        assert shows(app) == FIRST
        await app.press("u")
        assert [app.library[key].status for key in (FIRST, SECOND)] == [Status.QUEUED, Status.ARCHIVED]


async def test_what_others_changed_since_stays_when_all_is_taken_back(start, seeded):
    async with start() as app:
        await app.press("T", "w", "a", "escape")
        Repository(seeded.directory).do(SetStatus([FIRST], Status.READ))
        await app.press("U")
        assert said(app).startswith("in part (1 paper changed since, left as it is): Taken back")
        assert [app.library[key].status for key in (FIRST, SECOND)] == [Status.READ, Status.INBOX]


async def test_undo_in_the_summary_leads_back_to_the_last_paper(start):
    async with start() as app:
        await app.press("0", "2", "T", "w", "a", "u")
        assert shows(app) == SECOND
        assert said(app).startswith("Undone: Archived: TheoremLlama")
        assert app.library[SECOND].status is Status.INBOX


@pytest.mark.parametrize("key", ["p", "left", "N"])
async def test_one_can_go_on_from_the_summary(start, key):
    async with start() as app:
        await app.press("0", "2", "T", "w", "a", key)
        assert shows(app) == SECOND
        assert border(app)[0] == "decided: × archived"
        await app.press("escape", key)
        assert shows(app) == SECOND


@pytest.mark.parametrize("keys", [("U", "u"), ("U",)])
async def test_a_look_at_what_others_do_leaves_the_summary_as_it_is(start, keys):
    async with start() as app:
        await app.press("/", "text:key:wang2024", "enter", "T", "a")
        triage = app.app.screen_stack[-2]
        await app.press(*keys)
        before = summary(app)
        app.screen.take_in()
        triage.take_in()
        await app.press()
        assert summary(app) == before
        await app.press("enter")
        assert in_list(app)


async def test_the_summary_stays_while_another_program_writes(start, seeded):
    async with start() as app:
        await app.press("/", "text:key:wang2024", "enter", "T", "a")
        triage = app.app.screen_stack[-2]
        Repository(seeded.directory).do(SetStarred([FIRST]))
        app.screen.take_in()
        triage.take_in()
        await app.press()
        assert numbers(app)["archived"] == 1
        await app.press("u", "u")
        assert shows(app) == SECOND
        assert app.library[SECOND].status is Status.INBOX


async def test_a_key_that_the_user_has_for_undo_takes_one_thing_back_and_another_one_takes_all(start, on_disk):
    async with start(config=Config(keys=(KeySetting("undo", ("U",)),))) as app:
        await app.press("T", "w", "r", "escape")
        assert "B undo all" in text(app, "hints")
        assert "U undo last" in text(app, "hints")
        await app.press("U")
        assert shows(app) == SECOND
        assert on_disk()[FIRST].status is Status.QUEUED
        await app.press("escape", "B")
        assert on_disk()[FIRST].status is Status.INBOX


@pytest.mark.parametrize(("command", "keys"), [("archive", "U"), ("redo", "U x")])
async def test_a_key_that_the_user_has_for_something_takes_nothing_back(start, on_disk, command, keys):
    async with start(config=Config(keys=(KeySetting(command, (keys,)),))) as app:
        await app.press("T", "w", "r", "escape", "U")
        assert on_disk()[FIRST].status is Status.QUEUED
        await app.press("B")
        assert on_disk()[FIRST].status is Status.INBOX


async def test_undo_is_not_the_key_to_go_on_with(start):
    async with start(config=Config(keys=(KeySetting("undo", ("p",)),))) as app:
        await app.press("T", "w", "r", "escape")
        assert "← go on" in text(app, "hints")
        await app.press("p")
        assert shows(app) == SECOND
        assert app.library[SECOND].status is Status.INBOX


# What others do meanwhile


async def test_papers_that_others_removed_or_decided_are_passed_over(start, seeded):
    async with start() as app:
        rows = app.rows
        await app.press("T")
        other = Repository(seeded.directory)
        other.do(Remove([rows[1]]))
        other.do(SetStatus([rows[2]], Status.ARCHIVED))
        other.do(Defer([rows[3]], "2099-01-01"))
        app.screen.take_in()
        app.app.screen.take_in()
        assert progress(app) == "Inbox · 1 of 47"
        await app.press("w")
        assert shows(app) == rows[4]
        await app.press("p")
        assert shows(app) == rows[0]


async def test_the_paper_is_shown_as_others_left_it(start, seeded):
    async with start() as app:
        await app.press("T")
        other = Repository(seeded.directory)
        other.do(SetStarred([FIRST]))
        other.do(SetTags([FIRST], add=["theirs"]))
        app.screen.take_in()
        app.app.screen.take_in()
        assert border(app)[0] == "• inbox ★"
        other.do(SetStatus([FIRST], Status.READ))
        app.screen.take_in()
        app.app.screen.take_in()
        assert shows(app) == SECOND


async def test_a_decision_about_a_paper_that_is_gone_is_told(start, seeded):
    async with start() as app:
        await app.press("T")
        Repository(seeded.directory).do(Remove([FIRST]))
        await app.press("w")
        assert app.app.screen.query_one("#status").is_error
        assert FIRST in said(app)
        assert shows(app) == SECOND
        assert progress(app) == "Inbox · 1 of 47"


async def test_where_all_are_gone_it_ends(start, seeded):
    async with start() as app:
        await app.press("0", "2", "T")
        Repository(seeded.directory).do(Remove([FIRST, SECOND]))
        app.screen.take_in()
        app.app.screen.take_in()
        await app.press()
        assert in_list(app)


async def test_where_all_are_gone_after_a_decision_the_summary_says_so(start, seeded):
    async with start() as app:
        await app.press("0", "2", "T", "w")
        Repository(seeded.directory).do(Remove([FIRST, SECOND]))
        app.screen.take_in()
        app.app.screen.take_in()
        await app.press()
        assert numbers(app)["left"] == 0
        await app.press("p")
        assert in_list(app)


async def test_what_another_program_did_is_undone_first_as_everywhere(start, seeded, on_disk):
    async with start() as app:
        await app.press("T", "w")
        Repository(seeded.directory).do(SetStarred([THIRD]))
        await app.press("u")
        assert said(app).startswith("Undone: Starred: MLLM-Protector")
        assert on_disk()[FIRST].status is Status.QUEUED
        await app.press("u")
        assert on_disk()[FIRST].status is Status.INBOX
        assert shows(app) == FIRST


async def test_a_decision_that_cannot_be_saved_is_told_and_the_paper_stays(start, monkeypatch):
    async with start() as app:
        await app.press("T")

        def full(*_):
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(disk, "sync", full)
            await app.press("w")
        assert app.app.screen.query_one("#status").is_error
        assert "No space left on device" in said(app)
        assert shows(app) == FIRST
        await app.press("w")
        assert app.library[FIRST].status is Status.QUEUED


# Key words


def found(words, paper_text):
    return [paper_text[start:end] for start, end in Keywords(words)("abstract", paper_text)]


@pytest.mark.parametrize(("words", "paper_text", "marked"), [
    (["align"], "Alignment, aligned; misalign", ["Align", "align"]),
    (["chain of thought"], "Chain-of-Thought and chain of\nthoughts", ["Chain-of-Thought", "chain of\nthought"]),
    (["erdos"], "By Erdős and ERDOS", ["Erdős", "ERDOS"]),
    (["Erdős"], "erdos", ["erdos"]),
    (["c++", "(a"], "In C++ (a)", ["C++", "(a"]),
    (["a b", "b c"], "a b c", ["a b c"]),
    (["", "  "], "anything", []),
    (["日本"], "日本語 と 日本", ["日本", "日本"]),
    (["don't know"], "We don’t know", ["don’t know"]),
    (["k‐nn"], "A k-NN Study", ["k-NN"]),
])  # fmt: skip
def test_key_words_are_marked_where_words_begin_with_them(words, paper_text, marked):
    assert found(words, paper_text) == marked


def test_key_words_that_a_paper_has_are_told_wherever_they_stand():
    paper = Paper(
        key="a",
        number=1,
        title=r"On \textit{Graphs}",
        authors=("Paul Erd\\H{o}s",),
        abstract="We don’t count.",
        tags=("ml/rl",),
    )
    words = ["erdos", "graph", "trees", "rl", "Graph", "don't"]
    assert Keywords(words).found_in(paper) == ["erdos", "Graph", "rl", "don't"]


async def test_key_words_of_the_configuration_are_marked_and_counted(start):
    config = Config(triage=TriageConfig(keywords=("alignment", "[bold]", "quantum")))
    async with start(config=config) as app:
        await app.press("T")
        pane = app.app.screen.query_one("#abstract")
        marked = {piece.text for line in pane.lines for piece in line if piece.found}
        assert marked == {"Alignment", "alignment"}
        assert pane.match_style.underline
        assert border(app)[1] == "1 of 3 key words: alignment"
        await app.press("escape")
        assert not any(piece.found for line in app.screen.abstract.lines for piece in line)


async def test_without_key_words_nothing_is_said_of_them(start):
    async with start() as app:
        await app.press("T")
        assert not border(app)[1]


# Looks


@pytest.mark.parametrize("size", SIZES)
async def test_every_line_has_its_width_at_every_size(start, seeded, size):
    seeded.do(SetNote(FIRST, "深層学習の論文 👩‍👩‍👧 | a | b |\n" * 9))
    seeded.do(SetTags([FIRST], add=["漢字"]))
    config = Config(triage=TriageConfig(keywords=("forgetting", "深層")))
    async with start(size=size, repository=seeded, config=config) as app:
        await app.press("T")
        for other in [*SIZES, size]:
            await app.resize(*other)
            await app.press()
            screen = app.app.screen
            for id_ in ("triage-progress", "abstract", "note-text", "status", "hints"):
                widget = screen.query_one(f"#{id_}")
                assert all(widget.render_line(y).cell_length == widget.size.width for y in range(widget.size.height))
            assert screen.query_one("#abstract").size.height >= 6
            assert "? help" in text(app, "hints")
        await app.press("w", "escape")
        pane = app.app.screen.query_one("#triage-summary")
        assert all(sum(cell_width(piece.text) for piece in line) <= pane.size.width for line in pane.lines)
        assert "back to the list" in text(app, "hints")
        assert "undo all" in text(app, "hints")


async def test_where_it_is_narrow_counts_are_told_by_signs(start):
    async with start(size=(60, 20)) as app:
        await app.press("T", "w", "a", "m", "r", "s", "b", "t")
        assert progress(app).endswith("6 of 48  ○1 ◐1 ✓1 ×1 ↷1 ★1")


async def test_a_provisional_title_is_told_from_a_real_one(start, seeded):
    paper = next(paper for paper in seeded.library if paper.provisional)
    async with start() as app:
        app.screen.redraw(cursor=paper.key)
        await app.press("T")
        assert text(app, "abstract").startswith("≈ ")
