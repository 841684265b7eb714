"""A few pictures guard the look; how the program behaves is told by the other tests."""

import pytest

from readlist.app.app import ReadlistApp
from readlist.config import AppConfig, Config

TRIAGE = ["m", "s", "w", "a", "space", "t", *"ml/nlp", "enter"]


@pytest.mark.parametrize(
    ("size", "keys", "theme"),
    [
        ((80, 24), TRIAGE, "textual-dark"),
        ((120, 40), TRIAGE, "textual-light"),
        ((120, 40), [*TRIAGE, "right_square_bracket", "right_square_bracket"], "textual-dark"),
        ((60, 20), ["1"], "textual-dark"),
        ((80, 24), ["G", "enter"], "ansi-dark"),
    ],
    ids=["narrow", "light", "empty-view", "small-views", "zoomed-ansi"],
)
def test_the_look(snap_compare, seeded, size, keys, theme):
    app = ReadlistApp(seeded, config=Config(app=AppConfig(theme=theme)))
    assert snap_compare(app, terminal_size=size, press=keys)
