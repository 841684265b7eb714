"""Bars and sparklines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model.charts import bar, sparkline, split_bar


@pytest.mark.parametrize(
    ("value", "most", "cells", "drawn"),
    [
        (0, 10, 8, ""),
        (10, 10, 3, "███"),
        (5, 10, 3, "█▌"),
        (1, 1_000_000, 8, "▏"),
        (99, 10, 3, "███"),
        (1, 0, 8, ""),
        (1, 10, 0, ""),
    ],
)
def test_a_bar_is_as_long_as_its_value_and_never_nothing_for_something(value, most, cells, drawn):
    assert bar(value, most, cells) == drawn


@pytest.mark.parametrize(
    ("first", "second", "drawn"),
    [(5, 5, ("██", "░░")), (0, 10, ("", "░░░░")), (10, 0, ("████", "")), (1, 9, ("█", "░░░")), (9, 1, ("███", "░"))],
)
def test_a_bar_of_two_values_shows_both(first, second, drawn):
    assert split_bar(first, second, 10, 4) == drawn


def test_a_sparkline_has_a_column_a_value_and_leaves_out_none():
    assert sparkline([0, 1, 4, 8], 10) == " ▁▄█"
    assert sparkline([0, 0], 10) == "  "
    assert sparkline([], 10) == sparkline([1], 0) == ""
    assert sparkline([9, 1, 3, 3, 3], 3) == "█▄▆"


@given(st.lists(st.integers(0, 10**6)), st.integers(1, 90))
def test_a_sparkline_never_needs_more_cells_than_there_are(values, cells):
    line = sparkline(values, cells)
    assert len(line) <= min(cells, len(values))
    assert bool(line.strip()) is any(values)
