"""Exports of the main screen: asked for in a dialog, repeated by a key, made beside the notes as these are saved."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from readlist.app.screens.export_destination import FLAVOURS, Destination, LastExport, Templates
from readlist.app.screens.import_job import in_thread
from readlist.text import clean_line

if TYPE_CHECKING:
    from asyncio import Future

    from readlist.app.auto_export import AutoExport
    from readlist.app.screens.export_job import Order, Written
    from readlist.app.screens.main import MainScreen

PATIENCE_AT_END = 5.0
"""Seconds that the end of the program waits for what is being written."""


class Exporting:
    """Exports papers of the main screen in threads, one export at a time.

    Attributes:
        last: the last export, which can be repeated.
    """

    def __init__(self, screen: MainScreen) -> None:
        self.last = LastExport()
        self._screen = screen
        self._config = screen.config.export
        self._auto: AutoExport | None = None
        self._under_way: _UnderWay | None = None

    def begin(self) -> None:
        """Begin to write notes as they are saved, where the user wants that."""
        folder = self._config.auto_folder
        if folder is not None:
            from readlist.app.auto_export import AutoExport  # noqa: PLC0415 -- only where it is wanted

            self._auto = AutoExport(self._screen, folder, shown=self._config.auto, template=self._config.template_file)
            self._auto.start()

    # What is exported

    @property
    def _named(self) -> str:
        """What papers are called that are chosen one by one, or by a number; "" where none are."""
        if self._screen.papers.selected:
            return "selected"
        return "" if self._screen.count is None else "from here"

    @property
    def _chosen(self) -> Sequence[str]:
        """Keys of the papers that are selected, or named by a number; else of all that are shown."""
        return self._screen.targets if self._named else tuple(self._screen.papers.rows)

    def open(self) -> None:
        """Ask what is to be exported and where to, and export it."""
        from readlist.app.screens.export_screen import ExportScreen, PaperChoice  # noqa: PLC0415 -- for who exports

        screen = self._screen
        choices = [
            PaperChoice(self._named, self._chosen if self._named else ()),
            PaperChoice("shown", tuple(screen.papers.rows)),
            PaperChoice("library", screen.desk.library.keys),
        ]

        def answered(answer: tuple[Sequence[str], Destination] | None) -> None:
            if answer is not None:
                self.write(*answer)

        screen.app.push_screen(
            ExportScreen(
                screen.desk,
                [choice for choice in choices if choice.keys],
                self.last.destination or self._proposed(),
                templates=self._templates,
            ),
            answered,
        )

    @property
    def _templates(self) -> Templates:
        return Templates(self._config.template_file, self._config.document_template_file)

    def _proposed(self) -> Destination:
        """Return the folder that the configuration names, with the Markdown that its notes have already."""
        from readlist.exporters.folder import flavour_of  # noqa: PLC0415 -- for who exports

        return Destination(clean_line(self._config.to), flavour=flavour_of(self._config.folder) or FLAVOURS[0])

    def again(self) -> None:
        """Export what is chosen now to where the last export went; ask where nothing has been exported yet."""
        destination, keys = self.last.destination, self._chosen
        if destination is None:
            self.open()
        elif keys:
            self.write(keys, destination)
        else:
            self._screen.say("Nothing to export: no paper is shown")

    # Writing

    def write(self, keys: Sequence[str], destination: Destination) -> None:
        """Write papers while the app goes on, and say what came of it."""
        from readlist.app.screens.export_job import Order  # noqa: PLC0415 -- for who exports

        screen = self._screen
        if self._under_way is not None:
            screen.say(f"Still exporting to {self._under_way.place}: once more when that is done")
            return
        self.last = LastExport(destination)
        order = Order(screen.desk.library, keys, destination, self._templates)
        self._under_way = under_way = _UnderWay(order)
        # Not in the worker, which may be cancelled before it has begun.
        future = in_thread(under_way.run)
        screen.say(f"Exporting {len(keys):,} {'paper' if len(keys) == 1 else 'papers'} to {destination.place} …")
        screen.run_worker(self._tell(future, order), group="export")

    async def _tell(self, future: Future[Written], order: Order) -> None:
        result = await future
        self._under_way = None
        place = order.destination.place
        # Said twice, it would take the room in which the reason stands.
        known = clean_line(str(order.to)) in result.line
        self._screen.say(result.line, aside="" if known else place, error=result.failed)

    def finish(self) -> list[str]:
        """At the end of the program: let what is being written be completed, and write what is not written yet.

        Returns what could not be, a line each. It waits no longer than `PATIENCE_AT_END`.
        """
        lines: list[str] = []
        auto, self._auto = self._auto, None
        if auto is None and self._under_way is None:
            return lines
        work = partial(self._complete, auto, lines)
        thread = threading.Thread(target=work, name="export", daemon=True)
        thread.start()
        thread.join(PATIENCE_AT_END)
        return [*lines, "an export was not completed: its place does not answer"] if thread.is_alive() else lines

    def _complete(self, auto: AutoExport | None, lines: list[str]) -> None:
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            result = under_way.wait()
            if result is not None and result.failed:
                lines.append(result.line)
        if auto is not None:
            lines += auto.finish()


class _UnderWay:
    """An export that is being written."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._ended = threading.Event()
        self._result: Written | None = None

    @property
    def place(self) -> str:
        """Where it goes."""
        return self._order.destination.place

    def run(self) -> Written:
        """Write it."""
        from readlist.app.screens.export_job import written  # noqa: PLC0415 -- for who exports

        try:
            self._result = written(self._order)
            return self._result
        finally:
            self._ended.set()

    def wait(self) -> Written | None:
        """Return what came of it when it has ended."""
        self._ended.wait()
        return self._result
