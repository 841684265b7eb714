"""The pane of the note: shown rendered, edited in place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from readlist.app.messages import LinkClicked
from readlist.app.widgets.prose import Line, ProsePane, lay_out
from readlist.app.widgets.spans import Marker, no_marks
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from readlist.app.widgets.note_editor import NoteEditor


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
        from readlist.app.widgets.markdown_lines import note_lines  # noqa: PLC0415 -- for papers with a note

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
            from readlist.app.widgets.note_editor import NoteEditor  # noqa: PLC0415 -- not for the first screen

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
