"""The pane of the note: shown rendered, edited in place as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.widgets import TextArea

from readlist.app.messages import LinkClicked
from readlist.app.widgets.markdown_lines import note_lines
from readlist.app.widgets.prose import Line, ProsePane, lay_out
from readlist.app.widgets.spans import Marker, no_marks
from readlist.app.widgets.typing_ahead import do_in_turn, give_back
from readlist.model.paper import Paper
from readlist.text import clean

SAVE_EVERY = 2.0
"""Seconds of typing that may be lost at most, whatever happens to the program."""


class NoteText(ProsePane):
    """The note as it is read: its Markdown rendered.

    A style of a piece may name several classes, of which the later ones lie over the first.

    | Component class | What it styles |
    |---|---|
    | `note--heading` | headings of the first level |
    | `note--subheading` | headings of the second |
    | `note--minor-heading` | the others |
    | `note--strong` | what is said strongly, and heads of tables |
    | `note--emphasis` | what is emphasised |
    | `note--struck` | what is struck out |
    | `note--code` | code |
    | `note--quote` | quotations |
    | `note--bar` | the bar beside quotations |
    | `note--marker` | bullets, numbers and boxes of lists |
    | `note--rule` | rules, and the lines in tables |
    | `note--link` | what leads to a web address |
    | `note--hint` | what an empty pane says |
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "note--heading",
        "note--subheading",
        "note--minor-heading",
        "note--strong",
        "note--emphasis",
        "note--struck",
        "note--code",
        "note--quote",
        "note--bar",
        "note--marker",
        "note--rule",
        "note--link",
        "note--hint",
    }

    def __init__(self) -> None:
        super().__init__(id="note-text")
        self._note = ""
        self._hint = ""
        self._marker: Marker = no_marks

    def show(self, note: str, hint: str, marker: Marker, *, to_top: bool) -> None:
        """Show `note` with what `marker` finds in it, or `hint` where it is empty."""
        if (note, hint) != (self._note, self._hint) or marker is not self._marker:
            self._note, self._hint, self._marker = note, hint, marker
            self.content_changed(to_top=to_top)

    def lay_out_lines(self, width: int) -> list[Line]:
        """Return the note as lines."""
        if not self._note.strip():
            return lay_out(self._hint, width, style="note--hint")
        return note_lines(self._note, width, self._marker)

    def style(self, name: str) -> Style:
        """Return the style of one component class, or of several, separated by blanks, one over the other."""
        found = self._styles_by_name.get(name)
        if found is None:
            first, *over = name.split(" ")
            found = Style.combine([super().style(first), *map(self.overlay, over)])
            self._styles_by_name[name] = found
        return found

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Say which link was clicked."""
        offset = event.get_content_offset(self)
        address = self.address_at(self.top + offset.y, offset.x) if offset else None
        if address:
            self.post_message(LinkClicked(address))


class NoteEditor(TextArea):
    """The note while it is written. Has what was typed saved every two seconds, and says when it is left.

    Nothing is taken from the text that the user has not taken from it, whatever others do to the note.

    Attributes:
        key: citation key of the paper.
        base: the note as it was when the editing began, or as it was last saved.
    """

    def __init__(self, typed: Callable[[], object], ended: Callable[[], None]) -> None:
        super().__init__(id="note-editor", tab_behavior="indent", soft_wrap=True)
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
        """Take in what the note was saved as: more than what was typed, if it was changed elsewhere too.

        What came from elsewhere is put before and behind the text, which stays as it is under the user's hands.
        """
        if note != clean(self.note):
            before, behind = _around(self.text, clean(note))
            place = self.selection
            self.insert(behind, self.document.end)
            # A cursor at the end would have gone with it.
            self.selection = place
            self.insert(before, (0, 0))
        self._saved = self.note
        self.base = note

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


class NotePane(Container):
    """The note of a paper: its text, or its editor.

    The editor is made when a note is first written and only hidden afterwards: Textual may draw a widget once more
    while it is being removed, and a `TextArea` does not survive that.
    """

    def __init__(self, typed: Callable[[], object], ended: Callable[[], None]) -> None:
        """Make the pane.

        Args:
            typed: called when what was typed is to be saved.
            ended: called when the user leaves the editor.
        """
        super().__init__(id="note")
        self.border_title = "Note"
        self._typed, self._ended = typed, ended
        self.text_view = NoteText()
        self._editor: NoteEditor | None = None
        self._paper: Paper | None = None

    def compose(self) -> ComposeResult:
        """Show the text; the editor comes when it is asked for."""
        yield self.text_view

    @property
    def editor(self) -> NoteEditor | None:
        """The editor, while the note is being written."""
        return self._editor if self._editor is not None and self._editor.display else None

    def show(self, paper: Paper | None, hint: str = "", marker: Marker = no_marks) -> None:
        """Show the note of `paper` with what `marker` finds in it; `hint` says how to write one where there is none."""
        same = paper is not None and self._paper is not None and paper.key == self._paper.key
        self._paper = paper
        self.text_view.show(paper.note if paper else "", hint if paper else "", marker, to_top=not same)

    async def edit(self, paper: Paper, *, draft: str = "", place: tuple[int, int] | None = None) -> None:
        """Let the note of `paper` be written; see `NoteEditor.begin`."""
        editor = self._editor
        if editor is None:
            editor = self._editor = NoteEditor(self._typed, self._ended)
            await self.mount(editor)
        editor.display = True
        editor.begin(paper.key, paper.note, draft=draft, place=place)
        self.screen.set_focus(editor)
        # Only now: Textual gives the keys of a widget that is hidden to whatever comes next.
        self.text_view.display = False
        self.border_subtitle = "esc: done · saved as you type"

    def finish(self) -> None:
        """Show the text again; what the editor holds must have been taken by now."""
        if self._editor is not None:
            self._editor.display = False
        self.border_subtitle = ""
        self.text_view.display = True


def _around(text: str, note: str) -> tuple[str, str]:
    """Return what stands in `note` before and behind `text`, whose blanks at both ends do not count."""
    if note.startswith(text.rstrip()):
        return "", note[len(text.rstrip()) :]
    before, _, behind = note.partition(text.strip())
    return before, behind
