"""Measures how papers come into a library that has many already, and how those are found that are likely the same.

    python tests/benchmarks/importing.py [--sizes 0,10000,100000] [--imported 1000,10000]

Of what comes in, half is known and half is new (into an empty library, all is new). "merge" is the planning of the
change alone, over a library that was just opened; "import" is that with the change written and synced; "program" is
`readlist import FILE` from its start to its end. Nothing is left behind.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from library import NOW, make_library, record, records
from limits import timed

from readlist.importers.likeness import likely_pairs
from readlist.importers.merge import Batch, ImportPapers
from readlist.model.actions import SetStarred
from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.model.record import Record
from readlist.store.repository import Repository

_ROUNDS = 3
_LEAST_RATE = 5000
"""Papers a second that an import must store."""
_LONGEST = 2.0
"""Seconds that the whole program may take for a thousand papers, whatever the library holds."""
_A_THOUSAND = 1000
_BACKUPS = "backups"
_CHANGED = 100  # one paper in so many has a changed copy


class Bench:
    """A library of some size, and what is measured on it."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count
        self.library = folder / "library"
        make_library(self.library, count)
        # The backup of the day, which follows its first change, is nobody's import.
        repository = Repository(self.library)
        for key in repository.library.keys[:1]:
            repository.do(SetStarred([key]))
        repository.maintain()
        repository.close()

    def run(self, imported: Sequence[int]) -> None:
        """Print everything."""
        for count in imported:
            start = max(0, self.count - count // 2)
            self.merging(records(count, start), count)
            self.program(count, start)
        self.duplicates()

    def merging(self, batch: Batch, count: int) -> None:
        """Plan the import of a batch, and do it."""
        planned, done = [], []
        for _ in range(_ROUNDS):
            with self._copy() as directory:
                repository = Repository(directory)
                planned.append(timed(lambda: ImportPapers([batch]).change(repository.library, NOW)))  # noqa: B023 -- at once
                repository.close()
                repository = Repository(directory)
                done.append(timed(lambda: repository.do(ImportPapers([batch]))))  # noqa: B023 -- at once
                repository.close()
        self._tell(f"merge {count:,}", planned, count)
        # A thousand papers cannot make up for a library of a hundred thousand that has to be looked at.
        self._tell(f"import {count:,}", done, count, least=_LEAST_RATE if count >= self.count // 10 else None)

    def program(self, count: int, start: int) -> None:
        """Import a document with the whole program."""
        document = self.folder / "listing.txt"
        document.write_text("".join(_printed(record(number)) for number in range(start, start + count)), "utf-8")
        taken = []
        for _ in range(_ROUNDS):
            with self._copy() as directory:
                command = [sys.executable, "-m", "readlist", "--library", str(directory), "import", str(document)]
                taken.append(timed(lambda: subprocess.run(command, check=True, capture_output=True)))  # noqa: B023 -- at once
        self._tell(f"program {count:,}", taken, count, longest=_LONGEST if count <= _A_THOUSAND else None)

    def duplicates(self) -> None:
        """Find the pairs that are likely the same among papers with titles as a field has them."""
        library = Library(_field(self.count))
        found: list[int] = []
        seconds = timed(lambda: found.append(len(likely_pairs(library))))
        copies = self.count // _CHANGED
        print(f"{'duplicates':<24} {self.count:>8,} {seconds:>9.3f} s   {found[0]:,} pairs for {copies:,} copies")

    def _tell(
        self,
        what: str,
        seconds: Sequence[float],
        count: int,
        *,
        least: float | None = None,
        longest: float | None = None,
    ) -> None:
        """Print a line of the table."""
        median = statistics.median(seconds)
        rate = count / median
        told = ""
        if least is not None:
            told = f">= {least:,}/s {'ok' if rate >= least else 'NOT'}"
        if longest is not None:
            told = f"<= {longest:g} s {'ok' if median <= longest else 'NOT'}"
        print(f"{what:<24} {self.count:>8,} {median:>9.3f} s {rate:>10,.0f} papers/s  {told}", flush=True)

    def _copy(self) -> _Copy:
        return _Copy(self.library, self.folder / "copy")


class _Copy:
    """A copy of a library that is there for a while."""

    def __init__(self, library: Path, to: Path) -> None:
        self._library, self._to = library, to

    def __enter__(self) -> Path:
        shutil.copytree(self._library, self._to, ignore=shutil.ignore_patterns(_BACKUPS))
        if (self._library / _BACKUPS).exists():
            shutil.copytree(self._library / _BACKUPS, self._to / _BACKUPS, copy_function=os.link)
        # What was just written would be written to the disk while somebody else is measured.
        os.sync()
        return self._to

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._to)


def _printed(paper: Record) -> str:
    """Return a paper as a page of the ACL Anthology prints it."""
    authors = "\n|\n".join(paper.authors)
    return f"{paper.year}\npdf\nbib\nabs\n{paper.title}\n{authors}\n{paper.venue}\n{paper.abstract}\n"


def _field(count: int) -> Iterator[Paper]:
    """Yield `count` papers whose titles have few words often and many seldom, then changed copies of some of them."""
    choose = random.Random(count)  # noqa: S311 -- the same ones in every run
    syllables = [first + second for first, second in itertools.product("bcdfglmnprstv", "aeiou")]
    words = ["".join(choose.choices(syllables, k=choose.randint(2, 5))) for _ in range(60_000)]
    often = list(itertools.accumulate(1 / rank for rank in range(1, len(words) + 1)))
    names = [f"{choose.choice(words).title()} {choose.choice(words).title()}" for _ in range(count or 1)]
    papers = [
        Paper(
            key=f"k{number}",
            number=number,
            title=" ".join(choose.choices(words, cum_weights=often, k=choose.randint(5, 14))),
            authors=tuple(choose.choices(names, k=5)),
            year=choose.randint(2000, 2024),
        )
        for number in range(1, count + 1)
    ]
    yield from papers
    for number, paper in enumerate(choose.sample(papers, count // _CHANGED), count + 1):
        title = (paper.title or "").split()
        title[choose.randrange(len(title))] = choose.choice(words)
        yield dataclasses.replace(paper, key=f"copy{number}", number=number, title=" ".join(title))


def _numbers(text: str) -> list[int]:
    return [int(number.replace("_", "")) for number in text.split(",")]


def _in_folder(action: Callable[[Path], None]) -> None:
    with tempfile.TemporaryDirectory(prefix="readlist-benchmark-") as folder:
        action(Path(folder))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="0,10000,100000", help="papers of the library, with commas between them")
    parser.add_argument("--imported", default="1000,10000", help="papers that come in, likewise")
    arguments = parser.parse_args()
    start = time.perf_counter()
    print(f"{'':<24} {'library':>8} {'median':>11}")
    for count in _numbers(arguments.sizes):
        _in_folder(lambda folder, count=count: Bench(folder, count).run(_numbers(arguments.imported)))
        print()
    print(f"measured in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
