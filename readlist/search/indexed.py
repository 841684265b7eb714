"""Which papers of a library an index is right about; the others stand apart and are asked themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import compress, islice, repeat
from operator import eq, is_not, lt
from pathlib import Path
from typing import Any

from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.search import bits
from readlist.search.base import Base, BaseBuilder
from readlist.search.cache import UNKNOWN, Cache, Versions
from readlist.search.evaluate import Evaluator
from readlist.search.live import Live
from readlist.search.reading import digest, fleeting, same_record, whole
from readlist.search.ready import Made
from readlist.search.sections import DamagedError

WITHOUT = 300
"""A library of so many papers needs no index: to ask all of them takes 2 ms."""
KEPT_FROM = 5000
"""An index of fewer papers is made sooner than somebody misses it, so it is not kept on disk."""
_CHECKED_AT_ONCE = 1000
"""Papers that are read to see whether an index is still right about them, before it is first used: 40 ms."""
_CHECKED_A_STEP = 100
_APART = 500
_APART_SHARE = 50
"""A new index is due when more than 500 papers, and more than 1 of 50, stand apart."""
_BULK = 1000
"""Changes of more papers than that are not followed one by one in `Live`."""
_A_ROW = 25
"""The row of a paper is looked up in the time in which so many rows are gone through."""
_GONE = Paper(key="-", number=0)


class Indexed:
    """An index of a library, with what it is right about.

    Attributes:
        valid: the rows (a set) whose papers are as the index has them.
        evaluator: finds rows; None where there is no index.
        progress: how many papers the index that is being built has, and will have; None where none is.
        state: another number each time that other papers stand apart, or as others, than before.
    """

    def __init__(self, folder: Path | None, versions: Callable[[Library], Versions]) -> None:
        self._cache = Cache(folder)
        self._versions = versions
        self._library = Library()
        self._base: Base | None = None
        self._known: Sequence[int] = ()
        self._keys: list[str] = []
        self._apart: dict[str, int | None] = {}
        self._unchecked: dict[str, int] = {}
        self._changed: set[int] = set()
        self._states = 0
        self.state = 0
        self._in_order = True
        self.valid = 0
        self.evaluator: Evaluator | None = None
        self.progress: tuple[int, int] | None = None

    def open(self, library: Library) -> None:
        """Take in the library as it is now, of which nothing is known but versions."""
        self._library = library
        self._states += 1
        numbers = list(library.values("number"))
        self._in_order = all(map(lt, numbers, islice(numbers, 1, None)))
        if not self._in_order:
            # What an index finds comes in the order of the numbers: this library is somebody's own selection.
            self.drop()
            return
        if self._base is None and len(library) >= KEPT_FROM:
            self._base, self._known = self._cache.open() or (None, ())
        if self._base is None:
            return
        try:
            self._install(self._base, self._known, self._cache.ready(self._base))
        except DamagedError:
            self.drop()

    def drop(self) -> None:
        """Do without the index: it is damaged."""
        self._cache.drop()
        self._base = self.evaluator = None
        self.valid = 0
        self.state += 1
        self._apart, self._unchecked = {}, {}

    def _install(self, base: Base, known: Sequence[int], ready: Mapping[str, int]) -> None:
        """Find out what of the library an index is right about.

        Args:
            base: the index.
            known: versions of the documents of which it was made, by row; UNKNOWN where that is not known.
            ready: `Evaluator.ready`, as far as it is known.

        Raises:
            DamagedError: it is not what was written.
        """
        library = self._library
        numbers: list[int] = list(library.values("number"))
        keys: list[str] = list(library.values("key"))
        indexed = list(base.numbers)
        places: Mapping[int, int] = {}
        at: Sequence[int | None] = range(base.size)
        if numbers != indexed:
            places = dict(zip(numbers, range(len(numbers)), strict=True))
            at = list(map(places.get, indexed))
        self.state += 1
        now = self._versions(library)
        there = bits.of_flags(bytes(map(is_not, at, repeat(None))))
        self.valid = there & bits.of_flags(bytes(map(eq, map(now.get, indexed), known)))
        self._base, self._known = base, known
        self._keys = ["" if place is None else keys[place] for place in at]
        self._unchecked = {self._keys[row]: row for row in bits.rows_of(there & ~self.valid)}
        self._apart = dict(self._unchecked.items())
        if places and len(numbers) > there.bit_count():
            in_index = frozenset(indexed)
            self._apart.update((key, None) for number, key in zip(numbers, keys, strict=True) if number not in in_index)
        live = Live(_columns(library, at), base.size)
        self.evaluator = Evaluator(base, live, self._keys, self._paper_of, ready)
        if len(self._unchecked) <= _CHECKED_AT_ONCE:
            self._check(list(self._unchecked))

    def _check(self, keys: Iterable[str]) -> None:
        """Read some of the papers of which it is not known whether the index is right about them."""
        base = self._base
        right: list[int] = []
        for key in keys:
            row = self._unchecked.pop(key, None)
            paper = self._library.get(key)
            if row is not None and paper is not None and base is not None and digest(whole(paper)) == base.digest(row):
                right.append(row)
                self._apart.pop(key, None)
        if right and base is not None:
            self.state += 1
            self.valid |= bits.of_any(right, base.size)

    def _paper_of(self, row: int) -> Paper:
        paper = self._library.get(self._keys[row])
        return _GONE if paper is None else fleeting(paper)

    # What stands in it, and what does not

    @property
    def base(self) -> Base | None:
        """The index."""
        return self._base

    def apart(self) -> Iterable[str]:
        """Return the keys of the papers that are to be asked themselves; those that are still there and others."""
        return self._library.keys if self.evaluator is None else self._apart

    def rows_of(self, keys: Sequence[str]) -> tuple[int, list[str]]:
        """Return the rows (a set) of some papers, and those of them that stand apart."""
        if self._base is None:
            return 0, list(keys)
        if len(keys) == len(self._library):
            return self.valid, list(self._apart)
        among = frozenset(keys)
        apart = [key for key in self._apart if key in among]
        if len(keys) * _A_ROW > self._base.size:
            return bits.of_flags(bytes(map(among.__contains__, self._keys))) & self.valid, apart
        found = [
            row for key in keys if (paper := self._library.get(key)) and (row := self._row(paper.number)) is not None
        ]
        return bits.of_any(found, self._base.size) & self.valid, apart

    def keys_at(self, rows: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Yield rows with the keys of their papers."""
        return ((row, self._keys[row]) for row in rows)

    def keys_of(self, rows: int, others: Sequence[str]) -> tuple[str, ...]:
        """Return the keys of some rows and of papers that stand apart, in the library's order."""
        new: list[str] = []
        for key in others:
            row = self._apart[key]
            if row is None:
                new.append(key)
            else:
                rows |= 1 << row
        keys = tuple(compress(self._keys, bits.flags_of(rows)))
        if not new:
            return keys
        new.sort(key=self._number)
        if not keys or self._number(new[0]) > self._number(keys[-1]):
            return (*keys, *new)
        return tuple(sorted((*keys, *new), key=self._number))

    def _number(self, key: str) -> int:
        return self._library[key].number

    # What changes

    def follow(self, before: Library, after: Library, keys: Sequence[str]) -> None:
        """Take in that the library `before` has become `after`, which differs in some papers."""
        self._library = after
        live = self.evaluator.live if self.evaluator is not None else None
        alike: list[tuple[int, Paper, Paper]] = []
        for key in keys:
            old, new = before.get(key), after.get(key)
            row = None if old is None else self._row(old.number)
            if (
                old is not None
                and new is not None
                and row is not None
                and self.valid >> row & 1
                and old.number == new.number
                and same_record(old, new)
            ):
                alike.append((row, old, new))
                continue
            self._changed.update(paper.number for paper in (old, new) if paper is not None)
            self._set_apart(key, row, new)
        if live is None or self.evaluator is None or self._base is None:
            return
        if len(alike) > _BULK:
            places = {number: place for place, number in enumerate(after.values("number"))}
            columns = _columns(after, list(map(places.get, self._base.numbers)))
            self.evaluator.live = Live(columns, self._base.size)
        else:
            for row, old, new in alike:
                live.change(row, old, new)

    def _set_apart(self, key: str, row: int | None, new: Paper | None) -> None:
        if self.evaluator is None:
            return
        self.state += 1
        if row is not None:
            self.valid &= ~(1 << row)
        self._apart.pop(key, None)
        self._unchecked.pop(key, None)
        if new is not None:
            place = self._row(new.number)
            self._apart[key] = place
            if place is not None:
                self._keys[place] = key

    def _row(self, number: int) -> int | None:
        if self._base is None:
            return None
        numbers = self._base.numbers
        row = bisect_left(numbers, number)
        return row if row < len(numbers) and numbers[row] == number else None

    # Building

    @property
    def due(self) -> bool:
        """Whether a new index would make searching quicker."""
        total = len(self._library)
        if total <= WITHOUT or not self._in_order:
            return False
        return self.evaluator is None or len(self._apart) > max(_APART, total // _APART_SHARE)

    def build(self) -> Generator[None, None, None]:
        """Bring the index up to date and keep it, in steps."""
        while self._unchecked:
            try:
                self._check(list(islice(self._unchecked, _CHECKED_A_STEP)))
            except DamagedError:
                self.drop()
            yield
        while self.due:
            states, self._changed = self._states, set()
            builder = yield from self._built(states)
            if builder is None and states == self._states:
                return
            if builder is None or builder.base is None:
                continue
            self._adopt(builder.base, frozenset(self._changed))
            yield
            self._known = self._current_versions()
            yield
            if builder.total >= KEPT_FROM:
                yield from self._cache.keep(builder.base, builder.path)
        if self.evaluator is not None:
            yield from self._warm(self.evaluator)
            yield
        self.save()

    def _built(self, states: int) -> Generator[None, None, BaseBuilder | None]:
        """Make a new index; return None where there is no room for it, or all has changed meanwhile."""
        folder = self._cache.begin() if len(self._library) >= KEPT_FROM else None
        # Where there is no room in the folder, there may be some elsewhere.
        for place in dict.fromkeys((folder, None)):
            builder = BaseBuilder(self._library, place)
            try:
                for _ in builder.steps():
                    self.progress = (builder.done, builder.total)
                    yield
                    if self._states != states:
                        builder.base = None
                        return None
            except OSError:
                continue
            finally:
                self.progress = None
                builder.close()
            return builder
        return None

    def _adopt(self, base: Base, changed: frozenset[int]) -> None:
        """Use a new index, which is right about all papers but those whose numbers are in `changed`."""
        # For the moment each paper's version is its number: it is what the index has, or it has changed.
        versions, self._versions = (
            self._versions,
            lambda library: {number: number for number in library.values("number") if number not in changed},
        )
        try:
            self._install(base, base.numbers, {})
        finally:
            self._versions = versions
        self._known = [UNKNOWN] * base.size

    def _current_versions(self) -> list[int]:
        """Return the versions of the rows that the index is right about; UNKNOWN of the others."""
        if self._base is None:
            return []
        now = self._versions(self._library)
        flags = bits.flags_of(self.valid).ljust(self._base.size, b"\0")
        versions = list(map(now.get, self._base.numbers, repeat(UNKNOWN)))
        return [version if right else UNKNOWN for version, right in zip(versions, flags, strict=True)]

    def _warm(self, evaluator: Evaluator) -> Iterator[None]:
        """Get ready what every query's first letter takes the longest for, and keep it."""
        if evaluator.base.size < KEPT_FROM:
            return
        try:
            yield from evaluator.warm()
        except DamagedError:
            self.drop()
            return
        if isinstance(evaluator.ready, Made) and evaluator is self.evaluator:
            yield from self._cache.keep_ready(evaluator.base, evaluator.ready)
            # Those in the file take no memory until they are asked for.
            evaluator.ready = self._cache.ready(evaluator.base) or evaluator.ready

    def save(self) -> None:
        """Keep the versions of the papers that the index is right about, where the index is kept and they are new."""
        if self._base is not None:
            self._known = self._current_versions()
            self._cache.keep_versions(self._base, self._known)


def _columns(library: Library, at: Sequence[int | None]) -> Callable[[str], Sequence[Any]]:
    """Return what gives a column of `live.NAMES` by row; `at` tells each row's place in the library, None for none."""

    def column(name: str) -> Sequence[Any]:
        values = list(library.values(name))
        blank = getattr(_GONE, name)
        return [blank if place is None else values[place] for place in at]

    return column
