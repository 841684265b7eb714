"""What the papers that are shown have in common: listed by section, and asked for in the filter."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.app import facets
from readlist.app.facets import asked_for, section
from readlist.app.widgets.facet_lines import FEW, FacetLines
from readlist.model.paper import Paper
from readlist.query.filters_text import Pattern, Text
from readlist.query.parser import parse

query = partial(parse, now=datetime(2026, 11, 21, 8, tzinfo=UTC))
# As where no value stands in another one.
toggled = partial(facets.toggled, parse=query, count=lambda _: 1)
TEXTS = [
    "",
    "attention",
    "tag:ml,nlp -tag:survey",
    "a OR b",
    "a OR b c",
    "(a OR b)",
    "tag:a OR tag:b",
    "-(tag:x) limit:20 sort:added-desc",
    "title:/^bert/ “x”",
    '"chain of thought" ~alignmnt',
    "year:2019..2023",
    "view:queue  no:doi",
]
VALUES = [
    ("tag", "ml/rlhf"),
    ("year", "2024"),
    ("venue", 'Proceedings of the 3rd "Work\\shop", 2024 (Long)'),
    ("author", "Yong Lin"),
    ("author", "de Vries, OR"),
    ("source", "000_7b429af63ac47363.txt"),
]


def counted(field, counts):
    """The section of a field in which so many papers have each value."""
    return section(field, Counter(counts).most_common(100), len(counts))


def shown(lines):
    """Lines as a reader sees them."""
    return [f"{'✓' if line.chosen else ''}{line.text} {line.count}" for line in lines.lines]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("field", "value"), VALUES)
def test_a_value_is_asked_for_as_well_and_then_no_longer(text, field, value):
    before = query(text)
    more = toggled(text, before, field, value)
    assert (field, value.casefold()) in asked_for(query(more))
    assert query(more).sort == before.sort
    again = toggled(more, query(more), field, value)
    assert query(again).where == before.where
    assert query(again).sort == before.sort
    assert query(again).limit == before.limit


@pytest.mark.parametrize(
    ("text", "field", "value", "becomes"),
    [
        ("", "tag", "ml", "tag:ml"),
        ("BERT  limit:20", "year", "2024", "BERT  limit:20 year:2024"),
        ("a OR b", "tag", "ml", "(a OR b) tag:ml"),
        ("a OR b limit:5", "tag", "ml", "(a OR b) tag:ml limit:5"),
        ("tag:a OR tag:b", "tag", "c", "(tag:a OR tag:b) tag:c"),
        ("tag:a,b", "tag", "c", "tag:a,b tag:c"),
        ("bert TAG:ML x", "tag", "ml", "bert x"),
        ("tag:ml bert", "tag", "ml", "bert"),
        ("(a OR b) tag:ml", "tag", "ml", "(a OR b)"),
        ("tag:mlops tag:ml", "tag", "ml", "tag:mlops"),
        ('author:"Yong Lin" tax', "author", "Yong Lin", "tax"),
        ('author:"yong lin" tax', "author", "Yong Lin", "tax"),
    ],
)
def test_the_filter_reads_as_a_person_would_have_typed_it(text, field, value, becomes):
    assert toggled(text, query(text), field, value) == becomes


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("author", "Wei Li"),
        ("venue", "A/B (C) [D]* E. + F?"),
        ("venue", "Proceedings of the 2023 Conference on Empirical Methods in Natural Language Processing"),
        ("source", "refs.bib"),
    ],
)
def test_a_value_that_stands_in_others_is_asked_for_as_a_whole_and_then_no_longer(field, value):
    papers = {Text: 2, Pattern: 1}
    more = facets.toggled("bert", query("bert"), field, value, parse=query, count=lambda part: papers[type(part)])
    assert "/^" in more
    assert (field, value.casefold()) in asked_for(query(more))
    whole = {"author": "authors", "venue": "venue"}
    if field in whole:
        given = {name: (text,) if field == "author" else text for name, text in [(whole[field], value)]}
        assert query(more.removeprefix("bert")).matches(Paper(key="a", number=1, **given))
    assert toggled(more, query(more), field, value) == "bert"


def test_what_is_not_wanted_or_only_one_of_several_is_not_asked_for():
    assert asked_for(query("-tag:a tag:b,c (tag:d OR bert) year:2020..2024 year:2020")) == {("year", "2020")}


def test_the_most_frequent_come_first_and_the_newest_years():
    counts = {"2024": 1, "2019": 5, "2021": 3}
    assert [facet.label for facet in counted("year", counts).facets] == ["2024", "2021", "2019"]
    assert [facet.label for facet in counted("tag", counts).facets] == ["2019", "2021", "2024"]


def test_venues_are_named_in_short_and_told_apart_by_their_year():
    acl = "Proceedings of the {} Annual Meeting of the Association for Computational Linguistics"
    venues = counted("venue", {acl.format(2023): 3, acl.format(2024): 2, "Nature": 1})
    assert [facet.label for facet in venues.facets] == ["ACL 2023", "ACL 2024", "Nature"]
    assert venues.facets[0].value == acl.format(2023)


def test_a_section_shows_a_few_then_many_and_folds():
    lines = FacetLines()
    lines.show([counted("tag", {f"t{i:03}": 900 - i for i in range(300)})], {("tag", "t002")})
    assert shown(lines)[:4] == ["Tags 300", "t000 900", "t001 899", "✓t002 898"]
    assert len(lines.lines) == FEW + 2
    assert shown(lines)[-1] == f"more… {300 - FEW}"
    lines.toggle(lines.lines[-1])
    assert len(lines.lines) == 102
    lines.toggle(lines.lines[-1])
    assert len(lines.lines) == FEW + 2
    lines.toggle(lines.lines[0])
    assert shown(lines) == ["Tags 300"]
    # Folded it stays, whatever is counted.
    lines.show([counted("tag", {"x": 1})], frozenset())
    assert shown(lines) == ["Tags 1"]


def test_sections_without_values_are_left_out():
    lines = FacetLines()
    lines.show([counted("tag", {}), counted("year", {"2024": 2})], frozenset())
    assert shown(lines) == ["Years 1", "2024 2"]


@given(st.text(max_size=30))
def test_any_tag_text_can_be_asked_for_and_taken_out_again(value):
    # What papers have is clean; whatever it is, the filter stays one that can be read.
    line = " ".join(value.split())
    if line.isprintable() and line:
        more = toggled("bert", query("bert"), "venue", line)
        assert ("venue", line.casefold()) in asked_for(query(more))
        assert query(toggled(more, query(more), "venue", line)) == query("bert")
