"""The command about views, and views in queries."""

from __future__ import annotations

import json
import re

import pytest
from tinydb import TinyDB

pytestmark = pytest.mark.usefixtures("library")

BUILT_IN = ["Inbox", "Queue", "Reading", "Starred", "Read", "Archived", "All"]
ESCAPE = re.compile(rb"\x1b\[[0-9;]*m")


@pytest.fixture
def configured(tmp_path, monkeypatch):
    """Makes a configuration with a table of views; returns its file."""

    def configured_(*lines):
        path = tmp_path / "config.toml"
        path.write_text("\n".join(["[views]", *lines]) + "\n", encoding="utf-8")
        monkeypatch.setenv("READLIST_CONFIG", str(path))
        return path

    return configured_


@pytest.fixture
def listed(run):
    """Returns the citation keys that list prints for a query."""
    return lambda *words: [row[0] for row in run("list", *words).rows]


def test_the_built_in_views_are_listed_with_their_papers_counted(run):
    result = run("views")
    assert (result.status, result.err) == (0, "")
    assert [row[0] for row in result.rows] == BUILT_IN
    counts = {name: int(count) for name, count, _, _ in result.rows}
    assert counts == {"Inbox": 2, "Queue": 0, "Reading": 0, "Starred": 1, "Read": 1, "Archived": 1, "All": 3}
    assert {row[3] for row in result.rows} == {"built-in"}


def test_each_views_query_lists_its_papers(run, listed):
    for name, count, query, _ in run("views").rows:
        assert len(listed(*([query] if query else []))) == int(count)
        assert len(listed(f"view:{name}")) == int(count)


def test_a_view_is_kept_listed_used_and_removed(run, good, listed):
    assert good("views", "--add", "To discuss", "tag:rlhf -is:read") == "Saved view To discuss: tag:rlhf -is:read\n"
    assert run("views").rows[-1] == ["To discuss", "1", "tag:rlhf -is:read", "library"]
    assert listed('view:"to discuss"') == ["arxiv2310.16271"]
    assert good("views", "--remove", "TO DISCUSS") == "Removed view To discuss\n"
    assert [row[0] for row in run("views").rows] == BUILT_IN


def test_a_view_with_a_limit_has_no_more_papers_than_that(run, good, listed):
    good("views", "--add", "Top", "sort:year-desc limit:2")
    assert run("views").rows[-1][:2] == ["Top", "2"]
    assert listed("view:Top") == ["lin2024mitigating", "arxiv2310.16271"]
    assert listed("view:Top", "-alignment") == ["dvorak2021bridges"]


def test_removing_a_view_tells_which_others_no_longer_work(run, good):
    good("views", "--add", "Top", "tag:rlhf")
    good("views", "--add", "Uses", "view:Top is:read")
    good("views", "--add", "More", "view:Uses")
    good("views", "--add", "Other", "is:read")
    assert good("views", "--remove", "top") == "Removed view Top; views 'Uses', 'More' name it and no longer work\n"
    assert good("views", "--remove", "Other") == "Removed view Other\n"
    err = run("list", "view:Mor").err
    assert "did you mean" not in err
    assert "did you mean" not in run("list", "view:More").err.partition("there is no view")[2]


def test_what_was_done_to_views_can_be_undone(run, good):
    good("views", "--add", "Mine", "tag:rlhf")
    good("views", "--add", "mine", "tag:ml")
    assert good("undo") == "Undone: Saved view mine: tag:ml\n"
    assert run("views").rows[-1] == ["Mine", "2", "tag:rlhf", "library"]
    assert good("undo") == "Undone: Saved view Mine: tag:rlhf\n"
    assert [row[0] for row in run("views").rows] == BUILT_IN
    assert good("redo") == "Done again: Saved view Mine: tag:rlhf\n"
    assert "Saved view mine: tag:ml" in good("undo", "--list")


def test_the_same_view_again_is_nothing_to_do(good):
    good("views", "--add", "Mine", "tag:rlhf")
    assert good("views", "--add", "Mine", "tag:rlhf") == "Nothing to do.\n"


def test_the_views_as_json(run, good):
    good("views", "--add", "Mine", "tag:rlhf")
    result = run("views", "--json")
    assert (result.status, result.err) == (0, "")
    assert [view["name"] for view in result.json] == [*BUILT_IN, "Mine"]
    assert result.json[-1] == {
        "name": "Mine",
        "query": "tag:rlhf",
        "origin": "library",
        "hidden": False,
        "count": 2,
    }


def test_on_a_terminal_the_views_are_aligned(terminal, good):
    good("views", "--add", "多模态", "tag:rlhf")
    lines = ESCAPE.sub(b"", terminal("views")).decode().splitlines()
    assert lines[0] == "2  Inbox     is:inbox  (built-in)"
    assert lines[-1] == "2  多模态    tag:rlhf  (library)"


def test_views_of_the_configuration_are_listed_and_used(run, listed, configured):
    configured('"Bridges and wheels" = "bridges OR wheels"')
    assert run("views").rows[-1] == ["Bridges and wheels", "1", "bridges OR wheels", "config"]
    assert listed('view:"bridges and wheels"') == ["dvorak2021bridges"]


