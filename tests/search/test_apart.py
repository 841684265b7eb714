from __future__ import annotations

import pytest

from readlist.model.change import Edit
from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.record import Source
from readlist.query.filters import AllOf, AnyOf, Not
from readlist.query.filters_record import Has, InYears, Tagged
from readlist.query.filters_state import InState
from readlist.query.filters_text import Close, Text
from readlist.query.query import Query
from readlist.search.finder import Finder
from readlist.store.papers import _Loader


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    """Read of a handful of papers all at once what of so few would be read one by one."""
    monkeypatch.setattr("readlist.model.deferred._FEW", 1)


@pytest.fixture
def library(stored):
    return stored(
        Library(
            Paper(
                key=f"k{n}",
                number=n,
                title=f"Language model {n}" if n % 4 else None,
                authors=(f"Ann Lee{n}",),
                year=2020 + n % 3,
                venue="Venue of models",
                abstract=f"About alignment number {n}.",
                sources=(Source(f"file{n}.txt", 1, "x", ""),),
                status=Status.READ if n % 2 else Status.INBOX,
                starred=n == 3,
                tags=("ml",) if n == 5 else (),
            )
            for n in range(1, 21)
        )
    )


@pytest.fixture
def reads(monkeypatch):
    """Which fields were read of all papers at once, and which papers one by one."""
    seen = []
    one, all_ = _Loader.__call__, _Loader.columns

    def read_one(self, paper):
        seen.append(paper.key)
        return one(self, paper)

    def read_all(self, papers, names):
        seen.append(tuple(names))
        return all_(self, papers, names)

    monkeypatch.setattr(_Loader, "__call__", read_one)
    monkeypatch.setattr(_Loader, "columns", read_all)
    return seen


@pytest.mark.parametrize(
    ("part", "read"),
    [
        (InState("starred"), set()),
        (AllOf((Tagged("ml"), Not(InState("archived")))), set()),
        (Text("k1", "key"), set()),
        (InYears(2021, 2021), {("year",)}),
        (AnyOf((InYears(2021, 2021), InYears(2022, None))), {("year",)}),
        (Has("title"), {("title",)}),
        (Text("lee1", "author"), {("authors",)}),
        (Text("file1", "source"), {(), ("sources",)}),
        (Text("number 1", "abstract"), {("abstract",)}),
    ],
)
def test_nothing_is_read_that_a_query_does_not_ask_for(library, reads, part, read):
    found = Finder(library).find(Query(part)).keys
    assert set(reads) == read
    assert found == tuple(paper.key for paper in library if part.matches(paper))


def test_what_was_read_for_an_answer_does_not_stay_in_the_papers(library, reads):
    finder = Finder(library)
    finder.find(Query(Text("alignment", None), sort="author"))
    finder.find(Query(Close("langage")))
    del reads[:]
    assert library["k1"].title == "Language model 1"
    assert reads == ["k1"]


def test_a_word_that_every_title_has_is_found_without_the_abstracts_of_those(library, reads):
    assert len(Finder(library).find(Query(Text("venue of", None))).keys) == 20
    assert not {name for names in reads for name in names} & {"abstract", "note"}


def test_what_changed_since_is_found_and_what_was_read_is_not_read_again(library, reads):
    finder = Finder(library)
    assert len(finder.find(Query(Text("language", "title"))).keys) == 15
    after = library.apply(
        [Edit.of_fields(library["k1"], title="Other"), Edit.of_fields(library["k2"], starred=True, tags=["new"])]
    )
    finder.follow(library, after, ["k1", "k2"])
    del reads[:]
    assert "k1" not in finder.find(Query(Text("language", "title"))).keys
    assert finder.find(Query(Text("other", "title"))).keys == ("k1",)
    assert finder.find(Query(InState("starred"))).keys == ("k2", "k3")
    assert finder.find(Query(Text("new", None))).keys == ("k2",)
    assert ("title",) not in reads


def test_papers_that_came_or_went_since_are_found_or_not(library):
    finder = Finder(library)
    finder.find(Query(Text("language", "title")))
    after = library.apply([Edit("k1", library["k1"].to_fields(), None)])
    finder.follow(library, after, ["k1"])
    assert "k1" not in finder.find(Query(Text("language", "title"))).keys
    back = after.apply([Edit("k1", None, library["k1"].to_fields())])
    finder.follow(after, back, ["k1"])
    assert finder.find(Query(Text("language", "title"))).keys[0] == "k1"


def test_to_go_to_a_paper_without_an_index_no_whole_paper_with_a_title_is_read(library, reads):
    assert Finder(library).titles("language model 5", limit=1) == ("k5",)
    assert not {"k5", "k6"}.intersection(reads)


def test_a_damaged_document_does_not_hide_the_others(library, monkeypatch):
    monkeypatch.setattr(_Loader, "columns", lambda _self, _papers, _names: {})
    assert len(Finder(library).find(Query(Text("alignment", None))).keys) == 20
