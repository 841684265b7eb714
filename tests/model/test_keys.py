"""Citation keys: what they are made of, and that no two are alike."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.keys import citation_key, valid_key
from readlist.model.record import Record

UNTITLED = "In this paper, we investigate the loss of context awareness after SFT, defined as a capability."


def key_of(record):
    return citation_key(record, lambda _: False)


@pytest.mark.parametrize(
    ("author", "year", "title", "expected"),
    [
        ("Yong Lin", 2024, "Mitigating the Alignment Tax of RLHF", "lin2024mitigating"),
        ("Renjie Pi", 2024, "MLLM-Protector: Ensuring MLLM’s Safety", "pi2024mllm"),
        ("Tianyang Han", 2024, "The Instinctive Bias", "han2024instinctive"),
        ("Sebastian van der Berg", 2020, "On the Use of Maps", "vanderberg2020use"),
        ("Ganqu Cui", None, "Mastering Text, Code and Math", "cui-mastering"),
        ("Łukasz Żółć", 1999, "Über Größen", "zolc1999uber"),
        (r"Kurt G{\"o}del", 1931, r"{\"U}ber formal unentscheidbare Sätze", "godel1931uber"),
        ("Paul Erdős", 1959, r"\textit{Random} graphs", "erdos1959random"),
        ("Ada Lovelace", 1843, "To Be or Not to Be", "lovelace1843to"),  # nothing but stop words
        ("ATLAS Collaboration", 2012, "Observation of a new particle", "atlascollaboration2012observation"),
    ],
)
def test_a_key_is_surname_year_and_first_telling_word(author, year, title, expected):
    assert key_of(Record(authors=(author, "Someone Else"), year=year, title=title)) == expected


@pytest.mark.parametrize(
    ("arxiv", "expected"),
    [
        ("2310.16271", "arxiv2310.16271"),
        ("2310.16271v3", "arxiv2310.16271"),
        ("hep-th/9901001", "arxivhep-th.9901001"),
        ("cs.CL/0306050", "arxivcs.cl.0306050"),
    ],
)
def test_without_authors_it_is_the_arxiv_identifier(arxiv, expected):
    assert key_of(Record(arxiv=arxiv, title="A Title", abstract="We present FooBar, a tool.")) == expected


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("This paper introduces LoRA-RITE, a novel method for optimization. LoRA-RITE is fast.", "lora-rite"),
        ("We propose the Multimodal OverSenSitivity Benchmark (MOSSBench). It is hard.", "mossbench"),
        (UNTITLED, "loss-context-awareness"),
        ("", "paper"),
        ("深度学习改变了一切。", "paper"),
    ],
)
def test_with_an_abstract_alone_it_is_what_the_abstract_contributes(abstract, expected):
    assert key_of(Record(abstract=abstract)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"authors": ("山田",), "title": "Deep maps", "arxiv": "2310.16271"}, "arxiv2310.16271"),
        ({"authors": ("Ada Lovelace",), "title": "深層学習", "abstract": UNTITLED}, "loss-context-awareness"),
        ({"authors": ("Ada Lovelace",), "arxiv": "2310.16271"}, "arxiv2310.16271"),
        ({"title": "A Title Alone"}, "paper"),
    ],
)
def test_where_author_or_title_give_nothing_the_next_rule_does(fields, expected):
    assert key_of(Record(**fields)) == expected


def test_papers_that_would_be_called_the_same_get_letters_in_order():
    used = set()
    record = Record(authors=("Yong Lin",), year=2024, title="Mitigating")
    for _ in range(29):
        used.add(citation_key(record, used.__contains__))
    stem = "lin2024mitigating"
    assert used == {stem, *(stem + c for c in "abcdefghijklmnopqrstuvwxyz"), f"{stem}aa", f"{stem}ab"}


def test_a_thousand_namesakes_are_told_apart_with_few_questions():
    used, questions = set(), 0

    def taken(name):
        nonlocal questions
        questions += 1
        return name in used

    for _ in range(1000):
        new = citation_key(Record(), taken)
        assert new not in used
        used.add(new)
    assert questions < 1000 * 50


def test_a_key_is_never_longer_than_sixty_characters():
    long = Record(authors=("Given " + "surname" * 20,), year=2024, title="title" * 30)
    assert len(citation_key(long, lambda _: False)) <= 60
    used = {citation_key(long, lambda _: False)}
    assert len(citation_key(long, used.__contains__)) <= 60


@settings(deadline=None)
@given(
    st.lists(st.text(max_size=30), max_size=2),
    st.none() | st.integers(1, 9999),
    st.none() | st.text(max_size=80),
    st.text(max_size=200),
    st.none() | st.sampled_from(["2310.16271", "hep-th/9901001v2"]) | st.text(max_size=20),
)
def test_every_record_gets_a_key_that_can_name_a_file(authors, year, title, abstract, arxiv):
    record = Record(authors=tuple(authors), year=year, title=title, abstract=abstract, arxiv=arxiv)
    first = citation_key(record, lambda _: False)
    second = citation_key(record, lambda name: name == first)
    for name in (first, second):
        assert re.fullmatch("[a-z0-9.-]{1,60}", name)
        assert not name.startswith(("-", "."))
        assert not name.endswith(("-", "."))
        assert valid_key(name)
    assert second == f"{first[:59]}a"


@pytest.mark.parametrize("text", ["lin2024mitigating", "DBLP:conf/acl/Lin24", "Knuth_1984+a"])
def test_keys_of_bibliographies_can_be_kept(text):
    assert valid_key(text)


@pytest.mark.parametrize(
    "text", ["", "two words", "a,b", "a{b", "müller1999", "a\x1b[31m", "a\n", 'a"b', "a%b", "a\\b"]
)
def test_keys_that_would_break_a_bibliography_are_not(text):
    assert not valid_key(text)
