"""Where a sentence of an abstract introduces something of the paper's own by name.

The constructions: an introducing verb with a name in its object ("we present X, a …", "proposing Long Form (LF)"),
its passive ("the X framework is proposed"), a word of naming ("called X", "which we dub X"), "the proposed X",
"our toolkit, X, …", and a definition at the beginning ("X is an open-source …").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from readlist.model import vocabulary as words
from readlist.model.abbreviations import name_for_short
from readlist.model.candidates import MARKED, NAMED, PLAUSIBLE, Found
from readlist.model.phrases import called_name, name_behind_kind, name_in_object
from readlist.model.shapes import LONGEST_RUN, is_capital, is_kind, is_odd, run_end
from readlist.model.signals import CALLS, INTRODUCING
from readlist.model.tokens import Sentence
from readlist.model.voice import auxiliary, is_introducing, says_we

_PASSIVE = frozenset({"is", "are", "was", "were", "been"})
_OURS = frozenset({"Our", "our", "proposed", "resulting"})
_RECENTLY = words.word_set(
    """
    Recent recent Recently recently Previously previously Existing existing Traditional traditional
    """
)
_CALLERS = frozenset({"We", "we", "I", "is", "are", "and"})

_NEAR = 10  # words before a name in which it is said to be used
_FOR_MAKING = 0.5  # how much less surely "develop" introduces than "propose"
_FOR_A_PASSIVE = 0.3
_NOVEL = words.word_set(
    """
    novel new open-source open free lightweight modular extensible Python fast scalable first next-generation
    multi-purpose general-purpose publicly end-to-end
    """
)
_WELL_KNOWN = words.word_set(
    """
    widely popular well-known common commonly prevalent promising standard important fundamental critical crucial
    essential key central powerful classic leading dominant type class form subset branch
    """
)
_NO_SUBJECT = frozenset(map(str.capitalize, words.STOP_WORDS))
_BEHIND_SUBJECT = words.DESCRIBING | {"is", ",", "("}
_SOFTWARE = words.word_set(
    """
    package library toolkit software toolbox platform simulator plugin server webserver
    """
)


class Introduction(NamedTuple):
    """A name that a sentence introduces.

    Attributes:
        found: the name and where it stands.
        start: character where the words begin that say what it is.
        whole: whether the construction speaks of the paper's contribution as a whole, not of one thing among others.
    """

    found: Found
    start: int
    whole: bool = True


def introducing_words(sentence: Sentence) -> Sequence[int]:
    """Return which tokens of `sentence` are words that introduce."""
    return sentence.places(INTRODUCING)


def introductions(
    sentence: Sentence, introducing: Sequence[int], *, opens: bool, after_unnamed: bool
) -> Iterator[Introduction]:
    """Yield the names that `sentence` introduces, in its order.

    Args:
        sentence: one sentence of an abstract.
        introducing: its `introducing_words`.
        opens: whether it is the first one.
        after_unnamed: whether the sentence before introduced something without a name for it.
    """
    defined = _defined(sentence, opens=opens, after_unnamed=after_unnamed)
    if defined:
        yield defined
    for at in introducing:
        introduced = _at_trigger(sentence, at)
        if introduced:
            yield introduced


def introduces_kind(sentence: Sentence, introducing: Sequence[int]) -> bool:
    """Whether the paper as a whole introduces some kind of thing in `sentence`, named or not.

    Args:
        sentence: one sentence of an abstract.
        introducing: its `introducing_words`.
    """
    return any(
        sentence.word(at) in words.INTRODUCING
        and sentence.word(at + 1).lower() in words.DETERMINERS
        and any(map(is_kind, sentence.words(at + 2, at + 10)))
        and is_introducing(sentence, at)
        for at in introducing
    )


def _at_trigger(sentence: Sentence, at: int) -> Introduction | None:
    """Return the name that token `at`, one of the words that introduce, introduces, or None."""
    word = sentence.tokens[at]
    if word in words.NAMING or word in CALLS:
        return _by_naming(sentence, at)
    if word == "short":
        found = name_for_short(sentence, at)
        return Introduction(found, _verb_end(sentence, at)) if found else None
    if word in {"our", "Our"}:
        found = name_behind_kind(sentence, at + 1)
    elif word == "resulting" or (word == "proposed" and sentence.word(at - 1).lower() in {"the", "our", "newly"}):
        found = name_in_object(sentence, at + 1, len(sentence), sure=True)
    else:
        return _by_verb(sentence, at)
    return Introduction(found, sentence.start(at + 1)) if found else None


def _by_naming(sentence: Sentence, at: int) -> Introduction | None:
    word, before = sentence.word(at), sentence.tokens[:at]
    participle = at
    if word.startswith("refer"):
        participle = next((n for n in range(at + 1, at + 8) if sentence.word(n) == "as"), at)
    if (word in CALLS and not _has_caller(before)) or not _is_ours(before):
        return None
    found = called_name(sentence, participle)
    if found is None:
        return None
    found = found._replace(cut=(min(found.cut[0], _relative_start(sentence, at)), found.cut[1]))
    return Introduction(found, _phrase_start(sentence, at))


def _by_verb(sentence: Sentence, at: int) -> Introduction | None:
    verb = sentence.word(at)
    weight = 0.0 if verb in words.INTRODUCING else -_FOR_MAKING
    sure = verb.startswith(("propos", "introduc"))
    behind = at + 1
    while sentence.word(behind) in {"and", ","} and sentence.word(behind + 1) in words.CONTRIBUTING:
        behind += 2
    if is_introducing(sentence, at):
        if verb.startswith("introduc") and "into" in sentence.words(at + 2, at + 5):
            return None  # something known is brought in
        found = name_in_object(sentence, behind, len(sentence), sure=sure)
        return _weighted(found, weight, sentence.start(behind)) if found else None
    last = auxiliary(sentence.tokens[:at], _PASSIVE) if words.CONTRIBUTING[verb] == "ed" else None
    if last is None or not (sentence.word(last) in {"is", "are"} or says_we(sentence.tokens)):
        return None
    first = _subject(sentence, last)
    found = name_in_object(sentence, first, last, sure=sure)
    return _weighted(found, weight - _FOR_A_PASSIVE, sentence.start(first)) if found else None


def _weighted(found: Found, weight: float, start: int) -> Introduction:
    weighted = found._replace(strength=found.strength + weight) if weight else found
    return Introduction(weighted, start, whole=found.strength >= NAMED)


def _may_define(sentence: Sentence) -> bool:
    """Whether a name may begin the sentence with something behind it that describes; quick, for most sentences."""
    word = sentence.word(0)
    if word in _NO_SUBJECT or not word[:1].isalpha():
        return False
    return not _BEHIND_SUBJECT.isdisjoint(sentence.words(1, LONGEST_RUN + 1))


def _defined(sentence: Sentence, *, opens: bool, after_unnamed: bool) -> Introduction | None:
    """Return the name that begins the sentence as the subject of its own description, or None."""
    if not _may_define(sentence):
        return None
    word = sentence.word(0)
    end = run_end(sentence, 0)
    behind = sentence.closing(end) + 1 if sentence.word(end) == "(" else end
    verb = sentence.word(behind)
    described = after_unnamed and verb in words.DESCRIBING
    defined = verb in {"is", ","} and sentence.word(behind + 1) in {"a", "an", "the"}
    if not (described or defined):
        return None
    odd = any(is_odd(w) for w in sentence.words(0, end))
    if described and odd:
        cut = (0, sentence.end(behind - 1))
        return Introduction(Found(sentence.between(0, end), PLAUSIBLE, must_act=False, at=0, cut=cut), 0)
    if not defined or not (opens or odd) or not (odd or word.islower() or is_capital(word)):
        return None
    description = [w.lower() for w in sentence.words(behind + 2, behind + 12)]
    kinds = [w for w in description if (w in _SOFTWARE or (w in words.KINDS and odd))]
    if not kinds or _WELL_KNOWN & set(description) or (not (_NOVEL & set(description)) and kinds[0] not in _SOFTWARE):
        return None
    strength = MARKED if opens else PLAUSIBLE
    cut = (0, sentence.end(behind))
    return Introduction(Found(sentence.between(0, end), strength, must_act=False, at=0, cut=cut), 0)


def _has_caller(before: Sequence[str]) -> bool:
    """Whether the words before "call" end with who calls or what is called: "we then", "and"."""
    if len(before) > 1 and (before[-1] in {"then", "also"} or before[-1].endswith("ly")):
        before = before[:-1]
    return not _CALLERS.isdisjoint(before[-1:])


def _is_ours(before: Sequence[str]) -> bool:
    """Whether the thing that is named behind the words `before` is the paper's own, not one that it uses."""
    if not says_we(before) and (_OURS.isdisjoint(before) or not _RECENTLY.isdisjoint(before)):
        return False
    last_words = [word.lower() for word in before[-_NEAR:]]
    used = max((n for n, word in enumerate(last_words) if word in words.USING), default=-1)
    return used < 0 or "our" in last_words[used:]


