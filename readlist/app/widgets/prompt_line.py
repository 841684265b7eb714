"""What is asked in the line at the bottom, where something is typed: a filter, tags, a path."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeAlias

from readlist.app.widgets.remark_line import Remark

Completer: TypeAlias = Callable[[str], Sequence[str]]
"""From the word that is being typed to what it may become, best first."""


class Completion(NamedTuple):
    """What a part of a text may become.

    Attributes:
        start: where the part begins, as an index.
        end: where it ends.
        candidates: what may stand there, as it is written, best first.
    """

    start: int
    end: int
    candidates: Sequence[str]


def _nothing() -> None:
    """Do nothing when a prompt is left."""


def _no_problem(_: str) -> None:
    """Find nothing wrong with any text."""


class Prompt(NamedTuple):
    """A question at the bottom of the screen.

    Attributes:
        label: what is asked.
        answered: gets the text when the user presses enter.
        text: what stands there at first.
        typed: gets the text whenever it changes, and once at the beginning.
        left: called when the user leaves without an answer.
        complete: what the word that is typed may become.
        completion: what may stand at a cursor, by the text and the cursor's index in it, where that is more than a
            word; None of nothing.
        problem: what is wrong with a text, None for nothing; a text with a problem does not end the prompt.
        live: whether what is typed takes effect at once, so that the text counts when the prompt is left with the
            mouse.
        moved: gets how many rows an arrow key goes down (up where negative) in what the prompt is about.
        history: texts that were typed before, the newest first, to be walked through with the arrow keys.
        explained: whether there is a line under the text for remarks on it.
    """

    label: str
    answered: Callable[[str], None]
    text: str = ""
    typed: Callable[[str], None] | None = None
    left: Callable[[], None] = _nothing
    complete: Completer | None = None
    completion: Callable[[str, int], Completion | None] | None = None
    problem: Callable[[str], str | Remark | None] = _no_problem
    live: bool = False
    moved: Callable[[int], None] | None = None
    history: Sequence[str] = ()
    explained: bool = False

    @property
    def completes(self) -> bool:
        """Whether what is typed can be completed."""
        return self.complete is not None or self.completion is not None
