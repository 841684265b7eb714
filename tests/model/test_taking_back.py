"""Several changes taken back as one, without what others did since."""

from __future__ import annotations

import pytest

from readlist.model.actions import Defer, Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.actions_taking_back import TakeBack
from readlist.model.library import Library
from readlist.model.paper import Paper, Status

NOW, LATER = "2026-11-21T08:00:00Z", "2026-11-21T09:00:00Z"


class Desk:
    """A library, and what was done to it here."""

    def __init__(self, keys="abc"):
        self.library = Library(Paper(key=key, number=n, title=key.upper()) for n, key in enumerate(keys, start=1))
        self.begun = self.papers
        self.changes = []

    @property
    def papers(self):
        return {paper.key: paper.to_fields() for paper in self.library}

    def do(self, *actions):
        for action in actions:
            self.changes.append(self.foreign(action))

    def foreign(self, action):
        change = action.change(self.library, NOW)
        self.library = self.library.apply(change.edits)
        return change

    def take_back(self):
        change = TakeBack(self.changes, "triage").change(self.library, LATER)
        self.library = self.library.apply(change.edits)
        return change


@pytest.fixture
def desk():
    return Desk()


def test_all_papers_are_what_they_were_and_it_is_one_change(desk):
    desk.do(
        SetStatus(["a"], Status.QUEUED),
        SetStarred(["a"]),
        SetStatus(["b"], Status.READ),
        SetTags(["b"], add=["rlhf"]),
        Defer(["c"], "2026-12-01"),
    )
    change = desk.take_back()
    assert desk.papers == desk.begun
    assert change.summary == "Taken back: triage of 3 papers"
    assert sorted(change.keys) == ["a", "b", "c"]
    assert (change.at, change.session, change.of) == (LATER, None, None)


def test_a_paper_that_was_decided_twice_goes_back_to_before_the_first(desk):
    desk.do(SetStatus(["a"], Status.QUEUED), SetStatus(["a"], Status.ARCHIVED))
    assert desk.take_back().summary == "Taken back: triage of 1 paper"
    assert desk.papers == desk.begun


def test_what_somebody_changed_since_stays_and_is_told(desk):
    desk.do(SetStatus(["a"], Status.QUEUED), SetStatus(["b"], Status.QUEUED))
    desk.foreign(SetStatus(["a"], Status.READ))
    desk.foreign(SetNote("b", "A note."))
    change = desk.take_back()
    assert desk.library["a"].status is Status.READ
    assert (desk.library["b"].status, desk.library["b"].note) == (Status.INBOX, "A note.")
    assert change.summary == "in part (1 paper changed since, left as it is): Taken back: triage of 2 papers"


def test_a_paper_that_was_decided_twice_and_is_back_in_between_by_others_is_theirs(desk):
    desk.do(SetStatus(["a"], Status.QUEUED), SetStatus(["a"], Status.ARCHIVED))
    desk.foreign(SetStatus(["a"], Status.QUEUED))
    assert not desk.take_back().edits
    assert desk.library["a"].status is Status.QUEUED


def test_papers_that_are_gone_are_told_and_the_others_go_back(desk):
    desk.do(SetStatus(["a"], Status.QUEUED), SetStatus(["b"], Status.QUEUED))
    desk.foreign(Remove(["a"]))
    assert desk.take_back().summary == "in part (1 is gone): Taken back: triage of 2 papers"
    assert desk.library["b"].status is Status.INBOX


def test_where_all_is_as_it_was_already_nothing_is_done(desk):
    desk.do(SetStarred(["a"]), SetStarred(["a"]))
    assert not desk.take_back().edits
    assert not TakeBack((), "triage").change(desk.library, NOW).edits
