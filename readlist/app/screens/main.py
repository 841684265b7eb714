"""The main screen: four panes over one library, and the commands that work in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen

from readlist.app.acting import Acting
from readlist.app.commands import importing, links
from readlist.app.commands.keymap import Commands
from readlist.app.desk import Desk
from readlist.app.filter_history import FILE, FilterHistory
from readlist.app.filtering import Filtering
from readlist.app.four_panes import FourPanes
from readlist.app.indexing import QUIET, Indexing
from readlist.app.jumps import Jumps
from readlist.app.key_input import KeyInput, KeyTaker
from readlist.app.lookout import Lookout, News, Telling
from readlist.app.messages import LinkClicked, PaperOpened, ViewChosen
from readlist.app.note_taking import NoteTaking
from readlist.app.prompting import Prompting
from readlist.app.remembering import Remembering
from readlist.app.screens.room import SMALL, is_small
from readlist.app.widgets.abstract_pane import AbstractPane
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.key_popup import KeyPopup
from readlist.app.widgets.note_pane import NotePane
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.paper_list import PaperList
from readlist.app.widgets.prompt_line import Prompt
from readlist.app.widgets.status_line import StatusLine
from readlist.app.widgets.views_pane import ViewsPane
from readlist.config import Config
from readlist.model.garbage import tidy
from readlist.query.views import View

if TYPE_CHECKING:
    from readlist.app.choosing import Choosing
    from readlist.app.exporting import Exporting
    from readlist.app.going import Going
    from readlist.app.watch import FolderWatch

LOOK_EVERY = 0.8
"""Seconds between looks at what other processes did to the library: within one second it is on the screen."""


class MainScreen(Screen[None], KeyTaker):
    """Four panes, with a line for what happened and a line of keys.

    The screen passes keys to commands, and what these do to the panes, to the line that says so or asks, and to the
    desk.
    """

    AUTO_FOCUS = "#papers"
    ALLOW_SELECT = False  # Textual would select in all panes that the mouse is drawn over; the abstract has its own.

    def __init__(  # noqa: PLR0913 -- each by its name
        self,
        desk: Desk,
        commands: Commands,
        config: Config,
        *,
        greeting: str,
        problem: str,
        ready: Callable[[], object],
    ) -> None:
        """Make the screen.

        Args:
            desk: what is shown.
            commands: what can be done, with the keys for it.
            config: what the user has chosen.
            greeting: the first line.
            problem: what is wrong with the configuration, "" for nothing; told in the place of the greeting.
            ready: called when all is ready that is made ready while nobody types.
        """
        super().__init__(id="main")
        self.desk = desk
        self.commands = commands
        self.config = config
        self._greeting, self._problem = greeting, problem
        self.views = ViewsPane([view.name for view in desk.views])
        self.papers = PaperList(lambda: desk.own_views.today)
        self.abstract = AbstractPane(lambda: desk.own_views.today)
        self.note = NotePane(self.flush_note, self._leave_note)
        self.panes = FourPanes(desk, commands, self.views, self.papers, self.abstract, self.note)
        self.notes = NoteTaking(self, self.panes, config.templates)
        self.jumps = Jumps(desk, self.papers)
        self.lookout = Lookout(desk, undo_hint=self.undo_hint)
        self.watched: FolderWatch | None = None
        self._status = StatusLine()
        self._telling = Telling(self._status)
        self.prompting = Prompting(self._status, give_back_keys=lambda: self.go_to(self.pane_name))
        self.filtering = Filtering(self, FilterHistory(desk.folder / FILE))
        self.acting = Acting(self, self._telling, auto_advance=config.app.auto_advance)
        self._popup = KeyPopup()
        self._small = False
        self.keys = KeyInput(
            commands,
            self._popup,
            run=lambda command: self.action_command(command.id),
            possible=lambda command: command.possible(self),
            say=lambda text, aside: self.say(text, aside=aside),
        )
        self._indexing = Indexing(self, desk, ready)
        self.remembering = Remembering(self, wanted=config.app.restore)
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """The panes, and under them what happened and what can be done."""
        yield self.panes
        yield self._status
        yield self._hints
        yield self._popup

    def on_mount(self) -> None:
        """Show the library."""
        self.remembering.begin()
        self.app.app_suspend_signal.subscribe(self, lambda _: self.remembering.keep())
        self.say(self._problem or self._greeting, error=bool(self._problem))
        self.tell_news()
        self.set_interval(LOOK_EVERY, self._look_around)
        self.call_after_refresh(self._begin_what_can_wait)

    def _begin_what_can_wait(self) -> None:
        """Do what the first screen need not wait for."""
        if self.desk.load_views():
            self.redraw()
            self.tell_news()
        self.remembering.complete()
        self._indexing.begin()
        self.exporting.begin()

    def on_unmount(self) -> None:
        """Complete what was begun."""
        self.desk.wait()
        self.exporting.finish()
        self.remembering.end()
        self._indexing.end()

    # What is made when it is first used

    @cached_property
    def going(self) -> Going:
        """The palette."""
        from readlist.app.going import Going  # noqa: PLC0415 -- not needed for the first screen

        return Going(self)

    @cached_property
    def choosing(self) -> Choosing:
        """Asks which of several things is meant."""
        from readlist.app.choosing import Choosing  # noqa: PLC0415 -- not needed for the first screen

        return Choosing(self)

    @cached_property
    def exporting(self) -> Exporting:
        """Exports papers."""
        from readlist.app.exporting import Exporting  # noqa: PLC0415 -- not needed for the first screen

        return Exporting(self)

    # Commands

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key is for; return False where it is text, or is for nothing."""
        self.panes.put_off_counting()
        if self.prompting.is_open or self.panes.writing:
            return False
        return await self.keys.take(event)

    async def action_command(self, command_id: str) -> None:
        """Run the command with this id."""
        self._telling.unseen_problem = False
        await self.commands.by_id[command_id].run(self)
        self.show_hints()

    @on(KeyPopup.Chosen)
    async def _menu_key_clicked(self, event: KeyPopup.Chosen) -> None:
        event.stop()
        await self.keys.choose(event.key)

    @property
    def count(self) -> int | None:
        """The number that was typed before the key whose command runs now, None for none."""
        return self.keys.count

    @property
    def targets(self) -> tuple[str, ...]:
        """Keys of the papers that a command is about: the selection, else so many papers as were named, else one."""
        papers = self.papers
        if papers.selected or self.count is None:
            return papers.targets
        return tuple(papers.rows[papers.cursor : papers.cursor + self.count])

    @property
    def undo_hint(self) -> str:
        """How what was done is taken back."""
        key = self.commands.key_of("undo")
        return f"{key} to undo" if key else ""

    # What goes on beside the user

    def _look_around(self) -> None:
        if self.desk.lent:
            return
        self.remembering.keep_in_quiet()
        self._indexing.begin()
        tidy(thoroughly=self.lookout.is_quiet(QUIET))
        if self.lookout.care_is_due:
            self.run_worker(self._look_after_library(), group="care")
        else:
            self.take_in()

    async def _look_after_library(self) -> None:
        """Have done what the library needs, which takes seconds where it is large, and take in what came of it."""
        await self.lookout.look_after_library_in_thread()
        self.take_in()

    def take_in(self) -> None:
        """Show what other processes did since the last look, and what another day makes of the views."""
        news = self.lookout.look()
        if self.desk.load_views() or news is not None or self.panes.is_behind:
            self.redraw()
            self.filtering.follow()
        self.tell_news(news)

    def watch_folder(self, folder: Path, *, shown: str, library: Path) -> None:
        """Offer the files that come into `folder`, which the user calls `shown`, for import.

        Which were dealt with is written down in the folder of the library.
        """
        from readlist.app.watch import MEMORY, FolderWatch  # noqa: PLC0415 -- only where a folder is watched

        self.watched = FolderWatch(self, folder, shown=shown, memory=library / MEMORY)
        self.watched.start()

    @property
    def has_room_for_news(self) -> bool:
        """Whether what is said now is seen, and hides no problem that nobody has seen yet."""
        return self.is_active and not self.prompting.is_open and not self._telling.unseen_problem

    def tell_news(self, news: News | None = None) -> None:
        """Tell what came up beside what the user does: a problem, else `news`."""
        self._telling.tell_next(self.lookout, news)

    # What is shown

    def redraw(self, *, cursor: str | None = None) -> None:
        """Show the desk as it is now; the cursor goes to the paper `cursor`, else it stays where it is."""
        self.panes.redraw(cursor=cursor)
        self.show_hints()

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Say what happened, in one line."""
        self._telling.say(text, aside=aside, error=error)

    def say_selection(self) -> None:
        """Say how many papers are selected."""
        # How many a range has by now stands at the border of the list, for it goes on with the cursor.
        told = "Selecting" if self.papers.in_range else self.papers.selection_in_words
        aside = "keys act on all of them, esc selects none" if self.papers.selected else ""
        self.say(told or "Nothing selected", aside=aside)

    def move(self, how: Callable[[Pane], None]) -> None:
        """Move in the pane that has the keys, and show the paper under the cursor."""
        how(self.panes.current)
        self.panes.show_paper()

    def open_view(self, view: View) -> None:
        """Show another view."""
        if view is self.desk.view:
            return
        self.jumps.leave()
        self.papers.clear_selection()
        self.desk.open_view(view)
        self.redraw(cursor=self.jumps.paper_for(view.name))
        self.say("")

    def jump_back(self) -> None:
        """Show what was shown before the last jump."""
        place = self.jumps.back()
        if place is None:
            self.say("No way back from here")
            return
        self.papers.clear_selection()
        self.redraw(cursor=place.paper)
        self.go_to("papers")
        self.say(f"Back in {place.view}")

    def filter(self, text: str, *, keep: str | None = None, typing: bool = False) -> None:
        """Show the papers that `text` means; the cursor stays on `keep` while that is shown.

        Raises:
            QueryError: it is no query (with `typing`: nor can it become one); what is shown stays.
        """
        self.desk.set_filter(text, typing=typing)
        self.redraw(cursor=keep)

    def step_papers(self, rows: int) -> None:
        """Move the cursor of the list, whichever pane has the keys."""
        self.papers.step(rows)
        self.panes.show_paper()

    # Panes

    @property
    def pane_name(self) -> str:
        """Name of the pane that has the keys."""
        return self.panes.here

    @property
    def zoomed(self) -> str | None:
        """Name of the pane that has the whole screen, None for none."""
        return self.panes.zoomed

    def go_to(self, name: str) -> None:
        """Give the keys to a pane, and room where it had none."""
        self.panes.go_to(name)
        self.show_hints()

    def zoom(self, name: str | None) -> None:
        """Give the whole screen to a pane, or to all of them again."""
        self.panes.zoom(name)
        self.show_hints()

    def on_resize(self) -> None:
        """Give every pane the room that there now is."""
        self.panes.make_room()
        self._popup.place()
        small = is_small(self.app.size)
        if small != self._small:
            self._small = small
            self.say(SMALL if small else "")

    @on(events.DescendantFocus)
    def show_hints(self) -> None:
        """Show the keys that count now."""
        if self.prompting.is_open:
            self._hints.show(self.prompting.keys, typing=True)
        elif self.panes.writing:
            self._hints.show([("esc", "done"), ("ctrl+q", "quit")], typing=True)
        else:
            here = (c for c in self.commands if c.label and c.bound and self.pane_name in c.panes)
            hints = [(command.shown_key, command.label) for command in here if command.possible(self)]
            self._hints.show(hints, help_key=self.commands.key_of("help"))

    # What panes say

    @on(PaperOpened)
    def _paper_opened(self, event: PaperOpened) -> None:
        event.stop()
        self.zoom("abstract")

    @on(ViewChosen)
    def _view_chosen(self, event: ViewChosen) -> None:
        event.stop()
        self.open_view(next(view for view in self.desk.views if view.name == event.name))

    @on(LinkClicked)
    def _link_clicked(self, event: LinkClicked) -> None:
        event.stop()
        links.open_in_browser(self, event.address)

    def on_paste(self, event: events.Paste) -> None:
        """Offer the import of a text that is pasted into the list."""
        if self.focused is self.papers and event.text.strip():
            event.stop()
            importing.import_pasted(self, event.text)

    # Notes

    def flush_note(self) -> bool:
        """Save what was typed into a note and not saved yet; return False where that failed."""
        return self.notes.flush()

    def _leave_note(self) -> None:
        self.notes.leave()

    # The prompt

    async def ask(self, prompt: Prompt) -> None:
        """Ask something in the line at the bottom."""
        await self.prompting.ask(prompt)
        self.show_hints()

    def prompt_aside(self, text: str) -> None:
        """Say something behind what is typed into the prompt."""
        self.prompting.say(text)

    def prompt_completions(self) -> Sequence[str]:
        """Return what the word that is typed into the prompt may become."""
        return self.prompting.completions
