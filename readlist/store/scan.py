"""The documents of a snapshot line by line: for one that cannot be read as a whole, and to name the line of a document.

It takes the layout with one document a line, which `snapshot.write` gives a file and libraries of schema 1 have too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import orjson

from readlist.store.papers import PAPERS
from readlist.store.saving import SCHEMA
from readlist.store.snapshot import IndexedTable, Snapshot
from readlist.store.views import VIEWS

HISTORY = "history"
META = "meta"

_OPENING = re.compile(rb'\{?"([^"\\]+)":\{')
_DOCUMENT = re.compile(rb'"([^"\\]+)":(\{.*\}),?')
_INDEX_LINE = re.compile(rb'"\d+":(\{"table":"[^"\\]+","start":\d+,"ids":\[.*\}),?')
_JOINED = re.compile(rb'(\{?"[^"\\]+":\{)[^"](?=")', re.DOTALL)
"""The line that opens a table, with the next one behind it: what ended it is damaged."""
_CLOSING = (b"", b"}", b"},", b"}}")
_BY_CONTENT = (
    (re.compile(rb'\{"schema":\d+'), META),
    (re.compile(rb'\{"key":"'), PAPERS),
    (re.compile(rb'\{"number":\d+,"generation":\d+,"at":"'), HISTORY),
    (re.compile(rb'\{"name":"'), VIEWS),
)
"""How the documents of our own tables begin."""
_WRITTEN = re.compile(rb'"written":"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)"')
_NUMBER = re.compile(rb'"number":(\d{1,18})[,}]')
_HEAD_BYTES = 1024


class Entry(NamedTuple):
    """A document as it stands in a snapshot.

    Attributes:
        line: its number in the file, from 1; 0 where it is not known.
        table: name of the table.
        doc_id: the document's id.
        raw: the document as JSON text.
        proven: whether it is what was written; None where the index does not say.
    """

    line: int
    table: str
    doc_id: str
    raw: bytes
    proven: bool | None = None


class Missing(NamedTuple):
    """A document that the index tells of, and that is nowhere.

    Attributes:
        table: name of the table.
        doc_id: the document's id.
        key: its citation key, where the index has that.
    """

    table: str
    doc_id: str
    key: str | None


class Scan(NamedTuple):
    """What the lines of a snapshot hold.

    Attributes:
        entries: the documents that stand whole on a line of their own.
        missing: those that the index tells of, and that do not.
        broken: the lines in front of the index that are no part of a snapshot, each with the table that it stands in.
        indexed: the tables of which the index tells what was in them.
        complete: whether no line is broken, and the index behind them begins.
    """

    entries: list[Entry]
    missing: list[Missing]
    broken: list[tuple[str, bytes]]
    indexed: frozenset[str]
    complete: bool


def scan(data: bytes) -> Scan:
    """Return what the lines of a snapshot hold, of which any may be damaged, and the end be missing."""
    entries: list[Entry] = []
    broken: list[tuple[str, bytes]] = []
    index = Index()
    table = ""
    begun = False
    for number, text in _lines(data):
        opening = _OPENING.fullmatch(text)
        if opening:
            table = opening[1].decode("utf-8", "replace")
            begun = begun or table == "index"
        elif index.take_in(text) or table in {"index", "seal"}:
            continue
        elif (document := _DOCUMENT.fullmatch(text)) is not None and is_object(document[2]):
            entries.append(_entry(number, table, document[1].decode("utf-8", "replace"), document[2]))
        elif text not in _CLOSING:
            broken.append((table, text))
    entries, missing = index.sort_out(entries)
    return Scan(entries, missing, broken, index.tables, complete=begun and not broken)


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a snapshot with their numbers, from 1."""
    for number, text in enumerate(data.split(b"\n"), start=1):
        joined = _JOINED.match(text)
        if joined is not None:
            yield number, joined[1]
        yield number, text[joined.end() :] if joined is not None else text


def _told(raw: bytes) -> str | None:
    """Return the table of ours in which a document that begins like this stands; None where it does not tell."""
    return next((name for begins, name in _BY_CONTENT if begins.match(raw)), None)


def _entry(number: int, table: str, doc_id: str, raw: bytes) -> Entry:
    """Return a document, in the table that its own beginning tells of where the line that opens the table may be lost.

    Where that line is damaged, papers seem to stand in the table before theirs, and records of changes among papers.
    """
    told = _told(raw)
    ours = table in {"", META, PAPERS, VIEWS, HISTORY}
    return Entry(number, told if ours and told is not None else table, doc_id, raw)


