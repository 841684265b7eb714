"""The border that every record passes on its way in, whoever's importer read it."""

from __future__ import annotations

import dataclasses
from typing import Any

from readlist.model.paper import Fields, Paper
from readlist.model.record import Record
from readlist.text import clean, clean_line

STATE_FIELDS = frozenset({"status", "status_before", "starred", "note", "defer_until", "added", "triaged", "read_on"})
"""The fields that say what a paper's reader made of it; its tags come beside them."""

_NOBODY = Paper(key="", number=0)
_LINES = ("title", "venue", "arxiv", "doi", "url", "comment")


def cleaned(record: Record) -> Record:
    """Return `record` with its text cleaned (see `readlist.text`): one line each but for the abstract, none empty.

    Raises:
        TypeError: a field is not of the type that a record has there.
    """
    changes: dict[str, object] = {}
    for name in _LINES:
        text = getattr(record, name)
        line = text if text is None else _line(text) or None
        if line is not text:
            changes[name] = line
    for name in ("authors", "links"):
        texts = getattr(record, name)
        lines = tuple(filter(None, map(_line, texts)))
        if lines != texts:
            changes[name] = lines
    abstract = clean(record.abstract)
    if abstract != record.abstract:
        changes["abstract"] = abstract
    if record.year is not None and type(record.year) is not int:
        raise TypeError(f"a record's year is a whole number, not {record.year!r:.40}")
    return dataclasses.replace(record, **changes) if changes else record  # type: ignore[arg-type]


def cleaned_state(state: Fields) -> dict[str, Any]:
    """Return what a source says of a paper's reader (see `Found.state`) with its text cleaned.

    Raises:
        InvalidPaperError: a value is not what its field must be.
        TypeError: it has other fields than those of the reading state.
    """
    if not STATE_FIELDS.issuperset(state):
        raise TypeError(f"not of a paper's reading state: {', '.join(sorted(set(state) - STATE_FIELDS))}")
    whole = _NOBODY.with_fields(state).to_fields()
    return {name: clean(value) if isinstance(value := whole[name], str) else value for name in state}


def _line(text: str) -> str:
    # Most text is clean, and str.isprintable, which says no to every control and format character, knows at once.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return clean_line(text)
