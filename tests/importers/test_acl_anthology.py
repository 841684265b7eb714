import pytest

from readlist import importers
from readlist.importers.acl_anthology import AclAnthology
from readlist.importers.base import Document

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
