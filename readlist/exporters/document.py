"""All papers in one Markdown document: sections, in them a heading a paper, all of it in one marked block."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from readlist.exporters import files, outline
from readlist.exporters.base import Outcome
from readlist.exporters.flavours import Grouping
from readlist.exporters.grouping import Section, sections_of
from readlist.exporters.index import TITLE
from readlist.exporters.marked import Writer
from readlist.exporters.markup import inline
from readlist.exporters.note import NoteForm
from readlist.exporters.paper_parts import (
    abstract_of,
    authors_of,
    file_lines_of,
    heading_of,
    links_of,
    note_of,
    remarks_of,
    venue_of,
)
from readlist.model.paper import Paper

# What Pandoc takes as the identifier of a heading, `# Title {#identifier}`, so that other texts can refer to it.
_IDENTIFIER = re.compile(r"[^\W\d_][\w.:-]*")
_NOTE_LEVEL = 4


def export(papers: Sequence[Paper], path: Path, form: NoteForm, by: Grouping, writer: Writer) -> Outcome:
    """Write papers to one document, or bring the marked block of an existing one up to date.

    Raises:
        ExportError: the form's template cannot be followed.
        OSError: the directory of the document cannot be made or read.
    """
    # The user named this very file: if it is a link, what it leads to is meant.
    path = Path(os.path.realpath(path)) if path.is_symlink() else path
    content = content_of(papers, form, by)
    if path.exists():
        return writer.do([writer.update(path, content)])[0]
    files.make_folder(path.parent, dry_run=writer.dry_run)
    return writer.do([writer.create(path, writer.new(TITLE, content))])[0]


def content_of(papers: Sequence[Paper], form: NoteForm | None = None, by: Grouping = Grouping.STATUS) -> str:
    """Return what stands in the marked block of a document; see `export`, our own form by default.

    Raises:
        TemplateError: the form's template cannot be followed.
    """
    form = form or NoteForm()
    sections = sections_of(papers, by)
    if form.template is not None:
        content = form.template.document(sections)
    else:
        parts = [part for section in sections for part in _section(section)]
        content = "\n" + "".join(f"{part}\n\n" for part in parts or ["No papers."])
    return outline.from_markdown(content, sections=True) if form.flavour.outlined else content


def _section(section: Section) -> Iterator[str]:
    yield f"## {inline(section.name)}"
    for paper in section.papers:
        yield from _paper(paper)
    if section.elsewhere:
        yield "\n".join(_reference(paper, under) for paper, under in section.elsewhere)


def _reference(paper: Paper, under: str) -> str:
    """Return the line about a paper that stands in another section."""
    title = inline(heading_of(paper))
    return f"- {f'[{title}](#{paper.key})' if _has_identifier(paper) else title}: see {inline(under)}"


def _has_identifier(paper: Paper) -> bool:
    return _IDENTIFIER.fullmatch(paper.key) is not None


def _paper(paper: Paper) -> Iterator[str]:
    identifier = f" {{#{paper.key}}}" if _has_identifier(paper) else ""
    yield f"### {inline(heading_of(paper))}{identifier}"
    facts = [", ".join(authors_of(paper)), str(paper.year or ""), venue_of(paper)]
    line = [inline(fact) for fact in facts if fact] + ["★"] * paper.starred
    if line:
        yield " · ".join(line)
    links = links_of(paper)
    if links:
        yield " · ".join(links)
    for text in (abstract_of(paper), remarks_of(paper), file_lines_of(paper)):
        if text:
            yield text
    note = note_of(paper, below=_NOTE_LEVEL)
    if note:
        yield f"{'#' * _NOTE_LEVEL} Note"
        yield note
