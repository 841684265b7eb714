"""The papers on the desk follow what was done to them, by us and by others, without looking at all the others."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.app.desk import Desk
from readlist.app.desk_views import written
from readlist.model.actions import Remove, SetNote, SetStarred, SetStatus, SetTags
from readlist.model.change import Change, Edit
from readlist.model.library import UnknownPaperError
from readlist.model.paper import Paper, Status
from readlist.model.user_views import InvalidViewError
from readlist.query.errors import QueryError
from readlist.query.query import Query
from readlist.query.views import VIEWS, View, ViewCounts
from readlist.search.finder import Finder
from readlist.store import snapshot, storage
from readlist.store.repository import Repository

KEYS = "abcdef"


class Adding:
    """Puts papers in, each with its key as title; of those that are named with a year, it is theirs."""

    def __init__(self, *keys, **years):
        self.years = {**dict.fromkeys(keys), **years}

    def change(self, library, now):
        years = [(key, year) for key, year in self.years.items() if key not in library]
        first = library.next_number
        papers = [
            Paper(key=key, number=first + place, title=key, year=year, added=now)
            for place, (key, year) in enumerate(years)
        ]
        return Change("import", "Imported", now, tuple(map(Edit.adding, papers)))


def test_a_change_elsewhere_is_followed_by_looking_at_its_papers_only(tmp_path, monkeypatch):
    repository = Repository.create(tmp_path / "l", contents=Adding(*(f"p{number}" for number in range(2000))))
    other = Repository(repository.directory)
    desk = Desk(repository)
    desk.set_filter("-is:starred")
    asked = []
    matches = Query.matches
    monkeypatch.setattr(Query, "matches", lambda query, paper: asked.append(paper.key) or matches(query, paper))
    monkeypatch.setattr(Finder, "find", lambda *_: pytest.fail("all papers were looked at"))
    other.do(SetStarred(["p7"]))
    other.do(Remove(["p100", "p200"]))
    other.do(Adding("new"))
    asked.clear()
    changes = desk.take_in()
    assert changes is not None
    assert [change.action for change in changes] == ["star", "remove", "import"]
    assert set(asked) == {"p7", "p100", "p200", "new"}
    assert (desk.counts["Inbox"], desk.counts["Starred"]) == (1999, 1)
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
        st.tuples(
            st.just("desk"),
            st.one_of(st.sampled_from(VIEWS), st.sampled_from(["", "x", "tag:x", "view:read", "look", "sweep"])),
        ),
        st.just(("theirs", "compact")),
    ),
    max_size=20,
)


def take(step, desk, other):
    """Take one step: of the user's, of another program's, or on the desk alone."""
    who, what = step
    if who == "desk":
        if isinstance(what, View):
            desk.open_view(next(view for view in desk.views if view.name == what.name))
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


# Order, number, closest


@pytest.mark.parametrize("sort", ["added", "title-desc", "year", "status-desc"])
@settings(max_examples=20, deadline=None)
@given(changes=st.lists(ACTIONS, max_size=8))
def test_rows_in_an_order_stay_where_they_are_and_newcomers_come_where_they_belong(tmp_path_factory, sort, changes):
    repository = Repository.create(tmp_path_factory.mktemp("l") / "l", contents=Adding("c", "a", "b"))
    desk = Desk(repository)
    desk.set_filter(f"-is:starred sort:{sort}")
    for action in changes:
        before = desk.rows
        try:
            desk.do(action)
        except UnknownPaperError:
            continue
        assert [key for key in before if key in desk.library] == [key for key in desk.rows if key in before]
        assert {key for key in desk.rows if key not in desk.stale} == set(
            (desk.library & desk.parsed("-is:starred")).keys
        ) & set((desk.library & desk.view.query).keys)
    desk.sweep()
    inbox = desk.library & desk.view.query & desk.parsed("-is:starred")
    assert desk.rows == inbox.sorted_by(sort).keys


def test_a_newcomer_in_a_sorted_list_stands_where_it_belongs(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("d", "b", "f")))
    desk.set_filter("sort:title-desc")
    assert desk.rows == ("f", "d", "b")
    desk.do(Adding("c", "g", "a"))
    assert desk.rows == ("g", "f", "d", "c", "b", "a")


@pytest.mark.parametrize(("sort", "rows"), [("year", "bcda"), ("year-desc", "cbad")])
def test_a_newcomer_stands_before_papers_without_the_value_that_the_list_is_sorted_by(tmp_path, sort, rows):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("d", b=2020)))
    desk.set_filter(f"sort:{sort}")
    desk.do(Adding("a", c=2021))
    assert desk.rows == tuple(rows)


def test_a_number_of_papers_is_kept_to_when_another_takes_a_place(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("d", "b", "f")))
    desk.set_filter("sort:title limit:2")
    assert desk.rows == ("b", "d")
    desk.do(Adding("c"))
    assert [key for key in desk.rows if key not in desk.stale] == ["b", "c"]
    assert desk.stale == {"d"}


def test_the_closest_papers_keep_their_order_and_one_that_has_the_words_comes_behind(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("alignment", "quantum")))
    desk.set_filter("alignmnt")
    assert desk.rows == ("alignment",)
    assert desk.close == {"alignment"}
    desk.do(SetNote("quantum", "alignmnt"))
    assert desk.rows == ("alignment", "quantum")
    assert desk.stale == {"alignment"}
    assert not desk.close


def test_a_filter_that_is_wrong_leaves_what_is_shown(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("one", "two")))
    desk.set_filter("title:one")
    with pytest.raises(QueryError):
        desk.set_filter("titel:two")
    assert (desk.filter_text, desk.rows) == ("title:one", ("one",))


# The user's own views


def test_a_view_that_another_program_saves_can_be_opened_and_one_that_it_removes_is_left(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("one", "two")))
    other = Repository(tmp_path / "l")
    other.save_view("Ones", "title:one")
    desk.take_in()
    desk.open_view(next(view for view in desk.views if view.name == "Ones"))
    assert desk.rows == ("one",)
    assert desk.counts["Ones"] == desk.total == 1
    desk.do(SetTags(["two"], add=["x"]))
    other.remove_view("Ones")
    desk.take_in()
    assert desk.view.name == "All"
    assert set(desk.rows) == {"one", "two"}
    assert "Ones" not in desk.counts


def test_a_view_is_saved_and_undone_like_any_change(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("one", "two")))
    desk.save_view("Ones", "title:one")
    assert desk.counts["Ones"] == 1
    desk.undo()
    assert "Ones" not in desk.counts
    with pytest.raises(QueryError):
        desk.save_view("Twos", "titel:two")
    with pytest.raises(InvalidViewError):
        desk.save_view("inbox", "title:two")


def test_a_view_shows_and_counts_no_more_than_its_limit(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding(*"dbfac")))
    desk.save_view("Top", "is:unread sort:title limit:2")
    desk.save_view("Titled", "sort:title-desc limit:2")
    assert desk.counts["Top"] == 2
    desk.open_view(next(view for view in desk.views if view.name == "Top"))
    assert (desk.rows, desk.total) == (("a", "b"), 2)
    desk.do(Remove(["a"]))
    assert desk.counts["Top"] == 2
    desk.do(Remove(["b", "c", "d"]))
    assert desk.counts["Top"] == desk.total == 1


def test_a_view_named_alone_is_as_it_is_when_it_is_open_and_among_other_conditions_means_all_its_papers(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding(*"dbfac")))
    desk.save_view("Top", "is:unread sort:title limit:2")
    desk.set_filter("view:Top")
    assert (desk.rows, desk.total) == (("a", "b"), 2)
    assert desk.query.describe() == "papers in the view Top; sorted by title; the first 2"
    desk.set_filter("view:Top -title:a")
    assert (desk.rows, desk.total) == (tuple("dbfc"), 5)
    assert desk.query.describe() == "papers in the view Top, also beyond its first 2, without “a” in the title"


def test_a_filter_in_a_view_with_a_limit_looks_through_all_that_the_view_means_and_counts_it_so(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("cherry", "apple", "banana")))
    desk.save_view("Top", "is:unread sort:title limit:1")
    desk.open_view(next(view for view in desk.views if view.name == "Top"))
    assert (desk.shown, desk.total) == (1, 1)
    desk.set_filter("cherry")
    assert (desk.rows, desk.shown, desk.total) == (("cherry",), 1, 3)


@pytest.mark.parametrize("view", ["is:unread sort:title limit:2", "sort:title limit:2"])
def test_a_filter_in_a_view_is_saved_with_the_order_and_limit_of_that(tmp_path, view):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding(*"dbfac")))
    desk.save_view("Top", view)
    desk.open_view(next(view for view in desk.views if view.name == "Top"))
    desk.set_filter("-title:a")
    assert desk.rows == ("b", "c")
    text = written(desk.view, desk.filter_text, desk.query)
    desk.open_view(desk.views[0])
    desk.set_filter(text)
    assert desk.rows == ("b", "c")


def test_removing_a_view_tells_each_time_which_others_no_longer_work(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("one")))
    desk.save_view("Ones", "title:one")
    desk.save_view("Uses", "view:Ones is:unread")
    assert desk.remove_view("Ones").summary == "Removed view Ones; view 'Uses' names it and no longer works"
    assert [line[:12] for line in desk.take_notices()] == ["view 'Uses':"]
    desk.undo()
    desk.save_view("More", "view:Uses is:starred")
    assert desk.counts["Uses"] == 1
    other = Repository(tmp_path / "l")
    other.remove_view("Ones")
    desk.take_in()
    assert [line[:12] for line in desk.take_notices()] == ["view 'Uses':", "view 'More':"]
    assert desk.remove_view("More").summary == "Removed view More"
    # What is wrong with a view is told once, whatever other views come.
    desk.save_view("Later", "is:starred")
    assert desk.take_notices() == []


def test_a_filter_finds_archived_papers_in_an_open_view_that_is_made_of_views(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("one", "two")))
    desk.do(SetStarred(["one", "two"]))
    desk.do(SetStatus(["one"], Status.ARCHIVED))
    desk.save_view("Outer", "view:starred")
    desk.open_view(next(view for view in desk.views if view.name == "Outer"))
    assert desk.rows == ("two",)
    desk.set_filter("is:archived")
    assert desk.rows == ("one",)


def test_a_filter_within_a_view_that_asks_for_the_archive_is_about_the_archive(tmp_path):
    desk = Desk(Repository.create(tmp_path / "l", contents=Adding("one", "two")))
    desk.do(SetStatus(["one"], Status.ARCHIVED))
    desk.open_view(next(view for view in desk.views if view.name == "Archived"))
    desk.set_filter("one")
    assert desk.rows == ("one",)


def test_the_words_of_a_view_are_kept_to_where_those_of_the_filter_are_misspelt(tmp_path):
    contents = Adding("vision-alignment", "language-alignment")
    desk = Desk(Repository.create(tmp_path / "l", contents=contents), config_views={"Seeing": "vision"})
    desk.load_views()
    desk.open_view(next(view for view in desk.views if view.name == "Seeing"))
    desk.set_filter("alignmnt")
    assert desk.rows == ("vision-alignment",)


# What is done in a thread


def test_a_change_waits_until_the_library_has_been_looked_after(tmp_path, monkeypatch):
    repository = Repository.create(tmp_path / "l", contents=Adding("one"))
    desk = Desk(repository)
    begun, may_end, done = threading.Event(), threading.Event(), []

    def maintain(_):
        begun.set()
        assert may_end.wait(20)
        done.append("care")
        return []

    monkeypatch.setattr(Repository, "maintain", maintain)
    care = threading.Thread(target=desk.look_after)
    care.start()
    assert begun.wait(20)
    star = threading.Thread(target=lambda: desk.do(SetStarred(["one"])) and done.append("star"))
    star.start()
    assert desk.rows == ("one",)
    may_end.set()
    care.join(20)
    star.join(20)
    assert done == ["care", "star"]
