"""Documents in which several shapes follow each other: pages of different sites that were put into one file.

The importer that knows the document best has read it. What it cannot have understood (lines that are in none of its
records, a record that is many times as long as the others, what stands behind the last one) is offered to the other
importers. What one of them knows is read by it and blanked for the first, so that no line is read twice and every line
keeps its number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from readlist.importers.base import Document, Importer, Reading, sniffed
from readlist.importers.entry_runs import runs
from readlist.importers.plausibility import begins_other
from readlist.importers.stretches import (
    ABSTRACTS,
    ENDING,
    ENTRIES,
    GLUED,
    LISTS,
    UNIDENTIFIED,
    WHOLE,
    Stretch,
    before_heading,
    beginnings,
    filled,
    has_prose,
    is_heading,
    is_prose,
    is_weak,
    junk,
    known_by,
    prose,
    stretches,
)

_SURE = 0.6
_SURE_OF_LIST = 0.2
_FEWEST_OF_LABELS = 2
"""Papers, where each is known by no more than a word or a number, which other pages have too."""
_MOST_SHAPES = 6
_LOOKED_AT = 160
"""Lines of a stretch by which the place is found where another shape begins."""
_MOST_ENDS = 8
_CONTEXT = 30
"""Lines from the top of a document that tell its importer how to read what comes later: whose page it is."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """What another importer reads.

    Attributes:
        begin: index of its first line.
        end: behind its last one.
        parts: what was read, with the document's line numbers.
    """

    begin: int
    end: int
    parts: tuple[Reading, ...]

    @property
    def papers(self) -> int:
        """How many there are in it."""
        return sum(len(part.found) for part in self.parts)


Known = Mapping[str, Importer]


def parts(document: Document, reading: Reading, known: Known) -> list[Reading]:
    """Return what several importers make of a document, in the order in which their papers begin.

    Args:
        document: all of it.
        reading: what the importer read that knows it best; alone in the result where all is of one shape.
        known: the importers, by name.
    """
    form = reading.format
    is_pure = form in ENTRIES | LISTS and not reading.problems
    if is_pure or form in WHOLE or form not in known:
        return _parts(document, reading, known, _MOST_SHAPES)
    claims: list[_Claim] = []
    for run in runs(document.lines, parted=form in ENDING | LISTS, paired=form in UNIDENTIFIED):
        importer = known.get(run.format)
        if importer is not None and (run.format != form or form in LISTS):
            entries = _read(importer, document.name, document.lines[run.begin : run.end], run.begin)
            if entries is not None and entries.found:
                claims.append(_Claim(run.begin, run.end, (entries,)))
    if not claims:
        return _parts(document, reading, known, _MOST_SHAPES)
    claimed = [part for claim in claims for part in claim.parts]
    rest = Document(document.name, "\n".join(_blanked(document, claims)))
    if not rest.text.strip():
        return _in_order(claimed)
    own = _surest(rest, None, known)
    around = _read(own[1], rest.name, rest.lines) if own else None
    if own is None or around is None or not around.found or (form in LISTS and own[1].name == form):
        return [reading]
    return _in_order([*_parts(rest, around, known, _MOST_SHAPES), *claimed])


def _in_order(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings in the order in which their papers begin."""
    return sorted(
        (one for one in readings if one.found or one.problems), key=lambda one: one.found[0].line if one.found else 0
    )


def joined(readings: Sequence[Reading]) -> Reading:
    """Return readings of one document as one: all papers and problems in the order of the lines.

    Its format names all of them, that of the first paper first; each paper has its own.
    """
    if len(readings) == 1:
        return readings[0]
    found = sorted(
        (dataclasses.replace(one, format=reading.format) for reading in readings for one in reading.found),
        key=lambda one: one.line,
    )
    placed = tuple(dataclasses.replace(one, position=place) for place, one in enumerate(found, 1))
    problems = sorted((problem for reading in readings for problem in reading.problems), key=lambda one: one.line)
    names = dict.fromkeys(one.format for one in placed if one.format)
    return Reading(", ".join(names), placed, tuple(problems))


