from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.model.library import SORTS
from readlist.query.dates import read_span
from readlist.query.fields import STATE_NAMES
from readlist.query.filters import Everything, all_of, any_of, negated
from readlist.query.filters_record import PARTS, During, Has, Identified, InYears, Tagged
from readlist.query.filters_state import Deferred, InState, Returned
from readlist.query.filters_text import TEXTS, Close, Pattern, Text
from readlist.query.parser import parse
from readlist.query.query import InView, Query, hidden_from, with_views_opened
from readlist.query.slips import squeezed
from readlist.text import clean

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TODAY = "2026-11-21"
VIEWS = {"Nested learning": "tag:ml OR title:bert", "“odd”, (name)": 'is:archived "x y"'}

TEXT = st.text(min_size=1, max_size=20).map(clean).filter(str.strip)
NEEDLES = st.one_of(
    TEXT,
    st.sampled_from(
        [
            "AND",
            "NOT",
            "OR",
            "-",
            "-a",
            "~a",
            "a:b",
            "is:read",
            "http://x.y",
            'say "x"',
            "a\\",
            '\\"',
            "/a/",
            "a,b",
            "(",
            "“x",
            "“x y” z",
        ]
    ),
)
YEARS = st.integers(1000, 9999)
SPANS = st.sampled_from(
    [
        "2w",
        "2w..",
        "..3d",
        "2026",
        "2026-03",
        "2026-02-28",
        "today",
        "yesterday",
        "2026-01..2026-03",
        ">1y",
        "<=2025",
        "9m",
    ]
)
TAGS = st.sampled_from(["ml", "ML/rlhf", "C++", "x-y_z.1", "-odd", "two words", 'q"q', "a,b", "OR", "(x)", "日本"])
PATTERNS = st.sampled_from(["^bert", "a/b", r"a\\/b", r"\w+", "[(]x y[)]", "Ø", r"\\", 'a"b', "a,b", "(?:x|y)$"])


@st.composite
def spans(draw):
    typed = draw(SPANS)
    span = read_span(typed, NOW)
    return During(draw(st.sampled_from(["added", "read"])), span.first, span.before, typed)


@st.composite
def year_ranges(draw):
    first, last = sorted([draw(YEARS), draw(YEARS)])
    return InYears(*draw(st.sampled_from([(first, last), (first, first), (None, last), (first, None)])))


BY_DAY = {"deferred": Deferred, "returned": Returned}
CONDITIONS = st.one_of(
    st.builds(Text, NEEDLES, st.one_of(st.none(), st.sampled_from(list(TEXTS)))),
    st.builds(Close, NEEDLES.map(lambda text: "".join(text.split())).filter(squeezed)),
    st.builds(Pattern, st.sampled_from(list(TEXTS)), PATTERNS),
    st.builds(Tagged, TAGS),
    year_ranges(),
    spans(),
    st.sampled_from(STATE_NAMES).map(lambda name: BY_DAY[name](TODAY) if name in BY_DAY else InState(name)),
    st.builds(Has, st.sampled_from(list(PARTS))),
    st.sampled_from([Identified("arxiv", "2310.16271v2"), Identified("doi", "10.1000/a(b),c")]),
    st.sampled_from([*VIEWS, "Queue", "Archived", "All"]).map(
        lambda name: InView(name, parse(f'view:"{name}"', now=NOW, views=VIEWS).where.query)
    ),
)
FILTERS = st.recursive(
    CONDITIONS,
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=4).map(all_of),
        st.lists(parts, min_size=2, max_size=4).map(any_of),
        parts.map(negated),
    ),
    max_leaves=12,
)


@st.composite
def queries(draw):
    # As it is read: a view beside is:deferred also has papers that are deferred.
    where = with_views_opened(draw(st.one_of(FILTERS, st.just(Everything()))), TODAY)
    order = draw(st.one_of(st.none(), st.sampled_from([f"{name}{way}" for name in SORTS for way in ("", "-desc")])))
    return Query(where, order, draw(st.one_of(st.none(), st.integers(1, 10**9 - 1))), hidden_from(where, TODAY))


@given(queries())
def test_a_printed_query_is_read_as_the_same_query(query):
    assert parse(str(query), now=NOW, views=VIEWS) == query


@given(queries())
def test_a_whole_query_means_the_same_while_it_is_typed(query):
    assert parse(str(query), now=NOW, views=VIEWS, typing=True) == query


@given(queries(), st.data())
def test_no_beginning_of_a_query_is_an_error_while_it_is_typed(query, data):
    text = str(query)
    parse(text[: data.draw(st.integers(0, len(text)))], now=NOW, views=VIEWS, typing=True)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("  attention   AND  need ", "attention need"),
        ("(a OR b) OR c", "a OR b OR c"),
        ("(a b) OR c", "(a b) OR c"),
        ("tag:a OR tag:b", "tag:a,b"),
        ("NOT tag:a,b", "-tag:a,b"),
        ("-has:doi", "no:doi"),
        ("-(a b)", "-(a b)"),
        ('"need" "two words"', 'need "two words"'),
        ("year:>2019 year:<=2021", "year:2020.. year:..2021"),
        ('Author:"Yong Lin"', 'author:"Yong Lin"'),
        ("a OR b sort:year", "(a OR b) sort:year"),
        ("a b limit:3", "a b limit:3"),
        ("ADDED:2W", "added:2w"),
        ("view:queue", "view:Queue"),
        ("", ""),
        ("sort:year", "sort:year"),
    ],
)
def test_a_query_prints_itself_as_a_person_would_write_it(text, printed):
    assert str(parse(text, now=NOW)) == printed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "all papers"),
        ("tag:ml", "papers tagged ml"),
        ("tag:ml,nlp -tag:survey is:unread", "papers tagged ml or nlp, not tagged survey, unread"),
        ("attention OR bert", "papers with “attention” or with “bert”"),
        ("(attention OR tag:x) year:2019..2021", "papers (with “attention” or tagged x), of 2019 to 2021"),
        ("-(a OR b) -(a b)", "papers not (with “a” or with “b”), not (with “a”, with “b”)"),
        ("author:bengio,lecun", "papers by “bengio” or “lecun”"),
        ("has:doi,arxiv", "papers with a DOI or an arXiv identifier"),
        ("no:doi,arxiv", "papers without a DOI or without an arXiv identifier"),
        ("-attention no:doi", "papers without “attention”, without a DOI"),
        ("~alignmnt title:/^bert/", "papers with a word like “alignmnt”, with /^bert/ in the title"),
        ("year:2020.. -year:..2021", "papers of 2020 or later, not of 2021 or before"),
        ("added:2w read:2026-03", "papers added in the last 2 weeks, read in 2026-03"),
        ("added:today read:1m", "papers added today, read in the last month"),
        ("added:1y..2w", "papers added from 1 year ago to 2 weeks ago"),
        ("read:2026-03-05 added:<=2026", "papers read on 2026-03-05, added up to 2026"),
        ("added:2026-03.. read:..yesterday", "papers added since 2026-03, read up to yesterday"),
        ("is:deferred is:archived is:reading", "papers deferred, in the archive, being read"),
        ("is:returned", "papers back after they were deferred"),
        ("view:queue sort:added-desc limit:20", "papers in the view Queue; sorted by added, backwards; the first 20"),
        ("arxiv:2310.16271 limit:1", "papers with the arXiv identifier 2310.16271; the first one"),
    ],
)
def test_a_query_describes_itself_in_words(text, words):
    assert parse(text, now=NOW).describe() == words
