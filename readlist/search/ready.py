"""Sets of rows that are made before anybody asks for them: what a query begins with takes the longest to find.

One, two or three letters stand inside of thousands of rare words, and the rows of all of them are to be gathered. So
the rows that have such a text anywhere, or a phrase of `pairs`, are kept beside the index (see `cache`), each set as
bits or as numbers, read where it is asked for. The tags of papers count for nothing here: they change daily.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Generator, Iterator, Mapping
from heapq import nlargest
from string import ascii_lowercase, digits
from typing import IO

from readlist.search import bits
from readlist.search.base import WORD, Base
from readlist.search.needles import Field, Needle
from readlist.search.pairs import frequent_pairs, parts_of
from readlist.search.sections import Buffer, DamagedError, Sections, SectionsWriter
from readlist.search.units import Units

_LETTERS = ascii_lowercase + digits
WORDS = ("title", "abstract")
"""The columns of words."""
_ALONE = ("title", "author")
"""Fields of which it is known as well which rows have a letter in them alone."""
_NAMES = "author"
"""The column of names: two letters stand inside of a quarter of all names, and each has few papers."""
_LENGTHS = (2, 3)
_COSTLY = 60_000
"""Units of cost from which on a text is got ready, some 2 ms: a row of a rare word is one, and each such word ten."""
_A_WORD = 10
_MOST = 1200
"""Texts of two or three letters that are got ready at most: 15 MB on the disk at 100,000 papers."""
_SETTLED = 2000
"""Where frequent words leave over fewer papers than one in 2,000, it is quick to look into their texts."""
_NUMBER = 4
"""Bytes of a number of a row."""
_WRITTEN_A_STEP = 50
_A_STEP = 1000
"""Words of which the letters are counted in one step: 5 ms."""


def name_of(needle: str, field: str | None = None) -> str:
    """Return the name of the set of the rows that have a text in a field; anywhere, where that is None."""
    # No field has a colon in its name, so that a colon in the needle does not matter.
    return f"{field or ''}:{needle}"


def get_ready(base: Base, fields: Mapping[str, Field], everything: int) -> Generator[None, None, Made]:
    """Find the rows of what queries begin with, in steps.

    Args:
        base: the index.
        fields: all in which a text on its own is looked for, by name.
        everything: all rows, as a set.

    Raises:
        DamagedError: the index is not what was written.
    """
    found = Made(everything.bit_length())
    for letter in _LETTERS:
        needle, anywhere = Needle(letter, exact=False), 0
        for name, field in fields.items():
            alone = name in _ALONE
            rows = yield from field.steps(needle, everything if alone else everything & ~anywhere)
            anywhere |= rows
            if alone:
                found.add(name_of(letter, name), rows)
        found.add(name_of(letter), anywhere)
    yield from _add_costly(found, base, fields, everything)
    pairs = yield from frequent_pairs(base, [name for name in fields if name not in WORDS])
    while pairs:
        text, numbers = pairs.popitem()
        found.add_rows(name_of(text), numbers)
        if not len(pairs) % _WRITTEN_A_STEP:
            yield
    return found


def _add_costly(found: Made, base: Base, fields: Mapping[str, Field], everything: int) -> Generator[None, None, None]:
    """Find the rows of the texts that take long to find: in names, and anywhere."""
    for text in (yield from _costly(base.units(_NAMES))):
        rows = yield from fields[_NAMES].steps(Needle(text, exact=False), everything)
        found.add(name_of(text, _NAMES), rows)
    few = everything.bit_count() // _SETTLED
    for text in (yield from _costly(*map(base.units, (*WORDS, _NAMES)))):
        needle, rows = Needle(text, exact=False), 0
        for field in fields.values():
            rows |= field.frequent(needle)
        if (everything & ~rows).bit_count() <= few or needle.text != text:
            continue
        yield
        for field in fields.values():
            rows |= yield from field.steps(needle, everything & ~rows)
        found.add(name_of(text), rows)


def names_in(text: str) -> Iterator[str]:
    """Yield the names of sets, if there are such ones, in which all rows are that have a folded text anywhere."""
    if WORD.fullmatch(text):
        for length in _LENGTHS:
            yield from (name_of(text[at : at + length]) for at in range(len(text) - length + 1))
    else:
        yield from map(name_of, parts_of(text))


def _costly(*columns: Units) -> Generator[None, None, list[str]]:
    """Return the texts of two or three letters that stand in so many rare words that to find them takes long.

    Args:
        columns: of words, or of values that are made of words.
    """
    costs: dict[str, int] = defaultdict(int)
    for units in columns:
        for unit in range(units.common, units.count):
            text, cost = units.folded[unit], units.papers(unit) + _A_WORD
            for part in {text[at : at + length] for length in _LENGTHS for at in range(len(text) - length + 1)}:
                costs[part] += cost
            if not unit % _A_STEP:
                yield
    costly = (part for part, cost in costs.items() if cost >= _COSTLY and WORD.fullmatch(part))
    return nlargest(_MOST, costly, key=costs.__getitem__)


class Made(Mapping[str, int]):
    """Sets in memory, each in as few bytes as it can be.

    Args:
        size: how many rows there are.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._packed: dict[str, bytes] = {}

    def add(self, name: str, rows: int) -> None:
        """Take in a set."""
        if rows.bit_count() * _NUMBER < _width(self._size):
            self.add_rows(name, array("I", bits.rows_of(rows)))
        else:
            self._packed[name] = rows.to_bytes(_width(self._size), "little")

    def add_rows(self, name: str, rows: array[int]) -> None:
        """Take in a set, which is given as numbers, each once."""
        if len(rows) * _NUMBER < _width(self._size):
            self._packed[name] = rows.tobytes()
        else:
            self.add(name, bits.of_rows(rows, self._size))

    def __getitem__(self, name: str) -> int:
        return _unpacked(self._packed[name], self._size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def write(self, file: IO[bytes], identity: str) -> Iterator[None]:
        """Write all sets to a file, in steps.

        Args:
            file: to write to.
            identity: of the index whose rows they are.
        """
        writer = SectionsWriter(file)
        for number, (name, packed) in enumerate(self._packed.items()):
            writer.put(name, packed)
            if not number % _WRITTEN_A_STEP:
                yield
        writer.finish({"identity": identity})


class Kept(Mapping[str, int]):
    """Sets that were written to a file; each is read when it is asked for."""

    def __init__(self, data: Buffer, *, identity: str, size: int) -> None:
        """Open the file.

        Args:
            data: of the file.
            identity: of the index whose rows they are to be.
            size: how many rows it has.

        Raises:
            DamagedError: it is not what was written, or of another index.
        """
        self._sections = Sections(data)
        self._size = size
        if self._sections.about.get("identity") != identity:
            raise DamagedError

    def __contains__(self, name: object) -> bool:
        return name in self._sections

    def __getitem__(self, name: str) -> int:
        """Return a set.

        Raises:
            KeyError: there is none of that name.
            DamagedError: it is not what was written.
        """
        if name not in self._sections:
            raise KeyError(name)
        return _unpacked(self._sections.section(name).all(), self._size)

    def __iter__(self) -> Iterator[str]:
        return iter(self._sections.names)

    def __len__(self) -> int:
        return len(self._sections.names)


def _unpacked(packed: bytes | memoryview, size: int) -> int:
    if len(packed) == _width(size):
        return int.from_bytes(packed, "little")
    return bits.of_few(memoryview(packed).cast("I"), size)


def _width(size: int) -> int:
    """Return the bytes of a set as bits."""
    return size // 8 + 1
