"""Papers as the ranking of close ones sees them: as words."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property, lru_cache
from itertools import chain

from readlist.model.paper import Paper
from readlist.query.slips import words_of
from readlist.search.base import Base
from readlist.search.reading import head_words
from readlist.text import fold

_MEMO = 600
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=8192)
def _words_of(chunk: str) -> tuple[str, ...]:
    """Return what `slips.words_of` does; the same chunks of letters come again and again."""
    return tuple(words_of(chunk))


class Candidate:
    """A paper that may be close to what was typed.

    Attributes:
        title: its display title, folded.
        words: of title, authors and venue, as `slips.words_of` makes them.
    """

    def __init__(self, title: str, words: frozenset[str], abstract: Callable[[], str]) -> None:
        self.title = title
        self.words = words
        self._abstract = abstract

    @cached_property
    def abstract_words(self) -> frozenset[str]:
        """The words of its abstract."""
        return frozenset(_WORD.findall(self._abstract()))

    @classmethod
    def of_paper(cls, paper: Paper) -> Candidate:
        """Return a paper as a candidate."""
        return cls(fold(paper.display_title), frozenset(head_words(paper)), lambda: fold(paper.abstract))


class Candidates:
    """The rows of an index as candidates; those that were seen last are kept, for the next letter that is typed."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._seen: dict[int, Candidate] = {}

    def __getitem__(self, row: int) -> Candidate:
        known = self._seen.get(row)
        if known is None:
            if len(self._seen) >= _MEMO:
                self._seen.clear()
            known = self._seen[row] = self._read(row)
        return known

    def _read(self, row: int) -> Candidate:
        base = self._base
        title = base.folded_titles.text(row)
        words = set(chain.from_iterable(map(_words_of, title.split())))
        for name in ("author", "venue"):
            units = base.units(name)
            starts, codes = units.codes
            for code in codes[starts[row] : starts[row + 1]]:
                words.update(chain.from_iterable(map(_words_of, units.folded[code].split())))
        return Candidate(title, frozenset(words), lambda: base.abstracts.text(row))
