"""The import: where from, what would come in, and then one change."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from enum import Enum
from time import monotonic
from typing import ClassVar

from rich.text import Text as RichText
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import ModalScreen

from readlist.app.desk import Desk
from readlist.app.prompting import Prompting
from readlist.app.screens.import_job import Commit, Job, in_thread
from readlist.app.screens.import_paths import PathCompleter
from readlist.app.screens.import_preview import ImportPreview
from readlist.app.screens.told_keys import ToldKeysScreen
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
from readlist.app.widgets.status_line import StatusLine
from readlist.importers.gathering import Source, Text
from readlist.model.change import Change
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
    IMPORTING = "importing"


_HINTS = {
    Stage.READING: [("esc", "cancel")],
    Stage.LIST: [("enter", "import"), ("space", "leave out"), ("esc", "back"), ("t", "tag all"), ("*", "all or none")],
    Stage.IMPORTING: [],
}
_LIST_KEYS = [
    ("enter", "import"), ("space", "leave out, or take in"), ("*", "all or none"), ("t", "tag all"), ("j", "down"),
    ("k", "up"), ("ctrl+d", "half a page down"), ("ctrl+u", "half a page up"), ("g", "first"), ("G", "last"),
    ("escape", "back"),
]  # fmt: skip
_PROBLEMS_HINT = ("tab", "problems")
_PROBLEM_KEYS = [("tab", "next problem"), ("shift+tab", "previous problem")]
_LAST_BEFORE_PROBLEMS = 3
"""Hints of the list that are more important than the one for problems."""
_PATH_HINTS = [("enter", "read"), ("tab", "complete"), ("↓", "text box"), ("esc", "back")]
_TEXT_HINTS = [("ctrl+s", "read"), ("tab", "path"), ("esc", "back")]


class ImportScreen(ModalScreen[Change | None], ToldKeysScreen[Change | None]):
    """A dialog that ends with the change that the import made, or with None where there was none."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, priority=True),
    ]
    DEFAULT_CSS = """
    ImportScreen {
        align: center middle;
    }
    #import {
        width: 84;
        max-width: 100%;
        height: auto;
        max-height: 100%;
    }
    #import.-list {
        width: 100%;
        max-width: 140;
        height: 100%;
    }
    #import-form {
        height: auto;
    }
    #import-progress {
        height: 1;
    }
    #import-preview {
        height: 1fr;
    }
    #import-list {
        height: 1fr;
    }
    #import-detail {
        border-top: solid $foreground 30%;
        height: 5;
    }
    #import #status, #import #hints, #import #prompt {
        width: 1fr;
    }
    """

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
        self._commit: Commit | None = None
        self._begun = 0.0
        self._completer = PathCompleter()
        self._box = Container(id="import", classes="dialog")
        self._form = ImportForm()
        self._progress = ProgressLine(id="import-progress")
        self._preview = ImportPreview(desk)
        self._status = StatusLine()
        self._prompting = Prompting(self._status, give_back_keys=self._preview.take_keys)
        self._hints = KeyHints()

    def compose(self) -> ComposeResult:
        """One box: the form, the progress or the list, and below it what is wrong and what can be done."""
        with self._box:
            yield self._form
            yield self._progress
            yield self._preview
            yield self._status
            yield self._hints
        yield self._popup

    def on_mount(self) -> None:
        """Ask where from, or read what was given."""
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
        self._job = job = Job(sources, self._desk.library)
        self._begin(Stage.READING)
        self.run_worker(self._read_with(job), group="import")

    async def _read_with(self, job: Job) -> None:
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

    # What would come in

    def action_import(self) -> None:
        """Have the change made, and leave with it; where it cannot be made, say why and stay."""
        draft = self._preview.draft
        if draft is None:
            return
        papers = len(draft.papers) - len(draft.out)
        if not papers:
            self._status.say("Nothing to import: every paper is left out", error=True)
            return
        commit = Commit(self._desk, draft.action(), papers)
        # Not in the worker, which may be cancelled before it has begun: then a commit would be there that never ends.
        change = in_thread(commit.run)
        self._commit = commit
        self._begin(Stage.IMPORTING)
        self.run_worker(self._end_with(change), group="import")

    async def _end_with(self, change: Awaitable[Change]) -> None:
        try:
            done = await change
        except StoreError as error:
            self._commit = None
            self._show(Stage.LIST)
            self._status.say(self._desk.in_short(error), error=True)
        else:
            self._commit = None
            self.dismiss(done)

    def on_unmount(self) -> None:
        """Where the program ends while the change is being made, wait for it: what has begun is completed."""
        problem = self._commit.wait() if self._commit is not None else None
        if problem is not None:
            self.app.exit(return_code=1, message=RichText(f"readlist: nothing imported: {clean_line(str(problem))}"))

    async def action_tag(self) -> None:
        """Ask for tags that all papers get."""
        await self._preview.ask_tags(self._prompting)
        self._show_hints()

    # What takes its time

    def _begin(self, stage: Stage) -> None:
        """Begin some work, and tell how far it is when it turns out to be long."""
        self._stage, self._begun = stage, monotonic()
        self._status.say("")
        # What is typed now is for what comes next.
        self.set_focus(None)
        self._show_hints()

    def _tell_progress(self) -> None:
        work = self._commit or self._job
        if work is None or monotonic() - self._begun < PATIENCE:
            return
        self._progress.show(*work.progress)
        if not self._progress.display:
            self._show(self._stage)

    # The dialog

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 -- Textual's
        """Whether a key counts now: one of the list only once, and none while tags are typed."""
        if self._prompting.is_open:
            return False
        return self._stage is Stage.LIST if action in {"import", "tag"} else True

    def action_back(self) -> None:
        """Go one step back: from the list or the reading to the form, from there out; never amid the change."""
        if self._commit is not None:
            self._status.say("Too late to cancel: u takes it back when it is done")
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
        self._progress.display = stage in {Stage.READING, Stage.IMPORTING}
        self._preview.display = stage is Stage.LIST
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

    @property
    def _hints_now(self) -> Sequence[tuple[str, str]]:
        if self._prompting.is_open:
            return self._prompting.keys
        if self._stage is Stage.FORM:
            return _TEXT_HINTS if self._form.text_has_keys else _PATH_HINTS
        hints = _HINTS[self._stage]
        if self._stage is Stage.LIST and self._preview.has_problems:
            return [*hints[:_LAST_BEFORE_PROBLEMS], _PROBLEMS_HINT, *hints[_LAST_BEFORE_PROBLEMS:]]
        return hints

    def _show_hints(self) -> None:
        self._hints.show(self._hints_now, typing=self._stage is not Stage.LIST or self._prompting.is_open)

    @property
    def takes_text(self) -> bool:
        """Whether a question mark is text: all over, but in the list."""
        return self._stage is not Stage.LIST or self._prompting.is_open

    @property
    def told_keys(self) -> Sequence[tuple[str, str]]:
        """The keys that count now."""
        if self._stage is Stage.LIST and not self._prompting.is_open:
            return [*_LIST_KEYS, *_PROBLEM_KEYS] if self._preview.has_problems else _LIST_KEYS
        return [({"esc": "escape"}.get(key, key), text) for key, text in self._hints_now]

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        self._show_hints()


def pasted(text: str) -> Text:
    """Return a text that was pasted as what it is to the importers."""
    return Text(PASTED, text.encode("utf-8", "replace"))
