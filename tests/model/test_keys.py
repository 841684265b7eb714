"""Citation keys: what they are made of, and that no two are alike."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist.model.identifiers import parse_arxiv, parse_doi
from readlist.model.keys import citation_key, free_key, valid_key
from readlist.model.library import Library
from readlist.model.paper import Paper
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
        ({"title": "A Title Alone"}, "title-alone"),
        ({"title": "A Title Alone", "doi": "10.1000/182"}, "title-alone"),
        ({"title": "A Title Alone", "arxiv": "2310.16271"}, "arxiv2310.16271"),
        ({"title": "深層学習", "doi": "10.1000/182"}, "doi-10.1000-182"),
        ({"title": "深層学習"}, "paper"),
    ],
)
def test_where_author_or_title_give_nothing_the_next_rule_does(fields, expected):
    assert key_of(Record(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"doi": "10.18653/v1/2023.acl-long.12"}, "2023.acl-long.12"),
        ({"url": "https://aclanthology.org/2023.acl-long.12/"}, "2023.acl-long.12"),
        ({"url": "https://aclanthology.org/2022.findings_x-emnlp.3.pdf"}, "2022.findings-x-emnlp.3"),
        ({"doi": "10.3115/v1/P14-1001"}, "p14-1001"),
        ({"doi": "10.48550/arXiv.2310.16271"}, "arxiv2310.16271"),
        ({"url": "https://arxiv.org/abs/hep-th/9901001"}, "arxivhep-th.9901001"),
        ({"doi": "10.1162/tacl_a_00343"}, "doi-10.1162-tacl-a-00343"),
        ({"doi": "10.1038/s41586-023-06647-8"}, "doi-10.1038-s41586-023-06647-8"),
        ({"doi": "10.1016/0022-2836(81)90087-5"}, "doi-10.1016-0022-2836-81-90087-5"),
        ({"doi": "10.1145/3544548.3580999", "url": "https://example.org"}, "doi-10.1145-3544548.3580999"),
        ({"url": "https://doi.org/10.1145/3544548.3580999"}, "doi-10.1145-3544548.3580999"),
        ({"url": "https://openreview.net/forum?id=rJl-b3_cF7"}, "openreview-rjl-b3-cf7"),
        ({"url": "https://openreview.net/pdf?id=rJl-b3_cF7&x=1"}, "openreview-rjl-b3-cf7"),
        ({"url": "https://openreview.net/group?name=ICLR"}, "openreview.net-group-name-iclr"),
        ({"url": "https://proceedings.mlr.press/v139/smith21a.html"}, "proceedings.mlr.press-v139-smith21a"),
        ({"url": "https://WWW.Example.org:8080/a%20b/Ü.pdf?x=1#top"}, "example.org-a-b-u-x-1"),
        ({"url": "https://example.org/"}, "example.org"),
        ({"url": "owl"}, "paper"),
    ],
)
def test_a_paper_of_which_only_an_identifier_is_known_is_called_by_it(fields, expected):
    assert key_of(Record(**fields)) == expected


def test_one_paper_has_one_key_whether_its_doi_or_its_address_is_known():
    doi, page = Record(doi="10.18653/v1/P19-1001"), Record(url="http://www.aclweb.org/anthology/P19-1001")
    assert key_of(doi) == key_of(page)
    assert key_of(Record(doi="10.1000/AB")) == key_of(Record(doi="10.1000/ab"))


@pytest.mark.parametrize("url", ["https://2310.16271/", "https://2310.16271v2", "http://www.2310.16271/index.html"])
def test_no_address_gets_a_key_that_is_the_arxiv_identifier_of_another_paper(url):
    other = Paper(key="li2023owls", number=1, arxiv="2310.16271")
    library = Library([other, Paper(key=key_of(Record(url=url)), number=2, url=url)])
    assert library.find("2310.16271") is other
    assert library.find("2310.16271v2") is other


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


def test_who_remembers_how_far_was_counted_gets_the_same_keys_with_one_or_two_questions_each():
    used, last, questions = set(), {}, 0
    lower, upper = Record(abstract="We propose FooBar, a tool."), Record(abstract="We propose FOObar, a tool.")

    def taken(name):
        nonlocal questions
        questions += 1
        return name.casefold() in used

    def made(**memory):
        used.clear()
        for number in range(1000):
            new = citation_key(upper if number % 3 else lower, taken, **memory)
            used.add(new)
            yield new

    counted = list(made())
    questions = 0
    assert list(made(last=last)) == counted
    assert questions <= 2000


def test_a_stem_that_was_counted_skips_the_keys_that_others_brought():
    used, last = {"lin", "lina", "linc"}, {}
    for expected in ("linb", "lind", "line"):
        new = free_key("lin", used.__contains__, last)
        assert new == expected
        used.add(new)


def test_a_key_is_never_longer_than_sixty_characters():
    long = Record(authors=("Given " + "surname" * 20,), year=2024, title="title" * 30)
    assert len(citation_key(long, lambda _: False)) <= 60
    used = {citation_key(long, lambda _: False)}
    assert len(citation_key(long, used.__contains__)) <= 60


texts = st.text(max_size=80)
anything = st.builds(
    Record,
    authors=st.lists(st.text(max_size=30), max_size=2).map(tuple),
    year=st.none() | st.integers(1, 9999),
    title=st.none() | texts,
    abstract=st.text(max_size=200),
    arxiv=st.none() | st.sampled_from(["2310.16271", "hep-th/9901001v2"]) | st.text(max_size=20),
    doi=st.none() | texts.map("10.1000/{}".format) | texts,
    url=st.none() | texts.map("https://{}".format) | texts,
)


@settings(deadline=None)
@given(anything)
def test_every_record_gets_a_key_that_can_name_a_file(record):
    first = citation_key(record, lambda _: False)
    second = citation_key(record, lambda name: name == first)
    for name in (first, second):
        assert re.fullmatch("[a-z0-9.-]{1,60}", name)
        assert not name.startswith(("-", "."))
        assert not name.endswith(("-", "."))
        assert valid_key(name)
        assert parse_arxiv(name) is None
        assert parse_doi(name) is None
    assert second == f"{first[:59]}a"


@pytest.mark.parametrize("text", ["lin2024mitigating", "DBLP:conf/acl/Lin24", "Knuth_1984+a"])
def test_keys_of_bibliographies_can_be_kept(text):
    assert valid_key(text)


@pytest.mark.parametrize(
    "text", ["", "two words", "a,b", "a{b", "müller1999", "a\x1b[31m", "a\n", 'a"b', "a%b", "a\\b"]
)
def test_keys_that_would_break_a_bibliography_are_not(text):
    assert not valid_key(text)
