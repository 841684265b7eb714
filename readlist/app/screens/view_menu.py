"""The menu of the user's own views: narrowed while typing, one opened or removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from readlist.app.screens.told_keys import ToldKeysScreen
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.menu_input import MenuInput
from readlist.app.widgets.status_line import StatusLine
from readlist.app.widgets.view_menu import SavedView, ViewMenu
from readlist.text import clean_line

NONE = "None yet: filter with /, then F names and saves it"
_NO_SUCH = "No view is called like that"
_MOST = 100
"""Views that are listed for what was typed."""


class ViewMenuScreen(ModalScreen[str | None], ToldKeysScreen[str | None]):
    """The user's own views over the main screen; ends with the name of the one to open, None for none.

    Letters narrow the list, but for D: names are found whatever their case, so that no capital is needed for that. And
    but for the answer to the question that D asks, and the key for help: most names have no question mark.
    """

    AUTO_FOCUS = "#view-menu-input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False, priority=True),
        Binding("enter", "open", "Open", show=False, priority=True),
        Binding("down,ctrl+n,tab", "step(1)", "Next", show=False, priority=True),
        Binding("up,ctrl+p,shift+tab", "step(-1)", "Previous", show=False, priority=True),
        Binding("delete", "ask_to_remove", "Remove", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ViewMenuScreen {
        align: center middle;
    }
    #view-menu {
        width: 84;
        max-width: 100%;
        height: 18;
        max-height: 100%;
    }
    #view-menu-list {
        height: 1fr;
    }
    """

    def __init__(self, views: Callable[[], Sequence[SavedView]], remove: Callable[[str], tuple[str, bool]]) -> None:
        """Make the screen.

        Args:
            views: returns the views there are.
            remove: removes the view of a name; returns what came of it, and whether that is a problem.
        """
        super().__init__()
        self._views, self._remove = views, remove
        self._asked: str | None = None
        self._input = MenuInput(self._taken, placeholder="name", id="view-menu-input")
        self._list = ViewMenu(self._clicked)
        self._status = StatusLine()
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """What is typed, the views, what happened, and the keys."""
        box = Vertical(self._input, self._list, self._status, self._hints, id="view-menu", classes="dialog")
        box.border_title = "Your views"
        yield box
        yield self._popup

    def on_mount(self) -> None:
        """Show all views."""
        self._narrow()

    def _taken(self, key: str) -> bool:
        """Do what a letter stands for here; return False where it is text."""
        if self._asked is None and key == "D":
            self.action_ask_to_remove()
        elif self._asked is not None and key.lower() == "y":
            self._remove_asked(self._asked)
        elif self._asked is not None and key.lower() == "n":
            self._ask(None)
        else:
            return False
        return True

    # What is shown

    @on(Input.Changed)
    def _typed(self) -> None:
        self._ask(None)
        self._narrow()

    def _narrow(self) -> None:
        """List the views that are called like what was typed."""
        from readlist.search import closest  # noqa: PLC0415 -- needed where something is typed, not at start

        views = self._views()
        if self._input.value.strip():
            by_name = {view.name: view for view in views}
            views = [by_name[name] for name in closest(self._input.value, list(by_name), _MOST)]
        self._list.show(views, empty_text=_NO_SUCH if self._input.value.strip() else NONE)
        self._show_hints()

    def _show_hints(self) -> None:
        if self._asked is not None:
            hints = [("y", "remove"), ("n", "keep")]
        else:
            current = self._list.current
            removes = [("D", "remove")] if current is not None and not current.fixed else []
            hints = [*([("enter", "open"), ("↓ ↑", "move")] if current is not None else []), *removes, ("esc", "back")]
        self._hints.show(hints)

    @property
    def takes_text(self) -> bool:
        """Whether a question mark is text: it is for help."""
        return False

    @property
    def told_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that count now."""
        if self._asked is not None:
            return [("y", "remove it"), ("n", "keep it"), ("escape", "keep it")]
        return [
            ("a–z", "narrow the list"),
            ("down", "next (also tab, ctrl+n)"),
            ("up", "previous (also shift+tab, ctrl+p)"),
            ("enter", "open"),
            ("D", "remove (also delete)"),
            ("escape", "back to the list"),
        ]

    # What is done

    def action_step(self, lines: int) -> None:
        """Move the cursor."""
        self._ask(None)
        self._list.step(lines)
        self._show_hints()

    def action_open(self) -> None:
        """End with the view under the cursor; where it is asked whether to remove one, that is no answer."""
        current = self._list.current
        if current is not None and self._asked is None:
            self._open(current)

    def _clicked(self) -> None:
        current = self._list.current
        if current is not None:
            self._open(current)

    def _open(self, view: SavedView) -> None:
        if view.count is None:
            self._status.say(f"{view.name} has no query that can be read: {view.query}", error=True)
        else:
            self.dismiss(view.name)

    def action_ask_to_remove(self) -> None:
        """Ask whether the view under the cursor shall be removed."""
        current = self._list.current
        if current is None:
            return
        if current.fixed:
            self._status.say(f"{current.name} stands in the configuration: it is removed there", error=True)
            return
        self._ask(current.name)

    def _ask(self, name: str | None) -> None:
        self._asked = name
        self._status.say("" if name is None else f"Remove the view {clean_line(name)}? y/n")
        self._show_hints()

    def _remove_asked(self, name: str) -> None:
        line, failed = self._remove(name)
        self._asked = None
        self._narrow()
        self._status.say(line, aside="" if failed else "u in the list: undo", error=failed)

    def action_leave(self) -> None:
        """Go a step back: from the question to the list, from the list to the papers."""
        if self._asked is not None:
            self._ask(None)
        else:
            self.dismiss(None)
