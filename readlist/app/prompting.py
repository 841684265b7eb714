"""Questions at the bottom of the screen, one at a time, from the opening to the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from readlist.app.widgets.prompt_line import Prompt
from readlist.app.widgets.remark_line import Remark
from readlist.app.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from readlist.app.widgets.prompt_input import PromptLine


class Prompting:
    """Asks in the place of the line that says what happened, and gives that back when the question is settled."""

    def __init__(self, status: StatusLine, give_back_keys: Callable[[], None]) -> None:
        """Make it; nothing is asked yet.

        Args:
            status: the line in whose place questions are asked.
            give_back_keys: gives the keys back to where they were before the question, where a click has not given them
                to something else.
        """
        self._status = status
        self._give_back_keys = give_back_keys
        self._prompt: Prompt | None = None

    @cached_property
    def _line(self) -> PromptLine:
        """The line, made for the first question."""
        from readlist.app.widgets.prompt_input import PromptLine  # noqa: PLC0415 -- not needed for the first screen

        return PromptLine(self._typed, self._ended)

    @property
    def is_open(self) -> bool:
        """Whether something is being asked, so that keys are text."""
        return self._prompt is not None

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that are no text in what is being asked, with a word each."""
        prompt = self._prompt
        completes = [("tab", "complete")] if prompt is not None and prompt.completes else []
        history = [("↑", "earlier")] if prompt is not None and prompt.history else []
        moves = [("ctrl+n ctrl+p" if history else "↓ ↑", "move")] if prompt is not None and prompt.moved else []
        return [("enter", "done"), ("esc", "back"), *completes, *history, *moves]

    @property
    def completions(self) -> Sequence[str]:
        """What may stand at the cursor, best first."""
        return self._line.completions

    async def ask(self, prompt: Prompt) -> None:
        """Ask `prompt`, and give the keys to what is typed."""
        if not self._line.is_attached:
            await self._status.screen.mount(self._line, after=self._status)
        self._status.display = False
        self._prompt = prompt
        self._line.open(prompt)
        self._typed(prompt.text)

    def say(self, text: str) -> None:
        """Say `text` behind what is typed."""
        self._line.say(text)

    def remark(self, remark: Remark) -> None:
        """Say something on what is typed, under it, where the prompt is one that is explained."""
        self._line.remark(remark)

    def leave(self) -> None:
        """Leave the question without an answer."""
        self._ended(None)

    @property
    def _has_keys(self) -> bool:
        """Whether what is typed goes into the answer, or nowhere."""
        focused = self._status.screen.focused
        return focused is None or self._line in focused.ancestors

    def _typed(self, text: str) -> None:
        if self._prompt is not None and self._prompt.typed is not None:
            self._prompt.typed(text)

    def _ended(self, text: str | None) -> None:
        """Settle the question with the answer `text`, None where it was left without one; not with a wrong answer.

        Who has clicked elsewhere is not held: then a wrong text counts for what it is.
        """
        prompt = self._prompt
        if prompt is None:
            return
        problem = prompt.problem(text) if text is not None and self._has_keys else None
        if isinstance(problem, Remark):
            self.remark(problem)
            return
        if problem is not None:
            self.say(problem)
            return
        self._prompt = None
        if self._has_keys:
            # Before the line goes: Textual would give the keys to whatever comes next.
            self._give_back_keys()
        self._line.close()
        self._status.display = True
        if text is None:
            prompt.left()
        else:
            prompt.answered(text)
