"""Texts by their wording: letters and digits alone, whatever the case, the accents, the signs and the line breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache

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
_BEYOND_ASCII = {"⁺": "+", "＋": "+", "♯": "#", "＃": "#", "∗": "*", "＊": "*", "⋆": "*", "★": "*"}
_AS_ASCII = str.maketrans(_BEYOND_ASCII)
_TELLING_BEYOND_ASCII = re.compile(f"[{''.join(_BEYOND_ASCII)}]")
_MARKUP = r"[\^{}(`$]{0,3}"
# Between two words "+" and "*" part them; behind a word that is no name of its own, "*" is the mark of a footnote.
_TELLING = re.compile(
    rf"(?<=[^\W_]){_MARKUP}\s?\+\++"
    rf"|(?<=[^\W_]){_MARKUP}[+#](?![^\W_])"
    rf"|(?<![^\W_])(?:[^\W\d_]|[A-Z][A-Z\d]{{1,5}}){_MARKUP}\*(?![^\W_])"
)
"""Ends with a sign that is part of a name: "C++17", "C#", "Ca(2+)", "A*", "RRT*"."""
_ASCII = "".join(map(chr, range(128)))
_DIGITS = {ord(sign): sign if sign.isdigit() else " " for sign in _ASCII}
_WORDS = {ord(sign): sign.lower() if sign.isalnum() else " " for sign in _ASCII}
_SMALL = bytes(range(256)).lower()
_SIGNS = "".join(sign for sign in _ASCII if not sign.isalnum()).encode()
_BETWEEN = "\0"
"""Parts texts that are looked at in one go; no letter, and in no text that was cleaned."""
_SIGNS_WITHIN = _SIGNS.replace(_BETWEEN.encode(), b"")


def letters(text: str) -> str:
    """Return the letters and digits of `text`, folded; all of it, folded, where it has none."""
    return _without(text, _SIGNS) or fold(text)


def _without(text: str, signs: bytes) -> str:
    """Return `text`, folded, without these ASCII signs and without any others."""
    if not text.isascii():
        text = _NOT_ASCII.sub(_letters_of, text)
    # Of bytes, those to leave out are known without looking into a mapping.
    return text.encode("utf-8", "surrogatepass").translate(_SMALL, signs).decode("utf-8", "surrogatepass")


def _letters_of(found: re.Match[str]) -> str:
    return _letters_beyond_ascii(found[0])


@lru_cache(maxsize=1 << 10)
def _letters_beyond_ascii(text: str) -> str:
    """Return the letters and digits of a stretch that is not ASCII, folded; most are the same few dashes and quotes."""
    return "".join(filter(str.isalnum, fold(text)))


def title_letters(title: str) -> str:
    """Return the `letters` of a title, with the signs that are part of a name: "C", "C++" and "C#" are three.

    LaTeX markup is left out: "in situ" is the same where it is set in italics.
    """
    text = plain(title) or title if "\\" in title else title
    if not text.isascii() and _TELLING_BEYOND_ASCII.search(text):
        text = text.translate(_AS_ASCII)
    if "+" in text or "#" in text or "*" in text:
        return _letters_and_signs(text) or fold(text)
    return letters(text)


def _letters_and_signs(text: str) -> str:
    """Return the `letters` of `text` with a sign behind each name that has one; "" where it has none of either."""
    pieces: list[str] = []
    done = 0
    for found in _TELLING.finditer(text):
        pieces += [_without(text[done : found.end()], _SIGNS), found[0][-1]]
        done = found.end()
    return "".join((*pieces, _without(text[done:], _SIGNS)))


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
        self._by_wording: dict[str, list[int]] = {}
        self._by_opening: dict[str, list[int]] = {}
        self._unfiled: list[tuple[int, str]] = []  # numbers and abstracts that are not filed under their openings yet
        self._same_numbers = _SameNumbers(self._wordings)

    def __bool__(self) -> bool:
        return bool(self._by_wording)

    def add(self, number: int, abstract: str) -> None:
        """Take in the abstract of a number; a number can have several."""
        wording = _wording(abstract)
        self._by_wording.setdefault(wording.letters, []).append(number)
        if len(wording.letters) < _SHORTEST:
            return
        self._wordings[number] = wording.letters
        self._same_numbers.add(number)
        self._unfiled.append((number, abstract))

    def equal(self, abstract: str) -> Iterator[int]:
        """Yield the numbers whose abstract is equal to `abstract`."""
        if self._by_wording:
            yield from self._by_wording.get(_wording(abstract).letters, ())

    def nearly_equal(self, abstract: str) -> Iterator[int]:
        """Yield the numbers whose abstract is nearly equal to `abstract`: the same numbers in nearly the same words."""
        wording = _wording(abstract)
        # Most abstracts have numbers that no other one has: those need not be looked for any further.
        same = self._same_numbers.find(wording.numbers) if len(wording.letters) >= _SHORTEST else None
        if same:
            yield from (number for number, _ in self._alike(wording, self._near(wording) & same, _NEARLY))

    def alike(self, abstract: str, least: float) -> list[tuple[int, float]]:
        """Return the numbers whose abstract has at least this similarity to `abstract`, with it, best first."""
        wording = _wording(abstract)
        return self._alike(wording, self._near(wording), least)

    def _near(self, wording: _Wording) -> set[int]:
        """Return the numbers of abstracts that are worth a comparison."""
        found: set[int] = set()
        if self._wordings and len(wording.letters) >= _SHORTEST:
            self._file()
            for opening in wording.openings:
                filed = self._by_opening.get(opening, ())
                if len(filed) <= _MOST_UNDER_ONE:
                    found.update(filed)
        return found

    def _file(self) -> None:
        """File the abstracts that came since somebody last asked what begins like another one."""
        for number, abstract in self._unfiled:
            for opening in _wording(abstract).openings:
                filed = self._by_opening.setdefault(opening, [])
                if len(filed) <= _MOST_UNDER_ONE:
                    filed.append(number)
        self._unfiled.clear()

    def _alike(self, wording: _Wording, near: Iterable[int], least: float) -> list[tuple[int, float]]:
        scores = ((number, similarity(wording.letters, self._wordings[number], least=least)) for number in near)
        return sorted((found for found in scores if found[1]), key=lambda found: (-found[1], found[0]))


class _SameNumbers:
    """Which texts have the same numbers in them; they are looked at when somebody first asks."""

    def __init__(self, texts: Mapping[int, str]) -> None:
        self._texts = texts
        self._new: set[int] = set()
        self._known: dict[int, frozenset[str]] = {}
        self._filed: dict[frozenset[str], set[int]] = {}

    def add(self, text: int) -> None:
        """Take in a text, or what has become of it."""
        self._new.add(text)

    def find(self, wanted: frozenset[str]) -> AbstractSet[int]:
        """Return the texts with the numbers that are `wanted`, and no others."""
        for text in self._new:
            if text in self._known:
                self._filed[self._known[text]].discard(text)
            found = self._known[text] = _numbers_in(self._texts[text])
            self._filed.setdefault(found, set()).add(text)
        self._new.clear()
        return self._filed.get(wanted, frozenset())


@lru_cache(maxsize=1 << 4)
def _numbers_in(text: str) -> frozenset[str]:
    return frozenset(numbers(text))


class _Wording:
    """What is compared of an abstract.

    Attributes:
        letters: its letters and digits.
    """

    def __init__(self, abstract: str) -> None:
        self._abstract = abstract
        self._openings: set[str] | None = None
        self.letters = letters(abstract)

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers in it."""
        return _numbers_in(self.letters)

    @property
    def openings(self) -> set[str]:
        """What its sentences begin with."""
        if self._openings is None:
            self._openings = _openings(self._abstract)
        return self._openings


def _openings(abstract: str) -> set[str]:
    sentences = _SENTENCE_END.split(abstract.replace(_BETWEEN, "-"), _MOST_SENTENCES)
    beginnings = [sentence[: 2 * _OPENING] for sentence in sentences]
    wordings = _without(_BETWEEN.join(beginnings), _SIGNS_WITHIN).split(_BETWEEN)
    if "" in wordings:  # nothing but signs
        wordings = list(map(letters, beginnings))
    return {wording[:_OPENING] for wording in wordings if len(wording) >= _OPENING}


@lru_cache(maxsize=1 << 4)
def _wording(abstract: str) -> _Wording:
    """Return the wording of an abstract; who looks for one often takes it in next."""
    return _Wording(abstract)
