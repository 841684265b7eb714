"""Pages of arXiv as copied text: lists old and new, search results, a paper's own page."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.arxiv_page import ArxivPage
from readlist.importers.base import Document, ImportFailedError, read_file

DOCUMENTS = Path(__file__).parent / "documents"
PROSE = (
    "We weigh clouds with a scale made of light, and find that most of them are heavier than they look, even in May."
)


def read(*lines: str):
    return ArxivPage().read(Document("page.txt", "\n".join(lines)))


def records(*lines: str):
    return [found.record for found in read(*lines).found]


def summary(name: str):
    reading = importers.read(read_file(DOCUMENTS / name))
    assert reading.format == "arxiv-page"
    return reading, [(f.line, f.record.arxiv, f.record.title, f.record.authors, f.record.year) for f in reading.found]


def test_a_page_of_new_papers():
    reading, papers = summary("arxiv-page-new.txt")
    assert papers == [
        (20, "2310.17001", "Weighing Clouds: Why, How, and What For?",
         ("Ana de la Cruz", "J. K. van der Berg", "Zoë O'Neill"), 2023),
        (27, "2310.17002", "1984 Snowflakes in Pairs", ("Łukasz Łoś",), 2024),
        (36, "2310.17003", "A Bound for Bells", ("Chi-Min Chan",), 2023),
        (44, "2203.00004", "Old Snow", ("Ana de la Cruz", "Łukasz Łoś"), 2022),
        (50, "cs/0306005", "Older Snow", ("Yi Ren",), 2003),
    ]  # fmt: skip
    first, second, third, fourth, fifth = (found.record for found in reading.found)
    assert first.comment == "13 pages, 4 figures. Code at https://example.org/clouds."
    assert first.links == ("https://example.org/clouds",)
    assert first.abstract.startswith("We weigh clouds")
    assert first.abstract.endswith("every season.")
    assert (second.venue, second.comment) == ("Journal of Snow 24 (2024) 2001-2010", "Accepted to BELL 2023")
    assert third.abstract == "Bells ring.\nThe bound on how long they ring is tight."
    assert (fourth.abstract, fourth.comment) == ("", "v3: fixed typos")
    assert fifth.doi == "10.1000/snow.2003.5"
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [(27, "12 more authors are not shown")]


def test_an_old_list_of_a_month():
    reading, papers = summary("arxiv-page-old.txt")
    assert papers == [
        (5, "1410.0001", "Bells That Nobody Rings", ("Ana Moreno", "Björn Ek", "Q. Li"), 2014),
        (10, "1410.0002", "Ropes", ("The ROPE Collaboration", "A. Adler", "B. Bauer", "C. Cho Jr."), 2013),
        (16, "1410.0003", "Knots, Bends, and Hitches", ("María José Pérez",), 2014),
    ]
    assert reading.found[1].record.venue == "Proceedings of the 2013 Conference on Ropes, pages 12-20"
    assert [found.record.abstract for found in reading.found] == ["", "", ""]
    assert reading.problems == ()


def test_search_results():
    reading, papers = summary("arxiv-page-search.txt")
    assert papers == [
        (12, "2310.17011", "Bells and Whistles: A Survey", ("Ana Moreno", "Björn Ek"), 2023),
        (19, "2308.17012", "Comments: What They Are For", ("Q. Li",), 2023),
        (29, "hep-th/9901003", "Search", ("María José Pérez", "The Bell Team"), 1999),
    ]
    whole, cut, last = (found.record for found in reading.found)
    assert whole.abstract == "Bells are rung in many towns. We survey the towns in which they are rung, and the hours."
    assert whole.comment == "21 pages"
    assert cut.abstract == "…a comment on bells is longer than the bell itself …"
    assert (cut.doi, cut.venue) == ("10.1000/bell.77", "Bell Letters 7 (2023) 1-9")
    assert last.abstract == "We search for bells."
    assert [(p.line, "only a part of this abstract" in p.message) for p in reading.problems] == [(19, True)]


def test_papers_on_their_own_pages():
    reading, papers = summary("arxiv-page-abs.txt")
    assert papers == [
        (3, "2310.17021", r"Ringing Bells with $\mathcal{O}(n)$ Ropes", ("Ana Moreno", "Björn Ek", "Q. Li"), 2024),
        (52, "math/0703022", "Counting Knots", ("Björn Ek", "Q. Li"), 2007),
    ]
    first, second = (found.record for found in reading.found)
    assert first.abstract.split("\n") == [
        "Bells need ropes. We ring $n$ bells with as many ropes, and show that fewer do not do.",
        r"Code is at \url{https://example.org/ropes}.",
    ]
    assert (first.venue, first.doi) == ("Bell Letters 8, 11 (2024)", "10.1000/bell.88")
    assert first.comment == "13 pages, accepted to BELL 2023"
    assert (second.abstract, second.doi) == ("We count knots.", None)
    assert reading.problems == ()


@pytest.mark.parametrize("head", [
    "[1] arXiv:2310.16271 [pdf, html, other]",
    "[1]  arXiv:2310.16271 (cross-list from cs.LG) [pdf, ps, other]",
    "[312] arXiv:2310.16271 (replaced) [pdf]",
    "[1]\narXiv:2310.16271\n[pdf, other]",
    "1. arXiv:2310.16271 [pdf, other] cs.CL cs.AI",
    "  17.  arXiv:2310.16271   [pdf, ps, other]  hep-th math-ph",
    "arXiv:2310.16271 [pdf, other]\ncs.CL\ndoi 10.1000/x",
    "[1] ArXiv: 2310.16271",
])  # fmt: skip
def test_the_heads_that_papers_have_had(head):
    (record,) = records(*head.split("\n"), "Title: On Snow", "Authors: Ana Moreno", "Subjects: Snow (cs.SN)")
    assert (record.arxiv, record.title, record.authors) == ("2310.16271", "On Snow", ("Ana Moreno",))


def test_title_and_head_on_one_line():
    (record,) = records("[1] arXiv:2310.16271 [pdf, other] Title: On Snow: A Survey", "Authors: Ana Moreno")
    assert (record.title, record.authors) == ("On Snow: A Survey", ("Ana Moreno",))


def test_a_title_that_goes_on_where_authors_have_a_label():
    (record,) = records("[1] arXiv:2310.16271 [pdf]", "Title: On Snow and", "Rain", "Authors: Ana Moreno,", "Q. Li")
    assert (record.title, record.authors) == ("On Snow and Rain", ("Ana Moreno", "Q. Li"))


@pytest.mark.parametrize(("printed", "names"), [
    ("Ana Moreno, J. K. van der Berg", ("Ana Moreno", "J. K. van der Berg")),
    ("Ana Moreno and Q. Li", ("Ana Moreno", "Q. Li")),
    ("Ana Moreno, Björn Ek, and Q. Li", ("Ana Moreno", "Björn Ek", "Q. Li")),
    ("Ana Moreno (MIT), Q. Li (1 and 2) ((1) A, B, (2) C)", ("Ana Moreno", "Q. Li")),
    ("Ana (Anouk) Moreno, Q. Li", ("Ana (Anouk) Moreno", "Q. Li")),
    ("Martin King, Jr., Q. Li, III", ("Martin King Jr.", "Q. Li III")),
    ("SNOW Collaboration: A. Adler, B. Bauer", ("SNOW Collaboration", "A. Adler", "B. Bauer")),
    ("Plato", ("Plato",)),
    ("Ana Moreno, et al. (1 additional author not shown)", ("Ana Moreno",)),
    ("Ana Moreno, Q. Li (3 additional authors not shown) You must enable JavaScript", ("Ana Moreno", "Q. Li")),
    (r"Paul Erd\H{o}s, J\"org Ek", (r"Paul Erd\H{o}s", r"J\"org Ek")),
])  # fmt: skip
def test_authors(printed, names):
    (record,) = records("[1] arXiv:2310.16271 [pdf]", "Title: On Snow", printed, "Subjects: Snow (cs.SN)")
    assert record.authors == names


@pytest.mark.parametrize(("reference", "year"), [
    ("Bell Letters 7 (2019) 1-9", 2019),
    ("Proc. of the 2022 Conference on Bells, pages 2001-2010", 2022),
    ("Bells 119:2002-2011, 2020", 2020),
    ("Phys. Rev. D 60, 1234 (Jan 1998)", 1998),
    ("Bells, vol. 3, pp. 1-9", 2023),
])  # fmt: skip
def test_the_year_of_a_journal_reference_comes_before_that_of_the_identifier(reference, year):
    (record,) = records("[1] arXiv:2310.16271 [pdf]", "Title: On Snow", "Q. Li", f"Journal-ref: {reference}")
    assert (record.venue, record.year) == (reference, year)


def test_a_slip_in_an_identifier_loses_no_paper():
    reading = read(
        "[1] arXiv:2399.16271 [pdf]", "Title: On Snow", "Q. Li", "[2] arXiv:2310.00002 [pdf]", "Title: B", "A B"
    )
    assert [(f.record.title, f.record.arxiv) for f in reading.found] == [("On Snow", None), ("B", "2310.00002")]
    assert [p.line for p in reading.problems] == [1]


def test_arxivs_own_doi_is_no_doi_of_the_published_paper():
    (record,) = records(
        "[Submitted on 1 Mar 2024]", "Title:On Snow", "Authors:Q. Li", "Abstract:It falls.",
        "Cite as:\tarXiv:2403.00001 [cs.CL]", "DOI:\thttps://doi.org/10.48550/arXiv.2403.00001",
    )  # fmt: skip
    assert (record.arxiv, record.doi) == ("2403.00001", None)


def test_what_is_neither_paper_nor_known_is_a_problem():
    reading = read(
        "Groceries: milk and bread for the weekend", "[1] arXiv:2310.16271 [pdf]", "Title: On Snow", "Q. Li",
        "Comments: 2 pages", "Total of 1 entries", "Call Björn about the ropes that he has been looking for in Oslo",
    )  # fmt: skip
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [
        (1, "not part of a paper"), (7, "not part of a paper"),
    ]  # fmt: skip
    assert reading.found[0].record.comment == "2 pages"


@pytest.mark.parametrize("text", [
    "",
    PROSE,
    "[12] arXiv:2310.16271.\n[13] A. Moreno. On Snow. arXiv:2310.16272, 2023.\n",
    f"{PROSE}\narXiv:2310.16271{PROSE}\narXiv:2310.16272",
    "\\\\\narXiv:2310.16271\nDate: Wed, 25 Oct 2023\n\nTitle: On Snow\nAuthors: Q. Li\n\\\\\n  It falls.\n\\\\\n",
    "Title: On Snow\nAuthors: Q. Li\nAbstract: It falls.\n",
    "arXiv:2310.16271\narXiv:2310.16272\n",
    "import re\nTitle = 1\n# [1] arXiv:2310.16271 [pdf]\n",
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert ArxivPage().sniff(Document("x", text)) == 0


people = st.sampled_from(
    [
        "Ana de la Cruz",
        "J. K. van der Berg",
        "Zoë O'Neill",
        "Łukasz Łoś",
        "Chi-Min Chan",
        "王 小明",
        "Plato",
        "B. McX III",
    ]
)
teams = st.lists(people, min_size=1, max_size=8)
titles = st.one_of(
    st.sampled_from(
        ["Who, and Why?", "1984", "pdf, bib, abs", "2001: A Title", "[Re] Bells", "arXiv: A Title", "A $\\pi$ (or Two)"]
    ),
    st.lists(
        st.sampled_from(["Snow", "and", "of", "Bells:", "GPT-4", "in", "2024", "Naïve"]), min_size=2, max_size=9
    ).map(" ".join),
)
identifiers = st.builds("{:02}{:02}.{:05}".format, st.integers(15, 29), st.integers(1, 12), st.integers(1, 99999))
prose = st.integers(1, 3).map(lambda n: " ".join([PROSE] * n))
comments = st.sampled_from([None, "13 pages", "Accepted to BELL 2023; code at https://example.org/x", "v2: typos"])
papers = st.lists(
    st.tuples(identifiers, titles, teams, comments, st.one_of(st.just(""), prose)), min_size=1, max_size=6
)


@given(papers, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_lists_give_back_their_papers(papers, labelled, newline):
    lines = ["Computation and Language", f"New submissions (showing {len(papers)} of {len(papers)} entries)"]
    for i, (identifier, title, team, comment, abstract) in enumerate(papers, 1):
        lines += [f"[{i}] arXiv:{identifier} [pdf, html, other]", f"Title: {title}"]
        lines += [("Authors: " if labelled else "") + ", ".join(team)]
        lines += [f"Comments: {comment}"] if comment else []
        lines += ["Subjects: Computation and Language (cs.CL); Machine Learning (cs.LG)"]
        lines += ["", abstract, ""] if abstract else []
    document = Document.from_bytes("x", newline.join([*lines, f"Total of {len(papers)} entries"]).encode())
    assert ArxivPage().sniff(document) > 0.9
    reading = ArxivPage().read(document)
    got = [(r.arxiv, r.title, r.authors, r.comment, r.abstract) for r in (f.record for f in reading.found)]
    assert got == [(i, t, tuple(a), c, x) for i, t, a, c, x in papers]
    assert reading.problems == ()


@given(papers)
def test_search_results_give_back_their_papers(papers):
    lines = [f"Showing 1–{len(papers)} of {len(papers)} results for all: snow"]
    for i, (identifier, title, team, comment, abstract) in enumerate(papers, 1):
        lines += [f"{i}. arXiv:{identifier} [pdf, other] cs.CL", title, f"Authors: {', '.join(team)}"]
        lines += [f"Abstract: {abstract[:60]}… ▽ More", f"{abstract} △ Less"] if abstract else []
        lines += ["Submitted 1 May, 2024; originally announced May 2024."]
        lines += [f"Comments: {comment}"] if comment else []
    document = Document("x", "\n".join(lines))
    assert ArxivPage().sniff(document) > 0.9
    got = [
        (r.arxiv, r.title, r.authors, r.comment, r.abstract)
        for r in (f.record for f in ArxivPage().read(document).found)
    ]
    assert got == [(i, t, tuple(a), c, x) for i, t, a, c, x in papers]


@given(papers)
def test_own_pages_give_back_their_papers(papers):
    lines: list[str] = []
    for identifier, title, team, comment, abstract in papers:
        lines += ["Computer Science > Computation and Language", "[Submitted on 1 May 2024]", f"Title:{title}"]
        lines += [f"Authors:{', '.join(team)}", "View PDF", *([f"Abstract:{abstract}"] if abstract else [])]
        lines += [f"Comments:\t{comment}"] if comment else []
        lines += ["Subjects:\tComputation and Language (cs.CL)", f"Cite as:\tarXiv:{identifier} [cs.CL]"]
        lines += [
            f" \t(or arXiv:{identifier}v1 [cs.CL] for this version)",
            "Submission history",
            "From: A B [view email]",
        ]
    document = Document("x", "\n".join(lines))
    assert ArxivPage().sniff(document) == 0.9
    reading = ArxivPage().read(document)
    got = [(r.arxiv, r.title, r.authors, r.comment, r.abstract) for r in (f.record for f in reading.found)]
    assert got == [(i, t, tuple(a), c, x) for i, t, a, c, x in papers]
    assert reading.problems == ()


FIXTURES = [read_file(path).lines for path in sorted(DOCUMENTS.glob("arxiv-page-*.txt"))]
pieces = st.sampled_from(
    sorted({line for lines in FIXTURES for line in lines} | {"", "Title:", "Authors:", "[1]", "arXiv:"})
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(pieces, pieces.map(lambda line: line[::2]), st.text(max_size=30)), max_size=40))
def test_any_text_gives_papers_or_one_clear_error(lines):
    document = Document("x", "\n".join(lines))
    assert 0 <= ArxivPage().sniff(document) <= 1
    try:
        reading = importers.read(document, "arxiv-page")
    except ImportFailedError:
        return
    assert [found.position for found in reading.found] == list(range(1, len(reading.found) + 1))
    assert all(1 <= place.line <= len(document.lines) for place in (*reading.found, *reading.problems))
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)
