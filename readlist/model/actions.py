"""What a user can do to papers: each action makes one change, from the library as it is at that moment.

An action knows no store and no screen. `Repository.do` takes the newest state of the library, asks the action for
its change, makes it last, and returns it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Protocol

from readlist.model.change import Change, Edit
from readlist.model.days import day_in_words
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.record import Timestamp
from readlist.model.tags import is_within, renamed, tags_after
from readlist.text import clean, clean_line


class Action(Protocol):
    """Something that a user does to papers."""

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return what it does to `library` at the moment `now`; a change without edits where there is nothing to do.

        Raises:
            UnknownPaperError: a paper that it names is not in the library.
        """
        ...


_DONE_TO = {
    Status.INBOX: "Back to the inbox",
    Status.QUEUED: "Queued",
    Status.READING: "Reading",
    Status.READ: "Read",
    Status.ARCHIVED: "Archived",
}
_DAY = len("2026-11-21")  # so much of a moment is its day


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Give papers a status: a decision, after which they are no longer put off, nor marked as back.

    With `toggle`, papers for which all of that is so already go back to the status that each had before.
    """

    keys: Sequence[str]
    status: Status
    toggle: bool = False

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        papers = [library[key] for key in self.keys]
        if self.toggle and papers and all(paper.status is self.status and not _put_off(paper) for paper in papers):
            return _back_to(_status_before, papers, now)
        verb = _DONE_TO[self.status]
        return _each("mark", verb, papers, now, lambda paper: _status_fields(paper, self.status, now))


@dataclass(frozen=True, slots=True)
class SetUnread:
    """Take papers that are read or archived back to the status before, and those that were put off as they are."""

    keys: Sequence[str]

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        papers = [library[key] for key in self.keys]
        papers = [paper for paper in papers if not paper.unread or _put_off(paper)]
        return _back_to(lambda paper: paper.status if paper.unread else _status_before(paper), papers, now)


@dataclass(frozen=True, slots=True)
class Defer:
    """Put papers off to a day, on which they are back, or take that back.

    They are to come back unread: those that are read or archived get the status that they had before.

    Attributes:
        keys: citation keys of the papers.
        until: the day, "2026-12-01", one in the future (see `defer_dates.defer_date`); None to take it back, and with
            it the mark of papers that are back.
    """

    keys: Sequence[str]
    until: str | None

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        papers = [library[key] for key in self.keys]
        if self.until is None:
            return _each("defer", "No longer deferred", papers, now, lambda _: {"defer_until": None})
        verb = f"Deferred to {day_in_words(date.fromisoformat(self.until), date.fromisoformat(now[:_DAY]))}"
        return _each("defer", verb, papers, now, lambda paper: self._fields(paper, now))

    def _fields(self, paper: Paper, now: Timestamp) -> dict[str, object]:
        back = {} if paper.unread else _status_fields(paper, _unread_before(paper), now)
        return {**back, "defer_until": self.until}


@dataclass(frozen=True, slots=True)
class SetStarred:
    """Star papers, or take the star off. With None: star them unless all are starred."""

    keys: Sequence[str]
    starred: bool | None = None

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        papers = [library[key] for key in self.keys]
        on = not all(paper.starred for paper in papers) if self.starred is None else self.starred
        return _each("star", "Starred" if on else "Star off", papers, now, lambda _: {"starred": on})


@dataclass(frozen=True, slots=True)
class SetTags:
    """Add tags to papers and remove tags from them. The tags are valid ones (see `parse_tag`)."""

    keys: Sequence[str]
    add: Sequence[str] = ()
    remove: Sequence[str] = ()

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change, which names the tags that some paper gets or loses; see `Action`."""
        papers = [library[key] for key in self.keys]
        spelling = {tag.casefold(): tag for tag in library.tags}
        # A tag that the library knows keeps its spelling there, so that "RLHF" and "rlhf" do not part ways.
        add = [spelling.get(tag.casefold(), tag) for tag in self.add]
        after = {paper.key: tags_after(paper.tags, add=add, remove=self.remove) for paper in papers}
        gained: set[str] = set()
        lost: set[str] = set()
        for paper in papers:
            old, new = ({tag.casefold() for tag in tags} for tags in (paper.tags, after[paper.key]))
            gained |= new - old
            lost |= old - new
        signed = [
            *(f"+{tag}" for tag in add if tag.casefold() in gained),
            *(f"-{tag}" for tag in self.remove if tag.casefold() in lost),
        ]
        verb = " ".join(["Tagged", *signed])
        return _each("tag", verb, papers, now, lambda paper: {"tags": list(after[paper.key])})


