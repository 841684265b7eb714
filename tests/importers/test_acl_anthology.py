from pathlib import Path

import pytest

from readlist import importers
from readlist.importers.acl_anthology import AclAnthology
from readlist.importers.base import Document

DOCUMENTS = Path(__file__).with_name("documents")
PROSE = "We measure how long a shadow is at noon and find that it is short, in every one of the towns we went to."
VENUE = "Proceedings of the 3rd Workshop on Shadows"


def read(*lines: str):
    return AclAnthology().read(Document("page.txt", "\n".join(lines)))


def records(*lines: str):
    return [found.record for found in read(*lines).found]


def paper(title="On Shadows", authors=("Ana Moreno",), venue=VENUE, abstract=PROSE):
    badges = ["pdf", "bib", "abs"] if abstract else ["pdf", "bib"]
    return [*badges, title, *"\n|\n".join(authors).split("\n"), venue, *([abstract] if abstract else [])]


def test_a_heading_gives_its_year_to_all_papers_up_to_the_next():
    found = records("2021", *paper("A"), *paper("B"), "2019", *paper("C"), "1998", *paper("D"), *paper("E"))
    assert [(r.title, r.year) for r in found] == [("A", 2021), ("B", 2021), ("C", 2019), ("D", 1998), ("E", 1998)]


def test_each_line_between_bars_is_one_author():
    names = ("Ana Moreno", "Sebastian van der Berg", "J.-P. O’Hara", "Łukasz Ďurík", "DAI Zheqi")
    (record,) = records("2021", *paper(authors=names))
    assert record.authors == names
    assert record.venue == VENUE


def test_forty_authors_and_a_single_one():
    forty = tuple(f"Given Surname{letter}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijklmn")
    many, single = records("2021", *paper(authors=forty), *paper())
    assert many.authors == forty
    assert single.authors == ("Ana Moreno",)


@pytest.mark.parametrize("venue", [
    "Findings of the Association for Computational Linguistics: ACL 2024",
    "Proceedings of the 2024 Conference of Shadows: Human Language Technologies (Volume 3: System Demonstrations)",
    "Transactions of the Association for Computational Linguistics, Volume 12",
    "Computational Linguistics, Volume 50, Issue 1 - March 2024",
])  # fmt: skip
def test_the_venue_is_taken_whole(venue):
    (record,) = records("2024", *paper(venue=venue))
    assert record.venue == venue
    assert record.abstract == PROSE


def test_an_abstract_keeps_its_line_breaks_and_a_line_that_is_an_address():
    first, second = records("2021", *paper(abstract=PROSE + " See"), "https://example.org/shadows.", *paper("Next"))
    assert first.abstract == PROSE + " See\nhttps://example.org/shadows."
    assert first.links == ("https://example.org/shadows",)
    assert second.title == "Next"


def test_a_paper_without_abstract_has_no_abs_line():
    found = records("2021", *paper("A", abstract=""), *paper("B"), "2020", *paper("C", abstract=""))
    assert [(r.title, r.abstract, r.venue) for r in found] == [("A", "", VENUE), ("B", PROSE, VENUE), ("C", "", VENUE)]


@pytest.mark.parametrize("title", [
    "Do Shadows Fall?",
    "1984 and 2001: Two Years in Shadows",
    "1984",
    "Light, Shade, and Twilight: A pdf, a bib and an abs",
    "pdf or bib or abs",
    "Proceedings of Nothing",
    "Abstract: The Missing Venues",
    "Co-authors",
])  # fmt: skip
def test_titles_may_be_anything(title):
    before, record, after = records("2021", *paper("Before"), *paper(title), *paper("After"))
    assert (record.title, record.authors, record.venue, record.year) == (title, ("Ana Moreno",), VENUE, 2021)
    assert (before.abstract, record.abstract, after.title) == (PROSE, PROSE, "After")


def test_a_year_inside_an_abstract_is_no_heading():
    first, second = records("2021", *paper(abstract=f"{PROSE}\n1815\nwas a year without a summer."), *paper("Next"))
    assert first.abstract.split("\n")[1:] == ["1815", "was a year without a summer."]
    assert second.year == 2021


def test_a_page_without_headings_takes_the_year_from_the_venue():
    (record,) = records(*paper(venue="Proceedings of the 2018 Meeting on Shade"))
    assert record.year == 2018


