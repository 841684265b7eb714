"""What the papers that are shown have in common, counted when the list has settled and never in a key's way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING

from readlist.app.facets import HEADINGS, asked_for, section
from readlist.app.widgets.facet_lines import MANY, Section
from readlist.app.widgets.views_pane import ViewsPane
from readlist.store.errors import StoreError

if TYPE_CHECKING:
    from textual.widget import Widget
    from textual.worker import Worker

    from readlist.app.desk import Desk
    from readlist.search.facets import Facets

SETTLED = 0.12
"""Seconds that a list must have stayed as it is before anything is counted: a key that is held down comes sooner, and
so does the next letter of who types fast, which would wait for counts that it makes worthless."""
LARGE, QUIET = 3_000, 0.3
"""Papers from which on counting takes longer than nobody would notice, and the seconds without a key it waits then."""
SLICE = 0.003
"""Seconds of counting after which a key that was pressed meanwhile is answered."""
GAP = 0.002
"""Seconds between two slices: a key comes by several messages to what answers it, which all get through in one gap."""


class FacetCounting:
    """Counts for the pane of views what stands in its facets."""

    def __init__(self, home: Widget, desk: Desk, views: ViewsPane) -> None:
        """Make it.

        Args:
            home: the widget whose workers count.
            desk: the papers that are shown.
            views: the pane.
        """
        self._home = home
        self._desk = desk
        self._views = views
        self._sections: Sequence[Section] = ()
        self._counted: tuple[object, object] = (None, None)
        self._changed_at = 0.0
        self._worker: Worker[None] | None = None

    def put_off(self) -> None:
        """Let what is being counted wait: the user is about something."""
        self._changed_at = time.monotonic()

    def follow(self) -> None:
        """Bring the pane up to what is shown now, as soon as that stays as it is; nothing where it has no room."""
        if not self._views.display:
            return
        self._views.show_facets(self._sections, asked_for(self._desk.query))
        if not self._is_counted:
            self.put_off()
            if self._worker is None or self._worker.is_finished:
                # One for any number of keys: each only puts it off.
                self._worker = self._home.run_worker(self._keep_up, group="facets")

    @property
    def _is_counted(self) -> bool:
        rows, library = self._counted
        return rows is self._desk.rows and library is self._desk.library

    async def _keep_up(self) -> None:
        """Count until what is shown is counted."""
        while not self._is_counted and not self._desk.lent:
            await self._settled()
            await self._count()

    async def _settled(self) -> None:
        """Wait as long as keys come one behind the other; but for that, let one be answered that was pressed."""
        await asyncio.sleep(GAP)
        patience = SETTLED if len(self._desk.rows) < LARGE else QUIET
        while (left := self._changed_at + patience - time.monotonic()) > 0:  # noqa: ASYNC110 -- see below
            # An event would have to be set by each key, which this costs nothing.
            await asyncio.sleep(left)

    async def _count(self) -> None:
        """Count what is shown, unless that changes meanwhile."""
        desk = self._desk
        rows, library = desk.rows, desk.library
        steps = desk.finder.facets(rows, MANY)
        while (facets := _go_on(steps)) is None:
            await self._settled()
            if desk.lent or desk.rows is not rows or desk.library is not library:
                return
        tallies = {field: getattr(facets, field) for field in HEADINGS}
        self._sections = [section(field, tally.most, tally.distinct) for field, tally in tallies.items()]
        self._counted = rows, library
        self._views.show_facets(self._sections, asked_for(desk.query))


def _go_on(steps: Generator[None, None, Facets]) -> Facets | None:
    """Count for a slice of time; return what has been counted once that is all, None before."""
    from readlist.search.facets import Facets  # noqa: PLC0415 -- not needed for the first screen

    until = time.perf_counter() + SLICE
    try:
        next(steps)
        while time.perf_counter() < until:
            next(steps)
    except StopIteration as end:
        found: Facets = end.value
        return found
    except StoreError:
        # That is told where the papers themselves are shown; nothing ends for what stands beside them.
        return Facets()
    return None
