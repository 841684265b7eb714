"""The app over the seeded library, driven by keys."""

from __future__ import annotations

from contextlib import asynccontextmanager

import pytest
from textual._styles_cache import StylesCache

from readlist.app.app import ReadlistApp
from readlist.store.repository import Repository

PATIENCE = 1000
"""Times that a test lets the app go on until it gives up."""


class Driver:
    """An app that runs, with short words for what tests ask of it."""

    def __init__(self, app, pilot):
        self.app, self.pilot = app, pilot
        self.screen = app.main_screen

    async def press(self, *keys):
        """Press keys one after the other; a text of several letters that is no key name is typed."""
        for key in keys:
            if key.startswith("text:"):
                await self.pilot.press(*({" ": "space", "\n": "enter"}.get(c, c) for c in key[5:]))
            else:
                await self.pilot.press(key)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def resize(self, width, height):
        """Make the terminal another size, and wait until the screen has it."""
        await self.pilot.resize_terminal(width, height)
        for _ in range(PATIENCE):
            if self.app.screen.size == (width, height):
                break
            await self.pilot.pause()
        assert self.app.screen.size == (width, height)
        await self.press()

    @property
    def status(self):
        """What the status line says, with what stands behind it."""
        line = self.screen.query_one("#status")
        return f"{line.text} · {line.aside}" if line.aside else line.text

    @property
    def failed(self):
        """Whether the status line tells of a problem."""
        return self.screen.query_one("#status").is_error

    @property
    def cursor(self):
        """Key of the paper under the cursor."""
        return self.screen.papers.cursor_key

    @property
    def paper(self):
        """The paper under the cursor, as the library has it."""
        return self.screen.desk.library[self.cursor]

    @property
    def rows(self):
        """Keys of the rows of the list."""
        return tuple(self.screen.papers.rows)

    @property
    def library(self):
        """All papers."""
        return self.screen.desk.library

    def row_text(self, index):
        """Text of one row as it is drawn, -1 is the last."""
        papers = self.screen.papers
        return papers.render_line(range(papers.size.height)[index]).text

    def pane_text(self, pane):
        """All that a pane draws, line by line."""
        return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))

    def title(self):
        """Title of the list."""
        return self.screen.papers._border_title.plain


@pytest.fixture
def on_disk(seeded):
    """Read the library from disk as another program would."""
    return lambda: Repository(seeded.directory).library


@pytest.fixture(autouse=True)
def forgotten():
    """After the test, forget what Textual keeps of it.

    The cache of a class method has the object that it was called on in its key: a thousand apps would be kept whole,
    and gone through by each search for garbage.
    """
    yield
    StylesCache.get_inner_outer.cache_clear()


@pytest.fixture
def start(seeded):
    """Start the app: `async with start(size=(80, 24)) as driver`."""

    @asynccontextmanager
    async def run(size=(120, 40), repository=seeded, **options):
        app = ReadlistApp(repository, **options)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Driver(app, pilot)

    return run
