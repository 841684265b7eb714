"""The Markdown exporter: a folder of notes with an index, or one document; safe to repeat over what users made of them.

Of each file we own the block between our markers and our keys at its top. The begin marker says how we left both: it
carries a hash of the block, and a short digest of the value of each key.

- A block that was edited since is kept, and the whole file with it, front matter too.
- A key of ours that was edited since (a tag added by hand, another status) keeps the value that it was given, while
  the rest of the file is brought up to date. In a file whose marker says nothing of keys, which an earlier version
  wrote, the library's values are written.

The report says of each what was kept. `force` replaces it; `take_back` reads notes, tags, status and star that were
edited so that the library can have them, and `accepting` then makes an export write over what was read.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from readlist.exporters.base import ExportError, Outcome, Report
from readlist.exporters.flavours import Flavour, Grouping
from readlist.model.paper import Paper
from readlist.text import clean_line

if TYPE_CHECKING:
    from readlist.exporters.marked import Accepted
    from readlist.exporters.taking_back import Taken


@dataclass(frozen=True, slots=True)
class Markdown:
    """Writes papers as Markdown.

    To a path that ends in `.md` or `.markdown` and is no directory: one document. To any other path: a directory with a
    note a paper, `<key>.md`, and the index `Reading list.md`.

    Attributes:
        flavour: the program that is written for. What was written for another one is converted, as far as it is ours.
        by: what the sections of one document are.
        template: a file that says what stands in the blocks of notes (see `templates`); None for our own form.
        document_template: a file that says what stands in the block of one document; likewise. It has other variables.
        accepted: what may be written over though it was edited, by file; see `accepting`.
    """

    flavour: Flavour = Flavour.OBSIDIAN
    by: Grouping = Grouping.STATUS
    template: Path | None = None
    document_template: Path | None = None
    accepted: Mapping[Path, Accepted] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """See `readlist.exporters.base.Exporter`."""
        return "markdown"

    @property
    def suffixes(self) -> Sequence[str]:
        """See `readlist.exporters.base.Exporter`."""
        return (".md", ".markdown")

    def is_document(self, to: Path) -> bool:
        """Whether an export to a path makes one document, and not a folder of notes."""
        return to.suffix.casefold() in self.suffixes and not to.is_dir()

    def export(self, papers: Sequence[Paper], to: Path, *, dry_run: bool = False, force: bool = False) -> Report:
        """Write `papers`; see `readlist.exporters.base.Exporter`."""
        # Loaded here, because what lists the formats need not load what writes them.
        from readlist.exporters import document, files, folder, marked, note  # noqa: PLC0415 -- see above

        template = self.document_template if self.is_document(to) else self.template
        form = note.NoteForm(self.flavour, note.load_template(template))
        writer = marked.Writer(dry_run=dry_run, force=force, flavour=self.flavour, accepted=self.accepted, folder=to)
        outcomes: Sequence[Outcome]
        try:
            if self.is_document(to):
                outcomes = [document.export(papers, to, form, self.by, writer)]
            else:
                outcomes = folder.export(papers, to, form, writer)
        except OSError as error:
            raise ExportError(f"cannot write to {clean_line(str(to))}: {files.reason(error)}") from error
        return Report(tuple(outcomes), dry_run=dry_run)

    def take_back(self, papers: Sequence[Paper], to: Path) -> list[Taken]:
        """Return what was edited in the notes of a folder since they were exported, and belongs into the library.

        Args:
            papers: whose notes; as the library has them now.
            to: the folder.

        Raises:
            ExportError: it is no folder, it cannot be read, or the template cannot be followed.
        """
        from readlist.exporters import files, note, taking_back  # noqa: PLC0415 -- as above

        if self.is_document(to):
            raise ExportError(f"notes are taken back from a folder; {clean_line(to.name)} is one document")
        form = note.NoteForm(self.flavour, note.load_template(self.template))
        try:
            return taking_back.take(papers, to, form)
        except OSError as error:
            raise ExportError(f"cannot read {clean_line(str(to))}: {files.reason(error)}") from error

    def accepting(self, taken: Sequence[Taken]) -> Markdown:
        """Return an exporter that writes over what was taken back, in files that are still as they were then."""
        return dataclasses.replace(self, accepted={one.path: one.accepted for one in taken})
