"""The paper that triage is about: its record and abstract, and under them its note where there is one."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content

from readlist.app.keyword_marks import Keywords
from readlist.app.widgets.abstract_pane import AbstractPane
from readlist.app.widgets.markdown_lines import note_lines
from readlist.app.widgets.note_pane import NotePane
from readlist.app.widgets.pane import Pane
from readlist.model.paper import Paper

_BESIDE = 5
"""Columns of a pane that are no text: its borders, what is free beside them, the scrollbar."""
_BORDERS = 2
_NOTE_SHARE = 3
"""The note has at most a third of the screen's lines, and while it is written half of them."""
_WRITING_SHARE = 2


class TriagePaper(Container):
    """A paper with the user's key words marked.

    Attributes:
        abstract: the pane of the record and the abstract.
        note: the pane of the note; it is only there where there is a note, or where one is written.
    """

    def __init__(self, keywords: Keywords, today: Callable[[], str], note: NotePane) -> None:
        """Make it.

        Args:
            keywords: what is marked in whatever it shows.
            today: tells the day, "2026-11-21".
            note: the pane of the note.
        """
        super().__init__(id="triage-paper")
        self.abstract = AbstractPane(today)
        self.note = note
        self.note.display = False
        self._keywords = keywords
        self._paper: Paper | None = None

    def compose(self) -> ComposeResult:
        """The one above the other."""
        yield self.abstract
        yield self.note

    def show(self, paper: Paper, *, title: str, subtitle: str) -> None:
        """Show a paper, between two texts in the border; another one than before begins at its top."""
        self._paper = paper
        # Content, not text: key words may look like markup.
        self.abstract.border_title, self.abstract.border_subtitle = Content(title), Content(subtitle)
        self.abstract.show(paper, self._keywords)
        self.note.show(paper, "", self._keywords)
        self.make_room()

    def make_room(self, *, writing: bool = False) -> None:
        """Give the note as many lines as it has, a third of the screen at most; half of it where it is written."""
        width, height = self.app.size
        if writing or self.note.editor is not None:
            self.note.styles.height = max(1 + _BORDERS, height // _WRITING_SHARE)
            self.note.display = True
            return
        note = self._paper.note if self._paper is not None else ""
        if not note.strip():
            if self.scrolled is self.note.text_view:
                self.screen.set_focus(self.abstract)
            self.note.display = False
            return
        lines = len(note_lines(note, max(1, width - _BESIDE), self._keywords))
        self.note.styles.height = max(1, min(lines, height // _NOTE_SHARE - _BORDERS)) + _BORDERS
        self.note.display = True

    @property
    def scrolled(self) -> Pane:
        """The pane that the keys scroll."""
        text = self.note.text_view
        return text if self.note.display and self.screen.focused is text else self.abstract

    def turn(self) -> None:
        """Let the keys scroll the other pane."""
        if self.note.display:
            self.screen.set_focus(self.note.text_view if self.scrolled is self.abstract else self.abstract)
