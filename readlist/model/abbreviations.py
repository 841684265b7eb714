"""Abbreviations: which words one stands for, and the names that are introduced as one."""

from __future__ import annotations

import re

from readlist.model import vocabulary as words
from readlist.model.candidates import MARKED, PLAUSIBLE, Found, follows, found_at
from readlist.model.shapes import is_kind, is_odd
from readlist.model.tokens import QUOTES, Sentence

_LONGEST = 16  # letters
CITATION = re.compile(r"\bet al\b|\b(?:19|20)\d\d\b|\bsee\b")


def expansion_start(text: str, abbreviation: str) -> int | None:
    """Return where, in `text` that ends before "(abbreviation)", its long form begins; None where there is none.

    The letters and digits of the abbreviation must occur in the long form in their order, the first of them at the
    beginning of a word, within a bounded number of words (Schwartz and Hearst 2003, "A simple algorithm for identifying
    abbreviation definitions in biomedical text"). A plural "s" does not count.
    """
    letters = [c for c in abbreviation.removesuffix("s") if c.isalnum()]
    if not 1 < len(letters) <= _LONGEST:
        return None
    wanted = [c.casefold() for c in letters]
    text = text.rstrip()
    words_left = min(len(letters) + 5, 2 * len(letters)) + 1
    at = len(text)
    for n, letter in enumerate(reversed(wanted), start=1):
        first = n == len(wanted)
        while True:
            at -= 1
            if at < 0 or words_left == 0:
                return None
            if text[at] == " ":
                words_left -= 1
            elif text[at].casefold() == letter and (not first or at == 0 or not text[at - 1].isalnum()):
                break
    # A match inside a hyphenated word means all of that word ("pre-training").
    start = text.rfind(" ", 0, at) + 1
    return start if text[start:].strip() != abbreviation else None


def abbreviated(sentence: Sentence, first: int, opening: int, *, sure: bool) -> Found | None:
    """Return the abbreviation in the brackets at token `opening`, if the phrase before them is its long form."""
    close = sentence.closing(opening)
    inner = [word for word in sentence.words(opening + 1, close) if word not in QUOTES]
    if len(inner) != 1 or opening == first or not (is_odd(inner[0]) or inner[0].isupper()):
        return None
    name = inner[0]
    if not follows(sentence, close + 1):
        return None
    bracket = sentence.start(opening)
    start = expansion_start(sentence.text[:bracket], name)
    cut = (sentence.end(opening - 1), sentence.end(close))
    if start is None or start < sentence.start(first):
        if not sentence.word(opening - 1).islower() or not is_kind(sentence.word(opening - 1)) or name.endswith("s"):
            return None
        return Found(name, PLAUSIBLE, must_act=True, at=sentence.start(opening + 1), cut=cut)
    begin = first
    while sentence.start(begin) < start:
        begin += 1
    gap = set(sentence.words(first, begin))
    capitals = any(word[0].isupper() for word in sentence.text[start:bracket].replace("-", " ").split())
    oblique = bool(gap & words.PREPOSITIONS or gap & {"and", ","})
    if oblique and (name.endswith("s") or not capitals):
        return None  # "a study of Large Language Models (LLMs)", "a method for question answering (QA)"
    return Found(
        name,
        PLAUSIBLE if oblique else MARKED,
        must_act=oblique or not (capitals or sure),
        at=sentence.start(opening + 1),
        cut=cut,
    )


def abbreviated_soon(sentence: Sentence, first: int, n: int) -> Found | None:
    """Return the abbreviation of a long form that begins at token `n` and has small words in it, or None."""
    if is_odd(sentence.word(n)) and sentence.word(n).isupper():
        return None
    following = sentence.words(n + 1, n + 12)
    if "(" not in following:
        return None
    gap = following.index("(")
    if "," in following[:gap] or "." in following[:gap]:
        return None
    found = abbreviated(sentence, first, n + 1 + gap, sure=True)
    return found if found and not found.must_act else None


def bracketed_name(sentence: Sentence, first: int, n: int, end: int) -> Found | None:
    """Return the short form in "Long Form (LF)" or in "LF (Long Form)", or None.

    The capitals stand from token `n` to before `end`; the long form may begin before them, not before `first`.
    """
    if sentence.word(end) != "(":
        return None
    short = abbreviated(sentence, first, end, sure=True)
    if short:
        return short
    close = sentence.closing(end)
    inner = sentence.text[sentence.end(end) : sentence.start(close)].strip()
    if end - n > 1 or CITATION.search(inner) or expansion_start(inner, sentence.word(n)) is None:
        return None
    cut = (sentence.start(n), sentence.end(close))
    return Found(sentence.word(n), MARKED, must_act=False, at=sentence.start(n), cut=cut, keep=inner)


def name_for_short(sentence: Sentence, short: int) -> Found | None:
    """Return the name in "Long Form, or LF for short", whose "short" is token `short`, or None."""
    n = short - 2
    if sentence.word(short - 1) != "for" or not is_odd(sentence.word(n)):
        return None
    first = n - 1 if sentence.word(n - 1) in {"or", "abbreviated", "as"} else n
    first -= sentence.word(first - 1) == ","
    if expansion_start(sentence.text[: sentence.start(first)], sentence.word(n)) is None:
        return None
    return found_at(sentence, n, n + 1, MARKED)._replace(cut=(sentence.start(first), sentence.end(short)))


def name_after_or(sentence: Sentence, first: int, conjunction: int) -> Found | None:
    """Return the name in "Long Form, or LF," whose "or" is token `conjunction` of a phrase, or None."""
    n = conjunction + 1
    comma = sentence.start(conjunction - 1)
    if not is_odd(sentence.word(n)) or sentence.word(n + 1) == "for":
        return None
    start = expansion_start(sentence.text[:comma], sentence.word(n))
    if start is None or start < sentence.start(first):
        return None
    found = found_at(sentence, n, n + 1, MARKED)
    return found._replace(cut=(comma, sentence.end(n)))
