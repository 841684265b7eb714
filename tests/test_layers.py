"""What a part of the program loads, seen from outside."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "textual",
    "rich",
    "rapidfuzz",
    "lark",
    "tinydb",
    "orjson",
    "bibtexparser",
    "httpx",
    "pylatexenc",
    "platformdirs",
    "importlib.metadata",
    "asyncio",
    "tomllib",
    "subprocess",
)


def loaded_by(code):
    """Return the names of all modules that an interpreter has after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines())


@pytest.mark.parametrize("module", ["readlist.cli", "readlist.cli.group"])
def test_the_command_line_loads_nothing_heavy_before_a_command_needs_it(module):
    assert loaded_by(f"import {module}") & set(HEAVY) == set()


def test_the_entry_point_does_not_even_load_the_parser():
    # The app starts through it, and is what starts most often.
    assert "click" not in loaded_by("import readlist.cli")


def test_the_core_loads_no_screen_and_no_command_line():
    core = (
        "text, model.actions, query.parser, search, config, editing, paths, latex, store.repository, importers.merge, "
        "exporters.markdown, seeding"
    )
    code = "\n".join(f"import readlist.{module}" for module in core.split(", "))
    assert loaded_by(code) & {"textual", "rich", "click"} == set()
