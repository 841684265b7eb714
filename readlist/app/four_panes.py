"""The four panes over one desk: what stands in them, which of them has the keys, and which have room."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content

from readlist.app.commands.keymap import Commands
from readlist.app.desk import Desk
from readlist.app.desk_views import view_named_in, views_named_in
from readlist.app.facet_counting import FacetCounting
from readlist.app.messages import PaperHighlighted
from readlist.app.pane_borders import PaneBorders
from readlist.app.screens.room import Border, PaneState, Room, room_for
from readlist.app.widgets.abstract_pane import AbstractPane
from readlist.app.widgets.note_pane import NotePane
from readlist.app.widgets.pane import Pane
from readlist.app.widgets.paper_list import PaperList
from readlist.app.widgets.spans import Marker, no_marks
from readlist.app.widgets.views_pane import ViewLine, ViewsPane
from readlist.query.filters import all_of
from readlist.query.query import ARCHIVED, Query
from readlist.text import clean_line


class FourPanes(Horizontal):
    """Views, papers, abstract and note, side by side as far as there is room.

    Attributes:
        here: name of the pane that has the keys, or gets them back when nothing is asked: its id.
        zoomed: name of the pane that has the whole screen, None for none.
        folded: names of the panes that are folded away; one of them that has the keys is shown all the same.
        shares: what the part before a border has of both, for the borders that were moved.
        room: which panes are shown, and how much of the screen they have.
    """

    def __init__(  # noqa: PLR0913, PLR0917 -- the panes are four
        self,
        desk: Desk,
        commands: Commands,
        views: ViewsPane,
        papers: PaperList,
        abstract: AbstractPane,
        note: NotePane,
    ) -> None:
        """Put the four panes together; `desk` is what they show, `commands` have the keys that hints name."""
        super().__init__(id="body")
        self.here = "papers"
        self.zoomed: str | None = None
        self.folded: set[str] = set()
        self.shares: dict[Border, float] = {}
        self.room: Room | None = None
        self._desk = desk
        self._commands = commands
        self._note_hint = _note_hint(commands)
        self._marked: Query | None = None
        self._marker: Marker = no_marks
        self._close_marker: Marker = no_marks
        self._title = ""
        self._facets = FacetCounting(self, desk, views)
        self._views, self._papers, self._abstract, self._note = views, papers, abstract, note
        self._reading = Container(abstract, note, id="reading")
        self._work = Container(papers, self._reading, id="work")
        self.borders = PaneBorders(self, (views, self._work), (papers, self._reading), (abstract, note))

    def compose(self) -> ComposeResult:
        """The views, and beside them the papers with what is read of them."""
        yield self._views
        yield self._work

    # What stands in them

    def redraw(self, *, cursor: str | None = None) -> None:
        """Show the desk as it is now; the cursor goes to the paper `cursor`, else it stays where it is."""
        desk, papers = self._desk, self._papers
        if desk.query != self._marked:
            self._marked = desk.query
            self._marker, self._close_marker = _markers(desk.query)
        papers.empty_text = _why_empty(desk, self._commands)
        papers.mark(self._marker, close=desk.close, close_marker=self._close_marker)
        papers.show(desk.library, desk.rows, desk.stale, cursor=cursor)
        title = _title(desk)
        if title != self._title:
            # Content, not text: a filter may look like markup. A title draws the whole pane anew.
            self._title, papers.border_title = title, Content(title)
        self._views.show(_view_lines(desk), desk.view.name)
        self.show_paper()
        self._facets.follow()

    @property
    def is_behind(self) -> bool:
        """Whether the desk has other papers than stand here: a screen that lies over this one has worked on it."""
        return self._papers.rows is not self._desk.rows or self._papers.library is not self._desk.library

    def put_off_counting(self) -> None:
        """Let what is counted beside the user's work wait until that rests."""
        self._facets.put_off()

    def show_paper(self) -> None:
        """Show the paper under the cursor in the panes beside the list."""
        self._facets.put_off()
        key = self._papers.cursor_key
        paper = self._desk.library.get(key) if key else None
        marker = self._close_marker if key in self._desk.close else self._marker
        self._abstract.show(paper, marker)
        # With another marker the note is laid out anew: not where there is none.
        self._note.show(paper, self._note_hint, marker if paper and paper.note else no_marks)

    @on(PaperHighlighted)
    def _paper_highlighted(self, event: PaperHighlighted) -> None:
        event.stop()
        self.show_paper()

    @on(ViewsPane.FacetClicked)
    async def _facet_clicked(self, event: ViewsPane.FacetClicked) -> None:
        event.stop()
        self.turn_to("views")
        await self.run_action("screen.command('open')")

    # Which has the keys

    @property
    def current(self) -> Pane:
        """The pane that has the keys; of the note, its text."""
        panes: dict[str, Pane] = {"views": self._views, "papers": self._papers, "abstract": self._abstract}
        return panes.get(self.here, self._note.text_view)

    @property
    def writing(self) -> bool:
        """Whether the keys go into the note."""
        # Not has_focus: a message tells that to the widget, which is too late for the next key.
        return self._note.editor is not None and self.screen.focused is self._note.editor

    def go_to(self, name: str) -> None:
        """Give the keys to a pane, and room where it had none."""
        self.turn_to(name)
        editor = self._note.editor if name == "note" else None
        self.screen.set_focus(self.current if editor is None else editor)

    def turn_to(self, name: str) -> None:
        """Make a pane the one that is worked in, with room where it had none; the keys stay where they are."""
        self.here = name
        if self.zoomed:
            self.zoomed = name
        self.make_room()

    def leave_note(self) -> None:
        """Show the note as text again; keys that the editor still has go to the papers, those of a click stay there."""
        if self.writing or self.screen.focused is None:
            # Before the editor goes: Textual would give the keys to whatever comes next.
            self.zoomed = None
            self.go_to("papers")
        else:
            self._follow_keys()
        self._note.finish()
        self.show_paper()

    @on(events.DescendantFocus)
    def _follow_keys(self) -> None:
        """Follow the mouse to the pane that it has given the keys to."""
        # Not to the one that an event names: the keys may have gone on since it was sent.
        focused = self.screen.focused
        names = {node.id for node in focused.ancestors_with_self} if focused is not None else set()
        name = next((name for name in ("views", "papers", "abstract", "note") if name in names), None)
        if name is not None and name != self.here:
            self.here = name
            self.make_room()

    # Which have room

    def zoom(self, name: str | None) -> None:
        """Give the whole screen and the keys to a pane, or room to all of them again."""
        self.zoomed = name
        self.go_to(name or self.here)

    @property
    def state(self) -> PaneState:
        """How the panes are to be, to be taken up again at another start."""
        return PaneState(self.here, self.zoomed, frozenset(self.folded), dict(self.shares))

    def take_up(self, state: PaneState) -> None:
        """Have the panes as they were; the keys go where they were, the first room is made by `make_room`."""
        self.here, self.zoomed = state.here, state.zoomed
        self.folded, self.shares = set(state.folded), dict(state.shares)

    def fold(self, name: str) -> bool:
        """Fold a pane away, or show it again; return whether it is folded away now."""
        self.folded ^= {name}
        folded = name in self.folded
        if self.zoomed == name:
            self.zoomed = None
        if folded and self.here == name:
            self.go_to("papers")
        else:
            self.make_room()
        return folded

    def make_room(self) -> None:
        """Show the panes that there is room for, each as large as it is to be."""
        size = self.app.size
        room = room_for(size.width, size.height, self.state)
        if room != self.room:
            self.room = room
            self.screen.set_class(room.narrow, "-narrow")
            self.screen.set_class(room.wide, "-wide")
            for pane in (self._views, self._papers, self._abstract, self._note):
                pane.display = pane.id in room.shown
            self._reading.display = bool(room.shown & {"abstract", "note"})
            self._work.display = bool(room.shown - {"views"})
            self.borders.place(room)
        self._facets.follow()

    # The mouse on the borders

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of the border that is under the pointer."""
        if self.borders.grab(event.screen_x, event.screen_y):
            event.stop()
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the border that is held."""
        if self.borders.drag(event.screen_x, event.screen_y):
            event.stop()
            self.make_room()

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Let go of the border."""
        if self.borders.release():
            event.stop()
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        """Put a border back that is clicked twice."""
        if event.chain == 2 and self.borders.reset(event.screen_x, event.screen_y):  # noqa: PLR2004 -- a double click
            event.stop()
            self.make_room()


def _markers(query: Query) -> tuple[Marker, Marker]:
    """Return what marks what a query looks for, as it is and with slips."""
    if not query.marks:
        return no_marks, no_marks
    from readlist.app.marks import close_marks_of, marks_of  # noqa: PLC0415 -- the first screen looks for nothing

    return marks_of(query), close_marks_of(query)


def _view_lines(desk: Desk) -> list[ViewLine]:
    counts = desk.counts
    return [ViewLine(view.name, counts.get(view.name), own=not view.built_in) for view in desk.views]


def _title(desk: Desk) -> str:
    """Return what stands above the papers: the view, how many of its papers are shown, the filter."""
    shown, total = desk.shown, desk.total
    name = clean_line(view_named_in(desk.query) or desk.view.name)
    if not desk.filter_text:
        return f"{name} · {total:,}"
    if desk.close:
        return f"{name} · none of {total:,}, the closest {shown:,} · /{clean_line(desk.filter_text)}"
    return f"{name} · {shown:,} of {total:,} · /{clean_line(desk.filter_text)}"


def _why_empty(desk: Desk, commands: Commands) -> str:
    """Return what stands in the place of the papers where there are none."""
    if not len(desk.library):
        return f"No papers yet · {commands.key_of('import')} to import, or: readlist import FILE"
    if desk.filter_text and desk.total:
        where = clean_line(view_named_in(desk.query) or desk.view.name)
        return f"No paper in {where} matches · {_elsewhere(desk) or 'esc: all papers'}"
    named = views_named_in(desk.query)
    if named:
        return f"{clean_line(view_named_in(desk.query) or '')}: no papers · esc: back to {clean_line(desk.view.name)}"
    return f"{clean_line(desk.view.name)}: no {clean_line(desk.view.help)} · ] next view"


def _elsewhere(desk: Desk) -> str:
    """Return where there are papers that the filter means, though the open view has none; "" for nowhere."""
    query = desk.query
    # A desk that is lent has its hands full.
    if desk.rows or desk.lent or views_named_in(query):
        return ""
    found = desk.finder.count(Query(query.where, hidden=query.hidden))
    if found:
        return f"view:all: {found:,}"
    archived = desk.finder.count(Query(all_of([query.where, ARCHIVED])))
    return f"in the archive: {archived:,}" if archived else ""


def _note_hint(commands: Commands) -> str:
    """Return what the pane of the note says where there is none."""
    here, editor = commands.key_of("write_note"), commands.key_of("edit_note")
    return f"No note yet. {here} writes one here, {editor} in your editor."
