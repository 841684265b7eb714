"""What an export of ours keeps beside what its format can say; see `readlist.model.as_printed`."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from typing import Any

from readlist.importers.base import Found, Problem
from readlist.importers.readlist_json import valid_fields
from readlist.model.as_printed import MARK, PRINTED, STATE_FIELDS, checksum
from readlist.model.record import Record

_RECORD = frozenset(Record.__dataclass_fields__)
_PRINTED = _RECORD | {"key", "tags", "note"}
_VALUE_AND_CHECKSUM = 2


def kept_in_fields(field: Callable[[str], str], line: int, problems: list[Problem]) -> dict[str, Any]:
    """Return what an export keeps of a paper where that stands in fields of its own (`readlist-status`).

    Args:
        field: returns the text of a field by its name, "" for none.
        line: where the entry begins.
        problems: gets what cannot be read.
    """
    named = ((name, field(f"{MARK}-{name.replace('_', '-')}")) for name in STATE_FIELDS)
    kept: dict[str, Any] = {name: text for name, text in named if text}
    if "starred" in kept:
        kept["starred"] = kept["starred"].casefold() == "true"
    printed = field(f"{MARK}-{PRINTED}")
    if printed:
        try:
            kept[PRINTED] = json.loads(printed)
        except (ValueError, RecursionError):
            problems.append(Problem.at(line, "not as readlist wrote it", printed))
    return kept


def restored(found: Found, kept: object, written: Callable[[str], str], problems: list[Problem]) -> Found:
    """Return a record as it was stored, with the reading state that it was exported with.

    Args:
        found: what the entry says by itself.
        kept: what the export keeps beside it, as `readlist.exporters.kept_fields` makes it; nothing where it is no
            object.
        written: returns what stands in the entry in the place of a field, "" for nothing.
        problems: gets the fields that are not as they must be.
    """
    if not isinstance(kept, Mapping):
        return found
    fields: dict[str, Any] = {name: kept[name] for name in STATE_FIELDS if name in kept}
    printed = kept.get(PRINTED)
    for name, value in printed.items() if isinstance(printed, Mapping) else ():
        stored = isinstance(value, list) and len(value) == _VALUE_AND_CHECKSUM
        if stored and name in _PRINTED and value[1] == checksum(written(name)):
            fields[name] = value[0]
    key = fields.pop("key", found.key)
    valid = valid_fields(fields, found.line, problems)
    state = {name: fields[name] for name in (*STATE_FIELDS, "note") if name in fields}
    return dataclasses.replace(
        found,
        record=dataclasses.replace(found.record, **{name: valid[name] for name in _RECORD & fields.keys()}),
        key=key if isinstance(key, str) and key else found.key,
        tags=valid["tags"] if "tags" in fields else found.tags,
        state={**found.state, **state},
    )
