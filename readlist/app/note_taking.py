"""Notes while they are written: saved as they are typed, and never lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple, Protocol

from readlist.editing import EditorError, keep_text
from readlist.latex.telling import change_in_words
from readlist.model.library import UnknownPaperError
from readlist.model.paper import Paper
from readlist.store.errors import StoreError
from readlist.text import clean

if TYPE_CHECKING:
    from readlist.app.note_templates import Draft
    from readlist.app.widgets.note_pane import NotePane
    from readlist.model.actions import SetNote
    from readlist.model.change import Change
    from readlist.model.library import Library


class PaperHolder(Protocol):
    """What shows one paper at a time, or has a cursor on one."""

    @property
    def cursor_key(self) -> str | None:
        """Citation key of that paper, None for none."""


class NoteDesk(Protocol):
    """What notes need of a desk."""

    @property
    def library(self) -> Library:
        """All papers."""

    @property
    def lent(self) -> bool:
        """Whether other work has it."""

    def do(self, action: SetNote, /) -> Change:
        """Give a paper another note.

        Raises:
            StoreError: it could not be saved; nothing has changed.
            UnknownPaperError: the paper is no longer there.
        """

    def in_short(self, problem: object, /) -> str:
        """Return a problem as short as it can be told."""


class NoteScreen(Protocol):
    """What notes need of the screen on which they are written."""

    @property
    def desk(self) -> NoteDesk:
        """The papers."""

    @property
    def papers(self) -> PaperHolder:
        """Has the paper that a note is about."""

    @property
    def note(self) -> NotePane:
        """The pane in which notes are written."""

    def take_in(self) -> None:
        """Take in what others did."""

    def redraw(self) -> None:
        """Show the desk as it is now."""

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Say what happened."""

    def tell_news(self) -> None:
        """Tell what came up beside what the user does."""

    def show_hints(self) -> None:
        """Show the keys that count now."""


class NotePanes(Protocol):
    """What notes need of the panes of that screen."""

    @property
    def writing(self) -> bool:
        """Whether the keys go into the note."""

    def turn_to(self, name: str, /) -> None:
        """Make room for a pane."""

    def leave_note(self) -> None:
        """Show the note as text again."""


class Saving(NamedTuple):
    """How it went: whether the text is on disk now, what to say of it ("" for nothing), whether that is a problem."""

    done: bool
    line: str = ""
    aside: str = ""
    error: bool = False


