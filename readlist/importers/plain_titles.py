"""Lines of ordinary text that plainly are the title of a paper."""

from __future__ import annotations

import re

from readlist.model.vocabulary import word_set

_QUOTED = re.compile(r"[\"“«„]([^\"“”«»„]{8,300})[\"”»“]")
_PREFIX = re.compile(
    r"\s*(?:[-*+•‣>#]+\s+|\(?[0-9]{1,3}[.)]\s+|\[[ xX]\]\s+"
    r"|\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:\s?[AaPp][Mm])?\]?[\s,-]*"
    r"|<?@?[a-z][\w.-]{1,20}>?(?:\s[A-Z][a-z]+)?:\s+|(?:Title|title|Paper|paper)\s*:\s*)+"
)
_CHAT = word_set(
    """
    i i'm i've you your me my this these check please hi hey hello thanks thank here link links via cc saw found look
    lol btw fyi today yesterday tomorrow maybe anyone everybody guys dear regards cheers
    """
)
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_SENTENCES = re.compile(r"[.!]\s+\S|[!;]\s*\Z|\.\.\.|…")
_LEAD = " \t,;:–—|-"
_FEWEST_WORDS, _MOST_WORDS = 3, 30
_LONG_WORD = 4
_LONGEST = 300


def quoted_title(text: str) -> str | None:
    """Return what stands in quotation marks in `text`, if it has the words for a title; the first that does."""
    for found in _QUOTED.finditer(text[: 4 * _LONGEST]):
        title = found[1].strip().rstrip(",.")
        if len(title.split()) >= _FEWEST_WORDS:
            return title
    return None


def plain_title(text: str, *, alone: bool) -> str | None:
    """Return the title that `text`, a line without addresses and identifiers, is; None where it is not plainly one.

    Args:
        text: may begin with the mark of a list, a time, or who said it.
        alone: whether nothing else stood on the line; else most of its long words must have capitals.
    """
    if len(text) > _LONGEST:
        return None
    text = _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text
    bare = text.strip(" \t()[]<>|").strip(_LEAD).rstrip("([").strip(_LEAD)
    words = _WORD.findall(bare)
    if not _FEWEST_WORDS <= len(words) <= _MOST_WORDS or bare[0].islower():
        return None
    if _SENTENCES.search(bare) or any(word.casefold() in _CHAT for word in words):
        return None
    if not _has_capitals(words) and not (alone and not text.rstrip().endswith((".", ",", ":", ";", "!"))):
        return None
    return bare.removesuffix(".")


def _has_capitals(words: list[str]) -> bool:
    long = [word for word in words[1:] if len(word) >= _LONG_WORD]
    return bool(long) and 2 * sum(not word[0].islower() for word in long) > len(long)
