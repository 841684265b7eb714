"""All commands with the keys that they have for this user."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from readlist.app.commands.base import Command
from readlist.app.key_names import InvalidKeyError, parse_keys, shown
from readlist.config import ConfigError, KeySetting


class Commands:
    """The commands, found by id, by key, and by the first of two keys.

    Attributes:
        by_id: each command by its id, in the order in which help and footer show them.
        by_key: those that have a single key, by its name.
        by_prefix: those that have two keys, one after the other: by the first, then by the second.
    """

    def __init__(self, types: Iterable[type[Command]], settings: Sequence[KeySetting] = ()) -> None:
        """Bind the commands to their keys.

        Args:
            types: the classes of the commands.
            settings: other keys for some, as the user has them.

        Raises:
            ConfigError: a setting is for no command, names no key, or one that another command has; the error says
                where it stands.
        """
        types = tuple(types)
        ids = [type_.id for type_ in types]
        bound = {setting.command: _parsed(setting, ids) for setting in settings}
        self.by_id: Mapping[str, Command] = {type_.id: type_(bound.get(type_.id)) for type_ in types}
        self.by_key: dict[str, Command] = {}
        self.by_prefix: dict[str, dict[str, Command]] = {}
        places = {setting.command: setting.place for setting in settings}
        # The user's own last: of two that clash, it is the setting that is told.
        for command in sorted(self, key=lambda command: command.id in places):
            for keys in command.bound:
                self._bind(command, keys, places.get(command.id, ""))

    def __iter__(self) -> Iterator[Command]:
        return iter(self.by_id.values())

    def __len__(self) -> int:
        return len(self.by_id)

    def key_of(self, command_id: str) -> str:
        """Return the key of a command as people write it, "" where it has none."""
        return self.by_id[command_id].shown_key

    def _bind(self, command: Command, keys: str, place: str) -> None:
        first, _, second = keys.partition(" ")
        taken = self.by_key.get(first)
        if second:
            following = self.by_prefix.setdefault(first, {})
            taken = taken or following.setdefault(second, command)
        elif first in self.by_prefix:
            taken = next(iter(self.by_prefix[first].values()))
        else:
            taken = self.by_key.setdefault(first, command)
        if taken is not command:
            theirs = next((shown(k) for k in taken.bound if k.split()[0] == first), shown(first))
            raise ConfigError(
                f"{place}: [keys] {command.id}: {shown(keys)} clashes with {theirs} of {taken.id}; "
                f"bind that to another key, or to [] for none"
            )


def _parsed(setting: KeySetting, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the keys of a setting.

    Raises:
        ConfigError: it is for no command, or names no key.
    """
    if setting.command not in ids:
        from difflib import get_close_matches  # noqa: PLC0415 -- only where something is wrong

        near = get_close_matches(setting.command, ids, n=3, cutoff=0.4)
        hint = f"did you mean {' or '.join(near)}?" if near else "the help (?) in the app names them"
        raise ConfigError(f"{setting.place}: [keys] {setting.command}: unknown command; {hint}")
    parsed = []
    for text in setting.keys:
        try:
            keys = parse_keys(text)
        except InvalidKeyError as error:
            raise ConfigError(f"{setting.place}: [keys] {setting.command}: {error}") from error
        if keys.count(" ") > 1:
            raise ConfigError(f"{setting.place}: [keys] {setting.command}: {text!r} are more than two keys")
        parsed.append(keys)
    return tuple(dict.fromkeys(parsed))
