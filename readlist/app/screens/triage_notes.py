"""The note of the paper that triage shows, while it is written: saved as on the main screen, undone as in triage."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from readlist.app.commands.notes import NoteCommand, WritingPlace
from readlist.app.note_taking import NoteTaking
from readlist.app.widgets.note_pane import NotePane

if TYPE_CHECKING:
    from readlist.app.desk import Desk
    from readlist.app.screens.main import MainScreen
    from readlist.app.screens.triage import TriageScreen
    from readlist.app.triage_session import TriageSession
    from readlist.model.actions import SetNote
    from readlist.model.change import Change
    from readlist.model.library import Library


class TriageNotes:
    """Has notes written in triage; to `NoteTaking` it is what the main screen and its panes are to it there.

    While a note is written, the main screen has the same `NoteTaking`: whoever ends the program asks that for what is
    not saved yet.

    Attributes:
        note: the pane in which notes are written.
        desk: has the library, and does what is done to notes.
    """

    def __init__(self, triage: TriageScreen, main: MainScreen, session: TriageSession) -> None:
        """Make it for a triage, which shows the papers of `session`."""
        self.note = NotePane(self.flush, self.leave)
        self.desk = _Recording(session, main.desk)
        self._triage, self._main, self._session = triage, main, session
        self._of_main = main.notes
        self._taking = NoteTaking(self, self, main.config.templates)

    async def write(self, command: NoteCommand) -> None:
        """Have the note of the paper that is shown written, in the way of a command.

        Not where the paper was settled or removed elsewhere in the meantime: the next one is shown then.
        """
        triage, session = self._triage, self._session
        if self.note.editor is not None:
            # What stands in it could neither be saved nor be put into a file when it was left.
            triage.set_focus(self.note.editor)
            return
        key = session.key
        triage.say("")
        self._main.take_in()
        triage.follow()
        if key is None or session.key != key:
            triage.say("That paper was settled elsewhere")
        elif self._main.note.editor is not None:
            # Its text could neither be saved nor be put into a file.
            triage.say("Another note is not saved yet", error=True)
        else:
            await command.begin(
                WritingPlace(
                    triage,
                    self._main.desk,
                    self._taking,
                    triage.keys,
                    key=lambda: session.key,
                    take_in=self._main.take_in,
                    say=triage.say,
                    act=lambda action: triage.make(lambda: session.write(key, action)),
                )
            )

    def flush(self) -> None:
        """Save what was typed and not saved yet."""
        self._taking.flush()

    def leave(self) -> None:
        """Save the note and show it, as far as that is possible."""
        self._taking.leave()

    # What `NoteTaking` asks a screen for

    @property
    def papers(self) -> TriageNotes:
        """What has a cursor."""
        return self

    @property
    def cursor_key(self) -> str | None:
        """Citation key of the paper that is shown."""
        return self._session.key

    def take_in(self) -> None:
        """Nothing: it was taken in before, so that what is written about is the paper that is shown."""

    def redraw(self) -> None:
        """Show what was saved and what others did; the paper whose note is being written stays."""
        if self.note.editor is None:
            self._triage.follow()

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Say what came of a save."""
        self._triage.say(text, aside=aside, error=error)

    def tell_news(self) -> None:
        """Nothing: the main screen tells news when the triage is over."""

    def show_hints(self) -> None:
        """Show the keys that count now."""
        self._triage.show_hints()

    # What it asks panes for

    @property
    def writing(self) -> bool:
        """Whether the keys go into the note."""
        return self.note.editor is not None and self._triage.focused is self.note.editor

    def turn_to(self, _pane: str) -> None:
        """Make room for the note, which is about to be written."""
        self._main.notes = self._taking
        self._triage.shown.make_room(writing=True)

    def leave_note(self) -> None:
        """Show the note as text again; keys that the editor still has go to the abstract."""
        self._main.notes = self._of_main
        if self.writing or self._triage.focused is None:
            # Before the editor goes: Textual would give the keys to whatever comes next.
            self._triage.set_focus(self._triage.shown.abstract)
        self.note.finish()
        self._triage.follow()


class _Recording:
    """A desk on which what is done to notes becomes a step of the session."""

    def __init__(self, session: TriageSession, desk: Desk) -> None:
        self._session, self._desk = session, desk
        self.in_short: Callable[[object], str] = desk.in_short

    @property
    def library(self) -> Library:
        """All papers."""
        return self._desk.library

    @property
    def lent(self) -> bool:
        """Whether other work has the desk."""
        return self._desk.lent

    def do(self, action: SetNote) -> Change:
        """Give a paper another note; see `TriageSession.write`."""
        return self._session.write(action.key, action)
