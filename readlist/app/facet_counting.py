"""What the papers that are shown have in common, counted when the list has settled and never in a key's way."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING

from readlist.app.facets import HEADINGS, asked_for, section
from readlist.app.widgets.facet_lines import MANY, Section
from readlist.app.widgets.views_pane import ViewsPane
from readlist.store.errors import StoreError

if TYPE_CHECKING:
    from textual.widget import Widget
    from textual.worker import Worker

    from readlist.app.desk import Desk

SETTLED = 0.12
"""Seconds that a list must have stayed as it is before anything is counted: a key that is held down comes sooner, and
so does the next letter of who types fast, which would wait for counts that it makes worthless."""
LARGE, QUIET = 3_000, 0.3
"""Papers from which on counting takes longer than nobody would notice, and the seconds without a key it waits then."""
SLICE = 0.005
"""Seconds of counting after which a key that was pressed meanwhile is answered."""
GAP = 0.002
"""Seconds between two slices: a key comes by several messages to what answers it, which all get through in one gap."""
_LEAST = 200
"""Papers that are counted in the first slice, and at least in each: more where that takes no longer than a slice."""
_ALL = 1_000_000
"""More values than papers have."""
_RANKED = 10_000
"""Values that are ranked in one slice."""


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
        tallies: Mapping[str, Counter[str]] = {field: Counter() for field in HEADINGS}
        parents: Counter[str] = Counter()
        at, size = 0, _LEAST
        while at < len(rows):
            begin = time.perf_counter()
            if not self._tally(rows[at : at + size], tallies, parents):
                break
            at += size
            spent = max(time.perf_counter() - begin, 1e-6)
            size = max(_LEAST, min(2 * size, int(size * SLICE / spent)))
            await self._settled()
            if desk.lent or desk.rows is not rows or desk.library is not library:
                return
        tallies = {**tallies, "tag": _cases_together(tallies["tag"], parents)}
        self._sections = [section(field, await _ranked(tally), len(tally)) for field, tally in tallies.items()]
        self._counted = rows, library
        self._views.show_facets(self._sections, asked_for(desk.query))

    def _tally(self, keys: Sequence[str], tallies: Mapping[str, Counter[str]], parents: Counter[str]) -> bool:
        """Add what some papers have to the tallies of all fields; return False where they cannot be read.

        What is nested in tags that none of them has goes to `parents`: others may have those.
        """
        try:
            facets = self._desk.finder.facets(keys, _ALL)
        except StoreError:
            # That is told where the papers themselves are shown; nothing ends for what stands beside them.
            return False
        counted = (facets.tags, facets.years, facets.venues, facets.authors, facets.sources)
        for tally, values in zip(tallies.values(), counted, strict=True):
            for value, count in values:
                tally[str(value)] += count
        parents.update(dict(facets.parents))
        return True


def _cases_together(tally: Counter[str], parents: Counter[str]) -> Counter[str]:
    """Return how many papers have each tag, all spellings that differ in case as the first of them.

    Args:
        tally: how many of some of the papers have each tag, or one nested in it.
        parents: how many of those papers of which none has the tag itself have one nested in it; tags case folded.
    """
    spelling: dict[str, str] = {}
    together: Counter[str] = Counter()
    for tag, count in tally.items():
        together[spelling.setdefault(tag.casefold(), tag)] += count
    for folded, tag in spelling.items():
        together[tag] += parents[folded]
    return together


def _rank(counted: tuple[str, int]) -> tuple[int, str]:
    value, count = counted
    return -count, value


async def _ranked(tally: Counter[str]) -> list[tuple[str, int]]:
    """Return the most frequent values with their counts, equal counts by the values' names.

    Of as many papers there may be half a million authors. They come in one order from the index and in another without
    it: the list must not depend on that.
    """
    items = iter(tally.items())
    best: list[tuple[str, int]] = []
    while part := list(islice(items, _RANKED)):
        best = nsmallest(MANY, [*best, *part], key=_rank)
        await asyncio.sleep(0)
    return best