def test_a_page_of_a_volume_has_no_venues():
    single, pair = records(*paper("A")[:5], PROSE, *paper("B", authors=("Ana Moreno", "Bo Li"))[:7], PROSE)
    assert (single.authors, single.venue, single.abstract) == (("Ana Moreno",), None, PROSE)
    assert (pair.authors, pair.venue, pair.abstract) == (("Ana Moreno", "Bo Li"), None, PROSE)


def test_a_volume_itself_has_no_authors():
    front, other = records("2021", "pdf", "bib", "Proceedings of the Shade", VENUE, *paper("B"))
    assert (front.title, front.authors, front.venue) == ("Proceedings of the Shade", (), VENUE)
    assert other.title == "B"


def test_badges_and_authors_may_stand_on_one_line_each():
    lines = ["2021", "pdf bib abs", "On Shadows", "Ana Moreno | Bo Li", VENUE, PROSE, "pdf bib", "More", "Bo Li", VENUE]
    first, second = records(*lines)
    assert (first.authors, first.venue, first.abstract) == (("Ana Moreno", "Bo Li"), VENUE, PROSE)
    assert (second.title, second.authors, second.abstract) == ("More", ("Bo Li",), "")


def test_the_blocks_at_the_end_of_a_page_belong_to_no_paper():
    reading = read("2021", *paper(), "Co-authors", "Bo Li 4", "Cy Ax 1", "Venues", "EMNLP 2", "Fix author")
    (found,) = reading.found
    assert found.record.abstract == PROSE
    assert reading.problems == ()


@pytest.mark.parametrize("end", [[], ["Co-authors", "Bo Li 4", "Venues", "EMNLP 2"]], ids=["bare", "with blocks"])
def test_several_pages_in_one_file(end):
    one = ["Ana Moreno", "2021", *paper("A"), "2020", *paper("B"), *end]
    two = ["Bo Li", "2022", *paper("C", authors=("Cy Ax", "Bo Li")), *end]
    reading = read(*one, *two)
    assert [(f.record.title, f.record.year) for f in reading.found] == [("A", 2021), ("B", 2020), ("C", 2022)]
    assert [f.record.abstract for f in reading.found] == [PROSE] * 3
    assert reading.problems == ()


def test_a_last_line_of_an_abstract_before_a_heading_stays():
    first, _ = records("2021", *paper(abstract=PROSE + " The code is on"), "GitHub", "2020", *paper("B"))
    assert first.abstract.endswith("The code is on\nGitHub")


def read_file(name):
    reading = importers.read(importers.read_file(DOCUMENTS / name))
    assert reading.format == "acl-anthology"
    assert reading.problems == ()
    return [found.record for found in reading.found]


def test_a_whole_page_of_a_person():
    first, second, third, fourth = read_file("acl-anthology-person.txt")
    assert [(r.title, r.year, r.venue) for r in (first, second, third, fourth)] == [
        ("Do Bells Lie? A 2020 Survey, a Bib, and Its Abs", 2024,
         "Proceedings of the 2024 Conference on Empirical Bell Ringing"),
        ("1984 Revisited", 2024, "Findings of the Association for Bells: BELL 2024"),
        ("NOTHING RINGS: Evidence from Silent Towers", 2019, "Transactions of the Association for Bells, Volume 7"),
        ("Sonneries et carillons : une étude", 2019, "Actes de la 26e Conférence sur les Cloches. Articles longs"),
    ]  # fmt: skip
    assert first.authors == ("Marit van der Berg", "José de la Cruz", "J.-P. O’Hara")
    assert second.authors == ("Marit van der Berg",)
    assert third.authors == ("LI Xiao", "Marit van der Berg", "Plato")
    assert fourth.authors == ("Marit van der Berg", "Éloïse D’Arcy")
    assert first.abstract.startswith("Bells are heard before")
    assert first.abstract.endswith("recordings are at https://example.org/bells.")
    assert second.abstract == ""
    assert third.abstract.split("\n")[2:] == ["https://example.org/silence.", "is where it may be heard."]
    assert fourth.abstract.endswith("les corpus précédents.")
    assert (first.links, third.links) == (("https://example.org/bells",), ("https://example.org/silence",))


