"""The filter while it is typed: the list follows, and what the text is taken to mean stands under it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from readlist.app.filter_history import FilterHistory
from readlist.app.widgets.prompt_line import Completion, Prompt
from readlist.app.widgets.remark_line import Remark
from readlist.query.errors import QueryError
from readlist.text import clean_line, cut

if TYPE_CHECKING:
    from readlist.app.completing import QueryCompleter
    from readlist.app.screens.main import MainScreen

SHOWN_CANDIDATES = 4
"""How many of the texts that may stand at the cursor are shown; the first of them is the one that tab takes."""
HINT = 'words "a phrase" tag:ml author:name year:2020.. is:unread -not (a OR b)'
"""What stands under an empty filter."""
_NAME_ROOM = 40
"""Cells of a long name that is shown beside the short one that stands for it."""


class Filtering:
    """Asks for a filter in the line at the bottom of the main screen."""

    def __init__(self, screen: MainScreen, history: FilterHistory) -> None:
        self._screen = screen
        self._history = history
        self._before = ""
        self._paper: str | None = None
        self._is_open = False

    def prepare(self) -> Iterator[None]:
        """Make ready what is needed while somebody types, in steps of some milliseconds."""
        yield from self._completer.prepare()

    @cached_property
    def _completer(self) -> QueryCompleter:
        from readlist.app.completing import QueryCompleter  # noqa: PLC0415 -- not needed for the first screen

        return QueryCompleter(self._screen.desk)

    async def begin(self) -> None:
        """Let the filter be typed, from the one that there is."""
        screen = self._screen
        self._before, self._paper = screen.desk.filter_text, screen.papers.cursor_key
        self._is_open = True
        await screen.ask(
            Prompt(
                label="/",
                text=self._before,
                typed=self._typed,
                answered=self._answered,
                left=self._left,
                completion=self._completion,
                problem=self._problem,
                live=True,
                moved=self._moved,
                history=self._history.texts,
                explained=True,
            )
        )

    def apply(self, text: str) -> bool:
        """Show what a finished text means, and remember it; return False where it is no query, which is said then.

        A quote that is open at its end is closed, as it was while the text was typed.
        """
        text = _finished(text)
        try:
            self._screen.filter(text, keep=self._paper_in_mind)
        except QueryError as error:
            self._screen.say(f"Filter: {error}", error=True)
            return False
        self._history.add(text)
        return True

    def _typed(self, text: str) -> None:
        screen, desk = self._screen, self._screen.desk
        try:
            screen.filter(text, keep=self._paper, typing=True)
        except QueryError as error:
            screen.prompting.remark(remark_on(error))
            return
        if desk.close:
            # The best is the one that was meant, if any is.
            screen.move(lambda _: screen.papers.move_to(0))
        self._say_count()
        completion = [self._offered(one) for one in screen.prompting.completions[:SHOWN_CANDIDATES]]
        aside = "tab: " + "  ".join(completion) if completion else ""
        screen.prompting.remark(Remark(self._meaning(text), aside=aside))

    def _offered(self, candidate: str) -> str:
        """Return what tab would write, and behind it the name that it stands for where that is another one."""
        name = self._completer.in_full(candidate)
        return candidate if name == candidate else f"{candidate} ({cut(clean_line(name), _NAME_ROOM)})"

    def follow(self) -> None:
        """While a filter is typed, say how many papers it has now: others may have changed some."""
        if self._is_open:
            self._say_count()

    def _say_count(self) -> None:
        desk = self._screen.desk
        near = "≈ " if desk.close else ""
        self._screen.prompting.say(f"{near}{desk.shown:,} of {desk.total:,}")

    def _meaning(self, text: str) -> str:
        desk = self._screen.desk
        if not text.strip():
            return HINT
        said = desk.query.describe()
        return f"no paper has these words; the closest: {said}" if desk.close else said

    def _problem(self, text: str) -> Remark | None:
        try:
            self._screen.desk.parsed(_finished(text))
        except QueryError as error:
            return remark_on(error)
        return None

    def _answered(self, text: str) -> None:
        self._is_open = False
        if self.apply(text):
            close = self._screen.desk.close
            self._screen.say("No paper has these words; these are the closest" if close else "")

    def _left(self) -> None:
        self._is_open = False
        self._screen.filter(self._before, keep=self._paper_in_mind)

    def _moved(self, rows: int) -> None:
        self._screen.step_papers(rows)
        self._paper = self._screen.papers.cursor_key or self._paper

    def _completion(self, text: str, cursor: int) -> Completion | None:
        return self._completer.complete(text, cursor)

    @property
    def _paper_in_mind(self) -> str | None:
        """The paper that the cursor is to stay on: the one that it is on now, else the one where all began."""
        # On the closest paper nobody has put it.
        here = None if self._screen.desk.close else self._screen.papers.cursor_key
        return here or self._paper


def _finished(text: str) -> str:
    from readlist.query.syntax import with_quote_closed  # noqa: PLC0415 -- not needed for the first screen

    return with_quote_closed(text)


def remark_on(error: QueryError) -> Remark:
    """Return what is said of a text that is no query, under the place where it is wrong."""
    return Remark(error.message, error=True, place=(error.start, error.length))
