"""What goes on beside the user: changes of other programs, what the store has to tell, the library's care.

It is told in the line that also says what the user did, and never over a problem that nobody has seen yet.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from readlist.app.desk import Desk
from readlist.app.widgets.status_line import StatusLine
from readlist.latex.telling import change_in_words
from readlist.model.change import Change, ChangeKind
from readlist.store.errors import DamagedError, StoreError

FIRST_CARE, CARE_EVERY = 60.0, 3600.0
"""Seconds from the start to the first look after the library, and between two of them."""
QUIET = 2.0
"""Seconds without a key after which nobody is typing: the care of a large library takes as long."""

_LED_BY = {ChangeKind.DO: "", ChangeKind.UNDO: "Undone: ", ChangeKind.REDO: "Done again: "}


class News(NamedTuple):
    """A line to tell, what can be done about it, and whether it is a problem."""

    line: str
    aside: str = ""
    error: bool = False


class Lookout:
    """Looks at what goes on, and keeps problems until they are told.

    Attributes:
        told: the notices and failures so far, in full, to be told again when the program ends: a status line is short.
    """

    def __init__(self, desk: Desk, *, undo_hint: str, now: Callable[[], float] = time.monotonic) -> None:
        """Begin to look out; `undo_hint` says how a change is taken back, `now` returns seconds."""
        self._undo_hint = undo_hint
        self.told: list[str] = []
        self._desk = desk
        self._now = now
        self._last_key = now()
        self._care_at = now() + FIRST_CARE
        self._problem = ""
        self._problems: list[News] = []

    def key_pressed(self) -> None:
        """Count the user as busy."""
        self._last_key = self._now()

    def look(self) -> News | None:
        """Take in what others did; return what to tell of it (a line "" for nothing), None where nothing changed."""
        try:
            changes = self._desk.take_in()
        except StoreError as error:
            news = self.problem(error)
            if news.line != self._problem:
                # Once, and not at each look.
                self._problem = news.line
                self._problems.append(news)
            return News("")
        was_problem, self._problem = self._problem, ""
        if was_problem:
            # It may have come and gone while nobody could be told.
            self._problems = [news for news in self._problems if news.line != was_problem]
        if changes is not None:
            return elsewhere(changes, self._undo_hint, self._desk.own_views.take_lost())
        return News("The library can be read again") if was_problem else None

    def is_quiet(self, seconds: float) -> bool:
        """Whether nobody has pressed a key for so long."""
        return self._now() >= self._last_key + seconds

    @property
    def care_is_due(self) -> bool:
        """Whether it is time to look after the library, and nobody is typing."""
        return self._now() >= self._care_at and self.is_quiet(QUIET)

    def look_after_library(self) -> None:
        """Do what is due for the library's care, at times and when nobody is typing; may run in a thread."""
        if self.care_is_due:
            self._care_at = self._now() + CARE_EVERY
            self._keep(self._desk.look_after())

    async def look_after_library_in_thread(self) -> None:
        """Do the same, with the desk lent meanwhile: where the library is large, it takes seconds."""
        from readlist.app.screens.import_job import in_thread  # noqa: PLC0415 -- not needed for the first screen

        self._desk.lent = True
        try:
            await in_thread(self.look_after_library)
        finally:
            self._desk.lent = False

    def next_problem(self) -> News | None:
        """Return the next problem that is to be told."""
        self._keep(self._desk.take_notices())
        return self._problems.pop(0) if self._problems else None

    def problem(self, error: Exception) -> News:
        """Return a problem with the library as it is told."""
        aside = "readlist doctor tells more" if isinstance(error, DamagedError) else ""
        return News(self._desk.in_short(error), aside, error=True)

    def _keep(self, lines: Sequence[str]) -> None:
        """Keep lines of one moment to be told: the first of them now, all of them when the program ends."""
        if lines:
            self.told += lines
            more = f"{len(lines) - 1} more, all" if len(lines) > 1 else "in full"
            self._problems.append(News(self._desk.in_short(lines[0]), f"{more} when you quit", error=True))


class Telling:
    """Says in a line what happened, each thing in the place of the one before.

    Attributes:
        unseen_problem: whether the line tells of a problem, and the user has done nothing since.
    """

    def __init__(self, line: StatusLine) -> None:
        self.unseen_problem = False
        self._line = line

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Say what came of something that the user did."""
        self.unseen_problem = error
        self._line.say(text, aside=aside, error=error)

    def tell(self, news: News) -> None:
        """Say news now, whatever the line says."""
        self.say(news.line, aside=news.aside, error=news.error)

    def tell_next(self, lookout: Lookout, news: News | None = None) -> None:
        """Tell the next problem that came up beside what the user does, else `news`.

        Not over a problem that nobody has seen yet: it may name the file that holds somebody's text.
        """
        if not self.unseen_problem:
            news = lookout.next_problem() or news
            if news is not None and news.line:
                self.tell(news)


def elsewhere(changes: Sequence[Change], undo_hint: str, lost: str = "") -> News:
    """Return what to tell of changes that other programs made; where they are not known, what has come of them.

    Args:
        changes: what they did, oldest first; nothing where that is not known.
        undo_hint: says how the last of them is taken back.
        lost: what is no longer shown, because they took its view away; stands behind the rest.
    """
    if not changes:
        return News(f"Changed by another program; this is the newest state{lost}")
    # What was done to views is seen beside the list; it is told where the list is another one for it.
    changes = [change for change in changes if change.edits or lost or change.kind is not ChangeKind.DO]
    if not changes:
        return News("")
    last = changes[-1]
    told = _LED_BY[last.kind] + change_in_words(last)
    count = f"{len(changes)} changes, the last: " if len(changes) > 1 else ""
    return News(f"Elsewhere: {count}{told}{lost}", undo_hint if last.kind is ChangeKind.DO else "")
