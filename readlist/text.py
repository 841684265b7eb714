"""Text that came from outside: made safe to show, folded for matching, cut to terminal cells.

Every text that a file, the network or another program gave is hostile until `clean` has seen it: a title may
carry escape sequences that rewrite the terminal, or bidi overrides that make it read as something else.
`clean` runs where text comes in (import, arguments, typed and pasted notes) and again at every exit (widget,
command line, export), because a library on disk can be edited by hand.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TypeAlias

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_NEWLINES = re.compile("\r\n?")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_WORDS = re.compile(r"^ +|[^ ]+ *")

# Characters that are not drawn: soft hyphen, what is invisible, variation selectors, the enclosing keycap, skin tones
# and tags. A blank for the separators of lines and paragraphs; the two letters of a flag are regional indicators.
_DRAWN: dict[int, str] = {
    **dict.fromkeys(
        (
            0xAD, 0x61C, 0x180E, 0x200B, 0x200D, 0x200E, 0x200F, *range(0x2060, 0x2066), *range(0x206A, 0x2070), 0x20E3,
            *range(0xFE00, 0xFE10), 0xFEFF, *range(0x1F3FB, 0x1F400), *range(0xE0001, 0xE0080),
        ),
        "",
    ),
    0x2028: " ",
    0x2029: " ",
    **{0x1F1E6 + i: chr(ord("A") + i) for i in range(26)},
}  # fmt: skip
# All but the commonest characters of one cell: Latin, Greek, Cyrillic, dashes and quotes, arrows, boxes.
_OTHER_WIDTH = re.compile(
    "[^\x00-\xac\xae-\u02ff\u0370-\u0377\u037a-\u037f\u0391-\u03a1\u03a3-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u2190-\u2211\u2500-\u25fc]"
)
_Ranges: TypeAlias = tuple[tuple[int, int], ...]
# As ranges of code points, both ends included: each character is looked up once, and compiling sets of so many
# characters takes longer than that.
_NO_CELL: _Ranges = ((0x1160, 0x11FF), (0x3164, 0x3164), (0xD7B0, 0xD7C6), (0xD7CB, 0xD7FB), (0xFFA0, 0xFFA0))
_NUMBER_SIGN: _Ranges = (
    (0x600, 0x605), (0x6DD, 0x6DD), (0x70F, 0x70F), (0x890, 0x891), (0x8E2, 0x8E2), (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
)  # fmt: skip
_WIDE_WHEN_ASSIGNED: _Ranges = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x17000, 0x18DFF), (0x1AFF0, 0x1B2FF), (0x1F6D0, 0x1F6FF),
    (0x1F900, 0x1F9FF), (0x1FA70, 0x1FAFF), (0x20000, 0x3FFFD),
)  # fmt: skip
_WIDE_SINCE_16: _Ranges = (
    (0x2630, 0x2637), (0x268A, 0x268F), (0x4DC0, 0x4DFF), (0x1D300, 0x1D356), (0x1D360, 0x1D376),
)  # fmt: skip

# Letters that Unicode does not decompose, so that stripping marks leaves them as they are.
_UNDECOMPOSED = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "ħ": "h",
        "Ħ": "H",
        "ı": "i",
        "ĸ": "k",
        "ŋ": "n",
        "Ŋ": "N",
        "ŧ": "t",
        "Ŧ": "T",
    }
)
# What stands for these on a keyboard. Nothing does for two that change how others are drawn, besides what is not drawn.
_ON_KEYBOARD = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′ʻʼ", "'"),
        **dict.fromkeys("“”„‟", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "ß": "ss",
        "ẞ": "SS",
        "\u034f": "",
        "\u200c": "",
    }
)


def clean(text: str) -> str:
    """Return `text` with everything that could drive a terminal or reorder a line replaced.

    CRLF and CR become LF. C0 controls except tab and newline, DEL, C1 controls, bidi embeddings, overrides
    and isolates, and lone surrogates become U+FFFD each, so that what was there can still be seen. All other
    characters stay, so cleaning twice is the same as cleaning once.
    """
    # Most text is one clean line: str.isprintable, which refuses all control and format characters, knows it at once.
    if text.isprintable():
        return text
    if "\r" in text:
        text = _NEWLINES.sub("\n", text)
    if text.replace("\n", " ").replace("\t", " ").isprintable():
        return text
    return _hostile().sub(REPLACEMENT, text)


@cache
def _hostile() -> re.Pattern[str]:
    """Return what finds each hostile character; compiled where there may be one, for few texts come so far."""
    # C0 but tab and newline, DEL, C1, bidi embeddings and overrides, bidi isolates, lone surrogates.
    return re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: every run of white space is one space, none at the ends."""
    if text.isprintable() and "  " not in text:
        # The only white space that str.isprintable lets pass is the space.
        return text.strip()
    return " ".join(clean(text).split())


