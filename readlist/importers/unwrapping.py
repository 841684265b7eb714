"""Lines of running text put together again: words that a hyphen parts at the end of a line, addresses broken in two."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from readlist.model.vocabulary import word_set

_HYPHENATED = re.compile(r"([^\W\d_]{2,})[-‐]\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_WORDS = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_BROKEN_ADDRESS = re.compile(r"(?:https?://\S*|(?:doi:?\s?|doi\.org/)\S*|\b10\.(?:[0-9]+(?:/\S*)?)?)\Z", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}[.,]?")
_LONGEST_WORD, _LONGEST_ADDRESS = 60, 300
_COMPOUNDS = word_set(
    """
    all anti auto bi co cross data deep domain end ever few fine first full general goal graph half high human image in
    inter intra k knowledge large long low macro meta mid multi n non object off on one open out over part post pre
    question real second self semi short single so state sub super t task text third three to token top two ultra un
    user vision well word world zero x
    """
)
"""First halves that keep their hyphen where nothing in the document says otherwise."""


def joined(entries: Iterable[Sequence[str]], text: str) -> list[str]:
    """Return each of `entries` on one line, words together that a line break parted.

    Args:
        entries: the lines of each.
        text: the document's, which shows how words are written that a hyphen parts at the end of a line.
    """
    writes = _spelling(text)
    return [_join(lines, writes) for lines in entries]


def _spelling(text: str) -> Callable[[str, str], bool]:
    """Return what tells whether the two halves of a word at a line's end are written with a hyphen in `text`."""
    written: set[str] = set()

    def hyphenated(left: str, right: str) -> bool:
        if not written:
            written.update(word.casefold() for word in _WORDS.findall(text))
        left, right = left.casefold(), right.casefold()
        if f"{left}-{right}" in written:
            return True
        return f"{left}{right}" not in written and left in _COMPOUNDS

    return hyphenated


def _join(lines: Sequence[str], hyphenated: Callable[[str, str], bool]) -> str:
    parts: list[str] = []
    for line in lines:
        following = line.strip()
        if not following:
            continue
        if parts:
            parts[-1] = _before(parts[-1], following, hyphenated)
        parts.append(following)
    return "".join(parts)


def _before(line: str, following: str, hyphenated: Callable[[str, str], bool]) -> str:
    """Return `line` as it stands before `following`: with a blank at its end, or without hyphen or blank."""
    if _goes_on_in_address(line, following):
        return line
    half = _HYPHENATED.search(line[-_LONGEST_WORD:])
    word = _FIRST_WORD.match(following)
    if half and word and following[0].islower():
        return line if hyphenated(half[1], word[0]) else line[:-1]
    if line[-1] in "-‐–" and line[-2:-1].isalnum():
        return line
    return f"{line} "


def _goes_on_in_address(line: str, following: str) -> bool:
    """Whether an address or DOI at the end of a line goes on in the next."""
    if _BROKEN_ADDRESS.search(line[-_LONGEST_ADDRESS:].rpartition(" ")[2]) is None:
        return False
    part = following.split(None, 1)[0]
    if line[-1] in "/-_=?&%":
        return True
    if line[-1] == ".":
        return part[0].islower() or (part[0].isdigit() and not _YEAR.fullmatch(part))
    return part == following and ("/" in part or any(map(str.isdigit, part))) and part[0].islower()
