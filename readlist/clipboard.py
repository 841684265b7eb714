"""The system's clipboard, by the programs that a system has for it.

A terminal can be asked to put text on it as well (OSC 52, which works through ssh too), but many do not, tmux keeps the
request to itself, and none says whether it did. So both are done.

Not by pyperclip, the library that is made for this: it looks for a program at import, waits for it without a limit,
asks no tmux and no Termux, and takes the environment from the process.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

PATIENCE = 2.0
"""Seconds that a program has to take the text; one that asks a display that is gone would wait for ever."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that puts what it reads on its standard input on a clipboard.

    Attributes:
        command: the program with its arguments.
        encoding: how it reads text.
        environ: what it needs in its environment besides.
    """

    command: tuple[str, ...]
    encoding: str = "utf-8"
    environ: Mapping[str, str] = field(default_factory=dict)


def tools(environ: Mapping[str, str], platform: str) -> Iterator[Tool]:
    """Yield what could put text on the clipboard of this system, best first; whether it is there is not looked at.

    Args:
        environ: the environment of the user's terminal.
        platform: as `sys.platform` has it.
    """
    if platform == "darwin":
        # In a bare environment it would take the text for Mac OS Roman.
        yield Tool(("pbcopy",), environ={"LC_CTYPE": "UTF-8"})
    if platform == "win32":
        yield Tool(("clip.exe",), encoding="utf-16-le")
    if "TERMUX_VERSION" in environ:
        yield Tool(("termux-clipboard-set",))
    if environ.get("WAYLAND_DISPLAY"):
        # Without a type it would look into the text for one, and take a text that begins with "<" for a web page.
        yield Tool(("wl-copy", "--type", "text/plain"))
    if environ.get("DISPLAY"):
        yield Tool(("xclip", "-in", "-selection", "clipboard"))
        yield Tool(("xsel", "--input", "--clipboard"))
    if "WSL_DISTRO_NAME" in environ:
        yield Tool(("clip.exe",), encoding="utf-16-le")


def tmux_tools(environ: Mapping[str, str]) -> Iterator[Tool]:
    """Yield what puts text into tmux's own buffer, and on from there to the terminal that tmux runs in."""
    if environ.get("TMUX"):
        yield Tool(("tmux", "load-buffer", "-w", "-"))
        yield Tool(("tmux", "load-buffer", "-"))  # before tmux 3.2


class Clipboard:
    """Puts texts on the system's clipboard, in the background and in silence.

    What is copied last stays: a text that waits for another to be taken gives way to one that comes after it.
    """

    def __init__(self, environ: Mapping[str, str], platform: str = sys.platform) -> None:
        """Use the programs that go with an environment; `platform` is as `sys.platform` has it."""
        self._environ = dict(environ)
        self._platform = platform
        self._hands = threading.Lock()
        self._newest = 0

    def copy(self, text: str) -> threading.Thread | None:
        """Begin to put a text on the clipboard; return the thread that does it, None where there is nothing to do it.

        The program does not end before it is done, or some seconds have passed.
        """
        environ, path = self._environ, self._environ.get("PATH", "")
        kinds = (tools(environ, self._platform), tmux_tools(environ))
        there = [[tool for tool in kind if shutil.which(tool.command[0], path=path)] for kind in kinds]
        if not any(there):
            return None
        self._newest += 1
        thread = threading.Thread(target=self._copy, args=(text, self._newest, there), name="clipboard")
        thread.start()
        return thread

    def _copy(self, text: str, number: int, kinds: list[list[Tool]]) -> None:
        with self._hands:
            if number != self._newest:
                return
            for kind in kinds:
                # The first that takes it: any of them reaches the same clipboard.
                any(self._takes(tool, text) for tool in kind)

    def _takes(self, tool: Tool, text: str) -> bool:
        """Have a program take a text; return whether it did."""
        program = shutil.which(tool.command[0], path=self._environ.get("PATH", ""))
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            done = subprocess.run(  # noqa: S603 -- a list, no shell; the text is its standard input
                [program or tool.command[0], *tool.command[1:]],
                input=text.encode(tool.encoding, "replace"),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env={**self._environ, **tool.environ},
                timeout=PATIENCE,
                check=False,
                # It may stay, to hand the text out: ctrl+c and the end of the terminal are not meant for it.
                start_new_session=True,
            )
            return done.returncode == 0
        return False
