"""What an abstract contributes: the name that it gives to it, and the words that say what it is.

Every introduction by name is a candidate. It counts for how surely its construction introduces something, how often the
name comes back, and how early it stands. A name that the abstract has used before is known already, and no candidate.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from readlist.model import vocabulary as words
from readlist.model.candidates import MARKED, PLAUSIBLE, Found
from readlist.model.introductions import (
    Introduction,
    introduces_kind,
    introducing_words,
    introductions,
)
from readlist.model.sentences import sentences
from readlist.model.signals import may_define, may_describe, may_introduce
from readlist.model.tokens import tokenised

_LONGEST_NAME = 48  # characters
_OPENING = 3  # sentences in which a definition may stand
_MOST_CANDIDATES = 24
_FOR_EACH_MENTION, _MENTIONS_THAT_COUNT = 0.4, 3
_ENOUGH = 1.2  # the score above which a candidate is believed
_BELIEVED_AT_ONCE = MARKED + _FOR_EACH_MENTION
"""The score of a first candidate that its construction marks as a name, and that comes back. Few later ones would get
more, and those that do mostly are of another paper in the same text."""
_FOR_EACH_EARLIER = 0.4
_FOR_A_PART = 2.0
_TWO_WORDS = re.compile(r"(?: (\w+))? (\w+)")


@dataclass(frozen=True, slots=True)
class Contribution:
    """A named contribution where an abstract introduces it.

    Attributes:
        name: what the abstract calls it.
        sentence: the introducing sentence.
        description: what the introducing sentence says of it, without the name.
        next_sentence: the sentence that follows, "" for none.
    """

    name: str
    sentence: str
    description: str
    next_sentence: str


@functools.lru_cache(maxsize=1 << 14)
def contribution(abstract: str) -> Contribution | None:
    """Return the contribution that `abstract` introduces by name, or None where it names none."""
    texts = sentences(abstract)
    prose = " ".join(texts)
    best: Contribution | None = None
    best_score = _ENOUGH
    candidates = 0
    unnamed: int | None = None  # the sentence in which the paper introduced something without a name
    behind = 0  # character of the prose behind the sentence
    for index, text in enumerate(texts):
        start, behind = behind, behind + len(text) + len(" ")
        after_unnamed = unnamed is not None and unnamed == index - 1
        introduces = may_introduce(text)
        if not (introduces or (index < _OPENING and may_define(text)) or (after_unnamed and may_describe(text))):
            continue
        sentence = tokenised(text)
        introducing = introducing_words(sentence) if introduces else ()
        named = False
        for introduction in introductions(sentence, introducing, opens=index == 0, after_unnamed=after_unnamed):
            found = introduction.found
            after = prose[start + found.cut[1] :]
            if not _is_new(found, prose[: start + found.at]) or not _is_borne_out(found, after):
                continue
            named = True
            score = found.strength + _FOR_EACH_MENTION * min(_mentions(found.name, after), _MENTIONS_THAT_COUNT)
            score -= _FOR_EACH_EARLIER * candidates
            if unnamed is not None and not introduction.whole:
                score -= _FOR_A_PART
            candidates += 1
            if score > best_score:
                following = texts[index + 1] if index + 1 < len(texts) else ""
                best, best_score = Contribution(found.name, text, _description(text, introduction), following), score
            if candidates == _MOST_CANDIDATES:
                return best
        if best_score >= _BELIEVED_AT_ONCE:
            return best
        if not named and unnamed is None and introduces_kind(sentence, introducing):
            unnamed = index
    return best


def named_system(abstract: str) -> str | None:
    """Return the name that an abstract gives its own contribution ("CycleAlign", "LoRA-RITE"), or None.

    Names are known by how they are introduced and how they are written, never by a list. What the abstract only uses,
    or has mentioned before, is not its own.
    """
    found = contribution(abstract)
    return found.name if found else None


def _is_new(found: Found, before: str) -> bool:
    """Whether the name is one, of a length that names have, and not known from the text before it."""
    name = found.name
    if not 1 < len(name) <= _LONGEST_NAME:
        return False
    return next(_occurrences(name, before), None) is None


def _is_borne_out(found: Found, after: str) -> bool:
    """Whether the text behind an introduction confirms the name as far as its construction leaves doubt."""
    if found.must_act:
        following = (_TWO_WORDS.match(after, end) for end in _occurrences(found.name, after))
        return any(verb and not words.ACTING.isdisjoint(verb.groups()) for verb in following)
    return found.strength > PLAUSIBLE or _mentions(found.name, after) > 0


def _mentions(name: str, text: str) -> int:
    return sum(1 for _ in _occurrences(name, text))


def _occurrences(name: str, text: str) -> Iterator[int]:
    """Yield the characters of `text` where `name`, in the singular or the plural, ends as words of their own.

    A pattern for each name would take longer to make than all else that is done for it.
    """
    stem = name.removesuffix("s")
    start = text.find(stem)
    while start >= 0:
        end = start + len(stem)
        behind = end + text.startswith("s", end)
        if not _is_letter(text[start - 1 : start]) and not _is_letter(text[behind : behind + 1]):
            yield behind
        start = text.find(stem, end)


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_"


def _description(text: str, introduction: Introduction) -> str:
    """Return the words about a name: from where they begin, or from its long form, without the name."""
    found = introduction.found
    first, last = found.cut
    if found.keep:
        return found.keep + text[last:]
    return text[min(introduction.start, first) : first] + text[last:]
