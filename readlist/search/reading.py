"""What an index takes from a paper, and how a paper is read for that without being kept in memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any

from readlist.model.deferred import prefetch
from readlist.model.garbage import no_collection
from readlist.model.paper import HEAD_FIELDS, SETTERS, InvalidPaperError, Paper, field_value, set_load
from readlist.model.venues import venue_text
from readlist.query.filters_record import PARTS
from readlist.query.filters_text import TEXTS, shown_line, shown_names
from readlist.query.slips import words_of
from readlist.text import unbroken

HEAD_PARTS = frozenset({"tag"})
"""What a paper may have that stands in its head; an index knows nothing of it."""

_INDEXED: Callable[[Paper], tuple[Any, ...]] = attrgetter(
    "title",
    "authors",
    "year",
    "venue",
    "abstract",
    "arxiv",
    "doi",
    "url",
    "links",
    "comment",
    "files",
    "sources",
    "note",
    "added",
    "read_on",
)
_PUT_HEAD = tuple((SETTERS[name], attrgetter(name)) for name in HEAD_FIELDS)


def whole(paper: Paper) -> Paper:
    """Return a paper with all its fields: itself, or one that is read from the library's file and that nobody keeps.

    Asking a deferred paper for a field would read it as well, but it would stay in memory as long as the paper does.
    """
    load = getattr(paper, "_load", None)
    if load is None:
        return paper
    found: Paper = load(paper)
    # The head is right where the file says otherwise: it is newer.
    for put, get in _PUT_HEAD:
        put(found, get(paper))
    return found


def fleeting(paper: Paper) -> Paper:
    """Return a paper that may be asked for any field, and keeps in memory nothing that is read for the answer."""
    load = getattr(paper, "_load", None)
    if load is None:
        return paper
    copied = object.__new__(Paper)
    for put, get in _PUT_HEAD:
        put(copied, get(paper))
    set_load(copied, load)
    return copied


def copies(papers: Sequence[Paper]) -> list[Paper]:
    """Return what `fleeting` returns for each of some papers, sooner than one by one."""
    loads = [getattr(paper, "_load", None) for paper in papers]
    with no_collection():
        deferred = [paper for paper, load in zip(papers, loads, strict=True) if load is not None]
        copied = list(map(object.__new__, repeat(Paper, len(deferred))))
        for put, get in _PUT_HEAD:
            deque(map(put, copied, map(get, deferred)), maxlen=0)
        deque(map(set_load, copied, filter(None, loads)), maxlen=0)
    if len(deferred) == len(papers):
        return copied
    remaining = iter(copied)
    return [paper if load is None else next(remaining) for paper, load in zip(papers, loads, strict=True)]


class Copies:
    """Copies of papers, of which fields are read for all at once; what is read goes with them."""

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers = copies(papers)
        self._read: set[str] = set()

    def having(self, fields: Iterable[str]) -> list[Paper]:
        """Return the copies, to be asked for some fields."""
        unread = [name for name in fields if name not in self._read]
        if unread:
            self._read.update(unread)
            with no_collection():
                prefetch(self._papers, [name for name in unread if name != "sources"])
                if "sources" in unread:
                    _read_sources(self._papers)
        return self._papers

    def change(self, row: int, paper: Paper) -> None:
        """Take another paper in the place of one."""
        self._papers[row] = fleeting(paper)


def _read_sources(papers: Iterable[Paper]) -> None:
    """Do what `prefetch` does, for the field that it leaves out."""
    groups: dict[Any, list[Paper]] = {}
    for paper in papers:
        load = getattr(paper, "_load", None)
        if load is not None:
            groups.setdefault(load, []).append(paper)
    for load, group in groups.items():
        for paper, value in zip(group, load.columns(group, ("sources",)).get("sources", ()), strict=False):
            try:
                SETTERS["sources"](paper, field_value(paper.key, "sources", value or []))
            except InvalidPaperError:
                continue


def same_record(one: Paper, other: Paper) -> bool:
    """Whether an index holds the same of two papers: all but status, star, tags and deferral."""
    load = getattr(one, "_load", None)
    if load is not None and load is getattr(other, "_load", None):
        return True
    return _INDEXED(whole(one)) == _INDEXED(whole(other))


def digest(paper: Paper) -> bytes:
    """Return 8 bytes that two papers share only where `same_record` holds (but for one case in 2**64)."""
    from hashlib import blake2b  # noqa: PLC0415 -- a library that has not changed needs none

    return blake2b(repr(_INDEXED(paper)).encode("utf-8", "surrogatepass"), digest_size=8).digest()


def head_words(paper: Paper) -> set[str]:
    """Return the words of title, authors and venue, as `slips.words_of` makes them."""
    return {word for name in ("title", "author", "venue") for word in words_of(TEXTS[name](paper))}


def _only(value: object) -> tuple[str, ...]:
    return () if value is None or value == "" else (str(value),)


VALUES: Mapping[str, Callable[[Paper], Iterable[str]]] = {
    "author": lambda paper: dict.fromkeys(filter(None, shown_names(paper.authors))),
    "venue": lambda paper: _only(shown_line(paper.venue or "")),
    "source": lambda paper: dict.fromkeys(source.document for source in paper.sources if source.document),
    "note": lambda paper: _only(paper.note),
    "arxiv": lambda paper: _only(paper.arxiv),
    "doi": lambda paper: _only(paper.doi),
    "year": lambda paper: _only(paper.year),
    "added": lambda paper: _only(paper.added),
    "read": lambda paper: _only(paper.read_on),
    "has": lambda paper: (name for name, (part, _) in PARTS.items() if name not in HEAD_PARTS and part(paper)),
}
"""The columns of whole values: name, and the values of a paper as they are shown, each once."""
SEARCHED: Mapping[str, Callable[[str], str]] = {"venue": venue_text, "note": unbroken}
"""What some of these values are looked for in, where it is not the value alone."""


def folded(text: str) -> str:
    """Return `text` (as `text.as_typed` made it) as `text.caseless` makes it."""
    return text.casefold()
