"""Whether a text can be a person's name, or a collaboration's."""

from __future__ import annotations

import re

_LONGEST = 60  # characters
_MOST_WORDS = 8  # "Maria da Conceição de Souza e Silva"
_INITIALS = re.compile(r"(?:[^\W\d_]\.[\s-]?)+")
_NOT_IN_NAMES = re.compile(r"[0-9:;?!\"“”()\[\]{}<>=+*/\\@#$%^&|~_]")
_NO_NAMES = frozenset(
    {"a", "an", "and", "are", "as", "at", "by", "does", "for", "from", "how", "in", "is", "of", "on", "or", "the", "to"}
    | {"towards", "using", "via", "what", "when", "why", "with"}
)


def is_name(text: str) -> bool:
    """Whether `text` can be a name as it is printed among authors; initials alone, as behind a surname, are none."""
    if not text or len(text) > _LONGEST or _NOT_IN_NAMES.search(text) or _INITIALS.fullmatch(text):
        return False
    words = text.split()
    return 0 < len(words) <= _MOST_WORDS and _NO_NAMES.isdisjoint(words) and not words[-1].islower()
