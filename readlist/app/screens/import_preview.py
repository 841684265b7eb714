"""What an import would bring, on the screen: the numbers, the list, and the row under the cursor in full."""

from __future__ import annotations

from functools import partial

from textual.app import ComposeResult
from textual.containers import Vertical

from readlist.app.desk import Desk
from readlist.app.screens.import_draft import Draft
from readlist.app.screens.import_job import in_thread, judge
from readlist.app.widgets.import_list import ImportCounts, ImportDetail, ImportList


class ImportPreview(Vertical):
    """A draft of an import, from which papers can be taken out."""

    def __init__(self, desk: Desk) -> None:
        """Make it; the desk is what the papers come to."""
        super().__init__(id="import-preview")
        self.draft: Draft | None = None
        self._desk = desk
        self._judging = False
        self._counts = ImportCounts()
        self._list = ImportList()
        self._detail = ImportDetail()

    def compose(self) -> ComposeResult:
        """Numbers, list, row."""
        yield self._counts
        yield self._list
        yield self._detail

    def show(self, draft: Draft) -> None:
        """Show a draft."""
        self.draft = draft
        self._draw()

    def take_keys(self) -> None:
        """Give the keys to the list."""
        self.screen.set_focus(self._list)

    def step(self, lines: int) -> None:
        """Move the cursor."""
        self._list.step(lines)
        self._detail.show(self._list.row)

    def half_page(self, direction: int) -> None:
        """Move the cursor by half a page."""
        self._list.half_page(direction)
        self._detail.show(self._list.row)

    def to_end(self, direction: int) -> None:
        """Move the cursor to the first (-1) or the last (1) row."""
        self._list.to_end(direction)
        self._detail.show(self._list.row)

    def toggle(self) -> None:
        """Leave the paper under the cursor out, or take it in again, and go to the next row."""
        if self.draft is not None and self.draft.toggle(self._list.cursor):
            self._judge()
        self.step(1)

    def toggle_all(self) -> None:
        """Leave all papers out; where all are, take all in."""
        if self.draft is not None and self.draft.toggle_all():
            self._judge()

    def tag_all(self, tags: tuple[str, ...]) -> None:
        """Let all papers get these tags, in the place of those given so far."""
        if self.draft is not None:
            self.draft.tags = tags
            self._draw()

    def _draw(self) -> None:
        draft = self.draft
        if draft is not None:
            self._list.show(draft.rows, draft.signs, draft.out)
            self._counts.show(draft.counts, len(draft.out), draft.tags)
            self._detail.show(self._list.row)

    def _judge(self) -> None:
        """Find out what becomes of the papers that are left: what was a duplicate may be none any more."""
        self._draw()
        if not self._judging:
            self._judging = True
            self.run_worker(self._judge_until_settled(), group="judge")

    async def _judge_until_settled(self) -> None:
        try:
            known: tuple[Draft | None, int] = (None, 0)
            while (draft := self.draft) is not None and known != (draft, draft.version):
                known = (draft, draft.version)
                # Papers may be taken out meanwhile: then what comes back is not the last word.
                draft.signs.update(await in_thread(partial(judge, draft.selection, self._desk.library)))
        finally:
            self._judging = False
        self._draw()