def test_of_two_views_with_one_name_the_configurations_counts_and_that_is_told(run, good, listed, configured):
    good("views", "--add", "mine", "bridges")
    path = configured('Mine = "tag:rlhf"')
    assert listed("view:MINE") == ["arxiv2310.16271", "dvorak2021bridges"]
    views = {(view["name"], view["origin"]): view["hidden"] for view in run("views", "--json").json}
    assert (views["Mine", "config"], views["mine", "library"]) == (False, True)
    result = run("views", "--add", "MINE", "wheels")
    assert (result.status, result.out) == (0, "Saved view MINE: wheels\n")
    assert result.err == f"readlist: the configuration has a view 'MINE' too, and that one is used ({path})\n"


def test_on_a_terminal_it_is_said_which_view_is_not_used(terminal, good, configured):
    good("views", "--add", "mine", "bridges")
    configured('Mine = "tag:rlhf"')
    last = ESCAPE.sub(b"", terminal("views")).decode().splitlines()[-1]
    assert last.endswith("(library, not used: another view has its name)")


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (["--add", "queue", "tag:ml"], 2, "'Queue' is a built-in view: its name cannot be taken"),
        (["--add", " ", "tag:ml"], 2, "a view needs a name"),
        (["--add", "x" * 41, "tag:ml"], 2, f"not the name of a view: '{'x' * 41}' (more than 40 characters)"),
        (["--add", "Mine", ""], 2, "the view 'Mine' needs a query"),
        (["--remove", "Nothing"], 1, "no view 'Nothing' in this library"),
        (["--remove", "queue"], 1, "'queue' is a built-in view: it cannot be removed"),
        (["--add", "Mine", "a", "--remove", "b"], 2, "give one of --add, --remove and --json (try 'readlist views -"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, args, status, said):
    result = run("views", *args)
    assert (result.status, result.out) == (status, "")
    assert result.err.startswith(f"readlist: {said}")
    assert result.err.count("\n") == 1
    assert [row[0] for row in run("views").rows] == BUILT_IN


def test_a_view_of_the_configuration_is_removed_there(run, configured):
    path = configured('Mine = "tag:rlhf"')
    result = run("views", "--remove", "mine")
    assert (result.status, result.err) == (1, f"readlist: the view 'mine' stands in {path}\n")


def test_a_view_that_is_being_added_is_none_that_it_could_have_meant(run):
    result = run("views", "--add", "inner", "view:inne")
    assert result.status == 2
    assert result.err.splitlines()[0] == (
        f"readlist: query: there is no view “inne”; the views are: {', '.join(BUILT_IN)}"
    )


def test_a_wrong_query_is_no_view(run):
    result = run("views", "--add", "Mine", "tga:ml")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith("readlist: query: ")
    assert result.err.endswith("\n  tga:ml\n  ^^^\n") or result.err.endswith("\n  tga:ml\n  ^^^^\n")
    assert [row[0] for row in run("views").rows] == BUILT_IN


def test_a_view_that_would_go_round_in_circles_is_refused(run, good):
    good("views", "--add", "A", "tag:ml")
    good("views", "--add", "B", "view:A rlhf")
    result = run("views", "--add", "A", "view:B")
    assert (result.status, result.out) == (2, "")
    assert run("views").rows[-2][2] == "tag:ml"


def test_a_view_whose_query_is_none_is_told_and_the_others_are_counted(run, good, library):
    good("views", "--add", "Mine", "tag:rlhf")
    good("compact")
    data = json.loads((library / "library.json").read_bytes())
    data["views"]["1"]["query"] = "tga:rlhf"
    (library / "library.json").write_text(json.dumps(data))
    result = run("views")
    assert result.status == 0
    assert result.rows[-1] == ["Mine", "?", "tga:rlhf", "library"]
    assert result.err.startswith("readlist: the view 'Mine' (library) has no query: ")
    assert result.err.count("\n") == 1
    assert run("views", "--json").json[-1]["count"] is None
    assert run("list", "view:queue").status == 0


def test_a_view_of_the_configuration_may_name_one_of_the_library(run, good, listed, configured):
    configured("Uses = 'view:\"To discuss\" OR author:Lin'")
    first = run("views")
    assert (first.status, first.rows[-1][:2]) == (0, ["Uses", "?"])
    assert "there is no view “To discuss”" in first.err
    assert "did you mean" not in first.err
    assert run("list").status == 0
    good("views", "--add", "To discuss", "key:arxiv2310")
    assert run("views").err == ""
    assert set(listed("view:uses")) == {"lin2024mitigating", *listed("key:arxiv2310")}


def test_a_view_that_names_one_that_is_gone_is_not_told_to_name_itself(run, good):
    good("views", "--add", "Loop", "tag:rlhf")
    good("views", "--add", "Loop2", "view:Loop")
    run("views", "--remove", "Loop")
    err = run("views").err
    assert "there is no view “Loop”" in err
    assert "Loop2?" not in err


def test_hostile_views_reach_no_terminal(run, good, library):
    good("compact")
    with TinyDB(library / "library.json") as db:
        db.table("views").insert({"name": "M\x1b[31m", "query": "x\x9b2J"})
        db.table("views").insert({"name": "N", "query": "x\x9b2J"})
    result = run("views")
    assert "\x1b" not in result.out + result.err
    assert "\x9b" not in result.out + result.err
