"""Notes: written here or in the user's own editor, begun from templates, with quotations of the abstract."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from textual.app import SuspendNotSupported

from readlist.app.commands.base import Command
from readlist.app.key_input import KeyMenu, MenuEntry
from readlist.app.note_templates import Draft, draft
from readlist.editing import EditorError, edit_text, forget_typed, keep_text
from readlist.latex import to_unicode
from readlist.model.actions import AppendNote, SetNote
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

Drafting: TypeAlias = "Callable[[Paper], Draft]"
"""From a paper to what a new note about it begins with."""

_NOTE_PANES = frozenset({"papers", "abstract", "note"})


class _Notes(Command):
    group = "Tags and notes"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to write about."""
        return bool(screen.papers.rows)


class _Writing(_Notes):
    """Something that begins a new note from a template: asks for one where there are several."""

    async def run(self, screen: MainScreen) -> None:
        """Write the note, or ask what a new one begins with."""
        key, templates = screen.papers.cursor_key, screen.notes.templates
        screen.take_in()
        paper = screen.desk.library.get(key) if key else None
        if paper is None:
            return
        if paper.note.strip() or not templates:
            await self.write(screen, _empty)
        elif len(templates) == 1:
            await self.write(screen, self._drafting(screen, *templates.values()))
        else:
            screen.keys.ask(self._menu(screen, templates))

    def _menu(self, screen: MainScreen, templates: Mapping[str, str]) -> KeyMenu:
        """Return the question which template it is to be; the command's own key stands for an empty note."""
        own_key = self.keys[0]
        keys = (key for key in digits[1:] + ascii_lowercase if key != own_key)
        entries = [
            MenuEntry(key, name, self._writing(screen, self._drafting(screen, template)))
            for key, (name, template) in zip(keys, templates.items(), strict=False)
        ]
        return KeyMenu("A new note", [*entries, MenuEntry(own_key, "empty", self._writing(screen, _empty))])

    async def write(self, screen: MainScreen, drafting: Drafting) -> None:
        """Let the note of the paper under the cursor be written, a new one from what `drafting` makes."""
        raise NotImplementedError

    def _writing(self, screen: MainScreen, drafting: Drafting) -> Callable[[], Awaitable[None]]:
        return lambda: self.write(screen, drafting)

    @staticmethod
    def _drafting(screen: MainScreen, template: str) -> Drafting:
        return lambda paper: draft(template, paper, screen.desk.own_views.today)


class WriteNote(_Writing):
    """Write the note here; saved as you type, esc when done."""

    id = "write_note"
    keys: ClassVar[tuple[str, ...]] = ("i",)
    label = "note"
    panes = _NOTE_PANES

    async def write(self, screen: MainScreen, drafting: Drafting) -> None:
        """Open the note's editor."""
        await screen.notes.write(drafting)


class EditNote(_Writing):
    """Write the note in $VISUAL or $EDITOR."""

    id = "edit_note"
    keys: ClassVar[tuple[str, ...]] = ("e",)
    label = "$EDITOR"
    panes = frozenset({"note"})

    async def write(self, screen: MainScreen, drafting: Drafting) -> None:
        """Give the terminal to the user's editor, then take back what was written."""
        key = screen.papers.cursor_key
        paper = screen.desk.library.get(key) if key else None
        if paper is None:
            return
        before = paper.note if paper.note.strip() else drafting(paper).text
        name = f"{paper.key}.md"
        problem: EditorError | None = None
        text = before
        try:
            with screen.app.suspend():
                # What is raised in here must not leave: the app takes the terminal back at the end of the block only.
                try:
                    text = edit_text(before, name=name, environ=os.environ)
                except EditorError as error:
                    problem = error
                # A key that was meant for the editor is no command.
                forget_typed()
        except SuspendNotSupported:
            await screen.notes.write(drafting)
            screen.say("This terminal cannot be handed to an editor; write here")
            return
        screen.refresh(layout=True)
        if problem is not None:
            screen.say(str(problem), error=True)
        elif text == before:
            screen.take_in()
            screen.say("Note unchanged")
        else:
            self._take_back(screen, paper, text, name)

    @staticmethod
    def _take_back(screen: MainScreen, paper: Paper, text: str, name: str) -> None:
        """Save the text, beside that of others who changed the note; if that fails, keep it in a file and say where."""
        screen.take_in()
        try:
            if paper.key not in screen.desk.library:
                screen.say(f"Your text is in {keep_text(text, name=name)}; the paper was removed elsewhere", error=True)
            elif not screen.acting.act(SetNote(paper.key, text, base=paper.note)):
                screen.say(f"Your text is in {keep_text(text, name=name)}; it could not be saved", error=True)
        except EditorError as error:
            screen.say(str(error), error=True)


class Quote(_Notes):
    """Quote the abstract in the note: what is selected of it, else all."""

    id = "quote"
    keys = (">",)
    label = "quote"
    panes = frozenset({"abstract"})

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is an abstract."""
        key = screen.papers.cursor_key
        paper = screen.desk.library.get(key) if key else None
        return paper is not None and bool(paper.abstract.strip())

    async def run(self, screen: MainScreen) -> None:
        """Put it behind the note, as one step for undo."""
        key = screen.papers.cursor_key
        paper = screen.desk.library.get(key) if key else None
        if paper is None:
            return
        selected = screen.abstract.selected_text.strip()
        quotation = _quotation(selected or to_unicode(paper.abstract))
        if screen.acting.act(AppendNote(paper.key, quotation)):
            screen.abstract.select_nothing()
            what = "what was selected" if selected else "the abstract"
            screen.say(f"Quoted {what} in the note", aside=screen.undo_hint)


def _empty(_paper: Paper) -> Draft:
    return Draft()


def _quotation(text: str) -> str:
    """Return a text as a quotation in Markdown, with an empty line behind it where the writing can go on."""
    from readlist.exporters import markup  # noqa: PLC0415 -- not needed for the first screen

    lines = markup.prose(text).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
