"""What is exported and where to: choices in a line each, and the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from readlist.app.widgets.cells import filled_strip
from readlist.app.widgets.import_form import PathEntered, PathInput, PathTyped
from readlist.text import cell_width, clean_line

_LABEL_CELLS = 9
_HERE, _ELSEWHERE = "▸ ", "  "


@dataclass
class OptionChosen(Message):
    """Another option of a line was chosen."""

    line: str
    option: str


class ExportOptions(Widget, can_focus=True):
    """One line of options, one of which is chosen: by the arrows, by its first letter, or with the mouse.

    | Component class | What it styles |
    |---|---|
    | `export-options--label` | what is chosen here |
    | `export-options--chosen` | the option that is chosen |
    | `export-options--faint` | the others |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "export-options--label",
        "export-options--chosen",
        "export-options--faint",
    }
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", "Previous", show=False),
        Binding("right,space", "step(1)", "Next", show=False),
        Binding("enter", "screen.write", "Write", show=False),
    ]
    DEFAULT_CSS = """
    ExportOptions {
        height: 1;
    }
    ExportOptions > .export-options--label {
        color: $text;
    }
    ExportOptions > .export-options--chosen {
        color: $text-primary;
        text-style: bold;
    }
    ExportOptions > .export-options--faint {
        color: $text-muted;
    }
    """

    def __init__(self, label: str, *, id: str) -> None:
        """Make it; `label` stands before the options."""
        super().__init__(id=id)
        self._label = label
        self._options: Sequence[str] = ()
        self._labels: Mapping[str, str] = {}
        self.chosen = ""

    def offer(self, options: Sequence[str], chosen: str, labels: Mapping[str, str] | None = None) -> None:
        """Offer options, one of them chosen; `labels` are what is shown of those that have one."""
        self._options, self._labels = options, labels or {}
        self.choose(chosen)

    def choose(self, option: str) -> None:
        """Let another option be the one that is chosen."""
        self.chosen = option
        self.refresh()

    def action_step(self, steps: int) -> None:
        """Choose an option beside the one that is chosen."""
        if self._options:
            at = self._options.index(self.chosen) if self.chosen in self._options else -steps
            self._take(self._options[(at + steps) % len(self._options)])

    def on_key(self, event: events.Key) -> None:
        """Choose the next option that begins with the letter."""
        letter = event.character if event.is_printable else None
        if not letter or letter.isspace():
            return
        at = self._options.index(self.chosen) + 1 if self.chosen in self._options else 0
        turned = [*self._options[at:], *self._options[:at]]
        found = next((option for option in turned if option.casefold().startswith(letter.casefold())), None)
        if found is not None:
            event.stop()
            self._take(found)

    def on_click(self, event: events.Click) -> None:
        """Choose the option that is clicked."""
        event.stop()
        x = event.get_content_offset_capture(self).x - _LABEL_CELLS
        for option, text in self._shown(self.size.width):
            if 0 <= x < cell_width(text):
                self._take(option)
            x -= cell_width(text)

    def on_focus(self) -> None:
        """Show that keys go here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that they no longer do."""
        self.refresh()

    def _take(self, option: str) -> None:
        if option != self.chosen:
            self.choose(option)
            self.post_message(OptionChosen(str(self.id), option))

    # Drawing

    def _shown(self, width: int) -> Sequence[tuple[str, str]]:
        """Return the options that there is room for, as they are shown; the one that is chosen is one of them."""
        shown = [(option, self._text(option)) for option in self._options]
        while len(shown) > 1 and _LABEL_CELLS + sum(cell_width(text) for _, text in shown) > width:
            shown.pop(0 if shown[-1][0] == self.chosen else -1)
        return shown

    def _text(self, option: str) -> str:
        label = clean_line(self._labels.get(option, option))
        return f"[{label}]" if option == self.chosen else f" {label} "

    @property
    def text(self) -> str:
        """The line as it is shown."""
        return self.render_line(0).text.strip()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line; a mark says where keys go, also without colours."""
        width = self.size.width
        lead = _HERE if self.screen.focused is self else _ELSEWHERE
        pieces = [Segment(f"{lead}{self._label}".ljust(_LABEL_CELLS), self._style("label"))]
        for option, text in self._shown(width):
            pieces.append(Segment(text, self._style("chosen" if option == self.chosen else "faint")))
        return filled_strip(pieces, width, self.rich_style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"export-options--{name}")


class ExportForm(Vertical):
    """Which papers, in which format, for which program, and where to."""

    DEFAULT_CSS = """
    #export-place-line {
        height: auto;
    }
    #export-place, #export-place-label {
        height: 1;
    }
    #export-place-label {
        color: $text;
        width: 10;
    }
    #export-place {
        width: 1fr;
        border: none;
        padding: 0;
        background: $background;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="export-form")
        self._what = ExportOptions("What", id="export-what")
        self._format = ExportOptions("Format", id="export-format")
        self._flavour = ExportOptions("For", id="export-flavour")
        self._label = Static("", id="export-place-label", markup=False)
        self._place = PathInput(id="export-place")

    def compose(self) -> ComposeResult:
        """A line for each."""
        yield self._what
        yield self._format
        yield self._flavour
        yield Horizontal(self._label, self._place, id="export-place-line")

    def on_mount(self) -> None:
        """Show where keys go."""
        self._mark_place()

    def offer_papers(self, labels: Mapping[str, str], chosen: str) -> None:
        """Offer papers to choose from: what is shown of each choice, by its name."""
        self._what.offer(tuple(labels), chosen, labels)

    def offer_flavours(self, flavours: Sequence[str]) -> None:
        """Offer programs that Markdown may be for."""
        self._flavour.offer(flavours, flavours[0])

    def offer_formats(self, formats: Sequence[str]) -> None:
        """Offer formats."""
        self._format.offer(formats, self._format.chosen)

    def show(self, *, place: str, format: str, flavour: str | None) -> None:
        """Show where the export goes; `flavour` is None for what has none."""
        self._format.choose(format)
        self._flavour.display = flavour is not None
        if flavour is not None:
            self._flavour.choose(flavour)
        if place != self._place.value:
            with self._place.prevent(Input.Changed):
                self._place.value = place
            self._place.cursor_position = len(place)

    @property
    def place(self) -> str:
        """The place as it is typed."""
        return self._place.value

    @property
    def typing(self) -> bool:
        """Whether keys are text of the place."""
        return self.screen.focused is self._place

    @property
    def choosing(self) -> bool:
        """Whether keys choose an option."""
        return isinstance(self.screen.focused, ExportOptions)

    def take_keys(self) -> None:
        """Give the keys to the place."""
        self.screen.set_focus(self._place)

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    def _mark_place(self) -> None:
        lead = _HERE if self.typing else _ELSEWHERE
        self._label.update(Content(f"{lead}To"))

    @on(Input.Changed, "#export-place")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(PathTyped(event.value))

    @on(Input.Submitted, "#export-place")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(PathEntered(event.value))
