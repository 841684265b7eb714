"""Fixtures for all tests: nobody's own library, configuration or editor; a clock that is told; a seeded library."""

from __future__ import annotations

import gc
import os
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

SEEDS = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))
HIDDEN = ("READLIST_", "_READLIST_", "XDG_", "TEXTUAL")
HIDDEN_NAMES = ("VISUAL", "EDITOR", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "APPDATA", "LOCALAPPDATA")


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **units: float) -> None:
        """Go on by some `datetime.timedelta` ("minutes=5")."""
        self.now += timedelta(**units)


def pytest_collection_finish():
    """Search for garbage seldom: through all that a thousand tests stand on, it takes a quarter of their time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


_ended = count(1)


def pytest_runtest_logfinish():
    """Search for garbage through all that has come since, now and then: libraries that are garbage hold files open."""
    if next(_ended) % 10 == 0:
        gc.collect()


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path_factory):
    """Hide the developer's own library, configuration, editor and terminal; return the empty home that stands in."""
    for name in list(os.environ):
        # The snapshot plugin talks to itself through variables of its own.
        if (name.startswith(HIDDEN) or name in HIDDEN_NAMES) and not name.startswith("TEXTUAL_SNAPSHOT"):
            monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    monkeypatch.setenv("TERM", "xterm-256color")
    return home


@pytest.fixture
def clock():
    """A clock that stands at 2026-11-21T08:00:00Z."""
    return Clock()


@pytest.fixture(scope="session")
def seeded_folder(tmp_path_factory):
    """The folder of a library with the 48 papers of the seed documents, to be copied."""
    from readlist.seeding import create_seeded  # noqa: PLC0415 -- most tests need no library

    return create_seeded(tmp_path_factory.mktemp("seeded") / "library", clock=Clock(), documents=SEEDS).directory


@pytest.fixture
def seeded(tmp_path, clock, seeded_folder):
    """A repository with the 48 papers of the seed documents, in `tmp_path / "library"`."""
    from readlist.store.repository import Repository  # noqa: PLC0415 -- most tests need no library

    shutil.copytree(seeded_folder, tmp_path / "library")
    return Repository(tmp_path / "library", clock=clock)
