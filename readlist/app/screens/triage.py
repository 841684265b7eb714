"""Triage: one paper on the whole screen, one key a decision, and a summary at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult

from readlist.app.acting import PROBLEMS
from readlist.app.commands.notes import EditNote, WriteNote
from readlist.app.key_input import KeyMenu, Other
from readlist.app.keyword_marks import Keywords
from readlist.app.messages import LinkClicked
from readlist.app.screens.keyed import Doing, KeyedScreen
from readlist.app.screens.triage_notes import TriageNotes
from readlist.app.screens.triage_paper import TriagePaper
from readlist.app.screens.triage_summary import TriageSummaryScreen
from readlist.app.triage_asking import defer_menu, link_menu, tags_prompt
from readlist.app.triage_session import Outcome, TriageSession
from readlist.app.triage_telling import keywords_in_words, state_in_words, tally_in_words
from readlist.app.widgets.progress_line import ProgressLine
from readlist.latex import to_unicode
from readlist.latex.telling import change_in_words
from readlist.model.actions import SetStarred, SetStatus
from readlist.model.paper import Status
from readlist.opening import is_web_address, open_address
from readlist.text import clean_line, cut

if TYPE_CHECKING:
    from datetime import date

    from readlist.app.acting import Deed
    from readlist.app.screens.main import MainScreen
    from readlist.model.change import Change

LOOK_EVERY = 0.8
"""Seconds between looks at what others did; the main screen takes it in as often."""
_NAME_CELLS = 20
_FAR = 3
"""Lines by which the keys scroll that scroll the abstract from the list."""

_STATUSES = {
    "queue": (Outcome.QUEUED, Status.QUEUED),
    "read": (Outcome.READ, Status.READ),
    "archive": (Outcome.ARCHIVED, Status.ARCHIVED),
    "reading": (Outcome.READING, Status.READING),
}
"""Commands that settle a paper, by their ids."""
_CALLED = {
    "queue": "queue",
    "read": "read",
    "archive": "archive",
    "star": "star",
    "next_unread": "skip",
    "undo": "undo",
    "defer": "defer",
    "write_note": "note",
    "previous_unread": "back",
    "tags": "tags",
    "quit": "end",
    "edit_note": "$EDITOR",
    "reading": "reading",
    "open_link": "link",
    "scroll_abstract_down": "scroll",
    "redo": "redo",
}
"""Commands with what they are called here, the most important first."""


_WRITING_KEYS = [("esc", "done"), ("ctrl+q", "quit")]
"""Keys that are no text while a note is written."""


class TriageScreen(KeyedScreen[None]):
    """The papers of a session, one after the other, over the main screen; then the summary.

    Attributes:
        shown: the paper that is decided about now.
    """

    AUTO_FOCUS = "#abstract"
    COMMANDS_FIRST: ClassVar[frozenset[str]] = frozenset(
        {*_STATUSES, "star", "defer", "tags", "write_note", "edit_note", "undo", "redo"}
    )
    DEFAULT_CSS = """
    #triage-progress {
        height: 1;
        padding: 0 1;
    }
    TriageScreen #abstract {
        height: 1fr;
    }
    /* Longer lines are hard to read. */
    TriageScreen #abstract, TriageScreen #note {
        max-width: 116;
    }
    """

    def __init__(self, main: MainScreen, session: TriageSession, name: str) -> None:
        """Make it.

        Args:
            main: the main screen, with the desk, the keys and the configuration.
            session: the papers.
            name: what they are called.
        """
        super().__init__(main.commands, id="triage")
        self._main, self._session, self._desk = main, session, main.desk
        self._called = cut(clean_line(name), _NAME_CELLS)
        self._keywords = Keywords(main.config.triage.keywords)
        self._library = main.desk.library
        self._progress = ProgressLine(id="triage-progress")
        self._notes = TriageNotes(self, main, session)
        self.shown = TriagePaper(self._keywords, lambda: main.desk.own_views.today, self._notes.note)

    def compose(self) -> ComposeResult:
        """How far it is, the paper, its note, and under them what happened and what can be done."""
        yield self._progress
        yield self.shown
        yield self.status
        yield self._hints
        yield self._popup

    def on_mount(self) -> None:
        """Show the first paper, and look out for what others do."""
        self._show()
        self.set_interval(LOOK_EVERY, self.take_in)

    # Keys

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key is for; return False where it is text, or is for nothing."""
        return False if self._notes.writing else await super().take_key(event)

    @property
    def doing(self) -> Mapping[str, Doing]:
        """What is done by the keys of commands."""
        pane, abstract, count = self.shown.scrolled, self.shown.abstract, self.keys.count
        many, far = count or 1, count or _FAR
        settling = {id_: partial(self._settle, *status) for id_, status in _STATUSES.items()}
        return {
            **settling,
            "star": partial(self._act, Outcome.STARRED, SetStarred),
            "defer": self._defer,
            "tags": self._ask_tags,
            "write_note": partial(self._notes.write, WriteNote(self._commands.by_id[WriteNote.id].bound)),
            "edit_note": partial(self._notes.write, EditNote(self._commands.by_id[EditNote.id].bound)),
            "undo": partial(self._travel, self._session.undo, "Undone", self.redo_hint),
            "redo": partial(self._travel, self._session.redo, "Done again", self._main.undo_hint),
            "next_unread": self._skip,
            "previous_unread": self._back,
            "open_link": self._open_link,
            "copy_selected": self._copy_selected,
            **self.scrolling(pane, many),
            "scroll_abstract_down": partial(abstract.scroll_lines, far),
            "scroll_abstract_up": partial(abstract.scroll_lines, -far),
            "help": self._help,
            "back": self._end,
            "quit": self._end,
        }

    @property
    def own_keys(self) -> Mapping[str, Doing]:
        """What is done by other keys."""
        return {
            "right": self._skip,
            "left": self._back,
            "p": self._back,
            "space": partial(self.shown.scrolled.half_page, 1),
            "tab": self.shown.turn,
            "escape": self._end,
            "q": self._end,
        }

    def show_hints(self) -> None:
        """Show the keys that count now."""
        if self.prompting.is_open:
            self._hints.show(self.prompting.keys, typing=True)
        elif self._notes.writing:
            self._hints.show(_WRITING_KEYS, typing=True)
        else:
            self._hints.show(self._keys_with_words(), help_key=self._commands.key_of("help"))

    def _keys_with_words(self) -> list[tuple[str, str]]:
        own = {"next_unread": "→", "previous_unread": "←", "quit": "esc"}
        keyed = ((self._commands.key_of(id_) or own.get(id_, ""), called) for id_, called in _CALLED.items())
        return [(key, called) for key, called in keyed if key]

    def _help(self) -> None:
        """Show all keys; the next one does what it does anywhere here."""
        self.keys.ask(KeyMenu("Triage", self.entries_of(_CALLED), Other.ACTS))

    # What is shown

    def take_in(self) -> None:
        """Show what others did, unless the user is asked or writes about the paper, or is looking at the summary."""
        # Not `is_current`, which the screen below the summary is too.
        if (
            self.is_active
            and self._desk.library is not self._library
            and not (self.prompting.is_open or self.keys.waits or self._notes.note.editor is not None)
        ):
            self.follow()

    def follow(self) -> None:
        """Show the paper that the way has come to, with what others did taken in."""
        self._session.follow()
        self._show()

    def _show(self) -> None:
        """Show the paper as it is now; at the end, the summary."""
        session = self._session
        self._library = self._desk.library
        paper = session.paper
        if paper is None:
            self._end()
            return
        before, papers = session.place
        asides = tally_in_words(session.tally)
        self._progress.show(f"{self._called} · {before + 1:,} of {papers:,}", before / papers, asides)
        state = state_in_words(paper, session.decided.get(paper.key), self._desk.now().date().isoformat())
        self.shown.show(paper, title=state, subtitle=keywords_in_words(self._keywords, paper))
        self.show_hints()

    def on_resize(self) -> None:
        """Give everything the room that there now is."""
        super().on_resize()
        self.shown.make_room()

    # What is done

    def _settle(self, outcome: Outcome, status: Status) -> None:
        self._act(outcome, lambda keys: SetStatus(keys, status))

    def _act(self, outcome: Outcome, deed: Deed) -> None:
        """Do something to the paper, and say so on the next one that comes by it."""
        paper = self._session.paper
        if paper is None:
            return
        try:
            action = deed([paper.key])
        except ValueError as error:
            # The day has come meanwhile.
            self.say(str(error), error=True)
            return
        stays = f"{outcome.words.capitalize()} already: {clean_line(to_unicode(paper.display_title))}"
        self.make(lambda: self._session.do(outcome, action), stays=stays)

    def make(self, step: Callable[[], Change], *, stays: str = "Nothing to do") -> bool:
        """Make a change, say what it was (`stays` where all was so already), and return whether it could be made."""
        change = self._made(step)
        if change is None:
            return False
        self.say(change_in_words(change) if change.edits else stays, aside=self._main.undo_hint)
        return True

    def _travel(self, step: Callable[[], Change | None], told: str, aside: str = "") -> None:
        change = self._made(step)
        if change is not None:
            self.say(f"{told}: {change_in_words(change)}", aside=aside)
        elif not self.status.is_error:
            self.say("Nothing was done here that could be" + (" undone" if told == "Undone" else " done again"))

    def _made(self, step: Callable[[], Change | None]) -> Change | None:
        """Make a change and show what has come of it; return it, None where there was none or it failed: it is said."""
        self.say("")
        try:
            change = step()
        except PROBLEMS as error:
            self.follow()
            problem = self._main.lookout.problem(error)
            self.say(problem.line, aside=problem.aside, error=True)
            return None
        self._show()
        return change

    def _skip(self) -> None:
        self.say("")
        self._session.skip()
        self._show()

    def _back(self) -> None:
        self.say("" if self._session.back() else "This is the first paper")
        self._show()

    async def _ask_tags(self) -> None:
        paper = self._session.paper
        if paper is not None:
            act = partial(self._act, Outcome.TAGGED)
            await self.prompting.ask(tags_prompt(paper, self._desk.library, self.prompting, act))

    def _defer(self) -> None:
        self.keys.ask(defer_menu(self._today, self.prompting, chosen=partial(self._act, Outcome.DEFERRED)))

    def _today(self) -> date:
        return self._desk.now().date()

    # Links, and what is selected

    def _open_link(self) -> None:
        paper = self._session.paper
        addresses = paper.addresses if paper is not None else ()
        number = self.keys.count or 1
        if len(addresses) > 1 and self.keys.count is None:
            self.keys.ask(link_menu(addresses, self._open))
        elif number <= len(addresses):
            self._open(addresses[number - 1])
        else:
            self.say("This paper has no such link" if addresses else "This paper has no link")

    def _open(self, address: str) -> None:
        if is_web_address(address) and open_address(address, os.environ):
            self.say(f"Opened {address}")
        else:
            self.app.copy_to_clipboard(address)
            self.say(f"No browser here; copied {address}")

    @on(LinkClicked)
    def _link_clicked(self, event: LinkClicked) -> None:
        event.stop()
        self._open(event.address)

    def _copy_selected(self) -> None:
        text = self.shown.abstract.selected_text
        if text:
            self.app.copy_to_clipboard(text)
            self.say("Copied what is selected")

    # The end

    def _end(self) -> None:
        """Show what has come of it; where nothing was done, end."""
        if not self._session.done:
            self.dismiss()
            return
        self.app.push_screen(TriageSummaryScreen(self._main, self._session), self._summed_up)

    def _summed_up(self, told: str | None) -> None:
        self._session.follow()
        if told is not None and self._session.key is None:
            self._session.back()
        if told is None or self._session.key is None:
            self.dismiss()
            return
        self._show()
        self.say(told)
