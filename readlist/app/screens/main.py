"""The main screen: four panes over one library, and the commands that work in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from readlist.app.acting import Acting
from readlist.app.commands import BY_ID, COMMANDS, importing, leaving
from readlist.app.desk import Desk
from readlist.app.filter_history import FILE, FilterHistory
from readlist.app.filtering import Filtering
from readlist.app.four_panes import FourPanes
from readlist.app.going import Going
from readlist.app.indexing import Indexing
from readlist.app.lookout import Lookout, News, Telling
from readlist.app.messages import ExportFinished, LinkClicked, PaperOpened, ViewChosen
from readlist.app.note_taking import NoteTaking, Saving
from readlist.app.prompting import Prompting
from readlist.app.widgets.abstract_pane import AbstractPane
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.note_pane import NotePane
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.paper_list import PaperList
from readlist.app.widgets.prompt_line import Prompt
from readlist.app.widgets.status_line import StatusLine
from readlist.app.widgets.views_pane import ViewsPane
from readlist.model.actions import Action
from readlist.model.change import Change
from readlist.query.views import View

if TYPE_CHECKING:
    from readlist.app.watch import FolderWatch

LOOK_EVERY = 0.8
"""Seconds between looks at what other processes did to the library: within one second it is on the screen."""


class MainScreen(Screen[None]):
    """Four panes, with a line for what happened and a line of keys.

    The screen passes keys to commands, and what these do to the panes, to the line that says so or asks, and to the
    desk.
    """

    AUTO_FOCUS = "#papers"
    # Before anything else sees the key (see check_action for keys that are text): a command is then done when the next
    # key is looked at, so that "i" and a note typed at one go do not archive papers; and a key is on the screen sooner
    # without its way up through the panes.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(command.keys, f"command('{command.id}')", command.help, show=False, priority=True, id=command.id)
        for command in COMMANDS
    ]

    def __init__(self, desk: Desk, *, export_to: str, auto_advance: bool, greeting: str, problem: str) -> None:
        """Make the screen.

        Args:
            desk: what is shown.
            export_to: the place that the first export proposes.
            auto_advance: whether an action that settles a paper steps to the next one.
            greeting: the first line.
            problem: what is wrong with the configuration, "" for nothing; told in the place of the greeting.
        """
        super().__init__(id="main")
        self.desk = desk
        self.export_to = export_to
        self._auto_advance = auto_advance
        self._greeting, self._problem = greeting, problem
        self._pending_key: str | None = None
        self.views = ViewsPane([view.name for view in desk.views])
        self.papers = PaperList()
        self.abstract = AbstractPane()
        self.note = NotePane(self.flush_note, self._end_note)
        self._panes = FourPanes(desk, self.views, self.papers, self.abstract, self.note)
        self.notes = NoteTaking(desk, self.note)
        self.lookout = Lookout(desk)
        self.watched: FolderWatch | None = None
        self._status = StatusLine()
        self._telling = Telling(self._status)
        self.prompting = Prompting(self._status, give_back_keys=lambda: self.go_to(self.pane_name))
        self.filtering = Filtering(self, FilterHistory(desk.folder / FILE))
        self.going = Going(self)
        self._acting = Acting(self, self._telling)
        self._indexing = Indexing(self, desk)
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """The panes, and under them what happened and what can be done."""
        yield self._panes
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        """Show the library."""
        self._panes.make_room()
        self.redraw()
        self.say(self._problem or self._greeting, error=bool(self._problem))
        self.tell_news()
        self.set_interval(LOOK_EVERY, self._look_around)
        self.call_after_refresh(self._begin_what_can_wait)

    def _begin_what_can_wait(self) -> None:
        """Do what the first screen need not wait for."""
        if self.desk.load_views():
            self.redraw()
            self.tell_news()
        self._indexing.begin()

    def on_unmount(self) -> None:
        """Complete what was begun."""
        self.desk.wait()
        self._indexing.end()

    # Commands

    async def action_command(self, command_id: str) -> None:
        """Run the command with this id."""
        self._telling.unseen_problem = False
        if command_id != "first" and self._pending_key:
            self._pending_key = None
            self.say("")
        await BY_ID[command_id].run(self)
        self._show_hints()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command is possible now: the one answer for keys, footer and help."""
        if action != "command" or not self.is_mounted:
            return True
        if self.prompting.is_open or self._panes.writing:
            # Keys are text.
            return False
        return BY_ID[str(parameters[0])].possible(self)

    def second_of(self, key: str) -> bool:
        """Whether `key` was pressed just before too; if not, wait for it and say so."""
        if self._pending_key == key:
            self._pending_key = None
            self.say("")
            return True
        self._pending_key = key
        self.say(f"{key} …", aside=f"{key} again: first")
        return False

    # What commands do to the library

    def act(self, action: Action, *, advance: bool = False) -> bool:
        """Make a change and say what it did; see `Acting.act`."""
        return self._acting.act(action, advance=advance and self._auto_advance)

    def travel(self, step: Callable[[], Change | None], *, done: str, none: str, aside: str) -> None:
        """Go a step back or forth in the history and say what it was; see `Acting.travel`."""
        self._acting.travel(step, done=done, none=none, aside=aside)

    # What goes on beside the user

    def _look_around(self) -> None:
        if self.desk.lent:
            return
        self._indexing.begin()
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
        if self.desk.load_views() or news is not None:
            self.redraw()
        self.tell_news(news)

    def watch_folder(self, folder: Path, *, shown: str, library: Path) -> None:
        """Offer the files that come into `folder`, which the user calls `shown`, for import.

        Which were offered is written down in the folder of the library.
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
        self._panes.redraw(cursor=cursor)
        self._show_hints()

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Say what happened, in one line."""
        self._telling.say(text, aside=aside, error=error)

    def say_selection(self) -> None:
        """Say how many papers are selected."""
        count = len(self.papers.selected)
        if count:
            self.say(f"{count} selected", aside="keys act on all of them, esc selects none")
        else:
            self.say("Nothing selected")

    def move(self, how: Callable[[Pane], None]) -> None:
        """Move in the pane that has the keys, and show the paper under the cursor."""
        how(self._panes.current)
        self._panes.show_paper()

    def open_view(self, view: View) -> None:
        """Show another view."""
        if view is self.desk.view:
            return
        self.papers.clear_selection()
        self.desk.open_view(view)
        self.redraw()
        self.say("")

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
        self._panes.show_paper()

    # Panes

    @property
    def pane_name(self) -> str:
        """Name of the pane that has the keys."""
        return self._panes.here

    @property
    def zoomed(self) -> str | None:
        """Name of the pane that has the whole screen, None for none."""
        return self._panes.zoomed

    def go_to(self, name: str) -> None:
        """Give the keys to a pane, and room where it had none."""
        self._panes.go_to(name)
        self._show_hints()

    def zoom(self, name: str | None) -> None:
        """Give the whole screen to a pane, or to all of them again."""
        self._panes.zoom(name)
        self._show_hints()

    def on_resize(self) -> None:
        """Give every pane the room that there now is."""
        self._panes.make_room()

    @on(events.DescendantFocus)
    def _show_hints(self) -> None:
        """Show the keys that count now."""
        if self.prompting.is_open:
            self._hints.show(self.prompting.keys, typing=True)
        elif self._panes.writing:
            self._hints.show([("esc", "done"), ("ctrl+q", "quit")], typing=True)
        else:
            here = [command for command in COMMANDS if command.label and self.pane_name in command.panes]
            self._hints.show([(command.shown_key, command.label) for command in here if command.possible(self)])

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
        leaving.open_in_browser(self, event.address)

    def on_paste(self, event: events.Paste) -> None:
        """Offer the import of a text that is pasted into the list."""
        if self.focused is self.papers and event.text.strip():
            event.stop()
            importing.import_pasted(self, event.text)

    # Notes

    async def edit_note(self) -> None:
        """Let the note of the paper under the cursor, as it is at this moment, be written in its pane."""
        key = self.papers.cursor_key
        self.take_in()
        paper = self.desk.library.get(key) if key else None
        if paper is None:
            return
        self._panes.turn_to("note")
        await self.notes.begin(paper)
        self._show_hints()

    def flush_note(self) -> bool:
        """Save what was typed into a note and not saved yet; return False where that failed."""
        if self.desk.lent:
            # The editor will ask again; who ends the program puts the text into a file.
            return not self.notes.unsaved
        return self._save_note(self.notes.save)

    def _end_note(self) -> None:
        """Save the note and show it, as far as that is possible."""
        if self.note.editor is None:
            return
        if self._save_note(lambda: self.notes.end(leaving=not self._panes.writing)):
            self._panes.leave_note()
            self._show_hints()

    def _save_note(self, save: Callable[[], Saving]) -> bool:
        """Save what was typed, and say what came of it; return whether it is safe."""
        before = self.desk.library
        saving = save()
        if self.desk.library is not before:
            # Also where all that happened is what others did.
            self.redraw()
        if saving.line:
            self.say(saving.line, aside=saving.aside, error=saving.error)
            self.tell_news()
        return saving.done

    # The prompt

    async def ask(self, prompt: Prompt) -> None:
        """Ask something in the line at the bottom."""
        await self.prompting.ask(prompt)
        self._show_hints()

    def prompt_aside(self, text: str) -> None:
        """Say something behind what is typed into the prompt."""
        self.prompting.say(text)

    def prompt_completions(self) -> Sequence[str]:
        """Return what the word that is typed into the prompt may become."""
        return self.prompting.completions

    # Out of the program

    @on(ExportFinished)
    def _export_finished(self, event: ExportFinished) -> None:
        event.stop()
        self.say(event.summary, aside=event.place, error=event.failed)

    def show_help(self) -> None:
        """Show all keys."""
        from readlist.app.screens.help import HelpScreen  # noqa: PLC0415 -- not needed for the first screen

        self.app.push_screen(HelpScreen(COMMANDS))
