from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.exporters import block
from readlist.exporters.block import State

CONTENT = "\nabstract\n\n"
BLOCK = block.rendered(CONTENT)
BEGIN, _, END = BLOCK.partition(CONTENT)[0].rstrip("\n"), CONTENT, "<!-- readlist:end -->"
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def test_a_block_is_found_as_it_was_written():
    found = block.find(f"before\n{BLOCK}\nafter")
    assert (found.state, found.before, found.content, found.after) == (State.INTACT, "before\n", CONTENT, "\nafter")


def test_line_endings_are_no_edit():
    found = block.find(f"before\n{BLOCK}\nafter".replace("\n", "\r\n"))
    assert (found.state, found.content) == (State.INTACT, CONTENT)
    assert found.replaced("new\n", "\r\n").startswith("before\r\n<!-- readlist:begin sha256=")
    assert found.replaced("new\n", "\r\n").endswith(" -->\r\nnew\r\n<!-- readlist:end -->\r\nafter")


@pytest.mark.parametrize("begin", [BEGIN, BEGIN.replace(" sha256=", " sha256=0"), "<!-- readlist:begin -->"])
def test_an_edit_shows(begin):
    content = CONTENT + "edit\n" if begin == BEGIN else CONTENT
    assert block.find(f"{begin}\n{content}{END}\n").state is State.EDITED


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("", State.ABSENT),
        ("only text <!-- readlist:end -->\n", State.ABSENT),
        (f"{BEGIN}\ntext\n", State.BROKEN),
        (f"text\n{END}\n", State.BROKEN),
        (f"{END}\n{BEGIN}\n", State.BROKEN),
        (f"{BLOCK}\n{BLOCK}\n", State.BROKEN),
        (f"{BEGIN}\n{BLOCK}\n{END}\n", State.BROKEN),
        (f"{BLOCK}\n{END}\n", State.BROKEN),
        (f"{BEGIN}\n{BLOCK}\n", State.BROKEN),
    ],
)
def test_missing_doubled_and_nested_markers(body, state):
    found = block.find(body)
    assert found.state is state
    assert found.problem


@pytest.mark.parametrize(
    "example",
    [
        f"```\n{BLOCK}\n```\n",
        f"~~~~ html\n{BEGIN}\n~~~\n{END}\n~~~~\n",
        f"- a list\n  ```\n  {END}\n  ```\n",
        f"1. ```\n   {BEGIN}\n   ```\n",
        f"> ```\n> {END}\n> ```\n",
        f"    {BEGIN}\n",
        f"in a sentence: {BEGIN}\n",
        f"`{END}`\n",
    ],
)
def test_examples_of_markers_in_the_users_text_are_no_markers(example):
    for body in (f"{example}\n{BLOCK}\n", f"text\n{BLOCK}\n\n{example}", f"{example}\n{BLOCK}\n{example}"):
        found = block.find(body)
        assert found.state is State.INTACT
        assert found.before + BLOCK + found.after == body


def test_code_spans_and_closed_fences_hide_nothing():
    for text in ("``` not `a` fence\n", "`` two\n", "```\ncode\n```\n", "- ```\nend of the item\n", "     ```\n"):
        assert block.find(f"{text}{BLOCK}\n").state is State.INTACT


def test_a_fence_that_was_left_open_hides_the_block():
    assert block.find(f"```\n{BLOCK}\n").state is State.ABSENT


@given(ANY_TEXT)
def test_nothing_neutral_is_a_marker(text):
    hostile = f"{text}\n{END}\n{BEGIN}\n<!--readlist:END-->{text}"
    content = block.neutral(hostile) + "\n"
    assert block.find(block.rendered(content.replace("\r\n", "\n"))).state is State.INTACT


@given(ANY_TEXT, ANY_TEXT)
def test_text_around_the_block_comes_back(before, after):
    found = block.find(f"{before}\n\n{BLOCK}\n{after}")
    if found.state is State.INTACT:
        assert found.replaced(CONTENT, "\n") == f"{before}\n\n{BLOCK}\n{after}"
    else:
        assert "```" in before or "~~~" in before
