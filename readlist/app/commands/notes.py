"""Notes: written here or in the user's own editor, begun from templates, with quotations of the abstract."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from textual.app import SuspendNotSupported

from readlist.app.commands.base import Command
from readlist.app.key_input import KeyMenu, MenuEntry
from readlist.editing import EditorError, edit_text, forget_typed, keep_text
from readlist.latex import to_unicode
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from textual.screen import Screen

    from readlist.app.desk import Desk
    from readlist.app.key_input import KeyInput
    from readlist.app.note_taking import NoteTaking
    from readlist.app.note_templates import Draft
    from readlist.app.screens.main import MainScreen
    from readlist.model.actions import Action

Drafting: TypeAlias = "Callable[[Paper], Draft]"
"""From a paper to what a new note about it begins with."""

_NOTE_PANES = frozenset({"papers", "abstract", "note"})


class WritingPlace(NamedTuple):
    """Where a note is written: on the main screen, or in triage.

    Attributes:
        screen: the screen that is handed to the user's own editor, and drawn anew when that is left.
        desk: has the library.
        notes: writes notes there.
        keys: asks which template a new note begins with.
        key: returns the citation key of the paper that it is about, None where there is none.
        take_in: takes in what others did to the library.
        say: says what happened; with `error=True` that it is a problem.
        act: does something, and says so; returns whether that was possible.
    """

    screen: Screen[Any]
    desk: Desk
    notes: NoteTaking
    keys: KeyInput
    key: Callable[[], str | None]
    take_in: Callable[[], object]
    say: Callable[..., None]
    act: Callable[[Action], bool]

    @classmethod
    def of_main(cls, screen: MainScreen) -> WritingPlace:
        """Return the main screen as such a place, for the paper under the cursor."""
        return cls(
            screen,
            screen.desk,
            screen.notes,
            screen.keys,
            key=lambda: screen.papers.cursor_key,
            take_in=screen.take_in,
            say=screen.say,
            act=screen.acting.act,
        )

    @property
    def paper(self) -> Paper | None:
        """The paper that it is about, None where there is none."""
        key = self.key()
        return self.desk.library.get(key) if key else None


class _Notes(Command):
    group = "Tags and notes"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to write about."""
        return bool(screen.papers.rows)


class NoteCommand(_Notes):
    """Something that begins a new note from a template: asks for one where there are several."""

    async def run(self, screen: MainScreen) -> None:
        """Write the note of the paper under the cursor."""
        await self.begin(WritingPlace.of_main(screen))

    async def begin(self, place: WritingPlace) -> None:
        """Write a note, or ask what a new one begins with."""
        key, templates = place.key(), place.notes.templates
        place.take_in()
        paper = place.desk.library.get(key) if key else None
        if paper is None:
            return
        if paper.note.strip() or not templates:
            await self.write(place, _empty)
        elif len(templates) == 1:
            await self.write(place, self._drafting(place, *templates.values()))
        else:
            place.keys.ask(self._menu(place, templates))

    def _menu(self, place: WritingPlace, templates: Mapping[str, str]) -> KeyMenu:
        """Return the question which template it is to be; the command's own key stands for an empty note."""
        own_key = next((key for key in self.bound if " " not in key), self.keys[0])
        keys = (key for key in digits[1:] + ascii_lowercase if key != own_key)
        entries = [
            MenuEntry(key, name, self._writing(place, self._drafting(place, template)))
            for key, (name, template) in zip(keys, templates.items(), strict=False)
        ]
        return KeyMenu("A new note", [*entries, MenuEntry(own_key, "empty", self._writing(place, _empty))])

    async def write(self, place: WritingPlace, drafting: Drafting) -> None:
        """Let the note of the paper be written, a new one from what `drafting` makes."""
        raise NotImplementedError

    def _writing(self, place: WritingPlace, drafting: Drafting) -> Callable[[], Awaitable[None]]:
        return lambda: self.write(place, drafting)

    @staticmethod
    def _drafting(place: WritingPlace, template: str) -> Drafting:
        from readlist.app.note_templates import draft  # noqa: PLC0415 -- not needed for the first screen

        return lambda paper: draft(template, paper, place.desk.own_views.today)


class WriteNote(NoteCommand):
    """Write the note here; saved as you type, esc when done."""

    id = "write_note"
    keys: ClassVar[tuple[str, ...]] = ("i",)
    label = "note"
    panes = _NOTE_PANES

    async def write(self, place: WritingPlace, drafting: Drafting) -> None:
        """Open the note's editor."""
        await place.notes.write(drafting)


class EditNote(NoteCommand):
    """Write the note in $VISUAL or $EDITOR."""

    id = "edit_note"
    keys: ClassVar[tuple[str, ...]] = ("e",)
    label = "$EDITOR"
    panes = frozenset({"note"})

    async def write(self, place: WritingPlace, drafting: Drafting) -> None:
        """Give the terminal to the user's editor, then take back what was written."""
        paper = place.paper
        if paper is None:
            return
        before = paper.note if paper.note.strip() else drafting(paper).text
        name = f"{paper.key}.md"
        problem: EditorError | None = None
        text = before
        try:
            with place.screen.app.suspend():
                # What is raised in here must not leave: the app takes the terminal back at the end of the block only.
                try:
                    text = edit_text(before, name=name, environ=os.environ)
                except EditorError as error:
                    problem = error
                # A key that was meant for the editor is no command.
                forget_typed()
        except SuspendNotSupported:
            await place.notes.write(drafting)
            place.say("This terminal cannot be handed to an editor; write here")
            return
        place.screen.refresh(layout=True)
        if problem is not None:
            place.say(str(problem), error=True)
        elif text == before:
            place.take_in()
            place.say("Note unchanged")
        else:
            self._take_back(place, paper, text, name)

    @staticmethod
    def _take_back(place: WritingPlace, paper: Paper, text: str, name: str) -> None:
        """Save the text, beside that of others who changed the note; if that fails, keep it in a file and say where."""
        from readlist.model.actions import SetNote  # noqa: PLC0415 -- not needed for the first screen

        place.take_in()
        try:
            if paper.key not in place.desk.library:
                place.say(f"Your text is in {keep_text(text, name=name)}; the paper was removed elsewhere", error=True)
            elif not place.act(SetNote(paper.key, text, base=paper.note)):
                place.say(f"Your text is in {keep_text(text, name=name)}; it could not be saved", error=True)
        except EditorError as error:
            place.say(str(error), error=True)


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
        from readlist.model.actions import AppendNote  # noqa: PLC0415 -- not needed for the first screen

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
    from readlist.app.note_templates import Draft  # noqa: PLC0415 -- not needed for the first screen

    return Draft()


def _quotation(text: str) -> str:
    """Return a text as a quotation in Markdown, with an empty line behind it where the writing can go on."""
    from readlist.exporters import markup  # noqa: PLC0415 -- not needed for the first screen

    lines = markup.prose(text).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"
