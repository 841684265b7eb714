import pytest

from readlist import importers
from readlist.importers.base import Document
from readlist.importers.surname_given import SurnameGiven

OWNER = "Berg, Sofie"
PROSE = "We count the bells of a city by ear, from dawn to dusk, and compare what we heard with what the parish says."


def read(*lines: str):
    return SurnameGiven().read(Document("page.txt", "\n".join(lines)))


def records(*lines: str):
    return [found.record for found in read(*lines).found]


def authors_of(line):
    (record,) = records(OWNER, "Bells", line, PROSE)
    return record.authors


def test_the_first_line_is_the_owner_and_no_paper():
    found = records(OWNER, "Bells", "Ax, Cy, Berg, Sofie", PROSE, "Chimes", "Berg, Sofie, Ax, Cy", PROSE)
    assert [(r.title, r.authors, r.abstract) for r in found] == [
        ("Bells", ("Cy Ax", "Sofie Berg"), PROSE),
        ("Chimes", ("Sofie Berg", "Cy Ax"), PROSE),
    ]


@pytest.mark.parametrize(("line", "names"), [
    ("DAI, Zheqi, Berg, Sofie", ("Zheqi DAI", "Sofie Berg")),
    ("Fung, Yi Ren, Berg, Sofie", ("Yi Ren Fung", "Sofie Berg")),
    ("Berg, Sofie, Chan, Chi-Min", ("Sofie Berg", "Chi-Min Chan")),
    ("van der Berg, Jan, Berg, Sofie", ("Jan van der Berg", "Sofie Berg")),
    ("de la Cruz, María José, Berg, Sofie", ("María José de la Cruz", "Sofie Berg")),
    ("O'Neill, J. K., D’Arcy, Zoë, Berg, Sofie", ("J. K. O'Neill", "Zoë D’Arcy", "Sofie Berg")),
    ("al-Khwarizmi, Muhammad, Berg, Sofie", ("Muhammad al-Khwarizmi", "Sofie Berg")),
    ("Saint-Exupéry, A., Łoś, Ján, Berg, Sofie", ("A. Saint-Exupéry", "Ján Łoś", "Sofie Berg")),
    ("王, 小明, Berg, Sofie", ("小明 王", "Sofie Berg")),
    ("King, Martin, Jr., Berg, Sofie", ("Martin King Jr.", "Sofie Berg")),
    ("King, Jr., Martin, Berg, Sofie", ("Martin King Jr.", "Sofie Berg")),
    ("Ax, Cy, and Berg, Sofie", ("Cy Ax", "Sofie Berg")),
    ("Ax,Cy,Berg,Sofie", ("Cy Ax", "Sofie Berg")),
    ("Berg, Sofie", ("Sofie Berg",)),
    ("Ax, Cy, The Long Collaboration for Bells and Chimes of the North, , Berg, Sofie",
     ("Cy Ax", "The Long Collaboration for Bells and Chimes of the North", "Sofie Berg")),
])  # fmt: skip
def test_pairs_become_given_surname(line, names):
    assert authors_of(line) == names


