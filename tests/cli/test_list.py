from __future__ import annotations

import json
import re

import pytest

from readlist.cli.output import Styles
from readlist.cli.table import aligned
from readlist.model.paper import Paper, Status
from readlist.text import cell_width

pytestmark = pytest.mark.usefixtures("library")

ESCAPE = re.compile(rb"\x1b\[[0-9;]*m")


def keys(out):
    return [line.split("\t")[0] for line in out.splitlines()]


def test_a_line_a_paper_with_tabs_between_columns_and_nothing_cut(good):
    assert good("list").splitlines() == [
        "lin2024mitigating\tinbox\t\t2024\tYong Lin; Hangyu Lin\tMitigating the Alignment Tax of RLHF\t",
        "arxiv2310.16271\tinbox\t*\t2023\t\t≈ CycleAlign: " + good("list").splitlines()[1].split(": ", 1)[1],
        "dvorak2021bridges\tread\t\t2021\tJan Dvořák\tBridges\trlhf",
    ]
    assert good("list").splitlines()[1].endswith("\trlhf ml/distil")


def test_archived_papers_show_only_where_asked_for(good):
    assert "old1999alignment" not in keys(good("list"))
    assert "old1999alignment" not in keys(good("list", "alignment"))
    assert keys(good("list", "--all"))[-1] == "old1999alignment"
    assert keys(good("list", "--all", "wheels")) == ["old1999alignment"]
    assert keys(good("list", "--all", "view:all", "wheels")) == ["old1999alignment"]


def test_what_is_advised_where_all_that_a_view_has_is_archived_finds_it(run):
    told = "readlist: no paper matches 'view:all wheels'; archived: 1 (add is:archived, or --all)\n"
    assert run("list", "view:all", "wheels").err == told
    assert keys(run("list", "view:all", "wheels", "is:archived").out) == ["old1999alignment"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["alignment"], ["lin2024mitigating", "arxiv2310.16271"]),
        (["alignment", "tax"], ["lin2024mitigating"]),
        (["alignment tax"], ["lin2024mitigating"]),
        (['"tax of rlhf"'], ["lin2024mitigating"]),
        (['"of tax"', "rlhf"], []),
        (["dvorak"], ["dvorak2021bridges"]),
        (["again"], ["dvorak2021bridges"]),
        (["cyclealign"], ["arxiv2310.16271"]),
        (["Cyclealign"], []),
    ],
)
def test_a_query_is_words_that_a_paper_must_all_have(run, words, found):
    assert keys(run("list", *words).out) == found


def test_what_is_shown_of_a_paper_finds_it_whatever_its_source_wrote(good, shelve):
    shelve(
        Paper(key="a", number=1, title=r"Graphs with 5\% noise", authors=(r"Anton\'in Dvo\v{r}\'ak",)),
        Paper(key="b", number=2, title="Ensuring MLLM’s Safety", authors=("Conan O’Brien",)),
    )
    wanted = {'"5% noise"': "a", "author:dvorak": "a", "title:MLLM's": "b", "author:O'Brien": "b"}
    assert {text: keys(good("list", text)) for text in wanted} == {text: [key] for text, key in wanted.items()}


def test_a_query_that_nothing_matches_says_so_beside_the_output(run):
    result = run("list", "phlogiston")
    assert (result.status, result.out, result.err) == (0, "", "readlist: no paper matches 'phlogiston'\n")
    assert run("list", "phlogiston", "--json").json == []


def test_sorted_and_limited(good):
    assert keys(good("list", "--sort", "year")) == ["dvorak2021bridges", "arxiv2310.16271", "lin2024mitigating"]
    assert keys(good("list", "--sort", "title-desc", "--limit", "1")) == ["lin2024mitigating"]


def test_an_order_that_there_is_not_is_told_with_those_that_there_are(run):
    result = run("list", "--sort", "colour")
    assert result.status == 2
    assert re.fullmatch(r"readlist: cannot sort by 'colour'; there are: .*year.*\n", result.err)


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_is_a_number_of_papers(run, limit):
    assert run("list", "--limit", limit).status == 2


def test_json_has_every_key_in_order_and_empty_values_of_their_kind(run):
    first, second, third = run("list", "--json").json
    assert list(first.items()) == [
        ("key", "lin2024mitigating"),
        ("title", "Mitigating the Alignment Tax of RLHF"),
        ("display_title", "Mitigating the Alignment Tax of RLHF"),
        ("authors", ["Yong Lin", "Hangyu Lin"]),
        ("year", 2024),
        ("venue", "Proceedings of EMNLP"),
        ("abstract", "LLMs acquire abilities.\nAligning costs some $69\\%$ of them."),
        ("arxiv", None),
        ("doi", None),
        ("url", "https://aclanthology.org/2024.emnlp-main.35"),
        ("links", ["https://github.com/avalonstrel/tax"]),
        ("comment", None),
        (
            "sources",
            [{"document": "000.txt", "position": 1, "format": "acl-anthology", "imported": "2026-11-20T09:30:00Z"}],
        ),
        ("status", "inbox"),
        ("starred", False),
        ("tags", []),
        ("note", ""),
        ("defer_until", None),
        ("added", "2026-11-20T09:30:00Z"),
        ("triaged", None),
        ("read_on", None),
    ]
    assert second["title"] is None
    assert second["display_title"].startswith("CycleAlign")
    assert (second["authors"], second["starred"], second["comment"]) == ([], True, "13 pages")
    assert (third["note"], third["status"], third["read_on"]) == ("Read *again*.\n", "read", "2026-11-20T09:30:00Z")


