"""The links of a paper: opened in the browser."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from readlist.app.commands.base import Command
from readlist.app.key_input import KeyMenu, MenuEntry
from readlist.opening import is_web_address, open_address

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

_DIGITS = 9


def open_in_browser(screen: MainScreen, address: str) -> None:
    """Open a web address in the browser, http and https only; copy it where there is no browser."""
    if not is_web_address(address):
        screen.say(f"Not opened, it is no web address: {address}", error=True)
    elif open_address(address, os.environ):
        screen.say(f"Opened {address}")
    else:
        screen.app.copy_to_clipboard(address)
        screen.say(f"No browser here; copied {address}")


class _Links(Command):
    group = "Out"
    panes = frozenset({"papers", "abstract"})

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper."""
        return bool(screen.papers.rows)

    async def run(self, screen: MainScreen) -> None:
        """Open a link of the paper under the cursor: with a number that one, else as the command does."""
        key = screen.papers.cursor_key
        paper = screen.desk.library.get(key) if key else None
        addresses = paper.addresses if paper else ()
        if not addresses:
            screen.say("This paper has no link")
        elif screen.count is None:
            await self.choose(screen, addresses)
        elif 1 <= screen.count <= len(addresses):
            open_in_browser(screen, addresses[screen.count - 1])
        else:
            screen.say("This paper has one link" if len(addresses) == 1 else f"This paper has {len(addresses)} links")

    async def choose(self, screen: MainScreen, addresses: Sequence[str]) -> None:
        """Have one of several addresses opened, in the order in which the abstract's pane numbers them."""
        raise NotImplementedError


class OpenLink(_Links):
    """Open the link; with several, the number of one follows, or comes before."""

    id = "open_link"
    keys = ("o",)
    label = "link"

    async def choose(self, screen: MainScreen, addresses: Sequence[str]) -> None:
        """Open it, or ask which."""
        first = partial(open_in_browser, screen, addresses[0])
        if len(addresses) == 1:
            first()
            return
        entries = [
            MenuEntry(str(number), address, partial(open_in_browser, screen, address))
            for number, address in enumerate(addresses[:_DIGITS], start=1)
        ]
        own = [key for key in self.bound if " " not in key and not key.isdecimal()]
        entries += [MenuEntry(key, "the first", first) for key in [*own[:1], "enter"]]
        every = screen.commands.by_id[ChooseLink.id]
        key = next((key for key in every.bound if " " not in key), None)
        if len(addresses) > _DIGITS and key is not None:
            entries.append(MenuEntry(key, f"all {len(addresses)} …", lambda: every.run(screen)))
        screen.keys.ask(KeyMenu("Open link", entries))


class ChooseLink(_Links):
    """Choose a link from a list, and open it."""

    id = "choose_link"
    keys = ("O",)

    async def choose(self, screen: MainScreen, addresses: Sequence[str]) -> None:
        """Ask which."""
        from readlist.app.widgets.choice_list import Choice  # noqa: PLC0415 -- not needed for the first screen

        choices = [
            Choice(address, str(number), partial(open_in_browser, screen, address))
            for number, address in enumerate(addresses, start=1)
        ]
        await screen.choosing.begin("Open:", choices, nothing="No link is like that")
