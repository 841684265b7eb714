"""The line over a menu in which is typed what narrows it."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input

from readlist.app.key_names import key_name
from readlist.app.widgets.typing_ahead import do_in_turn
from readlist.text import clean_line


class MenuInput(Input):
    """What is typed to narrow a menu."""

    DEFAULT_CSS = """
    MenuInput, MenuInput:focus {
        height: 1;
        border: none;
        padding: 0;
        background: $background;
    }
    """

    def __init__(self, taken: Callable[[str], bool], *, placeholder: str, id: str) -> None:
        """Make it.

        Args:
            taken: gets the name of each key first (see `key_name`), and says whether it has done something other than
                being typed.
            placeholder: what stands there while nothing is typed.
            id: its id.
        """
        super().__init__(id=id, placeholder=placeholder, select_on_focus=False)
        # A cursor that blinks has the program write to the terminal while nobody does anything.
        self.set_reactive(Input.cursor_blink, value=False)
        self._taken = taken

    async def on_key(self, event: events.Key) -> None:
        """Give keys that are no text away: Textual asks nobody else about letters while text is typed."""
        if self._taken(key_name(event)):
            event.prevent_default()
            event.stop()
        else:
            await do_in_turn(self, event)

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is shown."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(clean_line(event.text))
