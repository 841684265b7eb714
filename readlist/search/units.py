"""Distinct texts, and the papers that have them: where a needle stands in one of them, it stands in these papers.

The texts of a column are words (of titles, of abstracts) or whole values (names of authors, venues). They stand in one
buffer with newlines around them, so that finding the texts with a needle in them is one search after another in it,
each as quick as a processor reads. The rows of a text are bits where it has many, else numbers.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import accumulate
from typing import TypeAlias

from readlist.search import bits
from readlist.search.sections import Sections, SectionsWriter

Form: TypeAlias = Callable[[str], str]
"""What makes a text into another form of it."""

_NUMBER = 4
"""Bytes of a number of a row."""
_BITS_FROM = 128
"""A text that more than one in 128 papers have has bits: more room than numbers, but ten times as quick."""
_STEP = 2000
"""Texts that are written in one step of building."""
_UNITED_A_STEP = 100_000
"""Rows that are gathered in one step: 4 ms, where a text takes as long by itself as so many rows:"""
_A_TEXT = 20
_REMEMBERED = 16
"""Needles of which it is kept which texts have them: a letter that is typed behind one leaves some of these."""
_MANY = 5_000
"""More texts than that are kept of one needle alone."""
_STEP_OF_BITS = 4
"""Texts with bits that are written in one step."""


class Blob:
    """Texts in one buffer, a newline around each."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: bytes, starts: Sequence[int]) -> None:
        self.text = text
        self._starts = starts

    def __getitem__(self, unit: int) -> str:
        return self.raw(unit).decode("utf-8", "surrogatepass")

    def raw(self, unit: int) -> bytes:
        """Return a text as it stands in the buffer."""
        return self.text[self._starts[unit] : self._starts[unit + 1] - 1]

    def framed(self, unit: int) -> bytes:
        """Return a text with the newlines around it."""
        return self.text[self._starts[unit] - 1 : self._starts[unit + 1]]

    def containing(self, needle: bytes, first: int, end: int) -> Iterator[int]:
        """Yield which of the texts from `first` to before `end` have `needle` in them.

        A newline at its beginning or end means the beginning or end of a text; there is none inside of it.
        """
        text, starts = self.text, self._starts
        if first >= end:
            return
        if not needle:
            yield from range(first, end)
            return
        stop = starts[end]
        anchored = needle.startswith(b"\n")
        at = text.find(needle, starts[first] - 1, stop)
        while at >= 0:
            unit = bisect_right(starts, at + anchored) - 1
            yield unit
            at = text.find(needle, starts[unit + 1] - 1, stop)


@dataclass(slots=True)
class _Found:
    """The texts in which something stands, in order, and the rows (a set) of those without bits, once known."""

    raw: bytes
    exact: bool
    units: Sequence[int]
    rare: int | None = None