def test_forty_one_authors():
    pairs = [f"Surname{letter}, Given" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijklmn".upper()]
    names = authors_of(", ".join([*pairs, OWNER]))
    assert len(names) == 41
    assert (names[0], names[-1]) == ("Given SurnameA", "Sofie Berg")


@pytest.mark.parametrize("title", [
    "Ringing Text, Code and Math Simultaneously",
    "Bells: Benchmark, Analysis, and Large Evaluations",
    "Bells, Bronze, Towers, Ringers",
    "Bells, Bronze",
    "Who Rings, and Why?",
    "99 Bells",
    "Abstract: arXiv:2310.16271",
    "On Berg, Sofie and Others: A Reply to a Long Line of Criticism",
    "We Rang.",
])  # fmt: skip
def test_titles_may_be_anything(title):
    pair = "Ax, Cy, Berg, Sofie"
    before, record, after = records(OWNER, "Before", pair, PROSE, title, pair, PROSE, "After", pair, PROSE)
    assert (before.abstract, record.title, record.authors) == (PROSE, title, ("Cy Ax", "Sofie Berg"))
    assert (record.abstract, after.title) == (PROSE, "After")


def test_a_paper_of_the_owner_alone():
    first, second = records(OWNER, "Alone", OWNER, PROSE, "Together", "Ax, Cy, Berg, Sofie", PROSE)
    assert (first.title, first.authors, first.abstract) == ("Alone", ("Sofie Berg",), PROSE)
    assert second.title == "Together"


def test_a_paper_without_abstract():
    pair = "Ax, Cy, Berg, Sofie"
    found = records(OWNER, "A", pair, "B, and More, and Still More", pair, PROSE, "C", pair)
    assert [(r.title, r.abstract) for r in found] == [("A", ""), ("B, and More, and Still More", PROSE), ("C", "")]


def test_an_abstract_of_several_lines_keeps_them():
    pair = "Ax, Cy, Berg, Sofie"
    first, second = records(OWNER, "A", pair, PROSE, "", "Second paragraph.", "B", pair, PROSE)
    assert first.abstract == PROSE + "\n\nSecond paragraph."
    assert second.title == "B"


def test_initials_of_the_owner_are_the_owner():
    (record,) = records(OWNER, "A", "Ax, C., Berg, S.", PROSE)
    assert record.authors == ("C. Ax", "S. Berg")


def test_someone_with_one_name_only_is_reported_and_does_not_shift_the_others():
    reading = read(OWNER, "A", "Ax, Cy, Plato, Berg, Sofie, Li, Bo", PROSE)
    assert reading.found[0].record.authors == ("Cy Ax", "Plato", "Sofie Berg", "Bo Li")
    (problem,) = reading.problems
    assert problem.line == 3
    assert "Ax, Cy, Plato" in problem.message


def test_a_paper_without_the_owner_comes_in_and_is_reported():
    reading = read(OWNER, "A", "Ax, Cy, Berg, Sofie", PROSE, "B", "Ax, Cy, Li, Bo, de Wit, Eva", PROSE)
    assert [f.record.title for f in reading.found] == ["A", "B"]
    assert reading.found[1].record.authors == ("Cy Ax", "Bo Li", "Eva de Wit")
    (problem,) = reading.problems
    assert problem.line == 6


def test_authors_that_are_not_understood_are_reported():
    reading = read(OWNER, "A", "Ax, Cy, Berg, Sofie", PROSE, "B", "Ax, 3, Li, 4, Wu, 5", PROSE)
    (found,) = reading.found
    assert "B" in found.record.abstract
    assert [problem.line for problem in reading.problems] == [6]


def test_lines_before_the_first_paper_are_reported():
    reading = read(OWNER, "Home", "Publications", "A", "Ax, Cy, Berg, Sofie", PROSE)
    assert [f.record.title for f in reading.found] == ["A"]
    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (2, 'not part of a paper: "Home" (and 1 line more)'),
    ]


@pytest.mark.parametrize("second", ["Li, Bo", OWNER], ids=["another person", "the same person"])
def test_several_pages_in_one_file(second):
    one = [OWNER, "A", "Ax, Cy, Berg, Sofie", PROSE]
    two = [second, "B", f"{second}, Ax, Cy", PROSE, "C", f"Wu, D., {second}", PROSE]
    reading = read(*one, *two)
    assert [f.record.title for f in reading.found] == ["A", "B", "C"]
    assert [f.record.abstract for f in reading.found] == [PROSE] * 3
    assert reading.problems == ()


def test_a_page_whose_owner_line_was_not_copied():
    reading = read("Bells", "Ax, Cy, Li, Bo", PROSE, "Chimes", "Li, Bo, Ax, Cy, van 't Wit, Eva", PROSE)
    assert [(f.record.title, len(f.record.authors)) for f in reading.found] == [("Bells", 2), ("Chimes", 3)]
    assert reading.problems == ()


@pytest.mark.parametrize("text", [
    "",
    "Dear Sofie,\n\nhow are you?\n\nYours, Cy",
    "Attention, Please\n" + PROSE,
    "Surname, Given\nAx, Cy\nLi, Bo\n",
    "name,given,year\nAx,Cy,2001\nLi,Bo,2002\n",
    "Places we saw\nParis, London, Oslo, Rome\n" + PROSE,
    "Berg, Sofie\nA letter\n" + PROSE,
    "def f(a, b, c, d):\n    return a, b\n\nf(1, 2, 3, 4)\n",
])  # fmt: skip
def test_what_is_no_such_page_is_not_taken_for_one(text):
    assert SurnameGiven().sniff(Document("x", text)) == 0


def test_it_is_found_by_its_looks():
    assert importers.read(Document("x", f"{OWNER}\nA\nAx, Cy, {OWNER}\n{PROSE}")).format == "surname-given"
