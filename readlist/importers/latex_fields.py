r"""Values of BibTeX fields as what they print: accents and symbols as Unicode, braces that only protect dropped.

Formulas stay as they are written ("$O(n)$"), because what LaTeX there means cannot always be said in one line.
"""

from __future__ import annotations

import re

from readlist.latex import to_unicode

_SIGNS = re.compile(r"[\\${}~]")
_MATH = re.compile(
    r"""(?<!\\)\$\$[^$]+\$\$ | (?<!\\)\$(?:[^$\\]|\\.)+\$ | \\\((?:(?!\\\)).){1,400}\\\) | \\ensuremath\s?\{[^{}]*\}""",
    re.VERBOSE | re.DOTALL,
)
# Code points that Unicode keeps for such use within a program, and that no letter or macro can be taken for.
_FORMULA, _OPENING, _CLOSING = "\ufdd0", "\ufdd1", "\ufdd2"
_KEEPS = str.maketrans({_OPENING: "{", _CLOSING: "}"})
_DROP_BRACES = str.maketrans("", "", "{}")
_BRACE = re.compile(r"(?P<owner>\\[A-Za-z@]+\*?\s?|[\^_])?\{|\}")
_ARGUMENT_MARKS = re.compile(r"[\\^_]")
_LIGATURE = re.compile(r"---|--|``|''")
_LIGATURES = {"---": "—", "--": "–", "``": "“", "''": "”"}
_PLAIN = re.compile(
    r"\\(?P<name>textquotesingle|textquotedbl|textless|textgreater|textdollar|textunderscore|newline|linebreak|par"
    r"|relax|protect|/)(?![A-Za-z])(?:\{\}|\s)?"
)
_PLAIN_SIGNS = {
    "textquotesingle": "'",
    "textquotedbl": '"',
    "textless": "<",
    "textgreater": ">",
    "textdollar": "$",
    "textunderscore": "_",
    "newline": " ",
    "linebreak": " ",
    "par": " ",
}


def needs_decoding(value: str) -> bool:
    """Whether there may be LaTeX in a value; where not, `decoded` only joins its white space."""
    return bool(_SIGNS.search(value)) or "--" in value or "``" in value or "''" in value


def decoded(value: str, *, ligatures: bool = False) -> str:
    r"""Return what a field's value prints, on one line.

    Values without backslash, dollar, brace or tilde only have their white space joined. Never raises; takes time in
    proportion to the length.

    Args:
        value: as it stands between the field's delimiters.
        ligatures: whether what LaTeX makes dashes and quotes of (two or three hyphens, two quotes) becomes Unicode too;
            not wanted in an abstract that was pasted from elsewhere, where "--fast" is an option.
    """
    if _SIGNS.search(value):
        value = _plain(value)
    if ligatures and ("--" in value or "``" in value or "''" in value):
        value = _LIGATURE.sub(lambda found: _LIGATURES[found[0]], value)
    # Most values are one line with single blanks, which these two know sooner than a split does.
    return value.strip() if value.isprintable() and "  " not in value else " ".join(value.split())


def _plain(value: str) -> str:
    if "\\" not in value and "$" not in value and "~" not in value and not _ARGUMENT_MARKS.search(value):
        return value.translate(_DROP_BRACES)
    formulas: list[str] = []
    if "$" in value or "\\(" in value or "\\ensuremath" in value:

        def set_aside(found: re.Match[str]) -> str:
            formulas.append(found[0])
            return _FORMULA

        text = _MATH.sub(set_aside, value.replace(_FORMULA, ""))
    else:
        text = value
    if "\\" in text:
        text = text.replace("\\{", _OPENING).replace("\\}", _CLOSING)
        text = _PLAIN.sub(lambda found: _PLAIN_SIGNS.get(found["name"], ""), text)
    text = _without_protection(to_unicode(text)).translate(_KEEPS)
    if not formulas:
        return text
    pieces = text.split(_FORMULA)
    if len(pieces) != len(formulas) + 1:
        return value
    return "".join(part for pair in zip(pieces, [*formulas, ""], strict=True) for part in pair)


def _without_protection(text: str) -> str:
    """Return `text` without braces, but for those around the argument of something that is not understood."""
    if "{" not in text and "}" not in text:
        return text
    if not _ARGUMENT_MARKS.search(text):
        return text.translate(_DROP_BRACES)
    kept: list[bool] = []

    def printed(found: re.Match[str]) -> str:
        if found[0] == "}":
            return "}" if kept and kept.pop() else ""
        kept.append(found["owner"] is not None)
        return found[0] if kept[-1] else ""

    return _BRACE.sub(printed, text)
