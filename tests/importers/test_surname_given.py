from pathlib import Path

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
    ("al-Khwarizmi, Muhammad, boyd, danah, d'Arc, Zoë, Berg, Sofie",
     ("Muhammad al-Khwarizmi", "danah boyd", "Zoë d'Arc", "Sofie Berg")),
    ("王, 小明, Berg, Sofie", ("小明 王", "Sofie Berg")),
    ("King, Martin, Jr., Berg, Sofie", ("Martin King Jr.", "Sofie Berg")),
    ("King, Jr., Martin, Berg, Sofie", ("Martin King Jr.", "Sofie Berg")),
    ("Ax, Cy, and Berg, Sofie", ("Cy Ax", "Sofie Berg")),
    ("Ax,Cy,Berg,Sofie", ("Cy Ax", "Sofie Berg")),
    ("Berg, Sofie", ("Sofie Berg",)),
    ("Ax, Cy; Li, Bo; Berg, Sofie", ("Cy Ax", "Bo Li", "Sofie Berg")),
    ("Plato; King, Martin, Jr.; Berg, Sofie", ("Plato", "Martin King Jr.", "Sofie Berg")),
    ("Ax, Cy and Li, Bo and Berg, Sofie", ("Cy Ax", "Bo Li", "Sofie Berg")),
    ("Ax, Cy & Berg, Sofie", ("Cy Ax", "Sofie Berg")),
    ("Ax, Cy, Berg, Sofie, et al.", ("Cy Ax", "Sofie Berg")),
    ("Ax, Cy, Berg, Sofie et al.", ("Cy Ax", "Sofie Berg")),
    ("OpenBell-AI, :, Ax, Cy, Berg, Sofie", ("OpenBell-AI", "Cy Ax", "Sofie Berg")),
    ("Team, Bell, Ax, Cy, Berg, Sofie", ("Bell Team", "Cy Ax", "Sofie Berg")),
    ("The Bell Team, Berg, Sofie", ("The Bell Team", "Sofie Berg")),
    ("LI, BO, DE LA CRUZ, ANA, BERG, SOFIE", ("BO LI", "ANA DE LA CRUZ", "SOFIE BERG")),
    ("Ben-David, S., Łoś, J.-P., Berg, S.", ("S. Ben-David", "J.-P. Łoś", "S. Berg")),
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


@pytest.mark.parametrize(
    "owner", ["al-Khwarizmi, Ana", "boyd, danah", "van 't Hoff, J. H.", "DE LA CRUZ, ANA", "王, 小明"]
)
def test_owners_with_any_name(owner):
    surname, given = owner.split(", ")
    found = records(owner, "Bells", owner, "Gongs", f"{owner}, Ax, Cy", PROSE, "Chimes", f"Ax, Cy, {owner}")
    assert [r.title for r in found] == ["Bells", "Gongs", "Chimes"]
    assert found[0].authors == (f"{given} {surname}",)


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
    reading = read(OWNER, "Selected", "Works of mine", "A", "Ax, Cy, Berg, Sofie", PROSE)
    assert [f.record.title for f in reading.found] == ["A"]
    assert [(problem.line, problem.message) for problem in reading.problems] == [
        (2, 'not part of a paper: "Selected" (and 1 line more)'),
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


def test_a_whole_page_of_a_repository():
    reading = importers.read(
        importers.read_file(Path(__file__).with_name("documents") / "surname-given-repository.txt")
    )
    first, second, third, fourth, fifth = (found.record for found in reading.found)
    assert first.title == "Do Bells Lie, and If So: Why, When, and to Whom?"
    assert first.authors == ("Marit van der Berg", "José de la Cruz", "J.-P. O’Hara")
    assert first.links == ("https://example.org/bells_20",)
    assert first.abstract.endswith(r"Data: \url{https://example.org/bells_20}.")
    assert (second.title, second.abstract) == ("2001, and Other Odd Years", "")
    assert second.authors == ("Xiao DAI", "M. van der Berg", "Martin King Jr.")
    assert third.authors == ("Plato", "Marit van der Berg", "Xiao DAI")
    assert third.abstract.startswith("Silence is hard")
    assert third.abstract.endswith("towers.\n\nIt took four years.")
    assert (fourth.title, fourth.authors, fourth.abstract) == ("Chimes", ("Marit van der Berg",), "")
    assert (fourth.arxiv, fourth.year) == ("2310.16271", 2023)
    assert fifth.authors == ("Xiao DAI", "The Northern Bell Collaboration", "Marit van der Berg", "J.-P. O’Hara")
    assert fifth.abstract.endswith("write down what we heard them say.")
    assert [problem.line for problem in reading.problems] == [19]


def test_whoever_is_in_most_papers_is_the_owner_where_the_page_does_not_say():
    found = records(
        "Bells", "Ax, Cy, Berg, Sofie", "Chimes", "Berg, Sofie, Ax, Cy, Li, Bo", "Gongs", "Wu, D., Berg, Sofie"
    )
    assert [(r.title, len(r.authors)) for r in found] == [("Bells", 2), ("Chimes", 3), ("Gongs", 2)]


def test_a_page_headed_by_its_owner_as_the_name_is_spoken():
    reading = read("Sofie Berg", "Bells", "Ax, Cy, Berg, Sofie", PROSE, "Gongs", "Li, Bo, Berg, Sofie", PROSE)
    assert [f.record.title for f in reading.found] == ["Bells", "Gongs"]
    assert reading.problems == ()


def test_an_owner_with_one_name_only():
    found = records("Plato", "Bells", "Ax, Cy, Plato", PROSE, "Gongs", "Plato, Li, Bo", PROSE)
    assert [(r.title, r.authors) for r in found] == [("Bells", ("Cy Ax", "Plato")), ("Gongs", ("Plato", "Bo Li"))]


def test_a_year_and_identifiers_on_lines_of_their_own_belong_to_the_paper():
    first, second = records(
        OWNER, "Bells", "Ax, Cy, Berg, Sofie", "2021", PROSE, "https://doi.org/10.1234/bells.12",
        "Gongs", OWNER, "arXiv:hep-th/9901001v2", PROSE,
    )  # fmt: skip
    assert (first.year, first.doi, first.abstract) == (2021, "10.1234/bells.12", PROSE)
    assert (second.year, second.arxiv, second.abstract) == (1999, "hep-th/9901001v2", PROSE)


def test_titles_and_buttons_are_told_apart_by_where_they_stand():
    pair = "Ax, Cy, Berg, Sofie"
    reading = read(
        "Home", OWNER, "Search", pair, PROSE, "Export citation", "Home", pair, "Next", "Export citation", pair
    )
    assert [(f.record.title, f.record.abstract) for f in reading.found] == [
        ("Search", PROSE), ("Home", ""), ("Export citation", ""),
    ]  # fmt: skip
    assert reading.problems == ()


def test_hostile_lines_take_no_longer_than_their_length():
    for text in ("Ax, Cy,\n" * 20_000, "Ax, Cy,\nLi, Bo;\n" * 10_000, "Home\n" * 20_000 + "Ax, Cy\n" * 20_000):
        SurnameGiven().read(Document("x", text))
