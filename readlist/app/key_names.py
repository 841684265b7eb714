"""Keys by the names that people give them: "j", "J", "?", "ctrl+d", "g g" for one after the other."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character

_NAMED = frozenset({
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete", "backspace", "enter", "tab",
    "space", "escape", *(f"f{number}" for number in range(1, 25)),
})  # fmt: skip
_MODIFIERS = frozenset({"ctrl", "alt", "shift"})
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
_IN_FULL = {short: long for long, short in KEY_NAME_REPLACEMENTS.items()}
"""Names of characters that Textual makes short, "slash", and no longer knows then."""
_SHOWN = {"escape": "esc"}


class InvalidKeyError(ValueError):
    """A text names no key that can be bound; the text of the error says why."""


def key_name(event: events.Key) -> str:
    """Return the name of a key that was pressed: the character that it prints, else the key with its modifiers."""
    *modifiers, base = event.key.split("+")
    # A terminal that sends escape and x for alt+x has Textual say that this prints x.
    if event.is_printable and event.character and not event.character.isspace() and "alt" not in modifiers:
        return event.character
    return _name(modifiers, _base(base) or base)


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
    if base:
        known = _base(base)
        if known is None:
            raise InvalidKeyError(f"there is no key {word!r}; keys are called j, J, ?, ctrl+d, alt+x, f5, space, g g")
        base = known
    kinds = {modifier.lower() for modifier in modifiers}
    if not kinds <= _MODIFIERS:
        raise InvalidKeyError(f"there is no key {word!r}; with ctrl, alt and shift others can be pressed")
    if not base:
        raise InvalidKeyError(f"there is no key {word!r}; name the key that is pressed with {'+'.join(modifiers)}")
    if kinds == {"shift"} and len(base) == 1 and not base.isupper() and not base.upper().isupper():
        raise InvalidKeyError(f"there is no key {word!r}; write the character that it types, ! or %")
    name = _name(kinds, base)
    if name in _SAME_AS:
        raise InvalidKeyError(f"{name} is the same as {_SAME_AS[name]} on most terminals")
    if name in _RESERVED:
        raise InvalidKeyError(f"{name} {_RESERVED[name]}")
    return name


def _base(name: str) -> str | None:
    """Return the character that a key without its modifiers types, or its name; None where there is no such key."""
    if len(name) == 1 or name in _NAMED:
        return name
    character = key_to_character(_IN_FULL.get(name, name))
    return character if character is not None and character.isprintable() else None


def _name(modifiers: Iterable[str], base: str) -> str:
    """Return the one name of a key, however a terminal sends it or people write it.

    Letters are told by their case where shift is the only modifier ("J" for "shift+j"), else by the modifier
    ("alt+shift+j" for "alt+J"); with ctrl their case says nothing.
    """
    kinds = set(modifiers)
    if len(base) == 1:
        if kinds == {"shift"}:
            return base.upper()
        if "alt" in kinds and base.isupper():
            kinds.add("shift")
        if kinds:
            base = base.lower()
    return "+".join([*sorted(kinds), base])
