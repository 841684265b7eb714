"""Keys on their way to commands: numbers before them, keys that follow one another, menus of keys.

Every key of the main screen comes through here before a widget sees it, one after the other: a command is done when
the next key is looked at, so that "i" and a note typed at one go do not archive papers.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from enum import Enum, auto
from inspect import isawaitable
from typing import NamedTuple

from textual import events

from readlist.app.commands.base import Command
from readlist.app.commands.keymap import Commands
from readlist.app.key_names import key_name, shown
from readlist.app.widgets.key_popup import KeyPopup

_MOST_DIGITS = 6
_MOVING = "Move"
"""Group of commands whose keys say nothing where they cannot act: one sees that nothing moves."""


class Other(Enum):
    """What a key does that a menu does not have."""

    ACTS = auto()
    """It ends the menu, and then does what it does anywhere."""
    ENDS = auto()
    """It ends the menu, and does nothing else."""
    STAYS = auto()
    """It does nothing: the question must be answered, or left with escape."""


class MenuEntry(NamedTuple):
    """One key of a menu.

    Attributes:
        key: its name, as `key_name` gives it.
        text: what it does, one line.
        run: does it.
    """

    key: str
    text: str
    run: Callable[[], Awaitable[None] | None]


class KeyMenu(NamedTuple):
    """A menu of keys, of which the next one that is pressed is one.

    Attributes:
        title: what it is about.
        entries: the keys.
        other: what any other key does; escape always ends it.
    """

    title: str
    entries: Sequence[MenuEntry]
    other: Other = Other.ENDS


class KeyTaker:
    """A screen to which the app hands every key before any widget sees it."""

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key is for; return False where it is for others."""
        raise NotImplementedError


class KeyInput:
    """Takes the keys of a screen and runs commands.

    Attributes:
        count: the number that was typed before the key whose command runs now, None for none.
    """

    def __init__(
        self,
        commands: Commands,
        popup: KeyPopup,
        *,
        run: Callable[[Command], Awaitable[None]],
        possible: Callable[[Command], bool],
        say: Callable[[str, str], None],
    ) -> None:
        """Make it.

        Args:
            commands: the commands by their keys.
            popup: shows what may follow.
            run: runs a command.
            possible: says whether a command can be done now.
            say: says something, and behind it what can be done.
        """
        self.count: int | None = None
        self._commands = commands
        self._popup = popup
        self._run, self._possible, self._say = run, possible, say
        self._digits = ""
        self._menu: KeyMenu | None = None

    @property
    def waits(self) -> bool:
        """Whether it has a part of something, so that the next key is no command by itself."""
        return bool(self._menu or self._digits)

    def ask(self, menu: KeyMenu) -> None:
        """Let the next key be one of `menu`."""
        self._menu = menu
        self._popup.show(menu.title, [(entry.key, shown(entry.key), entry.text) for entry in menu.entries])

    def forget(self) -> None:
        """Wait for nothing any more."""
        self._menu, self._digits = None, ""
        self._popup.hide()

    async def take(self, event: events.Key) -> bool:
        """Do what a key is for; return False where it is for nothing here."""
        name = key_name(event)
        if self._menu is not None:
            if await self.choose(name):
                return True
        elif self._digits and name == "escape":
            self.forget()
            self._say("", "")
            return True
        if name.isdecimal() and name.isascii() and (self._digits or name not in self._commands.by_key):
            self._digits = (self._digits + name)[-_MOST_DIGITS:]
            self._say(f"{int(self._digits)} …", "a key: so many times, or so many papers")
            return True
        if name in self._commands.by_prefix:
            following = self._commands.by_prefix[name]
            entries = [self._entry(key, command) for key, command in following.items() if self._possible(command)]
            self.ask(KeyMenu(f"{shown(name)} …", entries, Other.ACTS))
            return True
        command = self._commands.by_key.get(name)
        if command is None or not self._possible(command):
            self._drop_digits()
            # Keys that print nothing, such as tab or ctrl+c, are often for somebody else.
            if command is not None and len(name) == 1 and command.group != _MOVING:
                self._say(f"Not possible now: {command.help}", "")
            return False
        await self.run(command)
        return True

    async def choose(self, name: str) -> bool:
        """Answer the menu that is open with a key; return False where the key is for others to take."""
        menu = self._menu
        if menu is None:
            return False
        entry = next((entry for entry in menu.entries if entry.key == name), None)
        if entry is None and menu.other is Other.STAYS and name != "escape":
            return True
        self._menu = None
        self._popup.hide()
        if entry is None:
            self._drop_digits()
            return menu.other is not Other.ACTS or name == "escape"
        done = entry.run()
        if isawaitable(done):
            await done
        return True

    async def run(self, command: Command) -> None:
        """Run a command with the number that was typed before it."""
        self.count, self._digits = int(self._digits) if self._digits else None, ""
        if self.count is not None:
            self._say("", "")
        try:
            await self._run(command)
        finally:
            self.count = None

    def _entry(self, key: str, command: Command) -> MenuEntry:
        return MenuEntry(key, command.help, lambda: self.run(command))

    def _drop_digits(self) -> None:
        if self._digits:
            self._digits = ""
            self._say("", "")
