"""What was edited in notes since they were exported, read so that the library can have it.

Of a marked block, the part that is the note is taken back. It is found by what stands around it, as the block would be
written now: whole, or, where that was edited too, by the line before it and the line behind it. What else was edited in
a block is the library's own (an abstract, links): it is not taken, and the file is left as it is.

Of our keys, the status, the star and the tags are taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from readlist.exporters import block, files, heads, key_digests, shelf
from readlist.exporters.base import ExportError
from readlist.exporters.block import Found, State
from readlist.exporters.fences import FenceScanner
from readlist.exporters.heads import Head
from readlist.exporters.marked import Accepted
from readlist.exporters.note import NoteForm
from readlist.model.paper import Paper, Status
from readlist.model.tags import InvalidTagError, parse_tag
from readlist.text import clean, clean_line

_STATUSES = {status.value: status for status in Status}
_TAKEN_KEYS = ("status", "starred", "tags")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was edited in one note. None stands for what was not.

    Attributes:
        key: citation key of the paper.
        path: the file.
        note: the note as it stands there.
        base: the note in the library, where the edit is known to start from it; "" where it may have been changed since
            the export too.
        status: the status.
        starred: the star.
        add_tags: tags that the library has not.
        remove_tags: tags that only the library has.
        left: what was edited and is not taken, for people: "title", "status: 'done' is no status".
        accepted: what an export may write over, once all this is in the library.
    """

    key: str
    path: Path
    accepted: Accepted
    note: str | None = None
    base: str = ""
    status: Status | None = None
    starred: bool | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the library lacks something of it."""
        return (
            self.note is not None
            or self.status is not None
            or self.starred is not None
            or bool(self.add_tags or self.remove_tags)
        )


def take(papers: Sequence[Paper], folder: Path, form: NoteForm) -> list[Taken]:
    """Return what was edited in the notes of papers, in their order; nothing about notes that were not.

    Files that cannot be read, that several papers or several files make ambiguous, or whose markers are broken are
    passed over: the export that follows reports them.

    Raises:
        ExportError: it is no folder, or the template cannot be followed.
        OSError: the folder cannot be searched.
    """
    if not folder.is_dir():
        raise ExportError(f"no notes to take back: {clean_line(str(folder))} is not a folder")
    notes = shelf.search(folder).notes
    found: list[Taken] = []
    for paper in papers:
        there = notes.get(clean_line(paper.key), [])
        if len(there) == 1 and not there[0].leads_out:
            taken = _of_file(paper, there[0].path, form)
            found += [] if taken is None else [taken]
    return found


def _of_file(paper: Paper, path: Path, form: NoteForm) -> Taken | None:
    try:
        text, _ = files.read(path)
    except files.FileError:
        return None
    head_text = heads.head_of(text)
    found = block.find(text[len(head_text) :])
    if found.state not in {State.INTACT, State.EDITED}:
        return None
    head = heads.split(head_text)
    written = heads.as_written(form.values_of(paper), form.flavour)
    said = key_digests.by_key(found.keys)
    edited = [key for key in key_digests.edited(said, head.value_of) if head.value_of(key) != written.get(key)]
    part = _NotePart.of(found, paper, form) if found.state is State.EDITED else None
    if part is None and not edited:
        return None
    reader = _Keys(paper, head, edited, library_too=key_digests.edited(said, written.get, ["tags"]) == ["tags"])
    left = list(reader.left)
    if part is not None and not part.rest_is_ours:
        left.append("the block outside the note" if part.known else "the block, in which no note is found")
    return Taken(
        paper.key,
        path,
        Accepted(
            block.digest_of(text),
            block=part is not None and part.rest_is_ours,
            keys=frozenset(edited) - reader.kept,
        ),
        note=part.text if part and part.changed else None,
        base=paper.note if part and part.from_library else "",
        status=reader.status,
        starred=reader.starred,
        add_tags=reader.add_tags,
        remove_tags=reader.remove_tags,
        left=tuple(left),
    )


@dataclass(frozen=True, slots=True)
class _NotePart:
    """The note in an edited block.

    Attributes:
        known: whether it was found.
        text: as it would have been typed.
        changed: whether it is another one than the library's.
        from_library: whether the edit started from the note that the library has.
        rest_is_ours: whether everything around it is as it was written.
    """

    known: bool
    text: str = ""
    changed: bool = False
    from_library: bool = False
    rest_is_ours: bool = False

    @classmethod
    def of(cls, found: Found, paper: Paper, form: NoteForm) -> _NotePart:
        """Return the note of the block of a paper's file."""
        around = form.around_note(paper)
        if around is None:
            return cls(known=False)
        without = form.content_of(paper.with_fields({"note": ""}))
        parts = _split(found.content, around, without)
        if parts is None:
            return cls(known=False)
        before, written, after = parts
        ours, now = form.written_note(paper), form.content_of(paper)
        # What the whole block was at the export: if the library's note is the one that was written, and if this one is.
        with_ours = {before + _as_stood(ours, written) + after, before + ours + after}
        if not ours:
            with_ours |= {before + after, _without_last_line(before) + after}
        with_this = {around[0] + _as_stood(written, ours) + around[1], around[0] + written + around[1]}
        rest_as_written = found.digest in map(block.digest_of, with_ours)
        untouched = written.strip("\n") == ours.strip("\n") or found.digest in map(block.digest_of, with_this)
        text = form.note_text(written, paper)
        return cls(
            known=True,
            text=text,
            changed=not untouched and text != clean(paper.note).strip("\n").rstrip(),
            from_library=rest_as_written or found.digest == block.digest_of(now),
            rest_is_ours=rest_as_written
            or (before, after.strip()) == (around[0], around[1].strip())
            or (before + after).strip() == without.strip(),
        )


