from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.latex import to_unicode
from readlist.model.library import Library, UnknownSortError
from readlist.model.paper import Paper, Status
from readlist.model.record import Source
from readlist.query.filters import AllOf, AnyOf, Everything, Not
from readlist.query.filters_record import During, Has, Identified, InYears, Tagged
from readlist.query.filters_state import Deferred, InState, Returned
from readlist.query.filters_text import Close, Pattern, Text
from readlist.query.parser import parse
from readlist.query.query import InView, Query
from readlist.search import apart, facets
from readlist.search.finder import Finder
from readlist.text import clean_line

TODAY = "2026-11-21"
WORDS = ["GPT-4", "gpt", "Gpt-4o", "chain-of-thought", "Chain of Thought", "Dvořák", "dvorak", "straße", "STRASSE"]
WORDS += ["naïve", "λ-calculus", "Λ", "LoRA", "lora_rite", "model", "models", "Model", "of", "a", "x", "2024", "\u00df"]
WORDS += ["ﬁne-tuning", "tuning", "東京", "a\u0301b", "Ⅳ", "Kelvin", "İstanbul", "ς", "end.", "(see", "c++"]
WORDS += ["Erd\\H{o}s", "Erdős", r"$\alpha$", "α", r"5\%", "5%", "{BERT}", "BERT", "Weiß", "WEISS", "O’Brien"]
WORDS += ["O'Brien", "k‑NN", "k-NN", "Trans\u00adformer", "transformer", "“quoted”", "$5", "5~nm"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
LINES = st.lists(st.sampled_from([*WORDS, "\n"]), max_size=6).map(" ".join)
PARTS = st.one_of(
    st.sampled_from([*WORDS, "emnlp", "EMNLP)", "Findings EMNLP", "processing (e"]),
    st.builds(lambda text, a, b: text[min(a, b) : max(a, b) + 1], TEXTS, st.integers(0, 20), st.integers(0, 20)),
    st.text("aegoGT4- \nßλŘř.\\${}~’", max_size=4),
)
VENUES = st.sampled_from(["Empirical Methods in Natural Language Processing", "Findings of the ACL: EMNLP 2023", "Ř"])
MOMENTS = st.sampled_from(["2026-11-01T08:00:00Z", "2026-11-20T08:00:00Z", "2025-01-01T00:00:00Z"])
IDENTIFIERS = st.sampled_from(["2310.16271", "2310.16271v2", "hep-th/9901001", "2401.00001"])
DOIS = st.sampled_from(["10.1/ABC", "10.1/abc", "10.1/abcd", "10.2/ř"])
TAGS = st.lists(st.sampled_from(["ml", "ML/rlhf", "survey", "gpt", "of"]), max_size=2, unique=True).map(tuple)


@st.composite
def libraries(draw, most=12):
    return Library([draw_paper(draw, number) for number in range(1, draw(st.integers(0, most)) + 1)])


def draw_paper(draw, number):
    return Paper(
        key=f"key{number}GPT" if number % 3 else f"Model{number}",
        number=number,
        title=draw(st.one_of(st.none(), TEXTS)),
        authors=tuple(draw(st.lists(TEXTS, max_size=3))),
        year=draw(st.one_of(st.none(), st.integers(2018, 2026))),
        venue=draw(st.one_of(st.none(), TEXTS, VENUES)),
        abstract=draw(LINES),
        arxiv=draw(st.one_of(st.none(), IDENTIFIERS)),
        doi=draw(st.one_of(st.none(), DOIS)),
        note=draw(st.one_of(st.just(""), LINES, st.just(" \n"))),
        comment=draw(st.sampled_from([None, "13 pages"])),
        sources=tuple(Source(name, 1, "x", "") for name in draw(st.lists(st.sampled_from("aGx"), max_size=2))),
        status=draw(st.sampled_from(Status)),
        starred=draw(st.booleans()),
        tags=draw(TAGS),
        defer_until=draw(st.sampled_from([None, "2026-11-30", "2020-01-01"])),
        added=draw(MOMENTS),
        read_on=draw(st.one_of(st.none(), MOMENTS)),
    )


FIELDS = st.sampled_from(["title", "author", "abstract", "note", "venue", "source", "key"])
MOMENT = st.one_of(st.none(), MOMENTS)
LEAVES = st.one_of(
    st.just(Everything()),
    st.builds(Text, PARTS, st.one_of(st.none(), FIELDS)),
    st.builds(Text, PARTS, st.none()),
    st.builds(
        Close, st.sampled_from(["modle", "gtp4", "GPT-4", "dvorka", "chainofthougt", "lroa", "x", "-", "tunign"])
    ),
    st.builds(Pattern, FIELDS, st.sampled_from(["^gpt", "of$", "GPT", "a.*l", "[0-9]", "x?", "λ", "model|lora", "^$"])),
    st.builds(Tagged, st.sampled_from(["ml", "ml/rlhf", "survey", "none"])),
    st.builds(InYears, st.one_of(st.none(), st.just(2020)), st.one_of(st.none(), st.just(2023))),
    st.builds(During, st.sampled_from(["added", "read"]), MOMENT, MOMENT, st.just("")),
    st.builds(InState, st.sampled_from([*Status, "unread", "starred", "untitled"]).map(str)),
    st.sampled_from([Deferred(TODAY), Returned(TODAY)]),
    st.builds(
        Has,
        st.sampled_from(
            [
                "abstract",
                "arxiv",
                "author",
                "comment",
                "doi",
                "link",
                "note",
                "source",
                "tag",
                "title",
                "venue",
                "year",
            ],
        ),
    ),
    st.builds(Identified, st.just("arxiv"), IDENTIFIERS),
    st.builds(Identified, st.just("doi"), DOIS),
)
FILTERS = st.recursive(
    LEAVES,
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda parts: AllOf(tuple(parts))),
        st.lists(below, min_size=1, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        st.builds(Not, below),
        st.builds(lambda part, hidden: InView("v", Query(part, hidden=hidden)), below, st.one_of(st.none(), below)),
    ),
    max_leaves=5,
)
LATER = AllOf((Deferred(TODAY), Not(InState("archived"))))
HIDDEN = st.sampled_from([None, InState("archived"), AnyOf((InState("archived"), Deferred(TODAY))), LATER])
QUERIES = st.builds(Query, FILTERS, hidden=HIDDEN)


