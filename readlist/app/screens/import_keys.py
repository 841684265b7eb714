"""The keys of the import's dialog, as they are told: which of them count at what it is at."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import TypeAlias

Keys: TypeAlias = Sequence[tuple[str, str]]
"""Keys with what they do."""


class Stage(Enum):
    """What the dialog is at."""

    FORM = "form"
    READING = "reading"
    LIST = "list"
    IMPORTING = "importing"


_READING_HINTS = [("esc", "cancel")]
_PATH_HINTS = [("enter", "read"), ("tab", "complete"), ("↓", "text box"), ("esc", "back"), ("ctrl+f", "read as")]
_TEXT_HINTS = [("ctrl+s", "read"), ("tab", "path"), ("esc", "back"), ("ctrl+f", "read as")]
_LIST_HINTS = [("enter", "import"), ("space", "leave out"), ("esc", "back")]
_OFFER_HINT = ("x", "decline")
_PROBLEMS_HINT = ("tab", "problems")
_FURTHER_LIST_HINTS = [("t", "tag all"), ("*", "all or none"), ("f", "read as")]

_LIST_KEYS = [
    ("enter", "import"), ("space", "leave out, or take in"), ("*", "all or none"), ("t", "tag all"),
    ("f", "read as a format that you name"), ("j", "down"), ("k", "up"), ("ctrl+d", "half a page down"),
    ("ctrl+u", "half a page up"), ("g", "first"), ("G", "last"), ("escape", "back"),
]  # fmt: skip
_OFFER_KEY = ("x", "decline: these files are not offered again")
_PROBLEM_KEYS = [("tab", "next problem"), ("shift+tab", "previous problem")]


def hints(stage: Stage, *, in_text: bool, has_problems: bool, is_offer: bool) -> Keys:
    """Return what the footer tells, the most important first: it may not have room for all.

    Args:
        stage: what the dialog is at.
        in_text: in the form, whether the text box has the keys and not the path.
        has_problems: in the list, whether a row is a problem.
        is_offer: in the list, whether it is of files that were offered, and can be declined.
    """
    if stage is Stage.FORM:
        return _TEXT_HINTS if in_text else _PATH_HINTS
    if stage is Stage.LIST:
        more = [*([_PROBLEMS_HINT] if has_problems else []), *([_OFFER_HINT] if is_offer else [])]
        return [*_LIST_HINTS, *more, *_FURTHER_LIST_HINTS]
    return _READING_HINTS if stage is Stage.READING else []


def list_keys(*, has_problems: bool, is_offer: bool) -> Keys:
    """Return all keys of the list, by their names; see `hints`."""
    return [*_LIST_KEYS, *([_OFFER_KEY] if is_offer else []), *(_PROBLEM_KEYS if has_problems else [])]
