"""What an import would bring, on the screen: the numbers, the list, and the row under the cursor in full."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from readlist.app.desk import Desk
from readlist.app.prompting import Prompting
from readlist.app.screens.import_draft import Draft, tags_of
from readlist.app.screens.import_job import in_thread, judge
from readlist.app.screens.scrolling import ScrollingActions
from readlist.app.widgets.import_list import ImportCounts, ImportDetail, ImportList, Sign
from readlist.app.widgets.prompt_line import Prompt
from readlist.model.tags import InvalidTagError


class ImportPreview(ScrollingActions, Vertical):
    """A draft of an import, from which papers can be taken out. Its keys count while its list has them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.import", "Import", show=False),
        Binding("space", "leave_out", "Leave out, or take in", show=False),
        Binding("asterisk", "all_or_none", "All or none", show=False),
        Binding("t", "screen.tag", "Tag all", show=False),
        Binding("f", "screen.read_as", "Read as", show=False),
        Binding("x", "screen.decline", "Decline", show=False),
        Binding("j,down", "step(1)", "Down", show=False),
        Binding("k,up", "step(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u,pageup", "half_page(-1)", "Half a page up", show=False),
        Binding("g,home", "to_end(-1)", "First", show=False),
        Binding("G,shift+g,end", "to_end(1)", "Last", show=False),
        Binding("tab", "problem(1)", "Next problem", show=False),
        Binding("shift+tab", "problem(-1)", "Previous problem", show=False),
    ]

    DEFAULT_CSS = """
    #import-list {
        height: 1fr;
    }
    #import-detail {
        border-top: solid $foreground 30%;
        height: 5;
    }
    """

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

    @property
    def has_problems(self) -> bool:
        """Whether there is a row that is a problem."""
        return self._list.has_problems

    @property
    def moved_in(self) -> ImportList:
        """What the keys move in."""
        return self._list

    def action_problem(self, direction: int) -> None:
        """Move the cursor to the next (1) or the previous (-1) problem; behind the last one comes the first."""
        self._list.to_problem(direction)
        self.moved()

    def moved(self) -> None:
        """Show the row under the cursor in full."""
        draft, cursor = self.draft, self._list.cursor
        partner = draft.partner(cursor) if draft is not None else ""
        is_equal = draft is not None and draft.signs.get(cursor) is Sign.UNCHANGED
        self._detail.show(self._list.row, partner, is_equal=is_equal)

    def action_leave_out(self) -> None:
        """Leave the paper under the cursor out, or take it in again, and go to the next row."""
        if self.draft is not None and self.draft.toggle(self._list.cursor):
            self._judge()
        self.action_step(1)

    def action_all_or_none(self) -> None:
        """Leave all papers out; where all are, take all in."""
        if self.draft is not None and self.draft.toggle_all():
            self._judge()

    async def ask_tags(self, prompting: Prompting) -> None:
        """Ask for tags that all papers get, in the place of those given so far."""
        draft = self.draft
        if draft is None:
            return

        def typed(_: str) -> None:
            candidates = prompting.completions
            prompting.say("tab: " + "  ".join(candidates) if candidates else "")

        def answered(text: str) -> None:
            draft.tags = tags_of(text)
            self._draw()

        await prompting.ask(
            Prompt(
                label="Tag all:",
                text=" ".join(draft.tags),
                typed=typed,
                answered=answered,
                complete=self._known_tags,
                problem=_problem_with_tags,
            )
        )

    def _known_tags(self, word: str) -> Sequence[str]:
        from readlist.search import closest  # noqa: PLC0415 -- rapidfuzz is needed where tags are typed

        known = tuple(self._desk.library.tags)
        return closest(word, known) if word else known[:5]

    def _draw(self) -> None:
        draft = self.draft
        if draft is not None:
            self._list.show(draft.rows, draft.signs, draft.out)
            self._counts.show(draft.counts, len(draft.out), draft.tags)
            self.moved()

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
                draft.take(await in_thread(partial(judge, draft.selection, self._desk.library)))
        finally:
            self._judging = False
        self._draw()


def _problem_with_tags(text: str) -> str | None:
    try:
        tags_of(text)
    except InvalidTagError as error:
        return str(error)
    return None
