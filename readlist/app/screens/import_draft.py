"""What an import would bring, as a list that papers can be taken out of. Knows no screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from readlist.app.widgets.import_list import ImportRow, Sign, title_of
from readlist.importers.base import Found, Problem, Reading
from readlist.importers.gathering import Failure
from readlist.importers.merge import Batch, ImportPapers, Tally, plan
from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.model.record import Timestamp
from readlist.model.tags import parse_tag

Selection: TypeAlias = tuple[tuple[int, Batch], ...]
"""Batches of one record each, with the number of its row: the papers of an import that come in."""


class Partner(NamedTuple):
    """A paper that another one, which would be imported, is the same as.

    Attributes:
        paper: as the library has it, or as the import brings it.
        is_known: whether the library has it already.
    """

    paper: Paper
    is_known: bool

    def __str__(self) -> str:
        """Return its key and its title, which may come from outside."""
        # Only of what is looked at: a paper without a title is named by its abstract, and there may be thousands.
        beside = "" if self.is_known else " (of this import)"
        return f"{self.paper.key}{beside}: {title_of(self.paper)}"


class Judgement(NamedTuple):
    """What importing a paper would make of it.

    Attributes:
        sign: what becomes of it.
        partner: of one that is merged or unchanged, the paper that it is; None of a new one.
    """

    sign: Sign
    partner: Partner | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row, and where what it shows stands: number of the batch, and number of the record there (None: a heading)."""

    row: ImportRow
    batch: int | None = None
    found: int | None = None


class Draft:
    """Documents that were read, before they are imported.

    Attributes:
        rows: a heading for each document, its papers and problems in the order of its lines; failures as problems.
        out: numbers of the rows whose papers stay out.
        signs: what each paper's import would do, by the number of its row; a paper that stays out keeps its last one.
        partners: the paper that each merged or unchanged one is, by the number of its row; see `Judgement`.
        tags: valid tags that every paper of the import gets.
        version: changes with each change of what comes in.
    """

    def __init__(self, outcomes: Iterable[Batch | Failure]) -> None:
        outcomes = list(outcomes)
        self.batches: Sequence[Batch] = [outcome for outcome in outcomes if isinstance(outcome, Batch)]
        self.failures: Sequence[Failure] = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
        self._entries = _entries(outcomes)
        self.rows: Sequence[ImportRow] = [entry.row for entry in self._entries]
        self.out: set[int] = set()
        self.signs: dict[int, Sign] = {
            number: entry.row.sign for number, entry in enumerate(self._entries) if entry.row.sign is not None
        }
        self.partners: dict[int, Partner | None] = {}
        self.tags: tuple[str, ...] = ()
        self.version = 0

    @property
    def title(self) -> str:
        """What was read, in short; "" for nothing. May come from outside."""
        if len(self.batches) == 1:
            return self.batches[0].document
        return f"{len(self.batches):,} files" if self.batches else ""

    @property
    def why_empty(self) -> str:
        """Why there are no papers in it, in a line that may come from outside."""
        problems = [failure.problem for failure in self.failures] or ["no papers found"]
        return problems[0] + (f" (and {len(problems) - 1:,} more like it)" if len(problems) > 1 else "")

    def take(self, judgements: Mapping[int, Judgement]) -> None:
        """Take in what would become of papers, by the numbers of their rows."""
        self.signs.update((number, judgement.sign) for number, judgement in judgements.items())
        self.partners.update((number, judgement.partner) for number, judgement in judgements.items())

    def partner(self, number: int) -> str:
        """Return the paper that the one of a row is the same as; "" where it is new, or stays out."""
        partner = None if number in self.out else self.partners.get(number)
        return str(partner) if partner is not None else ""

    @property
    def papers(self) -> Sequence[int]:
        """Numbers of the rows that show a paper."""
        return [number for number, row in enumerate(self.rows) if row.record is not None]

    @property
    def counts(self) -> Mapping[Sign, int]:
        """How many papers that come in would be new, merged or unchanged, and how many problems there are."""
        counts = dict.fromkeys(Sign, 0)
        for number, sign in self.signs.items():
            counts[sign] += number not in self.out
        return counts

    def toggle(self, number: int) -> bool:
        """Take the paper of a row out, or in again; at a heading, all papers of its document.

        Returns whether there was one.
        """
        entry = self._entries[number]
        if entry.row.record is not None:
            return self._turn([number])
        if entry.batch is None:
            return False
        return self._turn([n for n in self.papers if self._entries[n].batch == entry.batch])

    def toggle_all(self) -> bool:
        """Take all papers out; where all are out, in again. Returns whether there was one."""
        return self._turn(self.papers)

    def _turn(self, numbers: Sequence[int]) -> bool:
        """Take out the papers of these rows; where all of them are out, take them in."""
        if not numbers:
            return False
        if self.out.issuperset(numbers):
            self.out.difference_update(numbers)
        else:
            self.out.update(numbers)
        self.version += 1
        return True

    @property
    def selection(self) -> Selection:
        """The papers that come in."""
        chosen = []
        for number, entry in enumerate(self._entries):
            if entry.batch is not None and entry.found is not None and number not in self.out:
                batch = self.batches[entry.batch]
                reading = Reading(batch.reading.format, (batch.reading.found[entry.found],))
                chosen.append((number, Batch(batch.document, reading)))
        return tuple(chosen)

    def action(self) -> ImportPapers:
        """Return the action that imports the papers that come in, with the tags."""
        kept: list[list[Found]] = [[] for _ in self.batches]
        for number, entry in enumerate(self._entries):
            if entry.batch is not None and entry.found is not None and number not in self.out:
                kept[entry.batch].append(self.batches[entry.batch].reading.found[entry.found])
        batches = [
            Batch(batch.document, Reading(batch.reading.format, tuple(found), batch.reading.problems))
            for batch, found in zip(self.batches, kept, strict=True)
            if found
        ]
        return ImportPapers(batches, tags=self.tags)


