"""The footer: the keys that count here, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from readlist.text import cell_width

ALWAYS = ("?", "help")


class KeyHints(Widget):
    """Keys with a word each; the last is always the key for help, except where keys are text.

    | Component class | What it styles |
    |---|---|
    | `hints--key` | keys |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"hints--key"}

    def __init__(self) -> None:
        super().__init__(id="hints")
        self._hints: Sequence[tuple[str, str]] = ()
        self._last: Sequence[tuple[str, str]] = (ALWAYS,)

    def show(self, hints: Sequence[tuple[str, str]], *, typing: bool = False) -> None:
        """Show these keys with their words, the most important first; while `typing`, "?" is no key but text."""
        last = () if typing else (ALWAYS,)
        if (hints, last) != (self._hints, self._last):
            self._hints, self._last = hints, last
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line."""
        width = self.size.width
        key_style, base = self.get_component_rich_style("hints--key"), self.rich_style
        room = width - sum(_width(hint) for hint in self._last)
        chosen: list[tuple[str, str]] = []
        for hint in self._hints:
            if _width(hint) > room:
                break
            chosen.append(hint)
            room -= _width(hint)
        segments: list[Segment] = []
        for key, word in [*chosen, *self._last]:
            segments += [Segment(f" {key}", key_style), Segment(f" {word} ", base)]
        return Strip(segments).adjust_cell_length(width, base)


def _width(hint: tuple[str, str]) -> int:
    return cell_width(hint[0]) + cell_width(hint[1]) + 3
