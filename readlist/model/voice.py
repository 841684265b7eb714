"""Whether a sentence of an abstract says what its own paper does ("we propose", "this paper introduces")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readlist.model import vocabulary as words
from readlist.model.sentences import tokenised

_REACH = 80  # characters before a verb in which its subject is looked for
_WORK = r"(?:paper|work|study|article|letter|manuscript|report|thesis|review|survey|contribution|note|project|chapter)"
_OF_THIS_WORK = r"\b(?:[Tt]his|[Oo]ur|[Tt]he (?:present|current)) (?:[\w-]+ )?" + _WORK + r"\b"
THIS_WORK = re.compile(_OF_THIS_WORK)
WE = re.compile(r"\b(?:[Ww]e|I|[Aa]uthors|[Hh]ere)\b|" + _OF_THIS_WORK)
_OTHERS = re.compile(
    r"\b(?:works?|methods?|others?|researchers|studies|approaches|they|efforts) (?:(?:that|which|have|to) )?\Z"
)
_GOAL = re.compile(
    r"\b(?:aims?|goal|objective|purpose|want|seek|attempts?|able|excited|pleased|proud)\b[\w\s,-]{0,60}\bto \Z"
)
_BY = re.compile(r"\b(?:by|in|through|via|with|and) (?:\w+ly )?\Z")
_ACTIVE_PAST = re.compile(r"\b(?:[Ww]e|have|has|I|authors|and|[Hh]ere) (?:\w+ ){0,2}\Z")
# "we", "we also", "we then empirically", "this work aims to"; not "we can", nor a subject with a clause behind it.
_SUBJECT = re.compile(
    r"\b(?:[Ww]e|I|authors|[Hh]ere|and|" + _WORK + r")"
    r"(?: (?:\w+ly|also|then|first|further|thus|hence|have|next|here|aims? to|seeks? to|attempts? to|,)){0,3} \Z"
)


def is_introducing(verb: str, before: str, sentence: str) -> bool:
    """Whether the verb form, behind the words `before` in `sentence`, says what the paper itself does."""
    form = words.TELLING.get(verb)
    near = before[-_REACH:]
    if form == "s":
        return bool(THIS_WORK.search(before))
    if _OTHERS.search(near) and not THIS_WORK.search(before):
        return False
    if form == "base":
        if before.endswith("to "):
            return bool(_GOAL.search(near) and WE.search(before))
        return bool(WE.search(before))
    if form == "ed":
        return bool(_ACTIVE_PAST.search(near) and WE.search(before))
    return bool(_BY.search(near) and WE.search(sentence))


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
    if not WE.search(text):
        return None
    sentence = tokenised(text)
    for at, word in enumerate(sentence.tokens):
        if words.TELLING.get(word, "ing") == "ing":
            continue
        before = sentence.before(at)
        if not _SUBJECT.search(before[-_REACH:]) or not is_introducing(word, before, sentence.text):
            continue
        last = at
        while sentence.word(last + 1) in {"and", ",", "then"} and sentence.word(last + 2) in words.TELLING:
            last += 2
        announces = word in words.INTRODUCING or THIS_WORK.search(before) is not None
        return TellingVerb(sentence.end(last), announces)
    return None
