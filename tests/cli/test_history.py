from __future__ import annotations

import json

import pytest

from readlist.model.actions import SetNote, SetStarred
from readlist.model.change import Change, ChangeKind, Edit
from readlist.model.paper import Paper
from readlist.store.repository import Repository

pytestmark = pytest.mark.usefixtures("library")


def test_the_last_change_is_undone_and_done_again(good, paper):
    good("star", "lin2024mitigating")
    good("mark", "read", "lin2024mitigating")
    title = "Mitigating the Alignment Tax of RLHF"
    assert good("undo") == f"Undone: Read: {title}\n"
    assert good("undo") == f"Undone: Starred: {title}\n"
    assert (paper("lin2024mitigating")["status"], paper("lin2024mitigating")["starred"]) == ("inbox", False)
    assert good("redo") == f"Done again: Starred: {title}\n"
    assert (paper("lin2024mitigating")["status"], paper("lin2024mitigating")["starred"]) == ("inbox", True)


def test_a_title_with_latex_is_told_as_people_read_it_and_stays_as_it_is_in_json(good, shelve):
    title, shown = r"On {Erd\H{o}s} bounds of $O(n \log n)$", "On Erdős bounds of O(n log n)"
    shelve(Paper(key="erdos1960", number=1, title=title))
    assert good("star", "erdos1960") == f"Starred: {shown}\n"
    assert good("defer", "2026-12-01", "erdos1960").endswith(f": {shown}\n")
    assert good("undo", "--list", "--limit", "1").split("\t")[2].endswith(f": {shown}")
    assert json.loads(good("undo", "--list", "--json"))[1]["summary"] == f"Starred: {title}"
    assert good("undo").endswith(f": {shown}\n")
    assert good("redo").endswith(f": {shown}\n")


def test_a_query_in_what_was_done_to_views_stays_as_it_was_typed(good):
    good("views", "--add", "Dear", "~money title:$5 or title:$6")
    assert good("undo").endswith("Dear: ~money title:$5 or title:$6\n")


def test_nothing_left_to_undo_or_do_again_is_told(run):
    assert (run("undo").status, run("undo").err) == (1, "readlist: nothing to undo\n")
    assert (run("redo").status, run("redo").err) == (1, "readlist: nothing to do again\n")


def test_the_list_has_time_action_what_it_did_and_keys_newest_first(good, clock):
    good("star", "dvorak2021bridges")
    clock.advance(minutes=5)
    good("mark", "queued", "--query", "alignment")
    clock.advance(minutes=5)
    good("tag", "--add", "x", "dvorak2021bridges")
    good("undo")
    assert [line.split("\t") for line in good("undo", "--list").splitlines()] == [
        ["2026-11-21T08:10:00Z", "tag", "Tagged +x: Bridges (undone)", "dvorak2021bridges"],
        ["2026-11-21T08:05:00Z", "mark", "Queued: 2 papers", "lin2024mitigating arxiv2310.16271"],
        ["2026-11-21T08:00:00Z", "star", "Starred: Bridges", "dvorak2021bridges"],
    ]
    good("redo")
    assert "(undone)" not in good("undo", "--list")


def test_the_list_is_as_long_as_it_is_asked_to_be(good):
    for number in range(25):
        good("note", "dvorak2021bridges", "--text", str(number))
    assert len(good("undo", "--list").splitlines()) == 20
    assert len(good("undo", "--list", "--limit", "3").splitlines()) == 3
    assert len(good("undo", "--list", "--limit", "30").splitlines()) == 25