def scan(library, query):
    """Ask every paper, as anybody would who has no index."""
    papers = [paper for paper in library if query.matches(paper)]
    if query.sort is not None:
        papers = list(Library(papers).sorted_by(query.sort))
    return tuple(paper.key for paper in papers)[: query.limit]


def exact(found):
    return () if found.close else found.keys


@given(libraries(), st.lists(QUERIES, min_size=1, max_size=4))
@settings(deadline=None, max_examples=100)
def test_what_an_index_finds_is_what_every_paper_says_of_itself(indexed_finder, library, queries):
    finder = indexed_finder(library)
    for query in queries:
        assert exact(finder.find(query)) == scan(library, query)
        assert finder.count(query) == len(scan(library, query))


@given(libraries(), QUERIES)
@settings(deadline=None)
def test_without_an_index_the_same_is_found_and_the_same_is_close(indexed_finder, library, query):
    assert exact(Finder(library).find(query)) == scan(library, query)
    without, having = Finder(library).find(query), indexed_finder(library).find(query)
    assert sorted(without.keys) == sorted(having.keys)


@given(libraries(), st.lists(QUERIES, min_size=1, max_size=3), st.sampled_from([0, 1, 100]))
@settings(deadline=None)
def test_papers_on_disk_are_found_without_an_index_as_well(stored, library, queries, few):
    with mock.patch.multiple("readlist.model.deferred", _FEW=few), mock.patch.multiple(apart, _SHARE=few + 1):
        finder = Finder(stored(library))
        for query in queries:
            assert exact(finder.find(query)) == scan(library, query)


@given(libraries(), TEXTS, st.sampled_from(["title", "abstract", "author", None]))
@settings(deadline=None)
def test_each_letter_that_is_typed_further_finds_the_right_papers(indexed_finder, library, text, field):
    finder, asked = indexed_finder(library), Finder(library)
    for end in range(1, len(text) + 1):
        query = Query(AllOf((Text(text[:end], field), Not(Text("x", None)))))
        assert exact(finder.find(query)) == scan(library, query)
        assert exact(asked.find(query)) == scan(library, query)


@given(
    libraries(),
    LEAVES,
    st.sampled_from(["title", "year-desc", "read", "added-desc", "author", "key", "venue", "status"]),
)
@settings(deadline=None)
def test_order_and_limit_of_a_query_are_obeyed(indexed_finder, library, part, order):
    query = Query(part, sort=order, limit=2)
    assert exact(indexed_finder(library).find(query)) == scan(library, query)


