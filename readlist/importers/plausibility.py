"""Papers that can hardly be what was printed: one in which a document of another kind has vanished.

Where nothing but its lines says where a paper ends, the last one before a text of another shape takes that in: two
pages that were put into one file. Such papers come in as they were read, and the report says where to look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from readlist.importers.base import Found, Problem
from readlist.model.record import Record

DELIMITED = frozenset(
    {"bibtex", "csl-json", "csv", "feed", "html", "markdown-list", "readlist-json", "readlist-markdown", "ris"}
)
"""Formats that say where each field ends, so that what is long there is as its authors left it."""

_ABSTRACT = "Abstract:"
_IN_COMMENT = f"; {_ABSTRACT}"  # on a line of its own: lines are joined so
_LONGEST_ABSTRACT = 6_000  # characters; arXiv takes 1,920, the longest of other sites have twice that
_LONGEST_COMMENT = 2_000
_MOST_ABOVE = 500  # lines of a paper's heading, its authors one a line
# What begins a paper on a page of one kind, and nothing on one of another.
_BEGINS_PAPER = re.compile(
    r"^[ \t]*(?:Abstract:|arXiv:\s?(?:[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?"
    r"(?![\w,;:.)-]| [a-z])"
    r"|pdf\n[ \t]*bib$|@[a-z]{4,15}\{|TY  - |%0 [A-Z]"
    r"|(?:https?://(?:(?:dx\.)?doi\.org|arxiv\.org/abs|aclanthology\.org)/|10\.[0-9]{4,9}/)\S+$"
    r"|[0-9]{4}\.[0-9]{4,5}(?:v[0-9]{1,2})?$)",
    re.MULTILINE,
)


def begins_other(record: Record) -> bool:
    """Whether in a record's text something stands that begins a paper of its own."""
    return _beginning_in(record.abstract) is not None or _IN_COMMENT in (record.comment or "")


def _beginning_in(abstract: str) -> re.Match[str] | None:
    """Return where a paper of its own begins in an abstract."""
    return _BEGINS_PAPER.search(abstract) if "\n" in abstract or abstract.startswith(_ABSTRACT) else None


def implausible(found: Iterable[Found], lines: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each paper in which a text of another shape seems to be, in their order.

    Args:
        found: the papers of a document.
        lines: of the document.
    """
    for paper in found:
        abstract, comment = paper.record.abstract, paper.record.comment or ""
        begin = _beginning_in(abstract)
        if begin is not None or _IN_COMMENT in comment:
            text = begin[0].partition("\n")[0].strip() if begin is not None else _ABSTRACT
            last = min(len(lines), paper.line + abstract.count("\n") + _MOST_ABOVE)
            following = range(paper.line, last + 1)
            line = next((number for number in following if lines[number - 1].lstrip().startswith(text)), paper.line)
            yield Problem.at(line, "taken for part of a paper, though it begins one of its own", lines[line - 1])
        elif len(abstract) > _LONGEST_ABSTRACT:
            yield Problem(paper.line, f"an abstract of {len(abstract):,} characters: another text may be in it")
        elif len(comment) > _LONGEST_COMMENT:
            yield Problem(paper.line, f"a comment of {len(comment):,} characters: another text may be in it")
