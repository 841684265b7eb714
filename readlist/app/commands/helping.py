"""Help: everything that can be done, and the first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.commands.base import Command

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

_GROUP = "Help"


class Help(Command):
    """All keys and what they do, to look one up or to do it."""

    id = "help"
    keys = ("?", "f1")
    group = _GROUP

    async def run(self, screen: MainScreen) -> None:
        """Show the help, with what can be done in this pane first, and do what is chosen there."""
        from readlist.app.command_search import Findable, findable  # noqa: PLC0415 -- not for the first screen
        from readlist.app.help_entries import SIGN_GROUP, command_entries, filter_entries  # noqa: PLC0415 -- as above
        from readlist.app.screens.help import HelpScreen  # noqa: PLC0415 -- as above

        commands = command_entries(screen)
        filters = filter_entries(possible=screen.commands.by_id["filter"].possible(screen))
        entries = [
            *((entry, findable(command)) for entry, command in commands),
            *(
                (entry, Findable(f"{'sign' if entry.group == SIGN_GROUP else 'filter'} {entry.keys}", entry.text))
                for entry, _ in filters
            ),
        ]

        async def chosen(index: int | None) -> None:
            if index is None:
                return
            if index < len(commands):
                await run_if_possible(screen, commands[index][1])
            else:
                await _begin_filter(screen, filters[index - len(commands)][1])

        # Letters and digits are looked for, also where one of them is the key for help.
        closing = {"?", *(keys for keys in self.bound if not keys.isalnum() or len(keys) > 1)}
        screen.app.push_screen(HelpScreen(entries, closing=closing), chosen)


class Tour(Command):
    """The first steps in six lines."""

    id = "tour"
    keys = ("g ?",)
    group = _GROUP

    async def run(self, screen: MainScreen) -> None:
        """Show them."""
        from readlist.app.screens.tour import TourScreen  # noqa: PLC0415 -- not needed for the first screen

        screen.app.push_screen(TourScreen(screen.commands))


async def run_if_possible(screen: MainScreen, command: Command) -> None:
    """Run a command that was chosen by its name; say so where it cannot be done now."""
    if command.possible(screen):
        await screen.action_command(command.id)
    else:
        screen.say(f"Not possible now: {command.help}")


async def _begin_filter(screen: MainScreen, text: str) -> None:
    """Let a filter be typed that goes on with `text`."""
    await screen.action_command("filter")
    from readlist.app.widgets.prompt_input import PromptInput  # noqa: PLC0415 -- as above

    line = screen.query_one(PromptInput)
    line.insert_text_at_cursor(f" {text}" if text and line.value and not line.value.endswith(" ") else text)