def _as_stood(note: str, other: str) -> str:
    """Return a note with the blank lines around it that another one has."""
    start = len(other) - len(other.lstrip("\n"))
    end = len(other.rstrip("\n"))
    return other[:start] + note.strip("\n") + other[end:] if other.strip("\n") else note


def _without_last_line(text: str) -> str:
    """Return `text` without its last line that is not blank, and without what is blank behind it."""
    lines = text.rstrip().split("\n")
    return "\n".join([*lines[:-1], ""])


def _split(content: str, around: tuple[str, str], without: str) -> tuple[str, str, str] | None:
    """Return what stands before the note of a block, the note, and what stands behind it; None if that is unclear.

    Args:
        content: the block as it is.
        around: what would be written around a note.
        without: what would be written without a note.
    """
    before, after = around
    if content.startswith(before) and content.endswith(after) and len(content) >= len(before) + len(after):
        return before, content[len(before) : len(content) - len(after)], after
    if content.startswith(before) and not after.strip():
        # Without the blank line at the end.
        return before, content[len(before) :], ""
    if content.strip() == without.strip():
        return content, "", ""
    if content.startswith(without.rstrip("\n") + "\n"):
        # Somebody wrote below what we did, without a heading.
        at = len(without.rstrip("\n")) + 1
        return content[:at], content[at:], ""
    return _split_at_lines(content, before, after)


def _split_at_lines(content: str, before: str, after: str) -> tuple[str, str, str] | None:
    """Find the note between the line that stands before it and the one behind it."""
    heading = next((line for line in reversed(before.split("\n")) if line.strip()), None)
    footing = next((line for line in after.split("\n") if line.strip()), None)
    start, end = 0, len(content)
    if heading is not None:
        places = [at + len(line) for at, line in _lines(content) if line.rstrip() == heading.rstrip()]
        if not places:
            return None
        start = min(places[0] + 1, len(content))
    if footing is not None:
        places = [at for at, line in _lines(content) if line.rstrip() == footing.rstrip() and at >= start]
        if not places:
            return None
        end = places[-1]
    return content[:start], content[start:end], content[end:]


def _lines(content: str) -> Iterator[tuple[int, str]]:
    """Yield the lines outside fenced code, each with its place."""
    scanner, at = FenceScanner(), 0
    for line in content.split("\n"):
        if not scanner.inside(line):
            yield at, line
        at += len(line) + 1


class _Keys:
    """The status, star and tags of a head that were edited, as the library takes them."""

    def __init__(self, paper: Paper, head: Head, edited: Sequence[str], *, library_too: bool) -> None:
        self.status: Status | None = None
        self.starred: bool | None = None
        self.add_tags: tuple[str, ...] = ()
        self.remove_tags: tuple[str, ...] = ()
        self.left = [key for key in edited if key not in _TAKEN_KEYS]
        self.kept = set(self.left)
        if "status" in edited:
            text = _shown(head, "status")
            self.status = _STATUSES.get(text.casefold())
            if self.status is None:
                self._leave("status", f"{text!r} is no status" if text else "there is none")
        if "starred" in edited:
            text = _shown(head, "starred")
            if text.casefold() in {"true", "false", ""}:
                self.starred = text.casefold() == "true"
            else:
                self._leave("starred", f"{text!r} is neither true nor false")
        if "tags" in edited:
            self._take_tags(paper, head.texts_of("tags"), library_too=library_too)

    def _take_tags(self, paper: Paper, texts: Sequence[str], *, library_too: bool) -> None:
        tags: list[str] = []
        wrong: list[str] = []
        for text in texts:
            try:
                tags.append(parse_tag(text))
            except InvalidTagError:
                wrong.append(repr(text))
        there, here = {tag.casefold() for tag in paper.tags}, {tag.casefold() for tag in tags}
        self.add_tags = tuple(tag for tag in tags if tag.casefold() not in there)
        # Where the library's tags were changed as well, all of both are kept.
        missing = () if library_too else tuple(tag for tag in paper.tags if tag.casefold() not in here)
        if wrong:
            # One of those that seem to be missing may be meant.
            stay = f" ({', '.join(missing)} not removed)" if missing else ""
            self._leave("tags", f"{', '.join(wrong)} {'is no tag' if len(wrong) == 1 else 'are no tags'}{stay}")
        else:
            self.remove_tags = missing

    def _leave(self, key: str, why: str) -> None:
        self.kept.add(key)
        self.left.append(f"{key}: {why}")


def _shown(head: Head, key: str) -> str:
    """Return the value of a key on one line; all of them where it has several."""
    return ", ".join(head.texts_of(key))
