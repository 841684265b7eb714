"""Two pages of different shapes, written from random papers and put into one file, give the papers of both."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers import Document

GIVEN, SURNAMES = ["Ana", "J. K.", "Chi-Min", "Zoë", "Ye"], ["van der Berg", "O'Neill", "Li", "Xu", "Saint-Exupéry"]
FOOTER = ["ACL materials are Copyright © 1963–2024 ACL; other materials are copyrighted by their respective holders."]
BLOCKS = ["Search", "Co-authors", "Bo Li 4", "Cy Ax", "1", "Venues", "BELL", "2", "Fix author", *FOOTER]
people = st.tuples(st.sampled_from(GIVEN), st.sampled_from(SURNAMES))
names = people.map(" ".join)
venues = st.sampled_from(["Proceedings of the 2024 Conference on Bells", "Bell Letters", "Bell Linguistics, Volume 50"])
bars = st.sampled_from(["\n|\n", " | ", " |\n", "\n| "])
badges = st.sampled_from(["\n", " ", ""])
remarks = st.lists(
    st.sampled_from(
        ["13 pages", "Work in progress", "v2: fixed typos", "arXiv admin note: text overlap with arXiv:2301.00001"]
    ),
    max_size=3,
    unique=True,
)
identifiers = st.one_of(
    st.builds("{:02}12.{:05}v2".format, st.integers(15, 29), st.integers(1, 99999)),
    st.builds("hep-th/{:02}12{:03}".format, st.integers(0, 6), st.integers(1, 999)),
)
teams = st.lists(people, min_size=1, max_size=4, unique=True)
titles = st.sampled_from(
    ["Who Rings, and Why?", "Chimes in the Wild", "On e.g. Bells", "We Rang.", "99 Bells", "Towers"]
)
WORDS = [
    "we",
    "ring",
    "each",
    "bell",
    "of",
    "this",
    "town",
    "by",
    "night",
    "and",
    "find",
    "that",
    "none",
    "is",
    "heard",
    "at",
]
words = st.sampled_from(WORDS)
sentences = st.builds(
    lambda first, rest, end: f"{first} {' '.join(rest)}{end}",
    st.sampled_from(["We", "In", "Large", "However,"]),
    st.lists(words, min_size=24, max_size=36),
    st.sampled_from([".", ".", "?", ". Our code is available at https://github.com/a/b."]),
)
abstracts = st.one_of(sentences, st.builds("{} {}".format, sentences, sentences))


@st.composite
def acl_pages(draw):
    bar, between, gap = draw(bars), draw(badges), draw(st.sampled_from([[], [""]]))
    owner = draw(names)
    lines = [owner] if draw(st.booleans()) else []
    for year in (2024, 2019):
        lines.append(str(year))
        for others in draw(st.lists(st.lists(names, max_size=3, unique=True), min_size=1, max_size=2)):
            abstract = draw(st.one_of(st.just([]), abstracts.map(lambda text: [text])))
            team = [owner, *(other for other in others if other != owner)]
            lines += [between.join(["pdf", "bib", "abs"] if abstract else ["pdf", "bib"]), draw(titles), bar.join(team)]
            lines += [draw(venues), *abstract, *gap]
    return [*lines, *BLOCKS] if draw(st.booleans()) else lines


@st.composite
def surname_pages(draw):
    owner = draw(people)
    lines = [f"{owner[1]}, {owner[0]}"]
    for title in draw(st.lists(titles, min_size=2, max_size=3, unique=True)):
        team = [other for other in draw(teams) if other != owner]
        team.insert(draw(st.integers(0, 4)), owner)
        lines += [title, ", ".join(f"{surname}, {given}" for given, surname in team), draw(abstracts)]
    return lines


@st.composite
def arxiv_pages(draw):
    behind, gap = draw(st.sampled_from(["", "\n", " [cs.CL]\n", "\n\n"])), draw(st.sampled_from(["\n", "\n\n"]))
    text = ""
    for abstract in draw(st.lists(abstracts, min_size=2, max_size=4)):
        text += abstract + gap + "".join(remark + gap for remark in draw(remarks))
        text += f"arXiv:{draw(identifiers)}{behind}"
    return text.split("\n")


ENTRY = "@article{{toads,\n  title = {{{0}}},\n  author = {{Ax, Cy}},\n  abstract = {{{1}}},\n}}"
NAMED = ["2310.00001", "arXiv:2310.00002", "https://doi.org/10.1145/123456", "https://aclanthology.org/P19-1001"]
PAGES = {
    "acl-anthology": acl_pages(),
    "surname-given": surname_pages(),
    "abstracts": st.lists(abstracts.map("Abstract:{}".format), min_size=2, max_size=4),
    "arxiv-listing": arxiv_pages(),
    "bibtex": st.lists(st.builds(ENTRY.format, titles, abstracts), min_size=1, max_size=2),
    "ris": st.builds("TY  - JOUR\nTI  - {}\nAU  - Ax, Cy\nAB  - {}\nER  - ".format, titles, abstracts).map(
        str.splitlines
    ),
    "identifiers": st.lists(st.sampled_from(NAMED), min_size=2, max_size=4, unique=True),
}
pairs = st.sampled_from(list(itertools.permutations(PAGES, 2))).flatmap(
    lambda names: st.tuples(st.just(names), *(PAGES[name].map(lambda page: "\n".join(page).strip()) for name in names))
)
# The same pages each time: a layout that nobody has met may be one that cannot be told apart.
quick = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def read(text):
    return importers.read(Document("x.txt", text))


def papers_of(text, lines_before=0):
    return [(found.record, found.line + lines_before) for found in read(text).found]


@settings(quick, max_examples=84)
@given(pairs)
def test_each_of_two_pages_is_read_as_if_it_were_alone(pair):
    names, first, second = pair
    reading = read(f"{first}\n\n{second}\n")
    expected = [*papers_of(first), *papers_of(second, first.count("\n") + 2)]
    assert [(found.record, found.line) for found in reading.found] == expected
    assert [found.format for found in reading.found] == [
        *([names[0]] * len(papers_of(first))), *([names[1]] * len(papers_of(second))),
    ]  # fmt: skip
    assert reading.problems == ()


@settings(quick, max_examples=42)
@given(pairs)
def test_without_a_blank_line_between_them_no_paper_is_lost_in_silence(pair):
    _, first, second = pair
    reading = read(f"{first}\n{second}\n")
    # Two identifiers below a text may be those of its last paper, a preprint's and a publisher's.
    assert reading.problems or len(reading.found) >= len(papers_of(first)) + len(papers_of(second)) - 2


@pytest.mark.parametrize("name", ["acl-anthology", "surname-given", "abstracts"])
def test_three_identifiers_directly_below_a_page_are_three_papers(name):
    text = "We ring each bell of this town by night, and find that none of them is heard at noon by those who sleep."
    page = {
        "acl-anthology": f"pdf\nbib\nabs\nOn Bells\nBo Li\nProceedings of the Bells\n{text}",
        "surname-given": f"Li, Bo\nOn Bells\nAx, Cy, Li, Bo\n{text}\nTowers\nLi, Bo, Ax, Cy\n{text}",
        "abstracts": f"Abstract:{text}\nAbstract:{text}",
    }[name]
    reading = read("\n".join([page, *NAMED[:3]]))
    assert reading.format == f"{name}, identifiers"
    assert [found.record.arxiv or found.record.doi for found in reading.found][-3:] == [
        "2310.00001", "2310.00002", "10.1145/123456",
    ]  # fmt: skip
    assert [found.record for found in reading.found][:-3] == [found.record for found in read(page).found]
