"""The end of a program whose terminal has gone, whatever else still waits for that.

Textual's thread that writes to the terminal dies with it, and its main thread may wait for it forever.
"""

from __future__ import annotations

import signal

_PATIENCE = 5
"""Seconds that an ordinary end has."""


def arm() -> None:
    """Let the system end this process in some seconds: nothing is left to be saved."""
    _set(_PATIENCE)


def disarm() -> None:
    """Let it go on: the terminal has been left."""
    _set(0)


def _set(seconds: int) -> None:
    # By an alarm of the system, which also ends a thread that waits for a lock. Windows has none, nor hang-ups.
    alarm = getattr(signal, "alarm", None)
    if alarm is not None:
        alarm(seconds)
