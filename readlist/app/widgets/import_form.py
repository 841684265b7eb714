"""Where papers shall come from: the path of a file or folder, an identifier, or a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static, TextArea

from readlist.app.widgets.typing_ahead import do_in_turn
from readlist.text import cell_width, clean, clean_line

LARGEST_SHOWN = 200_000
"""Characters that the text box shows; a longer text is read all the same."""
_GAP = "  "


@dataclass
class TextPasted(Message):
    """A text was pasted that is no path."""

    text: str


@dataclass
class TextEntered(Message):
    """The text in the box shall be read."""


@dataclass
class PathTyped(Message):
    """The path is another one now."""

    path: str


@dataclass
class PathEntered(Message):
    """The path shall be read."""

    path: str


@dataclass
class CompletionWanted(Message):
    """The path shall be completed."""

    path: str


class PathInput(Input):
    """The path."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", "Complete", show=False),
        Binding("down", "app.focus_next", "Text", show=False),
    ]

    def __init__(self, *, id: str = "import-path") -> None:
        super().__init__(id=id)
        self.set_reactive(Input.cursor_blink, value=False)

    async def on_key(self, event: events.Key) -> None:
        """Do what a key does here before the next one is looked at."""
        await do_in_turn(self, event)

    def action_complete(self) -> None:
        """Ask for what is typed to be completed."""
        self.post_message(CompletionWanted(self.value))

    def on_paste(self, event: events.Paste) -> None:
        """Take a path as it is; what has several lines, or is a web address, is a text."""
        event.prevent_default()
        event.stop()
        text = event.text.strip()
        if "\n" in text or "\r" in text or "://" in text:
            self.post_message(TextPasted(event.text))
            return
        # Terminals put quotes around the path of a file that is dropped on them.
        path = clean_line(text[1:-1] if text[:1] in {"'", '"'} and text[-1:] == text[:1] else text)
        if self.selection.is_empty:
            self.insert_text_at_cursor(path)
        else:
            self.replace(path, *self.selection)


class ImportText(TextArea):
    """The text box."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "read", "Read", show=False),
        Binding("tab,shift+tab", "app.focus_previous", "Path", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="import-text", soft_wrap=True)
        self.set_reactive(TextArea.cursor_blink, value=False)

    async def on_key(self, event: events.Key) -> None:
        """Do what a key does here before the next one is looked at."""
        await do_in_turn(self, event)

    def action_read(self) -> None:
        """Ask for the text to be read."""
        self.post_message(TextEntered())

    def on_paste(self, event: events.Paste) -> None:
        """Put what is pasted where the cursor is, cleaned, and let it be read."""
        event.prevent_default()
        event.stop()
        if len(event.text) + len(self.text) > LARGEST_SHOWN:
            self.post_message(TextPasted(event.text))
            return
        self.replace(clean(event.text), *self.selection)
        self.post_message(TextEntered())


class ImportForm(Vertical):
    """A path with what it may become, and a text box below it."""

    DEFAULT_CSS = """
    ImportForm {
        height: auto;
    }
    #import-path-label, #import-text-label, #import-candidates {
        height: 1;
        color: $text-muted;
    }
    #import-path-label {
        color: $text;
    }
    #import-text-label {
        color: $text;
    }
    #import-path {
        height: 1;
        border: none;
        padding: 0;
        background: $background;
    }
    #import-text {
        height: 6;
        border: none;
        padding: 0;
        background: $background;
    }
    """

    def __init__(self) -> None:
        super().__init__(id="import-form")
        self._path = PathInput()
        self._names: Sequence[str] = ()
        self._candidates = Static("", id="import-candidates", markup=False)
        self._text = ImportText()

    def compose(self) -> ComposeResult:
        """Path, candidates, text."""
        yield Static("File, folder or identifier:", id="import-path-label", markup=False)
        yield self._path
        yield self._candidates
        yield Static("Or paste text here:", id="import-text-label", markup=False)
        yield self._text

    @property
    def path(self) -> str:
        """The path as it is typed."""
        return self._path.value

    @path.setter
    def path(self, path: str) -> None:
        self._path.value = clean_line(path)
        self._path.cursor_position = len(self._path.value)

    def propose(self, path: str) -> None:
        """Put a path where the user types one, without telling that it is another one now."""
        with self._path.prevent(Input.Changed):
            self.path = path

    @property
    def text(self) -> str:
        """What is in the text box."""
        return self._text.text

    @text.setter
    def text(self, text: str) -> None:
        self._text.load_text(clean(text))

    @property
    def text_has_keys(self) -> bool:
        """Whether keys go into the text box."""
        return self.screen.focused is self._text

    def take_keys(self, *, in_text: bool) -> None:
        """Give the keys to the text box where it has a text and is meant, or there is no path; else to the path."""
        has_text, has_path = bool(self.text.strip()), bool(self.path.strip())
        self.screen.set_focus(self._text if has_text and (in_text or not has_path) else self._path)

    def show_candidates(self, names: Sequence[str]) -> None:
        """Show what the path may become: as many as there is room for, each of them whole."""
        self._names = names
        room = max(0, self._candidates.size.width - 2)
        shown: list[str] = []
        for name in names:
            if cell_width(_GAP.join([*shown, clean_line(name)])) > room:
                break
            shown.append(clean_line(name))
        more = " …" if len(shown) < len(names) else ""
        self._candidates.update(Content(_GAP.join(shown) + more))

    def on_resize(self) -> None:
        """Show as many as there is room for now, also where there was none while something else was shown."""
        self.show_candidates(self._names)

    @on(Input.Changed, "#import-path")
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(PathTyped(event.value))

    @on(Input.Submitted, "#import-path")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(PathEntered(event.value))
