from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.cli.sheet import wrap
from readlist.model.paper import Paper
from readlist.text import cell_width, clean_line

pytestmark = pytest.mark.usefixtures("library")


def test_everything_about_a_paper_with_labels(good):
    out = good("show", "lin2024mitigating")
    assert out.startswith("Mitigating the Alignment Tax of RLHF\n\nKey       lin2024mitigating\nStatus    inbox\n")
    for line in (
        "Authors   Yong Lin, Hangyu Lin",
        "Year      2024",
        "Venue     Proceedings of EMNLP",
        "Added     2026-11-20",
        "Link      https://aclanthology.org/2024.emnlp-main.35",
        "Link      https://github.com/avalonstrel/tax",
        "Source    000.txt, number 1 (acl-anthology)",
    ):
        assert line in out.splitlines()
    assert out.endswith("\nAbstract\nLLMs acquire abilities.\nAligning costs some 69% of them.\n")
    assert "DOI" not in out


def test_class_and_files_are_shown_as_they_are_safe_to_be(good, shelve):
    paths = ("/home/x/a.pdf", "b\x1b[31m.pdf")
    shelve(Paper(key="a", number=1, arxiv="2310.16271", primary_class="cs.CL", files=paths))
    lines = good("show", "a").splitlines()
    assert {"arXiv     2310.16271 [cs.CL]", "File      /home/x/a.pdf", "File      b\ufffd[31m.pdf"} <= {*lines}


def test_reading_state_and_note_are_there(good):
    out = good("show", "dvorak2021bridges")
    assert "Status    read\n" in out
    assert "Tags      rlhf\n" in out
    assert out.endswith("\nNote\nRead *again*.\n")


def test_a_title_that_is_not_printed_looks_provisional(good):
    assert good("show", "arxiv2310.16271").startswith("≈ CycleAlign")


@pytest.mark.parametrize("name", ["arxiv2310.16271", "2310.16271", "arXiv:2310.16271v3", "ARXIV2310.16271"])
def test_a_paper_is_found_by_key_and_arxiv_identifier(paper, name):
    assert paper(name)["arxiv"] == "2310.16271"


@pytest.mark.parametrize("name", ["10.1000/182", "https://doi.org/10.1000/182", "DOI:10.1000/182"])
def test_a_paper_is_found_by_doi(paper, name):
    assert paper(name)["key"] == "dvorak2021bridges"


def test_a_key_can_come_from_standard_input(good):
    assert good("show", "-", stdin="dvorak2021bridges\n").startswith("Bridges\n")


@pytest.mark.parametrize(("stdin", "count"), [("", 0), ("lin2024mitigating\ndvorak2021bridges\n", 2)])
def test_standard_input_must_name_one_paper(run, stdin, count):
    result = run("show", "-", stdin=stdin)
    assert (result.status, result.err) == (1, f"readlist: standard input has {count} keys, where one is needed\n")


def test_all_papers_that_match_are_shown_in_the_order_of_the_query(good):
    out = good("show", "--query", "year:2021..2023 sort:year")
    assert [line for line in out.splitlines() if line.startswith(("Key", "* * *"))] == [
        "Key       dvorak2021bridges",
        "* * *",
        "Key       arxiv2310.16271",
    ]


def test_as_json_a_query_always_gives_an_array(good):
    papers = json.loads(good("show", "--query", "is:read", "--json"))
    assert papers == [json.loads(good("show", "dvorak2021bridges", "--json"))]


def test_a_slip_in_a_key_is_answered_with_the_closest_one(run):
    result = run("show", "lin2024mitigatng")
    assert result.status == 1
    assert result.err == "readlist: no paper 'lin2024mitigatng' in this library; did you mean lin2024mitigating?\n"


def test_lines_are_no_wider_than_the_terminal_and_than_eyes_like(terminal, shelve):
    shelve(Paper(key="long", number=1, title="Wide " * 60, authors=("Ann Other",) * 40, abstract="word " * 300))
    for columns, widest in ((60, 60), (200, 100)):
        lines = re.sub(rb"\x1b\[[0-9;]*m", b"", terminal("show", "long", columns=columns)).decode().splitlines()
        assert widest - 10 < max(map(len, lines)) <= widest
        assert sum(line.count("word") for line in lines) == 300


@given(st.text(alphabet="ab 多é\t-", max_size=200), st.integers(8, 40))
def test_wrapping_keeps_every_word_and_the_width(text, width):
    lines = wrap(clean_line(text), width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_wrapping_keeps_the_indent_of_a_list():
    assert wrap("  - one two three", 11) == ["  - one two", "  three"]
