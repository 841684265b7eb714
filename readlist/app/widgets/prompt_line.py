"""The line at the bottom where something is typed: a filter, tags, a path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from readlist.app.messages import PromptMoved
from readlist.app.widgets.typing_ahead import give_back
from readlist.text import clean_line

Completer: TypeAlias = Callable[[str], Sequence[str]]
"""From the word that is being typed to what it may become, best first."""


def _nothing() -> None:
    """Do nothing when a prompt is left."""


def _no_problem(_: str) -> None:
    """Find nothing wrong with any text."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question at the bottom of the screen.

    Attributes:
        label: what is asked.
        answered: gets the text when the user presses enter.
        text: what stands there at first.
        typed: gets the text whenever it changes, and once at the beginning.
        left: called when the user leaves without an answer.
        complete: what the word that is typed may become.
        problem: what is wrong with a text, None for nothing; a text with a problem does not end the prompt.
        live: whether what is typed takes effect at once, so that the list can be moved in meanwhile and the text
            counts when the prompt is left with the mouse.
    """

    label: str
    answered: Callable[[str], None]
    text: str = ""
    typed: Callable[[str], None] | None = None
    left: Callable[[], None] = _nothing
    complete: Completer | None = None
    problem: Callable[[str], str | None] = _no_problem
    live: bool = False


class PromptInput(Input):
    """The text of the prompt.

    Attributes:
        prompt: what is asked, None while nothing is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("down", "move(1)", "Next", show=False),
        Binding("up", "move(-1)", "Previous", show=False),
    ]

    def __init__(self, typed: Callable[[str], None], ended: Callable[[str | None], None]) -> None:
        super().__init__(id="prompt-input", select_on_focus=False)
        self._typed = typed
        self._ended = ended
        self.prompt: Prompt | None = None

    def on_key(self, event: events.Key) -> None:
        """End with enter or escape, at once and not by a message: what was typed behind them are keys again."""
        if self.prompt is None:
            give_back(self, event)
        elif event.key in {"enter", "escape"}:
            event.prevent_default()
            event.stop()
            self._ended(self.value if event.key == "enter" else None)

    def watch_value(self, value: str) -> None:
        """Say what was typed, at once: a message would come a frame later."""
        if self.prompt is not None:
            self._typed(value)

    def action_move(self, lines: int) -> None:
        """Say that the cursor of the list shall move."""
        self.post_message(PromptMoved(lines))

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
    def completions(self) -> Sequence[str]:
        """What the word before the cursor may become."""
        complete = self.prompt.complete if self.prompt else None
        return complete(self._word) if complete else ()

    def action_complete(self) -> None:
        """Put the best completion in the place of the word before the cursor."""
        candidates = self.completions
        if candidates:
            head = self.value[: self.cursor_position].removesuffix(self._word)
            tail = self.value[self.cursor_position :]
            self.value = f"{head}{candidates[0]} {tail.lstrip()}"
            self.cursor_position = len(head) + len(candidates[0]) + 1

    @property
    def _word(self) -> str:
        return self.value[: self.cursor_position].rpartition(" ")[2]


class PromptLine(Horizontal):
    """A label, the text that is typed, and behind it what the text means or may become.

    It is mounted when something is first asked and only hidden afterwards, ready for the next question.
    """

    def __init__(self, typed: Callable[[str], None], ended: Callable[[str | None], None]) -> None:
        """Make the line.

        Args:
            typed: gets the text whenever it changes.
            ended: gets the answer, or None when the prompt is left without one.
        """
        super().__init__(id="prompt")
        self._label = Static("", id="prompt-label", markup=False)
        self._input = PromptInput(typed, ended)
        self._aside = Static("", id="prompt-aside", markup=False)

    def compose(self) -> ComposeResult:
        """Label, text, aside."""
        yield self._label
        yield self._input
        yield self._aside

    def open(self, prompt: Prompt) -> None:
        """Ask `prompt` and take the keys."""
        self.display = True
        self._label.update(Content(clean_line(prompt.label)))
        self._input.prompt = None
        self._input.value = clean_line(prompt.text)
        self._input.cursor_position = len(self._input.value)
        self._input.prompt = prompt
        self.say("")
        self.screen.set_focus(self._input)

    def close(self) -> None:
        """Make room for the line that says what happened."""
        self._input.prompt = None
        self.display = False

    @property
    def completions(self) -> Sequence[str]:
        """What the word that is typed may become."""
        return self._input.completions

    def say(self, text: str) -> None:
        """Show `text` behind what is typed."""
        self._aside.update(Content(clean_line(text)))