def _parts(document: Document, reading: Reading, known: Known, deep: int) -> list[Reading]:
    own = known.get(reading.format)
    # What knows no shape finds its papers in all, and what others take from it may be fields of one of them.
    if own is None or reading.format in WHOLE or reading.format in LISTS or not deep or not reading.found:
        return [reading]
    claims: list[_Claim] = []
    for stretch in stretches(document.lines, reading):
        claim = None
        if reading.format in ENDING and stretch.record is not None:
            claim = _claim_before(document, stretch, own, known, deep)
        claim = claim or _claim(document, stretch, own, known, deep)
        if claim and _counted(reading, claim) <= claim.papers:
            claims.append(claim)
    if not claims:
        return [reading]
    blanked = _blanked(document, claims)
    rest = _read(own, document.name, blanked)
    given = sum(claim.papers for claim in claims)
    # Nothing may be lost by it: only what was no paper by itself.
    if rest is None or _lost(reading, rest, claims) or len(rest.found) + given < len(reading.found):
        return [reading]
    # Where one shape is found, another one may come to light.
    others = _parts(Document(document.name, "\n".join(blanked)), rest, known, deep - 1)
    return _in_order([*others, *(part for claim in claims for part in claim.parts)])


def _counted(reading: Reading, claim: _Claim) -> int:
    """Return how many papers that can be told apart were read in the lines of a claim."""
    return sum(1 for one in reading.found if claim.begin < one.line <= claim.end and not is_weak(one))


def _lost(reading: Reading, rest: Reading, claims: Sequence[_Claim]) -> bool:
    """Whether a paper that stands outside of `claims` and was read before is not read now."""
    kept = set(map(known_by, rest.found))
    return any(
        known_by(one) not in kept
        for one in reading.found
        if not is_weak(one) and not any(claim.begin < one.line <= claim.end for claim in claims)
    )


def _blanked(document: Document, claims: Sequence[_Claim]) -> list[str]:
    lines = list(document.lines)
    for claim in claims:
        lines[claim.begin : claim.end] = [""] * (claim.end - claim.begin)
    return lines


def _read(importer: Importer, name: str, lines: Sequence[str], before: int = 0) -> Reading | None:
    """Return what an importer makes of lines, of which there are `before` in front; None where it fails."""
    if not any(map(str.strip, lines)):
        return Reading(importer.name, ())
    try:
        reading = importer.read(Document(name, "\n".join(lines)))
        # What comes from an importer may be anything that can be gone through.
        found, problems = tuple(reading.found), tuple(reading.problems)
    except Exception:  # noqa: BLE001 -- anyone's code runs here; what it cannot read it does not get
        return None
    if before:
        found = tuple(dataclasses.replace(one, line=one.line + before) for one in found)
        problems = tuple(dataclasses.replace(one, line=one.line + before) for one in problems)
    return Reading(importer.name, found, problems)


def _read_strong(importer: Importer, name: str, lines: Sequence[str], begin: int) -> tuple[int, Reading | None]:
    """Return what an importer reads of the lines from `begin` on, and where it ends: before papers that are none."""
    end = len(lines)
    reading = _read(importer, name, lines[begin:])
    # What follows an identifier is an abstract to some, whatever it is.
    while reading is not None and importer.name not in ABSTRACTS and reading.found and is_weak(reading.found[-1]):
        end = begin + reading.found[-1].line - 1
        reading = _read(importer, name, lines[begin:end])
    return end, reading


def _claim(document: Document, stretch: Stretch, own: Importer, known: Known, deep: int) -> _Claim | None:
    """Return what other importers make of a stretch; None where none knows it."""
    lines = document.lines
    # No heading stands above what says itself that it begins.
    is_headed = stretch.end < len(lines) and own.name not in ENTRIES
    trimmed = before_heading(lines, stretch.begin, stretch.end) if is_headed else stretch.end
    choice = _choice(document, stretch, trimmed, own, known)
    if trimmed < stretch.end and stretch.end - stretch.begin <= _LOOKED_AT:
        # What looks like a heading may be the last line of the last paper.
        other = _choice(document, stretch, stretch.end, own, known)
        if other and (choice is None or other.papers > choice.papers):
            choice, trimmed = other, stretch.end
    if choice is None:
        return None
    begin, importer, end = choice.begin, choice.importer, trimmed
    end, reading = _read_strong(importer, document.name, lines[:end], begin)
    if reading is None or not reading.found:
        return None
    inner = Document(document.name, "\n".join(lines[begin:end]))
    return _Claim(begin, end, tuple(_shifted(part, begin) for part in _parts(inner, reading, known, deep - 1)))


