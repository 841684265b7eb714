"""The Markdown exporter: a folder of notes with an index, or one document; safe to repeat over what users made of them.

Of each file we own the block between our markers and our keys of the front matter. A block that was edited since is
kept, and the whole file with it, front matter too: the report says so, and `force` replaces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from readlist.exporters import files
from readlist.exporters.base import ExportError, Report
from readlist.exporters.marked import Writer
from readlist.model.paper import Paper
from readlist.text import clean_line


class Markdown:
    """Writes papers as Markdown.

    To a path that ends in `.md` or `.markdown` and is no directory: one document. To any other path: a directory with a
    note a paper, `<key>.md`, and the index `Reading list.md`.
    """

    name = "markdown"
    suffixes = (".md", ".markdown")

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`; see `readlist.exporters.base.Exporter`."""
        # Loaded here, because what lists the formats need not load what writes them.
        from readlist.exporters import document, folder  # noqa: PLC0415 -- see above

        writer = Writer(dry_run=dry_run, force=force)
        try:
            if to.suffix.casefold() in self.suffixes and not to.is_dir():
                outcomes = [document.export(papers, to, writer)]
            else:
                outcomes = folder.export(papers, to, writer)
        except OSError as error:
            raise ExportError(f"cannot write to {clean_line(str(to))}: {files.reason(error)}") from error
        return Report(tuple(outcomes), dry_run=dry_run)
