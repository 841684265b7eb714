"""The footer: the keys that count here, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.strip import Strip
from textual.widget import Widget

from readlist.text import cell_width

_HELP_KEY, _HELP = "?", "help"
_NAMED = {"esc": "escape"}
"""Keys that Textual calls otherwise than they are shown."""


class KeyHints(Widget):
    """Keys with a word each; the last is always the key for help, except where keys are text.

    A click on one presses it.

    | Component class | What it styles |
    |---|---|
    | `hints--key` | keys |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key"}

    def __init__(self) -> None:
        super().__init__(id="hints")
        self._hints: Sequence[tuple[str, str]] = ()
        self._last: Sequence[tuple[str, str]] = ((_HELP_KEY, _HELP),)

    def show(self, hints: Sequence[tuple[str, str]], *, typing: bool = False, help_key: str = _HELP_KEY) -> None:
        """Show keys with their words.

        Args:
            hints: the keys, the most important first.
            typing: whether keys are text, so that none is for help.
            help_key: the key for help, as it is shown; "" where it has none.
        """
        last = () if typing or not help_key else ((help_key, _HELP),)
        if (hints, last) != (self._hints, self._last):
            self._hints, self._last = hints, last
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line."""
        width = self.size.width
        key_style, base = self.get_component_rich_style("hints--key"), self.rich_style
        segments: list[Segment] = []
        for key, word in self._fitting(width):
            segments += [Segment(f" {key}", key_style), Segment(f" {word} ", base)]
        return Strip(segments).adjust_cell_length(width, base)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Press the key that is clicked, where one key alone stands there."""
        event.stop()
        column = event.x
        for hint in self._fitting(self.size.width):
            column -= _width(hint)
            if column < 0:
                key = hint[0]
                if " " not in key:
                    self.app.post_message(events.Key(_NAMED.get(key, key), key if len(key) == 1 else None))
                return

    def _fitting(self, width: int) -> list[tuple[str, str]]:
        """Return the keys that there is room for, whole."""
        room = width - sum(_width(hint) for hint in self._last)
        chosen: list[tuple[str, str]] = []
        for hint in self._hints:
            if _width(hint) > room:
                break
            chosen.append(hint)
            room -= _width(hint)
        return [*chosen, *self._last]


def _width(hint: tuple[str, str]) -> int:
    return cell_width(hint[0]) + cell_width(hint[1]) + 3
