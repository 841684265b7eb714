from __future__ import annotations

import dataclasses

import pytest

from readlist.model.actions_merging import KeepApart
from readlist.model.paper import Paper
from readlist.store.repository import Repository

LIN = Paper(
    key="lin2024mitigating",
    number=1,
    title="Mitigating the Alignment Tax of RLHF",
    authors=("Yong Lin", "Hangyu Lin"),
    year=2024,
    venue="Proceedings of EMNLP",
    abstract="LLMs acquire abilities.",
    url="https://aclanthology.org/2024.emnlp-main.35",
)
CYCLE = Paper(
    key="arxiv2310.16271",
    number=2,
    abstract="We propose CycleAlign, a framework for alignment by distillation.",
    arxiv="2310.16271",
)
OLD = Paper(key="old1999alignment", number=4, title="Alignment of Wheels", authors=("Ann Old",), year=1999)
TWIN = dataclasses.replace(
    LIN, key="lin2023mitigating", number=7, title="Mitigating Alignment Tax of RLHF", year=2023, url=None, venue=None
)
SAME = dataclasses.replace(CYCLE, key="cycle", number=8, arxiv="2310.16271v2")


@pytest.fixture
def twins(shelve):
    return shelve(LIN, CYCLE, OLD, TWIN, SAME)


@pytest.mark.usefixtures("twins")
def test_pairs_are_printed_best_first_with_score_keys_and_why(good):
    assert [line.split("\t") for line in good("duplicates").splitlines()] == [
        ["100", "arxiv2310.16271", "cycle", "equal arXiv identifier"],
        ["94.1", "lin2024mitigating", "lin2023mitigating", "titles alike (94), 2 authors in common, 1 year apart"],
    ]


@pytest.mark.usefixtures("twins")
@pytest.mark.parametrize("query", ["year:2023", "mitigating sort:year limit:1"])
def test_with_a_query_only_pairs_with_a_paper_that_matches_are_printed(good, query):
    [line] = good("duplicates", "--query", query).splitlines()
    assert line.split("\t")[1:3] == ["lin2024mitigating", "lin2023mitigating"]


@pytest.mark.usefixtures("twins")
def test_a_query_that_no_paper_matches_is_told(run):
    result = run("duplicates", "--query", "phlogiston")
    assert (result.status, result.out, result.err) == (0, "", "readlist: no paper matches 'phlogiston'\n")


@pytest.mark.usefixtures("twins")
def test_as_json_a_pair_has_both_papers_whole(run):
    first, second = run("duplicates", "--json").json
    assert set(first) == {"score", "why", "papers"}
    assert second["why"] == ["titles alike (94)", "2 authors in common", "1 year apart"]
    assert [paper["key"] for paper in second["papers"]] == ["lin2024mitigating", "lin2023mitigating"]
    assert second["papers"] == [run("show", key, "--json").json for key in ("lin2024mitigating", "lin2023mitigating")]
    assert first["score"] == 100


@pytest.mark.usefixtures("twins")
def test_on_a_terminal_a_pair_stands_in_lines_that_fit(terminal):
    for columns in (40, 60, 80, 120):
        lines = terminal("duplicates", columns=columns, NO_COLOR="1").decode().split("\r\n")
        assert max(map(len, lines)) <= columns
        assert lines[0].startswith("100  arxiv2310.16271  ≈ ")
        assert lines[1].startswith("     cycle            ≈ ")
        assert lines[2].startswith("     equal arXiv identifier")
        assert lines[4].startswith(" 94  lin2024mitigating  Mitigating")
    assert lines[5].endswith("Mitigating Alignment Tax of RLHF · Lin & Lin 2023")


@pytest.mark.usefixtures("library")
def test_where_there_is_nothing_alike_it_says_so(run):
    result = run("duplicates")
    assert (result.status, result.out, result.err) == (0, "", "readlist: no papers that are likely the same\n")
    assert run("duplicates", "--json").out == "[]\n"


def test_pairs_that_were_kept_are_gone_until_that_is_undone(good, run, twins):
    Repository(twins).do(KeepApart("lin2024mitigating", "lin2023mitigating"))
    assert len(good("duplicates").splitlines()) == 1
    assert "apart" not in run("show", "lin2023mitigating", "--json").json
    assert good("undo").startswith("Undone: Kept both: lin2024mitigating and lin2023mitigating")
    assert len(good("duplicates").splitlines()) == 2


def test_what_is_printed_cannot_drive_the_terminal(good, shelve):
    evil = "\x1b[31mMitigating the \u202eAlignment Tax [of] RLHF"
    shelve(dataclasses.replace(LIN, title=evil), dataclasses.replace(TWIN, title=evil))
    out = good("duplicates", "--json") + good("duplicates")
    assert "\x1b" not in out
    assert "\u202e" not in out
