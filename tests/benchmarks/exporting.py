"""Measures the export of Markdown: new notes, and notes of which none changed, beside reading the same files.

    python tests/benchmarks/exporting.py [--papers 1000 10000]

"new" is the first export, into an empty folder, beside writing and syncing the same texts one by one. "unchanged" is an
export again, and "program" is the whole of `readlist export --to FOLDER` then, both beside reading the files. Nothing
is left behind.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from library import make_library
from limits import timed

from readlist.exporters import exporter_for
from readlist.store.repository import Repository

_ROUNDS = 3
_LONGEST = 3.0
"""Seconds that the whole program may take for ten thousand papers of which none changed."""
_LIMITED = 10_000
_SYNCED = 500
"""So many texts are written one by one to measure what a synced file takes."""


def measure(count: int, folder: Path) -> None:
    """Print the rows for a library of `count` papers."""
    make_library(folder / "library", count)
    repository = Repository(folder / "library")
    papers, notes = list(repository.library), folder / "notes"
    exporter = exporter_for(notes)
    new = timed(lambda: exporter.export(papers, notes))
    texts = [path.read_bytes() for path in notes.iterdir()]
    row(count, "new", new, _one_by_one(texts, folder / "plain"), "writing and syncing each")
    again = [timed(lambda: exporter.export(papers, notes)) for _ in range(_ROUNDS)]
    reading = statistics.median(timed(lambda: [p.read_bytes() for p in notes.iterdir()]) for _ in range(_ROUNDS))
    row(count, "unchanged", statistics.median(again), reading, "reading the files")
    repository.close()
    command = [sys.executable, "-m", "readlist", "--library", str(folder / "library"), "export", "--to", str(notes)]
    runs = [timed(lambda: subprocess.run(command, check=True, capture_output=True)) for _ in range(_ROUNDS)]
    program = statistics.median(runs)
    told = f"   <= {_LONGEST:g} s {'ok' if program <= _LONGEST else 'NOT'}" if count <= _LIMITED else ""
    row(count, "program, unchanged", program, reading, f"reading the files{told}")


def row(count: int, what: str, taken: float, limit: float, limit_name: str) -> None:
    """Print one line of the table."""
    print(f"{count:>8,}  {what:<20} {taken:9.3f} s  {taken / limit:8.2f} x  {limit_name}", flush=True)


def _one_by_one(texts: list[bytes], folder: Path) -> float:
    """Return the seconds that it takes to write texts to files of their own, each synced before the next."""
    folder.mkdir()
    some = texts[:_SYNCED]

    def write() -> None:
        for number, text in enumerate(some):
            with (folder / f"{number}.md").open("wb") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())

    return timed(write) * len(texts) / len(some)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=int, nargs="+", default=[1000, 10_000], help="sizes of the library")
    for count in parser.parse_args().papers:
        with tempfile.TemporaryDirectory(prefix="readlist-benchmark-") as folder:
            measure(count, Path(folder))


if __name__ == "__main__":
    main()
