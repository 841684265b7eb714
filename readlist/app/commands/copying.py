"""Copying papers, in several forms, and what is selected of an abstract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from readlist.app.commands.base import Command
from readlist.app.key_input import KeyMenu, MenuEntry
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen

MOST = 1_000
"""Papers that are copied at once: terminals take no more text than that at one go, and clipboards are for less."""
_ABSTRACT = frozenset({"abstract"})


class _Form(NamedTuple):
    """A form in which papers are copied.

    Attributes:
        key: chooses it in the menu.
        name: what it is of one paper.
        several: what it is of several.
        text_of: the text of a paper, "" where it has none.
        between: stands between those of several papers.
        short: whether it is one line, that can be shown.
    """

    key: str
    name: str
    several: str
    text_of: Callable[[Paper], str]
    between: str = "\n"
    short: bool = True


_CITATION_KEY = _Form("k", "[@key]", "keys", lambda paper: f"@{paper.key}", "; ")


def _forms() -> Sequence[_Form]:
    from readlist.app import copied_texts  # noqa: PLC0415 -- not needed for the first screen

    return (
        _CITATION_KEY,
        _Form("b", "BibTeX", "BibTeX entries", copied_texts.bibtex, "\n\n", short=False),
        _Form("c", "citation", "citations", copied_texts.citation),
        _Form("u", "URL", "URLs", copied_texts.address),
        _Form("m", "Markdown link", "Markdown links", copied_texts.markdown_link),
        _Form("t", "title", "titles", copied_texts.title),
        _Form("a", "abstract", "abstracts", copied_texts.abstract, "\n\n", short=False),
        _Form("n", "note", "notes", copied_texts.note, "\n\n", short=False),
    )


def _copy_papers(screen: MainScreen, keys: Sequence[str], form: _Form) -> None:
    """Copy papers in a form, and say what and how many."""
    papers = [screen.desk.library[key] for key in keys if key in screen.desk.library]
    if len(papers) > MOST:
        export = screen.commands.key_of("export")
        aside = f"{export} exports them" if export else ""
        screen.say(f"{len(papers):,} papers are too many to copy, {MOST:,} at most", aside=aside, error=True)
        return
    texts = list(filter(None, map(form.text_of, papers)))
    if not texts:
        screen.say(f"No {form.name} to copy")
        return
    text = form.between.join(texts)
    if form is _CITATION_KEY:
        text = f"[{text}]"
    screen.app.copy_to_clipboard(text)
    missing = len(papers) - len(texts)
    lacks = f"{missing} {'has' if missing == 1 else 'have'} none" if missing else ""
    if len(papers) == 1:
        screen.say(f"Copied {text}" if form.short else f"Copied the {form.name}")
    elif len(texts) == 1:
        screen.say(f"Copied 1 {form.name}", aside=lacks)
    else:
        screen.say(f"Copied {len(texts)} {form.several}", aside=lacks or (text if form.short else ""))


def _copy_selected(screen: MainScreen) -> bool:
    """Copy what is selected of the abstract, if its pane has the keys; return whether something is."""
    text = screen.abstract.selected_text if screen.pane_name == "abstract" else ""
    if not text:
        return False
    screen.app.copy_to_clipboard(text)
    lines = text.count("\n") + 1
    screen.say(f"Copied {len(text.split()):,} words" if lines == 1 else f"Copied {lines} paragraphs")
    return True


class _Copying(Command):
    group = "Out"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper."""
        return bool(screen.papers.rows)

    async def run(self, screen: MainScreen) -> None:
        """Copy what is selected of the abstract, which ends the selection, else the papers."""
        if _copy_selected(screen):
            screen.abstract.select_nothing()
        else:
            self.copy_papers(screen)

    def copy_papers(self, screen: MainScreen) -> None:
        """Copy the papers that are meant."""
        raise NotImplementedError


class CopyKey(_Copying):
    """Copy [@key], the way Pandoc cites, or what is selected of the abstract."""

    id = "copy_key"
    keys = ("y",)
    label = "copy"
    panes = _ABSTRACT

    def copy_papers(self, screen: MainScreen) -> None:
        """Put the citations of all targets on the clipboard."""
        _copy_papers(screen, screen.targets, _CITATION_KEY)


class CopyMenu(_Copying):
    """Copy as BibTeX, citation, URL, Markdown link, title, abstract or note."""

    id = "copy"
    keys = ("Y",)

    def copy_papers(self, screen: MainScreen) -> None:
        """Ask what of the targets is to be copied."""
        keys = screen.targets
        entries = [MenuEntry(form.key, form.name, partial(_copy_papers, screen, keys, form)) for form in _forms()]
        screen.keys.ask(KeyMenu("Copy" if len(keys) == 1 else f"Copy {len(keys):,} papers", entries))


class CopySelected(Command):
    """Copy what is selected of the abstract."""

    id = "copy_selected"
    keys = ("ctrl+c",)
    group = "Out"
    panes = _ABSTRACT

    def possible(self, screen: MainScreen) -> bool:
        """Whether something is selected."""
        return screen.pane_name == "abstract" and screen.abstract.selects

    async def run(self, screen: MainScreen) -> None:
        """Copy it; it stays selected."""
        _copy_selected(screen)


class SelectText(Command):
    """Select lines of the abstract; once more: from this line on."""

    id = "select_text"
    keys = ("v",)
    label = "select"
    group = "Out"
    panes = _ABSTRACT

    def possible(self, screen: MainScreen) -> bool:
        """Whether the keys are in the abstract."""
        return screen.pane_name == "abstract" and screen.abstract.line_count() > 0

    async def run(self, screen: MainScreen) -> None:
        """Select the first line, or as many as were named; moving on selects more."""
        screen.abstract.select_lines(screen.count or 1)
        keys = {command: screen.commands.key_of(command) for command in ("next", "copy_key", "quote", "back")}
        words = {"next": "more", "copy_key": "copy", "quote": "quote", "back": "end"}
        hints = [f"{keys[command]} {word}" for command, word in words.items() if keys[command]]
        screen.say("Selecting", aside=" · ".join(hints))
