"""From the value behind a field to the filter that it means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import Literal, Protocol, TypeAlias

from readlist.model.identifiers import parse_arxiv, parse_doi
from readlist.model.library import SORTS
from readlist.query.dates import DateError, may_become_span, read_span
from readlist.query.fields import FIELDS, ORDERS, STATE_NAMES
from readlist.query.filters import Filter, negated
from readlist.query.filters_record import PARTS, During, Has, Identified, InYears, Tagged
from readlist.query.filters_state import Deferred, InState, Returned
from readlist.query.filters_text import TEXTS, Pattern, Text
from readlist.query.patterns import PatternError, read_pattern
from readlist.query.query import InView, Query
from readlist.query.suggestions import hint, nearest
from readlist.text import cut

_YEAR = re.compile(r"(?P<sign>>=?|<=?)?(?P<first>[1-9][0-9]{3})|(?P<from>[1-9][0-9]{3})?\.\.(?P<to>[1-9][0-9]{3})?")
_YEAR_BEGUN = re.compile(r"(?:>=?|<=?)?[0-9]{0,3}|[0-9]{4}\.|\.|(?:[0-9]{4})?\.\.[0-9]{0,3}")
_AROUND_TAG = re.compile(r"\A[\s#]+|[\s/]+\Z")
_FIRST_YEAR, _LAST_YEAR = 1000, 9999  # four digits
_LIMIT = re.compile(r"[1-9][0-9]{0,8}")
_ROOM = 40  # cells of a value that a message quotes
_DATES_TO_WRITE = "write 2026-03-15, 2026-03, 2026, 2w, today, or a range such as 2026-01..2026-03"
_YEARS_TO_WRITE = "write 2023, 2019..2023, 2019.., ..2023 or >2019"


_NO_OTHER_NAMES: Mapping[str, str] = MappingProxyType({})
_OTHER_PARTS: Mapping[str, str] = {
    "pdf": "file",
    "attachment": "file",
    "keyword": "tag",
    "label": "tag",
    "journal": "venue",
    "conference": "venue",
    "preprint": "arxiv",
    "eprint": "arxiv",
    "date": "year",
}
"""Names that people try behind has: and no:, each with the part that they are likely to mean."""


class ValueProblemError(ValueError):
    """A value is none that its field takes.

    Attributes:
        reason: what is wrong.
        hint: what to write; "" for none.
        unfinished: whether it may become right when more is typed.
    """

    def __init__(self, reason: str, hint: str = "", *, unfinished: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint
        self.unfinished = unfinished


class NoSuchViewProblemError(ValueProblemError):
    """A value is the name of no view."""


@dataclass(frozen=True, slots=True)
class Setting:
    """How the papers are shown, which is no filter."""

    name: Literal["sort", "limit"]
    value: str


class Views(Protocol):
    """The views that a query can name."""

    def names(self) -> Sequence[str]:
        """Return all names."""
        ...

    def others(self) -> Sequence[str]:
        """Return the names of those that may be meant by one that there is not."""
        ...

    def is_sound(self, name: str) -> bool:
        """Whether the view that is called exactly so has a query that can be read."""
        ...

    def query(self, name: str) -> Query:
        """Return the query of the view that is called exactly so.

        Raises:
            QueryError: it is wrong.
            ValueProblemError: it means itself.
        """
        ...


Meaning: TypeAlias = Filter | Setting
Read: TypeAlias = Callable[[str, datetime, Views], Meaning]


def read_value(name: str, value: str, now: datetime, views: Views) -> Meaning:
    """Return what a value (without quotes) means behind the field `name`, which is one of `FIELDS`.

    Raises:
        ValueProblemError: the field does not take it.
    """
    if not value.strip():
        raise ValueProblemError(f"a value is missing behind {name}:")
    return _READERS[name](value, now, views)


def read_pattern_of(name: str, written: str) -> Filter:
    """Return what a pattern, slashes included, means behind the field `name`.

    Raises:
        ValueProblemError: the field takes no patterns, or it is a bad one.
    """
    if not FIELDS[name].patterns:
        able = ", ".join(field.name for field in FIELDS.values() if field.patterns)
        raise ValueProblemError(f"{name}: takes no pattern", f"these do: {able}")
    try:
        return Pattern(name, read_pattern(written))
    except PatternError as error:
        raise ValueProblemError(str(error)) from None


def _shown(value: str) -> str:
    return f"“{cut(value, _ROOM)}”"


def _choice(  # noqa: PLR0913 -- what was typed, what there is, and what is said where it is none of that
    typed: str,
    names: Sequence[str],
    what: str,
    reason: str,
    shown: Sequence[str] = (),
    *,
    other_names: Mapping[str, str] = _NO_OTHER_NAMES,
) -> str:
    """Return the one of `names` that was typed, whatever its case."""
    folded = typed.casefold()
    for name in names:
        if name.casefold() == folded:
            return name
    begun = any(name.casefold().startswith(folded) for name in names)
    meant = other_names.get(folded) or nearest(typed, names)
    raise ValueProblemError(reason, hint(meant, shown or names, what), unfinished=begun)


def _state(value: str, now: datetime, _views: Views) -> Filter:
    state = _choice(value, STATE_NAMES, "states", f"there is no state {_shown(value)}")
    by_day = _STATES_BY_DAY.get(state)
    return InState(state) if by_day is None else by_day(now.date().isoformat())


def _part(value: str, _now: datetime, _views: Views) -> Filter:
    # Whoever asks for notes or tags means the same.
    one = value.casefold().removesuffix("s")
    typed = one if one in PARTS or one in _OTHER_PARTS else value
    reason = f"a paper has no part {_shown(value)}"
    return Has(_choice(typed, tuple(PARTS), "parts", reason, other_names=_OTHER_PARTS))


def _no_part(value: str, now: datetime, views: Views) -> Filter:
    return negated(_part(value, now, views))


def _tag(value: str, _now: datetime, _views: Views) -> Filter:
    tag = _AROUND_TAG.sub("", value)
    if not tag:
        raise ValueProblemError("a tag is missing here", unfinished=True)
    return Tagged(tag)


def _text(value: str, _now: datetime, _views: Views, *, name: str) -> Filter:
    return Text(value, name)


def _year(value: str, _now: datetime, _views: Views) -> Filter:
    found = _YEAR.fullmatch(value.strip())
    if found is None or not (found["first"] or found["from"] or found["to"]):
        unfinished = _YEAR_BEGUN.fullmatch(value) is not None
        raise ValueProblemError(f"{_shown(value)} is no year", _YEARS_TO_WRITE, unfinished=unfinished)
    if found["first"]:
        return _compared_year(found["sign"], int(found["first"]))
    first, last = (int(found[end]) if found[end] else None for end in ("from", "to"))
    if first is not None and last is not None and last < first:
        raise ValueProblemError("the range ends before it begins", f"write {last}..{first}")
    return InYears(first, last)


def _compared_year(sign: str | None, year: int) -> Filter:
    if sign is None:
        return InYears(year, year)
    if sign[0] == ">":
        return InYears(min(year + (sign == ">"), _LAST_YEAR), None)
    return InYears(None, max(year - (sign == "<"), _FIRST_YEAR))


def _time(value: str, now: datetime, _views: Views, *, name: Literal["added", "read"]) -> Filter:
    typed = value.strip().lower()
    try:
        span = read_span(typed, now)
    except DateError as error:
        raise ValueProblemError(
            f"{_shown(value)}: {error}", _DATES_TO_WRITE, unfinished=may_become_span(typed)
        ) from None
    return During(name, span.first, span.before, typed)


def _arxiv(value: str, _now: datetime, _views: Views) -> Filter:
    identifier = parse_arxiv(value)
    if identifier is None:
        raise ValueProblemError(f"{_shown(value)} is no arXiv identifier", "write 2310.16271", unfinished=True)
    return Identified("arxiv", identifier)


def _doi(value: str, _now: datetime, _views: Views) -> Filter:
    identifier = parse_doi(value)
    if identifier is None:
        raise ValueProblemError(f"{_shown(value)} is no DOI", "write 10.18653/v1/2024.acl-long.1", unfinished=True)
    return Identified("doi", identifier)


def _view(value: str, _now: datetime, views: Views) -> Filter:
    try:
        name = _choice(value, views.names(), "views", f"there is no view {_shown(value)}")
    except ValueProblemError as problem:
        raise NoSuchViewProblemError(
            problem.reason, _other_views(value, views), unfinished=problem.unfinished
        ) from None
    return InView(name, views.query(name))


def _other_views(typed: str, views: Views) -> str:
    """Return which view was probably meant, and all others; none that is wrong itself is taken for meant."""
    names = [*views.others()]
    near = nearest(typed, names)
    while near is not None and not views.is_sound(near):
        names.remove(near)
        near = nearest(typed, names)
    return hint(near, names, "views")


def _order(value: str, _now: datetime, _views: Views) -> Setting:
    return Setting("sort", _choice(value, ORDERS, "orders", f"cannot sort by {_shown(value)}", tuple(SORTS)))


def _limit(value: str, _now: datetime, _views: Views) -> Setting:
    if not _LIMIT.fullmatch(value):
        raise ValueProblemError(f"{_shown(value)} is no number of papers", "write limit:20")
    return Setting("limit", value)


_STATES_BY_DAY: Mapping[str, Callable[[str], Filter]] = {"deferred": Deferred, "returned": Returned}
_READERS: Mapping[str, Read] = {
    **{name: partial(_text, name=name) for name in TEXTS},
    "is": _state,
    "has": _part,
    "no": _no_part,
    "tag": _tag,
    "year": _year,
    "added": partial(_time, name="added"),
    "read": partial(_time, name="read"),
    "arxiv": _arxiv,
    "doi": _doi,
    "view": _view,
    "sort": _order,
    "limit": _limit,
}
