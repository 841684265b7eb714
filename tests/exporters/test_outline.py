from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.exporters import outline

LINES = st.sampled_from(
    ["text", "more", "", "- item", "  - nested", "* star", "# Head", "```", "    code", "1. one", ">q"]
)


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One\ntwo\n\nthree", "- One\n  two\n- three\n"),
        ("One\n\n- a\n  - b\n- c", "- One\n\t- a\n\t\t- b\n\t- c\n"),
        ("- a\n- b\n\ntext", "- a\n- b\n- text\n"),
        ("- a\n\n  more of a\n- b", "- a\n\t- more of a\n- b\n"),
        ("```\n- a\n\n# b\n```", "- ```\n  - a\n  \n  # b\n  ```\n"),
        ("- ```\n  code\n  ```\n- b", "- ```\n  code\n  ```\n- b\n"),
        ("# H\ntext", "- # H\n- text\n"),
    ],
)
def test_markdown_as_an_outline(markdown, expected):
    assert outline.from_markdown(markdown) == expected


def test_sections_hold_what_follows_their_heading():
    text = "## A\n\n- one\n- two\n\n## B\n\ntext"
    assert outline.from_markdown(text, sections=True) == "- ## A\n\t- one\n\t- two\n- ## B\n\t- text\n"


@pytest.mark.parametrize(
    "markdown",
    [
        "One\ntwo\n\nthree",
        "Broken  \nhere  \nthrice",
        "One\n\n- a\n  - b\n- c\n\ntwo",
        "```\n- a\n\n# b\n```",
        "# H\n\ntext",
    ],
)
def test_an_outline_as_markdown(markdown):
    assert outline.to_markdown(outline.from_markdown(markdown, 1)) == markdown


@given(st.lists(LINES, max_size=12).map("\n".join))
def test_every_line_of_an_outline_is_a_block_or_belongs_to_one_and_no_word_is_lost(markdown):
    text = outline.from_markdown(markdown, 1)
    for line in text.splitlines():
        assert re.match(r"\t+(?:- ?|  )", line)
    words = re.findall(r"\w+", markdown)
    assert re.findall(r"\w+", text) == words
    assert re.findall(r"\w+", outline.to_markdown(text)) == words
