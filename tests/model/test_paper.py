import copy
import dataclasses
import pickle
import threading
import weakref

import pytest

from readlist.model.deferred import DeferredPapers
from readlist.model.paper import FIELD_NAMES, HEAD_FIELDS, InvalidPaperError, Paper, Status
from readlist.model.record import Source

WHOLE = Paper(
    key="lin2024mitigating", number=7, title="Mitigating", authors=("Yong Lin", "Hangyu Lin"), year=2024,
    abstract="We do.", url="https://a.org/1", sources=(Source("a.txt", 1, "abstracts", "2026-11-21T08:00:00Z"),),
    status=Status.READ, status_before=Status.QUEUED, starred=True, tags=("ml", "RLHF"), note="Good.",
    defer_until="2026-12-01", added="2026-11-21T08:00:00Z", read_on="2026-11-22T08:00:00Z",
)  # fmt: skip
FIELDS = WHOLE.to_fields()
HEAD = {name: FIELDS[name] for name in HEAD_FIELDS}


class Load:
    """Gives fields, raises what it is given to raise before that, and counts how often it was asked."""

    def __init__(self, fields=FIELDS, *problems):
        self.fields, self.problems, self.calls = fields, list(problems), 0

    def __call__(self, paper):
        self.calls += 1
        if self.problems:
            raise self.problems.pop(0)
        return Paper.from_fields({"key": paper.key, "number": paper.number, **self.fields})


def deferred(head, load):
    (paper,) = DeferredPapers({name: [value] for name, value in head.items()}, load).papers
    return paper


def test_the_head_of_a_deferred_paper_is_there_without_loading():
    load = Load()
    paper = deferred(HEAD, load)
    assert {name: getattr(paper, name) for name in HEAD_FIELDS} == {name: getattr(WHOLE, name) for name in HEAD_FIELDS}
    assert not paper.unread
    assert load.calls == 0


@pytest.mark.parametrize("name", sorted(set(FIELD_NAMES) - set(HEAD_FIELDS)))
def test_any_other_field_loads_all_of_them_once(name):
    load = Load()
    paper = deferred(HEAD, load)
    assert getattr(paper, name) == getattr(WHOLE, name)
    assert paper == WHOLE
    assert load.calls == 1


@pytest.mark.parametrize(
    "use",
    [
        lambda paper: paper,
        hash,
        repr,
        lambda paper: paper.to_fields(),
        lambda paper: paper.with_fields({"note": "Better.", "starred": False}),
        lambda paper: dataclasses.replace(paper, title="Other"),
        dataclasses.asdict,
        lambda paper: (paper.display_title, paper.page, paper.addresses, paper.provisional),
        copy.copy,
        copy.deepcopy,
        lambda paper: pickle.loads(pickle.dumps(paper)),  # noqa: S301 -- its own bytes
    ],
)
def test_a_deferred_paper_is_used_like_any_other(use):
    assert use(deferred(HEAD, Load())) == use(WHOLE)
    assert type(deferred(HEAD, Load())) is Paper


def test_a_deferred_paper_cannot_be_changed_in_place():
    paper = deferred(HEAD, Load())
    with pytest.raises(dataclasses.FrozenInstanceError):
        paper.note = "x"
    assert paper.note == WHOLE.note


@pytest.mark.parametrize("name", ["titel", "_load_", "__deepcopy__", "__array_interface__", "__wrapped__"])
def test_what_no_paper_has_is_missing_and_loads_nothing(name):
    load = Load()
    with pytest.raises(AttributeError, match=name):
        getattr(deferred(HEAD, load), name)
    with pytest.raises(AttributeError, match=name):
        getattr(WHOLE, name)
    assert load.calls == 0


def test_the_head_says_how_a_paper_is_where_the_loaded_fields_say_otherwise():
    stored = {**FIELDS, "key": "other", "number": 8, "status": "inbox", "starred": False, "defer_until": None}
    paper = deferred(HEAD, Load(stored))
    assert paper.note == WHOLE.note
    assert paper == WHOLE


