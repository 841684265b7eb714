"""What stands in the help: all commands, what can be typed into the filter, and what signs mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.key_names import shown
from readlist.app.widgets.help_list import HelpEntry
from readlist.app.widgets.paper_row import CLOSE
from readlist.model.labels import NOTE, PROVISIONAL, PUT_OFF, RETURNED, SIGNS, STAR
from readlist.model.paper import Status
from readlist.query.fields import FIELDS
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.app.commands.base import Command
    from readlist.app.screens.main import MainScreen

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
SIGN_GROUP = "Signs of papers"
"""Heading over what signs mean."""
_SIGNS = (
    (SIGNS[Status.INBOX], "In the inbox, new: nobody has decided about it.", "is:inbox"),
    (SIGNS[Status.QUEUED], "Queued, to read.", "is:queued"),
    (SIGNS[Status.READING], "Being read.", "is:reading"),
    (SIGNS[Status.READ], "Read.", "is:read"),
    (SIGNS[Status.ARCHIVED], "Archived, not to be read.", "is:archived"),
    (PUT_OFF, "Deferred: out of sight until its day has come, but for is:deferred.", "is:deferred"),
    (RETURNED, "Was deferred and is back: its day has come, and nobody has decided about it since.", "is:returned"),
    (STAR, "Starred.", "is:starred"),
    (NOTE, "Has a note.", "has:note"),
    (PROVISIONAL, "No title is printed; the one that is shown is made from the abstract.", "is:untitled"),
    (CLOSE, "Only close to what the filter says.", ""),
)
"""Signs with what they mean, and the query for the papers that have them."""


def command_entries(screen: MainScreen) -> list[tuple[HelpEntry, Command]]:
    """Return what can be done, each with its command: first what counts in the pane that has the keys."""
    here, others = _by_pane(screen)
    return [
        *((_entry(screen, command, f"Here ({screen.pane_name})"), command) for command in here),
        *((_entry(screen, command, command.group), command) for command in others),
    ]


def filter_entries(*, possible: bool) -> list[tuple[HelpEntry, str]]:
    """Return what can be typed into the filter, each with what it begins with there; `possible`: whether now.

    Behind it stand the signs of papers: what is looked for is papers that have them.
    """
    forms = [(HelpEntry(_FILTER_GROUP, form, told, possible=possible), "") for form, told in _FORMS]
    fields = [
        (HelpEntry(_FILTER_GROUP, name, f"{field.help} {', '.join(field.examples)}", possible=possible), name)
        for name, field in ((f"{field.name}:", field) for field in FIELDS.values())
    ]
    signs = [(HelpEntry(SIGN_GROUP, sign, told, possible=possible), query) for sign, told, query in _SIGNS]
    return [*forms, *fields, *signs]


def _by_pane(screen: MainScreen) -> tuple[list[Command], list[Command]]:
    """Return the commands of the pane that has the keys, which are those of its footer, and the others by group."""
    here: list[Command] = []
    groups: dict[str, list[Command]] = {}
    for command in screen.commands:
        if command.label and screen.pane_name in command.panes:
            here.append(command)
        else:
            groups.setdefault(command.group, []).append(command)
    return here, [command for group in groups.values() for command in group]


def _entry(screen: MainScreen, command: Command, group: str) -> HelpEntry:
    keys = clean_line(" · ".join(map(shown, command.bound)))
    return HelpEntry(group, keys, command.help, command.id, possible=command.possible(screen))
