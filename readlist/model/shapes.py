"""The shapes of names: how they are written, and where in a sentence one begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable

from readlist.model import vocabulary as words
from readlist.model.tokens import Sentence

_MOST_WORDS, _LONGEST_WORD = 1 << 14, 40
"""How many words are remembered with their shape, and of what length: few make up most of what is written."""
LONGEST_RUN = 7
"""Words of a name at most."""
_LINKS = frozenset({"of", "the", "to"})  # small words within a name ("Tree of Thoughts")
_COMMON_ADJECTIVE = re.compile(r".*(?:ian|ic|ean|ese|ish|al|ent|ive|ous)\Z", re.DOTALL)
_INNER_DIGIT = re.compile(r"[a-z]{2}\d[a-z]{2}|[a-z]{4}\d\Z")


class _Shapes(dict[str, bool]):
    """Whether words have some shape; each is looked at once, and then is there as quickly as a word in a mapping."""

    def __init__(self, has_shape: Callable[[str], bool]) -> None:
        self._has_shape = has_shape

    def __missing__(self, word: str) -> bool:
        has_shape = self._has_shape(word)
        if len(word) <= _LONGEST_WORD:
            if len(self) >= _MOST_WORDS:
                self.clear()
            self[word] = has_shape
        return has_shape


def remembered(has_shape: Callable[[str], bool]) -> Callable[[str], bool]:
    """Return what answers as `has_shape` does, and looks at most words only once."""
    return _Shapes(has_shape).__getitem__


@remembered
def is_kind(word: str) -> bool:
    """Whether `word` heads phrases about things that are made ("toolkit", "Benchmarks")."""
    word = word.lower()
    return word in words.KINDS or (word.endswith("s") and (word[:-1] in words.KINDS or word[:-2] in words.KINDS))


@remembered
def is_odd(word: str) -> bool:
    """Whether `word` has the shape that names have and ordinary words have not ("LoRA-RITE", "iBOT", "BOSS")."""
    if word in words.ABBREVIATIONS_OF_ALL or not any(c.isalpha() for c in word):
        return False
    if "-" in word:
        parts = [part for part in word.split("-") if part]
        last = parts[-1]
        if last.islower() and (last in words.ADJECTIVE_ENDINGS or last.endswith(("ed", "ing", "al", "ic"))):
            return False
        return sum(part[0].isupper() for part in parts) > 1 or any(is_odd(part) for part in parts)
    capitals = sum(c.isupper() for c in word)
    if any(c.isdigit() for c in word):
        return capitals > 0 or bool(_INNER_DIGIT.search(word))
    return capitals > 1 or (capitals == 1 and not word[0].isupper())


@remembered
def is_capital(word: str) -> bool:
    """Whether `word` is written as proper nouns are ("Llasa")."""
    return len(word) > 1 and word[0].isupper() and word not in words.ABBREVIATIONS_OF_ALL


@remembered
def is_proper(word: str) -> bool:
    """Whether `word`, which does not begin a sentence, is written as the first word of a name is."""
    return is_odd(word) or (is_capital(word) and not _COMMON_ADJECTIVE.match(word))


def starts_name(sentence: Sentence, n: int) -> bool:
    """Whether token `n` can be the first word of a name."""
    word = sentence.word(n)
    if is_proper(word) and (n > 0 or is_odd(word)):
        return True
    return sentence.word(n - 1) == "`" and word[:1].isalpha()


def run_end(sentence: Sentence, n: int) -> int:
    """Return the token behind the name that begins at token `n`."""
    tokens = sentence.tokens
    last = min(n + LONGEST_RUN, len(tokens))
    end = n + 1
    while end < last and (_goes_on(tokens[end]) or _links(sentence, n, end)):
        end += 1
    while end > n + 1 and sentence.word(end - 1) in _LINKS:
        end -= 1
    return end


@remembered
def _goes_on(word: str) -> bool:
    """Whether a word that follows a name can belong to it: another one, or the number of a version."""
    return is_odd(word) or is_capital(word) or (word[0].isdigit() and len(word) <= len("2024"))


def _links(sentence: Sentence, n: int, link: int) -> bool:
    """Whether token `link` is a small word within the name that begins at token `n`."""
    if sentence.tokens[link] not in _LINKS or is_odd(sentence.word(n)):
        return False
    return any(map(is_capital, sentence.words(link + 1, link + 3)))
