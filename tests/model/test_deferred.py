from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model import deferred
from readlist.model.deferred import DeferredPapers
from readlist.model.library import Library
from readlist.model.paper import HEAD_FIELDS, Paper
from readlist.model.papermap import PaperMap

NUMBERS = range(1, 8)


def load(paper):
    return Paper(key=paper.key, number=paper.number, title=f"Title of {paper.key}")


def papers(count=7):
    heads = {"key": [f"p{n}" for n in NUMBERS], "number": list(NUMBERS), "tags": [[f"t{n % 3}"] for n in NUMBERS]}
    return DeferredPapers({name: values[:count] for name, values in heads.items()}, load)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_papers_that_are_made_step_by_step_are_those_that_are_made_at_once(monkeypatch, count):
    monkeypatch.setattr(deferred, "_A_STEP", 2)
    prepared = papers(count)
    assert len(list(prepared.prepare())) >= count / 2
    assert [paper.title for paper in prepared.papers] == [f"Title of p{n}" for n in NUMBERS[:count]]
    assert Library(prepared).get("p9") is None
    assert not list(prepared.prepare())


def test_a_paper_that_somebody_has_stays_the_same_when_all_are_made(monkeypatch):
    monkeypatch.setattr(deferred, "_A_STEP", 2)
    library = Library(papers())
    first = library["p3"]
    steps = library.prepare()
    next(steps)
    second = library["p6"]
    for _ in steps:
        pass
    assert [paper for paper in library if paper is first or paper is second] == [first, second]


def test_papers_that_are_asked_for_between_two_steps_are_not_made_twice(monkeypatch):
    monkeypatch.setattr(deferred, "_A_STEP", 2)
    library = Library(papers())
    steps = library.prepare()
    next(steps)
    all_of_them = list(library)
    assert not list(steps)
    assert all(paper is before for paper, before in zip(library, all_of_them, strict=True))


CHANGES = st.lists(
    st.tuples(st.sampled_from([*NUMBERS, 20, 21]), st.sampled_from(["gone", "starred", "tagged", "there"])), max_size=8
)


@given(CHANGES, st.booleans())
def test_what_all_papers_have_is_told_before_they_are_put_in_order_as_after_it(changes, made):
    library = PaperMap(list(papers().papers) if made else papers())
    for number, what in changes:
        key = f"p{number}"
        paper = library.get(key) or Paper(key=key, number=number)
        new = {
            "gone": None,
            "starred": dataclasses.replace(paper, starred=True),
            "tagged": dataclasses.replace(paper, tags=("new",)),
            "there": paper,
        }[what]
        library = library.after({key: new})
        told = {name: list(library.values(name)) for name in HEAD_FIELDS}
        in_order = sorted(library.papers(), key=lambda paper: paper.number)
        assert told == {name: [getattr(paper, name) for paper in in_order] for name in HEAD_FIELDS}