def test_many_papers_are_put_in_order_as_few_are(indexed_finder, monkeypatch):
    library = Library(Paper(key=f"k{n}", number=n, title=f"T{n * 7 % 10}", year=2000 + n % 3) for n in range(1, 10))
    finder = indexed_finder(library)
    few = {order: finder.find(Query(sort=order)).keys for order in ("title", "year-desc")}
    monkeypatch.setattr("readlist.search.orders._FEW", 2)
    assert {order: finder.find(Query(sort=order)).keys for order in few} == few
    after = library.apply([edit_of(library["k3"], title="A")])
    finder.follow(library, after, ["k3"])
    assert finder.find(Query(sort="title")).keys[0] == "k3"


def edit_of(paper, **fields):
    from readlist.model.change import Edit  # noqa: PLC0415 -- for this one

    return Edit.of_fields(paper, **fields)


def test_an_order_that_there_is_not_is_refused(indexed_finder):
    with pytest.raises(UnknownSortError):
        indexed_finder(Library([Paper(key="a", number=1)])).find(Query(sort="colour"))


def test_a_limit_does_not_change_how_many_papers_a_query_means(indexed_finder):
    library = Library(Paper(key=f"k{n}", number=n, title="Same") for n in range(1, 6))
    finder = indexed_finder(library)
    assert finder.find(Query(Text("same", None), limit=2)).keys == ("k1", "k2")
    assert finder.count(Query(Text("same", None), limit=2)) == 5


