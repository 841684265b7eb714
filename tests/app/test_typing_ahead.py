"""What is typed at one go, as from a slow connection, is done in the order in which it was typed."""

import pytest
from textual import events

from readlist.app.widgets.import_form import PathTyped

SENT = {"backspace": "\x7f", "ctrl+w": "\x17", "left": None, "home": None}


async def type_at_once(app, *keys):
    """Type letters and keys that the terminal has in its buffer all together."""
    for key in keys:
        app.app._driver.process_message(events.Key(key, SENT.get(key, key)))
    await app.press()
    await app.press()


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        (["a", "b", "x", "backspace", "c"], "abc"),
        (["x", "y", "ctrl+w", "a", "b"], "ab"),
        (["b", "c", "home", "a"], "abc"),
        (["a", "c", "left", "b"], "abc"),
    ],
)
@pytest.mark.parametrize(
    ("opens", "typed_in"),
    [
        (["slash"], "PromptInput"),
        (["x", "ctrl+u"], "#export-place"),
        (["I", "ctrl+u"], "#import-path"),
        (["I", "tab", "down"], "#import-text"),
        (["question_mark"], "#help-input"),
        (["i"], "#note-editor"),
    ],
    ids=["prompt", "export", "import", "pasted text", "help", "note"],
)
async def test_letters_and_other_keys_are_done_in_their_order(start, opens, typed_in, keys, text):
    async with start() as app:
        await app.press(*opens)
        await type_at_once(app, *keys)
        line = app.app.screen.query_one(typed_in)
        assert app.app.focused is line
        assert (line.text if hasattr(line, "text") else line.value) == text


async def test_a_letter_that_the_export_hears_of_late_takes_no_later_one_away(start):
    async with start() as app:
        await app.press("x", "ctrl+u", "text:out")
        app.app.screen.post_message(PathTyped("o"))
        await app.press()
        assert app.app.screen.query_one("#export-place").value == "out"
