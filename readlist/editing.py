"""A text in the user's own editor, for command line and app alike."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

VARIABLES = ("VISUAL", "EDITOR")
"""Environment variables that name the editor, the first that is set counts."""

_FALLBACKS = ("notepad",) if sys.platform == "win32" else ("nano", "vim", "vi")
_UNSAFE = re.compile(r"[^\w.+-]+")


class EditorError(Exception):
    """An editor could not be run or did not succeed; the text is one clear line, and says where a text was kept."""


def edit_text(text: str, *, name: str, environ: Mapping[str, str]) -> str:
    """Return `text` as the user left it in their editor; the same text where they changed nothing.

    The editor is `$VISUAL`, else `$EDITOR`, else one that is there. It is run as a list of arguments, never by a
    shell, over a file that only the user can read and that is gone afterwards. The newline that editors put at the
    end is no part of the text.

    Args:
        text: what to edit.
        name: name of the file that the editor shows ("lin2024mitigating.md").
        environ: where the variables are looked up, and what the editor gets.

    Raises:
        EditorError: no editor, or it failed. What was typed until then stays in a file that the error names.
    """
    command = _editor(environ)
    path = keep_text(text, name=name)
    original = path.read_bytes()
    problem = _run([*command, str(path)], environ)
    try:
        edited = path.read_bytes()
    except FileNotFoundError as error:
        raise EditorError(_removed(path, problem)) from error
    except OSError as error:
        raise EditorError(f"{path}: {error.strerror}") from error
    if problem is not None:
        if edited != original:
            raise EditorError(f"your text is in {path}; {problem}")
        _forget(path)
        raise EditorError(problem)
    _forget(path)
    return text if edited == original else _decoded(edited).rstrip("\n")


def forget_typed() -> None:
    """Forget what was typed in the terminal while another program had it and was not read: that was not for us."""
    if sys.platform == "win32":
        return
    import termios  # noqa: PLC0415 -- not on every platform

    # Textual reads this one, whatever `sys.stdin` is.
    stdin = sys.__stdin__
    if stdin is not None and not stdin.closed and stdin.isatty():
        with contextlib.suppress(termios.error):
            termios.tcflush(stdin.fileno(), termios.TCIFLUSH)


def keep_text(text: str, *, name: str) -> Path:
    """Put `text` into a new file named `name` in a new folder, both for the user's eyes only; return its path.

    Raises:
        EditorError: it could not be written.
    """
    if text and not text.endswith("\n"):
        text += "\n"
    safe = _UNSAFE.sub("_", name).lstrip(".-") or "note.md"
    try:
        path = Path(tempfile.mkdtemp(prefix="readlist-")) / safe
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8", "replace"))
    except OSError as error:
        raise EditorError(f"no temporary file for the editor: {error.strerror}") from error
    return path


def _editor(environ: Mapping[str, str]) -> list[str]:
    """Return the command of the user's editor, as a list of arguments."""
    import shlex  # noqa: PLC0415 -- this room is loaded at each start, and an editor is seldom run

    for variable in VARIABLES:
        chosen = environ.get(variable, "").strip()
        if not chosen:
            continue
        try:
            return shlex.split(chosen, posix=os.name != "nt")
        except ValueError as error:
            raise EditorError(f"${variable} is no command: {chosen!r}: {str(error).lower()}") from error
    for program in _FALLBACKS:
        found = shutil.which(program, path=environ.get("PATH"))
        if found:
            return [found]
    raise EditorError("no editor found: set $VISUAL or $EDITOR")


def _run(command: list[str], environ: Mapping[str, str]) -> str | None:
    """Run the editor to its end; return what went wrong, None if nothing did."""
    try:
        with _interrupts_are_the_editors():
            status = subprocess.run(command, env=dict(environ), check=False).returncode  # noqa: S603 -- a list, no shell
    except OSError as error:
        return f"editor {command[0]!r}: {error.strerror}"
    return f"editor {command[0]!r} failed (status {status})" if status else None


@contextlib.contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Leave ctrl+c to the editor, which takes it as a key, while this program waits for it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # A handler, not SIG_IGN: the editor would inherit that, while a handler becomes the default for it.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _decoded(data: bytes) -> str:
    """Return what the editor saved as text; one that writes no UTF-8 is read as Latin-1, which loses nothing."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return text.replace("\r\n", "\n")


def _removed(path: Path, problem: str | None) -> str:
    """Remove the folder of a file that is gone, unless the editor has put something else there; return what to say."""
    said = problem or "the editor removed its file; note unchanged"
    try:
        path.parent.rmdir()
    except FileNotFoundError:
        return said
    except OSError:
        return f"{said}; what it left is in {path.parent}"
    return said


def _forget(path: Path) -> None:
    # The folder and not just the file: editors leave backups and swap files beside it.
    shutil.rmtree(path.parent, ignore_errors=True)
