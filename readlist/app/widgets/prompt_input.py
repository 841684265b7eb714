"""The line at the bottom in which what is asked is answered; loaded when something is first asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

from readlist.app.widgets.prompt_line import Completion, Prompt
from readlist.app.widgets.remark_line import NOTHING, Remark, RemarkLine
from readlist.app.widgets.typing_ahead import do_in_turn, give_back
from readlist.text import cell_width, clean_line, cut

_SPARE = 2
"""Cells that the aside takes beyond its first text: a sign may come to stand before that."""


class Walk:
    """A walk through texts that were typed before.

    It can begin, and go on, as long as nothing else is typed: from an empty text, from the one that stood there at
    first, and from what the walk itself has put there.
    """

    def __init__(self, history: Sequence[str], text: str) -> None:
        """Begin at `text`, which stands there; `history` has the newest first."""
        self._history = history
        self._own = self._shown = text
        self._at = -1

    def step(self, text: str, by: int) -> str | None:
        """Return the text to put in the place of `text`: an older one (1) or a newer one (-1); None for none."""
        if text != self._shown:
            if text:
                return None
            self._own, self._at = "", -1
        at = self._at + by
        while 0 <= at < len(self._history) and self._history[at] == text:
            at += by
        if not -1 <= at < len(self._history) or (at == self._at == -1):
            return None
        self._at = at
        self._shown = self._own if at < 0 else self._history[at]
        return self._shown


class PromptInput(Input):
    """The text of the prompt.

    Attributes:
        prompt: what is asked, None while nothing is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("down", "walk(-1)", "Next, or newer text", show=False),
        Binding("up", "walk(1)", "Previous, or older text", show=False),
        Binding("ctrl+n", "move(1)", "Next", show=False),
        Binding("ctrl+p", "move(-1)", "Previous", show=False),
    ]

    # Not laid out anew for it, as Textual does, which is at each letter: the line stays where it is.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    def __init__(
        self, typed: Callable[[str], None], ended: Callable[[str | None], None], scrolled: Callable[[], None]
    ) -> None:
        super().__init__(id="prompt-input", select_on_focus=False)
        # A cursor that blinks has the program write to the terminal while nobody does anything.
        self.set_reactive(Input.cursor_blink, value=False)
        self._typed = typed
        self._ended = ended
        self._scrolled = scrolled
        self._walk = Walk((), "")
        self._replacing = False
        self.prompt: Prompt | None = None

    def open(self, prompt: Prompt) -> None:
        """Begin with a prompt's text."""
        self.prompt = None
        self.value = clean_line(prompt.text)
        self.cursor_position = len(self.value)
        self._walk = Walk(prompt.history, self.value)
        self.prompt = prompt

    async def on_key(self, event: events.Key) -> None:
        """End with enter or escape, at once and not by a message: what was typed behind them are keys again."""
        if self.prompt is None:
            give_back(self, event)
        elif event.key in {"enter", "escape"}:
            event.prevent_default()
            event.stop()
            self._ended(self.value if event.key == "enter" else None)
        else:
            await do_in_turn(self, event)

    def watch_value(self, value: str) -> None:
        """Say what was typed, at once: a message would come a frame later."""
        if self.prompt is not None and not self._replacing:
            self._typed(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Put `text` in the place of what is between two indexes; it is told when the cursor is where it belongs."""
        before, self._replacing = self.value, True
        try:
            super().replace(text, start, end)
        finally:
            self._replacing = False
        if self.value != before:
            self.watch_value(self.value)

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Say that the text stands elsewhere now."""
        super().watch_scroll_x(old_value, new_value)
        self._scrolled()

    def action_walk(self, by: int) -> None:
        """Put an older text (1) or a newer one (-1) in the place of this one; where there is none, move up or down."""
        text = self._walk.step(self.value, by)
        if text is None:
            self.action_move(-by)
        else:
            self.replace(text, 0, len(self.value))

    def action_move(self, rows: int) -> None:
        """Move in what the prompt is about."""
        if self.prompt is not None and self.prompt.moved is not None:
            self.prompt.moved(rows)

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is shown."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(clean_line(event.text))

    def on_blur(self) -> None:
        """Leave when a pane is clicked; not when the terminal's window loses the keys."""
        if self.app.app_focus and self.prompt is not None:
            self._ended(self.value if self.prompt.live else None)

    @property
    def completion(self) -> Completion | None:
        """What may stand at the cursor."""
        if self.prompt is None:
            return None
        cursor = self.cursor_position
        if self.prompt.completion is not None:
            return self.prompt.completion(self.value, cursor)
        if self.prompt.complete is None:
            return None
        word = self.value[:cursor].rpartition(" ")[2]
        return Completion(cursor - len(word), cursor, self.prompt.complete(word))

    def action_complete(self) -> None:
        """Put the best candidate in its place, and a space behind it unless more of it is to come."""
        completion = self.completion
        if completion is None or not completion.candidates:
            return
        written = completion.candidates[0]
        end = completion.end
        if not written.endswith(":"):
            written += " "
            end += len(self.value[end:]) - len(self.value[end:].lstrip())
        self.replace(written, completion.start, end)


class PromptAside(Widget):
    """How far what is typed leads, at the right end of the line.

    It takes room as it needs more, and gives none back before the next question: to lay out the screen anew at each
    letter takes longer than all else that the letter does.
    """

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._text = ""
        self._cells = 0

    def begin(self) -> None:
        """Show nothing, and take no room."""
        self._text, self._cells = "", 0
        self.styles.width = 0

    def show(self, text: str) -> None:
        """Show a text, one line, cleaned."""
        if text == self._text:
            return
        self._text = text
        cells = cell_width(text) + 2
        if cells > self._cells:
            self._cells = cells + _SPARE
            self.styles.width = self._cells
        self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002 -- there is one line
        """Draw the line."""
        width = self.size.width
        shown = cut(self._text, max(0, width - 2))
        return Strip([Segment(" " * (width - 1 - cell_width(shown)) + shown + " ", self.rich_style)])


class PromptLine(Vertical):
    """A label, the text that is typed, behind it how far it leads, and under it remarks on the text.

    It is mounted when something is first asked and only hidden afterwards, ready for the next question.
    """

    DEFAULT_CSS = """
    PromptLine {
        height: 1;
    }
    PromptLine.-explained {
        height: 2;
    }
    #prompt-line {
        height: 1;
    }
    #prompt-remark {
        height: 1;
        display: none;
        color: $text-muted;
    }
    PromptLine.-explained #prompt-remark {
        display: block;
    }
    #prompt-label {
        width: auto;
        padding: 0 1;
        text-style: bold;
        color: $text-primary;
    }
    #prompt-input {
        width: 1fr;
        min-width: 12;
        height: 1;
        border: none;
        padding: 0;
        background: $background;
    }
    #prompt-aside {
        width: 0;
        max-width: 50%;
        height: 1;
        color: $text-muted;
    }
    """

    def __init__(self, typed: Callable[[str], None], ended: Callable[[str | None], None]) -> None:
        """Make the line.

        Args:
            typed: gets the text whenever it changes.
            ended: gets the answer, or None when the prompt is left without one.
        """
        super().__init__(id="prompt")
        self._label = Static("", id="prompt-label", markup=False)
        self._label_cells = 0
        self._input = PromptInput(typed, ended, self._place_carets)
        self._aside = PromptAside(id="prompt-aside")
        self._remark = RemarkLine(id="prompt-remark")

    def compose(self) -> ComposeResult:
        """Label, text and aside in one line; the remark under them."""
        with Horizontal(id="prompt-line"):
            yield self._label
            yield self._input
            yield self._aside
        yield self._remark

    def open(self, prompt: Prompt) -> None:
        """Ask `prompt` and take the keys."""
        self.display = True
        self.set_class(prompt.explained, "-explained")
        label = clean_line(prompt.label)
        self._label_cells = cell_width(label)
        self._label.update(Content(label))
        self._input.open(prompt)
        self._aside.begin()
        self.remark(NOTHING)
        self.screen.set_focus(self._input)

    def close(self) -> None:
        """Make room for the line that says what happened."""
        self._input.prompt = None
        self.display = False

    @property
    def completions(self) -> Sequence[str]:
        """What may stand at the cursor, best first."""
        completion = self._input.completion
        return completion.candidates if completion else ()

    def say(self, text: str) -> None:
        """Show `text` behind what is typed."""
        self._aside.show(clean_line(text))

    def remark(self, remark: Remark) -> None:
        """Show a remark under what is typed."""
        self._remark.show(remark, self._carets(remark))

    def _place_carets(self) -> None:
        self.remark(self._remark.remark)

    def _carets(self, remark: Remark) -> tuple[int, int] | None:
        """Return the column, and how many cells, under the place in the text that a remark is about."""
        if remark.place is None:
            return None
        start, length = remark.place
        text = self._input.value
        # The label has a space at both sides.
        column = self._label_cells + 2 + cell_width(text[:start]) - round(self._input.scroll_x)
        return column, cell_width(text[start : start + length])
