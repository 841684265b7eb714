"""Work of an export that takes its time: looking at what it would write, and writing it; knows no screen."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readlist.app.screens.export_destination import OUR_FORM, Destination, Templates
from readlist.app.widgets.export_list import ExportRow, Fate
from readlist.model.garbage import no_collection
from readlist.model.library import Library
from readlist.paths import expanded
from readlist.text import clean, clean_line

if TYPE_CHECKING:
    from readlist.exporters.base import Exporter, Outcome, Report

MOST_PREVIEWED = 20_000
"""Papers of which it is shown what would be written: all that is shown is in memory at once."""
_BEGINNING = 1 << 14
"""Bytes that are shown of a file that stays as it is."""
_HEAD_OF_DIFF = 3
"""Lines of a diff before the text of a new file."""
_ORDER = {fate: number for number, fate in enumerate(Fate)}

_writing = threading.Lock()
"""Held by who writes: two exports at once would take each other for other programs."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is exported, and where to.

    Attributes:
        library: the papers there are.
        keys: those that are exported, in their order; one that is gone is left out.
        destination: where they go.
        templates: of Markdown.
    """

    library: Library
    keys: Sequence[str]
    destination: Destination
    templates: Templates = OUR_FORM

    @property
    def to(self) -> Path:
        """The folder or file."""
        return expanded(self.destination.place.strip())


@dataclass(frozen=True, slots=True)
class Preview:
    """What an export would do.

    Attributes:
        rows: the files, those that matter most first.
        problem: why nothing could be written at all; "" otherwise.
    """

    rows: Sequence[ExportRow] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """What an export did, in one line, and whether something could not be written."""

    line: str
    failed: bool


def suffixes_by_format() -> dict[str, tuple[str, ...]]:
    """Return the suffixes of all formats that can be loaded, by name."""
    from readlist.exporters import exporters  # noqa: PLC0415 -- each exporter is loaded here for the first time

    return {name: tuple(exporter.suffixes) for name, exporter in exporters().items()}


def report_of(order: Order, *, dry_run: bool = False) -> Report:
    """Export, or with `dry_run` find out what that would do.

    Raises:
        ExportError: nothing could be written at all.
    """
    from readlist.exporters import ExportError, exporter_for  # noqa: PLC0415 -- as above

    destination = order.destination
    papers = [paper for key in order.keys if (paper := order.library.get(key)) is not None]
    try:
        exporter = _configured(exporter_for(order.to, destination.format or None), order)
        # A search for garbage stops all threads, the longer the more papers there are.
        with no_collection():
            if dry_run:
                return exporter.export(papers, order.to, dry_run=True)
            with _writing:
                return exporter.export(papers, order.to)
    except ExportError:
        raise
    # Formats may be anyone's, and the place is what somebody typed: whatever is wrong, people get one line.
    except Exception as error:
        problem = clean_line(str(error)) or type(error).__name__
        raise ExportError(f"cannot export to {clean_line(destination.place)}: {problem}") from error


def preview_of(order: Order) -> Preview:
    """Return what an export would do; nothing is written."""
    from readlist.exporters import ExportError, What  # noqa: PLC0415 -- as above

    try:
        outcomes = report_of(order, dry_run=True).outcomes
    except ExportError as error:
        return Preview(problem=str(error))
    changed = (outcome.path.parent for outcome in outcomes if outcome.what in {What.WRITTEN, What.UPDATED})
    problems = [_closed(folder) for folder in dict.fromkeys(changed)]
    if problems and all(problems):
        return Preview(problem=f"cannot write to {clean_line(str(order.to))}: {problems[0]}")
    folder = f"{order.to}{os.sep}"
    single = len(outcomes) == 1
    rows = [_row(outcome, folder, with_beginning=single) for outcome in outcomes]
    return Preview(sorted(rows, key=lambda row: _ORDER[row.fate]))


def written(order: Order) -> Written:
    """Export, and return what that did."""
    from readlist.exporters import ExportError, What  # noqa: PLC0415 -- as above

    try:
        report = report_of(order)
    except ExportError as error:
        return Written(str(error), failed=True)
    return Written(report.summary, failed=bool(report.counts[What.FAILED]))


def _closed(folder: Path) -> str:
    """Return why no file can be made in a folder, which may be still to be made; "" where one can."""
    try:
        lowest = next((one for one in (folder, *folder.parents) if one.is_dir()), None)
    except OSError:
        return ""  # What is wrong there is told by who writes.
    if lowest is None or os.access(lowest, os.W_OK | os.X_OK, effective_ids=os.access in os.supports_effective_ids):
        return ""
    return f"{clean_line(lowest.name) or lowest} is a folder that you may not write to"


def _configured(exporter: Exporter, order: Order) -> Exporter:
    from readlist.exporters.flavours import Flavour  # noqa: PLC0415 -- as above, and the next
    from readlist.exporters.markdown import Markdown  # noqa: PLC0415

    if not isinstance(exporter, Markdown):
        return exporter
    note, document = order.templates
    flavour = Flavour(order.destination.flavour)
    return dataclasses.replace(exporter, flavour=flavour, template=note, document_template=document)


def _row(outcome: Outcome, folder: str, *, with_beginning: bool) -> ExportRow:
    from readlist.exporters import What  # noqa: PLC0415 -- as above

    fate = Fate.NEW if outcome.what is What.WRITTEN else Fate[outcome.what.name]
    name = str(outcome.path)
    name = name.removeprefix(folder) if name.startswith(folder) else outcome.path.name
    if fate is Fate.NEW:
        # All of it is new: the signs would say nothing.
        text = "\n".join(line[1:] for line in outcome.diff.split("\n")[_HEAD_OF_DIFF:] if line[:1] == "+")
    elif fate is Fate.UPDATED:
        head, place, rest = outcome.diff.partition("@@")
        text = place + rest or head
    else:
        text = _beginning(outcome.path) if with_beginning else ""
    return ExportRow(name, fate, outcome.message, text, is_diff=fate is Fate.UPDATED)


def _beginning(path: Path) -> str:
    """Return how a file begins, "" for one that cannot be read or is no text."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            data = file.read(_BEGINNING)
    except OSError:
        return ""
    return "" if b"\0" in data else clean(data.decode("utf-8", "replace"))
