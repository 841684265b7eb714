"""What pages of the ACL Anthology print around their papers: navigation, fields of a volume, blocks beside the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readlist.importers.furniture import is_furniture

LABEL = re.compile(
    r"""\s*(?P<name>Anthology\ ID|Anthology|Volume|Month|Year|Address|Editors?|Venues?|SIGs?|Publisher|Note|Pages
      |Language|URL|DOI|ISBN|Bibkey|Bib\ Export\ formats|Cite\ \((?:ACL|Informal)\)|Copy\ Citation|PDF|Video|Software
      |Dataset|Data|Code|Award|Revision|Erratum|Attachment|Checklist|Optional\ supplementary\ (?:material|data)
      |Presentation|Poster)\s*:\s*(?P<value>.*)""",
    re.VERBOSE,
)
"""A field of a paper or of a volume; its value stands behind it, or on the line below."""

# What stands behind the last paper of a page, or before the first one of the next.
_EDGES = frozenset({"co-authors", "venues", "fix author", "fix data", "up", "acl anthology", "acl logo", "(current)"})
_LONGEST_EDGE = max(map(len, _EDGES))
_EDGE = re.compile(
    r"""ACL\ materials\ are\ Copyright | The\ ACL\ Anthology\ is\ managed | Site\ last\ built\ on
      | Also\ published\ as | Papers\ on\ this\ page\ may | Unverified\ author\ pages | Other\ people\ with\ similar
      | ACL\ Logo | Creative\ Commons\ License | Permission\ is\ granted\ to\ make | Materials\ (?:prior|published)
      | Anthology(?:\ ID)?: | Bib\ Export\ formats | (?:Show|Hide)\ all\ abstracts
      | (?:News|FAQ|Corrections|Submissions|Github)\(current\)""",
    re.VERBOSE,
)
_NAVIGATION = frozenset({"corrections", "github", "show all...", "submissions", "volumes"})
_LINKS = re.compile(r"(?:PDF|BibTeX|MODS XML|EndNote|Markdown|\(full\)|Preformatted|Informal|\s)+")
_COUNTS = frozenset({"co-authors", "venues"})
"""Blocks of names, each with how many papers there are behind it or on the line below."""
_COUNTED = re.compile(r"\S.{0,80}\s\(?[0-9]{1,5}\)?")
_COUNT = re.compile(r"\(?[0-9]{1,5}\)?")
_VOLUMES = "Volumes"
"""Heads an event's volumes, each with its number of papers on the line below."""
_PAPERS = re.compile(r"[0-9]{1,5}\s+papers?")
_EVENT_OF_VOLUMES = "event"
_EVENT = re.compile(r".{1,200}\((?:19|20)[0-9]{2}\)")
_MOST_WORDS_OF_EVENT = 8  # on a line that says where and when it took place
_EDITORS = ("(Editors)", "(Editor)")
_FIRST_FIELDS = ("Anthology ID:", "Anthology:")


def is_edge(text: str) -> bool:
    """Whether `text`, without blanks around it, stands behind the last paper of a page, or before the first."""
    return bool(_EDGE.match(text)) or (len(text) <= _LONGEST_EDGE and text.casefold() in _EDGES)


def without_frame(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield those of the lines between two papers (number and text) that no page prints there.

    What is a field, a name or a title is known by what stands around it: the label of a field, the count of a person's
    papers, a volume's editors.
    """
    printed = [(number, stripped) for number, text in lines if (stripped := text.strip())]
    texts = ["", *(text for _, text in printed), ""]
    has_fields = any(text.startswith(_FIRST_FIELDS) for text in texts)
    has_volumes = _VOLUMES in texts
    block = ""
    for i, (number, text) in enumerate(printed, 1):
        before, behind = texts[i - 1], texts[i + 1]
        edge = is_edge(text)
        if edge or text == _VOLUMES:
            block = text.casefold()
        elif has_volumes and _EVENT.fullmatch(text):
            block = _EVENT_OF_VOLUMES
        if not (
            edge
            or (before.endswith(":") and is_edge(before))
            or is_furniture(text)
            or text.casefold() in _NAVIGATION
            or text.endswith(_EDITORS)
            or behind.endswith(_EDITORS)
            or behind.startswith(_FIRST_FIELDS)
            or (has_fields and _is_of_field(before, text))
            or _is_of_block(block, text, behind)
        ):
            yield number, text


def _is_of_field(before: str, text: str) -> bool:
    """Whether `text` is a volume's field, its value on the line below the label `before`, or a link among fields."""
    label = LABEL.match(before)
    return bool(LABEL.match(text) or _LINKS.fullmatch(text) or (label and not label["value"]))


def _is_of_block(block: str, text: str, behind: str) -> bool:
    """Whether `text`, above the line `behind`, is of what is printed under the heading `block`."""
    if block in _COUNTS:
        return bool(_COUNTED.fullmatch(text) or _COUNT.fullmatch(text) or _COUNT.fullmatch(behind))
    if block == _EVENT_OF_VOLUMES:
        return _EVENT.fullmatch(text) is not None or len(text.split()) <= _MOST_WORDS_OF_EVENT
    return block == _VOLUMES.casefold() and _PAPERS.fullmatch(behind) is not None
