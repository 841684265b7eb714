"""The import: where from, what would come in, and then one change."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from time import monotonic
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen

from readlist.app.desk import Desk
from readlist.app.screens.import_draft import tags_of
from readlist.app.screens.import_job import Job, in_thread
from readlist.app.screens.import_paths import PathCompleter
from readlist.app.screens.import_preview import ImportPreview
from readlist.app.widgets.import_form import (
    LARGEST_SHOWN,
    CompletionWanted,
    ImportForm,
    PathEntered,
    PathTyped,
    TextEntered,
    TextPasted,
)
from readlist.app.widgets.key_hints import KeyHints
from readlist.app.widgets.progress_line import ProgressLine
from readlist.app.widgets.prompt_line import Prompt, PromptLine
from readlist.app.widgets.status_line import StatusLine
from readlist.importers.gathering import Source, Text
from readlist.model.change import Change
from readlist.model.tags import InvalidTagError
from readlist.store.errors import StoreError
from readlist.text import clean_line

PASTED = "pasted text"
"""What a document that was pasted is called."""
PATIENCE = 0.5
"""Seconds of work before it is told how far it is."""
_BEAT = 0.1  # seconds between two looks at how far it is


class Stage(Enum):
    """What the dialog is at."""

    FORM = "form"
    READING = "reading"
    LIST = "list"


_HINTS = {
    Stage.READING: [("esc", "cancel")],
    Stage.LIST: [("enter", "import"), ("space", "leave out"), ("esc", "back"), ("t", "tag all"), ("*", "all or none")],
}
_IN_THE_LIST = frozenset({"import", "leave_out", "all_or_none", "tag", "step", "half_page", "to_end"})
_PATH_HINTS = [("enter", "read"), ("tab", "complete"), ("↓", "text box"), ("esc", "back")]
_TEXT_HINTS = [("ctrl+s", "read"), ("tab", "path"), ("esc", "back")]


class ImportScreen(ModalScreen[Change | None]):
    """A dialog that ends with the change that the import made, or with None where there was none."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, priority=True),
        Binding("enter", "import", "Import", show=False),
        Binding("space", "leave_out", "Leave out, or take in", show=False),
        Binding("asterisk", "all_or_none", "All or none", show=False),
        Binding("t", "tag", "Tag all", show=False),
        Binding("j,down", "step(1)", "Down", show=False),
        Binding("k,up", "step(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown", "half_page(1)", "Half a page down", show=False),
        Binding("ctrl+u,pageup", "half_page(-1)", "Half a page up", show=False),
        Binding("g,home", "to_end(-1)", "First", show=False),
        Binding("G,shift+g,end", "to_end(1)", "Last", show=False),
    ]

    def __init__(self, desk: Desk, *, given: Sequence[Source] = (), path: str = "") -> None:
        """Make the dialog.

        Args:
            desk: what the papers come to.
            given: what to read at once; nothing asks first where it shall come from.
            path: the path that is proposed.
        """
        super().__init__(id="importing")
        self._desk = desk
        self._given = given
        self._path = path
        self._stage = Stage.FORM
        self._job: Job | None = None
        self._begun = 0.0
        self._completer = PathCompleter()
        self._prompt: Prompt | None = None
        self._box = Container(id="import")
        self._form = ImportForm()
        self._progress = ProgressLine(id="import-progress")
        self._preview = ImportPreview(desk)
        self._line = PromptLine(lambda _: self._tag_typed(), self._tag_answered)
        self._status = StatusLine()
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """One box: the form, the progress or the list, and below it what is wrong and what can be done."""
        with self._box:
            yield self._form
            yield self._progress
            yield self._preview
            yield self._line
            yield self._status
            yield self._hints

    def on_mount(self) -> None:
        """Ask where from, or read what was given."""
        self._line.display = False
        self._form.path = self._path
        self._show(Stage.FORM)
        if self._given:
            self._read(self._given)
        self.set_interval(_BEAT, self._tell_progress)

    # Where from

    @on(PathTyped)
    def _path_typed(self, event: PathTyped) -> None:
        event.stop()
        self._status.say("")
        self._form.show_candidates(self._completer.candidates(event.path))

    @on(CompletionWanted)
    def _completion_wanted(self, event: CompletionWanted) -> None:
        event.stop()
        self._form.path = self._completer.completed(event.path)

    @on(PathEntered)
    def _path_entered(self, event: PathEntered) -> None:
        event.stop()
        path = event.path.strip()
        if path:
            self._read([path])
        else:
            self._read_text(self._form.text)

    @on(TextEntered)
    def _text_entered(self, event: TextEntered) -> None:
        event.stop()
        self._read_text(self._form.text)

    @on(TextPasted)
    def _text_pasted(self, event: TextPasted) -> None:
        event.stop()
        self._show_text(event.text)
        self._read_text(event.text)

    def _show_text(self, text: str) -> None:
        if len(text) <= LARGEST_SHOWN:
            self._form.text = text

    def _read_text(self, text: str) -> None:
        if text.strip():
            self._read([pasted(text)])
        else:
            self._status.say("Nothing to read: give a file, a folder or a text", error=True)

    # Reading

    def _read(self, sources: Sequence[Source]) -> None:
        if self._stage is not Stage.FORM:
            return
        self._stage, self._begun = Stage.READING, monotonic()
        self._job = job = Job(sources, self._desk.library)
        self._status.say("")
        # What is typed now is for what comes next.
        self.set_focus(None)
        self._show_hints()
        self.run_worker(self._work(job), group="import")

    async def _work(self, job: Job) -> None:
        draft = await in_thread(job.run)
        if job is not self._job or draft is None:
            return
        self._job = None
        if draft.papers:
            self._preview.show(draft)
            self._show(Stage.LIST)
            return
        if self._given:
            self._show_given()
        self._show(Stage.FORM)
        problems = [failure.problem for failure in draft.failures] or ["no papers found"]
        more = f" (and {len(problems) - 1:,} more like it)" if len(problems) > 1 else ""
        self._status.say(problems[0] + more, error=True)

    def _show_given(self) -> None:
        """Let what was given and could not be read be seen, and changed."""
        given, self._given = self._given, ()
        if isinstance(given[0], Text):
            self._show_text(given[0].data.decode("utf-8", "replace"))

    def _tell_progress(self) -> None:
        if self._job is None or monotonic() - self._begun < PATIENCE:
            return
        self._progress.show(*self._job.progress)
        if not self._progress.display:
            self._show(Stage.READING)

    # What would come in

    def action_leave_out(self) -> None:
        """Leave the paper under the cursor out, or take it in again, and go to the next row."""
        self._preview.toggle()

    def action_all_or_none(self) -> None:
        """Leave all papers out; where all are, take all in."""
        self._preview.toggle_all()

    def action_step(self, lines: int) -> None:
        """Move the cursor."""
        self._preview.step(lines)

    def action_half_page(self, direction: int) -> None:
        """Move the cursor by half a page."""
        self._preview.half_page(direction)

    def action_to_end(self, direction: int) -> None:
        """Move the cursor to the first or last row."""
        self._preview.to_end(direction)

    def action_import(self) -> None:
        """Make the change, and leave with it; where it cannot be made, say why and stay."""
        draft = self._preview.draft
        if draft is None:
            return
        if len(draft.out) == len(draft.papers):
            self._status.say("Nothing to import: every paper is left out", error=True)
            return
        try:
            change = self._desk.do(draft.action())
        except StoreError as error:
            self._status.say(self._desk.in_short(error), error=True)
            return
        self.dismiss(change)

    # Tags

    def action_tag(self) -> None:
        """Ask for tags that all papers get, in the place of those given so far."""
        draft = self._preview.draft
        self._prompt = Prompt(
            label="Tag all:",
            text=" ".join(draft.tags) if draft else "",
            answered=lambda text: self._preview.tag_all(tags_of(text)),
            complete=self._known_tags,
            problem=_problem_with_tags,
        )
        self._status.display = False
        self._line.open(self._prompt)
        self._tag_typed()
        self._show_hints()

    def _known_tags(self, word: str) -> Sequence[str]:
        from readlist.search import closest  # noqa: PLC0415 -- rapidfuzz is needed where tags are typed

        known = tuple(self._desk.library.tags)
        return closest(word, known) if word else known[:5]

    def _tag_typed(self) -> None:
        if self._prompt is not None:
            candidates = self._line.completions
            self._line.say("tab: " + "  ".join(candidates) if candidates else "")

    def _tag_answered(self, text: str | None) -> None:
        """Take the prompt away; `text` is None where it was left without an answer."""
        prompt = self._prompt
        if prompt is None:
            return
        problem = prompt.problem(text) if text is not None else None
        if problem is not None:
            self._line.say(problem)
            return
        self._prompt = None
        self._line.close()
        self._status.display = True
        self._preview.take_keys()
        if text is not None:
            prompt.answered(text)
        self._show_hints()

    # The dialog

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- Textual's
        """Whether a key counts now: those of the list only in the list, and not while tags are typed."""
        if action in _IN_THE_LIST:
            return self._stage is Stage.LIST and self._prompt is None
        return True

    def action_back(self) -> None:
        """Go one step back: from the tags to the list, from there or from the reading to the form, from there out."""
        if self._prompt is not None:
            self._tag_answered(None)
            return
        if self._job is not None:
            self._job.cancelled = True
            self._job = None
        if self._stage is Stage.FORM or self._given:
            self.dismiss(None)
            return
        cancelled = self._stage is Stage.READING
        self._preview.draft = None
        self._show(Stage.FORM)
        self._status.say("Cancelled, nothing has changed" if cancelled else "")

    def _show(self, stage: Stage) -> None:
        """Show what belongs to a stage, and give it the keys."""
        self._stage = stage
        self._form.display = stage is Stage.FORM and not self._given
        self._progress.display = stage is Stage.READING
        self._preview.display = stage is Stage.LIST
        self._status.say("")
        self._box.border_title = self._title()
        self._box.set_class(stage is Stage.LIST, "-list")
        if stage is Stage.FORM:
            self._form.take_keys()
        elif stage is Stage.LIST:
            self._preview.take_keys()
        self._show_hints()

    def _title(self) -> Content:
        draft = self._preview.draft
        batches = draft.batches if draft else ()
        if not batches:
            return Content("Import")
        name = clean_line(batches[0].document) if len(batches) == 1 else f"{len(batches):,} files"
        return Content(f"Import · {name}")

    def _show_hints(self) -> None:
        if self._prompt is not None:
            hints = [("enter", "done"), ("tab", "complete"), ("esc", "back")]
        elif self._stage is Stage.FORM:
            hints = _TEXT_HINTS if self._form.text_has_keys else _PATH_HINTS
        else:
            hints = _HINTS[self._stage]
        self._hints.show(hints, typing=True)

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        self._show_hints()


def pasted(text: str) -> Text:
    """Return a text that was pasted as what it is to the importers."""
    return Text(PASTED, text.encode("utf-8", "replace"))


def _problem_with_tags(text: str) -> str | None:
    try:
        tags_of(text)
    except InvalidTagError as error:
        return str(error)
    return None
