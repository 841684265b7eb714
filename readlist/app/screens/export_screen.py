"""The export: which papers, as what and where to, with what that would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import monotonic
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer

from readlist.app.desk import Desk
from readlist.app.screens.export_destination import FLAVOURS, MARKDOWN, Destination, Formats, Templates, flavour_at
from readlist.app.screens.export_job import MOST_PREVIEWED, Order, Preview, preview_of, suffixes_by_format
from readlist.app.screens.export_preview import ExportPreview
from readlist.app.screens.import_job import in_thread
from readlist.app.screens.import_paths import PathCompleter
from readlist.app.screens.told_keys import ToldKeysScreen
from readlist.app.widgets.export_form import ExportForm, OptionChosen
from readlist.app.widgets.export_list import ExportRow, Fate
from readlist.app.widgets.import_form import PathEntered, PathTyped, TextPasted
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.status_line import StatusLine

SETTLED_AFTER = 0.2
"""Seconds without another letter after which it is looked at what would be written."""
PATIENCE = 0.5
"""Seconds of looking before it is told that it takes longer."""
NO_PLACE = "Where to? Give a folder or a file"
_BEAT = 0.1  # seconds between two looks at how long it takes
_MOST_CANDIDATES = 20
_PLACE_HINTS = [("enter", "write"), ("tab", "complete"), ("↑", "format"), ("↓", "files"), ("esc", "back")]
_OPTION_HINTS = [("enter", "write"), ("← →", "choose"), ("↓", "next"), ("esc", "back")]
_LIST_HINTS = [("enter", "write"), ("j k", "move"), ("tab", "form"), ("esc", "back"), ("J K", "scroll")]
_PLACE_KEYS = [
    ("enter", "write"), ("tab", "complete the place"), ("up", "format"), ("down", "files"),
    ("pagedown", "down in the files"), ("pageup", "up in the files"), ("escape", "back to the list"),
]  # fmt: skip
_OPTION_KEYS = [
    ("enter", "write"), ("left", "choose"), ("right", "choose"), ("up", "line above"), ("down", "line below"),
    ("tab", "next"), ("pagedown", "down in the files"), ("pageup", "up in the files"), ("escape", "back to the list"),
]  # fmt: skip
_LIST_KEYS = [
    ("enter", "write"), ("j", "next file"), ("k", "previous file"), ("J", "scroll the file down"),
    ("K", "scroll the file up"), ("ctrl+d", "half a page down"), ("ctrl+u", "half a page up"), ("g", "first file"),
    ("G", "last file"), ("tab", "to the form"), ("escape", "back to the list"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """Papers that can be exported.

    Attributes:
        name: one word for them.
        keys: their keys, in order.
    """

    name: str
    keys: Sequence[str]

    @property
    def label(self) -> str:
        """The word, and how many they are."""
        return f"{self.name} {len(self.keys):,}"


def _nothing_can_be_written(rows: Sequence[ExportRow]) -> str:
    """Return why none of some files can be written; "" where one of them can, or is as it would be."""
    if any(row.fate not in {Fate.KEPT, Fate.FAILED} for row in rows):
        return ""
    return next((f"{row.name}: {row.message}" for row in rows), "")


class ExportScreen(
    ModalScreen[tuple[Sequence[str], Destination] | None], ToldKeysScreen[tuple[Sequence[str], Destination] | None]
):
    """A dialog that ends with the papers to export and where to, or with None. It writes nothing itself.

    What would be written is looked at in a thread, one look at a time, and again when something else is wanted.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before what has the keys: the next key, however soon it comes, is for what has them then.
        Binding("escape", "back", "Back", show=False, priority=True),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
        Binding("tab", "complete_or_go_on", "Complete, or go on", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Go back", show=False, priority=True),
        Binding("pagedown", "half_page(1)", "Down in the files", show=False),
        Binding("pageup", "half_page(-1)", "Up in the files", show=False),
    ]
    DEFAULT_CSS = """
    ExportScreen {
        align: center middle;
    }
    #export {
        width: 100%;
        max-width: 140;
        height: 100%;
    }
    #export-form {
        height: auto;
    }
    #export #status, #export #hints {
        width: 1fr;
    }
    """

    def __init__(
        self, desk: Desk, choices: Sequence[PaperChoice], destination: Destination, *, templates: Templates
    ) -> None:
        """Make the dialog.

        Args:
            desk: what the papers come from.
            choices: the papers to choose from; the first are proposed.
            destination: where to, as it is proposed.
            templates: of Markdown.
        """
        super().__init__(id="exporting")
        self._desk = desk
        self._choices: Mapping[str, PaperChoice] = {choice.name: choice for choice in choices}
        self._papers = choices[0]
        self._destination = destination
        self._flavour = destination.flavour
        self._flavour_is_chosen = False
        self._templates = templates
        self._formats: Formats | None = None
        self._shown: tuple[Destination, str] | None = None
        self._problem = ""
        self._looking_since: float | None = None
        self._timer: Timer | None = None
        self._completer = PathCompleter()
        self._box = Container(id="export", classes="dialog")
        self._form = ExportForm()
        self._preview = ExportPreview()
        self._status = StatusLine()
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """One box: the form, what would be written, and below it what is wrong and what can be done."""
        with self._box:
            yield self._form
            yield self._preview
            yield self._status
            yield self._hints
        yield self._popup

    def on_mount(self) -> None:
        """Propose what is proposed, and look at what would be written."""
        self._form.offer_papers({choice.name: choice.label for choice in self._choices.values()}, self._papers.name)
        self._form.offer_flavours(FLAVOURS)
        self._show()
        self._form.take_keys()
        self.set_interval(_BEAT, self._tell_progress)
        self.run_worker(self._load_formats(), group="export-formats")

    async def _load_formats(self) -> None:
        self._formats = Formats(await in_thread(suffixes_by_format))
        self._form.offer_formats(self._formats.names)
        self._take_typed_place()
        if not self._destination.format:
            self._destination = self._formats.placed(self._destination, self._destination.place)
        self._changed(after=0)

    def _take_typed_place(self) -> None:
        """Take the place as it stands in the form: that it was typed may not have been told yet."""
        self._destination = replace(self._destination, place=self._form.place)

    # What is wanted

    @on(OptionChosen)
    def _option_chosen(self, event: OptionChosen) -> None:
        event.stop()
        self._take_typed_place()
        if event.line == "export-what":
            self._papers = self._choices[event.option]
        elif event.line == "export-flavour":
            self._flavour_is_chosen = True
            self._destination = replace(self._destination, flavour=event.option)
        elif self._formats is not None:
            self._destination = self._formats.formatted(self._destination, event.option)
        self._changed()

    @on(PathTyped)
    def _place_typed(self, event: PathTyped) -> None:
        event.stop()
        # Not what was typed when it was said: more may stand there by now, and is not to be taken away.
        place = self._form.place
        self._go_to(place)
        candidates = self._completer.candidates(place)[:_MOST_CANDIDATES]
        self._status.say("", aside=" ".join(candidates) if place else "")

    @on(TextPasted)
    def _text_pasted(self, event: TextPasted) -> None:
        event.stop()
        self._status.say("That is no path", error=True)

    def _go_to(self, place: str) -> None:
        if self._formats is None:
            self._destination = replace(self._destination, place=place, format="")
        else:
            self._destination = self._formats.placed(self._destination, place)
        if not self._flavour_is_chosen:
            self._destination = replace(self._destination, flavour=flavour_at(place) or self._flavour)
        self._changed()

    def _changed(self, *, after: float = SETTLED_AFTER) -> None:
        """Show what is wanted now, and look at what would be written when nothing else is wanted for a moment."""
        self._show()
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(after, self._look) if after else None
        if not after:
            self._look()

    def _show(self) -> None:
        wanted = self._destination
        flavour = wanted.flavour if wanted.format == MARKDOWN else None
        self._form.show(place=wanted.place, format=wanted.format, flavour=flavour)
        count = len(self._papers.keys)
        self._box.border_title = Content(f"Export {count:,} {'paper' if count == 1 else 'papers'}")

    # What would be written

    @property
    def _wanted(self) -> tuple[Destination, str]:
        return self._destination, self._papers.name

    def _look(self) -> None:
        if self._looking_since is None:
            self._looking_since = monotonic()
            self.run_worker(self._look_until_settled(), group="export-look")

    async def _look_until_settled(self) -> None:
        try:
            while self._shown != self._wanted:
                self._looking_since = monotonic()
                wanted = self._wanted
                preview = await self._looked()
                self._shown = wanted
                if wanted == self._wanted:
                    self._show_preview(preview)
        finally:
            self._looking_since = None

    async def _looked(self) -> Preview | str:
        """Return what would be written, or why that is not looked at."""
        if not self._destination.place.strip():
            return NO_PLACE
        if len(self._papers.keys) > MOST_PREVIEWED:
            return f"{len(self._papers.keys):,} papers: too many to show what would be written"
        return await in_thread(partial(preview_of, self._order))

    @property
    def _order(self) -> Order:
        return Order(self._desk.library, self._papers.keys, self._destination, self._templates)

    def _show_preview(self, preview: Preview | str) -> None:
        self._problem = ""
        if isinstance(preview, str):
            self._preview.say(preview)
        elif preview.problem:
            self._problem = self._desk.in_short(preview.problem)
            self._preview.say(self._problem, error=True)
        else:
            self._problem = _nothing_can_be_written(preview.rows)
            self._preview.show(preview.rows)

    def _tell_progress(self) -> None:
        if self._looking_since is not None and monotonic() - self._looking_since >= PATIENCE:
            count = len(self._papers.keys)
            papers = "1 paper" if count == 1 else f"{count:,} papers"
            self._preview.tell_progress(f"Comparing {papers} with what is there")

    # The dialog

    def action_write(self) -> None:
        """Leave with what is wanted, whether or not it has been looked at: nothing of the user's is overwritten.

        What is known to fail is looked at once more instead: what stands in its way may have gone since.
        """
        if not self._destination.place.strip():
            self._status.say(NO_PLACE, error=True)
        elif self._problem and self._shown == self._wanted:
            self._status.say(self._problem, error=True)
            self._shown = None
            self._look()
        else:
            self.dismiss((self._papers.keys, self._destination))

    @on(PathEntered)
    def _place_entered(self, event: PathEntered) -> None:
        # Its last letter has been told before it.
        event.stop()
        self.action_write()

    def action_back(self) -> None:
        """Leave; nothing has been written."""
        self.dismiss(None)

    def action_move(self, direction: int) -> None:
        """Go to the line above (-1) or below (1) in the form, or in the files."""
        if self._preview.has_keys and not (direction < 0 and self._preview.is_at_top):
            self._preview.action_step(direction)
        elif direction < 0:
            self.app.action_focus_previous()
        else:
            self.app.action_focus_next()

    def action_complete_or_go_on(self) -> None:
        """Complete the place, or give the keys to what comes next."""
        if self._form.typing:
            self._go_to(self._completer.completed(self._form.place))
        else:
            self.app.action_focus_next()

    def action_half_page(self, direction: int) -> None:
        """Move in the files while something else has the keys."""
        self._preview.action_half_page(direction)

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        if not self._form.typing:
            self._status.say("")
        hints = _PLACE_HINTS if self._form.typing else _OPTION_HINTS if self._form.choosing else _LIST_HINTS
        self._hints.show(hints, typing=self._form.typing)

    @property
    def takes_text(self) -> bool:
        """Whether a question mark is text: in the place."""
        return self._form.typing

    @property
    def told_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that count now."""
        return _PLACE_KEYS if self._form.typing else _OPTION_KEYS if self._form.choosing else _LIST_KEYS
