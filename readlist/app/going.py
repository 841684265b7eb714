"""The palette: going to a paper by a few letters of its title, to a view or a command by its name."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from readlist.app.command_search import Findable, findable, found, meant, name_of, says_name
from readlist.app.commands.base import Command
from readlist.app.widgets.choice_list import Choice, ChoiceList
from readlist.app.widgets.prompt_line import Prompt
from readlist.latex import to_unicode
from readlist.model.labels import author_label
from readlist.model.paper import Paper
from readlist.query.views import View
from readlist.text import fold

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

MOST = 10
"""How many papers there are to choose from at most; fewer are in view where the screen is low."""
MOST_OTHERS = 3
"""How many commands and views stand above the papers at most."""
COMMANDS_ONLY = ">"
"""A text that begins with it means commands, and no papers."""
HINT = f"a few letters of a title, an author or a key · {COMMANDS_ONLY} for commands"
ASIDE = f"{COMMANDS_ONLY} commands"
NOTHING = "no paper is like that"
NO_COMMAND = "no command is called like that"

_SHARE = 3
"""The choices take at most a third of the screen's lines."""
_VIEW = "≡"
_NOT_NOW = "not now"


class Going:
    """Asks where to go in the line at the bottom of the main screen, with choices above it."""

    def __init__(self, screen: MainScreen) -> None:
        self._screen = screen
        self._choices = ChoiceList(self._clicked, id="choices")
        self._text = ""
        self._gone_to: deque[str] = deque(maxlen=MOST)

    async def begin(self) -> None:
        """Let the place be named."""
        screen = self._screen
        if not self._choices.is_attached:
            await screen.mount(self._choices, before=screen.query_one("#status"))
        self._choices.styles.height = min(MOST, max(1, screen.app.size.height // _SHARE))
        self._choices.display = True
        await screen.ask(
            Prompt(
                label=":",
                typed=self._typed,
                answered=self._answered,
                left=self._close,
                moved=self._choices.step,
            )
        )

    def _typed(self, text: str) -> None:
        self._text = text.strip()
        self._screen.prompt_aside("" if self._text else ASIDE)
        self._choices.show(list(self._meant(self._text)), empty_text=self._nothing)

    @property
    def _nothing(self) -> str:
        """What is said where there is nothing to choose."""
        return HINT if not self._text else NO_COMMAND if self._text.startswith(COMMANDS_ONLY) else NOTHING

    def _meant(self, text: str) -> Iterator[Choice]:
        """Yield what a text may mean, best first; for none, the papers that were gone to last."""
        desk = self._screen.desk
        library = desk.library
        if text.startswith(COMMANDS_ONLY):
            indexes = found(text.removeprefix(COMMANDS_ONLY), self._findables)
            yield from (self._command_choice(self._commands[index]) for index in indexes)
        elif text:
            yield from self._others(text)
            yield from (self._paper_choice(library[key]) for key in desk.finder.titles(text, MOST))
        else:
            here = self._screen.papers.cursor_key
            yield from (self._paper_choice(library[key]) for key in self._gone_to if key in library and key != here)

    # Commands and views

    @cached_property
    def _commands(self) -> Sequence[Command]:
        return list(self._screen.commands)

    @cached_property
    def _findables(self) -> Sequence[Findable]:
        return [findable(command) for command in self._commands]

    def _others(self, text: str) -> Iterator[Choice]:
        """Yield the views and commands that a text means which most likely means a paper."""
        views = self._screen.desk.views
        named = [views[index] for index in meant(text, [Findable(view.name, "") for view in views], MOST_OTHERS)]
        commands = [self._commands[index] for index in meant(text, self._findables, len(self._commands))]
        shown = {fold(view.name) for view in named}
        # A command that opens a view which is listed already would be the same line twice.
        others = [command for command in commands if fold(_view_of(command)) not in shown]
        choices = [
            *map(self._view_choice, named),
            *(self._command_choice(command) for command in others if command.possible(self._screen)),
        ]
        yield from choices[:MOST_OTHERS]

    def _view_choice(self, view: View) -> Choice:
        key = next((command.shown_key for command in self._commands if fold(_view_of(command)) == fold(view.name)), "")
        return Choice(view.name, " · ".join(filter(None, ("view", key))), lambda: self._open(view), glyph=_VIEW)

    def _command_choice(self, command: Command) -> Choice:
        told = command.help
        label = told if says_name(command) else f"{name_of(command)}: {told}"
        possible = command.possible(self._screen)
        detail = command.shown_key if possible else _NOT_NOW
        return Choice(label, detail, lambda: self._run(command), glyph=COMMANDS_ONLY, possible=possible)

    def _run(self, command: Command) -> None:
        screen = self._screen
        if command.possible(screen):
            # As the keys behind it, which come after it then.
            screen.app.call_later(screen.action_command, command.id)
        else:
            screen.say(f"Not possible now: {command.help}")

    def _open(self, view: View) -> None:
        screen = self._screen
        current = next((each for each in screen.desk.views if each.name == view.name), None)
        if current is None:
            screen.say(f"{view.name} is gone")
            return
        screen.open_view(current)
        screen.go_to("papers")

    # Papers

    def _paper_choice(self, paper: Paper) -> Choice:
        label = to_unicode(author_label(paper.authors))
        detail = f"{label} {paper.year}" if paper.year else label
        return Choice(to_unicode(paper.display_title), detail, lambda: self._go(paper.key), paper.provisional)

    def _go(self, key: str) -> None:
        """Put the cursor on a paper, in a view that has it."""
        screen, desk = self._screen, self._screen.desk
        if key not in desk.library:
            screen.say("This paper was removed meanwhile")
            return
        screen.jumps.leave()
        before = desk.view, desk.filter_text
        desk.reach(key)
        if screen.zoomed:
            screen.zoom(None)
        screen.redraw(cursor=key)
        screen.go_to("papers")
        if key in self._gone_to:
            self._gone_to.remove(key)
        self._gone_to.appendleft(key)
        screen.say("" if before == (desk.view, desk.filter_text) else f"In {desk.view.name}")

    # The end

    def _answered(self, _: str) -> None:
        choice = self._choices.marked
        self._close()
        if choice is not None:
            choice.choose()
        elif self._text:
            command = self._text.startswith(COMMANDS_ONLY)
            kind, text = ("command", self._text.removeprefix(COMMANDS_ONLY)) if command else ("paper", self._text)
            self._screen.say(f"No {kind} is like “{text.strip()}”")

    def _clicked(self) -> None:
        choice = self._choices.marked
        self._screen.prompting.leave()
        if choice is not None:
            choice.choose()

    def _close(self) -> None:
        self._choices.display = False


def _view_of(command: Command) -> str:
    """Return the name of the view that a command opens, "" for another command."""
    return str(getattr(command, "view", ""))
