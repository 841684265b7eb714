"""Which records are the same paper, answered from indexes: no pair of papers is ever compared without a reason.

The same are papers with

1. equal DOIs, arXiv identifiers (of any version) or identifiers of the ACL Anthology, printed as such or in an address
   or a DOI that says the same, or
2. equal titles (letters, digits and the signs of names such as "C++"), an author in common, and years at most one
   apart; where neither has an author, all else that both tell has to be equal, and venue, abstract or address be told
   by both, or none of them by either, or
3. equal or nearly equal abstracts, where one of the two has no title, or
4. where there is neither title nor abstract nor identifier, everything else equal.

By 2 and 3 papers are not the same if their identifiers say that they are not: two arXiv identifiers, two of the ACL
Anthology, or two DOIs that were both given by a publisher rather than by a preprint server.

What is only likely is in `readlist.importers.likeness`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from readlist.importers.wording import AbstractIndex, letters, title_letters
from readlist.model.actions_merging import arxiv_of, is_preprint_doi
from readlist.model.identifiers import anthology_id, arxiv_base, parse_doi
from readlist.model.naming import surname
from readlist.model.record import Record

_FEW = 4
"""Papers with one title that are compared one by one sooner than filed by their people."""
_INITIALS = 3  # letters that are written together, "JPC Smith"
_FIRST_NAME = 16  # letters by which two first names are told apart
_TELLING = ("url", "venue", "abstract")
"""Fields of which one has to be equal where two papers have no authors."""


class Identities:
    """Records by number, from 0, and which of them is the same paper as another record.

    Adding and finding take time in proportion to the record, however many there are. Of records with a title the
    abstract is looked at only from the first time on that a record without one is looked for, and all are then: of a
    paper that is deferred, only title, arXiv identifier, DOI and address are asked for before.
    """

    def __init__(self, prefetch: Callable[[Sequence[str]], object] = lambda _names: None) -> None:
        """Make it empty.

        Args:
            prefetch: reads those fields of all records that are deferred, as `Library.prefetch` does; called before
                the abstracts of all are looked at.
        """
        self._prefetch = prefetch
        self._records: list[Record] = []
        self._by_identifier: dict[tuple[str, str], int] = {}
        self._by_rest: dict[Hashable, int] = {}
        self._by_title = _Buckets(self._records)
        self._by_abstract = AbstractIndex()
        self._titled: list[int] = []  # numbers of titled records whose abstract was not looked at yet

    def add(self, record: Record) -> int:
        """Take in another record and return its number."""
        self._records.append(record)
        number = len(self._records) - 1
        self._file(number, record)
        return number

    def replace(self, number: int, record: Record) -> None:
        """Let `record`, which says more than before, stand for `number`; what was said before finds it too."""
        self._records[number] = record
        self._file(number, record)

    def find(self, record: Record) -> int | None:
        """Return the number of the record that is the same paper as `record`, or None."""
        for identifier in identifiers(record).items():
            if identifier in self._by_identifier:
                return self._by_identifier[identifier]
        return next(self._alike(record), None)

    def _alike(self, record: Record) -> Iterator[int]:
        if record.title:
            for number in self._by_title.find(title_letters(record.title), record):
                other = self._records[number]
                if _years_fit(record.year, other.year) and not (distinct(record, other) or at_odds(record, other)):
                    yield number
        if record.abstract:
            for number in self._with_abstract(record):
                other = self._records[number]
                if not (record.title and other.title) and not distinct(record, other):
                    yield number
        rest = self._by_rest.get(_rest(record))
        if rest is not None:
            yield rest

    def _with_abstract(self, record: Record) -> Iterator[int]:
        """Yield the numbers whose abstract is that of `record`, those where it is equal first."""
        if not record.title and self._titled:
            self._prefetch(("abstract",))
            for number in self._titled:
                self._by_abstract.add(number, self._records[number].abstract)
            self._titled.clear()
        yield from self._by_abstract.equal(record.abstract)
        yield from self._by_abstract.nearly_equal(record.abstract)

    def _file(self, number: int, record: Record) -> None:
        known = identifiers(record)
        for identifier in known.items():
            self._by_identifier.setdefault(identifier, number)
        if record.title:
            self._by_title.add(title_letters(record.title), number)
            self._titled.append(number)
        elif record.abstract:
            self._by_abstract.add(number, record.abstract)
        elif not known:
            self._by_rest.setdefault(_rest(record), number)


def identifiers(record: Record) -> dict[str, str]:
    """Return what names the paper of a record, by its kind, in forms that are equal where they name the same.

    The kinds are "doi", "arxiv" (without version) and "acl" (the ACL Anthology); all is in lower case.
    """
    found = {}
    doi, url = record.doi, record.url
    if not doi and url and "doi.org/" in url:
        doi = parse_doi(url)
    if doi:
        found["doi"] = doi.casefold()
    arxiv = arxiv_of(record)
    if arxiv:
        found["arxiv"] = arxiv_base(arxiv).casefold()
    acl = anthology_id(url, doi)
    if acl:
        found["acl"] = acl
    return found


def distinct(one: Record, other: Record) -> bool:
    """Whether the identifiers of two records say that they are two papers, and none says that they are one."""
    ones, others = identifiers(one), identifiers(other)
    kinds = ones.keys() & others.keys()
    if any(ones[kind] == others[kind] for kind in kinds):
        return False
    # A preprint server may give a DOI for each version, and a publisher gives another one.
    return any(kind != "doi" or not (is_preprint_doi(ones[kind]) or is_preprint_doi(others[kind])) for kind in kinds)


def at_odds(one: Record, other: Record) -> bool:
    """Whether two records without authors tell different things of the same: many journals have an "Editorial"."""
    if one.authors or other.authors:
        return False
    return any(_differ(getattr(one, name), getattr(other, name)) for name in ("year", *_TELLING, "comment"))


def _differ(one: str | int | None, other: str | int | None) -> bool:
    return bool(one and other and one != other) and letters(str(one)) != letters(str(other))


def somebody_in_common(one: Record, other: Record) -> bool:
    """Whether two records have an author in common; where neither has one, a venue, abstract or address, or none.

    The same are people with the same names in another order, or with the same surname where the first name of one
    begins with that of the other: so do its initial, and no first name at all.
    """
    return not _seekers(one).isdisjoint(_people(other))


def _people(record: Record) -> set[str]:
    """Return what the authors of a record are filed under, as `_seekers` are looked for."""
    found = set()
    for name in record.authors:
        in_any_order, person, beginnings = _person(name)
        found |= {in_any_order, person, "=" + person, *beginnings}
    return found or _circumstances(record)


def _seekers(record: Record) -> set[str]:
    """Return what to look for among the `_people` of another record."""
    found = set()
    for name in record.authors:
        in_any_order, person, beginnings = _person(name)
        found |= {in_any_order, person}
        found.update("=" + beginning for beginning in beginnings)
    return found or _circumstances(record)


@lru_cache(maxsize=1 << 16)
def _person(name: str) -> tuple[str, str, tuple[str, ...]]:
    """Return all names in a name, in order; surname and first name; and this with each beginning of the first name."""
    last, first = letters(surname(name)), _first_name(name)
    beginnings = tuple(f"{last}, {first[:end]}" for end in range(len(first)))
    return " ".join(sorted(map(letters, name.split()))), f"{last}, {first}", beginnings


def _first_name(name: str) -> str:
    """Return the letters of the first of the given names, the initial where no more is written, "" for none."""
    before, _, behind = " ".join(name.split()).rpartition(surname(name) or ",")
    given = before.split() or behind.partition(",")[2].split()
    if not given:
        return ""
    first = given[0]
    is_initials = first[1:2] == "." or (first.isupper() and len(first) <= _INITIALS and not name.isupper())
    return letters(first)[: 1 if is_initials else _FIRST_NAME]


def _circumstances(record: Record) -> set[str]:
    """Return what a paper that nobody is named for is filed under: one empty text where there is nothing."""
    texts = ((name, getattr(record, name)) for name in _TELLING)
    return {f"{name}={letters(text)}" for name, text in texts if text} or {""}


class _Buckets:
    """Numbers of records by the letters of their titles, and by the people among their authors.

    Authors are asked for only where titles have met.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self._records = records
        self._by_title: dict[str, list[int]] = {}
        self._opened: dict[str, _Bucket] = {}

    def add(self, title: str, number: int) -> None:
        self._by_title.setdefault(title, []).append(number)

    def find(self, title: str, record: Record) -> Iterator[int]:
        """Yield the numbers under `title` that have somebody in common with `record`, the first ones first."""
        numbers = self._by_title.get(title, ())
        if len(numbers) <= _FEW:
            for number in numbers:
                other = self._records[number]
                if (record.authors and record.authors == other.authors) or somebody_in_common(record, other):
                    yield number
            return
        bucket = self._opened.setdefault(title, _Bucket())
        for number in numbers[bucket.filed :]:
            for key in _people(self._records[number]):
                bucket.numbers.setdefault(key, []).append(number)
        bucket.filed = len(numbers)
        yield from sorted({number for key in _seekers(record) for number in bucket.numbers.get(key, ())})


@dataclass(slots=True)
class _Bucket:
    """What is under one title: numbers by person, and how many of the numbers are filed so."""

    numbers: dict[str, list[int]] = field(default_factory=dict)
    filed: int = 0


def _rest(record: Record) -> Hashable:
    return record.authors, record.year, record.venue, record.url, record.comment


def _years_fit(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1