class Index:
    """What can be read of the index of a snapshot; each line of it tells of one table.

    It is not proven to be what was written. But where it and a document agree, both are.
    """

    def __init__(self) -> None:
        self._ids: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        self._keys: dict[str, list[str | None]] = {}
        self._places: dict[tuple[int, int], tuple[str, int]] = {}

    @classmethod
    def of(cls, data: bytes) -> Index:
        """Return the index of a snapshot."""
        index = cls()
        for _, text in _lines(data[max(0, data.rfind(b'"index":{')) :]):
            index.take_in(text)
        return index

    @property
    def tables(self) -> frozenset[str]:
        """Names of the tables of which it tells."""
        return frozenset(self._names.get(name, name) for name in self._ids)

    def take_in(self, text: bytes) -> bool:
        """Take in a line of the file if it is one of the index; return whether it is."""
        match = _INDEX_LINE.fullmatch(text)
        if match is None:
            return False
        try:
            told = orjson.loads(match[1])
            name, ids, checksums, lengths = str(told["table"]), told["ids"], told["checksums"], told["lengths"]
            places = {pair: (name, place) for place, pair in enumerate(zip(checksums, lengths, strict=True))}
            keys = told["columns"].get("key") or [None] * len(ids)
            if len(places) > len(ids) or len(keys) != len(ids):
                return True
        except (AttributeError, KeyError, TypeError, ValueError):
            return True
        self._ids[name] = list(map(str, ids))
        self._keys[name] = [key if isinstance(key, str) else None for key in keys]
        self._places.update(places)
        return True

    def sort_out(self, entries: Iterable[Entry]) -> tuple[list[Entry], list[Missing]]:
        """Return documents with the table to which they belong, and which there should be besides them."""
        sorted_out: list[Entry] = []
        seen: set[tuple[str, int]] = set()
        there: set[tuple[str, str]] = set()
        for entry in entries:
            line = b"%b:%b" % (orjson.dumps(entry.doc_id), entry.raw)
            place = self._places.get((crc32(line), len(line)))
            if place is not None:
                seen.add(place)
                name, told = place[0], _told(entry.raw)
                if told == entry.table:
                    # It is the index that has the name of the table wrong.
                    self._names[name] = name = told
                sorted_out.append(entry._replace(table=name, proven=True))
            else:
                there.add((entry.table, entry.doc_id))
                sorted_out.append(entry._replace(proven=False if entry.table in self.tables else None))
        missing = [
            Missing(self._names.get(name, name), doc_id, self._keys[name][place])
            for name, ids in self._ids.items()
            for place, doc_id in enumerate(ids)
            if (name, place) not in seen and (self._names.get(name, name), doc_id) not in there
        ]
        return sorted_out, missing


def is_object(text: bytes) -> bool:
    """Whether `text` is a JSON object."""
    try:
        return isinstance(orjson.loads(text), dict)
    except orjson.JSONDecodeError:
        return False


class Lines:
    """On which line of a snapshot a document stands."""

    def __init__(self, found: Snapshot, table: str) -> None:
        self._path = found.path
        self._table = table
        reader = found.tables.get(table)
        self._indexed = reader if isinstance(reader, IndexedTable) else None
        self._found: dict[str, int] | None = {} if reader is None else None

    def __getitem__(self, doc_id: str) -> int | None:
        """Return the line of a document, from 1; None where it has no line of its own."""
        if self._found is None:
            self._found = self._find()
        return self._found.get(doc_id)

    def _find(self) -> dict[str, int]:
        table = self._indexed
        if table is not None:
            return {doc_id: table.line_number(place) for place, doc_id in enumerate(table.ids)}
        try:
            data = self._path.read_bytes()
        except OSError:
            return {}
        return {entry.doc_id: entry.line for entry in scan(data).entries if entry.table == self._table}


def twice(found: Snapshot) -> Iterator[tuple[int, int, str, str]]:
    """Yield documents of which a file that was read as a whole has two, of which the later counts.

    Each comes as its line, that of the one before, its table and its id.

    Raises:
        OSError: it cannot be read.
    """
    first: dict[tuple[str, str], int] = {}
    for entry in scan(found.path.read_bytes()).entries:
        before = first.setdefault((entry.table, entry.doc_id), entry.line)
        if before != entry.line:
            yield entry.line, before, entry.table, entry.doc_id


def head_of(path: Path) -> tuple[str, int]:
    """Return when the snapshot at `path` was written, and the number of the last change in it, from its first lines.

    "" and 0 stand for what it does not say.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES).partition(b"\n}")[0]
    written, number = _WRITTEN.search(head), _NUMBER.search(head)
    return written[1].decode() if written else "", int(number[1]) if number else 0


def unsealed(found: Snapshot) -> bool:
    """Whether a snapshot is not as we have written it, though it is none of an older version: nothing in it is proven.

    Its seal is broken by damage, or because somebody else has written it.
    """
    return not found.indexed and (found.meta.get("schema") == SCHEMA or "generation" in found.meta)


def good_throughout(found: Snapshot) -> bool:
    """Whether every document of a snapshot is what was written there, as far as that can be told."""
    if unsealed(found):
        return False
    return not any(table.damaged() for table in found.tables.values() if isinstance(table, IndexedTable))
