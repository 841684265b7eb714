"""A dialog whose keys are told when the key for help is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from textual import events, on

from readlist.app.key_input import KeyTaker
from readlist.app.key_names import key_name, shown
from readlist.app.screens.boxed import BoxedScreen
from readlist.app.widgets.key_popup import KeyPopup

ResultT = TypeVar("ResultT")
_HELP = frozenset({"?", "f1"})


class ToldKeysScreen(BoxedScreen[ResultT], KeyTaker):
    """A screen that shows its keys in a box: "?", where that is no text, and F1 open it.

    The next key closes it and does what it does without it; escape and the keys for help do nothing else. The app hands
    it every key before any widget sees it.
    """

    DEFAULT_CSS = """
    ToldKeysScreen {
        layers: default popups;
    }
    """

    # What a screen says of itself

    @property
    def told_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that count now, by their names (see `key_name`), and what they do."""
        raise NotImplementedError

    @property
    def takes_text(self) -> bool:
        """Whether a question mark is text now."""
        raise NotImplementedError

    # Keys

    async def take_key(self, event: events.Key) -> bool:
        """Show the keys, or hide them; return False where the key is for others."""
        name = key_name(event)
        if self._popup.display:
            self._popup.hide()
            return name in _HELP or name == "escape"
        if name not in _HELP or (event.is_printable and self.takes_text):
            return False
        self._popup.show("Keys", [(key, shown(key), text) for key, text in self.told_keys])
        return True

    @on(KeyPopup.Chosen)
    def _told_key_clicked(self, event: KeyPopup.Chosen) -> None:
        """Press the key that is clicked, which closes the box as well."""
        event.stop()
        self.app.post_message(events.Key(event.key, event.key if len(event.key) == 1 else None))
