"""What one run of the program was told: which library, which configuration, what time it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from readlist import paths
from readlist.cli.errors import CommandError, complain, lower_first

if TYPE_CHECKING:
    from readlist.config import Config
    from readlist.model.record import Timestamp
    from readlist.store.repository import Clock, Repository

COMPLETION_VARIABLE = "_READLIST_COMPLETE"
"""Environment variable that the shell's completion script sets, and never a person."""


class Session:
    """One run of the program.

    Attributes:
        environ: the environment variables.
        clock: tells the time of changes; the system's where None.
        library_option: the library's folder from the command line, if it was given there.
        config_option: the configuration file from the command line, if it was given there.
        opened: the libraries that were opened, to be looked after at the end.
    """

    def __init__(self, environ: Mapping[str, str], clock: Clock | None = None) -> None:
        self.environ = environ
        self.clock = clock
        self.library_option: str | None = None
        self.config_option: str | None = None
        self.opened: list[Repository] = []

    @property
    def directory(self) -> Path:
        """The library's folder.

        Raises:
            CommandError: it is below the home of a user that there is not ("~nobody/papers").
        """
        return _located("the library's folder", lambda: paths.library_directory(self.library_option, self.environ))

    @property
    def config_file(self) -> Path:
        """The configuration file, whether it is there or not.

        Raises:
            CommandError: as `directory`.
        """
        return _located("the configuration file", lambda: paths.config_file(self.config_option, self.environ))

    def now(self) -> Timestamp:
        """Return the present moment."""
        from readlist.store.repository import system_clock, timestamp  # noqa: PLC0415 -- loads TinyDB

        return timestamp(self.clock or system_clock)

    def config(self) -> Config:
        """Return the configuration.

        Raises:
            ConfigError: it cannot be used, or the file that the user named is not there.
        """
        from readlist import config  # noqa: PLC0415 -- most commands do without

        named = self.config_option is not None or bool(self.environ.get(paths.CONFIG_VARIABLE))
        return config.load(self.config_file, named=named)

    def create(self, *, empty: bool = False) -> Repository:
        """Make the library, seeded or empty, and return it.

        Raises:
            LibraryExistsError: there is one already.
            StoreError: it could not be written.
            ImportFailedError: a seed document could not be read.
        """
        from readlist.store.repository import Repository, system_clock  # noqa: PLC0415 -- loads TinyDB

        clock = self.clock or system_clock
        if empty:
            return Repository.create(self.directory, clock=clock)
        from readlist.seeding import create_seeded  # noqa: PLC0415 -- loads the importers

        return create_seeded(self.directory, clock=clock)

    def open_or_create(self) -> tuple[Repository, bool]:
        """Return the library, and whether it was made just now because there was none.

        Raises:
            StoreError: it cannot be read or made.
            ImportFailedError: a seed document could not be read.
        """
        repository, made = self._open_or_create()
        self.opened.append(repository)
        return repository, made

    def repository(self) -> Repository:
        """Return the library; where there is none, make a seeded one and say so on standard error.

        Raises:
            StoreError: it cannot be read or made.
            ImportFailedError: a seed document could not be read.
        """
        repository, made = self.open_or_create()
        self.tell_notices()
        if made:
            complain(
                f"made a library with {len(repository.library)} papers to try things on in {self.directory} "
                "(to start empty, delete that folder and run 'readlist init --empty')"
            )
        return repository

    def tell_notices(self) -> None:
        """Tell on standard error what the user must know of the libraries that were opened, each line once."""
        for repository in self.opened:
            while repository.notices:
                complain(repository.notices.pop(0))

    def maintain(self) -> None:
        """Do what the libraries that were opened need now and then; tell on standard error what of it failed."""
        for repository in self.opened:
            for line in repository.maintain():
                complain(line)
        self.tell_notices()

    def _open_or_create(self) -> tuple[Repository, bool]:
        from readlist.store.errors import LibraryExistsError, LibraryMissingError  # noqa: PLC0415 -- with the next
        from readlist.store.repository import Repository, system_clock  # noqa: PLC0415 -- loads TinyDB

        clock = self.clock or system_clock
        try:
            return Repository(self.directory, clock=clock), False
        except LibraryMissingError:
            pass
        try:
            return self.create(), True
        except LibraryExistsError:
            # Another process made it in between.
            return Repository(self.directory, clock=clock), False


def _located(what: str, find: Callable[[], Path]) -> Path:
    try:
        return find()
    except RuntimeError as error:
        # What pathlib raises for the home of somebody unknown.
        problem = lower_first(str(error)).rstrip(".")
        raise CommandError(f"{what}: {problem}") from error
