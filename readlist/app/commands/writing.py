"""Tags and notes, typed by the user."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import SuspendNotSupported

from readlist.app.commands.base import Command
from readlist.app.widgets.prompt_line import Prompt
from readlist.editing import EditorError, edit_text, keep_text
from readlist.model.actions import SetNote, SetTags
from readlist.model.tags import InvalidTagError, parse_tag

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


class _Writing(Command):
    group = "Tags and notes"
    panes = frozenset({"papers", "abstract"})

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to write about."""
        return bool(screen.papers.rows)


class EditTags(_Writing):
    """Tags: type "rlhf -todo" to add one and remove another."""

    id = "tags"
    keys = "t"
    label = "tags"
    sign: ClassVar[str] = ""

    async def run(self, screen: MainScreen) -> None:
        """Ask for tags and change them."""
        targets = screen.papers.targets
        if not targets:
            return
        label = {"+": "Add tags", "-": "Remove tags"}.get(self.sign, "Tags")
        many = f" ({len(targets)} papers)" if len(targets) > 1 else ""
        await screen.ask(
            Prompt(
                label=f"{label}{many}:",
                answered=lambda text: self._tag(screen, targets, text),
                typed=lambda _: screen.prompt_aside(self._aside(screen)),
                complete=lambda word: self._candidates(screen, targets, word),
                problem=self._problem,
            )
        )

    def _tag(self, screen: MainScreen, targets: Sequence[str], text: str) -> None:
        add, remove = self._parse(text)
        if add or remove:
            screen.act(SetTags([key for key in targets if key in screen.desk.library], add, remove))

    def _problem(self, text: str) -> str | None:
        try:
            self._parse(text)
        except InvalidTagError as error:
            return str(error)
        return None

    def _parse(self, text: str) -> tuple[list[str], list[str]]:
        """Return the tags to add and those to remove.

        Raises:
            InvalidTagError: a word is no tag.
        """
        add: list[str] = []
        remove: list[str] = []
        for word in text.replace(",", " ").split():
            sign, bare = (word[0], word[1:]) if word[0] in "+-" else (self.sign or "+", word)
            (remove if sign == "-" else add).append(parse_tag(bare))
        return add, remove

    def _candidates(self, screen: MainScreen, targets: Sequence[str], word: str) -> Sequence[str]:
        from readlist.search import closest  # noqa: PLC0415 -- rapidfuzz is needed where tags are typed, not at start

        sign = word[:1] if word[:1] in {"+", "-"} else ""
        if (sign or self.sign) == "-":
            # Another program may have removed a paper meanwhile.
            papers = filter(None, map(screen.desk.library.get, targets))
            known = tuple(dict.fromkeys(tag for paper in papers for tag in paper.tags))
        else:
            known = tuple(screen.desk.library.tags)
        bare = word[len(sign) :]
        return [sign + tag for tag in (closest(bare, known) if bare else known[:5])]

    @staticmethod
    def _aside(screen: MainScreen) -> str:
        candidates = screen.prompt_completions()
        return "tab: " + "  ".join(candidates) if candidates else ""


class AddTags(EditTags):
    """Add tags."""

    id = "add_tags"
    keys = "plus"
    label = ""
    sign = "+"


class RemoveTags(EditTags):
    """Remove tags."""

    id = "remove_tags"
    keys = "minus"
    label = ""
    sign = "-"


class WriteNote(_Writing):
    """Write the note here; saved as you type, esc when done."""

    id = "write_note"
    keys = "i"
    label = "note"
    panes = frozenset({"papers", "abstract", "note"})

    async def run(self, screen: MainScreen) -> None:
        """Open the note's editor."""
        await screen.edit_note()


class EditNote(_Writing):
    """Write the note in $VISUAL or $EDITOR."""

    id = "edit_note"
    keys = "e"
    label = "$EDITOR"
    panes = frozenset({"note"})

    async def run(self, screen: MainScreen) -> None:
        """Give the terminal to the user's editor, then take back what was written."""
        key = screen.papers.cursor_key
        screen.take_in()
        if key is None or key not in screen.desk.library:
            return
        note, name = screen.desk.library[key].note, f"{key}.md"
        problem: EditorError | None = None
        text = note
        try:
            with screen.app.suspend():
                # What is raised in here must not leave: the app takes the terminal back at the end of the block only.
                try:
                    text = edit_text(note, name=name, environ=os.environ)
                except EditorError as error:
                    problem = error
        except SuspendNotSupported:
            await screen.edit_note()
            screen.say("This terminal cannot be handed to an editor; write here")
            return
        screen.refresh(layout=True)
        if problem is not None:
            screen.say(str(problem), error=True)
        else:
            self._take_back(screen, key, note, text, name)

    def _take_back(self, screen: MainScreen, key: str, before: str, text: str, name: str) -> None:
        """Save the text, beside that of others who changed the note; if that fails, keep it in a file and say where."""
        screen.take_in()
        paper = screen.desk.library.get(key)
        try:
            if text == before:
                screen.say("Note unchanged")
            elif paper is None:
                screen.say(f"Your text is in {keep_text(text, name=name)}; the paper was removed elsewhere", error=True)
            elif not screen.act(SetNote(key, text, base=before)):
                screen.say(f"Your text is in {keep_text(text, name=name)}; it could not be saved", error=True)
        except EditorError as error:
            screen.say(str(error), error=True)
