"""One paper of a library: its record, its sources and its reading state."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, TypeAlias

from readlist.model.deferral import Deferrable, Load
from readlist.model.record import Record, Source, Timestamp

Fields: TypeAlias = Mapping[str, Any]
"""Fields of a paper by name, as JSON has them: lists for tuples, text for a status, objects for sources."""


class Status(StrEnum):
    """Where a paper stands between "new" and "done with"."""

    INBOX = "inbox"
    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    ARCHIVED = "archived"

    @property
    def unread(self) -> bool:
        """Whether the paper still waits to be read: in the inbox, queued, or being read."""
        return self in _UNREAD


_UNREAD = frozenset({Status.INBOX, Status.QUEUED, Status.READING})


class InvalidPaperError(ValueError):
    """A stored or imported paper has a field that is not what it must be."""

    def __init__(self, key: str, field: str, problem: str) -> None:
        super().__init__(f"paper {key!r}, field {field!r}: {problem}")
        self.key = key
        self.field = field
        self.problem = problem


HEAD_FIELDS: tuple[str, ...] = ("key", "number", "status", "starred", "tags", "defer_until")
"""The fields that say where in a library a paper stands and which views it is in; the others can be deferred."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Paper(Record):
    """A record with its place in a library and what its reader made of it.

    Attributes:
        key: citation key, unique in the library whatever the case of its letters.
        number: order of arrival in the library, from 1; given once.
        sources: all documents that it was found in, oldest first.
        status: where it stands.
        status_before: what an un-read or un-archive returns to; None where that is not known.
        starred: marked as important.
        tags: in the order in which they were given.
        note: Markdown, as typed; "" for none.
        defer_until: date ("2026-12-01") before which it stays out of sight; kept when that day has come, as the mark of
            a paper that is back, until something is decided about it.
        added: when it came into the library.
        triaged: when it first left the inbox.
        read_on: when it was marked read.
        apart: citation keys of papers that look like the same one, and of which its reader said that they are not.
    """

    key: str
    number: int
    sources: tuple[Source, ...] = ()
    status: Status = Status.INBOX
    status_before: Status | None = None
    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    defer_until: str | None = None
    added: Timestamp = ""
    triaged: Timestamp | None = None
    read_on: Timestamp | None = None
    apart: tuple[str, ...] = ()

    @property
    def unread(self) -> bool:
        """Whether it still waits to be read."""
        return self.status.unread

    def deferred(self, today: str) -> bool:
        """Whether it is put off to a day behind `today` ("2026-11-21")."""
        return self.defer_until is not None and self.defer_until > today

    def returned(self, today: str) -> bool:
        """Whether it was put off, and its day is `today` ("2026-11-21") or was before."""
        return self.defer_until is not None and self.defer_until <= today

    @property
    def page(self) -> str | None:
        """Address of the paper's own page: printed, or made from its arXiv identifier or DOI."""
        if self.url:
            return self.url
        if self.arxiv:
            return f"https://arxiv.org/abs/{self.arxiv}"
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that can be opened: the paper's page first, then the links of its record; http(s) only."""
        page = self.page
        found = dict.fromkeys(([page] if page else []) + list(self.links))
        return tuple(address for address in found if address.casefold().startswith(("http://", "https://")))

    def to_fields(self) -> dict[str, Any]:
        """Return all fields as JSON has them; `from_fields` gives the same paper back."""
        fields = dict(zip(FIELD_NAMES, _VALUES(self), strict=True))
        for name, write in _WRITERS.items():
            fields[name] = write(fields[name])
        return fields

    @classmethod
    def from_fields(cls, fields: Fields) -> Paper:
        """Return the paper that `fields` describe; fields left out have their defaults, unknown ones are ignored.

        Raises:
            InvalidPaperError: a field has a wrong type or value, or key or number is missing.
        """
        key = str(fields.get("key", "?"))
        values: dict[str, Any] = {}
        for name in FIELD_NAMES:
            if name in fields:
                values[name] = field_value(key, name, fields[name])
            elif name in {"key", "number"}:
                raise InvalidPaperError(key, name, "is missing")
        return cls(**values)

    def _deferred_fields(self) -> tuple[str, ...]:
        return _DEFERRED

    def with_fields(self, fields: Fields) -> Paper:
        """Return this paper with some fields changed; one that is deferred stays so where they are of its head.

        Raises:
            InvalidPaperError: a field has a wrong type or value.
        """
        values = {name: field_value(self.key, name, value) for name, value in fields.items()}
        load = getattr(self, "_load", None) if values.keys() <= _HEAD_SETTERS.keys() else None
        # A third of what `dataclasses.replace` takes: most changes of a library are one of these.
        paper = object.__new__(type(self))
        for name, put in (SETTERS if load is None else _HEAD_SETTERS).items():
            put(paper, values[name] if name in values else getattr(self, name))
        if load is not None:
            set_load(paper, load)
        return paper


