"""The places that were left by a jump, for the way back."""

from __future__ import annotations

from collections import deque
from typing import NamedTuple

from readlist.app.desk import Desk
from readlist.app.widgets.paper_list import PaperList
from readlist.query.errors import QueryError

_MOST = 100


class Place(NamedTuple):
    """Where the cursor was: the view, the filter, the paper."""

    view: str
    filter_text: str
    paper: str | None


class Jumps:
    """Remembers where the cursor was before each jump, the last hundred of them."""

    def __init__(self, desk: Desk, papers: PaperList) -> None:
        self._desk, self._papers = desk, papers
        self._places: deque[Place] = deque(maxlen=_MOST)
        self._left: dict[str, str] = {}

    @property
    def here(self) -> Place:
        """Where the cursor is."""
        return Place(self._desk.view.name, self._desk.filter_text, self._papers.cursor_key)

    @property
    def any(self) -> bool:
        """Whether there is a way back."""
        return bool(self._places)

    def leave(self) -> None:
        """Remember where the cursor is."""
        here = self.here
        if here.paper is not None:
            self._left[here.view] = here.paper
        if not self._places or self._places[-1] != here:
            self._places.append(here)

    def paper_for(self, view: str) -> str | None:
        """Return the paper on which the cursor belongs where a view is opened, None where that has not been left yet.

        It is the one that it is on, where the view has that too, else the one where it was when the view was left.
        """
        here = self._papers.cursor_key
        return here if here is not None and here in self._desk.rows else self._left.get(view)

    def back(self) -> Place | None:
        """Show on the desk what was shown before the last jump; return that place, None where there is none.

        Places that are not there any more are passed over, and so is the one where the cursor is.
        """
        views = {view.name: view for view in self._desk.views}
        while self._places:
            place = self._places.pop()
            gone = place.view not in views or place.paper not in self._desk.library
            if gone or place == self.here:
                continue
            try:
                self._desk.set_filter(place.filter_text)
            except QueryError:
                # It names a view that is gone.
                continue
            if self._desk.view.name != place.view:
                self._desk.open_view(views[place.view])
            return place
        return None
