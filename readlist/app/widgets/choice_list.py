"""A short list over the line where something is typed: what the text may mean, to choose from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from readlist.app.widgets.menu_pane import MenuPane
from readlist.text import cell_width, clean_line, cut

_LEAD = 2
_DETAIL_SHARE = 3
"""The detail has at most a third of the line."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose.

    Attributes:
        label: what it is.
        detail: what tells it from others, at the right.
        choose: does what is chosen.
        provisional: whether the label is not its own.
        glyph: says what kind of thing it is, one character; "" for the kind that most are of.
        possible: whether it can be done now.
    """

    label: str
    detail: str
    choose: Callable[[], None]
    provisional: bool = False
    glyph: str = ""
    possible: bool = True


class ChoiceList(MenuPane):
    """Choices, one a line, with one of them marked.

    | Component class | What it styles |
    |---|---|
    | `choices--provisional` | labels that are not their own |
    | `choices--detail` | what stands at the right, choices that are not possible now, what an empty list says |
    | `choices--glyph` | what kind of thing a choice is |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "choices--provisional",
        "choices--detail",
        "choices--glyph",
    }
    DEFAULT_CSS = """
    ChoiceList {
        height: 10;
        background: $surface;
    }
    ChoiceList > .choices--provisional {
        color: $text-muted;
        text-style: italic;
    }
    ChoiceList > .choices--detail {
        color: $text-muted;
    }
    ChoiceList > .choices--glyph {
        color: $text-accent;
        text-style: bold;
    }
    """

    def __init__(self, chosen: Callable[[], None], *, id: str) -> None:
        """Make the list; `chosen` is called when a choice is clicked, with the mark on it."""
        super().__init__(chosen, id=id)
        self._choices: Sequence[Choice] = ()
        self._empty_text = ""

    def show(self, choices: Sequence[Choice], *, empty_text: str) -> None:
        """Show choices, the first of them marked; `empty_text` where there are none."""
        self._choices, self._empty_text = choices, empty_text
        self.begin()

    @property
    def marked(self) -> Choice | None:
        """The choice that is marked, None where there is none."""
        return self._choices[self.cursor] if self._choices else None

    def entry_count(self) -> int:
        """Return how many choices there are."""
        return len(self._choices)

    def line_count(self) -> int:
        """Return how many choices there are, or the one line that says why there are none."""
        return len(self._choices) or 1

    def line_style(self, index: int) -> Style:
        """Return the style of a whole line."""
        return self.style("pane--cursor") if self._choices and index == self.cursor else self.rich_style

    def draw_line(self, index: int, width: int) -> list[Segment]:
        """Return one choice: what kind of thing it is, its label, its detail."""
        base = self.line_style(index)
        faint = self.style_on("choices--detail", base)
        if not self._choices:
            return [Segment(" " * _LEAD + cut(self._empty_text, width - _LEAD), faint)]
        choice = self._choices[index]
        glyph = f"{choice.glyph} " if choice.glyph else ""
        detail = cut(clean_line(choice.detail), width // _DETAIL_SHARE)
        room = max(0, width - _LEAD - len(glyph) - cell_width(detail) - 2)
        label = cut(clean_line(choice.label), room)
        provisional = self.style_on("choices--provisional", base)
        style = provisional if choice.provisional else base if choice.possible else faint
        return [
            Segment("▸ " if index == self.cursor else "  ", base),
            Segment(glyph, self.style_on("choices--glyph", base)),
            Segment(label + " " * (room - cell_width(label) + 1), style),
            Segment(f"{detail} ", faint),
        ]
