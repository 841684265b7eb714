"""Makes libraries for the benchmarks: papers of realistic size, as many as are asked for, the same ones each time.

A paper has a title of about 89 characters, an abstract of about 1,500 and 5.9 authors, so that 100,000 take 194 MB.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from readlist.importers.base import Found, Reading
from readlist.importers.merge import Batch
from readlist.model.actions import SetNote, SetStarred, SetStatus
from readlist.model.paper import Paper, Status
from readlist.model.record import Record, Source
from readlist.store import disk, storage
from readlist.store.papers import COLUMNS, PAPERS, document_of
from readlist.store.repository import SNAPSHOT, Repository, system_clock, timestamp
from readlist.store.storage import LibraryStorage

NOW = "2026-11-21T08:00:00Z"
JOURNAL_FILLED = 0.95
"""How far `fill_journal` fills a journal, of what makes its compaction due."""
_WORDS = [
    "we",
    "propose",
    "a",
    "model",
    "that",
    "learns",
    "to",
    "align",
    "large",
    "language",
    "systems",
    "with",
    "human",
    "data",
]
_VENUE = "Proceedings of the 2024 Conference on Empirical Methods in Natural Language Processing"
_STATUSES = tuple(Status)


def record(number: int) -> Record:
    """Return what a source prints of the paper with that number, from 0."""
    words = [_WORDS[(number * 7 + i * (1 + number % 5)) % len(_WORDS)] for i in range(265)]
    authors = 5 if number % 10 == 0 else 6
    return Record(
        title=f"On {' '.join(words[:15])} {number}",
        authors=tuple(f"{words[i].title()} Author{(number * 13 + i) % 5000}" for i in range(authors)),
        year=1990 + number % 35,
        venue=_VENUE,
        abstract=" ".join(words) + ".",
    )


def records(count: int, start: int = 0) -> Batch:
    """Return `count` papers as an importer gives them, from the one with the number `start`."""
    found = tuple(Found(record(number), number + 1, number + 1) for number in range(start, start + count))
    return Batch(f"{start}.txt", Reading("generated", found, ()))


def make_library(directory: Path, count: int) -> None:
    """Make a library of `count` papers in `directory`, with an empty journal."""
    directory.mkdir()
    made = LibraryStorage(directory / SNAPSHOT, columns=COLUMNS, now=partial(timestamp, system_clock))
    made.begin({PAPERS: dict(_documents(count))})
    made.close()


def fill_journal(directory: Path) -> None:
    """Change papers of a library until its compaction is nearly due, as years of use without a compaction would."""
    repository = Repository(directory)
    path = directory / SNAPSHOT
    limit = max(storage.JOURNAL_BYTES, path.stat().st_size // storage.JOURNAL_SHARE) * JOURNAL_FILLED
    records = int(storage.JOURNAL_RECORDS * JOURNAL_FILLED)
    journal = storage.journal_path(path)
    keys = repository.library.keys
    # Nobody measures here, and a hundred thousand changes would wait long for the disk.
    with mock.patch.object(disk, "sync"):
        number = 0
        while number < records and journal.stat().st_size < limit:
            key = keys[number * 7919 % len(keys)]
            match number % 3:
                case 0:
                    repository.do(SetStarred([key]))
                case 1:
                    repository.do(SetStatus([key], _STATUSES[1 + number // 3 % 4], toggle=True))
                case _:
                    repository.do(SetNote(key, f"Read for the survey, section {number % 9}. " * 3))
            number += 1
    repository.close()


def _documents(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    for number in range(count):
        printed = record(number)
        paper = Paper(
            key=f"author{number}on",
            number=number + 1,
            title=printed.title,
            authors=printed.authors,
            year=printed.year,
            venue=printed.venue,
            abstract=printed.abstract,
            sources=(Source("generated.txt", number + 1, "generated", NOW),),
            status=_STATUSES[number % len(_STATUSES)],
            starred=number % 11 == 0,
            added=NOW,
        )
        yield str(paper.number), document_of(paper.to_fields())
