"""What happens to a library when anything is pressed, clicked, pasted and resized in any order.

A step is a burst of keys that arrive before the app has done the first, or something else that comes in between. The
app gives up in none of them, shows the papers that the desk has, and leaves a library on disk in which the doctor finds
nothing wrong and which is the one that was on the screen.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import shutil
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events
from textual.geometry import Size
from textual.keys import _character_to_key

from readlist.app.app import ReadlistApp
from readlist.app.commands import COMMANDS, links, notes
from readlist.app.commands.keymap import Commands
from readlist.app.screens import triage
from readlist.config import Config, ExportConfig, TriageConfig
from readlist.model.actions import AppendNote, Remove, SetStarred, SetTags
from readlist.seeding import create_seeded
from readlist.store.doctor.checkup import check
from readlist.store.repository import Repository

SEEDS = sorted((Path(__file__).parent.parent.parent / "seeds").glob("*.txt"))
EXAMPLES, STEPS_EACH = 10, 70
BIBTEX = "@article{pasted2024, title={A paper that was pasted}, author={Author, Ann}, year={2024}}"
CHARACTERS = {"enter": "\r", "tab": "\t", "escape": "\x1b", "backspace": "\x7f", "space": " "}

BOUND = sorted({name for command in Commands(COMMANDS) for keys in command.bound for name in keys.split()})
OTHERS = [
    *"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", *':;,.!"#%&()<>^`~äé漢😀',
    "left", "right", "home", "end", "pageup", "pagedown", "delete", "backspace", "f1", "f5", "ctrl+home", "ctrl+end",
    "ctrl+a", "ctrl+c", "ctrl+k", "ctrl+n", "ctrl+q", "ctrl+s", "ctrl+v", "ctrl+w", "ctrl+x", "ctrl+y", "alt+x",
    "shift+tab", "shift+left", "shift+down", "shift+up", "shift+right", "ctrl+left", "ctrl+right",
]  # fmt: skip
WORDS = [
    "lan", "year:2024", "is:read", "tag:ml -is:starred", "sort:year-desc", '"half', "(a OR", "colour:red", "+ml todo",
    "-ml", "ml/rlhf", "Mine", "tomorrow", "2w", "2026-12-01", "yesterday", "y", "notes.md", "..", "list.bib",
    "# Heading", "[red]x[/]", "read", "undo", "lin 2024", "RLHF",
]  # fmt: skip
PASTES = [
    BIBTEX, "not a list of papers\n", "[bold]x[/] \x1b[31m\u202e", "", "mswaD$u\nq", "2310.16271", "'papers.bib'\n",
]  # fmt: skip
PATIENCE = 60.0
"""Seconds after which what was begun is never seen: the app looks at the day and at other programs every second."""
SIZES = [(80, 24), (60, 20), (120, 40), (200, 60), (40, 12), (10, 3), (1, 1), (300, 100)]


@dataclass(frozen=True)
class Press:
    """Keys that are pressed one after the other, without a wait between them."""

    keys: tuple[str, ...]


@dataclass(frozen=True)
class Type:
    """A word that is typed."""

    keys: str


@dataclass(frozen=True)
class Point:
    """The mouse at a place, in parts of the screen of 100; `to` is where it is let go."""

    place: tuple[int, int]
    to: tuple[int, int] | None
    button: int
    times: int


@dataclass(frozen=True)
class Wheel:
    """The wheel turned at a place."""

    place: tuple[int, int]
    down: bool


@dataclass(frozen=True)
class Paste:
    """A text that is pasted."""

    text: str


@dataclass(frozen=True)
class Resize:
    """The terminal in another size."""

    size: tuple[int, int]


@dataclass(frozen=True)
class Elsewhere:
    """What another program does to the papers at some places of the library."""

    what: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Later:
    """Hours that pass."""

    hours: int


BURSTS = st.lists(
    st.one_of(st.sampled_from(BOUND), st.sampled_from(BOUND), st.sampled_from(OTHERS), st.just("escape")),
    min_size=2,
    max_size=8,
)
OPENING = ["enter", "T", "T", "S", "=", "?", "f", "F", "I", "x", "t", "i", "/", ":", "b", "D", "O", "Y", "escape"]
PLACE = st.tuples(st.integers(0, 99), st.integers(0, 99))
STEPS = st.one_of(
    *[st.builds(Press, BURSTS.map(tuple))] * 8,
    *[st.builds(Press, st.sampled_from(OPENING).map(lambda key: ("escape", "escape", key)))] * 4,
    *[st.builds(Type, st.sampled_from(WORDS))] * 2,
    st.builds(Point, PLACE, st.none() | PLACE, st.sampled_from([1, 1, 1, 2, 3]), st.integers(1, 3)),
    st.builds(Wheel, PLACE, st.booleans()),
    st.builds(Paste, st.sampled_from(PASTES)),
    st.builds(Resize, st.sampled_from(SIZES)),
    st.builds(Elsewhere, st.sampled_from(["star", "tag", "note", "remove", "undo"]), st.tuples(st.integers(0, 50))),
    st.builds(Later, st.integers(1, 200)),
)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def advance(self, hours):
        self.now += timedelta(hours=hours)


class Staying(ReadlistApp):
    """The app, which stays where the real one would leave or hand over the terminal."""

    CSS_PATH = Path(inspect.getfile(ReadlistApp)).with_name(str(ReadlistApp.CSS_PATH))

    async def action_quit(self) -> None:
        """Stay."""

    def action_suspend_process(self) -> None:
        """Go on."""

    def suspend(self):
        """Keep the terminal."""
        return contextlib.nullcontext()


class Hand:
    """Does steps to an app that runs."""

    def __init__(self, app, pilot, clock):
        self.app, self.pilot, self.clock = app, pilot, clock
        self.screen = app.main_screen
        self.other = Repository(self.screen.desk.folder, clock=clock)

    async def do(self, step):
        match step:
            case Press(keys) | Type(keys):
                self._press(keys)
            case Point():
                self._point(step)
            case Wheel(place, down):
                self._mouse(events.MouseScrollDown if down else events.MouseScrollUp, place, 0)
            case Paste(text):
                self._send(events.Paste(text))
            case Resize((width, height)):
                self.app._driver._size = Size(width, height)
                self._send(events.Resize(Size(width, height), Size(width, height)))
            case Elsewhere(what, places):
                self._elsewhere(what, places)
            case Later(hours):
                self.clock.advance(hours=hours)
        await self.settle()

    async def settle(self):
        for _ in range(3):
            await self.pilot.pause(0)

    async def see(self, shown):
        """Wait for what comes after everything that was begun; it is a failure where it never does."""
        deadline = time.monotonic() + PATIENCE
        while not shown(self.screen) and self.app._exception is None:
            assert time.monotonic() < deadline, f"the list does not show the papers of the desk: {self.app.screen}"
            await self.settle()

    def _send(self, event):
        self.app._driver.process_message(event)

    def _press(self, keys):
        for key in keys:
            # There it would lead out of the test's own folder.
            if key != "/" or self.app.screen.id not in {"exporting", "importing"}:
                name = _character_to_key(key) if len(key) == 1 else key
                self._send(events.Key(name, key if len(key) == 1 else CHARACTERS.get(key)))

    def _point(self, step):
        for _ in range(step.times):
            self._mouse(events.MouseDown, step.place, step.button)
            if step.to is not None:
                self._mouse(events.MouseMove, step.to, step.button)
            self._mouse(events.MouseUp, step.to or step.place, step.button)

    def _mouse(self, kind, place, button):
        width, height = self.app.size
        x, y = place[0] * width // 100, place[1] * height // 100
        self._send(kind(None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False))

    def _elsewhere(self, what, places):
        self.other.refresh()
        keys = [self.other.library.keys[place % len(self.other.library)] for place in places if self.other.library]
        if what == "undo":
            self.other.undo()
        elif keys:
            self.other.do(
                {
                    "star": partial(SetStarred, keys),
                    "tag": partial(SetTags, keys, add=["elsewhere"]),
                    "note": partial(AppendNote, keys[0], "from elsewhere"),
                    "remove": partial(Remove, keys),
                }[what]()
            )


async def play(repository, clock, config, steps):
    """Do all steps to the app over a library, then quit it as a user does; return its desk."""
    app = Staying(repository, config=config, first_start=True, clock=clock)
    async with app.run_test(size=(80, 24)) as pilot:
        hand = Hand(app, pilot, clock)
        for step in steps:
            await hand.do(step)
            if app._exception is not None:
                break
            await hand.see(lambda screen: screen.papers.rows == screen.desk.rows)
        else:
            await app.workers.wait_for_complete()
            await pilot.pause()
            app.main_screen.take_in()
            await ReadlistApp.action_quit(app)
    return app.main_screen.desk


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    """A folder with the seeded library, of which each example takes a copy."""
    folder = tmp_path_factory.mktemp("shelf")
    create_seeded(folder / "library", clock=Clock(), documents=SEEDS)
    return folder / "library"


@pytest.fixture(autouse=True)
def harmless(monkeypatch):
    """Stand-ins for the user's editor and browser."""
    monkeypatch.setattr(notes, "edit_text", lambda text, **_: f"{text} from my editor")
    for module in (links, triage):
        monkeypatch.setattr(module, "open_address", lambda *_: True)


def run_example(home, shelf, steps):
    """Do all steps to a copy of the library `shelf` in `home`, and look that it is as it should be."""
    library = home / "library"
    shutil.copytree(shelf, library)
    (home / "papers.bib").write_text(BIBTEX)
    config = Config(
        export=ExportConfig(to="notes", auto=str(home / "auto")),
        triage=TriageConfig(("language", "RLHF")),
        templates={"short": "# {title}\n", "long": "## Why\n{cursor}\n## What\n"},
    )
    clock = Clock()
    with contextlib.chdir(home):
        desk = asyncio.run(play(Repository(library, clock=clock), clock, config, steps))
    assert check(library).findings == []
    assert tuple(Repository(library).library) == tuple(desk.library)


@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.lists(STEPS, min_size=STEPS_EACH, max_size=STEPS_EACH + 10))
def test_random_keys_raise_nothing_and_leave_a_library_in_which_nothing_is_wrong(tmp_path_factory, shelf, steps):
    run_example(tmp_path_factory.mktemp("home"), shelf, steps)
