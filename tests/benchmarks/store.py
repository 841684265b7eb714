"""Measures the store beside its limits, in one run, and prints a table.

    python tests/benchmarks/store.py [--sizes 1000,10000,100000]

The machine may be busy with other things: what is compared is measured in turns, round by round, and the ratio is
that of the medians. Opening is measured in programs that do it once, beside its limit in the same program. "p95" is
the time that 19 of 20 rounds kept to. Nothing is left behind.
"""

from __future__ import annotations

import argparse
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from library import fill_journal, make_library, records
from limits import Log, PlainTinyDB, Sqlite, copy, timed

from readlist.importers.merge import ImportPapers
from readlist.model.actions import SetStarred
from readlist.store.database import LibraryDB
from readlist.store.papers import PAPERS
from readlist.store.repository import SNAPSHOT, Repository
from readlist.store.storage import journal_path

Contestant = Callable[[], float]
"""Does a thing once and returns the seconds that it took."""

_SMALL, _LARGE = 20_000, 100_000
_IMPORTED = 10_000
_BULK = 1000
_LEAST_RATE = 5000
"""Papers a second that an import must store."""
_MEMORY_MB = {1000: 60, 10_000: 110, 100_000: 400}
"""What the whole app may take; the store is a part of it."""
_OPENED = """
import sys
from pathlib import Path
from readlist.store.repository import Repository
if len(sys.argv) > 1:
    repository = Repository(Path(sys.argv[1]))
    repository.library.counts
for line in open("/proc/self/status"):
    if line.startswith("VmRSS"):
        print(int(line.split()[1]) / 1024)
"""


class Target(NamedTuple):
    """What is asked of the store: that it takes at most so many times as long as a limit."""

    limit: str
    ratio: float | None = None


APPEND = "append+fdatasync"


