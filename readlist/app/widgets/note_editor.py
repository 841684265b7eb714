"""The editor of a note, in which it is saved as it is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from readlist.app.widgets.typing_ahead import do_in_turn, give_back
from readlist.model.text_merging import TextEdit, edits_between
from readlist.text import clean

if TYPE_CHECKING:
    from textual.document._document import Document, Location

SAVE_EVERY = 2.0
"""Seconds of typing that may be lost at most, whatever happens to the program."""


class NoteEditor(TextArea):
    """The note while it is written. Has what was typed saved every two seconds, and says when it is left.

    Nothing that the user has typed since it was saved last is taken from the text, whatever others do to the note.

    Attributes:
        key: citation key of the paper.
        base: the note as it was when the editing began, or as it was last saved.
    """

    def __init__(self, typed: Callable[[], object], ended: Callable[[], None]) -> None:
        super().__init__(id="note-editor", tab_behavior="indent", soft_wrap=True)
        self.set_reactive(TextArea.cursor_blink, value=False)
        self._typed = typed
        self._ended = ended
        self.key = self.base = ""
        self._draft: str | None = None
        self._saved: str | None = ""

    def begin(self, key: str, note: str, *, draft: str, place: tuple[int, int] | None) -> None:
        """Let the note of a paper be written.

        Args:
            key: citation key of the paper.
            note: its note.
            draft: what stands in the editor where there is none; "" for nothing.
            place: line and column of the cursor, from 0, or as near as there is text; None for the end.
        """
        self.key, self.base = key, note
        self.load_text(clean(draft or note))
        self._draft = self.text if draft else None
        self._saved = self.note
        line, column = place or self.document.end
        line = min(line, self.document.line_count - 1)
        self.move_cursor((line, min(column, len(self.document.get_line(line)))))

    def on_mount(self) -> None:
        """Begin to count the seconds."""
        self.set_interval(SAVE_EVERY, self._have_saved)

    def _have_saved(self) -> None:
        """Have the text saved, at once and not by a message: nothing can be typed before it is."""
        if self.unsaved is not None:
            self._typed()

    @property
    def is_untouched_draft(self) -> bool:
        """Whether there is nothing but the draft that it began with, which is no note."""
        return self.text == self._draft

    @property
    def note(self) -> str:
        """The text as a note."""
        return "" if self.is_untouched_draft else self.text

    @property
    def unsaved(self) -> str | None:
        """The note, if it is another one than was saved last."""
        return None if self.note == self._saved else self.note

    def saved_as(self, note: str) -> None:
        """Take in what the note was saved as: another text than was typed, if it was changed elsewhere too.

        Only what came from elsewhere is changed: the cursor stays in the sentence that the user writes.
        """
        edits = edits_between(self.text, clean(note)) if note != clean(self.note) else []
        if edits:
            text, selected = self.text, [self._index_of(location) for location in self.selection]
            for start, end, put in reversed(edits):
                self.replace(put, *map(self._location_of, (start, end)))
            self.selection = Selection(*(self._location_of(_moved(place, text, edits)) for place in selected))
        self._saved = self.note
        self.base = note

    def _index_of(self, location: Location) -> int:
        return cast("Document", self.document).get_index_from_location(location)

    def _location_of(self, index: int) -> Location:
        return cast("Document", self.document).get_location_from_index(index)

    def not_saved(self) -> None:
        """Count the text as not saved, even if it is what it was before."""
        self._saved = None

    async def on_key(self, event: events.Key) -> None:
        """Leave the editor with escape, at once and not by a message: what was typed behind it are keys again."""
        if not self.display:
            give_back(self, event)
        elif event.key == "escape":
            # TextArea would take it for a step to the next widget.
            event.prevent_default()
            event.stop()
            self._ended()
        else:
            await do_in_turn(self, event)

    def on_blur(self) -> None:
        """Leave the editor when another pane takes the keys; not when the terminal's window loses them."""
        if not self.display:
            return
        if self.app.app_focus:
            self._ended()
        else:
            self._have_saved()

    def on_paste(self, event: events.Paste) -> None:
        """Clean what is pasted before it is shown."""
        event.prevent_default()
        event.stop()
        self.insert(clean(event.text))


def _moved(place: int, text: str, edits: Sequence[TextEdit]) -> int:
    """Return where a place in `text` is after `edits` of it: beside the character beside which it was.

    That is the one before it, unless only the one behind it is no blank.
    """
    moved = place
    for start, end, put in edits:
        leads = start == end == place and not text[place - 1 : place].strip() and bool(text[place : place + 1].strip())
        if leads or start < end <= place or start == end < place:
            moved += len(put) - (end - start)
        elif start < place < end:
            moved += min(len(put), place - start) - (place - start)
    return moved
