"""Pages that begin far inside a document: behind a log, a dump or whatever else was put before them.

Importers know a document by how it begins. Where none does and it is large, what only lists of papers print is looked
for in the rest, and the end is looked at too. Each place costs a look at some hundred lines, and there are few of them,
however large the document is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence

from readlist.importers.base import Document, Importer, Problem, Reading, sniffed
from readlist.importers.stretches import LISTS, filled, has_prose, is_weak

_LARGE = 100_000
"""Characters of a document that importers have not seen all of."""
_SEARCHED = 1 << 25
"""Characters in which signs are looked for."""
_SIGNS = (
    "pdf bib", "pdfbib", "Abstract:", "arXiv:", "Title:", "TY  - ", "@article{", "@inproceedings{", "@misc{", "\n[1] ",
    "](http", "arxiv.org/abs/", "doi.org/10.", "openreview.net/forum", "\n1. ", "<html", "<!DOCTYPE", "<feed", "<rss",
)  # fmt: skip
"""What pages have near their beginning, in the order in which they are looked for: the surest first."""
_MOST_PLACES = 4  # of one sign
_SEEN = 300  # lines of a place that tell what it is
_ABOVE = 16  # lines above a sign, in which its page may begin
_LONGEST_LINE = 20_000
_TAILS = (2000, 1000, 500, 250, 120, 60, 30, 15, 7, 4, 3, 2)  # lines at the end
_STEPS = (480, 240, 120, 60)  # lines by which a page may reach further up
_MOST_STEPS = 200
_MOST_ROUNDS = 4
_SURE = 0.7
_FEWEST_OF_LIST = 2


def find_page(document: Document, known: Mapping[str, Importer]) -> tuple[int, Importer] | None:
    """Return the index of the line at which a page begins, and the importer that knows it; None where none is found.

    Args:
        document: which none of the importers knows as a whole.
        known: the importers, by name.
    """
    if len(document.text) <= _LARGE:
        return None
    lines = document.lines
    looked_at: set[tuple[int, int]] = set()
    for begin, end in _places(document):
        if (begin, end) in looked_at:
            continue
        looked_at.add((begin, end))
        importer = _surest(_clip(lines, begin, end), known)
        if importer is not None:
            return _settled(lines, begin, importer), importer
    return None


def behind(reading: Reading, document: Document, begin: int) -> Reading:
    """Return what was read of the lines of `document` from index `begin` on, as a reading of the whole document.

    What stands before is one problem.
    """
    above = [number for number in range(begin) if document.lines[number].strip()]
    problems = [dataclasses.replace(one, line=one.line + begin) for one in reading.problems]
    if above:
        told = Problem.at(above[0] + 1, "not part of a paper", document.lines[above[0]])
        count = len(above) - 1
        more = f" (and {count} more {'line' if count == 1 else 'lines'})" if count else ""
        problems.insert(0, Problem(told.line, told.message + more))
    found = tuple(dataclasses.replace(one, line=one.line + begin) for one in reading.found)
    return Reading(reading.format, found, tuple(problems))


def _places(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the lines, by begin and end, that may be the beginning of a page, or all of it at the document's end."""
    text, lines = document.text, document.lines
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    if first:
        yield first, first + _SEEN
    for sign in _SIGNS:
        at = line = counted = 0
        for _ in range(_MOST_PLACES):
            at = text.find(sign, at, _SEARCHED)
            if at < 0:
                break
            line += text.count("\n", counted, at + sign.startswith("\n"))
            counted = at = at + len(sign)
            above = next((i for i in range(line, max(0, line - _ABOVE), -1) if not lines[i - 1].strip()), line)
            yield above, above + _SEEN
            yield line, line + _SEEN
            # What follows was in the clip.
            at += sum(len(one) + 1 for one in lines[line : line + _SEEN // 2])
    last = next((i for i in range(len(lines), 0, -1) if lines[i - 1].strip()), 0)
    for size in _TAILS:
        if size < last:
            yield last - size, last


def _clip(lines: Sequence[str], begin: int, end: int) -> Document:
    return Document("", "\n".join(line[:_LONGEST_LINE] for line in lines[begin:end]))


def _surest(clip: Document, known: Mapping[str, Importer]) -> Importer | None:
    """Return the importer that is surest that it knows a clip, if any is sure and finds papers there."""
    sure, importer = max(((sniffed(one, clip), one) for one in known.values()), key=lambda pair: pair[0])
    reading = _read(importer, clip) if sure else None
    if reading is None:
        return None
    if importer.name in LISTS:
        # An identifier stands in many a text. A list of them has nothing else.
        return importer if len(reading.found) >= _FEWEST_OF_LIST and not reading.problems else None
    return importer if sure >= _SURE else None


def _read(importer: Importer, clip: Document) -> Reading | None:
    """Return what an importer reads of a clip; None where that is nothing."""
    try:
        reading = importer.read(clip)
        reading = Reading(reading.format, tuple(reading.found), tuple(reading.problems))
    except Exception:  # noqa: BLE001 -- anyone's code runs here; what it cannot read it does not get
        return None
    return reading if reading.found else None


def _settled(lines: Sequence[str], begin: int, importer: Importer) -> int:
    """Return where the page begins of which the lines from `begin` on are known to be a part."""
    steps = 0
    for step in _STEPS:
        while begin >= step and steps < _MOST_STEPS:
            piece = _read(importer, _clip(lines, begin - step, begin))
            steps += 1
            if piece is None or piece.problems:
                break
            begin -= step
    for _ in range(_MOST_ROUNDS):
        best = max(range(max(0, begin - _STEPS[-1]), begin + 1), key=lambda i: _score(lines, i, begin, importer))
        if best == begin:
            break
        begin = best
    return begin


def _score(lines: Sequence[str], begin: int, before: int, importer: Importer) -> tuple[int, ...]:
    """Return how well it fits that the page begins at `begin`; nothing is better than more papers."""
    reading = _read(importer, _clip(lines, begin, before + _SEEN)) if lines[begin].strip() else None
    if reading is None:
        return (0,)
    found = reading.found
    papers = sum(not is_weak(one) for one in found) or len(found)
    is_apart = begin == 0 or not lines[begin - 1].strip()
    return papers, -len(reading.problems), sum(map(filled, found)), sum(map(has_prose, found)), is_apart, begin
