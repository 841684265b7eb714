"""The user's own views: what they may be called, and which of two with the same name counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from readlist.text import clean, clean_line

LONGEST_NAME = 40
"""Characters that the name of a view may have."""


class InvalidViewError(ValueError):
    """A view cannot be called so, or has no query."""


class Origin(StrEnum):
    """Where a view of the user's own stands."""

    CONFIG = "config"
    LIBRARY = "library"


class UserView(NamedTuple):
    """A view of the user's own.

    Attributes:
        name: what people call it.
        query: its query, as it was written.
        origin: where it stands.
        hidden: whether another view of the same name counts in its place.
    """

    name: str
    query: str
    origin: Origin
    hidden: bool = False


def view_name(text: str, *, built_in: Iterable[str] = ()) -> str:
    """Return the name of a view that `text` is, without spaces around it and with single ones in it.

    Args:
        text: what was typed or read.
        built_in: names that cannot be taken, whatever their case.

    Raises:
        InvalidViewError: it is empty or longer than `LONGEST_NAME`, has control characters or line ends, or is the
            name of a built-in view.
    """
    name = clean_line(text)
    if not name:
        raise InvalidViewError("a view needs a name")
    if clean(text) != text or len(text.strip().splitlines()) > 1:
        raise InvalidViewError(f"not the name of a view: {name!r} (one line, no control characters)")
    if len(name) > LONGEST_NAME:
        raise InvalidViewError(f"not the name of a view: {name!r} (more than {LONGEST_NAME} characters)")
    same = next((known for known in built_in if known.casefold() == name.casefold()), None)
    if same is not None:
        raise InvalidViewError(f"{same!r} is a built-in view: its name cannot be taken")
    return name


def no_longer_working(names: Sequence[str]) -> str:
    """Return what is said behind the news that a view was removed, which those called `names` name; "" for none."""
    if not names:
        return ""
    shown = ", ".join(repr(clean_line(name)) for name in names)
    one = len(names) == 1
    return f"; view {shown} names it and no longer works" if one else f"; views {shown} name it and no longer work"


def user_views(
    configured: Mapping[str, str], saved: Mapping[str, str], *, built_in: Iterable[str] = ()
) -> tuple[UserView, ...]:
    """Return the user's own views: those of the configuration, then those of the library, each as they stand there.

    Where two have the same name, whatever its case, the configuration's counts, and a built-in one before both.

    Args:
        configured: query texts by names, from the configuration.
        saved: query texts by names, from the library.
        built_in: names of the built-in views.
    """
    seen = {name.casefold() for name in built_in}
    views: list[UserView] = []
    for origin, named in ((Origin.CONFIG, configured), (Origin.LIBRARY, saved)):
        for name, query in named.items():
            views.append(UserView(name, query, origin, hidden=name.casefold() in seen))
            seen.add(name.casefold())
    return tuple(views)
