"""How values are written in the query language, and how they are read back."""

from __future__ import annotations

import re

# What needs no quotes: as a value behind "field:", and as a word on its own, which nothing may take for something else.
_PLAIN_VALUE = re.compile(r"[^\s()\",/:“][^\s()\",]*")
_PLAIN_WORD = re.compile(r"(?!(?:AND|OR|NOT)\Z)[^\s()\":~,“-][^\s()\":]*")
_ESCAPE = re.compile(r'\\(["\\])')
_SPECIAL = re.compile(r'["\\]')


def quoted(value: str) -> str:
    """Return `value` as it is written behind `field:`, in quotes where it has spaces or other special characters."""
    return value if _PLAIN_VALUE.fullmatch(value) else in_quotes(value)


def quoted_word(word: str) -> str:
    """Return a word or phrase as it is written on its own, in quotes where it would mean something else without."""
    return word if _PLAIN_WORD.fullmatch(word) else in_quotes(word)


def in_quotes(text: str) -> str:
    r"""Return `text` in quotes: a quote in it is written \", a backslash \\."""
    return '"' + _SPECIAL.sub(r"\\\g<0>", text) + '"'


def without_quotes(text: str) -> str:
    r"""Return what stands between the quotes of `text`, straight or curly ones; the closing one may be missing.

    Only \" and \\ are escapes, and only between straight ones: the backslashes of "\alpha" stay.
    """
    if text.startswith("“"):
        return text[1:].removesuffix("”")
    inner = _ESCAPE.sub("\0\\1", text[1:])  # no cleaned text has a NUL
    if inner.endswith('"') and not inner.endswith('\0"'):
        inner = inner[:-1]
    return inner.replace("\0", "")
