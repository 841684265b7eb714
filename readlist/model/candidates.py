"""Names that may be that of a contribution: what is known of one, and what may stand behind one."""

from __future__ import annotations

from typing import NamedTuple

from readlist.model import vocabulary as words
from readlist.model.shapes import is_kind
from readlist.model.tokens import QUOTES, Sentence

NAMED = 3.4
"""Strength of a name behind "called"."""
MARKED = 3.0
"""Strength of a name that its construction marks as one."""
PLAUSIBLE = 2.2
"""Strength of a name that its construction allows."""

ENDS = frozenset({"", ".", ";", ":", "!", "?", "—", "–", ")", "--", "---"})
"""What ends a clause; "" is the end of the sentence."""


class Found(NamedTuple):
    """A name in a sentence.

    Attributes:
        name: the name.
        strength: how surely its construction makes it one.
        must_act: whether it must also be the subject of a clause later on to be believed.
        at: character where it begins.
        cut: first and last character of what goes when the name is taken out: commas, brackets, "called".
        keep: what stays in their place.
    """

    name: str
    strength: float
    must_act: bool
    at: int
    cut: tuple[int, int]
    keep: str = ""


def follows(sentence: Sentence, end: int) -> float:
    """Return how well what stands at token `end` goes with a name before it: 0 for not at all."""
    end = sentence.past_quotes(end)
    word = sentence.word(end)
    if word in ENDS or word in {"(", "that", "which", "whose", "where"} or is_kind(word):
        return MARKED
    if word == ",":
        return MARKED if sentence.word(end + 1) in words.APPOSITION else PLAUSIBLE
    if word in words.PREPOSITIONS or word in words.ACTING or word in {"to", "and", "as", "using", "without"}:
        return PLAUSIBLE
    return 0


def found_at(sentence: Sentence, n: int, end: int, strength: float, *, must_act: bool = False) -> Found:
    """Return tokens `n` to before `end` as a name; what goes with it are its quotes and the comma behind."""
    before = n
    while sentence.word(before - 1) in QUOTES:
        before -= 1
    behind = sentence.past_quotes(end)
    stop = sentence.end(behind) if sentence.word(behind) == "," else sentence.end(behind - 1)
    return Found(sentence.between(n, end), strength, must_act, sentence.start(n), (sentence.start(before), stop))
