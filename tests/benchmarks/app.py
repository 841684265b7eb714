"""Measures what the user of the app waits for: the first screen, a key to the screen, a letter of the filter, a star.

    python tests/benchmarks/app.py [--papers 100 10000 100000] [--keys 100]

The program runs in a pseudo-terminal of 120 columns and 40 lines. A time is that from the key to the last byte that
answers it; counts in the pane of views are no part of that, they come when the list has stayed as it is for longer
than an answer waits for more of it. Each figure stands beside a limit that is measured in the same run, starts beside
each other in turns: machines differ, and what else they do differs more. Files of the library are held in memory where
the system can do that: some give back what nobody has read for seconds, and a key would be a measure of their disks.
"""

from __future__ import annotations

import argparse
import contextlib
import mmap
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from limits import Log
from measure import ONE_STATIC
from terminal import Terminal
from vocabulary import make_library

from readlist.store.repository import Repository

FRAME = 1 / 60
"""Seconds between two pictures of a screen."""
QUERIES = (
    "language model",
    "tag:survey is:unread",
    "author:chen year:2019..2023",
    "algnmnt",
    '"human data" -is:read',
)
"""What is typed into the filter, letter by letter."""
_SIZE = (120, 40)
_DOWN, _UP, _ESCAPE = b"\x1b[B", b"\x1b[A", b"\x1b"
_STRETCH = 16
"""Papers that the cursor goes down before it goes up again: the inbox of the smallest library has no more."""
_ERASE = b"\x15"
_RECORD_BYTES = 300
_LOCKED = 0x2000
"""Linux' MAP_LOCKED, which Python has no name for."""


@dataclass(slots=True)
class Times:
    """Seconds that each of several repetitions took."""

    seconds: list[float] = field(default_factory=list)

    def add(self, taken: float | None) -> None:
        """Count a repetition; None where nothing was drawn."""
        if taken is not None:
            self.seconds.append(taken)

    @property
    def median(self) -> float:
        """The middle one."""
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        """The one that 95 of 100 do not exceed."""
        return sorted(self.seconds)[min(len(self.seconds) - 1, int(len(self.seconds) * 0.95))]


@dataclass(frozen=True, slots=True)
class Measured:
    """What one size of library takes, in seconds, and an app with one `Static` beside it; memory in megabytes."""

    start: Times
    static: Times
    cursor: Times
    burst: Times
    filter: Times
    star: Times
    memory: float


@contextlib.contextmanager
def running(library: Path) -> Iterator[Terminal]:
    """Run the app over a library."""
    config = library.parent / "config.toml"
    config.touch()
    environ = {
        "COLORTERM": "truecolor",
        "READLIST_LIBRARY": str(library),
        "READLIST_CONFIG": str(config),
        # The first start compiles, as an installation does; Textual has been compiled when it was installed.
        "PYTHONDONTWRITEBYTECODE": "",
    }
    with contextlib.closing(Terminal([sys.executable, "-m", "readlist"], size=_SIZE, environ=environ)) as terminal:
        yield terminal


def least_start() -> float:
    """Return the seconds until an app with one line of text stands on the screen."""
    with contextlib.closing(Terminal([sys.executable, "-c", ONE_STATIC], size=_SIZE, environ={})) as terminal:
        return terminal.wait_for(b"Inbox").last or 0.0


