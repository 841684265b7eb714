"""Pages of OpenReview as copied text: forums, lists of a venue's and of a person's papers."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError, read_file
from readlist.importers.openreview import OpenReview

DOCUMENTS = Path(__file__).parent / "documents"
DATES = "Published: 16 Jan 2024, Last Modified: 05 Mar 2024"
PROSE = (
    "We weigh clouds with a scale made of light, and find that most of them are heavier than they look, even in May."
)


def read(*lines: str):
    return OpenReview().read(Document("page.txt", "\n".join(lines)))


def records(*lines: str):
    return [found.record for found in read(*lines).found]


def test_a_forum_with_its_discussion():
    reading = importers.read(read_file(DOCUMENTS / "openreview-forum.txt"))
    assert reading.format == "openreview"
    (found,) = reading.found
    assert (found.line, found.tags) == (5, ("clouds", "weighing scales", "light"))
    record = found.record
    assert record.title == "Weighing Clouds: Why, How, and What For?"
    assert record.authors == ("Ana Moreno", "Björn Ek", "J. K. van der Berg")
    assert (record.venue, record.year, record.comment) == ("BELL 2024 poster", 2024, None)
    assert record.abstract.split("\n") == [
        "We weigh clouds with a scale made of light, and find that most of them are heavier than they look.",
        "A second paragraph says that code is at https://example.org/clouds.",
    ]
    assert record.links == ("https://example.org/clouds",)
    assert reading.problems == ()


def test_a_list_of_papers():
    reading = importers.read(read_file(DOCUMENTS / "openreview-list.txt"))
    assert reading.format == "openreview"
    got = [(f.line, f.record.title, f.record.authors, f.record.venue, f.record.year) for f in reading.found]
    assert got == [
        (5, "Weighing Clouds: Why, How, and What For?", ("Ana Moreno", "Björn Ek", "Chi-Min Chan"), "BELL 2024 poster",
         2024),
        (10, "Code: A Survey of Bells", ("Ana Moreno", "Q. Li"), "BELL 2021 Spotlight", 2021),
        (19, "Silence", ("Zoë O'Neill",), None, 2023),
        (26, "Ropes", (), "CoRR 2023", 2023),
    ]  # fmt: skip
    assert reading.found[1].record.url == "https://openreview.net/forum?id=Xy12_bell"
    assert reading.found[1].record.abstract == "Bells are rung in many towns."
    assert reading.found[2].record.comment == "Submitted to BELL 2024"
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [(26, "no authors for this paper")]


@pytest.mark.parametrize(("lines", "venue", "comment", "year"), [
    ([DATES, "ICLR 2024 poster"], "ICLR 2024 poster", None, 2024),
    ([DATES + "ICLR 2024 posterEveryoneRevisionsBibTeX"], "ICLR 2024 poster", None, 2024),
    (["28 Sept 2020 (modified: 10 Feb 2022)ICLR 2021 PosterReaders: Everyone"], "ICLR 2021 Poster", None, 2021),
    (["Published: 01 Jan 2023, Last Modified: 16 May 2023", "CoRR 2023", "Readers: Everyone"], "CoRR 2023", None, 2023),
    (["22 Sept 2023 (modified: 11 Feb 2024)", "Submitted to ICLR 2024"], None, "Submitted to ICLR 2024", 2023),
    ([DATES, "ICLR 2024 Conference Withdrawn Submission"], None, "ICLR 2024 Conference Withdrawn Submission", 2024),
    ([DATES, "Accepted by TMLR"], "Accepted by TMLR", None, 2024),
    (["2023 (modified: 05 Nov 2023)", "EMNLP 2023", "Everyone"], "EMNLP 2023", None, 2023),
    (["16 Jan 2024", "NeurIPS 2023 Workshop SNOW Oral", "Everyone"], "NeurIPS 2023 Workshop SNOW Oral", None, 2023),
    (["ICLR 2024 poster", DATES], "ICLR 2024 poster", None, 2024),
    ([DATES], None, None, 2024),
    ([DATES, "Venue: Snow Letters"], "Snow Letters", None, 2024),
])  # fmt: skip
def test_dates_and_decisions(lines, venue, comment, year):
    (record,) = records("On Snow", "Ana Moreno, Q. Li", *lines, "Abstract: It falls.")
    assert (record.venue, record.comment, record.year, record.abstract) == (venue, comment, year, "It falls.")


@pytest.mark.parametrize(("printed", "names"), [
    ("Ana Moreno, Q. Li", ("Ana Moreno", "Q. Li")),
    ("Ana Moreno1,2, Björn Ek²*, Q. Li†", ("Ana Moreno", "Björn Ek", "Q. Li")),
    ("Ana Moreno 1, Q. Li", ("Ana Moreno", "Q. Li")),
    ("Ana Moreno and Q. Li", ("Ana Moreno", "Q. Li")),
    ("Plato", ("Plato",)),
    ("María José de la Cruz", ("María José de la Cruz",)),
    ("Ana Moreno\n,\nQ. Li", ("Ana Moreno", "Q. Li")),
    ("Anonymous", ()),
    ("BELL 2024 Conference Submission8234 Authors", ()),
])  # fmt: skip
def test_authors(printed, names):
    (record,) = records("On Snow", *printed.split("\n"), DATES, "ICLR 2024 poster")
    assert (record.title, record.authors) == ("On Snow", names)


@pytest.mark.parametrize("button", ["[PDF]", "Download PDF", "https://openreview.net/forum?id=abc_1", " "])
def test_what_stands_between_title_and_authors(button):
    for lines in (["On Snow", button, "Ana Moreno, Q. Li"], ["On Snow", "Ana Moreno, Q. Li", button]):
        (record,) = records(*lines, DATES)
        assert (record.title, record.authors) == ("On Snow", ("Ana Moreno", "Q. Li"))
        assert record.url == (button if button.startswith("http") else None)


def test_addresses_before_each_title():
    got = records(
        "https://openreview.net/forum?id=a", "On Snow", "Ana Moreno, Q. Li", DATES, "ICLR 2024 poster",
        "https://openreview.net/forum?id=b", "On Rain", "Q. Li", DATES, "ICLR 2024 oral",
    )  # fmt: skip
    assert [(r.title, r.url) for r in got] == [
        ("On Snow", "https://openreview.net/forum?id=a"), ("On Rain", "https://openreview.net/forum?id=b"),
    ]  # fmt: skip


def test_a_list_without_venues():
    got = records("On Snow", "Ana Moreno, Q. Li", DATES, "Hide Rain", "Q. Li", DATES, "Everyone")
    assert [(r.title, r.authors, r.venue) for r in got] == [
        ("On Snow", ("Ana Moreno", "Q. Li"), None), ("Hide Rain", ("Q. Li",), None),
    ]  # fmt: skip


def test_a_page_without_dates():
    reading = read(
        "OpenReview.net", "On Snow", "Ana Moreno, Q. Li", "Keywords: snow", "TL;DR: It falls.", f"Abstract: {PROSE}"
    )
    (found,) = reading.found
    assert (found.record.title, found.record.authors, found.tags) == ("On Snow", ("Ana Moreno", "Q. Li"), ("snow",))
    assert found.record.abstract == PROSE
    assert reading.problems == ()


def test_addresses_of_code_are_links():
    (record,) = records(
        "On Snow", "Q. Li", DATES, "Code: https://example.org/c", "Abstract: See https://example.org/d."
    )
    assert record.links == ("https://example.org/d", "https://example.org/c")


def test_dates_in_a_discussion_are_no_papers():
    reading = read(
        "On Snow", "Q. Li", DATES, "BELL 2024 poster", "Abstract: It falls.", "Paper Decision", "Decision",
        "Program Chairs", DATES, "Everyone", "Comment: fine", "Official Review of Submission1", "Reviewer Qx",
        "31 Oct 2023, 10:01 (modified: 10 Nov 2023, 12:32)", "Everyone",
    )  # fmt: skip
    assert [found.record.title for found in reading.found] == ["On Snow"]
    assert reading.problems == ()


def test_what_is_neither_paper_nor_known_is_a_problem():
    reading = read(
        "I copied this for you, Björn, and it is long: all that there is on snow.", "", "On Snow", "Q. Li", DATES,
        "BELL 2024 poster", "Please read it until Tuesday, when we meet.", "On Rain", "Q. Li", DATES, "BELL 2024 oral",
    )  # fmt: skip
    assert [found.record.title for found in reading.found] == ["On Snow", "On Rain"]
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [
        (1, "not part of a paper"), (7, "not part of a paper"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "",
    PROSE,
    f"Abstract: {PROSE}\nAbstract: {PROSE}\n",
    "On My Journey\nAna Moreno\n16 Jan 2024\nI went to Oslo, and it snowed.\n",
    f"[1] arXiv:2310.16271 [pdf]\nTitle: On Snow\nAuthors: Q. Li\nSubjects: Snow (cs.SN)\n{PROSE}\n",
    f"pdf\nbib\nabs\nOn Snow\nAna Moreno\n|\nQ. Li\nProceedings of the 2023 Conference on Bells\n{PROSE}\n",
    f"On Snow\nAna Moreno, Q. Li\nAbstract\n{PROSE}\n1 Introduction\n{PROSE}\n",
    "2024-01-16 12:00 INFO Published: 3 packages\n2024-01-16 12:01 INFO done\n",
    "title,authors\nOn Snow,Q. Li\n",
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert OpenReview().sniff(Document("x", text)) == 0


people = st.sampled_from(
    ["Ana de la Cruz", "J. K. van der Berg", "Zoë O'Neill", "Łukasz Łoś", "Chi-Min Chan", "王 小明", "B. McX III"]
)
teams = st.lists(people, min_size=1, max_size=9)
titles = st.one_of(
    st.sampled_from(["Who, and Why?", "1984", "pdf, bib, abs", "2001: A Title", "[Re] Bells", "Abstract Art (or Two)"]),
    st.lists(
        st.sampled_from(["Snow", "and", "of", "Bells:", "GPT-4", "in", "2024", "Naïve"]), min_size=2, max_size=9
    ).map(" ".join),
)
venues = st.sampled_from(
    ["ICLR 2024 poster", "NeurIPS 2023 Workshop SNOW Oral", "TMLR", "CoRR 2022", "EMNLP 2023 Findings"]
)
keywords = st.lists(st.sampled_from(["snow", "large language models", "RLHF"]), max_size=3, unique=True)
abstracts = st.sampled_from(["", PROSE, f"{PROSE}\n{PROSE} {PROSE}"])
papers = st.lists(st.tuples(titles, teams, venues, keywords, abstracts), min_size=1, max_size=6)


@given(papers, st.booleans(), st.sampled_from(["\n", "\r\n"]))
def test_lists_give_back_their_papers(papers, glued, newline):
    lines = ["OpenReview.net", "Login", "Publications"]
    for title, team, venue, words, abstract in papers:
        lines += [title, ", ".join(team)]
        lines += (
            [f"{DATES}{venue}EveryoneRevisionsBibTeX"] if glued else [DATES, venue, "Everyone", "Revisions", "BibTeX"]
        )
        lines += [f"Keywords: {', '.join(words)}"] if words else []
        lines += ["TL;DR: In short.", *f"Abstract: {abstract}".split("\n")] if abstract else []
        lines += ["Primary Area: snow", "Submission Number: 8"] if words else []
        lines += ["Show details", ""]
    document = Document.from_bytes("x", newline.join(lines).encode())
    assert OpenReview().sniff(document) > 0.9
    reading = OpenReview().read(document)
    got = [(f.record.title, f.record.authors, f.record.venue, f.tags, f.record.abstract) for f in reading.found]
    assert got == [(t, tuple(a), v, tuple(k), x) for t, a, v, k, x in papers]
    assert reading.problems == ()


LINES = sorted({line for path in DOCUMENTS.glob("openreview-*.txt") for line in read_file(path).lines})
pieces = st.sampled_from([*LINES, DATES, "", ",", "Anonymous", "Abstract:", "https://openreview.net/forum?id=a"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(pieces, pieces.map(lambda line: line[::2]), st.text(max_size=30)), max_size=40))
def test_any_text_gives_papers_or_one_clear_error(lines):
    document = Document("x", "\n".join(lines))
    assert 0 <= OpenReview().sniff(document) <= 1
    try:
        reading = importers.read(document, "openreview")
    except ImportFailedError:
        return
    assert [found.position for found in reading.found] == list(range(1, len(reading.found) + 1))
    assert all(1 <= place.line <= len(document.lines) for place in (*reading.found, *reading.problems))
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)