class Units:
    """The texts of one column, with the rows that have them.

    Attributes:
        size: how many rows there are.
        count: how many texts there are.
        common: how many of them have bits; these are the first.
    """

    def __init__(self, sections: Sections, name: str, size: int) -> None:
        """Open a column.

        Args:
            sections: of its file.
            name: of the column.
            size: how many rows there are.

        Raises:
            DamagedError: it is not what was written.
        """
        self._sections = sections
        self._name = name
        self.size = size
        self._blobs: dict[str, Blob] = {}
        self._rows = sections.section(f"{name}.rows")
        self._places = sections.section(f"{name}.places").numbers("I")
        self._counts = sections.section(f"{name}.counts").numbers("I")
        self.count = len(self._counts)
        self.common = sections.about["common"][name]
        self._all_rows: memoryview | None = None
        self._codes: tuple[Sequence[int], Sequence[int]] | None = None
        self._frequent: tuple[tuple[bytes, bool], int] | None = None
        self._found: tuple[_Found, ...] = ()

    @property
    def folded(self) -> Blob:
        """The texts without accents and case."""
        return self._blob("folded")

    @property
    def unmarked(self) -> Blob:
        """The texts without accents."""
        return self._blob("unmarked")

    @property
    def given(self) -> Blob:
        """The texts as they were given."""
        return self._blob("given")

    def form(self, *, exact: bool) -> Blob:
        """Return the texts as they are compared where case counts, or where it does not."""
        return self.unmarked if exact else self.folded

    def frequent(self, raw: bytes, *, exact: bool) -> int:
        """Return the rows (a set) that have one of the texts with bits that has `raw` in it."""
        if self._frequent is None or self._frequent[0] != (raw, exact):
            found = self.union(self.form(exact=exact).containing(raw, 0, self.common))
            self._frequent = ((raw, exact), found)
        return self._frequent[1]

    def having(self, raw: bytes, *, exact: bool = False) -> Sequence[int]:
        """Return the texts that have `raw` in them, in order; newlines in it are as in `Blob.containing`."""
        return self._having(raw, exact=exact).units

    def count_rare(self, raw: bytes, *, exact: bool) -> int:
        """Return of how many texts `rare` has to gather the rows; 0 where it has them."""
        found = self._having(raw, exact=exact)
        return len(found.units) - bisect_left(found.units, self.common) if found.rare is None else 0

    def rare(self, raw: bytes, *, exact: bool) -> int:
        """Return the rows (a set) that have one of the texts without bits that has `raw` in it."""
        found = self._having(raw, exact=exact)
        if found.rare is None:
            found.rare = self.union(found.units[bisect_left(found.units, self.common) :])
        return found.rare

    def _having(self, raw: bytes, *, exact: bool) -> _Found:
        """Return what has `raw` in it, looked for where a part of that was found: what is typed grows by letters."""
        parts = [found for found in self._found if found.exact == exact and found.raw in raw]
        last = max(parts, key=lambda found: len(found.raw), default=None)
        if last is not None and last.raw == raw:
            return last
        blob = self.form(exact=exact)
        if last is None:
            found = _Found(raw, exact, list(blob.containing(raw, 0, self.count)))
        else:
            units = [unit for unit in last.units if raw in blob.framed(unit)]
            found = _Found(raw, exact, units, last.rare if len(units) == len(last.units) else None)
        kept = self._found[1 - _REMEMBERED :]
        if len(found.units) > _MANY:
            # One of these takes as much memory as the others together.
            kept = tuple(one for one in kept if len(one.units) <= _MANY)
        self._found = (*kept, found)
        return found

    def verify(self) -> Iterator[None]:
        """Read what most queries need, so that no query has to wait until it has been checked, in steps.

        Raises:
            DamagedError: it is not what was written.
        """
        yield from self._rows.verify()
        if f"{self._name}.codes" in self._sections:
            yield from self._sections.section(f"{self._name}.codes").verify()
        self.form(exact=False)
        yield

    def _blob(self, form: str) -> Blob:
        if form not in self._blobs:
            name = f"{self._name}.{form}"
            starts = self._sections.section(f"{name}.starts").numbers("I")
            self._blobs[form] = Blob(bytes(self._sections.section(name).all()), starts)
        return self._blobs[form]

    def papers(self, unit: int) -> int:
        """Return how many papers have a text."""
        return self._counts[unit]

    def rows(self, unit: int) -> int:
        """Return the rows that have a text, as a set."""
        return self.union((unit,))

    def union(self, units: Iterable[int]) -> int:
        """Return the rows that have any of some texts, as a set."""
        if self._all_rows is None:
            # All of it is checked at once: so many small parts are read that to look after each takes longer.
            self._all_rows = self._rows.all().cast("I")
        found = 0
        few: list[int] = []
        places, counts, rows = self._places, self._counts, self._all_rows
        common, packed = self.common, (self.size + 31) // 32
        for unit in units:
            place = places[unit]
            if unit < common:
                found |= int.from_bytes(rows[place : place + packed], "little")
            else:
                few += rows[place : place + counts[unit]]
        return found | bits.of_any(few, self.size) if few else found

    def union_steps(self, rare: Iterable[int]) -> Generator[None, None, int]:
        """Return the rows that have any of some texts without bits, as a set, in steps."""
        rows = self._rows.all().cast("I")
        flags = bytearray(self.size)
        taken = 0
        for unit in rare:
            place, count = self._places[unit], self._counts[unit]
            for row in rows[place : place + count]:
                flags[row] = 1
            taken += count + _A_TEXT
            if taken >= _UNITED_A_STEP:
                taken = 0
                yield
        return bits.of_flags(flags)

    @cached_property
    def single(self) -> bool:
        """Whether each row has exactly one of the values."""
        starts, _ = self.codes
        return starts == array("I", range(self.size + 1))

    @property
    def codes(self) -> tuple[Sequence[int], Sequence[int]]:
        """For each row, where its texts begin among all rows' texts (one more at the end), and those texts.

        Only whole values and the words of heads have them.
        """
        if self._codes is None:
            starts = self._sections.section(f"{self._name}.code-starts").numbers("I")
            self._codes = starts, self._sections.section(f"{self._name}.codes").all().cast("I")
        return self._codes


