import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readlist import importers
from readlist.importers.base import Document
from readlist.importers.ris import Ris

EXPORTS = ["ris-zotero.txt", "ris-endnote.txt"]


def read(text):
    return Ris().read(Document("x.ris", text))


@pytest.mark.parametrize("name", EXPORTS)
def test_exports_are_found_by_their_looks(stored, name):
    assert Ris().sniff(stored(name)) == 1
    assert importers.read(stored(name)).format == "ris"


def test_an_export_of_zotero(stored):
    reading = Ris().read(stored("ris-zotero.txt"))
    assert reading.problems == ()
    first, second = reading.found
    assert (first.line, second.line, first.key) == (1, 26, None)
    assert first.tags == ("bells", "Computer Science - Computation and Language")
    assert first.record.title == "Counting Bells with RingNet"
    assert first.record.authors == ("Ana Moreno", "Jan van der Berg", "Martin King Jr.", "Bell Ringers of Toronto")
    assert first.record.year == 2023
    assert first.record.venue == "Proceedings of the 61st Annual Meeting of the Association for Bells"
    assert first.record.abstract == "We count bells. See https://github.com/moreno/ringnet for <code>."
    assert first.record.doi == "10.18653/v1/2023.acl-long.9901"
    assert first.record.url == "https://aclanthology.org/2023.acl-long.9901"
    assert first.record.links == (
        "https://github.com/moreno/ringnet",
        "https://aclanthology.org/2023.acl-long.9901.pdf",
    )
    assert first.record.comment == "13 pages, 5 figures"
    assert (second.record.arxiv, second.record.year, second.record.comment) == ("2401.99002", 2024, None)
    assert second.state == {"note": "Read section 3.\nThen rest."}


def test_an_export_of_endnote_and_its_habits(stored):
    reading = Ris().read(stored("ris-endnote.txt"))
    assert reading.problems == ()
    chimes, thesis, book = reading.found
    assert chimes.key == "deWit2020"
    assert chimes.tags == ("noon", "chimes at noon", "loudness")
    assert chimes.record.title == "Chimes at Noon"
    assert chimes.record.authors == ("Eva de Wit", "The Chime Consortium")
    assert (chimes.record.year, chimes.record.venue) == (2020, "Journal of Bells and Chimes")
    assert chimes.record.abstract == "Background: noon is loud. Methods: we listened."
    assert chimes.record.doi == "10.1234/noon"
    assert chimes.record.url == "https://example.org/view;jsessionid=1?id=2"
    assert chimes.record.links == ("https://doi.org/10.1234/noon",)
    assert (thesis.record.title, thesis.record.venue, thesis.record.year) == ("Towers", "University of Oslo", 2019)
    assert (book.record.title, book.record.venue, book.record.year) == ("A Book of Bells", None, None)


@pytest.mark.parametrize(("lines", "name", "value"), [
    ("AN  - arXiv:2310.16271v2", "arxiv", "2310.16271v2"),
    ("AN  - arXiv:2310.16271v2", "year", 2023),
    ("JO  - arXiv preprint arXiv:2310.16271", "arxiv", "2310.16271"),
    ("N1  - arXiv:2310.16271 [cs]", "arxiv", "2310.16271"),
    ("N1  - arXiv:2310.16271 [cs]", "comment", None),
    ("DO  - https://doi.org/10.1234/AB", "doi", "10.1234/AB"),
    ("UR  - https://doi.org/10.1234/AB", "doi", "10.1234/AB"),
    ("DA  - 2021/05/03/", "year", 2021),
    ("PY  - 2021///", "year", 2021),
    ("J2  - J. Bells", "venue", "J. Bells"),
    ("A2  - Editor, Eva", "authors", ("Eva Editor",)),
    ("AU  - Li, Bo; Ax, Cy", "authors", ("Bo Li", "Cy Ax")),
    ("L2  - /home/x.pdf", "links", ()),
    ("XX  - of no meaning", "comment", None),
])  # fmt: skip
def test_other_fields(lines, name, value):
    (found,) = read(f"TY  - JOUR\nTI  - T\n{lines}\nER  - \n").found
    assert getattr(found.record, name) == value


def test_ragged_lines_are_tags_all_the_same():
    (found,) = read("\ufeffTY - JOUR\r\nTI - A - B\r\n  AU  - Li, Bo\r\nPY  -2020\r\nER -\r\n").found
    assert (found.record.title, found.record.authors) == ("A - B", ("Bo Li",))


