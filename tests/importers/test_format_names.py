"""Who does not know what the formats are called asks the command line."""

import click
import pytest

from readlist import importers
from readlist.cli.importing import gather


@pytest.mark.parametrize("asked", ["help", "list", "?"])
def test_the_formats_are_listed_for_who_asks(asked):
    with pytest.raises(click.UsageError) as told:
        gather(["x.txt"], asked)
    assert "no format" not in told.value.message
    assert all(name in told.value.message for name in importers.importers())
