"""Papers of which only the heads are known, made and filled all at once: a library has a hundred thousand of them.

Not one of the steps here runs Python for each paper.
"""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING
from itertools import chain, repeat
from typing import Any, Protocol

from readlist.model.paper import HEAD_FIELDS, SETTERS, STATUSES, InvalidPaperError, Paper, field_value, set_load

_FEW = 200
"""Fewer papers than that are loaded one by one sooner than a column of all papers is read."""


class Loader(Protocol):
    """Reads the fields that the heads of papers leave out."""

    def __call__(self, paper: Paper) -> Paper:
        """Return the whole of a paper; where its head says otherwise, the head is right. Called once for each."""
        ...

    def columns(self, papers: Sequence[Paper], names: Sequence[str]) -> Mapping[str, Sequence[Any]]:
        """Return some fields of papers, as JSON has them; nothing where it does not have them at hand."""
        ...


def deferred_papers(heads: Mapping[str, Sequence[Any]], load: Loader) -> list[Paper]:
    """Return papers of which only the `HEAD_FIELDS` are known; `load` reads the others when one is asked for.

    They are papers like any other, but asking for a field may raise what `load` raises. Whoever asks next makes it try
    again.

    Args:
        heads: the `HEAD_FIELDS`, each of all papers, as JSON has them, with None for what has its default; of these,
            all but the key may be left out.
        load: reads the other fields.

    Raises:
        InvalidPaperError: a field of a head has a wrong type or value, or key or number is missing.
    """
    keys = heads["key"]
    papers = list(map(object.__new__, repeat(Paper, len(keys))))
    for name in HEAD_FIELDS:
        column = heads[name] if name in heads else [None] * len(keys)
        deque(map(SETTERS[name], papers, _values(name, column, keys)), maxlen=0)
    deque(map(set_load, papers, repeat(load)), maxlen=0)
    return papers


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


def _values(name: str, column: Sequence[Any], keys: Sequence[Any]) -> Iterable[object]:
    """Return a field of all papers, checked, from what JSON has of it.

    Raises:
        InvalidPaperError: a value is not what it must be.
    """
    values = _QUICK[name](column)
    if values is not None:
        return values
    default = _DEFAULTS[name]
    checked = []
    for key, value in zip(keys, column, strict=True):
        if value is None and default is MISSING:
            raise InvalidPaperError(str(key), name, "is missing")
        checked.append(default if value is None else field_value(str(key), name, value))
    return checked


def _of_types(*types: type) -> Callable[[Sequence[Any]], Iterable[object] | None]:
    """Return what gives a column back where all values are of these types, else None."""
    allowed = frozenset(types)
    return lambda column: column if allowed.issuperset(map(type, column)) else None


def _quick_statuses(column: Sequence[Any]) -> Iterable[object] | None:
    try:
        return list(map(STATUSES.__getitem__, column))
    except (KeyError, TypeError):
        return None


def _quick_texts(column: Sequence[Any]) -> Iterable[object] | None:
    if not {list}.issuperset(map(type, column)):
        return None
    return list(map(tuple, column)) if {str}.issuperset(map(type, chain.from_iterable(column))) else None


_DEFAULTS: Mapping[str, object] = {field.name: field.default for field in dataclasses.fields(Paper)}
_QUICK: Mapping[str, Callable[[Sequence[Any]], Iterable[object] | None]] = {
    **dict.fromkeys(("key", "abstract", "note", "added"), _of_types(str)),
    "number": _of_types(int),
    "status": _quick_statuses,
    "starred": _of_types(bool),
    **dict.fromkeys(("authors", "links", "tags"), _quick_texts),
    "year": _of_types(int, type(None)),
    **dict.fromkeys(
        ("title", "venue", "arxiv", "doi", "url", "comment", "defer_until", "triaged", "read_on"),
        _of_types(str, type(None)),
    ),
}
"""How a field is checked for all papers at once; None comes out where a value needs a closer look."""