def test_broken_entries_are_told_by_line_and_the_following_come_in():
    reading = read(
        "Chimes\n\nTY  - JOUR\nTI  - One\nTY  - JOUR\nTI  - Two\nER  - \nstray words\nand more\n"
        "TY  - JOUR\nER  - \nER  - \nTY  - JOUR\nTI  - Three"
    )
    assert [(f.record.title, f.line, f.position) for f in reading.found] == [
        ("One", 3, 1),
        ("Two", 5, 2),
        ("Three", 13, 3),
    ]
    assert [(p.line, p.message) for p in reading.problems] == [
        (1, 'outside of any entry: "Chimes"'),
        (5, 'the entry before has no end (ER): "TY - JOUR"'),
        (8, 'outside of any entry: "stray words" (and 1 line more)'),
        (10, 'nothing of a paper in this entry: "TY - JOUR"'),
        (12, 'outside of any entry: "ER -"'),
        (13, 'this entry, the last one, has no end (ER): "TY - JOUR"'),
    ]


@pytest.mark.parametrize("text", [
    "", "TY  - JOUR\n", "TY  - for all you did\nAU revoir\n", "PMID- 123\nTI  - Bells\n",
    "    TY  - JOUR\n    TI  - Bells\n", "A - B\nTI  - x\nAU  - y\n",
])  # fmt: skip
def test_what_is_no_ris_is_not_taken_for_it(text):
    assert Ris().sniff(Document("x", text)) == 0


def test_empty_lines_part_paragraphs_of_texts_alone():
    (found,) = read(
        "TY  - JOUR\nTI  - On\n\n  Bells\nAB  - We ring,\n  and rest.\n\n  Owls hear.\n\n\n  Often.\n"
        "RN  - Mine.\n\nAlso mine.\nUR  - https://a.org/1\n\nhttps://b.org/2\n\nER  - \n"
    ).found
    assert found.record.title == "On Bells"
    assert found.record.abstract == "We ring, and rest.\nOwls hear.\nOften."
    assert found.state == {"note": "Mine.\nAlso mine."}
    assert (found.record.url, found.record.links) == ("https://a.org/1", ("https://b.org/2",))


@pytest.fixture(scope="session")
def papers(words, people):
    text = words("")
    fields = {"TI": text, "T2": text, "PY": st.integers(1900, 2029), "AU": people, "AB": text}
    keywords = st.lists(text, max_size=3, unique=True)
    return st.lists(st.fixed_dictionaries({**fields, "KW": keywords}), min_size=1, max_size=4)


@settings(deadline=None)
@given(st.data(), st.sampled_from(["\n", "\r\n"]))
def test_what_is_written_comes_back(papers, read_whole, data, newline):
    lines, written = [], data.draw(papers)
    for paper in written:
        tags = [(tag, str(paper[tag])) for tag in ("TI", "T2", "PY", "AB")]
        tags += [("KW", word) for word in paper["KW"]] + [("AU", f"{s}, {g}") for s, g in paper["AU"]]
        order = (
            sorted(range(len(tags)), key=lambda i: (tags[i][0], i)) if data.draw(st.booleans()) else range(len(tags))
        )
        lines += ["TY  - JOUR", *(f"{tags[i][0]}  - {tags[i][1]}" for i in order), "ER  - ", ""]
    found = read_whole(Ris(), newline.join(lines))
    assert [(f.record.title, f.record.venue, f.record.year, f.record.abstract) for f in found] == [
        (p["TI"], p["T2"], p["PY"], p["AB"]) for p in written
    ]
    assert [(f.tags, f.record.authors) for f in found] == [
        (tuple(p["KW"]), tuple(f"{g} {s}" for s, g in p["AU"])) for p in written
    ]


PIECES = ["TY  - JOUR\n", "ER  - \n", "TI  - a\n", "AU  - ", "KW  -", ", ", "\n", "x", "PY  - 1\n", "UR  - ;\n"]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_text_breaks_it(stored, spoilt, withstands, data):
    whole = stored(data.draw(st.sampled_from(EXPORTS))).text
    pieces = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
    withstands(Ris(), data.draw(pieces | spoilt(whole, PIECES)))
