"""From what importers read to one change of a library, in which no paper comes twice.

A record that is the same paper as one of the library, or as another record of the same import (see
`readlist.importers.identity`), fills in what that paper lacks and adds its source; that of a publication takes the
place of a preprint's (see `readlist.model.actions_merging.gained`). It never touches what the reader made of the paper
(key, number, status, star, note, dates); tags are added where the import was given some. What is only likely the same
comes in as a paper of its own (see `readlist.importers.likeness`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from readlist.importers.base import Found, Problem, Reading
from readlist.importers.identity import Identities
from readlist.model.actions_merging import gained
from readlist.model.change import Change, Edit
from readlist.model.garbage import no_collection
from readlist.model.keys import citation_key, free_key, valid_key
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.record import Record, Source, Timestamp
from readlist.model.tags import tag_from, tags_after
from readlist.text import clean_line

_NOBODY = Paper(key="", number=0)
_RECORD = tuple(part.name for part in dataclasses.fields(Record))


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read from one document.

    Attributes:
        document: its name.
        reading: what its importer made of it, cleaned (see `readlist.importers.read`).
    """

    document: str
    reading: Reading


class Match(NamedTuple):
    """A record that is a paper which was there already, in the library or from a record before it.

    Attributes:
        line: where the record begins in its document, from 1.
        key: that paper's.
        merged: whether the record told the paper something new; else it is unchanged.
    """

    line: int
    key: str
    merged: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """What an import did with one document.

    Attributes:
        source: name of the document.
        format: name of the importer.
        papers: how many records it holds: added, merged and unchanged together.
        added: of these, papers that are new.
        merged: those that told a known paper something new: a field that it lacked, or another source.
        unchanged: those that did not; at most they brought it the tags of the import.
        problems: what was not understood.
        matches: the papers that those are which are merged or unchanged, in the order of the records.
    """

    source: str
    format: str
    papers: int
    added: int
    merged: int
    unchanged: int
    problems: tuple[Problem, ...]
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import does to a library.

    Attributes:
        edits: one for each paper that is changed or new, in the order of their numbers.
        tallies: one for each document.
    """

    edits: tuple[Edit, ...] = ()
    tallies: tuple[Tally, ...] = ()

    @property
    def added(self) -> int:
        """How many papers are new."""
        return sum(tally.added for tally in self.tallies)

    @property
    def merged(self) -> int:
        """How many records told a known paper something new."""
        return sum(tally.merged for tally in self.tallies)

    @property
    def unchanged(self) -> int:
        """How many records told nothing new."""
        return sum(tally.unchanged for tally in self.tallies)


def plan(
    batches: Sequence[Batch],
    library: Library,
    now: Timestamp,
    *,
    tags: Sequence[str] = (),
    status: Status = Status.INBOX,
) -> Plan:
    """Return what importing `batches` into `library` does.

    Args:
        batches: what was read, a document each.
        library: as it is.
        now: the time of the import.
        tags: valid tags (see `parse_tag`) that every paper of the import gets, known ones too.
        status: what new papers get; known ones keep theirs.
    """
    with no_collection():
        ledger = _Ledger(batches, library, now, tags, status)
        tallies = tuple(ledger.take(batch) for batch in batches)
        return Plan(ledger.edits(), tallies)


@dataclass(slots=True)
class ImportPapers:
    """The action of importing what was read; see `readlist.model.actions.Action`.

    Attributes:
        batches: what was read, a document each.
        tags: as in `plan`.
        status: as in `plan`.
        plan: what the last `change` does, for the report; empty before.
    """

    batches: Sequence[Batch]
    tags: Sequence[str] = ()
    status: Status = Status.INBOX
    plan: Plan = field(default_factory=Plan, init=False)

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change that imports the papers into `library`; without edits where there is nothing new."""
        self.plan = plan(self.batches, library, now, tags=self.tags, status=self.status)
        return Change("import", self._summary(), now, self.plan.edits)

    def _summary(self) -> str:
        came = self.plan
        names = {clean_line(batch.document) for batch in self.batches}
        source = f"from {names.pop()}" if len(names) == 1 else f"from {len(names)} documents"
        if came.added:
            merged = f" ({came.merged} merged)" if came.merged else ""
            return f"Imported {_papers(came.added + came.merged)}{merged} {source}"
        if came.merged:
            return f"Merged {_papers(came.merged)} {source}"
        if came.edits:
            return f"Tagged {_papers(len(came.edits))} {source}"
        return f"Nothing new {source}"


