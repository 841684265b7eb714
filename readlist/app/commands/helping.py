"""Help: everything that can be done, and the first steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.command_search import Findable, findable
from readlist.app.commands.base import Command
from readlist.app.key_names import shown
from readlist.app.widgets.help_list import HelpEntry
from readlist.app.widgets.prompt_line import PromptInput
from readlist.query.fields import FIELDS
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

_GROUP = "Help"
_FILTER_GROUP = "In the filter"
_FORMS = (
    (
        "two words",
        "Papers that have both, anywhere: title, authors, venue, tags, note, abstract. A capital counts.",
    ),
    ('"a phrase"', "Papers that have exactly that."),
    ("~word", "Papers that have nearly that word."),
    ("-tag:a", "Papers that are not so; NOT says the same."),
    ("tag:a,b", "Papers that are one of these."),
    ("(a OR b) c", "Papers that are a or b, and c."),
)
"""What a query is made of besides fields."""


class Help(Command):
    """All keys and what they do, to look one up or to do it."""

    id = "help"
    keys = ("?", "f1")
    group = _GROUP

    async def run(self, screen: MainScreen) -> None:
        """Show the help, with what can be done in this pane first, and do what is chosen there."""
        from readlist.app.screens.help import HelpScreen  # noqa: PLC0415 -- not needed for the first screen

        here, others = _by_pane(screen)
        commands = [*here, *others]
        filters = _filter_entries(possible=screen.commands.by_id["filter"].possible(screen))
        entries = [
            *((_entry(screen, command, f"Here ({screen.pane_name})"), findable(command)) for command in here),
            *((_entry(screen, command, command.group), findable(command)) for command in others),
            *((entry, Findable(f"filter {entry.keys}", entry.text)) for entry, _ in filters),
        ]

        async def chosen(index: int | None) -> None:
            if index is None:
                return
            if index < len(commands):
                await run_if_possible(screen, commands[index])
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


def _by_pane(screen: MainScreen) -> tuple[list[Command], list[Command]]:
    """Return the commands of the pane that has the keys, which are those of its footer, and the others by group."""
    here, groups = [], dict[str, list[Command]]()
    for command in screen.commands:
        if command.label and screen.pane_name in command.panes:
            here.append(command)
        else:
            groups.setdefault(command.group, []).append(command)
    return here, [command for group in groups.values() for command in group]


def _entry(screen: MainScreen, command: Command, group: str) -> HelpEntry:
    keys = clean_line(" · ".join(map(shown, command.bound)))
    return HelpEntry(group, keys, command.help, command.id, possible=command.possible(screen))


def _filter_entries(*, possible: bool) -> list[tuple[HelpEntry, str]]:
    """Return what can be typed into the filter, each with what it begins with there."""
    forms = [(HelpEntry(_FILTER_GROUP, form, told, possible=possible), "") for form, told in _FORMS]
    fields = [
        (HelpEntry(_FILTER_GROUP, name, f"{field.help} {', '.join(field.examples)}", possible=possible), name)
        for name, field in ((f"{field.name}:", field) for field in FIELDS.values())
    ]
    return [*forms, *fields]


async def _begin_filter(screen: MainScreen, text: str) -> None:
    """Let a filter be typed that goes on with `text`."""
    await screen.action_command("filter")
    line = screen.query_one(PromptInput)
    line.insert_text_at_cursor(f" {text}" if text and line.value and not line.value.endswith(" ") else text)
