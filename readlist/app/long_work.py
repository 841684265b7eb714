"""Changes that may take their time: made in a thread, and waited for with a word to the user."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from typing import TYPE_CHECKING, TypeVar

from readlist.model.garbage import no_collection

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

T = TypeVar("T")

PATIENCE = 0.25
"""Seconds that work may take before anything is said of it."""


class LongWork:
    """Does work in a thread with the desk lent to it; what is pressed meanwhile waits until it is done.

    Work that is done soon is waited for as if there were no thread.
    """

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._done: asyncio.Event | None = None

    async def settled(self) -> None:
        """Return when nothing is being worked on."""
        while self._done is not None:
            await self._done.wait()

    def do(self, work: Callable[[], T], then: Callable[[Future[T]], None], *, told: str) -> None:
        """Do `work`, in which the desk may be changed.

        Args:
            work: the work.
            then: gets what it returned or raised; called here, or later where the work takes longer.
            told: what is said meanwhile.
        """
        future: Future[T] = Future()
        self._screen.desk.lent = True
        threading.Thread(target=_run, args=(work, future), name="work", daemon=True).start()
        try:
            future.exception(PATIENCE)
        except StillRunning:
            self._done = asyncio.Event()
            self._screen.say(told, aside="what you press counts when it is done")
            self._screen.run_worker(self._wait(future, then), group="work")
        else:
            self._screen.desk.lent = False
            then(future)

    async def _wait(self, future: Future[T], then: Callable[[Future[T]], None]) -> None:
        done = self._done
        try:
            await asyncio.wait([asyncio.wrap_future(future)])
        finally:
            self._screen.desk.lent, self._done = False, None
            if done is not None:
                done.set()
        then(future)


def _run(work: Callable[[], T], future: Future[T]) -> None:
    try:
        # A search for garbage stops all threads, the longer the more papers there are.
        with no_collection():
            result = work()
    except Exception as error:  # noqa: BLE001 -- whoever waits gets it, whatever it is
        future.set_exception(error)
    else:
        future.set_result(result)
