from datetime import UTC, datetime

import pytest

from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.model.record import Source
from readlist.query.errors import QueryError
from readlist.query.parser import parse
from readlist.query.query import Query

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)

PAPERS = Library(
    [
        Paper(
            key="vaswani2017attention",
            number=1,
            title="Attention Is All You Need",
            authors=("Ashish Vaswani", "Noam Shazeer"),
            year=2017,
            venue="NeurIPS 2017",
            arxiv="1706.03762v5",
            tags=("ml", "nlp"),
            status=Status.READ,
            added="2026-11-01T08:00:00Z",
            read_on="2026-11-20T23:30:00Z",
            sources=(Source("000_7b42.txt", 1, "acl-anthology", "2026-11-01T08:00:00Z"),),
        ),
        Paper(
            key="bert2019",
            number=2,
            title="BERT: pre-training",
            authors=("Jacob Devlin",),
            year=2019,
            abstract="Deep bidirectional transformers.",
            doi="10.18653/v1/N19-1423",
            tags=("nlp", "ML/Pretraining"),
            starred=True,
            added="2026-11-19T08:00:00Z",
        ),
        Paper(
            key="dvorak",
            number=3,
            authors=("Antonín Dvořák", "Anna de Vries"),
            abstract="We propose MegaNet, a novel network.",
            note="Why? See http://example.org/a",
            status=Status.QUEUED,
            tags=("survey",),
            added="2026-11-21T07:00:00Z",
        ),
        Paper(key="birds2020", number=4, title="On attention in birds", note="a need to read", status=Status.ARCHIVED),
        Paper(key="later2023", number=5, title="Attention, later", year=2023, defer_until="2026-12-01"),
    ]
)


def found(text, **options):
    return "".join(str(PAPERS[key].number) for key in (PAPERS & parse(text, now=NOW, **options)).keys)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", "123"),
        ("   ", "123"),
        ("attention", "1"),
        ("ATTENTION", ""),
        ("Attention", "1"),
        ("need all", "1"),
        ("vaswani", "1"),
        ("neurips", "1"),
        ("transformers", "2"),
        ("dvorak", "3"),
        ("Dvořák", "3"),
        ("Dvorak", "3"),
        ("why?", "3"),
        ("meganet", "3"),
        ('"all you"', "1"),
        ('"you all"', ""),
        ('attention "all you"', "1"),
        ("BERT: pre-training", "2"),
        ("BERT:", "2"),
        ("-BERT:", "13"),
        ('"tag:"', ""),
        ("note: see", ""),
        ('-"note:"', "123"),
        ("http://example.org/a", "3"),
        ("attention zebra", ""),
        ("shazeer OR devlin", "12"),
        ("shazeer OR devlin transformers", "12"),
        ("(shazeer OR devlin) transformers", "2"),
        ("transformers AND devlin", "2"),
        ("transformers and devlin", ""),
        ("-vaswani", "23"),
        ("NOT vaswani", "23"),
        ("NOT -vaswani", "1"),
        ("-(vaswani OR devlin)", "3"),
        ("pre-training", "2"),
        ("~vasvani", "1"),
        ("~transformer", ""),
        ("“all you”", "1"),
        ("“you all”", ""),
        ("attention “all you”", "1"),
        ("~atention", "1"),
        ("~devl", "2"),
        ("~pretraning", "2"),
        ('~"neurips shazer"', "1"),
    ],
)
def test_words_and_operators(text, numbers):
    assert found(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("tag:ml", "12"),
        ("tag:ML,survey", "123"),
        ("tag:ml tag:nlp -tag:ml/pretraining", "1"),
        ("tag:#survey", "3"),
        ("tag:m", ""),
        ("author:devlin", "2"),
        ('author:"de Vries"', "3"),
        ('author:"vries",shazeer', "13"),
        ("author:“de Vries”", "3"),
        ("author:“de Vries”,shazeer", "13"),
        ("AUTHOR:devlin", "2"),
        ("author:/^anna/", "3"),
        ("author:/R$/", ""),
        ("author:/r$/", "1"),
        ("author:/^antonin dvorak$/", "3"),
        ("title:meganet", "3"),
        ("title:propose", ""),
        ("title:/^bert:/", "2"),
        (r"title:/a.+you/,/pre-\w+/", "12"),
        ("abstract:novel", "3"),
        ("abstract:attention", ""),
        ("note:see", "3"),
        ("venue:NeurIPS", "1"),
        ("venue:neurIPS", ""),
        ("year:2017", "1"),
        ("year:2017,2019", "12"),
        ("year:2018..2023", "2"),
        ("year:2017..2019", "12"),
        ("year:..2018", "1"),
        ("year:2018..", "2"),
        ("year:>2017", "2"),
        ("year:>=2017", "12"),
        ("year:<2019", "1"),
        ("year:<=2019", "12"),
        ("-year:2017", "23"),
        ("source:000", "1"),
        ("arxiv:1706.03762", "1"),
        ("arXiv:1706.03762v2", "1"),
        ("arxiv:https://arxiv.org/abs/1706.03762", "1"),
        ("doi:10.18653/V1/n19-1423", "2"),
        ("doi:https://doi.org/10.18653/v1/n19-1423", "2"),
        ("key:bert", "2"),
        ("has:note", "3"),
        ("has:notes", "3"),
        ("has:doi,arxiv", "12"),
        ("no:doi", "13"),
        ("-no:doi", "2"),
        ("no:doi,arxiv", "123"),
        ("has:title", "12"),
        ("has:tag has:abstract", "23"),
        ("no:year", "3"),
        ("is:read", "1"),
        ("is:unread", "23"),
        ("is:inbox,queued", "23"),
        ("is:Queued", "3"),
        ("is:starred", "2"),
        ("is:untitled", "3"),
        ("added:today", "3"),
        ("added:2w", "23"),
        ("added:2w..", "23"),
        ("added:..2026-11-01", "1"),
        ("added:2026-11", "123"),
        ("added:2026-11-02..2026-11-20", "2"),
        ("read:yesterday", "1"),
        ("read:2026", "1"),
        ("-read:2026", "23"),
        ("view:queue", "3"),
        ("view:Queue,starred", "23"),
        ("-view:queue", "12"),
        ("view:all", "123"),
    ],
)
def test_fields(text, numbers):
    assert found(text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("attention", "1"),
        ("attention is:archived", "4"),
        ("attention is:deferred", "5"),
        ("is:archived OR is:deferred", "45"),
        ("is:archived,deferred,read", "145"),
        ("-is:archived", "123"),
        ("NOT (is:archived OR is:read)", "23"),
        ("view:archived", "4"),
        ("view:Archived OR vaswani", "14"),
        ("view:later", "5"),
        ("-view:later", "123"),
        ("attention view:all", "1"),
        ("key:birds2020", ""),
        ("is:archived OR is:unread", "234"),
    ],
)
def test_archived_and_deferred_papers_show_only_where_they_are_asked_for(text, numbers):
    assert found(text, views={"Later": "is:deferred"}) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("view:all is:archived", "4"),
        ("view:all is:deferred attention", "5"),
        ("view:archived view:all", "4"),
        ("view:all (is:archived OR key:bert)", "24"),
        ("view:unread is:deferred", "5"),
        ("view:indirect is:deferred", "5"),
        ("view:all OR is:archived", "1234"),
        ("(view:all OR is:archived year:2000) attention", "1"),
        ("-view:all is:archived", "4"),
    ],
)
def test_a_view_has_what_is_out_of_sight_where_a_condition_beside_it_asks_for_that(text, numbers):
    assert found(text, views={"Unread": "is:unread", "Indirect": "view:unread attention"}) == numbers


