"""Noun phrases that carry a name: where in one the name stands, and how surely it is one.

Names are known by their shape (inner capitals, digits, hyphens between capitals) and by what stands around them: a
kind of thing before or behind, a comma with an apposition, brackets, a participle of naming.
"""

from __future__ import annotations

from readlist.model import vocabulary as words
from readlist.model.abbreviations import CITATION, abbreviated, abbreviated_soon, bracketed_name, name_after_or
from readlist.model.candidates import ENDS, MARKED, NAMED, PLAUSIBLE, Found, follows, found_at
from readlist.model.shapes import is_kind, is_odd, is_proper, remembered, run_end, starts_name
from readlist.model.tokens import QUOTES, Sentence

_REACH = 30  # tokens of a phrase within which a name must stand

_BEFORE_CALLED = frozenset({"the", "a", "an", "it", "them", "this", "our", "as", ","})
_PHRASE_ENDS = words.CLAUSES | {".", ";", "!", "?", "to"}
_PARTS = words.PREPOSITIONS | words.NAMING | {"(", "or"}
"""What matters in a phrase beside the words that may be names."""
_COMMAS = frozenset({",", ":", "--", "—", "–"})


def name_in_object(sentence: Sentence, first: int, last: int, *, sure: bool) -> Found | None:
    """Return the name in the noun phrase from token `first` to before `last`, or None.

    With `sure`, the verb before it is one that introduces things that are new.
    """
    tokens = sentence.tokens
    last = min(last, first + _REACH, len(tokens))
    prepositional = False
    n = first
    while n < last and tokens[n] not in _PHRASE_ENDS:
        word = tokens[n]
        if n > first and not _matters(word) and tokens[n - 1] != "`":
            n += 1
            continue
        found = None
        following = n + 1
        if word in words.PREPOSITIONS:
            prepositional = True
        elif word in words.NAMING:
            found = called_name(sentence, n)
        elif word in {"(", "or"}:
            found = _short_form(sentence, first, n, sure=sure)
            following = sentence.closing(n) + 1
        elif starts_name(sentence, n):
            if not prepositional:
                found = abbreviated_soon(sentence, first, n) or _direct(sentence, first, n, sure=sure)
            found = found or _apposed(sentence, first, n, prepositional=prepositional)
            following = run_end(sentence, n)
        elif n == first:
            found = _small(sentence, n)
        if found:
            return found
        n = following
    return None


@remembered
def _matters(word: str) -> bool:
    """Whether a word within a phrase may be one of a name, or stand beside one."""
    return word in _PARTS or is_proper(word)


def name_behind_kind(sentence: Sentence, first: int) -> Found | None:
    """Return the name in "toolkit, X," or "toolkit X" where the phrase begins at token `first` ("our"), or None."""
    for n in range(first, first + 6):
        if starts_name(sentence, n):
            if not is_kind(sentence.word(n - 1)):
                return _apposed(sentence, first, n, prepositional=False)
            end = run_end(sentence, n)
            return found_at(sentence, n, end, MARKED) if follows(sentence, end) else None
        word = sentence.word(n)
        if not (word.isalpha() or "-" in word or word in QUOTES or (word == "," and is_kind(sentence.word(n - 1)))):
            return None
        if word in words.PREPOSITIONS or word in words.ACTING:
            return None
    return None


def called_name(sentence: Sentence, participle: int) -> Found | None:
    """Return the name behind the word of naming ("called", "dub") at token `participle`, or None."""
    n = participle + 1
    while sentence.word(n) in QUOTES or sentence.word(n) in _BEFORE_CALLED or is_kind(sentence.word(n)):
        n += 1
    if not starts_name(sentence, n):
        opening = next((m for m in range(n, n + 6) if sentence.word(m) == "("), len(sentence))
        short = abbreviated(sentence, n, opening, sure=True) if opening < len(sentence) else None
        if short is None or short.must_act:
            return None
        keep = " " + sentence.between(n, opening)
        return short._replace(strength=NAMED, cut=(sentence.start(participle), short.cut[1]), keep=keep)
    end = run_end(sentence, n)
    if not follows(sentence, end):
        return None
    start = sentence.start(participle - 1) if sentence.word(participle - 1) == "," else sentence.start(participle)
    bracketed = bracketed_name(sentence, n, n, end)
    if bracketed:
        behind = sentence.closing(end) + 1
        keep = " " + (sentence.between(n, end) if bracketed.name != sentence.between(n, end) else bracketed.keep)
    else:
        bracketed = found_at(sentence, n, end, NAMED)
        behind, keep = sentence.past_quotes(end), ""
    stop = sentence.end(behind) if sentence.word(behind) == "," else sentence.end(behind - 1)
    return bracketed._replace(strength=NAMED, must_act=False, cut=(start, stop), keep=keep)


