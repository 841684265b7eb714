"""Papers as the ranking of close ones sees them: as words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from readlist.model.paper import Paper
from readlist.query.filters_text import PHRASED
from readlist.search.base import Base
from readlist.search.likeness import LikeWords
from readlist.search.reading import head_words
from readlist.text import caseless

_MEMO = 600


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

    def in_abstract(self, words: Iterable[str]) -> list[str]:
        """Return which of some words, of letters and digits alone, are words of its abstract."""
        text = self._text
        return [word for word in words if _has_word(text, word)]

    @cached_property
    def _text(self) -> str:
        return self._abstract()

    @classmethod
    def of_paper(cls, paper: Paper) -> Candidate:
        """Return a paper as a candidate."""
        title = caseless(PHRASED["title"](paper))
        return cls(title, frozenset(head_words(paper)), lambda: caseless(PHRASED["abstract"](paper)))


class Candidates:
    """The rows of an index as candidates; those that were seen last are kept, for the next letter that is typed."""

    def __init__(self, base: Base, like: LikeWords) -> None:
        self._base = base
        self._like = like
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
        return Candidate(base.folded_titles.text(row), self._like.words_at(row), lambda: base.abstracts.text(row))


def _has_word(text: str, word: str) -> bool:
    """Whether a word stands in a text with no letter, digit or low line beside it."""
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        if not (_is_of_word(text[at - 1 : at]) or _is_of_word(text[end : end + 1])):
            return True
        at = text.find(word, at + 1)
    return False


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"
