"""The help: every command with its key, by group, and what can be typed into the filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from readlist.app.commands.base import Command
from readlist.app.widgets.prose import Line, Piece, ProsePane, lay_out
from readlist.query.fields import FIELDS, Field

_KEY_CELLS = 12
_FORMS = (
    (
        "two words",
        "Papers that have both, anywhere: title, authors, venue, tags, note, abstract. A capital counts.",
    ),
    ('"a phrase"', "Papers that have exactly that."),
    ("~word", "Papers that have nearly that word."),
    ("-tag:a", "Papers that are not so; NOT says the same."),
    ("tag:a,b", "Papers that are one of these."),
    ("(a OR b) c", "Papers that are a or b, and c."),
)
"""What a query is made of besides fields."""


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
        """Return the commands by group, each with its keys, and then the language of the filter."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for command in self._commands:
            groups.setdefault(command.group, []).append((command.shown_key, command.help))
        groups["In the filter"] = [*_FORMS, *((f"{field.name}:", _told(field)) for field in FIELDS.values())]
        lines: list[Line] = []
        for group, entries in groups.items():
            lines += [(), (Piece(group, "help--group"),)]
            for shown, told in entries:
                label = Piece(f"  {shown:<{_KEY_CELLS}}", "help--key")
                first, *rest = lay_out(told, max(1, width - len(label.text)))
                lines.append((label, *first))
                lines += [(Piece(" " * len(label.text)), *line) for line in rest]
        return lines[1:]


def _told(field: Field) -> str:
    return f"{field.help} {', '.join(field.examples)}"


class HelpScreen(ModalScreen[None]):
    """All keys, and the language of the filter, over the main screen."""

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
