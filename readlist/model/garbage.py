"""Python's search for garbage, which goes through all there is: what is known to be none is left out of it."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_MANY = 50_000
"""More objects than that are worth to be left out of all later searches."""
_MUCH = 2_000
"""More new objects than that are worth a search; as Python is set up at first, it begins one at 700 by itself."""
_VERY_MUCH = 100_000
"""So many new objects have Python begin a search by itself, whatever goes on."""
_NEWEST, _ALL = 0, 2
"""Generations of objects up to which a search goes."""


@contextlib.contextmanager
def no_collection() -> Iterator[None]:
    """Let Python not search for garbage inside the block.

    Where very much has been made in it, what is there at its end is left out of later searches as well: a search
    through a hundred thousand papers takes a quarter of a second, in which no key is answered. They go when nobody
    uses them any more, as ever; only garbage that goes round in a circle stays, of what was there at that moment.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > _MANY:
            gc.freeze()
        gc.enable()


def settle() -> None:
    """Search for garbage once, leave what is in use now out of all later searches, and have these begin by `tidy`.

    For the moment when a program has loaded what it works with and nobody waits: Python begins a search whenever so
    much has been made, which is most often while a key is being answered, and that takes longer than a key may.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_VERY_MUCH)


def tidy(*, thoroughly: bool) -> None:
    """Search for garbage, where there may be some and `settle` has left it to this.

    Args:
        thoroughly: whether to go through all that has been made since `settle`, up to 20 ms; not only through what is
            newer than the last search, at most some milliseconds.
    """
    newest, newer, _ = gc.get_count()
    if newest > _MUCH or (thoroughly and newer):
        gc.collect(_ALL if thoroughly else _NEWEST)
