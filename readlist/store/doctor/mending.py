"""Giving papers values that they can have, in the place of wrong ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import orjson

from readlist.model.keys import citation_key, free_key, valid_key
from readlist.model.record import Record
from readlist.store.doctor.papers import Doubles, faults_of, in_order, is_number, shown_key
from readlist.store.doctor.values import DEFAULTS, good, salvaged
from readlist.text import clean_line, cut

Document: TypeAlias = dict[str, Any]

_SHOWN = 60
_HIGHEST = 10**17
"""No library has so many papers; above it, numbers soon have more digits than are allowed."""


class Spare(NamedTuple):
    """Papers as they were in a backup.

    Attributes:
        path: of the backup.
        find: returns the paper with an id, None where there was none.
    """

    path: Path
    find: Callable[[str], Mapping[str, Any] | None]


class Mended(NamedTuple):
    """What became of the papers.

    Attributes:
        papers: all of them, by id, in order.
        keys: the citation keys that were given anew, by id.
        lines: what was done, a line each.
    """

    papers: dict[str, Document]
    keys: dict[str, str]
    lines: list[str]


def mend(papers: Mapping[str, Document], spare: Spare | None) -> Mended:
    """Return `papers` with every fault mended.

    A field with a wrong value gets what is good in it, else what it had in the backup, else what a new paper has. A
    paper without a number, and the later one of two with the same key, gets a new one.

    Args:
        papers: documents by id.
        spare: the newest good backup.
    """
    lines: list[str] = []
    mended: dict[str, Document] = {}
    last = max((int(doc_id) for doc_id in papers if is_number(doc_id)), default=0)
    # Behind the last one; where a number is so high that none comes behind it, the lowest that are free.
    free = (str(number) for number in count(last + 1 if last < _HIGHEST else 1) if str(number) not in papers)
    for doc_id in in_order(papers):
        document, number = dict(papers[doc_id]), doc_id
        wrong = [fault.field for fault in faults_of(doc_id, document)]
        if "number" in wrong:
            number = next(free)
            lines.append(f"paper {shown_key(doc_id, document)!r}: is number {number} now, was {doc_id!r:.60}")
        plain = [name for name in wrong if name not in {"number", "key"}]
        lines += [_mend_field(doc_id, document, name, spare) for name in plain]
        mended[number] = document
    keys = _mend_keys(mended, spare, lines)
    return Mended(mended, keys, lines)


def _mend_field(doc_id: str, document: Document, name: str, spare: Spare | None) -> str:
    """Give a field of a document a good value; return what was done."""
    old, key = document[name], shown_key(doc_id, document)
    new = salvaged(name, old)
    if new and good(name, new):
        where = "what is good in it is kept"
    else:
        new, where = _from(spare, doc_id, name)
    document[name] = new
    return f"paper {key!r}, field {name!r}: {_shown(old)} is {_shown(new)} now ({where})"


def _from(spare: Spare | None, doc_id: str, name: str) -> tuple[object, str]:
    """Return the value that a field had in the backup, else the one of a new paper; and where it is from."""
    paper = spare.find(doc_id) if spare is not None else None
    if spare is not None and paper is not None and name in paper and good(name, paper[name]):
        return paper[name], f"as in {spare.path}"
    return DEFAULTS[name], "no backup has a good value" if spare is not None else "there is no backup"


def _mend_keys(papers: Mapping[str, Document], spare: Spare | None, lines: list[str]) -> dict[str, str]:
    """Give papers with no good key, or with that of another one, a new key; return the new ones by id."""
    used: set[str] = set()
    without: list[str] = []
    doubles = Doubles()
    for doc_id, document in papers.items():
        key = document.get("key")
        if good("key", key) and not any(doubles.faults_of(doc_id, document)):
            used.add(str(key).casefold())
        else:
            without.append(doc_id)

    def taken(key: str) -> bool:
        return key.casefold() in used

    given: dict[str, str] = {}
    for doc_id in without:
        document = papers[doc_id]
        old = document.get("key")
        if isinstance(old, str) and valid_key(old):
            key = free_key(old, taken)
        else:
            before, _ = _from(spare, doc_id, "key")
            key = str(before) if before and not taken(str(before)) else citation_key(_record(document), taken)
        used.add(key.casefold())
        given[doc_id] = document["key"] = key
        lines.append(f"paper number {doc_id}: its key is {key!r} now, was {_shown(old)}")
    return given


def _record(document: Document) -> Record:
    """Return what a key is made of."""
    fields = {name: document[name] for name in ("title", "year", "abstract", "arxiv") if name in document}
    return Record(**fields, authors=tuple(document.get("authors", ())))


def _shown(value: object) -> str:
    return "nothing" if value in (None, "", []) else cut(clean_line(orjson.dumps(value).decode()), _SHOWN)
