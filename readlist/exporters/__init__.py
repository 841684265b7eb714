"""Papers written for other programs to read: found through entry points, so that anyone can add a format.

A format is a class like `readlist.exporters.base.Exporter`, registered in the entry point group
`readlist.exporters` under its name; ours are registered in the same way.
"""

from __future__ import annotations

import operator
from pathlib import Path
from typing import TYPE_CHECKING

from readlist.exporters.base import Exporter, ExportError, Outcome, Report, UnknownFormatError, What
from readlist.text import clean_line

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

__all__ = ["GROUP", "ExportError", "Exporter", "Outcome", "Report", "What", "exporter_for", "exporters"]

GROUP = "readlist.exporters"
"""Name of the entry point group in which exporters are registered."""

_DIRECTORY_FORMAT = "markdown"


def exporters() -> dict[str, Exporter]:
    """Return every exporter that can be loaded, by name, in alphabetical order.

    One that cannot be loaded is left out: `exporter_for` says why when it is asked for by name.
    """
    loaded: dict[str, Exporter] = {}
    for name, entry in _registered().items():
        try:
            loaded[name] = _load(entry)
        except ExportError:
            continue
    return loaded


def exporter_for(to: Path, format: str | None = None) -> Exporter:
    """Return the exporter for a target: by the name of its format, else by the target's suffix.

    Of several suffixes that fit the longest counts: "refs.csl.json" is CSL-JSON, "refs.json" is readlist's own. A
    directory, or a target without a suffix, is for Markdown: one note a paper.

    Raises:
        ExportError: there is no such format, it cannot be loaded, or no format has this suffix.
    """
    registered = _registered()
    if format is not None:
        if format not in registered:
            raise UnknownFormatError(
                f"no export format {clean_line(format)!r}; there are: {', '.join(registered) or 'none'}"
            )
        return _load(registered[format])
    if _DIRECTORY_FORMAT in registered and (not to.suffix or _is_directory(to)):
        return _load(registered[_DIRECTORY_FORMAT])
    found = exporters()
    target = to.name.casefold()
    fitting = [
        (len(suffix), exporter)
        for exporter in found.values()
        for suffix in exporter.suffixes
        if target.endswith(suffix)
    ]
    if fitting:
        return max(fitting, key=operator.itemgetter(0))[1]
    known = ", ".join(f"{name} ({' '.join(exporter.suffixes)})" for name, exporter in found.items())
    raise ExportError(f"no export format for {clean_line(to.name)!r}; there are: {known or 'none'}")


def _registered() -> dict[str, EntryPoint]:
    # Costs more than the rest of a command's start: only paid when something is exported.
    from importlib.metadata import entry_points  # noqa: PLC0415 -- slow to load, see above

    found: dict[str, EntryPoint] = {}
    # Ours come first among those of one name: a package cannot take the place of a format of ours.
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, not _is_ours(entry))):
        found.setdefault(entry.name, entry)
    return found


def _is_directory(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False  # the export itself will say what is wrong with it


def _is_ours(entry: EntryPoint) -> bool:
    return entry.value.startswith(f"{GROUP}.")


def _load(entry: EntryPoint) -> Exporter:
    try:
        exporter: Exporter = entry.load()()
    # Anyone's code runs here: whatever is wrong with it, people get one line.
    except Exception as error:
        raise ExportError(f"the export format {entry.name!r} cannot be loaded: {clean_line(str(error))}") from error
    return exporter