class NoteTaking:
    """Saves what is typed in the pane of the note; each time that it is opened is one step for undo.

    Attributes:
        templates: what new notes may begin with, by name.
    """

    def __init__(self, screen: NoteScreen, panes: NotePanes, templates: Mapping[str, str]) -> None:
        """Make it for a screen, in whose `panes` notes are written."""
        self.templates = templates
        self._screen = screen
        self._desk = screen.desk
        self._panes = panes
        self._pane = screen.note
        self._session = ""
        self._joined = False

    # From the opening to the end

    async def write(self, draft: Callable[[Paper], Draft]) -> None:
        """Let the note of the paper under the cursor, as it is at this moment, be written; a new one from a draft."""
        key = self._screen.papers.cursor_key
        self._screen.take_in()
        paper = self._desk.library.get(key) if key else None
        if paper is None:
            return
        if paper.note.strip():
            await self._begin(paper)
        else:
            begun = draft(paper)
            await self._begin(paper, draft=begun.text, place=begun.place)

    async def _begin(self, paper: Paper, *, draft: str = "", place: tuple[int, int] | None = None) -> None:
        self._panes.turn_to("note")
        self._session = os.urandom(8).hex()
        self._joined = False
        await self._pane.edit(paper, draft=draft, place=place)
        self._screen.show_hints()

    @property
    def state(self) -> dict[str, object] | None:
        """What is needed to go on with the note that is being written now at another start; None for none."""
        editor = self._pane.editor
        if editor is None or editor.is_untouched_draft:
            return None
        return {"key": editor.key, "cursor": list(editor.cursor_location)}

    async def resume(self, state: object) -> bool:
        """Go on with the note of `state` where it was left.

        Args:
            state: what `state` was, from a file that anybody may have changed.

        Returns:
            Whether it is the paper under the cursor whose note it is; no other is opened.
        """
        key = state.get("key") if isinstance(state, Mapping) else None
        paper = self._desk.library.get(key) if isinstance(key, str) else None
        if paper is None or not isinstance(state, Mapping) or paper.key != self._screen.papers.cursor_key:
            return False
        await self._begin(paper, place=_place(state.get("cursor")))
        return True

    def flush(self) -> bool:
        """Save what was typed and not saved yet; return False where that failed."""
        if self._desk.lent:
            # The editor will ask again; who ends the program puts the text into a file.
            return not self._unsaved
        return self._shown(self._save)

    def leave(self) -> None:
        """Save the note and show it, as far as that is possible."""
        if self._pane.editor is not None and self._shown(self._end):
            self._panes.leave_note()
            self._screen.show_hints()

    def rescue(self) -> str:
        """Put the text of a note that cannot be saved into a file; return a line that says where.

        Raises:
            EditorError: that cannot be written either.
        """
        editor = self._pane.editor
        if editor is None:
            return ""
        path = keep_text(editor.text, name=f"{editor.key}.md")
        return f"Your text is in {path}; the note could not be saved"

    # Saving

    @property
    def _unsaved(self) -> bool:
        """Whether something was typed that is not saved yet."""
        editor = self._pane.editor
        return editor is not None and editor.unsaved is not None

    def _shown(self, save: Callable[[], Saving]) -> bool:
        """Save what was typed, and say what came of it; return whether it is safe."""
        before = self._desk.library
        saving = save()
        if self._desk.library is not before:
            # Also where all that happened is what others did.
            self._screen.redraw()
        if saving.line:
            self._screen.say(saving.line, aside=saving.aside, error=saving.error)
            self._screen.tell_news()
        return saving.done

    def _save(self) -> Saving:
        """Save what was typed and not saved yet.

        Where the note was changed elsewhere meanwhile, both texts are kept, and the editor shows them. What could not
        be saved stays in the editor.
        """
        from readlist.model.actions import SetNote  # noqa: PLC0415 -- loaded when the first note is written

        editor = self._pane.editor
        text = editor.unsaved if editor is not None else None
        if editor is None or text is None:
            return Saving(done=True)
        try:
            change = self._desk.do(SetNote(editor.key, text, self._session, editor.base))
        except (StoreError, UnknownPaperError) as error:
            editor.not_saved()
            aside = "esc keeps your text in a file" if isinstance(error, UnknownPaperError) else ""
            return Saving(done=False, line=f"Note not saved: {self._desk.in_short(error)}", aside=aside, error=True)
        saved = self._desk.library[editor.key].note
        editor.saved_as(saved)
        # Said until the note is left: who types on does not look at the status, and two seconds later it is another.
        self._joined = self._joined or saved != clean(text)
        if self._joined:
            return Saving(done=True, line="The note was changed elsewhere too; both texts are kept")
        return Saving(done=True, line=change_in_words(change), aside="saved") if change.edits else Saving(done=True)

    def _end(self) -> Saving:
        """Save for the last time; the editor can be closed where that is done.

        What cannot be saved stays in the editor as long as its paper is there, unless the user is leaving for another
        pane: the disk may have room again in a moment. Else it goes into a file.
        """
        editor = self._pane.editor
        saving = self._save()
        if saving.done or editor is None or (editor.key in self._desk.library and self._panes.writing):
            return saving
        try:
            return Saving(done=True, line=self.rescue(), error=True)
        except EditorError as error:
            return Saving(done=False, line=str(error), error=True)


def _place(value: object) -> tuple[int, int] | None:
    """Return a line and a column that were written down, None where they are none."""
    match value:
        case [int() as line, int() as column] if line >= 0 and column >= 0:
            return line, column
        case _:
            return None
