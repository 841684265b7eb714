"""Words that make a sentence of an abstract worth reading closely; most sentences have none of them."""

from __future__ import annotations

from collections.abc import Iterable

from readlist.model import vocabulary as words

CALLS = frozenset({"call", "name", "dub", "term", "nickname", "refer", "referred", "denote"})
INTRODUCING = frozenset({*words.CONTRIBUTING, *words.NAMING, *CALLS, "resulting", "our", "Our", "short"})
"""Words behind which something is introduced by name, or before which it has been ("short")."""
WORK = words.word_set(
    """
    paper work study article letter manuscript report thesis review survey contribution note project chapter
    """
)
WE = words.word_set(
    """
    we We I authors Authors here Here we've We've we’ve We’ve we're We're we’re We’re
    """
)

_BETWEEN_WORDS = bytes(code if chr(code).isalnum() else ord(" ") for code in range(128)) + b" " * 128
_NO_SUBJECT = frozenset(map(str.capitalize, words.STOP_WORDS))


def may_introduce(text: str) -> bool:
    """Whether a sentence may introduce something of its paper's; never wrong when it says no."""
    found = _words(text)
    return not _INTRODUCING.isdisjoint(found) and not _OF_THE_PAPER.isdisjoint(found)


def may_be_ours(text: str) -> bool:
    """Whether a sentence may speak of its paper or of those who wrote it; never wrong when it says no."""
    return not _OURS.isdisjoint(_words(text))


def may_describe(text: str) -> bool:
    """Whether a name may begin a sentence, so that it can say something of it."""
    first = text.split(" ", 1)[0]
    return first not in _NO_SUBJECT and first[:1].isalpha()


def may_define(text: str) -> bool:
    """Whether a name may begin a sentence with a definition right behind it: "X is a …", "X, the …"."""
    # Several searches for a text are quicker than one for a pattern.
    return (" is a" in text or ", a" in text or " is the" in text or ", the" in text) and may_describe(text)


def _words(text: str) -> list[bytes]:
    """Return the words of a text, in ASCII and cut at every sign.

    As bytes they are had in a third of the time that it takes to tell words from signs (see `tokens`).
    """
    return text.encode("ascii", "replace").translate(_BETWEEN_WORDS).split()


def _as_bytes(wanted: Iterable[str]) -> frozenset[bytes]:
    return frozenset(word.encode() for word in wanted if word.isascii())


_INTRODUCING = _as_bytes(INTRODUCING)
_OURS = _as_bytes(WE | WORK)
# "We demonstrate X", "X is demonstrated", but not "results demonstrate X".
_ACTIVE = frozenset(verb for verb, form in words.CONTRIBUTING.items() if form != "ed")
_OF_THE_PAPER = _OURS | _as_bytes(INTRODUCING - _ACTIVE)
