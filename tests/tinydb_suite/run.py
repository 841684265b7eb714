"""Runs TinyDB's own tests, those of the version that is installed, over our storage, table and database.

    python tests/tinydb_suite/run.py

TinyDB's source distribution is fetched by name, as pip is set up to find it. `over_ours` puts our classes in the place
of TinyDB's, and has the list of the tests that do not apply.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PASSED = "TinyDB {version}'s own tests: {passed} passed ({ours} over our storage), {not_applicable} not applicable"


def main() -> None:
    """Fetch and run the tests, and say in one line how it went."""
    with tempfile.TemporaryDirectory(prefix="tinydb-suite-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        tests = unpack(fetch(folder / "fetched"), folder / "unpacked")
        sys.stdout.write(run(tests, folder) + "\n")


def fetch(folder: Path) -> Path:
    """Fetch the source distribution of the TinyDB that is installed; leave with one line where it cannot be had."""
    wanted = f"tinydb=={version('tinydb')}"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--retries", "1"]
    done = subprocess.run(
        [*pip, "--no-deps", "--no-binary", ":all:", "--dest", str(folder), wanted],
        check=False,
        capture_output=True,
        text=True,
    )
    found = list(folder.glob("*.tar.gz"))
    if done.returncode or len(found) != 1:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        why = errors[-1].removeprefix("ERROR: ") if errors else f"pip ended with status {done.returncode}"
        sys.exit(f"{wanted}: its source distribution cannot be fetched; is there a network? ({why})")
    return found[0]


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack nothing but the tests of a source distribution: the TinyDB to be tested is the one that is installed."""
    with tarfile.open(archive) as file:
        members = [member for member in file if Path(member.name).parts[1:2] == ("tests",)]
        # The filter refuses what would end up outside of the folder.
        file.extractall(folder, members, filter="data")
    with contextlib.suppress(ValueError):
        (tests,) = folder.glob("*/tests")
        return tests
    sys.exit(f"{archive.name}: there are no tests in it")


def run(tests: Path, folder: Path) -> str:
    """Run the tests and return a line on those that passed; leave with pytest's whole report where one did not."""
    config, counts_file, scratch = folder / "pytest.ini", folder / "counts.json", folder / "scratch"
    config.write_text("[pytest]\n", encoding="utf-8")
    scratch.mkdir()
    # None but our plugin: what the developer's pytest has been given is not what TinyDB's tests are written for.
    surroundings = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"} | {
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, [str(HERE), str(ROOT), os.environ.get("PYTHONPATH")])),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TMPDIR": str(scratch),
    }
    pytest = [sys.executable, "-m", "pytest", "-p", "over_ours", "-p", "no:cacheprovider", "--counts", str(counts_file)]
    done = subprocess.run(
        [*pytest, "-c", str(config), "--rootdir", str(tests.parent), "--import-mode=importlib", str(tests)],
        check=False,
        cwd=tests.parent,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    counts = json.loads(counts_file.read_text(encoding="utf-8")) if counts_file.exists() else {}
    if done.returncode or not counts.get("ours") or counts["other"]:
        sys.exit(f"{done.stdout}\nTinyDB's own tests do not all pass over our storage: {counts}")
    return PASSED.format(version=version("tinydb"), **counts)


if __name__ == "__main__":
    main()
