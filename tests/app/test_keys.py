"""Keys: numbers before them, keys that follow one another, the user's own keys."""

import re
from pathlib import Path

import pytest
from textual import events

from readlist import config_text
from readlist.app.commands import COMMANDS
from readlist.app.commands.keymap import Commands
from readlist.app.key_names import InvalidKeyError, key_name, parse_keys
from readlist.config import Config, ConfigError, KeySetting, load
from readlist.model.actions import Remove, SetStatus
from readlist.model.paper import Status

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(("written", "name"), [
    ("j", "j"), ("J", "J"), ("shift+j", "J"), ("?", "?"), ("question_mark", "?"), ("ctrl+d", "ctrl+d"),
    ("Ctrl+D", "ctrl+d"), ("esc", "escape"), ("space", "space"), ("g g", "g g"), ("  g   G ", "g G"),
    ("alt+down", "alt+down"), ("F5", "f5"), ("+", "+"), ("ctrl++", "ctrl++"), ("é", "é"), ("shift+tab", "shift+tab"),
    ("left_square_bracket", "["), ("alt+J", "alt+shift+j"), ("shift+alt+j", "alt+shift+j"), ("shift+é", "É"),
])  # fmt: skip
def test_keys_are_written_as_people_name_them(written, name):
    assert parse_keys(written) == name


@pytest.mark.parametrize(("written", "reason"), [
    ("", "space bar"), ("hyper+x", "with ctrl, alt and shift"), ("ctlr+d", "with ctrl, alt and shift"),
    ("foo", "there is no key 'foo'"), ("ctrl+i", "same as tab"), ("ctrl+m", "same as enter"), ("ctrl+q", "quits"),
    ("g pagup", "there is no key 'pagup'"), ("ctrl+", "there is no key 'ctrl+'"), ("shift+", "pressed with shift"),
    ("g ctrl+", "pressed with ctrl"), ("ctrl+shift+", "pressed with ctrl+shift"), ("shift+5", "the character that it"),
    ("shift+1", "the character that it"), ("shift+question_mark", "the character that it"),
])  # fmt: skip
def test_what_is_no_key_is_told(written, reason):
    with pytest.raises(InvalidKeyError, match=reason.replace("+", r"\+")):
        parse_keys(written)


@pytest.mark.parametrize(("key", "character", "written"), [
    ("alt+x", "x", "alt+x"), ("alt+x", None, "alt+x"), ("alt+shift+x", "X", "alt+X"), ("alt+shift+x", None, "alt+X"),
    ("alt+é", "é", "alt+é"), ("alt+ctrl+x", None, "ctrl+alt+x"), ("ctrl+plus", None, "ctrl++"),
    ("ctrl+backslash", "\x1c", "ctrl+backslash"), ("alt+down", None, "alt+down"), ("plus", "+", "+"), ("X", "X", "X"),
    ("slash", "/", "slash"), ("alt+underscore", None, "alt+_"),
    ("shift+tab", None, "shift+tab"), ("ctrl+space", None, "ctrl+space"),
])  # fmt: skip
def test_a_key_has_the_name_that_people_write_however_a_terminal_sends_it(key, character, written):
    assert key_name(events.Key(key, character)) == parse_keys(written)


def keys_in(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text)
    return Commands(COMMANDS, load(path).keys)


def test_the_configuration_binds_other_keys(tmp_path):
    commands = keys_in(tmp_path, '[keys]\narchive = "e"\nedit_note = ["ctrl+e", "f4"]\nqueue = "z w"\nsweep = []\n')
    assert commands.by_key["e"].id == "archive"
    assert commands.by_key["f4"].id == "edit_note"
    assert commands.by_prefix["z"]["w"].id == "queue"
    assert not {"a", "w", "$"} & set(commands.by_key)
    assert commands.key_of("edit_note") == "ctrl+e"
    assert not commands.key_of("sweep")


@pytest.mark.parametrize("text", [
    *re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL),
    re.sub(r'^# (?="[^"]*" = )', "", config_text.template(), flags=re.MULTILINE),
], ids=["README: keys", "README: views", "config init"])  # fmt: skip
def test_the_examples_that_people_are_shown_can_be_used(tmp_path, text):
    keys = keys_in(tmp_path, text)
    examples = load(tmp_path / "config.toml")
    assert examples.views or examples.keys
    assert keys.key_of("archive") == ("d" if examples.keys else "a")


