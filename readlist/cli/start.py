"""From the command line into the app: the one place that loads it."""

from __future__ import annotations

import sys
from contextlib import ExitStack

from readlist.cli.errors import CommandError
from readlist.cli.session import Session
from readlist.model.garbage import no_collection, settle


def start_app(session: Session) -> int:
    """Run the app over the session's library until the user leaves it; return the program's exit status.

    Raises:
        CommandError: this is no terminal.
        ConfigError: the configuration cannot be used.
        StoreError: the library cannot be read or made.
        ImportFailedError: a seed document could not be read.
    """
    streams = (sys.stdin, sys.stdout)
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise CommandError("the app needs a terminal (for scripts and pipes there is 'readlist list')")
    # Nothing of what is made until the first screen stands is garbage; to look for some takes an eighth of the time.
    with ExitStack() as until_shown:
        until_shown.enter_context(no_collection())
        config = session.config()
        repository, made = session.open_or_create()

        from readlist.app.app import ReadlistApp  # noqa: PLC0415 -- Textual: 200 ms that no other command pays

        app = ReadlistApp(repository, config=config, first_start=made, shown=until_shown.close, ready=settle)
        app.run()

        from readlist.app import last_resort  # noqa: PLC0415 -- not needed for the first screen

        last_resort.disarm()
        return app.return_code or 0