def take_turns(rounds: int, contestants: Mapping[str, Contestant]) -> dict[str, list[float]]:
    """Let each contestant do its thing in every round; return the seconds that each took, without a warm-up round."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(rounds + 1):
        for name, contestant in contestants.items():
            seconds = contestant()
            if number:
                taken[name].append(seconds)
    return taken


def show(what: str, count: int, ours: Sequence[float], limit: Sequence[float], target: Target) -> None:
    """Print a line of the table: seconds in milliseconds, and their ratio to a limit."""
    median, least = statistics.median(ours), statistics.median(limit)
    ratio = median / least
    told = "" if target.ratio is None else f"<= {target.ratio:g}x"
    verdict = "" if target.ratio is None else "ok" if ratio <= target.ratio else "NOT"
    print(
        f"{what:<40} {count:>8,} {_ms(median):>10} {_ms(_p95(ours)):>10}  {target.limit:<24} {_ms(least):>10} "
        f"{ratio:>8.2f}x {told:>9} {verdict}",
        flush=True,
    )


def tell(what: str, count: int, figure: str, *, target: str = "", good: bool | None = None) -> None:
    """Print a line of the table that is no time."""
    verdict = "" if good is None else "ok" if good else "NOT"
    print(f"{what:<40} {count:>8,} {figure:<68} {target:>9} {verdict}", flush=True)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.3f}" if seconds < 1 else f"{seconds * 1000:,.0f}"


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]


class Bench:
    """A library of some size, and what is measured on it."""

    def __init__(self, folder: Path, count: int) -> None:
        self.folder = folder
        self.count = count
        self.library = folder / "library"
        self.used = folder / "used"
        self.file = self.library / SNAPSHOT
        self.random = random.Random(count)  # noqa: S311 -- which papers are changed; the same ones in every run
        make_library(self.library, count)
        shutil.copytree(self.library, self.used)
        fill_journal(self.used)

    def rounds(self, many: int, few: int) -> int:
        """Return how often something is measured: less often in a large library."""
        return many if self.count <= _SMALL else few

    def if_large(self, limit: str, ratio: float) -> Target:
        """Return a target that is one for 100,000 papers: with few, what a program does once counts for more."""
        return Target(limit, ratio if self.count >= _LARGE else None)

    def run(self) -> None:
        """Print everything."""
        self.opening()
        self.decoding()
        self.memory()
        self.changes_by_repository()
        self.changes_by_table()
        self.undoing()
        self.bulk()
        self.importing()
        self.compaction()

    # Opening

    def opening(self) -> None:
        """Open the library until it can answer with counts."""
        scan = "newline scan"
        for directory, journal in ((self.library, "journal empty"), (self.used, "journal nearly due")):
            ours, limit = self.in_new_programs("repository", directory)
            show(f"open, {journal}", self.count, ours, limit, self.if_large(scan, 3))
            ours, limit = self.in_new_programs("storage", directory)
            show(f"open LibraryStorage, {journal}", self.count, ours, limit, Target(scan))
        path = PlainTinyDB(self.folder / "plain.json", self.library).path
        ours, limit = self.in_new_programs("plain", path)
        show("open plain TinyDB, all()", self.count, ours, limit, Target(scan))

    def decoding(self) -> None:
        """Open the library and look at every abstract."""
        loads = "read+orjson.loads"
        ours, limit = self.in_new_programs("abstracts", self.library)
        show("open and look at every abstract", self.count, ours, limit, self.if_large(loads, 1.1))

    def in_new_programs(self, what: str, path: Path) -> tuple[list[float], list[float]]:
        """Return the seconds that something takes in programs that do it once, as they do, and those of its limit."""
        command = [sys.executable, str(Path(__file__).with_name("opening.py")), what, str(path)]
        taken = []
        for _ in range(self.rounds(15, 7)):
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            taken.append(tuple(map(float, done.stdout.split())))
        ours, limit = zip(*taken, strict=True)
        return list(ours), list(limit)

    def memory(self) -> None:
        """Open the library in a program of its own."""
        without, with_it = (
            float(subprocess.run([sys.executable, "-c", _OPENED, *arguments], check=True, capture_output=True).stdout)
            for arguments in ([], [str(self.library)])
        )
        allowed = _MEMORY_MB.get(self.count)
        told = "" if allowed is None else f"<= {allowed} MB"
        good = None if allowed is None else with_it <= allowed
        tell("memory, library open", self.count, f"{with_it:.0f} MB, {without:.0f} without it", target=told, good=good)

    # One change

    def changes_by_repository(self) -> None:
        """Star one paper, durably, by `Repository.do`."""
        repository = Repository(self.library)
        keys = repository.library.keys
        self._race("star a paper, Repository.do", lambda: repository.do(SetStarred([self.random.choice(keys)])))
        repository.close()

    def changes_by_table(self) -> None:
        """Star one paper, durably, by `LibraryTable.update`."""
        with LibraryDB(self.library / SNAPSHOT) as db:
            table = db.table(PAPERS, cache_size=0)

            def toggle(document: MutableMapping[str, Any]) -> None:
                document["starred"] = not document["starred"]

            def star() -> object:
                return table.update(toggle, doc_ids=[self._number()])

            self._race("one durable change, LibraryTable.update", star, beside=False)

    def _race(self, what: str, change: Callable[[], object], *, beside: bool = True) -> None:
        """Let a change race against the disk and, where asked for, against SQLite and TinyDB."""
        log = Log(self.folder / "log")
        contestants: dict[str, Contestant] = {}
        contestants["ours"], contestants[APPEND] = _beside_append(self.file, change, log)
        sqlites: list[Sqlite] = []
        if beside:
            for level in ("FULL", "OFF"):
                sqlites.append(Sqlite(self.folder / f"{level}.sqlite", self.library, synchronous=level))
                contestants[level] = lambda sqlite=sqlites[-1]: sqlite.star(self._number())
        taken = take_turns(self.rounds(300, 300), contestants)
        show(what, self.count, taken["ours"], taken[APPEND], Target(APPEND, 1.5))
        if beside:
            show("  SQLite, WAL, synchronous=FULL", self.count, taken["FULL"], taken[APPEND], Target(APPEND))
            show("  SQLite, synchronous=OFF: does not sync", self.count, taken["OFF"], taken[APPEND], Target(APPEND))
            plain = PlainTinyDB(self.folder / "plain.json", self.library)
            changes = iter(range(1 << 30))
            slow = take_turns(self.rounds(5, 1), {"plain": lambda: plain.star(self._number(), next(changes))})
            show("  plain TinyDB", self.count, slow["plain"], taken[APPEND], Target(APPEND))
        log.close()
        for sqlite in sqlites:
            sqlite.close()

    def _number(self) -> int:
        return self.random.randrange(self.count) + 1

    # Larger ones

    def undoing(self) -> None:
        """Take back changes, one after the other."""
        repository = Repository(self.library)
        rounds = 100
        for key in repository.library.keys[: rounds + 2]:
            repository.do(SetStarred([key]))
        log = Log(self.folder / "log")
        ours, append = _beside_append(self.file, repository.undo, log)
        first = timed(lambda: repository.history)
        taken = take_turns(rounds, {"ours": ours, APPEND: append})
        show("undo", self.count, taken["ours"], taken[APPEND], Target(APPEND, 1.5))
        tell("  reading the history before the first", self.count, f"{_ms(first)} ms")
        log.close()
        repository.close()

    def bulk(self) -> None:
        """Star a thousand papers as one change, and take that back."""
        repository = Repository(self.library)
        keys = repository.library.keys[:_BULK]
        log = Log(self.folder / "log")
        ours, append = _beside_append(self.file, lambda: repository.do(SetStarred(keys)), log)
        back, append_back = _beside_append(self.file, repository.undo, log)
        # The first time, the papers are read.
        first = ours()
        taken = take_turns(9, {"ours": ours, APPEND: append, "back": back, "append back": append_back})
        show(f"star {_BULK:,} papers", self.count, taken["ours"], taken[APPEND], Target(APPEND))
        show("  undo", self.count, taken["back"], taken["append back"], Target(APPEND))
        tell("  the first time, reading them", self.count, f"{_ms(first)} ms")
        log.close()
        repository.close()

    def importing(self) -> None:
        """Import ten thousand new papers as one change."""
        directory = self.folder / "imported"
        log = Log(self.folder / "log")
        rates, appends = [], []
        for _ in range(3):
            shutil.copytree(self.library, directory)
            repository = Repository(directory)
            batch = ImportPapers([records(_IMPORTED, self.count)])
            ours, append = _beside_append(directory / SNAPSHOT, lambda: repository.do(batch), log)  # noqa: B023 -- at once
            rates.append(_IMPORTED / ours())
            appends.append(_IMPORTED / append())
            repository.close()
            shutil.rmtree(directory)
        rate = statistics.median(rates)
        figure = f"{rate:,.0f} papers/s, {APPEND} alone {statistics.median(appends):,.0f}"
        tell(
            f"import {_IMPORTED:,} papers as one change",
            self.count,
            figure,
            target=f">= {_LEAST_RATE:,}",
            good=rate >= _LEAST_RATE,
        )
        log.close()

    def compaction(self) -> None:
        """Write all changes of a full journal into the snapshot."""
        repository = Repository(self.used)
        keys = repository.library.keys

        def compact() -> float:
            repository.do(SetStarred([self.random.choice(keys)]))
            return timed(repository.compact)

        first = compact()
        path = self.used / SNAPSHOT
        taken = take_turns(self.rounds(9, 2), {"ours": compact, "copy": lambda: copy(path, self.folder / "copy")})
        show("compaction", self.count, taken["ours"], taken["copy"], Target("copy+fsync"))
        mb = path.stat().st_size / 1e6
        rate = mb / statistics.median(taken["ours"])
        tell("  of a journal nearly due", self.count, f"{_ms(first)} ms; {mb:,.0f} MB, {rate:,.0f} MB/s")
        repository.close()


def _beside_append(path: Path, change: Callable[[], object], log: Log) -> tuple[Contestant, Contestant]:
    """Return a change of the library with the snapshot at `path`, and the append of the bytes that it wrote."""
    journal = journal_path(path)
    written = b""

    def ours() -> float:
        nonlocal written
        before = journal.stat().st_size
        taken = timed(change)
        with journal.open("rb") as file:
            file.seek(before)
            written = file.read()
        if not written:
            raise RuntimeError("nothing was changed")
        return taken

    return ours, lambda: log.append(written)


def _sizes(text: str) -> Iterator[int]:
    for size in text.split(","):
        yield int(size.replace("_", ""))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of papers, with commas between them")
    sizes = list(_sizes(parser.parse_args().sizes))
    start = time.perf_counter()
    print(
        f"{'milliseconds':<40} {'papers':>8} {'median':>10} {'p95':>10}  {'limit':<24} {'median':>10} "
        f"{'ratio':>9} {'target':>9}"
    )
    for count in sizes:
        with tempfile.TemporaryDirectory(prefix="readlist-benchmark-") as folder:
            Bench(Path(folder), count).run()
        print()
    print(f"measured in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
