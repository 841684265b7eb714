"""ACL Anthology pages that were saved as Markdown: text as a browser shows it, and where its links lead."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Links to the Anthology itself: whole addresses, paths of the site, places on the page.
_LINK = re.compile(
    r"""\[ (?P<text>(?:[^\[\]]|\[[^\[\]]*\])*) \]
        \( <?(?P<address>(?:https?://(?:www\.)?aclanthology\.org(?=[/)>\s])|/|\#|\./)[^\s()<>]*)>?
           (?:\s+"[^"]*")? \)""",
    re.VERBOSE,
)
_BADGE = re.compile(r"\[\s*(?:pdf|bib)\s*\]\(")
_PAPER = re.compile(
    r"/([A-Z][0-9]{2}-[0-9]{4,5}|[0-9]{4}\.[a-z0-9_]+-[a-z0-9_]+\.[0-9]+)(?:v[0-9]+)?(?:\.pdf|\.bib)?/?"
)
_MARKS = re.compile(r"\A\s*(?:[-*+]\s+|\#{1,6}\s+|>\s*)*|\s*\\?\s*\Z")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(?P<text>.+?)(?<=\S)\1")
_SNIFFED = 2_000  # lines


def is_markdown(lines: Sequence[str]) -> bool:
    """Whether the badges on a page are Markdown's links."""
    return any("](" in line and _BADGE.search(line) for line in lines[:_SNIFFED])


def without_links(lines: Sequence[str]) -> tuple[list[str], dict[int, str]]:
    """Return the lines of a page without Markdown's links to the Anthology, and the papers' addresses by line number.

    Other links stay as they are: they are part of abstracts.
    """
    plain: list[str] = []
    addresses: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        links = list(_LINK.finditer(line)) if "](" in line else []
        paper = next(filter(None, (_PAPER.search(link["address"]) for link in links)), None)
        if paper:
            addresses[number] = f"https://aclanthology.org/{paper[1]}/"
        if links or line.startswith("#"):
            plain.append(_EMPHASIS.sub(r"\g<text>", _MARKS.sub("", _LINK.sub(r"\g<text>", line))))
        else:
            plain.append(line)
    return plain, addresses