def _claim_before(document: Document, stretch: Stretch, own: Importer, known: Known, deep: int) -> _Claim | None:
    """Return what other importers make of the lines that a record begins with which is known by how it ends."""
    lines, begin = document.lines, stretch.begin
    best: tuple[int, int, int] | None = None
    chosen: tuple[int, Reading] | None = None
    ends = [i for i in range(begin + 1, stretch.end) if is_prose(lines[i])]
    for end in reversed(ends[-_MOST_ENDS:]):
        # The identifier may stand where the next record begins.
        after = _read(own, document.name, lines[end : stretch.end + 1])
        if (
            after is None
            or not after.found
            or stretch.record is None
            or known_by(after.found[0]) != known_by(stretch.record)
        ):
            continue
        sure = _surest(Document(document.name, "\n".join(lines[begin : min(end, begin + _LOOKED_AT)])), own, known)
        reading = _read(sure[1], document.name, lines[begin:end]) if sure else None
        if reading is None or not reading.found:
            continue
        score = (len(reading.found), -len(reading.problems), prose(after.found[0]) + sum(map(prose, reading.found)))
        if best is None or score > best:
            best, chosen = score, (end, reading)
    if chosen is None:
        return None
    end, reading = chosen
    inner = Document(document.name, "\n".join(lines[begin:end]))
    return _Claim(begin, end, tuple(_shifted(part, begin) for part in _parts(inner, reading, known, deep - 1)))


def _shifted(reading: Reading, by: int) -> Reading:
    found = tuple(dataclasses.replace(one, line=one.line + by) for one in reading.found)
    problems = tuple(dataclasses.replace(one, line=one.line + by) for one in reading.problems)
    return Reading(reading.format, found, problems)


@dataclass(frozen=True, slots=True)
class _Choice:
    """Where in a stretch another shape begins, the importer that knows it, and how many papers it finds at first."""

    begin: int
    importer: Importer
    papers: int


def _choice(document: Document, stretch: Stretch, end: int, own: Importer, known: Known) -> _Choice | None:
    """Return where in a stretch that ends at `end` another shape begins, if one does."""
    lines = document.lines
    best: tuple[int, bool, int, int, int, bool, int, float] | None = None
    chosen: _Choice | None = None
    last = min(end, stretch.begin + _LOOKED_AT)
    context = [*lines[: min(_CONTEXT, stretch.context)], *lines[stretch.context : stretch.begin]]
    passed = 0
    for begin in beginnings(lines, stretch, last):
        clip = lines[begin:last]
        surest = _surest(Document(document.name, "\n".join(clip)), own, known)
        reading = _read_strong(surest[1], document.name, clip, 0)[1] if surest else None
        if surest is not None and reading is not None and reading.found:
            sure, importer = surest
            papers = len(reading.found)
            if importer.name not in ABSTRACTS:
                papers -= sum(map(is_weak, reading.found))
            troubles = len(reading.problems) + passed + junk(reading, clip)
            troubles += sum(begins_other(one.record) for one in reading.found)
            # An identifier that another paper's text is glued to ends the paper before it.
            troubles += importer.name in ENDING and is_prose(clip[0]) and bool(GLUED.match(clip[0]))
            found = reading.found
            if stretch.record is not None:
                before = _read(own, document.name, [*context, *lines[stretch.begin : begin]])
                if before is None or not before.found or known_by(before.found[-1]) != known_by(stretch.record):
                    continue
                troubles += len(before.problems)
                found = (*found, before.found[-1])
            sound = sum(map(filled, found)), sum(map(has_prose, found))
            is_apart = begin == 0 or not lines[begin - 1].strip()
            score = (
                papers,
                importer.name not in LISTS,
                -troubles,
                *sound,
                is_apart,
                sum(map(prose, found)),
                round(sure, 1),
            )
            if _is_enough(importer, reading, papers) and (best is None or score > best):
                best, chosen = score, _Choice(begin, importer, papers)
        if stretch.record is None and not is_heading(lines[begin]):
            passed += 1
    return chosen


def _is_enough(importer: Importer, reading: Reading, papers: int) -> bool:
    """Whether what was read is more than a line that looks like one of that shape by chance."""
    if importer.name in LISTS:
        return papers >= _FEWEST_OF_LABELS and not reading.problems
    return papers >= (_FEWEST_OF_LABELS if importer.name in ABSTRACTS else 1)


def _surest(document: Document, own: Importer | None, known: Known) -> tuple[float, Importer] | None:
    surest: tuple[float, Importer] | None = None
    for importer in known.values():
        if importer is not own:
            sure = sniffed(importer, document)
            least = 0.0 if own is None else _SURE_OF_LIST if importer.name in LISTS else _SURE
            if sure and sure >= least and (surest is None or sure > surest[0]):
                surest = sure, importer
    return surest
