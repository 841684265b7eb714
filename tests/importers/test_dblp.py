"""Pages of DBLP as copied text."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document, ImportFailedError, read_file
from readlist.importers.dblp import Dblp

DOCUMENTS = Path(__file__).parent / "documents"


def read(*lines: str):
    return Dblp().read(Document("page.txt", "\n".join(lines)))


def records(*lines: str):
    return [found.record for found in read(*lines).found]


def test_a_page_of_a_person():
    reading = importers.read(read_file(DOCUMENTS / "dblp-person.txt"))
    assert reading.format == "dblp"
    got = [(f.line, f.record.title, f.record.authors, f.record.venue, f.record.year) for f in reading.found]
    assert got == [
        (16, "Weighing Clouds: Why, How, and What For?", ("Ana Moreno", "Björn Ek", "Q. Li"), "J. Snow. Res.", 2024),
        (36, "Bells in St. Petersburg: A Survey of 2023", ("Björn Ek", "Ana Moreno"), "EMNLP (Findings)", 2024),
        (39, "Ropes", ("Ana Moreno",), "ACL (1)", 2024),
        (41, "Counting Flakes", ("Ana Moreno", "Zoë O'Neill"), "CoRR", 2023),
        (46, "On Bells and Their Ropes", ("Ana Moreno",), "University of Bells, Norway", 2019),
        (49, "Proceedings of the Seventh Workshop on Ropes, ROPE@ACL 2019, Florence, Italy, August 1, 2019",
         ("Ana Moreno", "J. K. van der Berg"), "Association for Ropes", 2019),
    ]  # fmt: skip
    assert [found.record.arxiv for found in reading.found] == [None, None, None, "2310.17201", None, None]
    assert reading.problems == ()


def test_a_page_of_a_volume():
    reading = importers.read(read_file(DOCUMENTS / "dblp-volume.txt"))
    assert reading.format == "dblp"
    volume = "Proceedings of the 7th Conference on Bells, BELL 2023, Oslo, Norway, May 1-3, 2023"
    got = [(f.line, f.record.title, f.record.authors, f.record.venue, f.record.year) for f in reading.found]
    assert got == [
        (3, volume, ("Ana Moreno", "J. K. van der Berg"), "Association for Bells", 2023),
        (11, "Ringing Twice?", ("Björn Ek", "Q. Li"), volume, 2023),
        (16, "Ringing: The Third Time", ("Chi-Min Chan",), volume, 2023),
        (19, "Silence", ("Zoë O'Neill", "María José Pérez"), volume, 2023),
    ]
    assert [found.record.doi for found in reading.found] == [None, "10.1000/bell.2023.1", None, None]
    assert [found.record.url for found in reading.found] == [None, None, "https://bells.example.org/2023/2", None]
    assert reading.problems == ()


def test_a_page_of_a_journals_volume():
    got = records(
        "Journal of Snow, Volume 24", "Volume 24, Number 1, January 2023", "Ana Moreno, Q. Li:", "On Snow. 1-12",
        "Volume 24, Number 2, February 2024", "Björn Ek:", "On Rain: Drops. 13:1-13:40",
    )  # fmt: skip
    assert [(r.title, r.venue, r.year) for r in got] == [
        ("On Snow", "Journal of Snow", 2023), ("On Rain: Drops", "Journal of Snow", 2024),
    ]  # fmt: skip


@pytest.mark.parametrize(("printed", "title", "venue", "year"), [
    ("On Snow. EMNLP 2024: 580-606", "On Snow", "EMNLP", 2024),
    ("On Snow? NeurIPS 2023", "On Snow?", "NeurIPS", 2023),
    ("On Snow! BIR@ECIR 2023: 1-12", "On Snow!", "BIR@ECIR", 2023),
    ("On Snow. ACL/IJCNLP (1) 2021: 1145-1147, 1150", "On Snow", "ACL/IJCNLP (1)", 2021),
    ("On Snow. LREC/COLING 2024: 12:1-12:20 [contents]", "On Snow", "LREC/COLING", 2024),
    ("Snow v2.0 vs. Hail. J. Graph Theory 24: 1:1-1:40 (2023)", "Snow v2.0 vs. Hail", "J. Graph Theory", 2023),
    ("Machine Learning. IEEE Trans. Pattern Anal. Mach. Intell. 45(3): 1-5 (2023)", "Machine Learning",
     "IEEE Trans. Pattern Anal. Mach. Intell.", 2023),
    ("Snow. Trans. Assoc. Comput. Linguistics 11: 1-20 (2023)", "Snow", "Trans. Assoc. Comput. Linguistics", 2023),
    ("On Snow. Proc. ACM Program. Lang. 7(POPL): 1-30 (2023)", "On Snow", "Proc. ACM Program. Lang.", 2023),
    ("On Snow. Trans. Mach. Learn. Res. 2023 (2023)", "On Snow", "Trans. Mach. Learn. Res.", 2023),
    ("On Snow. IEEE Access 5: 1-9 (2017)", "On Snow", "IEEE Access", 2017),
    ("On Snow. Nucleic Acids Res. 51(D1): 1-9 (2023)", "On Snow", "Nucleic Acids Res.", 2023),
    ("On Snow. npj Digit. Medicine 6 (2023)", "On Snow", "npj Digit. Medicine", 2023),
    ("On Snow. 3D Res. 12: 1 (2020)", "On Snow", "3D Res.", 2020),
    ("On Snow, 1984-2024. University of Snow, Norway, 2020", "On Snow, 1984-2024", "University of Snow, Norway", 2020),
    ("On Snow. Snow Series 7, Publisher 2020, ISBN 978-1-00000-017-2, pp. 1-300", "On Snow", "Snow Series 7, Publisher",
     2020),
])  # fmt: skip
def test_what_stands_behind_titles(printed, title, venue, year):
    for lines in (["[c1]", "Ana Moreno:", printed], [f"[c1] Ana Moreno: {printed}"], ["[c1]Ana Moreno:", printed]):
        (record,) = records("2099", *lines)
        assert (record.title, record.authors, record.venue, record.year) == (title, ("Ana Moreno",), venue, year)


@pytest.mark.parametrize(("volume", "identifier"), [
    ("abs/2310.16271", "2310.16271"), ("cs.CL/0306050", "cs.CL/0306050"), ("abs/1412.0001", "1412.0001"),
])  # fmt: skip
def test_articles_on_arxiv(volume, identifier):
    (record,) = records("[i5]", "Ana Moreno:", f"On Snow. CoRR {volume} (2024)")
    assert (record.arxiv, record.venue, record.year) == (identifier, "CoRR", 2024)


def test_identifiers_in_menus_belong_to_their_citation():
    reading = read(
        "[i2]", "view", "electronic edition @ arxiv.org", "export record", "dblp key:", "journals/corr/abs-2310-16271",
        "Ana Moreno:", "On Snow. CoRR abs/2310.16271 (2023)",
        "[c1]", "view electronic edition via DOI https://doi.org/10.1000/snow.1 export record BibTeX", "Q. Li:",
        "View of Snow. BELL 2023: 1-2",
        "[i1]", "https://doi.org/10.48550/arXiv.2301.00001", "https://dblp.org/rec/journals/corr/abs-2301-00001",
        "Q. Li:", "Rain. CoRR 2023",
    )  # fmt: skip
    got = [(f.record.title, f.record.arxiv, f.record.doi, f.record.url) for f in reading.found]
    assert got == [
        ("On Snow", "2310.16271", None, None),
        ("View of Snow", None, "10.1000/snow.1", None),
        ("Rain", "2301.00001", None, None),
    ]
    assert reading.problems == ()


def test_citations_that_were_wrapped():
    got = records(
        "[j3] Ana Moreno, Björn Ek,", "Q. Li 0003:", "On Snow, Rain, and the Weather of the Year 2023:",
        "A Survey. J. Mach. Learn.", "Res. 24: 1-40 (2023)", "[c2]", "Q. Li 0003:", "Rain.", "BELL 2022: 1-2",
    )  # fmt: skip
    assert [(r.title, r.authors, r.venue) for r in got] == [
        ("On Snow, Rain, and the Weather of the Year 2023: A Survey", ("Ana Moreno", "Björn Ek", "Q. Li"),
         "J. Mach. Learn. Res."),
        ("Rain", ("Q. Li",), "BELL"),
    ]  # fmt: skip


def test_the_year_of_the_heading_where_the_citation_has_none():
    (record,) = records("2021", "[d1]", "Ana Moreno:", "Snow Data.")
    assert (record.title, record.year) == ("Snow Data", 2021)


def test_the_year_of_a_volume_whose_heading_has_none():
    first, second = records(
        "> Home > Journals > BELL",
        "Ana Moreno:",
        "Proceedings of the 5th Workshop on Bells, Oslo, Norway. Bell Press 2023, ISBN 978-1-959429-00-0",
        "Q. Li, Bo Ek:",
        "On Snow. 13-20",
    )
    assert first.year == 2023
    assert (second.title, second.year) == ("On Snow", 2023)
    assert second.venue == "Proceedings of the 5th Workshop on Bells, Oslo, Norway"


def test_a_sentence_behind_a_citation_without_venue_is_no_part_of_it():
    reading = read("2021", "[d1]", "Ana Moreno:", "Snow Data.", "This is what we need for the lake, is it not so?")
    assert [found.record.title for found in reading.found] == ["Snow Data"]
    assert [problem.line for problem in reading.problems] == [5]


def test_a_title_may_be_called_as_a_menu_is():
    got = records("[c1]", "Q. Li:", "XML. BELL 2022: 1-2", "[c2]", "Q. Li:", "View.", "[c3]", "Q. Li:", "Search")
    assert [record.title for record in got] == ["XML", "View", "Search"]


def test_names_that_look_like_none_stay_behind_a_number():
    (record,) = records("[c1]", "Team 7B (Oslo), Q. Li:", "On Snow. BELL 2022: 1-2")
    assert record.authors == ("Team 7B (Oslo)", "Q. Li")


def test_what_is_neither_paper_nor_known_is_a_problem():
    reading = read(
        "I copied this for you, Björn, from the page.", "[c1]", "Q. Li:", "On Snow. BELL 2022: 1-2",
        "The one above is what I meant, and it is the best that there is on snow.", "[c2]", "[c3]", "Q. Li:",
        "On Rain. BELL 2023: 1-2",
    )  # fmt: skip
    assert [found.record.title for found in reading.found] == ["On Snow", "On Rain"]
    assert [(p.line, p.message.partition(":")[0]) for p in reading.problems] == [
        (1, "not part of a paper"), (5, "not part of a paper"), (6, "no paper behind this"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "",
    "We weigh clouds with a scale made of light, and find that most of them are heavier than they look.",
    "[1] Moreno, A.: On Snow. In: Bells, pp. 1-2 (2023)\n[2] Li, Q.: On Rain. J. Rain 2(1), 3-4 (2022)\n",
    "Moreno, A., Li, Q.: On Snow. J. Snow 2(1): 3-4 (2022)\nLi, Q.: On Rain. Rain 2022: 5-6\n",
    "Dear Ana:\nsee you in 2024\nBest wishes:\nBjörn\n",
    "pdf\nbib\nOn Snow\nAna Moreno\nProceedings of the 2023 Conference on Bells\n",
    "def f(x):\n    return x[c1]\nclass A:\n    y: int = 2024\n",
    "[c1]\n[c2]\n",
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert Dblp().sniff(Document("x", text)) == 0


def test_search_results_without_numbers_are_recognised():
    text = "Ana Moreno, Q. Li:\nOn Snow. EMNLP 2024: 1-9\nQ. Li:\nRain and Hail. CoRR abs/2310.16271 (2023)\n"
    assert importers.read(Document("x", text)).format == "dblp"


people = st.sampled_from(
    ["Ana de la Cruz", "J. K. van der Berg", "Zoë O'Neill", "Łukasz Łoś 0001", "Chi-Min Chan", "王 小明", "B. McX III"]
)
teams = st.lists(people, min_size=1, max_size=9)
titles = st.one_of(
    st.sampled_from(
        ["Who, and Why?", "1984", "view", "2001: A Title", "[Re] Bells", "Snow 1.0 (or 2.0)", "St. Bell vs. Dr. Rope"]
    ),
    st.lists(st.sampled_from(["Snow", "and", "of", "Bells:", "GPT-4", "in", "2024", "Naïve"]), min_size=2, max_size=9)
    .map(" ".join)
    .map(lambda title: title.removesuffix(":")),
)
years = st.integers(1965, 2029)
venues = st.one_of(
    st.builds(
        "{0} {{year}}{1}".format,
        st.sampled_from(
            ["EMNLP", "ACL (1)", "BIR@ECIR", "EMNLP (Findings)", "INTERSPEECH", "Conf. Computing Frontiers"]
        ),
        st.sampled_from(["", ": 580-606", ": 12:1-12:20", ": 7"]),
    ),
    st.builds(
        "{0} {1} ({{year}})".format,
        st.sampled_from(["J. Mach. Learn. Res.", "IEEE Trans. Pattern Anal. Mach. Intell.", "Artif. Intell.", "PeerJ"]),
        st.sampled_from(["24: 1:1-1:40", "45(3): 1-9", "7(POPL): 1-30", "S-1: e12"]),
    ),
)
papers = st.lists(st.tuples(teams, titles, venues, years), min_size=1, max_size=6)


@given(papers, st.sampled_from(["lines", "line", "menu"]), st.sampled_from(["\n", "\r\n"]))
def test_pages_give_back_their_papers(papers, how, newline):
    lines, expected = ["2020 – today", "2024"], []
    for i, (team, title, venue, year) in enumerate(papers, 1):
        ended = title if title.endswith(("?", "!")) else f"{title}."
        text = [f"{', '.join(team)}:", f"{ended} {venue.format(year=year)}"]
        if how == "line":
            lines.append(f"[c{i}] {' '.join(text)}")
        else:
            menu = ["view", "electronic edition via DOI", "export record", "BibTeX", "share record", "X"]
            lines += [f"[c{i}]", *(menu if how == "menu" else []), *text]
        authors = tuple(name.removesuffix(" 0001") for name in team)
        name = venue.partition(" {year}")[0] if " {year}" in venue else venue.rsplit(" ", 3)[0]
        if " ({year})" in venue:
            name = venue.removesuffix(" ({year})").partition(":")[0].rpartition(" ")[0]
        expected.append((authors, title, name, year))
    document = Document.from_bytes("x", newline.join(lines).encode())
    assert Dblp().sniff(document) > 0.9
    reading = Dblp().read(document)
    assert [(f.record.authors, f.record.title, f.record.venue, f.record.year) for f in reading.found] == expected
    assert reading.problems == ()


LINES = sorted({line for path in DOCUMENTS.glob("dblp-*.txt") for line in read_file(path).lines})
pieces = st.sampled_from(
    [*LINES, "", ":", "[c1]", "[c1] A: B", "2024", "A. B. C. 2 (2020)", "Ana Moreno: On Snow. X 2020"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(pieces, pieces.map(lambda line: line[::2]), st.text(max_size=30)), max_size=40))
def test_any_text_gives_papers_or_one_clear_error(lines):
    document = Document("x", "\n".join(lines))
    assert 0 <= Dblp().sniff(document) <= 1
    try:
        reading = importers.read(document, "dblp")
    except ImportFailedError:
        return
    assert [found.position for found in reading.found] == list(range(1, len(reading.found) + 1))
    assert all(1 <= place.line <= len(document.lines) for place in (*reading.found, *reading.problems))
    assert [p.line for p in reading.problems] == sorted(p.line for p in reading.problems)


def test_citations_on_one_line_with_what_only_dblp_prints():
    text = (
        "Marieke van der Berg, José A. de la Cruz: Is Seven Prime? A 2024 Retrospective. "
        "J. Mach. Learn. Res. 26: 1:1-1:40 (2025)\n"
        "Li Xu, Marieke van der Berg: Counting, Sorting, and Searching. ACL (1) 2025: 123-145\n"
        "Wei Wang 0003, Marieke van der Berg: Transformers Considered Harmful? CoRR abs/2501.12345 (2025)\n"
    )
    reading = importers.read(Document("x.txt", text))
    assert reading.format == "dblp"
    assert [(f.record.title, f.record.venue, f.record.arxiv) for f in reading.found] == [
        ("Is Seven Prime? A 2024 Retrospective", "J. Mach. Learn. Res.", None),
        ("Counting, Sorting, and Searching", "ACL (1)", None),
        ("Transformers Considered Harmful?", "CoRR", "2501.12345"),
    ]
