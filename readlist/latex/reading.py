r"""How LaTeX in prose is read: in one pass, with a stack of open groups.

Only what is TeX without doubt is changed, and what is not understood stays as it is printed. Single accents, symbols
and formulas are pylatexenc's; everything around them is read here.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

_DEEPEST = 24  # groups within groups; braces further in stay as they are
_LONGEST_FORMULA = 400  # characters

# Where a token can begin. It starts with one set of characters, which the engine skips to without trying anything
# else; most of an abstract is none of them, and the alternatives of a token would all be tried at each character.
_BEGINNING = re.compile(r"[\\${}~h](?:(?<!h)|(?=ttps?://))")
_TOKEN = re.compile(
    r"""
      (?P<address> https?://(?:[^\s{}\\<>"]|\\[_%#&~]|\{[^\s{}]*\})+ )
    | (?P<raw>     \\(?:url|path|nolinkurl)\s?\{(?P<inner>[^{}\s]{1,2000})\} )
    | (?P<math>    (?<![\\\w])\$\$(?P<display>[^$]{1,400})\$\$
                 | (?<!\\)\$(?!\s)(?P<formula>[^$]{1,400})(?<![\s\\])\$
                 | \\\((?P<round>(?:(?!\\\)).){1,400})\\\) )
    | (?P<accent>  \\(?:["'`^~=.]\s?|[Hcvudkrb](?=[\s{]))\s?
                   (?:\{\s?(?:\\[ij]|[^\W\d_])\s?\}|\\[ij](?![A-Za-z])|[^\W\d_]) )
    | (?P<macro>   \\(?P<name>[A-Za-z]+)\*? )
    | (?P<escaped> \\[%&\#_${}] )
    | (?P<space>   \\(?:[,;: ]|\\(?=\s|\Z)) )
    | (?P<hyphen>  \\- )
    | (?P<brace>   [{}] )
    | (?P<tie>     ~ )
    """,
    re.VERBOSE,
)
_ESCAPED_IN_ADDRESS = re.compile(r"\\([_%#&~])")
_ARGUMENTS = re.compile(r"\s?(?:\[[^\[\]]{0,200}\]){0,2}\{([^{}]{0,400})\}")
_OPENING = re.compile(r"\s?\{")
_SWITCH = re.compile(r"\\(?:it|em|bf|tt|sc|sl|rm|sf|itshape|bfseries|ttfamily|scshape|slshape)(?![A-Za-z])\s*")
_SET = re.compile(r"\s*\w(?:\s*,\s*\w)+\s*")

_STYLES = frozenset(
    {
        "emph",
        "text",
        "textit",
        "textbf",
        "texttt",
        "textsc",
        "textsf",
        "textrm",
        "textsl",
        "textup",
        "textmd",
        "textnormal",
    }
    | {"underline", "mbox", "hbox", "uline", "mathrm", "mathit", "mathbf", "ensuremath", "enquote", "textquote"}
)
_CITATIONS = re.compile(r"(?:no)?cite[a-z]*|[A-Z]cite[a-z]*|parencite|textcite|autocite|footcite")
_LOGOS = {"LaTeX": "LaTeX", "TeX": "TeX", "BibTeX": "BibTeX", "LaTeXe": "LaTeX2ε"}
_LETTERS = frozenset(
    {"ss", "o", "O", "l", "L", "ae", "AE", "oe", "OE", "aa", "AA", "i", "j", "dh", "DH", "th", "TH", "dj", "DJ"}
)
_TEXT_SIGNS = {"textasciitilde": "~", "textbackslash": "\\", "textasciicircum": "^", "textunderscore": "_"}
_TEXT_SIGNS |= {"S": "§", "P": "¶", "copyright": "©", "textdegree": "°", "degree": "°", "slash": "/", "textbar": "|"}

_SUPERSCRIPTS = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyz−∗*′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ⁻**′", strict=True)
)
_SUPERSCRIPTS |= {"∘": "°", "T": "ᵀ", "N": "ᴺ", "α": "ᵅ", "β": "ᵝ", "†": "†"}
_SUBSCRIPTS = dict(zip("0123456789+-=()aehijklmnoprstuvxβγρφχ−", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ₋", strict=True))
_SCRIPT = re.compile(r"([\^_])(\{(?:[^{}]|\{[^{}]*\})*\}|\\[A-Za-z]+(?:\{[^{}]*\})?|[^\s{}\\^_])")
_ALPHABET = re.compile(
    r"\\(?:mathcal|mathbf|mathrm|mathit|mathsf|mathtt|boldsymbol|bm|mathscr)\s?(?:\{([^{}]*)\}|([A-Za-z]))"
)
_OPERATOR = re.compile(
    r"(?P<glued>(?<=[\w)]))?\s*\\(?P<name>arg(?:min|max)?|cosh?|deg|det|dim|exp|gcd|hom|inf|ker|lim|ln|log|max|min|Pr|sinh?|sup"
    r"|tanh?)(?![A-Za-z])"
)
_SPECIAL = re.compile(r"(?<!\\)([%&#])")
_ESCAPED_SPECIAL = r"\\\1"
_NAME = re.compile(r"\\([A-Za-z]+)")
_BEFORE_LETTER = re.compile(r"(\\[A-Za-z]+)(?=[^\x00-\x7f])")  # pylatexenc takes letters of all scripts into names
_MATHEMATICAL = re.compile(r"[\\^_=<>]")
_BLANKS = re.compile(r"\s+")


def read(text: str) -> str:
    """Return `text` with the LaTeX in it as Unicode; see `latex.to_unicode`."""
    return _Reader(text).read()


_Close: TypeAlias = Callable[[str], str]


@dataclass(slots=True)
class _Group:
    """A brace that is open: how it was written, what has been read since, and what becomes of that at the end."""

    opening: str
    close: _Close
    kept: bool = False  # whether the braces stay, and those that follow at once
    parts: list[str] = field(default_factory=list)


class _Reader:
    """One pass over a text with a stack of open groups."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._groups = [_Group("", str)]
        self._surplus = 0  # braces that are open deeper than groups are followed

    def read(self) -> str:
        """Return the whole text in Unicode."""
        text = self._text
        search_from = 0
        while beginning := _BEGINNING.search(text, search_from):
            token = _TOKEN.match(text, beginning.start())
            if token is None:  # a backslash or a dollar that is only itself
                search_from = beginning.end()
                continue
            self._put(text[self._position : token.start()])
            self._position = token.end()
            self._take(token)
            search_from = self._position  # which a macro moves behind what it takes
        self._put(text[self._position :])
        # Groups that never close were none: their braces stay.
        return "".join(part for group in self._groups for part in (group.opening, *group.parts))

    def _put(self, text: str) -> None:
        if text:
            self._groups[-1].parts.append(text)

    def _take(self, token: re.Match[str]) -> None:
        kind, printed = token.lastgroup, token[0]
        if kind == "macro":
            self._macro(token)
        elif kind == "brace":
            self._brace(printed)
        elif kind == "address":
            self._put(_ESCAPED_IN_ADDRESS.sub(r"\1", printed))
        elif kind == "raw":
            self._put(_ESCAPED_IN_ADDRESS.sub(r"\1", token["inner"]))
        elif kind == "math":
            self._put(self._formula(token))
        elif kind == "accent":
            self._put(_accented(printed))
        elif kind == "escaped":
            self._put(printed[1:])
        elif kind == "space":
            self._put(" ")
        elif kind == "tie":
            self._put(" " if self._ties(token) else printed)

    def _formula(self, token: re.Match[str]) -> str:
        formula = token["display"] or token["formula"] or token["round"]
        follows = self._text[token.end() : token.end() + 1]
        money = follows.isdigit() or (follows.isalpha() and len(formula) > len("k_1"))
        if token["formula"] and money and not _MATHEMATICAL.search(formula):
            return token[0]  # "$5/$10", "$HOME/$USER"
        return _mathematics(formula) or token[0]

    def _ties(self, token: re.Match[str]) -> bool:
        """Whether the "~" is a space that must not break: not "/~user", not " ~100", not "5~10"."""
        before, after = self._text[token.start() - 1 : token.start()], self._text[token.end() : token.end() + 1]
        if not before or before in " \t\n~/" or not after or after in " \t\n~/":
            return False
        return not (before.isdigit() and after.isdigit())

    def _macro(self, token: re.Match[str]) -> None:
        name, printed = token["name"], token[0]
        if _CITATIONS.fullmatch(name) and (arguments := _ARGUMENTS.match(self._text, self._position)):
            self._position = arguments.end()
            self._put(f"[{_BLANKS.sub(' ', arguments[1]).strip()}]")
        elif name == "href" and (arguments := _ARGUMENTS.match(self._text, self._position)):
            self._position = arguments.end()
            address = _ESCAPED_IN_ADDRESS.sub(r"\1", arguments[1])
            self._open(printed + arguments[0], lambda said: said if said == address else f"{said} ({address})")
        elif name == "footnote":
            self._open(printed, _as_footnote)
        elif name in {"textsuperscript", "textsubscript"}:
            self._open(printed, functools.partial(_script, "^" if name == "textsuperscript" else "_"))
        elif name in _STYLES:
            self._open(printed, str)
        elif (sign := self._symbol(token)) is not None:
            self._put(sign)
        else:
            self._open_as_printed(printed)

    def _symbol(self, token: re.Match[str]) -> str | None:
        r"""Return the sign that a macro without argument stands for; None where it is none, as in "C:\temp\beta"."""
        name = token["name"]
        before = self._text[token.start() - 1 : token.start()] if token.start() else ""
        letter = name in _LETTERS and (not before or before.isalpha() or before in " \t\n{(\"'-")
        if not letter and before and (before.isalnum() or before in ":\\/._"):
            return None
        sign = _LOGOS.get(name) or _TEXT_SIGNS.get(name) or _macro_sign(name)
        if sign is None:
            return None
        if self._text.startswith("{}", self._position):
            self._position += 2
        elif letter and self._text[self._position : self._position + 1] == " ":
            self._position += 1
        return sign

    def _open(self, printed: str, close: _Close, *, kept: bool = False) -> None:
        """Begin the group that is the argument of the macro `printed`; without one, the macro stays as it is."""
        opening = _OPENING.match(self._text, self._position)
        if opening is None or len(self._groups) > _DEEPEST:
            self._put(printed)
            return
        self._position = opening.end()
        self._groups.append(_Group(printed + opening[0], close, kept=kept))

    def _open_as_printed(self, printed: str) -> None:
        """Begin a group whose braces stay, because they belong to something that is not understood."""
        if self._text.startswith("{", self._position):
            self._open(printed, lambda said: f"{printed}{{{said}}}", kept=True)
        else:
            self._put(printed)

    def _brace(self, brace: str) -> None:
        if brace == "{":
            if len(self._groups) > _DEEPEST:
                self._surplus += 1
                self._put(brace)
                return
            before = self._text[self._position - 2 : self._position - 1]
            self._groups.append(_Group("{", _in_braces if before in {"^", "_"} else _without_braces))
            switch = _SWITCH.match(self._text, self._position)
            if switch:
                self._position = switch.end()
                self._groups[-1] = _Group("{" + switch[0], str)
        elif self._surplus or len(self._groups) == 1:
            self._surplus -= bool(self._surplus)
            self._put(brace)
        else:
            group = self._groups.pop()
            self._put(group.close("".join(group.parts)))
            if group.kept and self._text.startswith("{", self._position):
                self._position += 1
                self._groups.append(_Group("{", _in_braces, kept=True))  # the next argument of what is not understood


def _in_braces(said: str) -> str:
    return f"{{{said}}}"


def _without_braces(said: str) -> str:
    """Return what stood between braces: bare where they only protect ("{BERT}"), with them where they say something."""
    protects = any(c.isalpha() for c in said) and not _SET.fullmatch(said) and '"' not in said
    return said if protects else _in_braces(said)


def _as_footnote(said: str) -> str:
    said = said.strip()
    return f" ({said})" if said else ""


def _accented(printed: str) -> str:
    """Return a letter with an accent as one character; as printed, where there is no such character."""
    character = unicodedata.normalize("NFC", _in_unicode(printed))
    return character if len(character) == 1 else printed


def _mathematics(formula: str) -> str:
    """Return a formula on one line, "" where it has something that is not understood."""
    formula = _ALPHABET.sub(r"\1\2", formula)
    formula = _NAME.sub(lambda macro: _macro_sign(macro[1]) or macro[0], formula)
    formula = _OPERATOR.sub(lambda m: f"{'' if m['glued'] is None else ' '}{m['name']}", formula)
    formula = _SCRIPT.sub(lambda script: _script(script[1], script[2]), formula)
    formula = _BEFORE_LETTER.sub(r"\1 ", formula)
    database = _converter()[1]
    if any(database.get_macro_spec(name) is None for name in _NAME.findall(formula)):
        return ""
    said = _BLANKS.sub(" ", _in_unicode(f"${_SPECIAL.sub(_ESCAPED_SPECIAL, formula)}$")).strip()
    # A macro without its arguments takes the dollar behind it for one, or leaves the slot of its template.
    return "" if any(trace in said and trace not in formula for trace in ("$", "%s")) else said


def _script(sign: str, argument: str) -> str:
    """Return a superscript or subscript in small characters where Unicode has them all, else behind its sign."""
    inner = argument[1:-1] if argument.startswith("{") else argument
    said = _mathematics(inner) if "\\" in inner else inner.strip()
    table = _SUPERSCRIPTS if sign == "^" else _SUBSCRIPTS
    if not said:
        return sign + argument if inner else ""
    if all(c in table for c in said):
        return "".join(table[c] for c in said)
    return f"{sign}{said}" if said.isalnum() else f"{sign}({said})"


def _macro_sign(name: str) -> str | None:
    """Return the sign that the macro stands for by itself ("alpha" is α), or None."""
    specification = _converter()[1].get_macro_spec(name)
    sign = specification.simplify_repl if specification else None
    return sign if isinstance(sign, str) and sign and len(sign) < 3 and not sign.isascii() else None  # noqa: PLR2004 -- signs


@functools.lru_cache(maxsize=4096)
def _in_unicode(snippet: str) -> str:
    """Return what pylatexenc makes of a snippet; nothing, where it fails."""
    try:
        return str(_converter()[0].latex_to_text(snippet))
    except Exception:  # noqa: BLE001 -- on what is not quite TeX it fails with errors of many kinds, undocumented
        return ""


@functools.cache
def _converter() -> tuple[Any, Any]:
    """Return pylatexenc's converter and its table of macros, neither of which has types."""
    # Loaded here, because many libraries hold no LaTeX at all, and importing it takes longer than drawing a screen.
    import logging  # noqa: PLC0415 -- as above

    from pylatexenc import latex2text  # type: ignore[import-untyped]  # noqa: PLC0415 -- see above

    # What it warns of is in somebody's abstract; said on standard error, it would be drawn over the app's screen.
    logging.getLogger("pylatexenc").setLevel(logging.CRITICAL + 1)
    return latex2text.LatexNodes2Text(
        math_mode="text", strict_latex_spaces=False
    ), latex2text.get_default_latex_context_db()
