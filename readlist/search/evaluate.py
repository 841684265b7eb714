"""From a filter to the rows of an index that it means: what `Filter.matches` says of each paper, without asking it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from readlist.model.paper import Paper
from readlist.query.filters import Filter
from readlist.query.filters_text import Close, Pattern, Text
from readlist.query.patterns import compile_pattern
from readlist.query.slips import words_of
from readlist.search import bits
from readlist.search.base import Base
from readlist.search.candidates import Candidates
from readlist.search.combining import Combining
from readlist.search.likeness import LikeWords
from readlist.search.live import Live
from readlist.search.needles import Needle, fields_of
from readlist.search.ready import get_ready, name_of, names_in
from readlist.search.states import States
from readlist.text import as_typed, caseless

_MEMO = 128
"""Filters whose rows are kept: a query that is being typed is the one before with another last word."""
_WHOLE_VALUES = ("author", "venue", "note")
_ANYWHERE = ("title", *_WHOLE_VALUES, "abstract")
_LITERAL = re.compile(r"[A-Za-z0-9]+")
_NOT_LITERAL = re.compile(r"[|?*{(\[\\]")


class Evaluator(Combining):
    """Finds the rows of an index that filters mean.

    Where the index turns out to be damaged, its methods raise DamagedError.

    Args:
        base: the index.
        live: what changes daily, of the same rows.
        keys: of the papers, by row.
        paper_of: returns the whole paper of a row.
        ready: what is known of `ready`.

    Attributes:
        everything: all rows, as a set.
        ready: the rows of what queries begin with, see `ready`.
    """

    def __init__(
        self, base: Base, live: Live, keys: Sequence[str], paper_of: Callable[[int], Paper], ready: Mapping[str, int]
    ) -> None:
        self.base = base
        self._states = States(base, live)
        self.everything = bits.full(base.size)
        self._keys = keys
        self.paper_of = paper_of
        self._fields = fields_of(base)
        self.ready = ready
        self._memo: dict[Filter, tuple[int, int]] = {}

    @property
    def live(self) -> Live:
        """What changes daily."""
        return self._states.live

    @live.setter
    def live(self, live: Live) -> None:
        self._states.live = live

    @cached_property
    def like(self) -> LikeWords:
        """The words of titles, authors and venues, for what is nearly one of them."""
        return LikeWords(self.base.units("heads"), self.base.units("abstract"))

    @cached_property
    def candidates(self) -> Candidates:
        """The rows as words, for ranking."""
        return Candidates(self.base, self.like)

    def of_one(self, part: Filter, within: int) -> int:
        """Return the rows of `within` that a filter means which is made of no others."""
        if isinstance(part, Text) and part.field is None:
            # Tags change daily; what is in the index does not.
            needle = Needle(part.needle, exact=part.exact)
            in_tags = within & self._with_tags(lambda tags: needle.found_in(" ".join(tags)), part)
            return in_tags | self._kept(part, within & ~in_tags)
        if isinstance(part, Close):
            in_tags = self._with_tags(lambda tags: any(map(part.is_like, words_of(" ".join(tags)))), part)
            return within & (in_tags | self.like.rows(part))
        if isinstance(part, Text | Pattern):
            return self._kept(part, within)
        found = self._states.rows(part)
        return self._asked(part, within) if found is None else found & within

    def _with_tags(self, test: Callable[[tuple[str, ...]], bool], part: Filter) -> int:
        return self.live.where("tags", lambda tags: bool(tags) and test(tags), ("tags", part))

    def _kept(self, part: Text | Pattern, within: int) -> int:
        """Return the rows of `within` that a filter means, tags aside, from what is known where that is enough."""
        if isinstance(part, Text) and not part.exact and part.wanted == part.wanted_shown:
            ready = self.ready.get(name_of(part.wanted, part.field))
            if ready is not None:
                return ready & within
        known = self._memo.get(part)
        if known is not None and not within & ~known[0]:
            return known[1] & within
        # What is quick to find is found in all rows, for the next query.
        look_at = self._narrowed(part, self.everything if self.cost_of_one(part) == 0 else within)
        found = self._pattern(part, look_at) if isinstance(part, Pattern) else self._text(part, look_at)
        self._memo.pop(part, None)
        if len(self._memo) >= _MEMO:
            del self._memo[next(iter(self._memo))]
        self._memo[part] = (self.everything if self.cost_of_one(part) == 0 else within, found)
        return found & within

    def _narrowed(self, part: Text | Pattern, within: int) -> int:
        """Return what is left of `within` by what is known of a text that the one looked for is more of."""
        if not isinstance(part, Text):
            return within
        if part.needle == part.shown and (part.field is None or part.field in _ANYWHERE):
            for name in names_in(caseless(part.needle)):
                within &= self.ready.get(name, within)
        for other, (looked_at, found) in self._memo.items():
            if isinstance(other, Text) and other.is_in(part) and not within & ~looked_at:
                within &= found
        return within

    # Texts

    def _text(self, part: Text, within: int) -> int:
        if part.field is None:
            return self._anywhere(part, within)
        return self._in_field(part.field, part, _needle(part, part.field), within)

    def _in_field(self, field: str, part: Text, needle: Needle, within: int) -> int:
        if not needle.text:
            return within
        if field == "key":
            return within & bits.of_any(self._with_key(needle), self.base.size)
        return self._fields[field].rows(needle, within, lambda rows: self._certain(Text(part.needle, field), rows))

    def _anywhere(self, part: Text, within: int) -> int:
        found = 0
        needles = {field: _needle(part, field) for field in _ANYWHERE}
        for field, needle in needles.items():
            # What frequent words tell of all fields leaves few rows to look closer at.
            if needle.one_word:
                found |= within & self._fields[field].frequent(needle)
        for field, needle in needles.items():
            found |= self._in_field(field, part, needle, within & ~found)
        return found

    def warm(self) -> Iterator[None]:
        """Find what is to be `ready`, unless it is known, group the rows, and get ready for slips, in steps.

        Raises:
            DamagedError: the index is not what was written.
        """
        yield from self.live.warm()
        for name in (*self._fields, "heads"):
            yield from self.base.units(name).verify()
        for texts in (self.base.folded_titles, self.base.abstracts):
            yield from texts.verify()
        yield from self.like.warm()
        if not self.ready:
            fields = {name: self._fields[name] for name in _ANYWHERE}
            self.ready = yield from get_ready(self.base, fields, self.everything)

    def _with_key(self, needle: Needle) -> list[int]:
        return [row for row, key in enumerate(self._keys) if needle.found_in(key)]

    def _pattern(self, part: Pattern, within: int) -> int:
        """Return the rows in which a regular expression matches; those that lack a word of it are not looked at."""
        if part.pattern.isascii() and not _NOT_LITERAL.search(part.pattern) and part.field != "key":
            for literal in _LITERAL.findall(part.pattern):
                within = self.rows(Text(literal.lower(), part.field), within)
        search = compile_pattern(part.pattern, part.field).search
        if part.field == "key":
            hits = [row for row, key in enumerate(self._keys) if search(as_typed(key))]
            return within & bits.of_any(hits, self.base.size)
        if part.field == "title":
            titles = self.base.titles
            return bits.of_any(
                [row for row in bits.rows_of(within) if search(titles.text(row))],
                self.base.size,
            )
        if part.field in {"venue", "note"} and not search(""):
            units = self.base.units(part.field)
            # A note as it is written: a pattern may ask for the ends of its lines.
            texts = units.unmarked.__getitem__ if part.field == "venue" else lambda unit: as_typed(units.given[unit])
            return within & units.union(unit for unit in range(units.count) if search(texts(unit)))
        return self._asked(part, within)

    def cost_of_one(self, part: Filter) -> int:
        """Return what comes first of several filters: 0 for what an index answers, more for what looks into texts."""
        if isinstance(part, Text):
            needle = _needle(part, part.field or "title")
            return 0 if needle.one_word or part.field in {*_WHOLE_VALUES, "source"} else 1
        return 2 if isinstance(part, Pattern) else 0

    # Papers themselves

    def _asked(self, part: Filter, within: int) -> int:
        """Return the rows of `within` of whose papers the filter itself says that it means them."""
        return bits.of_any(list(self._certain(part, bits.rows_of(within))), self.base.size)

    def _certain(self, part: Filter, rows: Iterable[int]) -> Iterator[int]:
        return (row for row in rows if part.matches(self.paper_of(row)))


def _needle(part: Text, field: str) -> Needle:
    return Needle(part.needle_in(field), exact=part.exact)
