"""Sentences of an abstract as plain prose: markup taken off, split where sentences end.

This is for making names and provisional titles from an abstract. What is shown or stored of the abstract itself never
goes through here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache
from itertools import chain, compress, count
from typing import TypeVar

from readlist.text import clean_line

_Fact = TypeVar("_Fact")

LONGEST = 12_000
"""Characters of an abstract that are looked at: several times the longest that journals print."""

_COMBINING = dict(
    zip(
        "`'^\"~=.uvHcdbrk",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328",
        strict=True,
    )
)
_SYMBOLS = {"times": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "approx": "≈", "sim": "~"}
_SYMBOLS |= {"to": "→", "sqrt": "√"}

_ACCENT = re.compile(r"\\(?:([`'^\"~=.])\s*\{?\s*|([uvHcdbrk])\s*\{\s*)([^\W\d_])\s*\}?")
_DROPPED = re.compile(r"\\(?:footnote|footnotemark|cite[a-z]*|label|ref|thanks)\*?\{[^{}]*\}")
_TYPEWRITER = re.compile(r"\\(?:texttt|code|verb)\{([^{}]*)\}")
_WITH_ARGUMENT = re.compile(r"\\[A-Za-z]+\*?\{([^{}]*)\}")
_MATH = re.compile(r"\$([^$]*)\$")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_MARKUP = "\\$~{}*"
_BARE_MACRO = re.compile(r"(?:(?<=[\s({\[])|^)\\[A-Za-z]+")
_ESCAPED = re.compile(r"\\([%&#_${}])")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]*)(?<=[^\s*])\1(?![\w*])")

# What stands before a full stop that ends no sentence, by its length: what is looked at backwards needs one.
_ABBREVIATED = ("[A-Z]", "cf|vs|eq|dr|st", r"e\.g|i\.e|fig|sec|aka", "resp", r"et al|a\.k\.a|w\.r\.t", "approx")
# A full stop ends a sentence before white space and a capital, or glued to a capitalised word ("available.However").
_END = re.compile(
    "[.!?]"
    + "".join(rf"(?<!\b(?i:{abbreviated})\.)" for abbreviated in _ABBREVIATED)
    + r"[\"”’')\]]*(?:\s+(?=[\"“'(\[`]*[^\W_])|(?<=[a-z)\]]{2}[.!?])(?=[A-Z]))"
)

_TOKEN = re.compile(r"[^\W_]\w*+(?:(?:\+|[-–./&@'’](?=\w))\w*+)*+|--+|\S")
_MOST_REMEMBERED = 1 << 14  # words with the signs around them
_LONGEST_REMEMBERED = 40  # characters
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
        self.tokens = _tokens(self.text)
        self._written = self.tokens
        if "'s" in self.text or "’s" in self.text:
            self.tokens = list(map(_unpossessed, self.tokens))
        self._starts: list[int] = []  # as far as somebody has asked where tokens stand

    def __len__(self) -> int:
        return len(self.tokens)

    def places(self, wanted: AbstractSet[str]) -> list[int]:
        """Return which tokens are among the words that are `wanted`."""
        return list(compress(count(), map(wanted.__contains__, self.tokens)))

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


class _Remembered(dict[str, _Fact]):
    """What is to be known of the runs of a text, that is of what stands between two blanks, by run.

    It is remembered, because few words make up most of what is written, and taken up in bulk: `map` over a text's runs
    with `__getitem__` calls nothing that is not C but for a run that is new.
    """

    def __init__(self, find_out: Callable[[str], _Fact]) -> None:
        """Make it empty; `find_out` returns what is to be known of a run."""
        self._find_out = find_out

    def __missing__(self, run: str) -> _Fact:
        """Find out about a run that is new."""
        fact = self._find_out(run)
        if len(run) <= _LONGEST_REMEMBERED:
            if len(self) >= _MOST_REMEMBERED:
                self.clear()
            self[run] = fact
        return fact


def runs_with(wanted: AbstractSet[str]) -> Callable[[str], bool]:
    """Return what tells, of a text without blanks, whether one of the words that are `wanted` is among its tokens.

    Whoever looks for words that most sentences have not asks this of the runs of a sentence before it is tokenised.
    """

    def has_wanted(run: str) -> bool:
        return not wanted.isdisjoint(map(_unpossessed, _tokens_of_run(run)))

    return _Remembered(has_wanted).__getitem__


def _tokens_of_run(run: str) -> Sequence[str]:
    return (run,) if run.isalpha() else tuple(_TOKEN.findall(run))


_remembered_tokens = _Remembered(_tokens_of_run).__getitem__


def _unpossessed(token: str) -> str:
    return token.removesuffix("'s").removesuffix("’s")


def _tokens(text: str) -> list[str]:
    """Return the words and signs of a text; no token has white space in it."""
    return list(chain.from_iterable(map(_remembered_tokens, text.split())))


@lru_cache(maxsize=1 << 6)
def tokenised(text: str) -> Sentence:
    """Return a sentence with its tokens: who looks for a name in an abstract without one then looks what it tells."""
    return Sentence(text)


def plain(abstract: str) -> str:
    """Return the beginning of an abstract on one line, without TeX and Markdown markup.

    Words set in typewriter type come back between backticks, because that is how names of programs are told apart.
    """
    text = clean_line(abstract[:LONGEST])
    if not any(sign in text for sign in _MARKUP):
        return text
    if "$" in text:
        text = _MATH.sub(lambda m: _MACRO.sub(_spoken, m[1]), text)
    if "\\" in text:
        text = _ACCENT.sub(_accented, text)
        text = _DROPPED.sub("", text)
        text = _TYPEWRITER.sub(r"`\1`", text)
        text = _WITH_ARGUMENT.sub(r"\1", text)
        text = _BARE_MACRO.sub("", text)
        text = _ESCAPED.sub(r"\1", text)
    text = text.replace("~", " ").replace("{", "").replace("}", "")
    if "*" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return " ".join(text.split())


@lru_cache(maxsize=1 << 4)
def sentences(abstract: str) -> tuple[str, ...]:
    """Return the sentences of an abstract as `plain` gives it, each with its full stop."""
    prose = plain(abstract)
    result = []
    start = 0
    for found in _END.finditer(prose):
        end = found.end()
        # Few sentences start with a small letter; those that do start with a name ("nnU-Net is …").
        if prose[end].islower() and prose[found.start()] == "." and prose[end : end + 40].split(" ", 1)[0].islower():
            continue
        result.append(prose[start:end].strip())
        start = end
    rest = prose[start:].strip()
    return (*result, rest) if rest else tuple(result)


def _spoken(macro: re.Match[str]) -> str:
    return _SYMBOLS.get(macro[1], macro[1])


def _accented(accent: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", accent[3] + _COMBINING[accent[1] or accent[2]])
