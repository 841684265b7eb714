"""The help and the footer: every key, looked up, and done."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events

from readlist.app.command_search import Findable, found, meant
from readlist.app.commands import COMMANDS
from readlist.app.commands.keymap import Commands
from readlist.app.screens.help import HelpScreen
from readlist.config import Config, KeySetting
from readlist.model.paper import Status
from readlist.query.fields import FIELDS
from readlist.store.repository import Repository

FIRST = "lin2024mitigating"
README = Path(__file__).parents[2] / "README.md"


def lines(app):
    """The lines of the help, without the mark of what part is in view."""
    return [line.rstrip("▐ ") for line in app.pane_text(app.app.screen.query_one("#help-list")).split("\n")]


def marked(app):
    """The line under the cursor."""
    return next(line for line in lines(app) if line.startswith("▸"))


def is_open(app):
    return isinstance(app.app.screen, HelpScreen)


def remapped(*settings):
    return Config(keys=tuple(KeySetting(command, keys, "config.toml:1") for command, keys in settings))


async def test_help_names_every_command_with_its_key_and_the_name_for_the_configuration(start):
    async with start(size=(120, 160)) as app:
        await app.press("question_mark")
        told = lines(app)
        for command in app.screen.commands:
            line = next(line for line in told if line.endswith(f"  {command.id}"))
            assert command.help.split(";")[0][:40] in line, command.id
            assert command.shown_key in line
        assert any("home" in line and "g g" in line for line in told)
        await app.press("escape", "m")
        assert "u to undo" in app.status


async def test_help_tells_the_language_of_the_filter(start):
    async with start(size=(200, 100)) as app:
        await app.press("question_mark", "ctrl+end")
        text = "\n".join(lines(app))
        assert "In the filter" in text
        for field in FIELDS.values():
            assert f"{field.name}:" in text
            assert field.help[:40] in text


async def test_help_tells_what_signs_mean_and_finds_papers_that_have_one(start):
    async with start() as app:
        await app.press("question_mark", "text:deferred back")
        assert "↺" in "\n".join(lines(app))
        await app.press("escape", "text:sign")
        assert any("↷" in line for line in lines(app))
        await app.press("escape")
        app.app.post_message(events.Paste("↷"))
        await app.pilot.pause()
        assert marked(app).startswith("▸ ↷ ")
        await app.press("escape", "text:title made from")
        assert marked(app).startswith("▸ ≈ ")
        await app.press("enter", "enter")
        assert 0 < len(app.rows) < 48
        assert all(app.library[key].provisional for key in app.rows)


@pytest.mark.parametrize(
    ("key", "does"),
    [
        ("S", "How reading goes"),
        ("y", "Copy"),
        ("o", "Open"),
        ("A", "All papers by"),
        ("F", "Save the filter"),
        (".", "Repeat"),
    ],
)
async def test_a_key_that_cannot_act_says_what_it_would_do(start, tmp_path, key, does):
    async with start(size=(80, 24), repository=Repository.create(tmp_path / "empty")) as app:
        await app.press(key)
        assert app.status.startswith(f"Not possible now: {does}")


async def test_keys_that_move_say_nothing_where_there_is_no_way(start, tmp_path):
    async with start(repository=Repository.create(tmp_path / "empty")) as app:
        await app.press("m")
        told = app.status
        await app.press("j", "k", "G", "ctrl+d", "space", "J")
        assert app.status == told


async def test_guidance_is_whole_on_a_small_terminal(start, tmp_path):
    async with start(size=(60, 20), repository=Repository.create(tmp_path / "empty")) as app:
        await app.press("T")
        line = app.pane_text(app.screen.query_one("#status"))
        assert "No unread paper here · select some to triage them" in line
        await app.press("f")
        told = app.pane_text(app.app.screen.query_one("#view-menu-list"))
        assert "F names and saves it" in told
        assert "…" not in told


@pytest.mark.parametrize(
    ("pane", "name", "command"), [("2", "papers", "m "), ("3", "abstract", "> "), ("1", "views", "2 ")]
)
async def test_the_commands_of_the_pane_come_first(start, pane, name, command):
    async with start(size=(100, 60)) as app:
        await app.press(pane, "question_mark")
        told = lines(app)
        assert told[0] == f"Here ({name})"
        here = told[1 : told.index("")]
        assert any(line[2:].startswith(command) for line in here)
        assert not any(line[2:].startswith(command) for line in told[len(here) + 1 :])


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("archive", "a "),
        ("ctrl+d", "ctrl+d"),
        ("g g", "g g"),
        ("J", "J "),
        ("j", "j "),
        ("esc", "esc"),
        ("shift+n", "N "),
        ("edit_note", "e "),
        ("$EDITOR", "e "),
        ("pandoc", "y "),
        ("archve", "a "),
        ("venue:", "venue:"),
    ],
)
async def test_a_command_is_found_by_its_name_its_help_its_id_and_its_key(start, typed, first):
    async with start() as app:
        await app.press("question_mark", f"text:{typed}")
        assert marked(app)[2:].startswith(first)
        assert len([line for line in lines(app) if line]) < 40


async def test_what_is_chosen_is_done_where_the_user_was(start):
    async with start() as app:
        await app.press("j", "question_mark", "text:queue want", "enter")
        assert not is_open(app)
        assert app.library[app.rows[1]].status is Status.QUEUED
        assert app.cursor == app.rows[2]


async def test_a_command_that_asks_something_is_run_too(start):
    async with start() as app:
        await app.press("question_mark", "text:add tags", "enter", "text:rlhf", "enter")
        assert app.library[FIRST].tags == ("rlhf",)


async def test_arrow_keys_choose_among_several(start):
    async with start() as app:
        await app.press("question_mark", "text:unread", "down", "ctrl+n", "ctrl+p")
        assert "Previous unread" in marked(app)
        await app.press("up")
        assert "Next unread" in marked(app)
        await app.press("enter")
        assert app.cursor == app.rows[1]


async def test_the_cursor_stays_in_view_all_the_way(start):
    async with start(size=(60, 20)) as app:
        await app.press("question_mark", *["pagedown"] * 30)
        assert "In the filter" not in lines(app)
        assert "Only close" in marked(app)
        await app.press(*["pageup"] * 30)
        assert lines(app)[0] == "Here (papers)"
        assert lines(app)[1].startswith("▸")


async def test_what_is_not_possible_is_shown_as_such_and_not_done(start):
    async with start() as app:
        await app.press("question_mark", "text:sweep", "enter")
        assert is_open(app)
        assert "not now" in marked(app)
        assert "do it" not in app.pane_text(app.app.screen.query_one("#help #hints"))
        await app.press("escape", "escape", "m", "question_mark", "text:sweep")
        assert "not now" not in marked(app)
        await app.press("enter")
        assert app.status == "Swept 1 row"


async def test_escape_clears_the_text_and_then_closes(start):
    async with start() as app:
        await app.press("question_mark", "text:archive", "escape")
        assert lines(app)[0] == "Here (papers)"
        await app.press("escape")
        assert not is_open(app)
        assert app.cursor == FIRST


async def test_the_key_that_opened_it_closes_it_while_nothing_is_typed(start):
    async with start() as app:
        await app.press("question_mark", "question_mark")
        assert not is_open(app)
        await app.press("f1", "f1")
        assert not is_open(app)
        await app.press("question_mark", "text:x?")
        assert is_open(app)
        assert lines(app)[0] == "Nothing is called like that"


async def test_keys_of_this_user_are_shown_and_found(start):
    config = remapped(("archive", ("Z", "ctrl+k")), ("help", ("h",)), ("star", ()))
    async with start(config=config) as app:
        assert app.pane_text(app.screen.query_one("#hints")).rstrip().endswith("h help")
        await app.press("h", "text:ctrl+k")
        assert marked(app)[2:].startswith("Z · ctrl+k  Archive")
        await app.press("escape", "text:half")
        assert "Half a page" in marked(app)
        await app.press("escape", "text:star off", "enter")
        assert app.library[FIRST].starred


async def test_a_field_of_the_filter_is_typed_into_it(start):
    async with start() as app:
        await app.press("question_mark", "text:author:", "enter", "text:lin", "enter")
        assert app.screen.desk.filter_text == "author:lin"
        await app.press("question_mark", "text:year:", "enter", "text:2024", "enter")
        assert app.screen.desk.filter_text == "author:lin year:2024"


async def test_a_click_does_what_is_clicked_and_headings_do_nothing(start):
    async with start() as app:
        await app.press("question_mark")
        await app.pilot.click("#help-list", offset=(5, 0))
        assert is_open(app)
        await app.pilot.click("#help-list", offset=(30, 1))
        await app.press()
        assert not is_open(app)
        assert app.library[FIRST].status is Status.READ


async def test_the_wheel_scrolls(start):
    async with start() as app:
        await app.press("question_mark")
        third = lines(app)[3]
        assert await app.pilot._post_mouse_events([_scroll_down()], "#help-list", (3, 3))
        await app.press()
        assert lines(app)[0] == third


def _scroll_down():
    from textual.events import MouseScrollDown  # noqa: PLC0415 -- needed here alone

    return MouseScrollDown


async def test_pasted_text_is_cleaned_before_it_is_looked_for(start):
    from textual.events import Paste  # noqa: PLC0415 -- needed here alone

    async with start() as app:
        await app.press("question_mark")
        app.app.post_message(Paste("arch\x1b[2Jive"))
        await app.press()
        assert "\x1b" not in app.app.screen.query_one("#help-input").value


@pytest.mark.parametrize("size", [(30, 10), (60, 20), (80, 24), (120, 40), (300, 100)])
async def test_the_help_fits_the_screen(start, size):
    async with start(size=size) as app:
        await app.press("question_mark")
        box = app.app.screen.query_one("#help").region
        assert box.x >= 0
        assert box.right <= size[0]
        assert box.bottom <= size[1]
        assert marked(app)
        assert app.app.screen.query_one("#help #hints").region.height == 1


async def test_a_resize_keeps_the_cursor_in_view(start):
    async with start(size=(120, 40)) as app:
        await app.press("question_mark", *["down"] * 28)
        before = marked(app)[2:20].strip()
        await app.resize(60, 20)
        await app.press()
        assert marked(app)[2:].startswith(before)


# The footer


def footer(app):
    return app.pane_text(app.screen.query_one("#hints"))


async def test_the_footer_has_whole_hints_at_every_width_and_always_help(start):
    async with start(size=(300, 30)) as app:
        whole = footer(app).strip().split("  ")
        for width in range(30, 300, 9):
            await app.resize(width, 30)
            await app.pilot.pause()
            hints = footer(app)
            *here, last = hints.strip().split("  ")
            assert last == "? help"
            assert here == whole[: len(here)]
            assert len(hints) <= width
            assert len(here) >= min(2, len(whole))


async def test_without_a_key_for_help_the_footer_names_none(start):
    async with start(config=remapped(("help", ()))) as app:
        assert "help" not in footer(app)


# What a text means

_COMMANDS = [
    Findable("read", "Read; again: back to what it was before", ("m",)),
    Findable("next unread", "Next unread paper", ("n",)),
    Findable("half page down", "Half a page down", ("ctrl+d", "pagedown")),
    Findable("to read", "Go to the papers that are read", ("g m",)),
    Findable("first paper", "First paper", ("g g",)),
    Findable("last paper", "Last paper", ("G",)),
    Findable("select", "Select the paper", ("space",)),
]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("read", ["read", "to read"]),
        ("unr", ["next unread"]),
        ("language models", []),
        ("re", []),
        ("m", []),
        ("page down", ["half page down"]),
        ("that are", ["to read"]),
        ("pap", ["first paper", "last paper"]),
        ("the", ["to read", "select"]),
        ("paper of mine", []),
    ],
)
def test_among_papers_a_text_means_commands_only_where_it_most_likely_does(typed, names):
    assert [_COMMANDS[index].name for index in meant(typed, _COMMANDS, 2)] == names


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=12))
def test_any_text_can_be_looked_for(text):
    indexes = found(text, _COMMANDS)
    assert len(indexes) == len(set(indexes))
    assert set(meant(text, _COMMANDS, 3)) <= set(range(len(_COMMANDS)))
    if not text.strip():
        assert indexes == list(range(len(_COMMANDS)))


def test_the_readme_names_every_key():
    section = README.read_text(encoding="utf-8").partition("## Keys")[2].partition("\n## ")[0]
    named = {part for code in re.findall(r"`([^`]+)`", section) for part in code.split()}
    keys = {command.id: set(command.shown_key.split()) - {"2", "3"} for command in Commands(COMMANDS)}
    assert {command_id for command_id, names in keys.items() if not names <= named} == set()
