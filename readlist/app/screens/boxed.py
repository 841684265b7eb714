"""A screen over which a box of keys can lie."""

from __future__ import annotations

from typing import TypeVar

from readlist.app.screens.leaving import LeavingScreen
from readlist.app.widgets.key_popup import KeyPopup

ResultT = TypeVar("ResultT")


class BoxedScreen(LeavingScreen[ResultT]):
    """A screen with a box of keys, which stays where it belongs; what it is made of has `_popup` at its end."""

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        """Make it as Textual makes screens."""
        super().__init__(name, id, classes)
        self._popup = KeyPopup()

    def on_resize(self) -> None:
        """Put the box where it belongs."""
        self._popup.place()
