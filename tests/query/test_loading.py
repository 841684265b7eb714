import subprocess
import sys

import pytest

NOW = "from datetime import datetime, UTC; now = datetime(2026, 11, 21, tzinfo=UTC)"


def loaded_by(code):
    """Return the names of all modules that an interpreter has after `code`."""
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines())


@pytest.mark.parametrize(
    "code",
    [
        "import readlist.query.completion, readlist.query.parser, readlist.query.fields",
        "from readlist.query.views import built_in_views; built_in_views('2026-11-21')",
        f"from readlist.query.parser import parse; {NOW}; parse('', now=now)",
    ],
)
def test_what_the_first_screen_shows_needs_no_parser(code):
    assert loaded_by(code) & {"lark", "rapidfuzz"} == set()


def test_a_query_without_slips_loads_no_fuzzy_matching():
    loaded = loaded_by(f"from readlist.query.parser import parse; {NOW}; parse('a is:read OR view:queue', now=now)")
    assert "lark" in loaded
    assert "rapidfuzz" not in loaded


def test_views_load_no_filters_but_their_own_and_no_identifiers():
    loaded = loaded_by("from readlist.query.views import built_in_views; built_in_views('2026-11-21')")
    assert loaded & {f"readlist.query.filters_{what}" for what in ("text", "record")} == set()
    assert "readlist.model.identifiers" not in loaded
