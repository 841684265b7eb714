"""Web addresses, opened in the user's browser."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Mapping

from readlist.text import clean

_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")


def is_web_address(address: str) -> bool:
    """Whether `address` may be opened at all: http and https only, with no blank and no control character in it."""
    return _WEB_ADDRESS.fullmatch(address) is not None and clean(address) == address


def open_address(address: str, environ: Mapping[str, str]) -> bool:
    """Open a web address in the browser of the user's choice; return whether one could be started.

    Python's own `webbrowser` finds the browser. It runs in a process of its own that has no terminal, because a browser
    may be a text browser that takes the terminal, or one that complains on it for as long as it runs.

    Raises:
        ValueError: it is no http or https address.
    """
    if not is_web_address(address):
        raise ValueError(f"not a web address: {address!r}")
    if sys.platform not in {"win32", "darwin"} and not any(environ.get(name) for name in _DISPLAYS):
        # Somebody else's machine, by way of a terminal: a browser there would be seen by nobody.
        return False
    try:
        process = subprocess.Popen(  # noqa: S603 -- a list, no shell; the address is one of its arguments
            [sys.executable, "-m", "webbrowser", address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environ),
            start_new_session=True,
        )
    except OSError:
        return False
    # Somebody has to wait for it, or it stays behind as a zombie.
    threading.Thread(target=process.wait, daemon=True).start()
    return True
