"""The command line. Importing it is cheap: what a command needs is loaded when that command runs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from readlist.cli.errors import guard
from readlist.cli.session import COMPLETION_VARIABLE, Session

if TYPE_CHECKING:
    from readlist.store.repository import Clock


def main(args: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run the program and return its exit status.

    0: done; 1: it failed, with one line on standard error; 2: wrong usage, likewise; 130: interrupted.

    Args:
        args: the arguments after the program's name; those that it was called with where None.
        clock: tells the time of changes; the system's where None.
    """
    session = Session(os.environ, clock)
    return guard(lambda: _run(args, session), session.environ)


def _run(args: Sequence[str] | None, session: Session) -> int:
    try:
        status = _command(args, session)
    finally:
        session.tell_notices()
    session.maintain()
    return status


def _command(args: Sequence[str] | None, session: Session) -> int:
    if not (sys.argv[1:] if args is None else args) and COMPLETION_VARIABLE not in session.environ:
        # The app is what starts most often, and it needs nothing of the parser (10 ms of its 200).
        from readlist.cli.start import start_app  # noqa: PLC0415 -- the commands do without it

        return start_app(session)
    from readlist.cli.group import readlist  # noqa: PLC0415 -- see above

    status = readlist.main(args, "readlist", COMPLETION_VARIABLE, standalone_mode=False, obj=session)
    return status if isinstance(status, int) else 0
