"""What the user does to papers: made, said, and told why where it cannot be made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from readlist.app.long_work import LongWork
from readlist.latex.telling import change_in_words
from readlist.model.library import UnknownPaperError
from readlist.store.errors import StoreError

if TYPE_CHECKING:
    from concurrent.futures import Future

    from readlist.app.lookout import Telling
    from readlist.app.screens.main import MainScreen
    from readlist.model.actions import Action
    from readlist.model.change import Change

MANY = 500
"""Papers from which on a change may take long enough to be waited for with a word."""
PROBLEMS = (StoreError, UnknownPaperError)
"""What can come in the way of a change; told in one line."""


Deed: TypeAlias = "Callable[[Sequence[str]], Action]"
"""What is done to papers, whichever they are: from their keys to the action on them.

A ValueError says why it can be done no more: a day to which papers were put off has come.
"""


class Acting:
    """Makes changes for the main screen, which then shows the desk as it is and says what was done.

    Attributes:
        work: what is being done that takes its time.
    """

    def __init__(self, screen: MainScreen, telling: Telling, *, auto_advance: bool) -> None:
        """Make it; with `auto_advance` an action that settles a paper steps to the next one."""
        self._screen = screen
        self._telling = telling
        self._auto_advance = auto_advance
        self.work = LongWork(screen)
        self._last: tuple[Deed, bool] | None = None

    def do(self, deed: Deed, keys: Sequence[str], *, advance: bool = False) -> bool:
        """Do something to papers that can be repeated with others; see `act` for the rest."""
        there = [key for key in keys if key in self._screen.desk.library]
        if not there:
            return False
        try:
            action = deed(there)
        except ValueError as error:
            self._failed(error)
            return False
        self._last = deed, advance
        return self.act(action, advance=advance, papers=len(there))

    @property
    def can_repeat(self) -> bool:
        """Whether something was done to papers."""
        return self._last is not None

    def repeat(self, keys: Sequence[str]) -> None:
        """Do the last thing that was done to papers, to these."""
        if self._last is not None:
            deed, advance = self._last
            self.do(deed, keys, advance=advance)

    def act(
        self, action: Action, *, advance: bool = False, papers: int = 1, after: Callable[[], None] | None = None
    ) -> bool:
        """Make a change and say what it did.

        Args:
            action: what is to be done.
            advance: whether to step to the next paper, where nothing is selected and the user wants that.
            papers: how many papers it is about, where nothing is selected those from the cursor on.
            after: called when the library is as the action wants it, and that is said.

        Returns:
            Whether the library now is as the action wants it; for many papers, which take their time, whether it
            begins to be.
        """
        screen = self._screen

        def ended(making: Callable[[], Change]) -> bool:
            try:
                change = making()
            except PROBLEMS as error:
                self._failed(error)
                return False
            self._done(change, papers if advance else 0)
            if after is not None:
                after()
            return True

        if papers < MANY:
            return ended(lambda: screen.desk.do(action))

        def ended_later(future: Future[Change]) -> None:
            ended(future.result)

        self.work.do(lambda: screen.desk.do(action), ended_later, told=f"Working on {papers:,} papers …")
        return True

    def _done(self, change: Change, rows: int) -> None:
        """Show what an action did, and step on by so many rows where that is wanted."""
        screen, papers = self._screen, self._screen.papers
        if not change.edits:
            # What others did on the way to it may have made it so.
            screen.redraw()
            screen.say("Nothing to do")
            return
        selected = bool(papers.selected)
        papers.clear_selection(hidden=False)
        if self._auto_advance and not selected:
            papers.step(rows)
        screen.redraw()
        screen.say(change_in_words(change), aside=screen.undo_hint)
        screen.tell_news()

    def travel(self, step: Callable[[], Change | None], *, done: str, none: str, aside: str) -> None:
        """Go a step back or forth in the history, say what it was, and put the cursor on the paper if it is shown.

        Args:
            step: the step.
            done: what is said of one.
            none: what is said where there is none.
            aside: what can be done about it.
        """
        screen = self._screen

        def ended(future: Future[Change | None]) -> None:
            try:
                change = future.result()
            except PROBLEMS as error:
                self._failed(error)
                return
            if change is None:
                screen.redraw()
                screen.say(none)
                return
            screen.redraw(cursor=next((key for key in change.keys if key in screen.desk.library), None))
            screen.say(f"{done}: {change_in_words(change)}", aside=aside)
            screen.tell_news()

        # Nobody knows how many papers it is about before it is made.
        self.work.do(step, ended, told="One step in the history …")

    def _failed(self, error: Exception) -> None:
        self._screen.redraw()
        self._telling.tell(self._screen.lookout.problem(error))
