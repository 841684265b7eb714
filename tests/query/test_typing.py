from datetime import UTC, datetime

import pytest

from readlist.query.errors import QueryError
from readlist.query.fields import FIELDS
from readlist.query.parser import parse
from readlist.query.syntax import with_quote_closed

NOW = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
DESIGNED = (
    "attention is:unread tag:ml,nlp -tag:survey",
    '(author:"de Vries" OR author:Bengio) year:2019..2023',
    "added:2w..  read:2026-01..2026-03  has:note  no:doi  venue:ICLR  source:000  sort:added-desc  limit:20",
    '"chain of thought"  ~alignmnt  view:queue  title:/^bert/',
    "BERT: pre-training",
    "author:“de Vries”,x “chain of thought” doi:10.1016/S0140-6736(20)30183-5",
)
EXAMPLES = [example for field in FIELDS.values() for example in field.examples]
HARD = (
    r'"say \"a\\b\"" OR NOT (title:"x, y",/a\/(b|c)d/ -(NOT a AND b) std::vector http://x.org/y is:starred,deferred)'
    " added:>=2026-02-28,1m..today,<2025 arxiv:https://arxiv.org/abs/2310.16271v2,hep-th/9901001 year:..2019,>=2020 --x"
)


def test_the_examples_are_queries():
    for text in (*DESIGNED, *EXAMPLES, HARD):
        assert str(parse(text, now=NOW))


@pytest.mark.parametrize("text", [*DESIGNED, *EXAMPLES, HARD])
def test_no_beginning_of_a_query_is_an_error_while_it_is_typed(text):
    for length in range(len(text) + 1):
        parse(text[:length], now=NOW, typing=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ('"chain of', '"chain of"'),
        ('author:"de V', 'author:"de V"'),
        ('a "', "a"),
        ('title:""', ""),
        ("“chain of", '"chain of"'),
        ("author:“de V", 'author:"de V"'),
        ("(a OR b", "(a OR b)"),
        ("a ((b OR -(c d", "a (b OR -(c d))"),
        ("a (", "a"),
        ("a OR", "a"),
        ("a OR (", "a"),
        ("(a AND ", "a"),
        ("a NOT", "a"),
        ("a -", "a"),
        ("a ~", "a"),
        ("a NOT -", "a"),
        ("a tag:", "a"),
        ("a OR NOT tag:", "a"),
        ("(a -tag:", "a"),
        ("tag: bert", '"tag:" bert'),
        ("foo:", '"foo:"'),
        ("tag:ml,", "tag:ml"),
        ("a is:unr", "a"),
        ("is:queued,unr", "is:queued"),
        ("a -is:unr", "a"),
        ("a sort:ye", "a"),
        ("a sort:year-de", "a"),
        ("a limit:", "a"),
        ("a year:20", "a"),
        ("a year:2019..", "a year:2019.."),
        ("a year:2019..20", "a"),
        ("a added:20", "a"),
        ("a added:2026-1", "a"),
        ("a added:yes", "a"),
        ("a arxiv:2310.1", "a"),
        ("a view:que", "a"),
        ("a title:/^be", "a"),
        ("a http:/", "a"),
        ("", ""),
        ("(", ""),
    ],
)
def test_what_is_half_typed_is_closed_or_waits(typed, meant):
    assert parse(typed, now=NOW, typing=True) == parse(meant, now=NOW)


@pytest.mark.parametrize(
    "typed", ['"chain of tho', 'x author:"de V', "“chain of", 'title:"\\alpha\\', 'a "b\\\\', '"a" b', "a b"]
)
def test_a_quote_that_is_closed_means_what_it_meant_while_it_was_typed(typed):
    assert parse(with_quote_closed(typed), now=NOW) == parse(typed, now=NOW, typing=True)


@pytest.mark.parametrize("typed", ["", "say “x” y", '(a "b" c', 'OR "x'])
def test_a_text_without_an_open_quote_stays_as_it_is(typed):
    assert with_quote_closed(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "tga:x",
        "is:xyz",
        "is:unr a",
        "a)",
        "()",
        "OR",
        "year:2023..2019",
        "year:20x",
        "limit:x",
        "sort:year sort:key",
        "(sort:year",
        "title:/(a+)+/",
        "view:nothing",
        "added:2026-13",
    ],
)
def test_what_cannot_become_right_is_told_at_once(typed):
    with pytest.raises(QueryError):
        parse(typed, now=NOW, typing=True)
