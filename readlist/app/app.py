"""The terminal app over one library."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.filter import LineFilter

from readlist.app.commands import COMMANDS
from readlist.app.commands.keymap import Commands
from readlist.app.desk import Desk, local_clock
from readlist.app.key_input import KeyTaker
from readlist.app.screens.main import MainScreen
from readlist.app.widgets.cells import EvenCells
from readlist.config import Config
from readlist.editing import EditorError
from readlist.store.repository import Repository
from readlist.text import clean_line, cut

if TYPE_CHECKING:
    from readlist.clipboard import Clipboard

PATIENCE = 1.0
"""Seconds that a key may wait for another program that is writing."""
_NAME_CELLS = 16
"""Cells for the name of a theme that there is not: what may have been meant stands behind it, on the same line."""
FIRST_START = "New library with {count} papers to try · empty: readlist --library DIR init --empty"
_FEW_COLOURS = frozenset({None, "standard", "windows"})
"""Colour systems of terminals with sixteen colours or fewer: a mixed one for a cursor is the background there."""
_LIGHT_AND_DARK = "nord or textual-light"


class InternalError(Exception):
    """A fault of the program, shown as one line."""

    def __rich__(self) -> Text:
        return Text(clean_line(str(self)))


def _last_words(lines: Sequence[str]) -> Text | None:
    """Return what stands on the terminal when the app has gone; None for nothing."""
    told = "\n".join(f"readlist: {clean_line(line)}" for line in lines)
    return Text(told) if told else None


class ReadlistApp(App[None]):
    """The reading list: views, papers, abstract and note on one screen."""

    CSS_PATH = "app.tcss"
    TITLE = "readlist"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(  # noqa: PLR0913 -- each by its name
        self,
        repository: Repository,
        *,
        config: Config | None = None,
        first_start: bool = False,
        clock: Callable[[], datetime] = local_clock,
        shown: Callable[[], object] = lambda: None,
        ready: Callable[[], object] = lambda: None,
    ) -> None:
        """Make the app.

        Args:
            repository: the library.
            config: the user's configuration.
            first_start: whether the library was made just now, so that the first line says what is in it, and the
                first steps are shown.
            clock: tells the time of the user, with its zone.
            shown: called when the first screen stands.
            ready: called when all is ready that is made ready while nobody types.

        Raises:
            ConfigError: the configuration binds keys that it cannot.
        """
        if not os.environ.get("NO_COLOR"):
            # Empty it is as good as unset (https://no-color.org); Textual takes off the colours all the same.
            os.environ.pop("NO_COLOR", None)
        # Without colours it is drawn as for a terminal that has few: in its own two, reversed, bold and underlined.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        if self.console.color_system in _FEW_COLOURS:
            self.ansi_color = True
        self._even_cells = EvenCells()
        repository.patience = PATIENCE
        self._directory = repository.directory
        self._shown = shown
        self._first_start = first_start
        self._config = config or Config()
        theme, problem = self._config.app.theme, ""
        if theme in self.available_themes:
            self.theme = theme
        else:
            problem = f"[app] theme: no {cut(clean_line(theme), _NAME_CELLS)!r}; {self._themes_like(theme)}"
        self.main_screen = MainScreen(
            Desk(repository, clock=clock, config_views=self._config.views),
            Commands(COMMANDS, self._config.keys),
            self._config,
            greeting=FIRST_START.format(count=len(repository.library)) if first_start else "",
            problem=problem,
            ready=ready,
        )

    def _themes_like(self, name: str) -> str:
        """Return what may have been meant by the name of a theme; where nothing is like it, a dark and a light one.

        One that is like it, so that the line is whole at eighty cells.
        """
        from difflib import get_close_matches  # noqa: PLC0415 -- only where something is wrong

        names = sorted(self.available_themes)
        near = get_close_matches(name.casefold(), names, n=1)
        return f"did you mean {near[0]}?" if near else f"{len(names)} are known, such as {_LIGHT_AND_DARK}"

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line goes through on its way to the terminal."""
        return (*super().get_line_filters(), self._even_cells)

    def get_default_screen(self) -> MainScreen:
        """Return the main screen."""
        return self.main_screen

    def on_mount(self) -> None:
        """Look at the folder that is watched for papers, and see to it that a hang-up loses no note."""
        incoming = self._config.import_
        if incoming.folder is not None:
            self.main_screen.watch_folder(incoming.folder, shown=incoming.watch, library=self._directory)
        if self._first_start:
            from readlist.app.screens.tour import TourScreen  # noqa: PLC0415 -- shown once in the life of a library

            self.call_after_refresh(self.push_screen, TourScreen(self.main_screen.commands))
        self.call_after_refresh(self._shown)
        self.app_resume_signal.subscribe(self, self._draw_anew)
        if not self.is_headless:
            self._leave_on_signals()

    async def action_quit(self) -> None:
        """Save what is being typed, then leave; what cannot be saved goes into a file that the last line names."""
        told = self.main_screen.lookout.told
        if self.main_screen.flush_note():
            self.main_screen.remembering.end()
            self.exit(message=_last_words([*told, *self.main_screen.exporting.finish()]))
            return
        try:
            line = self.main_screen.notes.rescue()
        except EditorError as error:
            self.main_screen.say(str(error), error=True)
            return
        self.exit(return_code=1, message=_last_words([*told, line, *self.main_screen.exporting.finish()]))

    async def on_event(self, event: events.Event) -> None:
        """See what the user does before anybody else does: while they are busy, other work waits.

        Keys of the main screen, and of others like it, are commands first of all, and on the screen sooner without
        their way through the panes.
        """
        if isinstance(event, (events.InputEvent, events.Paste)):
            self.main_screen.lookout.key_pressed()
            await self.main_screen.acting.work.settled()
        if isinstance(event, events.Key):
            screen = self.screen
            if isinstance(screen, KeyTaker) and await screen.take_key(event):
                return
        await super().on_event(event)

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text on the clipboard: the terminal's by OSC 52, and the system's where there is one."""
        super().copy_to_clipboard(text)
        if not self.is_headless:
            self._system_clipboard.copy(text)

    @cached_property
    def _system_clipboard(self) -> Clipboard:
        from readlist.clipboard import Clipboard  # noqa: PLC0415 -- not needed for the first screen

        return Clipboard(os.environ)

    def action_help_quit(self) -> None:
        """Say how to leave: ctrl+c is what people press who do not know."""
        self.main_screen.say("ctrl+q quits")

    def _leave_on_signals(self) -> None:
        """Leave in order when the terminal goes away or somebody ends the program."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None:
                try:
                    loop.add_signal_handler(number, self._leave_now)
                except NotImplementedError:
                    # Windows' event loop has no signal handlers; there at most two seconds of typing are lost.
                    return

    def _leave_now(self) -> None:
        from readlist.app import last_resort  # noqa: PLC0415 -- not needed for the first screen

        told, status = list(self.main_screen.lookout.told), 0
        if not self.main_screen.flush_note():
            told.append(self._rescued())
            status = 1
        self.main_screen.remembering.end()
        self.exit(return_code=status, message=_last_words([*told, *self.main_screen.exporting.finish()]))
        last_resort.arm()

    def _rescued(self) -> str:
        """Put a note that cannot be saved into a file; return what is to be said of it."""
        try:
            return self.main_screen.notes.rescue()
        except EditorError as error:
            return str(error)

    def _draw_anew(self, _: object) -> None:
        """Draw all that there is: another program has had the terminal."""
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def _handle_exception(self, error: Exception) -> None:
        # The one place where Textual lets a program say how its own faults are shown; with READLIST_DEBUG set, and in
        # tests, they are shown as they are.
        if not self.is_headless and "READLIST_DEBUG" not in os.environ:
            told = InternalError(
                f"readlist: internal error: {type(error).__name__}: {error} (READLIST_DEBUG=1 shows more)"
            )
            told.__cause__ = error
            error = told
        super()._handle_exception(error)
