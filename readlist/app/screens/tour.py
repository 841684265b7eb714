"""The first steps in six lines, over the main screen, until a key is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen

from readlist.app.commands.keymap import Commands
from readlist.app.key_input import KeyTaker
from readlist.app.screens.leaving import LeavingScreen
from readlist.app.widgets.prose import Line, Mark, Piece, ProsePane, lay_out
from readlist.text import cell_width, clean_line

_ONLY_CLOSE = frozenset({"escape", "enter"})
"""Keys that close the tour and do nothing else; any other closes it and does what it does anywhere."""

Step: TypeAlias = "tuple[tuple[tuple[str, ...], str], ...]"
"""One line of the tour: commands by their ids, and what their keys do."""

_STEPS: Sequence[Step] = (
    ((("next_pane",), "from pane to pane: views, papers, abstract, note"),),
    (
        (("next", "previous"), "down, up"),
        (("read",), "read"),
        (("queue",), "queue"),
        (("archive",), "archive"),
        (("star",), "star"),
    ),
    ((("filter",), "find: words, author:name, tag:ml, year:2020.."),),
    ((("write_note",), "write a note, saved as you type"),),
    ((("export",), "export as Markdown"), (("import",), "import"), (("undo",), "undo anything")),
    ((("help",), "help: every key"), (("go_to_paper",), "any paper or command"), (("quit",), "quit")),
)
_MOST_KEY_CELLS = 12
_BETWEEN = " · "


class TourText(ProsePane, can_focus=False):
    """The lines of the tour, as high as they are.

    | Component class | What it styles |
    |---|---|
    | `tour--key` | keys |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tour--key"}
    DEFAULT_CSS = """
    TourText > .tour--key {
        text-style: bold;
        color: $text-primary;
    }
    """

    def __init__(self, commands: Commands) -> None:
        """Make it with the keys that `commands` have for this user."""
        super().__init__(id="tour")
        self.add_class("dialog")
        self.border_title = "readlist in six lines"
        self.border_subtitle = "esc closes · other keys close it and act"
        self._steps = [_keyed(step, commands) for step in _STEPS]

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the steps, the first key of each in a column of its own."""
        cells = min(_MOST_KEY_CELLS, max(cell_width(parts[0][0]) if parts else 0 for parts in self._steps))
        lines: list[Line] = []
        for parts in filter(None, self._steps):
            text, marks = _joined(parts)
            first, *others = lay_out(text, max(1, width - cells - 2), marks=marks)
            key = parts[0][0]
            if cell_width(key) > cells:
                lines.append((Piece(key, "tour--key"),))
                key = ""
            lines.append((Piece(key + " " * (cells + 2 - cell_width(key)), "tour--key"), *first))
            lines += [(Piece(" " * (cells + 2)), *other) for other in others]
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 -- as Textual asks
        """Return how many lines there are at a width."""
        return len(self.lay_out_lines(max(1, width - 1)))


class TourScreen(ModalScreen[None], LeavingScreen[None], KeyTaker):
    """The tour over the main screen; any key closes it, a click closes it too."""

    DEFAULT_CSS = """
    TourScreen {
        align: center middle;
    }
    #tour {
        width: 60;
        max-width: 100%;
        height: auto;
        max-height: 100%;
    }
    """

    def __init__(self, commands: Commands) -> None:
        """Make it with the keys that `commands` have for this user."""
        super().__init__()
        self._text = TourText(commands)

    def compose(self) -> ComposeResult:
        """The lines alone."""
        yield self._text

    async def take_key(self, event: events.Key) -> bool:
        """Close it, and let the screen below have the key."""
        app = self.app
        await app.pop_screen()
        if event.key in _ONLY_CLOSE:
            return True
        below = app.screen
        return isinstance(below, KeyTaker) and await below.take_key(event)

    def on_click(self) -> None:
        """Close it."""
        self.dismiss()


def _keyed(step: Step, commands: Commands) -> list[tuple[str, str]]:
    """Return keys and what they do, without those that have no key."""
    keyed = [(" ".join(filter(None, map(commands.key_of, ids))), told) for ids, told in step]
    return [(clean_line(keys), told) for keys, told in keyed if keys]


def _joined(parts: Sequence[tuple[str, str]]) -> tuple[str, list[Mark]]:
    """Return what stands behind the first key: what that does, then each other key with what it does, as marks."""
    text, marks = parts[0][1], list[Mark]()
    for keys, told in parts[1:]:
        start = len(text) + len(_BETWEEN)
        marks.append((start, start + len(keys), "tour--key", None))
        text = f"{text}{_BETWEEN}{keys} {told}"
    return text, marks
