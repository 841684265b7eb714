"""The main screen: four panes over one library, and the commands that work in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.screen import Screen

from readlist.app.commands import BY_ID, COMMANDS, leaving
from readlist.app.desk import Desk
from readlist.app.lookout import Lookout, News
from readlist.app.messages import (
    ExportFinished,
    LinkClicked,
    PaperHighlighted,
    PaperOpened,
    PromptMoved,
    ViewChosen,
)
from readlist.app.note_taking import NoteTaking
from readlist.app.screens.room import NARROW, WIDE, panes_with_room
from readlist.app.widgets.abstract_pane import AbstractPane
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.note_pane import NotePane
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.paper_list import PaperList
from readlist.app.widgets.prompt_line import Prompt, PromptLine
from readlist.app.widgets.status_line import StatusLine
from readlist.app.widgets.views_pane import ViewsPane
from readlist.editing import EditorError
from readlist.model.actions import Action
from readlist.model.change import Change
from readlist.model.library import UnknownPaperError
from readlist.query.views import View
from readlist.store.errors import StoreError
from readlist.text import clean_line

PROBLEMS = (StoreError, UnknownPaperError)
"""What can come in the way of a change; told in one line."""

NOTE_HINT = (
    f"No note yet. {BY_ID['write_note'].shown_key} writes one here, {BY_ID['edit_note'].shown_key} in your editor."
)
"""What the pane of the note says where there is none."""

LOOK_EVERY = 0.8
"""Seconds between looks at what other processes did to the library: within one second it is on the screen."""


class MainScreen(Screen[None]):
    """Views, papers, abstract and note, with a line for what happened and a line of keys.

    The screen passes keys to commands, shows what the desk holds, and decides which panes have room.
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
        self.zoomed: str | None = None
        self._auto_advance = auto_advance
        self._greeting, self._problem = greeting, problem
        self._pane_name = "papers"
        self._pending_key: str | None = None
        self._prompt: Prompt | None = None
        self._unseen_problem = False
        self.papers = PaperList()
        self.views = ViewsPane([view.name for view in desk.views])
        self.abstract = AbstractPane()
        self.note = NotePane(self.flush_note, self._finish_note)
        self.notes = NoteTaking(desk, self.note)
        self.lookout = Lookout(desk)
        self._status = StatusLine()
        self._line = PromptLine(self._prompt_typed, self._answer)
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """The panes, and under them what happened and what can be done."""
        with Horizontal(id="body"):
            yield self.views
            with Container(id="work"):
                yield self.papers
                with Container(id="reading"):
                    yield self.abstract
                    yield self.note
        yield self._status
        yield self._hints

    def on_mount(self) -> None:
        """Show the library."""
        self._arrange()
        self.redraw()
        self.say(self._problem or self._greeting, error=bool(self._problem))
        self._tell_news()
        self.set_interval(LOOK_EVERY, self._look_around)

    # Commands

    async def action_command(self, command_id: str) -> None:
        """Run the command with this id."""
        self._unseen_problem = False
        if command_id != "first" and self._pending_key:
            self._pending_key = None
            self.say("")
        await BY_ID[command_id].run(self)
        self._show_hints()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a command is possible now: the one answer for keys, footer and help."""
        if action != "command" or not self.is_mounted:
            return True
        if self._prompt is not None or self._writing:
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
        """Make a change and say what it did; step to the next paper where nothing is selected and `advance` is set.

        Returns whether the library now is as the action wants it.
        """
        try:
            change = self.desk.do(action)
        except PROBLEMS as error:
            self.redraw()
            self._say_problem(error)
            return False
        if not change.edits:
            # What others did on the way to it may have made it so.
            self.redraw()
            self.say("Nothing to do")
            return True
        selected = bool(self.papers.selected)
        self.papers.clear_selection()
        if advance and self._auto_advance and not selected:
            self.papers.step(1)
        self.redraw()
        self.say(change.summary, aside="u to undo")
        self._tell_news()
        return True

    def travel(self, step: Callable[[], Change | None], *, done: str, none: str, aside: str) -> None:
        """Go a step back or forth in the history, say what it was, and put the cursor on the paper if it is shown."""
        try:
            change = step()
        except PROBLEMS as error:
            self.redraw()
            self._say_problem(error)
            return
        if change is None:
            self.redraw()
            self.say(none)
            return
        first = next((key for key in change.keys if key in self.desk.library), None)
        self.redraw(cursor=first)
        self.say(f"{done}: {change.summary}", aside=aside)
        self._tell_news()

    # What goes on beside the user

    def _look_around(self) -> None:
        self.lookout.look_after_library()
        self.take_in()

    def take_in(self) -> None:
        """Show what other processes did since the last look."""
        news = self.lookout.look()
        if news is not None:
            self.redraw()
        self._tell_news(news)

    def _tell_news(self, news: News | None = None) -> None:
        """Tell the next problem that came up beside what the user does, else `news`.

        Not over a problem that nobody has seen yet: it may name the file that holds somebody's text.
        """
        if not self._unseen_problem:
            news = self.lookout.next_problem() or news
            if news is not None and news.line:
                self.say(news.line, aside=news.aside, error=news.error)

    def _say_problem(self, error: Exception) -> None:
        news = self.lookout.problem(error)
        self.say(news.line, aside=news.aside, error=True)

    # What is shown

    def redraw(self, *, cursor: str | None = None) -> None:
        """Show the desk as it is now; the cursor goes to the paper `cursor`, else it stays where it is."""
        desk, papers = self.desk, self.papers
        papers.empty_text = self._why_empty()
        papers.show(desk.library, desk.rows, desk.stale, cursor=cursor)
        shown, total = len(desk.rows), desk.total
        parts = [desk.view.name, f"{shown:,} of {total:,}" if desk.filter_text else f"{total:,}"]
        if desk.filter_text:
            parts.append(f"/{clean_line(desk.filter_text)}")
        # Content, not text: a filter may look like markup.
        papers.border_title = Content(" · ".join(parts))
        self.views.show(desk.counts, desk.view.name)
        self.show_paper()
        self._show_hints()

    def show_paper(self) -> None:
        """Show the paper under the cursor in the panes beside the list."""
        key = self.papers.cursor_key
        paper = self.desk.library.get(key) if key else None
        self.abstract.show(paper)
        self.note.show(paper, NOTE_HINT)

    def _why_empty(self) -> str:
        if self.desk.filter_text and self.desk.total:
            return "No paper here has all these words · esc: all papers"
        if not len(self.desk.library):
            return "No papers yet · readlist import FILE"
        return f"{self.desk.view.name}: no {self.desk.view.help} · ] next view"

    def say(self, text: str, *, aside: str = "", error: bool = False) -> None:
        """Say what happened, in one line."""
        self._unseen_problem = error
        self._status.say(text, aside=aside, error=error)

    def say_selection(self) -> None:
        """Say how many papers are selected."""
        count = len(self.papers.selected)
        if count:
            self.say(f"{count} selected", aside="keys act on all of them, esc selects none")
        else:
            self.say("Nothing selected")

    def move(self, how: Callable[[Pane], None]) -> None:
        """Move in the pane that has the keys, and show the paper under the cursor."""
        how(self._pane)
        self.show_paper()

    def open_view(self, view: View) -> None:
        """Show another view."""
        if view is self.desk.view:
            return
        self.papers.clear_selection()
        self.desk.open_view(view)
        self.redraw()
        self.say("")

    def filter(self, text: str, *, keep: str | None = None) -> None:
        """Show the papers that have all words of `text`; the cursor stays on `keep` while that is shown."""
        self.desk.set_filter(text)
        self.redraw(cursor=keep)

    # Panes

    @property
    def pane_name(self) -> str:
        """Name of the pane that has the keys."""
        return self._pane_name

    @property
    def _pane(self) -> Pane:
        panes: dict[str, Pane] = {"views": self.views, "papers": self.papers, "abstract": self.abstract}
        return panes.get(self._pane_name, self.note.text_view)

    def go_to(self, name: str) -> None:
        """Give the keys to a pane, and room where it had none."""
        self._pane_name = name
        if self.zoomed:
            self.zoomed = name
        self._arrange()
        pane = self.note.editor if name == "note" and self.note.editor else self._pane
        self.set_focus(pane)
        self._show_hints()

    def zoom(self, name: str | None) -> None:
        """Give the whole screen to a pane, or to all of them again."""
        self.zoomed = name
        self.go_to(name or self._pane_name)

    def _arrange(self) -> None:
        """Show the panes that there is room for."""
        width = self.app.size.width
        self.set_class(width < NARROW, "-narrow")
        self.set_class(width >= WIDE, "-wide")
        shown = panes_with_room(width, here=self._pane_name, zoomed=self.zoomed)
        for pane in (self.views, self.papers, self.abstract, self.note):
            pane.display = pane.id in shown
        self.query_one("#reading").display = bool(shown & {"abstract", "note"})
        self.query_one("#work").display = bool(shown - {"views"})

    def _show_hints(self) -> None:
        if self._prompt is not None:
            completes = [("tab", "complete")] if self._prompt.complete else []
            self._hints.show([("enter", "done"), ("esc", "back"), *completes], typing=True)
            return
        if self._writing:
            self._hints.show([("esc", "done"), ("ctrl+q", "quit")], typing=True)
            return
        here = self._pane_name
        shown = [command for command in COMMANDS if command.label and here in command.panes and command.possible(self)]
        self._hints.show([(command.shown_key, command.label) for command in shown])

    @property
    def _writing(self) -> bool:
        """Whether the keys go into the note."""
        # Not has_focus: a message tells that to the widget, which is too late for the next key.
        return self.note.editor is not None and self.focused is self.note.editor

    def on_resize(self) -> None:
        """Give every pane the room that there now is."""
        self._arrange()

    @on(events.DescendantFocus)
    def _pane_focused(self, event: events.DescendantFocus) -> None:
        names = {node.id for node in event.widget.ancestors_with_self}
        name = next((name for name in ("views", "papers", "abstract", "note") if name in names), None)
        if name is not None and name != self._pane_name:
            self._pane_name = name
            self._arrange()
        self._show_hints()

    # What panes say

    @on(PaperHighlighted)
    def _paper_highlighted(self, event: PaperHighlighted) -> None:
        event.stop()
        self.show_paper()

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

    # Notes

    async def edit_note(self) -> None:
        """Let the note of the paper under the cursor, as it is at this moment, be written in its pane."""
        key = self.papers.cursor_key
        self.take_in()
        paper = self.desk.library.get(key) if key else None
        if paper is None:
            return
        self._pane_name = "note"
        if self.zoomed:
            self.zoomed = "note"
        self._arrange()
        await self.notes.begin(paper)
        self._show_hints()

    def flush_note(self) -> bool:
        """Save what was typed into a note and not saved yet; return False where that failed."""
        before = self.desk.library
        saving = self.notes.save()
        if self.desk.library is not before:
            # Also where all that happened is what others did.
            self.redraw()
        if saving.line:
            self.say(saving.line, aside=saving.aside, error=not saving.done)
            self._tell_news()
        return saving.done

    def _finish_note(self) -> None:
        """Save the note and show it.

        One that cannot be saved stays in the editor as long as that has the keys and its paper is there: the disk may
        have room again in a moment. Else its text goes into a file.
        """
        editor = self.note.editor
        if editor is None:
            return
        rescued = ""
        if not self.flush_note():
            if self._writing and editor.key in self.desk.library:
                return
            try:
                rescued = self.notes.rescue()
            except EditorError as error:
                self.say(str(error), error=True)
                return
        if self._pane_name == "note":
            # Before the editor goes: Textual would give the keys to whatever comes next.
            self.zoomed = None
            self._pane_name = "papers"
            self._arrange()
            self.set_focus(self.papers)
        self.note.finish()
        self.show_paper()
        self._show_hints()
        if rescued:
            self.say(rescued, error=True)

    # The prompt

    async def ask(self, prompt: Prompt) -> None:
        """Ask something in the line at the bottom."""
        if not self._line.is_attached:
            await self.mount(self._line, before=self._hints)
        self._status.display = False
        self._prompt = prompt
        self._line.open(prompt)
        self._prompt_typed(prompt.text)
        self._show_hints()

    def prompt_aside(self, text: str) -> None:
        """Say something behind what is typed into the prompt."""
        self._line.say(text)

    def prompt_completions(self) -> Sequence[str]:
        """Return what the word that is typed into the prompt may become."""
        return self._line.completions

    def _prompt_typed(self, text: str) -> None:
        if self._prompt is not None and self._prompt.typed is not None:
            self._prompt.typed(text)

    def _answer(self, text: str | None) -> None:
        """Take the prompt away; `text` is the answer, None where it was left without one."""
        prompt = self._prompt
        if prompt is None:
            return
        problem = prompt.problem(text) if text is not None else None
        if problem is not None:
            self.prompt_aside(problem)
            return
        self._prompt = None
        self.go_to(self._pane_name)
        self._line.close()
        self._status.display = True
        if text is None:
            prompt.left()
        else:
            prompt.answered(text)
        self._show_hints()

    @on(PromptMoved)
    def _prompt_moved(self, event: PromptMoved) -> None:
        event.stop()
        if self._prompt is not None and self._prompt.live:
            self.papers.step(event.lines)
            self.show_paper()

    # Out of the program

    @on(ExportFinished)
    def _export_finished(self, event: ExportFinished) -> None:
        event.stop()
        self.say(event.summary, aside=event.place, error=event.failed)

    def show_help(self) -> None:
        """Show all keys."""
        from readlist.app.screens.help import HelpScreen  # noqa: PLC0415 -- not needed for the first screen

        self.app.push_screen(HelpScreen(COMMANDS))
