"""Whether a sentence of an abstract says what its own paper does ("we propose", "this paper introduces").

It is told from the words before a verb, which lie ready; patterns over the text before it take ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from readlist.model import vocabulary as words
from readlist.model.signals import WE, WORK, may_be_ours
from readlist.model.tokens import Sentence, tokenised

_REACH = 80  # characters before a verb in which a goal is looked for
_THIS = frozenset({"This", "this", "Our", "our"})
_OTHERS = words.word_set(
    """
    work works method methods other others researchers studies approaches they efforts
    """
)
_GOAL = re.compile(
    r"\b(?:aims?|goal|objective|purpose|want|seek|attempts?|able|excited|pleased|proud)\b[\w\s,-]{0,60}\bto \Z"
)
_BY = frozenset({"by", "in", "through", "via", "with", "and"})
_BEFORE_PAST = frozenset({"We", "we", "have", "has", "I", "authors", "and", "Here", "here"})
# "we", "we also", "we then empirically", "this work aims to"; not "we can", nor a subject with a clause behind it.
_SUBJECTS = WORK | {"We", "we", "I", "authors", "Here", "here", "and"}
_BETWEEN = frozenset({"also", "then", "first", "further", "thus", "hence", "have", "next", "here"})
_AIMING = words.word_set("aim aims seek seeks attempt attempts")
_MOST_BETWEEN = 3
_FINITE = frozenset(verb for verb, form in words.TELLING.items() if form != "ing")


def says_we(tokens: Sequence[str]) -> bool:
    """Whether these words of a sentence speak of the paper or its authors: "we", "this work"."""
    return not WE.isdisjoint(tokens) or says_this_work(tokens)


def says_this_work(tokens: Sequence[str]) -> bool:
    """Whether these words of a sentence speak of the paper: "this work", "our recent study", "the present article"."""
    return not WORK.isdisjoint(tokens) and any(
        word in WORK and (_points(tokens, n - 1) or (_points(tokens, n - 2) and _is_word(tokens[n - 1])))
        for n, word in enumerate(tokens)
    )


def is_introducing(sentence: Sentence, at: int) -> bool:
    """Whether the verb form at token `at` of `sentence` says what the paper itself does."""
    form = words.TELLING.get(sentence.word(at))
    before = sentence.tokens[:at]
    if form == "s":
        return says_this_work(before)
    if not before or not says_we(sentence.tokens if form == "ing" else before) or _is_of_others(before):
        return False
    if form == "base":
        return before[-1] != "to" or _GOAL.search(sentence.before(at)[-_REACH:]) is not None
    if form == "ed":
        return auxiliary(before, _BEFORE_PAST) is not None
    return before[-1] in _BY or (before[-1].endswith("ly") and not _BY.isdisjoint(before[-2:-1]))


def auxiliary(before: Sequence[str], wanted: frozenset[str]) -> int | None:
    """Return which of the words `before` a participle is one of those `wanted`, with two words between at most."""
    found = None
    for n in range(len(before) - 1, max(len(before) - 4, -1), -1):
        if before[n] in wanted:
            found = n
        if not before[n].isalnum():
            break
    return found


@dataclass(frozen=True, slots=True)
class TellingVerb:
    """A verb by which a sentence tells what its paper does.

    Attributes:
        end: character behind it, and behind others that are joined to it ("identify and show").
        announces: whether the sentence speaks of the paper as a whole, or proposes something.
    """

    end: int
    announces: bool


def telling_verb(text: str) -> TellingVerb | None:
    """Return the first verb by which the sentence `text` tells what its paper does, or None."""
    if not may_be_ours(text):
        return None
    sentence = tokenised(text)
    if not says_we(sentence.tokens):
        return None
    for at in sentence.places(_FINITE):
        before = sentence.tokens[:at]
        if not _has_subject(before) or not is_introducing(sentence, at):
            continue
        last = at
        while sentence.word(last + 1) in {"and", ",", "then"} and sentence.word(last + 2) in words.TELLING:
            last += 2
        announces = sentence.word(at) in words.INTRODUCING or says_this_work(before)
        return TellingVerb(sentence.end(last), announces)
    return None


def _points(tokens: Sequence[str], n: int) -> bool:
    """Whether token `n` points at what follows: "this", "our", "the present"."""
    if n < 0:
        return False
    return tokens[n] in _THIS or (n > 0 and tokens[n] in {"present", "current"} and tokens[n - 1] in {"The", "the"})


def _is_word(token: str) -> bool:
    return token.replace("-", "").isalnum()


def _is_of_others(before: Sequence[str]) -> bool:
    """Whether the words before a verb end with other people or their work as its subject."""
    last = before[-2:-1] if before[-1] in {"that", "which", "have", "to"} else before[-1:]
    return not _OTHERS.isdisjoint(last) and not says_this_work(before)


def _has_subject(before: Sequence[str]) -> bool:
    """Whether the words before a verb end with a subject, but for a few adverbs."""
    n = len(before) - 1
    for _ in range(_MOST_BETWEEN + 1):
        if n < 0:
            return False
        word = before[n]
        if word in _SUBJECTS:
            return True
        if word == "to" and n > 0 and before[n - 1] in _AIMING:
            n -= 1
        elif word not in _BETWEEN and not word.endswith("ly"):
            return False
        n -= 1
    return False
