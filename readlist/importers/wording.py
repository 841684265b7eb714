"""Texts by their wording: letters and digits alone, whatever the case, the accents, the signs and the line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

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

_SENTENCE_END = re.compile(r"[.!?]\s+|\n\s*\n")
_NUMBER = re.compile("[0-9]+")
_LETTERS = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}
_WORDS = {code: letter or " " for code, letter in _LETTERS.items()}


def letters(text: str) -> str:
    """Return the letters and digits of `text`, folded; all of it, folded, where it has none."""
    if text.isascii():
        return text.translate(_LETTERS) or text
    folded = fold(text)
    return "".join(filter(str.isalnum, folded)) or folded


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
    return set(_NUMBER.findall(text))


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
        self._by_wording: dict[str, list[int]] = {}
        self._by_opening: dict[str, list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._by_wording)

    def add(self, number: int, abstract: str) -> None:
        """Take in the abstract of a number; a number can have several."""
        wording = letters(abstract)
        self._by_wording.setdefault(wording, []).append(number)
        if len(wording) < _SHORTEST:
            return
        self._wordings[number] = wording
        for opening in _openings(abstract):
            filed = self._by_opening.setdefault(opening, [])
            if len(filed) <= _MOST_UNDER_ONE:
                filed.append(number)

    def equal(self, abstract: str) -> Iterator[int]:
        """Yield the numbers whose abstract is equal to `abstract`."""
        if self:
            yield from self._by_wording.get(letters(abstract), ())

    def nearly_equal(self, abstract: str) -> Iterator[int]:
        """Yield the numbers whose abstract is nearly equal to `abstract`: the same numbers in nearly the same words."""
        figures: set[str] | None = None
        for number, _ in self.alike(abstract, _NEARLY):
            if figures is None:
                figures = numbers(letters(abstract))
            if numbers(self._wordings[number]) == figures:
                yield number

    def alike(self, abstract: str, least: float) -> list[tuple[int, float]]:
        """Return the numbers whose abstract has at least this similarity to `abstract`, with it, best first."""
        wording = letters(abstract) if self else ""
        if len(wording) < _SHORTEST:
            return []
        candidates: dict[int, None] = {}
        for opening in _openings(abstract):
            filed = self._by_opening.get(opening, ())
            if len(filed) <= _MOST_UNDER_ONE:
                candidates.update(dict.fromkeys(filed))
        scores = ((number, similarity(wording, self._wordings[number], least=least)) for number in candidates)
        return sorted((found for found in scores if found[1]), key=lambda found: (-found[1], found[0]))


def _openings(abstract: str) -> list[str]:
    """Return what the sentences of an abstract begin with, each once."""
    found: dict[str, None] = {}
    for sentence in _SENTENCE_END.split(abstract, _MOST_SENTENCES):
        opening = letters(sentence[: 2 * _OPENING])[:_OPENING]
        if len(opening) == _OPENING:
            found[opening] = None
    return list(found)
