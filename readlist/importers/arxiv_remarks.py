"""Telling the comments of arXiv papers from the abstracts that they stand behind, on pages that label neither."""

from __future__ import annotations

import re
from collections.abc import Sequence

from readlist.importers.furniture import is_furniture

LABEL = re.compile(r"\s*comments?\s*:\s*", re.IGNORECASE)
# What authors write in arXiv's field for comments.
_REMARK = re.compile(
    r"""\b[0-9]+\s*(?:\+\s*[0-9]+\s*)?(?:pages?|pp|figures?|figs?|tables?|appendices|columns?)\b
      | \b(?:accept(?:ed|ance)?|appears?|appeared|publish(?:ed)?|submitted|submission|presented|review
        | preprint|draft|manuscript|in\s+(?:progress|process|press|preparation)|work\s+in|camera[-\s]ready
        | proceedings|proc\.|conference|workshop|symposium|journal|oral|poster|spotlight|extended\s+(?:abstract|version)
        | supplement\w*|appendix|withdrawn|superseded|revised|revision|corrected|typos?|version|v[0-9]+|comments?
        | dissertation|thesis|technical\s+report|admin\s+note|project\s+page|homepage|website|code|github|https?
        | working\s+paper|under\s+development|ongoing|equal(?:ly)?\s+contribut\w*|contributed\s+equally
        | to\s+be\s+published|minor\s+(?:changes|fixes|edits)|reformatted|updated|short\s+paper|long\s+paper
        | demo|tutorial|erratum
        | 19[0-9]{2}|20[0-9]{2}|(?-i:[A-Z]{3,}[-'’]?[0-9]{2}))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_REMARK_AT_LENGTH = re.compile(
    r"""\b[0-9]+\s*(?:\+\s*[0-9]+\s*)?(?:pages?|pp|figures?|figs?|tables?)\b
      | \b(?:accepted|appears?\s+in|appeared|published|submitted|under\s+review|preprint|camera[-\s]ready|proceedings
        |conference|workshop|symposium|journal|extended\s+(?:abstract|version)|withdrawn|superseded|admin\s+note
        |contribut\w+\s+equally|equal(?:ly)?\s+contribut\w*|dissertation|thesis|v[0-9]+)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_REMARK_ALONE = re.compile(
    r"""\s*(?:[0-9]+\s*(?:\+\s*[0-9]+\s*)?(?:pages?|pp|figures?|figs?|tables?|columns?)\b
      | (?:accept(?:ed)?|to\s+(?:appear|be\s+(?:published|presented))|submitted|published|under\s+(?:review|submission)
          |work(?:ing)?\s+in\s+pro|preprint|camera[-\s]ready)\b)""",
    re.IGNORECASE | re.VERBOSE,
)
_ANNOUNCES_ADDRESS = re.compile(r"(?:\b[a-z]+|[:(])\s*\Z")
_ENDS_WITH_ADDRESS = re.compile(r"https?://\S+\s*\Z")
_SENTENCE_ENDS = (".", "?", "!", "。", "…")
_QUOTES = " \t\"”’')]}$"
_LONGEST_REMARK = 200
"""Characters; arXiv's comments are a line or two, a further paragraph of an abstract is longer."""
_REMARK_SHOWS_WITHIN = 80
_WRAPPED = range(50, 133)
"""Characters of a line in text that was broken into lines: e-mail's 72 to the widest terminals."""
_NEARLY_FULL = 0.75
"""Of the widest line: what a line has at least that ends where the next word no longer fits."""
_FEWEST_WRAPPED = 2
_FEWEST_WORDS = 5  # of a sentence


def abstract_lines(texts: Sequence[str]) -> int:
    """Return how many of a paper's lines are its abstract; those behind are comments."""
    if not texts or _is_remark_alone(texts[0]):
        return 0
    count = 1
    width = _width(texts)
    while count < len(texts) and _goes_on(texts[count - 1], texts[count], width):
        count += 1
    return count


def _is_remark_alone(text: str) -> bool:
    return len(text) < _LONGEST_REMARK and bool(_REMARK_ALONE.match(text) or LABEL.match(text))


def _width(texts: Sequence[str]) -> int | None:
    """Return the width that an abstract was broken to, None where it stands on one line or in paragraphs."""
    widest = max(map(len, texts))
    if widest not in _WRAPPED or len(texts[0]) < _NEARLY_FULL * widest:
        return None
    full = sum(len(text) >= _NEARLY_FULL * widest for text in texts)
    return widest if full >= _FEWEST_WRAPPED else None


def _goes_on(before: str, text: str, width: int | None) -> bool:
    """Whether `text` is one more line of the abstract that `before` belongs to, rather than a comment."""
    if LABEL.match(text) or _REMARK_ALONE.match(text) or is_furniture(text):
        return False
    if len(text) > _LONGEST_REMARK:
        return not _REMARK_AT_LENGTH.search(text[:_REMARK_SHOWS_WITHIN])
    ended = before.rstrip(_QUOTES).endswith(_SENTENCE_ENDS)
    return (
        _goes_on_inside(before, text, ended=ended) if width is None else _is_wrapped(before, text, width, ended=ended)
    )


def _is_wrapped(before: str, text: str, width: int, *, ended: bool) -> bool:
    """Whether `text` follows `before` in text that was broken to `width`."""
    if len(before) < _NEARLY_FULL * width:
        return False
    if not ended:
        return True
    # A sentence ends with the line: what follows is as long as lines are, or a sentence, and no comment by its looks.
    is_sentence = text.rstrip(_QUOTES).endswith(_SENTENCE_ENDS) and len(text.split()) >= _FEWEST_WORDS
    return (is_sentence or len(text) >= _NEARLY_FULL * width) and not _REMARK.search(text)


def _goes_on_inside(before: str, text: str, *, ended: bool) -> bool:
    """Whether `text` goes on in the middle of a sentence: with its next words, or with the address it announces."""
    begin = text.lstrip()
    if ended or _ENDS_WITH_ADDRESS.search(before):
        return False
    if begin.startswith(("http://", "https://")):
        return " " not in begin.rstrip() and bool(_ANNOUNCES_ADDRESS.search(before))
    return begin[:1].islower() and not _REMARK.search(text)
