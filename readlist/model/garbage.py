"""Python's search for garbage, which goes through all there is: what is known to be none is left out of it."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_MANY = 50_000
"""More objects than that are worth to be left out of all later searches."""


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
    """Search for garbage once, and leave what is in use now out of all later searches.

    For the moment when a program has loaded what it works with and nobody waits: a search through all of that, which
    Python begins whenever it likes, takes longer than a key may.
    """
    gc.collect()
    gc.freeze()
