"""The index of a folder of notes, by status, with a link to each note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from readlist.exporters import outline
from readlist.exporters.flavours import Flavour
from readlist.exporters.heads import Head
from readlist.exporters.markup import file_link, inline, page_link, wiki_link
from readlist.exporters.paper_parts import PROVISIONAL
from readlist.exporters.scalars import Value
from readlist.model.paper import Status
from readlist.text import fold

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
    def of_values(cls, values: Mapping[str, Value], title: str) -> Entry:
        """Return the entry of a note whose head has these values (see `paper_parts.values_of`).

        Args:
            values: our keys.
            title: what is shown where there is no printed title.
        """
        printed = str(values.get("title", ""))
        return cls(
            title=printed or title,
            provisional=not printed,
            status=Status(str(values["status"])),
            starred=values.get("starred") is True,
            authors=_texts(values.get("authors", ())),
            year=str(values.get("year", "")),
        )

    @classmethod
    def of_head(cls, found: Head) -> Entry | None:
        """Return the entry of a note from its file; None if it says no citation key or no status of ours."""
        key, status = found.text_of("citekey"), found.text_of("status")
        if not key or status not in _STATUSES:
            return None
        title = found.text_of("title")
        return cls(
            title=title or next(iter(found.texts_of("aliases")), key),
            provisional=not title,
            status=_STATUSES[status],
            starred=found.text_of("starred") == "true",
            authors=found.texts_of("authors"),
            year=found.text_of("year"),
        )


def content_of(notes: Mapping[str, Entry], flavour: Flavour = Flavour.OBSIDIAN) -> str:
    """Return what stands in the marked block of an index.

    Args:
        notes: the entries, by the path of their note in the folder, with "/" and without suffix.
        flavour: the program that the links are for.
    """
    names = Counter(path.rpartition("/")[2].casefold() for path in notes)
    by_status: dict[Status, list[tuple[str, str]]] = {}
    for path, entry in notes.items():
        name = path.rpartition("/")[2]
        title = f"{PROVISIONAL} {entry.title}" if entry.provisional else entry.title
        link = _LINKS[flavour](path, path if names[name.casefold()] > 1 else name, title)
        by_status.setdefault(entry.status, []).append((f"{fold(entry.title)}\0{path}", _item(entry, link)))
    content = "\n" + "".join(_sections(by_status)) if by_status else "\nNo papers.\n\n"
    return outline.from_markdown(content, sections=True) if flavour.outlined else content


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


def _item(entry: Entry, link: str) -> str:
    parts = [link, "★" * entry.starred, by_line(entry.authors), inline(entry.year)]
    return "- " + " · ".join(part for part in parts if part)


_LINKS: Mapping[Flavour, Callable[[str, str, str], str]] = {
    # Made of a note's path, the shortest name that only it has, and its title.
    Flavour.OBSIDIAN: lambda _path, name, title: wiki_link(name, title),
    # Logseq knows a page by its file's name, wherever the file is.
    Flavour.LOGSEQ: lambda path, _name, title: page_link(path.rpartition("/")[2], title),
    Flavour.PLAIN: lambda path, _name, title: file_link(f"{path}.md", title),
}
