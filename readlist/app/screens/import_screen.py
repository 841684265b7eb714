"""The import: where from, what would come in, and then one change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from pathlib import Path
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
from readlist.app.screens.import_format import ask_format
from readlist.app.screens.import_job import Commit, Job, in_thread
from readlist.app.screens.import_keys import Keys, Stage, hints, list_keys
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

PATIENCE = 0.5
"""Seconds of work before it is told how far it is."""
_BEAT = 0.1  # seconds between two looks at how far it is


_SAY_FORMAT = "ctrl+f says what it is"


class ImportScreen(ModalScreen[Change | None], ToldKeysScreen[Change | None]):
    """A dialog that ends with the change that the import made, or with None where there was none."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, priority=True),
        Binding("ctrl+f", "read_form_as", "Read as", show=False, priority=True),
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
    #import-progress {
        height: 1;
    }
    #import-preview {
        height: 1fr;
    }
    #import #status, #import #hints, #import #prompt {
        width: 1fr;
    }
    """

    def __init__(
        self,
        desk: Desk,
        *,
        given: Sequence[Source] = (),
        path: str = "",
        settle: Callable[[Collection[Path]], None] | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            desk: what the papers come to.
            given: what to read at once; nothing asks first where it shall come from.
            path: the path that is proposed.
            settle: is told the files that were imported or declined, or in which no papers were found.
        """
        super().__init__(id="importing")
        self._desk = desk
        self._given = given
        self._path = path
        self._settle = settle
        self._sources: Sequence[Source] = ()
        self._files: Collection[Path] = ()
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
        self._prompting = Prompting(self._status, give_back_keys=self._take_keys)
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
        self._read(self._typed(in_text=False))

    @on(TextEntered)
    def _text_entered(self, event: TextEntered) -> None:
        event.stop()
        self._read(self._typed(in_text=True))

    @on(TextPasted)
    def _text_pasted(self, event: TextPasted) -> None:
        event.stop()
        self._show_text(event.text)
        self._read([Text.typed(event.text)])

    def _show_text(self, text: str) -> None:
        if len(text) <= LARGEST_SHOWN:
            self._form.text = text

    def _typed(self, *, in_text: bool) -> Sequence[Source]:
        """Return what the form says: the text where the keys are in it or there is no path, else the path."""
        path, text = self._form.path.strip(), self._form.text
        if path and not in_text:
            return [path]
        return [Text.typed(text)] if text.strip() else []

    # Reading

    def _read(self, sources: Sequence[Source], form: str | None = None) -> None:
        if self._stage is not Stage.FORM:
            return
        if sources:
            self._sources = sources
            self._read_sources(form)
        else:
            self._status.say("Nothing to read: give a file, a folder, an identifier or a text", error=True)

    def _read_sources(self, form: str | None) -> None:
        self._job = job = Job(self._sources, self._desk.library, form)
        self._begin(Stage.READING)
        self.run_worker(self._read_with(job), group="import")

    async def action_read_form_as(self) -> None:
        """Ask for a format, and read what the form says as that."""
        sources = self._typed(in_text=self._form.text_has_keys)
        if sources:
            await ask_format(self._prompting, partial(self._read, sources))
            self._show_hints()
        else:
            self._read(sources)

    async def action_read_as(self) -> None:
        """Ask for a format, and read what is in the list once more, as that."""
        await ask_format(self._prompting, self._read_sources)
        self._show_hints()

    async def _read_with(self, job: Job) -> None:
        draft = await in_thread(job.run)
        if job is not self._job or draft is None:
            return
        self._job, self._files = None, job.files
        if draft.papers:
            self._preview.show(draft)
            self._show(Stage.LIST)
            return
        if job.form is None:
            self._settle_files()
        if self._given:
            self._show_given()
        self._show(Stage.FORM)
        way_out = _SAY_FORMAT if any(failure.is_unknown for failure in draft.failures) else ""
        self._status.say(draft.why_empty, aside=way_out, error=True)

    def _settle_files(self) -> None:
        if self._settle is not None:
            self._settle(self._files)

    def _show_given(self) -> None:
        """Let what was given and could not be read be seen, and changed."""
        (first, *others), self._given = self._given, ()
        if isinstance(first, Text):
            self._show_text(first.data.decode("utf-8", "replace"))
        elif not others:
            self._form.propose(first)

    # What would come in

    def action_import(self) -> None:
        """Have the change made, and leave with it; where it cannot be made, say why and stay."""
        draft = self._preview.draft
        if draft is None:
            return
        papers = len(draft.papers) - len(draft.out)
        if not papers:
            way_out = "x declines" if self._is_offer else ""
            self._status.say("Nothing to import: every paper is left out", aside=way_out, error=True)
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
            self._settle_files()
            self.dismiss(done)

    def on_unmount(self) -> None:
        """Where the program ends while the change is being made, wait for it: what has begun is completed."""
        problem = self._commit.wait() if self._commit is not None else None
        if problem is not None:
            self.app.exit(return_code=1, message=RichText(f"readlist: nothing imported: {clean_line(str(problem))}"))

    def action_decline(self) -> None:
        """Leave out the files that were offered for good, and go to the form."""
        self._settle_files()
        name = next(iter(self._files)).name
        what = f"{name} is" if len(self._files) == 1 else f"{len(self._files):,} files are"
        self.action_back()
        self._status.say(f"{what} not offered again, unless changed")

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
        if action == "read_form_as":
            return self._stage is Stage.FORM
        if action == "decline":
            return self._stage is Stage.LIST and self._is_offer
        return self._stage is Stage.LIST if action in {"import", "tag", "read_as"} else True

    @property
    def _is_offer(self) -> bool:
        """Whether what is read are files that were given, and no text."""
        return bool(self._given) and not isinstance(self._given[0], Text)

    def action_back(self) -> None:
        """Go one step back: from the list or the reading to the form, from there out; never amid the change.

        From a text that was pasted elsewhere, no form is wanted.
        """
        if self._commit is not None:
            self._status.say("Too late to cancel: u takes it back when it is done")
            return
        if self._job is not None:
            self._job.cancelled = True
            self._job = None
        if self._stage is Stage.FORM or (self._given and not self._is_offer):
            self.dismiss(None)
            return
        cancelled = self._stage is Stage.READING
        self._given = ()
        self._preview.draft = None
        self._show(Stage.FORM)
        self._status.say("Cancelled, nothing has changed" if cancelled else "")

    def _show(self, stage: Stage) -> None:
        """Show what belongs to a stage, and give it the keys."""
        self._stage = stage
        self._form.display = stage is Stage.FORM and not self._given
        self._progress.display = stage in {Stage.READING, Stage.IMPORTING}
        self._preview.display = stage is Stage.LIST
        read = clean_line(self._preview.draft.title) if self._preview.draft is not None else ""
        self._box.border_title = Content(f"Import · {read}" if read else "Import")
        self._box.set_class(stage is Stage.LIST, "-list")
        if stage in {Stage.FORM, Stage.LIST}:
            self._take_keys()
        self._show_hints()

    def _take_keys(self) -> None:
        """Give the keys to what is shown; in the form, to what was read last."""
        if self._stage is Stage.FORM:
            self._form.take_keys(in_text=any(isinstance(source, Text) for source in self._sources))
        else:
            self._preview.take_keys()

    @property
    def _hints_now(self) -> Keys:
        if self._prompting.is_open:
            return self._prompting.keys
        return hints(
            self._stage,
            in_text=self._form.text_has_keys,
            has_problems=self._preview.has_problems,
            is_offer=self._is_offer,
        )

    def _show_hints(self) -> None:
        self._hints.show(self._hints_now, typing=self.takes_text)

    @property
    def takes_text(self) -> bool:
        """Whether a question mark is text: all over, but in the list."""
        return self._stage is not Stage.LIST or self._prompting.is_open

    @property
    def told_keys(self) -> Keys:
        """The keys that count now."""
        if not self.takes_text:
            return list_keys(has_problems=self._preview.has_problems, is_offer=self._is_offer)
        return [({"esc": "escape"}.get(key, key), text) for key, text in self._hints_now]

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        self._show_hints()