def whole(steps):
    """What a generator returns when it has done all of its steps."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


@given(libraries(), st.sets(st.integers(0, 11)), st.integers(1, 6), st.sampled_from([0, 16]))
@settings(deadline=None)
def test_facets_are_what_counting_paper_by_paper_gives(indexed_finder, library, chosen, limit, few):
    keys = [key for place, key in enumerate(library.keys) if place in chosen]
    papers = [library[key] for key in keys]
    expected = {
        "year": tally([str(paper.year)] if paper.year else [] for paper in papers),
        "venue": tally([shown(paper.venue)] if paper.venue else [] for paper in papers),
        "author": tally(set(map(shown, paper.authors)) - {""} for paper in papers),
        "source": tally({source.document for source in paper.sources} for paper in papers),
    }
    given = {tag.casefold() for paper in papers for tag in paper.tags}
    tags = {tag: sum(map(Tagged(tag).matches, papers)) for tag in given}
    # One whose papers have changed since: some are in the index, others apart from it.
    followed = indexed_finder(library)
    changed = Library([replace(paper, venue="Elsewhere") if paper.key in keys[:2] else paper for paper in library])
    followed.follow(library, changed, keys[:2])
    followed.follow(changed, library, keys[:2])
    for finder in (indexed_finder(library), Finder(library), followed):
        with mock.patch.object(facets, "_FEW", few):
            found = whole(finder.facets(keys, limit=limit))
        for field, counts in expected.items():
            ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
            assert getattr(found, field) == facets.Tally(tuple(ranked[:limit]), len(counts))
        assert found.tag.distinct == len(given)
        counts = [count for _, count in found.tag.most]
        assert counts == sorted(tags.values(), reverse=True)[:limit]
        assert all(tags[tag.casefold()] == count for tag, count in found.tag.most)


def shown(text):
    return clean_line(to_unicode(text)) if to_unicode(text) != text else text


def tally(groups):
    counts = {}
    for group in groups:
        for value in group:
            counts[value] = counts.get(value, 0) + 1
    return counts


@pytest.mark.parametrize("done", range(12))
def test_facets_are_counted_to_their_end_whatever_changes_meanwhile(indexed_finder, monkeypatch, done):
    monkeypatch.setattr(facets, "_GROUPS_A_STEP", 1)
    library = Library(
        Paper(key=f"k{n}", number=n, authors=("Ann Lee", f"Bo {n}"), tags=(f"t{n % 3}",)) for n in range(1, 40)
    )
    finder = indexed_finder(library)
    base = finder._indexed.base
    steps = finder.facets(library.keys[:12], limit=100)
    for _ in range(done):
        next(steps)
    # Papers go, one gets other tags, others other authors, and an index of what is left is made and used.
    after = Library(
        replace(paper, tags=("new",) if paper.number == 10 else paper.tags, authors=(*paper.authors, "Cy Fox"))
        for paper in library
        if paper.number > 9
    )
    finder.follow(library, after, library.keys)
    if done % 2:
        deque(finder.build(), maxlen=0)
        assert finder._indexed.base is not base
    found = whole(steps)
    authors = dict(found.author.most)
    assert authors["Ann Lee"] in {3, 12}
    assert authors.keys() <= {"Ann Lee", "Cy Fox", *(f"Bo {n}" for n in range(1, 13))}
    now = whole(finder.facets(after.keys, limit=2))
    assert now.author == facets.Tally((("Ann Lee", 30), ("Cy Fox", 30)), 32)
    assert now.tag == facets.Tally((("t0", 10), ("t2", 10)), 4)


def test_going_to_a_paper_finds_it_by_title_author_or_key_and_titles_that_begin_so_first(indexed_finder):
    library = Library(
        [
            Paper(key="vaswani2017attention", number=1, title="Attention Is All You Need", authors=("Ashish Vaswani",)),
            Paper(key="chen2020linear", number=2, title="Linear Attention", status=Status.ARCHIVED),
            Paper(key="lin2021", number=3, title="A Survey of Transformers", abstract="attention"),
        ]
    )
    for finder in (indexed_finder(library), Finder(library)):
        assert finder.titles("attention")[:2] == ("vaswani2017attention", "chen2020linear")
        assert finder.titles("vaswani need") == ("vaswani2017attention",)
        assert finder.titles("lin2021")[0] == "lin2021"
        assert finder.titles("transfromers") == ("lin2021",)
        assert finder.titles("  ") == ()
        assert finder.titles("attention", limit=1) == ("vaswani2017attention",)


def test_papers_that_are_not_in_the_order_of_their_numbers_are_found_in_their_own():
    papers = [Paper(key=f"k{n}", number=n, title="Same") for n in (3, 1, 2)]
    finder = Finder(Library(papers))
    for _ in finder.build():
        pass
    assert finder.find(Query(Text("same", None))).keys == ("k3", "k1", "k2")


def test_a_paper_that_cannot_be_found_by_its_words_is_not_found_by_a_view_that_hides_it(indexed_finder):
    library = Library([Paper(key="a", number=1, title="Model", status=Status.ARCHIVED)])
    finder = indexed_finder(library)
    hidden = Query(Text("model", None), hidden=InState("archived"))
    assert finder.find(hidden).keys == ()
    assert finder.find(replace(hidden, hidden=None)).keys == ("a",)


BROKEN = "We use chain of\nthought \n  Prompting.\n\nIt helps."


@pytest.mark.parametrize("field", ["abstract", "note"])
@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('"chain of thought"', True),
        ('"of thought prompting"', True),
        ('"thought Prompting"', True),
        ('"thought prompting. it"', False),
        ('"of\nthought"', True),
        ("/^thought/", True),
        ('"of Thought"', False),
    ],
)
def test_a_phrase_is_found_across_the_end_of_a_line(indexed_finder, field, with_index, text, found):
    library = Library([Paper(key="a", number=1, title="A", **{field: BROKEN}), Paper(key="b", number=2, title="B")])
    finder = indexed_finder(library) if with_index else Finder(library)
    query = parse(f"{field}:{text}", now=datetime(2026, 11, 21, tzinfo=UTC))
    assert finder.find(query).keys == (("a",) if found else ())
    assert [paper.key for paper in library if query.matches(paper)] == (["a"] if found else [])


LISTED = Paper(
    key="erdos",
    number=1,
    title=r"On the Erd\H{o}s--Ginzburg theorem and $\ell_1$ graphs with 5\% noise",
    authors=(r"P\'al Erd\H{o}s", r"Jos\'e Garc\'ia", r"Anton\'in Dvo\v{r}\'ak"),
    venue=r"S\'eminaire Lotharingien",
    abstract='Schr\\"odinger operators with\n$\\alpha$-stable noise\nimprove by 12\\% over na\\"ive baselines.',
    note=r"See $\alpha$ and Erd\H{o}s.",
)
PRINTED = Paper(
    key="plain",
    number=2,
    title="Inter\u00adpret\u00adable Trans\u00adformer: Ensuring MLLM’s “Safety” by a k‑NN Study of GPT–4",
    authors=("Jürgen Weiß", "Anna Straßer", "Conan O’Brien", "Paul Erdős"),
    venue="Chain‐of‐Thought Letters",
    note="A zero\u200bwidth − sign",
)
EVERYDAY = [
    ("author:dvorak", "erdos"),
    ("author:Dvořák", "erdos"),
    ("author:erdos", "erdos plain"),
    ("author:Erdős", "erdos plain"),
    (r'author:"P\'al Erd\H{o}s"', "erdos"),
    (r'author:"Erd\H{o}s"', "erdos plain"),
    ("author:/^pál erdős$/", "erdos"),
    ("title:Erdős", "erdos"),
    ('"ℓ₁ graphs with 5% noise"', "erdos"),
    (r'title:"$\\ell_1$ graphs with 5\\% noise"', "erdos"),
    ("schrodinger", "erdos"),
    ("abstract:naive", "erdos"),
    ('"α-stable noise improve by 12%"', "erdos"),
    (r'abstract:"$\\alpha$-stable"', "erdos"),
    (r'note:"$\\alpha$ and Erd\\H{o}s"', "erdos"),
    (r'"$\\alpha$ and"', "erdos"),
    ("venue:Séminaire", "erdos"),
    ("title:transformer", "plain"),
    ("interpretable", "plain"),
    ('title:"MLLM\'s"', "plain"),
    ('title:"MLLM’s"', "plain"),
    ("MLLM's", "plain"),
    ("title:k-nn", "plain"),
    ("title:GPT-4", "plain"),
    ('venue:"chain-of-thought"', "plain"),
    ("title:/k-nn study/", "plain"),
    ("title:/k[‑–]nn/", "plain"),
    ('author:"O\'Brien"', "plain"),
    ("author:Weiss", "plain"),
    ("author:weiss", "plain"),
    ("author:Weiß", "plain"),
    ("author:Strasser", "plain"),
    ("author:/weiss/", "plain"),
    ("note:zerowidth", "plain"),
    ('note:"- sign"', "plain"),
    ("~transfromer", "plain"),
    (r"~Erdos", "erdos plain"),
    ("title:STRASSER", ""),
    (r'title:"\\-"', ""),
]


@pytest.mark.parametrize("with_index", [True, False])
@pytest.mark.parametrize(("text", "found"), EVERYDAY)
def test_what_is_shown_is_found_as_it_is_shown_and_as_it_is_typed(indexed_finder, with_index, text, found):
    library = Library([LISTED, PRINTED])
    finder = indexed_finder(library) if with_index else Finder(library)
    query = parse(text, now=datetime(2026, 11, 21, tzinfo=UTC))
    result = finder.find(query)
    assert (" ".join(result.keys), result.close) == (found, False)
    assert " ".join(paper.key for paper in library if query.matches(paper)) == found


@pytest.mark.parametrize("with_index", [True, False])
def test_a_macro_finds_its_letter_however_it_was_typed_letter_by_letter(indexed_finder, with_index):
    library = Library([LISTED, PRINTED])
    finder = indexed_finder(library) if with_index else Finder(library)
    for end in range(1, len(r"\alpha") + 1):
        found = finder.find(Query(Text(r"\alpha"[:end], "abstract"))).keys
    assert found == ("erdos",)


def test_a_name_in_latex_and_in_unicode_is_one_value_and_is_listed_as_it_is_shown(indexed_finder):
    library = Library(
        Paper(key=f"k{n}", number=n, authors=(name,), venue=r"Acta Universitatis Carolin\ae")
        for n, name in enumerate([r"Paul Erd\H{o}s", "Paul Erdős"], 1)
    )
    for finder in (indexed_finder(library), Finder(library)):
        found = whole(finder.facets(library.keys))
        assert found.author.most == (("Paul Erdős", 2),)
        assert found.venue.most == (("Acta Universitatis Carolinæ", 2),)


def test_misspelt_words_are_close_to_what_is_shown(indexed_finder):
    library = Library([LISTED, PRINTED])
    for finder in (indexed_finder(library), Finder(library)):
        for text, key in (("dvroak", "erdos"), ("interpretabel", "plain"), (r"Erd\H{o}s garcai", "erdos")):
            found = finder.find(Query(AllOf(tuple(Text(word, None) for word in text.split()))))
            assert (found.keys[:1], found.close) == ((key,), True)
        assert finder.titles("garcia")[:1] == ("erdos",)
        assert finder.titles("transformer")[:1] == ("plain",)
