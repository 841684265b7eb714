"""All fields of the query language in one table: help, completion, the README and error messages come from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from readlist.model.library import SORTS
from readlist.model.paper import Status
from readlist.query.filters_record import PARTS

Kind: TypeAlias = Literal["field", "tag", "author", "venue", "status", "view", "source", "sort", "has", "word"]
"""What can be completed: the name of a field, a value of one, or a word on its own."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the query language.

    Attributes:
        name: what stands before the colon.
        takes: what stands behind it, in a word or two.
        help: one line that says which papers it means.
        examples: queries with it.
        values: all values that there are, where they are the same in every library.
        kind: what its values are to completion; None for what cannot be completed.
        patterns: whether it takes a regular expression between slashes.
        single: whether it takes one value only, so that a comma in it means nothing.
    """

    name: str
    takes: str
    help: str
    examples: tuple[str, ...]
    values: tuple[str, ...] = ()
    kind: Kind | None = None
    patterns: bool = False
    single: bool = False


STATE_NAMES: tuple[str, ...] = (*Status, "unread", "starred", "deferred", "returned", "untitled")
"""What `is:` asks for."""

ORDERS: tuple[str, ...] = tuple(f"{name}{way}" for name in SORTS for way in ("", "-asc", "-desc"))
"""What `sort:` takes."""

_ALL = (
    Field(
        "is",
        "a status or state",
        "Papers in this state; archived and deferred ones show only where they are asked for.",
        ("is:unread", "is:queued,reading", "is:archived"),
        STATE_NAMES,
        "status",
    ),
    Field("has", "a part", "Papers that have it.", ("has:note", "has:arxiv,doi", "has:file"), tuple(PARTS), "has"),
    Field("no", "a part", "Papers that do not have it.", ("no:doi", "no:tag"), tuple(PARTS), "has"),
    Field(
        "tag",
        "a tag",
        "Papers with the tag, or with one nested in it: ml covers ml/rlhf.",
        ("tag:ml", "tag:ml,nlp", "-tag:survey"),
        kind="tag",
    ),
    Field(
        "author",
        "a name or part of one",
        "Papers of which an author's name has it.",
        ("author:bengio", 'author:"de Vries"', "author:/son$/"),
        kind="author",
        patterns=True,
    ),
    Field(
        "title",
        "text",
        "Papers with it in the title that is shown.",
        ("title:attention", 'title:"language model"', "title:/^bert/"),
        patterns=True,
    ),
    Field("abstract", "text", "Papers with it in the abstract.", ("abstract:benchmark",), patterns=True),
    Field("note", "text", "Papers with it in the note.", ("note:todo",), patterns=True),
    Field(
        "venue",
        "text",
        "Papers with it in the conference's or journal's name, as printed or in short.",
        ("venue:ICLR", 'venue:"Findings of"'),
        kind="venue",
        patterns=True,
    ),
    Field(
        "year",
        "a year or a range",
        "Papers of these years, both ends included.",
        ("year:2023", "year:2019..2023", "year:2020..", "year:<2015"),
    ),
    Field(
        "added",
        "a date, a range, or how long ago",
        "Papers that came in then; 2w means in the last two weeks, and d, w, m, y count back from today.",
        ("added:2w", "added:2026-03", "added:today", "added:2026-01..2026-03"),
    ),
    Field(
        "read",
        "a date, a range, or how long ago",
        "Papers that were marked read then.",
        ("read:2026", "read:>=2026-03-15", "read:1m..1w"),
    ),
    Field(
        "source",
        "text",
        "Papers from a document with it in its name.",
        ("source:000", "source:anthology.bib"),
        kind="source",
        patterns=True,
    ),
    Field(
        "arxiv",
        "an arXiv identifier",
        "The paper with it, in any version.",
        ("arxiv:2310.16271", "arxiv:hep-th/9901001v2"),
    ),
    Field("doi", "a DOI", "The paper with it.", ("doi:10.18653/v1/2024.acl-long.1",)),
    Field("key", "text", "Papers with it in the citation key.", ("key:lin2024", "key:/^a.*2023/"), patterns=True),
    Field(
        "view",
        "a view's name",
        "Papers that the view means; its order and limit count where nothing else is asked for.",
        ("view:queue", "view:inbox,reading"),
        kind="view",
    ),
    Field(
        "sort",
        "an order",
        f"Show the papers in this order ({', '.join(SORTS)}); with -desc behind it, the other way round.",
        ("sort:year", "sort:added-desc"),
        ORDERS,
        "sort",
        single=True,
    ),
    Field("limit", "a number", "Show no more papers than that.", ("limit:20",), single=True),
)

FIELDS: Mapping[str, Field] = {field.name: field for field in _ALL}
"""All fields by name, in the order in which they are shown."""

OTHER_NAMES: Mapping[str, str] = {
    "status": "is",
    "state": "is",
    "without": "no",
    "tags": "tag",
    "label": "tag",
    "authors": "author",
    "by": "author",
    "journal": "venue",
    "conference": "venue",
    "published": "year",
    "date": "added",
    "from": "source",
    "file": "source",
    "order": "sort",
    "in": "view",
}
"""Names that people try, with the field that they are likely to mean."""
