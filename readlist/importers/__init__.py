"""From documents to records: find the importer that knows a document, and read it.

Importers are found through the entry point group `readlist.importers`, our own and those of other packages; see
`readlist.importers.base.Importer` for how to write one.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from readlist.importers import mixed
from readlist.importers.base import (
    Document,
    Found,
    Importer,
    ImportFailedError,
    Problem,
    Reading,
    UnknownFormatError,
    find_documents,
    read_file,
    sniffed,
)
from readlist.importers.cleaning import cleaned, cleaned_state
from readlist.importers.plausibility import DELIMITED, implausible
from readlist.model.garbage import no_collection
from readlist.text import clean_line

__all__ = [
    "Document",
    "Found",
    "ImportFailedError",
    "Importer",
    "Problem",
    "Reading",
    "broken_importers",
    "find_documents",
    "importers",
    "read",
    "read_file",
]

ENTRY_POINTS = "readlist.importers"
_OURS = "readlist"
_TELLING = frozenset({"bibtex"})
"""Formats of which the importer tells every line that is of no paper as a problem: without one, all is of one shape."""


def importers() -> Mapping[str, Importer]:
    """Return the importers that there are, by name of their format; looked up once."""
    return _registry().working


def broken_importers() -> Mapping[str, str]:
    """Return why importers of other packages cannot be used, by name of their format."""
    return _registry().broken


def read(document: Document, format: str | None = None) -> Reading:
    """Return what an importer makes of `document`, with all text cleaned.

    Args:
        document: the text.
        format: name of the importer; None takes the one that is surest that it knows the document.

    Raises:
        ImportFailedError: there is no such importer, none knows the document, it holds no papers, or the importer
            failed.
    """
    importer = _chosen(document) if format is None else _named(document, format)
    if importer is None:
        return _read_further_on(document)
    return _read_by(importer, document, format)


def _read_further_on(document: Document) -> Reading:
    """Return what is read of a document that no importer knows as a whole: of a page that begins somewhere in it."""
    from readlist.importers import further_on  # noqa: PLC0415 -- few documents need it

    page = further_on.find_page(document, _registry().working)
    if page is not None:
        begin, importer = page
        rest = Document(document.name, "\n".join(document.lines[begin:]))
        # Of the whole rest another one may know more; where something else follows soon, none does.
        return further_on.behind(_read_by(_chosen(rest) or importer, rest, None), document, begin)
    raise UnknownFormatError(document.name)


def _read_by(importer: Importer, document: Document, format: str | None) -> Reading:
    name = importer.name
    # Each importer has looked at the first of them. Not all need the rest beside the records that they make.
    document.forget_lines()
    try:
        # What is read is kept: a search for garbage among it finds none.
        with no_collection():
            reading = importer.read(document)
            reading = Reading(name, tuple(reading.found), tuple(reading.problems))
            alone = format or (name in _TELLING and not reading.problems)
            readings = [reading] if alone else mixed.parts(document, reading, _registry().working)
            doubts = [doubt for part in readings for doubt in _doubts(part, document)]
            reading = mixed.joined(readings)
            found = tuple(map(_cleaned, reading.found))
    except ImportFailedError:
        raise
    # An importer may be anyone's code: its defect must not take the program, or the other sources, with it.
    except Exception as error:
        raise ImportFailedError(document.name, f"the importer {name} failed ({_reason(error)})") from error
    if not found:
        first = f"; line {reading.problems[0].line}: {reading.problems[0].message}" if reading.problems else ""
        raise ImportFailedError(document.name, f"no papers found (read as {name}){first}")
    problems = reading.problems
    if doubts:
        problems = tuple(sorted((*problems, *doubts), key=lambda problem: problem.line))
    return Reading(reading.format, found, problems)


def _doubts(reading: Reading, document: Document) -> Iterator[Problem]:
    if reading.format not in DELIMITED:
        yield from implausible(reading.found, document.lines)


@dataclass(frozen=True, slots=True)
class _Registry:
    working: Mapping[str, Importer]
    broken: Mapping[str, str]


@functools.cache
def _registry() -> _Registry:
    # Takes tens of milliseconds to load, which a start without an import need not pay.
    from importlib.metadata import entry_points  # noqa: PLC0415 -- as said above

    working: dict[str, Importer] = {}
    broken: dict[str, str] = {}
    points = entry_points(group=ENTRY_POINTS)
    # Ours first: a package that takes the name of one of them does not replace it unseen.
    for point in sorted(points, key=lambda p: (p.dist is None or p.dist.name != _OURS, p.name, p.value)):
        if point.name in working:
            broken[point.name] = f"{point.value} has the name of another importer"
            continue
        try:
            importer = point.load()()
            if importer.name != point.name:
                broken[point.name] = f"{point.value} calls itself {importer.name!r}"
                continue
        except Exception as error:  # noqa: BLE001 -- anyone's code runs here; the report says what it did
            broken[point.name] = f"{point.value} cannot be loaded ({_reason(error)})"
            continue
        working[point.name] = importer
    return _Registry(MappingProxyType(working), MappingProxyType(broken))


def _named(document: Document, format: str) -> Importer:
    registry = _registry()
    if format in registry.working:
        return registry.working[format]
    if format in registry.broken:
        raise ImportFailedError(document.name, f"the importer {format}: {registry.broken[format]}")
    raise ImportFailedError(document.name, f"no format {format!r}; there are: {', '.join(sorted(registry.working))}")


def _chosen(document: Document) -> Importer | None:
    """Return the importer that is surest that it knows a document; None where none does."""
    registry = _registry()
    surest, best = 0.0, None
    for importer in registry.working.values():
        sure = sniffed(importer, document)
        if sure > surest:
            surest, best = sure, importer
    return best


def _cleaned(found: Found) -> Found:
    record = cleaned(found.record)
    if found.state:
        return dataclasses.replace(found, record=record, state=cleaned_state(found.state))
    return found if record is found.record else dataclasses.replace(found, record=record)


def _reason(error: Exception) -> str:
    return clean_line(f"{type(error).__name__}: {error}" if str(error) else type(error).__name__)[:200]
