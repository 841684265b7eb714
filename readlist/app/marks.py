"""Where in a text stands what a query looks for, on the characters of the text as it is shown."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Protocol, TypeAlias

from readlist.app.widgets.spans import Marker, Span, joined, no_marks
from readlist.query.filters_text import Close, Pattern, Text
from readlist.query.patterns import compile_pattern
from readlist.query.query import Query
from readlist.query.slips import is_slip
from readlist.search.ranking import terms_of
from readlist.text import as_typed, caseless

_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+")
_BLANK = re.compile(r"(?<=[^ ]) (?![ ])")
_LINE_END = r"(?: |[ \t]*\n[ \t]*)"
"""Matches a blank between words as it is typed, or the end of a line."""
_PART_OF_WORD = 4
"""Letters from which on a word may stand anywhere in one that is close to it: shorter ones stand in too many."""
_REMEMBERED = 1000
"""Texts whose marks are kept: what is in view is drawn again and again."""
_FOLDED = 300
"""Texts that are kept folded: what is in view has some four for each paper."""
Word: TypeAlias = tuple[str, int, int]
"""A word, with its place in a folded text."""

_SHORT = ("title", "author", "venue", "tag")
_LONG = ("abstract", "note")


class Searched:
    """A text as a query sees it, as it is typed and perhaps without case, with the way back to the text itself.

    Folding changes lengths ("ß" is "ss", "ﬁ" is "fi", a combining accent or a soft hyphen is nothing), so that a place
    in the folded text is not that place in the text.

    Attributes:
        folded: the text as it is compared.
    """

    def __init__(self, text: str, *, exact: bool) -> None:
        """Fold `text`; `exact` keeps its case."""
        self.folded = (as_typed if exact else caseless)(text)
        self._text = text
        self._exact = exact
        self._origins: list[int] | None = None

    def find(self, needle: str) -> Iterator[Span]:
        """Yield where `needle`, folded alike, stands in the text."""
        at = self.folded.find(needle) if needle else -1
        while at >= 0:
            yield self.span(at, at + len(needle))
            at = self.folded.find(needle, at + len(needle))

    @cached_property
    def words(self) -> Sequence[Sequence[Word]]:
        """The words, those together that a hyphen or the like joins."""
        chunks: list[list[Word]] = []
        for chunk in _CHUNK.finditer(self.folded):
            at = chunk.start()
            chunks.append([(part[0], at + part.start(), at + part.end()) for part in _WORD.finditer(chunk[0])])
        return chunks

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the text that was folded to `start` … `end`, with the accents of its last letter."""
        if self._text.isascii():
            return start, end
        if self._origins is None:
            self._origins = list(_origins(self._text, exact=self._exact))
        origins = self._origins
        last = origins[end - 1]
        # The next character that is more than a mark on the last one begins where the next folded one came from.
        following = bisect_left(origins, last + 1, lo=end - 1)
        return origins[start], origins[following] if following < len(origins) else len(self._text)


def _origins(text: str, *, exact: bool) -> Iterator[int]:
    """Yield for each folded character the place of the one that it came from."""
    for place, character in enumerate(text):
        for _ in range(1 if character.isascii() else _folded_length(character, exact=exact)):
            yield place


@lru_cache(maxsize=4096)
def _folded_length(character: str, *, exact: bool) -> int:
    return len((as_typed if exact else caseless)(character))


class Needle:
    """A word or phrase that is looked for.

    A phrase may stand across the end of a line, as `text.unbroken` has it.
    """

    def __init__(self, folded: str, *, exact: bool) -> None:
        """Look for `folded`, folded as `exact` says: whether case counts."""
        self.exact = exact
        self._folded = folded

    def find(self, text: Searched) -> Iterator[Span]:
        """Yield where it stands in a text that was folded for it."""
        if " " not in self._folded or "\n" not in text.folded:
            return text.find(self._folded)
        return (text.span(*found.span()) for found in self._across_lines.finditer(text.folded))

    @cached_property
    def _across_lines(self) -> re.Pattern[str]:
        # A blank between words alone: of many in a row, each could begin another try.
        return re.compile(_BLANK.sub(lambda _: _LINE_END, re.escape(self._folded).replace("\\ ", " ")))