def test_json_has_files_and_class_of_papers_that_have_some_behind_the_other_keys(run, shelve):
    shelve(Paper(key="a", number=1, files=("/x/a.pdf",), primary_class="cs.CL"), Paper(key="b", number=2))
    first, second = run("list", "--json").json
    assert list(first.items())[-3:] == [("read_on", None), ("files", ["/x/a.pdf"]), ("primary_class", "cs.CL")]
    assert list(second)[-1] == "read_on"
    assert [paper["key"] for paper in run("list", "has:file", "--json").json] == ["a"]
    assert [paper["key"] for paper in run("list", "no:file", "--json").json] == ["b"]


def test_json_is_utf_8_and_nothing_else_is_printed(program):
    done = program("list", "dvorak", "--json", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Jan Dvořák".encode() in done.stdout
    assert done.stdout.endswith(b"]\n")


def test_latex_is_unicode_to_eyes_and_as_printed_in_the_record(run, good, shelve):
    authors = (r"P\'al Erd\H{o}s", r"Alfr\'ed R\'enyi")
    shelve(Paper(key="erdos1960", number=1, title=r"On \textit{random} graphs of Erd\H{o}s", authors=authors))
    assert good("list").split("\t")[4:6] == ["Pál Erdős; Alfréd Rényi", "On random graphs of Erdős"]
    assert "Pál Erdős, Alfréd Rényi" in good("show", "erdos1960")
    (paper,) = run("list", "--json").json
    assert paper["title"] == r"On \textit{random} graphs of Erd\H{o}s"
    assert paper["display_title"] == "On random graphs of Erdős"
    assert paper["authors"] == list(authors)


def test_an_empty_library_lists_nothing(good, shelve):
    shelve()
    assert good("list") == ""
    assert json.loads(good("list", "--json")) == []


def test_lines_fit_the_terminal_and_keep_the_key_whole(terminal):
    for columns in (40, 80, 120):
        lines = ESCAPE.sub(b"", terminal("list", columns=columns)).decode().splitlines()
        assert [line.split()[0] for line in lines] == ["lin2024mitigating", "arxiv2310.16271", "dvorak2021bridges"]
        assert max(map(cell_width, lines)) <= columns
    assert lines[0].startswith("lin2024mitigating  •  Mitigating the Alignment Tax of RLHF")
    assert "Lin & Lin  2024" in lines[0]
    assert "•★ ≈ CycleAlign" in lines[1]
    assert "rlhf ml/distil" in lines[1]
    assert "✓  Bridges" in lines[2]


def test_colours_only_on_a_terminal_that_wants_them(terminal, good):
    assert ESCAPE.search(terminal("list"))
    assert not ESCAPE.search(terminal("list", NO_COLOR="1"))
    assert not ESCAPE.search(terminal("list", TERM="dumb"))
    assert "\x1b" not in good("list")


def test_columns_stay_aligned_with_wide_characters_and_long_keys():
    papers = [
        Paper(key="li2024", number=1, title="多模态大型语言模型的安全性" * 4, authors=("李 明",), year=2024),
        Paper(key="a" * 50, number=2, title="Long key", authors=("Ann Other",), year=2023, status=Status.QUEUED),
        Paper(key="b2020", number=3, title="", abstract="", tags=("x" * 60,)),
    ]
    lines = aligned(papers, 90, Styles(on=False), "2026-11-21").splitlines()
    assert max(map(cell_width, lines)) <= 90
    left_of_year = [cell_width(lines[i][: lines[i].rindex(year)]) for i, year in enumerate(("2024", "2023"))]
    assert left_of_year[0] == left_of_year[1]
    assert lines[1].startswith("a" * 50 + "  ○  ")


def test_papers_that_are_put_off_or_back_have_a_sign():
    papers = [
        Paper(key=key, number=number, title="T", defer_until=until)
        for number, (key, until) in enumerate([("back", "2026-11-21"), ("away", "2026-11-22"), ("none", None)], start=1)
    ]
    lines = aligned(papers, 60, Styles(on=False), "2026-11-21").splitlines()
    assert [sign for line in lines for sign in "↺↷" if sign in line] == ["↺", "↷"]
    assert "↷" in lines[1]
    assert len({line.index(" T") for line in lines}) == 1
