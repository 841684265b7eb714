"""What the papers that are shown have in common, and how a filter asks for one of these values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from readlist.app.widgets.facet_lines import Facet, Section
from readlist.latex import to_unicode
from readlist.model.venues import short_venue, venue_text
from readlist.query.filters import AllOf, Everything, Filter, all_of
from readlist.query.query import Query

HEADINGS = {"tag": "Tags", "year": "Years", "venue": "Venues", "author": "Authors", "source": "Sources"}
"""The fields whose values are counted, in the order in which they are shown, with what stands above them."""

_EDITION = re.compile(r"\b(?:19|20)\d\d\b")
_SPECIAL = re.compile(r"[\\.^$*+?{}\[\]|()]")
_ESCAPED = r"\\\g<0>"


def section(field: str, ranked: Sequence[tuple[str, int]], total: int) -> Section:
    """Return the values of a field as they are listed: most frequent first, the newest years first.

    Args:
        field: one of `HEADINGS`.
        ranked: the most frequent values, in that order, each with how many papers have it.
        total: how many values there are in all.
    """
    ranked = sorted(ranked, reverse=True) if field == "year" else ranked
    values = [value for value, _ in ranked]
    labels = _venue_labels(values) if field == "venue" else [to_unicode(value) for value in values]
    facets = tuple(Facet(value, label, count) for (value, count), label in zip(ranked, labels, strict=True))
    return Section(field, HEADINGS[field], facets, total)


def _venue_labels(venues: Sequence[str]) -> list[str]:
    """Return short names of venues; those that have one in common are told apart by their year."""
    short = [to_unicode(short_venue(venue)) for venue in venues]
    shared = Counter(short)
    labels = []
    for name, venue in zip(short, venues, strict=True):
        edition = _EDITION.search(venue) if shared[name] > 1 else None
        labels.append(f"{name} {edition[0]}" if edition else name)
    return labels


# What a filter asks for


def asked_for(query: Query) -> frozenset[tuple[str, str]]:
    """Return the values that every paper must have for `query`, case folded, each with its field."""
    return frozenset(chain.from_iterable(map(_facets, _conditions(query.where))))


def toggled(  # noqa: PLR0913 -- the filter, the value, and two questions to whoever knows the papers
    text: str,
    query: Query,
    field: str,
    value: str,
    *,
    parse: Callable[[str], Query],
    count: Callable[[Filter], int],
) -> str:
    """Return the text of a filter that asks for a value as well, or no longer where it does already.

    Args:
        text: the filter as it was typed.
        query: what it means.
        field: one of `HEADINGS`.
        value: the value.
        parse: gives the query that a text means.
        count: returns how many papers of the library a filter means.
    """
    conditions = _conditions(query.where)
    chosen = tuple(part for part in conditions if (field, value.casefold()) in _facets(part))
    if chosen:
        becomes = replace(query, where=all_of(part for part in conditions if part not in chosen))
        tries = _without(text, str(chosen[0]))
    else:
        wanted = _filter(field, value, count)
        becomes = replace(query, where=all_of((*conditions, wanted)))
        tries = _with(text.strip(), str(wanted))
    # As much as can be of the text stays as it was typed.
    return next((attempt for attempt in tries if _means(attempt, becomes, parse)), str(becomes))


def _with(text: str, term: str) -> Iterator[str]:
    yield f"{text} {term}".strip()
    yield f"({text}) {term}"


def _without(text: str, term: str) -> Iterator[str]:
    for found in re.finditer(re.escape(term), text, re.IGNORECASE):
        yield " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def _means(text: str, query: Query, parse: Callable[[str], Query]) -> bool:
    try:
        found = parse(text)
    except ValueError:
        return False
    return (found.where, found.sort, found.limit) == (query.where, query.sort, query.limit)


def _conditions(where: Filter) -> tuple[Filter, ...]:
    if isinstance(where, Everything):
        return ()
    return where.filters if isinstance(where, AllOf) else (where,)


def _filter(field: str, value: str, count: Callable[[Filter], int]) -> Filter:
    from readlist.query.filters_record import InYears, Tagged  # noqa: PLC0415 -- the first screen asks for no value
    from readlist.query.filters_text import Pattern, Text  # noqa: PLC0415 -- as above
    from readlist.query.patterns import PatternError  # noqa: PLC0415 -- as above

    if field == "tag":
        return Tagged(value)
    if field == "year":
        return InYears(int(value), int(value))
    having = Text(value, field)
    try:
        being = Pattern(field, _whole(field, value))
    except PatternError:
        # It is longer than a pattern may be: hardly a part of another one.
        return having
    # "Wei Li" also stands in "Wei Lin".
    return being if 0 < count(being) < count(having) else having


def _whole(field: str, value: str) -> str:
    """Return the pattern that matches where a value is one as a whole."""
    searched = venue_text(value) if field == "venue" else value
    return f"^{_SPECIAL.sub(_ESCAPED, searched)}$"


def _facets(part: Filter) -> Iterator[tuple[str, str]]:
    """Yield the values that a condition asks for, case folded, each with its field: one or none, as a rule."""
    from readlist.query.filters_record import InYears, Tagged  # noqa: PLC0415 -- the first screen asks for no value
    from readlist.query.filters_text import Pattern, Text  # noqa: PLC0415 -- as above

    if isinstance(part, Tagged):
        yield "tag", part.tag.casefold()
    elif isinstance(part, InYears) and part.first is not None and part.first == part.last:
        yield "year", str(part.first)
    elif isinstance(part, Text) and part.field in HEADINGS:
        yield part.field, part.needle.casefold()
    elif isinstance(part, Pattern) and part.field in HEADINGS:
        searched = re.sub(r"\\(.)", r"\1", part.pattern[1:-1])
        # Behind a venue may stand its short name, which another one has as part of its own.
        for value in {searched, searched.rpartition(" (")[0]}:
            if _whole(part.field, value) == part.pattern:
                yield part.field, value.casefold()