def least_change(folder: Path, times: int) -> Times:
    """Return the seconds that it takes to append a change to a file and to force it to the disk."""
    log, taken = Log(folder / "log"), Times()
    for _ in range(times):
        taken.add(log.append(b"x" * _RECORD_BYTES))
    log.close()
    return taken


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold the content of all files below a folder in memory, as they are now."""
    with contextlib.ExitStack() as stack:
        for path in folder.rglob("*") if hasattr(mmap, "MAP_POPULATE") else ():
            if path.is_file() and path.stat().st_size:
                with path.open("rb") as file:
                    content = mmap.mmap(file.fileno(), 0, flags=mmap.MAP_SHARED | _LOCKED, prot=mmap.PROT_READ)
                    stack.enter_context(content)
        yield


def measure(library: Path, keys: int, starts: int) -> Measured:
    """Measure a library; `keys` is how often each key is pressed."""
    start, static = Times(), Times()
    for index in range(starts + 1):
        with held(library), running(library) as terminal:
            taken = terminal.wait_for(b"Inbox").last
        start.add(taken if index else None)
        static.add(least_start())
    with held(library), running(library) as terminal, contextlib.ExitStack() as stack:
        terminal.wait_for(b"Inbox")
        terminal.rest()
        # By now there is an index too.
        stack.enter_context(held(library))
        to_and_fro = [_DOWN] * _STRETCH + [_UP] * _STRETCH
        cursor = pressed(terminal, list(islice(cycle(to_and_fro), keys)))
        burst = pressed(terminal, [_DOWN * 200, _UP * 200] * 3)
        star = pressed(terminal, [b"s"] * keys)
        # All papers, so that the filter has as many as there are.
        terminal.press(b"[")
        typed = letters(terminal)
        return Measured(start, static, cursor, burst, typed, star, terminal.memory)


def pressed(terminal: Terminal, keys: Sequence[bytes]) -> Times:
    """Press keys one after the other, each when the one before is answered."""
    taken = Times()
    for key in keys:
        taken.add(terminal.press(key).last)
    return taken


def letters(terminal: Terminal) -> Times:
    """Type the queries into the filter, a letter at a time."""
    taken = Times()
    for query in QUERIES:
        terminal.press(b"/")
        terminal.press(_ERASE)
        for letter in query:
            taken.add(terminal.press(letter.encode()).last)
        # Behind an escape a terminal may send more of a sequence: it counts when nothing has come for a moment.
        terminal.press(_ESCAPE, quiet=0.3)
    return taken


def row(count: int, what: str, taken: float, least: tuple[str, float], target: str) -> None:
    """Print one line of the table, in milliseconds; `least` is what it is measured against, with its seconds."""
    limit_name, limit = least
    figures = f"{taken * 1e3:9.1f} ms  {taken / limit:7.2f} x  {limit_name} ({limit * 1e3:.1f} ms)"
    print(f"{count:>8,}  {what:<22} {figures:<66}  {target}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[100, 10_000, 100_000], help="sizes of the library")
    parser.add_argument("--keys", type=int, default=100, help="how often each key is pressed")
    parser.add_argument("--starts", type=int, default=5, help="how often the app is started")
    parser.add_argument("--library", type=Path, help="measure this library, and no generated ones")
    args = parser.parse_args()
    smallest: Measured | None = None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in [len(Repository(args.library).library)] if args.library else args.papers:
            library = args.library or folder / str(count)
            if not args.library:
                make_library(library, count)
            begun = time.perf_counter()
            disk = least_change(folder, args.keys)
            found = measure(library, args.keys, args.starts)
            smallest = smallest or found
            frame, static = ("a frame", FRAME), ("an app with one Static", found.static.median)
            row(count, "first screen", found.start.median, static, "<= 1.5, at 100,000: 2.2")
            row(count, "cursor, p95", found.cursor.p95, frame, "<= 16 ms")
            row(count, "cursor, median", found.cursor.median, ("smallest", smallest.cursor.median), "<= 1.2")
            row(count, "200 keys at once", found.burst.median, frame, "<= 150 ms")
            row(count, "filter, p95", found.filter.p95, frame, "<= 30 ms")
            row(count, "filter, median", found.filter.median, ("smallest", smallest.filter.median), "")
            row(count, "star, p95", found.star.p95, ("append and fdatasync", disk.p95), "<= 16 ms over it")
            print(f"{count:>8,}  memory {found.memory:.0f} MB; measured in {time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
