"""Sentences of an abstract as plain prose: markup taken off, split where sentences end.

This is for making names and provisional titles from an abstract. What is shown or stored of the abstract itself never
goes through here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from readlist.text import clean_line

LONGEST = 12_000
"""Characters of an abstract that are looked at: several times the longest that journals print."""

_COMBINING = dict(
    zip(
        "`'^\"~=.uvHcdbrk",
        "\u0300\u0301\u0302\u0308\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u030a\u0328",
        strict=True,
    )
)
_SYMBOLS = {"times": "×", "pm": "±", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "approx": "≈", "sim": "~"}
_SYMBOLS |= {"to": "→", "sqrt": "√"}

_ACCENT = re.compile(r"\\(?:([`'^\"~=.])\s*\{?\s*|([uvHcdbrk])\s*\{\s*)([^\W\d_])\s*\}?")
_DROPPED = re.compile(r"\\(?:footnote|footnotemark|cite[a-z]*|label|ref|thanks)\*?\{[^{}]*\}")
_TYPEWRITER = re.compile(r"\\(?:texttt|code|verb)\{([^{}]*)\}")
_WITH_ARGUMENT = re.compile(r"\\[A-Za-z]+\*?\{([^{}]*)\}")
_MATH = re.compile(r"\$([^$]*)\$")
_MACRO = re.compile(r"\\([A-Za-z]+)")
_MARKUP = "\\$~{}*"
_BARE_MACRO = re.compile(r"(?:(?<=[\s({\[])|^)\\[A-Za-z]+")
_ESCAPED = re.compile(r"\\([%&#_${}])")
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*]*)(?<=[^\s*])\1(?![\w*])")

# What stands before a full stop that ends no sentence, by its length: what is looked at backwards needs one.
_ABBREVIATED = ("[A-Z]", "cf|vs|eq|dr|st", r"e\.g|i\.e|fig|sec|aka", "resp", r"et al|a\.k\.a|w\.r\.t", "approx")
# A full stop ends a sentence before white space and a capital, or glued to a capitalised word ("available.However").
_BEHIND_END = (
    "".join(rf"(?<!\b(?i:{abbreviated})\.)" for abbreviated in _ABBREVIATED)
    + r"[\"”’')\]]*(?:\s+(?=[\"“'(\[`]*[^\W_])|(?<=[a-z)\]]{2}[.!?])(?=[A-Z]))"
)
_END = re.compile("[.!?]" + _BEHIND_END)
_END_WITH_STOP = re.compile(r"\." + _BEHIND_END)
"""The same for a text that neither asks nor exclaims: a single sign is found at several times the speed."""


def plain(abstract: str) -> str:
    """Return the beginning of an abstract on one line, without TeX and Markdown markup.

    Words set in typewriter type come back between backticks, because that is how names of programs are told apart.
    """
    text = clean_line(abstract[:LONGEST])
    if not any(map(text.__contains__, _MARKUP)):
        return text
    if "$" in text:
        text = _MATH.sub(lambda m: _MACRO.sub(_spoken, m[1]), text)
    if "\\" in text:
        text = _ACCENT.sub(_accented, text)
        text = _DROPPED.sub("", text)
        text = _TYPEWRITER.sub(r"`\1`", text)
        text = _WITH_ARGUMENT.sub(r"\1", text)
        text = _BARE_MACRO.sub("", text)
        text = _ESCAPED.sub(r"\1", text)
    text = text.replace("~", " ").replace("{", "").replace("}", "")
    if "*" in text:
        text = _EMPHASIS.sub(r"\2", text)
    return " ".join(text.split())


@lru_cache(maxsize=1 << 4)
def sentences(abstract: str) -> tuple[str, ...]:
    """Return the sentences of an abstract as `plain` gives it, each with its full stop."""
    prose = plain(abstract)
    result = []
    start = 0
    end_of_sentence = _END if "!" in prose or "?" in prose else _END_WITH_STOP
    for found in end_of_sentence.finditer(prose):
        end = found.end()
        # Few sentences start with a small letter; those that do start with a name ("nnU-Net is …").
        if prose[end].islower() and prose[found.start()] == "." and prose[end : end + 40].split(" ", 1)[0].islower():
            continue
        result.append(prose[start:end].strip())
        start = end
    rest = prose[start:].strip()
    return (*result, rest) if rest else tuple(result)


def _spoken(macro: re.Match[str]) -> str:
    return _SYMBOLS.get(macro[1], macro[1])


def _accented(accent: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", accent[3] + _COMBINING[accent[1] or accent[2]])
