"""Citation keys: what a paper is called where it is cited, unique in its library."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from readlist.model.identifiers import arxiv_base
from readlist.model.naming import named_system, surname, telling_text
from readlist.model.sentences import plain
from readlist.model.vocabulary import FILLER, STOP_WORDS
from readlist.text import plain_ascii

if TYPE_CHECKING:
    from readlist.model.record import Record

Taken: TypeAlias = Callable[[str], bool]
"""Whether a key is in use, whatever the case of its letters."""

LONGEST_KEY = 60
"""Characters of a citation key at most."""
_LONGEST_PART = 32  # characters of a surname or of a word: "donaudampfschifffahrtsgesellschaft" must not fill a key
_LONGEST_TEXT = 400  # characters of a title or text in which words are looked for
_DISTINCTIVE_WORDS = 3
_COUNTED_THROUGH = 26

_WORD = re.compile("[a-z0-9]+")
# A key also is a LaTeX argument and a Markdown citation: nothing that ends one there, and no white space.
_VALID = re.compile(r"[!$&*+\-./0-9:;<>?@A-Z\[\]^_`a-z|]+")


def citation_key(record: Record, taken: Taken) -> str:
    """Return a new citation key for `record`: only a-z, 0-9, "." and "-", at most `LONGEST_KEY` characters.

    It is made of the first of these that the record has: first author's surname, year and first title word that is no
    stop word (`lin2024mitigating`, `cui-mastering` without a year); the arXiv identifier (`arxiv2310.16271`); the name
    that the abstract gives its system; the first distinctive words of what the abstract tells; "paper". Where a key is
    taken, letters follow it: a, b, …, z, aa, ….

    Args:
        record: the paper.
        taken: whether a key is in use, whatever the case of its letters.
    """
    return free_key(_stem(record), taken)


def free_key(stem: str, taken: Taken) -> str:
    """Return `stem` if it is free as a key, else `stem` with letters behind it: a, b, …, z, aa, ….

    Args:
        stem: a valid key; it is cut where it would be longer than `LONGEST_KEY` with its letters.
        taken: whether a key is in use, whatever the case of its letters.
    """
    if not taken(stem):
        return stem

    def candidate(number: int) -> str:
        suffix = _letters(number)
        return stem[: LONGEST_KEY - len(suffix)] + suffix

    # Few collisions are counted through. Of many, a free key behind a taken one is found by doubling and halving: a
    # hundred thousand papers that all would be called the same are not compared with each other.
    used, free = 0, 1
    while taken(candidate(free)):
        used, free = free, free + 1 if free < _COUNTED_THROUGH else 2 * free
    while free - used > 1:
        middle = (used + free) // 2
        used, free = (middle, free) if taken(candidate(middle)) else (used, middle)
    return candidate(free)


def valid_key(text: str) -> bool:
    """Whether `text`, the key of a bibliography entry, can be kept: ASCII without spaces, commas, braces or quotes."""
    return _VALID.fullmatch(text) is not None


def _stem(record: Record) -> str:
    return _from_author(record) or _from_arxiv(record) or _from_abstract(record) or "paper"


def _from_author(record: Record) -> str:
    if not record.authors:
        return ""
    author = "".join(_words(surname(record.authors[0])))[:_LONGEST_PART]
    word = next(iter(_telling_words(record.title or "")), "")[: LONGEST_KEY // 3]
    if not author or not word:
        return ""
    if record.year:
        return f"{author}{record.year}{word}"[:LONGEST_KEY]
    return f"{author}-{word}"


def _from_arxiv(record: Record) -> str:
    if not record.arxiv:
        return ""
    parts = re.findall("[a-z0-9.-]+", arxiv_base(record.arxiv).lower())
    return f"arxiv{'.'.join(parts)}"[:LONGEST_KEY].rstrip(".-") if parts else ""


def _from_abstract(record: Record) -> str:
    name = "-".join(_words(named_system(record.abstract) or ""))
    if name:
        return name[:LONGEST_KEY].strip("-")
    words = dict.fromkeys(_telling_words(telling_text(record.abstract)))
    distinctive = [word for word in words if word not in FILLER and not word.isdigit()] or list(words)
    return "-".join(word[: LONGEST_KEY // 4] for word in distinctive[:_DISTINCTIVE_WORDS])


def _telling_words(text: str) -> list[str]:
    """Return the words of a title or sentence that are no stop words, in order; all of them where none is left."""
    words = _words(text[:_LONGEST_TEXT])
    return [word for word in words if word not in STOP_WORDS] or words


def _words(text: str) -> list[str]:
    if any(sign in text for sign in "\\{$"):
        text = plain(text)
    return _WORD.findall(plain_ascii(text).lower())


def _letters(number: int) -> str:
    """Return 1 as "a", 2 as "b", …, 26 as "z", 27 as "aa": how spreadsheets name their columns."""
    letters = ""
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters
