"""readlist's own JSON: what `list --json`, `show --json` and `import --dry-run --json` print, reading state and all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from readlist.importers.base import Document, Found, ImportFailedError, Problem, Reading
from readlist.importers.json_items import JsonItems, excerpt
from readlist.model.paper import InvalidPaperError, Paper
from readlist.model.record import Record

_WAYS = (("sources", "*", "records"),)
_LOOKED_AT = 1 << 16  # characters that tell what a document is
_PAPER = re.compile(r'"display_title"\s*:')
_REPORT = re.compile(r'\{\s*"sources"\s*:\s*\[\s*(?:\{\s*"source"\s*:|\])')

_NOBODY = Paper(key="", number=0)
_RECORD = tuple(Record.__dataclass_fields__)
_STATE = ("status", "starred", "note", "defer_until", "added", "triaged", "read_on")
_MOMENT = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-6][0-9]Z")
_DATE = re.compile(r"[0-9]{4}-[01][0-9]-[0-3][0-9]")
_WRITTEN_AS = {"added": _MOMENT, "triaged": _MOMENT, "read_on": _MOMENT, "defer_until": _DATE}


class ReadlistJson:
    """Importer of readlist's JSON; the module says which."""

    name = "readlist-json"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is such JSON."""
        head = document.text[:_LOOKED_AT].lstrip()
        if head[:1] not in {"[", "{"}:
            return 0.0
        return 1.0 if _PAPER.search(head) or _REPORT.match(head) else 0.0

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`; a field that is not as it must be is left out and told.

        Raises:
            ImportFailedError: it is not JSON from the beginning on, or a report that lists no records.
        """
        items = JsonItems(document.text, _WAYS)
        problems: list[Problem] = []
        found: list[Found] = []
        for item in items:
            if isinstance(item.value, Mapping) and "sources" in item.value and "key" not in item.value:
                raise ImportFailedError(document.name, "a report without records (import --dry-run --json has them)")
            one = paper_of(item.value, item.line, len(found) + 1, problems)
            if one is not None:
                found.append(one)
        problems += items.problems
        if not found and items.problems:
            raise ImportFailedError(document.name, f"line {items.problems[0].line}: {items.problems[0].message}")
        return Reading(self.name, tuple(found), tuple(problems))


def paper_of(value: object, line: int, position: int, problems: list[Problem]) -> Found | None:
    """Return the paper that an object describes; None where it describes none.

    Args:
        value: the object, as readlist prints a paper.
        line: where it begins.
        position: its place among the document's papers, from 1.
        problems: gets what is not as it must be.
    """
    if not isinstance(value, Mapping) or "display_title" not in value:
        problems.append(Problem.at(line, "not a paper as readlist prints it", excerpt(value)))
        return None
    key = value.get("key")
    fields = {name: value[name] for name in (*_RECORD, *_STATE, "tags") if name in value}
    valid = valid_fields(fields, line, problems)
    return Found(
        Record(**{name: valid[name] for name in _RECORD if name in fields}),
        position,
        line,
        key if isinstance(key, str) and key else None,
        valid.get("tags", ()),
        {name: fields[name] for name in _STATE if name in fields},
    )


def valid_fields(fields: dict[str, Any], line: int, problems: list[Problem]) -> dict[str, Any]:
    """Return fields of a paper, given as JSON has them, as a paper has them.

    Args:
        fields: by name; those that are not as they must be are taken out, and so are dates that are not set.
        line: where they stand.
        problems: gets the fields that are not as they must be.
    """
    for name, form in _WRITTEN_AS.items():
        text = fields.get(name)
        if not text:
            fields.pop(name, None)
        elif not (isinstance(text, str) and form.fullmatch(text)):
            problems.append(Problem.at(line, f"{name} is no {'date' if form is _DATE else 'time'}", excerpt(text)))
            del fields[name]
    while True:
        try:
            paper = _NOBODY.with_fields(fields)
        except InvalidPaperError as error:
            problems.append(Problem.at(line, f"{error.field} {error.problem}", excerpt(fields[error.field])))
            del fields[error.field]
        else:
            return {name: getattr(paper, name) for name in fields}
