import pytest

from readlist import importers
from readlist.importers.arxiv_listing import ArxivListing
from readlist.importers.base import Document

ONE = "We weigh clouds with a scale made of light, and find that most of them are heavier than they look."
TWO = "Snow falls more slowly than rain. We ask why, and answer by counting the arms of each flake."


def read(*lines: str):
    return ArxivListing().read(Document("page.txt", "\n".join(lines)))


def records(*lines: str):
    return [found.record for found in read(*lines).found]


def test_an_identifier_belongs_to_the_abstract_before_it():
    reading = read(ONE, "arXiv:2310.16271" + TWO, "arXiv:1412.0001")
    assert [(f.record.abstract, f.record.arxiv, f.record.year) for f in reading.found] == [
        (ONE, "2310.16271", 2023), (TWO, "1412.0001", 2014),
    ]  # fmt: skip
    assert [(f.position, f.line) for f in reading.found] == [(1, 1), (2, 2)]
    assert reading.problems == ()


@pytest.mark.parametrize(("identifier", "year"), [
    ("2310.16271", 2023),
    ("2310.16271v2", 2023),
    ("0704.0001", 2007),
    ("1412.9999v11", 2014),
    ("hep-th/9901001", 1999),
    ("cs.CL/0306050v3", 2003),
    ("math/0703001", 2007),
])  # fmt: skip
def test_identifiers_of_all_times_glued_to_the_next_abstract(identifier, year):
    first, second = records(ONE, f"arXiv:{identifier}{TWO}", "arXiv:2310.00001")
    assert (first.abstract, first.arxiv, first.year) == (ONE, identifier, year)
    assert second.abstract == TWO


def test_an_abstract_that_begins_with_a_digit_loses_none_to_the_identifier():
    abstract = "21st century snow differs from that of the 20th in five ways."
    _, second, third = records(ONE, "arXiv:2310.16271" + abstract, "arXiv:0901.1234" + abstract, "arXiv:2310.00001")
    assert second.abstract == third.abstract == abstract


@pytest.mark.parametrize("comment", [
    "13 pages", "Accepted to ENMLP 2023", "Accept to Findings of EMNLP 2023", "11 pages, 5 figures",
    "Working in Process", "Work in progress", "under review", "to appear in NeurIPS", "Code: https://example.org/c",
    "v2: fixed typos", "Preprint.", "An earlier version was called Weighing Rain", "NAACL 2024 main",
    "https://example.org/snow", "arXiv admin note: text overlap with arXiv:2301.00001",
    "arXiv:2301.00001 is the long version", "Demo at https://example.org/d. Extended version of our CVPR paper.",
])  # fmt: skip
def test_comments_never_end_up_in_abstracts(comment):
    first, second = records(ONE, comment, "arXiv:2310.16271" + TWO, comment, "arXiv:2310.16272")
    assert (first.abstract, first.comment) == (ONE, comment)
    assert (second.abstract, second.comment) == (TWO, comment)


def test_several_comment_lines_are_joined():
    (record,) = records(
        ONE, "13 pages", "", "Accepted to ACL 2023", "Code at https://example.org/c", "arXiv:2310.16271"
    )
    assert record.comment == "13 pages; Accepted to ACL 2023; Code at https://example.org/c"
    assert record.links == ("https://example.org/c",)
    assert record.abstract == ONE


def test_the_label_of_a_comment_is_no_part_of_it():
    (record,) = records(ONE, "Comments: 13 pages", "arXiv:2310.16271")
    assert record.comment == "13 pages"


def test_a_comment_after_an_abstract_without_full_stop():
    (record,) = records(ONE + " All data is at https://example.org/data", "13 pages", "arXiv:2310.16271")
    assert record.comment == "13 pages"


