from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.usefixtures("library")


def test_tags_are_added_and_removed(good, paper):
    assert good("tag", "--add", "todo,ml/nlp", "--add", "x.y", "--remove", "rlhf", "2310.16271").startswith(
        "Tagged +todo +ml/nlp +x.y -rlhf: "
    )
    assert paper("2310.16271")["tags"] == ["ml/distil", "todo", "ml/nlp", "x.y"]


def test_a_tag_keeps_the_spelling_that_the_library_knows(good, paper):
    good("tag", "--add", "RLHF", "lin2024mitigating")
    assert paper("lin2024mitigating")["tags"] == ["rlhf"]


@pytest.mark.parametrize("tag", ["two words", "-dash", "a//b", "c:d", "\x1b[31m", "a/"])
def test_what_is_no_tag_is_told_and_changes_nothing(run, good, tag):
    result = run("tag", f"--add=good,{tag}", "lin2024mitigating")
    assert result.status == 2
    assert re.fullmatch(r"readlist: not a tag: '[^\x1b]*' \(letters, digits and - _ \. / \+, no spaces\)\n", result.err)
    assert "good" not in good("tags")


def test_without_a_tag_to_add_or_remove_the_usage_is_wrong(run):
    result = run("tag", "lin2024mitigating")
    assert (result.status, result.err) == (2, "readlist: give --add or --remove (try 'readlist tag --help')\n")


def test_tags_are_listed_with_the_number_of_their_papers(good, terminal):
    assert good("tags") == "ml/distil\t1\nrlhf\t2\n"
    assert terminal("tags") == b"1  ml/distil\r\n2  rlhf\r\n"


def test_a_renamed_tag_takes_those_below_it_along_and_joins_one_that_exists(good, paper):
    assert good("tags", "--rename", "ml", "rlhf").startswith("Renamed tag ml to rlhf: ")
    assert good("tags") == "rlhf\t2\nrlhf/distil\t1\n"
    good("tags", "--rename", "rlhf/distil", "rlhf")
    assert paper("2310.16271")["tags"] == ["rlhf"]


def test_a_tag_that_nobody_has_is_not_renamed(run):
    result = run("tags", "--rename", "rhlf", "x")
    assert (result.status, result.err) == (1, "readlist: no tag 'rhlf' in this library; did you mean rlhf?\n")
