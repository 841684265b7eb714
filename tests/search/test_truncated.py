"""An index that is cut off while it is open: whoever reads a mapped file behind its end is killed by the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

_PROGRAM = """
import sys
from datetime import UTC, datetime
from pathlib import Path

from readlist.model.library import Library
from readlist.model.paper import Paper
from readlist.query.parser import parse
from readlist.search import indexed
from readlist.search.finder import Finder

indexed.WITHOUT, indexed.KEPT_FROM = 0, 1
folder, length, when = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
library = Library(
    Paper(
        key=f"p{n}", number=n, title=f"Word{n} on sails", authors=(f"Ada Name{n % 50}",), year=1990 + n % 30,
        venue=f"Venue {n % 9}", abstract=" ".join(f"rare{n}x{m}" for m in range(30)), note="seen" if n % 3 else "",
    )
    for n in range(1, 900)
)
versions = {"folder": folder, "versions": lambda library: {n: 1 for n in library.values("number")}}
first = Finder(library, **versions)
for _ in first.build():
    pass
first.save()
queries = [
    parse(text, now=datetime(2026, 11, 21, tzinfo=UTC))
    for text in ("sails", "word7", "rare9", "author:name4 year:1991..", "abstract:/rare1.x2/", "wrod77", "has:note")
]
expected = [Finder(library).find(query) for query in queries]
open_one = Finder(library, **versions)
assert open_one._indexed.evaluator is not None
if when == "used":
    assert [open_one.find(query).keys for query in queries] == [found.keys for found in expected]
steps = open_one.build()
if when == "building":
    next(steps)
with (folder / "search").open("r+b") as file:
    file.truncate(length)
if when == "building":
    for _ in steps:
        pass
assert sorted(open_one.titles("word8")) == sorted(Finder(library).titles("word8"))
for _ in open_one.facets(list(library.keys)):
    pass
assert [set(open_one.find(query).keys) for query in queries] == [set(found.keys) for found in expected]
print("right")
"""


@pytest.mark.parametrize("length", [0, 90_000])
@pytest.mark.parametrize("when", ["opened", "used", "building"])
def test_an_index_that_is_cut_off_while_it_is_open_costs_time_and_nothing_else(tmp_path, length, when):
    command = [sys.executable, "-c", _PROGRAM, str(tmp_path), str(length), when]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout) == (0, "right\n"), done.stderr
