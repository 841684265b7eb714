import pytest

from readlist.query.completion import complete
from readlist.query.fields import FIELDS


@pytest.mark.parametrize(
    ("text", "kind", "beginning", "field"),
    [
        ("|", "field", "", None),
        ("a |", "field", "", None),
        ("-|", "field", "", None),
        ("(|", "field", "", None),
        ("a OR |", "field", "", None),
        ("ta|", "field", "ta", None),
        ("Ta|", "field", "Ta", None),
        ("-aut|", "field", "aut", None),
        ("a (no|", "field", "no", None),
        ("atten|", "word", "atten", None),
        ("~atten|", "word", "atten", None),
        ('"chain of|', "word", "chain of", None),
        ("tag:|", "tag", "", "tag"),
        ("-TAG:m|", "tag", "m", "tag"),
        ("tag:ml,|", "tag", "", "tag"),
        ("tag:ml,n|", "tag", "n", "tag"),
        ('author:"de V|', "author", "de V", "author"),
        ('author:x,"de V|', "author", "de V", "author"),
        ("venue:IC|", "venue", "IC", "venue"),
        ("source:000|", "source", "000", "source"),
        ("is:un|", "status", "un", "is"),
        ("view:q|", "view", "q", "view"),
        ("sort:|", "sort", "", "sort"),
        ("no:d|", "has", "d", "no"),
        ("(a OR has:|", "has", "", "has"),
        ("ta| tag:x", "field", "ta", None),
        ("tag:m| is:unread", "tag", "m", "tag"),
    ],
)
def test_what_stands_at_the_cursor(text, kind, beginning, field):
    cursor = text.index("|")
    wanted = complete(text.replace("|", ""), cursor)
    assert (wanted.kind, wanted.beginning, wanted.field) == (kind, beginning, field)


@pytest.mark.parametrize(
    "text",
    ["year:20|", "title:x|", "foo:x|", "title:/ab|", "tag:ml, |", "a) b|", "()|", "(a)|", "a OR|", "x" * 20_000 + "|"],
)
def test_where_nothing_can_be_completed(text):
    assert complete(text.replace("|", ""), text.index("|")) is None


@pytest.mark.parametrize(
    ("text", "choice", "result"),
    [
        ("ta|", "tag", "tag:|"),
        ("a -aut| b", "author", "a -author:| b"),
        ("ta|g:ml", "title", "title:|ml"),
        ("tag:m|", "ml/rlhf", "tag:ml/rlhf|"),
        ("tag:m|l,nlp", "ml/rlhf", "tag:ml/rlhf|,nlp"),
        ("author:dev|", "Anna de Vries", 'author:"Anna de Vries"|'),
        ('author:"de V|', "Anna de Vries", 'author:"Anna de Vries"|'),
        ('author:"de V|ries" a', "Anna de Vries", 'author:"Anna de Vries"| a'),
        ('author:"de V| tag:"x"', "Anna", 'author:Anna| tag:"x"'),
        ('author:"de Vries"|', "Anna", "author:Anna|"),
        ("venue:f|)", 'Findings of "ACL"', r'venue:"Findings of \"ACL\""|)'),
        ("atten|tion x", "attention span", '"attention span"| x'),
        ("a | b", "tag", "a tag:| b"),
    ],
)
def test_a_choice_takes_the_place_of_what_was_typed(text, choice, result):
    before = text.replace("|", "")
    after, cursor = complete(before, text.index("|")).put(before, choice)
    assert f"{after[:cursor]}|{after[cursor:]}" == result


def test_every_field_can_be_completed_from_its_first_letter():
    for name in FIELDS:
        assert complete(name[0], 1).kind == "field"
