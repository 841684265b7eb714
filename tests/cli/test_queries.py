"""Queries on the command line: what they mean there, and what is told about wrong ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from readlist.model.paper import Paper, Status
from readlist.query.fields import FIELDS

pytestmark = pytest.mark.usefixtures("library")

ESCAPE = re.compile(rb"\x1b\[[0-9;]*m")
ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def listed(good):
    """Returns the citation keys that list prints for some arguments."""
    return lambda *args: [line.split("\t")[0] for line in good("list", *args).splitlines()]


@pytest.mark.parametrize(
    ("args", "keys"),
    [
        (["tag:rlhf"], ["arxiv2310.16271", "dvorak2021bridges"]),
        (["tag:rlhf", "is:unread"], ["arxiv2310.16271"]),
        (["alignment", "OR", "bridges"], ["lin2024mitigating", "arxiv2310.16271", "dvorak2021bridges"]),
        (["year:2023..", "sort:year"], ["arxiv2310.16271", "lin2024mitigating"]),
        (["sort:key", "limit:1"], ["arxiv2310.16271"]),
        (["is:archived"], ["old1999alignment"]),
        (["~brigdes"], ["dvorak2021bridges"]),
        (["added:1d"], ["lin2024mitigating", "arxiv2310.16271", "dvorak2021bridges"]),
        (["added:today"], []),
        (["view:starred"], ["arxiv2310.16271"]),
    ],
)
def test_list_prints_what_a_query_means(run, args, keys):
    result = run("list", *args)
    assert result.status == 0
    assert [row[0] for row in result.rows] == keys


def test_a_word_with_a_hyphen_before_it_leaves_papers_out_and_is_no_option(listed, run):
    assert listed("alignment", "-tag:rlhf") == ["lin2024mitigating"]
    assert listed("-alignment") == ["dvorak2021bridges"]
    assert listed("-has:note", "--sort", "year", "-is:starred") == ["lin2024mitigating"]
    assert listed("--", "-tag:rlhf") == ["lin2024mitigating"]
    assert listed("(alignment OR bridges)", "-tag:rlhf") == ["lin2024mitigating"]
    assert run("list", "-h").out.startswith("Usage: readlist list")
    assert run("list", "--archived").status == 2


def test_options_go_before_what_the_query_says(listed):
    assert listed("sort:year", "limit:3", "--sort", "key", "--limit", "1") == ["arxiv2310.16271"]
    assert listed("sort:year limit:1", "--sort", "year-desc") == ["lin2024mitigating"]


def test_archived_and_deferred_papers_are_listed_where_they_are_asked_for(listed, shelve):
    shelve(
        Paper(key="here", number=1, title="Here"),
        Paper(key="later", number=2, title="Later", defer_until="2026-12-24"),
        Paper(key="again", number=3, title="Again", defer_until="2026-11-20"),
        Paper(key="gone", number=4, title="Gone", status=Status.ARCHIVED),
    )
    assert listed() == ["here", "again"]
    assert listed("is:deferred") == ["later"]
    assert listed("--all") == ["here", "later", "again", "gone"]
    assert listed("--all", "-here") == ["later", "again", "gone"]


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["list", "--json"],
        ["export", "--to", "notes"],
        ["mark", "read", "--query"],
        ["star", "--query"],
        ["tag", "--add", "x", "--query"],
        ["remove", "--query"],
        ["list", "--query"],
        ["show", "--query"],
        ["note", "--append", "x", "--query"],
        ["cite", "--query"],
        ["stats", "--query"],
        ["duplicates", "--query"],
        ["export", "--to", "notes", "--query"],
    ],
)
def test_a_wrong_query_is_shown_with_its_place_and_is_wrong_usage(run, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    before = run("list", "--all", "--json").out
    result = run(*command, "李 is:unraed bridges")
    assert (result.status, result.out) == (2, "")
    first, text, carets = result.err.splitlines()
    assert first.startswith("readlist: query: ")
    assert "did you mean unread?" in first
    assert text == "  李 is:unraed bridges"
    # The first character takes two cells of a terminal.
    assert carets == " " * (2 + 6) + "^" * len("unraed")
    assert run("list", "--all", "--json").out == before
    assert not (tmp_path / "notes").exists()


def test_an_unknown_field_is_told_with_the_fields_there_are(run):
    err = run("list", "stauts:read").err
    assert all(name in err.splitlines()[0] for name in FIELDS)
    assert err.splitlines()[1:] == ["  stauts:read", "  ^^^^^^"]


def test_a_query_that_drives_the_terminal_or_has_no_end_is_told_all_the_same(run):
    result = run("list", "is:\x1b[31m\u202e" + "x" * 20_000)
    assert result.status == 2
    assert "\x1b" not in result.err
    assert "\u202e" not in result.err
    assert max(map(len, result.err.splitlines())) < 400
    assert run("list", "(" * 5000).status == 2


@pytest.mark.parametrize("command", [["remove"], ["note", "--append", "x"], ["export", "--to", "notes"], ["list"]])
def test_an_empty_query_never_means_all_papers(run, listed, command):
    result = run(*command, "--query", " ")
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(
        "readlist: --query is empty; --query view:all means all papers but those that are archived or deferred"
    )
    assert len(listed("--all", "no:note")) == 3


@pytest.mark.parametrize(
    "command", [["list"], ["stats"], ["export", "--to", "x"], ["show"], ["note"], ["cite"], ["mark", "read"]]
)
def test_papers_are_named_in_one_way(run, command):
    result = run(*command, "lin2024mitigating", "--query", "bridges")
    assert (result.status, result.out) == (2, "")
    assert "or --query, one of the two" in result.err


def test_a_query_can_be_an_option_wherever_it_is_an_argument(good, listed, tmp_path):
    assert listed("--query", "-tag:rlhf alignment") == listed("alignment", "-tag:rlhf") == ["lin2024mitigating"]
    assert good("stats", "--query", "bridges", "--json") == good("stats", "bridges", "--json")
    good("export", "--to", tmp_path / "refs.bib", "--query", "is:archived")
    assert "old1999alignment" in (tmp_path / "refs.bib").read_text()
    assert "dvorak2021bridges" not in (tmp_path / "refs.bib").read_text()


@pytest.mark.parametrize("query", ["-tag:", "-tag: is:inbox", "-(title: tax)"])
def test_a_field_whose_value_is_not_there_never_means_all_papers(run, listed, query):
    result = run("remove", "--query", query)
    assert (result.status, result.out) == (2, "")
    assert "a value is missing behind" in result.err
    assert "^" in result.err.splitlines()[-1]
    assert len(listed("--all")) == 4


def test_a_query_with_another_order_marks_the_first_papers_of_it(good, paper):
    good("mark", "reading", "--query", "sort:year-desc limit:1")
    assert paper("lin2024mitigating")["status"] == "reading"
    assert paper("arxiv2310.16271")["status"] == "inbox"


def test_what_is_only_close_is_never_acted_on(run, listed):
    result = run("remove", "--query", "mitigatng alignmnt")
    assert (result.status, result.err) == (1, "readlist: no paper matches 'mitigatng alignmnt'\n")
    assert run("export", "--to", "x", "mitigatng alignmnt").status == 1
    assert len(listed("--all")) == 4


@pytest.mark.parametrize(
    "args",
    [["list"], ["stats"], ["duplicates", "--query"], ["mark", "read", "--query"], ["export", "--to", "x"]],
)
def test_of_a_long_query_that_no_paper_matches_the_beginning_is_told(run, args):
    result = run(*args, " ".join(["phlogiston"] * 500))
    assert result.err.startswith("readlist: no paper matches 'phlogiston phlogiston")
    assert result.err.endswith("…'\n")
    assert len(result.err) < 200


def test_what_is_only_close_goes_into_no_pipe(run):
    result = run("list", "mitigatng alignmnt")
    assert (result.status, result.out) == (0, "")
    assert result.err == "readlist: no paper matches 'mitigatng alignmnt'\n"
    assert run("list", "mitigatng alignmnt", "--json").out == "[]\n"


@pytest.mark.parametrize(
    ("args", "aside"),
    [
        (["wheels"], "no paper matches 'wheels'; archived: 2, deferred: 1 (add is:archived or is:deferred, or --all)"),
        (["wheels", "is:archived", "year:2030"], "no paper matches 'wheels is:archived year:2030'"),
        (["wheels", "year:2001"], "no paper matches 'wheels year:2001'; deferred: 1 (add is:deferred, or --all)"),
        ([], "no papers to list; archived: 2, deferred: 1 (add is:archived or is:deferred, or --all)"),
    ],
)
def test_where_nothing_matches_in_sight_it_is_said_where_some_papers_do(run, shelve, args, aside):
    shelve(
        Paper(key="gone", number=1, title="Wheels", status=Status.ARCHIVED),
        Paper(key="both", number=2, title="Two Wheels", status=Status.ARCHIVED, defer_until="2026-12-24"),
        Paper(key="later", number=3, title="More Wheels", year=2001, defer_until="2026-12-24"),
    )
    result = run("list", *args)
    assert (result.status, result.out, result.err) == (0, "", f"readlist: {aside}\n")
    assert run("list", *args, "--json").err == ""


def test_on_a_terminal_the_closest_papers_are_listed_and_said_to_be_so(terminal):
    lines = ESCAPE.sub(b"", terminal("list", "mitigatng alignmnt -tag:rlhf")).decode().splitlines()
    assert lines[0] == "readlist: no paper has these words; the closest:"
    assert lines[1].startswith("lin2024mitigating ")
    assert len(lines) == 2


def test_on_a_terminal_nothing_close_is_said_as_well(terminal):
    for query in ("qzxwvk", "mitigatng is:reading", "tag:nothing"):
        assert terminal("list", query).decode() == f"readlist: no paper matches '{query}'\r\n"


def test_the_help_names_every_field_with_an_example(good):
    text = re.sub(r"\s+", " ", good("list", "--help"))
    for field in FIELDS.values():
        assert f" {field.name}: {field.help}" in text
        assert field.examples[0] in text


def test_the_readme_has_the_table_of_the_fields():
    rows = ["| field | takes | finds | for example |", "|---|---|---|---|"]
    for field in FIELDS.values():
        examples = ", ".join(f"`{example}`" for example in field.examples)
        rows.append(f"| `{field.name}:` | {field.takes} | {field.help} | {examples} |")
    table = "\n".join(rows)
    assert table in (ROOT / "README.md").read_text(encoding="utf-8"), f"the README's table is to be:\n{table}"


def test_the_examples_of_the_readme_are_queries(run):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = readme.partition("One language for the filter")[2].split("```")[1]
    queries = [line.split("    ")[0] for line in block.strip().splitlines()]
    assert len(queries) == 3
    for query in queries:
        assert run("list", query).status == 0, query