def test_the_list_can_be_had_as_json(good):
    assert json.loads(good("undo", "--list", "--json")) == []
    good("star", "--query", "alignment")
    good("star", "--off", "dvorak2021bridges", "arxiv2310.16271")
    good("undo")
    assert json.loads(good("undo", "--list", "--json")) == [
        {
            "at": "2026-11-21T08:00:00Z",
            "action": "star",
            "summary": "Star off: CycleAlign: a framework for alignment by distillation",
            "keys": ["arxiv2310.16271"],
            "undone": True,
        },
        {
            "at": "2026-11-21T08:00:00Z",
            "action": "star",
            "summary": "Starred: Mitigating the Alignment Tax of RLHF",
            "keys": ["lin2024mitigating"],
            "undone": False,
        },
    ]
    assert len(json.loads(good("undo", "--list", "--json", "--limit", "1"))) == 1


@pytest.mark.parametrize("option", [["--json"], ["--limit", "3"], ["--list", "--limit", "0"]])
def test_an_undo_is_not_made_by_a_slip_in_the_options_of_the_list(run, good, paper, option):
    good("star", "dvorak2021bridges")
    result = run("undo", *option)
    assert result.status == 2
    assert "--list" in result.err or "--limit" in result.err
    assert paper("dvorak2021bridges")["starred"]


class Unrecorded:
    """Changes a paper in a way that is no action in the history, as when the record of one was lost."""

    def __init__(self, key, **fields):
        self.key, self.fields = key, fields

    def change(self, library, now):
        edit = Edit.of_fields(library[self.key], **self.fields)
        return Change("lost", "Lost", now, (edit,), kind=ChangeKind.UNDO, of=1_000_000)


def test_what_was_changed_since_stays_and_is_told(good, paper, library):
    good("tag", "--add", "x", "dvorak2021bridges", "lin2024mitigating")
    Repository(library).do(Unrecorded("lin2024mitigating", tags=["theirs"]))
    assert good("undo") == "Undone: in part (1 paper changed since, left as it is): Tagged +x: 2 papers\n"
    assert (paper("dvorak2021bridges")["tags"], paper("lin2024mitigating")["tags"]) == (["rlhf"], ["theirs"])
    assert good("redo") == "Done again: Tagged +x: 2 papers\n"
    assert (paper("dvorak2021bridges")["tags"], paper("lin2024mitigating")["tags"]) == (["rlhf", "x"], ["theirs"])


def test_an_action_of_which_nothing_is_left_does_not_bar_the_way_to_the_one_before(good, run, paper, library):
    good("star", "dvorak2021bridges")
    good("note", "lin2024mitigating", "--text", "ours")
    Repository(library).do(Unrecorded("lin2024mitigating", note="theirs"))
    title = "Mitigating the Alignment Tax of RLHF"
    assert good("undo") == f"Undone: nothing (its note changed since, left as it is): Note: {title}\n"
    assert good("undo") == "Undone: Starred: Bridges\n"
    assert run("undo").err == "readlist: nothing to undo\n"
    assert good("undo", "--list").count("(undone)") == 2
    assert paper("lin2024mitigating")["note"] == "theirs"


def test_many_keys_are_cut_to_the_first(good, seeded, monkeypatch):
    monkeypatch.setenv("READLIST_LIBRARY", str(seeded.directory))
    first, second, third = [p["key"] for p in json.loads(good("list", "--json", "--limit", "3"))]
    good("star", "--query", "the")
    assert good("undo", "--list").rstrip().split("\t")[3].startswith(f"{first} {second} {third} and ")


def test_saves_of_one_editing_session_are_one_line(good, library):
    repository = Repository(library)
    for i in range(3):
        repository.do(SetNote("lin2024mitigating", f"typed {i}", session="one"))
    repository.undo()
    repository.do(SetNote("lin2024mitigating", "typed anew", session="one"))
    repository.do(SetStarred(["dvorak2021bridges"], starred=True))
    lines = [line.split("\t")[1:3] for line in good("undo", "--list").splitlines()]
    assert lines == [
        ["star", "Starred: Bridges"],
        ["note", "Note: Mitigating the Alignment Tax of RLHF"],
        ["note", "Note: Mitigating the Alignment Tax of RLHF (undone)"],
    ]
