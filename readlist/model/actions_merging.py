"""Two papers of a library that are one: what the record of each gives to the other, and what a user does about them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from readlist.model.change import Change, Edit
from readlist.model.identifiers import parse_arxiv
from readlist.model.library import Library
from readlist.model.naming import surname
from readlist.model.paper import Paper, Status
from readlist.model.record import Record, Timestamp
from readlist.model.tags import tags_after
from readlist.model.text_merging import merged
from readlist.text import clean_line, fold

_FILLED = tuple(part.name for part in dataclasses.fields(Record) if part.name not in {"links", "files"})
_OF_PUBLICATION = frozenset({"title", "authors", "year", "venue", "doi", "url"})
"""Fields of a preprint whose place those of the published paper take."""
_OF_PREPRINT = frozenset({"venue", "doi"})
"""Fields of a preprint that name the preprint, so that a published paper which lacks them must not get them."""
_WITH_LINKS = frozenset({"title", "abstract", "comment"})
"""Fields whose text the links of a record are found in."""

_PREPRINT_SERVERS = frozenset(
    {
        "10.48550",  # arXiv; see `readlist.importers.cleaning` for what becomes of these
        "10.64898",  # bioRxiv and medRxiv since they are run by openRxiv
        "10.26434",  # ChemRxiv
        "10.31234",  # PsyArXiv
        "10.31219",  # OSF Preprints
        "10.20944",  # Preprints.org
        "10.21203",  # Research Square
        "10.2139",  # SSRN
        "10.36227",  # TechRxiv
        "10.5281",  # Zenodo
    }
)
_BIORXIV = re.compile(r"10\.1101/[0-9]")  # with a word behind the slash it is a journal of Cold Spring Harbor's
_NO_VENUE = re.compile(
    r"(?:arxiv|corr|biorxiv|medrxiv|chemrxiv|psyarxiv|techrxiv|ssrn|e-?prints?|preprints?|research square|zenodo|"
    r"submitted to|under review|withdrawn|rejected)\b|.*\b(?:arxiv preprint|(?:withdrawn|rejected) submission)\b",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"\w[.\s]")

_RANKS = (Status.INBOX, Status.ARCHIVED, Status.QUEUED, Status.READING, Status.READ)
"""Statuses, the furthest on last. One of two copies is often archived for being one: that must not put away a paper
which its reader wants to read, or has read."""


def is_preprint_doi(doi: str) -> bool:
    """Whether a DOI was given by a preprint server, and so names a preprint and not what was published of it."""
    return doi.partition("/")[0] in _PREPRINT_SERVERS or _BIORXIV.match(doi) is not None


def arxiv_of(record: Record) -> str | None:
    """Return the arXiv identifier of a record: printed as such, or in its DOI or the address of its page; or None."""
    if record.arxiv:
        return record.arxiv
    doi, url = record.doi, record.url
    own = parse_arxiv(doi) if doi and doi.startswith("10.48550/") else None
    if own is None and url and ("arxiv.org/" in url or "/10.48550/" in url):
        own = parse_arxiv(url)
    return own


def is_published(record: Record) -> bool:
    """Whether a record tells where a paper was published: a venue or a DOI that is not of a preprint server."""
    if record.doi and not is_preprint_doi(record.doi):
        return True
    return bool(record.venue and not _NO_VENUE.match(record.venue))


def is_preprint(record: Record) -> bool:
    """Whether a record is that of a preprint: of arXiv or another preprint server, and not known as published."""
    if is_published(record):
        return False
    return bool(record.doi or record.venue or arxiv_of(record))


def gained(paper: Record, record: Record) -> dict[str, Any]:
    """Return the fields that `paper` takes from `record`, another record of the same paper.

    It takes what it lacks. Where it is a preprint and `record` tells of the publication, title, authors, year, venue,
    DOI and address of that take the place of the preprint's, as far as they are there; the list of authors stays where
    the new one is no more than an abridgement of it ("Y. Lin et al."). arXiv identifier, comment and abstract stay, and
    an identifier or address that gives way is kept as arXiv identifier or link. A published paper takes neither venue
    nor DOI of a preprint. Links come with the text that they stand in; it has the files of both.
    """
    comes_out = is_preprint(paper) and is_published(record)
    came_out = is_published(paper) and is_preprint(record)
    news: dict[str, Any] = {}
    for name in _FILLED:
        new, old = getattr(record, name), getattr(paper, name)
        if not new or new == old or (old and not (comes_out and name in _OF_PUBLICATION)):
            continue
        if (came_out and name in _OF_PREPRINT) or (name == "authors" and _is_abridged(new, old)):
            continue
        news[name] = new
    if (comes_out or came_out) and not paper.arxiv:
        known = arxiv_of(paper) or arxiv_of(record)
        if known:
            news["arxiv"] = known
    links = _links(paper, record, news)
    if links != paper.links:
        news["links"] = links
    if not set(record.files).issubset(paper.files):
        news["files"] = tuple(dict.fromkeys((*paper.files, *record.files)))
    return news


def _links(paper: Record, record: Record, news: dict[str, Any]) -> tuple[str, ...]:
    """Return the links of `paper` when it has taken `news` from `record`."""
    links = list(paper.links)
    if not links or not _WITH_LINKS.isdisjoint(news):
        links += record.links
    if paper.url and "url" in news and not parse_arxiv(paper.url):
        links.append(paper.url)
    return tuple(dict.fromkeys(links))


def _is_abridged(names: Sequence[str], fuller: Sequence[str]) -> bool:
    """Whether the authors `names` are those of `fuller`, or the first of them, and it tells more of them."""
    pairs = list(zip(names, fuller, strict=False))
    if len(pairs) < len(names) or any(fold(surname(name)) != fold(surname(whole)) for name, whole in pairs):
        return False
    return len(names) < len(fuller) or any(
        _INITIAL.match(name) and not _INITIAL.match(whole) for name, whole in pairs if name != surname(whole)
    )


@dataclass(frozen=True, slots=True)
class MergePapers:
    """Make one paper of two.

    The older one stays, with its key and number. Its record takes what it lacks from the other's, or the publication
    where it is a preprint (see `gained`). It gets the sources, tags and texts of the notes of both, a star if one of
    them has one, and the status that is furthest on, with its dates; it is put off where one of that status was. The
    other paper is taken out.

    Attributes:
        key: citation key of one.
        other: citation key of the other.
    """

    key: str
    other: str

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        older, newer = sorted((library[self.key], library[self.other]), key=lambda paper: paper.number)
        summary = f"Merged {newer.key} into {older.key}: {clean_line(older.display_title)}"
        if older.key == newer.key:
            return Change("merge", summary, now, ())
        merged = dataclasses.replace(older, **gained(older, newer), **_reading_state(older, newer))
        edit = Edit.of_fields(older, **merged.to_fields())
        return Change("merge", summary, now, (*([edit] if edit else []), Edit.removing(newer)))


def _reading_state(older: Paper, newer: Paper) -> dict[str, Any]:
    """Return what their reader made of two papers, as of one, and their sources."""
    ahead = newer if _RANKS.index(newer.status) > _RANKS.index(older.status) else older
    waits = [paper.defer_until for paper in (older, newer) if paper.status is ahead.status and paper.defer_until]
    moments = [paper.triaged for paper in (older, newer) if paper.triaged is not None]
    own = {older.key, newer.key}
    return {
        "sources": tuple(dict.fromkeys((*older.sources, *newer.sources))),
        "status": ahead.status,
        "status_before": ahead.status_before,
        "defer_until": max(waits, default=None) if ahead.unread else None,
        "triaged": None if ahead.status is Status.INBOX else min(moments, default=None),
        "read_on": ahead.read_on,
        "starred": older.starred or newer.starred,
        "tags": tags_after(older.tags, add=newer.tags),
        "note": merged(older.note.rstrip(), newer.note, f"*From the note of {newer.key}:*"),
        "apart": tuple(key for key in dict.fromkeys((*older.apart, *newer.apart)) if key not in own),
    }


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Say of two papers that look alike that they are two, so that nobody is asked again whether they are one.

    Each remembers the other by its citation key, which lasts when a paper is taken out and comes back.

    Attributes:
        key: citation key of one.
        other: citation key of the other.
    """

    key: str
    other: str

    def change(self, library: Library, now: Timestamp) -> Change:
        """Return the change; see `Action`."""
        one, other = library[self.key], library[self.other]
        edits = [
            Edit.of_fields(paper, apart=[*paper.apart, key])
            for paper, key in ((one, other.key), (other, one.key))
            if key not in paper.apart and key != paper.key
        ]
        return Change("keep-apart", f"Kept both: {one.key} and {other.key}", now, tuple(filter(None, edits)))
