"""A screen beside the main one on which the user's keys for commands are what they are there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from inspect import isawaitable
from typing import ClassVar, TypeAlias, TypeVar

from textual import events, on

from readlist.app.commands.base import Command
from readlist.app.commands.keymap import Commands
from readlist.app.key_input import KeyInput, KeyTaker, MenuEntry
from readlist.app.key_names import key_name
from readlist.app.prompting import Prompting
from readlist.app.screens.boxed import BoxedScreen
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.key_popup import KeyPopup
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.status_line import StatusLine

Doing: TypeAlias = "Callable[[], Awaitable[None] | None]"
"""What is done by a key."""
ResultT = TypeVar("ResultT")


class KeyedScreen(BoxedScreen[ResultT], KeyTaker):
    """A screen that does by the keys of some commands what it understands by them, and has a few keys of its own.

    As on the main screen, the app hands it every key before any widget sees it, one done before the next is looked at.

    Attributes:
        COMMANDS_FIRST: ids of commands whose keys are theirs, whatever else a key is for here.
        keys: takes the keys of commands: numbers, several in a row, menus.
        prompting: asks in the line at the bottom.
        status: the line that says what happened.
    """

    DEFAULT_CSS = """
    KeyedScreen {
        layout: vertical;
        layers: panes popups;
    }
    KeyedScreen > * {
        layer: panes;
    }
    KeyedScreen > Container {
        layout: vertical;
        align-horizontal: center;
        height: 1fr;
    }
    """
    ALLOW_SELECT = False
    COMMANDS_FIRST: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, commands: Commands, *, id: str) -> None:
        """Make it with the keys that `commands` have for this user."""
        super().__init__(id=id)
        self._commands = commands
        self._hints = KeyHints()
        self.status = StatusLine()
        self.prompting = Prompting(self.status, give_back_keys=self._take_keys_back)
        self.keys = KeyInput(
            commands,
            self._popup,
            run=self._run,
            possible=lambda command: command.id in self.doing,
            say=lambda text, aside: self.say(text, aside=aside),
        )

    # What a screen says of itself

    @property
    def doing(self) -> Mapping[str, Doing]:
        """What is done by the keys of commands, by their ids."""
        raise NotImplementedError

    @property
    def own_keys(self) -> Mapping[str, Doing]:
        """What is done by other keys, by their names (see `key_name`)."""
        raise NotImplementedError

    def show_hints(self) -> None:
        """Show the keys that count now."""
        raise NotImplementedError

    @staticmethod
    def scrolling(pane: Pane, count: int) -> Mapping[str, Doing]:
        """Return what the keys of the commands that scroll do to `pane`, so many times."""
        return {
            "next": partial(pane.step, count),
            "previous": partial(pane.step, -count),
            "half_page_down": partial(pane.half_page, count),
            "half_page_up": partial(pane.half_page, -count),
            "first": partial(pane.to_end, -1),
            "last": partial(pane.to_end, 1),
        }

    def entries_of(self, called: Mapping[str, str]) -> list[MenuEntry]:
        """Return entries of a menu for commands that have a key, from their ids to what they are called here."""
        doing, commands = self.doing, self._commands.by_id
        return [
            MenuEntry(commands[id_].bound[0], name, doing[id_]) for id_, name in called.items() if commands[id_].bound
        ]

    # Keys

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key is for; return False where it is text, or is for nothing."""
        if self.prompting.is_open:
            return False
        name = key_name(event)
        own = self.own_keys.get(name)
        command = self._commands.by_key.get(name)
        first = own is None or self.keys.waits or (command is not None and command.id in self.COMMANDS_FIRST)
        if first and await self.keys.take(event):
            return True
        if own is None:
            return False
        await self._perform(own)
        return True

    async def _run(self, command: Command) -> None:
        await self._perform(self.doing[command.id])

    async def _perform(self, doing: Doing) -> None:
        done = doing()
        if isawaitable(done):
            await done
        self.show_hints()

    @on(KeyPopup.Chosen)
    async def _menu_key_clicked(self, event: KeyPopup.Chosen) -> None:
        event.stop()
        await self.keys.choose(event.key)
        self.show_hints()

    def _take_keys_back(self) -> None:
        """Give the keys to the widget that has them when the screen begins."""
        self.set_focus(self.query_one(self.AUTO_FOCUS) if self.AUTO_FOCUS else None)

    # What is said and shown

    @property
    def redo_hint(self) -> str:
        """How what was undone is done again."""
        key = self._commands.key_of("redo")
        return f"{key} to redo" if key else ""

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Say what happened, in one line."""
        self.status.say(text, aside=aside, error=error)
