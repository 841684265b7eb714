"""A short run of the script that kills writers, and proof that it finds what it looks for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def run(*arguments, before=""):
    """Run the script in a process of its own, after some lines of Python; return status, figures and faults."""
    code = f"import sys; sys.path.insert(0, {str(HERE)!r})\nimport kill\n{before}\nsys.exit(kill.main({arguments!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    figures = {line[:40].strip(): int(line[40:].replace(",", "")) for line in done.stdout.splitlines()}
    return done.returncode, figures, done.stderr


def test_nothing_is_lost_and_nothing_halved_when_writers_are_killed():
    status, figures, faults = run("--rounds", "15", "--seed", "7")
    assert (status, faults) == (0, "")
    assert figures["rounds"] == 15
    assert figures["kills"] >= 15
    assert figures["acknowledged writes"] >= 30
    assert figures["acknowledged writes lost"] == figures["changes halved"] == figures["other faults"] == 0


ACKNOWLEDGES_TOO_SOON = """
from readlist.store.journal import FileJournal, Position

append, waiting = FileJournal.append, []

def late(self, record, behind):
    # Each record is written when the next one comes.
    if waiting:
        behind = append(self, *waiting.pop())
    waiting.append((record, behind))
    return Position(behind.journal, behind.generation, behind.offset, behind.lines, record.number)

FileJournal.append = late
"""

WRITES_A_HALF_FIRST = """
import os
from readlist.store.journal import FileJournal

append, kill_at_once = FileJournal.append, kill.Writer.kill

def kill_later(self):
    # By then a writer has come to a change of several papers.
    kill._spin(8e-3)
    kill_at_once(self)

def in_halves(self, record, behind):
    if len(record.changes) > 1:
        append(self, record._replace(changes=record.changes[::2]), behind)
        kill._spin(4e-2)
        os.truncate(self._path, behind.offset)
    return append(self, record, behind)

FileJournal.append, kill.Writer.kill = in_halves, kill_later
"""


@pytest.mark.parametrize(
    ("fault", "found"),
    [(ACKNOWLEDGES_TOO_SOON, "acknowledged writes lost"), (WRITES_A_HALF_FIRST, "changes halved")],
    ids=["lost", "halved"],
)
def test_a_store_that_loses_or_halves_is_found_out(fault, found):
    status, figures, faults = run("--rounds", "30", "--seed", "7", before=fault)
    assert status == 1
    assert figures[found] > 0
    assert faults
