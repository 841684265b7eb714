"""Stretches of a document that say themselves what they are: entries of BibTeX or RIS, lines of identifiers.

They are looked for in documents that are something else as a whole: where what stands around them is read as one shape,
they are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readlist.importers.mentions import find_mentions, is_paper

_BIBTEX = re.compile(r"[ \t]*@[A-Za-z]{4,15}[ \t]*\{[^{}\"=]*,?[ \t]*(?:[A-Za-z%\}].*)?\Z")
_RIS = re.compile(r"TY[ ]{1,2}- [A-Z]+[ \t]*\Z")
_END_OF_RIS = re.compile(r"ER[ ]{1,2}-")
_FENCE = ("```", "~~~")
_LONGEST_ENTRY = 600  # lines, of which an abstract or a list of authors may have many
_LONGEST_IDENTIFIER = 200  # characters
_FEWEST_ALONE = 2  # lines of identifiers, with blank ones around them
_FEWEST_TOGETHER = 3  # lines of identifiers: a paper has two, a preprint's and a publisher's
_BEGINS_IDENTIFIER = re.compile(
    r"[ \t,;.*•<>()\[\]-]*+(?:arxiv|https?:|10\.|doi|www\.|[0-9]{4}\.[0-9a-z])", re.IGNORECASE
)
_AROUND = " \t,;.-*•<>()[]"
_FIRST_CHARACTERS = frozenset(f"T@AaHhDdWw0123456789{_AROUND}")


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of one format, by index; `end` is behind the last."""

    begin: int
    end: int
    format: str


def runs(lines: Sequence[str], *, parted: bool, paired: bool = False) -> Iterator[Run]:
    """Yield the runs of `lines`, in their order.

    Args:
        lines: of a document.
        parted: whether identifiers count only between blank lines, since other papers begin or end with one.
        paired: whether several identifiers on one line count too: no other paper has its own there.
    """
    end = 0
    # Most lines are ruled out by their first character, and a page has a hundred thousand of them.
    for i in [i for i, line in enumerate(lines) if line[:1] in _FIRST_CHARACTERS]:
        run = _run_at(lines, i, parted=parted, paired=paired) if i >= end else None
        if run is not None:
            yield run
            end = run.end


def _run_at(lines: Sequence[str], i: int, *, parted: bool, paired: bool) -> Run | None:
    line = lines[i]
    first = line[0]
    if first == "T" and _RIS.match(line):
        return _entries(lines, i, "ris")
    if first in "@ \t" and _BIBTEX.match(line) and not (i and lines[i - 1].lstrip().startswith(_FENCE)):
        return _entries(lines, i, "bibtex")
    below = i > 0 and bool(lines[i - 1].strip())
    if len(line) > _LONGEST_IDENTIFIER or (below and parted):
        return None
    end, count = i, 0
    while end < len(lines) and (here := _count_identifiers(lines[end], paired=paired)):
        end += 1
        count += here
    above = end < len(lines) and bool(lines[end].strip())
    if above and parted:
        return None
    # Next to a text, identifiers may be those of the paper that ends or begins there.
    is_last = not above and count > end - i and not any(lines[j].strip() for j in range(end, len(lines)))
    least = _FEWEST_TOGETHER if above or (below and not is_last) else _FEWEST_ALONE
    return Run(i, end, "identifiers") if count >= least else None


def _entries(lines: Sequence[str], begin: int, form: str) -> Run | None:
    """Return the run of entries that begins at `begin`; None where the first one has no end."""
    begins = _RIS if form == "ris" else _BIBTEX
    end, i = begin, begin
    while i < len(lines):
        if not lines[i].strip():
            i += 1
            continue
        closed = end_of_entry(lines, i, form) if begins.match(lines[i]) else None
        if closed is None:
            break
        end = i = closed
    return Run(begin, end, form) if end > begin else None


def end_of_entry(lines: Sequence[str], begin: int, form: str) -> int | None:
    """Return the index behind the last line of the entry that begins at `begin`; None where it has no end."""
    return _end_of_ris(lines, begin) if form == "ris" else _end_of_bibtex(lines, begin)


def _end_of_bibtex(lines: Sequence[str], begin: int) -> int | None:
    depth = 0
    for i in range(begin, min(len(lines), begin + _LONGEST_ENTRY)):
        if i > begin and _BIBTEX.match(lines[i]):
            return None
        depth += lines[i].count("{") - lines[i].count("}")
        if depth <= 0:
            return i + 1
    return None


def _end_of_ris(lines: Sequence[str], begin: int) -> int | None:
    for i in range(begin + 1, min(len(lines), begin + _LONGEST_ENTRY)):
        if _END_OF_RIS.match(lines[i]):
            return i + 1
        if _RIS.match(lines[i]):
            return None
    return None


def _count_identifiers(line: str, *, paired: bool) -> int:
    """Return how many papers a line names if it holds identifiers or addresses of papers and nothing else, or 0.

    Args:
        line: of a document.
        paired: whether there may be more than one.
    """
    if len(line) > _LONGEST_IDENTIFIER or not _BEGINS_IDENTIFIER.match(line):
        return 0
    text = line.strip(_AROUND)
    mentions = find_mentions(text, bare=True)
    if not mentions or (len(mentions) > 1 and not paired) or not all(map(is_paper, mentions)):
        return 0
    ends = [0, *(mention.end for mention in mentions)]
    begins = [*(mention.start for mention in mentions), len(text)]
    between = (text[end:begin] for end, begin in zip(ends, begins, strict=True))
    return 0 if any(piece.strip(_AROUND) for piece in between) else len(mentions)
