"""Finding a needle in the texts of an index: in which rows it stands, exactly as a look at each text would tell."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Sequence
from functools import partial
from typing import TypeAlias

from readlist.search import bits
from readlist.search.base import WORD, Base, Texts
from readlist.search.units import Units
from readlist.text import as_typed, caseless

_CHECK = 3.0
"""Microseconds that it takes to look into one text."""
_CHECK_VALUES = 2.0
"""Microseconds that it takes to look into the values of one row."""
_HIT = 2.0
"""Microseconds that a text of a column takes that has the needle, with all its rows, on the average."""
_TELLING = 3
"""Letters of a part of a needle that tells texts apart."""
_PART = re.compile(r"[\w-]+|[^\w-]+")

Check: TypeAlias = Callable[[int], int]
"""Gives back those of some rows (a set) that have what is looked for."""
Certain: TypeAlias = Callable[[Iterable[int]], Iterable[int]]
"""Gives back those of some rows whose papers have what is looked for."""


class Needle:
    """What is looked for, in the forms in which it is compared.

    Attributes:
        exact: whether case counts.
        text: as `text.as_typed` makes it and, where case does not count, folded.
        folded: as `text.caseless` makes it.
    """

    __slots__ = ("exact", "folded", "raw", "text")

    def __init__(self, needle: str, *, exact: bool) -> None:
        self.exact = exact
        self.text = as_typed(needle) if exact else caseless(needle)
        self.folded = caseless(needle)
        self.raw = self.text.encode("utf-8", "surrogatepass")

    @property
    def one_word(self) -> bool:
        """Whether it is a word, or a part of one."""
        return WORD.fullmatch(self.text) is not None

    def found_in(self, text: str) -> bool:
        """Whether it stands in a text, which is given as it is."""
        return self.text in (as_typed(text) if self.exact else caseless(text))

    @property
    def parts(self) -> tuple[str, ...]:
        """Its words, each with a newline where the word ends inside of it."""
        found = _PART.findall(self.text)
        last = len(found) - 1
        return tuple(
            ("\n" if i else "") + part + ("\n" if i < last else "") for i, part in enumerate(found) if WORD.match(part)
        )


def _telling(parts: Sequence[str]) -> Sequence[str]:
    """Return the parts of a needle without those of one or two letters, where there are others.

    Most texts have them: who looks into those that have the others is sooner done.
    """
    return [part for part in parts if len(part.strip("\n")) >= _TELLING] or parts


def in_units(  # noqa: PLR0913 -- each is needed, and named
    units: Units, raw: bytes, *, exact: bool, within: int, check: Check | None, cost: float
) -> int:
    """Return the rows (a set) of `within` that have a text of a column with `raw` in it.

    Args:
        units: the texts.
        raw: what is looked for, with newlines where the text is to begin or end there.
        exact: whether case counts.
        within: the rows to look at.
        check: gives back the rows that have it, by looking at them; None where that may not be asked.
        cost: microseconds that `check` takes for a row.
    """
    # The texts that many papers have first: they often settle all.
    found = within & units.frequent(raw, exact=exact)
    rest = within & ~found
    if not rest:
        return found
    if check is not None and rest.bit_count() * cost < units.count_rare(raw, exact=exact) * _HIT:
        return found | check(rest)
    return found | (rest & units.rare(raw, exact=exact))


class Field(ABC):
    """A field of the papers, in which needles are looked for."""

    def __init__(self, units: Units) -> None:
        self._units = units

    @abstractmethod
    def rows(self, needle: Needle, within: int, certain: Certain) -> int:
        """Return the rows (a set) of `within` that have the needle in this field.

        Args:
            needle: what is looked for.
            within: the rows to look at.
            certain: gives back those of some rows whose papers have it, by looking at the papers themselves.
        """

    def frequent(self, needle: Needle) -> int:
        """Return some rows (a set) that have a needle which is one word, or a part of one: what is found at once."""
        return self._units.frequent(needle.raw, exact=needle.exact)

    def steps(self, needle: Needle, within: int) -> Generator[None, None, int]:
        """Return the rows (a set) of `within` that have a text in this field, in steps.

        Args:
            needle: the text: a word or part of one; its case does not count.
            within: the rows to look at.
        """
        units = self._units
        found = within & self.frequent(needle)
        yield
        if found != within:
            found |= within & (
                yield from units.union_steps(units.folded.containing(needle.raw, units.common, units.count))
            )
        return found


class Values(Field):
    """A field of whole values: names of authors, venues, notes, sources."""

    def rows(self, needle: Needle, within: int, certain: Certain) -> int:  # noqa: ARG002 -- see `Field`
        """Return the rows (a set) of `within` that have a value with the needle in it."""
        units, raw = self._units, needle.raw

        def check(rows: int) -> int:
            blob, (starts, codes) = units.form(exact=needle.exact), units.codes
            has = [
                row
                for row in bits.rows_of(rows)
                if any(raw in blob.raw(code) for code in codes[starts[row] : starts[row + 1]])
            ]
            return bits.of_any(has, units.size)

        return in_units(units, raw, exact=needle.exact, within=within, check=check, cost=_CHECK_VALUES)


class Words(Field):
    """The titles, or the abstracts: words that point to rows, and whole texts, folded, to look into."""

    def __init__(self, units: Units, texts: Texts) -> None:
        super().__init__(units)
        self._texts = texts

    def rows(self, needle: Needle, within: int, certain: Certain) -> int:
        """Return the rows (a set) of `within` that have the needle in their text; see `Field`."""
        has = partial(self._texts.having, needle.folded.encode("utf-8", "surrogatepass"))
        if needle.one_word:
            return self._having(needle.text, exact=needle.exact, within=within, check=None if needle.exact else has)
        found = within
        doubtful = 0
        for part in needle.parts if needle.exact else _telling(needle.parts):
            found = self._having(part, exact=needle.exact, within=found, check=None)
            if needle.exact and found:
                doubtful |= self._in_other_case(part, found)
        hits = has(found)
        if not needle.exact:
            return hits
        # The text that was looked into is folded. Where a paper has the words in this case only, they stand there so.
        unsure = hits & doubtful if needle.text.isascii() and needle.parts else hits
        return (hits & ~unsure) | bits.of_any(list(certain(bits.rows_of(unsure))), self._units.size)

    def _having(self, part: str, *, exact: bool, within: int, check: Check | None) -> int:
        """Return the rows of `within` that have a word with `part` in it, see `in_units`."""
        raw = part.encode("utf-8", "surrogatepass")
        return in_units(self._units, raw, exact=exact, within=within, check=check, cost=_CHECK)

    def _in_other_case(self, part: str, within: int) -> int:
        """Return the rows of `within` that have a word with `part` in it in another case."""
        units = self._units
        raw, folded = part.encode("utf-8", "surrogatepass"), part.casefold().encode("utf-8", "surrogatepass")
        same = frozenset(units.having(raw, exact=True))
        return within & units.union(unit for unit in units.having(folded) if unit not in same)


def fields_of(base: Base) -> dict[str, Field]:
    """Return the fields of an index by their names in the query language."""
    return {
        "title": Words(base.units("title"), base.folded_titles),
        "abstract": Words(base.units("abstract"), base.abstracts),
        **{name: Values(base.units(name)) for name in ("author", "venue", "note", "source")},
    }
