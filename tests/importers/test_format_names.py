"""Who does not know what the formats are called asks the command line."""

import pytest
from click.testing import CliRunner

from readlist import importers
from readlist.cli.exchange import import_


@pytest.mark.parametrize("word", ["help", "list", "?"])
@pytest.mark.parametrize("sources", [[], ["somewhere.txt"]], ids=["alone", "with a source"])
def test_the_formats_are_listed_for_who_asks(word, sources):
    result = CliRunner().invoke(import_, ["--from", word, *sources])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.split() == sorted(importers.importers())


def test_the_help_says_how_the_formats_are_listed():
    assert "--from help" in " ".join(CliRunner().invoke(import_, ["--help"]).output.split())
