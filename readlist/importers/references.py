"""Bibliographies: the list of references of a paper, as copied from its PDF or its page.

    [1] A. Author, B. Author, and C. Author. Title. In Proceed-
    ings of a Conference, pages 1–10, 2023.
    [2] …

Entries are numbered ("[1]", "1.", "1"), labelled ("[Aut19]") or neither, one a line or run over lines and pages. What
an entry says is read in `readlist.importers.citation`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from readlist.importers.base import Document, Found, Problem, Reading
from readlist.importers.chat import has_clock_time
from readlist.importers.citation import read_citation
from readlist.importers.citation_entries import Entries, cut_entries
from readlist.importers.unwrapping import joined
from readlist.model.record import Record

_LOOKED_AT = 240  # printed lines
_LOOKED_AT_CHARACTERS = 200_000
_LONGEST = 20_000
_LONGEST_ENTRY = 2_000
_SHARE = 0.6
_LABELLED_SHARE = 0.4
# What other formats' records begin with or hold, and no entry of a bibliography does.
_OTHERS = re.compile(
    r"\]\(https?://|^[ \t]*+(?:@\w+\{|[A-Z][A-Z0-9]\s\s- |arXiv:\S+ \[|\{|<\w|\[[a-z]{1,2}[0-9]+\]|[#*|>])",
    re.MULTILINE,
)
_MOST_OTHERS = 0.2


class References:
    """Importer of bibliographies; the module says what they look like."""

    name = "references"

    def sniff(self, document: Document) -> float:
        """Return how sure it is that `document` is a bibliography: by the share of entries that can be read as such."""
        head = document.text[:_LOOKED_AT_CHARACTERS]
        lines = [line[:_LONGEST] for line in islice(head.split("\n"), 4 * _LOOKED_AT)]
        printed = [i for i, line in enumerate(lines) if line.strip()]
        if not printed:
            return 0.0
        lines = lines[: printed[:_LOOKED_AT][-1] + 1]
        if len(_OTHERS.findall("\n".join(lines))) > _MOST_OTHERS * len(printed[:_LOOKED_AT]):
            return 0.0
        cut = cut_entries(lines)
        if len(cut.entries) == 1 and not (cut.numbered or cut.headed) and has_clock_time(lines):
            return 0.0  # a chat: its names, times and identifiers together read like an entry
        return _sureness(cut, joined(cut.texts(), "\n".join(lines)))

    def read(self, document: Document) -> Reading:
        """Return the papers of `document`, and the lines that belong to none."""
        cut = cut_entries(document.lines)
        found: list[Found] = []
        problems: list[Problem] = []
        strays = cut.strays
        for entry, text in zip(cut.entries, joined(cut.texts(), document.text), strict=True):
            record = read_citation(text).record
            if not _is_paper(record):
                strays += entry.lines
                continue
            found.append(Found(record, len(found) + 1, entry.line))
            if not record.title:
                problems.append(Problem.at(entry.line, "only its identifier was understood", text))
        problems += Problem.of_lines(sorted(strays), "not a reference that can be read")
        return Reading(self.name, tuple(found), tuple(sorted(problems, key=lambda problem: problem.line)))


def _is_surely_one(text: str) -> bool:
    """Whether `text` is an entry of a bibliography and can hardly be anything else."""
    citation = read_citation(text) if len(text) <= _LONGEST_ENTRY else None
    return citation is not None and citation.whole and any(" " in name for name in citation.record.authors)


def _sureness(cut: Entries, texts: Sequence[str]) -> float:
    labelled = cut.numbered or cut.headed
    share = _share_of_entries(texts, _LABELLED_SHARE if labelled else _SHARE)
    if not share or (len(cut.strays) > len(texts) * 4 and not cut.headed):
        return 0.0
    # A single entry may be one; two in a row hardly anything else.
    few = len(texts) == 1 and not labelled
    return 0.4 if few else 0.5 + 0.4 * share


def _share_of_entries(texts: Sequence[str], least: float) -> float:
    """Return how many of `texts` are entries for sure, as a share; 0 as soon as it cannot be `least` any more."""
    entries = 0
    for seen, text in enumerate(texts, 1):
        entries += _is_surely_one(text)
        if (entries + len(texts) - seen) / len(texts) < least:
            return 0.0
    return entries / max(1, len(texts))


def _is_paper(record: Record) -> bool:
    if record.title and record.authors:
        return bool(record.year or record.venue or record.arxiv or record.doi or record.url)
    return bool(record.arxiv or record.doi)
