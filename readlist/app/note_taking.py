"""Notes while they are written: saved as they are typed, and never lost."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from readlist.app.desk import Desk
from readlist.app.widgets.note_pane import NotePane
from readlist.editing import EditorError, keep_text
from readlist.model.actions import SetNote
from readlist.model.library import UnknownPaperError
from readlist.model.paper import Paper
from readlist.store.errors import StoreError
from readlist.text import clean


@dataclass(frozen=True, slots=True)
class Saving:
    """How it went: whether the text is on disk now, what to say of it ("" for nothing), whether that is a problem."""

    done: bool
    line: str = ""
    aside: str = ""
    error: bool = False


class NoteTaking:
    """Saves what is typed in the pane of the note; each time that it is opened is one step for undo."""

    def __init__(self, desk: Desk, pane: NotePane) -> None:
        self._desk = desk
        self._pane = pane
        self._session = ""

    async def begin(self, paper: Paper) -> None:
        """Let the note of `paper` be written."""
        self._session = secrets.token_hex(8)
        await self._pane.edit(paper)

    @property
    def unsaved(self) -> bool:
        """Whether something was typed that is not saved yet."""
        editor = self._pane.editor
        return editor is not None and editor.unsaved is not None

    def save(self) -> Saving:
        """Save what was typed and not saved yet.

        Where the note was changed elsewhere meanwhile, both texts are kept, and the editor shows them. What could not
        be saved stays in the editor.
        """
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
        if saved != clean(text):
            return Saving(done=True, line="The note was changed elsewhere too; both texts are kept")
        return Saving(done=True, line=change.summary, aside="saved") if change.edits else Saving(done=True)

    def end(self, *, leaving: bool) -> Saving:
        """Save for the last time; the editor can be closed where that is done.

        What cannot be saved stays in the editor as long as its paper is there, unless the user is `leaving` for another
        pane: the disk may have room again in a moment. Else it goes into a file.
        """
        editor = self._pane.editor
        saving = self.save()
        if saving.done or editor is None or (editor.key in self._desk.library and not leaving):
            return saving
        try:
            return Saving(done=True, line=self.rescue(), error=True)
        except EditorError as error:
            return Saving(done=False, line=str(error), error=True)

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