@pytest.mark.parametrize("text", ["is:archived", "view:archived", "is:archived OR is:unread", "is:archived,queued"])
def test_an_archived_paper_that_came_in_deferred_is_in_the_archive(text):
    paper = Paper(key="a", number=1, status=Status.ARCHIVED, defer_until="2026-12-01")
    assert (Library([paper]) & parse(text, now=NOW)).keys == ("a",)


@pytest.mark.parametrize("text", ["", "is:unread", "is:deferred", "key:a"])
def test_an_archived_paper_that_came_in_deferred_is_nowhere_else(text):
    paper = Paper(key="a", number=1, status=Status.ARCHIVED, defer_until="2026-12-01")
    assert (Library([paper]) & parse(text, now=NOW)).keys == ()


def test_days_are_those_of_the_time_zone():
    # A quarter past midnight of November 21 in Delhi is November 20 in UTC; the paper was read at 05:00 there.
    from zoneinfo import ZoneInfo  # noqa: PLC0415 -- for this test alone

    delhi = datetime(2026, 11, 21, 8, 0, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert (PAPERS & parse("read:today", now=delhi)).keys == ("vaswani2017attention",)
    assert (PAPERS & parse("read:2026-11-20", now=delhi)).keys == ()


@pytest.mark.parametrize(
    ("text", "sort", "limit"),
    [
        ("sort:added-desc", "added-desc", None),
        ("limit:20 attention", None, 20),
        ("attention OR birds sort:YEAR limit:3", "year", 3),
        ("attention", None, None),
    ],
)
def test_order_and_number_of_papers(text, sort, limit):
    query = parse(text, now=NOW)
    assert (query.sort, query.limit) == (sort, limit)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('attention "chain of" ~alignmnt', ("attention", "chain of", "alignmnt")),
        ("(a OR b) -c NOT d", ("a", "b")),
        ("title:x tag:y", ()),
        ("", ()),
    ],
)
def test_words_are_those_that_are_looked_for_anywhere(text, words):
    assert parse(text, now=NOW).words == words


