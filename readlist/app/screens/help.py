"""The help: every command with its keys, the pane's own first, searched while typing; what is chosen is done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from readlist.app.command_search import Findable, found
from readlist.app.screens.leaving import LeavingScreen
from readlist.app.screens.scrolling import ScrollingActions
from readlist.app.widgets.help_list import HelpEntry, HelpList
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.menu_input import MenuInput

_NONE = "Nothing is called like that"


class HelpScreen(ScrollingActions, ModalScreen[int | None], LeavingScreen[int | None]):
    """What can be done, over the main screen; ends with the index of the entry that was chosen, None for none."""

    AUTO_FOCUS = "#help-input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False, priority=True),
        Binding("enter", "choose", "Do it", show=False, priority=True),
        Binding("down,ctrl+n,tab", "step(1)", "Next", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "step(-1)", "Previous", show=False, priority=True),
        Binding("pagedown,ctrl+d", "half_page(1)", "Half a page down", show=False, priority=True),
        Binding("pageup,ctrl+u", "half_page(-1)", "Half a page up", show=False, priority=True),
        Binding("ctrl+end", "to_end(1)", "Last", show=False, priority=True),
        Binding("ctrl+home", "to_end(-1)", "First", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    HelpScreen {
        align: center middle;
    }
    #help {
        width: 110;
        max-width: 100%;
        height: 86%;
    }
    #help-list {
        height: 1fr;
    }
    #help #hints {
        width: 1fr;
    }
    """

    def __init__(self, entries: Sequence[tuple[HelpEntry, Findable]], *, closing: Collection[str]) -> None:
        """Make the screen.

        Args:
            entries: what is told, and how each is looked for; those of one group stand together.
            closing: keys (see `key_name`) that close the help while nothing is typed.
        """
        super().__init__()
        self._entries = [entry for entry, _ in entries]
        self._findables = [findable for _, findable in entries]
        self._closing_keys = closing
        self._shown: Sequence[int] = ()
        self._input = MenuInput(self._taken, placeholder="a word, or a key", id="help-input")
        self._list = HelpList(self.action_choose)
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """What is typed, what can be done, and the keys."""
        box = Vertical(self._input, self._list, self._hints, id="help", classes="dialog")
        box.border_title = "Help"
        yield box

    def on_mount(self) -> None:
        """Show everything."""
        self._search()

    def _taken(self, key: str) -> bool:
        if key in self._closing_keys and not self._input.value:
            self.dismiss(None)
            return True
        return False

    @on(Input.Changed)
    def _search(self) -> None:
        """List what the typed text means."""
        typed = self._input.value
        self._shown = found(typed, self._findables)
        entries = [self._entries[index] for index in self._shown]
        self._list.show(entries, grouped=not typed.strip(), empty_text=_NONE)
        self._show_hints()

    def _show_hints(self) -> None:
        current = self._list.current
        does = [("enter", "do it")] if current is not None and current.possible else []
        moves = [("↓ ↑", "move")] if current is not None else []
        self._hints.show([*does, *moves, ("esc", "all" if self._input.value else "back")], typing=True)

    @property
    def moved_in(self) -> HelpList:
        """What the keys move in."""
        return self._list

    def moved(self) -> None:
        """Show what can be done about the entry under the cursor."""
        self._show_hints()

    def action_choose(self) -> None:
        """End with the entry under the cursor, where it is possible now; its line says where it is not."""
        current = self._list.current
        if current is not None and current.possible:
            self.dismiss(self._shown[self._list.cursor])
        self._show_hints()

    def action_leave(self) -> None:
        """Go a step back: from what was typed to everything, from there to the papers."""
        if self._input.value:
            self._input.value = ""
        else:
            self.dismiss(None)
