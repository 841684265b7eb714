"""Python's search for garbage, while a library is read: nothing of it is garbage, and each search goes through all."""

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
