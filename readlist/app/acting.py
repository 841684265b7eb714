"""What the user does to papers: made, said, and told why where it cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from readlist.model.library import UnknownPaperError
from readlist.store.errors import StoreError

if TYPE_CHECKING:
    from readlist.app.lookout import Telling
    from readlist.app.screens.main import MainScreen
    from readlist.model.actions import Action
    from readlist.model.change import Change

PROBLEMS = (StoreError, UnknownPaperError)
"""What can come in the way of a change; told in one line."""


class Acting:
    """Makes changes for the main screen, which then shows the desk as it is and says what was done."""

    def __init__(self, screen: MainScreen, telling: Telling) -> None:
        self._screen = screen
        self._telling = telling

    def act(self, action: Action, *, advance: bool) -> bool:
        """Make a change and say what it did; step to the next paper where nothing is selected and `advance` is set.

        Returns whether the library now is as the action wants it.
        """
        screen, papers = self._screen, self._screen.papers
        try:
            change = screen.desk.do(action)
        except PROBLEMS as error:
            self._failed(error)
            return False
        if not change.edits:
            # What others did on the way to it may have made it so.
            screen.redraw()
            screen.say("Nothing to do")
            return True
        selected = bool(papers.selected)
        papers.clear_selection()
        if advance and not selected:
            papers.step(1)
        screen.redraw()
        screen.say(change.summary, aside="u to undo")
        screen.tell_news()
        return True

    def travel(self, step: Callable[[], Change | None], *, done: str, none: str, aside: str) -> None:
        """Go a step back or forth in the history, say what it was, and put the cursor on the paper if it is shown.

        Args:
            step: the step.
            done: what is said of one.
            none: what is said where there is none.
            aside: what can be done about it.
        """
        screen = self._screen
        try:
            change = step()
        except PROBLEMS as error:
            self._failed(error)
            return
        if change is None:
            screen.redraw()
            screen.say(none)
            return
        screen.redraw(cursor=next((key for key in change.keys if key in screen.desk.library), None))
        screen.say(f"{done}: {change.summary}", aside=aside)
        screen.tell_news()

    def _failed(self, error: Exception) -> None:
        self._screen.redraw()
        self._telling.tell(self._screen.lookout.problem(error))
