"""The help: every command with its key, by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from readlist.app.commands.base import Command
from readlist.app.widgets.prose import Line, Piece, ProsePane, lay_out

_KEY_CELLS = 12


class HelpText(ProsePane):
    """The help as lines.

    | Component class | What it styles |
    |---|---|
    | `help--group` | headings |
    | `help--key` | keys |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"help--group", "help--key"}

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__(id="help")
        self.border_title = "Help"
        self.border_subtitle = "j k: scroll · esc: back"
        self._commands = commands

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the commands by group, each with its keys."""
        groups: dict[str, list[Command]] = {}
        for command in self._commands:
            groups.setdefault(command.group, []).append(command)
        lines: list[Line] = []
        for group, commands in groups.items():
            lines += [(), (Piece(group, "help--group"),)]
            for command in commands:
                key = Piece(f"  {command.shown_key:<{_KEY_CELLS}}", "help--key")
                first, *rest = lay_out(command.help, max(1, width - len(key.text)))
                lines.append((key, *first))
                lines += [(Piece(" " * len(key.text)), *line) for line in rest]
        return lines[1:]


class HelpScreen(ModalScreen[None]):
    """All keys over the main screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", "Back", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u,pageup", "half_page(-1)", "Half a page up", show=False),
        Binding("g,home", "to_end(-1)", "Top", show=False),
        Binding("G,shift+g,end", "to_end(1)", "End", show=False),
    ]

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__()
        self._text = HelpText(commands)

    def compose(self) -> ComposeResult:
        """The text alone."""
        yield self._text

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._text.step(lines)

    def action_half_page(self, direction: int) -> None:
        """Scroll by half a page."""
        self._text.half_page(direction)

    def action_to_end(self, direction: int) -> None:
        """Scroll to the first or last line."""
        self._text.to_end(direction)