def test_fields_of_the_head_that_are_left_out_have_their_defaults_and_others_do_not_count():
    paper = deferred({"key": "k", "number": 1, "note": 3, "colour": "red"}, Load({"note": "n"}))
    assert (paper.status, paper.starred, paper.defer_until) == (Status.INBOX, False, None)
    assert paper.note == "n"


@pytest.mark.parametrize(
    ("field", "value"),
    [("key", 1), ("number", "7"), ("number", True), ("status", "done"), ("status", []), ("starred", 1),
     ("defer_until", 2026), ("tags", "ml"), ("tags", [1])],
)  # fmt: skip
def test_a_head_that_is_not_what_it_must_be_is_refused_at_once(field, value):
    with pytest.raises(InvalidPaperError, match=f"field '{field}': must be"):
        deferred({**HEAD, field: value}, Load())


@pytest.mark.parametrize("field", ["key", "number"])
def test_a_head_without_key_or_number_is_refused(field):
    with pytest.raises(InvalidPaperError, match=f"'{field}': is missing"):
        deferred({**HEAD, field: None}, Load())


def test_a_head_without_numbers_is_refused():
    with pytest.raises(InvalidPaperError, match="paper 'k', field 'number': is missing"):
        deferred({"key": "k"}, Load())


def test_a_value_that_is_none_has_its_default_and_the_papers_around_it_their_own():
    heads = {
        "key": ["a", "b", "c"],
        "number": [1, 2, 3],
        "status": ["read", None, "queued"],
        "starred": [True, None, False],
        "tags": [["ml"], None, ["nlp", "ml"]],
        "defer_until": [None, "2026-12-01", None],
    }
    papers = DeferredPapers(heads, Load()).papers
    assert [paper.status for paper in papers] == [Status.READ, Status.INBOX, Status.QUEUED]
    assert [paper.starred for paper in papers] == [True, False, False]
    assert [paper.tags for paper in papers] == [("ml",), (), ("nlp", "ml")]
    assert [paper.defer_until for paper in papers] == [None, "2026-12-01", None]


def test_each_paper_loads_its_own_fields():
    heads = {"key": ["a", "b"], "number": [1, 2]}
    papers = DeferredPapers(heads, lambda paper: Paper(key="", number=0, note=f"of {paper.key}")).papers
    assert [paper.note for paper in reversed(papers)] == ["of b", "of a"]


@pytest.mark.parametrize("problem", [OSError("gone"), KeyError("key"), AttributeError("inside")])
def test_what_loading_raises_comes_through_and_the_next_to_ask_tries_again(problem):
    paper = deferred(HEAD, Load(FIELDS, problem, problem, problem))
    with pytest.raises(type(problem), match=problem.args[0]):
        paper.note  # noqa: B018 -- asking is the point
    with pytest.raises(type(problem), match=problem.args[0]):
        paper.page  # noqa: B018 -- as above
    assert paper.key == WHOLE.key
    paper = deferred(HEAD, Load(FIELDS, problem))
    with pytest.raises(type(problem)):
        paper.note  # noqa: B018 -- as above
    assert paper.note == WHOLE.note


def test_a_paper_that_is_loaded_lets_go_of_what_loaded_it():
    load = Load()
    gone = weakref.ref(load)
    paper = deferred(HEAD, load)
    del load
    assert gone() is not None
    assert paper.note == WHOLE.note
    assert gone() is None


def test_two_threads_may_ask_for_the_same_paper_at_once():
    both_are_loading = threading.Barrier(2, timeout=30)

    def load(_paper):
        both_are_loading.wait()
        return WHOLE

    paper = deferred(HEAD, load)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(paper.to_fields())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [FIELDS, FIELDS]


@pytest.mark.parametrize("change", [{"title": "Other"}, {"note": "x"}, {"status": "queued"}, {"sources": []}])
def test_papers_are_equal_where_all_of_their_fields_are_and_print_them(change):
    paper, same, other = WHOLE, WHOLE.with_fields({}), WHOLE.with_fields(change)
    assert paper == same
    assert hash(paper) == hash(same)
    assert paper != other
    assert len({paper, same, other}) == 2
    assert repr(paper) == repr(same) != repr(other)
    assert f"title={paper.title!r}" in repr(paper)
