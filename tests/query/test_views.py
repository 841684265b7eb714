from datetime import datetime

import pytest

from readlist.model.actions import Remove, SetStarred, SetStatus
from readlist.model.deferred import DeferredPapers
from readlist.model.library import Library
from readlist.model.paper import HEAD_FIELDS, Paper, Status
from readlist.query.parser import parse
from readlist.query.views import VIEWS, View, ViewCounts, built_in_views, keys_by_state

NOW = "2026-11-21T08:00:00Z"
TODAY = "2026-11-21"


def library():
    statuses = [*Status, Status.INBOX, Status.ARCHIVED]
    return Library(
        Paper(key=f"p{n}", number=n, status=status, starred=n % 2 == 0) for n, status in enumerate(statuses, start=1)
    )


def counted_by_hand(papers):
    return {view.name: sum(view.query.matches(paper) for paper in papers) for view in VIEWS}


def test_each_view_has_the_papers_that_it_says():
    shown = {view.name: "".join(key[1] for key in (library() & view.query).keys) for view in VIEWS}
    assert shown == {
        "Inbox": "16",
        "Queue": "2",
        "Reading": "3",
        "Starred": "246",
        "Read": "4",
        "Archived": "57",
        "All": "12346",
    }


@pytest.mark.parametrize(
    "action",
    [
        SetStatus(["p1", "p2"], Status.READ),
        SetStarred(["p1", "p5"], starred=True),
        Remove(["p2", "p7"]),
        SetStatus(["p5"], Status.QUEUED),
    ],
)
def test_counts_follow_a_change_without_counting_again(action):
    before = library()
    counts = ViewCounts(VIEWS, before)
    assert counts.by_name == counted_by_hand(before)
    change = action.change(before, NOW)
    after = before.apply(change.edits)
    counts.follow(before, after, change.keys)
    assert counts.by_name == counted_by_hand(after)


def test_views_are_counted_and_shown_without_loading_any_paper():
    def load(_paper):
        raise AssertionError

    papers = [paper.to_fields() for paper in library()]
    deferred = Library(DeferredPapers({name: [fields[name] for fields in papers] for name in HEAD_FIELDS}, load))
    assert ViewCounts(VIEWS, deferred).by_name == counted_by_hand(library())
    assert [(deferred & view.query).keys for view in VIEWS] == [(library() & view.query).keys for view in VIEWS]


@pytest.mark.parametrize("view", built_in_views(TODAY), ids=lambda view: view.name)
def test_a_built_in_view_is_what_its_text_says(view):
    now = datetime.fromisoformat(NOW)
    assert view.query == parse(view.text, now=now)
    assert parse(f"view:{view.name}", now=now).where.query == view.query
    assert view.built_in


def test_what_is_deferred_is_in_no_view_until_its_day():
    papers = Library(
        Paper(key=f"p{n}", number=n, starred=True, defer_until=day)
        for n, day in enumerate([None, "2026-11-20", "2026-11-21", "2026-11-22"], start=1)
    )
    views = built_in_views(TODAY)
    assert ViewCounts(views, papers).by_name == {
        "Inbox": 3,
        "Queue": 0,
        "Reading": 0,
        "Starred": 3,
        "Read": 0,
        "Archived": 0,
        "All": 3,
    }
    assert [(papers & view.query).keys for view in views if view.name == "Inbox"] == [("p1", "p2", "p3")]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("is:returned", ("p2", "p3")),
        ("is:deferred", ("p4",)),
        ("is:returned,deferred", ("p2", "p3", "p4")),
        ("-is:returned", ("p1",)),
        ("is:returned is:read", ()),
    ],
)
def test_what_was_put_off_is_deferred_before_its_day_and_returned_from_then_on(text, keys):
    papers = Library(
        Paper(key=f"p{n}", number=n, defer_until=day)
        for n, day in enumerate([None, "2026-11-20", "2026-11-21", "2026-11-22"], start=1)
    )
    query = parse(text, now=datetime.fromisoformat(NOW))
    assert (papers & query).keys == keys == keys_by_state(query, papers)


@pytest.mark.parametrize(
    "text", ["", "is:archived", "is:unread is:starred", "-is:read OR view:queue", "is:deferred", "is:returned"]
)
def test_state_alone_tells_what_a_query_means(text):
    query = parse(text, now=datetime.fromisoformat(NOW))
    before = Library(
        Paper(key=f"p{n}", number=n, status=paper.status, starred=paper.starred, defer_until=day)
        for n, (paper, day) in enumerate(((paper, day) for paper in library() for day in (None, "2026-12-01")), start=1)
    )
    after = before.apply(SetStatus(["p1", "p7"], Status.ARCHIVED).change(before, NOW).edits)
    assert keys_by_state(query, before) == (before & query).keys
    assert keys_by_state(query, after) == (after & query).keys


@pytest.mark.parametrize("text", ["attention", "is:untitled", "is:unread tag:ml", "sort:year", "is:unread limit:2"])
def test_state_alone_does_not_tell_more(text):
    assert keys_by_state(parse(text, now=datetime.fromisoformat(NOW)), library()) is None


class TestViewsOfTheUsersOwn:
    views = (
        *built_in_views(TODAY),
        *(
            View(text, parse(text, now=datetime.fromisoformat(NOW)), "", text)
            for text in ("key:p1,p2 is:unread", "is:starred -is:read", "is:untitled", "view:queue OR is:archived")
        ),
    )

    def test_are_counted_as_they_are_shown_and_follow_changes(self):
        before = library()
        counts = ViewCounts(self.views, before)
        assert counts.by_name == {view.name: len(before & view.query) for view in self.views}
        change = SetStatus(["p1", "p2", "p5"], Status.READ).change(before, NOW)
        after = before.apply(change.edits)
        counts.follow(before, after, change.keys)
        assert counts.by_name == {view.name: len(after & view.query) for view in self.views}

    def test_are_counted_by_who_can_do_it_fast_where_state_alone_does_not_tell(self):
        asked = []
        counts = ViewCounts(self.views, library(), lambda query: asked.append(str(query)) or 17)
        assert asked == ["key:p1,p2 is:unread", "is:untitled"]
        assert [counts.by_name[text] for text in asked] == [17, 17]
