from pathlib import Path

import pytest

from readlist import importers
from readlist.importers.abstracts import Abstracts
from readlist.importers.base import Document


def read(*lines: str):
    return Abstracts().read(Document("page.txt", "\n".join(lines)))


def texts(*lines: str):
    return [found.record.abstract for found in read(*lines).found]


def test_each_mark_is_one_paper_without_title_and_authors():
    reading = read("Abstract:First one.", "Abstract:Second one, see https://example.org/a.", "Abstract:Third one.")
    assert [f.record.abstract for f in reading.found] == [
        "First one.", "Second one, see https://example.org/a.", "Third one.",
    ]  # fmt: skip
    assert [(f.position, f.line) for f in reading.found] == [(1, 1), (2, 2), (3, 3)]
    assert {(f.record.title, f.record.authors) for f in reading.found} == {(None, ())}
    assert reading.found[1].record.links == ("https://example.org/a",)
    assert reading.problems == ()


def test_the_blank_behind_the_mark_and_the_ends_is_no_part_of_it():
    assert texts("  Abstract:  One two.  ", "", "ABSTRACT : Three.", "Abstract:", "Four.") == [
        "One two.", "Three.", "Four.",
    ]  # fmt: skip


def test_line_breaks_blank_lines_and_double_blanks_inside_stay():
    assert texts("Abstract:One  two,", "  three.", "", "Four.", "", "Abstract:Five.") == [
        "One  two,\n  three.\n\nFour.", "Five.",
    ]  # fmt: skip


def test_the_word_inside_a_line_begins_no_paper():
    assert texts("Abstract:We read each Abstract: all of them. Abstract:no.", "Abstracts are short.") == [
        "We read each Abstract: all of them. Abstract:no.\nAbstracts are short.",
    ]  # fmt: skip


def test_what_is_not_understood_is_reported():
    reading = read("A heading", "Abstract:One.", "Abstract:  ", "Abstract:Two.")
    assert [f.record.abstract for f in reading.found] == ["One.", "Two."]
    assert [(p.line, p.message.split(":")[0]) for p in reading.problems] == [
        (1, "not part of an abstract"), (3, "an abstract without text"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", [
    "", "Abstract", "A title\n\nAbstract: We do.\n", "abstract: true\nname: x\n", '{"Abstract": "x"}',
    "Abstract: We do.\n" + "And this is the whole paper.\n" * 30,
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert Abstracts().sniff(Document("x", text)) == 0


def test_it_is_found_by_its_looks():
    assert importers.read(Document("x", "Abstract:One.\nAbstract:Two.")).format == "abstracts"


def test_a_whole_page_gives_titles_dates_and_authors_too():
    reading = importers.read(importers.read_file(Path(__file__).with_name("documents") / "abstracts-whole-page.txt"))
    first, second = (found.record for found in reading.found)
    assert (first.title, first.year) == ("Do Bells Lie, and to Whom?", 2024)
    assert first.authors == ("Marit van der Berg", "José de la Cruz", "J.-P. O’Hara")
    assert first.abstract == "Bells are heard before they are seen. See https://example.org/bells."
    assert (second.title, second.authors, second.year) == ("Silent Towers: A Corpus", ("Marit van der Berg",), 2019)
    assert second.abstract == "Silence is hard to annotate.\n\nIt took four years."
    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (1, 'not part of an abstract: "Marit van der Berg"'),
    ]


@pytest.mark.parametrize("mark", ["Abstract: ", "ABSTRACT:", "Abstract:\n", "Abstract — ", "Abstract. "])
def test_marks_as_pages_print_them(mark):
    assert texts(mark + "One is two.", mark + "Two is three.") == ["One is two.", "Two is three."]


def test_a_heading_and_furniture_are_no_part_of_an_abstract():
    reading = read("Home", "Search", "Abstract:One.", "Show more", "", "Abstract:Two.", "Next »", "© 2024 Bells")
    assert [f.record.abstract for f in reading.found] == ["One.", "Two."]
    assert reading.problems == ()
    assert importers.read(Document("x", "Ana Moreno\nAbstract:One.\nAbstract:Two.")).format == "abstracts"
