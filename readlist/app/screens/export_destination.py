"""Where an export goes: format, flavour and place, kept in step with each other. Knows no screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from readlist.paths import expanded
from readlist.text import clean_line

MARKDOWN = "markdown"
"""Name of the format that a folder is for."""
FLAVOURS = ("obsidian", "logseq", "plain")
"""Whose Markdown is written, as `readlist.exporters.flavours.Flavour` names them; the first where nobody has chosen."""
FILE_NAME = "references"
"""What a file in a folder is called until somebody calls it otherwise, where the format is one file."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an export goes.

    Attributes:
        place: the folder or file, as it was typed.
        format: name of the format, "" for the one that the place asks for.
        flavour: whose Markdown is written, where it is Markdown.
    """

    place: str
    format: str = ""
    flavour: str = FLAVOURS[0]


class Templates(NamedTuple):
    """The user's own templates of Markdown, None for our own form: of notes, and of one document."""

    note: Path | None = None
    document: Path | None = None


OUR_FORM = Templates()
"""No template."""


@dataclass(frozen=True, slots=True)
class LastExport:
    """The last export of a library, which can be repeated.

    Attributes:
        destination: where it went, None where nothing was exported yet.
    """

    destination: Destination | None = None

    def to_json(self) -> dict[str, str] | None:
        """Return it as a value for JSON."""
        last = self.destination
        return None if last is None else {"place": last.place, "format": last.format, "flavour": last.flavour}

    @classmethod
    def from_json(cls, value: object) -> LastExport:
        """Return what `to_json` returned; none from a value that it cannot have returned."""
        if not isinstance(value, dict):
            return cls()
        place, name, flavour = (value.get(field) for field in ("place", "format", "flavour"))
        if not isinstance(place, str) or not isinstance(name, str) or flavour not in FLAVOURS:
            return cls()
        if not place.strip() or clean_line(place) != place:
            return cls()
        return cls(Destination(place, name, flavour))


class Formats:
    """The formats there are, which follow the place, as the place follows them.

    A place that was made for a format of one file, in a folder, is the folder again for Markdown.
    """

    def __init__(self, suffixes: Mapping[str, Sequence[str]]) -> None:
        """Make it with the suffixes of each format by its name, lower case, with their dot."""
        self._suffixes = suffixes
        self._folders: dict[str, str] = {}

    @property
    def names(self) -> Sequence[str]:
        """The names of the formats: Markdown, which most are for, then the others as they were given."""
        return sorted(self._suffixes, key=lambda name: name != MARKDOWN)

    def placed(self, destination: Destination, place: str) -> Destination:
        """Return `destination` at another place, with the format that this asks for."""
        return replace(destination, place=place, format=self._asked_for(place, destination.format))

    def formatted(self, destination: Destination, name: str) -> Destination:
        """Return `destination` with another format, at the place that this asks for."""
        place = destination.place
        suffix = self._suffix_of(place)
        folder = self._folders.get(place, "" if suffix else place)
        if name == MARKDOWN and folder:
            return replace(destination, place=folder, format=name)
        new = next(iter(self._suffixes.get(name, ())), "")
        if suffix:
            place = place[: -len(suffix)] + new
        elif place.strip():
            place = f"{place.rstrip('/') if place.strip('/') else ''}/{FILE_NAME}{new}"
        if folder.strip():
            self._folders[place] = folder
        return replace(destination, place=place, format=name)

    def _asked_for(self, place: str, name: str) -> str:
        """Return the format that a place asks for; `name` where it asks for none that is known."""
        if not place.strip():
            return name
        suffix = self._suffix_of(place)
        if place.endswith("/") or _is_folder(place) or not expanded(place.strip()).suffix:
            return MARKDOWN
        fitting = [known for known, suffixes in self._suffixes.items() if suffix and suffix in suffixes]
        return name if name in fitting else next(iter(fitting), name)

    def _suffix_of(self, place: str) -> str:
        """Return the longest suffix of a format that a place has, as formats write it; "" for none, and for folders."""
        name = place.rpartition("/")[2].casefold()
        known = (suffix for suffixes in self._suffixes.values() for suffix in suffixes)
        return max((s for s in known if name.endswith(s) and len(name) > len(s)), key=len, default="")


def flavour_at(place: str) -> str | None:
    """Return whose Markdown the notes have that are at a place as it was typed, None where there are none."""
    from readlist.exporters.folder import INDEX_NAME, flavour_of  # noqa: PLC0415 -- loads the exporters

    try:
        to = expanded(place.strip())
        # What is no file, such as a pipe, may never come to an end.
        return flavour_of(to) if place.strip() and (to / INDEX_NAME if to.is_dir() else to).is_file() else None
    except (OSError, ValueError):
        return None


def _is_folder(place: str) -> bool:
    try:
        return expanded(place.strip()).is_dir()
    except (OSError, ValueError):
        return False
