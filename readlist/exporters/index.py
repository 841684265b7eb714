"""The index of a folder of notes, by status, with a link to each note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readlist.exporters.front_matter import FrontMatter
from readlist.exporters.markup import inline, wiki_link
from readlist.exporters.note import PROVISIONAL
from readlist.exporters.scalars import Value
from readlist.model.paper import Status
from readlist.text import clean_line, fold

TITLE = "Reading list"
"""Heading of the index, and the name of its file."""

SECTIONS: tuple[tuple[Status, str], ...] = (
    (Status.READING, "Reading"),
    (Status.QUEUED, "Queued"),
    (Status.INBOX, "Inbox"),
    (Status.READ, "Read"),
    (Status.ARCHIVED, "Archived"),
)
"""The sections of an index or a document: what is at hand first."""

_STATUSES = {status.value: status for status, _ in SECTIONS}


@dataclass(frozen=True, slots=True)
class Entry:
    """One note in the index.

    Attributes:
        title: plain text, never empty.
        provisional: the title was made from the abstract.
        status: which section it stands in.
        starred: marked as important.
        authors: plain text, in order.
        year: as text; "" where there is none.
    """

    title: str
    provisional: bool
    status: Status
    starred: bool
    authors: tuple[str, ...]
    year: str

    @classmethod
    def of_values(cls, values: Mapping[str, Value]) -> Entry:
        """Return the entry of a note whose front matter has these values (see `note.values_of`)."""
        title = str(values.get("title", ""))
        return cls(
            title=title or _texts(values["aliases"])[0],
            provisional=not title,
            status=Status(str(values["status"])),
            starred=values.get("starred") is True,
            authors=_texts(values.get("authors", ())),
            year=str(values.get("year", "")),
        )

    @classmethod
    def of_front_matter(cls, found: FrontMatter) -> Entry | None:
        """Return the entry of a note from its file; None if it says no citation key or no status of ours."""
        key, status = clean_line(found.text_of("citekey") or ""), found.text_of("status")
        if not key or status not in _STATUSES:
            return None
        title = clean_line(found.text_of("title") or "")
        alias = next((alias for alias in map(clean_line, found.texts_of("aliases")) if alias), key)
        return cls(
            title=title or alias,
            provisional=not title,
            status=_STATUSES[status],
            starred=found.text_of("starred") == "true",
            authors=tuple(name for name in map(clean_line, found.texts_of("authors")) if name),
            year=clean_line(found.text_of("year") or ""),
        )


def content_of(notes: Mapping[str, Entry]) -> str:
    """Return what stands in the marked block of an index.

    Args:
        notes: the entries, by the path of their note in the folder, with "/" and without suffix.
    """
    names = Counter(path.rpartition("/")[2].casefold() for path in notes)
    by_status: dict[Status, list[tuple[str, str]]] = {}
    for path, entry in notes.items():
        name = path.rpartition("/")[2]
        line = _item(entry, path if names[name.casefold()] > 1 else name)
        by_status.setdefault(entry.status, []).append((f"{fold(entry.title)}\0{path}", line))
    return "\n" + "".join(_sections(by_status)) if by_status else "\nNo papers.\n\n"


def by_line(authors: Iterable[str]) -> str:
    """Return the first author, and whether there are more, as Markdown; "" for none."""
    first, *more = [*authors, ""]
    return inline(first) + (" et al." if len(more) > 1 else "")


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else ()


def _sections(by_status: Mapping[Status, list[tuple[str, str]]]) -> Iterator[str]:
    for status, name in SECTIONS:
        lines = by_status.get(status)
        if lines:
            yield f"## {name} ({len(lines):,})\n\n"
            for _, line in sorted(lines):
                yield f"{line}\n"
            yield "\n"


def _item(entry: Entry, target: str) -> str:
    label = f"{PROVISIONAL} {entry.title}" if entry.provisional else entry.title
    parts = [wiki_link(target, label), "★" * entry.starred, by_line(entry.authors), inline(entry.year)]
    return "- " + " · ".join(part for part in parts if part)
