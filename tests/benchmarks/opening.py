"""Opens a library once, as a program does at its start; prints the seconds that it took, and those of its limit.

    python tests/benchmarks/opening.py WHAT PATH

WHAT is `repository` (until it can answer with counts), `storage`, `abstracts` (every one is looked at) or `plain`
(TinyDB as it comes, over a file). The limit is a scan of the snapshot for newlines; of `abstracts`, reading and
decoding it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from limits import newline_scan, read_and_decode, timed
from tinydb import TinyDB

from readlist.store.papers import COLUMNS
from readlist.store.repository import SNAPSHOT, Repository
from readlist.store.storage import LibraryStorage


def _repository(directory: Path) -> object:
    repository = Repository(directory)
    return repository, repository.library.counts


def _abstracts(directory: Path) -> object:
    return [paper.abstract for paper in Repository(directory).library]


def _plain(path: Path) -> object:
    with TinyDB(path) as db:
        return db.table("papers").all()


def main() -> None:
    """Do it."""
    what, path = sys.argv[1], Path(sys.argv[2])
    file = path if what == "plain" else path / SNAPSHOT
    kept: list[object] = []
    # The first time, the file may come from the disk.
    newline_scan(file)
    least = read_and_decode(file) if what == "abstracts" else newline_scan(file)
    do = {
        "repository": _repository,
        "storage": lambda path: LibraryStorage(path / SNAPSHOT, columns=COLUMNS),
        "abstracts": _abstracts,
        "plain": _plain,
    }[what]
    print(timed(lambda: kept.append(do(path))), least)


if __name__ == "__main__":
    main()