def test_a_whole_page_of_a_volume():
    front, *papers = read_file("acl-anthology-volume.txt")
    volume = "Proceedings of the Fourth Workshop on Bells and Whistles"
    assert (front.title, front.authors, front.abstract) == (volume, ("Marit van der Berg", "Bo Li"), "")
    assert [(r.title, r.authors, r.abstract[:20]) for r in papers] == [
        ("Whistles without Bells", ("Ana Moreno",), "We whistle."),
        ("Search", ("Ana Moreno", "Cy Ax"), "The workshop on bell"),
        ("Of Ropes and Wheels", ("Cy Ax",), ""),
    ]
    assert {(r.venue, r.year) for r in (front, *papers)} == {(volume, 2022)}


def test_a_whole_page_of_an_event():
    records = read_file("acl-anthology-event.txt")
    long_papers = "Proceedings of the 9th Annual Meeting of the Association for Bells (Volume 1: Long Papers)"
    assert [(r.title, r.authors, r.year, r.venue) for r in records] == [
        (long_papers, ("Bo Li",), 2021, long_papers),
        ("Ringing Backwards", ("Ana Moreno", "Bo Li"), 2021, long_papers),
        ("Chimes, Chimes, Chimes", ("Cy Ax",), 2021, "Findings of the Association for Bells"),
    ]
    assert records[-1].abstract == "Chimes."


def test_a_page_that_was_saved_as_markdown_gives_addresses():
    first, second = read_file("acl-anthology-markdown.txt")
    assert (first.title, first.authors, first.year) == ("Do Bells Lie?", ("Marit van der Berg", "Bo Li"), 2024)
    assert first.venue == "Proceedings of the 9th Annual Meeting of the Association for Bells"
    assert first.url == "https://aclanthology.org/2024.bell-long.7/"
    assert first.links == ("https://example.org/bells",)
    assert "[the bells](https://example.org/bells)" in first.abstract
    assert (second.title, second.url) == ("Old Bells", "https://aclanthology.org/P09-1012/")


@pytest.mark.parametrize("badges", [
    ["pdfbibabs"], ["pdf bib abs"], ["pdfbib", "abs"], ["pdf", "bib", "", "abs"], ["bib", "abs"], ["pdf | bib | abs"],
    ["[pdf] [bib] [abs]"], ["pdf (v2)", "pdf (v1)", "bib", "abs"], ["PDF BIB ABS"],
])  # fmt: skip
def test_badges_as_browsers_copy_them(badges):
    lines = ["2021", *badges, *paper("A")[3:], *badges, *paper("B")[3:]]
    assert [(r.title, r.authors, r.venue, r.abstract) for r in records(*lines)] == [
        ("A", ("Ana Moreno",), VENUE, PROSE), ("B", ("Ana Moreno",), VENUE, PROSE),
    ]  # fmt: skip


def test_badges_and_title_may_stand_on_one_line():
    first, second = records("2021", "pdf bib abs On Shadows", *paper()[4:], "pdf bib More Shadows", "Bo Li", VENUE)
    assert (first.title, first.authors, first.abstract) == ("On Shadows", ("Ana Moreno",), PROSE)
    assert (second.title, second.authors, second.venue) == ("More Shadows", ("Bo Li",), VENUE)


@pytest.mark.parametrize("title", ["abs", "bib", "pdf"])
def test_titles_that_are_badges_themselves(title):
    for abstract in (PROSE, ""):
        first, second = records("2021", *paper(title, ("Ana Moreno", "Bo Li"), abstract=abstract), *paper("After"))
        assert (first.title, first.authors, first.venue) == (title, ("Ana Moreno", "Bo Li"), VENUE)
        assert (first.abstract, second.title) == (abstract, "After")


def test_forty_authors_on_one_line():
    forty = tuple(f"Given Middle Surname{letter}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijklmn")
    (record,) = records("2021", "pdf bib abs", "On Shadows", " | ".join(forty), VENUE, PROSE)
    assert (record.authors, record.venue, record.abstract) == (forty, VENUE, PROSE)


def test_authors_whose_bars_were_lost():
    names = ["Ana Moreno", "Sebastian van der Berg", "Plato"]
    (record,) = records("2021", "pdf", "bib", "abs", "On Shadows", *names, VENUE, PROSE)
    assert (record.authors, record.venue, record.abstract) == (tuple(names), VENUE, PROSE)


@pytest.mark.parametrize(
    "venue", ["Bell Letters", "LREC", "Shade 2020. A Meeting of Those Who Met Before, and of All Who Came."]
)
def test_on_a_page_of_a_person_any_venue_is_one(venue):
    with_abstract, without = records("2021", *paper(venue=venue), *paper("B", ("Ana Moreno", "Bo Li"), venue, ""))
    assert (with_abstract.venue, with_abstract.abstract) == (venue, PROSE)
    assert (without.venue, without.abstract) == (venue, "")


