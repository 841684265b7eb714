"""What may stand at the cursor of a filter that is being typed, out of what the library has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate, islice

from readlist.app.desk import Desk
from readlist.app.widgets.prompt_line import Completion
from readlist.model.library import Library
from readlist.model.venues import short_venue
from readlist.query.completion import Wanted, complete
from readlist.query.fields import FIELDS
from readlist.search import closest
from readlist.text import caseless

MOST = 8
"""How many candidates there are at most."""
_ANY = "a"
"""Some filter."""
_ALL = 1_000_000
"""More values than a library has."""
_COUNTED = 2_000
"""How many values are made ready in one step."""
_RANKED = 500
"""How many values that contain what was typed are ranked: the most frequent ones."""
_SHORT_ENOUGH = 30
"""Characters of a venue's short name, up to which it is written as it is."""
_TELLING = 4
"""Characters that a part of a longer one has at least."""
_MISSPELT_AMONG = 2_000
"""Values among which a misspelt one is looked for; with more of them a key would wait for it."""
_BETWEEN = "\0"
"""Stands between values that are looked through together: it is in none."""


class QueryCompleter:
    """Completes names of fields and their values."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._papers: tuple[int, int] | None = None
        self._values: Mapping[str, Values] = {}
        self._tagged: Library | None = None
        self._tags = Values(())
        self._in_full: Mapping[str, str] = {}

    def complete(self, text: str, cursor: int) -> Completion | None:
        """Return what may stand at a place of a query, None for nothing.

        Args:
            text: the query.
            cursor: index of the character before which the cursor stands.
        """
        # In nothing there is nothing to read, and the first reading takes its time to begin.
        wanted = complete(text, cursor) if text.strip() else None
        if wanted is None:
            return None
        candidates = self._candidates(wanted)[:MOST]
        if wanted.field == "venue":
            # Editions of one venue have one short name, and are one choice: the most frequent stands for them.
            named: dict[str, str] = {}
            for venue in candidates:
                named.setdefault(self._short_name(venue, wanted.beginning), venue)
            candidates = list(named)
            self._in_full = {_written(wanted, text, short): venue for short, venue in named.items()}
        return Completion(wanted.start, wanted.end, [_written(wanted, text, choice) for choice in candidates])

    def in_full(self, candidate: str) -> str:
        """Return the name that one of the last candidates stands for: itself, but for the short name of a venue."""
        return self._in_full.get(candidate, candidate)

    def _short_name(self, venue: str, typed: str) -> str:
        """Return as little of a venue's name as finds it: the short form that lists show, else words of its own.

        Args:
            venue: its whole name.
            typed: the part of it that was typed, from which on words are taken.
        """
        short = short_venue(venue)
        if len(short) <= _SHORT_ENOUGH:
            return short
        words = short.split()
        wanted = caseless(typed.strip())
        first = next((place for place in range(len(words)) if caseless(" ".join(words[place:])).startswith(wanted)), 0)
        for last in range(first + 1, len(words)):
            part = " ".join(words[first:last])
            if len(part) >= _TELLING and self._values["venue"].tells(part):
                return part
        return short

    def _candidates(self, wanted: Wanted) -> Sequence[str]:
        beginning = wanted.beginning
        if wanted.kind == "field":
            # Where nothing is typed yet, all of them could follow: that is no help.
            return [name for name in FIELDS if beginning and name.startswith(beginning.casefold())]
        if wanted.kind == "word" or wanted.field is None:
            return ()
        values = FIELDS[wanted.field].values
        if wanted.kind == "view":
            values = tuple(view.name for view in self._desk.views)
        if values:
            return Values(values).closest(beginning)
        return self._of_library(wanted.field).closest(beginning)

    def _of_library(self, field: str) -> Values:
        """Return the values of a field that papers have, the most frequent first."""
        library = self._desk.library
        if field == "tag":
            if library is not self._tagged:
                tags = library.tags
                self._tagged, self._tags = library, Values(sorted(tags, key=tags.__getitem__, reverse=True))
            return self._tags
        for _ in self.prepare():
            pass
        return self._values[field]

    def prepare(self) -> Iterator[None]:
        """Look up what papers have, in steps of some milliseconds; there is none where no paper has come or gone.

        The first two have what reads filters made, which takes longer.
        """
        library = self._desk.library
        papers = (len(library), library.next_number)
        if papers == self._papers:
            return
        if self._papers is None:
            self._desk.parsed(_ANY)
            yield
            complete(_ANY, len(_ANY))
            yield
        facets = yield from self._desk.finder.facets(library.keys, _ALL)
        tallies = {"author": facets.author, "venue": facets.venue, "source": facets.source}
        short = {"venue": short_venue}
        values = {name: Values([v for v, _ in tally.most], short.get(name)) for name, tally in tallies.items()}
        yield
        for one in values.values():
            yield from one.prepare()
        self._papers, self._values = papers, values
        self._of_library("tag")
        yield
        # What compares misspelt texts is loaded when it is first used.
        closest(_ANY, ("",))


class Values:
    """Values to choose from, the most frequent first.

    Attributes:
        given: the values.
    """

    def __init__(self, given: Sequence[str], short: Callable[[str], str] | None = None) -> None:
        """Choose from `given`; `short` gives what else people call a value."""
        self.given = given
        self._short = short
        self._folded: list[str] = []
        # All of them one behind the other, and where each begins: who looks for a rare one is soon through.
        self._text = ""
        self._starts: list[int] = [0]

    def closest(self, beginning: str) -> Sequence[str]:
        """Return those that may be meant by their beginning, by something in them, or by nearly that; best first."""
        wanted = caseless(beginning.strip())
        if not wanted:
            return self.given[:MOST]
        having = list(islice(self._having(wanted), _RANKED))
        if not having and len(self.given) > _MISSPELT_AMONG:
            return ()
        if not having:
            return closest(beginning, self.given, MOST)
        by_name: list[str] = []
        by_short_name: list[str] = []
        for index in having:
            name, _, _ = self._folded[index].partition("\n")
            (by_name if wanted in name else by_short_name).append(self.given[index])
        return [*(closest(beginning, by_name, MOST) if by_name else ()), *by_short_name]

    def tells(self, part: str) -> bool:
        """Whether no more than one of them contains `part`."""
        return len(list(islice(self._having(caseless(part)), 2))) <= 1

    def prepare(self) -> Iterator[None]:
        """Make ready what is compared, in steps."""
        short = self._short
        while len(self._folded) < len(self.given):
            at = len(self._folded)
            some = self.given[at : at + _COUNTED]
            folded = [caseless(f"{value}\n{short(value)}" if short else value) for value in some]
            self._folded += folded
            self._starts.extend(accumulate((len(text) + 1 for text in folded), initial=self._starts.pop()))
            yield
        if not self._text:
            self._text = _BETWEEN.join(self._folded)

    def _having(self, wanted: str) -> Iterator[int]:
        """Yield the places of the values that contain `wanted`."""
        for _ in self.prepare():
            pass
        at = self._text.find(wanted)
        while at >= 0:
            index = bisect_right(self._starts, at) - 1
            yield index
            at = self._text.find(wanted, self._starts[index + 1])


def _written(wanted: Wanted, text: str, choice: str) -> str:
    """Return a choice as it is put into the text."""
    whole, cursor = wanted.put(text, choice)
    return whole[wanted.start : cursor]
