"""Stretches of Markdown text of one kind, and the quick way to those of an entry as most lists write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

# What holds no mark of any kind, and no address; it gives nothing back.
_WORDS = r"(?:[^\\$`<!\[\]*_~&\nh]++|h(?!ttps?://)|&(?=\s))"
_USUAL = re.compile(
    rf"""(?P<before>{_WORDS}*+)
    \[(?P<label>{_WORDS}++)\]\((?P<address>https?://[^\s()<>\\&]++)\)
    (?P<behind>{_WORDS}*+)
    (?: (?P<mark>\*\*?+) (?P<marked>(?=\S){_WORDS}++(?<=\S)) (?P=mark) (?P<rest>{_WORDS}*+) )?""",
    re.VERBOSE,
)


class Segment(NamedTuple):
    r"""A stretch of text of one kind.

    Attributes:
        text: without marks and escapes; "\n" for a line break.
        bold: whether it is printed bold.
        italic: whether it is printed in italics.
        link: the address that it leads to; None where it leads nowhere.
        bare: whether it is that address itself.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    bare: bool = False


def plain(parts: Sequence[Segment]) -> str:
    """Return the text of `parts`, as it is printed."""
    return "".join([part.text for part in parts])


def usual_segments(text: str) -> list[Segment] | None:
    """Return the segments of "[Title](address), authors, *venue*": one link, words, at most one emphasis.

    They are those that `readlist.importers.markdown_inline.segments` finds, in a fifth of the time; None where there is
    any other mark.
    """
    found = _USUAL.fullmatch(text)
    if found is None:
        return None
    before, label, address, behind, mark, marked, rest = found.groups()
    parts = [Segment(before)] if before else []
    parts.append(Segment(label, link=address))
    if behind:
        parts.append(Segment(behind))
    if marked:
        is_bold = mark == "**"
        parts.append(Segment(marked, is_bold, not is_bold))
        if rest:
            parts.append(Segment(rest))
    return parts
