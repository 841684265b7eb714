"""The papers on the desk follow what was done to them, by us and by others, without looking at all the others."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.app.desk import Desk
from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.change import Change, Edit
from readlist.model.library import UnknownPaperError
from readlist.model.paper import Paper, Status
from readlist.query.views import VIEWS, View, ViewCounts
from readlist.store import snapshot, storage
from readlist.store.repository import Repository

KEYS = "abcdef"


class Adding:
    """Puts papers in, each with its key as title."""

    def __init__(self, *keys):
        self.keys = keys

    def change(self, library, now):
        keys = [key for key in self.keys if key not in library]
        first = library.next_number
        papers = [Paper(key=key, number=first + place, title=key, added=now) for place, key in enumerate(keys)]
        return Change("import", "Imported", now, tuple(map(Edit.adding, papers)))


class Counting:
    """A query that counts how many papers it was asked about."""

    def __init__(self):
        self.asked = 0

    def matches(self, paper):
        self.asked += 1
        return not paper.starred


def test_a_change_elsewhere_is_followed_by_looking_at_its_papers_only(tmp_path):
    repository = Repository.create(tmp_path / "l", contents=Adding(*(f"p{number}" for number in range(2000))))
    other = Repository(repository.directory)
    query = Counting()
    desk = Desk(repository, [View("Unstarred", query, "")])
    other.do(SetStarred(["p7"]))
    other.do(Remove(["p100", "p200"]))
    other.do(Adding("new"))
    query.asked = 0
    changes = desk.take_in()
    assert changes is not None
    assert [change.action for change in changes] == ["star", "remove", "import"]
    assert query.asked < 20
    assert desk.counts == {"Unstarred": 1998}
    assert desk.rows == (*(f"p{number}" for number in range(2000) if number not in {100, 200}), "new")
    assert desk.stale == {"p7"}


def test_a_look_where_nothing_happened_reads_no_file(seeded, monkeypatch):
    desk = Desk(seeded)
    assert desk.take_in() is None

    def unread(*_):
        raise AssertionError("a file was read")

    monkeypatch.setattr(snapshot, "read", unread)
    monkeypatch.setattr(storage.FileJournal, "read_since", unread)
    assert desk.take_in() is None


ACTIONS = st.one_of(
    st.builds(SetStatus, st.sets(st.sampled_from(KEYS), min_size=1).map(sorted), st.sampled_from(list(Status))),
    st.builds(SetStarred, st.sets(st.sampled_from(KEYS), min_size=1).map(sorted)),
    st.builds(lambda key, tag: SetTags([key], add=[tag]), st.sampled_from(KEYS), st.sampled_from(["x", "y"])),
    st.builds(SetNote, st.sampled_from(KEYS), st.sampled_from(["", "x", "y"])),
    st.builds(Remove, st.sets(st.sampled_from(KEYS), min_size=1).map(sorted)),
    st.builds(Adding, st.sampled_from([*KEYS, "g", "h"])),
)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["ours", "theirs"]), st.one_of(ACTIONS, st.sampled_from(["undo", "redo"]))),
        st.tuples(st.just("desk"), st.one_of(st.sampled_from(VIEWS), st.sampled_from(["", "x", "look", "sweep"]))),
        st.just(("theirs", "compact")),
    ),
    max_size=20,
)


def take(step, desk, other):
    """Take one step: of the user's, of another program's, or on the desk alone."""
    who, what = step
    if who == "desk":
        if isinstance(what, View):
            desk.open_view(what)
        elif what in {"look", "sweep"}:
            desk.take_in() if what == "look" else desk.sweep()
        else:
            desk.set_filter(what)
    else:
        actor = desk if who == "ours" else other
        try:
            getattr(actor, what)() if isinstance(what, str) else actor.do(what)
        except UnknownPaperError:
            assert not isinstance(what, str)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_rows_and_counts_are_what_looking_at_every_paper_gives(tmp_path_factory, steps):
    repository = Repository.create(tmp_path_factory.mktemp("l") / "l", contents=Adding(*KEYS))
    other = Repository(repository.directory)
    desk = Desk(repository)
    for step in steps:
        take(step, desk, other)
        fresh = Desk(repository)
        fresh.open_view(desk.view)
        fresh.set_filter(desk.filter_text)
        assert desk.counts == fresh.counts == ViewCounts(VIEWS, desk.library).by_name
        assert [key for key in desk.rows if key not in desk.stale] == list(fresh.rows)
        assert desk.stale <= set(desk.rows) <= set(desk.library.keys)
        assert list(desk.rows) == [key for key in desk.library.keys if key in set(desk.rows)]
    desk.take_in()
    assert list(desk.library) == list(Repository(repository.directory).library)


@pytest.mark.parametrize("leave", [None, "undone"])
def test_what_others_did_on_the_way_to_a_change_of_ours_is_followed_too(seeded, leave):
    desk, other = Desk(seeded), Repository(seeded.directory)
    first, second = desk.rows[:2]
    other.do(SetStarred([first]))
    if leave:
        other.do(Remove([second]))
        with pytest.raises(UnknownPaperError):
            desk.do(SetStarred([second]))
        assert second not in desk.rows
    else:
        desk.do(SetStarred([second]))
    assert desk.counts["Starred"] == (1 if leave else 2)
    assert desk.take_in() is None
