"""What makes keys quick, made while nobody is busy: above all the index of the search."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from readlist.app.preloading import preload, preload_notes

if TYPE_CHECKING:
    from readlist.app.desk import Desk
    from readlist.app.screens.main import MainScreen
    from readlist.model.library import Library

SLICE = 0.006
"""Seconds of work after which keys are answered; the step that is being done then is completed, which takes about as
long."""
PAUSE = 0.008
"""Seconds between two of them, in which keys are."""
QUIET = 0.5
"""Seconds without a key after which nobody is busy."""
AGAIN = 300.0
"""Seconds until changes are taken into an index that is made: meanwhile the finder asks the papers themselves."""


class Indexing:
    """Lets the desk's finder bring its index up to date, a little at a time."""

    def __init__(self, screen: MainScreen, desk: Desk, ready: Callable[[], object]) -> None:
        """Make it; `ready` is called when it is done for the first time."""
        self._ready: Callable[[], object] | None = ready
        self._screen = screen
        self._desk = desk
        self._steps: Iterator[None] | None = None
        self._waiting = False
        self._done: Library | None = None
        self._due = 0.0

    def begin(self) -> None:
        """Begin, unless that is being done already, there is nothing to do, or it was done just now."""
        if not self._waiting and self._done is not self._desk.library and time.monotonic() >= self._due:
            self._wait(QUIET)

    def end(self) -> None:
        """Keep what there is of it, at the end of the program."""
        if self._steps is None:
            self._desk.keep_index()

    def _wait(self, seconds: float) -> None:
        self._waiting = True
        self._screen.set_timer(seconds, self._go_on)

    def _go_on(self) -> None:
        self._waiting = False
        if self._desk.lent or not self._screen.lookout.is_quiet(QUIET):
            self._wait(QUIET)
        elif self._work():
            self._wait(PAUSE)

    def _work(self) -> bool:
        """Do some of it; return whether there is more."""
        library = self._desk.library
        if self._steps is None:
            finder = self._desk.finder
            self._steps = chain(
                preload(), library.prepare(), finder.build(), preload_notes(finder), self._screen.filtering.prepare()
            )
        until = time.perf_counter() + SLICE
        for _ in self._steps:
            if time.perf_counter() >= until:
                return True
        self._steps, self._done = None, library
        self._due = time.monotonic() + AGAIN
        ready, self._ready = self._ready, None
        if ready is not None:
            ready()
        return False
