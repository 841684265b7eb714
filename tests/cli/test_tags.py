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


def test_the_case_of_a_tag_is_changed_for_all_of_its_papers(good, paper):
    assert good("tags", "--rename", "rlhf", "RLHF") == "Renamed tag rlhf to RLHF: 2 papers\n"
    assert good("tags") == "ml/distil\t1\nRLHF\t2\n"
    good("undo")
    assert paper("2310.16271")["tags"] == ["rlhf", "ml/distil"]


def test_a_tag_is_put_below_itself_and_taken_up_again(good, paper):
    good("tag", "--add", "rlhf/dpo", "2310.16271")
    good("tags", "--rename", "rlhf", "rlhf/dpo")
    assert paper("2310.16271")["tags"] == ["rlhf/dpo", "ml/distil"]
    assert good("tags", "--rename", "rlhf/dpo", "rlhf") == "Renamed tag rlhf/dpo to rlhf: 2 papers\n"
    assert good("tags", "--rename", "rlhf", "rlhf") == "Nothing to do.\n"


def test_views_that_ask_for_the_old_name_are_told(good, tmp_path, monkeypatch):
    config = tmp_path / "config.toml"
    config.write_text("[views]\n'Top' = 'is:starred (tag:RLHF OR bridges)'\n")
    monkeypatch.setenv("READLIST_CONFIG", str(config))
    good("views", "--add", "To discuss", "-tag:rlhf is:unread")
    good("views", "--add", "Nested", "tag:ml/distil,x")
    good("views", "--add", "Outer", "tag:ml")
    good("views", "--add", "Word", "rlhf")
    good("views", "--add", "Of another", "view:word tag:rlhf")
    good("views", "--remove", "Word")
    said = good("tags", "--rename", "rlhf", "ml/rlhf").splitlines()
    assert said == ["Renamed tag rlhf to ml/rlhf: 2 papers", "Still asking for rlhf: views 'Top', 'To discuss'"]
    assert good("tags", "--rename", "ml/rlhf", "ml/rlhf/dpo").count("\n") == 1
    assert good("tags", "--rename", "ml", "ai").splitlines()[1] == "Still asking for ml: views 'Nested', 'Outer'"
    config.write_text("nonsense")
    assert good("tags", "--rename", "ai", "ml") == "Renamed tag ai to ml: 2 papers\n"