class UnitsBuilder:
    """Gathers the texts of one column, paper by paper.

    Args:
        name: of the column.
        forms: what makes each further form of the texts, from the form before; the first is the texts themselves.
        valued: whether the texts of each row are to be found as well.
    """

    def __init__(self, name: str, forms: dict[str, Form], *, valued: bool = False) -> None:
        self.name = name
        self._forms = forms
        self._units: dict[str, array[int]] = defaultdict(partial(array, "I"))
        self._valued = valued
        # Of whole values: the place of each among all of the column, and for each row where its places begin.
        self._places: dict[str, int] = {}
        self._starts = array("I", (0,))
        self._row_places = array("I")

    def add(self, row: int, texts: Iterable[str]) -> None:
        """Take in the distinct texts of the next paper."""
        if self._valued:
            texts = tuple(texts)
            places = self._places
            self._row_places.extend([places.setdefault(text, len(places)) for text in texts])
            self._starts.append(len(self._row_places))
        for rows in map(self._units.__getitem__, texts):
            rows.append(row)

    def write(self, writer: SectionsWriter, size: int, common: dict[str, int]) -> Generator[None, None, None]:
        """Write the column, and forget it, in steps.

        Args:
            writer: of the file.
            size: how many rows there are.
            common: gets how many texts have bits.
        """
        units, self._units = self._units, {}
        limit = size // _BITS_FROM
        many: list[str] = []
        rare: list[str] = []
        for number, (text, rows) in enumerate(units.items()):
            (many if len(rows) > limit else rare).append(text)
            if not number % (10 * _STEP):
                yield
        many.sort(key=lambda text: -len(units[text]))
        common[self.name] = len(many)
        order = many + rare
        places, counts = array("I"), array("I", map(len, map(units.__getitem__, many)))
        packed = (size + 31) // 32
        writer.begin(f"{self.name}.rows")
        for number, text in enumerate(many):
            places.append(number * packed)
            writer.add(bits.of_rows(units[text], size).to_bytes(packed * _NUMBER, "little"))
            if not number % _STEP_OF_BITS:
                yield
        place = len(many) * packed
        for first in range(0, len(rare), _STEP):
            parts = [units[text] for text in rare[first : first + _STEP]]
            lengths = list(map(len, parts))
            counts.extend(lengths)
            places.extend(accumulate(lengths[:-1], initial=place))
            place += sum(lengths)
            writer.add(b"".join(parts))
            yield
        writer.put(f"{self.name}.places", places.tobytes())
        writer.put(f"{self.name}.counts", counts.tobytes())
        yield
        if self._valued:
            yield from self._write_codes(writer, order)
        units.clear()
        for form, change in self._forms.items():
            order = yield from _write_blob(writer, f"{self.name}.{form}", order, change)

    def _write_codes(self, writer: SectionsWriter, order: Sequence[str]) -> Generator[None, None, None]:
        code_at = array("I", (0,)) * len(order)
        for code, place in enumerate(map(self._places.__getitem__, order)):
            code_at[place] = code
            if not code % (10 * _STEP):
                yield
        self._places = {}
        writer.begin(f"{self.name}.codes")
        for first in range(0, len(self._row_places), 10 * _STEP):
            of_rows = self._row_places[first : first + 10 * _STEP]
            writer.add(array("I", [code_at[place] for place in of_rows]).tobytes())
            yield
        writer.put(f"{self.name}.code-starts", self._starts.tobytes())
        yield


def _write_blob(
    writer: SectionsWriter, name: str, order: Sequence[str], change: Form
) -> Generator[None, None, list[str]]:
    """Write texts in one of their forms; return them in that form."""
    changed: list[str] = []
    starts = array("I")
    at = 1
    writer.begin(name)
    writer.add(b"\n")
    for first in range(0, len(order), _STEP):
        part = list(map(change, order[first : first + _STEP]))
        changed += part
        encoded = [text.encode("utf-8", "surrogatepass") for text in part]
        for text in encoded:
            starts.append(at)
            at += len(text) + 1
        writer.add(b"\n".join(encoded) + b"\n")
        yield
    starts.append(at)
    writer.put(f"{name}.starts", starts.tobytes())
    yield
    return changed
