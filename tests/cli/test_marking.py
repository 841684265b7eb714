from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("library")


def statuses(good):
    return {line.split("\t")[0]: line.split("\t")[1] for line in good("list", "--all").splitlines()}


@pytest.mark.parametrize(
    ("status", "said"),
    [("queued", "Queued"), ("reading", "Reading"), ("read", "Read"), ("archived", "Archived"), ("READ", "Read")],
)
def test_a_paper_gets_a_status_and_one_line_says_so(good, paper, status, said):
    assert good("mark", status, "lin2024mitigating") == f"{said}: Mitigating the Alignment Tax of RLHF\n"
    assert paper("lin2024mitigating")["status"] == status.lower()


def test_what_is_read_knows_when(good, paper):
    good("mark", "read", "lin2024mitigating")
    after = paper("lin2024mitigating")
    assert (after["read_on"], after["triaged"]) == ("2026-11-21T08:00:00Z", "2026-11-21T08:00:00Z")


def test_unread_takes_back_to_the_status_before(good, paper):
    assert good("mark", "unread", "dvorak2021bridges") == "Back to queued: Bridges\n"
    assert (paper("dvorak2021bridges")["status"], paper("dvorak2021bridges")["read_on"]) == ("queued", None)


def test_many_papers_are_one_change_and_count_once_each(good):
    said = good("mark", "queued", "lin2024mitigating", "2310.16271", "arXiv:2310.16271v2", "LIN2024MITIGATING")
    assert said == "Queued: 2 papers\n"
    good("undo")
    assert set(statuses(good).values()) == {"inbox", "read", "archived"}


def test_nothing_to_do_is_no_failure(good):
    assert good("mark", "read", "dvorak2021bridges") == "Nothing to do.\n"
    assert good("mark", "unread", "lin2024mitigating") == "Nothing to do.\n"
    assert good("undo", "--list") == ""


def test_keys_come_from_standard_input_one_a_line(good):
    good("mark", "reading", "-", "2310.16271", stdin="lin2024mitigating\r\n\n  dvorak2021bridges\n")
    assert list(statuses(good).values()) == ["reading", "reading", "reading", "archived"]


def test_what_list_prints_can_be_piped_back(good):
    good("mark", "archived", "-", stdin=good("list", "alignment"))
    assert list(statuses(good).values()) == ["archived", "archived", "read", "archived"]


def test_a_query_means_what_list_shows_for_it(good):
    assert good("mark", "queued", "--query", "alignment") == "Queued: 2 papers\n"
    assert statuses(good)["old1999alignment"] == "archived"


def test_one_unknown_key_and_nothing_is_changed(run, good):
    result = run("mark", "read", "lin2024mitigating", "nobody2024")
    assert (result.status, result.out) == (1, "")
    assert result.err == "readlist: no paper 'nobody2024' in this library\n"
    assert statuses(good)["lin2024mitigating"] == "inbox"


@pytest.mark.parametrize(
    ("args", "stdin", "said"),
    [
        (["--query", "phlogiston"], "", "no paper matches 'phlogiston'"),
        (["-"], "\n", "no keys on standard input"),
    ],
)
def test_no_paper_at_all_is_told(run, args, stdin, said):
    result = run("mark", "read", *args, stdin=stdin)
    assert (result.status, result.err) == (1, f"readlist: {said}\n")


@pytest.mark.parametrize("args", [[], ["lin2024mitigating", "--query", "x"]])
@pytest.mark.parametrize("command", [["mark", "read"], ["star"], ["remove"], ["tag", "--add", "x"]])
def test_papers_are_named_by_keys_or_by_a_query(run, command, args):
    result = run(*command, *args)
    assert result.status == 2
    assert result.err == (f"readlist: give KEYs or --query, one of the two (try 'readlist {command[0]} --help')\n")


def test_stars_go_on_and_off(good, paper):
    assert good("star", "lin2024mitigating") == "Starred: Mitigating the Alignment Tax of RLHF\n"
    assert paper("lin2024mitigating")["starred"] is True
    assert good("star", "--off", "--query", "alignment") == "Star off: 2 papers\n"
    assert paper("2310.16271")["starred"] is False
    assert good("star", "--off", "lin2024mitigating") == "Nothing to do.\n"


def test_removed_papers_are_gone_until_it_is_undone(run, good):
    before = good("list", "--all", "--json")
    assert good("remove", "lin2024mitigating", "dvorak2021bridges") == "Removed: 2 papers\n"
    assert list(statuses(good)) == ["arxiv2310.16271", "old1999alignment"]
    assert run("show", "lin2024mitigating").status == 1
    good("undo")
    assert good("list", "--all", "--json") == before