def plain_ascii(text: str) -> str:
    """Return `text` without accents and marks, and without what then is not ASCII ("Dvořák" gives "Dvorak")."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED).replace("ß", "ss"))
    return decomposed.encode("ascii", "ignore").decode("ascii")


def unmark(text: str) -> str:
    """Return `text` without accents and other marks ("Dvořák" gives "Dvorak"); letters of all scripts and case stay.

    The result may be longer or shorter than `text`; offsets into it are not offsets into `text`.
    """
    if text.isascii():
        return text
    # Only what is not ASCII is looked at: an abstract with one dash in it is as quick as one without.
    return _NOT_ASCII.sub(_unmarked, text)


def _unmarked(found: re.Match[str]) -> str:
    decomposed = unicodedata.normalize("NFKD", found[0].translate(_UNDECOMPOSED))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def fold(text: str) -> str:
    """Return `text` as it is compared when case does not matter: without marks (see `unmark`) and case folded."""
    return unmark(text).casefold()


def as_typed(text: str) -> str:
    """Return `text` as somebody would type it who looks for it; case stays.

    Besides marks (see `unmark`), what is not drawn is left out; quotes and apostrophes are straight, dashes hyphens,
    "ß" is "ss". Each character becomes what it becomes alone, so that a part of a text becomes a part of the result,
    whose offsets are not those into `text`. Not for what a paper is known by, which must not follow what people type.
    """
    if text.isascii():
        return text
    return _NOT_ASCII.sub(lambda found: found[0].translate(_TYPED), text)


def caseless(text: str) -> str:
    """Return `text` as it is looked for when case does not matter: `as_typed`, and case folded."""
    return as_typed(text).casefold()


def unbroken(text: str) -> str:
    """Return `text` with the lines of each paragraph as one, so that a phrase in it is found across their ends.

    Blanks and tabs around the ends of lines go with them; empty lines stay between paragraphs.
    """
    if "\n" not in text:
        return text
    return _LINE_END.sub(" ", "\n".join(line.strip(" \t") for line in text.split("\n")))


def drawable(text: str) -> str:
    """Return `text` (cleaned) in characters that all terminals take to be as wide as `cell_width` says.

    Terminals differ in what they join: a family of emoji, a skin tone, a flag or a sign with a variation selector is
    two cells on one and one, four or eight on the next, and all that stands behind it on the line is shifted. What
    joins is left out, so that the parts of a family stand side by side; a flag becomes the letters of its country.
    """
    return text if text.isascii() or not _OTHER_WIDTH.search(text) else text.translate(_DRAWN)


def cell_width(text: str) -> int:
    """Return how many terminal cells `text` (one line, cleaned) takes where it is drawn as `drawable` makes it.

    Wide characters take two, marks and what is not drawn none. Unicode Standard Annex #11, East Asian Width: W and F
    are wide; spacing marks and the vowels and finals of conjoining Hangul take no cell, as in wcwidth(3).
    """
    if text.isascii() or not _OTHER_WIDTH.search(text):
        return len(text)
    return sum(map(_CELLS.__getitem__, text))


def cut(text: str, cells: int) -> str:
    """Return `text` (one line, cleaned) cut to at most `cells` terminal cells, with "…" where it was cut."""
    width = cell_width(text)
    if width <= cells:
        return text
    if cells <= 0:
        return ""
    if width == len(text) and not _OTHER_WIDTH.search(text):
        return text[: cells - 1].rstrip() + "…"
    used = 0
    for i, character in enumerate(text):
        used += _CELLS[character]
        if used > cells - 1:
            return text[:i].rstrip() + "…"
    return text


def wrap(text: str, cells: int) -> list[str]:
    """Return `text` (cleaned) as lines of at most `cells` terminal cells, broken between words where that can be.

    Newlines stay line ends, indentation stays at the beginning of a paragraph's first line, tabs are four spaces.
    A word that is wider than a line is broken inside. Empty text gives one empty line.
    """
    lines: list[str] = []
    for paragraph in text.expandtabs(4).split("\n"):
        lines.extend(_wrapped(paragraph, max(1, cells)))
    return lines


def _wrapped(paragraph: str, cells: int) -> list[str]:
    if cell_width(paragraph) <= cells:
        return [paragraph.rstrip()]
    lines: list[str] = []
    line, used = "", 0
    for part in _WORDS.findall(paragraph):
        word, gap = part.rstrip(" "), len(part) - len(part.rstrip(" "))
        if not word:
            # Indentation: on a line too narrow for it, words come first.
            gap = min(gap, cells // 2)
        width = cell_width(word)
        if used + width > cells and line:
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0
        while used + width > cells:
            head = _head(word, cells - used)
            lines.append(line + head)
            word = word[len(head) :]
            # What is left is not measured anew each time: a word may have thousands of lines.
            line, used, width = "", 0, width - cell_width(head)
        line += word + " " * gap
        used += width + gap
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def _head(word: str, cells: int) -> str:
    """Return as much of the beginning of `word` as `cells` hold, at least one character."""
    used = 0
    for i, character in enumerate(word):
        used += _CELLS[character]
        if used > cells and i:
            return word[:i]
    return word


class _Cells(dict[str, int]):
    """Cells by character, each worked out when it is first asked for."""

    def __missing__(self, character: str) -> int:
        cells = self[character] = _character_cells(character)
        return cells


def _character_cells(character: str) -> int:
    point = ord(character)
    if point in _DRAWN:
        return len(_DRAWN[point])
    category = unicodedata.category(character)
    if category in {"Mn", "Me", "Mc"} or _within(point, _NO_CELL):
        return 0
    if category == "Cf":
        return 1 if _within(point, _NUMBER_SIGN) else 0
    if category == "Cn":
        # A younger Unicode may have it: that of the terminal, which Python need not know.
        return 2 if _within(point, _WIDE_WHEN_ASSIGNED) else 1
    return 2 if unicodedata.east_asian_width(character) in "WF" or _within(point, _WIDE_SINCE_16) else 1


def _within(point: int, ranges: _Ranges) -> bool:
    return any(first <= point <= last for first, last in ranges)


_CELLS = _Cells()


class _Typed(dict[int, str]):
    """What characters are as they are typed, by code point, each worked out when it is first asked for."""

    def __missing__(self, point: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(point).translate(_DRAWN))
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
        typed = self[point] = letters.translate(_UNDECOMPOSED).translate(_ON_KEYBOARD)
        return typed


_TYPED = _Typed()