@pytest.mark.parametrize(("lines", "problem"), [
    ('[app]\n\n[keys]\narchve = "e"', r"config\.toml, line 4: \[keys\] archve: unknown command; did you mean archive"),
    ('[keys]\narchive = "ctlr+e"', r"line 2: \[keys\] archive: there is no key 'ctlr\+e'"),
    ('[keys]\narchive = "j"', r"line 2: \[keys\] archive: j clashes with j of next"),
    ('[keys]\narchive = "g"', r"line 2: \[keys\] archive: g clashes with g g of first"),
    ('[keys]\narchive = "j x"', r"line 2: \[keys\] archive: j x clashes with j of next"),
    ('[keys]\nqueue = "Z"\narchive = "Z"', r"line 3: \[keys\] archive: Z clashes with Z of queue"),
    ('[keys]\narchive = "z y x"', r"line 2: \[keys\] archive: 'z y x' are more than two"),
    ('[keys]\narchive = "ctrl+"', r"line 2: \[keys\] archive: there is no key 'ctrl\+'"),
    ('# mine\nkeys = {archive = "ctlr+e"}', r"config\.toml, line 2: \[keys\] archive: there is no key"),
    ('\nkeys.queue = "x"\nkeys . "archive" = "ctlr+e"', r"config\.toml, line 3: \[keys\] archive: there is no key"),
    ('["keys"]\narchive = "ctlr+e"', r"config\.toml, line 2: \[keys\] archive: there is no key"),
    ('[views]\nkeys = "x"\n[keys]\narchive = "j"', r"line 4: \[keys\] archive: j clashes"),
    ("[keys.archive]\na = 1", r"config\.toml, line 1: \[keys\] archive: must be a list"),
    ("[keys]\narchive = 3", r"line 2: \[keys\] archive: must be a list"),
])  # fmt: skip
def test_a_slip_in_the_keys_is_told_with_its_line(tmp_path, lines, problem):
    with pytest.raises(ConfigError, match=problem):
        keys_in(tmp_path, lines)


async def test_keys_of_the_user_s_own_work_and_are_shown(start):
    settings = (KeySetting("archive", ("e",)), KeySetting("edit_note", ()), KeySetting("undo", ("z u",)))
    async with start(size=(200, 40), config=Config(keys=settings)) as app:
        first = app.cursor
        await app.press("a")
        assert app.library[first].status is Status.INBOX
        await app.press("e")
        assert app.library[first].status is Status.ARCHIVED
        assert app.status.endswith("z u to undo")
        assert " e archive" in app.pane_text(app.screen.query_one("#hints"))
        await app.press("z", "u")
        assert app.library[first].status is Status.INBOX


async def test_a_letter_with_alt_is_not_the_letter(start):
    async with start(config=Config(keys=(KeySetting("next", ("alt+s",)),))) as app:
        first = app.cursor
        for key, character in (("alt+a", "a"), ("alt+s", "s"), ("alt+D", "D")):
            app.app.post_message(events.Key(key, character))
        await app.press()
        assert app.library[first].status is Status.INBOX
        assert not app.library[first].starred
        assert app.screen.papers.cursor == 1
        assert not app.screen.query_one("#popup").display


async def test_a_number_says_how_far(start):
    async with start() as app:
        await app.press("5", "j")
        assert app.screen.papers.cursor == 5
        await app.press("0", "1", "2", "j")
        assert app.screen.papers.cursor == 17
        await app.press("7", "k")
        assert app.screen.papers.cursor == 10
        await app.press("6", "G")
        assert app.screen.papers.cursor == 5
        await app.press("9", "g", "g")
        assert app.screen.papers.cursor == 8


async def test_a_number_is_said_and_escape_forgets_it(start):
    async with start() as app:
        await app.press("5", "2")
        assert app.status.startswith("52 …")
        await app.press("escape", "j")
        assert app.screen.papers.cursor == 1
        assert not app.status


async def test_digits_of_panes_are_panes_unless_a_number_has_begun(start):
    async with start() as app:
        await app.press("3")
        assert app.screen.pane_name == "abstract"
        await app.press("2", "5", "1", "k", "j")
        assert app.screen.pane_name == "papers"


async def test_a_number_says_how_many_papers(start):
    async with start() as app:
        rows = app.rows
        await app.press("5", "m")
        assert [app.library[key].status for key in rows[:6]] == [Status.READ] * 5 + [Status.INBOX]
        assert app.cursor == rows[5]
        assert app.status == "Read: 5 papers · u to undo"
        await app.press("u")
        assert all(app.library[key].status is Status.INBOX for key in rows)


async def test_a_number_larger_than_the_list_means_what_is_left_of_it(start):
    async with start() as app:
        await app.press("G", "9", "9", "s")
        assert app.status.startswith("Starred: ")
        assert sum(paper.starred for paper in app.library) == 1


async def test_the_last_action_is_repeated_on_other_papers(start):
    async with start() as app:
        rows = app.rows
        await app.press("t", "text:+rlhf +new", "enter", "j", ".", "j", "j", ".")
        tagged = [key for key in rows if app.library[key].tags]
        assert tagged == [rows[0], rows[1], rows[3]]
        assert app.library[rows[3]].tags == ("rlhf", "new")
        await app.press("g", "g", "w", ".", "5", ".")
        assert [app.library[key].status for key in rows[:8]] == [Status.QUEUED] * 7 + [Status.INBOX]


