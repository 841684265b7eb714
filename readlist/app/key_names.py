"""Keys by the names that people give them: "j", "J", "?", "ctrl+d", "g g" for one after the other."""

from __future__ import annotations

from textual import events
from textual.keys import key_to_character

_NAMED = frozenset({
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace", "enter", "tab",
    "space", "escape", *(f"f{number}" for number in range(1, 25)),
})  # fmt: skip
_MODIFIERS = ("ctrl", "alt", "shift")
_ALSO_CALLED = {
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
}
_SAME_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
"""What most terminals send for these keys is the same as for those."""
_RESERVED = {"ctrl+q": "quits from anywhere", "ctrl+c": "copies what is selected"}
_SHOWN = {"escape": "esc"}


class InvalidKeyError(ValueError):
    """A text names no key that can be bound; the text of the error says why."""


def key_name(event: events.Key) -> str:
    """Return the name of a key that was pressed: the character that it prints, else what Textual calls it."""
    if event.is_printable and event.character and not event.character.isspace():
        return event.character
    return _capital(event.key)


def parse_keys(text: str) -> str:
    """Return the name of a key, or of several that are pressed one after the other, as `key_name` gives them.

    Args:
        text: "j", "?", "ctrl+d", "esc", "g g"; Textual's names ("question_mark", "shift+j") are understood too.

    Raises:
        InvalidKeyError: there is no such key, or none that can be told from another one.
    """
    names = [_parsed(word) for word in text.split()]
    if not names:
        raise InvalidKeyError("no key; the space bar is called space")
    return " ".join(names)


def shown(keys: str) -> str:
    """Return keys as help and footer show them."""
    return " ".join(_SHOWN.get(name, name) for name in keys.split())


def _parsed(word: str) -> str:
    if len(word) == 1:
        return word
    *modifiers, last = word.split("+") if not word.endswith("++") else [*word[:-2].split("+"), "+"]
    base = last if len(last) == 1 else _ALSO_CALLED.get(last.lower(), last.lower())
    if len(base) > 1 and base not in _NAMED:
        character = key_to_character(base)
        if character is None or not character.isprintable():
            raise InvalidKeyError(f"there is no key {word!r}; keys are called j, J, ?, ctrl+d, alt+x, f5, space, g g")
        base = character
    kinds = {modifier.lower() for modifier in modifiers}
    if not kinds <= set(_MODIFIERS):
        raise InvalidKeyError(f"there is no key {word!r}; with ctrl, alt and shift others can be pressed")
    if kinds & {"ctrl", "alt"} and len(base) == 1:
        base = base.lower()
    name = _capital("+".join([*(m for m in _MODIFIERS if m in kinds), base]))
    if name in _SAME_AS:
        raise InvalidKeyError(f"{name} is the same as {_SAME_AS[name]} on most terminals")
    if name in _RESERVED:
        raise InvalidKeyError(f"{name} {_RESERVED[name]}")
    return name


def _capital(name: str) -> str:
    """Return "J" for "shift+j", as some terminals send it."""
    letter = name.removeprefix("shift+")
    return letter.upper() if letter != name and len(letter) == 1 else name
