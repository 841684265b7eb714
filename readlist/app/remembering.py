"""The main screen as it was left: taken up again at the start, kept while it is used and at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readlist.app.state import FILE, AppState, encoded, read, write
from readlist.query.errors import QueryError

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

QUIET = 0.5
"""Seconds without a key after which a change is written: until it is on the disk, nothing else is done."""


class Remembering:
    """Takes up how a screen was left, and keeps how it is."""

    def __init__(self, screen: MainScreen, *, wanted: bool) -> None:
        """Make it; where it is not `wanted` it does nothing."""
        self._screen = screen
        self._path = screen.desk.folder / FILE
        self._wanted = wanted
        self._left: AppState | None = None
        self._begun: tuple[object, ...] = ()
        self._written = b""

    # At the start

    def begin(self) -> None:
        """Take up what costs no time, before the first screen is drawn."""
        self._left = state = read(self._path) if self._wanted else None
        screen = self._screen
        if state is None:
            screen.panes.make_room()
            screen.redraw()
            return
        screen.panes.take_up(state.panes)
        self._open_view(state)
        screen.panes.make_room()
        self._show(state)
        screen.set_focus(screen.panes.current)
        self._begun = self._place

    def complete(self) -> None:
        """Take up what the first screen did not wait for: a view of the user's own, the filter, the note.

        Not where somebody has gone elsewhere meanwhile.
        """
        state, self._left = self._left, None
        screen, desk = self._screen, self._screen.desk
        if state is None:
            return
        if state.export is not None and screen.exporting.last.destination is None:
            from readlist.app.screens.export_destination import LastExport  # noqa: PLC0415 -- where there is one

            screen.exporting.last = LastExport.from_json(state.export)
        if screen.prompting.is_open or self._place != self._begun:
            return
        before = desk.view, desk.query
        self._open_view(state)
        if state.filter:
            try:
                desk.set_filter(state.filter)
            except QueryError:
                # It named a view that is gone, or was not finished.
                desk.set_filter("")
        if (desk.view, desk.query) != before:
            self._show(state)
        if state.note is not None:
            screen.call_later(screen.notes.resume, state.note)

    @property
    def _place(self) -> tuple[object, ...]:
        """What is another one where somebody has gone elsewhere; views are made anew with those of the user's own."""
        screen = self._screen
        return screen.desk.view.name, screen.desk.filter_text, screen.papers.cursor_key, screen.panes.here

    def _open_view(self, state: AppState) -> None:
        desk = self._screen.desk
        view = next((view for view in desk.views if view.name == state.view), desk.view)
        if view is not desk.view:
            desk.open_view(view)

    def _show(self, state: AppState) -> None:
        """Show the desk, with the cursor on the paper that it was on, or on the row where that was."""
        screen, papers = self._screen, self._screen.papers
        screen.redraw(cursor=state.paper)
        if papers.cursor_key != state.paper:
            screen.move(lambda _: papers.move_to(state.row))
        height = papers.size.height
        # Before it has a size a list takes any first row; it sees to the cursor when it gets one.
        first = papers.cursor - height + 1 if height else 0
        papers.top = max(first, min(state.top, papers.cursor))
        if papers.cursor_key == state.paper:
            screen.abstract.top = state.abstract_top

    # From then on

    def keep(self) -> None:
        """Keep how the screen is."""
        if not self._wanted or self._left is not None:
            return
        data = encoded(self._state)
        if data != self._written:
            self._written = data
            write(self._path, data)

    def end(self) -> None:
        """Keep how the screen is for the last time: what comes then, such as a note that is closed, nobody has done."""
        self.keep()
        self._wanted = False

    def keep_in_quiet(self) -> None:
        """Keep how the screen is, unless somebody is busy with it."""
        if not self._screen.prompting.is_open and self._screen.lookout.is_quiet(QUIET):
            self.keep()

    @property
    def _state(self) -> AppState:
        screen = self._screen
        desk, papers = screen.desk, screen.papers
        return AppState(
            view=desk.view.name,
            filter=desk.filter_text,
            paper=papers.cursor_key,
            row=papers.cursor,
            top=papers.top,
            abstract_top=screen.abstract.top,
            panes=screen.panes.state,
            note=screen.notes.state,
            export=screen.exporting.last.to_json(),
        )