STATUSES: Mapping[object, Status] = {status.value: status for status in Status}


def _sources_to_json(sources: tuple[Source, ...]) -> list[dict[str, object]]:
    return [
        {
            "document": source.document,
            "position": source.position,
            "format": source.format,
            "imported": source.imported,
        }
        for source in sources
    ]


class _Unfit(Exception):  # noqa: N818 -- not an error of the program: carries what a value must be
    """A value is not what its field holds."""


def field_value(key: str, name: str, value: object) -> object:
    """Return the value of a field of the paper `key` from what JSON has of it.

    Raises:
        InvalidPaperError: it has a wrong type or value.
    """
    try:
        return _READERS[name](value)
    except _Unfit as unfit:
        raise InvalidPaperError(key, name, f"must be {unfit}, not {value!r:.60}") from None


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise _Unfit("text")


def _number(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise _Unfit("a whole number")


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _Unfit("true or false")


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise _Unfit("a list of texts")


def _status(value: object) -> Status:
    try:
        return STATUSES[value]
    except (KeyError, TypeError):
        raise _Unfit(f"one of {', '.join(Status)}") from None


def _sources(value: object) -> tuple[Source, ...]:
    if isinstance(value, list) and all(isinstance(item, Mapping) for item in value):
        try:
            return tuple(
                Source(
                    _text(item.get("document")),
                    _number(item.get("position")),
                    _text(item.get("format")),
                    _text(item.get("imported")),
                )
                for item in value
            )
        except _Unfit:
            pass
    raise _Unfit("a list of objects with document, position, format and imported")


def _or_none(read: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: None if value is None else read(value)


_READERS: Mapping[str, Callable[[object], object]] = {
    "key": _text,
    "number": _number,
    "title": _or_none(_text),
    "authors": _texts,
    "year": _or_none(_number),
    "venue": _or_none(_text),
    "abstract": _text,
    "arxiv": _or_none(_text),
    "doi": _or_none(_text),
    "url": _or_none(_text),
    "links": _texts,
    "comment": _or_none(_text),
    "sources": _sources,
    "status": _status,
    "status_before": _or_none(_status),
    "starred": _flag,
    "tags": _texts,
    "note": _text,
    "defer_until": _or_none(_text),
    "added": _text,
    "triaged": _or_none(_text),
    "read_on": _or_none(_text),
    "apart": _texts,
    "files": _texts,
    "primary_class": _or_none(_text),
}

FIELD_NAMES: tuple[str, ...] = tuple(_READERS)
"""All fields, in the order in which they stand in a library on disk and in JSON."""

SPARSE_FIELDS: frozenset[str] = frozenset({"files", "primary_class"})
"""Fields that most papers lack, and that came late: where they are empty, neither a document on disk nor JSON has
them, so that a library does not grow by what it does not say."""

_VALUES: Callable[[Paper], tuple[Any, ...]] = attrgetter(*FIELD_NAMES)
_WRITERS: Mapping[str, Callable[[Any], object]] = {
    **{name: list for name, read in _READERS.items() if read is _texts},
    "sources": _sources_to_json,
    "status": attrgetter("value"),
    "status_before": lambda status: status and status.value,
}
"""What makes JSON of the values that are not as JSON has them."""


class FieldsOf(Mapping[str, Any]):
    """All fields of a paper as JSON has them, each made when it is asked for: those of a hundred thousand are many."""

    __slots__ = ("_paper",)

    def __init__(self, paper: Paper) -> None:
        """Let the fields be those of `paper`."""
        self._paper = paper

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
        if name not in _READERS:
            raise KeyError(name)
        value = getattr(self._paper, name)
        return _WRITERS[name](value) if name in _WRITERS else value

    def __contains__(self, name: object) -> bool:
        return name in _READERS

    def __iter__(self) -> Iterator[str]:
        return iter(FIELD_NAMES)

    def __len__(self) -> int:
        return len(FIELD_NAMES)

    def items(self) -> ItemsView[str, Any]:
        """Return names and values; all are made at once."""
        return self._paper.to_fields().items()


SETTERS: Mapping[str, Callable[[Paper, object], None]] = {name: getattr(Paper, name).__set__ for name in FIELD_NAMES}
"""How each field is put into a paper, which is frozen; for papers that are being made."""
set_load: Callable[[Paper, Load], None] = vars(Deferrable)["_load"].__set__
_HEAD_SETTERS = {name: SETTERS[name] for name in HEAD_FIELDS}
_DEFERRED = tuple(name for name in FIELD_NAMES if name not in HEAD_FIELDS)