class _Ledger:
    """The papers of a library and of an import, by number from 0, while records are taken in one by one."""

    def __init__(
        self, batches: Sequence[Batch], library: Library, now: Timestamp, tags: Sequence[str], status: Status
    ) -> None:
        named = tags or any(found.tags for batch in batches for found in batch.reading.found)
        self._spelling = {tag.casefold(): tag for tag in library.tags} if named else {}
        self._tags = [self._spelt(tag) for tag in tags]
        self._status, self._now = status, now
        self._library = tuple(library)
        self._papers: list[Paper] = list(self._library)
        self._touched: set[int] = set()
        self._next_number = library.next_number
        self._keys = {paper.key.casefold() for paper in self._library}
        self._counted: dict[str, int] = {}  # of each stem of keys, how far its letters are taken
        # Of papers that were not looked at yet, all at once: one by one a hundred thousand take seconds.
        library.prefetch(("title", "arxiv", "doi", "url"))
        self._identities = Identities(library.prefetch)
        for paper in self._library:
            self._identities.add(paper)

    def take(self, batch: Batch) -> Tally:
        """Take in the records of a document and return what came of them."""
        document = clean_line(batch.document)
        added = 0
        matches: list[Match] = []
        for found in batch.reading.found:
            record = found.record
            source = Source(document, found.position, found.format or batch.reading.format, self._now)
            number = self._identities.find(record)
            if number is None:
                self._add(found, record, source)
                added += 1
            else:
                told_new = self._merge(number, record, source)
                matches.append(Match(found.line, self._papers[number].key, told_new))
        merged = sum(match.merged for match in matches)
        return Tally(
            source=document,
            format=batch.reading.format,
            papers=len(batch.reading.found),
            added=added,
            merged=merged,
            unchanged=len(matches) - merged,
            problems=tuple(batch.reading.problems),
            matches=tuple(matches),
        )

    def edits(self) -> tuple[Edit, ...]:
        """Return what has become of the papers."""
        known = len(self._library)
        changed = (
            Edit.of_fields(self._library[i], **self._papers[i].to_fields()) for i in sorted(self._touched) if i < known
        )
        return (*filter(None, changed), *map(Edit.adding, self._papers[known:]))

    def _add(self, found: Found, record: Record, source: Source) -> None:
        key = self._key(found.key, record)
        self._keys.add(key.casefold())
        keywords = filter(None, map(tag_from, found.tags))
        paper = Paper(
            **{name: getattr(record, name) for name in _RECORD},
            key=key,
            number=self._next_number,
            sources=(source,),
            tags=tags_after((), add=[*(self._spelt(tag) for tag in keywords), *self._tags]),
            **self._state(found),
        )
        self._next_number += 1
        self._papers.append(paper)
        self._identities.add(paper)

    def _key(self, own: str | None, record: Record) -> str:
        """Return the key of a new paper: the one that its source gives it, if that is one, else one of ours."""
        if own and valid_key(own):
            return free_key(own, self._is_taken, self._counted)
        return citation_key(record, self._is_taken, self._counted)

    def _state(self, found: Found) -> dict[str, Any]:
        """Return the reading state of a new paper: what the import says of all, else what its source says."""
        if found.state and (self._status is Status.INBOX or "status" not in found.state):
            state = {"added": self._now, **found.state}
            paper = _NOBODY.with_fields(state)
            return {name: getattr(paper, name) for name in state}
        if self._status is Status.INBOX:
            return {"added": self._now}
        # As if it had been marked right after it came: taking that back leads to the inbox.
        return {
            "status": self._status,
            "status_before": Status.INBOX,
            "added": self._now,
            "triaged": self._now,
            "read_on": self._now if self._status is Status.READ else None,
        }

    def _spelt(self, tag: str) -> str:
        """Return a tag as the library spells it."""
        return self._spelling.get(tag.casefold(), tag)

    def _is_taken(self, key: str) -> bool:
        return key.casefold() in self._keys

    def _merge(self, number: int, record: Record, source: Source) -> bool:
        """Let a known paper have what `record` adds; return whether it told anything new."""
        paper = self._papers[number]
        news: dict[str, Any] = gained(paper, record)
        fuller = bool(news)
        # The same document may have grown since: another position in it is not another source.
        if not any(known.document == source.document and known.format == source.format for known in paper.sources):
            news["sources"] = (*paper.sources, source)
        new = bool(news)
        tags = tags_after(paper.tags, add=self._tags) if self._tags else paper.tags
        if tags != paper.tags:
            news["tags"] = tags
        if news:
            self._papers[number] = dataclasses.replace(paper, **news)
            self._touched.add(number)
            if fuller:
                self._identities.replace(number, self._papers[number])
        return new


def _papers(count: int) -> str:
    return f"{count} paper" if count == 1 else f"{count} papers"
