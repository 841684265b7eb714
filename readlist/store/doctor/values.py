"""What the fields of a paper must be, beyond their types, and what of a wrong value can be kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from readlist.model.keys import valid_key
from readlist.model.paper import FIELD_NAMES, InvalidPaperError, Paper
from readlist.model.tags import InvalidTagError, parse_tag, tags_after
from readlist.text import clean

DEFAULTS: Mapping[str, Any] = Paper(key="", number=0).to_fields()
"""What a field holds where nothing is known."""

_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TEXTS = ("title", "venue", "abstract", "arxiv", "doi", "url", "comment", "primary_class", "note")
_LISTS = ("authors", "links", "files", "apart")
_MOMENTS = ("triaged", "read_on")
_CONTROLS = "has control characters"


def type_problem(name: str, value: object) -> str | None:
    """Return why a field cannot have this value ("must be text, not 7"), None where it can."""
    try:
        Paper.from_fields({"key": "", "number": 1, name: value})
    except InvalidPaperError as error:
        return error.problem
    return None


def problem_of(name: str, value: Any) -> str | None:  # noqa: ANN401 -- a JSON value of the field's type
    """Return what is wrong with a value that has the type of its field; None where nothing is."""
    find = _PROBLEMS.get(name)
    return find(value) if find is not None else None


def good(name: str, value: object) -> bool:
    """Whether a field can have this value, and nothing is wrong with it."""
    return type_problem(name, value) is None and problem_of(name, value) is None


def salvaged(name: str, value: object) -> object:
    """Return what can be kept of a wrong value, None where that is nothing.

    Text is kept without its control characters, and of a list whatever is good.
    """
    if name in _TEXTS and isinstance(value, str):
        return clean(value)
    if not isinstance(value, list):
        return None
    if name == "tags":
        return list(tags_after((), add=(tag for item in value for tag in _tags_in(item))))
    if name in _LISTS:
        return [clean(item) for item in value if isinstance(item, str)]
    if name == "sources":
        return [source for item in value for source in _sources_in(item)]
    return None


@lru_cache(maxsize=4096)
def is_moment(text: str) -> bool:
    """Whether `text` is a moment that there is, as papers hold it: "2026-11-21T08:00:00Z"."""
    return _TIMESTAMP.fullmatch(text) is not None and _exists(datetime.fromisoformat, text)


def is_date(text: str) -> bool:
    """Whether `text` is a date that there is: "2026-12-01"."""
    return _DATE.fullmatch(text) is not None and _exists(date.fromisoformat, text)


def _exists(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


def _text_problem(value: str | None) -> str | None:
    return _CONTROLS if value and clean(value) != value else None


def _list_problem(value: list[str]) -> str | None:
    return next(filter(None, map(_text_problem, value)), None)


def _moment_problem(value: str | None) -> str | None:
    return None if value is None or is_moment(value) else f"is no time that there is: {value!r:.60}"


def _arrival_problem(value: str) -> str | None:
    # Where the time of arrival is not known, it is empty.
    return _moment_problem(value or None)


def _date_problem(value: str | None) -> str | None:
    return None if value is None or is_date(value) else f"is no date that there is: {value!r:.60}"


def _key_problem(value: str) -> str | None:
    return None if valid_key(value) else f"is no citation key: {value!r:.60}"


def _tags_problem(value: list[str]) -> str | None:
    for tag in value:
        if _tags_in(tag) != [tag]:
            return f"has what is no tag: {tag!r:.60}"
    seen: set[str] = set()
    for tag in value:
        if tag.casefold() in seen:
            return f"has a tag twice: {tag!r:.60}"
        seen.add(tag.casefold())
    return None


def _sources_problem(value: list[dict[str, Any]]) -> str | None:
    for source in value:
        problem = _arrival_problem(source["imported"])
        if problem is not None:
            return f"imported {problem}"
        if _list_problem([source["document"], source["format"]]):
            return _CONTROLS
    return None


def _tags_in(item: object) -> list[str]:
    try:
        return [parse_tag(item)] if isinstance(item, str) else []
    except InvalidTagError:
        return []


def _sources_in(item: object) -> list[dict[str, Any]]:
    if not isinstance(item, dict) or type_problem("sources", [item]):
        return []
    imported = item["imported"] if _arrival_problem(item["imported"]) is None else ""
    texts = {name: clean(item[name]) for name in ("document", "format")}
    return [{**item, **texts, "imported": imported}]


_PROBLEMS: Mapping[str, Callable[[Any], str | None]] = {
    "key": _key_problem,
    "tags": _tags_problem,
    "sources": _sources_problem,
    "added": _arrival_problem,
    "defer_until": _date_problem,
    **dict.fromkeys(_TEXTS, _text_problem),
    **dict.fromkeys(_LISTS, _list_problem),
    **dict.fromkeys(_MOMENTS, _moment_problem),
}

CHECKED = tuple(name for name in FIELD_NAMES if name != "number")
"""The fields that stand in a document: its number is the document's id."""
