"""What is typed where tags are asked for: "rlhf -todo", with the tags that there are to choose from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from readlist.app.widgets.prompt_line import Completion
from readlist.app.widgets.remark_line import Remark
from readlist.model.tags import InvalidTagError, parse_tag

MOST = 8
"""How many tags are offered at most."""
_SHOWN = 12
"""How many tags of papers are named at most."""


def parsed_tags(text: str, *, sign: str) -> tuple[list[str], list[str]]:
    """Return the tags to add and those to remove, of words with "+", "-" or, for `sign`, neither before them.

    Raises:
        InvalidTagError: a word is no tag.
    """
    add: list[str] = []
    remove: list[str] = []
    for word in _words(text):
        own_sign, bare = (word[0], word[1:]) if word[0] in "+-" else (sign, word)
        (remove if own_sign == "-" else add).append(parse_tag(bare))
    return add, remove


@dataclass(frozen=True, slots=True)
class Held:
    """The tags that some papers have.

    Attributes:
        papers: how many papers there are.
        counts: how many of them have each tag, those of the most papers first.
    """

    papers: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, tags: Sequence[Sequence[str]]) -> Held:
        """Return what papers have, from the tags of each."""
        spelling: dict[str, str] = {}
        counted = Counter(chain.from_iterable(tags))
        tally: Counter[str] = Counter()
        for tag, number in counted.items():
            tally[spelling.setdefault(tag.casefold(), tag)] += number
        return cls(len(tags), dict(tally.most_common()))

    def in_words(self) -> str:
        """Return the tags that all papers have, then those of some, each with how many."""
        everywhere = [f"#{tag}" for tag, count in self.counts.items() if count == self.papers]
        some = [f"#{tag} ({count:,})" for tag, count in self.counts.items() if count < self.papers]
        shown = everywhere[:_SHOWN]
        some = some[: _SHOWN - len(shown)]
        parts = [" ".join(shown)] if shown else []
        if some:
            parts.append(f"on some: {' '.join(some)}")
        more = len(self.counts) - len(shown) - len(some)
        return (" · ".join(parts) + (f" and {more} more" if more else "")) or "no tags yet"


class TagWords:
    """Reads and completes tags that are typed for some papers."""

    def __init__(self, known: Mapping[str, int], held: Held, *, sign: str) -> None:
        """Make it.

        Args:
            known: the tags of the library, with how many papers have each.
            held: those of the papers.
            sign: "+" or "-": what a word without either means.
        """
        self._sign = sign
        self._held = held
        self._folded = frozenset(tag.casefold() for tag in known)
        everywhere = {tag.casefold() for tag, count in held.counts.items() if count == held.papers}
        frequent = sorted(known, key=known.__getitem__, reverse=True)
        self._to_add = [tag for tag in frequent if tag.casefold() not in everywhere]

    def remark(self, text: str) -> str:
        """Return what the papers have, or which of the tags that are typed nobody has used yet."""
        try:
            add, _ = parsed_tags(text, sign=self._sign)
        except InvalidTagError:
            add = []
        new = [f"#{tag}" for tag in add if tag.casefold() not in self._folded]
        return f"new: {' '.join(new)} · {self._held.in_words()}" if new else self._held.in_words()

    def problem(self, text: str) -> Remark | None:
        """Return what is wrong with a text, under the word that is no tag; None for nothing."""
        at = 0
        for word in _words(text):
            at = text.index(word, at)
            try:
                parsed_tags(word, sign=self._sign)
            except InvalidTagError as error:
                return Remark(str(error), error=True, place=(at, len(word)))
            at += len(word)
        return None

    def closest(self, bare: str, *, remove: bool = False, but: Sequence[str] = ()) -> list[str]:
        """Return the tags that may be meant by `bare`, best first; where that is nothing, those of the most papers.

        Args:
            bare: what is typed, without a sign.
            remove: whether the tag is to be removed, and so one that the papers have.
            but: tags that are not meant.
        """
        from readlist.search import closest  # noqa: PLC0415 -- rapidfuzz is needed where tags are typed, not at start

        out = {tag.casefold() for tag in but}
        among = [tag for tag in (self._held.counts if remove else self._to_add) if tag.casefold() not in out]
        return closest(bare, among, MOST)

    def completion(self, text: str, cursor: int) -> Completion:
        """Return what the word before a cursor may become, without the tags that are typed already."""
        start = max(text.rfind(" ", 0, cursor), text.rfind(",", 0, cursor)) + 1
        word = text[start:cursor]
        sign = word[:1] if word[:1] in {"+", "-"} else ""
        typed = [other.lstrip("+-").removeprefix("#") for other in _words(f"{text[:start]} {text[cursor:]}")]
        found = self.closest(word[len(sign) :].removeprefix("#"), remove=(sign or self._sign) == "-", but=typed)
        return Completion(start, cursor, [sign + tag for tag in found])


def _words(text: str) -> list[str]:
    return text.replace(",", " ").split()
