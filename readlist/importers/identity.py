"""Which records are the same paper, answered from indexes: no pair of papers is ever compared without a reason.

The same are papers with

1. equal DOIs, or
2. equal arXiv identifiers (of any version), or
3. equal titles (letters and digits only), an author in common, and years at most one apart, or
4. equal abstracts (letters and digits only), where one of the two has no title, or
5. where there is neither title nor abstract nor identifier, everything else equal.

By 3 and 4 papers are not the same if their identifiers say that they are not: two arXiv identifiers, or two
DOIs, each of which was given by a publisher rather than by a preprint server.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from readlist.model.identifiers import arxiv_base
from readlist.model.naming import surname
from readlist.model.record import Record
from readlist.text import fold

_START = 48
"""Letters of an abstract that it is filed under; what a few papers share ("In this paper, we") is shorter."""
_PREPRINT_SERVERS = frozenset(
    {
        "10.48550",  # arXiv
        "10.1101",  # bioRxiv and medRxiv
        "10.64898",  # bioRxiv and medRxiv since they are run by openRxiv
        "10.26434",  # ChemRxiv
        "10.31234",  # PsyArXiv
        "10.31219",  # OSF Preprints
        "10.20944",  # Preprints.org
        "10.21203",  # Research Square
        "10.2139",  # SSRN
        "10.36227",  # TechRxiv
        "10.5281",  # Zenodo
    }
)
_LETTERS = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}


class Identities:
    """Records by number, from 0, and which of them is the same paper as another record.

    Adding and finding take time in proportion to the record, however many there are.
    """

    def __init__(self, *, untitled: bool = True) -> None:
        """Make it empty.

        Args:
            untitled: whether records without a title will be looked for, which may be those of papers with one.
        """
        self._untitled = untitled
        self._records: list[Record] = []
        self._by_doi: dict[str, int] = {}
        self._by_arxiv: dict[str, int] = {}
        self._by_rest: dict[Hashable, int] = {}
        self._by_title = _Buckets(self._records, _people)
        self._by_abstract = _Buckets(self._records, lambda record: (_letters(record.abstract),))

    def add(self, record: Record) -> int:
        """Take in another record and return its number."""
        self._records.append(record)
        number = len(self._records) - 1
        self._file(number, record)
        return number

    def replace(self, number: int, record: Record) -> None:
        """Let `record`, which says more than before, stand for `number`."""
        self._records[number] = record
        self._file(number, record)

    def find(self, record: Record) -> int | None:
        """Return the number of the record that is the same paper as `record`, or None."""
        if record.doi and record.doi.casefold() in self._by_doi:
            return self._by_doi[record.doi.casefold()]
        if record.arxiv and _arxiv(record) in self._by_arxiv:
            return self._by_arxiv[_arxiv(record)]
        return next(self._alike(record), None)

    def _alike(self, record: Record) -> Iterator[int]:
        if record.title:
            for number in self._by_title.find(_letters(record.title), record):
                other = self._records[number]
                if _years_fit(record.year, other.year) and not _distinct(record, other):
                    yield number
        if record.abstract:
            for number in self._by_abstract.find(_start(record.abstract), record):
                other = self._records[number]
                if not (record.title and other.title) and not _distinct(record, other):
                    yield number
        rest = self._by_rest.get(_rest(record))
        if rest is not None:
            yield rest

    def _file(self, number: int, record: Record) -> None:
        if record.doi:
            self._by_doi.setdefault(record.doi.casefold(), number)
        if record.arxiv:
            self._by_arxiv.setdefault(_arxiv(record), number)
        if record.title:
            self._by_title.add(_letters(record.title), number)
        if record.abstract and (self._untitled or not record.title):
            self._by_abstract.add(_start(record.abstract), number)
        if not (record.doi or record.arxiv or record.title or record.abstract):
            self._by_rest.setdefault(_rest(record), number)


class _Buckets:
    """Numbers of records under a coarse key that is cheap to make, and within it under fine keys.

    The fine keys are made only of records whose coarse keys have met.
    """

    def __init__(self, records: Sequence[Record], fine: Callable[[Record], Iterable[str]]) -> None:
        self._records = records
        self._fine = fine
        self._coarse: dict[str, list[int]] = {}
        self._opened: dict[str, _Bucket] = {}

    def add(self, coarse: str, number: int) -> None:
        self._coarse.setdefault(coarse, []).append(number)

    def find(self, coarse: str, record: Record) -> Iterator[int]:
        """Yield the numbers under `coarse` that have a fine key of `record`."""
        numbers = self._coarse.get(coarse)
        if numbers is None:
            return
        bucket = self._opened.setdefault(coarse, _Bucket())
        for number in numbers[bucket.filed :]:
            for key in self._fine(self._records[number]):
                bucket.numbers.setdefault(key, []).append(number)
        bucket.filed = len(numbers)
        for key in self._fine(record):
            yield from bucket.numbers.get(key, ())


@dataclass(slots=True)
class _Bucket:
    """What is under one coarse key: numbers by fine key, and how many of the numbers are filed so."""

    numbers: dict[str, list[int]] = field(default_factory=dict)
    filed: int = 0


def _letters(text: str) -> str:
    """Return the letters and digits of `text`, folded; all of it, folded, where it has none."""
    if text.isascii():
        return text.translate(_LETTERS) or text
    folded = fold(text)
    return "".join(filter(str.isalnum, folded)) or folded


def _start(abstract: str) -> str:
    start = _letters(abstract[: 4 * _START])
    if len(start) < _START < len(abstract):
        start = _letters(abstract)
    return start[:_START]


def _people(record: Record) -> Iterable[str]:
    """Return surname and first initial of each author; one empty text for nobody, which is the same as nobody."""
    return dict.fromkeys(f"{fold(surname(name))}, {fold(name)[:1]}" for name in record.authors) or ("",)


def _arxiv(record: Record) -> str:
    return arxiv_base(record.arxiv or "").casefold()


def _rest(record: Record) -> Hashable:
    return record.authors, record.year, record.venue, record.url, record.comment


def _years_fit(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1


def _distinct(one: Record, other: Record) -> bool:
    """Whether the identifiers of two records say that they are two papers."""
    if one.arxiv and other.arxiv:
        return _arxiv(one) != _arxiv(other)
    if one.doi and other.doi:
        return one.doi.casefold() != other.doi.casefold() and not (_is_preprint(one.doi) or _is_preprint(other.doi))
    return False


def _is_preprint(doi: str) -> bool:
    return doi.partition("/")[0] in _PREPRINT_SERVERS
