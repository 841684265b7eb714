"""Texts by their wording: letters and digits alone, whatever the case, the accents, the signs and the line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from readlist.model.sentences import plain
from readlist.text import fold

_SHORTEST = 200
"""Letters of an abstract below which it is compared as a whole: a few words more or less say something else then."""
_NEARLY = 95.0
"""Similarity (rapidfuzz's ratio, 0 to 100) of abstracts that are nearly equal: what LaTeX, hyphens or a sentence about
the code make of one and the same."""
_OPENING = 40
"""Letters of a sentence that an abstract is filed under; what many sentences share ("In this paper, we") is shorter."""
_MOST_UNDER_ONE = 50
"""Abstracts under one sentence's opening; one that more of them share is a phrase of the field and tells nothing."""
_MOST_SENTENCES = 40

# A sign and white space, or an empty line: told apart behind the first character, so that this is looked for quickly.
_SENTENCE_END = re.compile(r"[.!?\n](?:(?<!\n)\s+|(?<=\n)\s*\n)")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_LETTERS = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}
_DIGITS = {code: letter if letter and letter.isdigit() else " " for code, letter in _LETTERS.items()}
_WORDS = {code: letter or " " for code, letter in _LETTERS.items()}


def letters(text: str) -> str:
    """Return the letters and digits of `text`, folded; all of it, folded, where it has none."""
    if text.isascii():
        return text.translate(_LETTERS) or text
    folded = fold(text)
    # Most of what is not ASCII are signs; without them, the rest is as quick as above.
    return _NOT_ASCII.sub(_letters_of, folded).translate(_LETTERS) or folded


def _letters_of(found: re.Match[str]) -> str:
    return "".join(filter(str.isalnum, found[0]))


def title_letters(title: str) -> str:
    """Return the `letters` of a title without its LaTeX markup: "in situ" is the same where it is set in italics."""
    return letters(plain(title) or title) if "\\" in title else letters(title)


def title_words(title: str) -> str:
    """Return the words of a title, folded, one space between them; "" where it has none."""
    text = plain(title) or title if "\\" in title else title
    if text.isascii():
        return " ".join(text.translate(_WORDS).split())
    return " ".join("".join(c if c.isalnum() else " " for c in fold(text)).split())


def numbers(text: str) -> set[str]:
    """Return the numbers in `text`; those that stand in a word ("GPT4") too."""
    plain_text = text if text.isascii() else _NOT_ASCII.sub(" ", text)
    return set(plain_text.translate(_DIGITS).split())


def similarity(one: str, other: str, *, least: float = 0.0) -> float:
    """Return how much of one text is the other, 0 to 100 (rapidfuzz's ratio); 0 where it is less than `least`."""
    from rapidfuzz import fuzz  # noqa: PLC0415 -- 30 ms, and most imports have nothing that is only alike

    return fuzz.ratio(one, other, score_cutoff=least)


class AbstractIndex:
    """Abstracts by number, and which of them are equal or nearly equal to another one.

    Adding and finding take time in proportion to the abstract, however many there are: two are compared only where
    a sentence of both begins with the same words.
    """

    def __init__(self) -> None:
        """Make it empty."""
        self._wordings: dict[int, str] = {}
        self._numbers: dict[int, set[str]] = {}  # of those that were compared
        self._by_wording: dict[str, list[int]] = {}
        self._by_opening: dict[str, list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_wording)

    def add(self, number: int, abstract: str) -> None:
        """Take in the abstract of a number; a number can have several."""
        wording = _wording(abstract)
        self._by_wording.setdefault(wording.letters, []).append(number)
        if len(wording.letters) < _SHORTEST:
            return
        self._wordings[number] = wording.letters
        self._numbers.pop(number, None)
        for opening in wording.openings:
            filed = self._by_opening.setdefault(opening, [])
            if len(filed) <= _MOST_UNDER_ONE:
                filed.append(number)

    def equal(self, abstract: str) -> Iterator[int]:
        """Yield the numbers whose abstract is equal to `abstract`."""
        if self:
            yield from self._by_wording.get(_wording(abstract).letters, ())

    def nearly_equal(self, abstract: str) -> Iterator[int]:
        """Yield the numbers whose abstract is nearly equal to `abstract`: the same numbers in nearly the same words."""
        wording = _wording(abstract)
        # Numbers are compared sooner than texts.
        near = [number for number in self._near(wording) if self._numbers_of(number) == wording.numbers]
        yield from (number for number, _ in self._alike(wording, near, _NEARLY))

    def alike(self, abstract: str, least: float) -> list[tuple[int, float]]:
        """Return the numbers whose abstract has at least this similarity to `abstract`, with it, best first."""
        wording = _wording(abstract)
        return self._alike(wording, self._near(wording), least)

    def _numbers_of(self, number: int) -> set[str]:
        found = self._numbers.get(number)
        if found is None:
            found = self._numbers[number] = numbers(self._wordings[number])
        return found

    def _near(self, wording: _Wording) -> Iterable[int]:
        """Return the numbers of abstracts that are worth a comparison."""
        if not self or len(wording.letters) < _SHORTEST:
            return ()
        found: dict[int, None] = {}
        for opening in wording.openings:
            filed = self._by_opening.get(opening, ())
            if len(filed) <= _MOST_UNDER_ONE:
                found.update(dict.fromkeys(filed))
        return found

    def _alike(self, wording: _Wording, near: Iterable[int], least: float) -> list[tuple[int, float]]:
        scores = ((number, similarity(wording.letters, self._wordings[number], least=least)) for number in near)
        return sorted((found for found in scores if found[1]), key=lambda found: (-found[1], found[0]))


class _Wording:
    """What is compared of an abstract, made when it is first asked for."""

    def __init__(self, abstract: str) -> None:
        self._abstract = abstract

    @cached_property
    def letters(self) -> str:
        """Its letters and digits."""
        return letters(self._abstract)

    @cached_property
    def numbers(self) -> set[str]:
        """The numbers in it."""
        return numbers(self.letters)

    @cached_property
    def openings(self) -> list[str]:
        """What its sentences begin with, each once."""
        found: dict[str, None] = {}
        for sentence in _SENTENCE_END.split(self._abstract, _MOST_SENTENCES):
            opening = letters(sentence[: 2 * _OPENING])[:_OPENING]
            if len(opening) == _OPENING:
                found[opening] = None
        return list(found)


@lru_cache(maxsize=1 << 4)
def _wording(abstract: str) -> _Wording:
    """Return the wording of an abstract; who looks for one often takes it in next."""
    return _Wording(abstract)
