"""Which records are the same paper, from identifiers, titles and abstracts, out of a crowd."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.importers.identity import Identities, distinct, identifiers
from readlist.model.record import Record

ABSTRACT = (
    "We measure how long the shadows of trees are at noon. Measurements of this kind have been made before, but never "
    "in a city. We collect 1200 shadows in 7 parks, and find that taller trees have longer ones ($p < 0.01$). Our "
    "results suggest that the sun does not care about parks. We discuss what gardeners can learn from it."
)
SHADOWS = Record(title="On Shadows", authors=("Ana Moreno", "Bo Li"), year=2021, abstract=ABSTRACT)


def same(one, other):
    """Whether two records are one paper, whichever of them comes first."""
    found = []
    for known, new in ((one, other), (other, one)):
        identities = Identities()
        identities.add(Record(title="On Light", authors=("Ana Moreno",)))
        number = identities.add(known)
        found.append(identities.find(new) == number)
    assert found[0] is found[1]
    return found[0]


@pytest.mark.parametrize(("one", "other"), [
    ({"doi": "10.1/AB"}, {"doi": "10.1/ab"}),
    ({"doi": "10.1000/ab"}, {"url": "https://doi.org/10.1000/AB"}),
    ({"arxiv": "2310.16271"}, {"arxiv": "2310.16271v3"}),
    ({"arxiv": "2310.16271"}, {"url": "https://arxiv.org/pdf/2310.16271v2.pdf"}),
    ({"arxiv": "2310.16271"}, {"doi": "10.48550/arXiv.2310.16271"}),
    ({"arxiv": "2310.16271v2"}, {"url": "https://doi.org/10.48550/ARXIV.2310.16271"}),
    ({"arxiv": "cs.CL/0306050"}, {"arxiv": "cs.cl/0306050v1"}),
    ({"url": "https://aclanthology.org/2024.acl-long.1"}, {"doi": "10.18653/v1/2024.acl-long.1"}),
    ({"url": "https://aclanthology.org/P14-1001.pdf"}, {"doi": "10.3115/v1/P14-1001"}),
    ({"url": "https://aclanthology.org/P14-1001.pdf"}, {"url": "http://aclweb.org/anthology/P14-1001/"}),
])  # fmt: skip
def test_one_identifier_makes_one_paper_whatever_else_is_said_of_it(one, other):
    assert same(Record(title="One title", year=1999, **one), Record(title="Another", **other))


@pytest.mark.parametrize(("change", "expected"), [
    ({"title": "ON: SHADOWS!"}, True),
    ({"title": r"\textit{On} {S}hadows"}, True),
    ({"title": "On Shadòws"}, True),
    ({"title": "On Shadows II"}, False),
    ({"year": 2022}, True),
    ({"year": 2023}, False),
    ({"year": None}, True),
    ({"authors": ("A. Moreno",)}, True),
    ({"authors": ("Moreno",)}, True),
    ({"authors": ("Li Bo",)}, True),
    ({"authors": ("Cy Ax", "Bo Lí")}, True),
    ({"authors": ("Cy Moreno", "Dee Li")}, False),
    ({"authors": ()}, False),
    ({"arxiv": "1501.00001"}, False),
    ({"doi": "10.2/other"}, False),
    ({"doi": "10.48550/arXiv.1501.00002"}, False),
    ({"doi": "10.5281/zenodo.1"}, True),
    ({"doi": "10.1101/2021.01.01.425001"}, True),
    ({"doi": "10.1101/gr.121"}, False),
    ({"url": "https://aclanthology.org/P14-1002"}, False),
    ({"url": "https://example.org/shadows"}, True),
])  # fmt: skip
def test_titles_need_an_author_in_common_and_nearly_the_same_year(change, expected):
    one = dataclasses.replace(
        SHADOWS, abstract="", arxiv="2310.16271", doi="10.1/ab", url="https://aclanthology.org/P14-1001"
    )
    other = dataclasses.replace(SHADOWS, abstract="", **change)
    assert same(one, other) is expected


def test_two_surnames_alone_are_the_same_person_but_two_given_names_are_not():
    one = dataclasses.replace(SHADOWS, abstract="", authors=("Moreno", "Li"))
    assert same(one, dataclasses.replace(one, authors=("Moreno",)))
    assert not same(dataclasses.replace(one, authors=("Ana Moreno",)), dataclasses.replace(one, authors=("Cy Moreno",)))


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("Wei Wang", "Wenjie Wang", False),
    ("John Smith", "Jane Smith", False),
    ("Kim Lee", "Kyle Lee", False),
    ("KIM LEE", "KYLE LEE", False),
    ("Yi-Xuan Wang", "Yi-Ming Wang", False),
    ("Smith, John", "Smith, Jane", False),
    ("J. Smith", "Jane Smith", True),
    ("J.-P. Smith", "Jean-Paul Smith", True),
    ("JP Smith", "Jean-Paul Smith", True),
    ("J. Adam Smith", "John A. Smith", True),
    ("Dan Ho", "Daniel Mark Ho", True),
    ("Yi Xuan Wang", "Yixuan Wang", True),
    ("Smith, John", "John Smith", True),
    ("John Smith Jr.", "Smith Jr.", True),
    ("van der Berg", "Jan van der Berg", True),
])  # fmt: skip
def test_first_names_that_contradict_each_other_are_two_people(one, other, expected):
    preface = Record(title="Preface", authors=(one,), year=2020)
    assert same(preface, dataclasses.replace(preface, authors=(other,))) is expected
    others = ("Ana Moreno", "Bo Li")
    assert same(
        dataclasses.replace(preface, authors=(one, *others)), dataclasses.replace(preface, authors=(other, "B. Li"))
    )


def test_first_names_tell_people_apart_in_a_crowd_under_one_title_too():
    identities = Identities()
    names = ["Wei Wang", "Wenjie Wang", "John Smith", "Jane Smith", "Kim Lee", "Kyle Lee"]
    crowd = [Record(title="Preface", authors=(name,), year=2020) for name in names]
    numbers = [identities.add(record) for record in crowd]
    assert [identities.find(record) for record in crowd] == numbers
    assert identities.find(dataclasses.replace(crowd[0], authors=("Weiwen Wang",))) == 0
    assert identities.find(dataclasses.replace(crowd[0], authors=("Joan Smith",))) is None


EDITORIAL = Record(title="Editorial", year=2020, venue="Journal of Snow")


@pytest.mark.parametrize(("change", "expected"), [
    ({}, True),
    ({"venue": "JOURNAL OF SNOW"}, True),
    ({"year": None}, True),
    ({"abstract": "We thank all reviewers.", "comment": "In German"}, True),
    ({"venue": "Annals of Ice"}, False),
    ({"venue": "Annals of Ice", "abstract": "We thank all reviewers."}, False),
    ({"venue": None}, False),
    ({"venue": None, "url": "https://ice.example.org"}, False),
    ({"year": 2021}, False),
    ({"authors": ("Ana Moreno",)}, False),
])  # fmt: skip
def test_without_authors_all_else_that_both_tell_has_to_be_equal(change, expected):
    assert same(EDITORIAL, dataclasses.replace(EDITORIAL, **change)) is expected


@pytest.mark.parametrize("told", ["abstract", "url", "comment"])
def test_two_papers_of_one_venue_without_authors_are_told_apart_by_the_rest(told):
    one = dataclasses.replace(EDITORIAL, **{told: "https://snow.example.org/1"})
    assert same(one, one)
    assert same(one, EDITORIAL)
    assert not same(one, dataclasses.replace(one, **{told: "https://snow.example.org/2"}))


def test_nothing_but_an_equal_abstract_or_address_makes_one_paper_of_two_without_authors():
    bare = Record(title="On Light")
    assert same(bare, bare)
    for told in ({"abstract": "We look at light."}, {"url": "https://light.example.org"}):
        one = dataclasses.replace(bare, **told)
        assert same(one, dataclasses.replace(one, year=2020, venue="Journal of Snow"))
        assert not same(one, dataclasses.replace(bare, year=2020, venue="Journal of Snow"))


def test_papers_without_authors_are_told_apart_in_a_crowd_under_one_title_too():
    identities = Identities()
    crowd = [dataclasses.replace(EDITORIAL, venue=f"Journal {number}") for number in range(8)]
    numbers = [identities.add(record) for record in crowd]
    assert [identities.find(record) for record in crowd] == numbers
    assert identities.find(dataclasses.replace(EDITORIAL, venue="Journal 8")) is None
    assert identities.find(dataclasses.replace(EDITORIAL, venue=None)) is None


@pytest.mark.parametrize(("one", "other", "expected"), [
    ("Programming in C", "Programming in C++", False),
    ("Programming in C", "Programming in C#", False),
    ("Programming in C++", "Programming in C#", False),
    ("C++17 in Practice", "C17 in Practice", False),
    ("What's new in A*?", "What's new in A", False),
    ("C*-Algebras", "C-Algebras", False),
    ("RRT* for Robots", "RRT for Robots", False),
    ("Programming in C++", r"Programming in \texttt{C++}", True),
    ("Programming in C++", "PROGRAMMING IN {C}{++}", True),
    ("Programming in C++", "Programming in C ++", True),
    ("Programming in C#", r"Programming in C\#", True),
    ("Programming in C#", "Programming in C♯", True),
    ("Searching with A*: A Review", "Searching with A∗ – A Review", True),
    ("C*-Algebras", "$C^*$-algebras", True),
    ("Ca(2+) Waves", "Ca²⁺ waves", True),
    ("Snow+Ice", "Snow + Ice", True),
    ("Snow*", "Snow", True),
    ("On Snow *", "On Snow", True),
    ("A Study #2", "A Study 2", True),
])  # fmt: skip
def test_signs_that_are_part_of_a_name_tell_titles_apart_and_others_do_not(one, other, expected):
    record = Record(title=one, authors=("Ana Moreno",))
    assert same(record, dataclasses.replace(record, title=other)) is expected


@pytest.mark.parametrize(("abstract", "expected"), [
    (ABSTRACT.upper().replace(" ", "\n"), True),
    (ABSTRACT.replace("We discuss what gardeners can learn from it.", "Gardeners can learn from it."), True),
    (ABSTRACT.replace("$p < 0.01$", "p<0.01") + " The code is public.", True),
    ("Abstract. " + ABSTRACT.replace("never in a city", "never in any city"), True),
    (ABSTRACT.replace("1200", "1300"), False),
    (ABSTRACT[: len(ABSTRACT) // 2], False),
    ("We measure how long the shadows of trees are at noon. " + "Then we do something else entirely. " * 8, False),
])  # fmt: skip
def test_without_a_title_nearly_the_same_abstract_makes_one_paper(abstract, expected):
    untitled = Record(abstract=abstract)
    assert same(SHADOWS, untitled) is expected
    assert same(Record(abstract=ABSTRACT), untitled) is expected


def test_what_is_told_later_of_an_abstract_is_found_with_its_own_numbers():
    identities = Identities()
    number = identities.add(Record(abstract=ABSTRACT))
    grown = ABSTRACT.replace("1200", "1300")
    identities.replace(number, Record(abstract=grown))
    assert identities.find(Record(abstract=f"{grown} The code is public.")) == number
    assert identities.find(Record(abstract=f"{ABSTRACT} The code is public.")) is None
    assert identities.find(Record(abstract=ABSTRACT)) == number


def test_texts_of_signs_alone_are_the_same_only_where_they_are_equal():
    assert same(Record(abstract="…" * 90), Record(abstract="…" * 90))
    assert not same(Record(abstract="…" * 90), Record(abstract="—" * 90))


def test_abstracts_are_equal_whatever_the_signs_and_accents_between_their_letters():
    printed = "Größe – “naïve” β-decay in ½ of Erdős’ café… 中文"
    assert same(Record(abstract=printed), Record(abstract="GROSSE 'naive' Β decay in ½ of Erdos cafe (中, 文)"))
    assert not same(Record(abstract=printed), Record(abstract=printed.replace("β", "γ")))
    assert not same(Record(abstract="…"), Record(abstract="–"))


def test_with_two_titles_the_abstract_says_nothing():
    assert not same(SHADOWS, dataclasses.replace(SHADOWS, title="On Trees"))


def test_short_abstracts_have_to_be_equal():
    assert same(Record(abstract="We measure shadows at noon."), Record(abstract="we measure\nSHADOWS, at noon"))
    assert not same(Record(abstract="We measure shadows at noon."), Record(abstract="We measure shadows at moon."))


def test_an_untitled_record_is_found_although_titled_ones_came_before_and_after_it():
    identities = Identities()
    first = identities.add(SHADOWS)
    assert identities.find(Record(abstract=ABSTRACT)) == first
    later = dataclasses.replace(SHADOWS, title="Later", abstract=ABSTRACT.replace("shadow", "colour"))
    number = identities.add(later)
    assert identities.find(Record(abstract=later.abstract)) == number


def test_a_record_that_says_more_than_before_is_found_by_all_that_it_ever_said():
    identities = Identities()
    number = identities.add(Record(title="Shades", authors=("Ana Moreno",)))
    identities.replace(number, dataclasses.replace(SHADOWS, arxiv="2101.00001"))
    for record in (
        Record(arxiv="2101.00001v4"),
        SHADOWS,
        Record(title="Shades", authors=("A. Moreno",)),
        Record(abstract=ABSTRACT),
    ):
        assert identities.find(record) == number


def test_papers_that_share_all_but_an_identifier_are_found_apart():
    crowd = [dataclasses.replace(SHADOWS, doi=f"10.1/{number}") for number in range(200)]
    identities = Identities()
    numbers = [identities.add(record) for record in crowd]
    assert [identities.find(record) for record in crowd] == numbers
    assert identities.find(dataclasses.replace(SHADOWS, doi="10.1/none")) is None


def test_a_published_and_a_preprint_doi_do_not_make_two_papers_but_an_equal_identifier_makes_one():
    published = Record(doi="10.1/ab", arxiv="2310.16271")
    assert distinct(published, Record(doi="10.1/cd"))
    assert not distinct(published, Record(doi="10.5281/zenodo.1"))
    assert not distinct(published, Record(doi="10.1/cd", arxiv="2310.16271v2"))
    assert not distinct(published, Record())


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)
_RECORDS = st.builds(
    Record,
    title=st.none() | _TEXT,
    authors=st.lists(_TEXT, max_size=3).map(tuple),
    year=st.none() | st.integers(1900, 2030),
    venue=st.none() | _TEXT,
    abstract=_TEXT | st.just(ABSTRACT),
    arxiv=st.none() | st.sampled_from(["2310.16271", "hep-th/9901001v2"]) | _TEXT,
    doi=st.none() | st.sampled_from(["10.1/a", "10.48550/arXiv.2310.16271"]) | _TEXT,
    url=st.none() | st.sampled_from(["https://aclanthology.org/P14-1001", "https://doi.org/10.1000/1"]) | _TEXT,
)


@given(st.lists(_RECORDS, max_size=8), _RECORDS)
def test_whatever_a_record_says_it_is_found_again(others, record):
    identities = Identities()
    for other in others:
        if identities.find(other) is None:
            identities.add(other)
    known = identities.find(record)
    if known is None:
        known = identities.add(record)
    assert identities.find(record) == known
    assert all(value == value.lower() for value in identifiers(record).values() if value.isascii())
