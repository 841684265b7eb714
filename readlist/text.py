"""Text that came from outside: made safe to show, folded for matching, cut to terminal cells.

Every text that a file, the network or another program gave is hostile until `clean` has seen it: a title may
carry escape sequences that rewrite the terminal, or bidi overrides that make it read as something else.
`clean` runs where text comes in (import, arguments, typed and pasted notes) and again at every exit (widget,
command line, export), because a library on disk can be edited by hand.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

# C0 but tab and newline, DEL, C1, bidi embeddings and overrides, bidi isolates, lone surrogates.
_HOSTILE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")
_WORDS = re.compile(r"^ +|[^ ]+ *")

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
    return _HOSTILE.sub(REPLACEMENT, text)


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


def cell_width(text: str) -> int:
    """Return how many terminal cells `text` (one line, cleaned) takes: wide characters two, marks none.

    Unicode Standard Annex #11, East Asian Width: W and F are wide.
    """
    if text.isascii():
        return len(text)
    return sum(_character_cells(c) for c in text)


def cut(text: str, cells: int) -> str:
    """Return `text` (one line, cleaned) cut to at most `cells` terminal cells, with "…" where it was cut."""
    if cell_width(text) <= cells:
        return text
    if cells <= 0:
        return ""
    used = 0
    for i, character in enumerate(text):
        used += _character_cells(character)
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
            line, used, width = "", 0, cell_width(word)
        line += word + " " * gap
        used += width + gap
    if line.strip():
        lines.append(line.rstrip())
    return lines


def _head(word: str, cells: int) -> str:
    """Return as much of the beginning of `word` as `cells` hold, at least one character."""
    used = 0
    for i, character in enumerate(word):
        used += _character_cells(character)
        if used > cells and i:
            return word[:i]
    return word


def _character_cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
