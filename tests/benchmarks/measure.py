"""Measures what users wait for, each beside a limit that is measured in the same run.

    python tests/benchmarks/measure.py [--papers 100 1000 10000]

Figures are seconds, and ratios to the limit: machines differ, and what else they do differs more.
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from library import NOW, records

from readlist.exporters import exporter_for
from readlist.importers.merge import ImportPapers, plan
from readlist.model.actions import SetStarred
from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.store.repository import Repository

ONE_STATIC = """
from textual.app import App
from textual.widgets import Static
class One(App):
    def compose(self):
        yield Static("Inbox")
One().run()
"""


def median(action: Callable[[], object], times: int = 5) -> float:
    """Return the median seconds that `action` takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def first_screen(command: list[str], text: bytes) -> float:
    """Return the seconds from the start of a program in a terminal until `text` stands there."""
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "120", "LINES": "40"}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environ, start_new_session=True)
    os.close(theirs)
    seen = b""
    while text not in seen and select.select([ours], [], [], 60)[0]:
        seen += os.read(ours, 65536)
    taken = time.perf_counter() - start
    process.kill()
    process.wait()
    os.close(ours)
    return taken


def fsynced_append(path: Path, size: int) -> None:
    """Append `size` bytes to a file and force them to disk: the least that a lasting change can cost."""
    with path.open("ab") as file:
        file.write(b"x" * size)
        file.flush()
        os.fsync(file.fileno())


def measure(count: int, folder: Path) -> None:
    """Print a row for each thing measured at `count` papers."""
    repository = Repository.create(folder / "library", contents=ImportPapers([records(count)]))
    library = repository.library
    key = library.keys[count // 2]
    program = [sys.executable, "-m", "readlist", "--library", str(folder / "library")]
    limit = median(lambda: first_screen([sys.executable, "-c", ONE_STATIC], b"Inbox"))
    start = median(lambda: first_screen(program, b"Inbox"))
    row(count, "first screen", start, limit, "an app with one Static")
    append = median(lambda: fsynced_append(folder / "file", 300), 20)
    row(
        count,
        "star, lasting",
        median(lambda: repository.do(SetStarred([key]))),
        append,
        "append and fsync of 300 bytes",
    )
    read = median((folder / "library" / "library.json").read_bytes)
    row(count, "open the library", median(lambda: Repository(folder / "library"), 3), read, "read the file")
    one = median(lambda: plan([records(1000)], Library(), NOW), 3)
    more = median(lambda: plan([records(1000, count)], library, NOW), 3)
    row(count, "import 1,000 more", more, one, "import 1,000 into nothing")
    papers, to = list(library), folder / "notes"
    first = timed_export(papers, to)
    row(count, "export again, unchanged", timed_export(papers, to), first, "first export")


def timed_export(papers: list[Paper], to: Path) -> float:
    """Return the seconds that an export of `papers` takes."""
    exporter = exporter_for(to)
    start = time.perf_counter()
    exporter.export(papers, to)
    return time.perf_counter() - start


def row(count: int, what: str, taken: float, limit: float, limit_name: str) -> None:
    """Print one line of the table."""
    print(f"{count:>8,}  {what:<24} {taken:9.4f} s  {taken / limit:8.2f} x  {limit_name} ({limit:.4f} s)")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[100, 1000, 10_000], help="sizes of the library")
    for count in parser.parse_args().papers:
        with tempfile.TemporaryDirectory() as folder:
            measure(count, Path(folder))


if __name__ == "__main__":
    main()
