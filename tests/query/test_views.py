import pytest

from readlist.model.actions import Remove, SetStarred, SetStatus
from readlist.model.deferred import DeferredPapers
from readlist.model.library import Library
from readlist.model.paper import HEAD_FIELDS, Paper, Status
from readlist.query.views import VIEWS, ViewCounts

NOW = "2026-11-21T08:00:00Z"


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
