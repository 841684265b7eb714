"""The end of a triage: what has come of it, and a way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from string import ascii_uppercase
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from readlist.app.acting import PROBLEMS
from readlist.app.key_input import KeyMenu, MenuEntry, Other
from readlist.app.screens.keyed import Doing, KeyedScreen
from readlist.app.triage_session import TriageSession
from readlist.app.triage_telling import heading, summary_rows
from readlist.app.widgets.triage_summary import TriageSummary
from readlist.latex.telling import change_in_words

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen
    from readlist.model.change import Change

_UNDO_ALL = ("U", *ascii_uppercase)
"""Keys to take all back with: the first that the user has for nothing else."""
_GO_ON = ("p", "left")


class TriageSummaryScreen(KeyedScreen[str | None]):
    """The summary of a session; ends with None, and triage with it, or with what is said where that goes on."""

    AUTO_FOCUS = "#triage-summary"
    COMMANDS_FIRST: ClassVar[frozenset[str]] = frozenset({"undo", "redo"})
    DEFAULT_CSS = """
    #triage-summary {
        max-width: 116;
        border: round $foreground 30%;
        border-title-color: $text-muted;
        padding: 0 1;
        height: 1fr;
    }
    #triage-summary:focus {
        border: heavy $primary;
        border-title-color: $text;
        border-title-style: bold;
    }
    """

    def __init__(self, main: MainScreen, session: TriageSession) -> None:
        """Make it; `main` is the main screen, whose library the session is about."""
        super().__init__(main.commands, id="triage-end")
        self._main, self._session = main, session
        self._pane = TriageSummary()
        self._pane.border_title = "Triage · summary"
        # Not a key of any command, even of one that does nothing here: the last paper's decision brings the summary
        # by itself, and who presses its key once more must not take all back.
        self._undo_all_key = next(filter(self._is_free, _UNDO_ALL), "")

    def compose(self) -> ComposeResult:
        """The summary, and under it what happened and what can be done."""
        yield Container(self._pane)
        yield self.status
        yield self._hints
        yield self._popup

    def on_mount(self) -> None:
        """Show it."""
        self._show()

    @property
    def doing(self) -> Mapping[str, Doing]:
        """What is done by the keys of commands."""
        pane, count = self._pane, self.keys.count or 1
        return {
            "undo": self._undo,
            "redo": self._redo,
            "open": self._leave,
            "back": self._leave,
            "quit": self._leave,
            "previous_unread": self._go_on,
            **self.scrolling(pane, count),
            "half_page_down": partial(pane.half_page, 1),
            "half_page_up": partial(pane.half_page, -1),
            "help": self._help,
        }

    @property
    def own_keys(self) -> Mapping[str, Doing]:
        """What is done by other keys."""
        leaving: Mapping[str, Doing] = dict.fromkeys(("enter", "escape", "q"), self._leave)
        going_on: Mapping[str, Doing] = dict.fromkeys(_GO_ON, self._go_on)
        undoing: Mapping[str, Doing] = {self._undo_all_key: self._undo_all} if self._undo_all_key else {}
        return {**leaving, **going_on, **undoing}

    def _is_free(self, key: str) -> bool:
        """Whether no command has a key, alone or with another one behind it."""
        return key not in self._commands.by_key and key not in self._commands.by_prefix

    @property
    def _go_on_key(self) -> str:
        return next(filter(self._is_free, _GO_ON), _GO_ON[-1])

    def show_hints(self) -> None:
        """Show the keys that count now."""
        undo = self._commands.key_of("undo")
        if self._session.was_taken_back:
            all_ = [(undo, "undo that")] if undo else []
        else:
            all_ = [(self._undo_all_key, "undo all")] if self._session.changes and self._undo_all_key else []
            all_ += [(undo, "undo last")] if undo else []
        hints = [("enter", "back to the list"), *all_, ("←" if self._go_on_key == "left" else self._go_on_key, "go on")]
        self._hints.show(hints, help_key=self._commands.key_of("help"))

    def _help(self) -> None:
        """Show all keys; the next one does what it does anywhere here."""
        entries = [
            MenuEntry("enter", "back to the list", self._leave),
            MenuEntry(self._go_on_key, "go on", self._go_on),
        ]
        if self._undo_all_key and self._session.changes:
            entries.append(MenuEntry(self._undo_all_key, "undo all", self._undo_all))
        entries += self.entries_of({"undo": "undo the last", "redo": "do it again"})
        self.keys.ask(KeyMenu("Triage · summary", entries, Other.ACTS))

    def _show(self) -> None:
        session = self._session
        remarks = []
        if session.was_taken_back:
            remarks.append("Every paper is as it was before, but for what somebody else has changed since.")
        self._pane.show(heading(session), summary_rows(session), remarks)
        self.show_hints()

    # What is done

    def _leave(self) -> None:
        self.dismiss(None)

    def _go_on(self) -> None:
        self.dismiss("")

    def _undo_all(self) -> None:
        if not self._session.changes:
            self.say("Nothing to undo")
            return
        change = self._made(self._session.take_back)
        if change is not None:
            self.say(change_in_words(change), aside=self._main.undo_hint)

    def _undo(self) -> None:
        session = self._session
        taken_back, done = session.was_taken_back, session.done
        change = self._made(session.undo)
        if change is None:
            return
        told = f"Undone: {change_in_words(change)}"
        if not taken_back and session.done < done:
            # Its paper is the one to be decided about again.
            self.dismiss(told)
        else:
            self.say(told, aside=self.redo_hint)

    def _redo(self) -> None:
        change = self._made(self._session.redo)
        if change is not None:
            self.say(f"Done again: {change_in_words(change)}", aside=self._main.undo_hint)

    def _made(self, step: Callable[[], Change | None]) -> Change | None:
        """Make a change and show what has come of it; return it, None where there was none or it failed: it is said."""
        try:
            change = step()
        except PROBLEMS as error:
            self._show()
            self.say(self._main.desk.in_short(error), error=True)
            return None
        self._show()
        if change is None:
            self.say("There is nothing more")
        return change
