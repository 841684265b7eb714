"""Beside the main screen too, the footer names the key for help, and that names the keys."""

from __future__ import annotations

import pytest

from readlist.config import Config, KeySetting

SCREENS = {
    "statistics": (["S"], ["j  down", "v  turn to this list", "G  end", "q  back to the list"]),
    "duplicates": (["space", "space", "equals_sign"], ["m  merge", "k  keep both", "u  undo", "q  back to the list"]),
    "views": (["f"], ["enter  open", "D  remove", "esc  back to the list"]),
    "export options": (["x", "shift+tab"], ["enter  write", "right  choose", "esc  back to the list"]),
    "export files": (["x", "text:/tmp/notes.md", "down"], ["j  next file", "J  scroll the file", "tab  to the form"]),
}  # fmt: skip


def told(app):
    """The box of keys as it is shown, one key with its words a line; "" where there is none."""
    popup = app.app.screen.query_one("#popup")
    return app.pane_text(popup) if popup.display else ""


def footer(app):
    return app.pane_text(app.app.screen.query_one("#hints"))


def squeezed(text):
    return " ".join(text.split())


@pytest.mark.parametrize("width", [60, 72, 80, 100, 140, 200])
@pytest.mark.parametrize("name", SCREENS)
async def test_the_footer_names_the_key_for_help_and_the_key_back(start, name, width):
    keys, _ = SCREENS[name]
    async with start(size=(width, 24)) as app:
        await app.press(*keys)
        assert "? help" in footer(app)
        assert "esc back" in footer(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
@pytest.mark.parametrize("key", ["question_mark", "f1"])
@pytest.mark.parametrize("name", SCREENS)
async def test_the_key_for_help_names_the_keys(start, name, key, size):
    keys, names = SCREENS[name]
    async with start(size=size) as app:
        await app.press(*keys)
        before = app.app.screen
        await app.press(key)
        text = squeezed(told(app))
        assert all(squeezed(part) in text for part in names)
        drawn = squeezed(" ".join(strip.text for strip in before._compositor.render_strips()))
        assert all(squeezed(part) in drawn for part in names)
        region = before.query_one("#popup").region
        assert region.x >= 0
        assert region.y >= 0
        assert region.right <= size[0]
        assert region.bottom < size[1]
        await app.press("escape")
        assert told(app) == ""
        assert app.app.screen is before
        await app.press("escape")
        assert app.app.screen is app.screen


async def test_the_next_key_does_what_it_does_without_the_box(start):
    async with start(size=(80, 24)) as app:
        await app.press("S", "question_mark", "j")
        assert told(app) == ""
        assert app.app.screen.query_one("#statistics").top == 1
        await app.press("escape", "x", "shift+tab", "question_mark", "escape", "question_mark", "question_mark")
        assert told(app) == ""


async def test_a_question_mark_in_a_path_is_text_and_f1_names_the_keys_there(start):
    async with start(size=(80, 24)) as app:
        await app.press("x", "text:what?")
        assert told(app) == ""
        assert app.app.screen.query_one("#export-place").value.endswith("what?")
        await app.press("f1")
        assert "complete" in told(app)


async def test_the_list_of_an_import_names_its_keys(start, tmp_path):
    file = tmp_path / "new.bib"
    file.write_text("@article{new, title={A new paper}, author={Doe, Jane}, year={2026}}")
    async with start(size=(60, 20)) as app:
        await app.press("I")
        app.app.screen.query_one("#import-path").value = str(file)
        await app.press("enter")
        assert "? help" in footer(app)
        await app.press("question_mark")
        assert "all or none" in told(app)
        await app.press("question_mark", "t", "question_mark")
        assert told(app) == ""


def own_keys(**bound):
    return Config(keys=tuple(KeySetting(command, keys, "config.toml:1") for command, keys in bound.items()))


async def test_statistics_follow_the_keys_of_the_user(start):
    config = own_keys(next=(";",), previous=(",",), statistics=("Z",), help=("h",), last=("E",))
    async with start(size=(80, 24), config=config) as app:
        await app.press("Z")
        pane = app.app.screen.query_one("#statistics")
        await app.press("semicolon", "semicolon", "semicolon", "comma")
        assert pane.top == 2
        assert all(hint in footer(app) for hint in ("; down", ", up", "E end", "h help"))
        await app.press("h")
        assert "half a page down" in told(app)
        await app.press("Z")
        assert app.app.screen is app.screen


async def test_duplicates_follow_the_keys_of_the_user(start, on_disk):
    config = own_keys(undo=("U",), redo=("Z",), next=(";", "down"), duplicates=("~",))
    async with start(size=(80, 24), config=config) as app:
        await app.press("D", "y", "tilde")
        assert "U undo" in footer(app)
        removed = len(on_disk())
        await app.press("u")
        assert len(on_disk()) == removed
        await app.press("U")
        assert len(on_disk()) == removed + 1
        line = app.app.screen.query_one("#status")
        assert line.aside == "Z to redo"
        await app.press("Z")
        assert len(on_disk()) == removed
        await app.press("tilde")
        assert app.app.screen is app.screen


async def test_the_end_of_a_triage_names_its_keys_too(start):
    async with start(size=(60, 20)) as app:
        await app.press("T", "w", "r", "escape")
        assert "? help" in footer(app)
        await app.press("question_mark")
        assert all(part in squeezed(told(app)) for part in ("U undo all", "p go on", "enter back to the list"))
        await app.press("escape")
        assert told(app) == ""
        await app.press("question_mark", "p")
        assert app.app.screen.id == "triage"