def test_an_abstract_may_have_a_line_break():
    broken = "We weigh clouds with a scale made of"
    paragraph = "A second paragraph says more about clouds. " * 6
    first, second, third = records(
        broken, "light that nobody has seen.", "13 pages", "arXiv:2310.16271" + ONE,
        paragraph.strip(), "arXiv:2310.16272" + ONE + " The data is at", "https://example.org/data.", "9 pages",
        "arXiv:2310.16273",
    )  # fmt: skip
    assert (first.abstract, first.comment) == (broken + "\nlight that nobody has seen.", "13 pages")
    assert (second.abstract, second.comment) == (f"{ONE}\n{paragraph.strip()}", None)
    assert third.abstract.endswith("The data is at\nhttps://example.org/data.")
    assert third.comment == "9 pages"


def test_the_identifier_may_stand_on_a_line_of_its_own_with_its_subject():
    first, second = records(ONE, "", "arXiv:2310.16271v1 [cs.CL]", "", TWO, "", "arXiv:hep-th/9901001 [hep-th]", "")
    assert (first.abstract, first.arxiv) == (ONE, "2310.16271v1")
    assert (second.abstract, second.arxiv) == (TWO, "hep-th/9901001")


def test_a_page_that_was_cut_off_keeps_its_last_abstract_and_says_so():
    reading = read(ONE, "arXiv:2310.16271" + TWO)
    assert [(f.record.abstract, f.record.arxiv) for f in reading.found] == [(ONE, "2310.16271"), (TWO, None)]
    assert [problem.line for problem in reading.problems] == [2]


def test_a_page_that_begins_with_an_identifier_keeps_it_and_says_so():
    reading = read("arXiv:2310.16271" + ONE, "arXiv:2310.16272")
    assert [(f.record.abstract, f.record.arxiv) for f in reading.found] == [("", "2310.16271"), (ONE, "2310.16272")]
    assert [problem.line for problem in reading.problems] == [1]


def test_identifiers_that_stand_before_their_abstracts_throughout():
    reading = read("arXiv:2310.16271" + ONE, "13 pages", "arXiv:2310.16272" + TWO)
    assert [(f.record.abstract, f.record.arxiv, f.record.comment) for f in reading.found] == [
        (ONE, "2310.16271", "13 pages"), (TWO, "2310.16272", None),
    ]  # fmt: skip
    assert reading.problems == ()


def test_two_identifiers_in_a_row_are_two_papers():
    reading = read(ONE, "arXiv:2310.16271", "arXiv:2310.16272" + TWO, "arXiv:2310.16273")
    assert [(f.record.arxiv, f.record.abstract) for f in reading.found] == [
        ("2310.16271", ONE), ("2310.16272", ""), ("2310.16273", TWO),
    ]  # fmt: skip
    assert [problem.line for problem in reading.problems] == [2]


def test_a_slip_in_an_identifier_loses_no_paper():
    reading = read(ONE, "arXiv:2399.16271" + TWO, "arXiv:2310.16272")
    assert [(f.record.abstract, f.record.arxiv) for f in reading.found] == [(ONE, None), (TWO, "2310.16272")]
    assert reading.problems[0].line == 1
    assert any(p.line == 2 and "2399.16271" in p.message for p in reading.problems)


@pytest.mark.parametrize("text", [
    "",
    "arXiv:2310.16271\narXiv:2310.16272\n",
    "As the paper says\narXiv:2310.16271, page 5, this is so.\n",
    f"arXiv:2310.16271\nDate: Mon, 1 Jan 2024\nTitle: On Snow\nAuthors: Ana Moreno\n\n{ONE}\n",
    "[1] arXiv:2310.16271 [pdf, other]\nTitle: On Snow\nAuthors: Ana Moreno\n",
    "Vaswani et al. Attention Is All You Need. arXiv:1706.03762, 2017.\n",
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert ArxivListing().sniff(Document("x", text)) == 0


def test_it_is_found_by_its_looks():
    assert importers.read(Document("x", f"{ONE}\narXiv:2310.16271{TWO}\narXiv:2310.16272")).format == "arxiv-listing"
