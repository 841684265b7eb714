"""The page of one paper in the ACL Anthology, as copied text and as it is saved."""

import pytest

from readlist import importers
from readlist.importers import Document

VENUE = "Proceedings of the 2024 Conference on Bells"
HEADING = ["Ringing, Chiming, Tolling", "Ana Moreno, Björn Ek, and Cy Ax"]
TEXT = "We ring bells, and say of each how long it sounds in the towns of the north, and in those of the south."
FIELDS = [
    ("Anthology ID:", "2024.bell-main.35"), ("Volume:", VENUE), ("Month:", "November"), ("Year:", "2024"),
    ("Editors:", "Bo Li, Di Xu"), ("Venue:", "BELL"), ("SIG:", ""), ("Publisher:", "Association for Bells"),
    ("Pages:", "580–606"), ("URL:", "https://aclanthology.org/2024.bell-main.35/"),
    ("DOI:", "10.18653/v1/2024.bell-main.35"), ("Bibkey:", "moreno-etal-2024-ringing"),
    ("Cite (ACL):", f"Ana Moreno, Björn Ek, and Cy Ax. 2024. Ringing, Chiming, Tolling. In {VENUE}, pages 580–606."),
    ("Cite (Informal):", "Ringing, Chiming, Tolling (Moreno et al., BELL 2024)"),
    ("PDF:", "https://aclanthology.org/2024.bell-main.35.pdf"),
]  # fmt: skip


def page(between, abstract=("Abstract", TEXT)):
    return "\n".join([*HEADING, *abstract, *(f"{label}{between}{value}" for label, value in FIELDS)])


def read(text):
    return importers.read(Document("x", text))


def assert_is_the_paper(record, abstract=TEXT):
    assert record.title == "Ringing, Chiming, Tolling"
    assert record.authors == ("Ana Moreno", "Björn Ek", "Cy Ax")
    assert (record.year, record.venue, record.abstract) == (2024, VENUE, abstract)
    assert (record.doi, record.url) == (FIELDS[10][1], FIELDS[9][1])


@pytest.mark.parametrize("between", ["\n", " "], ids=["below", "beside"])
@pytest.mark.parametrize(
    ("abstract", "expected"),
    [(("Abstract", TEXT), TEXT), ((f"Abstract{TEXT}",), TEXT), ((), "")],
    ids=["own line", "glued", "none"],
)
def test_a_copied_page_is_one_paper(between, abstract, expected):
    reading = read(page(between, abstract))
    assert reading.format == "acl-anthology"
    (found,) = reading.found
    assert_is_the_paper(found.record, expected)
    assert reading.problems == ()


def test_navigation_above_is_told_and_is_no_title():
    (found,) = read("A line of the menu\n" + page("\n")).found
    assert_is_the_paper(found.record)
    assert found.line == 2


def test_two_pages_are_two_papers():
    reading = read(page("\n") + "\n\n" + page("\n").replace("Ringing", "Weighing").replace(".35", ".36"))
    assert [found.record.title for found in reading.found] == [HEADING[0], "Weighing, Chiming, Tolling"]


def test_a_saved_page_is_the_same_paper():
    tags = [
        ("citation_title", HEADING[0]), ("citation_author", "Ana Moreno"), ("citation_author", "Björn Ek"),
        ("citation_author", "Cy Ax"), ("citation_conference_title", VENUE), ("citation_publication_date", "2024/11"),
        ("citation_doi", FIELDS[10][1]), ("og:url", FIELDS[9][1]),
    ]  # fmt: skip
    head = "".join(f'<meta content="{value}" name="{name}">' for name, value in tags)
    body = f'<div class="card-body acl-abstract"><h5>Abstract</h5><span>{TEXT}</span></div>'
    (found,) = read(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>").found
    assert_is_the_paper(found.record)


def test_a_line_among_the_fields_that_is_none_is_told():
    reading = read(page("\n").replace("Month:", "Not a field, but a remark of mine\nMonth:"))
    assert_is_the_paper(reading.found[0].record)
    (problem,) = reading.problems
    assert "Not a field" in problem.message


LISTED = ["Ana Moreno", "2021", "pdf", "bib", "abs", "On Shadows", "Ana Moreno", VENUE, TEXT]


@pytest.mark.parametrize("first", ["paper", "list"])
@pytest.mark.parametrize("between", ["\n", "\n\n"], ids=["", "blank line"])
def test_a_paper_and_the_page_of_a_person_in_one_file(first, between):
    texts = [page("\n"), "\n".join(LISTED)]
    reading = read(between.join(texts if first == "paper" else reversed(texts)))
    papers = {found.record.title: found.record for found in reading.found}
    assert_is_the_paper(papers["Ringing, Chiming, Tolling"])
    assert (papers["On Shadows"].authors, papers["On Shadows"].abstract) == (("Ana Moreno",), TEXT)
    assert reading.problems == ()
