r"""Text as BibTeX fields have it: LaTeX stays LaTeX, signs that mean something to it are escaped, acronyms are braced.

Titles and abstracts are prose that may have LaTeX in it. Whether a text has is what `readlist.latex` says: one that it
shows as it is, "81% of C:\temp", is escaped whole; in another one macros, formulas and groups stay, and only what would
break them ("50% of $O(n)$") is escaped.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterable, Iterator

from readlist.latex import to_unicode

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
}
_SPECIAL = re.compile(r"[\\{}$&#%_^~<>]")
_MAY_BE_LATEX = re.compile(r"[\\${}~]")
_TOKEN = re.compile(
    r"""
      (?P<math>    (?<![\\\w])\$\$[^$]{1,400}\$\$ | (?<!\\)\$(?!\s)[^$]{1,400}(?<![\s\\])\$
                   | \\\((?:(?!\\\)).){1,400}\\\) )
    | (?P<macro>   \\(?P<name>[A-Za-z]+)\*? )
    | (?P<pair>    \\[{}] )
    | (?P<control> \\[%&\#_$"'`^~=.,;:!/\\-] | \\(?=\s) )
    | (?P<tie>     (?<=[^\s~])~(?=[^\s~]) )
    | (?P<brace>   [{}] )
    | (?P<sign>    [\\$&\#%_^~<>] )
    """,
    re.VERBOSE,
)
_FORMULA = re.compile(r"[\\^_=<>]")
_IN_FORMULA = re.compile(r"\\[\\{}]|(?<!\\)[%&#]")
_DELIMITERS = {r"\{": r"\lbrace ", r"\}": r"\rbrace ", "\\\\": "\\\\ "}
"""No brace may stand behind a backslash: some parsers count it then, and some do not."""
_BRACE = re.compile("[{}]")
_ESCAPED_BRACE = re.compile(r"\\[{}]")
_NAMED_BRACES = {r"\{": r"\textbraceleft{}", r"\}": r"\textbraceright{}"}
_BEGINS_ENTRY = re.compile(r"@(?=[\w@ \t]*\{)")
_NOT_IN_ADDRESS = re.compile(r"[\s{}\\\"<>^`|]")
_BEFORE_SETS = frozenset({"", " ", "(", "["})
_WORD = re.compile(r"\\(?:[A-Za-z]+|[{}])|\$[^$]*\$|[{}]|(?<![\\^_])\b[^\W_]+")
_LONGEST_NAME = 2
"""Words in capitals that may be a name, "GPT-4V" or "BERT VQA", and no title in which all are."""
_GREEK_OR_MATHS = re.compile(r"[\u0370-\u03ff\u2100-\u22ff\u27c0-\u2bff]")


def latex(text: str) -> str:
    """Return LaTeX that prints `text`, fit to stand between the braces of a field: its own braces are balanced."""
    return _without_entries(_latex(text))


def title(text: str) -> str:
    """Return `text` as `latex` does, with words in braces that a style must not make lower case: BERT, LoRA, 3D."""
    written = _latex(text)
    # Where a whole sentence is in capitals they say nothing.
    shouted = text.isupper() and len(text.split()) > _LONGEST_NAME
    return _without_entries(written if shouted else _with_acronyms_braced(written))


def address(text: str) -> str:
    """Return an address, which BibTeX styles take as it is, without what cannot stand between braces."""
    return _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


def _latex(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    written = _mended(text) if _MAY_BE_LATEX.search(text) and _is_latex(text) else _escaped(text)
    if _balanced(_BRACE, written) and _balanced(_ESCAPED_BRACE, written):
        return written
    # To BibTeX a brace behind a backslash counts like any other, to some other programs it does not.
    named = _with_named_braces(written)
    return named if _balanced(_BRACE, named) else _with_named_braces(_escaped(text))


def _with_named_braces(written: str) -> str:
    return _ESCAPED_BRACE.sub(lambda brace: _NAMED_BRACES[brace[0]], written)


def _without_entries(written: str) -> str:
    # What looks like the beginning of an entry is one to some parsers, wherever it stands.
    return _BEGINS_ENTRY.sub("{@}", written) if "@" in written else written


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def _is_latex(text: str) -> bool:
    # A formula that is too much for one line of Unicode is a formula all the same.
    return any(token["math"] and _FORMULA.search(token["math"]) for token in _tokens(text)) or to_unicode(text) != text


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a text; each begins with a special character, and each of these begins or is in one."""
    # Tried at these alone: the engine skips to one of a set of characters, but tries alternatives everywhere.
    at = 0
    while (special := _SPECIAL.search(text, at)) and (token := _TOKEN.match(text, special.start())):
        yield token
        at = token.end()


def _mended(text: str) -> str:
    """Return a text with LaTeX in it, with all that is not LaTeX escaped."""
    tokens = [*_tokens(text)]
    literal = _literal_braces(text, tokens)
    parts: list[str] = []
    at = 0
    for token in tokens:
        parts += (text[at : token.start()], _written(token, literal))
        at = token.end()
    return "".join((*parts, text[at:]))


def _written(token: re.Match[str], literal: Container[int]) -> str:
    kind, printed = token.lastgroup, token[0]
    if kind == "math":
        return _formula(printed)
    if token["name"]:
        return _macro(token["name"], printed, followed=token.string[token.end() : token.end() + 1])
    if kind == "brace":
        return _ESCAPES[printed] if token.start() in literal else printed
    if kind == "pair":
        return _ESCAPES[printed[1]]
    if kind in {"control", "tie"}:
        return r"\newline{}" if printed == "\\\\" else printed  # see `_DELIMITERS`
    return _ESCAPES[printed]


def _formula(printed: str) -> str:
    if not _FORMULA.search(printed.strip("$")) and to_unicode(printed) == printed:
        return _escaped(printed)  # "$5/$10" is money
    return _IN_FORMULA.sub(lambda found: _DELIMITERS.get(found[0], f"\\{found[0]}"), printed)


def _macro(name: str, printed: str, followed: str) -> str:
    sign = _sign(name)
    if sign and _GREEK_OR_MATHS.match(sign):
        return rf"\ensuremath{{{printed}}}"  # which stands outside of a formula, where it is none of LaTeX's text
    if sign or followed in {"{", "["} or _takes_argument(name):
        return printed
    return f"{_ESCAPES[chr(92)]}{printed[1:]}"


@functools.lru_cache(maxsize=1024)
def _sign(name: str) -> str:
    """Return what a macro without argument prints; "" where it is not known."""
    macro = f"\\{name}"
    said = to_unicode(macro)
    return "" if said == macro else said


@functools.lru_cache(maxsize=1024)
def _takes_argument(name: str) -> bool:
    macro = f"\\{name}{{x}}"
    return to_unicode(macro) != macro


def _literal_braces(text: str, tokens: Iterable[re.Match[str]]) -> frozenset[int]:
    """Return where braces stand that do not group: the lone ones, and those of a set, "{0, 1}"."""
    opened: list[int] = []
    literal: list[int] = []
    for token in tokens:
        start = token.start()
        if token["brace"] == "{":
            opened.append(start)
        elif token["brace"] and opened:
            begin = opened.pop()
            group = text[begin : start + 1]
            if text[begin - 1 : begin] in _BEFORE_SETS and to_unicode(group) == group:
                literal += (begin, start)
        elif token["brace"]:
            literal.append(start)
    return frozenset((*literal, *opened))


def _balanced(brace: re.Pattern[str], text: str) -> bool:
    """Whether each brace of a kind is closed, and none before it is opened."""
    depth = 0
    for found in brace.findall(text):
        depth += 1 if found[-1] == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _with_acronyms_braced(written: str) -> str:
    depth = 0

    def braced(found: re.Match[str]) -> str:
        nonlocal depth
        word = found[0]
        if word in "{}":
            depth += 1 if word == "{" else -1
        elif depth == 0 and word[0] not in "\\$" and _keeps_case(word):
            return f"{{{word}}}"
        return word

    return _WORD.sub(braced, written)


def _keeps_case(word: str) -> bool:
    """Whether a word must not be made lower case: "BERT", "LoRA", "3D", "R" of "R&D"; not "Towers", nor the article."""
    return any(map(str.isupper, word[1:])) or (len(word) == 1 and word.isupper() and word != "A")
