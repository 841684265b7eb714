"""The words and signs of sentences."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]\w*+(?:(?:\+|[-–./&@'’](?=\w))\w*+)*+|--+|\S")
_TOKEN_OF_ASCII = re.compile(_TOKEN.pattern, re.ASCII)  # the same, and a fifth quicker where nothing else is
_LONGEST_BRACKET = 60  # tokens
_LONGEST_SENTENCE = 1_500  # characters that are looked at
QUOTES = frozenset("\"“”`'‘’")
"""Signs that may stand around a name."""


class Sentence:
    """A sentence with its tokens; where there is no token, there is the word "".

    Attributes:
        text: the sentence, or the beginning of a very long one.
        tokens: its words and signs; a possessive "'s" is not in them.
    """

    __slots__ = ("_starts", "_written", "text", "tokens")

    def __init__(self, text: str) -> None:
        """Find the words and signs of `text`."""
        self.text = text[:_LONGEST_SENTENCE]
        token = _TOKEN_OF_ASCII if self.text.isascii() else _TOKEN
        self.tokens: list[str] = token.findall(self.text)
        self._written = self.tokens
        if "'s" in self.text or "’s" in self.text:
            self.tokens = list(map(_unpossessed, self.tokens))
        self._starts: list[int] = []  # as far as somebody has asked where tokens stand

    def __len__(self) -> int:
        return len(self.tokens)

    def places(self, wanted: AbstractSet[str]) -> list[int]:
        """Return which tokens are among the words that are `wanted`."""
        return [n for n, token in enumerate(self.tokens) if token in wanted]

    def word(self, n: int) -> str:
        """Return token `n`, "" where there is none."""
        if n < 0:
            return ""
        try:
            return self.tokens[n]
        except IndexError:
            return ""

    def words(self, first: int, last: int) -> list[str]:
        """Return the tokens from `first` to before `last`."""
        return self.tokens[max(first, 0) : last]

    def between(self, first: int, last: int) -> str:
        """Return the text from token `first` to before token `last`, as it is written."""
        return self.text[self.start(first) : self.end(last - 1)]

    def start(self, n: int) -> int:
        """Return the character where token `n` begins, or the end of the text behind the last one."""
        if n >= len(self.tokens):
            return len(self.text)
        if n >= len(self._starts):
            self._find(n)
        return self._starts[n]

    def end(self, n: int) -> int:
        """Return the character where token `n` ends, or the end of the text behind the last one."""
        return self.start(n) + len(self.tokens[n]) if n < len(self.tokens) else len(self.text)

    def before(self, n: int) -> str:
        """Return the text before token `n`."""
        return self.text[: self.start(n)]

    def _find(self, last: int) -> None:
        """Find where the tokens up to `last` begin: there is nothing but white space between two of them."""
        starts, find = self._starts, self.text.find
        first = len(starts)
        end = starts[-1] + len(self._written[first - 1]) if starts else 0
        for token in self._written[first : last + 1]:
            start = find(token, end)
            starts.append(start)
            end = start + len(token)

    def closing(self, opening: int) -> int:
        """Return the token of the ")" that closes the "(" at token `opening`; `opening` itself where none soon does."""
        depth = 0
        for n in range(opening, min(opening + _LONGEST_BRACKET, len(self.tokens))):
            depth += {"(": 1, ")": -1}.get(self.tokens[n], 0)
            if depth == 0:
                return n
        return opening

    def past_quotes(self, n: int) -> int:
        """Return the first token from `n` on that is no quotation mark."""
        while n < len(self.tokens) and self.tokens[n] in QUOTES:
            n += 1
        return n


@lru_cache(maxsize=1 << 6)
def tokenised(text: str) -> Sentence:
    """Return a sentence with its tokens: who looks for a name in an abstract without one then looks what it tells."""
    return Sentence(text)


def _unpossessed(token: str) -> str:
    return token.removesuffix("'s").removesuffix("’s")
