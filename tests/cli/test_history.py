from __future__ import annotations

import json

import pytest

from readlist.model.actions import SetNote, SetStarred
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
