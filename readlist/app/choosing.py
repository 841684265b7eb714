"""Choosing one of several things in the line at the bottom of the main screen, with the things above it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.app.widgets.choice_list import Choice, ChoiceList
from readlist.app.widgets.prompt_line import Prompt
from readlist.text import fold

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

MOST = 10
"""How many lines the choices have at most."""

_SHARE = 3
"""They have at most a third of the screen's lines."""


class Choosing:
    """Asks which of several things is meant; what is typed narrows them."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._list = ChoiceList(self._clicked, id="choosing")
        self._choices: Sequence[Choice] = ()
        self._nothing = ""

    async def begin(self, label: str, choices: Sequence[Choice], *, nothing: str) -> None:
        """Let one be chosen.

        Args:
            label: what is asked.
            choices: what there is to choose from; the detail of each is a name or number of its own.
            nothing: what is said where none is like what is typed.
        """
        screen = self._screen
        self._choices, self._nothing = choices, nothing
        if not self._list.is_attached:
            await screen.mount(self._list, before=screen.query_one("#status"))
        self._list.styles.height = min(MOST, len(choices), max(1, screen.app.size.height // _SHARE))
        self._list.display = True
        await screen.ask(
            Prompt(label=label, typed=self._typed, answered=self._answered, left=self._close, moved=self._list.step)
        )

    def _typed(self, text: str) -> None:
        words = fold(text).split()
        found = [
            choice for choice in self._choices if all(word in fold(f"{choice.detail} {choice.label}") for word in words)
        ]
        # Who types a number means that one, and not all in which the number stands somewhere.
        found.sort(key=lambda choice: choice.detail != text.strip())
        self._list.show(found, empty_text=self._nothing)

    def _answered(self, _: str) -> None:
        choice = self._list.marked
        self._close()
        if choice is not None:
            choice.choose()
        else:
            self._screen.say(self._nothing)

    def _clicked(self) -> None:
        choice = self._list.marked
        self._screen.prompting.leave()
        if choice is not None:
            choice.choose()

    def _close(self) -> None:
        self._list.display = False
