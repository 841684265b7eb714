"""A few pictures guard the look; how the program behaves is told by the other tests."""

import pytest

from readlist.app.app import ReadlistApp
from readlist.config import AppConfig, Config

FOUND = ["t", *"ml/nlp", "enter", "slash", *"language OR lin", "enter", "1", *"jjjjjjjjj"]
CLOSE = ["slash", *"alignmnt", "enter"]
TRIAGE = ["m", "s", "w", "a", "space", "t", *"ml/nlp", "enter"]


@pytest.mark.parametrize(
    ("size", "keys", "theme"),
    [
        ((80, 24), TRIAGE, "textual-dark"),
        ((120, 40), TRIAGE, "textual-light"),
        ((120, 40), [*TRIAGE, "right_square_bracket", "right_square_bracket"], "textual-dark"),
        ((60, 20), ["1"], "textual-dark"),
        ((80, 24), ["G", "enter"], "ansi-dark"),
        ((120, 40), FOUND, "textual-dark"),
        ((80, 24), CLOSE, "ansi-dark"),
        ((200, 60), CLOSE, "textual-light"),
        ((60, 20), ["z"], "nord"),
        ((120, 40), [*"z4}}z1", "3"], "gruvbox"),
    ],
    ids=[
        "narrow",
        "light",
        "empty-view",
        "small-views",
        "zoomed-ansi",
        "found",
        "close-ansi",
        "close-light-wide",
        "menu",
        "folded",
    ],
)
def test_the_look(snap_compare, seeded, size, keys, theme):
    app = ReadlistApp(seeded, config=Config(app=AppConfig(theme=theme)))

    async def settle(pilot):
        """Press the keys, and wait until all is counted that they have brought up."""
        await pilot.pause()
        await pilot.press(*({" ": "space"}.get(key, key) for key in keys))
        await app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=settle)
