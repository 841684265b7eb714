"""What is wrong with the papers of a library, each for itself and with each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from readlist.model.paper import InvalidPaperError, Paper
from readlist.store.doctor.values import CHECKED, problem_of, type_problem

_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_KEY_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with one paper.

    Attributes:
        doc_id: id of its document.
        key: its citation key, or what stands in its place.
        field: name of the field, "number" for the id.
        problem: what is wrong with the field.
        grave: whether the library cannot be opened with it, or hides another paper behind this one.
    """

    doc_id: str
    key: str
    field: str
    problem: str
    grave: bool

    def __str__(self) -> str:
        return f"paper {self.key!r}, field {self.field!r}: {self.problem}"


def faults_of(doc_id: str, document: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with one paper by itself."""
    key = shown_key(doc_id, document)
    if not is_number(doc_id):
        yield Fault(doc_id, key, "number", f"must be a whole number from 1, not {doc_id!r:.60}", grave=True)
    if "key" not in document:
        yield Fault(doc_id, key, "key", "is missing", grave=True)
    sound = _sound(document)
    for name in CHECKED:
        if name in document:
            wrong = None if sound else type_problem(name, document[name])
            if wrong is not None:
                yield Fault(doc_id, key, name, wrong, grave=True)
                continue
            problem = problem_of(name, document[name])
            if problem is not None:
                yield Fault(doc_id, key, name, problem, grave=False)


class Doubles:
    """Finds citation keys that several papers have, whatever the case of their letters."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[str, object]] = {}

    def faults_of(self, doc_id: str, document: Mapping[str, Any]) -> Iterator[Fault]:
        """Yield the fault of a paper whose key one of those that were asked about before has."""
        key = document.get("key")
        if not isinstance(key, str):
            return
        number, first = self._first.setdefault(key.casefold(), (doc_id, key))
        if number != doc_id:
            problem = f"paper number {number} has this key already"
            yield Fault(doc_id, shown_key(doc_id, document), "key", problem, grave=first == key)


def in_order(doc_ids: Iterable[str]) -> list[str]:
    """Return ids of papers in the order of the papers; those that are no numbers come last."""
    return sorted(doc_ids, key=lambda doc_id: (0, int(doc_id), "") if is_number(doc_id) else (1, 0, doc_id))


def is_number(doc_id: str) -> bool:
    """Whether a document's id can be the number of a paper."""
    return _ID.fullmatch(doc_id) is not None


def decoded(raw: bytes) -> dict[str, Any] | None:
    """Return a document that is given as JSON text; None where it is none."""
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
    return document if isinstance(document, dict) else None


def shown_key(doc_id: str, document: Mapping[str, Any]) -> str:
    """Return what a paper is called in messages."""
    key = document.get("key")
    return key[:_KEY_SHOWN] if isinstance(key, str) and key else f"number {doc_id}"


def _sound(document: Mapping[str, Any]) -> bool:
    """Whether all fields of a document have the types that they must have."""
    try:
        Paper.from_fields({**document, "number": 1})
    except InvalidPaperError:
        return False
    return True
