"""One paper as a note: in a flavour, with our own block or one that a template makes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readlist.exporters import block, heads, key_digests, outline, paper_parts
from readlist.exporters.flavours import Flavour
from readlist.exporters.markup import inline
from readlist.exporters.scalars import Value
from readlist.model.paper import Paper

if TYPE_CHECKING:
    from readlist.exporters.templates import Template

_NOTE_TOKEN = "readlist0note0stands0here"  # noqa: S105 -- a word that no note has


@dataclass(frozen=True, slots=True)
class NoteForm:
    """How notes are written.

    Attributes:
        flavour: the program that they are for.
        template: what makes their blocks; None for our own form.
    """

    flavour: Flavour = Flavour.OBSIDIAN
    template: Template | None = None

    def values_of(self, paper: Paper) -> dict[str, Value]:
        """Return what the head of a paper's note says: our keys that are not empty, in their order."""
        values = paper_parts.values_of(paper)
        if self.flavour is Flavour.PLAIN:
            del values["aliases"]
        return values

    def digests_of(self, values: dict[str, Value]) -> str:
        """Return what the begin marker says of a head with these values (see `key_digests`)."""
        return key_digests.digests(heads.as_written(values, self.flavour).get)

    def content_of(self, paper: Paper) -> str:
        """Return what stands in the marked block of a paper's note; it ends with LF.

        Raises:
            TemplateError: the template cannot be followed.
        """
        if self.template is not None:
            return self._outlined(self.template.note(paper))
        sections = paper_parts.sections_of(paper)
        if self.flavour.outlined:
            return "".join(_outlined_section(heading, text) for heading, text in sections)
        return "\n" + "".join(f"## {heading}\n\n{text}\n\n" if heading else f"{text}\n\n" for heading, text in sections)

    def new_file(self, paper: Paper) -> str:
        """Return the whole text of a new note.

        Raises:
            TemplateError: the template cannot be followed.
        """
        values = self.values_of(paper)
        bullets = self.flavour.outlined
        heading = f"{'- ' * bullets}# {inline(paper_parts.heading_of(paper))}\n"
        marked = block.rendered(self.content_of(paper), keys=self.digests_of(values), bullets=bullets)
        return heads.new(values, self.flavour) + f"{heading}{marked}\n"

    def around_note(self, paper: Paper) -> tuple[str, str] | None:
        """Return what stands in the block before a note and behind it; None if the template shows no note."""
        content = self.content_of(paper.with_fields({"note": _NOTE_TOKEN}))
        before, token, after = content.partition(_NOTE_TOKEN)
        if not token or _NOTE_TOKEN in after:
            return None
        if self.flavour.outlined:
            # The note is blocks of its own, the bullet before it is one of them.
            line = before.rfind("\n") + 1
            before, after = before[:line], after.removeprefix("\n")
        return before, after

    def written_note(self, paper: Paper) -> str:
        """Return a paper's note as it stands in the block between the parts of `around_note`."""
        text = paper_parts.note_of(paper)
        return outline.from_markdown(text, 1) if text and self.flavour.outlined else text

    def note_text(self, written: str, paper: Paper) -> str:
        """Return the Markdown of a note that stands in a block; see `written_note`."""
        if not self.flavour.outlined:
            return paper_parts.as_typed(written.strip("\n").rstrip(), paper)
        listed = paper.note.lstrip("\n")[:2] in {"- ", "* ", "+ "}
        return paper_parts.as_typed(outline.to_markdown(written, listed=listed), paper) if written.strip() else ""

    def _outlined(self, content: str) -> str:
        return outline.from_markdown(content, sections=True) if self.flavour.outlined else content


def new_file(paper: Paper) -> str:
    """Return the whole text of a new note in our own form."""
    return NoteForm().new_file(paper)


def load_template(path: Path | None) -> Template | None:
    """Return the template in a file; None for no file.

    Raises:
        TemplateError: it cannot be read, or is none.
    """
    if path is None:
        return None
    from readlist.exporters.templates import Template  # noqa: PLC0415 -- loads Jinja2, for those who have a template

    return Template.load(path)


def _outlined_section(heading: str, text: str) -> str:
    if not heading:
        return outline.from_markdown(text)
    return f"- ## {heading}\n" + outline.from_markdown(text, 1)