def _phrase_start(sentence: Sentence, at: int) -> int:
    """Return the character where the noun phrase begins that a participle at token `at` belongs to."""
    for n in range(at - 1, max(at - 14, -1), -1):
        if sentence.word(n).lower() in {"a", "an", "our", "the"}:
            return sentence.start(n)
    return sentence.start(at)


def _verb_end(sentence: Sentence, at: int) -> int:
    """Return the character where the object of the nearest introducing verb before token `at` begins."""
    verb = next((n for n in range(at - 1, max(at - 20, -1), -1) if sentence.word(n) in words.CONTRIBUTING), at - 1)
    return sentence.start(verb + 1)


def _relative_start(sentence: Sentence, at: int) -> int:
    """Return the character where "which we", "and we" or ", which is" before token `at` begins, else that of `at`."""
    for n in range(at - 1, max(at - 4, -1), -1):
        if sentence.word(n) in {"which", "that", "and"}:
            return sentence.start(n - 1) if sentence.word(n - 1) == "," else sentence.start(n)
    return sentence.start(at)


def _subject(sentence: Sentence, last: int) -> int:
    """Return the token where the subject of the verb at token `last` begins: behind an opening clause."""
    if sentence.word(0).lower() in words.DETERMINERS - {"here"}:
        return 0
    comma = next((n for n in range(last) if sentence.word(n) == ","), None)
    return 0 if comma is None or is_odd(sentence.word(0)) else comma + 1