async def test_there_is_nothing_to_repeat_at_first(start, seeded):
    async with start() as app:
        await app.press(".")
        assert not seeded.history.changes
        assert app.status.startswith("Not possible now: Repeat")


async def test_a_menu_is_ended_by_another_key_which_then_acts(start):
    async with start() as app:
        await app.press("G", "g", "m")
        assert not app.screen.query_one("#popup").display
        assert app.screen.desk.view.name == "Read"
        assert all(paper.status is Status.INBOX for paper in app.library)
        await app.press("g", "i", "g", "w")
        assert sum(paper.status is Status.QUEUED for paper in app.library) == 1


@pytest.mark.parametrize(("key", "view"), [
    ("q", "Queue"), ("r", "Reading"), ("s", "Starred"), ("m", "Read"), ("e", "Archived"), ("a", "All"),
])  # fmt: skip
async def test_views_are_two_keys_away(start, key, view):
    async with start() as app:
        await app.press("g", key)
        assert app.screen.desk.view.name == view
        await app.press("g", "i")
        assert app.screen.desk.view.name == "Inbox"


async def test_the_popup_is_chosen_from_with_the_mouse(start):
    async with start() as app:
        await app.press("G", "g")
        popup = app.screen.query_one("#popup")
        line = next(y for y in range(popup.size.height) if "First paper" in popup.render_line(y).text)
        await app.pilot.click(popup, offset=(3, line + 1))
        await app.press()
        assert app.screen.papers.cursor == 0
        assert not popup.display


# The way back


async def test_ctrl_o_goes_back_over_jumps(start):
    async with start() as app:
        rows = app.rows
        await app.press("5", "j", "G", "ctrl+o")
        assert app.cursor == rows[5]
        await app.press("slash", "text:alignment", "enter", "j", "g", "a")
        filtered = app.cursor
        assert app.screen.desk.view.name == "All"
        await app.press("ctrl+o")
        assert (app.screen.desk.view.name, app.cursor) == ("Inbox", filtered)
        await app.press("ctrl+o")
        assert not app.screen.desk.filter_text
        assert app.cursor == rows[5]
        assert app.status == "Back in Inbox"


async def test_the_way_back_passes_over_papers_that_are_gone(start):
    async with start() as app:
        rows = app.rows
        await app.press("j", "G", "g", "g", "G")
        app.screen.acting.act(Remove([rows[1]]))
        await app.press("ctrl+o", "ctrl+o", "ctrl+o", "ctrl+o")
        assert app.status == "No way back from here"
        assert app.cursor == rows[-1]


# Removal


async def test_removal_asks_with_the_number_and_enter_is_no_answer(start, on_disk):
    async with start() as app:
        rows = app.rows
        await app.press("space", "space", "D")
        shown = app.pane_text(app.screen.query_one("#popup"))
        assert "remove 2 papers, with the notes" in shown
        await app.press("enter", "space", "j")
        assert len(on_disk()) == 48
        await app.press("y")
        assert len(on_disk()) == 46
        assert app.status == "Removed: 2 papers · u to undo"
        assert app.cursor == rows[2]
        await app.press("u")
        assert len(on_disk()) == 48


@pytest.mark.parametrize("key", ["n", "escape"])
async def test_removal_is_not_done_without_a_yes(start, on_disk, key):
    async with start() as app:
        await app.press("D", key, "j")
        assert len(on_disk()) == 48
        assert app.screen.papers.cursor == 1


async def test_where_the_last_paper_is_removed_the_new_last_one_is_chosen(start):
    async with start() as app:
        rows = app.rows
        await app.press("G", "D", "y")
        assert app.cursor == rows[-2]


# Ranges


async def test_a_range_goes_with_the_cursor(start):
    async with start() as app:
        rows = app.rows
        await app.press("space", "j", "j", "V", "j", "j", "k")
        assert app.screen.papers.selected == {rows[0], rows[3], rows[4]}
        # A number would be that of the beginning.
        assert app.status.startswith("Selecting · ")
        await app.press("V")
        assert app.status.startswith("3 selected · ")
        await app.press("G", "a")
        assert [key for key in rows if app.library[key].status is Status.ARCHIVED] == [rows[0], rows[3], rows[4]]


async def test_a_range_reaches_upwards_and_with_long_steps(start):
    async with start() as app:
        rows = app.rows
        await app.press("G", "V", "9", "k")
        assert app.screen.papers.selected == set(rows[-10:])
        await app.press("escape", "k")
        assert not app.screen.papers.selected


async def test_a_range_ends_where_its_first_paper_goes(start, seeded):
    async with start() as app:
        rows = app.rows
        await app.press("j", "V", "j")
        seeded.do(SetStatus([rows[5]], Status.READ))
        seeded.do(Remove([rows[1]]))
        app.screen.take_in()
        await app.press("j", "j")
        assert rows[1] not in app.screen.papers.selected
