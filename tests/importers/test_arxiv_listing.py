from pathlib import Path

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
    "arXiv:2301.00001 is the long version", "in ICML'23", "accepted by TMLR", "NeurIPS'24 (oral)", "camera ready",
    "The first two authors contributed equally", "Submitted to the Journal of Snow. Comments welcome!",
    "under revision",
    "Demo at https://example.org/d. Extended version of our CVPR paper.",
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
    "Look at this paper, which I mean to read on the train tomorrow, if I have a seat, or that:\n2310.16271\n",
    "def f(x):\n    return x\n" * 80 + "arXiv:2310.16271Abstract of the first paper on snow.\n",
    "Vaswani et al. Attention Is All You Need. arXiv:1706.03762, 2017.\n",
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert ArxivListing().sniff(Document("x", text)) == 0


def test_it_is_found_by_its_looks():
    assert importers.read(Document("x", f"{ONE}\narXiv:2310.16271{TWO}\narXiv:2310.16272")).format == "arxiv-listing"


def test_a_whole_page():
    path = Path(__file__).with_name("documents") / "arxiv-listing-old-and-new.txt"
    reading = importers.read(importers.read_file(path))
    first, second, third, fourth = (found.record for found in reading.found)
    assert [(r.arxiv, r.year) for r in (first, second, third, fourth)] == [
        ("2310.16271v2", 2023), ("hep-th/9901001", 1999), ("cs.CL/0306050", 2003), ("0901.1234", 2009),
    ]  # fmt: skip
    assert first.abstract.startswith("We weigh bells")
    assert first.comment == "13 pages; Accepted to the 9th Meeting on Bells"
    assert (first.venue, first.doi) == ("Bells and Whistles 12 (2023) 1-13", "10.1234/bells.2023.12")
    assert second.abstract.endswith(r"available at \url{https://example.org/flake\_counter}")
    assert second.comment == "in ICML'23, see also https://example.org/poster"
    assert second.links == ("https://example.org/flake_counter", "https://example.org/poster")
    assert third.abstract.startswith("21st century bells")
    assert fourth.abstract.startswith("We ring a bell and listen.\n\nThe second paragraph")
    assert fourth.comment == "5 pages, 1 figure; an earlier version was called “Ding”"
    assert [problem.line for problem in reading.problems] == [1]


def test_identifiers_without_the_word_arxiv():
    first, second, third = records(ONE, "hep-th/9901001" + TWO, "13 pages", "2310.16272v2 [cs.CL]", ONE, "cs/0306050")
    assert (first.abstract, first.arxiv) == (ONE, "hep-th/9901001")
    assert (second.abstract, second.comment, second.arxiv) == (TWO, "13 pages", "2310.16272v2")
    assert (third.abstract, third.arxiv) == (ONE, "cs/0306050")


def test_an_abstract_that_was_broken_into_lines_is_put_together_from_them():
    wrapped = [
        "We weigh clouds with a scale made of light, and find that most of them are",
        "heavier than they look. The Large Cloud Collider is not among the instruments.",
        "Snow is no cloud, and is left out of all that we do here but for a short note.",
        "Rain is a cloud that falls.",
    ]
    first, second = records(*wrapped, "13 pages", "arXiv:2310.16271", *wrapped, "In ICLR", "arXiv:2310.16272")
    assert first.abstract == second.abstract == "\n".join(wrapped)
    assert (first.comment, second.comment) == ("13 pages", "In ICLR")


def test_a_long_comment_is_no_abstract():
    comment = "Accepted to the workshop on snow. " + "This version has an appendix with proofs. " * 6
    (record,) = records(ONE, comment.strip(), "arXiv:2310.16271")
    assert (record.abstract, record.comment) == (ONE, comment.strip())


def test_an_abstract_that_ends_with_an_address_is_not_carried_on_by_a_comment():
    (record,) = records(ONE + " Code: https://example.org/c", "https://example.org/poster", "arXiv:2310.16271")
    assert record.comment == "https://example.org/poster"
    assert record.links == ("https://example.org/c", "https://example.org/poster")


def test_an_abstract_may_begin_with_a_small_letter_behind_a_blank():
    abstract = "eBells are bells that ring only where somebody has paid for it. " * 5
    first, second = records(ONE, "arXiv:2310.16271 " + abstract.strip(), "arXiv:2310.16272")
    assert (first.arxiv, second.abstract.strip()) == ("2310.16271", abstract.strip())


def test_furniture_around_the_papers_is_no_part_of_them():
    reading = read("Search", ONE * 3, "13 pages", "arXiv:2310.16271" + TWO, "arXiv:2310.16272", "Next »", "© 2024 Snow")
    assert [(f.record.abstract, f.record.comment) for f in reading.found] == [(ONE * 3, "13 pages"), (TWO, None)]
    assert reading.problems == ()


MESSAGE = (
    "Hi all, for Thursday's reading group I propose that we read the following three papers, in this order\n"
    "arXiv:2305.18290\nhttps://aclanthology.org/P19-1001/\nhttps://doi.org/10.1145/3292500.3330701\n"
)


def test_a_message_with_addresses_below_it_is_no_abstract():
    reading = importers.read(Document("x.txt", MESSAGE))
    assert reading.format == "identifiers"
    assert [(f.record.arxiv, f.record.doi, f.record.abstract) for f in reading.found] == [
        ("2305.18290", None, ""), (None, "10.18653/v1/P19-1001", ""), (None, "10.1145/3292500.3330701", ""),
    ]  # fmt: skip


def test_an_address_above_an_abstract_is_told_and_not_taken_for_it():
    reading = read("https://doi.org/10.1145/3292500.3330701", ONE, "arXiv:2310.16271")
    assert [(f.record.abstract, f.record.doi) for f in reading.found] == [(ONE, None)]
    assert [problem.line for problem in reading.problems] == [1]
