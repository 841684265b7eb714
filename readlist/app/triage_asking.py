"""What triage asks about a paper: its tags, the day to which it is put off, which of its links is meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from readlist.app import defer_words
from readlist.app.key_input import KeyMenu, MenuEntry
from readlist.app.prompting import Prompting
from readlist.app.tag_words import Held, TagWords, parsed_tags
from readlist.app.widgets.prompt_line import Prompt
from readlist.app.widgets.remark_line import Remark
from readlist.model.actions import SetTags

if TYPE_CHECKING:
    from readlist.app.acting import Deed
    from readlist.model.library import Library
    from readlist.model.paper import Paper

_SHOWN_CANDIDATES = 4
_MOST_LINKS = 9


def tags_prompt(paper: Paper, library: Library, prompting: Prompting, answered: Callable[[Deed], None]) -> Prompt:
    """Return the question for tags of a paper.

    Args:
        paper: which.
        library: has the tags that there are to choose from.
        prompting: where it is asked.
        answered: gets what changes the tags; not called where nothing was typed.
    """
    words = TagWords(library.tags, Held.of([paper.tags]), sign="+")

    def typed(text: str) -> None:
        candidates = prompting.completions[:_SHOWN_CANDIDATES]
        aside = "tab: " + "  ".join(candidates) if candidates else ""
        prompting.remark(Remark(words.remark(text), aside=aside))

    def tagged(text: str) -> None:
        add, remove = parsed_tags(text, sign="+")
        if add or remove:
            answered(partial(_set_tags, add, remove))

    return Prompt(
        label="Tags:",
        answered=tagged,
        typed=typed,
        completion=words.completion,
        problem=words.problem,
        explained=True,
    )


def _set_tags(add: Sequence[str], remove: Sequence[str], keys: Sequence[str]) -> SetTags:
    return SetTags(keys, add, remove)


def defer_menu(today: Callable[[], date], prompting: Prompting, *, chosen: Callable[[Deed], None]) -> KeyMenu:
    """Return the menu of days to put a paper off to.

    Args:
        today: tells the day of the user.
        prompting: where another day is asked for.
        chosen: gets what puts the paper off.
    """

    def put_off(text: str) -> None:
        chosen(defer_words.deferring(text, today))

    async def ask() -> None:
        await prompting.ask(defer_words.date_prompt("this paper", today, put_off, prompting.remark))

    days = defer_words.choices(today())
    entries = [MenuEntry(key, text, partial(put_off, name)) for key, text, name in days]
    return KeyMenu("Defer this paper to", [*entries, MenuEntry(defer_words.DATE_KEY, "another day …", ask)])


def link_menu(addresses: Sequence[str], chosen: Callable[[str], None]) -> KeyMenu:
    """Return the menu of a paper's links, numbered as its pane numbers them; `chosen` gets the address of one."""
    numbered = enumerate(addresses[:_MOST_LINKS], start=1)
    entries = [MenuEntry(str(number), address, partial(chosen, address)) for number, address in numbered]
    return KeyMenu("Open link", [*entries, MenuEntry("enter", "the first", partial(chosen, addresses[0]))])
