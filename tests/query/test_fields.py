from datetime import UTC, datetime

import pytest

from readlist.query.fields import FIELDS, OTHER_NAMES
from readlist.query.parser import parse
from readlist.query.query import Query

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)


def test_the_fields_are_those_of_the_contract_in_its_order():
    names = "is has no tag author title abstract note venue year added read source arxiv doi key view sort limit"
    assert list(FIELDS) == names.split()


@pytest.mark.parametrize("field", FIELDS.values(), ids=list(FIELDS))
def test_each_field_is_explained_with_examples_of_its_own(field):
    assert field.takes
    assert field.help.endswith(".")
    assert field.examples
    for example in field.examples:
        assert f"{field.name}:" in example
        # The example is no text: it means something else than itself in quotes.
        assert parse(example, now=NOW) != parse(f'"{example}"', now=NOW)
        assert parse(example, now=NOW) != Query(hidden=parse("", now=NOW).hidden)


@pytest.mark.parametrize("field", [field for field in FIELDS.values() if field.values], ids=lambda field: field.name)
def test_each_value_that_is_named_is_taken(field):
    for value in field.values:
        parse(f"{field.name}:{value}", now=NOW)


@pytest.mark.parametrize("field", [field for field in FIELDS.values() if field.patterns], ids=lambda field: field.name)
def test_a_field_that_says_so_takes_patterns(field):
    assert str(parse(f"{field.name}:/^a/", now=NOW)) == f"{field.name}:/^a/"


def test_other_names_lead_to_fields_and_are_none():
    assert set(OTHER_NAMES.values()) <= set(FIELDS)
    assert not set(OTHER_NAMES) & set(FIELDS)
