"""What goes wrong, as one line on standard error and an exit status; never a traceback."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from readlist.text import clean, clean_line

DEBUG_VARIABLE = "READLIST_DEBUG"
"""Environment variable that asks for the traceback of an internal error."""

WRONG_USAGE = 2
"""Exit status when the words of a command are off."""

INTERRUPTED = 130
"""Exit status after ctrl+c: 128 + SIGINT, as shells have it."""


class CommandError(Exception):
    """A command cannot do what it was asked to; the text is one clear line."""


def complain(text: str) -> None:
    """Print `text` as one line of ours on standard error."""
    if sys.stderr is not None:
        sys.stderr.write(f"readlist: {clean_line(text)}\n")
        sys.stderr.flush()


def guard(command: Callable[[], int], environ: Mapping[str, str]) -> int:
    """Run `command` and return the exit status of the program, its own or that of the error it ended with."""
    if hasattr(sys.stdout, "reconfigure"):
        # A terminal that is not Unicode gets "?" for what it lacks, not an error half-way through a list.
        sys.stdout.reconfigure(errors="replace")
    status = 0
    try:
        status = _status_of(command, environ)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read from us has had enough ("| head"): no news to anybody.
        status = _abandon_output()
    except OSError as error:
        if not status:
            complain(f"standard output: {error.strerror}")
        status = _abandon_output()
    return status


def _status_of(command: Callable[[], int], environ: Mapping[str, str]) -> int:
    try:
        return command()
    except BrokenPipeError:
        raise
    except SystemExit as exit_:
        # From the parser: the end of a completion, or a broken pipe that it has dealt with.
        return exit_.code if isinstance(exit_.code, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- the outermost place: whatever it is, people get one line
        return _failed(error, environ)


def _failed(error: Exception, environ: Mapping[str, str]) -> int:
    """Tell people of `error` in one line; return the exit status that it means."""
    from click.exceptions import Abort, ClickException, UsageError  # noqa: PLC0415 -- only needed for errors

    if isinstance(error, Abort):
        return INTERRUPTED
    if isinstance(error, UsageError):
        command = error.ctx.command_path if error.ctx else "readlist"
        complain(f"{lower_first(error.format_message()).strip().rstrip('.')} (try '{command} --help')")
        return error.exit_code
    if isinstance(error, ClickException):
        complain(lower_first(error.format_message()))
        return error.exit_code
    if isinstance(error, _expected()):
        _tell(error)
        return WRONG_USAGE if isinstance(error, _slips()) else 1
    if isinstance(error, OSError) and error.strerror:
        complain(f"{os.fsdecode(error.filename)}: {error.strerror}" if error.filename else error.strerror)
        return 1
    if environ.get(DEBUG_VARIABLE):
        import traceback  # noqa: PLC0415 -- only needed here

        sys.stderr.write(clean("".join(traceback.format_exception(error))))
    complain(f"internal error: {type(error).__name__}: {error} (set {DEBUG_VARIABLE}=1 for more)")
    return 1


def _tell(error: Exception) -> None:
    """Tell people of an error that is part of the program's life; one in a query is shown below that line."""
    from readlist.query.errors import QueryError  # noqa: PLC0415 -- only needed for errors

    if not isinstance(error, QueryError):
        complain(str(error))
        return
    text, carets, message = error.lines
    complain(f"query: {message}")
    if text and sys.stderr is not None:
        sys.stderr.write(f"  {text}\n  {carets}\n")


def _slips() -> tuple[type[Exception], ...]:
    """Return the errors that are slips in the words of the command, like those that the parser finds."""
    from readlist.exporters.base import UnknownFormatError  # noqa: PLC0415 -- this and the next: only needed for errors
    from readlist.model.library import UnknownSortError  # noqa: PLC0415
    from readlist.model.tags import InvalidTagError  # noqa: PLC0415
    from readlist.model.user_views import InvalidViewError  # noqa: PLC0415
    from readlist.query.errors import QueryError  # noqa: PLC0415

    return (InvalidTagError, InvalidViewError, QueryError, UnknownFormatError, UnknownSortError)


def _expected() -> tuple[type[Exception], ...]:
    """Return the errors that are part of the program's life: their text is meant for people."""
    from readlist.config import ConfigError  # noqa: PLC0415 -- this and the next: only needed for errors
    from readlist.editing import EditorError  # noqa: PLC0415
    from readlist.exporters.base import ExportError  # noqa: PLC0415
    from readlist.importers.base import ImportFailedError  # noqa: PLC0415
    from readlist.model.library import UnknownPaperError, UnknownSortError  # noqa: PLC0415
    from readlist.model.tags import InvalidTagError  # noqa: PLC0415
    from readlist.model.user_views import InvalidViewError  # noqa: PLC0415
    from readlist.query.errors import QueryError  # noqa: PLC0415
    from readlist.store.errors import StoreError  # noqa: PLC0415
    from readlist.store.views import UnknownViewError  # noqa: PLC0415

    return (
        CommandError,
        ConfigError,
        EditorError,
        ExportError,
        ImportFailedError,
        InvalidTagError,
        InvalidViewError,
        QueryError,
        StoreError,
        UnknownPaperError,
        UnknownSortError,
        UnknownViewError,
    )


def lower_first(text: str) -> str:
    """Return `text` as it stands behind a colon: its first letter small."""
    return text[:1].lower() + text[1:]


def _abandon_output() -> int:
    """Let what is still buffered for standard output go nowhere, so that the interpreter's end is silent; return 1."""
    try:
        descriptor = os.open(os.devnull, os.O_WRONLY)
        os.dup2(descriptor, sys.stdout.fileno())
        os.close(descriptor)
    except (OSError, ValueError):
        pass  # No real file behind standard output: nothing is flushed at the end.
    return 1