def test_marks_are_what_is_looked_for_in_texts_in_order():
    query = parse("attention -birds author:devlin ~bert title:/x+/ tag:ml view:mine", now=NOW, views={"mine": "secret"})
    assert [str(mark) for mark in query.marks] == ["attention", "author:devlin", "~bert", "title:/x+/"]


@pytest.mark.parametrize("text", ["a OR (b OR c)", "(a OR b) OR c", "((a) OR ((b)) OR c)", 'a OR b OR c OR ""'])
def test_parentheses_that_change_nothing_leave_the_same_query(text):
    assert parse(text, now=NOW) == parse("a OR b OR c", now=NOW)


def test_escapes_in_quotes_and_patterns():
    library = Library(
        [
            Paper(key="a", number=1, title='The "free lunch" \\alpha'),
            Paper(key="b", number=2, title="TCP/IP, (explained)"),
        ]
    )
    for text, key in {
        r'"\"free lunch\""': "a",
        r'title:"\alpha"': "a",
        r'"\\alpha"': "a",
        r"title:/tcp\/ip/": "b",
        '"ip, (expl"': "b",
        'title:"TCP/IP, (explained)"': "b",
        "IP,": "b",
        "title:TCP/IP": "b",
    }.items():
        assert (library & parse(text, now=NOW)).keys == (key,)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("doi:10.1016/S0140-6736(20)30183-5", ("who",)),
        ("doi:10.1016/S0140-6736%2820%2930183-5", ("who",)),
        ("(doi:10.1016/S0140-6736(20)30183-5 OR doi:10.1000/x(a(b)c))", ("who", "deep")),
        ("doi:10.1016/S0140-6736(20)30183-5,10.1000/x(a(b)c)", ("who", "deep")),
        ("(doi:10.1016/S0140-6736)", ("short",)),
    ],
)
def test_parentheses_that_touch_a_value_belong_to_it(text, keys):
    papers = Library(
        [
            Paper(key="who", number=1, doi="10.1016/S0140-6736(20)30183-5"),
            Paper(key="short", number=2, doi="10.1016/S0140-6736", abstract="20 30183-5"),
            Paper(key="deep", number=3, doi="10.1000/x(a(b)c)"),
        ]
    )
    assert (papers & parse(text, now=NOW)).keys == keys


class TestViews:
    def test_of_the_users_own_whatever_their_case_and_in_one_another(self):
        views = {"NLP": "tag:nlp", "NLP unread": "view:nlp is:unread"}
        assert found('view:"nlp UNREAD"', views=views) == "2"

    def test_a_built_in_one_counts_before_one_of_the_same_name(self):
        assert found("view:queue", views={"queue": "vaswani"}) == "3"

    def test_a_view_that_means_itself_is_wrong(self):
        views = {"a": "view:b", "b": "x OR view:a"}
        with pytest.raises(QueryError, match="means itself: a → b → a"):
            parse("view:a", now=NOW, views=views)

    def test_what_is_wrong_in_a_view_is_told_at_its_name(self):
        with pytest.raises(QueryError, match="the view “Mine” is wrong: there is no field “tga”") as caught:
            parse("x view:Mine", now=NOW, views={"Mine": "tga:x"})
        assert caught.value.text[caught.value.start :] == "Mine"

    def test_views_that_multiply_are_refused_at_once(self):
        views = {f"v{n}": " ".join([f"-view:v{n + 1}"] * 50) for n in range(20)} | {"v20": "a"}
        with pytest.raises(QueryError, match="conditions"):
            parse("view:v0", now=NOW, views=views)

    def test_views_too_deep_in_one_another_are_refused(self):
        views = {f"v{n}": f"view:v{n + 1} b" for n in range(2000)} | {"v2000": "a"}
        with pytest.raises(QueryError, match="views can stand in one another"):
            parse("view:v0", now=NOW, views=views)


def test_an_empty_text_needs_no_parser():
    assert parse(" ", now=NOW) == Query(hidden=parse("x", now=NOW).hidden)


def test_a_venue_is_found_by_the_short_name_that_the_list_shows():
    printed = "Proceedings of the 2024 Conference on Empirical Methods in Natural Language Processing"
    papers = Library([Paper(key="a", number=1, venue=printed), Paper(key="b", number=2, venue="Nature")])
    for text in ("EMNLP", "venue:emnlp", "venue:/EMNLP/", "~emnpl"):
        assert (papers & parse(text, now=NOW)).keys == ("a",), text
