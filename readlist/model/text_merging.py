"""One text of two that were made of the same one: what each side did to it, and all that either of them wrote.

This is the three-way merge of diff3 (S. Khanna, K. Kunal, B. C. Pierce, A Formal Investigation of Diff3, 2007): first
by lines, then by words where both sides have changed the same lines, for a paragraph is often one line. What is between
two pieces that all three texts have is a gap. A gap that one side has changed is taken from that side; in one that both
have changed, both texts stay, with a line between them where nothing else would part them.

Whoever goes on with one side and merges again, with what was merged last as the base, has no text twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
# Each sign of the scripts that have no blanks between words is one.
_UNPARTED = "\u2e80-\u2fff\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{_UNPARTED}]|[^\s{_UNPARTED}]+")
_SENTENCE_END = re.compile(r"(?<=[.!?:])\s|(?<=[。！？：])|\n")
_LARGE = 2000
"""Pieces of two texts from which on they are compared with less care: with all of it, time grows with their square."""


class TextEdit(NamedTuple):
    """Something that makes one text of another: `text` takes the place of the characters from `start` to `end`."""

    start: int
    end: int
    text: str


def merged(ours: str, theirs: str, marker: str, *, base: str = "") -> str:
    """Return one text of two. Each word that either side has written is in it; where both have the same, once.

    What one side took out is out, unless the other has written just there.

    Args:
        ours: the text of one side. What it has put in stays as it is, with the blanks around it, and comes first.
        theirs: the text of the other side.
        marker: a line that stands between what both have written in the same place.
        base: the text of which both were made; without one, the longer text is enough where it holds the other.
    """
    if base in {ours, theirs}:
        return theirs if base == ours else ours
    if not base.strip():
        longer = _longer(ours, theirs)
        if longer is not None:
            return longer
    parts: list[str] = []
    for gap in _gaps(_LINE, base, ours, theirs):
        parts += (_of_lines(gap, marker), gap.piece)
    return "".join(parts)


def edits_between(old: str, new: str) -> list[TextEdit]:
    """Return what makes `new` of `old`, in their order, with as few characters as whole words allow."""
    edits: list[TextEdit] = []
    start = 0
    for gap in _gaps(_WORD, old, old, new):
        was, now = gap.base, gap.theirs
        if was != now:
            head = _common(was, now)
            tail = _common(was[head:][::-1], now[head:][::-1])
            edits.append(TextEdit(start + head, start + len(was) - tail, now[head : len(now) - tail]))
        start += len(was) + len(gap.piece)
    return edits


class _Gap(NamedTuple):
    """What three texts have between two pieces that all of them have, and the piece behind it.

    Attributes:
        base: what the text of which the others were made has there.
        ours: what the one has there.
        theirs: what the other has there.
        piece: the piece behind it, "" at the end of the texts.
        text: the other text whole.
        at: where the gap begins in that.
    """

    base: str
    ours: str
    theirs: str
    piece: str
    text: str
    at: int

    @property
    def before(self) -> str:
        """All that the other text has before it."""
        return self.text[: self.at]


def _gaps(pattern: re.Pattern[str], base: str, ours: str, theirs: str) -> Iterator[_Gap]:
    """Yield the gaps of three texts, of which `pattern` finds the pieces."""
    of_base, of_ours, of_theirs = (list(pattern.finditer(text)) for text in (base, ours, theirs))
    words = [piece[0] for piece in of_base]
    in_ours = _partners(words, [piece[0] for piece in of_ours])
    in_theirs = _partners(words, [piece[0] for piece in of_theirs])
    at = (0, 0, 0)
    for i, j in in_ours.items():
        k = in_theirs.get(i)
        if k is not None:
            one, two, three = of_base[i], of_ours[j], of_theirs[k]
            yield _Gap(
                base[at[0] : one.start()],
                ours[at[1] : two.start()],
                theirs[at[2] : three.start()],
                one[0],
                theirs,
                at[2],
            )
            at = one.end(), two.end(), three.end()
    yield _Gap(base[at[0] :], ours[at[1] :], theirs[at[2] :], "", theirs, at[2])


def _partners(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Return which pieces of `new` are pieces of `old`, by their places there, in their order."""
    from difflib import SequenceMatcher  # noqa: PLC0415 -- takes a while to load, and few texts are merged

    head = tail = 0
    large = len(old) + len(new) > _LARGE
    if large:
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
    matcher = SequenceMatcher(None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=large)
    partners = {place: place for place in range(head)}
    for i, j, length in matcher.get_matching_blocks():
        partners.update((head + i + n, head + j + n) for n in range(length))
    partners.update((len(old) - n, len(new) - n) for n in range(tail, 0, -1))
    return partners


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many items both begin."""
    shortest = min(len(one), len(other))
    return next((n for n in range(shortest) if one[n] != other[n]), shortest)


_Parted: TypeAlias = tuple[str, str, str]
"""The blanks before a text, the text, the blanks behind it; of blanks alone they are all behind."""


def _parted(text: str) -> _Parted:
    core = text.strip()
    lead = text[: text.index(core)]
    return lead, core, text[len(lead) + len(core) :]


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _of_lines(gap: _Gap, marker: str) -> str:
    """Return what stands in a gap between lines."""
    known = _of_one_side(gap)
    if known is not None:
        return known
    parts: list[str] = []
    for inner in _gaps(_WORD, gap.base, gap.ours, gap.theirs):
        part = _of_words(inner if inner.piece else inner._replace(piece=gap.piece), marker)
        if part is None:
            # Within a line nothing can part them: both lines stay.
            return _one_after_the_other(gap._replace(at=0), marker)
        parts += (part, inner.piece)
    return "".join(parts)


def _of_one_side(gap: _Gap) -> str | None:
    """Return what stands in a gap that only one side has changed, or both alike; None where both have."""
    if gap.ours in {gap.base, gap.theirs}:
        return gap.theirs
    return gap.ours if gap.theirs == gap.base or not gap.theirs.strip() else None


def _of_words(gap: _Gap, marker: str) -> str | None:
    """Return what stands in a gap between words; None where both texts cannot stand in it."""
    known = _of_one_side(gap)
    if known is not None:
        return known
    if not gap.base.strip():
        return _put_in(gap, marker) if gap.ours.strip() else _behind_blanks(gap)
    around = _around(gap)
    if around is None:
        around = _longer(gap.ours, gap.theirs)
    if around is None and _ends_line(gap):
        around = _one_after_the_other(gap, marker)
    return around


def _behind_blanks(gap: _Gap) -> str:
    """Return what stands where ours has got blanks, theirs text: who has just typed a blank goes on behind it."""
    typed = gap.ours.removesuffix(gap.base)
    if "\n" in typed and _continues(gap.theirs, gap):
        return gap.theirs.rstrip() + gap.ours
    return typed + gap.theirs


def _put_in(gap: _Gap, marker: str) -> str | None:
    """Return what stands where both sides have put text in."""
    if not _ends_line(gap):
        return None
    if _continues(gap.ours, gap) and _begins_line(gap.theirs):
        return gap.ours.removesuffix(gap.base) + gap.theirs
    if _continues(gap.theirs, gap) and _begins_line(gap.ours):
        return gap.theirs.rstrip() + gap.ours
    return _one_after_the_other(gap, marker)


def _ends_line(gap: _Gap) -> bool:
    """Whether what is put into a gap is at the end of a line."""
    return not gap.piece or "\n" in gap.base or all("\n" in _parted(text)[2] for text in (gap.ours, gap.theirs))


def _begins_line(text: str) -> bool:
    return "\n" in _parted(text)[0]


def _continues(text: str, gap: _Gap) -> bool:
    """Whether a text that was put into a gap goes on with the line before it, and begins no other."""
    return bool(gap.before.strip()) and "\n" not in text.rstrip()


def _around(gap: _Gap) -> str | None:
    """Return what stands where one side has left the words as they were, and put others around them; else None."""
    lead, core, trail = _parted(gap.base)
    our_lead, ours, our_trail = _parted(gap.ours)
    between = _beside(_words(core), gap.theirs)
    if between is not None:
        before, behind = between
        if our_lead != lead and not before.strip():
            before = our_lead
        if not ours:
            return _joined(before, behind.lstrip() if before[-1:].isspace() else behind)
        if behind.strip():
            return _joined(before, ours, our_trail.removesuffix(trail) + behind)
        return _joined(before, ours, our_trail if our_trail != trail else behind)
    between = _beside(_words(core), gap.ours)
    # Where theirs has fewer words it has taken some away, in the place where ours was writing.
    if between is not None and len(_words(gap.theirs)) >= len(_words(core)):
        return _joined(between[0], gap.theirs.strip(), between[1])
    return None


def _joined(*parts: str) -> str:
    """Return parts of a text as one, with a blank where two words would become another one."""
    text = ""
    for part in parts:
        meeting = text[-1:] + part[:1]
        text += f" {part}" if len(meeting) == len(meeting.strip()) > len(_words(meeting)) else part
    return text


def _beside(words: Sequence[str], text: str) -> tuple[str, str] | None:
    """Return what stands before and behind some words in `text`; None where they are not in it, one after the other."""
    found = list(_WORD.finditer(text))
    in_text = [word[0] for word in found]
    for first in range(len(found) - len(words), -1, -1):
        if in_text[first : first + len(words)] == words:
            return text[: found[first].start()], text[found[first + len(words) - 1].end() :]
    return None


def _longer(ours: str, theirs: str) -> str | None:
    """Return the text that has all words of the other, one after the other; None where neither has."""
    of_ours, of_theirs = _words(ours), _words(theirs)
    if not of_theirs or _beside(of_theirs, ours) is not None:
        return ours
    return theirs if not of_ours or _beside(of_ours, theirs) is not None else None


def _one_after_the_other(gap: _Gap, marker: str) -> str:
    """Return both texts of a gap with the marker between them; of theirs, the sentence from its beginning."""
    lead, core, trail = _parted(gap.theirs)
    our_lead, our_core, our_trail = _parted(gap.ours)
    # Blanks that were typed last have the cursor behind them; those before the next piece stand there.
    known = _parted(gap.base)[2] if gap.piece or gap.base.strip() else ""
    typed = "" if gap.piece and our_trail == trail else our_trail.removesuffix(known)
    if "\n" in lead or not gap.before.strip():
        begun = lead.rpartition("\n")[2]
    else:
        begun = _SENTENCE_END.split(gap.before + lead)[-1]
    return f"{our_lead}{our_core}{typed}\n\n{marker}\n\n{begun}{core}{trail}"
