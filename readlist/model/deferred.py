"""Papers of which only the heads are known, made and filled all at once: a library may have a hundred thousand.

Not one of the steps here runs Python for each paper.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING
from itertools import chain, repeat
from typing import Any, Protocol

from readlist.model.garbage import no_collection
from readlist.model.paper import HEAD_FIELDS, SETTERS, STATUSES, InvalidPaperError, Paper, field_value, set_load

_FEW = 200
"""Fewer papers than that are loaded one by one sooner than a column of all papers is read, and so many are made one by
one before all are."""

_A_STEP = 2_000
"""Papers that are made in one step: 3 ms."""


class Loader(Protocol):
    """Reads the fields that the heads of papers leave out."""

    def __call__(self, paper: Paper) -> Paper:
        """Return the whole of a paper; where its head says otherwise, the head is right. Called once for each."""
        ...

    def columns(self, papers: Sequence[Paper], names: Sequence[str]) -> Mapping[str, Sequence[Any]]:
        """Return some fields of papers, as JSON has them; nothing where it does not have them at hand."""
        ...


class DeferredPapers:
    """Papers of which only the `HEAD_FIELDS` are known; the others are read when one of them is asked for.

    The papers themselves are made when somebody asks for one of them: for counting them, their heads are enough. They
    are papers like any other, but asking for a field may raise what their loader raises. Whoever asks next makes it
    try again.
    """

    def __init__(self, heads: Mapping[str, Sequence[Any]], load: Loader) -> None:
        """Check the heads.

        Args:
            heads: the `HEAD_FIELDS`, each of all papers, as JSON has them, with None for what has its default; of
                these, all but the key may be left out.
            load: reads the other fields.

        Raises:
            InvalidPaperError: a field of a head has a wrong type or value, or key or number is missing.
        """
        keys = heads["key"]
        nothing = [None] * len(keys)
        self._heads = {name: _values(name, heads.get(name, nothing), keys) for name in HEAD_FIELDS}
        self._load = load
        self._papers: list[Paper] | None = None
        self._places: Mapping[str, int] | None = None
        self._made: dict[str, Paper] = {}

    def __len__(self) -> int:
        return len(self._heads["key"])

    def values(self, name: str) -> Sequence[Any]:
        """Return one of the `HEAD_FIELDS` of all papers."""
        return self._heads[name]

    @property
    def papers(self) -> list[Paper]:
        """The papers, in the order of their heads."""
        return self._have(self._making(0, len(self))) if self._papers is None else self._papers

    def prepare(self) -> Iterator[None]:
        """Make all papers, in steps of some milliseconds, so that nobody waits for it later."""
        papers: list[Paper] = []
        while self._papers is None:
            papers += self._making(len(papers), len(papers) + _A_STEP)
            if len(papers) == len(self):
                self._have(papers)
            yield

    def _making(self, first: int, end: int) -> list[Paper]:
        with no_collection():
            papers = list(map(object.__new__, repeat(Paper, min(end, len(self)) - first)))
            for name, values in self._heads.items():
                deque(map(SETTERS[name], papers, values[first:end]), maxlen=0)
            deque(map(set_load, papers, repeat(self._load)), maxlen=0)
        return papers

    def _have(self, papers: list[Paper]) -> list[Paper]:
        """Take papers for all that there are, but for those that were made one by one: others have them by now."""
        for key, paper in self._made.copy().items():
            papers[self.places[key]] = paper
        self._papers = papers
        return papers

    def get(self, key: str) -> Paper | None:
        """Return the paper with this key, or None: the first that are asked for are made without all the others."""
        place = self.places.get(key)
        if place is None:
            return None
        if self._papers is not None or len(self._made) >= _FEW:
            return self.papers[place]
        if key not in self._made:
            paper = object.__new__(Paper)
            for name, values in self._heads.items():
                SETTERS[name](paper, values[place])
            set_load(paper, self._load)
            # Of two threads that ask at once, both get the same.
            return self._made.setdefault(key, paper)
        return self._made[key]

    @property
    def places(self) -> Mapping[str, int]:
        """The places of the papers by key."""
        if self._places is None:
            keys = self._heads["key"]
            self._places = dict(zip(keys, range(len(keys)), strict=True))
        return self._places


def prefetch(papers: Iterable[Paper], names: Sequence[str]) -> None:
    """Read some fields of all those papers that are deferred, as far as they are at hand.

    What is not, or is not what it must be, is left for who asks for it.
    """
    groups: dict[Loader, list[Paper]] = {}
    for paper in papers:
        load = getattr(paper, "_load", None)
        if load is not None:
            groups.setdefault(load, []).append(paper)
    for load, group in groups.items():
        if len(group) < _FEW:
            continue
        keys = [paper.key for paper in group]
        for name, column in load.columns(group, names).items():
            try:
                values = _values(name, column, keys)
            except InvalidPaperError:
                continue
            deque(map(SETTERS[name], group, values), maxlen=0)


def _values(name: str, column: Sequence[Any], keys: Sequence[Any]) -> Sequence[Any]:
    """Return a field of all papers, checked, from what JSON has of it.

    Raises:
        InvalidPaperError: a value is not what it must be.
    """
    values = _QUICK[name](column)
    if values is not None:
        return values
    default = _DEFAULTS[name]
    checked: list[object] = []
    for key, value in zip(keys, column, strict=True):
        if value is None and default is MISSING:
            raise InvalidPaperError(str(key), name, "is missing")
        checked.append(default if value is None else field_value(str(key), name, value))
    return checked


def _of_types(*types: type) -> Callable[[Sequence[Any]], Sequence[Any] | None]:
    """Return what gives a column back where all values are of these types, else None."""
    allowed = frozenset(types)
    return lambda column: column if allowed.issuperset(map(type, column)) else None


def _quick_statuses(column: Sequence[Any]) -> Sequence[Any] | None:
    try:
        return list(map(STATUSES.__getitem__, column))
    except (KeyError, TypeError):
        return None


def _quick_sparse_texts(column: Sequence[Any]) -> Sequence[Any] | None:
    """Return texts of which most papers have none: there a document lacks the field."""
    return _quick_texts([[] if value is None else value for value in column])


def _quick_texts(column: Sequence[Any]) -> Sequence[Any] | None:
    if not {list}.issuperset(map(type, column)):
        return None
    return list(map(tuple, column)) if {str}.issuperset(map(type, chain.from_iterable(column))) else None


_DEFAULTS: Mapping[str, object] = {field.name: field.default for field in dataclasses.fields(Paper)}
_QUICK: Mapping[str, Callable[[Sequence[Any]], Sequence[Any] | None]] = {
    **dict.fromkeys(("key", "abstract", "note", "added"), _of_types(str)),
    "number": _of_types(int),
    "status": _quick_statuses,
    "starred": _of_types(bool),
    **dict.fromkeys(("authors", "links", "tags"), _quick_texts),
    "files": _quick_sparse_texts,
    "year": _of_types(int, type(None)),
    **dict.fromkeys(
        ("title", "venue", "arxiv", "doi", "url", "comment", "primary_class", "defer_until", "triaged", "read_on"),
        _of_types(str, type(None)),
    ),
}
"""How a field is checked for all papers at once; None comes out where a value needs a closer look."""
