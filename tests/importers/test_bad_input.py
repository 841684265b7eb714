"""What no importer can be asked to read: one line about each, in bounded time and memory, and the others come in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from readlist.importers.gathering import Failure, Text, Unread, find, gather
from readlist.importers.merge import Batch
from readlist.store.repository import Repository

ROOT = Path(__file__).parent.parent.parent
MB = 1 << 20
GOOD = "Abstract:We say {0} things about {0} that nobody has said before.\n"

ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">\n' for i in range(1, 12))
BOMB = f'<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY e0 "ha">\n{ENTITIES}]>\n<feed><title>&e11;</title></feed>\n'
OUTSIDE = (
    '<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<feed><title>&e;</title></feed>\n'
)

BAD = {
    "empty": b"",
    "blank": b" \n\t\n" * 1000,
    "nul": b"Abstract:We do\0 this.\n",
    "binary": bytes(range(256)) * 100,
    "utf-16 without a mark": "Abstract:We do this.\n".encode("utf-16-le"),
    "half of utf-16": b"\xff\xfea",
    "another encoding": "光と影の研究についての長い話です。".encode("shift-jis") * 50,
    "open JSON": b"[" * 500_000,
    "deep JSON": b'[{"title": ' + b"[" * 200_000 + b"]" * 200_000 + b"}]",
    "deep JSON objects": b'{"items":' * 100_000,
    "an XML bomb": BOMB.encode(),
    "XML that wants a file": OUTSIDE.encode(),
    "deep XML": b"<a>" * 100_000,
    "deep HTML": b"<html>" + b"<div>" * 50_000,
    "deep braces": b"@article{a, title = " + b"{" * 200_000,
    "deep brackets": b"- " * 100_000 + b"[" * 100_000,
    "a log": b"2026-11-21 08:00:00 INFO started worker 7\n" * 20_000,
}


PROGRAM = """
import pathlib, re, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
from readlist.cli import main
status = main(sys.argv[2:])
try:
    # Not ru_maxrss: on Linux a process begins with the peak of the one that started it.
    peak = int(re.search(r"VmHWM:\\s*(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1]) * 1024
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sys.stderr.write(f"{peak}\\n")
sys.exit(status)
"""


@pytest.fixture
def import_(tmp_path):
    """Imports by a program of its own, which may take only so much memory; returns it with its peak in bytes."""

    def run(*sources: object, address_space=3 * 1024 * MB):
        library = tmp_path / "library"
        Repository.create(library)
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, str(address_space), "--library", library, "import", *map(str, sources)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )
        *complaints, peak = done.stderr.splitlines()
        return done.returncode, done.stdout.splitlines(), complaints, int(peak)

    return run


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_one_line_that_names_it(tmp_path, data):
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    batches, failures = gather([str(path)])
    assert not batches
    (failure,) = failures
    assert failure.source == str(path)
    assert "bad.txt" in failure.problem
    assert failure.problem.isprintable()
    assert len(failure.problem) < 1000


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_what_is_pasted_is_no_better(data):
    _, (failure,) = gather([Text("pasted text", data)])
    assert failure.problem.startswith("pasted text: ")


def test_each_source_has_its_line_in_its_place(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("a", "b", "d"):
        (folder / name).write_text(GOOD.format(name))
    (folder / "c").write_bytes(b"\0")
    found = find([str(tmp_path / "missing"), str(folder), Text("text", GOOD.format("x").encode())])
    outcomes = [one.read() if isinstance(one, Unread) else one for one in found]
    assert [type(outcome) for outcome in outcomes] == [Failure, Batch, Batch, Failure, Batch, Batch]
    assert [o.document if isinstance(o, Batch) else Path(o.source).name for o in outcomes] == [
        "missing", "a", "b", "c", "d", "text",
    ]  # fmt: skip


@pytest.mark.parametrize("source", ["", "a\0b", "x" * 5000, "~no-such-user/x", "/dev/null", "10.1000/182\0"])
def test_what_is_no_path_is_one_line(source):
    _, (failure,) = gather([source])
    assert failure.problem.isprintable()


def test_a_file_of_a_gigabyte_is_refused_before_it_is_read(import_, tmp_path):
    huge, good = tmp_path / "huge.txt", tmp_path / "good.txt"
    with huge.open("wb") as file:
        file.truncate(1024 * MB)
    good.write_text(GOOD.format("good"))
    status, out, err, peak = import_(huge, good, address_space=600 * MB)
    assert status == 1
    assert err == [f"readlist: {huge}: the file is larger than 256 MB"]
    assert out[-1] == "Imported: 1 added, 0 merged, 0 unchanged, 1 source failed"
    assert peak < 150 * MB


@pytest.mark.parametrize(
    ("start", "piece", "end"),
    [("", "word ", ""), ('{"title": "', "x", '"}'), ("", "[", ""), ("<html><p>", "word ", "")],
    ids=["words", "JSON", "brackets", "HTML"],
)
def test_a_file_that_is_one_long_line_takes_memory_in_proportion(import_, tmp_path, start, piece, end):
    size = 30 * MB
    long, good = tmp_path / "long.txt", tmp_path / "good.txt"
    long.write_text(start + piece * (size // len(piece)) + end)
    good.write_text(GOOD.format("good"))
    status, out, err, peak = import_(long, good)
    assert status == 1
    assert len(err) == 1
    assert err[0].startswith("readlist: long.txt: ")
    assert len(err[0]) < 1000
    assert out[-1] == "Imported: 1 added, 0 merged, 0 unchanged, 1 source failed"
    assert peak < 100 * MB + 20 * size


def test_where_memory_ends_the_others_come_in(import_, tmp_path):
    large, good = tmp_path / "large.txt", tmp_path / "good.txt"
    large.write_text("word " * (200 * MB // 5))
    good.write_text(GOOD.format("good"))
    status, out, err, _ = import_(large, good, address_space=400 * MB)
    assert status == 1
    assert len(err) == 1
    assert "large.txt: " in err[0]
    assert out[-1] == "Imported: 1 added, 0 merged, 0 unchanged, 1 source failed"


def test_of_a_folder_of_a_thousand_files_with_a_bad_one_the_others_come_in(import_, tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(1000):
        (folder / f"{number:03}.txt").write_text(GOOD.format(f"number {number}"))
    (folder / "500.txt").write_bytes(b"\0\1\2")
    status, out, err, peak = import_(folder)
    assert status == 1
    assert err == ["readlist: 500.txt: not a text file"]
    assert len(out) == 1000
    assert out[500] == "501.txt: abstracts, 1 paper: 1 added, 0 merged, 0 unchanged"
    assert out[-1] == "Imported: 999 added, 0 merged, 0 unchanged, 1 source failed"
    assert len(Repository(tmp_path / "library").library) == 999
    assert peak < 150 * MB