class Kindred:
    """A word that is looked for with slips; what is found are whole words."""

    exact = False

    def __init__(self, alike: Callable[[str], bool]) -> None:
        """Look for the words of which `alike` says that they are meant."""
        self._alike = alike
        # Neighbouring papers of a list have many words in common.
        self._known: dict[str, bool] = {}

    def find(self, text: Searched) -> Iterator[Span]:
        """Yield the words of a text that are meant."""
        for chunk in text.words:
            found = [(start, end) for word, start, end in chunk if self._means(word)]
            if not found and len(chunk) > 1 and self._means("".join(word for word, _, _ in chunk)):
                # "mcckd" is none of the parts of "MCC-KD".
                found = [(chunk[0][1], chunk[-1][2])]
            for start, end in found:
                yield text.span(start, end)

    def _means(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._alike(word)
        return known


class Matching:
    """A regular expression that is looked for."""

    exact = True  # What it makes of case it says itself.

    def __init__(self, pattern: re.Pattern[str]) -> None:
        """Look for `pattern`, which is written for texts as `text.as_typed` makes them."""
        self._pattern = pattern

    def find(self, text: Searched) -> Iterator[Span]:
        """Yield where it matches."""
        for found in self._pattern.finditer(text.folded):
            if found.end() > found.start():
                yield text.span(*found.span())


class Seeker(Protocol):
    """Something that is looked for in texts."""

    @property
    def exact(self) -> bool:
        """Whether the case of letters counts."""
        ...

    def find(self, text: Searched) -> Iterator[Span]:
        """Yield where it stands in `text`, which was folded with or without its case as `exact` says."""
        ...


class Marks:
    """What is marked in the fields of papers: a `Marker`."""

    def __init__(self, by_field: Mapping[str, Sequence[Seeker]]) -> None:
        """Mark in each field what its seekers find."""
        self._by_field = by_field
        self._known: dict[tuple[str, str], Sequence[Span]] = {}

    def __call__(self, field: str, text: str) -> Sequence[Span]:
        """Return the stretches of a field's text that are marked."""
        seekers = self._by_field.get(field)
        if not seekers or not text:
            return ()
        known = self._known.get((field, text))
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[field, text] = _found(seekers, text)
        return known


@lru_cache(maxsize=_FOLDED)
def _searched(text: str, *, exact: bool) -> Searched:
    """Return a text as it is looked into; with each letter of a filter, most papers in view are those of before."""
    return Searched(text, exact=exact)


def _found(seekers: Sequence[Seeker], text: str) -> Sequence[Span]:
    return joined([span for seeker in seekers for span in seeker.find(_searched(text, exact=seeker.exact))])


def marks_of(query: Query) -> Marker:
    """Return what marks in a paper why `query` means it."""
    by_field: dict[str, list[Seeker]] = {}
    for part in query.marks:
        for field, seeker in _seekers(part).items():
            by_field.setdefault(field, []).append(seeker)
    return Marks(by_field) if by_field else no_marks


def _seekers(part: Text | Close | Pattern) -> Mapping[str, Seeker]:
    """Return what finds in each field what a condition looks for in it."""
    if isinstance(part, Text):
        fields = (*_SHORT, *_LONG) if part.field is None else (part.field,)
        return {field: Needle(part.wanted_in(field), exact=part.exact) for field in fields}
    if isinstance(part, Close):
        return dict.fromkeys(_SHORT, Kindred(part.is_like))
    return {part.field: Matching(compile_pattern(part.pattern, part.field))}


def close_marks_of(query: Query) -> Marker:
    """Return what marks the words of a paper that are like those that `query` looks for, which are not in it."""
    words = terms_of(query.words)
    # One for all words: a text is gone through once.
    kindred = Kindred(lambda word: any(_is_close(typed, word) for typed in words))
    # Nobody has looked for slips in the long texts.
    needles = tuple(Needle(word, exact=False) for word in words if len(word) >= _PART_OF_WORD)
    return Marks(dict.fromkeys(_SHORT, (kindred,)) | dict.fromkeys(_LONG, needles)) if words else no_marks


def _is_close(typed: str, word: str) -> bool:
    return (len(typed) >= _PART_OF_WORD and typed in word) or is_slip(typed, word)
