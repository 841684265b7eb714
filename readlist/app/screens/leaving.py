"""A screen over the main one that is left once, however often it is told to go."""

from __future__ import annotations

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import Screen

ResultT = TypeVar("ResultT")


class LeavingScreen(Screen[ResultT]):
    """A screen that can be dismissed again after it is gone, without a result and without harm.

    What is pressed or clicked twice in a moment reaches a screen after it has left. Textual would take away the screen
    below it then, or end the program where there is none.

    It is no modal screen by itself: one that is has `ModalScreen` as its first base, whose style it takes, and this as
    the second.
    """

    def dismiss(self, result: ResultT | None = None) -> AwaitComplete:
        """Leave with a result, if the screen is there and no other lies over it."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
