"""All papers in one Markdown document: a section a status, a heading a paper, all of it in one marked block."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from readlist.exporters import block
from readlist.exporters.base import Outcome
from readlist.exporters.index import SECTIONS, TITLE
from readlist.exporters.marked import Writer
from readlist.exporters.markup import inline
from readlist.exporters.note import abstract_of, authors_of, heading_of, links_of, note_of, remarks_of, values_of
from readlist.model.paper import Paper, Status

# What Pandoc takes as the identifier of a heading, `# Title {#identifier}`, so that other texts can refer to it.
_IDENTIFIER = re.compile(r"[^\W\d_][\w.:-]*")
_NOTE_LEVEL = 4


def export(papers: Sequence[Paper], path: Path, writer: Writer) -> Outcome:
    """Write papers to one document, or bring the marked block of an existing one up to date.

    Raises:
        OSError: the directory of the document cannot be made or read.
    """
    # The user named this very file: if it is a link, what it leads to is meant.
    path = Path(os.path.realpath(path)) if path.is_symlink() else path
    content = content_of(papers)
    if path.exists():
        return writer.update(path, content)
    if not writer.dry_run:
        path.parent.mkdir(parents=True, exist_ok=True)
    return writer.create(path, f"# {TITLE}\n\n{block.rendered(content)}\n")


def content_of(papers: Sequence[Paper]) -> str:
    """Return what stands in the marked block of a document."""
    by_status: dict[Status, list[Paper]] = {}
    for paper in papers:
        by_status.setdefault(paper.status, []).append(paper)
    parts: list[str] = []
    for status, name in SECTIONS:
        if status in by_status:
            parts.append(f"## {name}")
            for paper in by_status[status]:
                parts += _paper(paper)
    return "\n" + "".join(f"{part}\n\n" for part in parts or ["No papers."])


def _paper(paper: Paper) -> Iterator[str]:
    identifier = f" {{#{paper.key}}}" if _IDENTIFIER.fullmatch(paper.key) else ""
    yield f"### {inline(heading_of(paper))}{identifier}"
    values = values_of(paper)
    facts = [", ".join(authors_of(paper)), str(values.get("year", "")), str(values.get("venue", ""))]
    line = [inline(fact) for fact in facts if fact] + ["★"] * paper.starred
    if line:
        yield " · ".join(line)
    links = links_of(paper)
    if links:
        yield " · ".join(links)
    for text in (abstract_of(paper), remarks_of(paper)):
        if text:
            yield text
    note = note_of(paper, below=_NOTE_LEVEL)
    if note:
        yield f"{'#' * _NOTE_LEVEL} Note"
        yield note