def _direct(sentence: Sentence, first: int, n: int, *, sure: bool) -> Found | None:
    """Return the name that begins at token `n` of a phrase, if it is what the phrase is about."""
    end = run_end(sentence, n)
    after = follows(sentence, end)
    before = [word for word in sentence.words(first, n) if word not in QUOTES]
    lead = [word for word in before if word != "the"]
    if not after or (lead and lead[-1] in _COMMAS) or _cites(sentence, end):
        return None
    short = _short_form(sentence, first, end + 1, sure=sure) if sentence.word(end + 1) == "or" else None
    short = short or bracketed_name(sentence, first, n, end)
    if short:
        return short
    if len(before) > 1 and before[-1].islower() and is_kind(before[-1]):
        return found_at(sentence, n, end, MARKED)
    odd = any(is_odd(word) for word in sentence.words(n, end)) or sentence.word(n - 1) in QUOTES
    clear = odd or _is_described(sentence, end)
    if not clear and is_kind(sentence.word(sentence.past_quotes(end))):
        return found_at(sentence, n, end, PLAUSIBLE, must_act=True)
    must_act = before[:1] in (["a"], ["an"]) or (after < MARKED and not sure)
    return found_at(sentence, n, end, after if clear and not must_act else PLAUSIBLE, must_act=must_act)


def _short_form(sentence: Sentence, first: int, n: int, *, sure: bool) -> Found | None:
    """Return the name that token `n`, "(" or "or", sets beside its long form, or None."""
    if sentence.word(n) == "(":
        return abbreviated(sentence, first, n, sure=sure)
    return name_after_or(sentence, first, n) if sentence.word(n - 1) == "," else None


def _cites(sentence: Sentence, opening: int) -> bool:
    """Whether brackets at this token cite: the name before them is someone else's."""
    bracket = sentence.between(opening, sentence.closing(opening) + 1) if sentence.word(opening) == "(" else ""
    return CITATION.search(bracket) is not None


def _apposed(sentence: Sentence, first: int, n: int, *, prepositional: bool) -> Found | None:
    """Return the name at token `n` between commas, behind a phrase that says what kind of thing it is, or None."""
    comma = n - 1
    while sentence.word(comma) in QUOTES or sentence.word(comma) == "the":
        comma -= 1
    if comma <= first or sentence.word(comma) not in _COMMAS:
        return None
    head = sentence.words(first, comma)
    if not any(is_kind(word) for word in (head if prepositional else head[-1:])):
        return None
    end = run_end(sentence, n)
    behind = sentence.past_quotes(end)
    following, next_but_one = sentence.word(behind), sentence.word(behind + 1)
    if following not in ENDS | {",", "(", "to"} | words.CLAUSES or (following == "," and next_but_one in {"and", "or"}):
        return None
    if prepositional and following == "," and next_but_one not in words.APPOSITION:
        return None
    drops_comma = following == "," and next_but_one not in {"a", "an", "the", "which"}
    stop = sentence.end(behind if drops_comma else behind - 1)
    strength = PLAUSIBLE if prepositional else MARKED
    return found_at(sentence, n, end, strength)._replace(cut=(sentence.start(comma), stop))


def _small(sentence: Sentence, n: int) -> Found | None:
    """Return the name in small letters at token `n`, which only its apposition tells from a word, or None."""
    word = sentence.word(n)
    if not (word.isalpha() and word.islower()) or word.endswith("s") or word in words.STOP_WORDS:
        return None
    return found_at(sentence, n, n + 1, PLAUSIBLE) if _is_described(sentence, n + 1) else None


def _is_described(sentence: Sentence, comma: int) -> bool:
    """Whether a comma at this token begins an apposition that says what kind of thing has been named."""
    if sentence.word(comma) != "," or sentence.word(comma + 1) not in {"a", "an", "the"}:
        return False
    for word in sentence.words(comma + 2, comma + 10):
        if is_kind(word):
            return True
        if word in words.PREPOSITIONS or word in words.CLAUSES or word in {",", "."}:
            return False
    return False