def judged(selection: Selection, library: Library, now: Timestamp) -> dict[int, Judgement]:
    """Return what importing a selection into `library` would make of each of its papers, by the number of its row.

    It takes as long as planning the import, and may run in a thread of its own.
    """
    planned = plan([batch for _, batch in selection], library, now)
    brought = library.apply(edit for edit in planned.edits if edit.key not in library)
    judgements = {}
    for (number, _), tally in zip(selection, planned.tallies, strict=True):
        partner = None
        if tally.matches:
            key = tally.matches[0].key
            partner = Partner(brought[key], is_known=key in library)
        judgements[number] = Judgement(_sign(tally), partner)
    return judgements


def _sign(tally: Tally) -> Sign:
    if tally.added:
        return Sign.NEW
    return Sign.MERGED if tally.merged else Sign.UNCHANGED


def _entries(outcomes: Iterable[Batch | Failure]) -> list[_Entry]:
    entries: list[_Entry] = []
    number = 0
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            entries.append(_Entry(ImportRow(outcome.problem, sign=Sign.PROBLEM)))
            continue
        reading = outcome.reading
        count = len(reading.found)
        papers = "1 paper" if count == 1 else f"{count:,} papers"
        entries.append(_Entry(ImportRow(f"{outcome.document} · {reading.format} · {papers}"), batch=number))
        # As they stand in the document; at one line, the paper first.
        lines = [(found.line, _paper(found, number, place)) for place, found in enumerate(reading.found)]
        lines += [(problem.line, _problem(problem)) for problem in reading.problems]
        entries += [entry for _, entry in sorted(lines, key=itemgetter(0))]
        number += 1
    return entries


def _paper(found: Found, batch: int, place: int) -> _Entry:
    return _Entry(ImportRow(record=found.record), batch=batch, found=place)


def _problem(problem: Problem) -> _Entry:
    return _Entry(ImportRow(f"line {problem.line}: {problem.message}", sign=Sign.PROBLEM))


def tags_of(text: str) -> tuple[str, ...]:
    """Return the tags in what somebody typed, each once.

    Raises:
        InvalidTagError: a word is no tag.
    """
    return tuple(dict.fromkeys(parse_tag(word.removeprefix("+")) for word in text.replace(",", " ").split()))