def test_the_last_author_of_a_volume_stays_when_another_page_follows():
    other = "Other Papers on Light"
    one = [VENUE, "Bo Li (Editors)", "Anthology ID:", "2020.a-1", "pdf", "bib", VENUE, "Bo Li"]
    one += ["pdf", "bib", "A", "Cy Ax"]
    two = [other, "Cy Ax (Editor)", "Anthology ID:", "2021.b-1", "pdf", "bib", other, "Cy Ax"]
    assert [(r.title, r.authors, r.venue, r.year) for r in records(*one, *two)] == [
        (VENUE, ("Bo Li",), VENUE, 2020), ("A", ("Cy Ax",), VENUE, 2020), (other, ("Cy Ax",), other, 2021),
    ]  # fmt: skip


def test_a_venue_without_any_telling_word_is_no_author():
    abstract = "A conference is held in every volume of the bells that we have heard of and the code is in the journal"
    for team in (("Ana Moreno",), ("Ana Moreno", "Bo Li")):
        (record,) = records("2021", *paper(authors=team, venue="Bell Letters", abstract=abstract))
        assert (record.authors, record.venue, record.abstract) == (team, "Bell Letters", abstract)


def test_buttons_behind_a_paper_are_no_part_of_it():
    reading = read("2021", *paper(), "Export citation", *paper("B", abstract=""), "Search")
    assert [found.record.abstract for found in reading.found] == [PROSE, ""]
    assert reading.problems == ()


def test_lines_before_the_first_paper_are_reported():
    reading = read("On Light", "Ana Moreno and others", *paper("B"))
    (problem,) = reading.problems
    assert (problem.line, problem.message) == (1, 'not part of a paper: "On Light" (and 1 line more)')


def test_badges_without_a_paper_are_reported_and_the_others_come_in():
    reading = read("2021", *paper("A"), "pdf", "bib", "abs", *paper("B"))
    assert [f.record.title for f in reading.found] == ["A", "B"]
    assert [f.position for f in reading.found] == [1, 2]
    (problem,) = reading.problems
    assert problem.line == 9


def test_a_promised_abstract_that_is_missing_is_reported():
    reading = read("2021", *paper()[:-1], *paper("B"))
    assert [f.record.title for f in reading.found] == ["On Shadows", "B"]
    (problem,) = reading.problems
    assert "abstract" in problem.message
    assert problem.line == 5


@pytest.mark.parametrize("text", [
    "", "pdf\nbib\nabs", "pdf\nbib\nabs\ntex\nlog\n", "2024\n2023", "pdf, bib, abs\n", "A | B | C\n1 | 2 | 3",
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert AclAnthology().sniff(Document("x", text)) == 0


def test_it_is_found_by_its_looks():
    assert importers.read(Document("x", "\n".join(paper()))).format == "acl-anthology"


BLOCKS = ["Search", "Co-authors", "Bo Li 4", "Cy Ax", "1", "show all...", "Venues", "BELL", "2", "Fix author"]
FOOTER = "The ACL Anthology is managed and built by the ACL Anthology team of volunteers."
FIELDS = ["Anthology ID:", "2022.bell-long", "SIG:", "", "Publisher:", "Association for Bells", "PDF:", "PDF (full)"]
NOTE = "What I still want to read about the bells of this town"


@pytest.mark.parametrize(("lines", "line"), [
    ([*paper(), *BLOCKS, FOOTER, NOTE, "And more."], 19),
    ([*paper(), *BLOCKS, FOOTER, NOTE, "And more.", "Bo Li", "2021", *paper(authors=("Bo Li",))], 19),
    ([VENUE, "Bo Li (Editors)", *FIELDS, NOTE, "And more.", *paper(VENUE)], 11),
    (["Bells (2022)", "Bonn", "Volumes", VENUE, "2 papers", NOTE, "And more.", "up", "bib (full)", VENUE, *paper()], 6),
], ids=["behind the footer", "between two pages", "below a volume's fields", "on the page of an event"])  # fmt: skip
def test_a_line_around_papers_that_no_page_prints_there_is_told(lines, line):
    assert lines[line - 1] == NOTE
    told = [(problem.line, problem.message) for problem in read(*lines).problems]
    assert told == [(line, f'not part of a paper: "{NOTE}" (and 1 line more)')]