@dataclass(frozen=True, slots=True)
class RenameTag:
    """Rename a tag, and the tags below it, wherever it stands; a name that exists takes the papers of both.

    One that exists keeps its spelling, unless it is the old name in other letters ("rlhf" to "RLHF").
    """

    old: str
    new: str

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        old = self.old
        spelling = {tag.casefold(): tag for tag in library.tags if not is_within(tag, old)}
        new = spelling.get(self.new.casefold(), self.new)

        names: dict[str, str] = {}
        for tag in {*chain.from_iterable(library.values("tags"))}:
            if is_within(tag, old):
                name = renamed(tag, old, new)
                names[tag] = spelling.get(name.casefold(), name)
        # The others, which may be many, are not even made.
        tagged = zip(library.values("key"), library.values("tags"), strict=True)
        return _each(
            "rename-tag",
            f"Renamed tag {old} to {new}",
            [library[key] for key, tags in tagged if not names.keys().isdisjoint(tags)],
            now,
            lambda paper: {"tags": list(tags_after((), add=(names.get(tag, tag) for tag in paper.tags)))},
        )


@dataclass(frozen=True, slots=True)
class SetNote:
    """Give a paper this note.

    Attributes:
        key: the paper's citation key.
        text: the note.
        session: saves of one editing session, which follow each other, are one action to the user.
        base: the note that the editing began with, or was last saved as; None to replace whatever there is. Where
            somebody else has changed the note since, it gets what each of both did to it, with a line between what
            they wrote in the same place (see `text_merging`).
    """

    key: str
    text: str
    session: str | None = None
    base: str | None = None

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        paper, text = library[self.key], clean(self.text)
        verb = "Note" if text.strip() else "Note emptied"
        if self.base is not None and paper.note not in {self.base, text}:
            from readlist.model.text_merging import merged  # noqa: PLC0415 -- two programs seldom write one note

            verb = "Note with both texts"
            text = merged(text, clean(paper.note), CHANGED_ELSEWHERE, base=clean(self.base))
        return _each("note", verb, [paper], now, lambda _: {"note": text}, self.session)


CHANGED_ELSEWHERE = "*Written elsewhere at the same time:*"
"""Stands in a note between what was written here and what was written in the same place elsewhere meanwhile."""


@dataclass(frozen=True, slots=True)
class AppendNote:
    """Put a paragraph behind a paper's note."""

    key: str
    text: str

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        note = library[self.key].note.rstrip("\n")
        text = f"{note}\n\n{self.text}" if note else self.text
        return SetNote(self.key, text).change(library, now)


@dataclass(frozen=True, slots=True)
class Remove:
    """Take papers out of the library."""

    keys: Sequence[str]

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        papers = [library[key] for key in self.keys]
        edits = tuple(Edit.removing(paper) for paper in papers)
        return Change("remove", _summary("Removed", papers), now, edits)


def _each(  # noqa: PLR0913, PLR0917 -- the parts of one change, named at the call
    action: str,
    verb: str,
    papers: Iterable[Paper],
    now: Timestamp,
    fields_of: Callable[[Paper], Mapping[str, object]],
    session: str | None = None,
) -> Change:
    """Return the change that gives each paper the fields that `fields_of` says."""
    touched: list[Paper] = []
    edits: list[Edit] = []
    for paper in papers:
        edit = Edit.of_fields(paper, **fields_of(paper))
        if edit is not None:
            touched.append(paper)
            edits.append(edit)
    return Change(action, _summary(verb, touched), now, tuple(edits), session=session)


def _back_to(status_of: Callable[[Paper], Status], papers: Sequence[Paper], now: Timestamp) -> Change:
    """Return the change that takes each paper back to the status that `status_of` says."""
    statuses = {status_of(paper) for paper in papers}
    verb = f"Back to {statuses.pop()}" if len(statuses) == 1 else "Back to the status before"
    return _each("mark", verb, papers, now, lambda paper: _status_fields(paper, status_of(paper), now))


def _status_before(paper: Paper) -> Status:
    """Return the status that a paper had before the one that it has; one that is read goes back among the unread."""
    status = paper.status_before
    if status is None or (paper.status is Status.READ and not status.unread):
        return _unread_before(paper)
    return status


def _unread_before(paper: Paper) -> Status:
    """Return the status of a paper before it was read or archived, the likely one where that is not known."""
    status = paper.status_before
    if status is not None and status.unread:
        return status
    return Status.INBOX if paper.triaged is None else Status.QUEUED


def _put_off(paper: Paper) -> bool:
    """Whether a paper still waits for its day, or for a decision since that has come."""
    return paper.unread and paper.defer_until is not None


def _status_fields(paper: Paper, status: Status, now: Timestamp) -> dict[str, object]:
    """Return what becomes of a paper about which it is decided that it has a status."""
    if status is paper.status:
        return {"defer_until": None}
    before = paper.status.value
    fields: dict[str, object] = {"status": status.value, "status_before": before, "defer_until": None}
    if status is Status.INBOX:
        fields["triaged"] = None
    elif paper.triaged is None:
        fields["triaged"] = now
    if status is Status.READ:
        fields["read_on"] = now
    elif status.unread:
        fields["read_on"] = None
    return fields


def _summary(verb: str, papers: Sequence[Paper]) -> str:
    if len(papers) == 1:
        return f"{verb}: {clean_line(papers[0].display_title)}"
    return f"{verb}: {len(papers)} papers"
