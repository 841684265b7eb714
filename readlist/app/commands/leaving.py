"""What leads out of the program: links, the clipboard, files, help, the end."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from readlist.app.commands.base import Command
from readlist.app.commands.moving import ALL_PANES
from readlist.app.messages import ExportFinished
from readlist.app.widgets.prompt_line import Prompt
from readlist.exporters.base import ExportError
from readlist.model.paper import Paper
from readlist.opening import is_web_address, open_address
from readlist.paths import expanded

if TYPE_CHECKING:
    from readlist.app.screens.main import MainScreen


def open_in_browser(screen: MainScreen, address: str) -> None:
    """Open a web address in the browser, http and https only; copy it where there is no browser."""
    if not is_web_address(address):
        screen.say(f"Not opened, it is no web address: {address}", error=True)
    elif open_address(address, os.environ):
        screen.say(f"Opened {address}")
    else:
        screen.app.copy_to_clipboard(address)
        screen.say(f"No browser here; copied {address}")


def export_in_background(screen: MainScreen, papers: Sequence[Paper], to: Path) -> None:
    """Export papers to a folder or file while the app goes on; `ExportFinished` tells the screen when it is done."""

    def work() -> None:
        from readlist.exporters import What, exporter_for  # noqa: PLC0415 -- entry points take 50 ms to read

        try:
            report = exporter_for(to, None).export(papers, to)
        except ExportError as error:
            screen.post_message(ExportFinished(str(error), "", failed=True))
        else:
            screen.post_message(ExportFinished(report.summary, str(to), failed=bool(report.counts[What.FAILED])))

    screen.export_to = str(to)
    screen.say(f"Exporting to {to} …")
    screen.run_worker(work, thread=True, exclusive=True, group="export")


class OpenLink(Command):
    """Open the paper's page, or its first link, in the browser."""

    id = "open_link"
    keys = "o"
    label = "link"
    group = "Out"
    panes = frozenset({"papers", "abstract"})

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper."""
        return bool(screen.papers.rows)

    async def run(self, screen: MainScreen) -> None:
        """Open it; http and https only."""
        key = screen.papers.cursor_key
        addresses = screen.desk.library[key].addresses if key else ()
        if addresses:
            open_in_browser(screen, addresses[0])
        else:
            screen.say("This paper has no link")


class CopyKey(Command):
    """Copy [@key], the way Pandoc cites."""

    id = "copy_key"
    keys = "y"
    group = "Out"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper."""
        return bool(screen.papers.rows)

    async def run(self, screen: MainScreen) -> None:
        """Put the citations of all targets on the clipboard."""
        citation = "[" + "; ".join(f"@{key}" for key in screen.papers.targets) + "]"
        screen.app.copy_to_clipboard(citation)
        screen.say(f"Copied {citation}")


class Export(Command):
    """Export the selected papers, or all that are shown, as Markdown."""

    id = "export"
    keys = "x"
    label = "export"
    group = "Out"

    def possible(self, screen: MainScreen) -> bool:
        """Whether there is a paper to export."""
        return bool(screen.papers.rows)

    async def run(self, screen: MainScreen) -> None:
        """Ask where to, and write."""
        chosen = screen.papers.targets if screen.papers.selected else tuple(screen.papers.rows)
        papers = [screen.desk.library[key] for key in chosen if key in screen.desk.library]
        count = "1 paper" if len(papers) == 1 else f"{len(papers)} papers"

        def answered(text: str) -> None:
            if text.strip():
                export_in_background(screen, papers, expanded(text.strip()))

        await screen.ask(
            Prompt(
                label=f"Export {count} to:",
                text=screen.export_to,
                typed=lambda _: screen.prompt_aside("a folder, or a file .md"),
                answered=answered,
            )
        )


class Help(Command):
    """All keys and what they do."""

    id = "help"
    keys = "question_mark,f1"
    group = "Out"

    async def run(self, screen: MainScreen) -> None:
        """Show the help."""
        screen.show_help()


class Quit(Command):
    """Quit, everything is saved; ctrl+q quits from anywhere."""

    id = "quit"
    keys = "q"
    label = "quit"
    group = "Out"
    panes = ALL_PANES

    async def run(self, screen: MainScreen) -> None:
        """Save what is being typed, then leave."""
        await screen.app.action_quit()


class Suspend(Command):
    """Suspend; the shell's fg comes back."""

    id = "suspend"
    keys = "ctrl+z"
    group = "Out"

    async def run(self, screen: MainScreen) -> None:
        """Stop the process where the system can."""
        screen.app.action_suspend_process()
