import pytest

from readlist.model.library import Library
from readlist.model.paper import Paper, Status
from readlist.query.parser import parse_query

PAPERS = Library(
    [
        Paper(key="a", number=1, title="Attention Is All You Need", authors=("Ashish Vaswani",), venue="NeurIPS 2017"),
        Paper(
            key="b", number=2, title="BERT: pre-training", abstract="Deep bidirectional transformers.", tags=("nlp",)
        ),
        Paper(
            key="c", number=3, authors=("Antonín Dvořák",), abstract="We propose MegaNet, a novel network.", note="Why?"
        ),
        Paper(key="d", number=4, title="On attention in birds", note="a need to read", status=Status.ARCHIVED),
    ]
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("", "abcd"),
        ("   ", "abcd"),
        ("attention", "ad"),
        ("attention need", "ad"),
        ("Attention", "a"),
        ("vaswani", "a"),
        ("neurips", "a"),
        ("transformers", "b"),
        ("nlp", "b"),
        ("BERT:", "b"),
        ("dvorak", "c"),
        ("Dvořák", "c"),
        ("Dvorak", "c"),
        ("why?", "c"),
        ("meganet", "c"),
        ('"need to"', "d"),
        ('"need to', "d"),
        ('attention "all you"', "a"),
        ("attention zebra", ""),
    ],
)
def test_all_words_anywhere_in_a_paper_with_smart_case(text, keys):
    assert "".join((PAPERS & parse_query(text)).keys) == keys
