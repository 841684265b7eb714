"""A few pictures guard the look; how the program behaves is told by the other tests."""

from __future__ import annotations

import pytest
from textual import events

from readlist.app.app import ReadlistApp
from readlist.config import AppConfig, Config, TriageConfig
from readlist.model.actions import SetStatus, SetTags
from readlist.model.paper import Status

SETTLED = "…"
FOUND = ["t", *"ml/nlp", "enter", "slash", *"language OR lin", "enter", "1", SETTLED, *"jjjjjjjjj"]
CLOSE = ["slash", *"alignmnt", "enter"]
MARKED = ["m", "s", "w", "a", "space", "t", *"ml/nlp", "enter"]
NOTE = "# Claim\n\n*Low* layers `keep` it\n\n> a quote\n\n- [ ] try it\n- see https://example.org"
BIBTEX = """paste:
@misc{lin2023tax, title={Mitigating Alignment Tax of {RLHF}}, year={2024},
  author={Lin, Yong and Lin, Hangyu and Xiong, Wei and Diao, Shizhe and Liu, Jianmeng and Zhang, Jipeng}}
@misc{rafailov2023direct, title={Direct Preference Optimization}, author={Rafailov, Rafael}, year={2023}}
@misc{plum, title={Plum: Prompt Learning using Metaheuristics}, author={Pan, Rui}, year={2024}}
@misc{nothing, year={2024}}
"""


async def settled(app, pilot):
    """Wait until all is counted, and all is read, that the keys have brought up."""
    # What is pasted, and what a dialog looks at, goes from one part of it to the next before there is work.
    for _ in range(6):
        await pilot.pause()
    await app.workers.wait_for_complete()
    while app.screen.id == "exporting" and app.screen._shown != app.screen._wanted:
        await pilot.pause(0.01)
    await pilot.pause()


@pytest.fixture
def compare(snap_compare, seeded, clock):
    """Compare what there is after some keys with the picture; "paste:…" is pasted, SETTLED waits for what comes up."""

    def run(size, keys, theme):
        config = Config(app=AppConfig(theme=theme), triage=TriageConfig(keywords=("language model", "safety")))
        app = ReadlistApp(seeded, config=config, clock=clock)

        async def settle(pilot):
            await pilot.pause()
            for key in keys:
                if key.startswith("paste:"):
                    app.post_message(events.Paste(key.removeprefix("paste:")))
                    await settled(app, pilot)
                elif key == SETTLED:
                    await settled(app, pilot)
                else:
                    await pilot.press({" ": "space", "\n": "enter"}.get(key, key))
            await settled(app, pilot)

        assert snap_compare(app, terminal_size=size, run_before=settle)

    return run


@pytest.mark.parametrize(
    ("size", "keys", "theme"),
    [
        ((80, 24), MARKED, "textual-dark"),
        ((120, 40), MARKED, "textual-light"),
        ((120, 40), [*MARKED, "right_square_bracket", "right_square_bracket"], "textual-dark"),
        ((60, 20), ["1"], "textual-dark"),
        ((80, 24), ["G", "enter"], "ansi-dark"),
        ((120, 40), FOUND, "textual-dark"),
        ((80, 24), CLOSE, "ansi-dark"),
        ((200, 60), CLOSE, "textual-light"),
        ((60, 20), ["z"], "nord"),
        ((120, 40), [*"z4}}z1", "3"], "gruvbox"),
        ((120, 40), ["i", *NOTE, "escape"], "textual-dark"),
        ((80, 24), [*MARKED, "g"], "ansi-dark"),
        ((80, 24), [*MARKED, ":", *"align"], "textual-light"),
        ((80, 24), [*MARKED, *":>tri"], "textual-dark"),
        ((80, 24), [*MARKED, *"jt-ml rl"], "ansi-dark"),
        ((80, 24), ["?"], "textual-light"),
        ((120, 40), ["?", *"unread"], "ansi-dark"),
        ((120, 40), [*MARKED, *"Twms"], "textual-dark"),
        ((80, 24), ["T", "n", *"ws"], "ansi-dark"),
        ((120, 40), [*"Twwmas", "escape"], "textual-light"),
        ((80, 24), [BIBTEX], "textual-dark"),
        ((80, 24), [BIBTEX], "ansi-dark"),
        ((120, 40), [BIBTEX, "enter", "="], "textual-light"),
        ((80, 24), ["x"], "textual-light"),
        ((120, 40), ["x", "down"], "ansi-dark"),
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
        "note",
        "popup-ansi",
        "palette-light",
        "palette-commands",
        "tags-ansi",
        "help-light",
        "help-found-ansi",
        "triage",
        "triage-ansi",
        "triage-summary-light",
        "import",
        "import-ansi",
        "duplicates-light",
        "export-light",
        "export-ansi",
    ],
)
def test_the_look(compare, size, keys, theme):
    compare(size, keys, theme)


@pytest.mark.parametrize(
    ("size", "theme"),
    [((80, 24), "ansi-dark"), ((120, 40), "textual-dark")],
    ids=["statistics-ansi", "statistics"],
)
def test_the_look_of_statistics(compare, seeded, clock, size, theme):
    keys = list(seeded.library.keys)
    seeded.do(SetTags(keys[:12], add=["rlhf"]))
    for read in (2, 1, 3, 0, 4, 2):
        clock.advance(days=7)
        seeded.do(SetStatus([keys.pop(0) for _ in range(read)], Status.READ))
        seeded.do(SetStatus([keys.pop()], Status.QUEUED))
    compare(size, ["S"], theme)


async def test_a_row_under_the_cursor_is_of_one_colour_where_no_sign_stands(start):
    async with start(size=(80, 24), config=Config(app=AppConfig(theme="ansi-dark"))) as app:
        row = app.screen.papers.render_line(0)
        blanks = {segment.style.color for segment in row.crop(0, 77) if segment.text.isspace()}
        signs = {segment.style.color for segment in row.crop(1, 2)}
        assert blanks == signs


async def test_what_was_looked_for_is_not_dim_in_a_row_that_is(start):
    async with start(size=(80, 24), config=Config(app=AppConfig(theme="ansi-dark"))) as app:
        await app.press(*CLOSE)
        row = app.screen.papers.render_line(2)
        (found,) = (segment.style for segment in row if segment.text == "alignment")
        (title,) = (segment.style for segment in row if "distill" in segment.text)
        assert title.dim
        assert not found.dim
